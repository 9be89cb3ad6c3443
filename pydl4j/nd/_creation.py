"""Functions that make arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j.nd import _dtypes
from pydl4j.nd._array import Array
from pydl4j.nd._held import held, received

__all__ = [
    "array",
    "asarray",
    "empty",
    "full",
    "ones",
    "zeros",
]


def array(values: ArrayLike | Array, *, dtype: Any = None) -> Array:
    """A new array with its own off-heap memory.

    Parameters
    ----------
    values : array_like
        Numbers, nested lists, a NumPy array, an `Array`, or anything with the array protocols.
    dtype : numpy dtype or str, optional
        Element type; that of the values by default. ``"bfloat16"`` is allowed.

    Returns
    -------
    Array
        A copy of the values.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> np.asarray(nd.array([1.0, 2.0])).tolist()
    [1.0, 2.0]
    """
    plain = np.asarray(values)
    if dtype == _dtypes.BFLOAT16 or (dtype is None and isinstance(values, Array) and values._is_bfloat16):
        fresh = empty(plain.shape, dtype=_dtypes.BFLOAT16)
        fresh._np[...] = _dtypes.to_bfloat16(plain)
        return fresh
    fresh = empty(plain.shape, dtype=plain.dtype if dtype is None else dtype)
    fresh._np[...] = plain
    return fresh


def asarray(values: ArrayLike | Array, *, dtype: Any = None) -> Array:
    """The values as an array, over the same memory where type and layout allow, else over a copy.

    Parameters
    ----------
    values : array_like
        As for `array`.
    dtype : numpy dtype, optional
        Element type; that of the values by default.

    Returns
    -------
    Array
        Of a NumPy array of a known type, whatever its strides, a view that keeps it alive.
    """
    return held(values, dtype=dtype)


def empty(shape: int | Sequence[int], *, dtype: Any = "float32") -> Array:
    """A new array of undefined content, off heap; shape and dtype as in NumPy."""
    dims = [shape] if isinstance(shape, (int, np.integer)) else list(shape)
    return received(_jvm.call("LocalNd", "create", _dtypes.number(dtype), [int(d) for d in dims]))[0]


def zeros(shape: int | Sequence[int], *, dtype: Any = "float32") -> Array:
    """A new array of zeros, off heap; shape and dtype as in NumPy."""
    return full(shape, 0, dtype=dtype)


def ones(shape: int | Sequence[int], *, dtype: Any = "float32") -> Array:
    """A new array of ones, off heap; shape and dtype as in NumPy."""
    return full(shape, 1, dtype=dtype)


def full(shape: int | Sequence[int], value: float, *, dtype: Any = "float32") -> Array:
    """A new array with every element set to the value, off heap; shape and dtype as in NumPy."""
    fresh = empty(shape, dtype=dtype)
    fresh._np[...] = _dtypes.to_bfloat16(np.float32(value)) if fresh._is_bfloat16 else value
    return fresh
