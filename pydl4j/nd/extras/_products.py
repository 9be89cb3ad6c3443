"""Products, differences, spreads and comparisons under NumPy's names, beyond the Array API; of traced values, too."""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from pydl4j._generated import ops
from pydl4j.nd import linalg
from pydl4j.nd.arrays import _creation
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.core._wide import wide
from pydl4j.nd.functions import _data_types, _manipulation

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "allclose", "array_equal", "average", "convolve", "corrcoef", "correlate", "cov", "dot", "einsum", "geomspace",
    "gradient", "identity", "inner", "interp", "isclose", "kron", "logspace", "nan_to_num", "outer", "ptp", "trace",
    "vander", "vdot",
]  # fmt: skip

_Given = ArrayLike | Operand
_Axis = int | Sequence[int] | None
_LETTERS = string.ascii_letters
outer = linalg.outer


def trace(x: _Given, /, *, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None) -> Array:
    """Sums along the diagonals of the matrices in two axes of x, the first ones by default."""
    return linalg.trace(_manipulation.moveaxis(x, (axis1, axis2), (-2, -1)), offset=offset, dtype=dtype)


# ---- products --------------------------------------------------------------------------------------------------------


def einsum(*operands: Any, equation: str | None = None) -> Array:
    """The sum of products over the letters of an equation that its right side leaves out.

    Parameters
    ----------
    *operands : str and array_like
        The equation, then its arrays; or arrays, each followed by a list of numbers that stand for letters, and last
        the numbers of the result's axes.
    equation : str, optional
        In place of the first operand.

    Returns
    -------
    Array
        Its axes are the letters on the right side; without one all that come once, in order of the alphabet.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.einsum("ij,jk->ik", nd.ones((2, 3)), nd.ones((3, 1))).tolist()
    [[3.0], [3.0]]
    >>> nd.einsum(nd.ones((2, 3)), [0, 1], [1]).tolist()
    [2.0, 2.0, 2.0]
    """
    if equation is None:
        if not operands:
            raise TypeError("[einsum] got nothing; expected an equation and its arrays.")
        if isinstance(operands[0], str):
            equation, *operands = operands  # type: ignore[assignment]
        else:
            equation, operands = _spelled(operands)
    return ops.einsum(*operands, equation=equation)


