"""Functions that read and write elements by index, thin over the declared ops."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply, _indexing
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Held, Operand
from pydl4j.nd.functions._manipulation import broadcast_to

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "gather_nd",
    "put",
    "put_along_axis",
    "scatter_along_axis",
    "scatter_nd",
    "take",
    "take_along_axis",
]

_Given = ArrayLike | Operand


def take(
    x: _Given, indices: _Given, /, *, axis: int | None = None, mode: Literal["raise", "wrap", "clip"] = "raise"
) -> Array:
    """The slices of x along an axis that the indices pick.

    Parameters
    ----------
    x : array_like
        Of any type.
    indices : array_like of int
        Of any shape; negative ones count from the end.
    axis : int, optional
        When None, x is flattened first.
    mode : str
        What an index outside of the axis does: it raises, counts from the other end again, or is the nearest inside.

    Returns
    -------
    Array
        The shape of x with that of the indices in the place of the axis.

    Raises
    ------
    IndexError
        For an index outside of the axis.
    """
    x = operand(x)
    if axis is None:
        x = x if x.ndim == 1 else x.reshape(-1)
    axis = operator.index(axis or 0)
    return _apply.apply("Gather", {"axis": axis}, [x, _inside(_whole(indices), x.shape[axis], mode)])[0]


def _inside(indices: Array, size: int, mode: str) -> Array:
    if mode not in ("raise", "wrap", "clip"):
        raise ValueError(f"[take] got mode {mode!r}; expected 'raise', 'wrap' or 'clip'.")
    if mode == "raise":
        return indices
    return indices % size if mode == "wrap" else _apply.apply("Clip", {}, [indices, np.int64(0), np.int64(size - 1)])[0]


def take_along_axis(x: _Given, indices: _Given, /, *, axis: int = -1) -> Array:
    """The elements of x along an axis that the indices pick, one by one: ``y[i, j] = x[i, indices[i, j]]`` for axis 1.

    The other axes of both broadcast.
    """
    x, indices, axis = _aligned("take_along_axis", x, indices, axis)
    return _apply.apply("GatherElements", {"axis": axis}, [x, indices])[0]


def put_along_axis(x: Held, indices: _Given, values: _Given, /, *, axis: int = -1) -> None:
    """Writes values into x where `take_along_axis` reads; of equal places the last value stays."""
    to, at, axis = _aligned("put_along_axis", x, indices, axis)
    if to.shape != x.shape:
        raise ValueError(f"[put_along_axis] got indices {at.shape}; expected x's sizes {x.shape} beside the axis.")
    given = broadcast_to(_indexing.like(x, values), at.shape)
    _apply.replace("ScatterElements", {"axis": axis}, (x, at, given))


def put(x: Held, indices: _Given, values: _Given, /, *, mode: Literal["raise", "wrap", "clip"] = "raise") -> None:
    """Writes values into the elements of x that the indices name, counted row by row; fewer values repeat.

    Of equal indices the last value stays; `mode` as in `take`.
    """
    indices = _inside(_whole(indices).reshape(-1), x.size, mode)
    given = _indexing.like(x, values).reshape(-1)
    if given.size not in (1, indices.size):
        given = take(given, np.arange(indices.size) % max(given.size, 1), axis=0)
    whole = operand(x)
    flat = whole.reshape(-1)
    flat[indices] = given
    if not np.shares_memory(flat._np, x._np):
        whole[...] = flat.reshape(x.shape)


def scatter_along_axis(
    x: _Given, indices: _Given, updates: _Given, /, *, axis: int = -1, reduction: str = "none"
) -> Array:
    """x with updates written where `take_along_axis` reads: a new array.

    Parameters
    ----------
    x, indices : array_like
        As for `take_along_axis`; indices of whole numbers.
    updates : array_like
        Broadcast to the shape of the indices.
    axis : int, default -1
        The axis that the indices name.
    reduction : str, default "none"
        ``"none"`` (the last of equal places stays), ``"add"``, ``"mul"``, ``"max"`` or ``"min"``.
    """
    x, at, axis = _aligned("scatter_along_axis", x, indices, axis)
    given = broadcast_to(_typed(x, updates), at.shape)
    return _apply.apply("ScatterElements", {"axis": axis, "reduction": reduction}, [x, at, given])[0]


def gather_nd(x: _Given, indices: _Given, /, *, batch_dims: int = 0) -> Array:
    """The slices of x that the rows of indices name: the last axis of indices holds one coordinate per axis of x.

    Parameters
    ----------
    x : array_like
        [d1, ..., dn].
    indices : array_like of int
        [..., k] with k <= n.
    batch_dims : int, default 0
        Leading axes that both share.

    Returns
    -------
    Array
        [..., d(k+1), ..., dn].
    """
    return _apply.apply("GatherND", {"batch_dims": batch_dims}, [x, _whole(indices)])[0]


def scatter_nd(x: _Given, indices: _Given, updates: _Given, /, *, reduction: str = "none") -> Array:
    """x with updates written where `gather_nd` reads: a new array; reductions as for `scatter_along_axis`."""
    x = operand(x)
    return _apply.apply("ScatterND", {"reduction": reduction}, [x, _whole(indices), _typed(x, updates)])[0]


def _typed(x: Any, values: _Given) -> Array:
    values = operand(values)
    return values if values.dtype == x.dtype else _apply.cast(values, x.dtype)


def _whole(indices: _Given) -> Array:
    part: Array = _indexing.as_part(indices if isinstance(indices, Operand) else np.asarray(indices))
    if part.dtype == np.bool_:
        raise IndexError("[index] got truth values; expected whole numbers. Use x[mask].")
    return part


def _aligned(name: str, x: _Given, indices: _Given, axis: int) -> tuple[Array, Array, int]:
    """Both with the same sizes beside the axis, which is made non-negative."""
    x, indices = operand(x), _whole(indices)
    if x.ndim != indices.ndim or not -x.ndim <= axis < x.ndim:
        raise ValueError(
            f"[{name}] got x {x.shape}, indices {indices.shape} and axis {axis}; expected equal ranks, and an axis."
        )
    axis %= x.ndim
    shapes = [[1 if k == axis else d for k, d in enumerate(a.shape)] for a in (x, indices)]
    if shapes[0] == shapes[1]:
        return x, indices, axis
    common = np.broadcast_shapes(*shapes)
    x, indices = (
        broadcast_to(a, [a.shape[axis] if k == axis else d for k, d in enumerate(common)]) for a in (x, indices)
    )
    return x, indices, axis
