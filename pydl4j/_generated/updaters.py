"""How gradients change parameters, and learning rates over time.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydl4j._generated.names import Unit
from pydl4j._record import Record

__all__ = [
    "AMSGrad",
    "AdaDelta",
    "AdaGrad",
    "AdaMax",
    "Adam",
    "ExponentialSchedule",
    "FixedSchedule",
    "InverseSchedule",
    "LazyAdam",
    "MapSchedule",
    "Nadam",
    "Nesterovs",
    "NoOp",
    "PolySchedule",
    "RampSchedule",
    "RmsProp",
    "Schedule",
    "Sgd",
    "SigmoidSchedule",
    "StepSchedule",
    "Updater",
]


class Updater(Record):
    """How gradients change parameters."""

    __slots__ = ()


class AMSGrad(Updater):
    """Adam with the largest v so far.

    Parameters
    ----------
    learning_rate : float, default 0.001
        Learning rate.
    beta1 : float, default 0.9
        Decay of m.
    beta2 : float, default 0.999
        Decay of v.
    epsilon : float, default 1e-08
        Guards the division.
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import AMSGrad, InputType, MultiLayerNetwork, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=AMSGrad(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-08,
        learning_rate_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            learningRateSchedule=learning_rate_schedule,
        )


class AdaDelta(Updater):
    """AdaDelta: s' = rho s + (1 - rho) g^2; u = g sqrt(d + epsilon) / sqrt(s' + epsilon); d' = rho d + (1 - rho)
    u^2; p' = p - u.

    Parameters
    ----------
    rho : float, default 0.95
        Decay of both averages.
    epsilon : float, default 1e-06
        Guards the roots.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import AdaDelta, InputType, MultiLayerNetwork, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=AdaDelta(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        rho: float = 0.95,
        epsilon: float = 1e-06,
    ) -> None:
        super().__init__(
            rho=rho,
            epsilon=epsilon,
        )


class AdaGrad(Updater):
    """AdaGrad: h' = h + g^2; p' = p - lr g / (sqrt(h') + epsilon).

    Parameters
    ----------
    learning_rate : float, default 0.1
        Learning rate.
    epsilon : float, default 1e-06
        Guards the division.
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import AdaGrad, InputType, MultiLayerNetwork, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=AdaGrad(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.1,
        epsilon: float = 1e-06,
        learning_rate_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            epsilon=epsilon,
            learningRateSchedule=learning_rate_schedule,
        )


class AdaMax(Updater):
    """AdaMax: m' = b1 m + (1 - b1) g; u' = max(b2 u, |g|); p' = p - lr / (1 - b1^t) m' / (u' + epsilon).

    Parameters
    ----------
    learning_rate : float, default 0.001
        Learning rate.
    beta1 : float, default 0.9
        Decay of m.
    beta2 : float, default 0.999
        Decay of u.
    epsilon : float, default 1e-08
        Guards the division.
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import AdaMax, InputType, MultiLayerNetwork, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=AdaMax(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-08,
        learning_rate_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            learningRateSchedule=learning_rate_schedule,
        )


class Adam(Updater):
    """Adam: m' = b1 m + (1 - b1) g; v' = b2 v + (1 - b2) g^2; p' = p - lr sqrt(1 - b2^t) / (1 - b1^t) m' /
    (sqrt(v') + epsilon).

    Parameters
    ----------
    learning_rate : float, default 0.001
        Learning rate.
    beta1 : float, default 0.9
        Decay of m.
    beta2 : float, default 0.999
        Decay of v.
    epsilon : float, default 1e-08
        Added to the root.
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import Adam, InputType, MultiLayerNetwork, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=Adam(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-08,
        learning_rate_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            learningRateSchedule=learning_rate_schedule,
        )


class LazyAdam(Updater):
    """Adam for embedding tables: only rows that occur in the minibatch, and their moments, change.

    Parameters
    ----------
    learning_rate : float, default 0.001
        Learning rate.
    beta1 : float, default 0.9
        Decay of m.
    beta2 : float, default 0.999
        Decay of v.
    epsilon : float, default 1e-08
        Added to the root.
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import InputType, LazyAdam, MultiLayerNetwork, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=LazyAdam(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-08,
        learning_rate_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            learningRateSchedule=learning_rate_schedule,
        )


class Nadam(Updater):
    """Adam with Nesterov's momentum: p' = p - lr (b1 m' + (1 - b1) g) / (1 - b1^t) / (sqrt(v') + epsilon).

    Parameters
    ----------
    learning_rate : float, default 0.001
        Learning rate.
    beta1 : float, default 0.9
        Decay of m.
    beta2 : float, default 0.999
        Decay of v.
    epsilon : float, default 1e-08
        Guards the division.
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import InputType, MultiLayerNetwork, Nadam, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=Nadam(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-08,
        learning_rate_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            learningRateSchedule=learning_rate_schedule,
        )


class Nesterovs(Updater):
    """Nesterov's momentum: v' = mu v - lr g; p' = p - mu v + (1 + mu) v'.

    Parameters
    ----------
    learning_rate : float, default 0.1
        Learning rate.
    momentum : float, default 0.9
        Mu, in [0, 1).
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.
    momentum_schedule : Schedule or float, optional
        Mu over time; None keeps momentum.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import InputType, MultiLayerNetwork, Nesterovs, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=Nesterovs(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.1,
        momentum: float = 0.9,
        learning_rate_schedule: Schedule | float | None = None,
        momentum_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            momentum=momentum,
            learningRateSchedule=learning_rate_schedule,
            momentumSchedule=momentum_schedule,
        )


class NoOp(Updater):
    """Parameters stay as they are.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import InputType, MultiLayerNetwork, NoOp, OutputLayer
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=NoOp(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()


class RmsProp(Updater):
    """RMSProp: s' = decay s + (1 - decay) g^2; p' = p - lr g / (sqrt(s') + epsilon).

    Parameters
    ----------
    learning_rate : float, default 0.1
        Learning rate.
    rms_decay : float, default 0.95
        Decay of s.
    epsilon : float, default 1e-08
        Guards the root.
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import InputType, MultiLayerNetwork, OutputLayer, RmsProp
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=RmsProp(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.1,
        rms_decay: float = 0.95,
        epsilon: float = 1e-08,
        learning_rate_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            rmsDecay=rms_decay,
            epsilon=epsilon,
            learningRateSchedule=learning_rate_schedule,
        )


class Sgd(Updater):
    """Stochastic gradient descent: p - lr g.

    Parameters
    ----------
    learning_rate : float, default 0.001
        Learning rate.
    learning_rate_schedule : Schedule or float, optional
        Learning rate over time; None keeps learning_rate.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import InputType, MultiLayerNetwork, OutputLayer, Sgd
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=Sgd(), seed=1).init()
    >>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)
    >>> history.losses[-1] <= history.losses[0]
    True
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float = 0.001,
        learning_rate_schedule: Schedule | float | None = None,
    ) -> None:
        super().__init__(
            learningRate=learning_rate,
            learningRateSchedule=learning_rate_schedule,
        )


class Schedule(Record):
    """A number that changes with the iteration or the epoch."""

    __slots__ = ()


class ExponentialSchedule(Schedule):
    """initial_value gamma^i.

    Parameters
    ----------
    unit : {"iteration", "epoch"}, default "iteration"
        What is counted.
    initial_value : float
        Value at 0.
    gamma : float
        Factor at each count.

    Examples
    --------
    >>> from pydl4j.nn import ExponentialSchedule
    >>> made = ExponentialSchedule(initial_value=0.5, gamma=0.5)
    >>> made == ExponentialSchedule(initial_value=0.5, gamma=0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        unit: Unit | str = "iteration",
        *,
        initial_value: float,
        gamma: float,
    ) -> None:
        super().__init__(
            unit=unit,
            initialValue=initial_value,
            gamma=gamma,
        )


class FixedSchedule(Schedule):
    """The same value always.

    Parameters
    ----------
    value : float
        The value.

    Examples
    --------
    >>> from pydl4j.nn import FixedSchedule
    >>> made = FixedSchedule(0.5)
    >>> made == FixedSchedule(0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        value: float,
    ) -> None:
        super().__init__(
            value=value,
        )


class InverseSchedule(Schedule):
    """initial_value / (1 + gamma i)^power.

    Parameters
    ----------
    unit : {"iteration", "epoch"}, default "iteration"
        What is counted.
    initial_value : float
        Value at 0.
    gamma : float
        Speed.
    power : float, default 1.0
        Exponent.

    Examples
    --------
    >>> from pydl4j.nn import InverseSchedule
    >>> made = InverseSchedule(initial_value=0.5, gamma=0.5)
    >>> made == InverseSchedule(initial_value=0.5, gamma=0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        unit: Unit | str = "iteration",
        *,
        initial_value: float,
        gamma: float,
        power: float = 1.0,
    ) -> None:
        super().__init__(
            unit=unit,
            initialValue=initial_value,
            gamma=gamma,
            power=power,
        )


class MapSchedule(Schedule):
    """The value of the largest key not above i.

    Parameters
    ----------
    unit : {"iteration", "epoch"}, default "iteration"
        What is counted.
    values : mapping of int to float
        Values by first count; 0 must be among them.

    Examples
    --------
    >>> from pydl4j.nn import MapSchedule
    >>> made = MapSchedule(values={2: 0.5})
    >>> made == MapSchedule(values={2: 0.5})
    True
    """

    __slots__ = ()

    def __init__(
        self,
        unit: Unit | str = "iteration",
        *,
        values: Mapping[int, float],
    ) -> None:
        super().__init__(
            unit=unit,
            values=values,
        )


class PolySchedule(Schedule):
    """initial_value (1 - i / max_iter)^power, 0 from max_iter on.

    Parameters
    ----------
    unit : {"iteration", "epoch"}, default "iteration"
        What is counted.
    initial_value : float
        Value at 0.
    power : float, default 1.0
        Exponent.
    max_iter : int
        Count at which 0 is reached.

    Examples
    --------
    >>> from pydl4j.nn import PolySchedule
    >>> made = PolySchedule(initial_value=0.5, max_iter=2)
    >>> made == PolySchedule(initial_value=0.5, max_iter=2)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        unit: Unit | str = "iteration",
        *,
        initial_value: float,
        power: float = 1.0,
        max_iter: int,
    ) -> None:
        super().__init__(
            unit=unit,
            initialValue=initial_value,
            power=power,
            maxIter=max_iter,
        )


