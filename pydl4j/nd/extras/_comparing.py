"""Comparisons within a tolerance under NumPy's names; of traced values, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["allclose", "array_equal", "isclose"]

_Given = ArrayLike | Operand


def isclose(a: _Given, b: _Given, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Array:
    """Whether |a - b| <= atol + rtol |b|, or both are the same infinity, element by element."""
    a, b = operand(a), operand(b)
    infinite = float("inf")
    near = (abs(a - b) <= abs(b) * rtol + atol) & (abs(b) < infinite) | (a == b)
    return near | ((a != a) & (b != b)) if equal_nan else near


def allclose(a: _Given, b: _Given, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Array:
    """Whether `isclose` holds everywhere."""
    return isclose(a, b, rtol, atol, equal_nan).all()


def array_equal(a: _Given, b: _Given, equal_nan: bool = False) -> bool:
    """Whether shapes and all elements are the same; NaN is that of NaN if `equal_nan`."""
    a, b = operand(a), operand(b)
    if tuple(a.shape) != tuple(b.shape):
        return False
    same = a == b
    return bool((same | ((a != a) & (b != b)) if equal_nan else same).all())
