"""A node gives the same numbers whether its inputs are fed or constants of the file, and these are the right ones."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pydl4j import onnx as ours

RANDOM = np.random.default_rng(0)


def computed(
    tmp: Path, op: str, given: list[np.ndarray], *, folded: bool, opset: int = 22, **attributes: Any
) -> np.ndarray:
    """What the node gives, of inputs that are fed, or that are constants and folded."""
    names = [f"x{i}" for i in range(len(given))]
    kinds = [helper.np_dtype_to_tensor_dtype(a.dtype) for a in given]
    fed = (
        []
        if folded
        else [helper.make_tensor_value_info(n, k, list(a.shape)) for n, k, a in zip(names, kinds, given, strict=True)]
    )
    fed.append(helper.make_tensor_value_info("z", TensorProto.FLOAT, [1]))
    graph = helper.make_graph(
        [helper.make_node(op, names, ["y"], **attributes), helper.make_node("Identity", ["z"], ["w"])],
        "test",
        fed,
        [
            helper.make_tensor_value_info("y", kinds[0], None),
            helper.make_tensor_value_info("w", TensorProto.FLOAT, [1]),
        ],
        [numpy_helper.from_array(a, n) for n, a in zip(names, given, strict=True)] if folded else [],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    values = {"z": np.zeros(1, np.float32)} | ({} if folded else dict(zip(names, given, strict=True)))
    path = tmp / "node.onnx"
    onnx.save(made, path)
    with ours.load(path) as model:
        return np.array(model.run(values)["y"])


# pooling --------------------------------------------------------------------------------------------------------------


def pooled(x: np.ndarray, kind: str, a: dict[str, Any]) -> np.ndarray:
    """ONNX's AveragePool-19 and MaxPool-12 window by window: what ceil_mode adds beyond the padding never counts."""
    spatial = x.ndim - 2
    kernel = a["kernel_shape"]
    stride, dilation = a.get("strides", [1] * spatial), a.get("dilations", [1] * spatial)
    pads, out = list(a.get("pads", [0] * 2 * spatial)), []
    for i in range(spatial):
        size, reach = x.shape[i + 2], (kernel[i] - 1) * dilation[i] + 1
        if a.get("auto_pad", "NOTSET").startswith("SAME"):
            out.append(-(-size // stride[i]))
            total = max(0, (out[i] - 1) * stride[i] + reach - size)
            pads[i] = total // 2 if a["auto_pad"] == "SAME_UPPER" else total - total // 2
            pads[spatial + i] = total - pads[i]
            continue
        room = size + pads[i] + pads[spatial + i] - reach
        steps = -(-room // stride[i]) if a.get("ceil_mode") else room // stride[i]
        if a.get("ceil_mode") and steps * stride[i] >= size + pads[i]:
            steps -= 1
        out.append(steps + 1)
    y = np.zeros((*x.shape[:2], *out))
    for at in itertools.product(*map(range, out)):
        inside, padded = [], 0
        for tap in itertools.product(*map(range, kernel)):
            p = [o * s - b + t * d for o, s, b, t, d in zip(at, stride, pads[:spatial], tap, dilation, strict=True)]
            ends = zip(p, x.shape[2:], pads[:spatial], pads[spatial:], strict=True)
            padded += all(-b <= q < size + e for q, size, b, e in ends)
            if all(0 <= q < size for q, size in zip(p, x.shape[2:], strict=True)):
                inside.append(x[(slice(None), slice(None), *p)].astype(np.float64))
        if kind == "MaxPool":
            y[(slice(None), slice(None), *at)] = np.max(inside, 0)
        else:
            y[(slice(None), slice(None), *at)] = np.sum(inside, 0) / (
                padded if a.get("count_include_pad") else len(inside)
            )
    return y


def windows(spatial: int) -> list[dict[str, Any]]:
    each = [
        {"kernel_shape": [3], "strides": [2], "pads": [1, 1]},
        {"kernel_shape": [3], "strides": [2], "pads": [0, 1]},
        {"kernel_shape": [4], "strides": [3], "pads": [1, 2]},
        {"kernel_shape": [2], "strides": [2], "dilations": [2], "pads": [1, 1]},
        {"kernel_shape": [3], "strides": [2], "auto_pad": "SAME_UPPER"},
        {"kernel_shape": [2], "strides": [1], "dilations": [3], "auto_pad": "SAME_LOWER"},
    ]
    if spatial == 3:
        each = each[1:5]
    return [
        {k: v if k == "auto_pad" else [p for p in v for _ in range(spatial)] for k, v in a.items()}
        | {"ceil_mode": ceil}
        for a in each
        for ceil in (0, 1)
    ]


@pytest.mark.parametrize("folded", [False, True], ids=["fed", "constant"])
@pytest.mark.parametrize("spatial", [1, 2, 3])
def test_pools_count_what_lies_inside_input_and_padding(spatial: int, folded: bool, tmp_path: Path) -> None:
    x = RANDOM.normal(size=(1, 2, *([9, 8, 6][:spatial]))).astype(np.float32)
    for attributes in windows(spatial):
        for kind, more in (("MaxPool", {}), ("AveragePool", {}), ("AveragePool", {"count_include_pad": 1})):
            a = attributes | more
            got = computed(tmp_path, kind, [x], folded=folded, **a)
            expected = pooled(x, kind, a)
            assert got.shape == expected.shape, (kind, a)
            np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6, err_msg=f"{kind} {a}")


# remainders -----------------------------------------------------------------------------------------------------------

DIVIDENDS = np.array([0.84, 6.0, 1.0, -1.0, 1e9, 5.0, -5.0, 7.5, 0.3, 1e-3, -0.0, 3, 0, np.nan, np.inf])
DIVISORS = np.array([0.02, 0.1, 0.1, 0.1, 3.3, np.inf, -np.inf, -2.0, 0.1, 1e-5, 3, 0, 1, 1, 2])


@pytest.mark.parametrize("folded", [False, True], ids=["fed", "constant"])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_remainders_of_floats_are_exact(dtype: str, folded: bool, tmp_path: Path) -> None:
    with np.errstate(all="ignore"):
        a, b = DIVIDENDS.astype(dtype), DIVISORS.astype(dtype)
        expected = np.fmod(a, b)
    np.testing.assert_array_equal(computed(tmp_path, "Mod", [a, b], folded=folded, fmod=1), expected)


@pytest.mark.parametrize("folded", [False, True], ids=["fed", "constant"])
@pytest.mark.parametrize("fmod", [0, 1])
@pytest.mark.parametrize("dtype", ["int8", "int32", "int64", "uint8", "uint64"])
def test_remainders_of_integers_are_exact(dtype: str, fmod: int, folded: bool, tmp_path: Path) -> None:
    top = np.iinfo(dtype).max
    a = np.array([top, top - 1, 7, 100, np.iinfo(dtype).min, 0, 5], dtype)
    b = np.array([7, top, 3, 7, 7, 3, 2], dtype)
    if np.dtype(dtype).kind == "i":
        b[[2, 4]] = [-3, -7]
    expected = (np.fmod if fmod else np.remainder)(a, b)
    np.testing.assert_array_equal(computed(tmp_path, "Mod", [a, b], folded=folded, fmod=fmod), expected)


# Einsum ---------------------------------------------------------------------------------------------------------------

EQUATIONS = {
    "...ij,...jk->...ik": [(2, 5, 3, 4), (2, 5, 4, 6)], "...ij,jk->...ik": [(2, 3, 4), (4, 6)], "ii->i": [(4, 4)],
    "...ij,...jk->...ik ": [(2, 1, 3, 4), (5, 4, 6)], "ii": [(4, 4)], "bii->b": [(3, 4, 4)], "iij->ji": [(3, 3, 2)],
    "iii->i": [(3, 3, 3)], "ijij->ij": [(2, 3, 2, 3)], "i...i->...": [(3, 2, 4, 3)], "ij,jk": [(3, 4), (4, 5)],
    "ba,ca": [(3, 4), (5, 4)], "b i d , b j d -> b i j": [(2, 3, 4), (2, 5, 4)], "Ba,aB->aB": [(2, 3), (3, 2)],
    "zA,Az": [(2, 3), (3, 2)], "ij,jk,kl->il": [(2, 3), (3, 4), (4, 5)], "bhwc,hkc->bhwk": [(2, 3, 4, 5), (3, 6, 5)],
    "...": [(3, 4)], "ij->": [(3, 4)], "->": [()], ",ij->ij": [(), (2, 3)], "ij,jk->ik": [(3, 1), (4, 2)],
    "i,i->": [(5,), (5,)], "i,j->ij": [(2,), (3,)], "ij, kj -> ik": [(0, 3), (2, 3)], "ij,jk->ki": [(2, 0), (0, 3)],
    "a...,...b,...->b...": [(2, 3, 1), (3, 4, 5), (4,)], "abc,acd,adb->a": [(2, 3, 4), (2, 4, 5), (2, 5, 3)],
}  # fmt: skip


@pytest.mark.parametrize("folded", [False, True], ids=["fed", "constant"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
@pytest.mark.parametrize("equation", EQUATIONS)
def test_einsum_is_numpys(equation: str, dtype: str, folded: bool, tmp_path: Path) -> None:
    given = [np.asarray(RANDOM.normal(size=shape) * 5).astype(dtype) for shape in EQUATIONS[equation]]
    expected = np.einsum(equation.replace(" ", ""), *given)
    got = computed(tmp_path, "Einsum", given, folded=folded, equation=equation)
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, rtol=2e-5, atol=1e-4)


@pytest.mark.parametrize(
    "equation",
    [
        "ij,jk->ii",
        "ij,jk->iz",
        "ij->ji",
        "ij,jk->ik->i",
        "i1,jk->ik",
        "...ij,jk->ik",
        "ijk,jk->i",
        "ij,jj->ij",
        "i.j,jk",
    ],
)
def test_equations_that_mean_nothing_are_refused(equation: str, tmp_path: Path) -> None:
    given = [np.ones((2, 3, 4) if equation.startswith(".") else (2, 3), np.float32), np.ones((4, 5), np.float32)]
    with pytest.raises(ValueError, match="equation"):
        computed(tmp_path, "Einsum", given, folded=False, equation=equation)
