"""The Array API's searching functions, and NumPy's beside them."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.functions._gathering import take

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "argmax",
    "argmin",
    "argwhere",
    "count_nonzero",
    "digitize",
    "flatnonzero",
    "nonzero",
    "searchsorted",
    "where",
]

_Given = ArrayLike | Operand


def argmax(x: _Given, /, *, axis: int | None = None, keepdims: bool = False) -> Array:
    """Index of the largest element along an axis, or of the flattened values; the first of equal ones."""
    return operand(x).argmax(axis, keepdims=keepdims)


def argmin(x: _Given, /, *, axis: int | None = None, keepdims: bool = False) -> Array:
    """Index of the smallest element along an axis, or of the flattened values; the first of equal ones."""
    return operand(x).argmin(axis, keepdims=keepdims)


def count_nonzero(x: _Given, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """How many elements along axes, all by default, are not 0 (are true)."""
    x = operand(x)
    if axis is None and not keepdims:
        return _apply.apply("pydl4j.CountNonZero", {}, [x])[0]
    return _apply.cast(_apply.cast(x, "bool"), "int64").sum(axis, keepdims=keepdims)


def nonzero(x: _Given, /) -> tuple[Array, ...]:
    """The coordinates of the elements that are not 0 (are true), in row-major order: one vector per axis."""
    x = operand(x)
    if x.ndim == 0:
        raise ValueError(f"[nonzero] got a scalar {x!r}; expected at least one axis. Reshape it.")
    hits = argwhere(x).T
    return tuple(hits[k] for k in range(x.ndim))


def argwhere(x: _Given, /) -> Array:
    """The coordinates of the elements that are not 0 (are true): a row of one per axis for each."""
    x = operand(x)
    hits = _apply.apply("NonZero", {}, [x])[0].T
    return hits if x.ndim else hits[:, :0]


def flatnonzero(x: _Given, /) -> Array:
    """The indices of the elements that are not 0 (are true), counted row by row."""
    return _apply.apply("NonZero", {}, [operand(x).reshape(-1)])[0].reshape(-1)


@overload
def where(condition: _Given, /) -> tuple[Array, ...]: ...


@overload
def where(condition: _Given, x1: _Given, x2: _Given, /) -> Array: ...


def where(condition: _Given, x1: _Given | None = None, x2: _Given | None = None, /) -> Array | tuple[Array, ...]:
    """x1 where the condition holds, else x2; all three broadcast. Without x1 and x2: `nonzero` of the condition."""
    if x1 is None and x2 is None:
        return nonzero(condition)
    if x1 is None or x2 is None:
        raise TypeError("[where] got one of x1 and x2; expected both or neither. Give the other.")
    return _apply.apply("Where", {}, [condition, x1, x2])[0]


def searchsorted(x1: _Given, x2: _Given, /, *, side: str = "left", sorter: _Given | None = None) -> Array:
    """Where in a sorted vector the values would be put to keep it sorted.

    Parameters
    ----------
    x1 : array_like
        A vector in ascending order, what is not a number last.
    x2 : array_like or number
        The values, of any shape.
    side : {"left", "right"}
        Before or after elements that equal a value.
    sorter : array_like of int, optional
        The indices that put x1 in order, as `argsort` gives them.

    Returns
    -------
    Array
        int64 in the shape of x2.
    """
    x1 = operand(x1) if sorter is None else take(x1, sorter, axis=0)
    return _apply.apply("pydl4j.SearchSorted", {"side": side}, [x1, x2])[0]


def digitize(x: _Given, bins: _Given, /, *, right: bool = False) -> Array:
    """The number of the bin that each value belongs to; bins are edges in ascending or descending order.

    With ascending edges ``bins[i - 1] <= x < bins[i]``; right says which of both edges belongs to a bin.
    """
    bins = operand(bins)
    if bins.ndim != 1:
        raise ValueError(f"[digitize] got bins of shape {bins.shape}; expected a vector. Flatten them.")
    n = operator.index(bins.shape[0])
    if n < 2 or bool((bins[1:] >= bins[:-1]).all()):
        return searchsorted(bins, x, side="left" if right else "right")
    if not bool((bins[1:] <= bins[:-1]).all()):
        raise ValueError("[digitize] got bins in no order; expected ascending or descending ones. Sort them.")
    return n - searchsorted(bins[::-1], x, side="left" if right else "right")
