"""ONNX models, and what becomes of them when files are damaged or exporters err: mutants, each told by its seed.

``python -m tests.onnx.mutants FIRST COUNT REPORT`` runs so many of them in this process. Before each one its number is
written to REPORT, so that a crash or a hang names its mutant; whoever starts it watches over that (see `hunt`).
"""

from __future__ import annotations

import copy
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

F, I64, I32, B = TensorProto.FLOAT, TensorProto.INT64, TensorProto.INT32, TensorProto.BOOL
N, V = helper.make_node, helper.make_tensor_value_info

#: What a bad model may raise, in the project's form.
ALLOWED = (ValueError, OSError, NotImplementedError, MemoryError, IndexError)
FORM = re.compile(r"^\[[^\]]+\] \S.{8,}", re.DOTALL)
FOREIGN = re.compile(
    r"java\.|Exception|jpype|Cannot (invoke|read|load|store)|out of bounds for length|class \S+ cannot be cast"
)
#: Nothing that is run here needs longer; the slowest honest ones take tens of milliseconds.
SECONDS = 60
NUMBERS = [-1, -2, -7, 0, 1, 2, 3, 7, 64, 2**31 - 1, -(2**31), 2**40, 2**62, 2**63 - 1, -(2**63)]


# ---- models ----------------------------------------------------------------------------------------------------------


def _array(*dims: int, low: float = -1.0, high: float = 1.0, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed + sum(dims)).uniform(low, high, dims).astype(np.float32)


def _ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


class Source:
    """A graph under construction: nodes as text, ``y = Op(a, b; axis=1)``."""

    def __init__(self, **inputs: tuple[int, list]) -> None:
        self.inputs = [V(name, kind, dims) for name, (kind, dims) in inputs.items()]
        self.nodes: list = []
        self.kept: list = []

    def const(self, name: str, value: np.ndarray) -> Source:
        self.kept.append(numpy_helper.from_array(np.asarray(value), name))
        return self

    def add(self, op: str, inputs: str, outputs: str, **attributes: object) -> Source:
        self.nodes.append(
            N(op, inputs.split(" ") if inputs else [], outputs.split(" "), name=f"n{len(self.nodes)}", **attributes)
        )
        return self

    def model(self, *outputs: str, opset: int = 17) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, "g", self.inputs, [V(o, F, None) for o in outputs], self.kept)
        for o in graph.output:
            o.type.Clear()
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def _images() -> onnx.ModelProto:
    s = (
        Source(x=(F, ["b", 3, 8, 8]))
        .const("w", _array(4, 3, 3, 3))
        .const("bias", _array(4))
        .const("w2", _array(4, 2, 2, 2))
        .const("r", np.float32([1, 1, 2, 2]))
    )
    for name in ("scale", "shift", "mean", "var"):
        s.const(name, _array(4, low=0.5))
    s.add("Conv", "x w bias", "c", pads=[1, 1, 1, 1], strides=[1, 1], dilations=[1, 1], group=1, kernel_shape=[3, 3])
    s.add("BatchNormalization", "c scale shift mean var", "n", epsilon=1e-5).add("Relu", "n", "a")
    s.add("MaxPool", "a", "p", kernel_shape=[2, 2], strides=[2, 2]).add(
        "AveragePool", "p", "q", kernel_shape=[2, 2], pads=[0, 0, 1, 1], ceil_mode=0
    )
    s.add("ConvTranspose", "q w2", "t", strides=[2, 2], group=1, output_padding=[0, 0]).add(
        "Resize", "t  r", "u", mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"
    )
    s.const("pads", _ints(0, 0, 1, 1, 0, 0, 1, 1)).add("Pad", "u pads", "v", mode="reflect").add(
        "GlobalAveragePool", "v", "g"
    ).add("Flatten", "g", "y", axis=1)
    return s.model("y")


