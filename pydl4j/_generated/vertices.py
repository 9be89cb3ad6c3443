"""What a graph holds beside layers.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from pydl4j._generated.names import Op
from pydl4j._record import Record

__all__ = [
    "DuplicateToTimeSeriesVertex",
    "ElementWiseVertex",
    "L2NormalizeVertex",
    "LastTimeStepVertex",
    "MergeVertex",
    "ScaleVertex",
    "SharedVertex",
    "ShiftVertex",
    "SubsetVertex",
    "Vertex",
]


class Vertex(Record):
    """A node of a computation graph."""

    __slots__ = ()


class SharedVertex(Vertex):
    """What another vertex is, with that one's parameters, on other inputs.

    Parameters
    ----------
    of : str
        Name of the other vertex, which holds the parameters.

    Examples
    --------
    >>> from pydl4j.nn import SharedVertex
    >>> made = SharedVertex("price")
    >>> made == SharedVertex("price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        of: str,
    ) -> None:
        super().__init__(
            of=of,
        )


class DuplicateToTimeSeriesVertex(Vertex):
    """The first input [N, size] at each time step of the second [N, any, T].

    Examples
    --------
    >>> from pydl4j.nn import DuplicateToTimeSeriesVertex
    >>> made = DuplicateToTimeSeriesVertex()
    >>> made == DuplicateToTimeSeriesVertex()
    True
    """

    __slots__ = ()


class ElementWiseVertex(Vertex):
    """Inputs of one shape combined element by element.

    Parameters
    ----------
    op : {"add", "subtract", "product", "average", "max"}, default "add"
        How they are combined.

    Examples
    --------
    >>> from pydl4j.nn import ElementWiseVertex
    >>> made = ElementWiseVertex()
    >>> made == ElementWiseVertex()
    True
    """

    __slots__ = ()

    def __init__(
        self,
        op: Op | str = "add",
    ) -> None:
        super().__init__(
            op=op,
        )


class L2NormalizeVertex(Vertex):
    """x / (||x|| + eps), the norm taken over all but the batch axis.

    Parameters
    ----------
    eps : float, default 1e-08
        Guards the division.

    Examples
    --------
    >>> from pydl4j.nn import L2NormalizeVertex
    >>> made = L2NormalizeVertex()
    >>> made == L2NormalizeVertex()
    True
    """

    __slots__ = ()

    def __init__(
        self,
        eps: float = 1e-08,
    ) -> None:
        super().__init__(
            eps=eps,
        )


class LastTimeStepVertex(Vertex):
    """The last unmasked time step: [N, size, T] to [N, size].

    Examples
    --------
    >>> from pydl4j.nn import LastTimeStepVertex
    >>> made = LastTimeStepVertex()
    >>> made == LastTimeStepVertex()
    True
    """

    __slots__ = ()


class MergeVertex(Vertex):
    """Inputs joined along the features or channels.

    Examples
    --------
    >>> from pydl4j.nn import MergeVertex
    >>> made = MergeVertex()
    >>> made == MergeVertex()
    True
    """

    __slots__ = ()


class ScaleVertex(Vertex):
    """The input times a number.

    Parameters
    ----------
    scale_factor : float
        The factor.

    Examples
    --------
    >>> from pydl4j.nn import ScaleVertex
    >>> made = ScaleVertex(0.5)
    >>> made == ScaleVertex(0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        scale_factor: float,
    ) -> None:
        super().__init__(
            scaleFactor=scale_factor,
        )


class ShiftVertex(Vertex):
    """The input plus a number.

    Parameters
    ----------
    shift_factor : float
        The summand.

    Examples
    --------
    >>> from pydl4j.nn import ShiftVertex
    >>> made = ShiftVertex(0.5)
    >>> made == ShiftVertex(0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        shift_factor: float,
    ) -> None:
        super().__init__(
            shiftFactor=shift_factor,
        )


class SubsetVertex(Vertex):
    """A range of features or channels, both ends included.

    Parameters
    ----------
    from_ : int
        First feature.
    to : int
        Last feature.

    Examples
    --------
    >>> from pydl4j.nn import SubsetVertex
    >>> made = SubsetVertex(2, to=2)
    >>> made == SubsetVertex(2, to=2)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        from_: int,
        *,
        to: int,
    ) -> None:
        super().__init__(
            from_=from_,
            to=to,
        )
