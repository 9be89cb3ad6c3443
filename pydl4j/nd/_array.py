"""Arrays that Java and NumPy share without a copy."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j.nd._operators import Operators, picked

__all__ = [
    "Array",
    "array",
    "asarray",
    "empty",
    "full",
    "ones",
    "zeros",
]

# NumPy's type names and the numbers of ONNX's TensorProto.DataType.
_NUMBERS = {
    "float64": 11, "float32": 1, "float16": 10, "bfloat16": 16, "int64": 7, "int32": 6, "int16": 5, "int8": 3,
    "uint64": 13, "uint32": 12, "uint16": 4, "uint8": 2, "bool": 9,
}  # fmt: skip
_NAMES = {code: name for name, code in _NUMBERS.items()}
_BFLOAT16 = "bfloat16"
_CODES = {np.dtype(name): code for name, code in _NUMBERS.items() if name != _BFLOAT16}
_KINDS = {code: np.dtype(np.uint16 if name == _BFLOAT16 else name) for code, name in _NAMES.items()}
_CLOSED = "[array] is closed: its memory was freed. Use it before close(), or copy it."
_new = object.__new__


class _Memory:
    """Owns a Java array: it is closed with the last reference to this."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        _jvm.release_soon(self.number)


class _Seen:
    """What NumPy looks at: the memory lives as long as any view of it."""

    __slots__ = ("__array_interface__", "memory")

    def __init__(self, memory: _Memory, interface: dict[str, Any]) -> None:
        self.memory = memory
        self.__array_interface__ = interface


