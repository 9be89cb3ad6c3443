"""NumPy, for functions of arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.bench import arrays
from tests.bench.cases import FUNCTIONS, Case, normal
from tests.bench.worker import Prepared, Run


def start(threads: int) -> None:
    """NumPy takes the number of threads from the environment."""


def prepare(case: Case) -> Prepared | None:
    """Functions of arrays, results into given arrays where NumPy can."""
    if case.kind == "nd":
        inputs, n = arrays.operands(case.what, case.batch), arrays.repeat(case.batch)
        call = arrays.OPERATIONS[case.what].call
        return Prepared({"numpy": Run(lambda: [call(Library, *inputs) for _ in range(n)] and None, n)})
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


class Library:
    """What `arrays.OPERATIONS` asks of NumPy."""

    _rng = np.random.default_rng(0)
    exp, tanh, where, cumsum, sort, argsort, sum = np.exp, np.tanh, np.where, np.cumsum, np.sort, np.argsort, np.sum
    copy, concat = np.copy, np.concatenate

    @staticmethod
    def cast(x: np.ndarray, dtype: str) -> np.ndarray:
        """In another type."""
        return x.astype(dtype)

    @staticmethod
    def chain(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Each function a loop of its own."""
        return _chain(x, y)

    @staticmethod
    def put(x: np.ndarray, at: np.ndarray, values: np.ndarray) -> None:
        """In place."""
        x[at] = values

    @staticmethod
    def random(shape: tuple[int, ...]) -> np.ndarray:
        """From [0, 1)."""
        return Library._rng.random(shape, dtype=np.float32)

    @staticmethod
    def normal(shape: tuple[int, ...]) -> np.ndarray:
        """Standard normal."""
        return Library._rng.standard_normal(shape, dtype=np.float32)


_chain = arrays.chain(np)


def _softmax(x: np.ndarray, out: np.ndarray) -> np.ndarray:
    np.subtract(x, x.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    return np.divide(out, out.sum(axis=-1, keepdims=True), out=out)