def _transformer() -> onnx.ModelProto:
    s = (
        Source(x=(F, ["b", "t", 8]))
        .const("w", _array(8, 24))
        .const("two", _ints(0, 0, 2, 4))
        .const("back", _ints(0, -1, 8))
        .const("s", np.float32(0.5))
    )
    s.const("g", _array(8)).const("o", _array(8)).const("parts", _ints(8, 8, 8))
    s.add("LayerNormalization", "x g o", "n", axis=-1, epsilon=1e-5).add("MatMul", "n w", "qkv").add(
        "Split", "qkv parts", "q k v", axis=-1
    )
    for name in "qkv":
        s.add("Reshape", f"{name} two", f"{name}4", allowzero=0).add(
            "Transpose", f"{name}4", f"{name}h", perm=[0, 2, 1, 3]
        )
    s.add("Transpose", "kh", "kt", perm=[0, 1, 3, 2]).add("MatMul", "qh kt", "m").add("Mul", "m s", "ms").add(
        "Softmax", "ms", "p", axis=-1
    )
    s.add("MatMul", "p vh", "a").add("Transpose", "a", "b4", perm=[0, 2, 1, 3]).add(
        "Reshape", "b4 back", "r", allowzero=0
    ).add("Add", "r x", "z")
    s.add("ReduceMean", "z", "y", axes=[1], keepdims=0)
    return s.model("y")


def _sizes() -> onnx.ModelProto:
    s = (
        Source(x=(F, ["b", "c", 6]))
        .const("zero", _ints(0))
        .const("one", _ints(1))
        .const("minus", _ints(-1))
        .const("two", _ints(2))
        .const("w", _array(6, 6))
    )
    s.add("Shape", "x", "s").add("Gather", "s zero", "b", axis=0).add("Gather", "s one", "c", axis=0).add(
        "Mul", "b c", "bc"
    ).add("Concat", "bc minus", "to", axis=0)
    s.add("Reshape", "x to", "r").add("MatMul", "r w", "m").add(
        "ConstantOfShape", "to2", "z", value=numpy_helper.from_array(np.float32([0.5]), "v")
    )
    s.nodes.insert(-1, N("Concat", ["bc", "two"], ["to2"], axis=0, name="cat2"))
    s.add("Slice", "m zero two one one", "cut").add("Add", "cut z", "sum").add("Unsqueeze", "sum zero", "un").add(
        "Squeeze", "un zero", "sq"
    ).add("Concat", "one two", "rep", axis=0)
    s.add("Tile", "sq rep", "tl").add("Expand", "tl s3", "ex").add("Range", "r0 r1 r2", "rg").add(
        "Gather", "ex rg", "y", axis=1
    )
    s.const("s3", _ints(2, 1, 1)).const("r0", np.array(0)).const("r1", np.array(1)).const("r2", np.array(1))
    return s.model("y")


def _choices() -> onnx.ModelProto:
    s = (
        Source(x=(F, ["b", 5]), i=(I64, ["b", 2]))
        .const("k", _ints(3))
        .const("depth", np.array(5))
        .const("on", np.float32([0, 1]))
        .const("half", np.float32(0))
    )
    s.const("axis", np.array(1)).const("nd", np.array([[0, 1], [1, 0]])).const("up", _array(2))
    s.add("TopK", "x k", "t ti", axis=-1, largest=1, sorted=1).add("GatherElements", "x i", "ge", axis=1).add(
        "ScatterElements", "x i ge", "se", axis=1, reduction="add"
    )
    s.add("OneHot", "ti depth on", "oh", axis=-1).add("ReduceSum", "oh k1", "rs", keepdims=0).const("k1", _ints(1)).add(
        "CumSum", "se axis", "cs", exclusive=0, reverse=1
    )
    s.add("ArgMax", "cs", "am", axis=1, keepdims=1).add("Cast", "am", "ac", to=F).add(
        "ScatterND", "rs nd up", "sn"
    ).add("GatherND", "sn nd", "gn", batch_dims=0)
    s.add("Greater", "x half", "gt").add("NonZero", "gt", "nz").add("Compress", "x gc", "cp", axis=1).const(
        "gc", np.array([True, False, True, False, True])
    ).add("Where", "gt x half", "wh")
    s.add("Unique", "wh", "un uni unv unc", sorted=1).add("ReduceMax", "un", "rm", keepdims=0).add(
        "Add", "sn ac", "a1"
    ).add("Add", "a1 rm", "y").add("Trilu", "x", "tr", upper=1)
    return s.model("y", "gn", "nz", "cp", "tr", opset=16)


