"""The layers.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydl4j._generated.names import ConvolutionMode, GradientNormalization, PoolingType, WeightInit
from pydl4j._record import Record

if TYPE_CHECKING:
    from pydl4j._generated.activations import Activation
    from pydl4j._generated.losses import Loss
    from pydl4j._generated.updaters import Schedule, Updater

__all__ = [
    "LSTM",
    "ActivationLayer",
    "BatchNormalization",
    "Convolution1DLayer",
    "ConvolutionLayer",
    "DenseLayer",
    "DepthwiseConvolution2D",
    "DropoutLayer",
    "EmbeddingLayer",
    "EmbeddingSequenceLayer",
    "FlattenLayer",
    "GlobalPoolingLayer",
    "LastTimeStep",
    "Layer",
    "LayerNormalization",
    "LossLayer",
    "OutputLayer",
    "RnnOutputLayer",
    "SelfAttentionLayer",
    "SeparableConvolution2D",
    "SimpleRnn",
    "Subsampling1DLayer",
    "SubsamplingLayer",
    "TransformerEncoderLayer",
    "Upsampling2D",
]


class Layer(Record):
    """A layer of a network."""

    __slots__ = ()


class ActivationLayer(Layer):
    """An activation alone.

    Parameters
    ----------
    activation : Activation or str, optional
        Activation; the network's unless set.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import ActivationLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([ActivationLayer()], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        activation: Activation | str | None = None,
        *,
        name: str | None = None,
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
            activation=activation,
            name=name,
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


