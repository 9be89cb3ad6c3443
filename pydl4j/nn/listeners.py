"""What watches training. Most work in Java, on the training thread; subclasses of `TrainingListener` in Python.

What they say goes to the logger ``pydl4j.listeners`` of Python's `logging`, at level INFO, and is printed where a
program has not set up logging.
"""

from __future__ import annotations

import os
from typing import Any, Literal

from pydl4j._listening import Epoch, Iteration, JavaListener, TrainingListener, TrainingSession
from pydl4j._saying import say

__all__ = [
    "CheckpointListener",
    "CollectScoresListener",
    "EarlyStopping",
    "Epoch",
    "EvaluativeListener",
    "Iteration",
    "PerformanceListener",
    "ReduceLROnPlateau",
    "ScoreIterationListener",
    "TimeIterationListener",
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


class TimeIterationListener(JavaListener):
    """Logs the time left to a number of iterations. DL4J: TimeIterationListener.

    Parameters
    ----------
    iterations : int
        How many minibatches the fit will train on.
    every : int, default 10
        Iterations between messages, > 0.
    """

    def __init__(self, iterations: int, *, every: int = 10) -> None:
        super().__init__(iterations=iterations, every=every)


class EvaluativeListener(TrainingListener):
    """Evaluates the network on held-out data every few epochs or iterations, and logs it. DL4J: EvaluativeListener.

    Parameters
    ----------
    data : (x, y), DataSet, or an iterator of `pydl4j.datavec`
        Held-out rows with their labels.
    every : int, default 1
        Epochs or iterations between evaluations, > 0.
    unit : {"epochs", "iterations"}, default "epochs"
        What is counted.
    evaluate : {"evaluate", "evaluate_regression", "evaluate_roc", "evaluate_roc_multi_class"}, default "evaluate"
        The network's method.
    output : str, optional
        Which output, for a graph with several.

    Attributes
    ----------
    only : tuple of str
        The events that it hears.
    last : Evaluation, RegressionEvaluation, ROC, ROCMultiClass or None
        The last result.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import EvaluativeListener
    >>> listener = EvaluativeListener((np.zeros((4, 3)), [0, 1, 1, 0]), every=5)
    """

    def __init__(
        self,
        data: Any,
        every: int = 1,
        *,
        unit: Literal["epochs", "iterations"] = "epochs",
        evaluate: str = "evaluate",
        output: str | None = None,
    ) -> None:
        kinds = ("evaluate", "evaluate_regression", "evaluate_roc", "evaluate_roc_multi_class")
        if every < 1 or unit not in ("epochs", "iterations") or evaluate not in kinds:
            raise ValueError(
                f"[EvaluativeListener] got every={every}, unit={unit!r}, evaluate={evaluate!r}; expected every > 0, "
                f"unit 'epochs' or 'iterations', evaluate one of {', '.join(kinds)}."
            )
        self.last: Any = None
        self.only = ("on_epoch_end",) if unit == "epochs" else ("iteration_done",)
        self._given = (data, every, unit, evaluate, output)

    def on_epoch_end(self, session: TrainingSession, epoch: Epoch) -> None:
        """Evaluates where it is time."""
        if self._given[2] == "epochs" and (epoch.number + 1) % self._given[1] == 0:
            self._evaluate(session, f"epoch {epoch.number}")

    def iteration_done(self, session: TrainingSession, iteration: Iteration) -> None:
        """Evaluates where it is time."""
        if self._given[2] == "iterations" and (iteration.iteration + 1) % self._given[1] == 0:
            self._evaluate(session, f"iteration {iteration.iteration}")

    def _evaluate(self, session: TrainingSession, when: str) -> None:
        data, _, _, evaluate, output = self._given
        given = data if isinstance(data, tuple) else (data,)
        self.last = getattr(session.model, evaluate)(*given, output=output)
        say([f"Evaluation after {when}: {self.last.stats()}"])


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
        Whether the parameters of the best epoch are put back, however the fit ends; not those of an epoch before a fit
        was resumed, which files do not hold.
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
