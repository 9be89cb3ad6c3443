"""Functions that reduce axes, under NumPy's names; of traced values, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["all", "any", "max", "mean", "min", "prod", "std", "sum", "var"]

_Axis = int | Sequence[int] | None
_Given = ArrayLike | Operand


def sum(x: _Given, /, *, axis: _Axis = None, dtype: Any = None, keepdims: bool = False) -> Array:
    """Sum over axes, all by default.

    Parameters
    ----------
    x : array_like
        Numbers or truth values, which count as 0 and 1.
    axis : int or sequence of int, optional
        The axes that go.
    dtype : numpy dtype or str, optional
        The type summed in; by default that of x, and int64 or uint64 where x has smaller integers.
    keepdims : bool, default False
        Keep the axes as size 1.

    Returns
    -------
    Array
        0 where there is nothing to sum.
    """
    return operand(x).sum(axis, dtype=dtype, keepdims=keepdims)


def prod(x: _Given, /, *, axis: _Axis = None, dtype: Any = None, keepdims: bool = False) -> Array:
    """Product over axes, all by default; types as those of `sum`."""
    return operand(x).prod(axis, dtype=dtype, keepdims=keepdims)


def mean(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Mean over axes, all by default; of integers as `default_dtype`."""
    return operand(x).mean(axis, keepdims=keepdims)


def var(x: _Given, /, *, axis: _Axis = None, correction: float = 0.0, keepdims: bool = False) -> Array:
    """Variance over axes, all by default: sum((x - mean(x))^2) / (n - correction)."""
    return operand(x).var(axis, correction=correction, keepdims=keepdims)


def std(x: _Given, /, *, axis: _Axis = None, correction: float = 0.0, keepdims: bool = False) -> Array:
    """Standard deviation over axes, all by default: the root of `var`."""
    return operand(x).std(axis, correction=correction, keepdims=keepdims)


def max(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Largest element over axes, all by default; NaN where one is."""
    return operand(x).max(axis, keepdims=keepdims)


def min(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Smallest element over axes, all by default; NaN where one is."""
    return operand(x).min(axis, keepdims=keepdims)


def all(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Whether all elements along axes are true (not 0)."""
    return operand(x).all(axis, keepdims=keepdims)


def any(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Whether any element along axes is true (not 0)."""
    return operand(x).any(axis, keepdims=keepdims)
