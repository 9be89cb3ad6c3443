"""Functions of arrays as users of NumPy write them: one text for every library, each result a new array."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

SIZES = (10, 1_000, 1_000_000, 25_000_000)
"""Elements; the last are 1e8 bytes of float32."""
SMALL = 10_000
"""Up to that many elements a call is made many times over."""


@dataclass(frozen=True)
class Operation:
    """What is called: ``call(library, *inputs)`` on arrays of n elements in all.

    ``inputs`` are kinds: a dtype for a vector of numbers, "square" for a float32 matrix, "picks" for whole numbers
    below n, "mask" for truth values.
    """

    inputs: tuple[str, ...]
    call: Callable[..., object]
    largest: int = SIZES[-1]


def _chain(library: Any, x: Any, y: Any) -> Any:
    return library.tanh(x * y + 1.0) * 0.5 + library.exp(-(x * x)) / (1.0 + y * y)


OPERATIONS: dict[str, Operation] = {
    "add": Operation(("float32", "float32"), lambda xp, x, y: x + y),
    "add f64": Operation(("float64", "float64"), lambda xp, x, y: x + y),
    "add i64": Operation(("int64", "int64"), lambda xp, x, y: x + y),
    "multiply u8": Operation(("uint8", "uint8"), lambda xp, x, y: x * y),
    "exp": Operation(("float32",), lambda xp, x: xp.exp(x)),
    "less": Operation(("float32", "float32"), lambda xp, x, y: x < y),
    "where": Operation(("mask", "float32", "float32"), lambda xp, m, x, y: xp.where(m, x, y)),
    "cast": Operation(("float32",), lambda xp, x: xp.cast(x, "int32")),
    "chain": Operation(("float32", "float32"), lambda xp, x, y: xp.chain(x, y)),
    "sum": Operation(("float32",), lambda xp, x: x.sum()),
    "sum rows": Operation(("square",), lambda xp, x: xp.sum(x, 1)),
    "sum columns": Operation(("square",), lambda xp, x: xp.sum(x, 0)),
    "max i32": Operation(("int32",), lambda xp, x: x.max()),
    "std": Operation(("float32",), lambda xp, x: x.std()),
    "argmax": Operation(("float32",), lambda xp, x: x.argmax()),
    "cumulative sum": Operation(("float32",), lambda xp, x: xp.cumsum(x)),
    "transpose": Operation(("square",), lambda xp, x: xp.copy(x.T)),
    "every other": Operation(("square",), lambda xp, x: xp.copy(x[:, ::2])),
    "concat": Operation(("float32", "float32"), lambda xp, x, y: xp.concat([x, y])),
    "take": Operation(("float32", "picks"), lambda xp, x, i: x[i]),
    "mask": Operation(("float32", "mask"), lambda xp, x, m: x[m]),
    "put": Operation(("float32", "picks", "float32"), lambda xp, x, i, y: xp.put(x, i, y)),
    "sort": Operation(("float32",), lambda xp, x: xp.sort(x)),
    "sort i64": Operation(("int64",), lambda xp, x: xp.sort(x)),
    "argsort": Operation(("float32",), lambda xp, x: xp.argsort(x), 1_000_000),
    "random": Operation(("float32",), lambda xp, x: xp.random(x.shape)),
    "normal": Operation(("float32",), lambda xp, x: xp.normal(x.shape)),
}


def operands(what: str, n: int) -> Sequence[np.ndarray]:
    """The same numbers for every library."""
    rng = np.random.default_rng(0)
    made = {
        "square": lambda: rng.standard_normal((side := max(int(n**0.5), 2), n // side), dtype=np.float32),
        "picks": lambda: rng.permutation(n),
        "mask": lambda: rng.random(n) < 0.5,
        "float32": lambda: rng.standard_normal(n, dtype=np.float32),
        "float64": lambda: rng.standard_normal(n),
    }
    return [made[kind]() if kind in made else rng.integers(0, 200, n).astype(kind) for kind in OPERATIONS[what].inputs]


def repeat(n: int) -> int:
    """How often a call is made between two looks at the clock."""
    return 100 if n <= SMALL else 1


def chain(library: Any) -> Callable[[Any, Any], Any]:
    """A chain of elementwise functions for a library to compile where it can."""
    return lambda x, y: _chain(library, x, y)