def _spelled(operands: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """The equation of arrays and lists of numbers in turn, and the arrays."""

    def letters(axes: Sequence[Any]) -> str:
        return "".join("..." if k is Ellipsis else _LETTERS[k] for k in axes)

    pairs = list(zip(operands[::2], operands[1::2], strict=False))
    equation = ",".join(letters(axes) for _, axes in pairs)
    return equation + (f"->{letters(operands[-1])}" if len(operands) % 2 else ""), tuple(x for x, _ in pairs)


def dot(x: _Given, y: _Given) -> Array:
    """The sum of products over the last axis of x and the last but one of y (the only one of a vector)."""
    x, y = operand(x), operand(y)
    if x.ndim == 0 or y.ndim == 0:
        return x * y
    if x.ndim <= 2 and y.ndim <= 2:
        return _apply.binary("MatMul", x, y)
    return linalg.tensordot(x, y, axes=([x.ndim - 1], [max(y.ndim - 2, 0)]))


def vdot(x: _Given, y: _Given) -> Array:
    """The sum of the products of all elements."""
    return _apply.binary("MatMul", operand(x).reshape(-1), operand(y).reshape(-1))


def inner(x: _Given, y: _Given) -> Array:
    """The sum of products over the last axes."""
    x, y = operand(x), operand(y)
    if x.ndim == 0 or y.ndim == 0:
        return x * y
    return linalg.tensordot(x, y, axes=([x.ndim - 1], [y.ndim - 1]))


def kron(x: _Given, y: _Given) -> Array:
    """Kronecker's product: y times each element of x, laid out in blocks."""
    x, y = operand(x), operand(y)
    rank = max(x.ndim, y.ndim)
    a, b = (1,) * (rank - x.ndim) + tuple(x.shape), (1,) * (rank - y.ndim) + tuple(y.shape)
    blocks = x.reshape([n for d in a for n in (d, 1)]) * y.reshape([n for d in b for n in (1, d)])
    return blocks.reshape([m * n for m, n in zip(a, b, strict=True)])


def correlate(a: _Given, v: _Given, mode: Literal["valid", "same", "full"] = "valid") -> Array:
    """Sums of products of the vector v laid along the vector a, at every place where they meet as mode says."""
    return _slid("correlate", a, v, mode, mode == "same" and operand(v).shape[0] > operand(a).shape[0])


def convolve(a: _Given, v: _Given, mode: Literal["valid", "same", "full"] = "full") -> Array:
    """`correlate` of a and v backwards."""
    a, v = operand(a), operand(v)
    if v.shape[0] > a.shape[0]:
        a, v = v, a
    return _slid("convolve", a, v[::-1], mode, False)


def _slid(name: str, a: _Given, v: _Given, mode: str, exchanged: bool) -> Array:
    a, v = operand(a), operand(v)
    if a.ndim != 1 or v.ndim != 1 or not a.shape[0] or not v.shape[0]:
        raise ValueError(f"[{name}] got shapes {a.shape} and {v.shape}; expected two vectors that are not empty.")
    if mode not in ("valid", "same", "full"):
        raise ValueError(f"[{name}] mode: got {mode!r}; expected valid, same or full.")
    backwards = v.shape[0] > a.shape[0]
    if backwards:
        a, v = v, a
    n = v.shape[0]
    before, after = {"full": (n - 1, n - 1), "same": (n // 2, n - 1 - n // 2), "valid": (0, 0)}[mode]
    if exchanged:
        before, after = after, before
    kind = (a[:1] * v[:1]).dtype
    work = kind if kind == "float32" else "float64"
    x, w = _apply.cast(a, work).reshape(1, 1, -1), _apply.cast(v, work).reshape(1, 1, -1)
    y = _apply.apply("Conv", {"pads": [before, after]}, [x, w])[0].reshape(-1)
    y = y[::-1] if backwards else y
    return y if work == kind else _apply.cast(y, kind)


def vander(x: _Given, n: int | None = None, increasing: bool = False) -> Array:
    """The powers of a vector's elements as columns, n of them, the highest first unless increasing."""
    x = operand(x)
    powers = np.arange(x.shape[0] if n is None else n)
    return x.reshape(-1, 1) ** _apply.cast(powers if increasing else powers[::-1].copy(), x.dtype)


# ---- tables of numbers -----------------------------------------------------------------------------------------------


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


def interp(x: _Given, xp: _Given, fp: _Given, left: float | None = None, right: float | None = None) -> Array:
    """The values at x of lines through points (xp, fp), xp ascending; outside the ends' values, or left and right."""
    x, xp, fp = operand(x), operand(xp), operand(fp)
    if xp.ndim != 1 or fp.ndim != 1 or xp.shape[0] != fp.shape[0] or xp.shape[0] < 2:
        raise ValueError(f"[interp] got xp {xp.shape} and fp {fp.shape}; expected two vectors of one size, at least 2.")
    n = xp.shape[0]
    below = _apply.apply("pydl4j.SearchSorted", {"side": "right"}, [xp, x])[0] - 1
    below = _apply.apply("Min", {}, [_apply.apply("Max", {}, [below, 0])[0], n - 2])[0]

    def at(values: Any, places: Any) -> Array:
        return _apply.apply("Gather", {"axis": 0}, [values, places])[0]

    x0, y0 = at(xp, below), at(fp, below)
    share = (x - x0) / (at(xp, below + 1) - x0)
    y = y0 + (at(fp, below + 1) - y0) * share
    y = _apply.apply("Where", {}, [x < xp[0], fp[0] if left is None else left, y])[0]
    return _apply.apply("Where", {}, [x > xp[-1], fp[-1] if right is None else right, y])[0]


# ---- differences and spreads -----------------------------------------------------------------------------------------


def gradient(f: _Given, spacing: float = 1.0, *, axis: int | Sequence[int] | None = None) -> Array | list[Array]:
    """Central differences over the spacing, one-sided at the ends; a list of them where there are several axes."""
    f = operand(f)
    axes = range(f.ndim) if axis is None else [axis] if isinstance(axis, int) else axis
    slopes = [_slope(f, k % f.ndim, spacing) for k in axes]
    return slopes[0] if len(slopes) == 1 else slopes


def _slope(f: Array, axis: int, spacing: float) -> Array:
    if f.shape[axis] < 2:
        raise ValueError(f"[gradient] got size {f.shape[axis]} of axis {axis}; expected at least 2.")

    def part(start: int | None, stop: int | None) -> Array:
        return f[(slice(None),) * axis + (slice(start, stop),)]

    ends = part(1, 2) - part(0, 1), part(-1, None) - part(-2, -1)
    middle = (part(2, None) - part(None, -2)) / 2.0
    return _apply.apply("Concat", {"axis": axis}, [ends[0] / 1.0, middle, ends[1] / 1.0])[0] / spacing


def ptp(x: _Given, axis: _Axis = None, *, keepdims: bool = False) -> Array:
    """The largest element less the smallest."""
    x = operand(x)
    return x.max(axis, keepdims=keepdims) - x.min(axis, keepdims=keepdims)


@wide
def average(
    x: _Given,
    axis: int | None = None,
    weights: _Given | None = None,
    returned: bool = False,
    *,
    keepdims: bool = False,
) -> Any:
    """The mean, of weighted elements where weights are given: of the shape of x, or of its size along the axis.

    With `returned` a pair of it and the sums of weights.
    """
    x = operand(x)
    if weights is None:
        mean = x.mean(axis, keepdims=keepdims)
        sums = _creation.ones_like(x, dtype=mean.dtype).sum(axis, keepdims=keepdims) if returned else None
    else:
        w = operand(weights)
        if w.ndim == 1 and x.ndim > 1 and axis is not None:
            w = w.reshape([-1 if k == axis % x.ndim else 1 for k in range(x.ndim)])
        sums = w.sum(axis, keepdims=keepdims)
        mean = (x * w).sum(axis, keepdims=keepdims) / sums
    return (mean, sums * _creation.ones_like(mean)) if returned else mean


@wide
def cov(
    m: _Given, y: _Given | None = None, *, rowvar: bool = True, bias: bool = False, ddof: int | None = None
) -> Array:
    """The covariances of variables: rows of m (columns where rowvar is false), and of y."""
    x = _variables(m, rowvar)
    if y is not None:
        x = _apply.apply("Concat", {"axis": 0}, [x, _variables(y, rowvar)])[0]
    x = x - x.mean(1, keepdims=True)
    spread = (1 - bias) if ddof is None else ddof
    return (_apply.binary("MatMul", x, x.transpose(1, 0)) / float(x.shape[1] - spread)).squeeze()


@wide
def corrcoef(x: _Given, y: _Given | None = None, *, rowvar: bool = True) -> Array:
    """`cov` over the standard deviations."""
    c = cov(x, y, rowvar=rowvar)
    if c.ndim == 0:
        return c / c
    deviations = _apply.one("Sqrt", linalg.diagonal(c))
    return c / (deviations.reshape(-1, 1) * deviations.reshape(1, -1))


def _variables(m: _Given, rowvar: bool) -> Array:
    m = operand(m)
    m = m.reshape(1, -1) if m.ndim < 2 else m
    return m if rowvar else m.transpose(1, 0)


# ---- comparisons -----------------------------------------------------------------------------------------------------


def isclose(a: _Given, b: _Given, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Array:
    """Whether |a - b| <= atol + rtol |b|, or both are the same infinity, element by element."""
    a, b = operand(a), operand(b)
    infinite = float("inf")
    near = (abs(a - b) <= abs(b) * rtol + atol) & (abs(b) < infinite) | (a == b)
    return near | ((a != a) & (b != b)) if equal_nan else near


def allclose(a: _Given, b: _Given, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Array:
    """Whether `isclose` holds everywhere."""
    return isclose(a, b, rtol, atol, equal_nan).all()


def array_equal(a: _Given, b: _Given, equal_nan: bool = False) -> bool:
    """Whether shapes and all elements are the same; NaN is that of NaN if `equal_nan`."""
    a, b = operand(a), operand(b)
    if tuple(a.shape) != tuple(b.shape):
        return False
    same = a == b
    return bool((same | ((a != a) & (b != b)) if equal_nan else same).all())


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
