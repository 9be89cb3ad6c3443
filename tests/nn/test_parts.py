"""Imported models, SameDiff graphs and networks as vertices, and as networks of their own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pydl4j import nn, onnx
from pydl4j.samediff import SameDiff

FILE = Path(__file__).parents[1] / "onnx" / "data" / "pytorch_squares.onnx"  # [N, 36] to [N, 3], by PyTorch
RNG = np.random.default_rng(6)
X = RNG.uniform(0, 1, (40, 36)).astype(np.float32)
Y = (X[:, 0] > 0.5).astype(int) + 2 * (X[:, 1] > 0.5)  # four classes


def with_head(vertex: nn.GraphVertex) -> nn.ComputationGraph:
    conf = (
        nn.NeuralNetConfiguration.builder().seed(1).updater(nn.Adam(0.02)).graph_builder().add_inputs("pixels")
        .set_input_types(nn.InputType.feed_forward(36)).add_vertex("encoder", vertex, "pixels")
        .add_layer("out", nn.OutputLayer(4), "encoder").set_outputs("out").build()
    )  # fmt: skip
    return nn.ComputationGraph(conf).init()


def features() -> str:
    """The name of what the last layer of the file reads."""
    with onnx.load(FILE) as model:
        (made,) = [o for o in model.graph._described()["operations"] if "scores" in o["outputs"]]
    return made["inputs"][0]


def test_an_imported_model_is_tuned_with_a_new_head() -> None:
    net = with_head(nn.GraphVertex.onnx(FILE, outputs=[features()]))
    assert "encoder/0.weight" in net.param_table()
    assert net.feed_forward(X)["encoder"].shape == (40, 16)
    start = {name: np.array(p) for name, p in net.param_table().items()}
    before = net.score(X, Y)
    net.fit(X, Y, epochs=30, progress=False)
    assert net.score(X, Y) < 0.8 * before
    assert all((np.asarray(p) != start[name]).any() for name, p in net.param_table().items())


def test_a_frozen_body_answers_as_before_and_the_head_learns() -> None:
    net = with_head(nn.GraphVertex.onnx(FILE, outputs=["scores"], trainable=False))
    with onnx.load(FILE, training=False) as model:
        np.testing.assert_allclose(net.feed_forward(X)["encoder"], model(X), atol=1e-5)
    start = {name: np.array(p) for name, p in net.param_table().items()}
    net.fit(X, Y, epochs=3, progress=False)
    changed = {name for name, p in net.param_table().items() if (np.asarray(p) != start[name]).any()}
    assert changed == {"out_W", "out_b"}


def test_a_tuned_model_is_saved_loaded_and_exported(tmp_path) -> None:
    net = with_head(nn.GraphVertex.onnx(FILE))
    net.fit(X, Y, progress=False)
    net.save(tmp_path / "net.zip")
    net.to_onnx(tmp_path / "net.onnx")
    again = nn.ComputationGraph.load(tmp_path / "net.zip")
    np.testing.assert_array_equal(again.output(X), net.output(X))
    np.testing.assert_allclose(onnx.load(tmp_path / "net.onnx")(X), net.output(X), atol=1e-5)
    for each in (net, again):
        each.fit(X, Y, progress=False)
    np.testing.assert_array_equal(again.params(), net.params())


def test_a_configuration_from_json_has_no_contents_and_says_so() -> None:
    conf = with_head(nn.GraphVertex.onnx(FILE)).get_configuration()
    with pytest.raises(RuntimeError, match=r"encoder/.* has no initial content"):
        nn.ComputationGraph(nn.ComputationGraphConfiguration.from_json(conf.to_json())).init()


def test_a_graph_with_whole_numbers_and_two_outputs_is_a_network() -> None:
    sd = SameDiff.create()
    ids = sd.placeholder("ids", (None, None), "int64")
    size = sd.placeholder("size", (None, 1), "float32")
    table = sd.var("table", shape=(9, 4), seed=2)
    pooled = sd.op("Gather", {"axis": 0}, [table, ids])[0].mean(axis=1)
    sd.rename_variable(pooled.name, "pooled")
    w = sd.var("w", shape=(4, 3), seed=3)
    sd.rename_variable((pooled @ w + size).name, "scores")
    net = nn.ComputationGraph.from_samediff(
        sd, ["scores", "pooled"], loss={"scores": "mcxent"}, activation="softmax",
        conf=nn.NeuralNetConfiguration(updater=nn.Adam(0.1)),
    )  # fmt: skip
    given = [RNG.integers(0, 9, (5, 7)), RNG.normal(size=(5, 1)).astype("f4")]
    scores, means = net.output(given)
    wanted = sd.output({"ids": given[0], "size": given[1]}, "scores", "pooled")
    e = np.exp(np.asarray(wanted["scores"]))
    np.testing.assert_allclose(scores, e / e.sum(1, keepdims=True), atol=1e-6)
    np.testing.assert_allclose(means, wanted["pooled"], atol=1e-6)
    assert list(net.param_table()) == ["graph/table", "graph/w"]


def test_networks_nest_and_share_layers_from_python() -> None:
    inner = nn.MultiLayerConfiguration(
        [nn.DenseLayer(5, activation="tanh"), nn.DenseLayer(3)], input_type=nn.InputType.feed_forward(4)
    )
    conf = (
        nn.NeuralNetConfiguration.builder().seed(3).updater(nn.Adam(0.05)).graph_builder().add_inputs("a", "b")
        .set_input_types(nn.InputType.feed_forward(4), nn.InputType.feed_forward(4))
        .add_vertex("encoder", nn.ModelVertex(inner), "a").add_layer("tower", nn.DenseLayer(3), "a")
        .add_vertex("other", nn.SharedVertex("tower"), "b")
        .add_layer("out", nn.OutputLayer(2), "encoder", "other", "tower")
        .set_outputs("out").build()
    )  # fmt: skip
    net = nn.ComputationGraph(conf).init()
    names = ["encoder/layer0_W", "encoder/layer0_b", "encoder/layer1_W", "encoder/layer1_b", "tower_W", "tower_b"]
    assert list(net.param_table()) == [*names, "out_W", "out_b"]
    a = RNG.normal(size=(6, 4)).astype("f4")
    seen = net.feed_forward([a, a])
    np.testing.assert_array_equal(seen["tower"], seen["other"])
    net.fit([a, a], np.arange(6) % 2, epochs=2, progress=False)
    assert net.output([a, a]).shape == (6, 2)
