"""x[index] and x[index] = value by NumPy's rules: views where the index is whole numbers and slices, else ops."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pydl4j import _jvm
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import Held, Operand, described, held, over

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

_END = 2**63 - 1
_WHOLE = frozenset({_dtypes.NUMBERS["int64"], _dtypes.NUMBERS["int32"]})
_TRUTH = _dtypes.NUMBERS["bool"]
_SIMPLE = frozenset({int, slice, type(None), type(Ellipsis)})
_PLAIN = (bool, int, float, complex, np.generic)


def get(x: Held, index: Any) -> Array:
    """x[index] of an array: a view for whole numbers, slices, None and ``...``, else a new array."""
    if _is_simple(index):
        return x._with_view(_view(x, index))
    op = _of_rows(x, index)
    return picked(x, index) if op is None else _apply.apply(op, {"axis": 0}, (x, index))[0]


def put(x: Held, index: Any, value: Any) -> None:
    """x[index] = value: broadcast and converted as NumPy does; where an index comes twice, the last value stays.

    Raises
    ------
    IndexError
        For more indices than axes, one outside of its axis, or an array that is neither of whole numbers nor a mask.
    ValueError
        For a value whose shape does not broadcast to that of x[index].
    """
    if isinstance(value, Operand) and value._trace is not None:
        raise TypeError(
            "[index] a traced value cannot be written into an array: got an assignment by index; expected values that "
            "are known. Use nd.where or nd.concat."
        )
    x._writable()
    if _is_simple(index):
        _write(x._with_view(_view(x, index)), like(x, value))
        return
    op = _of_rows(x, index)
    if op == "Gather" and isinstance(value, Held) and value._number == x._number and _fills(x, index, value):
        _apply.replace("pydl4j.PutAt", {"axis": 0}, (x, value, index))
        return
    parsed = _parsed(x, index)
    base, given = _based(x, parsed.basic), like(x, value)
    if not parsed.picks:
        _write(base, given)
        return
    if np.may_share_memory(given._np, x._np):
        given = given.copy()
    axis, mask = parsed.picks[0]
    if len(parsed.picks) == 1 and _is_mask(mask) and given.ndim == 0 and _fits(base, axis, mask):
        replace("pydl4j.MaskedFill", axis, (base, mask, given))
        return
    axes, indices = _indices(parsed.picks)
    base, axis, moves = _gathered(base, axes, parsed)
    if given.ndim:
        dims = np.broadcast_shapes(*(i.shape for i in indices))
        rest = base.shape[:axis] + base.shape[axis + len(indices) :]
        at = 0 if moves else axis
        given = given._with_view(_broadcast(given, (*rest[:at], *dims, *rest[at:]), index))
        if moves:
            given = given._with_view(np.moveaxis(given._np, range(len(dims)), range(axis, axis + len(dims))))
    replace("pydl4j.PutAt", axis, (base, given, *indices))


def _of_rows(x: Held, index: Any) -> str | None:
    """The op that picks by one array from the first axis, the usual case: of whole numbers, or a mask of a vector."""
    if not isinstance(index, Held) or not x.ndim:
        return None
    if index._number in _WHOLE:
        return "Gather"
    return "Compress" if index._number == _TRUTH and index.ndim == x.ndim == 1 and index.shape == x.shape else None


def _fills(x: Held, index: Held, value: Held) -> bool:
    """Whether a value has the shape of x[index] and other memory."""
    return value.shape == index.shape + x.shape[1:] and not np.may_share_memory(value._np, x._np)


def picked(x: Any, index: Any) -> Any:
    """x[index] as ops; of an array, basic indexing stays a view.

    Parameters
    ----------
    x : Array or traced value
        What is indexed.
    index : int, slice, None, Ellipsis, array_like of int or bool, or a tuple of these
        Arrays of whole numbers broadcast with one another; their axes come where the first of them stands, or first of
        all when slices or None lie between them. A mask stands for the indices at which it holds.

    Raises
    ------
    IndexError
        For more indices than axes, an index outside of its axis, or an array that is neither of whole numbers nor a
        mask of the size of its axes.
    """
    parsed = _parsed(x, index)
    base = _based(x, parsed.basic)
    if not parsed.picks:
        return base
    axis, first = parsed.picks[0]
    if len(parsed.picks) == 1:
        if not _is_mask(first):
            return _moved(_apply.apply("Gather", {"axis": axis}, [base, first])[0], axis, first.ndim, parsed)
        if _fits(base, axis, first) and (first.ndim == 1 or min(_dims(base), default=0) >= 0):
            dims = _dims(base)
            if first.ndim > 1:
                n = int(np.prod(dims[axis : axis + first.ndim]))
                base = base.reshape(*dims[:axis], n, *dims[axis + first.ndim :])
                first = first.reshape(-1)
            return _moved(_apply.apply("Compress", {"axis": axis}, [base, first])[0], axis, 1, parsed)
    axes, indices = _indices(parsed.picks)
    base, axis, _ = _gathered(base, axes, parsed)
    taken = _apply.apply("pydl4j.TakeAt", {"axis": axis}, [base, *indices])[0]
    return _moved(taken, axis, max(i.ndim for i in indices), parsed)


# ---- what an index says ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Parsed:
    """An index in two steps: whole numbers, slices and None first, then arrays at axes of what these leave.

    Parameters
    ----------
    basic : tuple
        A slice or whole number per axis, and None for new ones.
    picks : list of (int, array)
        The first axis of each array of whole numbers or mask.
    adjacent : bool
        Whether no slice or None lies between arrays (and whole numbers): then their axes come where the first is.
    """

    basic: tuple[Any, ...]
    picks: list[tuple[int, Any]]
    adjacent: bool


def _is_simple(index: Any) -> bool:
    if type(index) is tuple:
        return all(type(part) in _SIMPLE for part in index)
    return type(index) in _SIMPLE


def _view(x: Held, index: Any) -> np.ndarray:
    whole = index if isinstance(index, tuple) else (index,)
    try:
        return x._np[whole if Ellipsis in whole else (*whole, ...)]
    except IndexError as error:
        raise IndexError(f"[index] {error}: got {index!r} for shape {x.shape}. Check the index.") from None


def _parsed(x: Any, index: Any) -> _Parsed:
    parts = [as_part(item) for item in (index if isinstance(index, tuple) else (index,))]
    used = sum(_consumed(part) for part in parts)
    if used > x.ndim or sum(part is Ellipsis for part in parts) > 1:
        raise IndexError(f"[index] too many indices: got {index!r}; expected at most {x.ndim}. Remove the surplus.")
    at = next((k for k, part in enumerate(parts) if part is Ellipsis), len(parts))
    parts[at : at + 1] = [slice(None)] * (x.ndim - used)
    basic: list[Any] = []
    picks: list[tuple[int, Any]] = []
    places = []  # of arrays and whole numbers
    axis = out = 0  # of x, and of what basic leaves
    for place, part in enumerate(parts):
        if isinstance(part, Operand):
            picks.append((out, _apply.operand(part).reshape(1) if part.ndim == 0 and _is_mask(part) else part))
            n = _consumed(part)
            if _is_mask(part):
                _check_mask(x, axis, part)
            basic += [slice(None)] * n or [None]
            out += max(n, 1)
        else:
            if isinstance(part, int):
                _check_inside(x, axis, part)
            basic.append(part)
            out += not isinstance(part, int)
        if isinstance(part, (Operand, int)):
            places.append(place)
        axis += _consumed(part)
    return _Parsed(tuple(basic), picks, not places or places[-1] - places[0] + 1 == len(places))


def as_part(given: Any) -> Any:
    """One part of an index: None, Ellipsis, a slice, an int, or an array of truth values, int32 or int64."""
    if given is None or given is Ellipsis or isinstance(given, slice):
        return given
    if isinstance(given, (int, np.integer)) and not isinstance(given, bool):
        return int(given)
    array = given
    if not isinstance(given, Operand):
        array = np.asarray(given)
        array = array.astype(np.int64) if array.size == 0 and isinstance(given, (list, tuple)) else array
    kind = "f" if array.dtype == _dtypes.BFLOAT16 else np.dtype(array.dtype).kind
    if kind not in "iub":
        raise IndexError(
            f"[index] got an array of {array.dtype}; expected whole numbers, slices, None, ..., and arrays of whole "
            "numbers or truth values. Cast it."
        )
    array = array if isinstance(array, Operand) else held(array)
    if kind != "b" and array.dtype not in (np.int64, np.int32):
        return _apply.cast(array, "int64")
    return array


def _is_mask(part: Operand) -> bool:
    return bool(part.dtype == np.bool_)


def _consumed(part: Any) -> int:
    """Axes that a part of an index takes."""
    if isinstance(part, Operand):
        return part.ndim if _is_mask(part) else 1
    return int(part is not None and part is not Ellipsis)


def _dims(x: Any) -> list[int]:
    return [x._dim(k) for k in range(x.ndim)]


def _check_inside(x: Any, axis: int, k: int) -> None:
    size = x._dim(axis)
    if size >= 0 and not -size <= k < size:
        raise IndexError(
            f"[index] out of range: got {k} for axis {axis} of size {size}; expected -{size} to {size - 1}."
        )


def _check_mask(x: Any, axis: int, mask: Any) -> None:
    for k, n in enumerate(_dims(mask)):
        size = x._dim(axis + k)
        if n != size and n > 0 and size >= 0:
            raise IndexError(
                f"[index] a mask does not fit: got {n} truth values for axis {axis + k} of size {size}; expected "
                f"{size}. Make it as large."
            )


def _fits(x: Any, axis: int, mask: Any) -> bool:
    """Whether a mask has the sizes of its axes; NumPy allows 0 beside."""
    return all(n == x._dim(axis + k) for k, n in enumerate(_dims(mask)))


# ---- what it does ----------------------------------------------------------------------------------------------------


def _based(x: Any, basic: tuple[Any, ...]) -> Any:
    """x under the basic part of an index: a view of an array."""
    if x._trace is None:
        return x._with_view(_view(x, basic))
    starts: list[int] = []
    ends: list[int] = []
    axes: list[int] = []
    steps: list[int] = []
    dropped = [axis for axis, part in enumerate(p for p in basic if p is not None) if isinstance(part, int)]
    added = [k for k, part in enumerate(p for p in basic if not isinstance(p, int)) if part is None]
    for axis, part in enumerate(p for p in basic if p is not None):
        if isinstance(part, int):
            part = slice(part, part + 1 if part != -1 else None)
        _cut(part, axis, starts, ends, axes, steps)
    if axes:
        x = _apply.apply("Slice", {"starts": starts, "ends": ends, "axes": axes, "steps": steps}, [x])[0]
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


def _indices(picks: list[tuple[int, Any]]) -> tuple[list[int], list[Any]]:
    """The axes that arrays of whole numbers name, masks as the indices at which they hold."""
    axes: list[int] = []
    indices: list[Any] = []
    for axis, part in picks:
        if _is_mask(part):
            hits = _apply.apply("NonZero", {}, [part])[0]
            axes += range(axis, axis + part.ndim)
            indices += [hits[k] for k in range(part.ndim)]
        else:
            axes.append(axis)
            indices.append(part)
    return axes, indices


def _gathered(x: Any, axes: list[int], parsed: _Parsed) -> tuple[Any, int, bool]:
    """x with these axes side by side, the first of them, and whether the result's are to be moved to the front."""
    if axes[-1] - axes[0] + 1 == len(axes):
        return x, axes[0], not parsed.adjacent and axes[0] > 0
    return x.transpose(*axes, *(k for k in range(x.ndim) if k not in axes)), 0, False


