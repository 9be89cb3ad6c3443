"""Studies keep what they tried, whoever chooses and however they end."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest

from pydl4j._record import Record
from pydl4j.arbiter import (
    ContinuousParameterSpace,
    DiscreteParameterSpace,
    IntegerParameterSpace,
    Pruned,
    Study,
    _owners,
)
from pydl4j.nn import InputType, MultiLayerNetwork, OutputLayer, Sgd

optuna = pytest.importorskip("optuna", reason="the arbiter extra is not installed")

X = {"x": ContinuousParameterSpace(-2.0, 2.0)}


def parabola(candidate):
    return (candidate.config["x"] - 1) ** 2


@pytest.mark.parametrize("sampler", ["tpe", "random", optuna.samplers.TPESampler(seed=1)])
def test_best_is_the_lowest_score_when_minimized(sampler):
    study = Study(X, parabola, minimize=True, sampler=sampler, seed=3)
    best = study.run(15, progress=False)
    assert best.score == min(trial.score for trial in study.trials)
    assert best.score == (best.parameters["x"] - 1) ** 2
    assert [trial.number for trial in study.trials] == list(range(15))
    assert all(trial.state == "complete" and trial.seconds >= 0 for trial in study.trials)


def test_best_is_the_highest_score_by_default():
    study = Study(X, parabola, seed=3)
    assert study.run(8, progress=False).score == max(trial.score for trial in study.trials)


def test_a_seed_fixes_the_candidates():
    runs = [Study(X, parabola, seed=5) for _ in range(2)]
    for study in runs:
        study.run(6, progress=False)
    assert runs[0].trials[-1].parameters == runs[1].trials[-1].parameters


@dataclass(frozen=True)
class Layer:
    width: object
    activation: object = "relu"


def test_a_template_is_filled_wherever_it_has_spaces():
    template = {
        "updater": {"rate": ContinuousParameterSpace(1e-4, 1e-1, log=True), "name": "adam"},
        "layers": [
            Layer(IntegerParameterSpace(8, 64, step=8)),
            Layer(10, DiscreteParameterSpace("tanh", (1, 2), None)),
        ],
    }
    seen = []

    def objective(candidate):
        seen.append(candidate)
        return candidate.config["layers"][0].width

    study = Study(template, objective, seed=1)
    best = study.run(12, progress=False)
    for candidate in seen:
        config = candidate.config
        assert set(candidate.parameters) == {"updater.rate", "layers[0].width", "layers[1].activation"}
        assert 1e-4 <= config["updater"]["rate"] <= 1e-1
        assert config["updater"]["name"] == "adam"
        assert config["layers"][0].width in range(8, 65, 8)
        assert config["layers"][1].width == 10
        assert config["layers"][1].activation in ("tanh", (1, 2), None)
    assert best.config == seen[best.number].config
    assert template["layers"][0].width == IntegerParameterSpace(8, 64, step=8)


class DenseLayer(Record):
    """As the generated layers are made."""

    def __init__(self, *, n_out, activation=None):
        super().__init__(nOut=n_out, activation=activation)


def test_layers_of_a_template_are_filled_as_well():
    template = [DenseLayer(n_out=IntegerParameterSpace(8, 64), activation="relu"), DenseLayer(n_out=10)]
    study = Study(template, lambda candidate: candidate.config[0].n_out, seed=1)
    best = study.run(3, progress=False)
    assert best.config == [DenseLayer(n_out=best.parameters["[0].n_out"], activation="relu"), template[1]]


def test_grid_tries_each_point_once_and_ends():
    template = {"rate": ContinuousParameterSpace(0.001, 0.1, log=True), "kind": DiscreteParameterSpace("a", "b")}
    study = Study(template, lambda candidate: candidate.number, sampler="grid", grid_points=3)
    study.run(100, progress=False)
    tried = sorted((trial.parameters["kind"], trial.parameters["rate"]) for trial in study.trials)
    assert tried == [(kind, rate) for kind in "ab" for rate in (0.001, 0.01, 0.1)]


@pytest.mark.parametrize("file", ["trials.db", "trials.journal"])
@pytest.mark.parametrize("sampler", ["random", "grid"])
def test_a_stored_study_goes_on_where_it_was(tmp_path, file, sampler):
    def study():
        return Study(X, parabola, minimize=True, sampler=sampler, storage=tmp_path / file, seed=4)

    study().run(2, progress=False)
    resumed = study()
    resumed.run(5, progress=False)
    values = [trial.parameters["x"] for trial in resumed.trials]
    assert len(values) == 5
    assert len(set(values)) == 5, "a resumed sampler repeated itself"
    assert study().run(5, progress=False) == resumed.best


def test_another_space_under_the_same_name_is_refused(tmp_path):
    Study(X, parabola, storage=tmp_path / "t.db")
    with pytest.raises(ValueError, match="searched something else"):
        Study({"x": ContinuousParameterSpace(-2.0, 3.0)}, parabola, storage=tmp_path / "t.db")
    with pytest.raises(ValueError, match="searched something else"):
        Study(X, parabola, minimize=True, storage=tmp_path / "t.db")


def test_ctrl_c_keeps_the_finished_trials(tmp_path):
    def interrupted(candidate):
        if candidate.number == 3:
            raise KeyboardInterrupt
        return parabola(candidate)

    study = Study(X, interrupted, minimize=True, storage=tmp_path / "t.db", seed=1)
    with pytest.raises(KeyboardInterrupt):
        study.run(10, progress=False)
    assert [trial.state for trial in study.trials] == ["complete"] * 3 + ["failed"]
    assert study.trials[3].error == "KeyboardInterrupt: "
    again = Study(X, parabola, minimize=True, storage=tmp_path / "t.db", seed=1)
    again.run(6, progress=False)
    assert [trial.state for trial in again.trials] == ["complete"] * 3 + ["failed"] + ["complete"] * 2


KILLED = """
import os, signal, sys, time
from pydl4j.arbiter import ContinuousParameterSpace, Study
def objective(candidate):
    if sys.argv[3] in ("all", str(candidate.number)):
        os.kill(os.getpid(), signal.SIGKILL)
    if sys.argv[3] == "wait":
        print("at it", flush=True)
        time.sleep(600)
    return candidate.config