def _recurrent() -> onnx.ModelProto:
    s = (
        Source(x=(F, ["t", "b", 3]))
        .const("w", _array(1, 8, 3))
        .const("r", _array(1, 8, 2))
        .const("bias", _array(1, 16))
        .const("gw", _array(2, 6, 2))
        .const("gr", _array(2, 6, 2))
        .const("c1", _ints(1))
    )
    s.const("n1", _ints(1)).const("n2", _ints(2)).add("Shape", "x", "s").add("Gather", "s c1", "b", axis=0).add(
        "Concat", "n1 b n2", "hs", axis=0
    )
    s.add("ConstantOfShape", "hs", "h0").add(
        "LSTM", "x w r bias  h0 h0", "l lh lc", hidden_size=2, direction="forward", layout=0
    ).add("Squeeze", "l c1", "q")
    s.add("GRU", "q gw gr", "g gh", hidden_size=2, direction="bidirectional", linear_before_reset=1).add(
        "RNN", "q rw rr", "rn rh", hidden_size=2
    ).const("rw", _array(1, 2, 2)).const("rr", _array(1, 2, 2))
    s.add("Transpose", "g", "gt", perm=[0, 2, 1, 3]).add("Reshape", "gt to", "y").const("to", _ints(0, 0, -1))
    return s.model("y", "rn", "lc")


def _control() -> onnx.ModelProto:
    s = (
        Source(x=(F, ["b", "c", 4]), n=(I64, []))
        .const("one", np.array(1))
        .const("ax", _ints(1))
        .const("yes", np.array(True))
        .const("step", np.float32(0.5))
        .const("lim", np.float32(30))
    )
    then = helper.make_graph([N("Squeeze", ["x", "ax"], ["sq"])], "then", [], [V("sq", F, None)])
    other = helper.make_graph([N("Identity", ["x"], ["id"])], "else", [], [V("id", F, None)])
    body = helper.make_graph(
        [
            N("Add", ["v", "step"], ["v2"]),
            N("ReduceSum", ["v2"], ["tot"], keepdims=0),
            N("Less", ["tot", "lim"], ["go2"]),
            N("Identity", ["v2"], ["out"]),
        ],
        "body",
        [V("it", I64, []), V("go", B, []), V("v", F, ["b", "c", 4])],
        [V("go2", B, []), V("v2", F, None), V("out", F, None)],
    )
    scan = helper.make_graph(
        [N("Add", ["acc", "row"], ["acc2"]), N("Mul", ["acc2", "step"], ["m"])],
        "scan",
        [V("acc", F, [4]), V("row", F, [4])],
        [V("acc2", F, [4]), V("m", F, [4])],
    )
    s.add("Shape", "x", "s").add("Gather", "s one", "d", axis=0).add("Equal", "d one", "eq").add(
        "If", "eq", "v", then_branch=then, else_branch=other
    )
    s.add("Loop", "n yes x", "l ls", body=body).add("ReduceSum", "ls", "lr", keepdims=0).add(
        "Reshape", "l to", "rows"
    ).const("to", _ints(-1, 4)).const("acc0", _array(4))
    s.add(
        "Scan",
        "acc0 rows",
        "sc scs",
        body=scan,
        num_scan_inputs=1,
        scan_input_axes=[0],
        scan_input_directions=[1],
        scan_output_axes=[0],
    ).add("Mul", "scs lr", "y")
    return s.model("y", "v", "sc", opset=16)


