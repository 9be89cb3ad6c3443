"""What a network's input looks like.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from pydl4j._record import Record

__all__ = [
    "Convolutional",
    "ConvolutionalFlat",
    "FeedForward",
    "InputType",
    "Recurrent",
]


class InputType(Record):
    """What a network's input looks like, its batch dim left out."""

    __slots__ = ()


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
