"""How models of every kind are told to fit, and what a fit did."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydl4j import _feeding, _html, _jvm
from pydl4j._batch import Batch, Signature
from pydl4j._handle import Handle
from pydl4j._listening import Epoch, Listening, TrainingListener, TrainingSession
from pydl4j._progress import ProgressBar
from pydl4j._saying import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class History:
    """What a fit did. DL4J: History; Keras: History.

    Parameters
    ----------
    losses : tuple of float
        Loss of every minibatch before its step, regularization included.
    told : tuple of Epoch
        Every whole epoch: its number, rows and values.
    rows : int
        Examples trained on, counted once per epoch.
    batches : int
        Minibatches.
    mean_score : float
        Mean loss over the examples of this fit; NaN without any.
    seconds : float
        Wall time.
    """

    losses: tuple[float, ...]
    told: tuple[Epoch, ...]
    rows: int
    batches: int
    mean_score: float
    seconds: float

    @property
    def history(self) -> dict[str, list[float]]:
        """By epoch: ``loss``; of held-out rows, where there were such, ``val_loss`` and ``val_`` before each metric."""
        return {
            name: [epoch.values[name] for epoch in self.told] for name in (self.told[0].values if self.told else ())
        }

    @property
    def epoch(self) -> list[int]:
        """The numbers of the whole epochs of this fit, counted from 0 over the model's life."""
        return [epoch.number for epoch in self.told]

    @property
    def epochs(self) -> int:
        """Whole epochs."""
        return len(self.told)

    @property
    def epoch_losses(self) -> tuple[float, ...]:
        """Mean loss over the examples of every whole epoch."""
        return tuple(self.history.get("loss", ()))

    @property
    def validation_losses(self) -> tuple[float, ...]:
        """Loss of the held-out rows after every epoch, where there are such."""
        return tuple(self.history.get("val_loss", ()))

    @property
    def samples_per_s(self) -> float:
        """Examples trained on per second."""
        return self.rows / max(self.seconds, 1e-9)

    def plot(self) -> Figure:
        """Draws the values by epoch: losses above, metrics below; of a fit of one epoch the losses of its minibatches.

        Returns
        -------
        matplotlib.figure.Figure
            To be shown or saved: ``history.plot().savefig("history.png")``.

        Raises
        ------
        ImportError
            Where matplotlib is not installed.
        """
        from pydl4j._curves import drawn

        return drawn(self.epoch, self.history, self.losses)

    def __repr__(self) -> str:
        last = "".join(f"{name}={value:.4g}, " for name, value in (self.told[-1].values if self.told else {}).items())
        return f"History(epochs={self.epochs}, rows={self.rows}, {last}samples_per_s={self.samples_per_s:,.0f})"

    def _repr_html_(self) -> str:
        header = ["epoch", *self.history]
        rows = [[epoch.number, *epoch.values.values()] for epoch in self.told]
        return _html.table(header, rows, caption=f"{self.samples_per_s:,.0f} rows/s, {self.seconds:.1f} s")

    @classmethod
    def of(cls, text: str, seconds: float) -> History:
        """Of what Java says."""
        said = json.loads(text)
        rows = said["rows"]
        return cls(
            losses=tuple(said["losses"]),
            told=tuple(Epoch.of(epoch) for epoch in said["told"]),
            rows=rows,
            batches=said["batches"],
            mean_score=said["scoreSum"] / rows if rows else float("nan"),
            seconds=seconds,
        )


class Trainable:
    """What models of every kind can be asked while they are trained."""

    _handle: Handle

    @property
    def rate_factor(self) -> float:
        """What all learning rates are multiplied with from the next step on; 1 at first, and saved with the model."""
        return float(_jvm.call("LocalTraining", "rateFactor", self._handle.number))

    @rate_factor.setter
    def rate_factor(self, factor: float) -> None:
        _jvm.call("LocalTraining", "setRateFactor", self._handle.number, float(factor))


@dataclass(frozen=True)
class Options:
    """How a fit goes; Java reads it as ``FitOptions``."""

    epochs: int
    batch_size: int
    shuffle: bool
    validation_split: float = 0.0
    metrics: Mapping[str, list[Any]] = field(default_factory=dict)
    resume: bool = False
    loss_weights: Mapping[str, float] = field(default_factory=dict)
    class_weights: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    checkpoint: str | os.PathLike[str] | None = None

    def __post_init__(self) -> None:
        for name, value, least in (("epochs", self.epochs, 0), ("batch_size", self.batch_size, 1)):
            if not hasattr(value, "__index__"):
                raise TypeError(f"[fit] {name}: got {value!r}; expected a whole number.")
            if value < least:
                raise ValueError(f"[fit] {name}: got {value}; expected at least {least}.")

    def to_json(
        self, names: list[str | None] | None, held_out: list[str | None] | None, source: int, events: list[str]
    ) -> str:
        """For Java: names of the columns and of the held-out ones, the handle of a held-out source, events to tell."""
        return json.dumps(
            {
                "epochs": int(self.epochs),
                "batchSize": int(self.batch_size),
                "shuffle": bool(self.shuffle),
                "names": None if names is None else json.dumps(names),
                "validationSplit": float(self.validation_split),
                "validationSource": source,
                "validationNames": None if held_out is None else json.dumps(held_out),
                "metrics": dict(self.metrics),
                "lossWeights": {name: float(weight) for name, weight in self.loss_weights.items()},
                "classWeights": by_class(self.class_weights),
                "resume": bool(self.resume),
                "events": events,
                "checkpoint": None if self.checkpoint is None else _jvm.path(self.checkpoint),
            }
        )