def _pointwise() -> onnx.ModelProto:
    s = (
        Source(x=(F, ["b", 4]), z=(F, [4]))
        .const("lo", np.float32(-0.5))
        .const("hi", np.float32(0.5))
        .const("e", np.float32(2))
    )
    s.add("Add", "x z", "a").add("Clip", "a lo hi", "c").add("Pow", "c e", "p").add("Exp", "p", "ex").add(
        "Log", "ex", "lg"
    ).add("Sigmoid", "lg", "sg").add("Tanh", "sg", "th").add("Erf", "th", "er")
    s.add("LeakyRelu", "er", "lr", alpha=0.1).add("Elu", "lr", "el", alpha=1.0).add(
        "Gemm", "el gw gb", "gm", alpha=0.5, beta=2.0, transA=0, transB=1
    ).const("gw", _array(3, 4)).const("gb", _array(3))
    s.add("LogSoftmax", "gm", "ls", axis=1).add("Einsum", "ls gw", "es", equation="ij,jk->ik").add(
        "Max", "es x", "mx"
    ).add("Mod", "mx hi", "md", fmod=1).add("Cast", "md", "ci", to=I32).add("Cast", "ci", "cf", to=F)
    s.add("Max", "cf z x", "m3").add("Sum", "m3 x", "su").add("HardSigmoid", "su", "hs", alpha=0.2, beta=0.5).add(
        "ReduceL2", "hs", "rl", axes=[-1], keepdims=1
    ).add("Div", "hs rl", "y")
    s.add("DepthToSpace", "dx", "ds", blocksize=2, mode="DCR").add("Reshape", "x dsh", "dx").const(
        "dsh", _ints(-1, 4, 1, 1)
    ).add("Flatten", "ds", "fl", axis=-2).add("Shape", "x", "sh").add("Size", "x", "sz")
    return s.model("y", "fl", "sh", "sz", opset=15)


def _boxes() -> onnx.ModelProto:
    s = (
        Source(b=(F, [1, 6, 4]), c=(F, [1, 2, 6]))
        .const("m", _ints(2))
        .const("iou", np.float32([0.5]))
        .const("th", np.float32([0.1]))
        .const("ax", _ints(1))
    )
    s.add("NonMaxSuppression", "b c m iou th", "k", center_point_box=0).add("Gather", "k ax", "g", axis=1).add(
        "Cast", "g", "f", to=F
    ).add("Split", "f", "p", axis=1).add("Slice", "k z1 z2 ax", "sl")
    s.const("z1", _ints(2)).const("z2", _ints(2**31 - 1)).add("Squeeze", "sl ax", "sq").add(
        "Squeeze", "b z0", "bb"
    ).const("z0", _ints(0)).add("Gather", "bb sq", "y", axis=0)
    return s.model("y", "p")


MODELS: dict[str, Callable[[], onnx.ModelProto]] = {
    "images": _images,
    "transformer": _transformer,
    "sizes": _sizes,
    "choices": _choices,
    "recurrent": _recurrent,
    "control": _control,
    "pointwise": _pointwise,
    "boxes": _boxes,
}


# ---- mutations -------------------------------------------------------------------------------------------------------


def _number(r: random.Random, of: int) -> int:
    """In place of a number one near it, or any."""
    return (
        r.choice([of + 1, of - 1, -of, of * 2, 1 - of, -1 - of])
        if r.random() < 0.6 and abs(of) < 2**40
        else r.choice(NUMBERS)
    )


def _graphs(graph: onnx.GraphProto) -> list[onnx.GraphProto]:
    inner = [a.g for n in graph.node for a in n.attribute if a.type == onnx.AttributeProto.GRAPH]
    return [graph, *(g for i in inner for g in _graphs(i))]


def _names(graph: onnx.GraphProto) -> list[str]:
    return (
        [v.name for v in graph.input]
        + [t.name for t in graph.initializer]
        + [o for n in graph.node for o in n.output if o]
    )


