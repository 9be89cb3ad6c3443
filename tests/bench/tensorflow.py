"""TensorFlow: graphs from `tf.function`, with and without XLA; images are [N, H, W, C]."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow import keras

from tests.bench.cases import FUNCTIONS, Case, normal
from tests.bench.models import Model, Step
from tests.bench.worker import Prepared, Run


def start(threads: int) -> None:
    """So many threads within an operation, one operation at a time."""
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)


def network(model: Model) -> keras.Model:
    """The network of a model; gives logits."""
    keras.utils.set_random_seed(1)
    shape = (*model.shape[1:], model.shape[0]) if len(model.shape) == 3 else model.shape
    values = {"x": keras.Input(shape, dtype="int32" if model.rows else "float32")}
    first = values["x"]
    for step in model.steps:
        values[step.name] = _layer(step, [values[read] for read in step.inputs])
    return keras.Model(first, values[model.steps[-1].name])


def _layer(step: Step, inputs: list[Any]) -> Any:
    size, x = step.sizes, inputs[0]
    act = {"relu": keras.layers.ReLU(), "relu6": keras.layers.ReLU(max_value=6)}.get(size.get("activation", ""))
    if size.get("pad"):
        fill = -1e30 if step.kind == "pool" else 0.0
        pad = size["pad"]
        x = keras.ops.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)), constant_values=fill) if not _same(size) else x
    padding = "same" if _same(size) else "valid"
    if step.kind == "conv":
        window = {"strides": size["stride"], "padding": padding, "use_bias": size["bias"]}
        x = keras.layers.Conv2D(size["out"], size["kernel"], **window)(x)
    elif step.kind == "depthwise":
        x = keras.layers.DepthwiseConv2D(size["kernel"], size["stride"], padding, use_bias=False)(x)
    elif step.kind == "norm":
        x = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(x)
    elif step.kind == "pool":
        x = keras.layers.MaxPool2D(size["kernel"], size["stride"], padding)(x)
    elif step.kind == "mean":
        x = keras.ops.mean(x, axis=(1, 2) if len(x.shape) == 4 else 1)
    elif step.kind == "add":
        x = inputs[0] + inputs[1]
    elif step.kind == "lstm":
        x = keras.layers.LSTM(size["out"])(x)
    elif step.kind == "encoder":
        x = _encoder(size, x)
    elif step.kind == "embed":
        x = keras.layers.Flatten()(keras.layers.Embedding(size["rows"], size["out"])(x))
    else:
        x = keras.layers.Dense(size["out"])(keras.layers.Flatten()(x) if len(x.shape) > 2 else x)
    return act(x) if act else x


def _same(size: dict[str, Any]) -> bool:
    """Whether TensorFlow's "same" pads as much on each side as the step does."""
    return size.get("stride") == 1 and size.get("pad", 0) * 2 + 1 == size.get("kernel")


def _encoder(size: dict[str, Any], x: Any) -> Any:
    features = x.shape[-1]
    attention = keras.layers.MultiHeadAttention(size["heads"], features // size["heads"])
    y = keras.layers.LayerNormalization(epsilon=1e-5)(x + attention(x, x))
    hidden = keras.layers.Dense(size["hidden"], activation="relu")(y)
    return keras.layers.LayerNormalization(epsilon=1e-5)(y + keras.layers.Dense(features)(hidden))


def _given(case: Case) -> Any:
    x = case.x()
    x = np.ascontiguousarray(x.transpose(0, 2, 3, 1)) if x.ndim == 4 else x
    return tf.constant(x.astype("int32") if x.dtype == np.int64 else x)


class LazyAdam:
    """Adam that touches only the rows of a table that have gradients."""

    def __init__(self, table: tf.Variable, rate: float) -> None:
        self.table, self.rate = table, rate
        self.m, self.v, self.t = (tf.Variable(tf.zeros(shape)) for shape in (table.shape, table.shape, ()))

    def apply(self, gradient: tf.IndexedSlices) -> None:
        """One step."""
        rows, places = tf.unique(gradient.indices)
        g = tf.math.unsorted_segment_sum(gradient.values, places, tf.size(rows))
        self.t.assign_add(1.0)
        m = 0.9 * tf.gather(self.m, rows) + 0.1 * g
        v = 0.999 * tf.gather(self.v, rows) + 0.001 * g * g
        rate = self.rate * tf.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t)
        for variable, values in ((self.m, m), (self.v, v)):
            variable.scatter_update(tf.IndexedSlices(values, rows))
        self.table.scatter_sub(tf.IndexedSlices(rate * m / (tf.sqrt(v) + 1e-8), rows))


