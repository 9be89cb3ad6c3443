"""The inner loop: the whole way once, in seconds, on a network that is tiny."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pydl4j.nn import (
    Adam,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    SubsamplingLayer,
)


def moons(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two half circles, one class each."""
    random = np.random.default_rng(seed)
    y = random.integers(0, 2, rows)
    angle = random.uniform(0, np.pi, rows)
    x = np.stack([np.cos(angle), np.sin(angle)], 1)
    x[y == 1] = np.array([1, 0.5]) - x[y == 1]
    return (x + random.normal(0, 0.1, x.shape)).astype(np.float32), y


@pytest.fixture(scope="module")
def trained() -> MultiLayerNetwork:
    net = MultiLayerNetwork(
        [DenseLayer(16, activation="tanh"), DenseLayer(16, activation="tanh"), OutputLayer(2)],
        input_type=InputType.feed_forward(2),
        updater=Adam(1e-2),
        seed=7,
    ).init()
    net.fit(*moons(600, seed=1), epochs=20, batch_size=32, progress=False)
    return net


def test_a_network_learns(trained: MultiLayerNetwork) -> None:
    assert trained.evaluate(*moons(300, seed=2)).accuracy() > 0.95


def test_saving_and_loading_changes_no_bit(trained: MultiLayerNetwork, tmp_path: Path) -> None:
    x, _ = moons(50, seed=3)
    trained.save(tmp_path / "model.zip")
    again = MultiLayerNetwork.load(tmp_path / "model.zip")
    np.testing.assert_array_equal(np.asarray(again.output(x)), np.asarray(trained.output(x)))
    assert again.iteration_count == trained.iteration_count


def test_onnxruntime_agrees(trained: MultiLayerNetwork, tmp_path: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is a test dependency")
    x, _ = moons(50, seed=4)
    trained.to_onnx(tmp_path / "model.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    theirs = session.run(None, {session.get_inputs()[0].name: x})[0]
    np.testing.assert_allclose(np.asarray(trained.output(x)), theirs, atol=1e-5)


def test_the_readmes_example_runs_as_it_is_typed(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    y, y_test = np.arange(128) % 10, np.arange(20) % 10
    x = np.zeros((128, 1, 28, 28))
    x[np.arange(128), 0, y * 2 + 4] = 1
    x += random.normal(0, 0.05, x.shape)
    x_test = x[:20]
    conf = (NeuralNetConfiguration.builder().seed(42).updater(Adam(1e-3)).list()
            .layer(ConvolutionLayer(n_out=20, kernel_size=(5, 5), activation="relu"))
            .layer(SubsamplingLayer(pooling_type="max", kernel_size=(2, 2), stride=(2, 2)))
            .layer(DenseLayer(n_out=500, activation="relu"))
            .layer(OutputLayer(n_out=10, loss="mcxent", activation="softmax"))
            .set_input_type(InputType.convolutional(28, 28, 1)).build())  # fmt: skip
    net = MultiLayerNetwork(conf).init()
    net.fit(x, y, epochs=2, batch_size=64, progress=False)
    assert "Accuracy" in net.evaluate(x_test, y_test).stats()
    net.save(tmp_path / "model.zip")
    net.to_onnx(tmp_path / "model.onnx")
    probs = np.asarray(net.output(x_test))
    assert probs.shape == (20, 10)
    np.testing.assert_allclose(probs.sum(1), 1, atol=1e-5)
    assert net.score() < 2.3  # chance is log 10
