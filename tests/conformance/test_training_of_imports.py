"""Imported models are trained as PyTorch trains them: losses, parameters and running moments, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from pydl4j import nn
from pydl4j import onnx as ours
from tests.conformance.torch_models import Encoder, Looped, Recurrent, exported, lenet, loop_file, torch

F = torch.nn.functional
SGD = (nn.Sgd(0.05), lambda p: torch.optim.SGD(p, 0.05))
ADAM = (nn.Adam(0.01), lambda p: torch.optim.Adam(p, 0.01))
# no biases before batch norm: their gradients are noise around 0, which Adam makes steps of full size of
CASES = {
    "lenet with batch norm": (lambda: lenet(biased=False, dropped=0.0), (1, 28, 28), 10, {0: "N"}, ADAM),
    "lstm": (Recurrent, (5, 4), 3, {0: "N", 1: "T"}, SGD),
    "transformer encoder": (Encoder, (5, 16), 16, {0: "N", 1: "T"}, SGD),
}


def steps(model: ours.Model, net: Any, shape: tuple[int, ...], classes: int, updater: Any, optimizer: Any) -> None:
    """Three steps each with batches of two sizes; the encoder's outputs are classified one by one."""
    sparse = "sparse_softmax_cross_entropy"
    for n in (4, 6, 4):
        x = torch.randn(n, *shape)
        y = net(x)
        target = torch.randint(0, classes, y.shape[:-1])
        optimizer.zero_grad()
        loss = F.cross_entropy(y.flatten(0, -2), target.flatten())
        loss.backward()
        optimizer.step()
        if y.ndim == 2:
            labels, of = target.numpy(), sparse
        else:
            labels, of = np.eye(classes, dtype="f4")[target.numpy()], crossed
        told = model.fit(x.numpy(), labels, loss=of, updater=updater, batch_size=n, shuffle=False, progress=False)
        np.testing.assert_allclose(told.losses, [loss.item()], rtol=1e-5)


def crossed(labels: Any, scores: Any) -> Any:
    """Cross-entropy of each position."""
    return -(labels * scores.graph.nn.log_softmax(scores)).sum(axis=-1).mean()


@pytest.mark.parametrize("name", CASES)
def test_steps_of_training_are_pytorchs(name: str, tmp_path: Path) -> None:
    make, shape, classes, axes, (updater, optimizer) = CASES[name]
    torch.manual_seed(0)
    net = make().eval()
    path = tmp_path / "model.onnx"
    exported(net, torch.randn(2, *shape), axes, path)
    net.train()
    with ours.load(path, training=True) as model:
        steps(model, net, shape, classes, updater, optimizer(net.parameters()))
        for parameter, values in net.named_parameters():
            got = np.asarray(model.graph.get_array(parameter))
            np.testing.assert_allclose(got, values.detach().numpy(), rtol=1e-3, atol=2e-5, err_msg=parameter)
        for buffer, values in net.named_buffers():
            if buffer.endswith("running_mean"):
                got = np.asarray(model.graph.get_array(buffer))
                np.testing.assert_allclose(got, values.numpy(), rtol=1e-4, atol=1e-5, err_msg=buffer)


def test_a_file_in_training_mode_has_pytorchs_outputs_and_gradients_at_two_sizes(tmp_path: Path) -> None:
    torch.manual_seed(1)
    net = lenet(dropped=0.0).train()
    path = tmp_path / "model.onnx"
    exported(net, torch.randn(2, 1, 28, 28), {0: "N"}, path)
    assert any(n.op_type == "BatchNormalization" and n.attribute for n in onnx.load(path).graph.node)
    names = [name for name, _ in net.named_parameters()]
    with ours.load(path) as model:
        for n in (3, 5):
            net.zero_grad()
            x = torch.randn(n, 1, 28, 28)
            y = net(x)
            weights = torch.rand(y.shape)
            (y * weights).sum().backward()
            np.testing.assert_allclose(np.asarray(model(x.numpy())), y.detach().numpy(), rtol=1e-4, atol=1e-5)
            got = model.gradients({"x": x.numpy()}, wrt=names, seed=weights.numpy())
            for name, parameter in net.named_parameters():
                want = parameter.grad.numpy()
                bound = 2e-5 * max(1, np.abs(want).max())
                np.testing.assert_allclose(np.asarray(got[name]), want, rtol=1e-4, atol=bound, err_msg=name)


def test_a_model_with_a_loop_is_trained_as_pytorch_trains_it(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = Looped()
    path = tmp_path / "loop.onnx"
    loop_file(net, path)
    file = onnx.load(path)
    file.graph.initializer.append(numpy_helper.from_array(np.array(3), "rounds"))
    onnx.save(file, path)
    optimizer = torch.optim.SGD(net.parameters(), 0.02)
    with ours.load(path) as model:
        assert set(model.parameters) == {"w", "b"}
        for n in (2, 5, 2):
            x, target = torch.randn(n, 4), torch.randn(n)
            optimizer.zero_grad()
            loss = F.mse_loss(net(x), target)
            loss.backward()
            optimizer.step()
            told = model.fit(
                x.numpy(),
                target.numpy(),
                loss="mean_squared_error",
                updater=nn.Sgd(0.02),
                batch_size=n,
                shuffle=False,
                progress=False,
            )
            np.testing.assert_allclose(told.losses, [loss.item()], rtol=1e-5)
        for name, values in net.named_parameters():
            got = np.asarray(model.graph.get_array(name))
            np.testing.assert_allclose(got, values.detach().numpy(), rtol=1e-4, atol=1e-5, err_msg=name)
