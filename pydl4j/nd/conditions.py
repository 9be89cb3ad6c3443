"""Conditions on elements, for `pydl4j.nd.boolean_indexing`. DL4J: org.nd4j.linalg.indexing.conditions.Conditions.

>>> from pydl4j import nd
>>> from pydl4j.nd import conditions
>>> small = conditions.abs_less_than(1) & ~conditions.equals(0)
>>> small(nd.asarray([0.0, -0.5, 3.0])).tolist()
[False, True, False]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "Condition",
    "abs_equals",
    "abs_greater_than",
    "abs_greater_than_or_equal",
    "abs_less_than",
    "abs_less_than_or_equal",
    "abs_not_equals",
    "eps_equals",
    "eps_not_equals",
    "equals",
    "greater_than",
    "greater_than_or_equal",
    "is_finite",
    "is_infinite",
    "is_nan",
    "less_than",
    "less_than_or_equal",
    "not_equals",
    "not_finite",
]

_EPS = 1e-5
_Given = ArrayLike | Operand


class Condition:
    """What elements may fulfil: called on an array it gives truth values. Joined by ``&``, ``|`` and ``~``."""

    def __init__(self, holds: Callable[[Array], Array]) -> None:
        self._holds = holds

    def __call__(self, x: _Given, /) -> Array:
        """Where the condition holds for the elements of x."""
        return self._holds(operand(x))

    def __and__(self, other: Condition) -> Condition:
        """Where both hold. DL4J: And."""
        return Condition(lambda x: self(x) & other(x))

    def __or__(self, other: Condition) -> Condition:
        """Where one of both holds, or both. DL4J: Or."""
        return Condition(lambda x: self(x) | other(x))

    def __invert__(self) -> Condition:
        """Where this does not hold. DL4J: Not."""
        return Condition(lambda x: _apply.one("Not", self(x)))


def equals(value: float) -> Condition:
    """x == value."""
    return Condition(lambda x: x == value)


def not_equals(value: float) -> Condition:
    """x != value."""
    return Condition(lambda x: x != value)


def eps_equals(value: float, eps: float = _EPS) -> Condition:
    """abs(x - value) <= eps."""
    return Condition(lambda x: abs(x - value) <= eps)


def eps_not_equals(value: float, eps: float = _EPS) -> Condition:
    """abs(x - value) > eps."""
    return Condition(lambda x: abs(x - value) > eps)


def less_than(value: float) -> Condition:
    """x < value."""
    return Condition(lambda x: x < value)


def less_than_or_equal(value: float) -> Condition:
    """x <= value."""
    return Condition(lambda x: x <= value)


def greater_than(value: float) -> Condition:
    """x > value."""
    return Condition(lambda x: x > value)


def greater_than_or_equal(value: float) -> Condition:
    """x >= value."""
    return Condition(lambda x: x >= value)


def abs_equals(value: float) -> Condition:
    """abs(x) == value."""
    return Condition(lambda x: abs(x) == value)


def abs_not_equals(value: float) -> Condition:
    """abs(x) != value."""
    return Condition(lambda x: abs(x) != value)


def abs_less_than(value: float) -> Condition:
    """abs(x) < value."""
    return Condition(lambda x: abs(x) < value)


def abs_less_than_or_equal(value: float) -> Condition:
    """abs(x) <= value."""
    return Condition(lambda x: abs(x) <= value)


def abs_greater_than(value: float) -> Condition:
    """abs(x) > value."""
    return Condition(lambda x: abs(x) > value)


def abs_greater_than_or_equal(value: float) -> Condition:
    """abs(x) >= value."""
    return Condition(lambda x: abs(x) >= value)


def is_nan() -> Condition:
    """x is not a number."""
    return Condition(lambda x: _apply.one("IsNaN", x))


def is_infinite() -> Condition:
    """x is infinite."""
    return Condition(lambda x: _apply.one("IsInf", x))


def is_finite() -> Condition:
    """x is a number and not infinite."""
    return Condition(lambda x: _apply.one("pydl4j.IsFinite", x))


def not_finite() -> Condition:
    """x is infinite or not a number."""
    return ~is_finite()
