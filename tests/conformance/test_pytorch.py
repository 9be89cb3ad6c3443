"""Training from the same parameters on the same minibatches gives PyTorch's parameters."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch comes with the extra 'bench'")

from pydl4j.nn import (  # noqa: E402
    LSTM,
    Adam,
    BatchNormalization,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    LastTimeStep,
    MultiLayerNetwork,
    OutputLayer,
    Sgd,
    SubsamplingLayer,
)

STEPS = 5
CLASSES = 4


def batches(*shape: int) -> list[tuple[np.ndarray, np.ndarray]]:
    random = np.random.default_rng(3)
    return [
        (random.standard_normal((8, *shape), dtype=np.float32), random.integers(0, CLASSES, 8)) for _ in range(STEPS)
    ]


def train_torch(model: torch.nn.Module, optimizer: torch.optim.Optimizer, data: list) -> list[float]:
    losses = []
    for x, y in data:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(torch.from_numpy(x)), torch.from_numpy(y))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_ours(net: MultiLayerNetwork, data: list) -> list[float]:
    losses = []
    for x, y in data:
        net.fit(x, y, batch_size=len(x), progress=False)
        losses.append(net.score())
    return losses


def dense(net: MultiLayerNetwork, name: str, linear: torch.nn.Linear) -> None:
    net.set_param(f"{name}_W", linear.weight.detach().numpy().T)
    net.set_param(f"{name}_b", linear.bias.detach().numpy())


def same(net: MultiLayerNetwork, name: str, expected: torch.Tensor, tolerance: float = 2e-5) -> None:
    np.testing.assert_allclose(np.array(net.get_param(name)), expected.detach().numpy(), atol=tolerance, err_msg=name)


def test_a_dense_network_trains_with_adam_as_in_pytorch() -> None:
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Linear(6, 16), torch.nn.Tanh(), torch.nn.Linear(16, CLASSES))
    net = MultiLayerNetwork(
        [DenseLayer(16, activation="tanh"), OutputLayer(CLASSES, loss="mcxent", activation="softmax")],
        input_type=InputType.feed_forward(6), updater=Adam(1e-2),
    ).init()  # fmt: skip
    dense(net, "layer0", model[0])
    dense(net, "layer1", model[2])
    data = batches(6)
    expected = train_torch(model, torch.optim.Adam(model.parameters(), lr=1e-2), data)
    np.testing.assert_allclose(train_ours(net, data), expected, rtol=1e-4)
    same(net, "layer0_W", model[0].weight.T)
    same(net, "layer1_W", model[2].weight.T)
    same(net, "layer1_b", model[2].bias)


def test_a_convolutional_network_with_batch_norm_trains_as_in_pytorch() -> None:
    torch.manual_seed(2)
    model = torch.nn.Sequential(
        torch.nn.Conv2d(2, 8, 3, padding=1), torch.nn.BatchNorm2d(8), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Linear(8 * 4 * 4, CLASSES),
    )  # fmt: skip
    net = MultiLayerNetwork(
        [
            ConvolutionLayer(8, kernel_size=(3, 3), padding=(1, 1), activation="identity"),
            BatchNormalization(activation="relu"),
            SubsamplingLayer(),
            OutputLayer(CLASSES, loss="mcxent", activation="softmax"),
        ],
        input_type=InputType.convolutional(8, 8, 2), updater=Sgd(0.05),
    ).init()  # fmt: skip
    net.set_param("layer0_W", model[0].weight.detach().numpy())
    net.set_param("layer0_b", model[0].bias.detach().numpy())
    dense(net, "layer3", model[5])
    data = batches(2, 8, 8)
    expected = train_torch(model, torch.optim.SGD(model.parameters(), lr=0.05), data)
    np.testing.assert_allclose(train_ours(net, data), expected, rtol=1e-4)
    same(net, "layer0_W", model[0].weight)
    same(net, "layer1_gamma", model[1].weight)
    same(net, "layer1_beta", model[1].bias)
    same(net, "layer3_W", model[5].weight.T)


def test_an_lstm_trains_as_in_pytorch() -> None:
    torch.manual_seed(3)
    size, n = 5, 7
    lstm, out = torch.nn.LSTM(size, n, batch_first=True), torch.nn.Linear(n, CLASSES)
    with torch.no_grad():
        lstm.bias_hh_l0.zero_()
    lstm.bias_hh_l0.requires_grad_(False)  # one bias, as in DL4J
    net = MultiLayerNetwork(
        [LastTimeStep(LSTM(n)), OutputLayer(CLASSES, loss="mcxent", activation="softmax")],
        input_type=InputType.recurrent(size, 9), updater=Sgd(0.1),
    ).init()  # fmt: skip

    def ours(gates: torch.Tensor) -> torch.Tensor:
        """PyTorch's rows i, f, g, o as our columns: candidate, forget, output, input gate."""
        i, f, g, o = gates.split(n)
        blocks = torch.cat([g, f, o, i])
        return blocks.T if blocks.dim() == 2 else blocks

    net.set_param("layer0_W", ours(lstm.weight_ih_l0).detach().numpy())
    net.set_param("layer0_RW", ours(lstm.weight_hh_l0).detach().numpy())
    net.set_param("layer0_b", ours(lstm.bias_ih_l0).detach().numpy())
    dense(net, "layer1", out)

    class Last(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return out(lstm(x.transpose(1, 2))[0][:, -1])

    data = batches(size, 9)
    parameters = [p for p in (*lstm.parameters(), *out.parameters()) if p.requires_grad]
    expected = train_torch(Last(), torch.optim.SGD(parameters, lr=0.1), data)
    np.testing.assert_allclose(train_ours(net, data), expected, rtol=1e-4)
    same(net, "layer0_W", ours(lstm.weight_ih_l0))
    same(net, "layer0_RW", ours(lstm.weight_hh_l0))
    same(net, "layer0_b", ours(lstm.bias_ih_l0))
