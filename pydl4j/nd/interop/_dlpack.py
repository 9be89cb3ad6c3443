"""DLPack both ways, by its C structures: NumPy's own knows neither bfloat16 nor, before 2.1, versions.

https://dmlc.github.io/dlpack/latest/c_api.html
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, c_int32, c_int64, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p, pythonapi
from typing import TYPE_CHECKING, Any

import numpy as np

from pydl4j.nd.core import _dtypes
from pydl4j.nd.core._held import Held, over

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["from_dlpack"]

CPU = 1
_PINNED = 3  # CUDA's page-locked main memory
_VERSION = (1, 1)
_READ_ONLY, _IS_COPIED = 1, 2
_CODES = {"i": 0, "u": 1, "f": 2, "V": 4, "c": 5, "b": 6}  # V: bfloat16
_KINDS = {code: kind for kind, code in _CODES.items()}
_PLAIN, _VERSIONED = b"dltensor", b"dltensor_versioned"


class _Tensor(Structure):
    _fields_ = (
        ("data", c_void_p),
        ("device", c_int32),
        ("device_id", c_int32),
        ("ndim", c_int32),
        ("code", c_uint8),
        ("bits", c_uint8),
        ("lanes", c_uint16),
        ("shape", POINTER(c_int64)),
        ("strides", POINTER(c_int64)),
        ("byte_offset", c_uint64),
    )


class _Managed(Structure):
    _fields_ = (("tensor", _Tensor), ("context", c_void_p), ("deleter", c_void_p))


class _ManagedVersioned(Structure):
    _fields_ = (
        ("major", c_uint32),
        ("minor", c_uint32),
        ("context", c_void_p),
        ("deleter", c_void_p),
        ("flags", c_uint64),
        ("tensor", _Tensor),
    )


_TYPES = {_PLAIN: _Managed, _VERSIONED: _ManagedVersioned}
_DELETER = ctypes.CFUNCTYPE(None, c_void_p)
_DESTRUCTOR = ctypes.PYFUNCTYPE(None, c_void_p)
_new_capsule = ctypes.PYFUNCTYPE(ctypes.py_object, c_void_p, ctypes.c_char_p, c_void_p)(("PyCapsule_New", pythonapi))
_is_valid = ctypes.PYFUNCTYPE(ctypes.c_int, c_void_p, ctypes.c_char_p)(("PyCapsule_IsValid", pythonapi))
_pointer = ctypes.PYFUNCTYPE(c_void_p, c_void_p, ctypes.c_char_p)(("PyCapsule_GetPointer", pythonapi))
_rename = ctypes.PYFUNCTYPE(ctypes.c_int, c_void_p, ctypes.c_char_p)(("PyCapsule_SetName", pythonapi))
_USED = {_PLAIN: b"used_dltensor", _VERSIONED: b"used_dltensor_versioned"}

_lent: dict[int, tuple[Any, ...]] = {}  # what others hold: by the address of its structure


# ---- out -----------------------------------------------------------------------------------------------------------


def capsule(
    x: Held, *, stream: Any, max_version: tuple[int, int] | None, dl_device: tuple[int, int] | None, copy: bool | None
) -> Any:
    """The capsule that ``__dlpack__`` returns."""
    if stream is not None:
        raise BufferError(f"[dlpack] main memory has no streams: got stream {stream!r}; expected None.")
    if dl_device is not None and tuple(map(int, dl_device)) != (CPU, 0):
        raise BufferError(f"[dlpack] got device {dl_device}; expected (1, 0), main memory, where the array lies.")
    view = x._np.copy() if copy else x._np
    is_versioned = max_version is not None and max_version[0] >= 1
    if not is_versioned and not view.flags.writeable:
        raise BufferError("[dlpack] the array is read-only, which DLPack cannot say before version 1. Copy it first.")
    name = _VERSIONED if is_versioned else _PLAIN
    managed = _TYPES[name]()
    dims, steps = (c_int64 * view.ndim)(*view.shape), (c_int64 * view.ndim)(*(s // view.itemsize for s in view.strides))
    kind = "V" if x._is_bfloat16 else view.dtype.kind
    managed.tensor = _Tensor(
        *(view.__array_interface__["data"][0], CPU, 0, view.ndim, _CODES[kind], 8 * view.itemsize, 1, dims, steps, 0)
    )
    managed.deleter = ctypes.cast(_returned, c_void_p)
    if is_versioned:
        managed.major, managed.minor = _VERSION
        managed.flags = (0 if view.flags.writeable else _READ_ONLY) | (_IS_COPIED if copy else 0)
    address = ctypes.addressof(managed)
    _lent[address] = (managed, dims, steps, view)
    return _new_capsule(address, name, ctypes.cast(_dropped, c_void_p))


def _on_returned(address: int) -> None:
    """What a consumer calls when it is done."""
    _lent.pop(address, None)


_returned = _DELETER(_on_returned)


def _on_dropped(capsule: int) -> None:
    """What Python calls for a capsule that goes; nobody consumed it where it has its first name."""
    for name in (_PLAIN, _VERSIONED):
        if _is_valid(capsule, name):
            _lent.pop(_pointer(capsule, name), None)


_dropped = _DESTRUCTOR(_on_dropped)


# ---- in ------------------------------------------------------------------------------------------------------------


class _Borrowed:
    """Another framework's memory, given back with the last reference to this."""

    __slots__ = ("__array_interface__", "_address", "_deleter")

    def __init__(self, managed: Any, interface: dict[str, Any]) -> None:
        self._address = ctypes.addressof(managed)
        self._deleter = managed.deleter
        self.__array_interface__ = interface

    def __del__(self, *, _deleter: Any = _DELETER) -> None:
        if self._deleter:
            _deleter(self._deleter)(self._address)


