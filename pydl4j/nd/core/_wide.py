"""Functions of several steps on 16-bit floats: computed in float32, so that nothing overflows in between."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from pydl4j.nd.core import _apply, _dtypes

_F = TypeVar("_F", bound=Callable[..., Any])
_NARROW = (10, 16)  # float16 and bfloat16 in TensorProto.DataType


def wide(function: _F) -> _F:
    """The function with 16-bit floats among its arguments cast to float32, and the result cast back to their type."""

    @functools.wraps(function)
    def computed(*given: Any, **options: Any) -> Any:
        narrow = next((x.dtype for x in (*given, *options.values()) if _is_narrow(x)), None)
        if narrow is None:
            return function(*given, **options)
        y = function(*map(_widened, given), **{name: _widened(x) for name, x in options.items()})
        parts = [_apply.cast(part, narrow) if part.dtype == "float32" else part for part in _parts(y)]
        return tuple(parts) if isinstance(y, tuple) else parts[0]

    return computed  # type: ignore[return-value]


def _parts(y: Any) -> tuple[Any, ...]:
    return y if isinstance(y, tuple) else (y,)


def _is_narrow(x: Any) -> bool:
    return hasattr(x, "dtype") and hasattr(x, "shape") and _code(x.dtype) in _NARROW


def _code(dtype: Any) -> int:
    try:
        return _dtypes.number(dtype)
    except (TypeError, ValueError, KeyError, NotImplementedError):
        return 0


def _widened(x: Any) -> Any:
    return _apply.cast(_apply.operand(x), "float32") if _is_narrow(x) else x
