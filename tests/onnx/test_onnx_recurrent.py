"""ONNX's RNN, GRU and LSTM in all their forms run here as in ONNX Runtime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from pydl4j import onnx as ours

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
ACTIVATIONS = {"RNN": 1, "GRU": 2, "LSTM": 3}
OTHERS = ["HardSigmoid", "Relu", "Softsign", "Affine", "LeakyRelu", "Elu", "ScaledTanh", "ThresholdedRelu", "Softplus"]
MODES: dict[str, dict[str, Any]] = {
    "plain": {},
    "bias": {"b": True},
    "states": {"b": True, "states": True},
    "lengths": {"b": True, "lens": [4, 1, 7]},
    "lengths and states": {"b": True, "lens": [7, 5, 2], "states": True},
    "clip": {"b": True, "clip": 0.4},
    "other activations": {"b": True, "activations": True, "states": True},
    "linear before reset": {"b": True, "linear_before_reset": 1, "states": True},
    "linear before reset of lengths": {"b": True, "linear_before_reset": 1, "lens": [3, 7, 6]},
    "peepholes": {"b": True, "p": True, "states": True},
    "peepholes of lengths": {"p": True, "lens": [7, 3, 5]},
    "input forgets": {"b": True, "input_forget": 1},
}


def applies(op: str, mode: dict[str, Any]) -> bool:
    needs = {"linear_before_reset": "GRU", "p": "LSTM", "input_forget": "LSTM"}
    return all(op == wanted for key, wanted in needs.items() if key in mode)


CASES = [
    (op, direction, name, n)
    for op in GATES
    for direction in ("forward", "reverse", "bidirectional")
    for name, mode in MODES.items()
    for n in (5, 64)
    if applies(op, mode)
]


@pytest.mark.parametrize(("op", "direction", "name", "n"), CASES)
def test_recurrent_operators_agree_with_onnx_runtime_in_every_form(
    op: str, direction: str, name: str, n: int, tmp_path: Path
) -> None:
    mode = dict(MODES[name])
    random = np.random.default_rng(1)
    d, g, steps, batch, size = 2 if direction == "bidirectional" else 1, GATES[op], 7, 3, 6

    def make(*shape: int) -> np.ndarray:
        return (random.normal(size=shape) * 0.3).astype("float32")

    w = {"w": make(d, g * n, size), "r": make(d, g * n, n)}
    inputs = ["x", "w", "r", "", "", "", "", ""][: 8 if op == "LSTM" else 6]
    if mode.pop("b", False):
        inputs[3], w["b"] = "b", make(d, 2 * g * n)
    if "lens" in mode:
        inputs[4], w["lens"] = "lens", np.array(mode.pop("lens"), "int32")
    if mode.pop("states", False):
        inputs[5], w["h"] = "h", make(d, batch, n)
        if op == "LSTM":
            inputs[6], w["c"] = "c", make(d, batch, n)
    if mode.pop("p", False):
        inputs[7], w["p"] = "p", make(d, 3 * n)
    if mode.pop("activations", False):
        mode["activations"] = [OTHERS[i % len(OTHERS)] for i in range(ACTIVATIONS[op] * d)]
        keep = [a for a in mode["activations"] if a in ("HardSigmoid", "Affine", "LeakyRelu", "Elu", "ScaledTanh")]
        betas = [0.6 for a in keep if a in ("HardSigmoid", "Affine", "ScaledTanh")]
        mode |= {"activation_alpha": [0.3] * len(keep), "activation_beta": betas} if keep else {}
    outputs = ["y", "yh", "yc"][: 3 if op == "LSTM" else 2]
    made = helper.make_node(op, inputs, outputs, hidden_size=n, direction=direction, **mode)
    x = make(steps, batch, size)
    graph = helper.make_graph(
        [made],
        "test",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["T", batch, size])],
        [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs],
        [numpy_helper.from_array(v, k) for k, v in w.items()],
    )
    path = tmp_path / "model.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8), path)
    want = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, {"x": x})
    got = ours.load(path).run({"x": x})
    for k, v in zip(outputs, want, strict=True):
        np.testing.assert_allclose(np.asarray(got[k]), v, rtol=1e-4, atol=1e-5, err_msg=k)