def trainer(case: Case, *, xla: bool) -> Callable[[], None]:
    """A call that makes all steps of the case."""
    net = network(case.model())
    losses = {
        "classify": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        "regress": keras.losses.MeanSquaredError(),
        "yes": keras.losses.BinaryCrossentropy(from_logits=True),
    }
    loss = losses[case.model().steps[-1].kind]
    tables = [layer.trainable_variables[0].value for layer in net.layers if isinstance(layer, keras.layers.Embedding)]
    lazy = [LazyAdam(table, 1e-4) for table in tables]
    rest = [v for v in net.trainable_variables if all(v.value is not table for table in tables)]
    adam = keras.optimizers.Adam(1e-4, epsilon=1e-8)
    adam.build(rest)

    @tf.function(jit_compile=xla)
    def step(x: tf.Tensor, y: tf.Tensor) -> None:
        with tf.GradientTape() as tape:
            value = loss(y, net(x, training=True))
        gradients = tape.gradient(value, [*[v.value for v in rest], *tables])
        adam.apply(gradients[: len(rest)], rest)
        for updater, gradient in zip(lazy, gradients[len(rest) :], strict=True):
            updater.apply(gradient)

    xs, ys = (tf.split(a, case.steps) for a in (_given(case), tf.constant(case.y())))

    def steps() -> None:
        for x, y in zip(xs, ys, strict=True):
            step(x, y)

    return steps


def prepare(case: Case) -> Prepared | None:
    """The case in each of TensorFlow's modes."""
    if case.kind == "array":
        return None if case.what == "triad" else Prepared({"eager": function(case)})
    if case.kind == "infer":
        net, x = network(case.model()), _given(case)
        answer = tf.function(lambda x: net(x, training=False))
        return Prepared({"graph": Run(lambda: answer(x).numpy())}, close=keras.backend.clear_session)
    if case.kind != "train":
        return None
    modes = {"graph": trainer(case, xla=False)}
    if case.what not in ("recommender", "lstm"):  # XLA knows no unique, and unrolls no loop
        modes["xla"] = trainer(case, xla=True)
    made = {name: Run(call, case.steps) for name, call in modes.items()}
    return Prepared(made, close=keras.backend.clear_session)


def function(case: Case) -> Run:
    """A function of arrays; the result is a new array each time."""
    f = FUNCTIONS[case.what]
    inputs = [tf.cast(tf.constant(normal(*shape)), f.dtype) for shape in f.shapes]
    if case.what.startswith("conv"):
        inputs = [tf.transpose(inputs[0], (0, 2, 3, 1)), tf.transpose(inputs[1], (2, 3, 1, 0))]
    calls: dict[str, Callable[[], object]] = {
        "matmul": lambda: tf.matmul(*inputs),
        "conv": lambda: tf.nn.conv2d(*inputs, 1, "SAME"),
        "add": lambda: inputs[0] + inputs[1],
        "relu": lambda: tf.nn.relu(inputs[0]),
        "sum": lambda: tf.reduce_sum(inputs[0]),
        "softmax": lambda: tf.nn.softmax(inputs[0]),
    }
    call = calls[case.what.split()[0]]
    return Run(lambda: [call() for _ in range(f.repeat)] and None, f.repeat)
