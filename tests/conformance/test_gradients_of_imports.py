"""Imported models are differentiated as PyTorch differentiates them: one graph, several batch sizes and lengths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pydl4j import onnx as ours
from tests.conformance.torch_models import Encoder, Looped, Recurrent, exported, lenet, loop_file, torch


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
    names = [name for name, _ in net.named_parameters()]
    with ours.load(path) as model:
        assert set(names) <= set(model.parameters)
        for shape in (first, second, first):
            check(model, net, torch.randn(*shape), names)


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
