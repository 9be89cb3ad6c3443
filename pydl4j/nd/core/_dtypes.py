"""The element types: NumPy's, and ``"bfloat16"``, which NumPy has no name for."""

from __future__ import annotations

from typing import Any

import numpy as np

# NumPy's type names and the numbers of ONNX's TensorProto.DataType.
NUMBERS = {
    "float64": 11, "float32": 1, "float16": 10, "bfloat16": 16, "int64": 7, "int32": 6, "int16": 5, "int8": 3,
    "uint64": 13, "uint32": 12, "uint16": 4, "uint8": 2, "bool": 9, "complex64": 14, "complex128": 15,
}  # fmt: skip
NAMES = {code: name for name, code in NUMBERS.items()}
BFLOAT16 = "bfloat16"
_CODES = {np.dtype(name): code for name, code in NUMBERS.items() if name != BFLOAT16}
_DTYPES = {code: name if name == BFLOAT16 else np.dtype(name) for code, name in NAMES.items()}
KINDS = {code: np.dtype(np.uint16 if name == BFLOAT16 else name) for code, name in NAMES.items()}


def dtype_of(code: int) -> Any:
    """The dtype of a number of ONNX's TensorProto.DataType."""
    return _DTYPES[code]


def is_float(code: int) -> bool:
    """Whether a number of ONNX's TensorProto.DataType is that of a float type."""
    return "float" in NAMES[code]


def is_complex(dtype: Any) -> bool:
    """Whether a dtype is a complex one."""
    return bool(dtype != BFLOAT16 and np.dtype(dtype).kind == "c")


def kernel_float(dtype: Any) -> str:
    """The real type that functions with kernels of float32 and float64 alone take numbers of a type in."""
    name = NAMES[number(dtype)]
    if "float" in name:
        return "float64" if name == "float64" else "float32"
    return default_float().name


def number(dtype: Any) -> int:
    """The number of a dtype in ONNX's TensorProto.DataType."""
    known = _CODES.get(dtype) if isinstance(dtype, np.dtype) else None
    if known is not None:
        return known
    name = BFLOAT16 if isinstance(dtype, str) and dtype == BFLOAT16 else np.dtype(dtype).name
    if name not in NUMBERS:
        raise TypeError(
            f"[array] unsupported dtype: got {name}; expected one of {', '.join(NUMBERS)}. Use astype first."
        )
    return NUMBERS[name]


def to_bfloat16(values: np.ndarray | np.generic) -> np.ndarray:
    """float32's numbers as the bits of bfloat16, rounded to nearest even."""
    bits = np.asarray(values, dtype=np.float32).view(np.uint32).astype(np.uint64)
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16
    return np.asarray(rounded, dtype=np.uint16)  # of no axes NumPy makes scalars, whose memory is nobody's


class _Default:
    """The float type of what names no type."""

    name = "float32"


def default_float() -> np.dtype[Any]:
    """The type of Python's floats, and of integers where a function needs floats."""
    return np.dtype(_Default.name)


def set_default_float(name: str) -> str:
    """Sets it; returns what it was."""
    before, _Default.name = _Default.name, name
    return before


def inferred(values: Any, found: np.dtype[Any]) -> np.dtype[Any]:
    """The type of Python's numbers and lists of them, of which NumPy makes float64 and complex128 always."""
    if found.kind not in "fc":
        return found
    leaf = values
    while isinstance(leaf, (list, tuple)) and leaf:
        leaf = leaf[0]
    if type(leaf) not in (bool, int, float, complex, list, tuple):
        return found
    default = default_float()
    return default if found.kind == "f" else np.result_type(default, np.complex64)