class Array(Operators):
    """An n-dimensional array over memory that Java and NumPy both see.

    ``np.asarray(a)`` is a view of the same memory, and writing to it writes to the array. Arrays that pydl4j returns
    own their off-heap memory; it is freed when the array and every NumPy view of it are gone, or by `close`.
    Make one with `pydl4j.nd.array`, `asarray`, `empty`, `zeros`, `ones` or `full`.
    """

    __slots__ = ("__weakref__", "_is_bfloat16", "_memory", "_numbers", "_view")
    __array_priority__ = 1000

    def __init__(self, view: np.ndarray, *, bfloat16: bool = False) -> None:
        self._view: np.ndarray | None = view
        self._is_bfloat16: bool | None = bfloat16
        self._memory: _Memory | None = None
        self._numbers: list[int] | None = None

    @property
    def _np(self) -> np.ndarray:
        if self._view is None:
            if self._memory is None:
                raise ValueError(_CLOSED)
            self._view = _view(self._memory, self._about())
        return self._view

    @property
    def _bfloat16(self) -> bool:
        if self._is_bfloat16 is None:
            self._is_bfloat16 = _NAMES[self._about()[1]] == _BFLOAT16
        return self._is_bfloat16

    def _about(self) -> list[int]:
        """Address, type, rank, dims, strides in elements; the same for the array's whole life."""
        if self._numbers is None and self._memory is not None:
            self._numbers = np.asarray(_jvm.call("LocalNd", "describe", self._memory.number)).tolist()[1:]
        if self._numbers is None:
            view = self._np
            code = _NUMBERS[_BFLOAT16] if self._bfloat16 else number(view.dtype)
            strides = [stride // view.itemsize for stride in view.strides]
            self._numbers = [view.__array_interface__["data"][0], code, view.ndim, *view.shape, *strides]
        return self._numbers

    @property
    def shape(self) -> tuple[int, ...]:
        """Size of each axis."""
        if self._view is None and self._memory is not None:
            numbers = self._about()
            return tuple(numbers[3 : 3 + numbers[2]])
        return self._np.shape

    @property
    def dtype(self) -> Any:
        """NumPy's dtype, or the string ``"bfloat16"``, which NumPy has no name for."""
        if self._view is None and self._memory is not None:
            return dtype_of(self._about()[1])
        return _BFLOAT16 if self._bfloat16 else self._np.dtype

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self._np.ndim

    @property
    def size(self) -> int:
        """Number of elements."""
        return self._np.size

    @property
    def nbytes(self) -> int:
        """Bytes of all elements."""
        return self._np.nbytes

    def _dim(self, axis: int) -> int:
        return self._np.shape[axis]

    def transpose(self, *axes: int | Sequence[int]) -> Array:
        """The view with its axes in that order; reversed when none is given."""
        return Array(self._np.transpose(*axes), bfloat16=self._bfloat16)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """What ``np.asarray`` calls: a view of the same memory where the type allows."""
        plain = (self._np.astype(np.uint32) << 16).view(np.float32) if self._bfloat16 else self._np
        wanted = plain if dtype is None else plain.astype(dtype, copy=False)
        if copy is False and not np.shares_memory(wanted, self._np) and wanted.size:
            raise ValueError(f"[array] a copy is needed: got dtype {self.dtype}; expected {dtype}. Allow the copy.")
        return wanted.copy() if copy and wanted is plain else wanted

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """NumPy's functions see the NumPy view, and return NumPy's arrays."""
        return function(*_viewed(args), **_viewed(kwargs))

    def __dlpack__(self, **options: Any) -> Any:
        """The same memory for other frameworks, as the DLPack protocol says."""
        return self._np.__dlpack__(**options)

    def __dlpack_device__(self) -> tuple[int, int]:
        """The CPU."""
        return self._np.__dlpack_device__()

    def numpy(self) -> np.ndarray:
        """The NumPy view of this array, as ``np.asarray`` gives it."""
        return self.__array__()

    def copy(self) -> Array:
        """A dense copy in memory of its own."""
        fresh = empty(self.shape, dtype=self.dtype)
        fresh._np[...] = self._np
        return fresh

    def reshape(self, *shape: int | Sequence[int]) -> Array:
        """The same elements under another shape; a view where the array is dense."""
        return Array(self._np.reshape(*shape), bfloat16=self._bfloat16)

    def item(self) -> Any:
        """The only element as a Python number."""
        return np.asarray(self).item()

    def tolist(self) -> Any:
        """The elements as nested lists."""
        return np.asarray(self).tolist()

    def close(self) -> None:
        """Lets the memory go now; it is freed at once unless a NumPy view still looks at it."""
        self._view = self._memory = self._numbers = None

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._view is None and self._memory is None

    def __enter__(self) -> Array:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._np)

    def __iter__(self) -> Any:
        return (self[k] for k in range(len(self)))

    def __getitem__(self, index: Any) -> Array:
        parts = index if isinstance(index, tuple) else (index,)
        if any(isinstance(part, Operators) for part in parts):
            if any(part._trace is not None for part in parts if isinstance(part, Operators)):
                return picked(self, index)
            index = tuple(np.asarray(part) if isinstance(part, Array) else part for part in parts)
        return Array(np.asarray(self._np[index]), bfloat16=self._bfloat16)

    def __setitem__(self, index: Any, value: ArrayLike) -> None:
        if self._bfloat16:
            raise NotImplementedError("[array] bfloat16 elements cannot be set from NumPy. Cast to float32 first.")
        self._np[index] = np.asarray(value)

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __bool__(self) -> bool:
        return bool(np.asarray(self))

    def __repr__(self) -> str:
        if self.closed:
            return "Array(closed)"
        text = np.array2string(np.asarray(self), separator=", ", prefix="Array(", threshold=200)
        return f"Array({text}, shape={self.shape}, dtype={self.dtype})"


def _viewed(x: Any) -> Any:
    """Arguments with arrays as NumPy's views."""
    if isinstance(x, Array):
        return np.asarray(x)
    if isinstance(x, dict):
        return {k: _viewed(v) for k, v in x.items()}
    return type(x)([_viewed(v) for v in x]) if type(x) in (list, tuple) else x


def array(values: ArrayLike | Array, *, dtype: Any = None) -> Array:
    """A new array with its own off-heap memory.

    Parameters
    ----------
    values : array_like
        Numbers, nested lists, a NumPy array, an `Array`, or anything with the array protocols.
    dtype : numpy dtype or str, optional
        Element type; that of the values by default. ``"bfloat16"`` is allowed.

    Returns
    -------
    Array
        A copy of the values.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> np.asarray(nd.array([1.0, 2.0])).tolist()
    [1.0, 2.0]
    """
    plain = np.asarray(values)
    if dtype == _BFLOAT16 or (dtype is None and isinstance(values, Array) and values._bfloat16):
        fresh = empty(plain.shape, dtype=_BFLOAT16)
        fresh._np[...] = _to_bfloat16(plain)
        return fresh
    fresh = empty(plain.shape, dtype=plain.dtype if dtype is None else dtype)
    fresh._np[...] = plain
    return fresh


