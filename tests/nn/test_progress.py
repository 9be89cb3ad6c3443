"""What a fit shows while it runs: one line that is replaced, and what listeners say above it."""

from __future__ import annotations

import io
import logging
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pydl4j import _progress
from pydl4j._progress import ProgressBar
from pydl4j.nn import (
    CheckpointListener,
    EarlyStopping,
    EvaluativeListener,
    InputType,
    MultiLayerNetwork,
    OutputLayer,
    PerformanceListener,
    ReduceLROnPlateau,
    ScoreIterationListener,
    TimeIterationListener,
    TrainingListener,
)

X, Y = np.eye(4, dtype=np.float32).repeat(20, 0), np.arange(4).repeat(20)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def network() -> MultiLayerNetwork:
    return MultiLayerNetwork([OutputLayer(4)], input_type=InputType.feed_forward(4), seed=1).init()


def shown(text: str) -> str:
    """What stands on a terminal in the end."""
    return re.sub(r"[^\n]*\r", "", text)


def test_the_line_says_loss_speed_and_time_left(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    screen = Terminal()
    bar = ProgressBar(2, stream=screen)
    bar.update({"epoch": 0, "rows": 50, "rowsPerEpoch": 100, "score": 0.5})
    bar.close()
    line = screen.getvalue()
    assert line.startswith("\repoch 1/2  [#####...............]  25%  loss 0.5000  ")
    assert line.endswith(" left\n")
    assert "rows/s" in line


def test_a_terminal_shows_one_line_with_the_epoch_that_runs_and_the_last_values(monkeypatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("COLUMNS", "200")
    history = network().fit(X, Y, epochs=30, batch_size=10, validation_split=0.25, metrics="accuracy")
    (line,) = shown(screen.getvalue()).splitlines()
    assert line.startswith("epoch 30/30  [####################] 100%")
    assert f"loss {history.history['loss'][-1]:.4f}  val_loss {history.history['val_loss'][-1]:.4f}" in line
    assert f"val_accuracy {history.history['val_accuracy'][-1]:.4f}" in line


def test_a_line_never_wraps(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    screen = Terminal()
    bar = ProgressBar(2, stream=screen)
    bar.update({"epoch": 0, "rows": 50, "rowsPerEpoch": 100, "score": 0.5})
    assert len(screen.getvalue()) == 40


def test_a_fit_that_goes_on_counts_the_epochs_of_the_whole_fit() -> None:
    screen = Terminal()
    bar = ProgressBar(4, first=2, stream=screen)
    bar.update({"epoch": 0, "rows": 50, "rowsPerEpoch": 100, "score": 0.5})
    assert screen.getvalue().startswith("\repoch 3/4  [#####")


def test_a_file_gets_one_line_at_the_end_and_one_a_minute(monkeypatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    file = io.StringIO()
    bar = ProgressBar(2, stream=file)
    for rows in range(1, 201):
        now[0] += 0.7
        bar.update({"epoch": rows // 101, "rows": rows, "rowsPerEpoch": 100, "score": 0.5})
    bar.close()
    assert [line[:9] for line in file.getvalue().splitlines()] == ["epoch 1/2", "epoch 2/2", "epoch 2/2"]


class Steps(TrainingListener):
    def iteration_done(self, session, iteration) -> None:
        pass


SAYING = {
    "Score at iteration 4 is": lambda folder: ScoreIterationListener(4),
    "samples/s:": lambda folder: PerformanceListener(4),
    "4 of 12 iterations done; remaining: PT": lambda folder: TimeIterationListener(12, every=4),
    "Saved checkpoint 0 of iteration": lambda folder: CheckpointListener(folder, every_epochs=1),
    "Stopped after epoch 1: loss was best": lambda folder: EarlyStopping("loss", min_delta=100),
    "Learning rate after epoch 1": lambda folder: ReduceLROnPlateau("loss", patience=0, min_delta=100),
    "Evaluation after epoch 1": lambda folder: EvaluativeListener((X, Y), every=2),
    "Evaluation after iteration 2": lambda folder: EvaluativeListener((X, Y), every=3, unit="iterations"),
}


@pytest.mark.parametrize("words", SAYING)
def test_what_listeners_say_is_logged(words: str, caplog, tmp_path: Path) -> None:
    caplog.set_level(logging.INFO)
    listener = SAYING[words](tmp_path)
    network().fit(X, Y, epochs=3, batch_size=20, progress=False, callbacks=[listener])
    assert any(record.name == "pydl4j.listeners" and words in record.message for record in caplog.records)


def test_messages_stand_above_the_line(monkeypatch) -> None:
    screen = Terminal()
    monkeypatch.setenv("COLUMNS", "200")
    bar = ProgressBar(1, stream=screen)
    bar.update({"epoch": 0, "rows": 50, "rowsPerEpoch": 100, "score": 0.5})
    _progress.above("a message")
    bar.close()
    assert [line[:9] for line in shown(screen.getvalue()).splitlines()] == ["a message", "epoch 1/1"]


PRINTS = """
import logging, sys
import numpy as np
from pydl4j.nn import InputType, MultiLayerNetwork, OutputLayer, ScoreIterationListener
net = MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(3), seed=1).init()
net.set_listeners(ScoreIterationListener(2))
x, y = np.zeros((8, 3), np.float32), [0, 1] * 4
net.fit(x, y, epochs=2, batch_size=2, progress=False)
logging.basicConfig(format="mine: %(message)s", level=logging.INFO)
net.fit(x, y, batch_size=2, progress=False)
"""


def test_messages_are_printed_once_with_logging_set_up_and_without(
    run_python: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    lines = [line for line in run_python(PRINTS).stderr.splitlines() if "Score at" in line]
    assert [line[:10] for line in lines] == ["Score at i"] * 4 + ["mine: Scor"] * 2


def test_listeners_of_epochs_do_not_slow_down_steps() -> None:
    from pydl4j._listening import Listening, TrainingSession

    listening = Listening(TrainingSession(None, None), [EvaluativeListener((X, Y))])
    assert "iteration_done" not in listening.events
    assert "iteration_done" in Listening(TrainingSession(None, None), [Steps()]).events


def test_an_evaluative_listener_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="every=0"):
        EvaluativeListener((X, Y), every=0)
