"""What holds for a whole network.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydl4j._generated.names import DType, GradientNormalization, WeightInit
from pydl4j._record import Record

if TYPE_CHECKING:
    from typing_extensions import Self

    from pydl4j._generated.activations import Activation
    from pydl4j._generated.updaters import Schedule, Updater

__all__ = [
    "NeuralNetConfiguration",
    "NeuralNetConfigurationBuilder",
    "UpdatePolicy",
]


class NeuralNetConfiguration(Record):
    """What holds for the whole network, and for layers that say nothing else.

    Parameters
    ----------
    seed : int, default 123
        Seed of initial weights, dropout and shuffling.
    data_type : str, default "float32"
        Element type of parameters and activations: float32 or float64. One of "float64", "float32", "float16",
        "bfloat16", "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8", "bool", "complex64",
        "complex128".
    activation : Activation or str, default "sigmoid"
        Activation of layers that name none; Sigmoid as in DL4J.
    weight_init : str, default "xavier"
        Weight initialization of layers that name none. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    updates : UpdatePolicy, optional
        How minibatches become updates: one each unless set.
    updater : Updater or str, optional
        How gradients change parameters; Sgd(1e-3) unless set.
    bias_updater : Updater or str, optional
        Updater of biases; the layer's updater unless set.
    bias_init : float, optional
        Initial value of biases; 0 unless set.
    l1 : Schedule or float, optional
        l1 |w| is added to the loss.
    l2 : Schedule or float, optional
        l2 w^2 / 2 is added to the loss.
    l1_bias : Schedule or float, optional
        l1 of biases.
    l2_bias : Schedule or float, optional
        l2 of biases.
    weight_decay : Schedule or float, optional
        Lr weight_decay w is subtracted from weights at each update.
    weight_decay_bias : Schedule or float, optional
        weight_decay of biases.
    drop_out : Schedule or float, optional
        Probability of keeping an element of the layer's input while training; 0 or 1 keeps all.
    gradient_normalization : str, optional
        What happens to gradients before the updater. One of "none", "renormalize_l2_per_layer",
        "renormalize_l2_per_param_type", "clip_element_wise_absolute_value", "clip_l2_per_layer",
        "clip_l2_per_param_type".
    gradient_normalization_threshold : float, optional
        Threshold of the clipping kinds; 1 unless set.
    trainable : bool, optional
        Whether training changes the layer; else it keeps its parameters and works as in prediction, without dropout
        and with running moments.

    Examples
    --------
    >>> from pydl4j.nn import NeuralNetConfiguration
    >>> made = NeuralNetConfiguration()
    >>> made == NeuralNetConfiguration()
    True
    """

    __slots__ = ()
    _shared = (
        "updater",
        "biasUpdater",
        "biasInit",
        "l1",
        "l2",
        "l1Bias",
        "l2Bias",
        "weightDecay",
        "weightDecayBias",
        "dropOut",
        "gradientNormalization",
        "gradientNormalizationThreshold",
        "trainable",
    )

    def __init__(
        self,
        seed: int = 123,
        *,
        data_type: DType | str = "float32",
        activation: Activation | str = "sigmoid",
        weight_init: WeightInit | str = "xavier",
        updates: UpdatePolicy | None = None,
        updater: Updater | str | None = None,
        bias_updater: Updater | str | None = None,
        bias_init: float | None = None,
        l1: Schedule | float | None = None,
        l2: Schedule | float | None = None,
        l1_bias: Schedule | float | None = None,
        l2_bias: Schedule | float | None = None,
        weight_decay: Schedule | float | None = None,
        weight_decay_bias: Schedule | float | None = None,
        drop_out: Schedule | float | None = None,
        gradient_normalization: GradientNormalization | str | None = None,
        gradient_normalization_threshold: float | None = None,
        trainable: bool | None = None,
    ) -> None:
        super().__init__(
            seed=seed,
            dataType=data_type,
            activation=activation,
            weightInit=weight_init,
            updates=updates,
            updater=updater,
            biasUpdater=bias_updater,
            biasInit=bias_init,
            l1=l1,
            l2=l2,
            l1Bias=l1_bias,
            l2Bias=l2_bias,
            weightDecay=weight_decay,
            weightDecayBias=weight_decay_bias,
            dropOut=drop_out,
            gradientNormalization=gradient_normalization,
            gradientNormalizationThreshold=gradient_normalization_threshold,
            trainable=trainable,
        )


class NeuralNetConfigurationBuilder:
    """Sets the parameters of `NeuralNetConfiguration` one after another."""

    def __init__(self) -> None:
        self._fields: dict[str, Any] = {}

    def seed(self, value: int) -> Self:
        """Seed of initial weights, dropout and shuffling."""
        self._fields["seed"] = value
        return self

    def data_type(self, value: DType | str) -> Self:
        """Element type of parameters and activations: float32 or float64.

        One of "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint64", "uint32",
        "uint16", "uint8", "bool", "complex64", "complex128".
        """
        self._fields["data_type"] = value
        return self

    def activation(self, value: Activation | str) -> Self:
        """Activation of layers that name none; Sigmoid as in DL4J."""
        self._fields["activation"] = value
        return self

    def weight_init(self, value: WeightInit | str) -> Self:
        """Weight initialization of layers that name none.

        One of "xavier", "xavier_uniform", "xavier_fan_in", "xavier_legacy", "relu", "relu_uniform", "lecun_normal",
        "lecun_uniform", "sigmoid_uniform", "normal", "uniform", "var_scaling_normal_fan_in",
        "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg", "var_scaling_uniform_fan_in",
        "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones", "identity".
        """
        self._fields["weight_init"] = value
        return self

    def updates(self, value: UpdatePolicy) -> Self:
        """How minibatches become updates: one each unless set."""
        self._fields["updates"] = value
        return self

    def updater(self, value: Updater | str) -> Self:
        """How gradients change parameters; Sgd(1e-3) unless set."""
        self._fields["updater"] = value
        return self

    def bias_updater(self, value: Updater | str) -> Self:
        """Updater of biases; the layer's updater unless set."""
        self._fields["bias_updater"] = value
        return self

    def bias_init(self, value: float) -> Self:
        """Initial value of biases; 0 unless set."""
        self._fields["bias_init"] = value
        return self

    def l1(self, value: Schedule | float) -> Self:
        """l1 |w| is added to the loss."""
        self._fields["l1"] = value
        return self

    def l2(self, value: Schedule | float) -> Self:
        """l2 w^2 / 2 is added to the loss."""
        self._fields["l2"] = value
        return self

    def l1_bias(self, value: Schedule | float) -> Self:
        """l1 of biases."""
        self._fields["l1_bias"] = value
        return self

    def l2_bias(self, value: Schedule | float) -> Self:
        """l2 of biases."""
        self._fields["l2_bias"] = value
        return self

    def weight_decay(self, value: Schedule | float) -> Self:
        """Lr weight_decay w is subtracted from weights at each update."""
        self._fields["weight_decay"] = value
        return self

    def weight_decay_bias(self, value: Schedule | float) -> Self:
        """weight_decay of biases."""
        self._fields["weight_decay_bias"] = value
        return self

    def drop_out(self, value: Schedule | float) -> Self:
        """Probability of keeping an element of the layer's input while training; 0 or 1 keeps all."""
        self._fields["drop_out"] = value
        return self

    def gradient_normalization(self, value: GradientNormalization | str) -> Self:
        """What happens to gradients before the updater.

        One of "none", "renormalize_l2_per_layer", "renormalize_l2_per_param_type",
        "clip_element_wise_absolute_value", "clip_l2_per_layer", "clip_l2_per_param_type".
        """
        self._fields["gradient_normalization"] = value
        return self

    def gradient_normalization_threshold(self, value: float) -> Self:
        """Threshold of the clipping kinds; 1 unless set."""
        self._fields["gradient_normalization_threshold"] = value
        return self

    def trainable(self, value: bool) -> Self:
        """Whether training changes the layer; else it keeps its parameters and works as in prediction, without
        dropout and with running moments.
        """
        self._fields["trainable"] = value
        return self


class UpdatePolicy(Record):
    """How minibatches become updates of parameters, whatever the updater and the kind of model.

    Parameters
    ----------
    gradient_accumulation_steps : int, default 1
        Minibatches whose gradients make one update; as many as are left at the end of an epoch. The update equals
        that of one minibatch with all their rows.
    global_clip_norm : float, optional
        g global_clip_norm / ||g|| where the norm over all gradients exceeds it, after gradientNormalization; no
        limit unless set.
    ema_decay : float, optional
        Decay of the averaged weights, e' = decay e + (1 - decay) w after each update, from the initial weights on;
        none are kept unless set.

    Examples
    --------
    >>> from pydl4j.nn import UpdatePolicy
    >>> made = UpdatePolicy()
    >>> made == UpdatePolicy()
    True
    """

    __slots__ = ()

    def __init__(
        self,
        gradient_accumulation_steps: int = 1,
        *,
        global_clip_norm: float | None = None,
        ema_decay: float | None = None,
    ) -> None:
        super().__init__(
            gradientAccumulationSteps=gradient_accumulation_steps,
            globalClipNorm=global_clip_norm,
            emaDecay=ema_decay,
        )
