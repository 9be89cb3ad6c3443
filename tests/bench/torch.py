"""PyTorch: eager, compiled and, for images, channels-last; training with fused Adam."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tests.bench import arrays
from tests.bench.cases import FUNCTIONS, Case, normal
from tests.bench.models import Model, Step
from tests.bench.worker import Prepared, Run

LAST = torch.channels_last


class Last(nn.Module):
    """The last step of an LSTM over [N, T, size]."""

    def __init__(self, size: int, out: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(size, out, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[N, out]."""
        return self.lstm(x)[0][:, -1]


class Mean(nn.Module):
    """The mean over height and width, or over time."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[N, features]."""
        return x.mean(dim=(2, 3)) if x.dim() == 4 else x.mean(dim=1)


class Add(nn.Module):
    """The sum of two."""

    def forward(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """x + y."""
        return x + y


class Steps(nn.Module):
    """A model's steps. Gives logits while training, then the answers."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.layers = nn.ModuleList(_layer(step, model) for step in model.steps)
        self.reads = [step.inputs for step in model.steps]
        self.names = [step.name for step in model.steps]
        self.answer = {"classify": nn.Softmax(-1), "yes": nn.Sigmoid(), "regress": nn.Identity()}[model.steps[-1].kind]
        with torch.no_grad():
            self.eval()(torch.from_numpy(_example(model)))  # sizes that layers take from their inputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[N, out]."""
        values = {"x": x}
        for name, reads, layer in zip(self.names, self.reads, self.layers, strict=True):
            values[name] = last = layer(*[values[read] for read in reads])
        return last if self.training else self.answer(last)


def _example(model: Model) -> Any:
    x = normal(2, *model.shape)
    return x if model.rows is None else abs(x).astype("int64")


def _layer(step: Step, model: Model) -> nn.Module:
    size = step.sizes
    window = {"stride": size.get("stride"), "padding": size.get("pad")}
    act = {"relu": nn.ReLU, "relu6": nn.ReLU6, "identity": None}[size.get("activation", "identity")]
    made: list[nn.Module]
    if step.kind == "conv":
        made = [nn.LazyConv2d(size["out"], size["kernel"], bias=size["bias"], **window)]
    elif step.kind == "depthwise":
        made = [Depthwise(size["kernel"], **window)]
    elif step.kind == "norm":
        made = [nn.LazyBatchNorm2d()]
    elif step.kind == "pool":
        made = [nn.MaxPool2d(size["kernel"], **window)]
    elif step.kind == "lstm":
        made = [Last(model.shape[-1], size["out"])]
    elif step.kind == "encoder":
        made = [nn.TransformerEncoderLayer(model.shape[-1], size["heads"], size["hidden"], 0.0, batch_first=True)]
    elif step.kind == "embed":
        made = [nn.Embedding(size["rows"], size["out"], sparse=True), nn.Flatten()]
    elif step.kind == "mean":
        made = [Mean()]
    elif step.kind == "add":
        return Add() if act is None else Activated(Add(), act())
    else:
        made = [nn.Flatten(), nn.LazyLinear(size["out"])]
    if act is not None:
        made.append(act())
    return made[0] if len(made) == 1 else nn.Sequential(*made)


class Activated(nn.Module):
    """A layer of several inputs with an activation."""

    def __init__(self, layer: nn.Module, activation: nn.Module) -> None:
        super().__init__()
        self.layer, self.activation = layer, activation

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        """act(layer(inputs))."""
        return self.activation(self.layer(*inputs))


class Depthwise(nn.LazyConv2d):
    """A convolution of each channel by itself."""

    def __init__(self, kernel: int, *, stride: int, padding: int) -> None:
        super().__init__(0, kernel, stride=stride, padding=padding, bias=False)

    def initialize_parameters(self, x: torch.Tensor) -> None:
        """As many groups and outputs as the input has channels."""
        self.groups = self.out_channels = x.shape[1]
        super().initialize_parameters(x)


def network(model: Model) -> Steps:
    """The network of a model, the same weights in every process."""
    torch.manual_seed(1)
    return Steps(model)


def trainer(net: nn.Module, case: Case, *, last: bool = False, bf16: bool = False) -> Callable[[], None]:
    """A call that makes all steps of the case; Adam, a lazy one on tables."""
    xs, ys = (torch.from_numpy(a).split(case.batch) for a in (case.x(), case.y()))
    xs = tuple(x.contiguous(memory_format=LAST) for x in xs) if last else xs
    tables = [p for m in net.modules() if isinstance(m, nn.Embedding) for p in m.parameters()]
    rest = [p for p in net.parameters() if all(p is not table for table in tables)]
    updaters: list[torch.optim.Optimizer] = [torch.optim.Adam(rest, lr=1e-4, fused=True)]
    if tables:
        updaters.append(torch.optim.SparseAdam(tables, lr=1e-4))
    functions = {"classify": nn.CrossEntropyLoss(), "regress": nn.MSELoss(), "yes": nn.BCEWithLogitsLoss()}
    loss = functions[case.model().steps[-1].kind]
    net.train()

    def steps() -> None:
        for x, y in zip(xs, ys, strict=True):
            for updater in updaters:
                updater.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
                out = net(x)
            loss(out.float(), y).backward()
            for updater in updaters:
                updater.step()

    return steps


def flops(case: Case) -> int:
    """Of one training step, or of one answer: products and sums of matrices and convolutions."""
    net, model = network(case.model()), case.model()
    training = case.kind in ("train", "bf16", "busy")
    counter = FlopCounterMode(display=False)
    recurrent = 0
    for step in model.steps:
        if step.kind == "lstm":  # which the counter does not see
            recurrent += 2 * model.shape[0] * 4 * step.sizes["out"] * (model.shape[1] + step.sizes["out"])
    x = torch.from_numpy(case.x()[: case.batch])
    with counter:
        net.train(training)
        out = net(x)
        if training:
            out.sum().backward()
    return counter.get_total_flops() + recurrent * case.batch * (3 if training else 1)


def start(threads: int) -> None:
    """Threads, and denormals as zeros as the others have them."""
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)