def _attribute(r: random.Random, model: onnx.ModelProto) -> None:
    """One attribute becomes another number, of another type, longer, shorter, or goes."""
    nodes = [n for g in _graphs(model.graph) for n in g.node if n.attribute]
    node = r.choice(nodes)
    a = r.choice(node.attribute)
    kinds = onnx.AttributeProto
    how = r.random()
    if how < 0.1:
        node.attribute.remove(a)
    elif how < 0.2:
        name = a.name
        a.Clear()
        a.CopyFrom(
            helper.make_attribute(
                name,
                r.choice(
                    [r.choice(NUMBERS), 0.5, "text", [1, 2], [0.5], ["a", "b"], numpy_helper.from_array(_array(2), "t")]
                ),
            )
        )
    elif a.type == kinds.INT:
        a.i = _number(r, a.i)
    elif a.type == kinds.FLOAT:
        a.f = r.choice([0.0, -1.0, float("nan"), float("inf"), 1e30])
    elif a.type == kinds.STRING:
        a.s = r.choice(
            [b"", b"SAME_UPPER", b"linear", b"reverse", b"\xff\xfe", b"ij,ij->", b"...i->i...", b"mul", b"wrap"]
        )
    elif a.type == kinds.INTS:
        where = r.randrange(len(a.ints)) if a.ints else 0
        step = r.random()
        if step < 0.7 and a.ints:
            a.ints[where] = _number(r, a.ints[where])
        elif step < 0.8 and a.ints:
            del a.ints[where]
        else:
            a.ints.insert(where, r.choice(NUMBERS))


def _list(r: random.Random, model: onnx.ModelProto) -> None:
    """An integer initializer (a shape, axes, indices) holds another number, or another count of them."""
    found = [t for g in _graphs(model.graph) for t in g.initializer if t.data_type == I64]
    if found:
        t = r.choice(found)
        a = numpy_helper.to_array(t).copy()
        how = r.random()
        if how < 0.7 and a.size:
            at = r.randrange(a.size)
            a.reshape(-1)[at] = _number(r, int(a.reshape(-1)[at]))
        elif how < 0.85:
            a = np.append(a.reshape(-1), r.choice(NUMBERS))
        else:
            a = a.reshape(-1)[: r.randrange(a.size + 1)]
        t.CopyFrom(numpy_helper.from_array(a.astype(np.int64), t.name))


def _weights(r: random.Random, model: onnx.ModelProto) -> None:
    """An initializer has other dims, or another type."""
    t = r.choice(model.graph.initializer)
    a = numpy_helper.to_array(t)
    how = r.randrange(5)
    if how == 0:
        a = a.astype(r.choice([np.float64, np.int64, np.int32, np.float16, np.bool_]))
    elif how == 1:
        a = np.zeros([r.choice([0, 1, 2, 3, 5]) if r.random() < 0.4 else d for d in a.shape], a.dtype)
    elif how == 2:
        a = a.reshape(-1) if a.ndim != 1 else a.reshape(1, -1)
    elif how == 3:
        a = np.zeros((0, *a.shape[1:]), a.dtype)
    else:
        a = a[..., None]
    t.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(a), t.name))


def _rewire(r: random.Random, model: onnx.ModelProto) -> None:
    graph = r.choice([g for g in _graphs(model.graph) if g.node])
    node = r.choice(graph.node)
    if node.input:
        at = r.randrange(len(node.input))
        how = r.random()
        if how < 0.7:
            node.input[at] = r.choice(_names(model.graph) + _names(graph))
        elif how < 0.85:
            node.input[at] = ""
        else:
            del node.input[at]
    else:
        node.input.append(r.choice(_names(model.graph)))


def _feed(r: random.Random, model: onnx.ModelProto) -> None:
    """An initializer becomes an input of open or known dims."""
    if model.graph.initializer:
        t = r.choice(model.graph.initializer)
        dims = [None if r.random() < 0.5 else d for d in t.dims]
        model.graph.input.append(V(t.name, t.data_type, dims))
        model.fed[t.name] = numpy_helper.to_array(t)
        model.graph.initializer.remove(t)


