"""Operators that write into the array on their left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydl4j.nd.core import _apply
from pydl4j.nd.core._held import Held, Operand

if TYPE_CHECKING:
    from typing_extensions import Self

_A = TypeVar("_A", bound="InPlace")


class InPlace(Held):
    """``a += b`` and its like, for arrays: the result goes into the memory of a, which all its views see.

    The result has the shape of a. It is cast to a's type where that is of its kind; floats do not go into integers.
    """

    __slots__ = ()

    def __iadd__(self, other: Any) -> Self:
        return _into(self, "Add", other)

    def __isub__(self, other: Any) -> Self:
        return _into(self, "Sub", other)

    def __imul__(self, other: Any) -> Self:
        return _into(self, "Mul", other)

    def __itruediv__(self, other: Any) -> Self:
        return _into(self, "Div", other)

    def __ifloordiv__(self, other: Any) -> Self:
        return _into(self, "pydl4j.FloorDivide", other)

    def __imod__(self, other: Any) -> Self:
        return _into(self, "pydl4j.Remainder", other)

    def __ipow__(self, other: Any) -> Self:
        return _into(self, "Pow", other)

    def __imatmul__(self, other: Any) -> Self:
        return _into(self, "MatMul", other)

    def __iand__(self, other: Any) -> Self:
        return _into(self, "BitwiseAnd", other)

    def __ior__(self, other: Any) -> Self:
        return _into(self, "BitwiseOr", other)

    def __ixor__(self, other: Any) -> Self:
        return _into(self, "BitwiseXor", other)

    def __ilshift__(self, other: Any) -> Self:
        return _into(self, "pydl4j.ShiftLeft", other)

    def __irshift__(self, other: Any) -> Self:
        return _into(self, "pydl4j.ShiftRight", other)


def _into(a: _A, op: str, b: Any) -> _A:
    if isinstance(b, Operand) and b._trace is not None:
        return NotImplemented  # type: ignore[no-any-return] # a + b, a value of the graph, takes the name
    if op == "Div" and a.dtype != "bfloat16" and a.dtype.kind not in "fc":
        raise TypeError(f"[/=] got {a.dtype} on the left; expected floats, for quotients are. Use //=, or a = a / b.")
    _apply.into(a, op, {}, [a, b])
    return a
