"""What networks answer: from many threads, without leaks, over sequences and indices, from datavec's batches."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from pydl4j import _jvm, jvm
from pydl4j.datavec import Pipeline, Schema
from pydl4j.nn import (
    LSTM,
    Adam,
    ComputationGraph,
    DenseLayer,
    EmbeddingLayer,
    InputType,
    MultiLayerNetwork,
    OutputLayer,
    RnnOutputLayer,
)

RANDOM = np.random.default_rng(4)
X = RANDOM.normal(size=(300, 4)).astype(np.float32)


@pytest.fixture(scope="module")
def net() -> MultiLayerNetwork:
    return MultiLayerNetwork([DenseLayer(5), OutputLayer(3)], input_type=InputType.feed_forward(4), seed=3).init()


def test_many_threads_get_the_same_answers(net: MultiLayerNetwork) -> None:
    expected = np.asarray(net.output(X)).copy()
    with ThreadPoolExecutor(8) as pool:
        for got in pool.map(lambda _: np.asarray(net.output(X)).copy(), range(32)):
            np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6)


def test_answers_outlive_their_network() -> None:
    short = MultiLayerNetwork([OutputLayer(3)], input_type=InputType.feed_forward(4)).init()
    view = np.asarray(short.output(X))
    short.close()
    del short
    gc.collect()
    np.testing.assert_allclose(view.sum(1), 1, atol=1e-5)


def test_answering_and_training_leak_nothing(net: MultiLayerNetwork) -> None:
    def once() -> None:
        net.clone().close()
        net.output(X)
        net.evaluate(X, np.zeros(300, int)).accuracy()
        net.fit([(X, np.zeros(300, int))], progress=False)
        net.param_table()
        gc.collect()

    once()
    once()
    handles, used = _jvm.call("Handles", "count"), jvm.info()["offHeapUsed"]
    for _ in range(5):
        once()
    assert _jvm.call("Handles", "count") == handles
    assert jvm.info()["offHeapUsed"] <= used


def test_sequences_go_in_and_out_step_by_step_as_a_whole() -> None:
    net = MultiLayerNetwork([LSTM(6), RnnOutputLayer(2)], input_type=InputType.recurrent(3), seed=1).init()
    x = RANDOM.normal(size=(2, 3, 5)).astype(np.float32)
    whole = np.asarray(net.output(x))
    assert whole.shape == (2, 2, 5)
    steps = [np.asarray(net.rnn_time_step(np.ascontiguousarray(x[:, :, t]))) for t in range(5)]
    np.testing.assert_allclose(np.stack(steps, 2), whole, rtol=1e-4, atol=1e-5)
    net.rnn_clear_previous_state()
    np.testing.assert_allclose(np.asarray(net.rnn_time_step(np.ascontiguousarray(x[:, :, 0]))), steps[0], rtol=1e-6)


def test_class_indices_of_time_steps_are_labels() -> None:
    net = MultiLayerNetwork(
        [LSTM(8), RnnOutputLayer(3)], input_type=InputType.recurrent(3, 4), updater=Adam(0.05), seed=1
    ).init()
    y = RANDOM.integers(0, 3, (50, 4))
    x = np.moveaxis(np.eye(3)[y], 2, 1)
    net.fit(x, y, epochs=30, batch_size=10, progress=False)
    assert net.evaluate(x, y).accuracy() > 0.9


def test_indices_are_embedded() -> None:
    net = MultiLayerNetwork(
        [EmbeddingLayer(n_in=10, n_out=4), OutputLayer(2)],
        input_type=InputType.feed_forward(1),
        updater=Adam(0.1),
        seed=1,
    ).init()
    x = np.arange(10)[:, None]
    net.fit(x, x[:, 0] % 2, epochs=40, batch_size=10, progress=False)
    assert net.evaluate(x, x[:, 0] % 2).accuracy() == 1
    with pytest.raises(ValueError, match="out of range: got 10"):
        net.output([[10]])


def test_datavecs_batches_train_as_arrays_do() -> None:
    schema = Schema.builder().add_column_double("a", "b", "c", "d").add_column_integer("k", min=0, max=2).build()
    y = RANDOM.integers(0, 3, 300)
    rows = [[*map(float, row), int(k)] for row, k in zip(X, y, strict=True)]

    def trained(fit: Callable[[MultiLayerNetwork], Any]) -> np.ndarray:
        net = MultiLayerNetwork([OutputLayer(3)], input_type=InputType.feed_forward(4), seed=9).init()
        fit(net)
        return np.asarray(net.params())

    with Pipeline(schema=schema, labels="k").read_rows(rows).batches(32) as batches:
        streamed = trained(lambda net: net.fit(batches, epochs=2, progress=False))
    whole = trained(lambda net: net.fit(X, np.eye(3)[y], epochs=2, batch_size=32, shuffle=False, progress=False))
    np.testing.assert_array_equal(streamed, whole)


def test_a_saved_network_of_the_other_kind_is_named(net: MultiLayerNetwork, tmp_path: Any) -> None:
    net.save(tmp_path / "model.zip")
    with pytest.raises(ValueError, match=r"\[ComputationGraph\] got a saved MultiLayer"):
        ComputationGraph.load(tmp_path / "model.zip")


def test_importing_and_configuring_starts_no_jvm(run_python: Callable[..., Any]) -> None:
    run_python(
        """
        import sys
        from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerConfiguration, NeuralNetConfiguration, OutputLayer
        from pydl4j import arbiter, datavec, jvm, nd, onnx, serving, spark

        conf = MultiLayerConfiguration([DenseLayer(3), OutputLayer(2)], input_type=InputType.feed_forward(4))
        assert "DenseLayer" in conf.to_json() and not jvm.started()
        assert "jpype" not in sys.modules and "pyspark" not in sys.modules
        """
    )
