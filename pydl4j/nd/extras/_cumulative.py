"""The Array API's cumulative functions and differences, and NumPy's beside them."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.functions._manipulation import broadcast_to, concat

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "cummax",
    "cummin",
    "cumprod",
    "cumsum",
    "cumulative_prod",
    "cumulative_sum",
    "diff",
    "ediff1d",
    "trapezoid",
]

_Given = ArrayLike | Operand


def cumulative_sum(x: _Given, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Array:
    """Sums along an axis of the elements up to each.

    Parameters
    ----------
    x : array_like
        Of numbers.
    axis : int, optional
        May be left out for vectors only.
    dtype : optional
        Of the result and of the sums; int64 or uint64 by default for smaller types of whole numbers, else that of x.
    include_initial : bool, default False
        Whether to start with 0: then the axis is longer by one.

    Returns
    -------
    Array
        Of the shape of x, but for the start.
    """
    return _cumulated("CumSum", 0, x, axis, dtype, include_initial)


def cumulative_prod(
    x: _Given, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False
) -> Array:
    """Products along an axis of the elements up to each, starting with 1; as `cumulative_sum`."""
    return _cumulated("pydl4j.CumProd", 1, x, axis, dtype, include_initial)


def cumsum(x: _Given, axis: int | None = None, *, dtype: Any = None) -> Array:
    """`cumulative_sum`, of the flattened values where the axis is None."""
    x, axis = _flat(x, axis)
    return cumulative_sum(x, axis=axis, dtype=dtype)


def cumprod(x: _Given, axis: int | None = None, *, dtype: Any = None) -> Array:
    """`cumulative_prod`, of the flattened values where the axis is None."""
    x, axis = _flat(x, axis)
    return cumulative_prod(x, axis=axis, dtype=dtype)


def cummax(x: _Given, axis: int | None = None) -> Array:
    """The largest of the elements along an axis up to each; of the flattened values where the axis is None."""
    x, axis = _flat(x, axis)
    return _apply.apply("pydl4j.CumMax", {"axis": axis}, [x])[0]


def cummin(x: _Given, axis: int | None = None) -> Array:
    """The smallest of the elements along an axis up to each; of the flattened values where the axis is None."""
    x, axis = _flat(x, axis)
    return _apply.apply("pydl4j.CumMin", {"axis": axis}, [x])[0]


def diff(
    x: _Given, /, *, axis: int = -1, n: int = 1, prepend: _Given | None = None, append: _Given | None = None
) -> Array:
    """Differences of neighbours along an axis, n times; of truth values whether they differ.

    Parameters
    ----------
    x : array_like
        At least one axis.
    axis : int, default -1
        The axis, which becomes shorter by n.
    n : int, default 1
        How often.
    prepend, append : array_like, optional
        Elements that are put before and after those of x; a number stands for one.
    """
    x = operand(x)
    if n < 0 or not -x.ndim <= axis < x.ndim:
        raise ValueError(f"[diff] got n = {n} and axis {axis} for shape {x.shape}; expected n >= 0 and an axis of x.")
    axis = operator.index(axis) % x.ndim
    parts = [_beside(x, part, axis) for part in (prepend, x, append) if part is not None]
    x = concat(parts, axis=axis) if len(parts) > 1 else x
    for _ in range(n):
        before = (slice(None),) * axis
        after, first = x[(*before, slice(1, None))], x[(*before, slice(None, -1))]
        x = after != first if x.dtype == np.bool_ else after - first
    return x


def ediff1d(x: _Given, /, *, to_end: _Given | None = None, to_begin: _Given | None = None) -> Array:
    """Differences of neighbours of the flattened values, with others put before and after."""
    made = diff(operand(x).reshape(-1))
    around = [to_begin, made, to_end]
    return concat([operand(part).reshape(-1) for part in around if part is not None])


def trapezoid(y: _Given, x: _Given | None = None, /, *, dx: float = 1.0, axis: int = -1) -> Array:
    """The integral along an axis by the trapezoidal rule: the sum of (y[i] + y[i + 1]) / 2 times the step.

    Parameters
    ----------
    y : array_like
        Values.
    x : array_like, optional
        Where they are taken: a vector, or of the shape of y; else they are dx apart.
    dx : float, default 1
        The step without x.
    axis : int, default -1
        The axis.
    """
    y = operand(y)
    axis = operator.index(axis) % y.ndim
    before = (slice(None),) * axis
    pairs = (y[(*before, slice(1, None))] + y[(*before, slice(None, -1))]) / 2
    if x is None:
        return (pairs * dx).sum(axis)
    x = operand(x)
    steps = diff(x, axis=axis if x.ndim > 1 else 0)
    if x.ndim == 1:
        steps = steps.reshape([-1] + [1] * (y.ndim - axis - 1))
    return (pairs * steps).sum(axis)


def _flat(x: _Given, axis: int | None) -> tuple[Any, int]:
    x = operand(x)
    return (x.reshape(-1), 0) if axis is None else (x, operator.index(axis))


def _cumulated(op: str, start: int, x: _Given, axis: int | None, dtype: Any, include_initial: bool) -> Array:
    x = operand(x)
    if x.ndim == 0:
        x = x.reshape(1)
    if axis is None and x.ndim > 1:
        raise ValueError(f"[{op}] got no axis for shape {x.shape}; expected one. Name it.")
    axis = 0 if axis is None else operator.index(axis)
    wanted = _accumulated(x.dtype) if dtype is None else dtype
    x = x if x.dtype == wanted else _apply.cast(x, wanted)
    made = _apply.apply(op, {"axis": [axis]}, [x])[0]
    if not include_initial:
        return made
    dims = [1 if k == axis % x.ndim else d for k, d in enumerate(x.shape)]
    return concat([broadcast_to(_apply.cast(operand(np.full((), start)), wanted), dims), made], axis=axis)


def _accumulated(dtype: Any) -> Any:
    """The type in which elements are added up."""
    if dtype == _dtypes.BFLOAT16 or np.dtype(dtype).kind not in "iub":
        return dtype
    return np.dtype(np.uint64) if np.dtype(dtype).kind == "u" else np.dtype(np.int64)


def _beside(x: Any, part: _Given, axis: int) -> Array:
    part = operand(part)
    if part.ndim == 0:
        part = broadcast_to(part, [1 if k == axis else d for k, d in enumerate(x.shape)])
    return part if part.dtype == x.dtype else _apply.cast(part, x.dtype)
