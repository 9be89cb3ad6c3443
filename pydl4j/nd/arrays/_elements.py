"""Elements of arrays: parts by index, views, copies, Python's values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j.nd.arrays import _off_heap
from pydl4j.nd.core import _dtypes, _indexing
from pydl4j.nd.core._held import Held, Operand, described, owned
from pydl4j.nd.core._operators import Operators
from pydl4j.nd.interop import _numpy

if TYPE_CHECKING:
    from typing_extensions import Self

    from pydl4j.nd.arrays import Array

_QUICK = {  # by the type's number: what one element becomes, and LocalNd's method that reads it
    **{_dtypes.NUMBERS[name]: (float, "real") for name in ("float64", "float32", "float16", "bfloat16")},
    **{_dtypes.NUMBERS[name]: (int, "whole") for name in ("int64", "int32", "int16", "int8", "uint8")},
    _dtypes.NUMBERS["bool"]: (bool, "whole"),
}


class Elements(Held, Operators):
    """What `pydl4j.nd.Array` has beside operators, the protocols of other libraries and ND4J's names."""

    __slots__ = ()

    def transpose(self, *axes: int | Sequence[int]) -> Array:
        """The view with its axes in that order; reversed when none is given."""
        return self._with_view(self._np.transpose(*axes))

    def numpy(self) -> np.ndarray:
        """The NumPy view of this array, as ``np.asarray`` gives it."""
        return _numpy.view(self, None, None)

    def copy(self) -> Array:
        """A dense copy in memory of its own."""
        memory = self._memory
        if memory is not None:
            return owned(_jvm.call("LocalNd", "dup", memory.number))
        return owned(_jvm.call("LocalNd", "dupOf", described(self._open())))

    def detach(self) -> Self:
        """This array, taken out of the arenas of this thread: their end does not close it."""
        _off_heap.detach(self)
        return self

    def __copy__(self) -> Array:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> Array:
        return self.copy()

    def reshape(self, *shape: int | Sequence[int]) -> Array:
        """The same elements under another shape; a view where the array is dense."""
        return self._with_view(self._np.reshape(*shape))  # type: ignore[arg-type] # NumPy checks them

    def item(self, *place: Any) -> Any:
        """The only element as a Python number; or one by its number, row by row, or by its indices."""
        if place:
            at = place[0] if len(place) == 1 else place
            return self.reshape(-1)[at].item() if isinstance(at, int) else self[tuple(at)].item()
        if self.ndim and self.size != 1:
            raise ValueError(f"[item] got {self.size} elements of shape {self.shape}; expected one. Index first.")
        quick = _QUICK.get(self._number)
        if self._memory is None or quick is None:
            return np.asarray(self).item()
        convert, method = quick
        try:
            return convert(_jvm.fast(method)(self._memory.number))
        except _jvm.throwable() as error:
            raise _jvm.translated(error) from None

    def tolist(self) -> Any:
        """The elements as nested lists."""
        return np.asarray(self).tolist()

    def __len__(self) -> int:
        if not self.ndim:
            raise TypeError("[len] got an array without axes; expected at least one. Use size.")
        return self.shape[0]

    def __iter__(self) -> Iterator[Array]:
        return (self[k] for k in range(len(self)))

    def __contains__(self, value: Any) -> bool:
        return bool((self == value).any())

    def __getitem__(self, index: Any) -> Array:
        return _indexing.get(self, index)

    def __setitem__(self, index: Any, value: ArrayLike | Operand) -> None:
        _indexing.put(self, index, value)
