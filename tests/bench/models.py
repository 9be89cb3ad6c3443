"""The models of all cases, described once as data; each engine builds its own network from the same steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """One layer: what it is, the steps that it reads, its sizes.

    Kinds and their sizes (activation is "identity", "relu" or "relu6"):
    conv (out, kernel, stride, pad, bias, activation) · depthwise (kernel, stride, pad, activation, without bias) ·
    norm (batch normalization; activation) · add (of two; activation) · pool (the maximum; kernel, stride, pad) ·
    mean (over height and width, or over time) · dense (out, activation; flattens images) · lstm (out; the last step) ·
    encoder (a transformer's layer, norms behind; heads, hidden) · embed (rows, out; one vector per example) ·
    and, last, classify (out; softmax), regress (out) or yes (one sigmoid).
    """

    name: str
    kind: str
    inputs: tuple[str, ...]
    sizes: dict[str, Any]


@dataclass
class Model:
    """Steps in the order in which they run; the first reads "x", the last is the output.

    ``shape`` is one example's: [size], [C, H, W], [T, size], or, for whole numbers below ``rows``, [count].
    """

    shape: tuple[int, ...]
    rows: int | None = None
    steps: list[Step] = field(default_factory=list)

    def add(self, kind: str, *inputs: str, **sizes: Any) -> str:
        """Adds a step that reads the last one unless told otherwise, and names it."""
        reads = inputs or (self.steps[-1].name if self.steps else "x",)
        self.steps.append(Step(f"{kind}{len(self.steps)}", kind, reads, sizes))
        return self.steps[-1].name

    def conv(self, out: int, kernel: int, *inputs: str, stride: int = 1, bias: bool = False, act: str = "") -> str:
        """A convolution that keeps the size but for its stride; without bias unless told otherwise."""
        sizes = {"kernel": kernel, "stride": stride, "pad": kernel // 2, "bias": bias, "activation": act or "identity"}
        return self.add("conv", *inputs, out=out, **sizes)

    def norm(self, activation: str = "identity") -> str:
        """A batch normalization with an activation."""
        return self.add("norm", activation=activation)


def mlp() -> Model:
    """784-512-512-10."""
    m = Model((784,))
    m.add("dense", out=512, activation="relu")
    m.add("dense", out=512, activation="relu")
    m.add("classify", out=10)
    return m


def lenet() -> Model:
    """20 and 50 5x5 kernels, 500 hidden units."""
    m = Model((1, 28, 28))
    for out in (20, 50):
        m.add("conv", out=out, kernel=5, stride=1, pad=0, bias=True, activation="identity")
        m.add("pool", kernel=2, stride=2, pad=0)
    m.add("dense", out=500, activation="relu")
    m.add("classify", out=10)
    return m


def vgg() -> Model:
    """Four 3x3 convolutions, two batch norms, 256 hidden units."""
    m = Model((3, 32, 32))
    for out in (64, 128):
        m.conv(out, 3, bias=True, act="relu")
        m.conv(out, 3, bias=True)
        m.norm("relu")
        m.add("pool", kernel=2, stride=2, pad=0)
    m.add("dense", out=256, activation="relu")
    m.add("classify", out=10)
    return m


def lstm() -> Model:
    """50 steps of 64 features, 128 units, the last state classified."""
    m = Model((50, 64))
    m.add("lstm", out=128)
    m.add("classify", out=10)
    return m


def resnet18() -> Model:
    """He et al. 2015, at 64x64, 10 classes."""
    return _resnet(64, (2, 2, 2, 2), bottleneck=False, classes=10)


def resnet50() -> Model:
    """He et al. 2015, with the stride in the 3x3 convolution, at 224x224, 1000 classes."""
    return _resnet(224, (3, 4, 6, 3), bottleneck=True, classes=1000)


def _resnet(size: int, blocks: tuple[int, ...], *, bottleneck: bool, classes: int) -> Model:
    m = Model((3, size, size))
    m.conv(64, 7, stride=2)
    m.norm("relu")
    last = m.add("pool", kernel=3, stride=2, pad=1)
    channels = 64
    for stage, count in enumerate(blocks):
        width = 64 << stage
        out = width * (4 if bottleneck else 1)
        for block in range(count):
            stride = 2 if stage and not block else 1
            shortcut = last
            if stride > 1 or channels != out:
                m.conv(out, 1, last, stride=stride)
                shortcut = m.norm()
            if bottleneck:
                m.conv(width, 1, last)
                m.norm("relu")
                m.conv(width, 3, stride=stride)
                m.norm("relu")
                m.conv(out, 1)
            else:
                m.conv(width, 3, last, stride=stride)
                m.norm("relu")
                m.conv(width, 3)
            last = m.add("add", m.norm(), shortcut, activation="relu")
            channels = out
    m.add("mean")
    m.add("classify", out=classes)
    return m


def mobilenetv2() -> Model:
    """Sandler et al. 2018, at 224x224, 1000 classes."""
    m = Model((3, 224, 224))
    m.conv(32, 3, stride=2)
    last, channels = m.norm("relu6"), 32
    rows = (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)
    for expand, out, count, first in rows:
        for block in range(count):
            stride, before, inside = (1 if block else first), channels, last
            if expand > 1:
                m.conv(channels * expand, 1, inside)
                inside = m.norm("relu6")
            m.add("depthwise", inside, kernel=3, stride=stride, pad=1, activation="identity")
            m.norm("relu6")
            m.conv(out, 1)
            narrow = m.norm()
            same = stride == 1 and before == out
            last, channels = (m.add("add", narrow, last, activation="identity") if same else narrow), out
    m.conv(1280, 1)
    m.norm("relu6")
    m.add("mean")
    m.add("classify", out=1000)
    return m


def transformer() -> Model:
    """4 encoder layers over 128 steps of 256 features, averaged and classified."""
    m = Model((128, 256))
    for _ in range(4):
        m.add("encoder", heads=8, hidden=1024)
    m.add("mean")
    m.add("classify", out=10)
    return m


def autoencoder() -> Model:
    """784-512-128-32-128-512-784 on squared errors."""
    m = Model((784,))
    for out in (512, 128, 32, 128, 512):
        m.add("dense", out=out, activation="relu")
    m.add("regress", out=784)
    return m


def recommender() -> Model:
    """26 numbers a row into a table of 1e6 x 32, then 832-256-64-1."""
    m = Model((26,), rows=1_000_000)
    m.add("embed", rows=1_000_000, out=32)
    m.add("dense", out=256, activation="relu")
    m.add("dense", out=64, activation="relu")
    m.add("yes", out=1)
    return m


MODELS: dict[str, Callable[[], Model]] = {
    make.__name__: make
    for make in (mlp, lenet, vgg, lstm, resnet18, transformer, autoencoder, recommender, resnet50, mobilenetv2)
}
