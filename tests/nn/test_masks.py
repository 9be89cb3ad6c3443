"""Masks with gaps, leading zeros and rows without any step, from Python: outputs, training, evaluation, attention."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pydl4j import nd, nn
from pydl4j import onnx as ours

STEPS, SIZE = 6, 3
MASKS = np.array(
    [[1, 1, 1, 1, 0, 0], [1, 1, 0, 1, 1, 0], [0, 0, 1, 1, 1, 1], [1, 0, 1, 0, 1, 0], [0, 0, 1, 0, 0, 0], [0] * 6],
    np.float32,
)
LAST = [3, 4, 5, 4, 2, None]
RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(len(MASKS), SIZE, STEPS)).astype(np.float32)


def network(*layers: object) -> nn.MultiLayerNetwork:
    return nn.MultiLayerNetwork(list(layers), input_type=nn.InputType.recurrent(SIZE, STEPS), seed=3).init()


def identity(net: nn.MultiLayerNetwork) -> nn.MultiLayerNetwork:
    """The same with an output layer that hands on what it reads."""
    net.set_param("layer1_W", np.eye(4))
    net.set_param("layer1_b", np.zeros(4))
    return net


def test_the_last_step_is_that_of_the_last_one() -> None:
    steps = identity(network(nn.LSTM(4), nn.RnnOutputLayer(4, loss="mse", activation="identity")))
    last = identity(network(nn.LastTimeStep(nn.LSTM(4)), nn.OutputLayer(4, loss="mse", activation="identity")))
    for name in ("layer0_W", "layer0_RW", "layer0_b"):
        last.set_param(name, np.asarray(steps.get_param(name)))
    hidden = np.asarray(steps.output(X, features_mask=MASKS))
    got = np.asarray(last.output(np.where(MASKS[:, None] > 0, X, 1e30), features_mask=MASKS))
    for i, at in enumerate(LAST):
        np.testing.assert_allclose(got[i], 0 if at is None else hidden[i, :, at], atol=1e-6)


@pytest.mark.parametrize("pooling", ["max", "avg", "sum", "pnorm"])
def test_training_on_rows_without_steps_stays_finite(pooling: str) -> None:
    net = network(
        nn.LSTM(4), nn.GlobalPoolingLayer(pooling_type=pooling), nn.OutputLayer(2, loss="mcxent", activation="softmax")
    )
    y = np.eye(2, dtype=np.float32)[[0, 1, 0, 1, 0, 1]]
    for _ in range(3):
        net.fit(nn.DataSet(X, y, MASKS, None))
    assert np.isfinite(np.asarray(net.params())).all()
    assert np.isfinite(net.score(nn.DataSet(X, y, MASKS, None)))


@pytest.mark.parametrize("with_labels_mask", [True, False])
def test_evaluation_counts_the_steps_that_are_present(with_labels_mask: bool) -> None:
    net = network(nn.LSTM(4), nn.RnnOutputLayer(2, loss="mcxent", activation="softmax"))
    y = RANDOM.integers(0, 2, size=(len(MASKS), STEPS))
    hot = np.eye(2, dtype=np.float32)[y].transpose(0, 2, 1)
    data = nn.DataSet(X, hot, MASKS, MASKS if with_labels_mask else None)
    guessed = np.asarray(net.output(X, features_mask=MASKS)).argmax(1)
    kept = MASKS > 0
    assert net.evaluate(data).accuracy() == pytest.approx((guessed == y)[kept].mean())
    nothing = net.evaluate(nn.DataSet(X, hot, MASKS * 0, MASKS * 0))
    assert np.isfinite([nothing.accuracy(), nothing.f1(), nothing.precision(), nothing.recall()]).all()
    assert net.score(nn.DataSet(X, hot, MASKS * 0, MASKS * 0)) == 0


@pytest.mark.parametrize("folded", [False, True], ids=["fed", "constant"])
@pytest.mark.parametrize("kind", ["bool", "float"])
def test_queries_of_onnx_attention_that_see_no_key_give_zeros(kind: str, folded: bool, tmp_path: Path) -> None:
    q = RANDOM.normal(size=(2, 2, 3, 4)).astype(np.float32)
    seen = np.array([[1, 0, 1], [0, 0, 0], [1, 1, 1]], bool)
    mask = seen if kind == "bool" else np.where(seen, 0, -np.inf).astype(np.float32)
    code = helper.np_dtype_to_tensor_dtype(mask.dtype)
    shown = [helper.make_tensor_value_info("q", TensorProto.FLOAT, list(q.shape))]
    shown += [] if folded else [helper.make_tensor_value_info("m", code, [3, 3])]
    graph = helper.make_graph(
        [helper.make_node("Attention", ["q", "q", "q", "m"], ["y"])],
        "test",
        shown,
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, list(q.shape))],
        [numpy_helper.from_array(mask, "m")] if folded else [],
    )
    path = tmp_path / "attention.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10), path)
    scores = np.where(seen, q @ q.transpose(0, 1, 3, 2) / 2, -np.inf)
    weights = np.exp(scores - np.where(seen.any(1), scores.max(3), 0)[..., None])
    expected = weights / np.maximum(weights.sum(3, keepdims=True), 1e-30) @ q
    with ours.load(path) as model:
        got = np.asarray(model.run({"q": q} if folded else {"q": q, "m": mask})["y"])
    np.testing.assert_allclose(got, expected, atol=1e-5)


def test_gradients_of_attention_without_keys_are_zeros() -> None:
    q = nd.asarray(RANDOM.normal(size=(1, 1, 3, 4)).astype(np.float32))
    mask = nd.asarray(np.array([[1, 0, 1], [0, 0, 0], [1, 1, 1]], bool))
    got = np.asarray(nd.grad(lambda x: nd.ops.attention(x, q, q, mask)[0].sum())(q))
    assert np.isfinite(got).all()
    np.testing.assert_array_equal(got[0, 0, 1], 0)
