"""Statistics of the elements that are numbers: NumPy's nan functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.core._wide import wide
from pydl4j.nd.extras._cumulative import cumprod, cumsum
from pydl4j.nd.functions import _data_types
from pydl4j.nd.functions._searching import where

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "nan_to_num",
    "nanargmax",
    "nanargmin",
    "nancumprod",
    "nancumsum",
    "nanmax",
    "nanmean",
    "nanmin",
    "nanprod",
    "nanstd",
    "nansum",
    "nanvar",
]

_Given = ArrayLike | Operand
_Axis = int | Sequence[int] | None


def nansum(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Sum of the numbers along axes; 0 where there are none."""
    return _filled(x, 0).sum(axis, keepdims=keepdims)


def nanprod(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Product of the numbers along axes; 1 where there are none."""
    return _filled(x, 1).prod(axis, keepdims=keepdims)


def nanmax(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Largest number along axes; NaN where there are none."""
    return _known(x, _filled(x, -np.inf).max(axis, keepdims=keepdims), axis, keepdims)


def nanmin(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Smallest number along axes; NaN where there are none."""
    return _known(x, _filled(x, np.inf).min(axis, keepdims=keepdims), axis, keepdims)


@wide
def nanmean(x: _Given, /, *, axis: _Axis = None, keepdims: bool = False) -> Array:
    """Mean of the numbers along axes; NaN where there are none."""
    x = operand(x)
    if not _is_float(x):
        return x.mean(axis, keepdims=keepdims)
    return nansum(x, axis=axis, keepdims=keepdims) / _apply.cast(_count(x, axis, keepdims), x.dtype)


@wide
def nanvar(x: _Given, /, *, axis: _Axis = None, correction: float = 0.0, keepdims: bool = False) -> Array:
    """Variance of the numbers along axes: the sum of (x - mean)^2 by their count less the correction."""
    x = operand(x)
    if not _is_float(x):
        return x.var(axis, correction=correction, keepdims=keepdims)
    centred = x - nanmean(x, axis=axis, keepdims=True)
    count = _apply.cast(_count(x, axis, keepdims), x.dtype)
    left = where(count > correction, count - correction, np.nan)
    return nansum(centred * centred, axis=axis, keepdims=keepdims) / left


@wide
def nanstd(x: _Given, /, *, axis: _Axis = None, correction: float = 0.0, keepdims: bool = False) -> Array:
    """Standard deviation of the numbers along axes: the root of `nanvar`."""
    return _apply.one("Sqrt", nanvar(x, axis=axis, correction=correction, keepdims=keepdims))


def nanargmax(x: _Given, /, *, axis: int | None = None, keepdims: bool = False) -> Array:
    """Index of the largest number along an axis, or of the flattened values; 0 where there are none."""
    return _filled(x, -np.inf).argmax(axis, keepdims=keepdims)


def nanargmin(x: _Given, /, *, axis: int | None = None, keepdims: bool = False) -> Array:
    """Index of the smallest number along an axis, or of the flattened values; 0 where there are none."""
    return _filled(x, np.inf).argmin(axis, keepdims=keepdims)


def nancumsum(x: _Given, axis: int | None = None) -> Array:
    """`cumsum` with 0 for what is not a number."""
    return cumsum(_filled(x, 0), axis)


def nancumprod(x: _Given, axis: int | None = None) -> Array:
    """`cumprod` with 1 for what is not a number."""
    return cumprod(_filled(x, 1), axis)


def nan_to_num(
    x: _Given, copy: bool = True, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Array:
    """x with other numbers for NaN and the infinities; the largest finite ones by default. x itself stays."""
    x = operand(x)
    if not _data_types.isdtype(x.dtype, ("real floating", "complex floating")):
        return x
    most = _data_types.finfo(x).max
    y = _apply.apply("Where", {}, [x != x, nan, x])[0]
    y = _apply.apply("Where", {}, [x == float("inf"), most if posinf is None else posinf, y])[0]
    return _apply.apply("Where", {}, [x == float("-inf"), -most if neginf is None else neginf, y])[0]


def _filled(x: _Given, value: float) -> Array:
    x = operand(x)
    return where(_apply.one("IsNaN", x), value, x) if _is_float(x) else x


def _count(x: Any, axis: _Axis, keepdims: bool) -> Array:
    """How many numbers there are along axes."""
    return _apply.cast(_apply.one("Not", _apply.one("IsNaN", x)), "int64").sum(axis, keepdims=keepdims)


def _known(x: _Given, made: Any, axis: _Axis, keepdims: bool) -> Array:
    x = operand(x)
    return where(_count(x, axis, keepdims) > 0, made, np.nan) if _is_float(x) else made


def _is_float(x: Any) -> bool:
    return _dtypes.is_float(_dtypes.number(x.dtype))