class RampSchedule(Schedule):
    """Linear growth to the base schedule over the first iterations.

    Parameters
    ----------
    base : Schedule or float
        What follows.
    counts : int
        Counts of growth, > 0.

    Examples
    --------
    >>> from pydl4j.nn import RampSchedule
    >>> made = RampSchedule(0.5, counts=2)
    >>> made == RampSchedule(0.5, counts=2)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        base: Schedule | float,
        *,
        counts: int,
    ) -> None:
        super().__init__(
            base=base,
            counts=counts,
        )


class SigmoidSchedule(Schedule):
    """initial_value / (1 + exp(-gamma (i - step_size))).

    Parameters
    ----------
    unit : {"iteration", "epoch"}, default "iteration"
        What is counted.
    initial_value : float
        Upper value.
    gamma : float
        Steepness; negative decays.
    step_size : int
        Middle.

    Examples
    --------
    >>> from pydl4j.nn import SigmoidSchedule
    >>> made = SigmoidSchedule(initial_value=0.5, gamma=0.5, step_size=2)
    >>> made == SigmoidSchedule(initial_value=0.5, gamma=0.5, step_size=2)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        unit: Unit | str = "iteration",
        *,
        initial_value: float,
        gamma: float,
        step_size: int,
    ) -> None:
        super().__init__(
            unit=unit,
            initialValue=initial_value,
            gamma=gamma,
            stepSize=step_size,
        )


class StepSchedule(Schedule):
    """initial_value decay_rate^floor(i / step).

    Parameters
    ----------
    unit : {"iteration", "epoch"}, default "iteration"
        What is counted.
    initial_value : float
        Value at 0.
    decay_rate : float
        Factor at each step.
    step : float
        Counts between steps, > 0.

    Examples
    --------
    >>> from pydl4j.nn import StepSchedule
    >>> made = StepSchedule(initial_value=0.5, decay_rate=0.5, step=0.5)
    >>> made == StepSchedule(initial_value=0.5, decay_rate=0.5, step=0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        unit: Unit | str = "iteration",
        *,
        initial_value: float,
        decay_rate: float,
        step: float,
    ) -> None:
        super().__init__(
            unit=unit,
            initialValue=initial_value,
            decayRate=decay_rate,
            step=step,
        )
