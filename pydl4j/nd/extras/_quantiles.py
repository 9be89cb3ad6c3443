"""Medians, percentiles and quantiles, with and without what is not a number."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.core._operators import floating
from pydl4j.nd.functions._gathering import take, take_along_axis
from pydl4j.nd.functions._manipulation import expand_dims
from pydl4j.nd.functions._searching import where
from pydl4j.nd.functions._sorting import sort

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "median",
    "nanmedian",
    "nanpercentile",
    "nanquantile",
    "percentile",
    "quantile",
]

_Given = ArrayLike | Operand
_Axes = int | Sequence[int] | None
_METHODS = ("linear", "lower", "higher", "nearest", "midpoint")


def quantile(x: _Given, q: _Given, /, *, axis: _Axes = None, method: str = "linear", keepdims: bool = False) -> Array:
    """The values below which the shares q of the elements along axes lie.

    Parameters
    ----------
    x : array_like
        Of numbers, at least one along the axes; whole ones are taken as floats.
    q : array_like
        Shares from 0 to 1; their shape comes first in the result.
    axis : int or sequence of int, optional
        All by default.
    method : {"linear", "lower", "higher", "nearest", "midpoint"}
        What lies between the two elements around the place ``q (n - 1)``.
    keepdims : bool, default False
        Whether the axes stay with size 1.

    Returns
    -------
    Array
        NaN where an element is.
    """
    return _quantile(x, q, axis, method, keepdims, skips=False)


def percentile(x: _Given, q: _Given, /, *, axis: _Axes = None, method: str = "linear", keepdims: bool = False) -> Array:
    """`quantile` of shares in percent."""
    return _quantile(x, _percent(q), axis, method, keepdims, skips=False)


def median(x: _Given, /, *, axis: _Axes = None, keepdims: bool = False) -> Array:
    """The element in the middle, or the mean of both: `quantile` of 0.5."""
    return _quantile(x, 0.5, axis, "midpoint", keepdims, skips=False)


def nanquantile(
    x: _Given, q: _Given, /, *, axis: _Axes = None, method: str = "linear", keepdims: bool = False
) -> Array:
    """`quantile` of the elements that are numbers; NaN where none is."""
    return _quantile(x, q, axis, method, keepdims, skips=True)


def nanpercentile(
    x: _Given, q: _Given, /, *, axis: _Axes = None, method: str = "linear", keepdims: bool = False
) -> Array:
    """`percentile` of the elements that are numbers; NaN where none is."""
    return _quantile(x, _percent(q), axis, method, keepdims, skips=True)


def nanmedian(x: _Given, /, *, axis: _Axes = None, keepdims: bool = False) -> Array:
    """`median` of the elements that are numbers; NaN where none is."""
    return _quantile(x, 0.5, axis, "midpoint", keepdims, skips=True)


def _percent(q: _Given) -> Array:
    return _apply.cast(_shares(q), "float64") / 100


def _shares(q: _Given) -> Array:
    return operand(q if isinstance(q, Operand) else np.asarray(q, np.float64))


def _quantile(x: _Given, q: _Given, axis: _Axes, method: str, keepdims: bool, *, skips: bool) -> Array:
    if method not in _METHODS:
        raise ValueError(f"[quantile] got method {method!r}; expected one of {', '.join(_METHODS)}.")
    q = _apply.cast(_shares(q), "float64")
    if q._trace is None and not bool(((q >= 0) & (q <= 1)).all()):
        raise ValueError(f"[quantile] got shares {q.tolist()}; expected numbers from 0 to 1 (percent: to 100).")
    x = floating(operand(x))
    axes = range(x.ndim) if axis is None else [axis] if isinstance(axis, int) else axis
    axes = [operator.index(k) % x.ndim for k in axes]
    rest = [k for k in range(x.ndim) if k not in axes]
    dims = [x.shape[k] for k in rest]
    ordered = sort(x.transpose([*rest, *axes]).reshape([*dims, int(np.prod([x.shape[k] for k in axes]))]))
    n = ordered.shape[-1]
    if n == 0:
        raise ValueError(f"[quantile] got no elements: shape {x.shape}; expected at least one along the axes.")
    flat = q.reshape(-1)
    if skips:
        numbers = n - _apply.cast(_apply.one("IsNaN", ordered), "int64").sum(-1, keepdims=True)
        at = flat * _apply.cast(numbers - 1, "float64")

        def pick(places: Any) -> Array:
            return take_along_axis(ordered, _apply.cast(places, "int64"), axis=-1)

    else:
        at = flat * float(n - 1)

        def pick(places: Any) -> Array:
            return take(ordered, _apply.cast(places, "int64"), axis=-1)

    made = _between(at, pick, method, x.dtype)
    if not skips:
        last = ordered[..., -1:]
        made = where(_apply.one("IsNaN", last), last, made)
    made = made.transpose(made.ndim - 1, *range(made.ndim - 1)).reshape([*q.shape, *dims])
    return expand_dims(made, axis=[k + q.ndim for k in sorted(axes)]) if keepdims else made


def _between(at: Array, pick: Callable[[Array], Array], method: str, dtype: Any) -> Array:
    if method == "nearest":
        return pick(_apply.one("Round", at))
    below = _apply.one("Floor", at)
    if method == "lower":
        return pick(below)
    above = _apply.one("Ceil", at)
    if method == "higher":
        return pick(above)
    low, high = pick(below), pick(above)
    share = _apply.cast(at - below, dtype)
    if method == "midpoint":
        share = where(share > 0, 0.5, 0.0)
    return where(low == high, low, low + (high - low) * _apply.cast(share, dtype))
