"""The embedded call: a saved model that answers."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j._handle import Handle
from pydl4j.nd import Array
from pydl4j.nd._held import described, received


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


class Predictor:
    """A saved model, callable from many threads at once. Java's counterpart is ``org.pydl4j.serving.Predictor``.

    Parameters
    ----------
    path : path-like
        What ``net.save`` wrote.

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

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._handle = Handle(_jvm.call("LocalServing", "open", _jvm.path(path)))
        about = json.loads(_jvm.call("LocalServing", "describe", self._handle.number))
        self.version: str = about["version"]
        self.class_names: tuple[str, ...] = tuple(about["classNames"])

    def output(self, x: ArrayLike | Array) -> Array:
        """The network's output.

        Parameters
        ----------
        x : array, shape (N, ...), float32
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
        view = np.asarray(x, dtype=np.float32)
        return received(_jvm.call("LocalServing", "output", self._handle.number, described(view)))[0]

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

    def close(self) -> None:
        """Frees the model; does nothing the second time."""
        self._handle.close()

    def __enter__(self) -> Predictor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
