"""Named arrays of a graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from pydl4j.nd import Array
from pydl4j.nd.arrays import Trace
from pydl4j.nd.core import Operators, one, picked

if TYPE_CHECKING:
    from pydl4j.samediff._graph import SameDiff


class Variable(Operators):
    """A named array of a `SameDiff` graph: with operators, methods and the functions of `pydl4j.nd`. DL4J: SDVariable.

    Attributes
    ----------
    name : str
        Its name in the graph.
    kind : str
        ``"VARIABLE"`` (trained), ``"PLACEHOLDER"``, ``"CONSTANT"`` or ``"ARRAY"`` (computed).
    """

    __slots__ = ("_dims", "_dtype", "_trace", "kind", "name")
    __array_ufunc__ = None

    def __init__(self, graph: SameDiff, name: str, kind: str, dtype: str, dims: Sequence[int]) -> None:
        self._trace = graph
        self.name = name
        self.kind = kind
        self._dtype = dtype
        self._dims = tuple(dims)

    @property
    def graph(self) -> SameDiff:
        """The graph that it belongs to."""
        graph: SameDiff = self._trace
        return graph

    @property
    def shape(self) -> tuple[int | None, ...]:  # type: ignore[override]
        """Size of each axis, None where it is free."""
        return tuple(None if d < 0 else d for d in self._dims)

    @property
    def dtype(self) -> Any:
        """NumPy's dtype, or the string ``"bfloat16"``."""
        return self._dtype if self._dtype == "bfloat16" else np.dtype(self._dtype)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self._dims)

    def _dim(self, axis: int) -> int:
        return self._dims[axis]

    def __getitem__(self, index: Any) -> Variable:
        return cast(Variable, picked(self, index))

    def __iter__(self) -> Any:
        raise TypeError(f"[samediff {self.name}] cannot be iterated over. Index it.")

    def __bool__(self) -> bool:
        raise TypeError(
            f"[samediff {self.name}] has no truth while the graph is built: got a use in `if`, `and` or `while`; "
            "expected an op. Use nd.where."
        )

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        if Trace.active() is not None:
            raise TypeError(
                f"[samediff {self.name}] is read by a function that is traced; expected an operand of it. Pass it."
            )
        return np.asarray(self.eval(), dtype=dtype)

    def __repr__(self) -> str:
        return f"Variable({self.name!r}, {self.kind}, shape={self.shape}, dtype={self._dtype})"

    # ---- DL4J's names ------------------------------------------------------------------------------------------------

    def add(self, other: Any, *, name: str | None = None) -> Variable:
        """This + other."""
        return self._named("Add", other, name)

    def sub(self, other: Any, *, name: str | None = None) -> Variable:
        """This - other."""
        return self._named("Sub", other, name)

    def mul(self, other: Any, *, name: str | None = None) -> Variable:
        """This times other, element by element."""
        return self._named("Mul", other, name)

    def div(self, other: Any, *, name: str | None = None) -> Variable:
        """This / other."""
        return self._named("Div", other, name)

    def mmul(self, other: Any, *, name: str | None = None) -> Variable:
        """The matrix product with other."""
        return self._named("MatMul", other, name)

    def gt(self, other: Any) -> Variable:
        """This > other."""
        return cast(Variable, self > other)

    def lt(self, other: Any) -> Variable:
        """This < other."""
        return cast(Variable, self < other)

    def eq(self, other: Any) -> Variable:
        """This == other, element by element."""
        return cast(Variable, self == other)

    def norm1(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Variable:
        """Sum of magnitudes."""
        return cast(Variable, abs(self).sum(axis, keepdims=keepdims))

    def norm2(self, axis: int | Sequence[int] | None = None, *, keepdims: bool = False) -> Variable:
        """Root of the sum of squares."""
        return cast(Variable, one("Sqrt", (self * self).sum(axis, keepdims=keepdims)))

    def _named(self, op: str, other: Any, name: str | None) -> Variable:
        return self.graph.op(op, {}, [self, other], name)[0]

    def rename(self, name: str) -> Variable:
        """Gives it another name, and returns it."""
        return self.graph.rename_variable(self.name, name)

    def mark_as_loss(self) -> Variable:
        """Adds it to the loss variables, and returns it."""
        self._trace.set_loss_variables(*self._trace.loss_variables, self.name)
        return self

    def eval(self, placeholders: dict[str, Any] | None = None) -> Array:
        """Its content, for these placeholders."""
        return self.graph.output(placeholders or {}, self.name)[self.name]

    def get_arr(self) -> Array:
        """A copy of the content of a variable or constant."""
        return self.graph.get_array(self.name)

    def set_array(self, values: Any) -> None:
        """Copies new content into a variable or constant."""
        self._trace.set_array(self.name, values)
