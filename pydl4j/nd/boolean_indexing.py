"""Choosing and replacing elements by a condition. DL4J: org.nd4j.linalg.indexing.BooleanIndexing.

>>> from pydl4j import nd
>>> from pydl4j.nd import boolean_indexing, conditions
>>> a = nd.asarray([1.0, float("nan"), 3.0])
>>> boolean_indexing.replace_where(a, 0.0, conditions.is_nan())
>>> a.tolist()
[1.0, 0.0, 3.0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from pydl4j.nd.conditions import Condition
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.functions._searching import where

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "and_",
    "apply_mask",
    "apply_mask_in_place",
    "assign_if",
    "choose_from",
    "first_index",
    "last_index",
    "or_",
    "replace_where",
]

_Given = ArrayLike | Operand


def and_(x: _Given, condition: Condition, /, *, axis: int | None = None) -> Array:
    """Whether the condition holds for all elements, along an axis where one is given."""
    return condition(x).all(axis)


def or_(x: _Given, condition: Condition, /, *, axis: int | None = None) -> Array:
    """Whether the condition holds for any element, along an axis where one is given."""
    return condition(x).any(axis)


def apply_mask(x: _Given, mask: _Given, /) -> Array:
    """x with 0 where the mask is 0 (false): a new array."""
    return where(_true(mask), x, 0)


def apply_mask_in_place(x: Array, mask: _Given, /) -> None:
    """Writes 0 into x where the mask, of its shape, is 0 (false)."""
    x[operand(mask) == 0] = 0


def assign_if(to: Array, values: _Given, condition: Condition, /) -> None:
    """Writes the values, of the shape of the array, into it where the condition holds for them."""
    values = operand(values)
    mask = condition(values)
    to[mask] = values[mask]


def replace_where(to: Array, values: _Given, condition: Condition, /) -> None:
    """Writes a number, or values of the shape of the array, into it where the condition holds for its elements."""
    values = operand(values)
    mask = condition(to)
    to[mask] = values if values.ndim == 0 else values[mask]


def choose_from(x: _Given, condition: Condition, /) -> Array:
    """The elements for which the condition holds, row by row, as a vector."""
    x = operand(x)
    return x[condition(x)]


def first_index(x: _Given, condition: Condition, /, *, axis: int | None = None) -> Array:
    """The index of the first element for which the condition holds, flat or along an axis; -1 where there is none."""
    holds = condition(x)
    return where(holds.any(axis), _int(holds).argmax(axis), -1)


def last_index(x: _Given, condition: Condition, /, *, axis: int | None = None) -> Array:
    """The index of the last element for which the condition holds, flat or along an axis; -1 where there is none."""
    holds = condition(x)
    if axis is None:
        holds, axis = holds.reshape(-1), 0
    axis %= holds.ndim
    back = holds[(*(slice(None),) * axis, slice(None, None, -1))]
    return where(holds.any(axis), holds.shape[axis] - 1 - _int(back).argmax(axis), -1)


def _true(mask: _Given) -> Array:
    mask = operand(mask)
    return mask if mask.dtype == bool else mask != 0


def _int(holds: Array) -> Array:
    return holds.astype("int32")
