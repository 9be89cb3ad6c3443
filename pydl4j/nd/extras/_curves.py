"""Lines through points and their slopes under NumPy's names; of traced values, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["gradient", "interp"]

_Given = ArrayLike | Operand


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
