"""What arrays and traced values share: operators and methods, each a declared op or a few."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from pydl4j.nd import _apply
from pydl4j.nd._held import Operand


class Operators(Operand):
    """Operators and methods of `pydl4j.nd.Array` and of the values that `pydl4j.nd.jit` and its like trace."""

    __slots__ = ()

    shape: tuple[int, ...]
    ndim: int
    dtype: Any

    def __add__(self, other: Any) -> Any:
        return _apply.binary("Add", self, other)

    def __radd__(self, other: Any) -> Any:
        return _apply.binary("Add", other, self)

    def __sub__(self, other: Any) -> Any:
        return _apply.binary("Sub", self, other)

    def __rsub__(self, other: Any) -> Any:
        return _apply.binary("Sub", other, self)

    def __mul__(self, other: Any) -> Any:
        return _apply.binary("Mul", self, other)

    def __rmul__(self, other: Any) -> Any:
        return _apply.binary("Mul", other, self)

    def __truediv__(self, other: Any) -> Any:
        return _apply.binary("Div", _floating(self), other)

    def __rtruediv__(self, other: Any) -> Any:
        return _apply.binary("Div", other, _floating(self))

    def __floordiv__(self, other: Any) -> Any:
        return _floor_divide(self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return _floor_divide(other, self)

    def __mod__(self, other: Any) -> Any:
        return _apply.binary("Mod", self, other)

    def __rmod__(self, other: Any) -> Any:
        return _apply.binary("Mod", other, self)

    def __pow__(self, other: Any) -> Any:
        return (
            _apply.binary("Mul", self, self) if type(other) is int and other == 2 else _apply.binary("Pow", self, other)
        )

    def __rpow__(self, other: Any) -> Any:
        return _apply.binary("Pow", other, self)

    def __matmul__(self, other: Any) -> Any:
        return _apply.binary("MatMul", self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return _apply.binary("MatMul", other, self)

    def __neg__(self) -> Any:
        return _apply.one("Neg", self)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return _apply.one("Abs", self)

    def __lt__(self, other: Any) -> Any:
        return _apply.binary("Less", self, other)

    def __le__(self, other: Any) -> Any:
        return _apply.binary("LessOrEqual", self, other)

    def __gt__(self, other: Any) -> Any:
        return _apply.binary("Greater", self, other)

    def __ge__(self, other: Any) -> Any:
        return _apply.binary("GreaterOrEqual", self, other)

    def __eq__(self, other: object) -> Any:
        return _apply.binary("Equal", self, other)

    def __ne__(self, other: object) -> Any:
        equal = _apply.binary("Equal", self, other)
        return equal if equal is NotImplemented else _apply.one("Not", equal)

    __hash__ = None  # type: ignore[assignment]

    def __and__(self, other: Any) -> Any:
        return _apply.binary("And", self, other)

    def __or__(self, other: Any) -> Any:
        return _apply.binary("Or", self, other)

    def __xor__(self, other: Any) -> Any:
        return _apply.binary("Xor", self, other)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def __invert__(self) -> Any:
        return _apply.one("Not", self)

    # ---- reductions ------------------------------------------------------------------------------------------------

    def sum(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Any:
        """Sum over axes, all by default; truth values are counted."""
        return _reduce("ReduceSum", _counted(self), axis, keepdims)

    def prod(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Any:
        """Product over axes, all by default."""
        return _reduce("ReduceProd", _counted(self), axis, keepdims)

    def mean(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Any:
        """Mean over axes, all by default."""
        return _reduce("ReduceMean", _floating(self), axis, keepdims)

    def max(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Any:
        """Largest element over axes, all by default."""
        return _reduce("ReduceMax", self, axis, keepdims)

    def min(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Any:
        """Smallest element over axes, all by default."""
        return _reduce("ReduceMin", self, axis, keepdims)

    def var(self, axis: int | Sequence[int] | None = None, *, correction: float = 0, keepdims: bool = False) -> Any:
        """Variance over axes, all by default: sum((x - mean(x))^2) / (n - correction)."""
        x = _floating(self)
        centred = x - x.mean(axis, keepdims=True)
        mean = _reduce("ReduceMean", centred * centred, axis, keepdims)
        if not correction:
            return mean
        axes = range(self.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
        n = int(np.prod([self.shape[k] for k in axes]))
        return mean * (n / (n - correction))

    def std(self, axis: int | Sequence[int] | None = None, *, correction: float = 0, keepdims: bool = False) -> Any:
        """Standard deviation over axes, all by default: the root of `var`."""
        return _apply.one("Sqrt", self.var(axis, correction=correction, keepdims=keepdims))

    def argmax(self, axis: int | None = None, *, keepdims: bool = False) -> Any:
        """Index of the largest element along an axis, or of the flattened values."""
        return _index_of("ArgMax", self, axis, keepdims)

    def argmin(self, axis: int | None = None, *, keepdims: bool = False) -> Any:
        """Index of the smallest element along an axis, or of the flattened values."""
        return _index_of("ArgMin", self, axis, keepdims)

    def all(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Any:
        """Whether all elements along axes are true (not 0)."""
        return _reduce("ReduceMin", _apply.cast(_truth(self), "int32"), axis, keepdims) == 1

    def any(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Any:
        """Whether any element along axes is true (not 0)."""
        return _reduce("ReduceMax", _apply.cast(_truth(self), "int32"), axis, keepdims) == 1

    # ---- shapes ----------------------------------------------------------------------------------------------------

    def reshape(self, *shape: int | Sequence[int]) -> Any:
        """The same elements, row by row, under another shape; one size may be -1."""
        dims = shape[0] if len(shape) == 1 and not isinstance(shape[0], (int, np.integer)) else shape
        dims = [operator.index(d) for d in dims]  # type: ignore[union-attr]
        return _apply.apply("Reshape", {"shape": dims, "allowzero": int(0 in dims)}, [self])[0]

    def flatten(self) -> Any:
        """All elements, row by row, as a vector."""
        return self.reshape(-1)

    def transpose(self, *axes: int | Sequence[int]) -> Any:
        """The axes in that order; reversed when none is given."""
        order = axes[0] if len(axes) == 1 and not isinstance(axes[0], (int, np.integer)) else axes
        perm = [operator.index(k) for k in order] if order else None  # type: ignore[union-attr]
        return _apply.apply("Transpose", {"perm": perm}, [self])[0]

    def squeeze(self, axis: int | Sequence[int] | None = None) -> Any:
        """Without axes of size 1: those given, or all."""
        return _apply.apply("Squeeze", {"axes": _axes(axis)}, [self])[0]

    @property
    def T(self) -> Any:  # noqa: N802 (NumPy's name)
        """The axes reversed."""
        return self.transpose()

    @property
    def mT(self) -> Any:  # noqa: N802 (the Array API's name)
        """The last two axes exchanged."""
        n = self.ndim
        return self.transpose(*range(n - 2), n - 1, n - 2)

    def astype(self, dtype: Any) -> Any:
        """The values in another element type."""
        return _apply.cast(self, dtype)


def _floor_divide(a: Any, b: Any) -> Any:
    if _is_float(a) or _is_float(b):
        return _apply.one("Floor", _apply.binary("Div", a, b))
    return _apply.binary("Div", _apply.binary("Sub", a, _apply.binary("Mod", a, b)), b)


def _is_float(x: Any) -> bool:
    if isinstance(x, (bool, int)):
        return False
    dtype = x.dtype if hasattr(x, "dtype") else np.asarray(x).dtype
    return dtype == "bfloat16" or np.dtype(dtype).kind in "fc"


def _floating(x: Operators) -> Any:
    return x if _is_float(x) else _apply.cast(x, "float32")


def _counted(x: Operators) -> Any:
    return _apply.cast(x, "int64") if x.dtype == np.bool_ else x


def _truth(x: Operators) -> Any:
    return x if x.dtype == np.bool_ else x != 0


def _axes(axis: int | Sequence[int] | None) -> list[int] | None:
    if axis is None:
        return None
    return [operator.index(axis)] if isinstance(axis, (int, np.integer)) else [operator.index(k) for k in axis]


def _reduce(op: str, x: Any, axis: int | Sequence[int] | None, keepdims: bool) -> Any:
    axes = _axes(axis)
    if axes == []:
        return x
    return _apply.apply(op, {"axes": axes, "keepdims": int(keepdims)}, [x])[0]


def _index_of(op: str, x: Any, axis: int | None, keepdims: bool) -> Any:
    if axis is not None:
        return _apply.apply(op, {"axis": operator.index(axis), "keepdims": int(keepdims)}, [x])[0]
    flat = _apply.apply(op, {"axis": 0, "keepdims": 0}, [x.reshape(-1)])[0]
    return flat.reshape([1] * x.ndim) if keepdims else flat
