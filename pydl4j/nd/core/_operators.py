"""What arrays and traced values share: operators and methods, each a declared op or a few."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import Held, Operand
from pydl4j.nd.core._public import namespace

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

_Axis = int | Sequence[int] | None
_BOOL = np.dtype("bool")
_WIDE = frozenset({_dtypes.NUMBERS["float32"], _dtypes.NUMBERS["float64"]})
_VERSIONS = ("2021.12", "2022.12", "2023.12", "2024.12", "2025.12")


class Operators(Operand):
    """Operators and methods of `pydl4j.nd.Array` and of the values that `pydl4j.nd.jit` and its like trace."""

    __slots__ = ()

    def __add__(self, other: Any) -> Array:
        return _apply.binary("Add", self, other)

    def __radd__(self, other: Any) -> Array:
        return _apply.binary("Add", other, self)

    def __sub__(self, other: Any) -> Array:
        return _apply.binary("Sub", self, other)

    def __rsub__(self, other: Any) -> Array:
        return _apply.binary("Sub", other, self)

    def __mul__(self, other: Any) -> Array:
        return _apply.binary("Mul", self, other)

    def __rmul__(self, other: Any) -> Array:
        return _apply.binary("Mul", other, self)

    def __truediv__(self, other: Any) -> Array:
        return divided(self, other)

    def __rtruediv__(self, other: Any) -> Array:
        return divided(other, self)

    def __floordiv__(self, other: Any) -> Array:
        return _apply.binary("pydl4j.FloorDivide", self, other)

    def __rfloordiv__(self, other: Any) -> Array:
        return _apply.binary("pydl4j.FloorDivide", other, self)

    def __mod__(self, other: Any) -> Array:
        return _apply.binary("pydl4j.Remainder", self, other)

    def __rmod__(self, other: Any) -> Array:
        return _apply.binary("pydl4j.Remainder", other, self)

    def __pow__(self, other: Any) -> Array:
        return (
            _apply.binary("Mul", self, self) if type(other) is int and other == 2 else _apply.binary("Pow", self, other)
        )

    def __rpow__(self, other: Any) -> Array:
        return _apply.binary("Pow", other, self)

    def __matmul__(self, other: Any) -> Array:
        return _apply.binary("MatMul", self, other)

    def __rmatmul__(self, other: Any) -> Array:
        return _apply.binary("MatMul", other, self)

    def __neg__(self) -> Array:
        return _apply.one("Neg", self)

    def __pos__(self) -> Array:
        return _apply.one("Identity", self)

    def __abs__(self) -> Array:
        return _apply.one("Abs", self)

    def __lt__(self, other: Any) -> Array:
        return _apply.binary("Less", self, other)

    def __le__(self, other: Any) -> Array:
        return _apply.binary("LessOrEqual", self, other)

    def __gt__(self, other: Any) -> Array:
        return _apply.binary("Greater", self, other)

    def __ge__(self, other: Any) -> Array:
        return _apply.binary("GreaterOrEqual", self, other)

    def __eq__(self, other: object) -> Array:  # type: ignore[override] # element by element
        return _apply.binary("Equal", self, other)

    def __ne__(self, other: object) -> Array:  # type: ignore[override]
        return _apply.binary("pydl4j.NotEqual", self, other)

    __hash__ = None  # type: ignore[assignment]

    def __and__(self, other: Any) -> Array:
        return _apply.binary(of_bits("And", self, other), self, other)

    def __or__(self, other: Any) -> Array:
        return _apply.binary(of_bits("Or", self, other), self, other)

    def __xor__(self, other: Any) -> Array:
        return _apply.binary(of_bits("Xor", self, other), self, other)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def __invert__(self) -> Array:
        return opposite(self)

    def __lshift__(self, other: Any) -> Array:
        return _apply.binary("pydl4j.ShiftLeft", self, other)

    def __rlshift__(self, other: Any) -> Array:
        return _apply.binary("pydl4j.ShiftLeft", other, self)

    def __rshift__(self, other: Any) -> Array:
        return _apply.binary("pydl4j.ShiftRight", self, other)

    def __rrshift__(self, other: Any) -> Array:
        return _apply.binary("pydl4j.ShiftRight", other, self)

    def __array_namespace__(self, *, api_version: str | None = None) -> ModuleType:
        """`pydl4j.nd`, for code that is written against the Array API."""
        if api_version not in (None, *_VERSIONS):
            raise ValueError(f"[array] got Array API version {api_version!r}; expected one of {', '.join(_VERSIONS)}.")
        return namespace()

    # ---- reductions ------------------------------------------------------------------------------------------------

    def sum(self, axis: _Axis = None, *, dtype: Any = None, keepdims: bool = False) -> Array:
        """Sum over axes, all by default; of integers and truth values in 64 bits."""
        return _total("ReduceSum", self, axis, dtype, keepdims)

    def prod(self, axis: _Axis = None, *, dtype: Any = None, keepdims: bool = False) -> Array:
        """Product over axes, all by default; of integers and truth values in 64 bits."""
        return _total("ReduceProd", self, axis, dtype, keepdims)

    def mean(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Mean over axes, all by default."""
        return _reduce("ReduceMean", floating(self), axis, keepdims)

    def max(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Largest element over axes, all by default."""
        return _extreme("ReduceMax", self, axis, keepdims)

    def min(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Smallest element over axes, all by default."""
        return _extreme("ReduceMin", self, axis, keepdims)

    def var(self, axis: _Axis = None, *, correction: float = 0, keepdims: bool = False) -> Array:
        """Variance over axes, all by default: sum((x - mean(x))^2) / (n - correction)."""
        x = floating(self)
        centred = x - _reduce("ReduceMean", x, axis, True)
        if not correction and not _is_wide(x):  # the sums of other types would overflow
            return _reduce("ReduceMean", centred * centred, axis, keepdims)
        axes = range(self.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
        n = math.prod(self.shape[k] for k in axes)
        return _squares(centred, axis, keepdims) / float(max(n - correction, 0))

    def std(self, axis: _Axis = None, *, correction: float = 0, keepdims: bool = False) -> Array:
        """Standard deviation over axes, all by default: the root of `var`."""
        return _apply.one("Sqrt", self.var(axis, correction=correction, keepdims=keepdims))

    def all(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Whether all elements along axes are true (not 0)."""
        return _truth("pydl4j.All", self, axis, keepdims)

    def any(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Whether any element along axes is true (not 0)."""
        return _truth("pydl4j.Any", self, axis, keepdims)

    def argmax(self, axis: int | None = None, *, keepdims: bool = False) -> Array:
        """Index of the largest element along an axis, or of the flattened values."""
        return _index_of("ArgMax", self, axis, keepdims)

    def argmin(self, axis: int | None = None, *, keepdims: bool = False) -> Array:
        """Index of the smallest element along an axis, or of the flattened values."""
        return _index_of("ArgMin", self, axis, keepdims)

    # ---- shapes ----------------------------------------------------------------------------------------------------

    def reshape(self, *shape: int | Sequence[int]) -> Array:
        """The same elements, row by row, under another shape; one size may be -1."""
        dims = _spread(shape)
        return _apply.apply("Reshape", {"shape": dims, "allowzero": int(0 in dims)}, [self])[0]

    def flatten(self) -> Array:
        """All elements, row by row, as a vector."""
        return self.reshape(-1)

    def transpose(self, *axes: int | Sequence[int]) -> Array:
        """The axes in that order; reversed when none is given."""
        return _apply.apply("Transpose", {"perm": _spread(axes) or None}, [self])[0]

    def squeeze(self, axis: int | Sequence[int] | None = None) -> Array:
        """Without axes of size 1: those given, or all."""
        return _apply.apply("Squeeze", {"axes": _axes(axis)}, [self])[0]

    @property
    def T(self) -> Array:  # noqa: N802 (NumPy's name)
        """The axes reversed."""
        return self.transpose()

    @property
    def mT(self) -> Array:  # noqa: N802 (the Array API's name)
        """The last two axes exchanged."""
        n = self.ndim
        return self.transpose(*range(n - 2), n - 1, n - 2)

    def astype(self, dtype: Any) -> Array:
        """The values in another element type."""
        return _apply.cast(self, dtype)


def divided(a: Any, b: Any) -> Array:
    """a / b, where integers become floats first."""
    if not _is_float(a) and not _is_float(b):
        a, b = (floating(a), b) if isinstance(a, Operand) else (a, floating(b))
    return _apply.binary("Div", a, b)


def of_bits(op: str, a: Any, b: Any) -> str:
    """And, Or or Xor of truth values, or its op on the bits of integers."""
    is_truth = all(isinstance(x, (bool, np.bool_)) or getattr(x, "dtype", None) == _BOOL for x in (a, b))
    return op if is_truth else "Bitwise" + op


def opposite(x: Any) -> Array:
    """What is not true, or the bits that integers lack."""
    return _apply.one("Not" if x.dtype == _BOOL else "BitwiseNot", x)


def floating(x: Any) -> Array:
    """x, integers and truth values as the default float type."""
    return x if _is_float(x) else _apply.cast(x, _dtypes.default_float())


def truth(x: Any) -> Array:
    """Whether elements are not 0."""
    array = _apply.operand(x)
    return array if array.dtype is _BOOL else array != 0


def _is_float(x: Any) -> bool:
    if not isinstance(x, Operand):
        return isinstance(x, (float, complex)) or np.asarray(x).dtype.kind in "fc"
    dtype = x.dtype
    return type(dtype) is str or dtype.kind in "fc"  # a string: bfloat16


def _is_wide(x: Any) -> bool:
    """Whether x is an array of float32 or float64."""
    return isinstance(x, Held) and x._number in _WIDE


def _squares(x: Any, axis: _Axis, keepdims: bool) -> Array:
    """The sums of squares, of arrays of wide floats without an array of the squares between."""
    if _is_wide(x):
        return _reduce("ReduceSumSquare", x, axis, keepdims)
    return _reduce("ReduceSum", x * x, axis, keepdims)


def _spread(numbers: Sequence[int | Sequence[int]]) -> list[int]:
    """Numbers that were given one by one, or as one sequence."""
    one = numbers[0] if len(numbers) == 1 else None
    return [operator.index(n) for n in (numbers if one is None or isinstance(one, (int, np.integer)) else one)]  # type: ignore[arg-type]


def _axes(axis: _Axis) -> tuple[int, ...] | None:
    if axis is None:
        return None
    return tuple(map(operator.index, axis)) if isinstance(axis, (tuple, list)) else (operator.index(axis),)  # type: ignore[arg-type]


def _reduce(op: str, x: Any, axis: _Axis, keepdims: bool) -> Array:
    axes = _axes(axis)
    if axes == ():
        return _apply.operand(x)
    return _apply.one(op, x, (("axes", axes), ("keepdims", int(keepdims))))


def _total(op: str, x: Any, axis: _Axis, dtype: Any, keepdims: bool) -> Array:
    """What is added up or multiplied: integers and truth values in 64 bits where no type is given."""
    if dtype is None and _is_wide(x):
        return _reduce(op, x, axis, keepdims)
    axes = _axes(axis)
    if dtype is None:
        dtype = x.dtype
        if type(dtype) is not str and dtype.kind not in "fc" and dtype.itemsize < 8:
            dtype = np.dtype("uint64" if dtype.kind == "u" else "int64")
    if x.dtype == dtype:
        return _reduce(op, x, axis, keepdims)
    if axes == ():
        return _apply.cast(x, dtype)
    return _apply.one(op, x, (("axes", axes), ("keepdims", int(keepdims)), ("out_type", _dtypes.number(dtype))))


def _truth(op: str, x: Any, axis: _Axis, keepdims: bool) -> Array:
    return _reduce(op, truth(x) if _dtypes.is_complex(x.dtype) or _axes(axis) == () else x, axis, keepdims)


def _extreme(op: str, x: Any, axis: _Axis, keepdims: bool) -> Array:
    if (
        x._trace is None
        and 0 in x.shape
        and 0 in [x.shape[k] for k in (range(x.ndim) if axis is None else _axes(axis) or ())]
    ):
        raise ValueError(f"[{op}] got shape {tuple(x.shape)}, axis {axis}; expected elements to choose from.")
    return _reduce(op, x, axis, keepdims)


def _index_of(op: str, x: Any, axis: int | None, keepdims: bool) -> Array:
    if axis is not None:
        return _apply.apply(op, {"axis": operator.index(axis), "keepdims": int(keepdims)}, [x])[0]
    flat = _apply.apply(op, {"axis": 0, "keepdims": 0}, [x if x.ndim == 1 else x.reshape(-1)])[0]
    return flat.reshape([1] * x.ndim) if keepdims else flat
