"""Slips of the pen, DL4J's call forms, and what constructors take."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pydl4j import datavec, nd, nn
from pydl4j._fields import _variants
from pydl4j._record import Record
from pydl4j.nn import (
    LSTM,
    Adam,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
    RnnOutputLayer,
    ScoreIterationListener,
    SubsamplingLayer,
)
from pydl4j.nn import activations as acts
from pydl4j.nn import losses as losses_

SMALL, ONE, IMAGE = InputType.feed_forward(4), InputType.feed_forward(1), InputType.convolutional(8, 8, 1)


def net(*layers: nn.Layer, input_type: Any = SMALL) -> MultiLayerNetwork:
    return MultiLayerNetwork(list(layers), input_type=input_type).init()


@pytest.mark.parametrize(
    ("call", "error", "meant"),
    [
        (lambda: nn.DenseLayr(3), AttributeError, "DenseLayer"),
        (lambda: nn.Adamm(), AttributeError, "Adam"),
        (lambda: acts.Relu(), AttributeError, "ReLU"),
        (lambda: losses_.MCXNT(), AttributeError, "MCXENT"),
        (lambda: datavec.CSVRecordReadr(), AttributeError, "CSVRecordReader"),
        (lambda: nd.sofmax(np.ones(3)), AttributeError, "softmax"),
        (lambda: DenseLayer(n_outt=3), TypeError, "n_out"),
        (lambda: DenseLayer(3, activaton="relu"), TypeError, "activation"),
        (lambda: DenseLayer(3, activation="rellu"), ValueError, "relu"),
        (lambda: OutputLayer(3, loss="mcxnt"), ValueError, "mcxent"),
        (lambda: DenseLayer(3, updater="addam"), ValueError, "adam"),
        (lambda: DenseLayer(3, weight_init="xavir"), ValueError, "xavier"),
        (lambda: ConvolutionLayer(3, convolution_mode="sam"), ValueError, "same"),
        (lambda: NeuralNetConfiguration(data_type="flot32"), ValueError, "float32"),
        (lambda: nn.StepSchedule("epch", initial_value=1, decay_rate=0.5, step=3), ValueError, "epoch"),
    ],
)
def test_misspelled_names_show_the_nearest(call: Callable[[], Any], error: type[Exception], meant: str) -> None:
    with pytest.raises(error, match=f"Did you mean '{meant}'\\?"):
        call()


def test_misspelled_columns_show_the_nearest() -> None:
    schema = datavec.Schema.builder().add_column_double("price").add_column_integer("rooms").build()
    with pytest.raises(ValueError, match=r"got 'prise'.*Did you mean 'price'"):
        _ = datavec.TransformProcess.builder(schema).remove_columns("rooms", "prise").build().final_schema


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: DenseLayer(3, activation=3),
            r"activation: got 3; expected a record of pydl4j.nn.activations .* nd.relu",
        ),
        (lambda: DenseLayer(3, activation=acts.ReLU), r"Call it: ReLU\(\)"),
        (lambda: DenseLayer(3, activation=lambda x: x), r"own function is made by pydl4j.nn.layer"),
        (lambda: DenseLayer(3, "relu"), r"got 2 values by position.*Give n_in='relu'"),
        (lambda: DenseLayer(), r"n_out: got none; expected a whole number"),
        (lambda: DenseLayer(2.5), r"n_out: got 2.5; expected a whole number"),
        (lambda: ConvolutionLayer(2, kernel_size="3"), r"kernel_size: got '3'; expected a whole number or a sequence"),
        (lambda: Adam(learning_rate="high"), r"learning_rate: got 'high'; expected a number"),
        (lambda: Adam(0.1, learning_rate=0.1), r"by position and by name"),
        (lambda: net(DenseLayer(3), OutputLayer(2)).set_listeners([3]), r"got 3; expected a listener"),
    ],
)
def test_values_of_a_wrong_kind_end_where_they_are_given(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        call()


def test_functions_of_arrays_are_the_activations_of_their_names() -> None:
    x = np.linspace(-3, 3, 24, dtype=np.float32).reshape(6, 4)
    shared = [name for name in _variants("Activation") if callable(getattr(nd, name, None)) and name != "identity"]
    assert {"relu", "sigmoid", "softmax", "tanh"} <= set(shared)
    for name in shared:
        function = getattr(nd, name)
        layer = nn.ActivationLayer(function)
        assert layer == nn.ActivationLayer(name)
        made = net(layer, nn.LossLayer("mse", activation="identity")).output(x)
        np.testing.assert_allclose(made, function(x), rtol=1e-5, atol=1e-6, err_msg=name)
    with pytest.raises(ValueError, match=r"got nd.where, which is no activation"):
        DenseLayer(3, activation=nd.where)


def test_one_number_stands_for_all_axes() -> None:
    assert ConvolutionLayer(3, kernel_size=3, stride=np.int64(2)) == ConvolutionLayer(
        3, kernel_size=(3, 3), stride=[2, 2]
    )
    one = net(
        ConvolutionLayer(3, kernel_size=3), SubsamplingLayer(kernel_size=2, stride=2), OutputLayer(2),
        input_type=InputType.convolutional(8, 8, 1),
    )  # fmt: skip
    assert one.output(np.zeros((1, 1, 8, 8))).shape == (1, 2)


def test_forms_of_dl4j() -> None:
    assert Nesterovs(0.1, 0.9) == Nesterovs(learning_rate=0.1, momentum=0.9)
    assert Adam(0.1, 0.8, 0.9, 1e-7) == Adam(0.1, beta1=0.8, beta2=0.9, epsilon=1e-7)
    numbered = NeuralNetConfiguration.builder().list().layer(0, DenseLayer(3)).layer(1, OutputLayer(2))
    plain = NeuralNetConfiguration.builder().list().layer(DenseLayer(3)).layer(OutputLayer(2))
    told, want = (b.set_input_type(SMALL).build().to_json() for b in (numbered, plain))
    assert told == want
    with pytest.raises(ValueError, match=r"\[layer\] got number 5; expected the next, 2"):
        numbered.layer(5, DenseLayer(3))
    made = net(DenseLayer(3), OutputLayer(2))
    first, second, third = (ScoreIterationListener(n) for n in (1, 2, 3))
    made.set_listeners([first])
    made.add_listeners(second, [third])
    assert made._listeners == (first, second, third)


def test_recurrent_layers_tell_what_they_remember() -> None:
    made = net(LSTM(3), nn.SimpleRnn(2), RnnOutputLayer(2), input_type=InputType.recurrent(4, 4))
    assert made.rnn_get_previous_state(0) == {}
    x = np.random.default_rng(0).normal(size=(5, 4, 4)).astype(np.float32)
    made.rnn_time_step(x)
    state = made.rnn_get_previous_state("layer0")
    assert {name: a.shape for name, a in state.items()} == {"c": (5, 3), "h": (5, 3)}
    np.testing.assert_allclose(state["h"], made.feed_forward(x)["layer0"][:, :, -1], rtol=1e-5, atol=1e-6)
    assert made.rnn_get_previous_state(1)["h"].shape == (5, 2)
    with pytest.raises(ValueError, match=r"unknown layer: got 'layr0'.*Did you mean 'layer0'"):
        made.rnn_get_previous_state("layr0")
    made.rnn_clear_previous_state()
    assert made.rnn_get_previous_state(0) == {}


# ---- messages --------------------------------------------------------------------------------------------------------

JAVA = r"(?<!['\"\w])[a-z]+[A-Z]\w*|\b[sg]et[A-Z]\w*|\bnew [A-Z]\w+\(|\bBuilder\(|[A-Z]\w+\.builder\(\)\.build"
WRONG: dict[str, Callable[[], Any]] = {
    "n_out": lambda: net(DenseLayer(-1), OutputLayer(2)),
    "kernel": lambda: net(ConvolutionLayer(2, kernel_size=0), OutputLayer(2), input_type=IMAGE),
    "mode": lambda: net(
        ConvolutionLayer(2, kernel_size=3, stride=2, convolution_mode="strict"), OutputLayer(2),
        input_type=InputType.convolutional(8, 8, 1),
    ),
    "large kernel": lambda: net(ConvolutionLayer(2, kernel_size=9), input_type=InputType.convolutional(8, 8, 1)),
    "heads": lambda: net(nn.SelfAttentionLayer(7, n_heads=2), OutputLayer(2), input_type=InputType.recurrent(4)),
    "no type": lambda: MultiLayerNetwork([DenseLayer(3), OutputLayer(2)]).init(),
    "drop": lambda: net(DenseLayer(3, drop_out=2.0), OutputLayer(2)),
    "rate": lambda: net(DenseLayer(3, updater=Adam(-1)), OutputLayer(2)),
    "n_in": lambda: net(DenseLayer(3, n_in=9), OutputLayer(2)),
    "recurrent": lambda: net(LSTM(3), OutputLayer(2)),
    "embedding": lambda: net(nn.EmbeddingLayer(3, n_in=5), OutputLayer(2), input_type=ONE).output([[9]]),
    "ema": lambda: net(DenseLayer(3), OutputLayer(2)).ema(),
    "image": lambda: net(ConvolutionLayer(2), OutputLayer(2)),
    "clip": lambda: net(DenseLayer(3, gradient_normalization_threshold=-1.0), OutputLayer(2)),
    "updates": lambda: MultiLayerNetwork(
        [OutputLayer(2)], input_type=SMALL, updates=nn.UpdatePolicy(gradient_accumulation_steps=0)
    ),
    "columns": lambda: datavec.MinMaxNormalize(datavec.Column("a")),
    "reader": lambda: datavec.CSVRecordReader(skip_lines=-1).schema("nowhere.csv"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_messages_have_pythons_names(name: str) -> None:
    with pytest.raises((ValueError, TypeError, IndexError, FileNotFoundError)) as caught:
        WRONG[name]()
    message = str(caught.value)
    assert "java.lang" not in message
    assert not re.findall(JAVA, message), message


def test_quoted_names_of_users_stay_as_they_are() -> None:
    with pytest.raises(ValueError, match="got 'kernelSize'"):
        net(DenseLayer(3), OutputLayer(2)).get_param("kernelSize")


def test_every_parameter_has_its_java_name_in_the_table() -> None:
    from pydl4j.errors import pythonic

    layers = importlib.import_module("pydl4j._generated.layers")
    assert issubclass(layers.DenseLayer, Record)
    assert pythonic("nOut, hasBias and kernelSize; 'nOut' and someName stay") == (
        "n_out, has_bias and kernel_size; 'nOut' and someName stay"
    )
