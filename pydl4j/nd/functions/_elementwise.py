"""Functions of single elements, of one array or of two that broadcast; of traced values, too.

Integers where floats are needed become `default_dtype`. Plain numbers take the type of the array beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from pydl4j._generated.ops import softmax
from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import one, operand, two
from pydl4j.nd.core._dtypes import is_complex, is_float, number
from pydl4j.nd.core._held import Operand
from pydl4j.nd.core._operators import divided, of_bits, opposite, truth

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "abs",
    "acos",
    "acosh",
    "add",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "bitwise_and",
    "bitwise_invert",
    "bitwise_left_shift",
    "bitwise_or",
    "bitwise_right_shift",
    "bitwise_xor",
    "ceil",
    "clip",
    "conj",
    "copysign",
    "cos",
    "cosh",
    "divide",
    "equal",
    "erf",
    "exp",
    "exp2",
    "expm1",
    "floor",
    "floor_divide",
    "greater",
    "greater_equal",
    "hypot",
    "imag",
    "isfinite",
    "isinf",
    "isnan",
    "less",
    "less_equal",
    "log",
    "log1p",
    "log2",
    "log10",
    "logaddexp",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "maximum",
    "minimum",
    "multiply",
    "negative",
    "nextafter",
    "not_equal",
    "positive",
    "pow",
    "real",
    "reciprocal",
    "remainder",
    "round",
    "sigmoid",
    "sign",
    "signbit",
    "sin",
    "sinh",
    "softmax",
    "sqrt",
    "square",
    "subtract",
    "tan",
    "tanh",
    "trunc",
]  # fmt: skip

_Given = ArrayLike | Operand


def abs(x: _Given, /) -> Array:
    """|x|; of complex numbers the length, a real number."""
    return one("Abs", x)


def acos(x: _Given, /) -> Array:
    """Angles from 0 to pi whose cosine is x."""
    return one("Acos", x)


def acosh(x: _Given, /) -> Array:
    """The numbers from 0 whose hyperbolic cosine is x."""
    return one("Acosh", x)


def add(x1: _Given, x2: _Given, /) -> Array:
    """x1 + x2."""
    return two("Add", x1, x2)


def asin(x: _Given, /) -> Array:
    """Angles from -pi/2 to pi/2 whose sine is x."""
    return one("Asin", x)


def asinh(x: _Given, /) -> Array:
    """The numbers whose hyperbolic sine is x."""
    return one("Asinh", x)


def atan(x: _Given, /) -> Array:
    """Angles from -pi/2 to pi/2 whose tangent is x."""
    return one("Atan", x)


def atan2(x1: _Given, x2: _Given, /) -> Array:
    """Angles from -pi to pi of the points (x2, x1)."""
    return two("pydl4j.Atan2", x1, x2)


def atanh(x: _Given, /) -> Array:
    """The numbers whose hyperbolic tangent is x."""
    return one("Atanh", x)


def bitwise_and(x1: _Given, x2: _Given, /) -> Array:
    """The bits that both have; of truth values whether both hold."""
    return two(of_bits("And", x1, x2), x1, x2)


def bitwise_invert(x: _Given, /) -> Array:
    """The bits that x lacks; of truth values the opposite."""
    return opposite(operand(x))


def bitwise_left_shift(x1: _Given, x2: _Given, /) -> Array:
    """x1 moved left by x2 bits."""
    return two("pydl4j.ShiftLeft", x1, x2)


def bitwise_or(x1: _Given, x2: _Given, /) -> Array:
    """The bits that one has; of truth values whether one holds."""
    return two(of_bits("Or", x1, x2), x1, x2)


def bitwise_right_shift(x1: _Given, x2: _Given, /) -> Array:
    """x1 moved right by x2 bits, copies of the sign moving in."""
    return two("pydl4j.ShiftRight", x1, x2)


def bitwise_xor(x1: _Given, x2: _Given, /) -> Array:
    """The bits that just one has; of truth values whether just one holds."""
    return two(of_bits("Xor", x1, x2), x1, x2)


def ceil(x: _Given, /) -> Array:
    """The smallest whole numbers not below x."""
    return one("Ceil", x)


def clip(x: _Given, /, min: _Given | None = None, max: _Given | None = None) -> Array:
    """x kept within bounds, numbers or arrays that broadcast; None leaves a side open.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.clip(nd.array([-1, 5, 12]), 0, 10).tolist()
    [0, 5, 10]
    """
    if min is None and max is None:
        return positive(x)
    return _apply.apply("Clip", {}, [x, min, max])[0]


def conj(x: _Given, /) -> Array:
    """Complex numbers with the signs of their imaginary parts turned; real ones as they are."""
    x = operand(x)
    return one("pydl4j.Conj", x) if is_complex(x.dtype) else positive(x)


def copysign(x1: _Given, x2: _Given, /) -> Array:
    """|x1| with the signs of x2."""
    return two("pydl4j.CopySign", x1, x2)


def cos(x: _Given, /) -> Array:
    """Cosine of angles in radians."""
    return one("Cos", x)


def cosh(x: _Given, /) -> Array:
    """Hyperbolic cosine."""
    return one("Cosh", x)


def divide(x1: _Given, x2: _Given, /) -> Array:
    """x1 / x2; of integers as `default_dtype`."""
    return divided(operand(x1), x2)


def equal(x1: _Given, x2: _Given, /) -> Array:
    """Whether elements are equal; NaN equals nothing."""
    return two("Equal", x1, x2)


def erf(x: _Given, /) -> Array:
    """The error function."""
    return one("Erf", x)


def exp(x: _Given, /) -> Array:
    """e to the power x."""
    return one("Exp", x)


def exp2(x: _Given, /) -> Array:
    """2 to the power x."""
    return one("pydl4j.Exp2", x)


def expm1(x: _Given, /) -> Array:
    """exp(x) - 1, exact where x is small."""
    return one("pydl4j.Expm1", x)


def floor(x: _Given, /) -> Array:
    """The largest whole numbers not above x."""
    return one("Floor", x)


def floor_divide(x1: _Given, x2: _Given, /) -> Array:
    """The largest whole numbers not above x1 / x2."""
    return two("pydl4j.FloorDivide", x1, x2)


def greater(x1: _Given, x2: _Given, /) -> Array:
    """x1 > x2."""
    return two("Greater", x1, x2)


def greater_equal(x1: _Given, x2: _Given, /) -> Array:
    """x1 >= x2."""
    return two("GreaterOrEqual", x1, x2)


def hypot(x1: _Given, x2: _Given, /) -> Array:
    """The root of x1 x1 + x2 x2, without overflow in between."""
    return two("pydl4j.Hypot", x1, x2)


def imag(x: _Given, /) -> Array:
    """The imaginary parts of complex numbers; 0 of real ones."""
    x = operand(x)
    return one("pydl4j.Imag", x) if is_complex(x.dtype) else x * 0


def isfinite(x: _Given, /) -> Array:
    """Whether numbers are neither infinite nor NaN."""
    return one("pydl4j.IsFinite", x)


def isinf(x: _Given, /) -> Array:
    """Whether numbers are infinite."""
    return one("IsInf", x)


def isnan(x: _Given, /) -> Array:
    """Whether elements are not a number."""
    return one("IsNaN", x)


def less(x1: _Given, x2: _Given, /) -> Array:
    """x1 < x2."""
    return two("Less", x1, x2)


def less_equal(x1: _Given, x2: _Given, /) -> Array:
    """x1 <= x2."""
    return two("LessOrEqual", x1, x2)


def log(x: _Given, /) -> Array:
    """Natural logarithm."""
    return one("Log", x)


def log10(x: _Given, /) -> Array:
    """Logarithm to base 10."""
    return one("pydl4j.Log10", x)


def log1p(x: _Given, /) -> Array:
    """log(1 + x), exact where x is small."""
    return one("pydl4j.Log1p", x)


def log2(x: _Given, /) -> Array:
    """Logarithm to base 2."""
    return one("pydl4j.Log2", x)


def logaddexp(x1: _Given, x2: _Given, /) -> Array:
    """log(exp(x1) + exp(x2)), without overflow in between."""
    return two("pydl4j.LogAddExp", x1, x2)


def logical_and(x1: _Given, x2: _Given, /) -> Array:
    """Whether both are true (not 0)."""
    return two("And", truth(x1), truth(x2))


def logical_not(x: _Given, /) -> Array:
    """Whether elements are false (0)."""
    return one("Not", truth(x))


def logical_or(x1: _Given, x2: _Given, /) -> Array:
    """Whether one is true (not 0)."""
    return two("Or", truth(x1), truth(x2))


def logical_xor(x1: _Given, x2: _Given, /) -> Array:
    """Whether just one is true (not 0)."""
    return two("Xor", truth(x1), truth(x2))


def maximum(x1: _Given, x2: _Given, /) -> Array:
    """The larger of two; NaN where one is."""
    return two("Max", x1, x2)


def minimum(x1: _Given, x2: _Given, /) -> Array:
    """The smaller of two; NaN where one is."""
    return two("Min", x1, x2)


def multiply(x1: _Given, x2: _Given, /) -> Array:
    """x1 x2, element by element."""
    return two("Mul", x1, x2)


def negative(x: _Given, /) -> Array:
    """-x; of unsigned integers modulo their range."""
    return one("Neg", x)


def nextafter(x1: _Given, x2: _Given, /) -> Array:
    """The next numbers of the type from x1 towards x2."""
    return two("pydl4j.NextAfter", x1, x2)


def not_equal(x1: _Given, x2: _Given, /) -> Array:
    """Whether elements differ; NaN differs from everything."""
    return two("pydl4j.NotEqual", x1, x2)


def positive(x: _Given, /) -> Array:
    """x, in memory of its own."""
    return one("Identity", x)


def pow(x1: _Given, x2: _Given, /) -> Array:
    """x1 to the power x2."""
    return two("Pow", x1, x2)


def real(x: _Given, /) -> Array:
    """The real parts of complex numbers; real ones as they are."""
    x = operand(x)
    return one("pydl4j.Real", x) if is_complex(x.dtype) else positive(x)


def reciprocal(x: _Given, /) -> Array:
    """1 / x."""
    return one("Reciprocal", x)


def remainder(x1: _Given, x2: _Given, /) -> Array:
    """x1 - x2 floor(x1 / x2): the remainder with the sign of x2."""
    return two("pydl4j.Remainder", x1, x2)


def round(x: _Given, /, decimals: int = 0) -> Array:
    """The nearest whole numbers, or multiples of 10^-decimals, halves to even ones."""
    if not decimals:
        return one("Round", x)
    x, power = _apply.operand(x), 10.0 ** abs(decimals)
    if not is_float(number(x.dtype)):
        return x if decimals > 0 else one("Round", x / power).astype(x.dtype) * int(power)
    return one("Round", x * power) / power if decimals > 0 else one("Round", x / power) * power


def sigmoid(x: _Given, /) -> Array:
    """1 / (1 + exp(-x))."""
    return one("Sigmoid", x)


def sign(x: _Given, /) -> Array:
    """-1, 0 or 1; NaN of NaN."""
    return one("Sign", x)


def signbit(x: _Given, /) -> Array:
    """Whether the sign is negative, of -0 and NaN too."""
    return one("pydl4j.SignBit", x)


def sin(x: _Given, /) -> Array:
    """Sine of angles in radians."""
    return one("Sin", x)


def sinh(x: _Given, /) -> Array:
    """Hyperbolic sine."""
    return one("Sinh", x)


def sqrt(x: _Given, /) -> Array:
    """Square root."""
    return one("Sqrt", x)


def square(x: _Given, /) -> Array:
    """x x, element by element."""
    return one("pydl4j.Square", x)


def subtract(x1: _Given, x2: _Given, /) -> Array:
    """x1 - x2."""
    return two("Sub", x1, x2)


def tan(x: _Given, /) -> Array:
    """Tangent of angles in radians."""
    return one("Tan", x)


def tanh(x: _Given, /) -> Array:
    """Hyperbolic tangent."""
    return one("Tanh", x)


def trunc(x: _Given, /) -> Array:
    """x without its fraction."""
    return one("pydl4j.Trunc", x)
