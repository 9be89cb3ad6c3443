"""What `Network.output` gives on each way over the border, and to many threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from pydl4j.nn import (
    Adam,
    BatchNormalization,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    MultiLayerNetwork,
    OutputLayer,
)
from pydl4j.samediff import SameDiff, TrainingConfig

Model = MultiLayerNetwork | SameDiff
WIDE = 200_000


@pytest.fixture
def net() -> MultiLayerNetwork:
    """A small network with a batch norm behind a convolution."""
    layers = [
        ConvolutionLayer(6, kernel_size=(3, 3), activation="identity"),
        BatchNormalization(activation="relu"),
        DenseLayer(16, activation="swish"),
        OutputLayer(4),
    ]
    return MultiLayerNetwork(layers, input_type=InputType.convolutional(8, 8, 2), updater="sgd", seed=3).init()


def numbers(rows: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((rows, 2, 8, 8), dtype=np.float32)


def test_later_answers_to_a_shape_equal_the_first(net: MultiLayerNetwork) -> None:
    x = numbers(5)
    first = np.array(net.output(x))
    for again in (x, x.astype(np.float64), np.asfortranarray(x), x.tolist()):
        np.testing.assert_array_equal(np.asarray(net.output(again)), first)
    np.testing.assert_array_equal(np.asarray(net.output(x, threads=1)), first)


def test_answers_follow_training_and_set_params(net: MultiLayerNetwork) -> None:
    x, y = numbers(8), np.arange(8) % 4
    other = net.clone()
    for _ in range(3):
        net.fit(x, y, progress=False)
        other.set_params(net.params())
        np.testing.assert_array_equal(np.asarray(net.output(x)), np.asarray(other.output(x)))


def test_bad_input_is_refused_on_every_call(net: MultiLayerNetwork) -> None:
    x = numbers(2)
    net.output(x)
    x[1, 0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="row"):
        net.output(x)
    with pytest.raises(ValueError, match="threads"):
        net.output(numbers(2), threads=-1)


def test_64_threads_get_the_answers_of_one(net: MultiLayerNetwork) -> None:
    inputs = [numbers(1 + i % 3, seed=i) for i in range(64)]
    alone = [np.array(net.output(x, threads=1)) for x in inputs]
    with ThreadPoolExecutor(64) as pool:
        for got, want in zip(pool.map(net.output, inputs * 4), alone * 4, strict=True):
            np.testing.assert_allclose(np.asarray(got), want, rtol=1e-5, atol=1e-6)


def test_hundreds_of_batch_sizes_in_turn_stay_known() -> None:
    net = MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(3), seed=1).init()
    for rows in range(1, 201):
        net.output(np.zeros((rows, 3), np.float32))
    assert len(net._shapes) == 200


def same_weights() -> Model:
    """A network whose weights are all alike after every step, as are its answers then."""
    layer = OutputLayer(WIDE, loss="mse", activation="identity", weight_init="ones")
    return MultiLayerNetwork([layer], input_type=InputType.feed_forward(1), updater=Adam(1e-3), seed=1).init()


def same_variables() -> Model:
    """The same as a graph of variables."""
    graph = SameDiff.create()
    x, y = graph.placeholder("x", (None, 1)), graph.placeholder("y", (None, WIDE))
    answer = (x @ graph.var("w", np.ones((1, WIDE), np.float32))).rename("answer")
    graph.loss.mean_squared_error(y, answer, name="loss").mark_as_loss()
    graph.set_training_config(
        TrainingConfig(updater=Adam(1e-3), data_set_feature_mapping="x", data_set_label_mapping="y")
    )
    return graph


@pytest.mark.parametrize("make", [same_weights, same_variables])
def test_answers_during_a_fit_are_those_of_one_finished_step(make: Callable[[], Model]) -> None:
    model = make()
    x = np.ones((1, 1), np.float32)
    fits, answers = threading.Event(), []

    def ask() -> None:
        while not fits.is_set():
            told = (
                model.output(x) if isinstance(model, MultiLayerNetwork) else model.output({"x": x}, "answer")["answer"]
            )
            values = np.asarray(told)
            answers.append((float(values.min()), float(values.max())))

    asking = threading.Thread(target=ask)
    asking.start()
    rows, targets = np.ones((60, 1), np.float32), np.full((60, WIDE), 5, np.float32)
    try:
        for _ in range(100):
            model.fit(rows, targets, batch_size=1, progress=False)
            if len({low for low, _ in list(answers)}) > 20:
                break
    finally:
        fits.set()
        asking.join()
    assert len({low for low, _ in answers}) > 20, "too few answers came during the fits"
    assert [pair for pair in answers if pair[0] != pair[1]] == []
