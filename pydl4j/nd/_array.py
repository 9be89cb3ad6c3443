"""The array: what `_held` holds, with operators, indices and the protocols of Python and NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j.nd import _indexing
from pydl4j.nd._held import Held, received
from pydl4j.nd._operators import Operators

__all__ = ["Array"]


class Array(Held, Operators):
    """An n-dimensional array over memory that Java and NumPy both see.

    ``np.asarray(a)`` is a view of the same memory, and writing to it writes to the array. Arrays that pydl4j returns
    own their off-heap memory; it is freed when the array and every NumPy view of it are gone, or by `close`.
    Make one with `pydl4j.nd.array`, `asarray`, `empty`, `zeros`, `ones` or `full`.
    """

    __slots__ = ()
    __array_priority__ = 1000

    def transpose(self, *axes: int | Sequence[int]) -> Array:
        """The view with its axes in that order; reversed when none is given."""
        return self._with_view(self._np.transpose(*axes))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """What ``np.asarray`` calls: a view of the same memory where the type allows."""
        plain = (self._np.astype(np.uint32) << 16).view(np.float32) if self._is_bfloat16 else self._np
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
        fresh = received(_jvm.call("LocalNd", "create", self._number, list(self.shape)))[0]
        fresh._np[...] = self._np
        return fresh

    def reshape(self, *shape: int | Sequence[int]) -> Array:
        """The same elements under another shape; a view where the array is dense."""
        return self._with_view(self._np.reshape(*shape))

    def item(self) -> Any:
        """The only element as a Python number."""
        return np.asarray(self).item()

    def tolist(self) -> Any:
        """The elements as nested lists."""
        return np.asarray(self).tolist()

    def __enter__(self) -> Array:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._np)

    def __iter__(self) -> Any:
        return (self[k] for k in range(len(self)))

    def __getitem__(self, index: Any) -> Array:
        return _indexing.get(self, index)

    def __setitem__(self, index: Any, value: ArrayLike) -> None:
        _indexing.put(self, index, value)

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


Held.made = Array


def _viewed(x: Any) -> Any:
    """Arguments with arrays as NumPy's views."""
    if isinstance(x, Array):
        return np.asarray(x)
    if isinstance(x, dict):
        return {k: _viewed(v) for k, v in x.items()}
    return type(x)([_viewed(v) for v in x]) if type(x) in (list, tuple) else x
