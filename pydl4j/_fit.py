"""How models of every kind are told to fit, and what a fit did."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydl4j import _feeding, _jvm
from pydl4j._batch import Batch, Signature
from pydl4j._handle import Handle
from pydl4j._progress import ProgressBar


@dataclass(frozen=True)
class History:
    """What a fit did. DL4J: History; Keras: History.

    Parameters
    ----------
    losses : tuple of float
        Loss of every minibatch before its step, regularization included.
    epoch_losses : tuple of float
        Mean loss over the examples of every whole epoch.
    rows : int
        Examples trained on, counted once per epoch.
    batches : int
        Minibatches.
    epochs : int
        Whole epochs.
    mean_score : float
        Mean loss over the examples of this fit; NaN without any.
    seconds : float
        Wall time.
    validation_losses : tuple of float
        Loss of the held-out rows after every epoch, where there are such.
    """

    losses: tuple[float, ...]
    epoch_losses: tuple[float, ...]
    rows: int
    batches: int
    epochs: int
    mean_score: float
    seconds: float
    validation_losses: tuple[float, ...] = ()

    @property
    def history(self) -> dict[str, list[float]]:
        """By epoch: ``loss``, and ``val_loss`` where rows were held out."""
        by = {"loss": list(self.epoch_losses)}
        return {**by, "val_loss": list(self.validation_losses)} if self.validation_losses else by

    @property
    def epoch(self) -> list[int]:
        """The numbers of the whole epochs of this fit, from 0."""
        return list(range(self.epochs))

    @property
    def samples_per_s(self) -> float:
        """Examples trained on per second."""
        return self.rows / max(self.seconds, 1e-9)

    @classmethod
    def of(cls, text: str, seconds: float) -> History:
        """Of what Java says."""
        told = json.loads(text)
        rows = told["rows"]
        return cls(
            losses=tuple(told["losses"]),
            epoch_losses=tuple(told["epochLosses"]),
            rows=rows,
            batches=told["batches"],
            epochs=told["epochs"],
            mean_score=told["scoreSum"] / rows if rows else float("nan"),
            seconds=seconds,
            validation_losses=tuple(told["validationLosses"]),
        )


@dataclass(frozen=True)
class Options:
    """How a fit goes; Java reads it as ``FitOptions``."""

    epochs: int
    batch_size: int
    shuffle: bool
    validation_split: float = 0.0
    checkpoint: str | os.PathLike[str] | None = None

    def to_json(self, names: list[str | None] | None, held_out: list[str | None] | None, source: int) -> str:
        """For Java, with names of the columns and of the held-out ones, or the handle of a held-out source."""
        return json.dumps(
            {
                "epochs": int(self.epochs),
                "batchSize": int(self.batch_size),
                "shuffle": bool(self.shuffle),
                "names": None if names is None else json.dumps(names),
                "validationSplit": float(self.validation_split),
                "validationSource": source,
                "validationNames": None if held_out is None else json.dumps(held_out),
                "checkpoint": None if self.checkpoint is None else _jvm.path(self.checkpoint),
            }
        )


@dataclass(frozen=True)
class Given:
    """What a model is fitted to.

    Parameters
    ----------
    x : object
        As given: an iterator of datavec, an iterable of minibatches, or rows in memory.
    rows : callable
        The batch of all rows in memory; None where they come as minibatches.
    signature : callable
        What makes a batch of a minibatch.
    validation : object
        As given: None, an iterator of datavec, or rows in memory.
    held_out : callable
        The batch of held-out rows in memory.
    """

    x: Any
    rows: Callable[[], Batch | None]
    signature: Callable[[], Signature]
    validation: Any
    held_out: Callable[[], Batch]


def fit(
    model: Handle, given: Given, how: Options, *, listeners: list[int], progress: bool, told: Any = None
) -> History:
    """Trains a model of any kind, under a progress bar; ``told`` hears of it, too."""
    bar = ProgressBar(how.epochs) if progress else None

    def update(state: dict[str, Any]) -> None:
        if bar is not None:
            bar.update(state)
        if told is not None:
            told(state)

    began = time.monotonic()
    try:
        text = _fit(model, given, how, listeners, update if bar or told else None)
    finally:
        if bar is not None:
            bar.close()
    return History.of(text, time.monotonic() - began)


def _fit(model: Handle, given: Given, how: Options, listeners: list[int], update: Any) -> str:
    source, held = _source(given.x), _source(given.validation)
    held_out = given.held_out() if given.validation is not None and held is None else None
    rows = given.rows() if source is None else None
    options = how.to_json(_names(rows), _names(held_out), 0 if held is None else held.number)
    rest = ([] if held_out is None else held_out.described(), options, listeners)
    if rows is not None:
        return _jvm.run_long("LocalTraining", "fit", model.number, rows.described(), *rest, on_progress=update)
    if how.validation_split:
        raise ValueError(
            f"[fit] validation_split: got {how.validation_split} for an iterator; expected arrays or a data set. "
            "Give validation_data."
        )
    if source is not None:
        return _jvm.run_long("LocalTraining", "fitSource", model.number, source.number, *rest, on_progress=update)
    queue, feed = _feeding.fed(given.x, how.epochs, given.signature())
    return _jvm.run_fed("LocalTraining", "fitSource", model.number, queue.number, *rest, feed=feed, on_progress=update)


def _source(data: Any) -> Handle | None:
    handle = getattr(data, "handle", None)
    return handle if isinstance(handle, Handle) else None


def _names(batch: Batch | None) -> list[str | None] | None:
    """The columns' names, where they have some."""
    named = batch is not None and batch.features[0].name
    return [column.name for column in [*batch.features, *batch.labels]] if named else None
