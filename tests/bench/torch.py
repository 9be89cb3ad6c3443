"""PyTorch: eager, compiled and, for images, channels-last; training with fused Adam."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

from tests.bench.timing import Job, classes, normal


class Lstm(nn.Module):
    """An LSTM whose last state is classified."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(64, 128, batch_first=True)
        self.out = nn.Linear(128, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits of sequences [N, T, size]."""
        return self.out(self.lstm(x)[0][:, -1])


def mlp() -> nn.Module:
    """784-512-512-10."""
    return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))


def lenet() -> nn.Module:
    """20 and 50 5x5 kernels, 500 hidden units."""
    return nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10),
    )  # fmt: skip


def vgg() -> nn.Module:
    """Four 3x3 convolutions, two batch norms, 256 hidden units."""
    return nn.Sequential(
        nn.Conv2d(3, 64, 3, padding=1), nn.ReLU(),
        nn.Conv2d(64, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3, padding=1), nn.ReLU(),
        nn.Conv2d(128, 128, 3, padding=1), nn.BatchNorm2d(128), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(8192, 256), nn.ReLU(), nn.Linear(256, 10),
    )  # fmt: skip


def trainer(model: nn.Module, x: torch.Tensor) -> Callable[[], object]:
    """One step of Adam on softmax with cross-entropy."""
    labels = torch.from_numpy(classes(len(x)))
    adam = torch.optim.Adam(model.parameters(), lr=1e-4, fused=True)

    def step() -> None:
        adam.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(model(x), labels).backward()
        adam.step()

    return step


def main() -> None:
    """Measures all cases of the job."""
    job = Job.from_command_line()
    torch.set_num_threads(job.threads)
    torch.manual_seed(1)
    torch.set_flush_denormal(True)
    last = torch.channels_last

    a, b, c = (torch.from_numpy(normal(1024, 1024)) for _ in range(3))
    job.measure("matmul 1024", lambda: torch.mm(a, b, out=c))
    p, q, r = (torch.from_numpy(normal(1_000_000)) for _ in range(3))
    job.measure("add 1e6", lambda: torch.add(p, q, out=r))
    u, v, w = (torch.from_numpy(normal(10)) for _ in range(3))
    job.measure("add 10", lambda: [torch.add(u, v, out=w) for _ in range(100)], per_run=100)

    flat = torch.from_numpy(normal(64, 784))
    job.measure("train mlp", trainer(mlp(), flat))
    small = torch.from_numpy(normal(64, 1, 28, 28))
    job.measure("train lenet", trainer(lenet(), small))
    image = torch.from_numpy(normal(32, 3, 32, 32))
    job.measure("train vgg", trainer(vgg(), image))
    job.measure("train vgg channels-last", trainer(vgg().to(memory_format=last), image.to(memory_format=last)))
    steps = torch.from_numpy(normal(32, 50, 64))
    job.measure("train lstm", trainer(Lstm(), steps))
    for name, model, x in (
        ("mlp", mlp(), flat),
        ("lenet", lenet(), small),
        ("vgg", vgg().to(memory_format=last), image.to(memory_format=last)),
        ("lstm", Lstm(), steps),
    ):
        if job.wants(f"train {name} compiled"):
            job.measure(f"train {name} compiled", trainer(torch.compile(model), x))

    with torch.inference_mode():
        for rows in (1, 64):
            model, x = mlp().eval(), flat[:rows]
            job.measure(f"infer mlp {rows}", lambda m=model, x=x: m(x))
        for rows in (1, 32):
            model, x = vgg().eval().to(memory_format=last), image[:rows].to(memory_format=last)
            job.measure(f"infer vgg {rows}", lambda m=model, x=x: m(x))


if __name__ == "__main__":
    main()
