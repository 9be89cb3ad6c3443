"""ONNX models made by others run here as in ONNX Runtime, and ours run there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from pydl4j import nn
from pydl4j import onnx as ours

RANDOM = np.random.default_rng(0)
X4 = RANDOM.normal(size=(2, 3, 8, 8)).astype("float32")
X2 = RANDOM.normal(size=(4, 6)).astype("float32")


def model(
    nodes: list[Any], *, x: np.ndarray, opset: int, weights: dict[str, Any] | None = None, free: bool = True
) -> onnx.ModelProto:
    """A model of one input x, whose first dim is free, and one output y of unknown shape."""
    dims = ["N", *x.shape[1:]] if free else list(x.shape)
    graph = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info("x", helper.np_dtype_to_tensor_dtype(x.dtype), dims)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.asarray(w), name) for name, w in (weights or {}).items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def theirs(path: Path, x: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: x})[0]


def assert_same(tmp_path: Path, made: onnx.ModelProto, x: np.ndarray) -> ours.Model:
    path = tmp_path / "model.onnx"
    onnx.save(made, path)
    loaded = ours.load(path)
    np.testing.assert_allclose(np.asarray(loaded(x)), theirs(path, x), rtol=1e-4, atol=1e-5)
    return loaded


def node(op: str, *inputs: str, output: str = "y", **attributes: Any) -> Any:
    return helper.make_node(op, list(inputs), [output], **attributes)


F = np.float32
OLD = {
    "Squeeze-1": (9, [node("Unsqueeze", "x", output="u", axes=[1]), node("Squeeze", "u", axes=[1])], X2, {}),
    "ReduceSum-1": (11, [node("ReduceSum", "x", axes=[1], keepdims=0)], X2, {}),
    "Slice-1": (9, [node("Slice", "x", starts=[1], ends=[-1], axes=[1])], X2, {}),
    "Clip-6": (9, [node("Clip", "x", min=-0.5, max=0.5)], X2, {}),
    "Dropout-7": (9, [node("Dropout", "x", ratio=0.5)], X2, {}),
    "Softmax-1 of all axes behind": (11, [node("Softmax", "x", axis=1)], X4, {}),
    "LogSoftmax-1 of the last": (11, [node("LogSoftmax", "x")], X2, {}),
    "Pad-2": (9, [node("Pad", "x", pads=[0, 1, 0, 2], value=3.0)], X2, {}),
    "Split-2": (9, [helper.make_node("Split", ["x"], ["a", "b"], axis=1), node("Sub", "a", "b")], X2, {}),
    "BatchNormalization-7": (
        9,
        [node("BatchNormalization", "x", "s", "b", "m", "v", epsilon=1e-3, momentum=0.8)],
        X4,
        {"s": F([1, 2, 3]), "b": F([0, 1, 2]), "m": F([0.1, 0.2, 0.3]), "v": F([1, 2, 3])},
    ),
    "Gemm-7": (9, [node("Gemm", "x", "w", "b", transB=1)], X2, {"w": F(RANDOM.normal(size=(5, 6))), "b": F(range(5))}),
    "Upsample-9": (9, [node("Upsample", "x", "s", mode="nearest")], X4, {"s": F([1, 1, 2, 2])}),
    "Resize-10": (10, [node("Resize", "x", "s", mode="linear")], X4, {"s": F([1, 1, 1.5, 2])}),
    "Cast-9": (9, [node("Cast", "x", output="i", to=TensorProto.INT32), node("Cast", "i", to=1)], X2, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", OLD)
def test_older_opsets_are_lifted(name: str, tmp_path: Path) -> None:
    opset, nodes, x, weights = OLD[name]
    assert_same(tmp_path, model(nodes, x=x, opset=opset, weights=weights), x)


NEW = {
    "many inputs": [node("Sum", "x", "x", "x", output="s"), node("Max", "s", "x", "s")],
    "fmod": [node("Abs", "x", output="a"), node("Add", "a", "one", output="d"), node("Mod", "x", "d", fmod=1)],
    "constant of a shape computed from dims": [
        node("Shape", "x", output="s"),
        node("ConstantOfShape", "s", output="c", value=helper.make_tensor("v", TensorProto.FLOAT, [1], [2.0])),
        node("Mul", "x", "c"),
    ],
    "reshape to the batch size": [
        node("Shape", "x", output="s"),
        node("Gather", "s", "zero", output="n", axis=0),
        node("Unsqueeze", "n", "zeros", output="u"),
        node("Concat", "u", "minus", output="shape", axis=0),
        node("Reshape", "x", "shape"),
    ],
    "float constants": [node("Constant", output="c", value_floats=[1.0, 2, 3, 4, 5, 6]), node("Div", "x", "c")],
    "expand, tile and trilu": [node("Tile", "x", "repeats", output="t"), node("Trilu", "t", upper=0)],
}  # fmt: skip
SMALL = {"one": F(1), "zero": np.int64(0), "zeros": np.int64([0]), "minus": np.int64([-1]), "repeats": np.int64([2, 1])}


@pytest.mark.parametrize("name", NEW)
def test_what_other_exporters_write_runs(name: str, tmp_path: Path) -> None:
    loaded = assert_same(tmp_path, model(NEW[name], x=X2, opset=17, weights=SMALL), X2)
    assert loaded.inputs == (ours.Tensor("x", "float32", (None, 6)),)


@pytest.mark.parametrize("op", ["LSTM", "GRU", "RNN"])
@pytest.mark.parametrize("direction", ["forward", "reverse", "bidirectional"])
def test_recurrent_operators_of_any_direction_agree_with_onnx_runtime(op: str, direction: str, tmp_path: Path) -> None:
    d, g = 2 if direction == "bidirectional" else 1, 4 * {"LSTM": 4, "GRU": 3, "RNN": 1}[op]
    x = RANDOM.normal(size=(5, 2, 3)).astype("float32")
    weights = {
        n: RANDOM.normal(size=s).astype("f4") for n, s in (("w", (d, g, 3)), ("r", (d, g, 4)), ("b", (d, 2 * g)))
    }
    made = model([node(op, "x", "w", "r", "b", hidden_size=4, direction=direction)], x=x, opset=14, weights=weights)
    assert_same(tmp_path, made, x)


def test_initializers_in_typed_fields_are_read(tmp_path: Path) -> None:
    tensors = [
        helper.make_tensor("f", TensorProto.FLOAT, [6], np.arange(6.0)),
        helper.make_tensor("h", TensorProto.FLOAT16, [6], np.arange(6.0)),
        helper.make_tensor("d", TensorProto.DOUBLE, [6], np.arange(6.0)),
        helper.make_tensor("i", TensorProto.INT8, [6], range(-3, 3)),
    ]
    nodes, last = [], "x"
    for t in tensors:
        nodes += [node("Cast", t.name, output=f"{t.name}c", to=1), node("Add", last, f"{t.name}c", output=f"{t.name}s")]
        last = f"{t.name}s"
    made = model([*nodes, node("Identity", last)], x=X2, opset=17)
    made.graph.initializer.extend(tensors)
    assert_same(tmp_path, made, X2)


def networks() -> dict[str, tuple[nn.MultiLayerNetwork, np.ndarray]]:
    def net(input_type: Any, *layers: Any) -> nn.MultiLayerNetwork:
        return nn.MultiLayerNetwork(list(layers), input_type=input_type, updater=nn.Adam(1e-3), seed=1)

    output = nn.OutputLayer(n_out=4, loss="mcxent", activation="softmax")
    return {
        "mlp": (net(nn.InputType.feed_forward(6), nn.DenseLayer(n_out=8, activation="tanh"), output), X2),
        "cnn": (
            net(
                nn.InputType.convolutional(8, 8, 3),
                nn.ConvolutionLayer(n_out=5, kernel_size=(3, 3), activation="identity", convolution_mode="same"),
                nn.BatchNormalization(activation="relu"),
                nn.SubsamplingLayer(pooling_type="max", kernel_size=(2, 2), stride=(2, 2)),
                nn.DenseLayer(n_out=8, activation="elu"),
                output,
            ),
            X4,
        ),
        "lstm": (
            net(
                nn.InputType.recurrent(3),
                nn.LSTM(n_out=5),
                nn.RnnOutputLayer(n_out=4, loss="mcxent", activation="softmax"),
            ),
            RANDOM.normal(size=(2, 3, 7)).astype("float32"),
        ),
        "rnn": (
            net(nn.InputType.recurrent(3, 7), nn.SimpleRnn(n_out=5), nn.GlobalPoolingLayer(), output),
            RANDOM.normal(size=(2, 3, 7)).astype("float32"),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["mlp", "cnn", "lstm", "rnn"])
def test_exported_networks_pass_the_checker_and_agree_with_onnx_runtime(name: str, tmp_path: Path) -> None:
    net, x = networks()[name]
    net.init()
    path = tmp_path / "model.onnx"
    net.to_onnx(path)
    onnx.checker.check_model(onnx.load(path), full_check=True)
    expected = np.asarray(net.output(x))
    np.testing.assert_allclose(theirs(path, x), expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(np.asarray(ours.load(path)(x)), expected, rtol=1e-4, atol=1e-5)


def test_a_model_written_again_is_the_same_model(tmp_path: Path) -> None:
    made = model([node("Relu", "x", output="r"), node("ReduceMean", "r", axes=[1], keepdims=1)], x=X2, opset=11)
    loaded = assert_same(tmp_path, made, X2)
    loaded.save(tmp_path / "again.onnx")
    onnx.checker.check_model(onnx.load(tmp_path / "again.onnx"), full_check=True)
    np.testing.assert_allclose(theirs(tmp_path / "again.onnx", X2), theirs(tmp_path / "model.onnx", X2), rtol=1e-6)


def test_weights_in_a_file_beside_the_model_are_read(tmp_path: Path) -> None:
    w = F(RANDOM.normal(size=(6, 5)))
    made = model([node("MatMul", "x", "w")], x=X2, opset=17, weights={"w": w})
    path = tmp_path / "model.onnx"
    onnx.save(made, path, save_as_external_data=True, location="weights.bin", size_threshold=0)
    np.testing.assert_allclose(np.asarray(ours.load(path)(X2)), X2 @ w, rtol=1e-5, atol=1e-6)
    (tmp_path / "weights.bin").write_bytes(b"1234")
    with pytest.raises(ValueError, match="tensor 'w' does not fit its file"):
        ours.load(path)
    (tmp_path / "weights.bin").unlink()
    with pytest.raises(FileNotFoundError, match=r"weights\.bin"):
        ours.load(path)


@pytest.mark.parametrize(
    ("location", "more", "message"),
    [
        ("../secret.bin", {}, "no place beside the model"),
        ("link.bin", {}, "no place beside the model"),
        ("folder/secret.bin", {}, "no place beside the model"),
        ("/etc/hostname", {}, "no place beside the model"),
        ("", {}, "no place beside the model"),
        (".", {}, "no place beside the model"),
        ("weights\0.bin", {}, "no place beside the model"),
        ("inside.bin", {"offset": "-4"}, "does not fit its file"),
        ("inside.bin", {"offset": "9223372036854775807"}, "does not fit its file"),
        ("inside.bin", {"length": "9223372036854775807"}, "does not fit its file"),
        ("inside.bin", {"length": "4"}, "does not fit its file"),
        ("inside.bin", {"offset": "1"}, "does not fit its file"),
        ("inside.bin", {"offset": "1e3"}, "no valid place"),
    ],
)
def test_external_data_is_read_only_inside_the_models_folder_and_its_file(
    tmp_path: Path, location: str, more: dict[str, str], message: str
) -> None:
    w = F(RANDOM.normal(size=(6, 5)))
    made = model([node("MatMul", "x", "w")], x=X2, opset=17, weights={"w": w})
    folder = tmp_path / "models"
    folder.mkdir()
    (tmp_path / "secret.bin").write_bytes(w.tobytes())
    (folder / "inside.bin").write_bytes(w.tobytes())
    (folder / "link.bin").symlink_to(tmp_path / "secret.bin")
    (folder / "folder").symlink_to(tmp_path)
    (folder / "inner.bin").symlink_to("inside.bin")

    def load(place: dict[str, str]) -> Any:
        tensor = made.graph.initializer[0]
        tensor.ClearField("raw_data")
        tensor.ClearField("external_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        for key, value in place.items():
            tensor.external_data.add(key=key, value=value)
        (folder / "model.onnx").write_bytes(made.SerializeToString())
        return ours.load(folder / "model.onnx")

    for good in ("inside.bin", "inner.bin", "./inside.bin", "folder/models/inside.bin"):
        np.testing.assert_allclose(np.asarray(load({"location": good})(X2)), X2 @ w, rtol=1e-5, atol=1e-6)
    with pytest.raises(ValueError, match=message):
        load({"location": location, **more})


def saved(path: Path, made: onnx.ModelProto) -> Path:
    onnx.save(made, path / "bad.onnx")
    return path / "bad.onnx"


def truncated(path: Path, made: onnx.ModelProto) -> Path:
    (path / "bad.onnx").write_bytes(made.SerializeToString()[:-7])
    return path / "bad.onnx"


def text(path: Path, made: onnx.ModelProto) -> Path:
    (path / "bad.onnx").write_text("not a model")
    return path / "bad.onnx"


Case = tuple[Callable[[Path, onnx.ModelProto], Path], Any, int, type[Exception], str]
DAMAGED = r"\[onnx\] the file is damaged or no ONNX model"
BAD: dict[str, Case] = {
    "truncated": (truncated, node("Relu", "x"), 17, ValueError, DAMAGED),
    "text": (text, node("Relu", "x"), 17, ValueError, DAMAGED),
    "unknown operator": (
        saved,
        node("Relux", "x"),
        17,
        NotImplementedError,
        r"\[Relux at y\] is an operator that is not supported.*Relu",
    ),
    "other domain": (
        saved,
        node("Gelu", "x", domain="com.microsoft"),
        17,
        NotImplementedError,
        "domain 'com.microsoft'",
    ),
    "upsample": (
        saved,
        node("Upsample", "x", height_scale=2.0),
        1,
        NotImplementedError,
        "Export with opset 11 or later",
    ),
    "wrong shapes": (saved, node("MatMul", "x", "x"), 17, ValueError, r"\[MatMul at y\] got inner sizes"),
    "value from nowhere": (saved, node("Add", "x", "z"), 17, ValueError, r"\[Add at y\] uses a value .*: got 'z'"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_models_have_one_clear_error(name: str, tmp_path: Path) -> None:
    write, only, opset, error, message = BAD[name]
    path = write(tmp_path, model([only], x=X2, opset=opset, free=False))
    with pytest.raises(error, match=message):
        ours.load(path)


def test_a_missing_file_and_wrong_inputs_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.onnx"):
        ours.load(tmp_path / "nowhere.onnx")
    loaded = ours.load(saved(tmp_path, model([node("Relu", "x")], x=X2, opset=17)))
    with pytest.raises(ValueError, match=r"got \['z'\]; expected \['x'\]"):
        loaded.run({"z": X2})
    with pytest.raises(ValueError, match="x"):
        loaded(X4)
