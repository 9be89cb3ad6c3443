"""The Array API's set functions, and NumPy's beside them: made of sorts, searches and cumulative sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.functions._gathering import take
from pydl4j.nd.functions._manipulation import concat
from pydl4j.nd.functions._searching import flatnonzero, searchsorted
from pydl4j.nd.functions._sorting import argsort, lexsort, sort

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "intersect1d",
    "isin",
    "setdiff1d",
    "setxor1d",
    "union1d",
    "unique_all",
    "unique_counts",
    "unique_inverse",
    "unique_values",
]

_Given = ArrayLike | Operand


class UniqueAll(NamedTuple):
    """What `unique_all` returns."""

    values: Array
    indices: Array
    inverse_indices: Array
    counts: Array


class UniqueCounts(NamedTuple):
    """What `unique_counts` returns."""

    values: Array
    counts: Array


class UniqueInverse(NamedTuple):
    """What `unique_inverse` returns."""

    values: Array
    inverse_indices: Array


def unique_all(x: _Given, /) -> UniqueAll:
    """The different elements in ascending order, where each is first, which one each element is, and counts.

    Each element that is not a number is different from all others.
    """
    x = operand(x)
    order, ordered, new = _runs(x)
    starts = flatnonzero(new)
    return UniqueAll(
        take(ordered, starts, axis=0), take(order, starts, axis=0), _inverse(x, order, new), _counts(x, starts)
    )


def unique_counts(x: _Given, /) -> UniqueCounts:
    """The different elements in ascending order, and how often there is each; see `unique_all`."""
    x = operand(x)
    ordered = _ordered(x)
    starts = flatnonzero(_new(ordered))
    return UniqueCounts(take(ordered, starts, axis=0), _counts(x, starts))


def unique_inverse(x: _Given, /) -> UniqueInverse:
    """The different elements in ascending order, and which one each element of x is; see `unique_all`."""
    x = operand(x)
    order, ordered, new = _runs(x)
    return UniqueInverse(ordered[new], _inverse(x, order, new))


def unique_values(x: _Given, /) -> Array:
    """The different elements in ascending order; see `unique_all`."""
    ordered = _ordered(operand(x))
    return ordered[_new(ordered)]


def isin(x1: _Given, x2: _Given, /, *, invert: bool = False) -> Array:
    """Whether each element of x1 is among those of x2 (is not, when inverted)."""
    first, second = operand(x1), operand(x2)
    if not second.size:
        return _apply.cast(first, "bool") & False | invert
    ordered = sort(second, axis=None)
    given = x1 if isinstance(x1, (bool, int, float)) else first
    at = searchsorted(ordered, given)
    found = take(ordered, _apply.apply("Min", {}, [at, second.size - 1])[0], axis=0)
    return found != given if invert else found == given


def union1d(x1: _Given, x2: _Given, /) -> Array:
    """The different elements that are in x1 or in x2, in ascending order."""
    return unique_values(concat([operand(x1).reshape(-1), operand(x2).reshape(-1)]))


def intersect1d(x1: _Given, x2: _Given, /) -> Array:
    """The different elements that are in x1 and in x2, in ascending order."""
    values = unique_values(x1)
    return values[isin(values, x2)]


def setdiff1d(x1: _Given, x2: _Given, /) -> Array:
    """The different elements that are in x1 and not in x2, in ascending order."""
    values = unique_values(x1)
    return values[isin(values, x2, invert=True)]


def setxor1d(x1: _Given, x2: _Given, /) -> Array:
    """The different elements that are in one of both only, in ascending order."""
    return sort(concat([setdiff1d(x1, x2), setdiff1d(x2, x1)]))


def _runs(x: Any) -> tuple[Any, Any, Any]:
    """The order of the elements, the elements in order, and where each run of equal ones starts."""
    order = _order(x.reshape(-1)) if _dtypes.is_complex(x.dtype) else argsort(x, axis=None)
    ordered = take(x, order)
    return order, ordered, _new(ordered)


def _ordered(x: Any) -> Array:
    return take(x, _order(x.reshape(-1))) if _dtypes.is_complex(x.dtype) else sort(x, axis=None)


def _order(x: Any) -> Array:
    """Of complex numbers: by their real parts, then by their imaginary ones."""
    return lexsort((_apply.one("pydl4j.Imag", x), _apply.one("pydl4j.Real", x)))


def _new(ordered: Any) -> Array:
    if not ordered.shape[0]:
        return operand(np.zeros(0, bool))
    return concat([np.ones(1, bool), ordered[1:] != ordered[:-1]])


def _counts(x: Array, starts: Array) -> Array:
    return concat([starts[1:], np.full(min(x.size, 1), x.size)]) - starts


def _inverse(x: Any, order: Any, new: Any) -> Array:
    run = _apply.apply("CumSum", {"axis": [0]}, [_apply.cast(new, "int64")])[0] - 1
    return _apply.apply("pydl4j.PutAt", {}, [order, run, order])[0].reshape(x.shape)
