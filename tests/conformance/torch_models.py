"""PyTorch's models and their ONNX files, in which parameters have PyTorch's names."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

torch = pytest.importorskip("torch")
nn = torch.nn


def lenet(*, biased: bool = True, dropped: float = 0.5) -> Any:
    """Convolutions with batch norm and dropout."""
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2, bias=biased),
        nn.BatchNorm2d(6),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 8, 5, bias=biased),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Dropout(dropped),
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
    """Writes the net in the mode that it is in."""
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
    file = onnx.load(path)
    kept = {i.name for i in file.graph.initializer}
    for parameter, values in net.named_parameters():
        # the exporter transposes and renames weights of products: they get their names back
        if parameter not in kept:
            w = values.detach().numpy()
            same = [i for i in file.graph.initializer if np.array_equal(numpy_helper.to_array(i).T, w)]
            assert len(same) == 1, parameter
            restore(file, same[0], parameter, w)
    onnx.save(file, path)


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
