"""pydl4j as its users run it: `ComputationGraph.fit` and `output`, and array functions."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from pydl4j import nd, onnx
from pydl4j import nn as layers
from pydl4j.nn import Adam, ComputationGraph, ElementWiseVertex, InputType, NeuralNetConfiguration
from tests.bench import arrays
from tests.bench.bandwidth import triad
from tests.bench.cases import FUNCTIONS, Case, normal
from tests.bench.exported import Exported
from tests.bench.models import Model, Step
from tests.bench.operators import OPERATORS
from tests.bench.worker import Prepared, Run

_threads = 0
_CALLS = {"mlp": 2048, "resnet18": 256}


def start(threads: int) -> None:
    """Remembers the number of threads of the networks to come."""
    global _threads
    _threads = threads


def network(model: Model) -> ComputationGraph:
    """The network of a model; Adam, a lazy one on tables."""
    graph = NeuralNetConfiguration.builder().seed(1).weight_init("relu").updater(Adam(1e-4)).graph_builder()
    graph.add_inputs("x").set_input_types(_input(model))
    for step in model.steps:
        _add(graph, step)
    net = ComputationGraph(graph.set_outputs(model.steps[-1].name).build()).init()
    net.set_threads(_threads)
    return net


def _input(model: Model) -> object:
    if model.rows is not None:
        return InputType.recurrent(1, model.shape[0])
    if len(model.shape) == 3:
        channels, height, width = model.shape
        return InputType.convolutional(height, width, channels)
    if len(model.shape) == 2:
        return InputType.recurrent(model.shape[1], model.shape[0])
    return InputType.feed_forward(model.shape[0])


def _add(graph: object, step: Step) -> None:
    """Adds a step as a layer of its name; what it needs beside, as "name.part"."""
    size, inputs = step.sizes, step.inputs
    act = {"activation": size.get("activation", "identity")}
    window = {}
    if "kernel" in size:
        window = {"kernel_size": (size["kernel"],) * 2, "stride": (size["stride"],) * 2, "padding": (size["pad"],) * 2}
    if step.kind == "add":
        graph.add_vertex(f"{step.name}.sum", ElementWiseVertex("add"), *inputs)
        graph.add_layer(step.name, layers.ActivationLayer(size["activation"]), f"{step.name}.sum")
        return
    if step.kind == "embed":
        table = layers.EmbeddingSequenceLayer(size["rows"], n_out=size["out"], updater=layers.LazyAdam(1e-4))
        graph.add_layer(f"{step.name}.rows", table, *inputs)
        graph.add_layer(step.name, layers.FlattenLayer(), f"{step.name}.rows")
        return
    make: dict[str, Callable[[], layers.Layer]] = {
        "conv": lambda: layers.ConvolutionLayer(size["out"], has_bias=size["bias"], **window, **act),
        "depthwise": lambda: layers.DepthwiseConvolution2D(has_bias=False, **window, **act),
        "norm": lambda: layers.BatchNormalization(**act),
        "pool": lambda: layers.SubsamplingLayer(**window),
        "mean": lambda: layers.GlobalPoolingLayer("avg"),
        "dense": lambda: layers.DenseLayer(size["out"], **act),
        "lstm": lambda: layers.LastTimeStep(layers.LSTM(size["out"])),
        "encoder": lambda: layers.TransformerEncoderLayer(size["heads"], n_feed_forward=size["hidden"]),
        "classify": lambda: layers.OutputLayer(size["out"], loss="mcxent", activation="softmax"),
        "regress": lambda: layers.OutputLayer(size["out"], loss="mse", activation="identity"),
        "yes": lambda: layers.OutputLayer(size["out"], loss="xent", activation="sigmoid"),
    }
    graph.add_layer(step.name, make[step.kind](), *inputs)


def prepare(case: Case) -> Prepared | None:
    """The case as a user would run it."""
    if case.what == "triad":
        return Prepared({"C++": triad(FUNCTIONS[case.what].shapes[0], _threads)})
    if case.kind == "array":
        return Prepared({"pydl4j": function(case)})
    if case.kind == "start":
        return None
    if case.kind == "nd":
        return Prepared({"pydl4j": operation(case)})
    if case.kind == "op":
        node = onnx.load(OPERATORS[case.what].write(Exported.of(case).model), threads=_threads)
        fed = OPERATORS[case.what].feeds()
        return Prepared({"pydl4j": Run(lambda: node.run(fed))}, close=node.close)
    net = network(case.model())
    if case.kind == "train":
        return Prepared({"pydl4j": training(net, case)}, close=net.close)
    if case.kind == "busy":
        alone = network(case.model())
        alone.set_threads(1)
        modes = {"one thread, alone": training(alone, case), "busy": replace(training(net, case), busy=True)}
        return Prepared(modes, close=lambda: (net.close(), alone.close()))
    if case.kind == "bf16":
        rounded = network(case.model())
        rounded.set_precision("bfloat16")
        modes = {"f32": training(net, case), "bf16": training(rounded, case)}
        return Prepared(modes, close=lambda: (net.close(), rounded.close()))
    if case.kind == "infer":
        return Prepared({"pydl4j": answers(net, case)}, close=net.close)
    if case.kind == "first":
        return Prepared({"new shape": first_answers(net, case)}, close=net.close)
    return Prepared(callers(net, case), close=net.close)


def training(net: ComputationGraph, case: Case) -> Run:
    """Minibatches of arrays, in order."""
    x, y = Exported.as_ours(case.x()), case.y()
    return Run(lambda: net.fit(x, y, batch_size=case.batch, shuffle=False, progress=False), case.steps)


def answers(net: ComputationGraph, case: Case) -> Run:
    """The output for one array; the model and the answers are left for ONNX Runtime."""
    x = nd.array(Exported.as_ours(case.x()))
    exported = Exported.of(case)
    exported.remove()
    try:
        net.to_onnx(exported.model)
        np.save(exported.answers, np.asarray(net.output(x)))
    except NotImplementedError:
        exported.remove()
    return Run(lambda: net.output(x))


def first_answers(net: ComputationGraph, case: Case) -> Run:
    """The output for one row more in each call; the plan of each is new."""
    net.output(normal(case.batch, *case.model().shape))
    arrays = (normal(rows, *case.model().shape) for rows in itertools.count(case.batch + 1))
    waiting = [next(arrays)]

    def answer() -> None:
        net.output(waiting.pop())
        waiting.append(next(arrays))

    return Run(answer, once=True)


def callers(net: ComputationGraph, case: Case) -> dict[str, Run]:
    """Answers by one network to few threads and to 64."""
    x, calls = nd.array(case.x()), _CALLS[case.what]

    def by(count: int, threads: int) -> Run:
        pool = ThreadPoolExecutor(count)

        def each(_: int) -> None:
            for _ in range(calls // count):
                net.output(x)

        def all_callers() -> None:
            net.set_threads(threads)
            for done in [pool.submit(each, i) for i in range(count)]:
                done.result()

        return Run(all_callers, calls)

    settings = {f"{count} of {threads}": by(count, threads) for count, threads in ((1, 1), (2, 1), (4, 1), (1, 2))}
    return {**settings, "64 callers": by(64, _threads)}


def function(case: Case) -> Run:
    """A function of arrays; the result is a new array each time."""
    f = FUNCTIONS[case.what]
    inputs = [nd.array(normal(*shape), dtype=f.dtype) for shape in f.shapes]
    calls: dict[str, Callable[[], object]] = {
        "matmul": lambda: inputs[0] @ inputs[1],
        "conv": lambda: nd.ops.conv(*inputs, pads=(1, 1, 1, 1)),
        "add": lambda: inputs[0] + inputs[1],
        "relu": lambda: nd.ops.relu(inputs[0]),
        "sum": lambda: nd.ops.reduce_sum(inputs[0], keepdims=0),
        "softmax": lambda: nd.ops.softmax(inputs[0], axis=-1),
    }
    call = calls[case.what.split()[0]]
    return Run(lambda: [call() for _ in range(f.repeat)] and None, f.repeat)


class Library:
    """What `arrays.OPERATIONS` asks of nd."""

    exp, tanh, where, concat, cast = nd.exp, nd.tanh, nd.where, nd.concat, nd.astype
    chain = nd.jit(arrays.chain(nd))

    @staticmethod
    def sort(x: nd.Array) -> nd.Array:
        """Ascending."""
        return nd.sort(x)

    @staticmethod
    def argsort(x: nd.Array) -> nd.Array:
        """Places, ascending."""
        return nd.argsort(x)

    @staticmethod
    def cumsum(x: nd.Array) -> nd.Array:
        """Along the only axis."""
        return nd.cumulative_sum(x)

    @staticmethod
    def sum(x: nd.Array, axis: int) -> nd.Array:
        """Over an axis."""
        return x.sum(axis)

    @staticmethod
    def copy(x: nd.Array) -> nd.Array:
        """Dense."""
        return x.copy()

    @staticmethod
    def put(x: nd.Array, at: nd.Array, values: nd.Array) -> None:
        """In place."""
        x[at] = values

    @staticmethod
    def random(shape: tuple[int, ...]) -> nd.Array:
        """From [0, 1)."""
        return _rng().random(shape)

    @staticmethod
    def normal(shape: tuple[int, ...]) -> nd.Array:
        """Standard normal."""
        return _rng().standard_normal(shape)


@functools.cache
def _rng() -> nd.random.Generator:
    return nd.random.default_rng(0)


def operation(case: Case) -> Run:
    """A function of arrays as its users write it."""
    inputs, n = [nd.array(a) for a in arrays.operands(case.what, case.batch)], arrays.repeat(case.batch)
    call = arrays.OPERATIONS[case.what].call
    return Run(lambda: [call(Library, *inputs) for _ in range(n)] and None, n)
