"""Shapes that models compute, and branches of different rank."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pydl4j import onnx as ours

F = TensorProto.FLOAT
NODE, INFO = helper.make_node, helper.make_tensor_value_info


def _load(folder: Path, nodes: list, inputs: list, outputs: list, **kept: np.ndarray) -> ours.Model:
    tensors = [numpy_helper.from_array(np.asarray(value), name) for name, value in kept.items()]
    graph = helper.make_graph(nodes, "g", inputs, outputs, tensors)
    path = folder / "model.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return ours.load(path)


def _squeezed(folder: Path, *rest: object) -> ours.Model:
    """What exporters make of squeeze(1) where the size is open, and what follows from it."""
    then = helper.make_graph([NODE("Squeeze", ["x", "axes"], ["s"])], "then", [], [INFO("s", F, None)])
    other = helper.make_graph([NODE("Identity", ["x"], ["k"])], "else", [], [INFO("k", F, None)])
    nodes = [
        NODE("Shape", ["x"], ["shape"]),
        NODE("Gather", ["shape", "one"], ["dim"], axis=0),
        NODE("Equal", ["dim", "one"], ["is_one"]),
        NODE("If", ["is_one"], ["v"], name="if", then_branch=then, else_branch=other),
        *rest,
    ]
    outputs = [INFO("y", F, None)]
    kept = {"one": np.array(1), "axes": np.array([1]), "two": np.float32(2), "all": np.array([-1])}
    return _load(folder, nodes, [INFO("x", F, ["n", "c", 4])], outputs, **kept)


def test_branches_may_differ_in_rank(tmp_path: Path) -> None:
    model = _squeezed(tmp_path, NODE("Mul", ["v", "two"], ["y"]))
    assert model.outputs[0].shape is None
    for channels in (1, 3, 1):
        x = np.random.default_rng(channels).normal(size=(2, channels, 4)).astype(np.float32)
        np.testing.assert_allclose(np.asarray(model(x)), 2 * (x[:, 0] if channels == 1 else x))


@pytest.mark.parametrize("dims", [[2], [0], ["n"]])
def test_a_condition_is_one_element(tmp_path: Path, dims: list) -> None:
    branches = {
        f"{name}_branch": helper.make_graph([NODE(op, ["x"], [name])], name, [], [INFO(name, F, None)])
        for name, op in (("then", "Neg"), ("else", "Abs"))
    }
    inputs = [INFO("x", F, [3]), INFO("c", TensorProto.BOOL, dims)]
    x = np.ones(3, np.float32)
    for size in (2, 0) if dims == ["n"] else dims:
        with pytest.raises(ValueError, match=r"\[If.*one (element|number)"):
            _load(tmp_path, [NODE("If", ["c"], ["y"], **branches)], inputs, [INFO("y", F, None)]).run(
                {"x": x, "c": np.zeros(size, bool)}
            )


def test_what_follows_from_branches_of_different_rank_has_a_gradient(tmp_path: Path) -> None:
    model = _squeezed(tmp_path, NODE("Mul", ["v", "v"], ["q"]), NODE("Reshape", ["q", "all"], ["y"]))
    for channels in (1, 3):
        x = np.random.default_rng(channels).normal(size=(2, channels, 4)).astype(np.float32)
        np.testing.assert_allclose(np.asarray(model.gradients({"x": x}, wrt=["x"])["x"]), 2 * x, rtol=1e-5)


def test_gradients_pass_by_shapes_that_are_computed_from_what_is_trained(tmp_path: Path) -> None:
    nodes = [
        NODE("MatMul", ["x", "w"], ["q"]),
        NODE("Shape", ["q"], ["s"]),
        NODE("ConstantOfShape", ["s"], ["z"]),
        NODE("Add", ["q", "z"], ["y"]),
    ]
    model = _load(tmp_path, nodes, [INFO("x", F, ["n", 2])], [INFO("y", F, ["n", 2])], w=np.ones((2, 2), np.float32))
    x = np.arange(6, dtype=np.float32).reshape(3, 2)
    slope = np.asarray(model.gradients({"x": x}, wrt=["w"])["w"])
    np.testing.assert_allclose(slope, x.T @ np.ones((3, 2), np.float32))


@pytest.mark.parametrize("axes", [[0], [-1]])
def test_gradients_of_reductions_over_computed_axes_are_theirs(tmp_path: Path, axes: list[int]) -> None:
    nodes = [
        NODE("Mul", ["x", "x"], ["q"]),
        NODE("ReduceSum", ["q", "a"], ["r"], keepdims=1),
        NODE("Mul", ["r", "r"], ["y"]),
    ]
    inputs = [INFO("x", F, ["n", 2]), INFO("a", TensorProto.INT64, [1])]
    model = _load(tmp_path, nodes, inputs, [INFO("y", F, None)])
    x = np.arange(6, dtype=np.float32).reshape(3, 2)
    given = {"x": x, "a": np.array(axes)}
    expected = 4 * x * (x * x).sum(axes[0], keepdims=True)
    np.testing.assert_allclose(np.asarray(model.gradients(given, wrt=["x"])["x"]), expected, rtol=1e-5)


@pytest.mark.parametrize("size", [-1, -7, 2**40, 2**62, -(2**63)])
def test_sizes_that_no_array_has_raise_once_when_they_are_computed(tmp_path: Path, size: int) -> None:
    nodes = [NODE("Expand", ["x", "s"], ["e"]), NODE("Relu", ["e"], ["y"])]
    model = _load(tmp_path, nodes, [INFO("x", F, [1]), INFO("s", TensorProto.INT64, [1])], [INFO("y", F, None)])
    with pytest.raises((ValueError, MemoryError), match=r"^\[Expand at"):
        model.run({"x": np.ones(1, np.float32), "s": np.array([size])})


_RECURRENT = {"w": (1, 8, 3), "r": (1, 8, 2), "b": (2, 16)}


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (NODE("BatchNormalization", ["x"], ["y"]), r"^\[BatchNormalization at y\] lacks its input 1"),
        (NODE("LSTM", ["x", "w", "r", "b"], ["y"], hidden_size=2), r"^\[LSTM at y\] got b float32\[2, 16\]"),
        (NODE("Transpose", ["x"], ["y"], perm=[0, 0, 1]), r"^\[Transpose at y\] got perm \[0, 0, 1\]"),
        (NODE("Transpose", ["x"], ["y"], perm=0), r"^\[Transpose at y\] got perm 0"),
        (NODE("Softmax", ["x"], ["y"], axis=2**62), r"^\[Softmax at y\] got axis"),
        (NODE("Conv", ["x", "r"], ["y"], strides=[0]), r"^\[Conv at y\] got strides \[0\]"),
        (NODE("Concat", ["x", "x"], ["y"]), r"^\[Concat at y\] got no attribute 'axis'"),
    ],
)
def test_nodes_that_say_what_cannot_be_are_refused(tmp_path: Path, node: onnx.NodeProto, expected: str) -> None:
    kept = {name: np.ones(dims, np.float32) for name, dims in _RECURRENT.items() if name in node.input}
    with pytest.raises(ValueError, match=expected):
        _load(tmp_path, [node], [INFO("x", F, [4, 2, 3])], [INFO("y", F, None)], **kept)
