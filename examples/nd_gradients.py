"""Gradients: a line is fitted by the derivative of a plain Python function."""

# %%
import numpy as np

from pydl4j import nd

# %% tags=["parameters"]
steps = 200


# %% [markdown]
# `value_and_grad` differentiates the function, `jit` compiles the whole step.


# %%
@nd.value_and_grad
def loss(p, x, y):
    return ((x @ p["w"] + p["b"] - y) ** 2).mean()


@nd.jit
def step(p, x, y, rate):
    value, gradients = loss(p, x, y)
    return {k: p[k] - rate * gradients[k] for k in p}, value


# %%
random = np.random.default_rng(0)
x = random.normal(size=(256, 3)).astype("float32")
y = (x @ np.array([[1.0], [-2.0], [0.5]]) + 3).astype("float32")
p = {"w": nd.zeros((3, 1)), "b": nd.zeros(1)}
for i in range(steps):
    p, value = step(p, x, y, 0.1)
    if i % 50 == 0:
        print(f"step {i:3}: loss {float(value):.4f}")
print("w", p["w"].tolist(), "b", p["b"].tolist(), f"traced {step.traces} time(s)")
