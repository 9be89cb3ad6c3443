"""The cases: which model or function, at which sizes, on which data. Engines read them, so sizes cannot differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.bench.arrays import OPERATIONS, SIZES
from tests.bench.models import MODELS, Model
from tests.bench.operators import OPERATORS

BYTES = 100_000_000
"""Size of the arrays of memory-bound functions, beyond any cache."""


@dataclass(frozen=True)
class Case:
    """One thing to measure.

    ``kind`` is train, infer, bf16 (training under autocast), array, nd (functions as users write them, of ``batch``
    elements), op (an ONNX model of one node), busy (training beside one busy process), first (a network's first
    answer), start (from import to the first answer), callers (64 threads) or kafka (a scorer process and a broker on
    the same cores).
    ``what`` names a model, a function or an operator.
    """

    kind: str
    what: str
    batch: int = 0
    steps: int = 1

    @property
    def name(self) -> str:
        """As in "infer vgg 32"."""
        return f"{self.kind} {self.what}" + (f" {self.batch}" if self.kind in ("infer", "nd") else "")

    def model(self) -> Model:
        """The model's description."""
        return MODELS[self.what]()

    def x(self) -> np.ndarray:
        """Inputs of all steps: normal float32 numbers [steps * batch, ...], or int64 rows of a table."""
        model, rows = self.model(), self.batch * self.steps
        if model.rows is None:
            return normal(rows, *model.shape)
        return np.random.default_rng(0).integers(0, model.rows, (rows, *model.shape))

    def y(self) -> np.ndarray:
        """Targets: class numbers [N] in turn, numbers [N, out], or float32 zeros and ones [N, 1]."""
        last, rows = self.model().steps[-1], self.batch * self.steps
        numbers = np.arange(rows, dtype=np.int64)
        if last.kind == "classify":
            return numbers % last.sizes["out"]
        return self.x() if last.kind == "regress" else (numbers % 2).astype(np.float32)[:, None]


@dataclass(frozen=True)
class Function:
    """A function of arrays: shapes of its inputs, dtype, floating point operations, bytes that must move."""

    shapes: tuple[tuple[int, ...], ...]
    dtype: str = "float32"
    flops: float = 0
    bytes: float = 0
    repeat: int = 1


_LONG = (BYTES // 4000, 1000)
_GEMM = ((1024, 1024), (1024, 1024))


def _conv(n: int, channels: int, size: int) -> Function:
    """A 3x3 convolution with as many channels out as in."""
    flops = 2.0 * n * channels * channels * 9 * size * size
    return Function(((n, channels, size, size), (channels, channels, 3, 3)), flops=flops)


FUNCTIONS = {
    "matmul f32": Function(_GEMM, flops=2 * 1024.0**3),
    "matmul f64": Function(_GEMM, "float64", flops=2 * 1024.0**3),
    "matmul bf16": Function(_GEMM, "bfloat16", flops=2 * 1024.0**3),
    "matmul 2048": Function(((2048, 2048), (2048, 2048)), flops=2 * 2048.0**3),
    "conv 64": _conv(8, 64, 56),
    "conv 128": _conv(32, 128, 28),
    "conv 256": _conv(32, 256, 14),
    "add 10": Function(((10,), (10,)), repeat=100),
    "add 1e6": Function(((1_000_000,), (1_000_000,)), bytes=12e6),
    "triad": Function((_LONG, _LONG), bytes=3.0 * BYTES),
    "add": Function((_LONG, _LONG), bytes=3.0 * BYTES),
    "relu": Function((_LONG,), bytes=2.0 * BYTES),
    "sum": Function((_LONG,), bytes=1.0 * BYTES),
    "softmax": Function((_LONG,), bytes=2.0 * BYTES),
}
"""softmax is along the last axis; triad is a + 3 b into a given array, in ours a C++ loop of the
bench itself; 10 elements a hundred times over."""

_TRAIN = (
    ("mlp", 64, 20), ("lenet", 64, 8), ("vgg", 32, 2), ("lstm", 32, 8), ("resnet18", 32, 2), ("transformer", 16, 1),
    ("autoencoder", 64, 20), ("recommender", 256, 8),
)  # fmt: skip

CASES = (
    *(Case("array", what) for what in FUNCTIONS),
    *(Case("nd", what, n) for what, o in OPERATIONS.items() for n in SIZES if n <= o.largest),
    *(Case("op", what) for what in OPERATORS),
    *(Case("train", what, batch, steps) for what, batch, steps in _TRAIN),
    *(Case("infer", what, batch) for what in MODELS for batch in (1, 32)),
    *(Case("bf16", what, batch, steps) for what, batch, steps in _TRAIN if what in ("vgg", "resnet18", "transformer")),
    *(Case("busy", what, batch, steps) for what, batch, steps in _TRAIN if what in ("mlp", "lstm", "vgg")),
    Case("first", "resnet50", 1),
    Case("start", "mlp", 1),
    Case("callers", "mlp", 32),
    Case("callers", "resnet18", 1),
    Case("kafka", "floats"),
    Case("kafka", "rows"),
    Case("kafka", "latency"),
)


def normal(*shape: int) -> np.ndarray:
    """Normally distributed float32 numbers, the same in every process."""
    return np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
