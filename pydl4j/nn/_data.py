"""What a network takes as data, checked and converted once, at the edge."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import addressof, c_char
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd import Array

_ROWS_SHOWN = 5
_sum = np.add.reduce
_SMALL = 8192  # numbers: above, BLAS may start threads of its own


@dataclass(frozen=True)
class DataSet:
    """A minibatch or a whole set of examples. DL4J: DataSet.

    Parameters
    ----------
    features : array_like
        [N, size], [N, C, H, W] or [N, size, T].
    labels : array_like, optional
        One-hot [N, classes] or [N, classes, T], class indices [N] or [N, T], or targets [N, size].
    features_mask, labels_mask : array_like, optional
        [N, T], 1 where a time step is present or its label counts.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import DataSet
    >>> DataSet(np.zeros((4, 3)), labels=[0, 1, 1, 0]).num_examples()
    4
    """

    features: ArrayLike | Array
    labels: ArrayLike | Array | None = None
    features_mask: ArrayLike | Array | None = None
    labels_mask: ArrayLike | Array | None = None

    def num_examples(self) -> int:
        """N."""
        return len(np.asarray(self.features))


def arrays(data: DataSet, *, dtype: str, where: str) -> list[np.ndarray | None]:
    """Features, labels and masks as a network of that dtype takes them; converted where they must be.

    Raises
    ------
    ValueError
        For NaN, infinities, or rows that do not fit together.
    TypeError
        For what is not numbers.
    """
    x = floats(data.features, dtype=dtype, where=where, name="x")
    if x.ndim == 0:
        raise ValueError(f"[{where}] x has no rows: got a single number; expected an array with one entry per example.")
    y = None if data.labels is None else _labels(data.labels, dtype=dtype, where=where)
    masks = [
        None if mask is None else floats(mask, dtype=dtype, where=where, name=name)
        for name, mask in (("features_mask", data.features_mask), ("labels_mask", data.labels_mask))
    ]
    for name, other in (("y", y), ("features_mask", masks[0]), ("labels_mask", masks[1])):
        if other is not None and (other.ndim == 0 or len(other) != len(x)):
            raise ValueError(
                f"[{where}] x and {name} differ in rows: got x {list(x.shape)}, {name} {list(other.shape)}; "
                f"expected as many rows in both. Check how {name} was made."
            )
    return [x, y, *masks]


def floats(values: ArrayLike | Array, *, dtype: str, where: str, name: str) -> np.ndarray:
    """Finite numbers in a dtype, without a copy where they are so already."""
    given = _numbers(values, where=where, name=name)
    out = given.astype(dtype, copy=False)
    if given.dtype.kind == "f" and out.size:
        refuse_not_finite(out, where=where, name=name)
    return out


def refuse_not_finite(x: np.ndarray, *, where: str, name: str) -> None:
    """Raises ValueError for NaN and infinities, found by way of the sum, in small arrays by that of the squares."""
    if x.size <= _SMALL and x.dtype.char in "fd" and math.isfinite(np.vdot(x, x)):
        return
    with np.errstate(over="ignore", invalid="ignore"):
        total = float(_sum(x, axis=None))
    if not math.isfinite(total):
        _refuse_not_finite(x, where=where, name=name)


def address(x: np.ndarray) -> int:
    """Where a dense array's memory begins; the buffer tells it in a quarter of the array interface's time."""
    try:
        return addressof(c_char.from_buffer(x))
    except (TypeError, ValueError, BufferError):  # read-only, empty, or of a type without a buffer
        return int(x.__array_interface__["data"][0])


def _labels(values: ArrayLike | Array, *, dtype: str, where: str) -> np.ndarray:
    given = _numbers(values, where=where, name="y")
    if given.dtype.kind in "iub" and given.ndim <= 2:
        lowest = given.min() if given.size else 0
        if lowest < 0:
            row = int(np.argmax((given < 0).any(axis=tuple(range(1, given.ndim))) if given.ndim > 1 else given < 0))
            raise ValueError(
                f"[{where}] y has a negative label: got {lowest}, first in row {row}; expected class indices from 0. "
                "Number the classes from 0."
            )
    if given.dtype.kind in "iu" and given.ndim == 1:
        return given.astype(np.int64, copy=False)
    return floats(given, dtype=dtype, where=where, name="y")


def _numbers(values: ArrayLike | Array, *, where: str, name: str) -> np.ndarray:
    try:
        given = np.asarray(values)
    except ValueError as error:
        raise ValueError(
            f"[{where}] {name} is ragged: got rows of different lengths; expected an array. "
            "Pad the rows and give a mask."
        ) from error
    if given.dtype.kind not in "fiub":
        raise TypeError(
            f"[{where}] {name} is not numbers: got dtype {given.dtype}; expected float32 or other real numbers. "
            "Convert it, for example with astype."
        )
    return given


def _refuse_not_finite(x: np.ndarray, *, where: str, name: str) -> None:
    bad = ~np.isfinite(x)
    count = int(bad.sum())
    if count == 0:  # only the sum overflowed
        return
    rows = np.flatnonzero(bad.reshape(len(x), -1).any(axis=1))[:_ROWS_SHOWN].tolist() if x.ndim else []
    what = "NaN" if np.isnan(x).any() else "infinity"
    raise ValueError(
        f"[{where}] {name} holds {what}: got {count} values that are not finite, first in rows {rows}; "
        "expected finite numbers. Drop or replace them first."
    )


def data_set(x: Any, y: Any = None) -> DataSet | None:
    """The data as one set, or None where it is an iterator of minibatches."""
    if isinstance(x, DataSet):
        return x
    if isinstance(x, tuple) and y is None and len(x) == 2:
        return DataSet(*x)
    of_batches = isinstance(x, list) and y is None and bool(x) and isinstance(x[0], (DataSet, tuple))
    if hasattr(x, "shape") or (isinstance(x, list) and not of_batches):
        return DataSet(x, y)
    return None


def minibatches(source: Any, *, where: str) -> Iterator[DataSet]:
    """One pass over an iterable of (x, y) pairs or data sets.

    Raises
    ------
    TypeError
        When it gives something else.
    """
    for item in source:
        if isinstance(item, DataSet):
            yield item
        elif isinstance(item, (tuple, list)) and len(item) in (1, 2):
            yield DataSet(*item)
        else:
            raise TypeError(
                f"[{where}] the iterator gives no minibatches: got a {type(item).__name__}; "
                "expected pairs (x, y) or DataSet. Yield one of them."
            )
