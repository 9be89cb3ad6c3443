"""What `pydl4j.nd.asarray` takes beside NumPy's arrays, Python's numbers and lists of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from pydl4j.nd.interop import _arrow, _dlpack

_MAX_DENSE_BYTES = 1 << 30


def taken(values: Any) -> Any:
    """The values by DLPack, Arrow or as a dense form of SciPy's sparse ones; None where NumPy must see to it."""
    if isinstance(values, (bool, int, float, complex, str, bytes, list, tuple, np.generic)):
        return None
    if hasattr(values, "toarray") and hasattr(values, "nnz"):
        return _dense(values)
    if _arrow.is_arrow(values):
        return _arrow.from_arrow(values)
    if hasattr(values, "__dlpack__") and hasattr(values, "__dlpack_device__"):
        try:
            return _dlpack.from_dlpack(values)
        except BufferError:
            if not hasattr(values, "__array__"):
                raise
    return None


def _dense(values: Any) -> np.ndarray:
    """Sparse values with their zeros, as far as that is sensible."""
    nbytes = int(np.prod(values.shape, dtype=object)) * values.dtype.itemsize
    if nbytes > _MAX_DENSE_BYTES:
        raise MemoryError(
            f"[asarray] got a sparse array of shape {values.shape} with {values.nnz} elements, which is dense "
            f"{nbytes / 2**30:.1f} GiB; expected at most 1 GiB. Take a part of it, or give x.toarray()."
        )
    return np.asarray(values.toarray())
