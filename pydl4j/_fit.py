"""How models of every kind are told to fit, and what a fit did."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydl4j import _jvm
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

    def to_json(self, validation_source: int = 0, validation_names: list[str | None] | None = None) -> str:
        """For Java, with what the held-out rows are."""
        return json.dumps(
            {
                "epochs": int(self.epochs),
                "batchSize": int(self.batch_size),
                "shuffle": bool(self.shuffle),
                "validationSplit": float(self.validation_split),
                "validationSource": validation_source,
                "validationNames": None if validation_names is None else json.dumps(validation_names),
                "checkpoint": None if self.checkpoint is None else _jvm.path(self.checkpoint),
            }
        )


def refuse_split(how: Options) -> None:
    """Raises where rows come one after another and a part of them is to be held out."""
    if how.validation_split:
        raise ValueError(
            f"[fit] validation_split: got {how.validation_split} for an iterator; expected arrays or a data set. "
            "Give validation_data."
        )


def watched(fit: Callable[[Any], str], epochs: int, *, progress: bool, told: Any = None) -> History:
    """Runs a fit, which gets what hears of its progress, under a bar."""
    bar = ProgressBar(epochs) if progress else None

    def update(state: dict[str, Any]) -> None:
        if bar is not None:
            bar.update(state)
        if told is not None:
            told(state)

    began = time.monotonic()
    try:
        text = fit(update if bar or told else None)
    finally:
        if bar is not None:
            bar.close()
    return History.of(text, time.monotonic() - began)