def _compute(r: random.Random, model: onnx.ModelProto) -> None:
    """A list comes from arithmetic over data instead of from the file."""
    found = [t for t in model.graph.initializer if t.data_type == I64]
    if found:
        t = r.choice(found)
        name = t.name
        t.name = f"{name}__known"
        plus = numpy_helper.from_array(np.array(r.choice([0, 0, 0, 1, -1, *NUMBERS]), np.int64), f"{name}__plus")
        source = r.choice(_names(model.graph))
        nodes = [
            N("Size", [source], [f"{name}__size"]),
            N("Mul", [f"{name}__size", f"{name}__zero"], [f"{name}__0"]),
            N("Add", [f"{name}__0", f"{name}__plus"], [f"{name}__p"]),
            N("Add", [f"{name}__known", f"{name}__p"], [name]),
        ]
        if r.random() < 0.5:
            nodes[0] = N("NonZero", [source], [f"{name}__nz"])
            nodes.insert(1, N("Size", [f"{name}__nz"], [f"{name}__size"]))
        model.graph.initializer.extend([plus, numpy_helper.from_array(np.array(0, np.int64), f"{name}__zero")])
        model.graph.node.extend(nodes)


def _dims(r: random.Random, model: onnx.ModelProto) -> None:
    """A declared input has other dims."""
    value = r.choice(model.graph.input)
    shape = value.type.tensor_type.shape
    if shape.dim:
        at = r.randrange(len(shape.dim))
        how = r.random()
        if how < 0.6:
            shape.dim[at].Clear()
            shape.dim[at].dim_value = r.choice([0, 1, 2, 3, 5, *NUMBERS])
        elif how < 0.8:
            del shape.dim[at]
        else:
            shape.dim.add().dim_value = r.choice([0, 1, 2, 3])


def _operator(r: random.Random, model: onnx.ModelProto) -> None:
    """A node is of another operator that the models use."""
    graph = r.choice([g for g in _graphs(model.graph) if g.node])
    r.choice(graph.node).op_type = r.choice(sorted(OPERATORS))


def _opset(r: random.Random, model: onnx.ModelProto) -> None:
    model.opset_import[0].version = r.choice([0, 1, 5, 6, 7, 9, 10, 11, 12, 13, 18, 19, 22, 25, 99, 2**40])


def _dropped(r: random.Random, model: onnx.ModelProto) -> None:
    graph = r.choice([g for g in _graphs(model.graph) if g.node])
    graph.node.remove(r.choice(graph.node))


OPERATORS = {n.op_type for make in MODELS.values() for g in _graphs(make().graph) for n in g.node}
WAYS = (
    [_attribute] * 6
    + [_list] * 5
    + [_weights] * 3
    + [_rewire] * 3
    + [_feed] * 3
    + [_compute] * 4
    + [_dims] * 2
    + [_operator] * 2
    + [_opset, _dropped]
)


