"""ND4J's names of INDArray's methods in snake_case: arithmetic, comparisons, reductions. Each is an op or a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from numpy.typing import ArrayLike

from pydl4j.nd.arrays._elements import Elements
from pydl4j.nd.core import _apply
from pydl4j.nd.core._held import Operand, held
from pydl4j.nd.core._wide import wide

if TYPE_CHECKING:
    from typing_extensions import Self

    from pydl4j.nd.arrays import Array

_Given = ArrayLike | Operand
_Axis = int | Sequence[int] | None
_NEAR = 1e-5
_E = TypeVar("_E", bound=Elements)


class Nd4jArithmetic(Elements):
    """Methods of `pydl4j.nd.Array` under ND4J's names; those that end in ``i`` write into the array and return it.

    Operands broadcast as in NumPy. ``axis`` may be one or several, all by default.
    """

    __slots__ = ()

    # ---- element by element ------------------------------------------------------------------------------------------

    def add(self, other: _Given) -> Array:
        """self + other."""
        return _apply.apply("Add", {}, [self, other])[0]

    def addi(self, other: _Given) -> Self:
        """self + other, in place."""
        return _into(self, "Add", self, other)

    def sub(self, other: _Given) -> Array:
        """self - other."""
        return _apply.apply("Sub", {}, [self, other])[0]

    def subi(self, other: _Given) -> Self:
        """self - other, in place."""
        return _into(self, "Sub", self, other)

    def rsub(self, other: _Given) -> Array:
        """other - self."""
        return _apply.apply("Sub", {}, [other, self])[0]

    def rsubi(self, other: _Given) -> Self:
        """other - self, in place."""
        return _into(self, "Sub", other, self)

    def mul(self, other: _Given) -> Array:
        """self * other."""
        return _apply.apply("Mul", {}, [self, other])[0]

    def muli(self, other: _Given) -> Self:
        """self * other, in place."""
        return _into(self, "Mul", self, other)

    def div(self, other: _Given) -> Array:
        """self / other."""
        return self / other

    def divi(self, other: _Given) -> Self:
        """self / other, in place."""
        return _into(self, "Div", self, other)

    def rdiv(self, other: _Given) -> Array:
        """other / self."""
        return other / self

    def rdivi(self, other: _Given) -> Self:
        """other / self, in place."""
        return _into(self, "Div", other, self)

    def neg(self) -> Array:
        """-self."""
        return _apply.one("Neg", self)

    def negi(self) -> Self:
        """-self, in place."""
        return _into(self, "Neg", self)

    def fmod(self, other: _Given) -> Array:
        """The remainder with the sign of self, as C's fmod."""
        other = other if isinstance(other, (Operand, int, float)) else held(other)
        return _apply.apply("pydl4j.Fmod", {}, [self, other])[0]

    def fmodi(self, other: _Given) -> Self:
        """`fmod`, in place."""
        return _into(self, "pydl4j.Fmod", self, other)

    def remainder(self, other: _Given) -> Array:
        """The remainder with the sign of other, as Python's %."""
        return self % other

    def remainderi(self, other: _Given) -> Self:
        """`remainder`, in place."""
        return _into(self, "pydl4j.Remainder", self, other)

    def mmul(self, other: _Given) -> Array:
        """Matrix product."""
        return _apply.apply("MatMul", {}, [self, other])[0]

    def mmuli(self, other: _Given) -> Self:
        """Matrix product by a square matrix, in place."""
        return _into(self, "MatMul", self, other)

    # ---- with a row or a column --------------------------------------------------------------------------------------

    def add_row_vector(self, row: _Given) -> Array:
        """self [m, n] + row [n] in each row."""
        return self.add(_row("add_row_vector", self, row))

    def addi_row_vector(self, row: _Given) -> Self:
        """`add_row_vector`, in place."""
        return self.addi(_row("addi_row_vector", self, row))

    def sub_row_vector(self, row: _Given) -> Array:
        """self [m, n] - row [n] in each row."""
        return self.sub(_row("sub_row_vector", self, row))

    def subi_row_vector(self, row: _Given) -> Self:
        """`sub_row_vector`, in place."""
        return self.subi(_row("subi_row_vector", self, row))

    def rsub_row_vector(self, row: _Given) -> Array:
        """row [n] - self [m, n] in each row."""
        return self.rsub(_row("rsub_row_vector", self, row))

    def rsubi_row_vector(self, row: _Given) -> Self:
        """`rsub_row_vector`, in place."""
        return self.rsubi(_row("rsubi_row_vector", self, row))

    def mul_row_vector(self, row: _Given) -> Array:
        """self [m, n] * row [n] in each row."""
        return self.mul(_row("mul_row_vector", self, row))

    def muli_row_vector(self, row: _Given) -> Self:
        """`mul_row_vector`, in place."""
        return self.muli(_row("muli_row_vector", self, row))

    def div_row_vector(self, row: _Given) -> Array:
        """self [m, n] / row [n] in each row."""
        return self.div(_row("div_row_vector", self, row))

    def divi_row_vector(self, row: _Given) -> Self:
        """`div_row_vector`, in place."""
        return self.divi(_row("divi_row_vector", self, row))

    def rdiv_row_vector(self, row: _Given) -> Array:
        """row [n] / self [m, n] in each row."""
        return self.rdiv(_row("rdiv_row_vector", self, row))

    def rdivi_row_vector(self, row: _Given) -> Self:
        """`rdiv_row_vector`, in place."""
        return self.rdivi(_row("rdivi_row_vector", self, row))

    def add_column_vector(self, column: _Given) -> Array:
        """self [m, n] + column [m] in each column."""
        return self.add(_column("add_column_vector", self, column))

    def addi_column_vector(self, column: _Given) -> Self:
        """`add_column_vector`, in place."""
        return self.addi(_column("addi_column_vector", self, column))

    def sub_column_vector(self, column: _Given) -> Array:
        """self [m, n] - column [m] in each column."""
        return self.sub(_column("sub_column_vector", self, column))

    def subi_column_vector(self, column: _Given) -> Self:
        """`sub_column_vector`, in place."""
        return self.subi(_column("subi_column_vector", self, column))

    def rsub_column_vector(self, column: _Given) -> Array:
        """column [m] - self [m, n] in each column."""
        return self.rsub(_column("rsub_column_vector", self, column))

    def rsubi_column_vector(self, column: _Given) -> Self:
        """`rsub_column_vector`, in place."""
        return self.rsubi(_column("rsubi_column_vector", self, column))

    def mul_column_vector(self, column: _Given) -> Array:
        """self [m, n] * column [m] in each column."""
        return self.mul(_column("mul_column_vector", self, column))

    def muli_column_vector(self, column: _Given) -> Self:
        """`mul_column_vector`, in place."""
        return self.muli(_column("muli_column_vector", self, column))

    def div_column_vector(self, column: _Given) -> Array:
        """self [m, n] / column [m] in each column."""
        return self.div(_column("div_column_vector", self, column))

    def divi_column_vector(self, column: _Given) -> Self:
        """`div_column_vector`, in place."""
        return self.divi(_column("divi_column_vector", self, column))

    def rdiv_column_vector(self, column: _Given) -> Array:
        """column [m] / self [m, n] in each column."""
        return self.rdiv(_column("rdiv_column_vector", self, column))

    def rdivi_column_vector(self, column: _Given) -> Self:
        """`rdiv_column_vector`, in place."""
        return self.rdivi(_column("rdivi_column_vector", self, column))

    # ---- comparisons -------------------------------------------------------------------------------------------------

    def eq(self, other: _Given) -> Array:
        """self == other, element by element."""
        return _apply.apply("Equal", {}, [self, other])[0]

    def neq(self, other: _Given) -> Array:
        """self != other, element by element."""
        return _apply.one("Not", self.eq(other))

    def gt(self, other: _Given) -> Array:
        """self > other, element by element."""
        return _apply.apply("Greater", {}, [self, other])[0]

    def gte(self, other: _Given) -> Array:
        """self >= other, element by element."""
        return _apply.apply("GreaterOrEqual", {}, [self, other])[0]

    def lt(self, other: _Given) -> Array:
        """self < other, element by element."""
        return _apply.apply("Less", {}, [self, other])[0]

    def lte(self, other: _Given) -> Array:
        """self <= other, element by element."""
        return _apply.apply("LessOrEqual", {}, [self, other])[0]

    def eps(self, other: _Given, eps: float = _NEAR) -> Array:
        """Whether |self - other| < eps, element by element."""
        return abs(self - other) < eps

    # ---- reductions --------------------------------------------------------------------------------------------------

    def norm1(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Sum of magnitudes."""
        return abs(self).sum(axis, keepdims=keepdims)

    @wide
    def norm2(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Root of the sum of squares."""
        return _apply.one("Sqrt", (self * self).sum(axis, keepdims=keepdims))

    def normmax(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Largest magnitude."""
        return abs(self).max(axis, keepdims=keepdims)

    def amax(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Largest magnitude."""
        return abs(self).max(axis, keepdims=keepdims)

    def amin(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Smallest magnitude."""
        return abs(self).min(axis, keepdims=keepdims)

    def amean(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """Mean of magnitudes."""
        return abs(self).mean(axis, keepdims=keepdims)

    @wide
    def entropy(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """-sum(x log x) of probabilities."""
        return -(self * _apply.one("Log", self)).sum(axis, keepdims=keepdims)

    @wide
    def log_entropy(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """The logarithm of `entropy`."""
        return _apply.one("Log", self.entropy(axis, keepdims=keepdims))

    @wide
    def shannon_entropy(self, axis: _Axis = None, *, keepdims: bool = False) -> Array:
        """-sum(x log2 x) of probabilities."""
        return self.entropy(axis, keepdims=keepdims) / 0.6931471805599453

    def cumsum(self, axis: int | None = None, dtype: Any = None) -> Array:
        """Sums along an axis of the elements up to each; without one over all, row by row."""
        x = self if dtype is None else self.astype(dtype)
        return _apply.apply("CumSum", {"axis": [axis or 0]}, [x.reshape(-1) if axis is None else x])[0]

    def cumsumi(self, axis: int = -1) -> Self:
        """`cumsum`, in place."""
        return _into(self, "CumSum", self, axis=[axis])

    @wide
    def distance1(self, other: _Given) -> Array:
        """Sum of the magnitudes of the differences (Manhattan)."""
        return abs(self - other).sum()

    @wide
    def distance2(self, other: _Given) -> Array:
        """Root of the sum of the squares of the differences (Euclid)."""
        return _apply.one("Sqrt", self.squared_distance(other))

    @wide
    def squared_distance(self, other: _Given) -> Array:
        """Sum of the squares of the differences."""
        difference = self - other
        return (difference * difference).sum()

    # ---- reductions to Python's numbers ------------------------------------------------------------------------------

    def sum_number(self) -> float:
        """Sum of all elements, as a Python number."""
        return _number(self.sum())

    def prod_number(self) -> float:
        """Product of all elements, as a Python number."""
        return _number(self.prod())

    def mean_number(self) -> float:
        """Mean of all elements, as a Python number."""
        return _number(self.mean())

    def std_number(self, bias_corrected: bool = True) -> float:
        """Standard deviation of all elements, of a sample unless told otherwise, as a Python number."""
        return _number(self.std(correction=int(bias_corrected)))

    def var_number(self, bias_corrected: bool = True) -> float:
        """Variance of all elements, of a sample unless told otherwise, as a Python number."""
        return _number(self.var(correction=int(bias_corrected)))

    def max_number(self) -> float:
        """Largest element, as a Python number."""
        return _number(self.max())

    def min_number(self) -> float:
        """Smallest element, as a Python number."""
        return _number(self.min())

    def amax_number(self) -> float:
        """Largest magnitude, as a Python number."""
        return _number(self.amax())

    def amin_number(self) -> float:
        """Smallest magnitude, as a Python number."""
        return _number(self.amin())

    def amean_number(self) -> float:
        """Mean of the magnitudes, as a Python number."""
        return _number(self.amean())

    def norm1_number(self) -> float:
        """`norm1` of all elements, as a Python number."""
        return _number(self.norm1())

    def norm2_number(self) -> float:
        """`norm2` of all elements, as a Python number."""
        return _number(self.norm2())

    def normmax_number(self) -> float:
        """`normmax` of all elements, as a Python number."""
        return _number(self.normmax())

    def entropy_number(self) -> float:
        """`entropy` of all elements, as a Python number."""
        return _number(self.entropy())

    def log_entropy_number(self) -> float:
        """`log_entropy` of all elements, as a Python number."""
        return _number(self.log_entropy())

    def shannon_entropy_number(self) -> float:
        """`shannon_entropy` of all elements, as a Python number."""
        return _number(self.shannon_entropy())


def _number(x: Array) -> float:
    number: float = x.item()  # an int of whole numbers
    return number


def _into(array: _E, op: str, *inputs: Any, **attributes: Any) -> _E:
    _apply.into(array, op, attributes, list(inputs))
    return array


def _row(name: str, array: Elements, row: _Given) -> Array:
    return _vector(name, array, row, 1).reshape(1, -1)


def _column(name: str, array: Elements, column: _Given) -> Array:
    return _vector(name, array, column, 0).reshape(-1, 1)


def _vector(name: str, array: Elements, vector: _Given, axis: int) -> Array:
    vector = _apply.operand(vector)
    if array.ndim != 2 or vector.size != array.shape[axis]:
        size = array.shape[axis] if array.ndim == 2 else "n"
        raise ValueError(
            f"[{name}] got an array of shape {array.shape} and a vector of shape {vector.shape}; expected a matrix "
            f"and a vector of {size} elements. Reshape them."
        )
    return vector