study = Study(ContinuousParameterSpace(0.0, 3.0), objective, sampler=sys.argv[2], grid_points=4, storage=sys.argv[1])
study.run(4, progress=False)
"""


def kill(storage, sampler, when):
    command = [sys.executable, "-c", KILLED, str(storage), sampler, str(when)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def resumed(storage, sampler):
    study = Study(
        ContinuousParameterSpace(0.0, 3.0), lambda c: c.config, sampler=sampler, grid_points=4, storage=storage
    )
    study.run(4, progress=False)
    return study.trials


@pytest.mark.parametrize("file", ["trials.db", "trials.journal"])
@pytest.mark.parametrize("sampler", ["random", "grid"])
def test_what_a_killed_process_was_at_is_tried_again_and_nothing_else(tmp_path, file, sampler):
    kill(tmp_path / file, sampler, 2)
    trials = resumed(tmp_path / file, sampler)
    assert [trial.state for trial in trials].count("complete") == 4
    (lost,) = (trial for trial in trials if trial.state != "complete")
    assert (lost.number, lost.state) == (2, "failed")
    assert lost.error.endswith(" ended")
    scores = [trial.score for trial in trials if trial.state == "complete"]
    assert len(set(scores)) == 4
    assert lost.config in scores


def test_what_kills_every_process_is_given_up(tmp_path):
    for _ in range(4):
        kill(tmp_path / "t.db", "random", "all")
    trials = resumed(tmp_path / "t.db", "random")
    assert [trial.state for trial in trials] == ["failed"] * 4 + ["complete"] * 3
    assert len({trial.config for trial in trials}) == 4


def test_what_a_living_process_is_at_is_left_to_it(tmp_path):
    command = [sys.executable, "-c", KILLED, str(tmp_path / "t.db"), "grid", "wait"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "at it\n"
            states = [trial.state for trial in resumed(tmp_path / "t.db", "grid")]
            assert sorted(states) == ["complete"] * 3 + ["running"]
        finally:
            process.kill()
            process.wait()
    assert sorted(trial.state for trial in resumed(tmp_path / "t.db", "grid")) == ["complete"] * 4 + ["failed"]


def test_a_process_of_another_machine_lives_while_it_is_heard_of():
    far = _owners.this_process() | {"machine": "far away"}
    assert _owners.lives(far)
    assert not _owners.lives(far | {"beat": far["beat"] - 2 * _owners.SILENT_S})


def test_a_process_that_got_the_id_of_a_dead_one_is_not_it():
    assert _owners.lives(_owners.this_process())
    assert not _owners.lives(_owners.this_process() | {"started": "long ago"})


def test_ctrl_c_takes_no_point_out_of_the_grid(tmp_path):
    def interrupted(candidate):
        if candidate.number == 1:
            raise KeyboardInterrupt
        return candidate.config

    space = ContinuousParameterSpace(0.0, 3.0)
    with pytest.raises(KeyboardInterrupt):
        Study(space, interrupted, sampler="grid", grid_points=4, storage=tmp_path / "t.db").run(4, progress=False)
    trials = resumed(tmp_path / "t.db", "grid")
    assert sorted(trial.score for trial in trials if trial.state == "complete") == [0, 1, 2, 3]


def test_caught_errors_and_nan_fail_only_their_trial():
    def objective(candidate):
        if candidate.number == 0:
            raise ArithmeticError("diverged")
        return float("nan") if candidate.number == 1 else 1.0

    study = Study(X, objective)
    out = io.StringIO()
    best = study.run(3, catch=(ArithmeticError,), progress=out)
    assert best.number == 2
    assert [trial.error for trial in study.trials] == ["ArithmeticError: diverged", "the score is not a number", None]
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("trial 1/3  failed: ArithmeticError: diverged")
    assert "score 1  best 1 (trial 2)" in lines[2]


def test_other_errors_end_the_run():
    def objective(candidate):
        raise TypeError("a mistake")

    study = Study(X, objective)
    with pytest.raises(TypeError, match="a mistake"):
        study.run(3, progress=False)
    assert [trial.state for trial in study.trials] == ["failed"]


def test_a_pruner_ends_trials_that_report_badly():
    steps = []

    def objective(candidate):
        for step in range(5):
            steps.append(candidate.number)
            candidate.report(-candidate.number, step=step)
        return -candidate.number

    study = Study(X, objective, pruner=optuna.pruners.MedianPruner(n_startup_trials=1, n_warmup_steps=1), seed=0)
    study.run(2, progress=False)
    assert [trial.state for trial in study.trials] == ["complete", "pruned"]
    assert study.trials[1].score == -1
    assert steps.count(1) == 2
    assert issubclass(Pruned, Exception)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ContinuousParameterSpace(1, 1), "low < high"),
        (lambda: ContinuousParameterSpace(0, 1, log=True), "low > 0 with log"),
        (lambda: ContinuousParameterSpace(0, float("inf")), "finite"),
        (lambda: IntegerParameterSpace(1, 2.5), "whole"),
        (lambda: IntegerParameterSpace(1, 9, step=2, log=True), "step"),
        (lambda: DiscreteParameterSpace(), "at least one"),
        (lambda: DiscreteParameterSpace(1, 1), "all different"),
        (lambda: Study({"x": 1}, parabola), "nothing to choose"),
        (lambda: Study(X, parabola, sampler="bayes"), "unknown sampler: got 'bayes'"),
        (lambda: Study(X, parabola).best, "0 complete trials"),
    ],
)
def test_what_cannot_be_searched_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_without_optuna_the_error_says_what_to_install():
    code = (
        "import sys; sys.modules['optuna'] = None\n"
        "from pydl4j.arbiter import ContinuousParameterSpace, Study\n"
        "Study(ContinuousParameterSpace(0, 1), float)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install pydl4j[arbiter]" in done.stderr


def test_a_fit_reports_every_epoch_and_a_pruner_ends_it():
    x = np.random.default_rng(0).normal(size=(60, 3)).astype(np.float32)
    y = (x[:, 0] > 0).astype(np.int64)
    epochs = {}

    class Second(optuna.pruners.BasePruner):
        def prune(self, study, trial):
            return trial.number == 1 and trial.last_step == 2

    def objective(candidate):
        net = MultiLayerNetwork(
            [OutputLayer(2)], input_type=InputType.feed_forward(3), updater=Sgd(candidate.config["x"] + 3), seed=1
        ).init()
        try:
            told = net.fit(
                x, y, epochs=5, validation_split=0.5, callbacks=[candidate.listener()], progress=False, metrics="f1"
            )
        finally:
            epochs[candidate.number] = net.epoch_count
        return told.history["val_loss"][-1]

    study = Study(X, objective, minimize=True, seed=3, pruner=Second())
    study.run(3, progress=False)
    assert epochs == {0: 5, 1: 3, 2: 5}
    assert [t.state for t in study.trials] == ["complete", "pruned", "complete"]
    with pytest.raises(ValueError, match="got 'val_f1'; expected one of loss, val_loss"):
        Study(
            X,
            lambda c: (
                MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(3))
                .init()
                .fit(x, y, validation_split=0.5, callbacks=[c.listener("val_f1")], progress=False)
            ),
        ).run(1, progress=False)
