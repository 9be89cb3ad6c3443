"""Means of weighted elements and how far they lie apart, under NumPy's names; of traced values, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from pydl4j.nd import linalg
from pydl4j.nd.arrays import _creation
from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.core._wide import wide

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["average", "corrcoef", "cov", "ptp"]

_Given = ArrayLike | Operand
_Axis = int | Sequence[int] | None


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
