"""Configurations: builders, short forms and what they refuse."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest

from pydl4j.nn import (
    LSTM,
    Adam,
    ComputationGraph,
    ConvolutionLayer,
    DenseLayer,
    ElementWiseVertex,
    InputType,
    LastTimeStep,
    MultiLayerConfiguration,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    StepSchedule,
)
from pydl4j.nn.activations import LeakyReLU
from pydl4j.nn.losses import MSE


def test_the_short_form_is_the_builders_configuration() -> None:
    built = (
        NeuralNetConfiguration.builder().seed(3).updater(Adam(1e-2)).l2(1e-4).list()
        .layer(DenseLayer(n_out=5, activation="relu"))
        .layer(OutputLayer(n_out=2))
        .set_input_type(InputType.feed_forward(4)).build()
    )  # fmt: skip
    short = MultiLayerNetwork(
        [DenseLayer(5, activation="relu"), OutputLayer(2)],
        input_type=InputType.feed_forward(4),
        updater=Adam(1e-2),
        seed=3,
        l2=1e-4,
    )
    long = MultiLayerNetwork(built)
    assert short.get_layer_wise_configurations().to_json() == long.get_layer_wise_configurations().to_json()


def test_a_configuration_survives_json() -> None:
    net = MultiLayerNetwork(
        [OutputLayer(2, loss=MSE(), activation=LeakyReLU(0.2))], input_type=InputType.feed_forward(4)
    )
    text = net.get_layer_wise_configurations().to_json()
    again = MultiLayerNetwork(MultiLayerConfiguration.from_json(text)).get_layer_wise_configurations().to_json()
    assert json.loads(again) == json.loads(text)
    assert json.loads(text)["layers"][0]["layer"]["activation"] == {"@type": "LeakyReLU", "alpha": 0.2}


def test_settings_of_a_layer_lie_beside_it() -> None:
    updater = Adam(learning_rate_schedule=StepSchedule(initial_value=0.1, decay_rate=0.5, step=10))
    net = MultiLayerNetwork(
        [OutputLayer(2, name="answer", updater=updater)], input_type=InputType.feed_forward(4)
    ).init()
    assert list(net.param_table()) == ["answer_W", "answer_b"]
    layer = json.loads(net.get_layer_wise_configurations().to_json())["layers"][0]
    assert layer["common"]["updater"]["learningRateSchedule"]["@type"] == "StepSchedule"


def test_a_layer_within_a_layer_refuses_settings_of_its_own() -> None:
    with pytest.raises(ValueError, match=r"\[LSTM\] inside another value cannot have settings .* got l2=0.1"):
        MultiLayerNetwork([LastTimeStep(LSTM(4, l2=0.1)), OutputLayer(2)], input_type=InputType.recurrent(3))


def test_values_are_equal_by_content_and_immutable() -> None:
    assert ConvolutionLayer(20, kernel_size=(3, 3)) == ConvolutionLayer(n_out=20, kernel_size=[3, 3])
    assert DenseLayer(20) != DenseLayer(21)
    assert pickle.loads(pickle.dumps(DenseLayer(20))) == DenseLayer(20)
    assert repr(Adam(0.5)).startswith("Adam(learning_rate=0.5, beta1=0.9")
    with pytest.raises(AttributeError, match="immutable"):
        DenseLayer(20).n_out = 3  # type: ignore[misc]


def test_numpy_numbers_are_numbers() -> None:
    net = MultiLayerNetwork(
        [OutputLayer(np.int64(2), l2=np.float32(0.5))], input_type=InputType.feed_forward(np.int32(4))
    )
    assert net.init().num_params() == 10


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([DenseLayer(0), OutputLayer(2)], "n_out: got 0; expected at least 1"),
        ([DenseLayer(5, drop_out=1.5), OutputLayer(2)], "got 1.5; expected a probability"),
        ([DenseLayer(5, name="a"), OutputLayer(2, name="a")], "named 'a'"),
        ([], "no layers"),
    ],
)
def test_wrong_layers_are_named(layers: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        MultiLayerNetwork(layers, input_type=InputType.feed_forward(4)).init()


def test_a_kernel_larger_than_its_input_is_refused() -> None:
    with pytest.raises(ValueError, match="kernel"):
        MultiLayerNetwork(
            [ConvolutionLayer(4, kernel_size=(9, 9)), OutputLayer(2)], input_type=InputType.convolutional(5, 5, 1)
        )


def test_what_is_no_layer_is_refused() -> None:
    with pytest.raises(TypeError, match=r"\[layer 0\] is no layer: got a str"):
        MultiLayerNetwork(["dense"])  # type: ignore[list-item]


def test_settings_beside_a_configuration_are_refused() -> None:
    conf = MultiLayerConfiguration([OutputLayer(2)], input_type=InputType.feed_forward(4))
    with pytest.raises(ValueError, match="got seed beside it"):
        MultiLayerNetwork(conf, seed=1)


def test_a_graph_adds_what_two_branches_say() -> None:
    conf = (
        NeuralNetConfiguration.builder().seed(1).graph_builder()
        .add_inputs("x").set_input_types(InputType.feed_forward(3))
        .add_layer("left", DenseLayer(4, activation="identity"), "x")
        .add_layer("right", DenseLayer(4, activation="identity"), "x")
        .add_vertex("sum", ElementWiseVertex("add"), "left", "right")
        .add_layer("out", OutputLayer(2, l2=0.1), "sum")
        .set_outputs("out").build()
    )  # fmt: skip
    net = ComputationGraph(conf).init()
    x = np.ones((2, 3), np.float32)
    parts = net.feed_forward(x)
    np.testing.assert_allclose(
        np.asarray(parts["sum"]), np.asarray(parts["left"]) + np.asarray(parts["right"]), rtol=1e-6
    )


def test_a_graph_with_two_inputs_and_outputs_trains() -> None:
    conf = (
        NeuralNetConfiguration.builder().seed(1).updater(Adam(0.05)).graph_builder()
        .add_inputs("a", "b").set_input_types(InputType.feed_forward(2), InputType.feed_forward(3))
        .add_layer("both", DenseLayer(8, activation="tanh"), "a", "b")
        .add_layer("one", OutputLayer(1, loss="mse", activation="identity"), "both")
        .add_layer("two", OutputLayer(1, loss="mse", activation="identity"), "both")
        .set_outputs("one", "two").build()
    )  # fmt: skip
    random = np.random.default_rng(0)
    a, b = random.normal(size=(64, 2)), random.normal(size=(64, 3))
    one, two = a.sum(1, keepdims=True), b.sum(1, keepdims=True)
    net = ComputationGraph(conf).init()
    net.fit([a, b], [one, two], epochs=60, batch_size=16, progress=False)
    first, second = net.output([a, b])
    assert np.mean((np.asarray(first) - one) ** 2) < 0.1
    assert np.mean((np.asarray(second) - two) ** 2) < 0.1
    with pytest.raises(ValueError, match=r"got 1 arrays for 2 inputs; expected one for each of a, b"):
        net.output([a])
