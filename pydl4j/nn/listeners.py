"""What watches training. These work in Java, on the training thread; subclasses of `TrainingListener` in Python."""

from __future__ import annotations

import os
from typing import Literal

from pydl4j._listening import Epoch, Iteration, JavaListener, TrainingListener, TrainingSession

__all__ = [
    "CheckpointListener",
    "CollectScoresListener",
    "EarlyStopping",
    "Epoch",
    "Iteration",
    "PerformanceListener",
    "ReduceLROnPlateau",
    "ScoreIterationListener",
    "TrainingListener",
    "TrainingSession",
]


class ScoreIterationListener(JavaListener):
    """Logs the score every few iterations. DL4J: ScoreIterationListener.

    Parameters
    ----------
    every : int, default 10
        Iterations between messages, > 0.
    """

    def __init__(self, every: int = 10) -> None:
        super().__init__(every=every)


class PerformanceListener(JavaListener):
    """Logs samples and minibatches per second and the time spent waiting for data. DL4J: PerformanceListener.

    Parameters
    ----------
    every : int, default 10
        Iterations between messages, > 0.
    """

    def __init__(self, every: int = 10) -> None:
        super().__init__(every=every)


class CollectScoresListener(JavaListener):
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
        return [(score["iteration"], float(score["score"])) for score in self._seen()["scores"]]


class CheckpointListener(JavaListener):
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


class EarlyStopping(JavaListener):
    """Ends a fit when a value has not become better for some epochs. Keras: EarlyStopping.

    Parameters
    ----------
    monitor : str, default "val_loss"
        The value that is watched: ``loss``, or of held-out rows ``val_loss``, ``val_accuracy`` and the like.
    patience : int, default 0
        Epochs without a better value before the end; 0 ends with the first.
    min_delta : float, default 0
        Smaller changes are none.
    mode : {"auto", "min", "max"}, default "auto"
        Which values are better; "auto" knows: smaller losses, larger accuracies.
    baseline : float, optional
        What a value has to exceed for the waiting to begin anew.
    restore_best_weights : bool, default False
        Whether the parameters of the best epoch are put back, however the fit ends.
    start_from_epoch : int, default 0
        Epochs of the fit that are only trained.

    Examples
    --------
    >>> from pydl4j.nn import EarlyStopping
    >>> stop = EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        *,
        patience: int = 0,
        min_delta: float = 0.0,
        mode: Literal["auto", "min", "max"] = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__(
            options={
                "monitor": _monitor(monitor, mode, min_delta),
                "patience": patience,
                "baseline": baseline,
                "restoreBestWeights": restore_best_weights,
                "startFromEpoch": start_from_epoch,
            }
        )

    @property
    def stopped_epoch(self) -> int | None:
        """The last epoch, when the fit was ended early; counted over the model's life."""
        epoch = self._seen()["stoppedEpoch"]
        return None if epoch < 0 else epoch

    @property
    def best_epoch(self) -> int | None:
        """The epoch of the best value, counted over the model's life; None before the first."""
        epoch = self._seen()["bestEpoch"]
        return None if epoch < 0 else epoch

    @property
    def best(self) -> float:
        """The best value; NaN before the first."""
        return float(self._seen()["best"])


class ReduceLROnPlateau(JavaListener):
    """Makes the learning rates smaller when a value has not become better for some epochs. Keras: ReduceLROnPlateau.

    They stay so in later fits and in saved models.

    Parameters
    ----------
    monitor, mode, min_delta
        As in `EarlyStopping`.
    factor : float, default 0.1
        What rates are multiplied with, between 0 and 1.
    patience : int, default 10
        Epochs without a better value before that.
    cooldown : int, default 0
        Epochs after it that do not count.
    min_lr : float, default 0
        The largest learning rate is not made smaller than this.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        *,
        factor: float = 0.1,
        patience: int = 10,
        min_delta: float = 1e-4,
        mode: Literal["auto", "min", "max"] = "auto",
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__(
            options={
                "monitor": _monitor(monitor, mode, min_delta),
                "factor": factor,
                "patience": patience,
                "cooldown": cooldown,
                "minLr": min_lr,
            }
        )


def _monitor(value: str, mode: str, min_delta: float) -> dict[str, str | float]:
    return {"value": value, "mode": mode, "minDelta": min_delta}