def asarray(values: ArrayLike | Array, *, dtype: Any = None) -> Array:
    """The values as an array, over the same memory where type and layout allow, else over a copy.

    Parameters
    ----------
    values : array_like
        As for `array`.
    dtype : numpy dtype, optional
        Element type; that of the values by default.

    Returns
    -------
    Array
        Of a NumPy array of a known type, whatever its strides, a view that keeps it alive.
    """
    if isinstance(values, Array) and (dtype is None or values.dtype == dtype):
        return values
    plain = np.asarray(values, dtype=dtype)
    number(plain.dtype)
    if any(stride % plain.itemsize for stride in plain.strides) or not plain.dtype.isnative:
        plain = np.ascontiguousarray(plain, dtype=plain.dtype.newbyteorder("="))
    return Array(plain)


def empty(shape: int | Sequence[int], *, dtype: Any = "float32") -> Array:
    """A new array of undefined content, off heap; shape and dtype as in NumPy."""
    dims = [shape] if isinstance(shape, (int, np.integer)) else list(shape)
    return received(_jvm.call("LocalNd", "create", number(dtype), [int(d) for d in dims]))[0]


def zeros(shape: int | Sequence[int], *, dtype: Any = "float32") -> Array:
    """A new array of zeros, off heap; shape and dtype as in NumPy."""
    return full(shape, 0, dtype=dtype)


def ones(shape: int | Sequence[int], *, dtype: Any = "float32") -> Array:
    """A new array of ones, off heap; shape and dtype as in NumPy."""
    return full(shape, 1, dtype=dtype)


def full(shape: int | Sequence[int], value: float, *, dtype: Any = "float32") -> Array:
    """A new array with every element set to the value, off heap; shape and dtype as in NumPy."""
    fresh = empty(shape, dtype=dtype)
    fresh._np[...] = _to_bfloat16(np.float32(value)) if fresh._bfloat16 else value
    return fresh


class Described(list[int]):
    """Numbers that describe arrays, which live as long as this."""

    owners: tuple[Any, ...] = ()


def described(*arrays: Array | np.ndarray | None) -> Described:
    """What Java needs to see arrays in place: -1 and the handle of its own; else address, type, rank, dims, strides in
    elements; 0 for None.
    """
    out = Described()
    for item in arrays:
        if item is None:
            out.append(0)
            continue
        a = item if isinstance(item, Array) else asarray(item)
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


def owned(number: int) -> Array:
    """The array of a handle that Java handed over; what it is and NumPy's view of it are asked for when needed."""
    made = _new(Array)
    made._memory = _Memory(number)
    made._view = made._numbers = made._is_bfloat16 = None
    return made


def _view(memory: _Memory, numbers: list[int]) -> np.ndarray:
    """Java's array as NumPy sees it."""
    address, code, rank = numbers[:3]
    dims, kind = tuple(numbers[3 : 3 + rank]), _KINDS[code]
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


def dtype_of(code: int) -> Any:
    """The dtype of a number of ONNX's TensorProto.DataType."""
    name = _NAMES[code]
    return name if name == _BFLOAT16 else np.dtype(name)


def is_float(code: int) -> bool:
    """Whether a number of ONNX's TensorProto.DataType is that of a float type."""
    return "float" in _NAMES[code]


def plain(value: Any) -> Any:
    """NumPy's numbers and arrays as Python's, for ``json.dumps(default=...)``."""
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    raise TypeError(
        f"got a {type(value).__name__}: {value!r}; expected numbers, strings, lists, dicts and pydl4j's values"
    )


def number(dtype: Any) -> int:
    """The number of a dtype in ONNX's TensorProto.DataType."""
    known = _CODES.get(dtype) if isinstance(dtype, np.dtype) else None
    if known is not None:
        return known
    name = _BFLOAT16 if isinstance(dtype, str) and dtype == _BFLOAT16 else np.dtype(dtype).name
    if name not in _NUMBERS:
        raise TypeError(
            f"[array] unsupported dtype: got {name}; expected one of {', '.join(_NUMBERS)}. Use astype first."
        )
    return _NUMBERS[name]


def _to_bfloat16(values: np.ndarray | np.generic) -> np.ndarray:
    bits = np.asarray(values, dtype=np.float32).view(np.uint32).astype(np.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
