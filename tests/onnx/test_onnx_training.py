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


def graph_file(path: Path, nodes: list[Any], kept: dict[str, np.ndarray], inputs: dict[str, Any], out: str) -> Path:
    graph = helper.make_graph(
        nodes,
        "model",
        [helper.make_tensor_value_info(name, *what) for name, what in inputs.items()],
        [helper.make_tensor_value_info(out, TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.asarray(a), name) for name, a in kept.items()],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)
    return path


def random(*shape: int) -> np.ndarray:
    return F(np.random.default_rng(3).normal(size=shape))


FEATURES = {"x": (TensorProto.FLOAT, ["N", 4])}
TOKENS = {"t": (TensorProto.INT64, ["N", 5])}
TOKEN_IDS = np.arange(15).reshape(3, 5) % 7
ANGLES = np.outer(np.arange(7), [1.0, 0.1])
NORMALIZED = [
    NODE("MatMul", ["x", "v1"], ["h"]), NODE("ReduceMean", ["h", "last"], ["m"]), NODE("Sub", ["h", "m"], ["d"]),
    NODE("Mul", ["d", "d"], ["q"]), NODE("ReduceMean", ["q", "last"], ["v"]), NODE("Add", ["v", "eps"], ["e"]),
    NODE("Sqrt", ["e"], ["s"]), NODE("Div", ["d", "s"], ["n"]), NODE("Mul", ["n", "v2"], ["g"]),
    NODE("Add", ["g", "v3"], ["y"]),
]  # fmt: skip
# nodes, initializers (those that are learned come first), how many are, inputs
LEARNED: dict[str, tuple[list[Any], dict[str, Any], int, dict[str, Any]]] = {
    "frequencies of a Fourier feature": (
        [NODE("Mul", ["x", "f"], ["p"]), NODE("Cos", ["p"], ["c"]), NODE("MatMul", ["c", "v1"], ["y"])],
        {"v1": random(4, 2), "f": random(1, 4)}, 1, FEATURES,
    ),
    "scales of Resize": (
        [NODE("Resize", ["i", "", "s"], ["r"]), NODE("Conv", ["r", "v1"], ["y"])],
        {"v1": random(1, 1, 1, 1), "s": F([1, 1, 2, 2])}, 1, {"i": (TensorProto.FLOAT, ["N", 1, 4, 4])},
    ),
    "computed scales of Resize": (
        [NODE("Concat", ["a", "b"], ["s"], axis=0), NODE("Resize", ["i", "", "s"], ["r"]),
         NODE("Conv", ["r", "v1"], ["y"])],
        {"v1": random(1, 1, 1, 1), "a": F([1, 1]), "b": F([2, 2])}, 1, {"i": (TensorProto.FLOAT, ["N", 1, 4, 4])},
    ),
    "layer normalization as arithmetic": (
        NORMALIZED, {"v1": random(4, 6), "v2": random(6), "v3": random(6), "eps": F([1e-5]), "last": np.array([-1])},
        3, FEATURES,
    ),
    "mean and deviation of the input": (
        [NODE("Sub", ["x", "m"], ["c"]), NODE("Mul", ["c", "r"], ["n"]), NODE("Gemm", ["n", "v1", "v2"], ["y"])],
        {"v1": random(4, 2), "v2": random(2), "m": random(4), "r": random(4)}, 2, FEATURES,
    ),
    "rotary tables": (
        [NODE("Gather", ["v1", "t"], ["e"]), NODE("Mul", ["e", "cosines"], ["a"]), NODE("Neg", ["e"], ["o"]),
         NODE("Mul", ["o", "sines"], ["b"]), NODE("Add", ["a", "b"], ["r"]), NODE("MatMul", ["r", "v2"], ["y"])],
        {"v1": random(7, 4), "v2": random(4, 3), "cosines": F(np.cos(random(5, 4))), "sines": random(5, 4)}, 2, TOKENS,
    ),
    "rows of rotary tables": (
        [NODE("Gather", ["v1", "t"], ["e"]), NODE("Gather", ["cosines", "t"], ["c"]),
         NODE("MatMul", ["e", "v2"], ["q"]), NODE("Mul", ["q", "c"], ["y"])],
        {"v1": random(7, 4), "v2": random(4, 3), "cosines": random(7, 3)}, 2, TOKENS,
    ),
    "learned positions": (
        [NODE("Gather", ["v1", "t"], ["e"]), NODE("Add", ["e", "v2"], ["p"]), NODE("MatMul", ["p", "v3"], ["y"])],
        {"v1": random(7, 4), "v2": random(5, 4), "v3": random(4, 3)}, 3, TOKENS,
    ),
    "sine positions": (
        [NODE("Gather", ["v1", "t"], ["e"]), NODE("Add", ["e", "sines"], ["p"]), NODE("MatMul", ["p", "v2"], ["y"])],
        {"v1": random(9, 4), "v2": random(4, 3), "sines": F(np.hstack([np.sin(ANGLES), np.cos(ANGLES)])[:5])}, 2,
        TOKENS,
    ),
    "mask and scale of attention": (
        [NODE("MatMul", ["x", "v1"], ["k"]), NODE("Mul", ["k", "scale"], ["s"]), NODE("Add", ["s", "mask"], ["m"]),
         NODE("Softmax", ["m"], ["y"])],
        {"v1": random(4, 3), "scale": F([0.125]), "mask": F([0, -1e9, 0])}, 1, FEATURES,
    ),
    "a transposed weight": (
        [NODE("Transpose", ["v1"], ["w"], perm=[1, 0]), NODE("MatMul", ["x", "w"], ["h"]),
         NODE("PRelu", ["h", "v2"], ["y"])],
        {"v1": random(3, 4), "v2": random(3)}, 2, FEATURES,
    ),
    "frequencies times positions": (
        [NODE("Cast", ["t"], ["p"], to=1), NODE("Unsqueeze", ["p", "last"], ["q"]), NODE("MatMul", ["q", "f"], ["a"]),
         NODE("Sin", ["a"], ["s"]), NODE("MatMul", ["s", "v1"], ["y"])],
        {"v1": random(4, 2), "f": random(1, 4), "last": np.array([-1])}, 1, TOKENS,
    ),
    "names that PyTorch gives": (
        [NODE("Mul", ["x", "odd.weight"], ["a"]), NODE("Gemm", ["a", "v1"], ["b"]),
         NODE("Mul", ["b", "inv_freq"], ["y"])],
        {"odd.weight": random(4), "v1": random(4, 2), "inv_freq": random(2)}, 2, FEATURES,
    ),
    "scaled embeddings": (
        [NODE("Gather", ["v1", "t"], ["e"]), NODE("Mul", ["e", "root"], ["y"])],
        {"v1": random(7, 4), "root": F([2.0])}, 1, TOKENS,
    ),
    "recurrent layers": (
        [NODE("Transpose", ["seq"], ["s"], perm=[1, 0, 2]),
         NODE("LSTM", ["s", "v1", "v2", "v3", "", "h", "c"], ["l"], hidden_size=3),
         NODE("Transpose", ["l"], ["y"], perm=[2, 0, 1, 3])],
        {"v1": random(1, 12, 2), "v2": random(1, 12, 3), "v3": random(1, 24), "h": np.zeros((1, 2, 3), "f4"),
         "c": np.zeros((1, 2, 3), "f4")}, 3, {"seq": (TensorProto.FLOAT, [2, 5, 2])},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEARNED)
def test_what_layers_learned_is_trained_and_tables_are_constants(name: str, tmp_path: Path) -> None:
    nodes, kept, learned, inputs = LEARNED[name]
    given = {
        n: random(*(3 if d == "N" else d for d in dims)) if kind == TensorProto.FLOAT else TOKEN_IDS
        for n, (kind, dims) in inputs.items()
    }
    with ours.load(graph_file(tmp_path / "model.onnx", nodes, kept, inputs, "y")) as model:
        assert set(model.parameters) == set(list(kept)[:learned])
        assert not set(model.parameters) & set(model.constants)
        before = {c: np.array(model.graph.get_array(c)) for c in model.constants}
        model.fit(*given.values(), np.asarray(model(*given.values())) + 1, loss="mean_squared_error", progress=False,
                  batch_size=len(next(iter(given.values()))))  # fmt: skip
        for constant, value in before.items():
            np.testing.assert_array_equal(np.asarray(model.graph.get_array(constant)), value)
        assert any((np.asarray(model.graph.get_array(p)) != kept[p]).any() for p in model.parameters)


def test_the_user_says_what_is_trained(tmp_path: Path) -> None:
    nodes, kept, _, inputs = LEARNED["frequencies of a Fourier feature"]
    path = graph_file(tmp_path / "model.onnx", nodes, kept, inputs, "y")
    with ours.load(path, trainable=["f"]) as model:
        assert (model.parameters, model.constants) == (("f",), ("v1",))
        assert set(model.unfreeze("v*")) == {"f", "v1"}
        assert model.freeze("*") == ()
    with ours.load(path, trainable=["g*"]) as model, pytest.raises(ValueError, match="got 'g\\*'"):
        model.parameters  # noqa: B018 - reading it is what is tested


class Asks(nn.TrainingListener):
    """Keeps what the model that it sees predicts, and what a file of it does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.predicted: list[np.ndarray] = []
        self.saved: list[np.ndarray] = []

    def on_epoch_end(self, session: nn.TrainingSession, epoch: nn.Epoch) -> None:
        self.predicted.append(np.asarray(session.model(X)))
        session.model.save(self.folder / "now.onnx")
        with ours.load(self.folder / "now.onnx") as now:
            self.saved.append(np.asarray(now(X)))


def test_callbacks_see_the_model_as_it_is_after_the_step(tmp_path: Path) -> None:
    path = model_file(tmp_path / "model.onnx")
    asks = Asks(tmp_path)
    with ours.load(path) as model, ours.load(path) as epoch_by_epoch:
        before = np.asarray(model(X))
        fit(model, epochs=2, shuffle=False, callbacks=[asks])
        after = np.asarray(model(X))
        for seen, saved in zip(asks.predicted, asks.saved, strict=True):
            fit(epoch_by_epoch, epochs=1, shuffle=False)
            np.testing.assert_allclose(seen, np.asarray(epoch_by_epoch(X)), rtol=1e-4, atol=1e-5)
            np.testing.assert_allclose(seen, saved, rtol=1e-4, atol=1e-5)
    assert np.abs(asks.predicted[0] - before).max() > 1e-3
    np.testing.assert_allclose(asks.predicted[1], after, rtol=1e-4, atol=1e-5)


def test_weights_of_classes_and_rows_train_an_imported_model_alike(tmp_path: Path) -> None:
    path = model_file(tmp_path / "model.onnx")
    by_class = {0: 3.0, 2: 0.5}
    rows = np.array([by_class.get(int(c), 1.0) for c in CLASSES])
    with ours.load(path) as plain, ours.load(path) as classes, ours.load(path) as weighted:
        losses = [
            fit(plain).losses,
            fit(classes, class_weight=by_class).losses,
            fit(weighted, sample_weight=rows).losses,
        ]
    assert losses[0] != losses[1]
    assert losses[1] == losses[2]


def test_held_out_rows_of_an_imported_model_may_be_weighted(tmp_path: Path) -> None:
    with ours.load(model_file(tmp_path / "model.onnx")) as model:
        once = fit(model, updater=nn.Sgd(0.0), epochs=1, validation_data=(X, Y)).history["val_loss"]
        twice = fit(model, updater=nn.Sgd(0.0), epochs=1, validation_data=(X, Y, np.full(48, 2.0))).history["val_loss"]
    np.testing.assert_allclose(np.multiply(once, 2), twice, rtol=1e-5)
