"""A Kafka broker and a saved network for the tests of serving."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pydl4j import demo_cluster


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Kafka in a process of its own."""
    with demo_cluster.server("EmbeddedKafka", tmp_path_factory.mktemp("kafka")) as address:
        yield address["bootstrap"]


@pytest.fixture(scope="session")
def examples() -> np.ndarray:
    """Rows for `model`, shape (100, 4)."""
    return np.random.default_rng(3).normal(size=(100, 4)).astype(np.float32)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory, examples: np.ndarray) -> tuple[Path, np.ndarray]:
    """A saved network from 4 numbers to 3 classes, and its output for `examples`."""
    from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, NeuralNetConfiguration, OutputLayer

    conf = (
        NeuralNetConfiguration.builder().seed(7).updater(Adam(1e-2)).list()
        .layer(DenseLayer(n_out=8, activation="tanh"))
        .layer(OutputLayer(n_out=3, loss="mcxent", activation="softmax"))
        .set_input_type(InputType.feed_forward(4)).build()
    )  # fmt: skip
    net = MultiLayerNetwork(conf).init()
    path = tmp_path_factory.mktemp("model") / "model.zip"
    net.save(str(path))
    return path, np.array(net.output(examples))
