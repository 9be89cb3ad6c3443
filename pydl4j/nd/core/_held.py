"""Arrays without their operations: elements in memory that Java and NumPy both see, and what crosses the border."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from pydl4j import _jvm
from pydl4j.nd.core import _dtypes

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

_CLOSED = "[array] is closed: its memory was freed. Use it before close(), or copy it."
_TYPE_AT, _TYPE_MASK = 1, 0x3F  # org.pydl4j.bridge.Handles
_RANK_AT, _RANK_MASK = 7, 0x7F
_new = object.__new__
_readers: list[Callable[[Any], Any]] = []
watchers: list[Callable[[Any], None]] = []  # called with every new array


class Memory:
    """Owns a Java array: it is closed with the last reference to this."""

    __slots__ = ("__weakref__", "number")

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        _jvm.release_soon(self.number)


class _Seen:
    """What NumPy looks at: the memory lives as long as any view of it."""

    __slots__ = ("__array_interface__", "memory")

    def __init__(self, memory: Memory, interface: dict[str, Any]) -> None:
        self.memory = memory
        self.__array_interface__ = interface


class Operand:
    """What ops take: arrays, and values that know the graph they belong to."""

    __slots__ = ()
    _trace: Any = None  # the graph of a value; None for arrays

    if TYPE_CHECKING:  # each kind has its own

        @property
        def shape(self) -> tuple[int, ...]: ...
        @property
        def ndim(self) -> int: ...
        @property
        def dtype(self) -> Any: ...


class Held(Operand):
    """The elements of an array: their memory, type and geometry. `pydl4j.nd.Array` adds everything else.

    Java's arrays have a `Memory`, and NumPy's view of it is made when it is needed; NumPy's arrays have the view alone.
    """

    __slots__ = ("__weakref__", "_code", "_memory", "_numbers", "_view")
    made: type[Array]  # the class of what ops return

    _memory: Memory | None
    _view: np.ndarray | None
    _numbers: list[int] | None  # address, type, rank, dims, strides in elements
    _code: int | None  # number of the element type; None until it is asked for

    @property
    def _np(self) -> np.ndarray:
        """NumPy's view of the memory; bfloat16 as uint16."""
        if self._view is None:
            if self._memory is None:
                raise ValueError(_CLOSED)
            self._view = _view(self._memory, self._about())
        return self._view

    @property
    def _number(self) -> int:
        """The element type as ONNX's TensorProto.DataType numbers it."""
        if self._code is None:
            memory = self._memory
            self._code = self._about()[1] if memory is None else memory.number >> _TYPE_AT & _TYPE_MASK
        return self._code

    @property
    def _is_bfloat16(self) -> bool:
        return _dtypes.NAMES[self._number] == _dtypes.BFLOAT16

    def _about(self) -> list[int]:
        """Address, type, rank, dims, strides in elements; the same for the array's whole life."""
        if self._numbers is None and self._memory is not None:
            self._numbers = np.asarray(_jvm.call("LocalNd", "describe", self._memory.number)).tolist()[1:]
        if self._numbers is None:
            view = self._np
            code = _dtypes.number(view.dtype) if self._code is None else self._code
            strides = [stride // view.itemsize for stride in view.strides]
            self._numbers = [view.__array_interface__["data"][0], code, view.ndim, *view.shape, *strides]
        return self._numbers

    def _with_view(self, view: np.ndarray) -> Array:
        """An array over a part of this one's memory."""
        return over(view, self._number)

    @property
    def shape(self) -> tuple[int, ...]:
        """Size of each axis."""
        if self._view is None:
            numbers = self._numbers or self._open()._about()
            return tuple(numbers[3 : 3 + numbers[2]])
        return self._view.shape

    @property
    def dtype(self) -> Any:
        """NumPy's dtype, or the string ``"bfloat16"``, which NumPy has no name for."""
        if self._code is None:
            self._open()
        return _dtypes.dtype_of(self._number)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        if self._view is None:
            if self._memory is None:
                raise ValueError(_CLOSED)
            return self._memory.number >> _RANK_AT & _RANK_MASK
        return self._view.ndim

    @property
    def size(self) -> int:
        """Number of elements."""
        return math.prod(self.shape)

    @property
    def itemsize(self) -> int:
        """Bytes of one element."""
        return _dtypes.KINDS[self._number].itemsize

    @property
    def nbytes(self) -> int:
        """Bytes of all elements."""
        return self.size * self.itemsize

    def _dim(self, axis: int) -> int:
        return self.shape[axis]

    def _writable(self) -> Held:
        """This, where its elements may be written."""
        if self._view is not None and not self._view.flags.writeable:
            raise ValueError("[array] is read-only, as the memory it was made of: expected one to write to. Copy it.")
        return self._open()

    def _open(self) -> Held:
        if self.closed:
            raise ValueError(_CLOSED)
        return self

    def close(self) -> None:
        """Lets the memory go now; it is freed at once unless a NumPy view still looks at it."""
        self._view = self._memory = self._numbers = None

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._view is None and self._memory is None


def over(view: np.ndarray, code: int | None = None) -> Array:
    """The array over what NumPy sees; code is the type's number, where it is not that of the view's own dtype."""
    made = _new(Held.made)
    made._view = view
    made._code = code
    made._memory = made._numbers = None
    if watchers:
        _watched(made)
    return made


def owned(number: int) -> Array:
    """The array of a handle that Java handed over; what it is and NumPy's view of it are asked for when needed."""
    made = _new(Held.made)
    made._memory = Memory(number)
    made._view = made._numbers = made._code = None
    if watchers:
        _watched(made)
    return made


def _watched(made: Array) -> None:
    for watcher in watchers:
        watcher(made)


def read_with(reader: Callable[[Any], Any]) -> None:
    """Lets arrays be made of other libraries' values by a function that returns None for what it does not know."""
    _readers.append(reader)


def held(values: Any, *, dtype: Any = None) -> Array:
    """The values as an array, over the same memory where type and layout allow, else over a copy."""
    if not isinstance(values, (Held, np.ndarray)):
        known = next((made for made in (read(values) for read in _readers) if made is not None), None)
        values = values if known is None else known
    if isinstance(values, Held) and (dtype is None or values.dtype == dtype):
        return values  # type: ignore[return-value] # Held.made
    plain = np.asarray(values, dtype=dtype)
    if dtype is None and not isinstance(values, np.ndarray):
        plain = plain.astype(_dtypes.inferred(values, plain.dtype), copy=False)
    code = _dtypes.number(plain.dtype)
    if not plain.flags.aligned or not plain.dtype.isnative or any(s % plain.itemsize for s in plain.strides):
        plain = np.array(plain, dtype=plain.dtype.newbyteorder("="))
    if plain.dtype != _dtypes.KINDS[code]:
        plain = plain.view(_dtypes.KINDS[code])  # bfloat16 of the package ml_dtypes
    return over(plain, code)


class Described(list[int]):
    """Numbers that describe arrays, which live as long as this."""

    owners: tuple[Any, ...] = ()


def described(*arrays: Held | np.ndarray | None) -> Described:
    """What Java needs to see arrays in place: -1 and the handle of its own; else address, type, rank, dims, strides in
    elements; 0 for None.
    """
    out = Described()
    for item in arrays:
        if item is None:
            out.append(0)
            continue
        a = item if isinstance(item, Held) else held(item)
        if a._memory is not None:
            out += (-1, a._memory.number)
            out.owners += (a._memory,)
        else:
            out += a._about()
            out.owners += (a._view,)
    return out


def received(numbers: Iterable[int]) -> list[Array]:
    """The arrays that Java handed over: handle, address, type, rank, dims, strides of each."""
    values = np.asarray(numbers).tolist()
    arrays, at = [], 0
    while at < len(values):
        end = at + 4 + 2 * values[at + 3]
        made = owned(values[at])
        made._numbers = values[at + 1 : end]
        arrays.append(made)
        at = end
    return arrays


def _view(memory: Memory, numbers: list[int]) -> np.ndarray:
    """Java's array as NumPy sees it."""
    address, code, rank = numbers[:3]
    dims, kind = tuple(numbers[3 : 3 + rank]), _dtypes.KINDS[code]
    if not math.prod(dims):
        return np.empty(dims, kind)
    interface = {
        "version": 3,
        "data": (address, False),
        "typestr": kind.str,
        "shape": dims,
        "strides": tuple(stride * kind.itemsize for stride in numbers[3 + rank :]),
    }
    return np.asarray(_Seen(memory, interface))


def run_program(number: int, described: list[int], *, loops: bool) -> Any:
    """Runs a compiled graph; Ctrl-C ends one with loops that only a condition ends."""
    if loops:
        return _jvm.run_long("LocalPlans", "start", number, described)
    return _jvm.call("LocalPlans", "run", number, described)
