"""Contract tests for records of your own jars, to be called from pytest: what our own records are held to as well.

Each function raises AssertionError with every claim that does not hold. In Java, `org.pydl4j.testing.ContractTest` is
the same as a JUnit class to extend.

>>> import pydl4j
>>> from pydl4j.nn import DenseLayer, InputType
>>> pydl4j.testing.check_layer(DenseLayer(3, activation="tanh"), InputType.feed_forward(4))
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from pydl4j import _jvm
from pydl4j._generated.activations import Activation
from pydl4j._generated.input_types import InputType
from pydl4j._generated.layers import Layer
from pydl4j._generated.losses import Loss
from pydl4j._generated.transforms import Condition, Transform
from pydl4j._generated.updaters import Schedule, Updater
from pydl4j._generated.vertices import Vertex
from pydl4j._record import Record, as_json
from pydl4j.datavec.normalizers import Normalizer
from pydl4j.datavec.readers import PathLabel, RecordReader, uris
from pydl4j.datavec.schema import Schema

__all__ = [
    "check_activation",
    "check_condition",
    "check_layer",
    "check_loss",
    "check_normalizer",
    "check_path_label",
    "check_reader",
    "check_schedule",
    "check_transform",
    "check_updater",
    "check_vertex",
]

Rows = Sequence[Sequence[Any] | Mapping[str, Any]]


def check_layer(layer: Layer, input_type: InputType) -> None:
    """Shapes, gradient (float64, also masked), JSON, file, and training on workers of a cluster of a layer.

    Parameters
    ----------
    layer : Layer
        The layer; settings that every layer may have are left out.
    input_type : InputType
        What it reads.

    Raises
    ------
    AssertionError
        With each claim that does not hold, here as in the other functions.
    """
    _hold("layer", layer, json.dumps(as_json(input_type)))


def check_vertex(vertex: Vertex, *input_types: InputType) -> None:
    """Shapes, gradient of each input, JSON and file of a vertex that reads inputs of these types."""
    _hold("vertex", vertex, json.dumps(as_json(input_types)))


def check_loss(loss: Loss) -> None:
    """Gradient, weights, masks, JSON, file, training on workers of a cluster of a loss; labels are in (0.1, 0.9)."""
    _hold("loss", loss)


def check_activation(activation: Activation) -> None:
    """Shapes and gradient on vectors, sequences and images, JSON and file of an activation."""
    _hold("activation", activation)


def check_updater(updater: Updater) -> None:
    """Whether an updater trains, dense and sparse; its state after a file, bit by bit; JSON."""
    _hold("updater", updater)


def check_schedule(schedule: Schedule) -> None:
    """Whether a schedule is a pure, finite function; JSON; a training that follows it."""
    _hold("schedule", schedule)


def check_transform(transform: Transform, schema: Schema, rows: Rows) -> None:
    """Whether a transform gives rows of the schema that it announces, from many threads; JSON, shipping by Spark."""
    _hold("transform", transform, schema.to_json(), json.dumps(as_json(rows)))


def check_condition(condition: Condition, schema: Schema, rows: Rows) -> None:
    """Whether a condition holds for some of the rows only, from many threads; JSON, shipping by Spark."""
    _hold("condition", condition, schema.to_json(), json.dumps(as_json(rows)))


def check_reader(reader: RecordReader, *paths: str | os.PathLike[str]) -> None:
    """Whether a reader reads the same records of its schema in any number of pieces; JSON. Two records at least."""
    _hold("reader", reader, uris(paths))


def check_path_label(label: PathLabel, path: str, expected: str) -> None:
    """Whether a path has the expected label; JSON."""
    _hold("pathLabel", label, path, expected)


def check_normalizer(normalizer: Normalizer) -> None:
    """Whether a normalizer is fitted, undone, and the same for a batch and for one row; JSON with its statistics."""
    _hold("normalizer", normalizer)


def _hold(kind: str, record: Record, *where: Any) -> None:
    failing = json.loads(_jvm.call("LocalTesting", kind, json.dumps(record.to_dict()), *where))
    if failing:
        raise AssertionError(f"[{record!r}] does not hold its contract:\n" + "\n".join(f"- {what}" for what in failing))
