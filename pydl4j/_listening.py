"""What watches training, in Java or in Python: the same events from every kind of model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydl4j import _jvm
from pydl4j._handle import Handle

_EVENTS = ("on_fit_start", "on_fit_resumed", "on_epoch_start", "iteration_done", "on_epoch_end", "on_fit_end")


@dataclass(frozen=True)
class Iteration:
    """One minibatch of training.

    Parameters
    ----------
    iteration : int
        Minibatches before this one, over the model's whole life.
    epoch : int
        Epochs before this one.
    rows : int
        Examples in the minibatch.
    score : float
        Mean loss of the minibatch before the update, regularization included.
    data_ms, step_ms : float
        Time spent waiting for the minibatch, and training on it, in milliseconds.
    """

    iteration: int
    epoch: int
    rows: int
    score: float
    data_ms: float
    step_ms: float


@dataclass(frozen=True)
class Epoch:
    """One whole epoch of training.

    Parameters
    ----------
    number : int
        Epochs before this one, over the model's whole life.
    rows : int
        Examples trained on.
    values : dict of str to float
        ``loss``, and of held-out rows ``val_loss`` and ``val_`` before each metric.
    """

    number: int
    rows: int
    values: dict[str, float]

    @property
    def loss(self) -> float:
        """Mean loss of the examples before their steps, regularization included."""
        return self.values["loss"]

    @classmethod
    def of(cls, said: dict[str, Any]) -> Epoch:
        """Of what Java says."""
        return cls(said["number"], said["rows"], {name: float(value) for name, value in said["values"].items()})


class TrainingSession:
    """The fit that a listener watches; between events its model may be asked for anything, and saved."""

    def __init__(self, model: Any, handle: Handle | None) -> None:
        self._model = model
        self._handle = handle
        self._job = 0

    @property
    def model(self) -> Any:
        """What is trained, as it is now."""
        return self._model

    def stop(self) -> None:
        """Ends the fit after the present minibatch, or epoch where it is over."""
        _jvm.call("Jobs", "stop", self._job)

    def scale_learning_rate(self, factor: float) -> None:
        """Multiplies all learning rates from the next step on; saved with the model."""
        assert self._handle is not None
        now = _jvm.call("LocalTraining", "rateFactor", self._handle.number)
        _jvm.call("LocalTraining", "setRateFactor", self._handle.number, now * float(factor))


class TrainingListener:
    """Watches fits: subclass it, and override the events that matter. DL4J: TrainingListener; Keras: Callback.

    Training waits while an event is dealt with. An exception ends the fit and comes out of it.

    Examples
    --------
    >>> from pydl4j.nn import TrainingListener
    >>> class Patience(TrainingListener):
    ...     def on_epoch_end(self, session, epoch):
    ...         if epoch.loss < 0.1:
    ...             session.stop()
    """

    def on_fit_start(self, session: TrainingSession, rows_per_epoch: int | None, epochs: int) -> None:
        """A fit of so many epochs begins; rows are None when unknown."""

    def on_fit_resumed(self, session: TrainingSession, epochs: Sequence[Epoch]) -> None:
        """The fit that begins goes on with one whose whole epochs were these; who counts epochs counts them, too."""

    def on_epoch_start(self, session: TrainingSession, epoch: int) -> None:
        """An epoch begins, of that number in the model's life."""

    def iteration_done(self, session: TrainingSession, iteration: Iteration) -> None:
        """A minibatch was trained on."""

    def on_epoch_end(self, session: TrainingSession, epoch: Epoch) -> None:
        """An epoch was trained, and the held-out rows were looked at."""

    def on_fit_end(self, session: TrainingSession) -> None:
        """A fit ended, by itself, by ``stop`` or by an error."""


def listed(listeners: Iterable[TrainingListener | Iterable[TrainingListener]]) -> tuple[TrainingListener, ...]:
    """Listeners that were given one by one, or as lists."""
    out: list[TrainingListener] = []
    for given in listeners:
        out += given if isinstance(given, Iterable) else [given]
    for listener in out:
        if not isinstance(listener, TrainingListener):
            raise TypeError(
                f"[listeners] got {listener!r}; expected a listener of pydl4j.nn, or of a subclass of TrainingListener."
            )
    return tuple(out)


class JavaListener(TrainingListener):
    """One that works in Java, on the training thread."""

    def __init__(self, **fields: Any) -> None:
        self.fields = {"@type": type(self).__name__, **fields}
        self._made: Handle | None = None
        self._elsewhere: dict[str, Any] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_made": None}

    @property
    def handle(self) -> Handle:
        """The Java listener."""
        if self._made is None:
            self._made = Handle(_jvm.call("LocalTraining", "listener", json.dumps(self.fields)))
        return self._made

    def saw(self, elsewhere: dict[str, Any] | None) -> None:
        """Takes what its twin in Spark's JVM has seen; None where the next fit is a local one."""
        self._elsewhere = elsewhere

    def _seen(self) -> dict[str, Any]:
        if self._elsewhere is not None:
            return self._elsewhere
        told: dict[str, Any] = json.loads(_jvm.call("LocalTraining", "seen", self.handle.number))
        return told


class Listening:
    """The listeners of one fit."""

    def __init__(self, session: TrainingSession, listeners: Iterable[TrainingListener]) -> None:
        all_of_them = list(listeners)
        for listener in all_of_them:
            if not isinstance(listener, TrainingListener):
                raise TypeError(
                    f"[fit] callbacks: got a {type(listener).__name__}; expected TrainingListeners, such as "
                    "EarlyStopping(monitor='val_loss') or a subclass of pydl4j.nn.TrainingListener."
                )
        self.java = [listener for listener in all_of_them if isinstance(listener, JavaListener)]
        self._python = [listener for listener in all_of_them if not isinstance(listener, JavaListener)]
        self._session = session
        self._began = False

    @property
    def events(self) -> list[str]:
        """What Java has to tell."""
        if not self._python:
            return []
        heard = [e for e in _EVENTS if any(_hears(p, e) for p in self._python)]
        return sorted({*heard, "on_fit_start", "on_fit_end"})

    def hear(self, job: int, event: dict[str, Any]) -> None:
        """Takes an event of the job."""
        self._session._job = job
        name = event.pop("event")
        self._began = name != "on_fit_end"
        given = _arguments(name, event)
        for listener in self._python:
            getattr(listener, name)(self._session, *given)

    def end(self) -> None:
        """Tells those who were told of a start that the fit is over, where Java could not."""
        if self._began:
            self._began = False
            for listener in self._python:
                listener.on_fit_end(self._session)


def _hears(listener: TrainingListener, event: str) -> bool:
    """Whether a listener has overridden an event; `only` names those that it wants in spite of that."""
    overridden = getattr(type(listener), event) is not getattr(TrainingListener, event)
    return overridden and event in getattr(listener, "only", _EVENTS)


def _arguments(name: str, event: dict[str, Any]) -> Sequence[Any]:
    if name == "on_fit_start":
        rows = event["rowsPerEpoch"]
        return [None if rows < 0 else rows, event["epochs"]]
    if name == "on_fit_resumed":
        return [[Epoch.of(epoch) for epoch in event["epochs"]]]
    if name == "on_epoch_start":
        return [event["epoch"]]
    if name == "iteration_done":
        event["data_ms"], event["step_ms"] = event.pop("dataMs"), event.pop("stepMs")
        return [Iteration(**event)]
    if name == "on_epoch_end":
        return [Epoch.of(event)]
    return []