class _Mutable:
    """A model with what mutations feed."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.graph = model.graph
        self.opset_import = model.opset_import
        self.fed: dict[str, np.ndarray] = {}


def mutant(seed: int) -> tuple[bytes, dict[str, np.ndarray], str]:
    """The file, what is fed beside its own inputs, and how it came about."""
    r = random.Random(seed)
    name = r.choice(list(MODELS))
    model = copy.deepcopy(_made(name))
    held = _Mutable(model)
    told = [name]
    flips = r.random() < 0.15
    for _ in range(0 if flips else r.choice([1, 1, 1, 2, 3])):
        way = r.choice(WAYS)
        told.append(way.__name__.strip("_"))
        way(r, held)  # type: ignore[arg-type]
    data = bytearray(model.SerializeToString())
    if flips:
        told.append("bytes")
        for _ in range(r.choice([1, 2, 8])):
            data[r.randrange(len(data))] = r.randrange(256)
    return bytes(data), held.fed, " ".join(told)


_MADE: dict[str, onnx.ModelProto] = {}


def _made(name: str) -> onnx.ModelProto:
    if name not in _MADE:
        _MADE[name] = MODELS[name]()
    return _MADE[name]


# ---- running ---------------------------------------------------------------------------------------------------------


def _value(r: np.random.Generator, tensor: object, fed: dict[str, np.ndarray]) -> np.ndarray:
    if tensor.name in fed:  # type: ignore[attr-defined]
        return fed[tensor.name]  # type: ignore[attr-defined]
    shape = [2 if d is None else d for d in tensor.shape]  # type: ignore[attr-defined]
    if np.prod([float(max(d, 1)) for d in shape]) > 1e6:
        shape = [min(d, 3) for d in shape]
    if tensor.dtype.startswith(("int", "uint")):  # type: ignore[attr-defined]
        return r.integers(0, 2, shape).astype(tensor.dtype)  # type: ignore[attr-defined]
    return r.normal(size=shape).astype("float32")


def run(seed: int) -> str:
    """Runs a mutant, and its gradient where it has one; returns what is wrong with how it fails, else nothing."""
    from pydl4j import onnx as ours

    data, fed, told = mutant(seed)
    path = Path(tempfile.gettempdir()) / f"pydl4j-mutant-{os.getpid()}.onnx"
    path.write_bytes(data)
    try:
        with ours.load(path) as model:
            r = np.random.default_rng(seed)
            given = {t.name: _value(r, t, fed) for t in model.inputs}
            for out in model.run(given).values():
                np.asarray(out)
            if seed % 2 and model.parameters:
                model.gradients(given)
    except ALLOWED as error:
        text = str(error)
        if not FORM.match(text) or FOREIGN.search(text.split("\nIn use:")[0]):
            return f"{told}: {type(error).__name__}: {text[:600]}"
    except Exception as error:
        cause = getattr(error, "__cause__", None)
        trace = (
            str(cause.stacktrace())[:1500] if hasattr(cause, "stacktrace") else "".join(traceback.format_exc())[-1500:]
        )
        return f"{told}: {type(error).__name__}: {str(error)[:500]}\n{trace}"
    finally:
        path.unlink(missing_ok=True)
    return ""


def main(first: int, count: int, report: Path) -> None:
    """Writes ``seed`` to the report before each mutant and ``! seed: what is wrong`` behind a bad one."""
    import pydl4j

    pydl4j.jvm.options(heap="512m", memory_limit="512m", threads=1, spark=False, flags=("-Dpydl4j.max_iterations=300",))
    with report.open("a") as out:
        for seed in range(first, first + count):
            out.write(f"{seed}\n")
            out.flush()
            wrong = run(seed)
            if wrong:
                out.write(f"! {seed}: {wrong}\n")
                out.flush()


def _resident(pid: int) -> int:
    """Bytes that a process has in memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def hunt(first: int, count: int, *, limit_bytes: int = 3 << 30) -> list[str]:
    """Runs mutants in processes of their own, a new one behind each crash or hang; returns what is wrong."""
    wrong: list[str] = []
    end = first + count
    while first < end:
        report = Path(tempfile.mkdtemp()) / "report"
        report.touch()
        command = [sys.executable, "-m", "tests.onnx.mutants", str(first), str(end - first), str(report)]
        log = report.with_name("log")
        with log.open("w") as to:
            worker = subprocess.Popen(
                command,
                stdout=to,
                stderr=subprocess.STDOUT,
                cwd=report.parent,
                env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            )
        size, since, why = 0, time.monotonic(), ""
        while worker.poll() is None:
            time.sleep(0.2)
            if report.stat().st_size != size:
                size, since = report.stat().st_size, time.monotonic()
            elif time.monotonic() - since > SECONDS + (60 if size == 0 else 0):
                why = f"takes more than {SECONDS} s"
                worker.kill()
            try:
                if not why and _resident(worker.pid) > limit_bytes:
                    why = f"takes more than {limit_bytes >> 20} MB"
                    worker.kill()
            except (OSError, IndexError):
                pass
        lines = report.read_text().splitlines()
        seeds = [int(line) for line in lines if line.isdigit()]
        wrong += re.findall(r"^! (.*(?:\n(?!\d+$|!).*)*)", "\n".join(lines), re.MULTILINE)
        if worker.returncode == 0:
            return wrong
        last = seeds[-1] if seeds else first
        wrong.append(
            f"{last}: {why or f'ended with {worker.returncode}'}: {mutant(last)[2]}\n{log.read_text()[-1500:]}"
        )
        first = last + 1
    return wrong


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
