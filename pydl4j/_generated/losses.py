"""How far outputs are from labels.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydl4j._record import Record

__all__ = [
    "KLD",
    "L1",
    "L2",
    "MAE",
    "MAPE",
    "MCXENT",
    "MSE",
    "MSLE",
    "XENT",
    "CosineProximity",
    "Hinge",
    "Loss",
    "NegativeLogLikelihood",
    "Poisson",
    "SparseMCXENT",
    "SquaredHinge",
]


class Loss(Record):
    """How far outputs are from labels."""

    __slots__ = ()


class CosineProximity(Loss):
    """Cosine proximity: -y .

    p / (|y| |p|).

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class Hinge(Loss):
    """Hinge: sum max(0, 1 - y p), labels -1 or 1.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class KLD(Loss):
    """Kullback-Leibler divergence: sum y log(y / p).

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class L1(Loss):
    """Absolute error: sum |y - p|.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class L2(Loss):
    """Squared error: sum (y - p)^2.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class MAE(Loss):
    """Mean absolute error: sum |y - p| / C.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class MAPE(Loss):
    """Mean absolute percentage error: 100 sum |(y - p) / y| / C.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class MCXENT(Loss):
    """Multi-class cross-entropy: -sum y log p.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class MSE(Loss):
    """Mean squared error: sum (y - p)^2 / C.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class MSLE(Loss):
    """Mean squared logarithmic error: sum log((1 + p) / (1 + y))^2 / C.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class NegativeLogLikelihood(Loss):
    """Negative log likelihood: -sum y log p, as MCXENT.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class Poisson(Loss):
    """Poisson: sum (p - y log p).

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class SparseMCXENT(Loss):
    """Multi-class cross-entropy whose labels are class indices.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class SquaredHinge(Loss):
    """Squared hinge: sum max(0, 1 - y p)^2, labels -1 or 1.

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )


class XENT(Loss):
    """Binary cross-entropy: -sum (y log p + (1 - y) log(1 - p)).

    Parameters
    ----------
    weights : sequence of float, optional
        Weight of each output, or None.
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )
