"""Functions of arrays under NumPy's names, thin over the declared ops; they take traced values, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd import _apply, _creation
from pydl4j.nd._held import held
from pydl4j.nd._operators import Operators

__all__ = [
    "all",
    "any",
    "astype",
    "broadcast_to",
    "concat",
    "divide",
    "expand_dims",
    "full_like",
    "matmul",
    "matrix_transpose",
    "max",
    "maximum",
    "mean",
    "min",
    "minimum",
    "multiply",
    "ones_like",
    "permute_dims",
    "prod",
    "reshape",
    "square",
    "squeeze",
    "stack",
    "std",
    "subtract",
    "sum",
    "var",
    "zeros_like",
]

_Axis = int | Sequence[int] | None


def given(x: ArrayLike | Operators) -> Any:
    """x as an array, unless it is one or a traced value."""
    return x if isinstance(x, Operators) else held(x)


def maximum(x: ArrayLike | Operators, y: ArrayLike | Operators) -> Any:
    """The larger of two, element by element."""
    return _apply.apply("Max", {}, [x, y])[0]


def minimum(x: ArrayLike | Operators, y: ArrayLike | Operators) -> Any:
    """The smaller of two, element by element."""
    return _apply.apply("Min", {}, [x, y])[0]


def subtract(x: ArrayLike | Operators, y: ArrayLike | Operators) -> Any:
    """x - y."""
    return given(x) - y


def multiply(x: ArrayLike | Operators, y: ArrayLike | Operators) -> Any:
    """x y, element by element."""
    return given(x) * y


def divide(x: ArrayLike | Operators, y: ArrayLike | Operators) -> Any:
    """x / y, of integers too."""
    return given(x) / y


def matmul(x: ArrayLike | Operators, y: ArrayLike | Operators) -> Any:
    """Matrix product over the last two axes; the others broadcast."""
    return _apply.apply("MatMul", {}, [x, y])[0]


def square(x: ArrayLike | Operators) -> Any:
    """x x, element by element."""
    x = given(x)
    return x * x


def sum(x: ArrayLike | Operators, *, axis: _Axis = None, keepdims: bool = False) -> Any:
    """Sum over axes, all by default."""
    return given(x).sum(axis, keepdims=keepdims)


def prod(x: ArrayLike | Operators, *, axis: _Axis = None, keepdims: bool = False) -> Any:
    """Product over axes, all by default."""
    return given(x).prod(axis, keepdims=keepdims)


def mean(x: ArrayLike | Operators, *, axis: _Axis = None, keepdims: bool = False) -> Any:
    """Mean over axes, all by default."""
    return given(x).mean(axis, keepdims=keepdims)


def var(x: ArrayLike | Operators, *, axis: _Axis = None, correction: float = 0, keepdims: bool = False) -> Any:
    """Variance over axes, all by default."""
    return given(x).var(axis, correction=correction, keepdims=keepdims)


def std(x: ArrayLike | Operators, *, axis: _Axis = None, correction: float = 0, keepdims: bool = False) -> Any:
    """Standard deviation over axes, all by default."""
    return given(x).std(axis, correction=correction, keepdims=keepdims)


def max(x: ArrayLike | Operators, *, axis: _Axis = None, keepdims: bool = False) -> Any:
    """Largest element over axes, all by default."""
    return given(x).max(axis, keepdims=keepdims)


def min(x: ArrayLike | Operators, *, axis: _Axis = None, keepdims: bool = False) -> Any:
    """Smallest element over axes, all by default."""
    return given(x).min(axis, keepdims=keepdims)


def all(x: ArrayLike | Operators, *, axis: _Axis = None, keepdims: bool = False) -> Any:
    """Whether all elements along axes are true."""
    return given(x).all(axis, keepdims=keepdims)


def any(x: ArrayLike | Operators, *, axis: _Axis = None, keepdims: bool = False) -> Any:
    """Whether any element along axes is true."""
    return given(x).any(axis, keepdims=keepdims)


def reshape(x: ArrayLike | Operators, shape: Sequence[int]) -> Any:
    """The same elements, row by row, under another shape; one size may be -1."""
    return given(x).reshape(shape)


def permute_dims(x: ArrayLike | Operators, axes: Sequence[int]) -> Any:
    """The axes in that order."""
    return given(x).transpose(*axes)


def matrix_transpose(x: ArrayLike | Operators) -> Any:
    """The last two axes exchanged."""
    return given(x).mT


def expand_dims(x: ArrayLike | Operators, *, axis: int | Sequence[int] = 0) -> Any:
    """A new axis of size 1 at that position of the result."""
    axes = [axis] if isinstance(axis, (int, np.integer)) else list(axis)
    return _apply.apply("Unsqueeze", {"axes": [int(k) for k in axes]}, [x])[0]


def squeeze(x: ArrayLike | Operators, axis: _Axis = None) -> Any:
    """Without axes of size 1: those given, or all."""
    return given(x).squeeze(axis)


def broadcast_to(x: ArrayLike | Operators, shape: Sequence[int]) -> Any:
    """x repeated along axes of size 1 and new first axes to that shape."""
    return _apply.apply("Expand", {"shape": [int(d) for d in shape]}, [x])[0]


def concat(arrays: Sequence[ArrayLike | Operators], *, axis: int | None = 0) -> Any:
    """Arrays joined along an axis; flattened first where it is None."""
    if axis is None:
        return concat([given(x).reshape(-1) for x in arrays])
    return _apply.apply("Concat", {"axis": int(axis)}, list(arrays))[0]


def stack(arrays: Sequence[ArrayLike | Operators], *, axis: int = 0) -> Any:
    """Arrays of one shape joined along a new axis."""
    return concat([expand_dims(x, axis=axis) for x in arrays], axis=axis)


def astype(x: ArrayLike | Operators, dtype: Any) -> Any:
    """x in another element type."""
    return given(x).astype(dtype)


def full_like(x: ArrayLike | Operators, value: float, *, dtype: Any = None) -> Any:
    """An array of the shape of x with every element set to the value."""
    x = given(x)
    kind = x.dtype if dtype is None else dtype
    if x._trace is None:
        return _creation.full(x.shape, value, dtype=kind)
    return _apply.apply("pydl4j.ExpandTo", {}, [_apply.cast(x._trace.value(value), kind), x])[0]


def zeros_like(x: ArrayLike | Operators, *, dtype: Any = None) -> Any:
    """Zeros of the shape of x."""
    return full_like(x, 0, dtype=dtype)


def ones_like(x: ArrayLike | Operators, *, dtype: Any = None) -> Any:
    """Ones of the shape of x."""
    return full_like(x, 1, dtype=dtype)
