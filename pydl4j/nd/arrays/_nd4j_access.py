"""ND4J's names of INDArray's methods in snake_case: elements, rows, parts, shapes, conversion, predicates."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j.nd.arrays._elements import Elements
from pydl4j.nd.core import _apply
from pydl4j.nd.core._held import Held, Operand, held, received

if TYPE_CHECKING:
    from typing_extensions import Self

    from pydl4j.nd.arrays import Array

__all__ = ["NDArrayIndex"]

_Given = ArrayLike | Operand
_NEAR = 1e-5


class NDArrayIndex:
    """What `Array.get` and `Array.put` take, one for each axis; plain numbers are points. ND4J: NDArrayIndex."""

    @staticmethod
    def all() -> slice:
        """The whole axis."""
        return slice(None)

    @staticmethod
    def point(index: int) -> int:
        """One place, whose axis goes."""
        return operator.index(index)

    @staticmethod
    def interval(start: int, end: int, stride: int = 1, inclusive: bool = False) -> slice:
        """Places from start to below end, or to end itself."""
        return slice(start, end + 1 if inclusive else end, stride)

    @staticmethod
    def indices(*indices: int) -> list[int]:
        """These places, in this order."""
        return [operator.index(k) for k in indices]

    @staticmethod
    def new_axis() -> None:
        """A new axis of size 1."""


class Nd4jAccess(Elements):
    """Methods of `pydl4j.nd.Array` under ND4J's names. What basic indices give are views, as in NumPy."""

    __slots__ = ()

    # ---- elements and parts ------------------------------------------------------------------------------------------

    def get(self, *indices: Any) -> Array:
        """The part that indices of `NDArrayIndex` pick, each along its own axis; a view unless one is a list."""
        return self[_crossed(self, indices)]

    def put(self, indices: Sequence[Any], value: _Given) -> Self:
        """Writes into the part that indices of `NDArrayIndex` pick, each along its own axis."""
        self[_crossed(self, indices)] = value
        return self

    def get_scalar(self, *index: int) -> Array:
        """One element as an array of shape ()."""
        return self[_place(self, index)]

    def get_number(self, *index: int) -> Any:
        """One element as a Python number."""
        return self[_place(self, index)].item()

    def get_double(self, *index: int) -> float:
        """One element as a float; one index counts row by row."""
        return float(self.get_number(*index))

    def get_float(self, *index: int) -> float:
        """One element as a float; one index counts row by row."""
        return float(self.get_number(*index))

    def get_int(self, *index: int) -> int:
        """One element as an int; one index counts row by row."""
        return int(self.get_number(*index))

    def get_long(self, *index: int) -> int:
        """One element as an int; one index counts row by row."""
        return int(self.get_number(*index))

    def put_scalar(self, index: int | Sequence[int], value: float) -> Self:
        """Sets one element; one index counts row by row."""
        self[_place(self, (index,) if isinstance(index, (int, np.integer)) else tuple(index))] = value
        return self

    def get_row(self, row: int, keepdims: bool = False) -> Array:
        """A row of a matrix, a view."""
        return self[_inside(self, 0, row) : _inside(self, 0, row) + 1] if keepdims else self[row]

    def get_rows(self, *rows: int) -> Array:
        """Rows of a matrix in that order."""
        return self[list(rows)]

    def get_column(self, column: int, keepdims: bool = False) -> Array:
        """A column of a matrix, a view."""
        return self[:, _inside(self, 1, column) : _inside(self, 1, column) + 1] if keepdims else self[:, column]

    def get_columns(self, *columns: int) -> Array:
        """Columns of a matrix in that order."""
        return self[:, list(columns)]

    def put_row(self, row: int, values: _Given) -> Self:
        """Sets a row of a matrix."""
        self[row] = _flat(values)
        return self

    def put_column(self, column: int, values: _Given) -> Self:
        """Sets a column of a matrix."""
        self[:, column] = _flat(values)
        return self

    def slice(self, index: int, axis: int = 0) -> Array:
        """The part at an index of an axis, a view."""
        return self[(slice(None),) * (axis % self.ndim) + (index,)]

    def slices(self) -> int:
        """Size of the first axis."""
        return self.shape[0] if self.ndim else 1

    def put_slice(self, index: int, values: _Given) -> Self:
        """Sets the part at an index of the first axis."""
        self[index] = values
        return self

    def tensor_along_dimension(self, index: int, *axes: int) -> Array:
        """The part number ``index`` that spans the axes, a view; parts are counted row by row over the others."""
        kept = {axis % self.ndim for axis in axes}
        place: list[Any] = [slice(None)] * self.ndim
        count = self.tensors_along_dimension(*axes)
        if not 0 <= index < count:
            raise IndexError(f"[tensor_along_dimension] got number {index}; expected 0 to {count - 1}.")
        for axis in reversed(range(self.ndim)):
            if axis not in kept:
                index, place[axis] = divmod(index, self.shape[axis])
        return self[tuple(place)]

    def tensors_along_dimension(self, *axes: int) -> int:
        """How many parts span the axes."""
        kept = {axis % self.ndim for axis in axes}
        return math.prod(size for axis, size in enumerate(self.shape) if axis not in kept)

    def vector_along_dimension(self, index: int, axis: int) -> Array:
        """The vector number ``index`` along an axis, a view."""
        return self.tensor_along_dimension(index, axis)

    def vectors_along_dimension(self, axis: int) -> int:
        """How many vectors lie along an axis."""
        return self.tensors_along_dimension(axis)

    def assign(self, values: _Given) -> Self:
        """Sets all elements to values that broadcast."""
        self[...] = values
        return self

    # ---- shapes ------------------------------------------------------------------------------------------------------

    def ravel(self) -> Array:
        """All elements, row by row, as a vector."""
        return self.reshape(-1)

    def permute(self, *axes: int | Sequence[int]) -> Array:
        """The view with its axes in that order."""
        return self.transpose(*axes)

    def permutei(self, *axes: int | Sequence[int]) -> Self:
        """`permute` of this array itself: it looks at the same memory with its axes in that order."""
        kind, view = self._number, self._np.transpose(*axes)
        self._memory, self._numbers, self._code, self._view = None, None, kind, view
        return self

    def transposei(self) -> Self:
        """The axes of this array itself reversed."""
        return self.permutei(*reversed(range(self.ndim)))

    def swap_axes(self, first: int, second: int) -> Array:
        """The view with two axes exchanged."""
        order = list(range(self.ndim))
        order[first], order[second] = order[second], order[first]
        return self.transpose(*order)

    def dim_shuffle(self, *order: int | str) -> Array:
        """The axes in that order, ``"x"`` standing for a new one of size 1; those left out must be of size 1."""
        kept = [axis for axis in order if not isinstance(axis, str)]
        gone = tuple(axis for axis in range(self.ndim) if axis not in kept)
        axes = [axis - sum(g < axis for g in gone) for axis in kept]
        y: Elements = self.squeeze(gone) if gone else self
        y = y.transpose(*axes) if axes else y
        return y[tuple(None if axis == "x" else slice(None) for axis in order)]

    def broadcast(self, *shape: int) -> Array:
        """The elements repeated along axes of size 1 and new first axes to that shape."""
        dims = shape[0] if len(shape) == 1 and isinstance(shape[0], Sequence) else shape
        return _apply.apply("Expand", {"shape": [operator.index(d) for d in dims]}, [self])[0]

    def repmat(self, *repetitions: int) -> Array:
        """The array side by side with itself so often along each axis."""
        x = self.reshape(*[1] * (len(repetitions) - self.ndim), *self.shape) if len(repetitions) > self.ndim else self
        full = [1] * (x.ndim - len(repetitions)) + [operator.index(r) for r in repetitions]
        return _apply.apply("Tile", {"repeats": full}, [x])[0]

    def repeat(self, *repeats: Any, axis: int | None = None) -> Array:
        """Each part along an axis so often: one number, or one for each part.

        NumPy's ``repeat(repeats, axis=None)``, which flattens without an axis; or with more than one number ND4J's
        ``repeat(axis, *repeats)``.
        """
        if len(repeats) == 1:
            x = self.reshape(-1) if axis is None else self
            return x.repeat(0 if axis is None else axis, *np.ravel(repeats[0]).tolist())
        along, *times = repeats
        picks = np.repeat(np.arange(self.shape[along]), times)
        return _apply.apply("Gather", {"axis": along}, [self, picks])[0]

    def rank(self) -> int:
        """Number of axes."""
        return self.ndim

    def length(self) -> int:
        """Number of elements."""
        return self.size

    def rows(self) -> int:
        """Rows of a matrix; 1 of a vector."""
        return self.shape[0] if self.ndim > 1 else 1

    def columns(self) -> int:
        """Columns of a matrix; the elements of a vector."""
        return self.shape[1] if self.ndim > 1 else self.size

    # ---- conversion --------------------------------------------------------------------------------------------------

    def cast_to(self, dtype: Any) -> Array:
        """The values in another element type."""
        return self.astype(dtype)

    def dup(self) -> Array:
        """A dense copy in memory of its own."""
        return self.copy()

    def like(self) -> Array:
        """Zeros of this shape and type."""
        return self.ulike().assign(0)

    def ulike(self) -> Array:
        """An array of this shape and type and undefined content."""
        return received(_jvm.call("LocalNd", "create", self._number, list(self.shape)))[0]

    def to_double_vector(self) -> list[float]:
        """The elements of a vector as Python floats."""
        return [float(v) for v in _of_rank("to_double_vector", self.reshape(-1) if self.is_vector() else self, 1)]

    def to_double_matrix(self) -> list[list[float]]:
        """The elements of a matrix as lists of Python floats."""
        return [[float(v) for v in row] for row in _of_rank("to_double_matrix", self, 2)]

    def to_float_vector(self) -> list[float]:
        """The elements of a vector as Python floats."""
        return self.to_double_vector()

    def to_float_matrix(self) -> list[list[float]]:
        """The elements of a matrix as lists of Python floats."""
        return self.to_double_matrix()

    def to_int_vector(self) -> list[int]:
        """The elements of a vector as Python ints, truncated."""
        return [int(v) for v in self.to_double_vector()] if self.is_r() else self.to_long_vector()

    def to_int_matrix(self) -> list[list[int]]:
        """The elements of a matrix as lists of Python ints, truncated."""
        return [[int(v) for v in row] for row in _of_rank("to_int_matrix", self, 2)]

    def to_long_vector(self) -> list[int]:
        """The elements of a vector as Python ints, truncated."""
        return [int(v) for v in _of_rank("to_long_vector", self.reshape(-1) if self.is_vector() else self, 1)]

    def to_long_matrix(self) -> list[list[int]]:
        """The elements of a matrix as lists of Python ints, truncated."""
        return self.to_int_matrix()

    # ---- predicates --------------------------------------------------------------------------------------------------

    def is_scalar(self) -> bool:
        """Whether it has one element and at most two axes."""
        return self.size == 1 and self.ndim <= 2

    def is_vector(self) -> bool:
        """Whether it has one axis, or is a matrix of one row or column."""
        return self.ndim == 1 or (self.ndim == 2 and 1 in self.shape)

    def is_matrix(self) -> bool:
        """Whether it has two axes."""
        return self.ndim == 2

    def is_row_vector(self) -> bool:
        """Whether it has one axis, or is a matrix of one row."""
        return self.ndim == 1 or (self.ndim == 2 and self.shape[0] == 1)

    def is_column_vector(self) -> bool:
        """Whether it is a matrix of one column."""
        return self.ndim == 2 and self.shape[1] == 1

    def is_square(self) -> bool:
        """Whether it is a matrix of as many rows as columns."""
        return self.ndim == 2 and self.shape[0] == self.shape[1]

    def is_empty(self) -> bool:
        """Whether it has no elements."""
        return self.size == 0

    def is_view(self) -> bool:
        """Whether it looks at memory of another array, of Java's or NumPy's."""
        return not self.closed and self._memory is None

    def is_r(self) -> bool:
        """Whether its elements are floats."""
        return bool(self.dtype == "bfloat16" or self.dtype.kind == "f")

    def is_z(self) -> bool:
        """Whether its elements are integers."""
        return bool(self.dtype != "bfloat16" and self.dtype.kind in "iu")

    def is_b(self) -> bool:
        """Whether its elements are truth values."""
        return bool(self.dtype == np.bool_)

    def equals(self, other: Any) -> bool:
        """Whether shape and type are the same and no elements differ by 1e-5 or more."""
        return self.equals_with_eps(other, _NEAR)

    def equals_with_eps(self, other: Any, eps: float) -> bool:
        """Whether shape and type are the same and no elements differ by eps or more."""
        if not isinstance(other, Held) or self.shape != other.shape or self.dtype != other.dtype:
            return False
        return bool((self == other).all()) if not self.is_r() else bool((abs(self - other) < eps).all())

    def equal_shapes(self, other: Any) -> bool:
        """Whether another array has this shape."""
        return self.shape == held(other).shape

    # ---- memory ------------------------------------------------------------------------------------------------------

    def was_closed(self) -> bool:
        """Whether `close` was called."""
        return self.closed

    def closeable(self) -> bool:
        """Whether `close` would let memory go."""
        return not self.closed

    def leverage(self) -> Self:
        """As `Array.detach`."""
        return self.detach()


