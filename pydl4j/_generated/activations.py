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
    """x^3.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Cube())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-8.0, -0.125, 0.125, 8.0]]
    """

    __slots__ = ()


class ELU(Activation):
    """x where x > 0, else alpha (exp(x) - 1).

    Parameters
    ----------
    alpha : float, default 1.0
        Limit at minus infinity, negated.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.ELU())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.8647, -0.3935, 0.5, 2.0]]
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

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.GELU())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.0455, -0.1543, 0.3457, 1.9545]]
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
    """min(1, max(0, 0.2 x + 0.5)).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.HardSigmoid())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.1, 0.4, 0.6, 0.9]]
    """

    __slots__ = ()


class HardTanh(Activation):
    """min(1, max(-1, x)).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.HardTanh())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-1.0, -0.5, 0.5, 1.0]]
    """

    __slots__ = ()


class Identity(Activation):
    """x.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Identity())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-2.0, -0.5, 0.5, 2.0]]
    """

    __slots__ = ()


class LeakyReLU(Activation):
    """x where x > 0, else alpha x.

    Parameters
    ----------
    alpha : float, default 0.01
        Slope below 0.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.LeakyReLU())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.02, -0.005, 0.5, 2.0]]
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
    """log(exp(x) / sum(exp(x))) over the features.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.LogSoftmax())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-4.2803, -2.7803, -1.7803, -0.2803]]
    """

    __slots__ = ()


class Mish(Activation):
    """x tanh(log(1 + exp(x))).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Mish())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.2525, -0.2207, 0.3752, 1.944]]
    """

    __slots__ = ()


class RationalTanh(Activation):
    """1.7159 tanh(2 x / 3), approximated by a rational function.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.RationalTanh())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-1.5161, -0.5422, 0.5422, 1.5161]]
    """

    __slots__ = ()


class ReLU(Activation):
    """max(x, 0).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.ReLU())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.0, 0.0, 0.5, 2.0]]
    """

    __slots__ = ()


class ReLU6(Activation):
    """min(max(x, 0), 6).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.ReLU6())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.0, 0.0, 0.5, 2.0]]
    """

    __slots__ = ()


class RectifiedTanh(Activation):
    """max(0, tanh(x)).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.RectifiedTanh())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.0, 0.0, 0.4621, 0.964]]
    """

    __slots__ = ()


class SELU(Activation):
    """scaled ELU that keeps mean 0 and variance 1.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.SELU())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-1.5202, -0.6918, 0.5254, 2.1014]]
    """

    __slots__ = ()


class Sigmoid(Activation):
    """1 / (1 + exp(-x)).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Sigmoid())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.1192, 0.3775, 0.6225, 0.8808]]
    """

    __slots__ = ()


class Softmax(Activation):
    """exp(x) / sum(exp(x)) over the features.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Softmax())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.0138, 0.062, 0.1686, 0.7556]]
    """

    __slots__ = ()


class Softplus(Activation):
    """log(1 + exp(x)).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Softplus())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.1269, 0.4741, 0.9741, 2.1269]]
    """

    __slots__ = ()


class Softsign(Activation):
    """x / (1 + |x|).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Softsign())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.6667, -0.3333, 0.3333, 0.6667]]
    """

    __slots__ = ()


class Swish(Activation):
    """x sigmoid(x).

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Swish())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.2384, -0.1888, 0.3112, 1.7616]]
    """

    __slots__ = ()


class Tanh(Activation):
    """hyperbolic tangent.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.Tanh())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.964, -0.4621, 0.4621, 0.964]]
    """

    __slots__ = ()


class ThresholdedReLU(Activation):
    """x where x > theta, else 0.

    Parameters
    ----------
    theta : float, default 1.0
        Threshold.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork, activations
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer(activations.ThresholdedReLU())], input_type=rows).init()
    >>> y = net.output([[-2.0, -0.5, 0.5, 2.0]])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.0, 0.0, 0.0, 2.0]]
    """

    __slots__ = ()

    def __init__(
        self,
        theta: float = 1.0,
    ) -> None:
        super().__init__(
            theta=theta,
        )
