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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.CosineProximity(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    -0.93
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.Hinge(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    3.3561
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.KLD(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.4402
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.L1(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.7122
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.L2(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.1915
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.MAE(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.178
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.MAPE(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    inf
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.MCXENT(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.4402
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.MSE(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.0479
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.MSLE(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.0229
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.NegativeLogLikelihood(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.4402
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.Poisson(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    1.4402
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.SparseMCXENT(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [1]), 4)
    0.4402
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.SquaredHinge(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    3.1268
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

    Examples
    --------
    >>> from pydl4j.nn import InputType, LossLayer, MultiLayerNetwork, losses
    >>> rows = InputType.feed_forward(4)
    >>> layer = LossLayer(losses.XENT(), activation="softmax")
    >>> net = MultiLayerNetwork([layer], input_type=rows).init()
    >>> round(net.score([[1.0, 2.0, 0.0, -1.0]], [[0.0, 1.0, 0.0, 0.0]]), 4)
    0.8343
    """

    __slots__ = ()

    def __init__(
        self,
        weights: Sequence[float] | None = None,
    ) -> None:
        super().__init__(
            weights=weights,
        )