def from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Array:
    """Another library's array over the same memory, by the DLPack protocol.

    Parameters
    ----------
    x : object
        With ``__dlpack__`` and ``__dlpack_device__``: arrays of NumPy, PyTorch, JAX, ..., bfloat16 included.
    device : optional
        Where the array is to be; main memory is all there is so far.
    copy : bool, optional
        True copies always; False raises where a copy is needed; by default only where memory is not aligned.

    Returns
    -------
    Array
        It keeps the other array's memory. Of read-only memory, itself read-only.

    Raises
    ------
    BufferError
        Where the memory is not main memory, or the type is not one of `Array`'s.
    """
    place = tuple(int(k) for k in x.__dlpack_device__())
    if place[0] not in (CPU, _PINNED):
        raise BufferError(
            f"[from_dlpack] got memory of device {place}; expected main memory, (1, 0). Copy it there first."
        )
    try:
        given = x.__dlpack__(max_version=_VERSION)
    except TypeError:
        given = x.__dlpack__()  # a library older than version 1
    made: Array = _taken(given, copy)
    if copy:
        made = made.copy()
    return made if device is None else made.to_device(device)


def _taken(given: Any, copy: bool | None) -> Any:
    name = next((n for n in (_VERSIONED, _PLAIN) if _is_valid(id(given), n)), None)
    if name is None:
        raise BufferError(f"[from_dlpack] got {given!r}; expected a fresh capsule of DLPack.")
    managed = _TYPES[name].from_address(_pointer(id(given), name))
    if name == _VERSIONED and managed.major > _VERSION[0]:
        raise BufferError(f"[from_dlpack] got version {managed.major}.{managed.minor}; expected at most 1.x.")
    t = managed.tensor
    number, kind = _type(t)
    dims = tuple(t.shape[k] for k in range(t.ndim))
    strides = tuple(t.strides[k] * kind.itemsize for k in range(t.ndim)) if t.strides else None
    interface = {
        "version": 3,
        "data": ((t.data or 0) + t.byte_offset, name == _VERSIONED and bool(managed.flags & _READ_ONLY)),
        "typestr": kind.str,
        "shape": dims,
        "strides": strides,
    }
    _rename(id(given), _USED[name])
    owner = _Borrowed(managed, interface)
    if 0 in dims:
        return over(np.empty(dims, kind), number)
    view = np.asarray(owner)
    if view.flags.aligned:
        return over(view, number)
    if copy is False:
        raise BufferError("[from_dlpack] a copy is needed: got memory that is not aligned. Allow the copy.")
    return over(view.copy(), number)


def _type(t: _Tensor) -> tuple[int, np.dtype[Any]]:
    kind = _KINDS.get(t.code, "?")
    name = _dtypes.BFLOAT16 if kind == "V" else f"{kind}{t.bits // 8}"
    try:
        if t.lanes != 1 or t.bits % 8:
            raise TypeError
        number = _dtypes.number(name)
    except TypeError:
        got = f"code {t.code} with {t.bits} bits and {t.lanes} lanes"
        raise BufferError(f"[from_dlpack] got elements of {got}; expected {', '.join(_dtypes.NUMBERS)}.") from None
    return number, _dtypes.KINDS[number]
