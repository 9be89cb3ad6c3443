"""What notebooks show: tables, with all names escaped, and one output for a fit."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.datavec import Schema
from pydl4j.nn import (
    ConfusionMatrix,
    DenseLayer,
    Evaluation,
    InputType,
    MultiLayerNetwork,
    OutputLayer,
    RegressionEvaluation,
)

X, Y = np.eye(3, dtype=np.float32).repeat(4, 0), np.array(["<b>a</b>", "b&c", "d"]).repeat(4)


class Cells(HTMLParser):
    """The rows of the tables of an HTML text, which must close what it opens."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def net() -> MultiLayerNetwork:
    net = MultiLayerNetwork([DenseLayer(4), OutputLayer(3)], input_type=InputType.feed_forward(3), seed=1).init()
    net.fit(X, Y, epochs=2, progress=False)
    return net


def test_a_confusion_matrix_is_a_table_by_name(net: MultiLayerNetwork) -> None:
    evaluation = net.evaluate(X, Y)
    matrix = evaluation.confusion_matrix()
    assert matrix.class_names == ("<b>a</b>", "b&c", "d")
    cells = Cells(matrix._repr_html_())
    assert cells.rows[0][1:] == ["<b>a</b>", "b&c", "d"]
    assert [[int(n) for n in row[1:]] for row in cells.rows[1:]] == np.asarray(matrix).tolist()
    assert "b" not in cells.tags
    assert matrix["b&c"].sum() == 4
    assert matrix["b&c", "d"] == matrix[1, 2] == matrix.to_frame().loc["b&c", "d"]
    assert evaluation.precision("d") == evaluation.precision(2)
    assert evaluation.true_positives("d") == matrix["d", "d"]
    with pytest.raises(ValueError, match="Did you mean 'b&c'"):
        evaluation.recall("b&")
    with pytest.raises(ValueError, match="unknown class: got 'e'"):
        matrix["e"]
    shown = Cells(evaluation._repr_html_())
    assert ["accuracy", f"{evaluation.accuracy():.4g}"] in shown.rows
    assert cells.rows[1] in shown.rows


def test_evaluations_take_names() -> None:
    evaluation = Evaluation(["no", "yes"])
    evaluation.eval(["yes", "no", "yes"], [[0, 1], [1, 0], [1, 0]])
    assert evaluation.confusion_matrix()["yes", "no"] == 1
    with pytest.raises(ValueError, match="got 'maybe' at row 0"):
        evaluation.eval(["maybe"], [[0, 1]])
    assert str(Evaluation().confusion_matrix()) == "actual"
    assert Cells(Evaluation()._repr_html_()).rows[0][0] == "accuracy"


def test_networks_plans_histories_and_schemas_are_tables(net: MultiLayerNetwork) -> None:
    layers = Cells(net._repr_html_()).rows
    assert [row[:2] for row in layers[1:]] == [["x", "input"], ["layer0", "DenseLayer"], ["layer1", "OutputLayer"]]
    plan = net.explain(X)
    assert len(Cells(plan._repr_html_()).rows) == 1 + len(plan.steps)
    history = net.fit(X, Y, epochs=2, progress=False)
    assert [row[0] for row in Cells(history._repr_html_()).rows] == ["epoch", "2", "3"]
    schema = Schema.builder().add_column_categorical("<i>", ["a", "b"]).add_column_integer("n", min=0, max=4).build()
    assert Cells(schema._repr_html_()).rows[1:] == [["<i>", "categorical", "'a', 'b'"], ["n", "integer", "0 to 4"]]
    regression = RegressionEvaluation()
    regression.eval([[1.0]], [[2.0]])
    assert "pre" in Cells(regression._repr_html_()).tags
    closed = net.clone()
    closed.close()
    assert "closed" in closed._repr_html_()


@pytest.mark.parametrize(
    ("array", "rows"),
    [
        (np.arange(3), [["", "0", "1", "2"], ["", "0", "1", "2"]]),
        (np.array([[True, False]]), [["", "0", "1"], ["0", "True", "False"]]),
        (np.array([[0.5, -1.25]], np.float32), [["", "0", "1"], ["0", "0.5", "-1.25"]]),
    ],
)
def test_small_arrays_are_tables(array: np.ndarray, rows: list[list[str]]) -> None:
    assert Cells(nd.asarray(array)._repr_html_()).rows == rows


def test_large_arrays_show_their_ends_and_others_their_text() -> None:
    rows = Cells(nd.asarray(np.arange(2000.0).reshape(100, 20))._repr_html_()).rows
    assert len(rows) == 14
    assert rows[0] == ["", *map(str, range(6)), "⋯", *map(str, range(14, 20))]
    assert rows[7] == ["⋮"] + ["⋯"] * 13
    assert (rows[13][0], rows[13][-1]) == ("99", "1999")
    assert Cells(nd.zeros((2, 2, 2))._repr_html_()).tags == {"div", "p", "table", "tbody", "pre"}
    assert "5" in nd.asarray(5)._repr_html_()
    gone = nd.zeros(3)
    gone.close()
    assert "closed" in gone._repr_html_()


def test_a_matrix_is_an_array_to_numpy() -> None:
    matrix = ConfusionMatrix(np.array([[3, 1], [0, 2]]), ("cat", "dog"))
    assert np.asarray(matrix).sum() == 6
    assert np.trace(matrix) == 5
    assert len(matrix) == 2


CELL = """
import numpy as np
from IPython.core.interactiveshell import InteractiveShell

class Shell(InteractiveShell):
    kernel = object()

shell = Shell.instance()
shown = []
shell.display_pub.publish = lambda data, **how: shown.append((how.get("update", False), data))
from pydl4j.nn import InputType, MultiLayerNetwork, OutputLayer
net = MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(3), seed=1).init()
net.fit(np.zeros((64, 3), np.float32), [0, 1] * 32, epochs=200, batch_size=4)
assert len(shown) > 1 and [update for update, _ in shown] == [False] + [True] * (len(shown) - 1)
last = shown[-1][1]
assert last["text/plain"].startswith("epoch 200/200  [####################] 100%  loss "), last
html = last["text/html"]
assert html.startswith("<div") and "<progress" in html and "epoch 200/200" in html
print("replaced")
"""


def test_a_fit_replaces_its_cells_output(run_python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    pytest.importorskip("IPython", reason="the extra `test` has it")
    done = run_python(CELL)
    assert "replaced" in done.stdout
    assert "epoch" not in done.stderr
