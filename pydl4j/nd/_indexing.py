"""x[index] and x[index] = value: on arrays views, else ops."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from pydl4j.nd import _apply
from pydl4j.nd._held import Held, Operand

_END = 2**63 - 1


def get(x: Held, index: Any) -> Any:
    """x[index] of an array."""
    parts = index if isinstance(index, tuple) else (index,)
    if any(isinstance(part, Operand) for part in parts):
        if any(part._trace is not None for part in parts if isinstance(part, Operand)):
            return picked(x, index)
        index = tuple(np.asarray(part) if isinstance(part, Held) else part for part in parts)
    return x._with_view(np.asarray(x._np[index]))


def put(x: Held, index: Any, value: Any) -> None:
    """x[index] = value."""
    if x._is_bfloat16:
        raise NotImplementedError("[array] bfloat16 elements cannot be set from NumPy. Cast to float32 first.")
    x._np[index] = np.asarray(value)


def picked(x: Any, index: Any) -> Any:
    """x[index] as ops: whole numbers, slices, None, ``...`` and one array of whole numbers.

    Raises
    ------
    IndexError
        For more indices than axes, or a whole number outside its axis where the size is known.
    NotImplementedError
        For masks and several arrays.
    """
    parts = list(index) if isinstance(index, tuple) else [index]
    used = sum(part is not None and part is not Ellipsis for part in parts)
    if used > x.ndim or sum(part is Ellipsis for part in parts) > 1:
        raise IndexError(f"[index] too many indices: got {index!r}; expected at most {x.ndim}. Remove the surplus.")
    at = next((k for k, part in enumerate(parts) if part is Ellipsis), len(parts))
    parts[at : at + 1] = [slice(None)] * (x.ndim - used)
    starts, ends, axes, steps, dropped, added = [], [], [], [], [], []
    arrays: list[tuple[int, int, Any]] = []
    axis = 0
    for place, part in enumerate(parts):  # place: axis of the result before single indices are dropped
        if part is None:
            added.append(place - len(dropped))
        elif isinstance(part, slice):
            _cut(part, axis, starts, ends, axes, steps)
        elif isinstance(part, (int, np.integer)) and not isinstance(part, bool):
            _check_inside(x, axis, int(part))
            start = int(part)
            _cut(slice(start, start + 1 if start != -1 else None), axis, starts, ends, axes, steps)
            dropped.append(axis)
        else:
            arrays.append((axis, place - len(dropped), part))
        axis += part is not None
    if axes:
        x = _apply.apply("Slice", {"starts": starts, "ends": ends, "axes": axes, "steps": steps}, [x])[0]
    if arrays:
        axis, at, picks = _only(arrays, index)
        x = _apply.apply("Gather", {"axis": axis}, [x, picks])[0]
        more = picks.ndim - 1
        dropped = [d + more if d > axis else d for d in dropped]
        added = [a + more if a > at else a for a in added]
    if dropped:
        x = x.squeeze(dropped)
    return _apply.apply("Unsqueeze", {"axes": added}, [x])[0] if added else x


def _cut(part: slice, axis: int, starts: list[int], ends: list[int], axes: list[int], steps: list[int]) -> None:
    step = 1 if part.step is None else operator.index(part.step)
    if (part.start, part.stop, step) == (None, None, 1):
        return
    first, last = (0, _END) if step > 0 else (_END, -_END)
    starts.append(first if part.start is None else operator.index(part.start))
    ends.append(last if part.stop is None else operator.index(part.stop))
    axes.append(axis)
    steps.append(step)


def _check_inside(x: Any, axis: int, k: int) -> None:
    size = x._dim(axis)
    if size >= 0 and not -size <= k < size:
        raise IndexError(f"[index] out of range: got {k} for axis {axis}; expected -{size} to {size - 1}.")


def _only(arrays: list[tuple[int, int, Any]], index: Any) -> tuple[int, int, Any]:
    axis, at, picks = arrays[0]
    if not isinstance(picks, Operand):
        picks = np.asarray(picks)
    if len(arrays) > 1 or np.dtype(picks.dtype).kind not in "iu":
        raise NotImplementedError(
            f"[index] got {index!r}; expected whole numbers, slices, None, ... and at most one array of whole numbers. "
            "For masks use nd.where, for other arrays nd.ops.gather."
        )
    return axis, at, picks
