"""Imported models are differentiated as PyTorch differentiates them: one graph, several batch sizes and lengths."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pydl4j import onnx as ours

torch = pytest.importorskip("torch")
nn = torch.nn


def lenet() -> Any:
    """Convolutions with batch norm and dropout, in evaluation mode: running statistics, nothing dropped."""
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.BatchNorm2d(6),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 8, 5),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(8 * 5 * 5, 10),
        nn.LogSoftmax(-1),
    )
    for layer in net:
        if isinstance(layer, nn.BatchNorm2d):
            for values in (layer.running_mean, layer.bias.data):
                values.uniform_(-1, 1)
            for values in (layer.running_var, layer.weight.data):
                values.uniform_(0.5, 2)
    return net


class Recurrent(nn.Module):  # type: ignore[name-defined, misc]
    """An LSTM whose last state is classified."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(4, 8, batch_first=True)
        self.out = nn.Linear(8, 3)

    def forward(self, x: Any) -> Any:
        h, _ = self.lstm(x)
        return self.out(h[:, -1])


class Encoder(nn.Module):  # type: ignore[name-defined, misc]
    """A transformer encoder layer: heads, residuals, layer norms, GELU."""

    def __init__(self, size: int = 16, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(size, size) for _ in range(4))
        self.up, self.down = nn.Linear(size, 32), nn.Linear(32, size)
        self.first, self.second = nn.LayerNorm(size), nn.LayerNorm(size)
        for layer in (self.first, self.second):  # the exporter writes equal parameters once
            layer.weight.data.uniform_(0.5, 2)
            layer.bias.data.uniform_(-1, 1)

    def split(self, x: Any) -> Any:
        return x.reshape(x.shape[0], x.shape[1], self.heads, x.shape[2] // self.heads).transpose(1, 2)

    def forward(self, x: Any) -> Any:
        q, k, v = (self.split(f(x)) for f in (self.q, self.k, self.v))
        p = torch.softmax(q @ k.transpose(2, 3) / 2.0, -1)
        y = (p @ v).transpose(1, 2).reshape(x.shape[0], x.shape[1], x.shape[2])
        x = self.first(x + self.o(y))
        return self.second(x + self.down(nn.functional.gelu(self.up(x))))


def exported(net: Any, example: Any, axes: dict[int, str], path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net,
            (example,),
            str(path),
            dynamo=False,
            training=torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=False,
            input_names=["x"],
            output_names=["y"],
            dynamic_axes={"x": axes, "y": {0: "N"}},
        )


def check(model: ours.Model, net: Any, x: Any, wanted: Sequence[str]) -> None:
    """Output and all parameters' gradients, for a loss of random weights, equal PyTorch's."""
    net.zero_grad()
    y = net(x)
    weights = torch.rand(y.shape)
    (y * weights).sum().backward()
    np.testing.assert_allclose(np.asarray(model(x.numpy())), y.detach().numpy(), rtol=2e-5, atol=2e-6)
    got = model.gradients({"x": x.numpy()}, wrt=wanted, seed=weights.numpy())
    for name, parameter in net.named_parameters():
        want = parameter.grad.numpy()
        have = np.asarray(got[name])
        np.testing.assert_allclose(have, want, rtol=2e-5, atol=1e-5 * max(1, np.abs(want).max()), err_msg=name)


CASES = {
    "lenet": (lenet, (2, 1, 28, 28), (5, 1, 28, 28), {0: "N"}),
    "lstm": (Recurrent, (2, 5, 4), (3, 9, 4), {0: "N", 1: "T"}),
    "transformer encoder": (Encoder, (2, 5, 16), (3, 7, 16), {0: "N", 1: "T"}),
}


@pytest.mark.parametrize("name", CASES)
def test_exported_models_have_pytorchs_gradients_at_two_sizes(name: str, tmp_path: Path) -> None:
    make, first, second, axes = CASES[name]
    torch.manual_seed(0)
    net = make().eval()
    path = tmp_path / "model.onnx"
    exported(net, torch.randn(*first), axes, path)
    names = []
    file = onnx.load(path)
    kept = {i.name for i in file.graph.initializer}
    for parameter, values in net.named_parameters():
        # the exporter transposes and renames weights of products: they get their names back
        if parameter not in kept:
            w = values.detach().numpy()
            same = [i for i in file.graph.initializer if np.array_equal(numpy_helper.to_array(i).T, w)]
            assert len(same) == 1, parameter
            restore(file, same[0], parameter, w)
        names.append(parameter)
    onnx.save(file, path)
    with ours.load(path) as model:
        assert set(names) <= set(model.parameters)
        for shape in (first, second, first):
            check(model, net, torch.randn(*shape), names)


def restore(file: Any, initializer: Any, name: str, w: np.ndarray) -> None:
    """Replaces a transposed weight by the parameter and a Transpose."""
    old = initializer.name
    file.graph.initializer.remove(initializer)
    file.graph.initializer.append(numpy_helper.from_array(w, name))
    file.graph.node.insert(0, helper.make_node("Transpose", [name], [old]))


class Looped(nn.Module):  # type: ignore[name-defined, misc]
    """h -> tanh(h W + x + b), `rounds` times, and the sum of all h squared beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.randn(4, 4))
        self.b = nn.Parameter(torch.randn(4))
        self.rounds = 3

    def forward(self, x: Any) -> Any:
        h, squares = x, []
        for _ in range(self.rounds):
            h = torch.tanh(h @ self.w + x + self.b)
            squares.append((h * h).sum(-1))
        return h.sum(-1) + torch.stack(squares).sum(0)


def loop_file(net: Looped, path: Path) -> None:
    """The same with an ONNX Loop, its number of rounds an input; the body reads x, w and b from around it."""
    f, i64, boolean = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL
    value = helper.make_tensor_value_info
    body = helper.make_graph(
        [
            helper.make_node("MatMul", ["h", "w"], ["p"]),
            helper.make_node("Sum", ["p", "x", "b"], ["z"]),
            helper.make_node("Tanh", ["z"], ["h_next"]),
            helper.make_node("Mul", ["h_next", "h_next"], ["square"]),
            helper.make_node("ReduceSum", ["square", "last"], ["row"], keepdims=0),
            helper.make_node("Identity", ["go"], ["go_next"]),
        ],
        "body",
        [value("i", i64, []), value("go", boolean, []), value("h", f, ["N", 4])],
        [value("go_next", boolean, []), value("h_next", f, ["N", 4]), value("row", f, ["N"])],
    )
    graph = helper.make_graph(
        [
            helper.make_node("Loop", ["rounds", "", "x"], ["h_last", "rows"], body=body),
            helper.make_node("ReduceSum", ["h_last", "last"], ["sum"], keepdims=0),
            helper.make_node("ReduceSum", ["rows", "first"], ["squares"], keepdims=0),
            helper.make_node("Add", ["sum", "squares"], ["y"]),
        ],
        "loop",
        [value("x", f, ["N", 4]), value("rounds", i64, [])],
        [value("y", f, ["N"])],
        [
            numpy_helper.from_array(net.w.detach().numpy(), "w"),
            numpy_helper.from_array(net.b.detach().numpy(), "b"),
            numpy_helper.from_array(np.array([-1]), "last"),
            numpy_helper.from_array(np.array([0]), "first"),
        ],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=9), path)


def test_a_model_with_a_loop_has_pytorchs_gradients(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = Looped()
    path = tmp_path / "loop.onnx"
    loop_file(net, path)
    again = tmp_path / "again.onnx"
    with ours.load(path) as model:
        model.save(again)
    for file in (path, again):
        with ours.load(file) as model:
            for n, rounds in ((2, 3), (5, 4), (2, 1)):
                net.rounds = rounds
                net.zero_grad()
                x = torch.randn(n, 4, requires_grad=True)
                y = net(x)
                y.sum().backward()
                given = {"x": x.detach().numpy(), "rounds": np.array(rounds)}
                np.testing.assert_allclose(np.asarray(model.run(given)["y"]), y.detach().numpy(), rtol=1e-5)
                got = model.gradients(given, wrt=["w", "b", "x"])
                for name, want in (("w", net.w.grad), ("b", net.b.grad), ("x", x.grad)):
                    np.testing.assert_allclose(np.asarray(got[name]), want.numpy(), rtol=1e-4, atol=1e-5, err_msg=name)
