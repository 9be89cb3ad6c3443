"""The Array API's sorting functions, and NumPy's beside them. What is not a number comes last, in both directions."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "argpartition",
    "argsort",
    "lexsort",
    "partition",
    "sort",
    "topk",
]

_Given = ArrayLike | Operand


def sort(x: _Given, /, *, axis: int | None = -1, descending: bool = False, stable: bool = True) -> Array:
    """The elements along an axis in order; flattened first where the axis is None. Always stable."""
    return _ordered("pydl4j.Sort", x, axis, descending)


def argsort(x: _Given, /, *, axis: int | None = -1, descending: bool = False, stable: bool = True) -> Array:
    """The indices (int64) along an axis that put x in order; of equal elements the first comes first. Always stable."""
    return _ordered("pydl4j.ArgSort", x, axis, descending)


def topk(x: _Given, k: int, /, *, axis: int = -1, largest: bool = True) -> tuple[Array, Array]:
    """The k largest (or smallest) elements along an axis, in their order, and their indices.

    Parameters
    ----------
    x : array_like
        Of numbers.
    k : int
        At most the size of the axis.
    axis : int, default -1
        The axis.
    largest : bool, default True
        Else the smallest.

    Returns
    -------
    tuple of Array
        Values and int64 indices, both of size k along the axis.
    """
    given = {"axis": operator.index(axis), "largest": int(largest), "k": [operator.index(k)]}
    values, indices = _apply.apply("TopK", given, [x])
    return values, indices


def partition(x: _Given, kth: int | Sequence[int], /, *, axis: int | None = -1) -> Array:
    """x such that the kth element is in its place, smaller ones before, larger ones behind: all of them sorted."""
    return sort(x, axis=axis)


def argpartition(x: _Given, kth: int | Sequence[int], /, *, axis: int | None = -1) -> Array:
    """The indices that `partition` puts in order."""
    return argsort(x, axis=axis)


def lexsort(keys: Sequence[_Given] | Array, /, *, axis: int = -1) -> Array:
    """The indices that put keys of one shape in order: by the last key, equal ones by the one before, and so on."""
    columns = [operand(key) for key in keys]
    if not columns or (any(key.ndim != 1 for key in columns) and len({key.shape for key in columns}) > 1):
        raise ValueError(f"[lexsort] got keys {[key.shape for key in columns]}; expected one or more of one shape.")
    order = argsort(columns[0], axis=axis)
    for key in columns[1:]:
        along = {"axis": axis}
        within = argsort(_apply.apply("GatherElements", along, [key, order])[0], axis=axis)
        order = _apply.apply("GatherElements", along, [order, within])[0]
    return order


def _ordered(op: str, x: _Given, axis: int | None, descending: bool) -> Array:
    x = operand(x)
    if axis is None:
        x, axis = x.reshape(-1), 0
    return _apply.apply(op, {"axis": operator.index(axis), "descending": int(descending)}, [x])[0]
