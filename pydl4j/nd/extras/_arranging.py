"""Functions that put arrays together, take them apart and turn them, under NumPy's names; of traced values, too."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd import linalg
from pydl4j.nd.arrays import _creation
from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "array_split", "atleast_1d", "atleast_2d", "atleast_3d", "column_stack", "diag", "dsplit", "dstack", "fliplr",
    "flipud", "hsplit", "hstack", "pad", "roll_axis", "rot90", "select", "split", "swapaxes", "tri", "vsplit", "vstack",
]  # fmt: skip

_Given = ArrayLike | Operand


def _joined(arrays: Sequence[Any], axis: int) -> Array:
    return _apply.apply("Concat", {"axis": axis}, list(arrays))[0]


# ---- number of axes --------------------------------------------------------------------------------------------------


@overload
def atleast_1d(array: _Given, /) -> Array: ...


@overload
def atleast_1d(*arrays: _Given) -> Any: ...


def atleast_1d(*arrays: _Given) -> Any:
    """An array, of shape [1] where it has no axis; of several arrays a tuple."""
    return _each(lambda x: x if x.ndim else x.reshape(1), arrays)


@overload
def atleast_2d(array: _Given, /) -> Array: ...


@overload
def atleast_2d(*arrays: _Given) -> Any: ...


def atleast_2d(*arrays: _Given) -> Any:
    """An array, with new first axes where it has less than two; of several arrays a tuple."""
    return _each(lambda x: x if x.ndim > 1 else x.reshape(1, -1), arrays)


@overload
def atleast_3d(array: _Given, /) -> Array: ...


@overload
def atleast_3d(*arrays: _Given) -> Any: ...


def atleast_3d(*arrays: _Given) -> Any:
    """An array, [n] as [1, n, 1] and [m, n] as [m, n, 1]; of several arrays a tuple."""
    return _each(lambda x: x if x.ndim > 2 else atleast_2d(x)[..., None], arrays)


def _each(change: Callable[[Any], Any], arrays: Sequence[_Given]) -> Any:
    made = tuple(change(operand(x)) for x in arrays)
    return made[0] if len(made) == 1 else made


# ---- together --------------------------------------------------------------------------------------------------------


def hstack(arrays: Sequence[_Given]) -> Array:
    """Arrays joined along the second axis; vectors along their only one."""
    parts = [atleast_1d(x) for x in arrays]
    return _joined(parts, 0 if parts[0].ndim == 1 else 1)


def vstack(arrays: Sequence[_Given]) -> Array:
    """Arrays joined along the first axis; vectors as rows."""
    return _joined([atleast_2d(x) for x in arrays], 0)


def dstack(arrays: Sequence[_Given]) -> Array:
    """Arrays joined along the third axis."""
    return _joined([atleast_3d(x) for x in arrays], 2)


def column_stack(arrays: Sequence[_Given]) -> Array:
    """Vectors as the columns of a matrix; matrices side by side."""
    parts = [operand(x) for x in arrays]
    return _joined([x.reshape(-1, 1) if x.ndim < 2 else x for x in parts], 1)


def select(conditions: Sequence[_Given], choices: Sequence[_Given], default: _Given = 0) -> Array:
    """Element by element, the choice of the first condition that holds, else the default."""
    if len(conditions) != len(choices) or not conditions:
        raise ValueError(
            f"[select] got {len(conditions)} conditions and {len(choices)} choices; expected as many of each."
        )
    chosen = default
    for condition, choice in zip(reversed(conditions), reversed(choices), strict=True):
        chosen = _apply.apply("Where", {}, [condition, choice, chosen])[0]
    return operand(chosen)


# ---- apart -----------------------------------------------------------------------------------------------------------


def array_split(x: _Given, indices_or_sections: int | Sequence[int], axis: int = 0) -> list[Array]:
    """Parts along an axis: so many, the first ones longer by 1 where need be, or cut before these places. Views."""
    x = operand(x)
    size = x.shape[axis]
    if isinstance(indices_or_sections, (int, np.integer)):
        n = int(indices_or_sections)
        if n <= 0:
            raise ValueError(f"[split] sections: got {n}; expected at least 1.")
        cuts = [k * (size // n) + min(k, size % n) for k in range(n + 1)]
    else:
        cuts = [0, *[operator.index(k) for k in indices_or_sections], size]
    before = (slice(None),) * (axis % x.ndim)
    return [x[(*before, slice(a, b))] for a, b in itertools.pairwise(cuts)]


def split(x: _Given, indices_or_sections: int | Sequence[int], axis: int = 0) -> list[Array]:
    """As `array_split`, into parts of one size where a number is given.

    Raises
    ------
    ValueError
        When the axis cannot be divided so.
    """
    x = operand(x)
    if isinstance(indices_or_sections, (int, np.integer)) and x.shape[axis] % indices_or_sections:
        raise ValueError(
            f"[split] got {indices_or_sections} sections of an axis of size {x.shape[axis]}; expected a divisor. "
            "Use array_split for parts of different sizes."
        )
    return array_split(x, indices_or_sections, axis)


def hsplit(x: _Given, indices_or_sections: int | Sequence[int]) -> list[Array]:
    """`split` along the second axis; of vectors along their only one."""
    x = operand(x)
    return split(x, indices_or_sections, 1 if x.ndim > 1 else 0)


def vsplit(x: _Given, indices_or_sections: int | Sequence[int]) -> list[Array]:
    """`split` along the first axis."""
    return split(x, indices_or_sections, 0)


def dsplit(x: _Given, indices_or_sections: int | Sequence[int]) -> list[Array]:
    """`split` along the third axis."""
    return split(x, indices_or_sections, 2)


# ---- turned ----------------------------------------------------------------------------------------------------------


def swapaxes(x: _Given, axis1: int, axis2: int) -> Array:
    """Two axes exchanged."""
    x = operand(x)
    order = list(range(x.ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return x.transpose(*order)


def roll_axis(x: _Given, axis: int, start: int = 0) -> Array:
    """An axis moved before another. NumPy: rollaxis; ND4J: Nd4j.rollAxis."""
    x = operand(x)
    axis, start = axis % x.ndim, start + x.ndim if start < 0 else start
    order = [k for k in range(x.ndim) if k != axis]
    order.insert(start - (axis < start), axis)
    return x.transpose(*order)


def fliplr(x: _Given) -> Array:
    """The second axis backwards."""
    return operand(x)[:, ::-1]


def flipud(x: _Given) -> Array:
    """The first axis backwards."""
    return operand(x)[::-1]


def rot90(x: _Given, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Array:
    """Turned k times by 90 degrees, from the first of the axes towards the second."""
    x = operand(x)
    first, second = axes[0] % x.ndim, axes[1] % x.ndim
    if k % 2:
        x = swapaxes(x, first, second)
    back = slice(None, None, -1)
    turned = {0: (), 1: (first,), 2: (first, second), 3: (second,)}[k % 4]
    return x[tuple(back if axis in turned else slice(None) for axis in range(x.ndim))]


# ---- around and along the diagonal -----------------------------------------------------------------------------------


def pad(
    x: _Given,
    pad_width: int | Sequence[Any],
    mode: Literal["constant", "edge", "reflect", "wrap", "symmetric"] = "constant",
    *,
    constant_values: float = 0,
) -> Array:
    """x with elements before and after each axis.

    Parameters
    ----------
    x : array_like
    pad_width : int, (before, after), or a sequence of such pairs, one for each axis
        How many.
    mode : str
        constant_values; the edge's; those mirrored at the edge, without it (reflect) or with it (symmetric); those of
        the other end (wrap).
    constant_values : number
        For mode constant.
    """
    x = operand(x)
    widths = np.broadcast_to(np.asarray(pad_width), (x.ndim, 2)).tolist()
    if any(w < 0 for pair in widths for w in pair):
        raise ValueError(f"[pad] pad_width: got {pad_width!r}; expected numbers >= 0. Use a slice to take away.")
    if mode == "symmetric":
        for axis, (before, after) in enumerate(widths):
            n = x.shape[axis]
            at = np.arange(-before, n + after) % (2 * n)
            x = _apply.apply("Gather", {"axis": axis}, [x, np.where(at < n, at, 2 * n - 1 - at)])[0]
        return x
    if mode not in ("constant", "edge", "reflect", "wrap"):
        raise ValueError(f"[pad] mode: got {mode!r}; expected constant, edge, reflect, wrap or symmetric.")
    fill = _apply.cast(_apply.plain(constant_values), x.dtype) if mode == "constant" else None
    pads = [pair[0] for pair in widths] + [pair[1] for pair in widths]
    return _apply.apply("Pad", {"pads": pads, "mode": mode}, [x, fill])[0]


def diag(x: _Given, k: int = 0) -> Array:
    """The diagonal of a matrix, or a matrix of zeros with that vector on its diagonal; k > 0 is above the main one."""
    x = operand(x)
    if x.ndim == 2:
        return linalg.diagonal(x, offset=k)
    if x.ndim != 1:
        raise ValueError(f"[diag] got {x.ndim} axes; expected a vector or a matrix. Use linalg.diagonal for others.")
    n = x.shape[0] + abs(k)
    longer = pad(x, (0, abs(k)))
    longer = longer.reshape(-1, 1) if k >= 0 else longer.reshape(1, -1)
    zero = _apply.cast(np.int64(0), x.dtype)
    return _apply.apply("Where", {}, [_creation.eye(n, k=k, dtype="bool"), longer, zero])[0]


def tri(n: int, m: int | None = None, k: int = 0, *, dtype: Any = None) -> Array:
    """Ones at and below a diagonal of a matrix [n, m], else zeros; of `default_dtype` where no type is given."""
    return _creation.tril(_creation.ones((n, n if m is None else m), dtype=dtype), k=k)
