"""Products under NumPy's names, beyond the Array API; of traced values, too."""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from numpy.typing import ArrayLike

from pydl4j._generated import ops
from pydl4j.nd import linalg
from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand
from pydl4j.nd.functions import _manipulation

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["convolve", "correlate", "dot", "einsum", "inner", "kron", "outer", "trace", "vdot"]

_Given = ArrayLike | Operand
_LETTERS = string.ascii_letters
outer = linalg.outer


def trace(x: _Given, /, *, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None) -> Array:
    """Sums along the diagonals of the matrices in two axes of x, the first ones by default."""
    return linalg.trace(_manipulation.moveaxis(x, (axis1, axis2), (-2, -1)), offset=offset, dtype=dtype)


def einsum(*operands: Any, equation: str | None = None) -> Array:
    """The sum of products over the letters of an equation that its right side leaves out.

    Parameters
    ----------
    *operands : str and array_like
        The equation, then its arrays; or arrays, each followed by a list of numbers that stand for letters, and last
        the numbers of the result's axes.
    equation : str, optional
        In place of the first operand.

    Returns
    -------
    Array
        Its axes are the letters on the right side; without one all that come once, in order of the alphabet.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.einsum("ij,jk->ik", nd.ones((2, 3)), nd.ones((3, 1))).tolist()
    [[3.0], [3.0]]
    >>> nd.einsum(nd.ones((2, 3)), [0, 1], [1]).tolist()
    [2.0, 2.0, 2.0]
    """
    if equation is None:
        if not operands:
            raise TypeError("[einsum] got nothing; expected an equation and its arrays.")
        if isinstance(operands[0], str):
            equation, *operands = operands  # type: ignore[assignment]
        else:
            equation, operands = _spelled(operands)
    return ops.einsum(*operands, equation=equation)


def _spelled(operands: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """The equation of arrays and lists of numbers in turn, and the arrays."""

    def letters(axes: Sequence[Any]) -> str:
        return "".join("..." if k is Ellipsis else _LETTERS[k] for k in axes)

    pairs = list(zip(operands[::2], operands[1::2], strict=False))
    equation = ",".join(letters(axes) for _, axes in pairs)
    return equation + (f"->{letters(operands[-1])}" if len(operands) % 2 else ""), tuple(x for x, _ in pairs)


def dot(x: _Given, y: _Given) -> Array:
    """The sum of products over the last axis of x and the last but one of y (the only one of a vector)."""
    x, y = operand(x), operand(y)
    if x.ndim == 0 or y.ndim == 0:
        return x * y
    if x.ndim <= 2 and y.ndim <= 2:
        return _apply.binary("MatMul", x, y)
    return linalg.tensordot(x, y, axes=([x.ndim - 1], [max(y.ndim - 2, 0)]))


def vdot(x: _Given, y: _Given) -> Array:
    """The sum of the products of all elements."""
    return _apply.binary("MatMul", operand(x).reshape(-1), operand(y).reshape(-1))


def inner(x: _Given, y: _Given) -> Array:
    """The sum of products over the last axes."""
    x, y = operand(x), operand(y)
    if x.ndim == 0 or y.ndim == 0:
        return x * y
    return linalg.tensordot(x, y, axes=([x.ndim - 1], [y.ndim - 1]))


def kron(x: _Given, y: _Given) -> Array:
    """Kronecker's product: y times each element of x, laid out in blocks."""
    x, y = operand(x), operand(y)
    rank = max(x.ndim, y.ndim)
    a, b = (1,) * (rank - x.ndim) + tuple(x.shape), (1,) * (rank - y.ndim) + tuple(y.shape)
    blocks = x.reshape([n for d in a for n in (d, 1)]) * y.reshape([n for d in b for n in (1, d)])
    return blocks.reshape([m * n for m, n in zip(a, b, strict=True)])


def correlate(a: _Given, v: _Given, mode: Literal["valid", "same", "full"] = "valid") -> Array:
    """Sums of products of the vector v laid along the vector a, at every place where they meet as mode says."""
    return _slid("correlate", a, v, mode, mode == "same" and operand(v).shape[0] > operand(a).shape[0])


def convolve(a: _Given, v: _Given, mode: Literal["valid", "same", "full"] = "full") -> Array:
    """`correlate` of a and v backwards."""
    a, v = operand(a), operand(v)
    if v.shape[0] > a.shape[0]:
        a, v = v, a
    return _slid("convolve", a, v[::-1], mode, False)


def _slid(name: str, a: _Given, v: _Given, mode: str, exchanged: bool) -> Array:
    a, v = operand(a), operand(v)
    if a.ndim != 1 or v.ndim != 1 or not a.shape[0] or not v.shape[0]:
        raise ValueError(f"[{name}] got shapes {a.shape} and {v.shape}; expected two vectors that are not empty.")
    if mode not in ("valid", "same", "full"):
        raise ValueError(f"[{name}] mode: got {mode!r}; expected valid, same or full.")
    backwards = v.shape[0] > a.shape[0]
    if backwards:
        a, v = v, a
    n = v.shape[0]
    before, after = {"full": (n - 1, n - 1), "same": (n // 2, n - 1 - n // 2), "valid": (0, 0)}[mode]
    if exchanged:
        before, after = after, before
    kind = (a[:1] * v[:1]).dtype
    work = kind if kind == "float32" else "float64"
    x, w = _apply.cast(a, work).reshape(1, 1, -1), _apply.cast(v, work).reshape(1, 1, -1)
    y = _apply.apply("Conv", {"pads": [before, after]}, [x, w])[0].reshape(-1)
    y = y[::-1] if backwards else y
    return y if work == kind else _apply.cast(y, kind)
