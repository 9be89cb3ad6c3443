"""What watches training; the work is done in Java, on the training thread."""

from __future__ import annotations

import json
import os
from typing import Any

from pydl4j import _jvm
from pydl4j._handle import Handle


class TrainingListener:
    """Watches the fits of the networks that it is given to. DL4J: TrainingListener."""

    def __init__(self, **fields: Any) -> None:
        self._fields = {"@type": type(self).__name__, **fields}
        self._made: Handle | None = None

    @property
    def _handle(self) -> Handle:
        if self._made is None:
            self._made = Handle(_jvm.call("LocalTraining", "listener", json.dumps(self._fields)))
        return self._made


class ScoreIterationListener(TrainingListener):
    """Logs the score every few iterations. DL4J: ScoreIterationListener.

    Parameters
    ----------
    every : int, default 10
        Iterations between messages, > 0.
    """

    def __init__(self, every: int = 10) -> None:
        super().__init__(every=every)


class PerformanceListener(TrainingListener):
    """Logs samples and minibatches per second and the time spent waiting for data. DL4J: PerformanceListener.

    Parameters
    ----------
    every : int, default 10
        Iterations between messages, > 0.
    """

    def __init__(self, every: int = 10) -> None:
        super().__init__(every=every)


class CollectScoresListener(TrainingListener):
    """Keeps the scores of every few iterations, for curves. DL4J: CollectScoresIterationListener.

    Parameters
    ----------
    every : int, default 1
        Iterations between scores, > 0.
    """

    def __init__(self, every: int = 1) -> None:
        super().__init__(every=every)

    @property
    def scores(self) -> list[tuple[int, float]]:
        """Iteration and score of what was collected so far."""
        flat = [float(v) for v in _jvm.call("LocalTraining", "scores", self._handle.number)]
        return [(int(i), s) for i, s in zip(flat[::2], flat[1::2], strict=True)]


class CheckpointListener(TrainingListener):
    """Saves model, updater state and counters every few iterations or epochs. DL4J: CheckpointListener.

    Parameters
    ----------
    folder : path
        Where to; made when missing.
    every_iterations, every_epochs : int, default 0
        How often; 0 for never, one of them more.
    keep_last : int, default 0
        Files to keep; 0 for all.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        every_iterations: int = 0,
        every_epochs: int = 0,
        keep_last: int = 0,
    ) -> None:
        super().__init__(
            folder=os.fspath(folder), everyIterations=every_iterations, everyEpochs=every_epochs, keepLast=keep_last
        )
