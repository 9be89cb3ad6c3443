"""The embedded call: a saved model that answers."""

from __future__ import annotations

import base64
import functools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j._handle import Handle
from pydl4j.datavec import Pipeline, tables
from pydl4j.nd import Array
from pydl4j.nd.core import described, received


@dataclass(frozen=True)
class Prediction:
    """What a network says about one example.

    Parameters
    ----------
    index : int
        The class with the highest probability.
    name : str
        That class's name; its number where the model knows no names.
    probabilities : np.ndarray, shape (classes,), float32
        Of all classes.
    """

    index: int
    name: str
    probabilities: np.ndarray


@dataclass(frozen=True)
class Tensor:
    """What a model says of an input or output.

    Parameters
    ----------
    name : str
    dtype : str
        NumPy's name of the element type.
    shape : tuple of int or None
        None where a size is open: rows first, then for example the length of sequences.
    class_names : tuple of str
        Of outputs: what classes are called, in the order of the numbers; empty where that is not known.
    is_regression : bool
        Of outputs: whether they give values.
    """

    name: str
    dtype: str
    shape: tuple[int | None, ...]
    class_names: tuple[str, ...] = ()
    is_regression: bool = False


class Predictor:
    """A saved model, callable from many threads at once. Java's counterpart is ``org.pydl4j.serving.Predictor``.

    Parameters
    ----------
    path : path-like
        What ``net.save`` or ``SameDiff.save`` wrote, or an ONNX file.
    batch_rows : int
        Most rows of calls of many threads that are answered together; 0: each call by itself.
    delay_us : int
        With `batch_rows`: microseconds for which a call waits for others.
    queue_rows : int
        With `batch_rows`: when more rows wait, a call raises instead of waiting, too.

    Raises
    ------
    ValueError
        When the file is no model, or a damaged one.

    Examples
    --------
    >>> from pydl4j.serving import Predictor
    >>> with Predictor("model.zip") as predictor:  # doctest: +SKIP
    ...     predictor.predict_image("boot.png").name
    'Ankle boot'
    """

    def __init__(
        self, path: str | os.PathLike[str], *, batch_rows: int = 0, delay_us: int = 0, queue_rows: int = 4096
    ) -> None:
        self._opened = (_jvm.path(path), batch_rows, delay_us, queue_rows)
        self._handle = Handle(_jvm.call("LocalServing", "open", *self._opened), "predictor")
        about = json.loads(_jvm.call("LocalServing", "describe", self._handle.number))
        self.version: str = about["version"]
        self.inputs: tuple[Tensor, ...] = _tensors(about["inputs"])
        self.outputs: tuple[Tensor, ...] = _tensors(about["outputs"])
        self.class_names: tuple[str, ...] = self.outputs[0].class_names if len(self.outputs) == 1 else ()

    def __reduce__(self) -> Any:
        """Another process opens the file again."""
        path, batch_rows, delay_us, queue_rows = self._opened
        return functools.partial(Predictor, batch_rows=batch_rows, delay_us=delay_us, queue_rows=queue_rows), (path,)

    def run(self, inputs: Mapping[str, ArrayLike | Array]) -> dict[str, Array]:
        """All outputs by name.

        Parameters
        ----------
        inputs : mapping of str to array, shapes (N, ...)
            All inputs by name, with one N.

        Raises
        ------
        ValueError
            When an input is missing, unknown, or of another shape.
        """
        names = [t.name for t in self.inputs]
        if set(inputs) != set(names):
            raise ValueError(f"[predictor] inputs: got {sorted(inputs)}; expected {names}.")
        views = [_view(inputs[t.name], t) for t in self.inputs]
        arrays = received(_jvm.call("LocalServing", "run", self._handle.number, described(*views)))
        return {t.name: array for t, array in zip(self.outputs, arrays, strict=True)}

    def output(self, x: ArrayLike | Array) -> Array:
        """The output of a model with one input and one output.

        Parameters
        ----------
        x : array, shape (N, ...)
            Examples in the network's input shape, as its pipeline makes them.

        Returns
        -------
        Array, shape (N, outputs), float32
            For classifiers the probabilities.

        Raises
        ------
        ValueError
            When the shape is another.
        """
        if len(self.inputs) != 1 or len(self.outputs) != 1:
            count = f"{len(self.inputs)} inputs and {len(self.outputs)} outputs"
            raise ValueError(f"[predictor] the model has {count}; expected one of each. Call run.")
        return self.run({self.inputs[0].name: x})[self.outputs[0].name]

    def answer(self, example: bytes, *, format: Literal["json", "raw", "row", "image"] = "json") -> bytes:
        """The answer to one example, both as the records of a Kafka topic are written; see ``KafkaScorer.start``."""
        text = base64.b64encode(example).decode()
        return base64.b64decode(_jvm.call("LocalServing", "answer", self._handle.number, format, text))

    def predict_image(self, file: str | os.PathLike[str] | bytes) -> Prediction:
        """The class of an image file, made ready by the pipeline that was saved with the model.

        Parameters
        ----------
        file : path-like or bytes
            A PNG or JPEG file, or what it holds.

        Raises
        ------
        ValueError
            When it is no image, or the model was saved without a pipeline for images.
        """
        content = file if isinstance(file, bytes) else Path(file).read_bytes()
        text = base64.b64encode(content).decode()
        said = json.loads(_jvm.call("LocalServing", "predictImage", self._handle.number, text))
        return Prediction(said["index"], said["name"], np.array(said["probabilities"], dtype=np.float32))

    @property
    def pipeline(self) -> Pipeline | None:
        """What makes the model's inputs of rows and images; None where it was saved without."""
        told = _jvm.call("LocalServing", "pipeline", self._handle.number)
        return None if told is None else Pipeline.from_json(told)

    def predict_rows(self, rows: Any) -> list[Any]:
        """What the model says about rows, made ready by the pipeline that was saved with it.

        Parameters
        ----------
        rows : sequence of mapping or sequence, or a pandas table
            By column name, or values in the order of the pipeline's schema, as `Pipeline.features` takes them; labels
            may be absent, other values that are absent are missing ones.

        Returns
        -------
        list
            For each row a `Prediction`, or the numbers of an output that gives values, as an array; of several outputs
            a dict of them by name.

        Raises
        ------
        ValueError
            When a row cannot be used, or the model was saved without a pipeline.
        """
        pipeline = self.pipeline
        given = tables.told(rows, [] if pipeline is None else pipeline.transform.initial_schema.names)
        arrays = received(_jvm.call("LocalServing", "runRows", self._handle.number, given))
        told = {t.name: _said(t, np.asarray(y)) for t, y in zip(self.outputs, arrays, strict=True)}
        if len(told) == 1:
            return next(iter(told.values()))
        return [dict(zip(told, said, strict=True)) for said in zip(*told.values(), strict=True)]

    def close(self) -> None:
        """Frees the model; does nothing the second time."""
        self._handle.close()

    def __enter__(self) -> Predictor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _tensors(about: list[dict[str, Any]]) -> tuple[Tensor, ...]:
    return tuple(
        Tensor(
            t["name"],
            t["dtype"],
            tuple(None if d < 0 else d for d in t["shape"]),
            tuple(t.get("classNames", ())),
            t.get("isRegression", False),
        )
        for t in about
    )


def _said(of: Tensor, y: np.ndarray) -> list[Any]:
    """Each row's class, or its numbers."""
    single = y.shape[1:] == (1,) and len(of.class_names) == 2
    if of.is_regression or y.ndim != 2 or not (single or y.shape[1] > 1):
        return list(y)
    all_of_them = np.concatenate([1 - y, y], axis=1) if single else y
    best = [int(row.argmax()) if not single else int(row[1] >= 0.5) for row in all_of_them]
    names = of.class_names or [str(i) for i in range(all_of_them.shape[1])]
    return [Prediction(i, names[i], row) for i, row in zip(best, all_of_them, strict=True)]


def _view(x: ArrayLike | Array, of: Tensor) -> np.ndarray:
    """The array in the input's type; ValueError where whole numbers are asked for and others come."""
    given = np.asarray(x)
    view = given.astype("float32" if of.dtype == "bfloat16" else of.dtype, copy=False)
    if view.dtype.kind in "iub" and view.dtype != given.dtype and not np.array_equal(view, given):
        raise ValueError(
            f"[predictor] input '{of.name}': got numbers that are no {of.dtype}; expected whole ones in its range."
        )
    return view
