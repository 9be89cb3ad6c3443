"""Products of matrices, thin over the declared ops; of traced values, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["matmul", "matrix_transpose"]

_Given = ArrayLike | Operand


def matmul(x1: _Given, x2: _Given, /) -> Array:
    """Matrix product over the last two axes; the others broadcast."""
    return _apply.two("MatMul", x1, x2)


def matrix_transpose(x: _Given, /) -> Array:
    """The last two axes exchanged."""
    return _apply.operand(x).mT
