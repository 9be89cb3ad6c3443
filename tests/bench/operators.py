"""Every operator that ONNX Runtime has as well, as models of one node: what is fed, what is constant, how large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

OPSET = 21

Make = Callable[[np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Operand:
    """An input: who makes it, and whether it is a constant of the model."""

    make: Make
    constant: bool = False


@dataclass(frozen=True)
class Operator:
    """A node: its operator, its operands (None where one is left out), its attributes, how many results it has."""

    op: str
    inputs: tuple[Operand | None, ...]
    attributes: dict[str, Any] = field(default_factory=dict)
    results: int = 1
    opset: int = OPSET

    def arrays(self) -> list[np.ndarray | None]:
        """The operands, the same in every process."""
        rng = np.random.default_rng(0)
        return [None if i is None else i.make(rng) for i in self.inputs]

    def feeds(self) -> dict[str, np.ndarray]:
        """What is fed, by name."""
        pairs = zip(self.inputs, self.arrays(), strict=True)
        return {f"in{i}": a for i, (given, a) in enumerate(pairs) if given and a is not None and not given.constant}

    def write(self, path: Path) -> Path:
        """Writes the model of that node."""
        import onnx
        from onnx import helper, numpy_helper

        names, fed, constants = [], [], []
        for i, (given, a) in enumerate(zip(self.inputs, self.arrays(), strict=True)):
            names.append("" if given is None else f"in{i}")
            if given is not None and a is not None:
                if given.constant:
                    constants.append(numpy_helper.from_array(a, f"in{i}"))
                else:
                    fed.append(
                        helper.make_tensor_value_info(f"in{i}", helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
                    )
        outs = [f"out{i}" for i in range(self.results)]
        node = helper.make_node(self.op, names, outs, **self.attributes)
        graph = helper.make_graph([node], "one", fed, [helper.make_empty_tensor_value_info(o) for o in outs], constants)
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=10), path)
        return path


def _f(*shape: int, dtype: str = "float32") -> Operand:
    """Normally distributed numbers."""
    return Operand(lambda rng: rng.standard_normal(shape).astype(dtype))


def _u(*shape: int, low: float = 0.1, high: float = 0.9) -> Operand:
    """Uniform numbers."""
    return Operand(lambda rng: rng.uniform(low, high, shape).astype(np.float32))


def _i(*shape: int, high: int = 100, dtype: str = "int64") -> Operand:
    """Whole numbers below `high`."""
    return Operand(lambda rng: rng.integers(0, high, shape).astype(dtype))


def _b(*shape: int) -> Operand:
    """Truth values."""
    return Operand(lambda rng: rng.random(shape) < 0.5)


def _w(*shape: int) -> Operand:
    """Weights: constant small numbers."""
    return Operand(lambda rng: (rng.standard_normal(shape) * 0.05).astype(np.float32), constant=True)


def _k(value: Any, dtype: str = "int64") -> Operand:
    """That constant."""
    return Operand(lambda rng: np.asarray(value, dtype), constant=True)


def _boxes(n: int) -> Operand:
    def make(rng: np.random.Generator) -> np.ndarray:
        corner, size = rng.uniform(0, 40, (n, 2)), rng.uniform(4, 20, (n, 2))
        return np.concatenate([corner, corner + size], 1).astype(np.float32)

    return Operand(make)


OPERATORS: dict[str, Operator] = {}
"""By name: the operator, and a word more where it has several forms."""


def _op(name: str, *inputs: Operand | None, results: int = 1, opset: int = OPSET, **attributes: Any) -> None:
    OPERATORS[name] = Operator(name.split()[0], inputs, attributes, results, opset)


_BIG = (512, 1024)

for _name in (
    "Abs", "Neg", "Floor", "Ceil", "Round", "Sign", "Exp", "Sin", "Cos", "Tan", "Tanh", "Sigmoid", "Erf", "Relu",
    "LeakyRelu", "Elu", "Celu", "Selu", "Softplus", "Softsign", "HardSigmoid", "HardSwish", "Mish",
    "ThresholdedRelu", "Gelu", "Atan", "Sinh", "Cosh", "Asinh", "Reciprocal", "IsNaN", "IsInf",
):  # fmt: skip
    _op(_name, _f(*_BIG))
for _name in ["Sqrt", "Log", "Acos", "Asin", "Atanh"]:
    _op(_name, _u(*_BIG))
_op("Acosh", _u(*_BIG, low=1.1, high=5))
for _name in (
    "Add", "Sub", "Mul", "Div", "Max", "Min", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Equal", "Mean",
    "Sum", "PRelu",
):  # fmt: skip
    _op(_name, _f(*_BIG), _f(*_BIG))
for _name in ["Add", "Mul", "Div", "Max", "Equal", "Less"]:
    _op(f"{_name} int64", _i(*_BIG), Operand(lambda rng: rng.integers(1, 100, _BIG)))
_op("Add row", _f(*_BIG), _f(1024))
_op("Add column", _f(*_BIG), _f(512, 1))
_op("Pow", _u(*_BIG), _u(*_BIG))
_op("Pow 2", _f(*_BIG), _k(2.0, "float32"))
_op("Mod", _i(*_BIG), Operand(lambda rng: rng.integers(1, 100, _BIG)))
_op("Mod fmod", _f(*_BIG), _u(*_BIG), fmod=1)
for _name in ["And", "Or", "Xor"]:
    _op(_name, _b(*_BIG), _b(*_BIG))
_op("Not", _b(*_BIG))
for _name in ["BitwiseAnd", "BitwiseOr", "BitwiseXor"]:
    _op(_name, _i(*_BIG, dtype="int32"), _i(*_BIG, dtype="int32"))
_op("BitwiseNot", _i(*_BIG, dtype="int32"))
_op("BitShift", _i(*_BIG, dtype="uint32"), _i(*_BIG, high=8, dtype="uint32"), direction="LEFT")
_op("Clip", _f(*_BIG), _k(-1.0, "float32"), _k(1.0, "float32"))
_op("Where", _b(*_BIG), _f(*_BIG), _f(*_BIG))
for _type, _number in (("float16", 10), ("int32", 6), ("double", 11), ("uint8", 2)):
    _op(f"Cast {_type}", _f(*_BIG), to=_number)
_op("Cast from float16", _f(*_BIG, dtype="float16"), to=1)
_op("Cast from int64", _i(*_BIG), to=1)

for _name in (
    "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare",
    "ReduceLogSumExp",
):  # fmt: skip
    for _axes in ([1], [0], [0, 1]):
        _op(f"{_name} over {','.join(map(str, _axes))}", _u(*_BIG), _k(_axes))
_op("ReduceMean over 2,3", _f(8, 64, 32, 32), _k([2, 3]))
_op("ReduceSum int64", _i(*_BIG), _k([1]))
_op("ArgMax last", _f(*_BIG), axis=1)
_op("ArgMax first", _f(*_BIG), axis=0)
_op("ArgMin last", _f(*_BIG), axis=1)
_op("CumSum last", _f(*_BIG), _k(1))
_op("CumSum first", _f(*_BIG), _k(0))
for _name in ["Softmax", "LogSoftmax"]:
    _op(f"{_name} last", _f(*_BIG), axis=-1)
    _op(f"{_name} first", _f(*_BIG), axis=0)

for _n, _k_ in ((10, 3), (1000, 1), (1000, 10), (1000, 100), (1000, 500), (30000, 5), (30000, 1000)):
    _op(f"TopK {_k_} of {_n} last", _f(max(1, 500_000 // _n), _n), _k([_k_]), results=2, axis=-1)
    _op(f"TopK {_k_} of {_n} first", _f(_n, max(1, 500_000 // _n)), _k([_k_]), results=2, axis=0)
for _k_ in (1, 10, 1000, 100_000, 1_000_000):
    _op(f"TopK {_k_} of 1000000", _f(1_000_000), _k([_k_]), results=2, axis=0)
_op("TopK 1000 of 8400 smallest", _f(1, 8400), _k([1000]), results=2, largest=0)
_op("TopK 50 of 1000 int64", _i(500, 1000, high=1 << 40), _k([50]), results=2)

_op("MatMul 256", _f(256, 256), _f(256, 256))
_op("MatMul weights", _f(128, 768), _w(768, 768))
_op("MatMul stack", _f(8, 12, 64, 64), _f(8, 12, 64, 64))
_op("MatMul row", _f(1, 1024), _f(1024, 1024))
_op("MatMul float64", _f(256, 256, dtype="float64"), _f(256, 256, dtype="float64"))
_op("MatMul float16", _f(256, 256, dtype="float16"), _f(256, 256, dtype="float16"))
_op("Gemm", _f(128, 512), _w(512, 512), _w(512), transB=1)
_op("Einsum matmul", _f(256, 256), _f(256, 256), equation="ij,jk->ik")
_op("Einsum batch matmul", _f(16, 128, 64), _f(16, 64, 128), equation="bij,bjk->bik")
_op("Einsum attention scores", _f(4, 8, 128, 64), _f(4, 8, 128, 64), equation="bhqd,bhkd->bhqk")
_op("Einsum attention values", _f(4, 8, 128, 128), _f(4, 8, 128, 64), equation="bhqk,bhkd->bhqd")
_op("Einsum heads last", _f(4, 128, 8, 64), _f(4, 128, 8, 64), equation="bqhd,bkhd->bhqk")
_op("Einsum heads last values", _f(4, 8, 128, 128), _f(4, 128, 8, 64), equation="bhqk,bkhd->bqhd")
_op("Einsum two axes", _f(64, 32, 32), _f(32, 32, 64), equation="ijk,jkl->il")
_op("Einsum two axes crossed", _f(64, 32, 32), _f(32, 32, 64), equation="ijk,kjl->il")
_op("Einsum projection", _f(4, 128, 512), _w(512, 8, 64), equation="btd,dhk->bthk")
_op("Einsum projection back", _f(4, 128, 8, 64), _w(8, 64, 512), equation="bthk,hkd->btd")
_op("Einsum diagonal", _f(512, 512), equation="ii->i")
_op("Einsum trace", _f(512, 512), equation="ii->")
_op("Einsum batch diagonal", _f(64, 64, 64), equation="bii->bi")
_op("Einsum transpose", _f(512, 1024), equation="ij->ji")
_op("Einsum sum", _f(512, 1024), equation="ij->i")
_op("Einsum outer", _f(512), _f(1024), equation="i,j->ij")
_op("Einsum dot", _f(500_000), _f(500_000), equation="i,i->")
_op("Einsum elementwise", _f(512, 1024), _f(512, 1024), equation="ij,ij->ij")
_op("Einsum row dots", _f(512, 1024), _f(512, 1024), equation="ij,ij->i")
_op("Einsum three", _f(64, 64), _f(64, 64), _f(64, 64), equation="ij,jk,kl->il")
_op("Einsum bilinear", _f(64, 128), _w(128, 128), _f(64, 128), equation="bi,ij,bj->b")
_op("Einsum broadcast", _f(8, 16, 64, 32), _f(32, 64), equation="...ij,jk->...ik")
_op("Einsum relative", _f(4, 8, 64, 32), _f(64, 64, 32), equation="bhqd,qkd->bhqk")

for _name in ["RNN", "GRU", "LSTM"]:
    _gates = {"RNN": 1, "GRU": 3, "LSTM": 4}[_name]
    for _batch in (1, 4, 32):
        for _both in (1, 2):
            _op(
                f"{_name} {_batch}" + (" both" if _both == 2 else ""), _f(50, _batch, 64),
                _w(_both, 128 * _gates, 64), _w(_both, 128 * _gates, 128), _w(_both, 256 * _gates),
                results=2, hidden_size=128, direction="bidirectional" if _both == 2 else "forward",
            )  # fmt: skip

_IMAGE = (1, 32, 112, 112)
_op("Conv 3x3", _f(*_IMAGE), _w(32, 32, 3, 3), _w(32), pads=[1, 1, 1, 1])
_op("Conv 1x1", _f(*_IMAGE), _w(64, 32, 1, 1), _w(64))
_op("Conv depthwise", _f(*_IMAGE), _w(32, 1, 3, 3), _w(32), pads=[1, 1, 1, 1], group=32)
_op("Conv groups", _f(*_IMAGE), _w(32, 8, 3, 3), pads=[1, 1, 1, 1], group=4)
_op("Conv dilated", _f(*_IMAGE), _w(32, 32, 3, 3), pads=[2, 2, 2, 2], dilations=[2, 2])
_op("Conv stride 2", _f(*_IMAGE), _w(32, 32, 3, 3), pads=[1, 1, 1, 1], strides=[2, 2])
_op("Conv first", _f(1, 3, 224, 224), _w(32, 3, 3, 3), pads=[1, 1, 1, 1], strides=[2, 2])
_op("Conv 1-D", _f(8, 64, 1000), _w(64, 64, 3), pads=[1, 1])
_op("Conv 3-D", _f(1, 16, 16, 32, 32), _w(16, 16, 3, 3, 3), pads=[1] * 6)
_op("ConvTranspose", _f(1, 32, 56, 56), _w(32, 16, 3, 3), strides=[2, 2])
_op("ConvTranspose 2x2", _f(1, 32, 56, 56), _w(32, 16, 2, 2), strides=[2, 2])
_op("MaxPool 2x2", _f(*_IMAGE), kernel_shape=[2, 2], strides=[2, 2])
_op("MaxPool 3x3", _f(*_IMAGE), kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
_op("MaxPool indices", _f(*_IMAGE), kernel_shape=[2, 2], strides=[2, 2], results=2)
_op("MaxPool 1-D", _f(8, 64, 1000), kernel_shape=[3], strides=[2])
_op("MaxPool 3-D", _f(1, 16, 16, 56, 56), kernel_shape=[2, 2, 2], strides=[2, 2, 2])
_op("AveragePool 2x2", _f(*_IMAGE), kernel_shape=[2, 2], strides=[2, 2])
_op("AveragePool 3x3", _f(*_IMAGE), kernel_shape=[3, 3], pads=[1, 1, 1, 1])
_op("LpPool", _f(*_IMAGE), kernel_shape=[2, 2], strides=[2, 2])
_op("GlobalAveragePool", _f(*_IMAGE))
_op("GlobalMaxPool", _f(*_IMAGE))
_op("GlobalLpPool", _f(*_IMAGE))
_op(
    "MaxUnpool",
    _f(1, 8, 56, 56),
    Operand(lambda rng: np.arange(8 * 56 * 56).reshape(1, 8, 56, 56) * 4),
    kernel_shape=[2, 2],
    strides=[2, 2],
)
_op(
    "MaxRoiPool",
    _f(1, 16, 64, 64),
    Operand(lambda rng: np.float32([[0, i, i, i + 20, i + 30] for i in range(30)])),
    pooled_shape=[7, 7],
)
_op("RoiAlign", _f(1, 64, 64, 64), _boxes(100), _k([0] * 100), output_height=7, output_width=7, sampling_ratio=2)
_op("GridSample", _f(1, 16, 128, 128), _u(1, 128, 128, 2, low=-1, high=1))
_op("AffineGrid", _f(1, 2, 3), _k([1, 3, 256, 256]))
_op("BatchNormalization", _f(*_IMAGE), _w(32), _w(32), _w(32), Operand(lambda rng: np.ones(32, np.float32), True))
_op("InstanceNormalization", _f(*_IMAGE), _w(32), _w(32))
_op("GroupNormalization", _f(*_IMAGE), _w(32), _w(32), num_groups=8)
_op("LayerNormalization", _f(512, 1024), _w(1024), _w(1024))
_op("LRN", _f(*_IMAGE), size=5)
_op("Resize nearest", _f(*_IMAGE), None, _k([1, 1, 2, 2], "float32"), mode="nearest")
_op("Resize linear", _f(*_IMAGE), None, _k([1, 1, 2, 2], "float32"), mode="linear")
_op("Resize cubic", _f(1, 3, 112, 112), None, _k([1, 1, 2, 2], "float32"), mode="cubic")
_op("Upsample", _f(*_IMAGE), _k([1, 1, 2, 2], "float32"), opset=9)
_op("DepthToSpace", _f(*_IMAGE), blocksize=2)
_op("SpaceToDepth", _f(*_IMAGE), blocksize=2)
_op("Col2Im", _f(1, 32 * 4, 3136), _k([112, 112]), _k([2, 2]), strides=[2, 2])

_op("Transpose 2-D", _f(*_BIG), perm=[1, 0])
_op("Transpose to channels last", _f(*_IMAGE), perm=[0, 2, 3, 1])
_op("Transpose heads", _f(4, 128, 8, 64), perm=[0, 2, 1, 3])
_op("Concat last", _f(*_BIG), _f(*_BIG), axis=1)
_op("Concat first", _f(*_BIG), _f(*_BIG), axis=0)
_op("Split", _f(*_BIG), axis=1, results=4, num_outputs=4)
_op("Slice", _f(*_BIG), _k([10, 10]), _k([500, 1000]))
_op("Slice steps", _f(*_BIG), _k([0, 0]), _k([512, 1024]), None, _k([1, 2]))
_op("Pad constant", _f(*_IMAGE), _k([0, 0, 3, 3, 0, 0, 3, 3]))
_op("Pad reflect", _f(*_IMAGE), _k([0, 0, 3, 3, 0, 0, 3, 3]), mode="reflect")
_op("Pad edge", _f(*_IMAGE), _k([0, 0, 3, 3, 0, 0, 3, 3]), mode="edge")
_op("Expand", _f(512, 1), _k([512, 1024]))
_op("Tile", _f(128, 256), _k([4, 4]))
_op("Reshape", _f(*_BIG), _k([1024, 512]))
_op("Gather rows", _f(10000, 128), _i(4096, high=10000))
_op("Gather columns", _f(512, 1024), _i(512, high=1024), axis=1)
_op("GatherElements", _f(*_BIG), _i(*_BIG, high=512), axis=0)
_op("GatherND", _f(1000, 128), _i(4096, 1, high=1000))
_op("ScatterElements", _f(*_BIG), _i(64, 1024, high=512), _f(64, 1024), axis=0)
_op("ScatterElements add", _f(*_BIG), _i(64, 1024, high=512), _f(64, 1024), axis=0, reduction="add")
_op("ScatterND", _f(1000, 128), _i(512, 1, high=1000), _f(512, 128))
_op("OneHot", _i(4096, high=128), _k(128), _k([0.0, 1.0], "float32"))
_op("NonZero", _b(*_BIG))
_op("Compress", _f(*_BIG), Operand(lambda rng: rng.random(512) < 0.5), axis=0)
_op("Unique", _i(500_000, high=1000), results=1)
_op("Trilu", _f(*_BIG))
_op(
    "Range",
    Operand(lambda rng: np.asarray(0)),
    Operand(lambda rng: np.asarray(500_000)),
    Operand(lambda rng: np.asarray(1)),
)
_op(
    "NonMaxSuppression",
    Operand(lambda rng: _boxes(1000).make(rng)[None]),
    _u(1, 1, 1000),
    _k(100),
    _k([0.5], "float32"),
    _k([0.2], "float32"),
)
_op("Det", _f(256, 16, 16))
_op("Attention", _f(4, 8, 128, 64), _f(4, 8, 128, 64), _f(4, 8, 128, 64), opset=23)
_op("Dropout", _f(*_BIG))
_op("Identity", _f(*_BIG))
