"""NumPy, for functions of arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.bench.cases import FUNCTIONS, Case, normal
from tests.bench.worker import Prepared, Run


def start(threads: int) -> None:
    """NumPy takes the number of threads from the environment."""


def prepare(case: Case) -> Prepared | None:
    """Functions of arrays, results into given arrays where NumPy can."""
    if case.kind != "array" or case.what.startswith("conv") or FUNCTIONS[case.what].dtype == "bfloat16":
        return None
    f = FUNCTIONS[case.what]
    inputs = [normal(*shape).astype(f.dtype) for shape in f.shapes]
    out = np.empty_like(inputs[0])
    calls: dict[str, Callable[[], object]] = {
        "matmul": lambda: np.matmul(*inputs, out=out),
        "add": lambda: np.add(*inputs, out=out),
        "triad": lambda: np.add(inputs[0], np.multiply(inputs[1], 3, out=out), out=out),
        "relu": lambda: np.maximum(inputs[0], 0, out=out),
        "sum": lambda: inputs[0].sum(),
        "softmax": lambda: _softmax(inputs[0], out),
    }
    call = calls[case.what.split()[0]]
    return Prepared({"numpy": Run(lambda: [call() for _ in range(f.repeat)], f.repeat)})


def _softmax(x: np.ndarray, out: np.ndarray) -> np.ndarray:
    np.subtract(x, x.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    return np.divide(out, out.sum(axis=-1, keepdims=True), out=out)
