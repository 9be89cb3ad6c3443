"""Arrow's arrays, tensors and columns, shared where they lie dense; needs the package pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pydl4j.nd.core._held import Held, over

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["from_arrow"]


def from_arrow(x: Any, /) -> Array:
    """Arrow's values as an array, over the same memory where it is one piece.

    Parameters
    ----------
    x : pyarrow.Array, ChunkedArray, Tensor, RecordBatch or Table, or anything with Arrow's PyCapsule protocol
        Numbers or truth values without nulls. Of an array of fixed-shape tensors comes one array, an axis more; of
        a batch or table a matrix with its columns in order.

    Returns
    -------
    Array
        Read-only, as Arrow's memory is, unless it had to be copied: several chunks, truth values, tables.

    Raises
    ------
    ValueError
        Where there are nulls.
    TypeError
        For other types, such as text and dates.
    """
    import pyarrow as pa

    if isinstance(x, pa.Tensor):
        return over(x.to_numpy())
    if isinstance(x, (pa.Table, pa.RecordBatch)):
        return over(np.stack([_numpy(column, name) for name, column in zip(x.column_names, x.columns, strict=True)], 1))
    if not isinstance(x, (pa.Array, pa.ChunkedArray)):
        x = pa.chunked_array(x) if hasattr(x, "__arrow_c_stream__") else pa.array(x)
    return over(_numpy(x, "the array"))


def to_arrow(x: Held) -> Any:
    """What ``Array.to_arrow`` gives."""
    import pyarrow as pa

    values = np.asarray(x)
    if values.ndim == 0:
        raise ValueError("[to_arrow] got an array without axes; expected at least one. Reshape it to (1,).")
    if values.ndim == 1:
        return pa.array(values)
    return pa.FixedShapeTensorArray.from_numpy_ndarray(np.ascontiguousarray(values))


def is_arrow(x: Any) -> bool:
    """Whether x is one of pyarrow's values; nothing is imported for the answer."""
    return type(x).__module__.partition(".")[0] == "pyarrow"


def _numpy(x: Any, what: str) -> Any:
    import pyarrow as pa

    if x.null_count:
        raise ValueError(f"[from_arrow] got {x.null_count} nulls in {what}; expected none. Use fill_null first.")
    if isinstance(x, pa.ChunkedArray):
        if x.num_chunks == 1:
            x = x.chunk(0)
        elif isinstance(x.type, pa.FixedShapeTensorType):
            return np.concatenate([chunk.to_numpy_ndarray() for chunk in x.chunks])
        else:
            return x.to_numpy()
    if isinstance(x.type, pa.FixedShapeTensorType):
        return x.to_numpy_ndarray()
    t = x.type
    if not (pa.types.is_integer(t) or pa.types.is_floating(t) or pa.types.is_boolean(t)):
        raise TypeError(
            f"[from_arrow] got {t} in {what}; expected numbers, truth values or fixed-shape tensors of them."
        )
    return x.to_numpy(zero_copy_only=False)