def prepare(case: Case) -> Prepared | None:
    """The case in each of PyTorch's modes."""
    if case.kind == "array":
        return Prepared({"eager": function(case)})
    if case.kind == "nd":
        return Prepared(operation(case))
    if case.kind == "infer":
        return Prepared({"eager": answers(case)}, {"flops": flops(case)})
    if case.kind == "busy":
        return Prepared({"busy": Run(trainer(network(case.model()), case), case.steps, busy=True)})
    if case.kind not in ("train", "bf16"):
        return None
    bf16 = case.kind == "bf16"
    image = len(case.model().shape) == 3
    compiled = torch.compile(network(case.model()).to(memory_format=LAST if image else torch.contiguous_format))
    modes = {
        "eager": trainer(network(case.model()), case, bf16=bf16),
        "compiled": trainer(compiled, case, last=image, bf16=bf16),
    }
    if image:
        net = network(case.model()).to(memory_format=LAST)
        modes["channels-last"] = trainer(net, case, last=True, bf16=bf16)
    made = {name: Run(call, case.steps) for name, call in modes.items()}
    return Prepared(made, {"flops": flops(case)}, torch._dynamo.reset)


def answers(case: Case) -> Run:
    """The network's output, channels-last for images."""
    net, x = network(case.model()).eval(), torch.from_numpy(case.x())
    if x.dim() == 4:
        net, x = net.to(memory_format=LAST), x.to(memory_format=LAST)
    return Run(torch.inference_mode()(lambda: net(x)))


def function(case: Case) -> Run:
    """A function of arrays, its result into a given array."""
    f = FUNCTIONS[case.what]
    inputs = [torch.from_numpy(normal(*shape)).to(getattr(torch, f.dtype)) for shape in f.shapes]
    out = torch.empty_like(inputs[0])
    images = [a.to(memory_format=LAST) if a.dim() == 4 else a for a in inputs]
    calls: dict[str, Callable[[], object]] = {
        "matmul": lambda: torch.mm(*inputs, out=out),
        "conv": lambda: nn.functional.conv2d(*images, padding=1),
        "add": lambda: torch.add(*inputs, out=out),
        "triad": lambda: torch.add(*inputs, alpha=3.0, out=out),
        "relu": lambda: torch.clamp_min(inputs[0], 0.0, out=out),
        "sum": lambda: inputs[0].sum(),
        "softmax": lambda: torch.softmax(inputs[0], -1, out=out),
    }
    call = calls[case.what.split()[0]]
    return Run(torch.inference_mode()(lambda: [call() for _ in range(f.repeat)]), f.repeat)


class Library:
    """What `arrays.OPERATIONS` asks of PyTorch."""

    exp, tanh, where, concat, argsort, sum = torch.exp, torch.tanh, torch.where, torch.cat, torch.argsort, torch.sum
    chain = staticmethod(arrays.chain(torch))

    @staticmethod
    def cast(x: torch.Tensor, dtype: str) -> torch.Tensor:
        """In another type."""
        return x.to(getattr(torch, dtype))

    @staticmethod
    def cumsum(x: torch.Tensor) -> torch.Tensor:
        """Along the only axis."""
        return torch.cumsum(x, 0)

    @staticmethod
    def copy(x: torch.Tensor) -> torch.Tensor:
        """Dense."""
        return x.clone(memory_format=torch.contiguous_format)

    @staticmethod
    def sort(x: torch.Tensor) -> torch.Tensor:
        """Without the places."""
        return torch.sort(x).values

    @staticmethod
    def put(x: torch.Tensor, at: torch.Tensor, values: torch.Tensor) -> None:
        """In place."""
        x[at] = values

    @staticmethod
    def random(shape: tuple[int, ...]) -> torch.Tensor:
        """From [0, 1)."""
        return torch.rand(shape)

    @staticmethod
    def normal(shape: tuple[int, ...]) -> torch.Tensor:
        """Standard normal."""
        return torch.randn(shape)


def operation(case: Case) -> dict[str, Run]:
    """A function of arrays as its users write it; a chain compiled as well."""
    inputs, n = [torch.from_numpy(a) for a in arrays.operands(case.what, case.batch)], arrays.repeat(case.batch)
    call = arrays.OPERATIONS[case.what].call
    modes = {"eager": Library}
    if case.what == "chain":
        modes["compiled"] = type("Compiled", (Library,), {"chain": staticmethod(torch.compile(Library.chain))})

    def run(library: type[Library]) -> Run:
        return Run(torch.inference_mode()(lambda: [call(library, *inputs) for _ in range(n)] and None), n)

    return {name: run(library) for name, library in modes.items()}
