"""Arrays made of numbers under NumPy's names, beyond the Array API."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.arrays import _creation
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["geomspace", "identity", "logspace", "vander"]

_Given = ArrayLike | Operand


def identity(n: int, *, dtype: Any = None) -> Array:
    """The unit matrix [n, n], of `default_dtype` where no type is given."""
    return _creation.eye(n, dtype=dtype)


def logspace(
    start: float, stop: float, num: int = 50, endpoint: bool = True, base: float = 10.0, dtype: Any = None
) -> Array:
    """Numbers from base^start to base^stop [num], each the same multiple of the one before; by default floats."""
    powers = _creation.linspace(start, stop, num, dtype="float64", endpoint=endpoint)
    powers = _apply.binary("Pow", float(base), powers)
    return _apply.cast(powers, _dtypes.default_float() if dtype is None else dtype)


def geomspace(start: float, stop: float, num: int = 50, endpoint: bool = True, dtype: Any = None) -> Array:
    """Numbers > 0 from start to stop [num], each the same multiple of the one before; by default floats."""
    if start <= 0 or stop <= 0:
        raise ValueError(f"[geomspace] got {start} to {stop}; expected numbers > 0. Use linspace for others.")
    return logspace(math.log(start), math.log(stop), num, endpoint, math.e, dtype)


def vander(x: _Given, n: int | None = None, increasing: bool = False) -> Array:
    """The powers of a vector's elements as columns, n of them, the highest first unless increasing."""
    x = operand(x)
    powers = np.arange(x.shape[0] if n is None else n)
    return x.reshape(-1, 1) ** _apply.cast(powers if increasing else powers[::-1].copy(), x.dtype)