def _moved(x: Any, axis: int, n: int, parsed: _Parsed) -> Any:
    """The axes of arrays, n from 'axis' on, put first where they do not stay in place."""
    if parsed.adjacent or axis == 0 or n == 0:
        return x
    moved = range(axis, axis + n)
    return x.transpose(*moved, *(k for k in range(x.ndim) if k not in moved))


# ---- writing ---------------------------------------------------------------------------------------------------------


def like(x: Held, value: Any) -> Any:
    """The value as an array of the type of x."""
    if not isinstance(value, _PLAIN):
        value = held(value)
        return value if value.dtype == x.dtype else _apply.cast(value, x.dtype)
    if x._is_bfloat16:
        return over(np.asarray(_dtypes.to_bfloat16(np.asarray(value, np.float32))), x._number)
    return held(np.full((), value, x.dtype))


def _write(target: Held, value: Any) -> None:
    given = value._with_view(_broadcast(value, target.shape, ...))
    _jvm.call("LocalNd", "assign", described(target, given))


def _broadcast(value: Held, shape: tuple[int, ...], index: Any) -> np.ndarray:
    view = value._np
    while view.ndim > len(shape) and view.shape[0] == 1:
        view = view[0]
    try:
        return np.broadcast_to(view, shape)
    except ValueError:
        raise ValueError(
            f"[index] the value does not fit: got shape {value.shape} for x[{index!r}]; expected one that broadcasts "
            f"to {shape}. Reshape it."
        ) from None


def replace(op: str, axis: int, arrays: tuple[Any, ...]) -> None:
    """Writes an op's result over its first operand."""
    _apply.replace(op, {"axis": axis}, arrays)
