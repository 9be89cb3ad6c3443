"""Studies: candidates are asked for, tried and told."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TextIO

from pydl4j._listening import Epoch, TrainingListener, TrainingSession
from pydl4j.arbiter import _owners
from pydl4j.arbiter.spaces import (
    ContinuousParameterSpace,
    DiscreteParameterSpace,
    IntegerParameterSpace,
    ParameterSpace,
    fill,
    open_choices,
)

if TYPE_CHECKING:
    import optuna

_SPACE = "pydl4j.space"
_ERROR = "pydl4j.error"
_OWNER = "pydl4j.owner"
_LOST = "pydl4j.lost"
_AGAIN = "pydl4j.again"
_MOST_LOSSES = 3


class Pruned(Exception):  # noqa: N818 - it is no error
    """Ends a trial early; `Candidate.report` raises it, an objective need not catch it."""


@dataclass(frozen=True)
class Candidate:
    """What an objective tries.

    Parameters
    ----------
    number : int
        Counted from 0 within the study.
    config : object
        The study's template with a value in place of each space.
    parameters : dict of str to object
        The chosen values by their paths in the template.
    """

    number: int
    config: Any
    parameters: dict[str, Any]
    _trial: Any = field(repr=False, compare=False)

    def report(self, score: float, *, step: int) -> None:
        """Tells the score so far, e.g. after each epoch.

        Parameters
        ----------
        score : float
            As the objective's.
        step : int
            How far the trial is, growing.

        Raises
        ------
        Pruned
            When the study's pruner gives the trial up.
        """
        self._trial.report(score, step)
        if self._trial.should_prune():
            raise Pruned(f"trial {self.number} at step {step}")

    def listener(self, monitor: str = "val_loss") -> TrainingListener:
        """A listener that reports a value of every epoch, so that a pruner can end the fit.

        Parameters
        ----------
        monitor : str, default "val_loss"
            The value: ``loss``, or of held-out rows ``val_loss``, ``val_accuracy`` and the like.

        Examples
        --------
        >>> def objective(candidate):
        ...     net = network(candidate.config)
        ...     watch = candidate.listener("val_accuracy")
        ...     fit = net.fit(x, y, epochs=20, validation_split=0.2, metrics="accuracy", callbacks=[watch])
        ...     return fit.history["val_accuracy"][-1]
        """
        return _Reporting(self, monitor)


class _Reporting(TrainingListener):
    """Reports a value of every epoch."""

    def __init__(self, candidate: Candidate, monitor: str) -> None:
        self._candidate = candidate
        self._monitor = monitor

    def on_epoch_end(self, session: TrainingSession, epoch: Epoch) -> None:
        if self._monitor not in epoch.values:
            raise ValueError(
                f"[study] monitor: got {self._monitor!r}; expected one of {', '.join(epoch.values)}. "
                "Give held-out rows (validation_data), and metrics for more."
            )
        self._candidate.report(epoch.values[self._monitor], step=epoch.number)


State = Literal["complete", "pruned", "failed", "running"]
_STATES: dict[str, State] = {"COMPLETE": "complete", "PRUNED": "pruned", "FAIL": "failed"}


@dataclass(frozen=True)
class TrialResult:
    """What is known of a trial.

    Parameters
    ----------
    number : int
        Counted from 0 within the study.
    state : {"complete", "pruned", "failed", "running"}
        A trial whose process was killed is "running" until a study of its storage notices, then "failed"; its values
        are tried again in a new trial.
    score : float or None
        What the objective returned; for a pruned trial the last report.
    parameters : dict of str to object
        The chosen values by their paths in the template.
    config : object
        The filled template.
    seconds : float
        From asking to telling.
    error : str or None
        Why it failed.
    """

    number: int
    state: State
    score: float | None
    parameters: dict[str, Any]
    config: Any
    seconds: float
    error: str | None = None


class Study:
    """Searches the candidate with the best score.

    Parameters
    ----------
    template : object
        A nested dict, list or dataclass with parameter spaces where a choice is open; other values stay.
    objective : callable
        Takes a `Candidate`, returns its score.
    minimize : bool
        Whether the lowest score is the best, as for a loss.
    sampler : {"tpe", "random", "grid"} or optuna.samplers.BaseSampler
        Who chooses. "grid" takes `grid_points` values of each number's space and ends when all were tried.
    pruner : optuna.pruners.BasePruner, optional
        Who gives trials up by what they report; nobody by default.
    storage : path or str or optuna.storages.BaseStorage, optional
        Where trials are kept: a file (``.journal``: Optuna's journal, else SQLite) or a database URL. A study of the
        same name in it is resumed, and what was under way in processes that ended is tried again, three times at most.
        Several processes may share it. Without one they are lost with this object.
    name : str
        The study's name in the storage.
    seed : int, optional
        Of the sampler.
    grid_points : int
        For "grid".

    Raises
    ------
    ImportError
        When Optuna is missing.
    ValueError
        When the template has no space, the sampler is unknown, or the stored study searched something else.

    Notes
    -----
    DL4J: OptimizationConfiguration and LocalOptimizationRunner. Samplers: Optuna's; "tpe" is Bergstra et al. 2011.

    Examples
    --------
    >>> from pydl4j.arbiter import ContinuousParameterSpace, Study
    >>> study = Study({"x": ContinuousParameterSpace(-2, 2)}, lambda c: (c.config["x"] - 1) ** 2, minimize=True, seed=7)
    >>> study.run(30, progress=False).score < 0.1
    True
    """

    def __init__(
        self,
        template: Any,
        objective: Callable[[Candidate], float],
        *,
        minimize: bool = False,
        sampler: str | optuna.samplers.BaseSampler = "tpe",
        pruner: optuna.pruners.BasePruner | None = None,
        storage: str | os.PathLike[str] | optuna.storages.BaseStorage | None = None,
        name: str = "study",
        seed: int | None = None,
        grid_points: int = 5,
    ) -> None:
        self._spaces = open_choices(template)
        if not self._spaces:
            raise ValueError(
                f"[study {name}] nothing to choose: got a template without a parameter space; expected one or more. "
                "Put e.g. ContinuousParameterSpace(1e-4, 1e-1, log=True) in place of a value."
            )
        self._optuna = _optuna()
        self._template = template
        self._objective = objective
        self._minimize = minimize
        self._distributions = {path: self._distribution(space) for path, space in self._spaces.items()}
        direction = "minimize" if minimize else "maximize"
        with self._quiet():
            self.optuna = self._optuna.create_study(
                storage=_storage(self._optuna, storage),
                study_name=name,
                direction=direction,
                pruner=pruner or self._optuna.pruners.NopPruner(),
                load_if_exists=True,
            )
            tried = len(self.optuna.get_trials(deepcopy=False))
            # A resumed study goes on with other numbers than it began with.
            self.optuna.sampler = self._sampler(sampler, None if seed is None else seed + tried)
        self._check_same(name, direction)
        self._is_kept = storage is not None
        self._try_lost_again()
        if sampler == "grid":
            self._enqueue_grid(grid_points)
        self._ends_with_queue = sampler == "grid"

    @property
    def trials(self) -> tuple[TrialResult, ...]:
        """All trials, by number."""
        return tuple(self._result(trial) for trial in self._frozen() if trial.state.name != "WAITING")

    @property
    def best(self) -> TrialResult:
        """The complete trial with the best score.

        Raises
        ------
        ValueError
            When no trial is complete.
        """
        complete = [trial for trial in self.trials if trial.state == "complete"]
        if not complete:
            raise ValueError(f"[study {self.optuna.study_name}] no best: got 0 complete trials; expected one.")
        sign = 1 if self._minimize else -1
        return min(complete, key=lambda trial: sign * (trial.score or 0.0))

    def run(
        self,
        trials: int,
        *,
        timeout_s: float | None = None,
        catch: tuple[type[Exception], ...] = (),
        progress: bool | TextIO = True,
    ) -> TrialResult:
        """Tries candidates in this process, one after another.

        After Ctrl-C the finished trials are kept, and a study in a storage goes on from there when run again.

        Parameters
        ----------
        trials : int
            How many finished trials (complete, pruned or failed) the study shall hold, those of earlier runs included
            and those that are tried again left out.
        timeout_s : float, optional
            No new trial begins after so many seconds.
        catch : tuple of exception types
            Exceptions of the objective that only fail their trial; others end the run.
        progress : bool or text stream
            Whether (and where, by default standard error) each finished trial writes a line.

        Returns
        -------
        TrialResult
            The best.
        """
        started = time.monotonic()
        stream = sys.stderr if progress is True else progress or None
        while (done := self._finished()) < trials:
            self._try_lost_again()
            late = timeout_s is not None and time.monotonic() - started > timeout_s
            if late or (self._ends_with_queue and not self._waiting()):
                break
            result = self._try_one(catch)
            if stream is not None:
                self._say(stream, result, done + 1, trials)
        return self.best

    def _try_one(self, catch: tuple[type[Exception], ...]) -> TrialResult:
        with self._quiet():
            trial = self.optuna.ask(self._distributions)
        parameters = self._values(trial.params)
        candidate = Candidate(trial.number, fill(self._template, parameters), parameters, trial)
        try:
            with self._owning(trial):
                score = float(self._objective(candidate))
            if score != score:
                self._fail(trial, "the score is not a number")
            else:
                self._tell(trial, score)
        except Pruned:
            self._tell(trial, state=self._optuna.trial.TrialState.PRUNED)
        except BaseException as error:
            if self._ends_with_queue and not isinstance(error, Exception):
                trial.set_user_attr(_AGAIN, True)  # Ctrl-C must not take a point out of the grid
                self.optuna.enqueue_trial(trial.params)
            self._fail(trial, f"{type(error).__name__}: {error}")
            if not isinstance(error, catch):
                raise
        return self._result(self._frozen()[trial.number])

    @contextlib.contextmanager
    def _owning(self, trial: optuna.Trial) -> Iterator[None]:
        """Keeps in the storage that this process is at it."""
        if not self._is_kept:
            yield
            return

        def tell(owner: dict[str, Any]) -> None:
            trial.set_user_attr(_OWNER, owner)

        tell(_owners.this_process())
        with _owners.beating(tell):
            yield

    def _try_lost_again(self) -> None:
        """Fails trials whose process has ended, and enqueues their values."""
        for trial in self._frozen() if self._is_kept else ():
            owner = trial.user_attrs.get(_OWNER)
            if trial.state.name != "RUNNING" or owner is None or _owners.lives(owner):
                continue
            losses = trial.user_attrs.get(_LOST, 0) + 1
            again = losses <= _MOST_LOSSES
            known = {_ERROR: f"its process {owner['pid']} ended", _AGAIN: again}
            try:
                for key, value in known.items():
                    self.optuna._storage.set_trial_user_attr(trial._trial_id, key, value)
                self.optuna._storage.set_trial_state_values(trial._trial_id, self._optuna.trial.TrialState.FAIL)
            except RuntimeError:
                continue  # another process noticed, too
            if again:
                self.optuna.enqueue_trial(trial.params, user_attrs={_LOST: losses})

    def _fail(self, trial: optuna.Trial, why: str) -> None:
        trial.set_user_attr(_ERROR, why)
        self._tell(trial, state=self._optuna.trial.TrialState.FAIL)

    def _tell(self, trial: optuna.Trial, score: float | None = None, state: Any = None) -> None:
        with self._quiet():
            # Another process may have taken this one for ended, e.g. where it was stopped for long.
            self.optuna.tell(trial, score, state=state, skip_if_finished=True)

    def _frozen(self) -> list[Any]:
        trials: list[Any] = self.optuna.get_trials(deepcopy=False)
        return trials

    def _finished(self) -> int:
        return sum(trial.state.is_finished() and not trial.user_attrs.get(_AGAIN) for trial in self._frozen())

    def _waiting(self) -> int:
        return sum(trial.state.name == "WAITING" for trial in self._frozen())

    def _result(self, trial: optuna.trial.FrozenTrial) -> TrialResult:
        state = _STATES.get(trial.state.name, "running")
        parameters = self._values(trial.params)
        whole = parameters.keys() == self._spaces.keys()
        score = trial.value
        if score is None and trial.intermediate_values:
            score = trial.intermediate_values[max(trial.intermediate_values)]
        return TrialResult(
            number=trial.number,
            state=state,
            score=score,
            parameters=parameters,
            config=fill(self._template, parameters) if whole else None,
            seconds=trial.duration.total_seconds() if trial.duration else 0.0,
            error=trial.user_attrs.get(_ERROR),
        )

    def _say(self, stream: TextIO, result: TrialResult, done: int, trials: int) -> None:
        score = "" if result.score is None else f"  score {result.score:.4g}"
        with contextlib.suppress(ValueError):
            score += f"  best {self.best.score:.4g} (trial {self.best.number})"
        chosen = "  ".join(f"{path}={_short(value)}" for path, value in result.parameters.items())
        state = (
            "" if result.state == "complete" else f"  {result.state}" + (f": {result.error}" if result.error else "")
        )
        print(f"trial {done}/{trials}{state}{score}  {result.seconds:.1f} s  {chosen}", file=stream, flush=True)

    def _distribution(self, space: ParameterSpace) -> Any:
        of = self._optuna.distributions
        if isinstance(space, ContinuousParameterSpace):
            return of.FloatDistribution(space.low, space.high, log=space.log)
        if isinstance(space, IntegerParameterSpace):
            high = space.low + (space.high - space.low) // space.step * space.step
            return of.IntDistribution(space.low, high, log=space.log, step=space.step)
        return of.CategoricalDistribution(space.stored())

    def _values(self, stored: dict[str, Any]) -> dict[str, Any]:
        values = {}
        for path, space in self._spaces.items():
            if path in stored:
                value = stored[path]
                if isinstance(space, DiscreteParameterSpace):
                    value = dict(zip(map(repr, space.stored()), space.values, strict=True))[repr(value)]
                values[path] = value
        return values

    def _sampler(self, sampler: Any, seed: int | None) -> Any:
        of = self._optuna.samplers
        if isinstance(sampler, of.BaseSampler):
            return sampler
        if sampler not in ("tpe", "random", "grid"):
            raise ValueError(
                f"[study] unknown sampler: got {sampler!r}; expected 'tpe', 'random', 'grid' or one of optuna.samplers."
            )
        return of.TPESampler(seed=seed) if sampler == "tpe" else of.RandomSampler(seed=seed)

    def _enqueue_grid(self, points: int) -> None:
        axes = []
        for space in self._spaces.values():
            axes.append(space.stored() if isinstance(space, DiscreteParameterSpace) else space.grid(points))
        known = [trial.system_attrs.get("fixed_params", trial.params) for trial in self._frozen()]
        for values in itertools.product(*axes):
            point = dict(zip(self._spaces, values, strict=True))
            if point not in known:
                self.optuna.enqueue_trial(point)

    def _check_same(self, name: str, direction: str) -> None:
        space = {path: repr(space) for path, space in self._spaces.items()}
        before = self.optuna.user_attrs.get(_SPACE)
        got, expected = (space, direction), (before or space, self.optuna.direction.name.lower())
        if got != expected:
            raise ValueError(
                f"[study {name}] the stored study searched something else: got {got}; expected {expected}. "
                "Use its spaces and direction, or another name."
            )
        if before is None:
            self.optuna.set_user_attr(_SPACE, space)

    @contextlib.contextmanager
    def _quiet(self) -> Iterator[None]:
        """Optuna's own lines are left out where ours say the same."""
        before = self._optuna.logging.get_verbosity()
        self._optuna.logging.set_verbosity(max(before, self._optuna.logging.WARNING))
        try:
            yield
        finally:
            self._optuna.logging.set_verbosity(before)


def _optuna() -> Any:
    try:
        import optuna
    except ImportError as error:
        raise ImportError(
            "[arbiter] Optuna is missing: got no module optuna; expected 3.6 or newer. "
            "Run `pip install pydl4j[arbiter]`."
        ) from error
    return optuna


def _storage(optuna: ModuleType, storage: Any) -> Any:
    if storage is None or isinstance(storage, optuna.storages.BaseStorage) or "://" in str(storage):
        return storage
    path = Path(storage)
    if path.suffix == ".journal":
        return optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(str(path)))
    return f"sqlite:///{path}"


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
