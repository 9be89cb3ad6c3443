"""What `Network.output` gives on each way over the border, and to many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from pydl4j.nn import BatchNormalization, ConvolutionLayer, DenseLayer, InputType, MultiLayerNetwork, OutputLayer


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
