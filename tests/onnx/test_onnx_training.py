"""Imported models are trained, and what they learned is saved and predicted with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from pydl4j import nn
from pydl4j import onnx as ours
from pydl4j.samediff import SameDiff, TrainingConfig

F = np.float32
RANDOM = np.random.default_rng(0)
CLASSES = np.arange(48) % 3
X = F(RANDOM.normal(size=(48, 2, 6, 6)) + CLASSES[:, None, None, None])
Y = np.eye(3, dtype="f4")[CLASSES]
NODE = helper.make_node


def model_file(path: Path, *, training: bool = False, ratio: float = 0.3, last: Any = ()) -> Path:
    """Convolution, batch normalization, dropout and a linear layer; in training mode or not."""
    random = np.random.default_rng(1)
    moments = ["m2", "v2"] if training else []
    nodes = [
        NODE("Conv", ["x", "conv.w"], ["c"]),
        NODE("BatchNormalization", ["c", "bn.s", "bn.b", "bn.m", "bn.v"], ["n", *moments], training_mode=int(training)),
        NODE("Relu", ["n"], ["r"]),
        NODE("GlobalAveragePool", ["r"], ["p"]),
        NODE("Flatten", ["p"], ["f"]),
        NODE("Dropout", ["f", "ratio", "training"], ["d"]),
        NODE("Gemm", ["d", "out.w", "out.b"], ["logits"]),
        NODE("Mul", ["logits", "scale"], ["y"]),
        *last,
    ]
    kept = {
        "conv.w": F(random.normal(size=(4, 2, 3, 3))) / 3,
        "bn.s": np.ones(4, "f4"),
        "bn.b": np.zeros(4, "f4"),
        "bn.m": np.zeros(4, "f4"),
        "bn.v": np.ones(4, "f4"),
        "ratio": F(ratio),
        "training": np.array(training),
        "out.w": F(random.normal(size=(4, 3))),
        "out.b": np.zeros(3, "f4"),
        "scale": F(1.5),
    }
    graph = helper.make_graph(
        nodes,
        "model",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 2, 6, 6])],
        [helper.make_tensor_value_info(last[-1].output[0] if last else "y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(a, name) for name, a in kept.items()],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def fit(model: ours.Model, **options: Any) -> Any:
    given = {"updater": nn.Adam(0.02), "epochs": 4, "batch_size": 16, "progress": False, **options}
    return model.fit(X, Y, **given)


def moments(model: ours.Model) -> np.ndarray:
    return np.asarray(model.graph.get_array("bn.m"))


@pytest.mark.parametrize("exported", ["in training mode", "for prediction"])
def test_a_trained_model_predicts_better_and_onnx_runtime_reads_what_it_saves(exported: str, tmp_path: Path) -> None:
    written = exported == "in training mode"
    path = model_file(tmp_path / "model.onnx", training=written)
    with ours.load(path, training=None if written else True) as model:
        assert model.parameters == ("conv.w", "bn.s", "bn.b", "out.w", "out.b")
        told = fit(model, epochs=15)
        assert np.mean(told.losses[-3:]) < 0.7 * np.mean(told.losses[:3])
        assert np.abs(moments(model)).min() > 0
        after = np.asarray(model(X))
        assert (after.argmax(1) == CLASSES).mean() > 0.6
        np.testing.assert_array_equal(np.asarray(model(X)), after)
        model.save(tmp_path / "trained.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "trained.onnx", providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(session.run(None, {"x": X})[0], after, rtol=1e-4, atol=1e-5)


def test_a_file_in_training_mode_runs_as_it_says_until_it_is_trained(tmp_path: Path) -> None:
    path = model_file(tmp_path / "model.onnx", training=True, ratio=0.0)
    with ours.load(path) as model, ours.load(path, training=True) as predicts:
        graph = predicts.graph
        hidden = np.asarray(graph.output({"x": X}, "c")["c"])
        for moment, values in (("bn.m", hidden.mean((0, 2, 3))), ("bn.v", hidden.var((0, 2, 3)))):
            graph.set_array(moment, values)
        expected = np.asarray(graph.output({"x": X}, "y")["y"])
        np.testing.assert_allclose(np.asarray(model(X)), expected, rtol=1e-4, atol=1e-5)
        assert not np.allclose(np.asarray(model(X)), np.asarray(predicts(X)))


def test_moments_stay_where_a_file_for_prediction_is_not_asked_to_train_them(tmp_path: Path) -> None:
    path = model_file(tmp_path / "model.onnx")
    with ours.load(path) as model:
        fit(model)
        np.testing.assert_array_equal(moments(model), np.zeros(4))


def test_dropout_draws_from_the_seed(tmp_path: Path) -> None:
    path = model_file(tmp_path / "model.onnx", training=True)

    def losses(seed: int) -> tuple[float, ...]:
        with ours.load(path) as model:
            return fit(model, seed=seed, shuffle=False, updater=nn.Sgd(0.0), epochs=2).losses

    first = losses(1)
    assert first == losses(1) != losses(2)
    assert first[:3] != first[3:]


def test_frozen_parameters_stay_and_the_others_learn(tmp_path: Path) -> None:
    with ours.load(model_file(tmp_path / "model.onnx")) as model:
        before = {name: np.array(model.graph.get_array(name)) for name in model.parameters}
        assert model.freeze("conv.*", "bn.*") == ("out.w", "out.b")
        fit(model)
        for name, values in before.items():
            same = np.array_equal(np.asarray(model.graph.get_array(name)), values)
            assert same == (not name.startswith("out")), name
        assert "conv.w" in model.unfreeze("conv.*")
        fit(model)
        assert not np.array_equal(np.asarray(model.graph.get_array("conv.w")), before["conv.w"])
        assert "scale" in model.unfreeze("scale")


def test_a_new_head_is_trained_on_the_features_of_a_model(tmp_path: Path) -> None:
    with ours.load(model_file(tmp_path / "model.onnx")) as model:
        model.freeze("*")
        graph = model.graph
        w = graph.var("head.w", (4, 3))
        labels = graph.placeholder("labels", (None, 3))
        logits = graph.get_variable("f") @ w
        graph.set_loss_variables(graph.loss.softmax_cross_entropy(labels, logits))
        graph.set_training_config(
            TrainingConfig(nn.Adam(0.05), data_set_feature_mapping="x", data_set_label_mapping="labels")
        )
        told = graph.fit(X, Y, epochs=20, progress=False)
        assert told.losses[-1] < told.losses[0]


def test_a_loss_of_ones_own_and_another_updater_may_follow(tmp_path: Path) -> None:
    with ours.load(model_file(tmp_path / "model.onnx"), training=True) as model:
        told = fit(model, loss=lambda labels, y: ((labels - y) ** 2).mean(), updater=nn.Nesterovs(0.05))
        assert told.losses[-1] < told.losses[0]
        more = model.fit(X, CLASSES, loss="sparse_softmax_cross_entropy", progress=False)
        assert np.isfinite(more.losses).all()


def test_a_model_that_computes_its_loss_is_trained_by_it(tmp_path: Path) -> None:
    square = [NODE("Mul", ["y", "y"], ["s"]), NODE("ReduceMean", ["s"], ["loss"], keepdims=0)]
    with ours.load(model_file(tmp_path / "model.onnx", last=square)) as model:
        before = float(model(X[:32]))
        told = model.fit(X, loss=None, updater=nn.Sgd(0.1), progress=False, shuffle=False)
        np.testing.assert_allclose(told.losses[0], before, rtol=1e-5)
        assert told.losses[-1] < told.losses[0]


def test_an_imported_graph_is_saved_and_loaded_with_its_loop(tmp_path: Path) -> None:
    value, f = helper.make_tensor_value_info, TensorProto.FLOAT
    body = helper.make_graph(
        [
            NODE("MatMul", ["h", "w"], ["p"]),
            NODE("Tanh", ["p"], ["t"]),
            NODE("Add", ["t", "half"], ["h2"]),
            NODE("ReduceMax", ["h2"], ["max"], keepdims=0),
            NODE("Less", ["max", "limit"], ["go2"]),
        ],
        "body",
        [value("i", TensorProto.INT64, []), value("go", TensorProto.BOOL, []), value("h", f, ["N", 3])],
        [value("go2", TensorProto.BOOL, []), value("h2", f, ["N", 3])],
        [numpy_helper.from_array(F([0.5, 0.25, 0]), "half")],
    )
    kept = {"w": np.eye(3, dtype="f4"), "limit": F(1.2), "trips": np.array(9)}
    graph = helper.make_graph(
        [NODE("Loop", ["trips", "", "x"], ["y"], body=body)],
        "loop",
        [value("x", f, ["N", 3])],
        [value("y", f, ["N", 3])],
        [numpy_helper.from_array(a, name) for name, a in kept.items()],
    )
    path = tmp_path / "loop.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    x = F(RANDOM.normal(size=(2, 3)))
    with ours.load(path) as model:
        expected = np.asarray(model.graph.output({"x": x}, "y")["y"])
        np.testing.assert_allclose(np.asarray(model(x)), expected, rtol=1e-6)
        model.graph.save(tmp_path / "graph.zip")
    with SameDiff.load(tmp_path / "graph.zip") as loaded:
        np.testing.assert_array_equal(np.asarray(loaded.output({"x": x}, "y")["y"]), expected)


def test_what_cannot_be_trained_is_said(tmp_path: Path) -> None:
    rounded = [NODE("ArgMax", ["y"], ["a"], axis=1, keepdims=0), NODE("Cast", ["a"], ["out"], to=TensorProto.FLOAT)]
    with ours.load(model_file(tmp_path / "argmax.onnx", last=rounded)) as model:
        with pytest.raises(ValueError, match=r"no gradient reaches a variable: .*\[ArgMax at a\]"):
            model.fit(X, F(CLASSES), loss="mean_squared_error", progress=False)
        with pytest.raises(ValueError, match=r"no parameter matches: got 'convv\*'; expected .*conv\.w"):
            model.freeze("convv*")
        model.freeze("*")
        with pytest.raises(ValueError, match="nothing to train"):
            fit(model, output="out", loss="mean_squared_error")
        with pytest.raises(ValueError, match=r"no loss of that name: got 'mse'; expected one of .*mean_squared_error"):
            fit(model, loss="mse")


def test_a_device_that_there_is_not_is_refused(tmp_path: Path) -> None:
    path = model_file(tmp_path / "model.onnx")
    with ours.load(path, device="cpu:0") as model:
        assert np.asarray(model(X)).shape == (48, 3)
    with pytest.raises(ValueError, match=r"no such device: got 'warp'; expected one of cpu:0"):
        ours.load(path, device="warp")
    net = nn.MultiLayerNetwork([nn.OutputLayer(3)], input_type=nn.InputType.feed_forward(4)).init()
    assert net.to("cpu") is net
    with pytest.raises(ValueError, match="no such device"):
        net.to("warp:1")