def _flat(values: Any) -> Array:
    return _apply.operand(values).reshape(-1)


def _place(array: Any, index: Sequence[int]) -> tuple[int, ...]:
    """An index of every axis, where one counts row by row."""
    if len(index) == 1 and array.ndim != 1:
        if not 0 <= index[0] < array.size:
            raise IndexError(f"[index] out of range: got element {index[0]}; expected 0 to {array.size - 1}.")
        return tuple(int(k) for k in np.unravel_index(index[0], array.shape))
    if len(index) != array.ndim:
        raise IndexError(f"[index] got {len(index)} indices; expected one, or one for each axis: {array.ndim}.")
    return tuple(index)


def _inside(array: Elements, axis: int, index: int) -> int:
    size = array.shape[axis]
    if not -size <= index < size:
        raise IndexError(f"[index] out of range: got {index} for axis {axis}; expected -{size} to {size - 1}.")
    return index % size


def _of_rank(name: str, array: Elements, rank: int) -> Any:
    if array.ndim != rank:
        raise ValueError(f"[{name}] got an array of shape {array.shape}; expected {rank} axes. Reshape it.")
    return array.tolist()


def _crossed(array: Any, indices: Sequence[Any]) -> tuple[Any, ...]:
    """The indices as NumPy takes them: with several lists each is laid along an axis of its own."""
    if sum(isinstance(part, list) for part in indices) < 2:
        return tuple(indices)
    if None in indices:
        raise NotImplementedError("[get] new_axis beside several lists of indices. Add the axis by a second get.")
    parts = [*indices, *[slice(None)] * (array.ndim - len(indices))]
    spread = [np.arange(array.shape[k])[p] if isinstance(p, slice) else p for k, p in enumerate(parts)]
    axes = [k for k, p in enumerate(spread) if not isinstance(p, int)]
    return tuple(
        p if isinstance(p, int) else np.asarray(p).reshape([-1 if axis == k else 1 for axis in axes])
        for k, p in enumerate(spread)
    )
