"""A Kafka broker and a saved network for the tests of serving."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pydl4j import demo_cluster

if TYPE_CHECKING:
    from pydl4j.nn import ComputationGraph


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


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ComputationGraph]:
    """A saved graph of an int64 id and a number to two outputs, and the pipeline that makes its inputs."""
    from pydl4j.datavec import CSVRecordReader, Pipeline, Schema
    from pydl4j.nn import (
        Adam,
        ComputationGraph,
        DenseLayer,
        EmbeddingLayer,
        InputType,
        NeuralNetConfiguration,
        OutputLayer,
    )

    conf = (
        NeuralNetConfiguration.builder().seed(7).updater(Adam(1e-2)).graph_builder()
        .add_inputs("id", "size")
        .add_layer("table", EmbeddingLayer(n_in=1000, n_out=4), "id")
        .add_layer("dense", DenseLayer(n_out=4, activation="tanh"), "size")
        .add_layer("kind", OutputLayer(n_out=3, loss="mcxent", activation="softmax"), "table", "dense")
        .add_layer("price", OutputLayer(n_out=1, loss="mse", activation="identity"), "dense")
        .set_outputs("kind", "price")
        .set_input_types(InputType.feed_forward(1), InputType.feed_forward(1)).build()
    )  # fmt: skip
    net = ComputationGraph(conf).init()
    schema = Schema.builder().add_column_long("id").add_column_double("size").build()
    path = tmp_path_factory.mktemp("graph") / "graph.zip"
    features = {"size": ["size"], "id": ["id"]}
    net.save(str(path), pipeline=Pipeline(CSVRecordReader(), schema=schema, features=features))
    return path, net
