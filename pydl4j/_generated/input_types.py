"""What a network's input looks like.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydl4j._generated.names import DType
from pydl4j._record import Record

__all__ = [
    "Convolutional",
    "ConvolutionalFlat",
    "FeedForward",
    "InputType",
    "Recurrent",
    "Tensor",
]


class InputType(Record):
    """What a network's input looks like, its batch dim left out."""

    __slots__ = ()


class Tensor(InputType):
    """Arrays [N, ...] of any shape and type.

    Parameters
    ----------
    shape : sequence of int
        Sizes of the axes behind N, -1 where they differ from batch to batch.
    dtype : str, optional
        Element type; the network's unless set. One of "float64", "float32", "float16", "bfloat16", "int64",
        "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8", "bool", "complex64", "complex128".
    """

    __slots__ = ()

    def __init__(
        self,
        shape: Sequence[int],
        *,
        dtype: DType | str | None = None,
    ) -> None:
        super().__init__(
            shape=shape,
            dtype=dtype,
        )


class FeedForward(InputType):
    """Vectors [N, size].

    Parameters
    ----------
    size : int
        Features, > 0.
    """

    __slots__ = ()

    def __init__(
        self,
        size: int,
    ) -> None:
        super().__init__(
            size=size,
        )


class Recurrent(InputType):
    """Sequences [N, size, T].

    Parameters
    ----------
    size : int
        Features per time step, > 0.
    time_series_length : int, default -1
        T, or -1 where it differs from batch to batch.
    """

    __slots__ = ()

    def __init__(
        self,
        size: int,
        *,
        time_series_length: int = -1,
    ) -> None:
        super().__init__(
            size=size,
            timeSeriesLength=time_series_length,
        )


class Convolutional(InputType):
    """Images [N, channels, height, width].

    Parameters
    ----------
    height : int
        Rows, > 0.
    width : int
        Columns, > 0.
    channels : int
        Channels, > 0.
    """

    __slots__ = ()

    def __init__(
        self,
        height: int,
        *,
        width: int,
        channels: int,
    ) -> None:
        super().__init__(
            height=height,
            width=width,
            channels=channels,
        )


class ConvolutionalFlat(InputType):
    """Images given as vectors [N, channels * height * width].

    Parameters
    ----------
    height : int
        Rows, > 0.
    width : int
        Columns, > 0.
    channels : int
        Channels, > 0.
    """

    __slots__ = ()

    def __init__(
        self,
        height: int,
        *,
        width: int,
        channels: int,
    ) -> None:
        super().__init__(
            height=height,
            width=width,
            channels=channels,
        )
