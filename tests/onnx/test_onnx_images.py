"""Operators on images in all their modes: ours computes what onnxruntime computes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import helper, numpy_helper

from pydl4j import onnx as ponnx

onnxruntime.set_default_logger_severity(4)
R = np.random.default_rng(12)


def floats(*shape: int) -> np.ndarray:
    return R.standard_normal(shape).astype("float32")


def both(
    path: Path,
    op: str,
    x: np.ndarray,
    inputs: list[np.ndarray | None],
    opset: int,
    attrs: dict[str, Any],
    outputs: int = 1,
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    names = ["" if v is None else f"in{i}" for i, v in enumerate(inputs)]
    out = [f"y{i}" for i in range(outputs)]
    dtype = helper.np_dtype_to_tensor_dtype(x.dtype)
    types = [
        helper.make_tensor_value_info(n, dtype if i == 0 else onnx.TensorProto.INT64, None) for i, n in enumerate(out)
    ]
    constants = [numpy_helper.from_array(v, n) for v, n in zip(inputs, names, strict=True) if v is not None]
    graph = helper.make_graph(
        [helper.make_node(op, ["x", *names], out, **attrs)],
        "g",
        [helper.make_tensor_value_info("x", dtype, x.shape)],
        types,
        constants,
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9), path)
    want = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, {"x": x})
    got = ponnx.load(path).run({"x": x})
    return want, [np.asarray(got[n]) for n in out]


def agree(
    path: Path,
    op: str,
    x: np.ndarray,
    *inputs: np.ndarray | None,
    opset: int = 20,
    outputs: int = 1,
    tolerance: float = 1e-4,
    **attrs: Any,
) -> None:
    want, got = both(path / "model.onnx", op, x, list(inputs), opset, attrs, outputs)
    for w, g in zip(want, got, strict=True):
        np.testing.assert_allclose(g.astype("float64"), w, rtol=0, atol=tolerance)


def resizes() -> Iterator[dict[str, Any]]:
    for position in ["half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric"]:
        for how in ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]:
            yield {"mode": "nearest", "coordinate_transformation_mode": position, "nearest_mode": how}
        yield {"mode": "linear", "coordinate_transformation_mode": position}
        for exclude in [0, 1]:
            yield {
                "mode": "cubic",
                "coordinate_transformation_mode": position,
                "exclude_outside": exclude,
                "cubic_coeff_a": -0.6,
            }
    for mode in ["linear", "cubic"]:
        yield {"mode": mode, "antialias": 1}


@pytest.mark.parametrize("attrs", list(resizes()), ids=lambda a: "-".join(str(v) for v in a.values()))
@pytest.mark.parametrize("sizes", [(1, 2, 14, 5), (1, 2, 3, 19), (1, 2, 21, 22)], ids=str)
def test_resize(tmp_path: Path, attrs: dict[str, Any], sizes: tuple[int, ...]) -> None:
    agree(tmp_path, "Resize", floats(1, 2, 7, 11), None, None, np.array(sizes), opset=19, **attrs)


@pytest.mark.parametrize("mode", ["nearest", "linear"])
def test_resize_crops(tmp_path: Path, mode: str) -> None:
    roi = np.array([0, 0, 0.12, -0.2, 1, 1, 0.83, 1.13], "float32")
    agree(
        tmp_path,
        "Resize",
        floats(1, 2, 7, 11),
        roi,
        None,
        np.array([1, 2, 9, 5]),
        opset=19,
        mode=mode,
        coordinate_transformation_mode="tf_crop_and_resize",
        extrapolation_value=3.0,
    )


@pytest.mark.parametrize("scale", [0.3, 0.6, 0.7, 1.1, 2.0])
@pytest.mark.parametrize("mode", ["nearest", "linear", "cubic"])
def test_resize_by_scales_gives_onnxruntimes_size(tmp_path: Path, mode: str, scale: float) -> None:
    agree(
        tmp_path, "Resize", floats(1, 1, 10, 10), None, np.array([1, 1, scale, scale], "float32"), opset=19, mode=mode
    )


@pytest.mark.parametrize("policy", ["not_larger", "not_smaller"])
def test_resize_keeps_the_aspect_ratio(tmp_path: Path, policy: str) -> None:
    agree(
        tmp_path,
        "Resize",
        floats(1, 1, 6, 10),
        None,
        None,
        np.array([9, 9]),
        opset=19,
        mode="linear",
        axes=[2, 3],
        keep_aspect_ratio_policy=policy,
    )


def test_resize_rounds_bytes(tmp_path: Path) -> None:
    """To the nearest; onnxruntime cuts the fraction off."""
    x = R.integers(0, 256, (1, 3, 9, 8)).astype("uint8")
    agree(tmp_path, "Resize", x, None, None, np.array([1, 3, 13, 5]), opset=19, mode="linear", tolerance=1)


WINDOWS = [
    ((2, 3, 20), {"kernel_shape": [3], "strides": [2], "pads": [1, 0]}),
    ((1, 3, 9, 40), {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}),
    ((1, 3, 9, 40), {"kernel_shape": [3, 2], "strides": [2, 3], "pads": [1, 0, 1, 1], "ceil_mode": 1}),
    ((2, 2, 12, 12), {"kernel_shape": [7, 6], "strides": [5, 4], "auto_pad": "SAME_LOWER"}),
    ((1, 2, 5, 8, 9), {"kernel_shape": [2, 2, 2], "strides": [2, 2, 2]}),
    ((1, 2, 5, 8, 33), {"kernel_shape": [3, 2, 5], "strides": [1, 2, 2], "pads": [1, 0, 2, 1, 1, 2]}),
]


@pytest.mark.parametrize(("shape", "attrs"), WINDOWS)
@pytest.mark.parametrize("dtype", ["float32", "float64", "int8", "uint8"])
def test_max_pool(tmp_path: Path, shape: tuple[int, ...], attrs: dict[str, Any], dtype: str) -> None:
    agree(tmp_path, "MaxPool", (floats(*shape) * 40).astype(dtype), **attrs)


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize(("shape", "attrs"), WINDOWS)
def test_max_pool_tells_places(tmp_path: Path, shape: tuple[int, ...], attrs: dict[str, Any], order: int) -> None:
    agree(tmp_path, "MaxPool", floats(*shape), outputs=2, storage_order=order, **attrs)


@pytest.mark.parametrize("dilations", [[2, 2], [1, 3]])
def test_max_pool_with_dilations(tmp_path: Path, dilations: list[int]) -> None:
    agree(tmp_path, "MaxPool", floats(1, 3, 11, 30), kernel_shape=[3, 2], dilations=dilations, pads=[1, 0, 1, 1])


@pytest.mark.parametrize(("shape", "attrs"), WINDOWS)
def test_average_pool(tmp_path: Path, shape: tuple[int, ...], attrs: dict[str, Any]) -> None:
    agree(tmp_path, "AveragePool", floats(*shape), opset=19, **attrs)


@pytest.mark.parametrize("p", [1, 2, 3])
@pytest.mark.parametrize(("shape", "attrs"), [w for w in WINDOWS if "ceil_mode" not in w[1]])
def test_lp_pool(tmp_path: Path, shape: tuple[int, ...], attrs: dict[str, Any], p: int) -> None:
    agree(tmp_path, "LpPool", floats(*shape), opset=18, p=p, tolerance=1e-3, **attrs)


@pytest.mark.parametrize("mode", ["constant", "reflect", "edge", "wrap"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int8", "uint8", "int64"])
def test_pad(tmp_path: Path, mode: str, dtype: str) -> None:
    agree(
        tmp_path, "Pad", (floats(2, 3, 5, 6) * 9).astype(dtype), np.array([1, 0, 2, 3, 0, 1, 4, 2]), opset=19, mode=mode
    )


@pytest.mark.parametrize("group", [1, 2])
@pytest.mark.parametrize("spatial", [1, 2, 3])
def test_convolutions_and_transposed_ones(tmp_path: Path, spatial: int, group: int) -> None:
    x = floats(2, 4, *[6, 7, 5][:spatial])
    attrs = {
        "group": group,
        "strides": [2, 1, 3][:spatial],
        "dilations": [1, 2, 1][:spatial],
        "pads": [1, 0, 1][:spatial] * 2,
    }
    agree(tmp_path, "Conv", x, floats(6, 4 // group, *[3, 2, 3][:spatial]), floats(6), **attrs)
    agree(
        tmp_path,
        "ConvTranspose",
        x,
        floats(4, 6 // group, *[3, 2, 3][:spatial]),
        floats(6),
        output_padding=[1, 0, 2][:spatial],
        **attrs,
    )


@pytest.mark.parametrize("align", [0, 1])
@pytest.mark.parametrize("padding", ["zeros", "border", "reflection"])
@pytest.mark.parametrize(
    ("mode", "spatial"), [("linear", 2), ("nearest", 2), ("cubic", 2), ("linear", 3), ("nearest", 3)]
)
def test_grid_sample(tmp_path: Path, mode: str, spatial: int, padding: str, align: int) -> None:
    grid = R.uniform(-1.6, 1.6, (2, *[5, 6, 7][:spatial], spatial)).astype("float32")
    agree(
        tmp_path,
        "GridSample",
        floats(2, 3, *[6, 7, 5][:spatial]),
        grid,
        mode=mode,
        padding_mode=padding,
        align_corners=align,
    )


@pytest.mark.parametrize("mode", ["avg", "max"])
@pytest.mark.parametrize("position", ["half_pixel", "output_half_pixel"])
@pytest.mark.parametrize("ratio", [0, 2])
def test_roi_align(tmp_path: Path, mode: str, position: str, ratio: int) -> None:
    corner = R.uniform(0, 6, (5, 2))
    rois = np.concatenate([corner, corner + R.uniform(1, 5, (5, 2))], axis=1).astype("float32")
    agree(
        tmp_path,
        "RoiAlign",
        floats(2, 3, 9, 8),
        rois,
        R.integers(0, 2, 5),
        mode=mode,
        coordinate_transformation_mode=position,
        sampling_ratio=ratio,
        output_height=3,
        output_width=2,
        spatial_scale=0.5,
    )


def test_max_roi_pool(tmp_path: Path) -> None:
    rois = np.array([[0, 0, 0, 5, 6], [1, 2, 3, 4, 4], [0, 6, 6, 30, 30]], "float32")
    agree(tmp_path, "MaxRoiPool", floats(2, 3, 9, 8), rois, pooled_shape=[3, 2], spatial_scale=0.8)


def test_normalizations_of_images(tmp_path: Path) -> None:
    x = floats(2, 6, 5, 30) + 3
    agree(tmp_path, "LRN", x, size=5, alpha=0.3, beta=0.6, bias=1.5)
    agree(tmp_path, "InstanceNormalization", x, floats(6), floats(6), tolerance=1e-3)
    agree(tmp_path, "GroupNormalization", x, floats(6), floats(6), opset=21, num_groups=3, tolerance=1e-3)
    agree(tmp_path, "GroupNormalization", x, floats(3), floats(3), opset=18, num_groups=3, tolerance=1e-3)


def test_grids_columns_and_centers(tmp_path: Path) -> None:
    agree(tmp_path, "AffineGrid", floats(2, 2, 3), np.array([2, 3, 4, 5]))
    agree(tmp_path, "AffineGrid", floats(2, 3, 4), np.array([2, 3, 4, 5, 6]), align_corners=1)
    agree(tmp_path, "Col2Im", floats(2, 12, 30), np.array([5, 6]), np.array([3, 2]), pads=[1, 1, 1, 0])
    agree(tmp_path, "CenterCropPad", floats(4, 7, 5), np.array([7, 4]), axes=[0, 1])
    places = np.array([[[[0, 3], [13, 10]]]])
    agree(tmp_path, "MaxUnpool", floats(1, 1, 2, 2), places, kernel_shape=[2, 2], strides=[2, 2])
