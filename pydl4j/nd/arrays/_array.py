"""The array: what `_held` holds, with operators, indices and the protocols of Python and NumPy."""

from __future__ import annotations

import operator
import pickle
from types import TracebackType
from typing import Any, SupportsIndex

import numpy as np

from pydl4j.nd.arrays._nd4j_access import Nd4jAccess
from pydl4j.nd.arrays._nd4j_methods import Nd4jArithmetic
from pydl4j.nd.core import _dtypes, _printing
from pydl4j.nd.core._held import Held, over
from pydl4j.nd.core._inplace import InPlace
from pydl4j.nd.interop import _arrow, _dlpack, _numpy
from pydl4j.nd.process import _devices

__all__ = ["Array"]


class Array(InPlace, Nd4jArithmetic, Nd4jAccess):
    """An n-dimensional array over memory that Java and NumPy both see.

    ``np.asarray(a)`` is a view of the same memory, and writing to it writes to the array. Arrays that pydl4j returns
    own their off-heap memory; it is freed when the array and every NumPy view of it are gone, or by `close`.
    Make one with `pydl4j.nd.array`, `asarray`, `empty`, `zeros`, `ones` or `full`.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return _printing.shown(self)

    # ---- other libraries -------------------------------------------------------------------------------------------

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """What ``np.asarray`` calls: a view of the same memory where the type allows; of bfloat16 a float32 copy."""
        return _numpy.view(self, dtype, copy)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """NumPy's elementwise functions compute by nd's ops, and give nd's arrays, where nd has them."""
        return _numpy.ufunc(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """NumPy's functions compute by nd's, and give nd's arrays, where nd has them with these arguments."""
        return _numpy.function(function, args, kwargs)

    def __buffer__(self, flags: int) -> memoryview:
        """The memory for ``memoryview`` and its like, from Python 3.12."""
        if self._is_bfloat16:
            raise BufferError("[array] Python's buffers have no bfloat16. Cast to float32 first.")
        return self._np.data

    def __dlpack__(
        self,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        """The same memory for other frameworks, as the DLPack protocol says."""
        return _dlpack.capsule(self, stream=stream, max_version=max_version, dl_device=dl_device, copy=copy)

    def __dlpack_device__(self) -> tuple[int, int]:
        """Main memory, as the DLPack protocol numbers it."""
        return (_dlpack.CPU, 0)

    def to_arrow(self) -> Any:
        """The elements as an Arrow array: a primitive one of a vector, else one of fixed-shape tensors.

        Nothing is copied where the elements lie dense.

        Raises
        ------
        ImportError
            Without pyarrow.
        """
        return _arrow.to_arrow(self)

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]:
        """The elements for Arrow's libraries, as its PyCapsule protocol says."""
        schema, array = self.to_arrow().__arrow_c_array__(requested_schema)
        return schema, array

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        """Pickles shape, type and elements; with protocol 5 these may stay out of band."""
        dense = np.ascontiguousarray(self._np).reshape(-1).view(np.uint8)
        body = pickle.PickleBuffer(dense.data) if operator.index(protocol) >= 5 else dense.tobytes()
        return _unpickled, (body, self._number, self.shape)

    @property
    def device(self) -> _devices.Device:
        """Where the elements lie."""
        return _devices.MAIN

    def to_device(self, device: Any, /, *, stream: Any = None) -> Array:
        """The array on a device: itself where it lies there already.

        Raises
        ------
        ValueError
            For a device that this process does not have; the error lists those that it has.
        """
        if stream is not None:
            raise ValueError(f"[to_device] main memory has no streams: got {stream!r}; expected None.")
        _devices.device(device)
        return self

    def to(self, device: Any) -> Array:
        """As `to_device`."""
        return self.to_device(device)

    def __enter__(self) -> Array:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __bool__(self) -> bool:
        return bool(self._only("bool"))

    def __int__(self) -> int:
        return int(self._only("int"))

    def __float__(self) -> float:
        return float(self._only("float"))

    def __complex__(self) -> complex:
        return complex(self._only("complex"))

    def __index__(self) -> int:
        if self.ndim or _dtypes.KINDS[self._number].kind not in "iu" or self._is_bfloat16:
            raise TypeError(f"[index] got {self.dtype} of shape {self.shape}; expected one whole number without axes.")
        return int(self.item())

    def _only(self, what: str) -> Any:
        if self.ndim and self.size != 1:
            hint = " Use any() or all()." if what == "bool" else ""
            got = f"{self.size} elements of shape {self.shape}"
            raise (ValueError if what == "bool" else TypeError)(f"[{what}] got {got}; expected one element.{hint}")
        return self.item()

    def __repr__(self) -> str:
        return _printing.representation(self)

    def __str__(self) -> str:
        return _printing.text(self)

    def __format__(self, spec: str) -> str:
        return format(self.item() if spec else str(self), spec)


Held.made = Array


def _unpickled(body: Any, number: int, shape: tuple[int, ...]) -> Array:
    """The array over a writable body, else over a copy."""
    made = over(np.frombuffer(body, _dtypes.KINDS[number]).reshape(shape), number)
    return made if made._np.flags.writeable else made.copy()
