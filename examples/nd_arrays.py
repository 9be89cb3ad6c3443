"""Arrays: made, indexed, computed with, compiled, saved and freed."""

# %%
import tempfile
from pathlib import Path

import numpy as np

from pydl4j import nd

# %% [markdown]
# Arrays are made as in NumPy; floats without a type are float32.

# %%
a = nd.arange(12, dtype="float32").reshape(3, 4)
print(a, a.dtype, a.shape)
print(nd.linspace(0, 1, 5), nd.eye(2, dtype="int64").tolist(), nd.full((2,), 7).dtype)

# %% [markdown]
# NumPy sees the same memory, both ways.

# %%
np.asarray(a)[0, 0] = 100
print("shared:", a[0, 0].item(), "float64 kept:", nd.asarray(np.array([0.5])).dtype)

# %% [markdown]
# A basic slice is a view; masks and arrays of indices pick elements, and write to them.

# %%
a[:, 1] = -1
a[a > 50] = 0
print("rows 2 and 0:", a[[2, 0]].tolist(), "largest by column:", a.max(axis=0).tolist())
values, counts = nd.unique_counts(nd.asarray([3, 1, 3, 3]))
print("unique:", values.tolist(), counts.tolist(), "sorted:", nd.sort(nd.asarray([3, 1, 2]), descending=True).tolist())

# %% [markdown]
# Linear algebra and Fourier transforms are the Array API's.

# %%
m = nd.asarray([[2.0, 1.0], [1.0, 3.0]])
print("solved:", nd.linalg.solve(m, nd.asarray([3.0, 5.0])), "eigenvalues:", nd.linalg.eigvalsh(m))
print("spectrum:", nd.round(abs(nd.fft.rfft(nd.sin(nd.arange(8) * (nd.pi / 4))))).tolist())

# %% [markdown]
# One seed, the same numbers on any machine and with any number of threads.

# %%
r = nd.random.default_rng(7)
noise = r.normal(size=(1000,))
print(f"noise: mean {noise.mean().item():.3f}, deviation {noise.std().item():.3f}, dice {r.integers(1, 7, 5).tolist()}")


# %% [markdown]
# A function of arrays is compiled as a whole, and differentiated.


# %%
@nd.jit
def loss(w, x, y):
    return ((x @ w - y) ** 2).mean()


x, w = r.normal(size=(64, 3)), nd.asarray([1.0, -2.0, 0.5])
print("loss:", loss(nd.zeros(3), x, x @ w).item() > 0, "slope at the solution:", nd.grad(loss)(w, x, x @ w).tolist())

# %% [markdown]
# ND4J's names; those that end in i write in place.

# %%
b = nd.ones((2, 3))
b.addi(1).muli_row_vector(nd.asarray([1.0, 2.0, 3.0]))
print("nd4j:", b.tolist(), b.mmul(b.transpose()).get_row(0).tolist(), b.norm2_number())

# %% [markdown]
# Files are NumPy's.

# %%
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "arrays.npz"
    nd.savez(path, a=a, noise=noise)
    print("saved:", sorted(nd.load(path)), np.load(path)["a"].shape)

# %% [markdown]
# Memory is freed with the last reference, or all at once by an arena; what is detached stays.

# %%
before = nd.memory_stats().in_use
with nd.arena():
    for _ in range(3):
        big = nd.zeros(1_000_000)
    kept = (big + 1).sum().detach()
print("kept:", kept.item(), "freed:", big.closed, "in use now:", nd.memory_stats().in_use - before < 1000)
