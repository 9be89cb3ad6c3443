"""How many elements there are of each kind: bins and histograms."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.extras._cumulative import diff
from pydl4j.nd.functions._manipulation import concat
from pydl4j.nd.functions._searching import searchsorted, where

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "bincount",
    "histogram",
    "histogram_bin_edges",
]

_Given = ArrayLike | Operand


def bincount(x: _Given, /, weights: _Given | None = None, *, minlength: int = 0) -> Array:
    """How often there is each number 0, 1, 2, ... in a vector of whole numbers; or the sums of their weights.

    Parameters
    ----------
    x : array_like of int
        A vector of numbers from 0.
    weights : array_like, optional
        One per element.
    minlength : int, default 0
        The least size of the result; its size when x is traced.

    Raises
    ------
    ValueError
        For negative numbers, and for what is no vector.
    """
    x = operand(x)
    if x.ndim != 1 or np.dtype(x.dtype).kind not in "iub":
        raise ValueError(f"[bincount] got {x.dtype} of shape {x.shape}; expected a vector of whole numbers.")
    x = _apply.cast(x, "int64")
    size = operator.index(minlength)
    if x._trace is None and x.size:
        if int(x.min()) < 0:
            raise ValueError(f"[bincount] got {int(x.min())}; expected numbers from 0. Shift them.")
        size = max(size, int(x.max()) + 1)
    return _summed(x, 1 if weights is None else operand(weights), size)


def histogram_bin_edges(x: _Given, /, bins: int | _Given = 10, *, range: Sequence[float] | None = None) -> Array:
    """The edges of bins of equal width from the least to the largest element, or over a range.

    Parameters
    ----------
    x : array_like
        Of numbers.
    bins : int or array_like, default 10
        How many, or the ascending edges themselves.
    range : (low, high), optional
        What the bins cover.

    Returns
    -------
    Array
        One more than there are bins; float64 for whole numbers.
    """
    if not isinstance(bins, (int, np.integer)):
        return operand(bins)
    if bins < 1:
        raise ValueError(f"[histogram] got {bins} bins; expected at least one.")
    x = operand(x)
    x = x if _dtypes.is_float(_dtypes.number(x.dtype)) else _apply.cast(x, "float64")
    if range is not None:
        low, high = (operand(np.asarray(end, np.float64)) for end in range)
        if not float(range[0]) <= float(range[1]):
            raise ValueError(f"[histogram] got range {tuple(range)}; expected its ends in ascending order.")
        low, high = _apply.cast(low, x.dtype), _apply.cast(high, x.dtype)
    elif x._trace is None and not x.size:
        low, high = (operand(np.asarray(end, x.dtype)) for end in (0, 1))
    else:
        low, high = x.min(), x.max()
        if x._trace is None and not np.isfinite([float(low), float(high)]).all():
            raise ValueError(f"[histogram] got elements from {low} to {high}; expected finite ones, or a range.")
    alike = low == high
    low, high = where(alike, low - 0.5, low), where(alike, high + 0.5, high)
    steps = operand(np.arange(bins, dtype=np.float64))
    step = (high - low) / bins
    return concat([low + _apply.cast(steps, x.dtype) * step, high.reshape(1)])


def histogram(
    x: _Given,
    /,
    bins: int | _Given = 10,
    *,
    range: Sequence[float] | None = None,
    weights: _Given | None = None,
    density: bool = False,
) -> tuple[Array, Array]:
    """How many elements lie in each bin, ``edges[i] <= x < edges[i + 1]`` (the last inclusive), and the edges.

    Parameters
    ----------
    x : array_like
        Of numbers, flattened.
    bins, range
        As for `histogram_bin_edges`.
    weights : array_like, optional
        What each element counts.
    density : bool, default False
        Whether to divide by the sum and the bins' widths, so that the integral is 1.
    """
    x = operand(x).reshape(-1)
    edges = histogram_bin_edges(x, bins, range=range)
    n = edges.shape[0] - 1
    if edges._trace is None and not bool((diff(edges) >= 0).all()):
        raise ValueError("[histogram] got edges in no order; expected ascending ones. Sort them.")
    x = _apply.cast(x, edges.dtype)
    inside = (x >= edges[0]) & (x <= edges[-1])
    at = _apply.apply("Min", {}, [searchsorted(edges, x, side="right") - 1, n - 1])[0]
    counted = _apply.cast(inside, "int64") if weights is None else _weighed(inside, operand(weights).reshape(-1))
    counts = _summed(where(inside, at, 0), counted, n)
    if not density:
        return counts, edges
    widths = _apply.cast(diff(edges), "float64" if edges.dtype == np.float64 else "float32")
    counts = _apply.cast(counts, widths.dtype)
    return counts / widths / counts.sum(), edges


def _weighed(inside: Any, weights: Any) -> Array:
    return where(inside, weights, 0)


def _summed(at: Any, values: Any, size: int) -> Array:
    """Sums of the values by their index; one value stands for all."""
    dtype = "int64" if isinstance(values, int) or values.dtype == np.bool_ else values.dtype
    zeros = operand(np.zeros(size, dtype))
    given = operand(np.asarray(values, dtype)) if isinstance(values, int) else values
    return _apply.apply("pydl4j.PutAt", {"reduction": "add"}, [zeros, given, at])[0]
