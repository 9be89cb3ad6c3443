"""Functions that arrange elements anew, under NumPy's names; of traced values, too.

What only describes the same memory otherwise (axes in another order, backwards, of size 1) gives views of arrays.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "broadcast_arrays", "broadcast_shapes", "broadcast_to", "concat", "expand_dims", "flip", "moveaxis",
    "permute_dims", "repeat", "reshape", "roll", "squeeze", "stack", "tile", "unstack",
]  # fmt: skip

_Axes = int | Sequence[int]
_Given = ArrayLike | Operand


@overload
def broadcast_shapes(*shapes: Sequence[int]) -> tuple[int, ...]: ...


@overload
def broadcast_shapes(*shapes: Sequence[int | None]) -> tuple[int | None, ...]: ...


def broadcast_shapes(*shapes: Sequence[int | None]) -> tuple[int | None, ...]:
    """The shape that shapes broadcast to; None stands for a size that is not known.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.broadcast_shapes((7, 1), (3,))
    (7, 3)
    """
    rank = max(map(len, shapes), default=0)
    sizes: list[int | None] = [1] * rank
    for shape in shapes:
        for axis, size in enumerate(shape, rank - len(shape)):
            known = sizes[axis]
            if known == 1 or (known is None and size != 1):
                sizes[axis] = size
            elif size is not None and size not in (1, known):
                raise ValueError(f"[broadcast_shapes] got {shapes}; expected sizes that are equal or 1.")
    return tuple(sizes)


def broadcast_arrays(*arrays: _Given) -> tuple[Array, ...]:
    """The arrays, each repeated to the shape that they broadcast to."""
    given = [operand(x) for x in arrays]
    shape = broadcast_shapes(*(x.shape for x in given))
    return tuple(broadcast_to(x, shape) for x in given)


def broadcast_to(x: _Given, /, shape: Sequence[int]) -> Array:
    """x repeated along axes of size 1 and new first axes to that shape."""
    x, wanted = operand(x), tuple(operator.index(d) for d in shape)
    if x._trace is None and broadcast_shapes(x.shape, wanted) != wanted:
        raise ValueError(f"[broadcast_to] got {x.shape} to {wanted}; expected sizes that are equal or 1 in x.")
    return _apply.one("Expand", x, (("shape", wanted),))


def concat(arrays: Sequence[_Given], /, *, axis: int | None = 0) -> Array:
    """Arrays joined along an axis; flattened first where it is None."""
    if axis is None:
        return concat([operand(x).reshape(-1) for x in arrays])
    return _apply.apply("Concat", {"axis": operator.index(axis)}, list(arrays))[0]


def stack(arrays: Sequence[_Given], /, *, axis: int = 0) -> Array:
    """Arrays of one shape joined along a new axis."""
    return concat([expand_dims(x, axis=axis) for x in arrays], axis=axis)


def unstack(x: _Given, /, *, axis: int = 0) -> tuple[Array, ...]:
    """The parts of x along an axis, which goes."""
    first = moveaxis(x, axis, 0)
    return tuple(first[k] for k in range(first.shape[0]))


def expand_dims(x: _Given, /, axis: _Axes = 0) -> Array:
    """New axes of size 1 at those positions of the result."""
    axes = _listed(axis)
    return _arranged("expand_dims", x, lambda a: np.expand_dims(a, axes), "Unsqueeze", {"axes": list(axes)})


def squeeze(x: _Given, /, axis: _Axes | None = None) -> Array:
    """Without axes of size 1: those given, or all."""
    axes = None if axis is None else _listed(axis)
    given = {"axes": None if axes is None else list(axes)}
    return _arranged("squeeze", x, lambda a: np.squeeze(a, axes), "Squeeze", given)


def reshape(x: _Given, /, shape: Sequence[int], *, copy: bool | None = None) -> Array:
    """The same elements, row by row, under another shape; one size may be -1.

    Parameters
    ----------
    x : array_like
        Of any shape.
    shape : sequence of int
        Of as many elements.
    copy : bool, optional
        True copies always, False never: where the layout needs a copy, it is a ValueError then.
    """
    x = operand(x)
    made = x.reshape(shape)
    if x._trace is None and copy is not None:
        shares = np.shares_memory(made._np, x._np) or not x.size
        if not copy and not shares:
            raise ValueError(f"[reshape] a copy is needed: got strides {x._np.strides}; expected a dense array.")
        made = made.copy() if copy and shares else made
    return made


def permute_dims(x: _Given, /, axes: Sequence[int]) -> Array:
    """The axes in that order."""
    return operand(x).transpose(tuple(axes))


def moveaxis(x: _Given, source: _Axes, destination: _Axes, /) -> Array:
    """Axes moved to other positions; the others stay in their order."""
    x, source, destination = operand(x), _listed(source), _listed(destination)
    if len(source) != len(destination):
        raise ValueError(f"[moveaxis] got {len(source)} axes to {len(destination)} positions; expected as many.")
    source = tuple(_inside("moveaxis", k, x.ndim) for k in source)
    order = [k for k in range(x.ndim) if k not in source]
    for to, k in sorted(zip((_inside("moveaxis", k, x.ndim) for k in destination), source, strict=True)):
        order.insert(to, k)
    return x.transpose(order) if order else x


def flip(x: _Given, /, *, axis: _Axes | None = None) -> Array:
    """The elements along axes, all by default, from the last to the first."""
    x = operand(x)
    axes = range(x.ndim) if axis is None else [_inside("flip", k, x.ndim) for k in _listed(axis)]
    return x[tuple(slice(None, None, -1 if k in axes else 1) for k in range(x.ndim))] if x.ndim else x


def roll(x: _Given, /, shift: _Axes, *, axis: _Axes | None = None) -> Array:
    """Elements moved along axes; those that leave at an end come in at the other. Flattened in between without axes."""
    x = operand(x)
    if axis is None:
        return roll(x.reshape(-1), shift, axis=0).reshape(x.shape)
    axes, shifts = _listed(axis), _listed(shift)
    shifts = shifts * len(axes) if len(shifts) == 1 else shifts
    if len(shifts) != len(axes):
        raise ValueError(f"[roll] got {len(shifts)} shifts for {len(axes)} axes; expected one for each.")
    made = x
    for k, by in zip(axes, shifts, strict=True):
        at = _inside("roll", k, x.ndim)
        size = x.shape[at]
        cut = -by % size if size else 0
        if cut:
            before = (slice(None),) * at
            made = concat([made[(*before, slice(cut, None))], made[(*before, slice(None, cut))]], axis=at)
    return _apply.one("Identity", x) if made is x else made


def repeat(x: _Given, repeats: int | _Given, /, *, axis: int | None = None) -> Array:
    """Each element of an axis several times: a number of times for all, or one for each, [n]."""
    x = operand(x)
    if axis is None:
        return repeat(x.reshape(-1), repeats, axis=0)
    at = _inside("repeat", axis, x.ndim)
    shape = x.shape
    if isinstance(repeats, (int, np.integer)):
        wide = broadcast_to(expand_dims(x, at + 1), (*shape[: at + 1], int(repeats), *shape[at + 1 :]))
        return wide.reshape((*shape[:at], shape[at] * int(repeats), *shape[at + 1 :]))
    times = _apply.cast(broadcast_to(repeats, (shape[at],)), "int64")
    total = int(times.sum())
    starts = _apply.one("CumSum", times, (("axis", (0,)), ("exclusive", 1)))
    marks = _apply.apply(
        "ScatterElements",
        {"axis": 0, "reduction": "add"},
        [np.zeros(total + 1, np.int64), starts, np.ones(shape[at], np.int64)],
    )[0]
    picks = _apply.one("CumSum", marks, (("axis", (0,)),))[:total] - 1
    return _apply.apply("Gather", {"axis": at}, [x, picks])[0]


def tile(x: _Given, repetitions: Sequence[int], /) -> Array:
    """x side by side with itself, that many times along each of the last axes."""
    x, times = operand(x), [operator.index(n) for n in _listed(repetitions)]
    missing = len(times) - x.ndim
    if missing > 0:
        x = x.reshape((1,) * missing + x.shape)
    return _apply.one("Tile", x, (("repeats", (1,) * -missing + tuple(times)),))


def _arranged(
    name: str, x: _Given, seen: Callable[[np.ndarray], np.ndarray], op: str, attributes: dict[str, Any]
) -> Array:
    """A view of an array as NumPy sees it; of a traced value an op."""
    x = operand(x)
    if x._trace is not None:
        return _apply.apply(op, attributes, [x])[0]
    try:
        return x._with_view(seen(x._np))
    except ValueError as error:
        raise type(error)(f"[{name}] got shape {x.shape}, axes {attributes['axes']}: {error}.") from None


def _inside(name: str, axis: int, rank: int) -> int:
    if not -rank <= axis < rank:
        raise IndexError(f"[{name}] got axis {axis} of {rank}; expected {-rank} to {rank - 1}.")
    return axis % rank


def _listed(axis: _Axes) -> tuple[int, ...]:
    return (operator.index(axis),) if isinstance(axis, (int, np.integer)) else tuple(operator.index(k) for k in axis)