Metric = str | Callable[[Any, Any], Any]  # a name, or a function of labels and answers


def metrics_of(
    given: Metric | Sequence[Metric] | Mapping[str, Metric | Sequence[Metric]],
    outputs: Sequence[str],
    traced: Callable[[Callable[[Any, Any], Any], str], dict[str, Any]],
) -> dict[str, list[Any]]:
    """Metrics by output as Java reads them; under "" those of every output.

    Parameters
    ----------
    given : str, callable, a sequence of them, or a mapping of these by output
        As users give them.
    outputs : sequence of str
        Those of the model.
    traced : callable
        Makes what Java reads of a function and the name of its output.
    """
    by: dict[str, list[Any]] = {}
    for output, some in (given if isinstance(given, Mapping) else {"": given}).items():
        for metric in [some] if isinstance(some, str) or callable(some) else some:
            if isinstance(metric, str):
                by.setdefault(output, []).append(metric)
            elif callable(metric):
                for one in [output] if output else outputs:
                    by.setdefault(one, []).append(traced(metric, one))
            else:
                raise TypeError(
                    f"[fit] metrics: got a {type(metric).__name__}; expected names such as 'accuracy' or 'mae', or "
                    "functions of (y_true, y_pred)."
                )
    return by


def class_weights_of(given: Mapping[Any, Any] | None) -> dict[str, Mapping[int, float]]:
    """Weights of classes by output; "" stands for the only output."""
    if not given:
        return {}
    return dict(given) if all(isinstance(of, Mapping) for of in given.values()) else {"": given}


def by_class(weights: Mapping[str, Mapping[int, float]]) -> dict[str, dict[str, float]]:
    """Weights of classes by output as Java reads them."""
    return {name: {str(int(c)): float(weight) for c, weight in of.items()} for name, of in weights.items()}


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
    model: Any,
    handle: Handle,
    given: Given,
    how: Options,
    *,
    listeners: Sequence[TrainingListener] = (),
    progress: bool,
) -> History:
    """Trains a model of any kind under a progress bar; listeners see it as ``model``."""
    listening = Listening(TrainingSession(model, handle), listeners)
    done = _begun(handle) if how.resume else 0
    epochs = how.epochs - done
    bar = ProgressBar(how.epochs, first=done) if progress and epochs > 0 else None
    began = time.monotonic()

    def update(state: dict[str, Any]) -> None:
        say(state.get("said", ()))
        if bar is not None:
            bar.update(state)

    try:
        text = _fit(handle, given, how, epochs, listening, update)
    finally:
        if bar is not None:
            bar.close()
        listening.end()
    return History.of(text, time.monotonic() - began)


def _begun(model: Handle) -> int:
    """Whole epochs of the fit that was begun last."""
    state = json.loads(_jvm.call("LocalTraining", "state", model.number))
    return state["epoch"] - state["position"]["firstEpoch"] if state["position"] else 0


def _fit(model: Handle, given: Given, how: Options, epochs: int, listening: Listening, update: Any) -> str:
    source, held = _source(given.x), _source(given.validation)
    held_out = given.held_out() if given.validation is not None and held is None else None
    rows = given.rows() if source is None else None
    options = how.to_json(_names(rows), _names(held_out), 0 if held is None else held.number, listening.events)
    for listener in listening.java:
        listener.saw(None)
    java = [listener.handle.number for listener in listening.java]
    rest = ([] if held_out is None else held_out.described(), options, java)
    hear = {"on_progress": update, "on_message": listening.hear}
    if rows is not None:
        return str(_jvm.run_long("LocalTraining", "fit", model.number, rows.described(), *rest, **hear))
    if how.validation_split:
        raise ValueError(
            f"[fit] validation_split: got {how.validation_split} for an iterator; expected arrays or a data set. "
            "Give validation_data."
        )
    if source is not None:
        return str(_jvm.run_long("LocalTraining", "fitSource", model.number, source.number, *rest, **hear))
    queue, feed = _feeding.fed(given.x, epochs, given.signature())
    return str(_jvm.run_long("LocalTraining", "fitSource", model.number, queue.number, *rest, feed=feed, **hear))


def _source(data: Any) -> Handle | None:
    handle = getattr(data, "handle", None)
    return handle if isinstance(handle, Handle) else None


def _names(batch: Batch | None) -> list[str | None] | None:
    """The columns' names, where they have some."""
    if batch is None or not batch.features[0].name:
        return None
    return [column.name for column in [*batch.features, *batch.labels]]
