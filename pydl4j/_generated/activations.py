"""Functions of a layer's output.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from pydl4j._record import Record

__all__ = [
    "ELU",
    "GELU",
    "SELU",
    "Activation",
    "Cube",
    "HardSigmoid",
    "HardTanh",
    "Identity",
    "LeakyReLU",
    "LogSoftmax",
    "Mish",
    "RationalTanh",
    "ReLU",
    "ReLU6",
    "RectifiedTanh",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Softsign",
    "Swish",
    "Tanh",
    "ThresholdedReLU",
]


class Activation(Record):
    """A function of a layer's output, element by element but for Softmax."""

    __slots__ = ()


class Cube(Activation):
    """x^3."""

    __slots__ = ()


class ELU(Activation):
    """x where x > 0, else alpha (exp(x) - 1).

    Parameters
    ----------
    alpha : float, default 1.0
        Limit at minus infinity, negated.
    """

    __slots__ = ()

    def __init__(
        self,
        alpha: float = 1.0,
    ) -> None:
        super().__init__(
            alpha=alpha,
        )


class GELU(Activation):
    """x times the normal distribution function of x.

    Parameters
    ----------
    approximate : bool, default False
        Use the approximation by tanh.
    """

    __slots__ = ()

    def __init__(
        self,
        approximate: bool = False,
    ) -> None:
        super().__init__(
            approximate=approximate,
        )


class HardSigmoid(Activation):
    """min(1, max(0, 0.2 x + 0.5))."""

    __slots__ = ()


class HardTanh(Activation):
    """min(1, max(-1, x))."""

    __slots__ = ()


class Identity(Activation):
    """x."""

    __slots__ = ()


class LeakyReLU(Activation):
    """x where x > 0, else alpha x.

    Parameters
    ----------
    alpha : float, default 0.01
        Slope below 0.
    """

    __slots__ = ()

    def __init__(
        self,
        alpha: float = 0.01,
    ) -> None:
        super().__init__(
            alpha=alpha,
        )


class LogSoftmax(Activation):
    """log(exp(x) / sum(exp(x))) over the features."""

    __slots__ = ()


class Mish(Activation):
    """x tanh(log(1 + exp(x)))."""

    __slots__ = ()


class RationalTanh(Activation):
    """1.7159 tanh(2 x / 3), approximated by a rational function."""

    __slots__ = ()


class ReLU(Activation):
    """max(x, 0)."""

    __slots__ = ()


class ReLU6(Activation):
    """min(max(x, 0), 6)."""

    __slots__ = ()


class RectifiedTanh(Activation):
    """max(0, tanh(x))."""

    __slots__ = ()


class SELU(Activation):
    """scaled ELU that keeps mean 0 and variance 1."""

    __slots__ = ()


class Sigmoid(Activation):
    """1 / (1 + exp(-x))."""

    __slots__ = ()


class Softmax(Activation):
    """exp(x) / sum(exp(x)) over the features."""

    __slots__ = ()


class Softplus(Activation):
    """log(1 + exp(x))."""

    __slots__ = ()


class Softsign(Activation):
    """x / (1 + |x|)."""

    __slots__ = ()


class Swish(Activation):
    """x sigmoid(x)."""

    __slots__ = ()


class Tanh(Activation):
    """hyperbolic tangent."""

    __slots__ = ()


class ThresholdedReLU(Activation):
    """x where x > theta, else 0.

    Parameters
    ----------
    theta : float, default 1.0
        Threshold.
    """

    __slots__ = ()

    def __init__(
        self,
        theta: float = 1.0,
    ) -> None:
        super().__init__(
            theta=theta,
        )
