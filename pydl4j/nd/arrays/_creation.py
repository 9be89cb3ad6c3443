"""Functions that make arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j.nd.arrays._array import Array
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import Operand, held, over, received

__all__ = [
    "arange", "array", "asarray", "empty", "empty_like", "eye", "full", "full_like", "linspace", "meshgrid", "ones",
    "ones_like", "tril", "triu", "zeros", "zeros_like",
]  # fmt: skip

_Shape = int | Sequence[int]


def array(obj: ArrayLike | Array, /, *, dtype: Any = None, ndmin: int = 0, device: Any = None) -> Array:
    """A new array with its own off-heap memory.

    Parameters
    ----------
    obj : array_like
        Numbers, nested lists, a NumPy array, an `Array`, or anything with the array protocols.
    dtype : numpy dtype or str, optional
        Element type; by default that of an array, int64 for Python's integers and `default_dtype` for its floats.
        ``"bfloat16"`` is allowed.
    ndmin : int
        The least number of axes; new ones come first.
    device : optional
        Where it is to be.

    Returns
    -------
    Array
        A copy of the values.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.array([1.0, 2.0]).tolist()
    [1.0, 2.0]
    """
    made = asarray(obj, dtype=dtype, device=device, copy=True)
    return made if made.ndim >= ndmin else made.reshape((1,) * (ndmin - made.ndim) + tuple(made.shape))


def asarray(obj: ArrayLike | Array, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Array:
    """The values as an array, over the same memory where type and layout allow, else over a copy.

    Parameters
    ----------
    obj : array_like
        As for `array`.
    dtype : numpy dtype or str, optional
        As for `array`.
    device : optional
        Where it is to be.
    copy : bool, optional
        True copies always; False never does.

    Returns
    -------
    Array
        Of a NumPy array of a known type, whatever its strides, a view that keeps it alive.

    Raises
    ------
    ValueError
        With ``copy=False``, where a copy is needed.
    """
    if isinstance(obj, Operand):
        made = obj if dtype is None or obj.dtype == dtype else _apply.cast(obj, dtype)
    elif dtype == _dtypes.BFLOAT16:
        made = over(_dtypes.to_bfloat16(np.asarray(obj)), _dtypes.number(dtype))
    else:
        made = held(obj, dtype=dtype)
    if copy is False and not _shares(made, obj):
        raise ValueError(f"[asarray] a copy is needed: got {type(obj).__name__}; expected an array. Allow the copy.")
    is_new = made is not obj and isinstance(obj, Operand)
    if made._trace is None and not is_new and (copy or isinstance(obj, (list, tuple))):
        made = made.copy()  # lists, too: NumPy's memory of them is not aligned for vectors
    return made if device is None else made.to_device(device)


def _shares(made: Any, obj: Any) -> bool:
    if isinstance(obj, (Operand, list, tuple, bool, int, float, complex)):
        return made is obj
    return np.shares_memory(made._np, np.asarray(obj)) or not made.size


def empty(shape: _Shape, *, dtype: Any = None, device: Any = None) -> Array:
    """A new array of undefined content, off heap; of `default_dtype` where none is given."""
    dims, kind = _dims(shape), _dtypes.default_float() if dtype is None else dtype
    made = received(_jvm.call("LocalNd", "create", _dtypes.number(kind), dims))[0]
    return made if device is None else made.to_device(device)


def zeros(shape: _Shape, *, dtype: Any = None, device: Any = None) -> Array:
    """A new array of zeros, off heap; of `default_dtype` where none is given."""
    return full(shape, 0, dtype=_dtypes.default_float() if dtype is None else dtype, device=device)


def ones(shape: _Shape, *, dtype: Any = None, device: Any = None) -> Array:
    """A new array of ones, off heap; of `default_dtype` where none is given."""
    return full(shape, 1, dtype=_dtypes.default_float() if dtype is None else dtype, device=device)


def full(shape: _Shape, fill_value: complex, *, dtype: Any = None, device: Any = None) -> Array:
    """A new array with every element set to a value, off heap; of the value's type where none is given.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.full((2, 2), 7).tolist()
    [[7, 7], [7, 7]]
    """
    if dtype is None or not _apply.is_exact(fill_value) or (type(fill_value) is int and not _holds(dtype, fill_value)):
        value = asarray(fill_value, dtype=dtype)
        made = empty(shape, dtype=value.dtype)
        made[...] = value
    else:
        made = received(_jvm.call("LocalNd", "filled", _dtypes.number(dtype), _dims(shape), float(fill_value)))[0]
    return made if device is None else made.to_device(device)


def empty_like(
    x: ArrayLike | Operand, /, *, dtype: Any = None, shape: _Shape | None = None, device: Any = None
) -> Array:
    """An array of undefined content of the shape and type of x where none is given."""
    return zeros_like(x, dtype=dtype, shape=shape, device=device)


def zeros_like(
    x: ArrayLike | Operand, /, *, dtype: Any = None, shape: _Shape | None = None, device: Any = None
) -> Array:
    """Zeros of the shape and type of x where none is given."""
    return full_like(x, 0, dtype=dtype, shape=shape, device=device)


def ones_like(
    x: ArrayLike | Operand, /, *, dtype: Any = None, shape: _Shape | None = None, device: Any = None
) -> Array:
    """Ones of the shape and type of x where none is given."""
    return full_like(x, 1, dtype=dtype, shape=shape, device=device)


def full_like(
    x: ArrayLike | Operand,
    /,
    fill_value: complex,
    *,
    dtype: Any = None,
    shape: _Shape | None = None,
    device: Any = None,
) -> Array:
    """An array of the shape and type of x, where none is given, with every element set to a value."""
    x = _apply.operand(x)
    kind = x.dtype if dtype is None else dtype
    if x._trace is None or shape is not None:
        return full(x.shape if shape is None else shape, fill_value, dtype=kind, device=device)
    return _apply.apply("pydl4j.ExpandTo", {}, [_apply.cast(x._trace.value(fill_value), kind), x])[0]


def arange(
    start: float, /, stop: float | None = None, step: float = 1, *, dtype: Any = None, device: Any = None
) -> Array:
    """Numbers from start (inclusive) to stop (exclusive) by step: [ceil((stop - start) / step)].

    Parameters
    ----------
    start, stop, step : int or float
        With one number the stop, from 0. The step is not 0.
    dtype : numpy dtype or str, optional
        By default int64 for integers, else `default_dtype`.
    device : optional
        Where it is to be.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.arange(1, 10, 3).tolist()
    [1, 4, 7]
    """
    first, last = (0, start) if stop is None else (start, stop)
    if step == 0:
        raise ValueError("[arange] got step 0; expected another number. For one value many times use nd.full.")
    whole = all(isinstance(x, (int, np.integer)) for x in (first, last, step))
    kind = dtype if dtype is not None else np.dtype("int64") if whole else _dtypes.default_float()
    if whole:
        count = len(range(int(first), int(last), int(step)))
    elif not all(map(math.isfinite, (first, last, step))):
        raise ValueError(f"[arange] got {first} to {last} by {step}; expected finite numbers.")
    else:
        count = max(0, math.ceil((last - first) / step))
    wide = "float64" if not whole else "uint64" if kind == np.uint64 else "int64"
    made = _apply.cast(_apply.cast(_count(count), wide) * step + first, kind)
    return made if device is None else made.to_device(device)


@overload
def linspace(
    start: complex,
    stop: complex,
    /,
    num: int = 50,
    *,
    dtype: Any = None,
    device: Any = None,
    endpoint: bool = True,
    retstep: Literal[False] = False,
) -> Array: ...


@overload
def linspace(
    start: complex,
    stop: complex,
    /,
    num: int = 50,
    *,
    dtype: Any = None,
    device: Any = None,
    endpoint: bool = True,
    retstep: Literal[True],
) -> tuple[Array, complex]: ...


def linspace(
    start: complex,
    stop: complex,
    /,
    num: int = 50,
    *,
    dtype: Any = None,
    device: Any = None,
    endpoint: bool = True,
    retstep: bool = False,
) -> Array | tuple[Array, complex]:
    """Evenly spaced numbers from start to stop: [num]; the stop is the last of them unless endpoint is False.

    With `retstep` a pair of them and the step.
    """
    if num < 0:
        raise ValueError(f"[linspace] got num {num}; expected 0 or more.")
    parts = num - 1 if endpoint else num
    default = _dtypes.default_float()
    kind = np.result_type(default, np.complex64) if isinstance(start + stop, complex) else default
    places = _apply.cast(_count(num), "complex128" if kind.kind == "c" else "float64")
    made = places * ((stop - start) / max(parts, 1)) + start
    if endpoint and num > 1:
        made = _apply.apply("Where", {}, [places == parts, stop, made])[0]
    made = _apply.cast(made, kind if dtype is None else dtype)
    made = made if device is None else made.to_device(device)
    return (made, (stop - start) / parts if parts > 0 else math.nan) if retstep else made


def eye(n_rows: int, n_cols: int | None = None, /, *, k: int = 0, dtype: Any = None, device: Any = None) -> Array:
    """Ones on the k-th diagonal, zeros elsewhere: [n_rows, n_cols], square by default."""
    rows, columns = _count(n_rows), _count(n_rows if n_cols is None else n_cols)
    made = _apply.cast(rows.reshape(-1, 1) + k == columns, _dtypes.default_float() if dtype is None else dtype)
    return made if device is None else made.to_device(device)


def meshgrid(
    *arrays: ArrayLike | Operand, sparse: bool = False, indexing: Literal["xy", "ij"] = "xy"
) -> tuple[Array, ...]:
    """The coordinates of a grid from those of its axes: for vectors [n_i] arrays of one shape.

    Parameters
    ----------
    *arrays : array_like
        Vectors of one type; single numbers count as vectors of one.
    sparse : bool
        Whether each keeps one element along the axes of the others, which broadcasts to the same.
    indexing : str, default "xy"
        ``"ij"``: [n_1, n_2, n_3, ...]; ``"xy"``: [n_2, n_1, n_3, ...].
    """
    if indexing not in ("xy", "ij"):
        raise ValueError(f"[meshgrid] got indexing {indexing!r}; expected 'xy' or 'ij'.")
    given = [_apply.operand(x).reshape(-1) for x in arrays]
    places = list(range(len(given)))
    if indexing == "xy" and len(given) > 1:
        places[:2] = [1, 0]
    sizes = [given[place].shape[0] for place in places]
    shaped = [
        x.reshape([-1 if axis == place else 1 for axis in range(len(given))])
        for x, place in zip(given, places, strict=True)
    ]
    return tuple(x if sparse else _apply.apply("Expand", {"shape": sizes}, [x])[0] for x in shaped)


def tril(x: ArrayLike | Operand, /, *, k: int = 0) -> Array:
    """Matrices [..., m, n] with zeros above the k-th diagonal."""
    return _apply.apply("Trilu", {"k": [int(k)], "upper": 0}, [x])[0]


def triu(x: ArrayLike | Operand, /, *, k: int = 0) -> Array:
    """Matrices [..., m, n] with zeros below the k-th diagonal."""
    return _apply.apply("Trilu", {"k": [int(k)], "upper": 1}, [x])[0]


def _count(n: int) -> Array:
    """0 to n - 1, int64."""
    return _apply.apply("Range", {"start": [0], "limit": [int(n)], "delta": [1]}, [])[0]


def _holds(dtype: Any, number: int) -> bool:
    """Whether a type holds a whole number; NumPy says what is wrong where an integer type does not."""
    kind = np.dtype("float32" if dtype == _dtypes.BFLOAT16 else dtype)
    return kind.kind not in "iu" or np.iinfo(kind).min <= number <= np.iinfo(kind).max


def _dims(shape: _Shape) -> list[int]:
    return [int(shape)] if isinstance(shape, (int, np.integer)) else [int(d) for d in shape]