class BatchNormalization(Layer):
    """Batch normalization: gamma (x - mean) / sqrt(var + eps) + beta per feature or channel.

    Parameters
    ----------
    decay : float, default 0.9
        Decay of the moving averages.
    eps : float, default 1e-05
        Added to the variance.
    activation : Activation or str, default "identity"
        Activation.
    gamma : float, default 1.0
        Initial gamma.
    beta : float, default 0.0
        Initial beta.
    lock_gamma_beta : bool, default False
        Gamma and beta stay as they are and are no parameters.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import BatchNormalization, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([BatchNormalization()], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        decay: float = 0.9,
        *,
        eps: float = 1e-05,
        activation: Activation | str = "identity",
        gamma: float = 1.0,
        beta: float = 0.0,
        lock_gamma_beta: bool = False,
        name: str | None = None,
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
            decay=decay,
            eps=eps,
            activation=activation,
            gamma=gamma,
            beta=beta,
            lockGammaBeta=lock_gamma_beta,
            name=name,
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


class Convolution1DLayer(Layer):
    """One-dimensional convolution of sequences [N, size, T].

    Parameters
    ----------
    n_out : int
        Output features, > 0.
    n_in : int, default 0
        Input features; 0 takes them from the layer before.
    kernel_size : int, default 3
        Size of the kernel.
    stride : int, default 1
        Step in time.
    padding : int, default 0
        Zeros on each side; for Truncate and Strict.
    dilation : int, default 1
        Distance of kernel elements.
    convolution_mode : {"strict", "truncate", "same", "causal"}, default "truncate"
        How the output size comes about.
    activation : Activation or str, optional
        Activation; the network's unless set.
    has_bias : bool, default True
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import Convolution1DLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([Convolution1DLayer(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4, 3)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        kernel_size: int = 3,
        stride: int = 1,
        padding: int = 0,
        dilation: int = 1,
        convolution_mode: ConvolutionMode | str = "truncate",
        activation: Activation | str | None = None,
        has_bias: bool = True,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            kernelSize=kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            convolutionMode=convolution_mode,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class ConvolutionLayer(Layer):
    """Two-dimensional convolution of images [N, C, H, W].

    Parameters
    ----------
    n_out : int
        Output channels, > 0.
    n_in : int, default 0
        Input channels; 0 takes them from the layer before.
    kernel_size : int or sequence of int, default (5, 5)
        Height and width of the kernel.
    stride : int or sequence of int, default (1, 1)
        Step in height and width.
    padding : int or sequence of int, default (0, 0)
        Zeros on each side in height and width; for Truncate and Strict.
    dilation : int or sequence of int, default (1, 1)
        Distance of kernel elements.
    convolution_mode : {"strict", "truncate", "same", "causal"}, default "truncate"
        How the output size comes about.
    activation : Activation or str, optional
        Activation; the network's unless set.
    has_bias : bool, default True
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import ConvolutionLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.convolutional(8, 8, 2)
    >>> net = MultiLayerNetwork([ConvolutionLayer(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 2, 8, 8))).shape
    (2, 4, 4, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        kernel_size: int | Sequence[int] = (5, 5),
        stride: int | Sequence[int] = (1, 1),
        padding: int | Sequence[int] = (0, 0),
        dilation: int | Sequence[int] = (1, 1),
        convolution_mode: ConvolutionMode | str = "truncate",
        activation: Activation | str | None = None,
        has_bias: bool = True,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            kernelSize=kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            convolutionMode=convolution_mode,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class DenseLayer(Layer):
    """Fully connected: act(x W + b).

    Parameters
    ----------
    n_out : int
        Output features, > 0.
    n_in : int, default 0
        Input features; 0 takes them from the layer before.
    activation : Activation or str, optional
        Activation; the network's unless set.
    has_bias : bool, default True
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import DenseLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([DenseLayer(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        activation: Activation | str | None = None,
        has_bias: bool = True,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class DepthwiseConvolution2D(Layer):
    """Two-dimensional convolution of each channel by itself.

    Parameters
    ----------
    depth_multiplier : int, default 1
        Output channels per input channel, > 0.
    n_in : int, default 0
        Input channels; 0 takes them from the layer before.
    kernel_size : int or sequence of int, default (3, 3)
        Height and width of the kernel.
    stride : int or sequence of int, default (1, 1)
        Step in height and width.
    padding : int or sequence of int, default (0, 0)
        Zeros on each side in height and width; for Truncate and Strict.
    dilation : int or sequence of int, default (1, 1)
        Distance of kernel elements.
    convolution_mode : {"strict", "truncate", "same", "causal"}, default "truncate"
        How the output size comes about.
    activation : Activation or str, optional
        Activation; the network's unless set.
    has_bias : bool, default True
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import DepthwiseConvolution2D, InputType, MultiLayerNetwork
    >>> rows = InputType.convolutional(8, 8, 2)
    >>> net = MultiLayerNetwork([DepthwiseConvolution2D()], input_type=rows).init()
    >>> net.output(np.zeros((2, 2, 8, 8))).shape
    (2, 2, 6, 6)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        depth_multiplier: int = 1,
        *,
        n_in: int = 0,
        kernel_size: int | Sequence[int] = (3, 3),
        stride: int | Sequence[int] = (1, 1),
        padding: int | Sequence[int] = (0, 0),
        dilation: int | Sequence[int] = (1, 1),
        convolution_mode: ConvolutionMode | str = "truncate",
        activation: Activation | str | None = None,
        has_bias: bool = True,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            depthMultiplier=depth_multiplier,
            nIn=n_in,
            kernelSize=kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            convolutionMode=convolution_mode,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class DropoutLayer(Layer):
    """Drops elements while training: x / retain where kept, else 0.

    Parameters
    ----------
    retain : Schedule or float, default 0.5
        Probability of keeping an element, in (0, 1].
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import DropoutLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([DropoutLayer()], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        retain: Schedule | float = 0.5,
        *,
        name: str | None = None,
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
            retain=retain,
            name=name,
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


class EmbeddingLayer(Layer):
    """Picks rows of W by index: act(W[x] + b).

    Parameters
    ----------
    n_in : int
        Size of the vocabulary: indices are in [0, n_in).
    n_out : int
        Output features, > 0.
    activation : Activation or str, default "identity"
        Activation.
    has_bias : bool, default False
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import EmbeddingLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(1)
    >>> net = MultiLayerNetwork([EmbeddingLayer(4, n_out=4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 1))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_in: int,
        *,
        n_out: int,
        activation: Activation | str = "identity",
        has_bias: bool = False,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nIn=n_in,
            nOut=n_out,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class EmbeddingSequenceLayer(Layer):
    """Picks rows of W for each time step: indices [N, T] to [N, n_out, T].

    Parameters
    ----------
    n_in : int
        Size of the vocabulary: indices are in [0, n_in).
    n_out : int
        Output features, > 0.
    activation : Activation or str, default "identity"
        Activation.
    has_bias : bool, default False
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import EmbeddingSequenceLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([EmbeddingSequenceLayer(4, n_out=4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_in: int,
        *,
        n_out: int,
        activation: Activation | str = "identity",
        has_bias: bool = False,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nIn=n_in,
            nOut=n_out,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class FlattenLayer(Layer):
    """Examples as vectors: the steps of a sequence one after another, [N, size, T] to [N, T size].

    Parameters
    ----------
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import FlattenLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([FlattenLayer()], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        name: str | None = None,
        *,
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
            name=name,
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


class GlobalPoolingLayer(Layer):
    """One number per feature, over time or over height and width.

    Parameters
    ----------
    pooling_type : {"max", "avg", "sum", "pnorm"}, default "max"
        How elements become one number.
    pnorm : int, default 2
        p of PNORM.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import GlobalPoolingLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([GlobalPoolingLayer()], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        pooling_type: PoolingType | str = "max",
        *,
        pnorm: int = 2,
        name: str | None = None,
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
            poolingType=pooling_type,
            pnorm=pnorm,
            name=name,
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


class LSTM(Layer):
    """Long short-term memory: sequences [N, n_in, T] to [N, n_out, T].

    Parameters
    ----------
    n_out : int
        Output features, > 0.
    n_in : int, default 0
        Input features; 0 takes them from the layer before.
    forget_gate_bias_init : float, default 1.0
        Initial bias of the forget gate.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    weight_init_recurrent : str, optional
        Initial recurrent weights; weight_init unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import LSTM, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([LSTM(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4, 5)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        forget_gate_bias_init: float = 1.0,
        weight_init: WeightInit | str | None = None,
        weight_init_recurrent: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            forgetGateBiasInit=forget_gate_bias_init,
            weightInit=weight_init,
            weightInitRecurrent=weight_init_recurrent,
            name=name,
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


class LastTimeStep(Layer):
    """The last unmasked time step of a recurrent layer.

    Parameters
    ----------
    layer : Layer or str
        The layer whose last step is taken.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import LastTimeStep, LSTM, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([LastTimeStep(LSTM(4))], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        layer: Layer | str,
        *,
        name: str | None = None,
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
            layer=layer,
            name=name,
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


class LayerNormalization(Layer):
    """Layer normalization: gamma (x - mean) / sqrt(var + eps) + beta over the features of each example and time
    step.

    Parameters
    ----------
    eps : float, default 1e-05
        Added to the variance.
    activation : Activation or str, default "identity"
        Activation.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import LayerNormalization, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([LayerNormalization()], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        eps: float = 1e-05,
        *,
        activation: Activation | str = "identity",
        name: str | None = None,
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
            eps=eps,
            activation=activation,
            name=name,
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


class LossLayer(Layer):
    """A loss on the input, without parameters.

    Parameters
    ----------
    loss : Loss or str, default "mcxent"
        Loss.
    activation : Activation or str, default "identity"
        Activation of the outputs.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import LossLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([LossLayer()], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        loss: Loss | str = "mcxent",
        *,
        activation: Activation | str = "identity",
        name: str | None = None,
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
            loss=loss,
            activation=activation,
            name=name,
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


class OutputLayer(Layer):
    """Fully connected, with a loss: act(x W + b).

    Parameters
    ----------
    n_out : int
        Output features, > 0.
    n_in : int, default 0
        Input features; 0 takes them from the layer before.
    loss : Loss or str, default "mcxent"
        Loss.
    activation : Activation or str, default "softmax"
        Activation of the outputs.
    has_bias : bool, default True
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import OutputLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.feed_forward(4)
    >>> net = MultiLayerNetwork([OutputLayer(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4))).shape
    (2, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        loss: Loss | str = "mcxent",
        activation: Activation | str = "softmax",
        has_bias: bool = True,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            loss=loss,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class RnnOutputLayer(Layer):
    """Fully connected at each time step, with a loss: act(x W + b).

    Parameters
    ----------
    n_out : int
        Output features, > 0.
    n_in : int, default 0
        Input features; 0 takes them from the layer before.
    loss : Loss or str, default "mcxent"
        Loss; summed over time steps.
    activation : Activation or str, default "softmax"
        Activation of the outputs.
    has_bias : bool, default True
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import RnnOutputLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([RnnOutputLayer(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4, 5)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        loss: Loss | str = "mcxent",
        activation: Activation | str = "softmax",
        has_bias: bool = True,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            loss=loss,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class SelfAttentionLayer(Layer):
    """Dot-product self attention over sequences: [N, n_in, T] to [N, n_out, T].

    Parameters
    ----------
    n_out : int
        Output features, > 0; without project_input those of the input.
    n_in : int, default 0
        Input features; 0 takes them from the layer before.
    n_heads : int, default 1
        Attention heads, > 0; 1 without project_input.
    head_size : int, default 0
        Size of a head; 0 for n_out / n_heads.
    project_input : bool, default True
        Learn projections of the input for queries, keys and values, and of the output.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import SelfAttentionLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([SelfAttentionLayer(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4, 5)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        n_heads: int = 1,
        head_size: int = 0,
        project_input: bool = True,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            nHeads=n_heads,
            headSize=head_size,
            projectInput=project_input,
            weightInit=weight_init,
            name=name,
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


class SeparableConvolution2D(Layer):
    """Two-dimensional convolution of each channel by itself, then across channels.

    Parameters
    ----------
    n_out : int
        Output channels, > 0.
    n_in : int, default 0
        Input channels; 0 takes them from the layer before.
    depth_multiplier : int, default 1
        Channels per input channel between the two, > 0.
    kernel_size : int or sequence of int, default (3, 3)
        Height and width of the kernel.
    stride : int or sequence of int, default (1, 1)
        Step in height and width.
    padding : int or sequence of int, default (0, 0)
        Zeros on each side in height and width; for Truncate and Strict.
    dilation : int or sequence of int, default (1, 1)
        Distance of kernel elements.
    convolution_mode : {"strict", "truncate", "same", "causal"}, default "truncate"
        How the output size comes about.
    activation : Activation or str, optional
        Activation; the network's unless set.
    has_bias : bool, default True
        Add a bias.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import SeparableConvolution2D, InputType, MultiLayerNetwork
    >>> rows = InputType.convolutional(8, 8, 2)
    >>> net = MultiLayerNetwork([SeparableConvolution2D(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 2, 8, 8))).shape
    (2, 4, 6, 6)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        depth_multiplier: int = 1,
        kernel_size: int | Sequence[int] = (3, 3),
        stride: int | Sequence[int] = (1, 1),
        padding: int | Sequence[int] = (0, 0),
        dilation: int | Sequence[int] = (1, 1),
        convolution_mode: ConvolutionMode | str = "truncate",
        activation: Activation | str | None = None,
        has_bias: bool = True,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            depthMultiplier=depth_multiplier,
            kernelSize=kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            convolutionMode=convolution_mode,
            activation=activation,
            hasBias=has_bias,
            weightInit=weight_init,
            name=name,
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


class SimpleRnn(Layer):
    """h = act(x W + h RW + b); the sequence's length must be known.

    Parameters
    ----------
    n_out : int
        Output features, > 0.
    n_in : int, default 0
        Input features; 0 takes them from the layer before.
    activation : Activation or str, default "tanh"
        Activation; the network's unless set.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    weight_init_recurrent : str, optional
        Initial recurrent weights; weight_init unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import SimpleRnn, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([SimpleRnn(4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4, 5)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_out: int,
        *,
        n_in: int = 0,
        activation: Activation | str = "tanh",
        weight_init: WeightInit | str | None = None,
        weight_init_recurrent: WeightInit | str | None = None,
        name: str | None = None,
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
            nOut=n_out,
            nIn=n_in,
            activation=activation,
            weightInit=weight_init,
            weightInitRecurrent=weight_init_recurrent,
            name=name,
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


class Subsampling1DLayer(Layer):
    """Pooling of sequences [N, size, T] over time.

    Parameters
    ----------
    pooling_type : {"max", "avg", "sum", "pnorm"}, default "max"
        How a window becomes one number.
    kernel_size : int, default 2
        Size of the window.
    stride : int, default 2
        Step in time.
    padding : int, default 0
        Padding on each side; for Truncate and Strict.
    convolution_mode : {"strict", "truncate", "same", "causal"}, default "truncate"
        How the output size comes about.
    pnorm : int, default 2
        p of PNORM.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import Subsampling1DLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([Subsampling1DLayer()], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4, 2)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        pooling_type: PoolingType | str = "max",
        *,
        kernel_size: int = 2,
        stride: int = 2,
        padding: int = 0,
        convolution_mode: ConvolutionMode | str = "truncate",
        pnorm: int = 2,
        name: str | None = None,
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
            poolingType=pooling_type,
            kernelSize=kernel_size,
            stride=stride,
            padding=padding,
            convolutionMode=convolution_mode,
            pnorm=pnorm,
            name=name,
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


class SubsamplingLayer(Layer):
    """Pooling of images [N, C, H, W].

    Parameters
    ----------
    pooling_type : {"max", "avg", "sum", "pnorm"}, default "max"
        How a window becomes one number.
    kernel_size : int or sequence of int, default (2, 2)
        Height and width of the window.
    stride : int or sequence of int, default (2, 2)
        Step in height and width.
    padding : int or sequence of int, default (0, 0)
        Padding on each side; for Truncate and Strict.
    dilation : int or sequence of int, default (1, 1)
        Distance of window elements.
    convolution_mode : {"strict", "truncate", "same", "causal"}, default "truncate"
        How the output size comes about.
    pnorm : int, default 2
        p of PNORM.
    avg_pool_include_pad_in_divisor : bool, default False
        Averages count padding.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import SubsamplingLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.convolutional(8, 8, 2)
    >>> net = MultiLayerNetwork([SubsamplingLayer()], input_type=rows).init()
    >>> net.output(np.zeros((2, 2, 8, 8))).shape
    (2, 2, 4, 4)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        pooling_type: PoolingType | str = "max",
        *,
        kernel_size: int | Sequence[int] = (2, 2),
        stride: int | Sequence[int] = (2, 2),
        padding: int | Sequence[int] = (0, 0),
        dilation: int | Sequence[int] = (1, 1),
        convolution_mode: ConvolutionMode | str = "truncate",
        pnorm: int = 2,
        avg_pool_include_pad_in_divisor: bool = False,
        name: str | None = None,
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
            poolingType=pooling_type,
            kernelSize=kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            convolutionMode=convolution_mode,
            pnorm=pnorm,
            avgPoolIncludePadInDivisor=avg_pool_include_pad_in_divisor,
            name=name,
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


class TransformerEncoderLayer(Layer):
    """A transformer encoder's layer: self attention and a feed-forward network, each with residual and layer norm.

    Parameters
    ----------
    n_heads : int
        Attention heads; they divide the input's features.
    n_feed_forward : int
        Hidden features of the feed-forward network, > 0.
    activation : Activation or str, default "relu"
        Activation of the feed-forward network.
    residual_drop_out : Schedule or float, default 0.0
        Probability of keeping an element of each residual branch and of the hidden features while training; 0 or 1
        keeps all.
    pre_norm : bool, default False
        Normalize what the branches read instead of the sums.
    eps : float, default 1e-05
        Added to the variance in layer norms.
    weight_init : str, optional
        Initial weights; the network's unless set. One of "xavier", "xavier_uniform", "xavier_fan_in",
        "xavier_legacy", "relu", "relu_uniform", "lecun_normal", "lecun_uniform", "sigmoid_uniform", "normal",
        "uniform", "var_scaling_normal_fan_in", "var_scaling_normal_fan_out", "var_scaling_normal_fan_avg",
        "var_scaling_uniform_fan_in", "var_scaling_uniform_fan_out", "var_scaling_uniform_fan_avg", "zero", "ones",
        "identity".
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import TransformerEncoderLayer, InputType, MultiLayerNetwork
    >>> rows = InputType.recurrent(4, 5)
    >>> net = MultiLayerNetwork([TransformerEncoderLayer(4, n_feed_forward=4)], input_type=rows).init()
    >>> net.output(np.zeros((2, 4, 5))).shape
    (2, 4, 5)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        n_heads: int,
        *,
        n_feed_forward: int,
        activation: Activation | str = "relu",
        residual_drop_out: Schedule | float = 0.0,
        pre_norm: bool = False,
        eps: float = 1e-05,
        weight_init: WeightInit | str | None = None,
        name: str | None = None,
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
            nHeads=n_heads,
            nFeedForward=n_feed_forward,
            activation=activation,
            residualDropOut=residual_drop_out,
            preNorm=pre_norm,
            eps=eps,
            weightInit=weight_init,
            name=name,
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


class Upsampling2D(Layer):
    """Repeats rows and columns of images [N, C, H, W].

    Parameters
    ----------
    size : int or sequence of int, default (2, 2)
        Repeats in height and width.
    name : str, optional
        Name, unique in the network; layer0, layer1, ... unless set.
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
    >>> import numpy as np
    >>> from pydl4j.nn import Upsampling2D, InputType, MultiLayerNetwork
    >>> rows = InputType.convolutional(8, 8, 2)
    >>> net = MultiLayerNetwork([Upsampling2D()], input_type=rows).init()
    >>> net.output(np.zeros((2, 2, 8, 8))).shape
    (2, 2, 16, 16)
    """

    __slots__ = ()
    _shared = (
        "name",
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
        size: int | Sequence[int] = (2, 2),
        *,
        name: str | None = None,
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
            size=size,
            name=name,
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
