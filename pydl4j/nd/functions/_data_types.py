"""Functions of element types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pydl4j import _jvm
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import Operand

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["astype", "can_cast", "default_dtype", "finfo", "iinfo", "isdtype", "result_type", "set_default_dtype"]

_KINDS = {
    "bool": "b",
    "signed integer": "i",
    "unsigned integer": "u",
    "integral": "iu",
    "real floating": "f",
    "complex floating": "c",
    "numeric": "iufc",
}
_RANKS = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 3}


class FloatInfo(NamedTuple):
    """What `finfo` tells; of the components where the type is complex."""

    bits: int
    eps: float
    max: float
    min: float
    smallest_normal: float
    dtype: Any


class IntegerInfo(NamedTuple):
    """What `iinfo` tells."""

    bits: int
    max: int
    min: int
    dtype: Any


class DefaultDtype:
    """A default type that was set: stays so, or ends with the ``with`` block that it opens."""

    def __init__(self, before: str) -> None:
        self._before = before

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        set_default_dtype(self._before)


def default_dtype() -> np.dtype[Any]:
    """The type of what names no type: Python's floats, made arrays, quotients and means of integers.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.default_dtype()
    dtype('float32')
    """
    return _dtypes.default_float()


def set_default_dtype(dtype: Any) -> DefaultDtype:
    """Sets what `default_dtype` tells. Functions that were traced before keep the types that they were traced with.

    Parameters
    ----------
    dtype : numpy dtype or str
        float32, as at the start, or float64.

    Returns
    -------
    DefaultDtype
        May open a ``with`` block, at whose end the default is what it was.

    Examples
    --------
    >>> from pydl4j import nd
    >>> with nd.set_default_dtype("float64"):
    ...     nd.array([0.5]).dtype
    dtype('float64')
    """
    _jvm.call("LocalNd", "setDefaultFloat", _dtypes.number(dtype))
    return DefaultDtype(_dtypes.set_default_float(np.dtype(dtype).name))


def astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Array:
    """x in another element type.

    Parameters
    ----------
    x : array_like
        Of any shape and type.
    dtype : numpy dtype or str
        The type wanted. Floats become integers by truncation, truth values 0 and 1, and numbers but 0 become true.
    copy : bool, default True
        False returns x itself where it has that type.
    device : optional
        Where the result is to be.

    Returns
    -------
    Array
        Of the shape of x.
    """
    x = _apply.operand(x)
    if _kind(x.dtype) == "c" and _kind(dtype) in "iuf":
        raise TypeError(f"[astype] got {x.dtype} to {dtype}; expected a complex type. Take nd.real or nd.imag first.")
    made = x if not copy and x.dtype == dtype else _apply.cast(x, dtype)
    return made if device is None else made.to_device(device)


def can_cast(from_: Any, to: Any, /) -> bool:
    """Whether promotion with some other type leads from one type (or an array's) to the other."""
    from_ = from_.dtype if isinstance(from_, Operand) else _named(from_)
    return bool(_common(from_, _named(to)) == _named(to))


def finfo(type: Any, /) -> FloatInfo:
    """Limits of a float type, or of that of an array; of the components of a complex one.

    Raises
    ------
    TypeError
        When the type is no float.
    """
    dtype = type.dtype if isinstance(type, Operand) else _named(type)
    if dtype == _dtypes.BFLOAT16:
        top = (2 - 2.0**-7) * 2.0**127
        return FloatInfo(16, 2.0**-7, top, -top, 2.0**-126, dtype)
    if dtype.kind not in "fc":
        raise TypeError(f"[finfo] got {dtype}; expected a float or complex type. For integers use iinfo.")
    of = np.finfo(dtype)
    return FloatInfo(of.bits, float(of.eps), float(of.max), float(of.min), float(of.smallest_normal), of.dtype)


def iinfo(type: Any, /) -> IntegerInfo:
    """Limits of an integer type, or of that of an array.

    Raises
    ------
    TypeError
        When the type is no integer.
    """
    dtype = type.dtype if isinstance(type, Operand) else _named(type)
    if _kind(dtype) not in "iu":
        raise TypeError(f"[iinfo] got {dtype}; expected an integer type. For floats use finfo.")
    of = np.iinfo(dtype)
    return IntegerInfo(of.bits, int(of.max), int(of.min), dtype)


def isdtype(dtype: Any, kind: Any) -> bool:
    """Whether a type is of a kind.

    Parameters
    ----------
    dtype : numpy dtype or str
        The type.
    kind : numpy dtype, str or tuple of them
        A type, or ``"bool"``, ``"signed integer"``, ``"unsigned integer"``, ``"integral"``, ``"real floating"``,
        ``"complex floating"`` or ``"numeric"``; of several any.
    """
    if isinstance(kind, tuple):
        return any(isdtype(dtype, one) for one in kind)
    if isinstance(kind, str) and kind != _dtypes.BFLOAT16:
        if kind not in _KINDS:
            raise ValueError(f"[isdtype] got kind {kind!r}; expected one of {', '.join(_KINDS)}, or a dtype.")
        return _kind(dtype) in _KINDS[kind]
    return bool(_named(dtype) == _named(kind))


def result_type(*arrays_and_dtypes: Any) -> Any:
    """The type that operands of these types have in common.

    Parameters
    ----------
    *arrays_and_dtypes : array, dtype, bool, int, float or complex
        Plain numbers take the type of the others where it holds their kind.

    Returns
    -------
    numpy.dtype or str
        Of integers with floats the float type.
    """
    if not arrays_and_dtypes:
        raise ValueError("[result_type] got nothing; expected arrays, dtypes or numbers.")
    strong, weak = [], []
    for x in arrays_and_dtypes:
        if isinstance(x, (bool, int, float, complex)) and not isinstance(x, np.generic):
            weak.append(_dtypes.inferred(x, np.asarray(x).dtype))
        else:
            strong.append(x.dtype if isinstance(x, (Operand, np.ndarray, np.generic)) else _named(x))
    if not strong:
        return _folded(weak)
    found = _folded(strong)
    if weak and _RANKS[_kind(number := _folded(weak))] > _RANKS[_kind(found)]:
        return np.result_type(found, np.complex64) if _kind(number) == "c" and _kind(found) == "f" else number
    return found


def _named(dtype: Any) -> Any:
    return _dtypes.dtype_of(_dtypes.number(dtype))


def _kind(dtype: Any) -> str:
    return "f" if dtype == _dtypes.BFLOAT16 else np.dtype(dtype).kind


def _folded(dtypes: list[Any]) -> Any:
    found = dtypes[0]
    for dtype in dtypes[1:]:
        found = _common(found, dtype)
    return found


def _common(a: Any, b: Any) -> Any:
    """As org.pydl4j.nd.graph.Promotion says."""
    if a == b:
        return a
    first, second = _kind(a), _kind(b)
    if _dtypes.BFLOAT16 in (a, b):
        a, b = (b, a) if b == _dtypes.BFLOAT16 else (a, b)
        wide = first == second == "f" or "c" in (first, second)
        return a if not wide else _common(np.dtype("float32"), b)
    if _RANKS[first] != _RANKS[second] and {first, second} != {"f", "c"}:
        return a if _RANKS[first] > _RANKS[second] else b
    return np.promote_types(a, b)
