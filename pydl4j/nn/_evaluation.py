"""Metrics that accumulate over minibatches; the counting is done in Java, so local and Spark evaluations are one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _html, _jvm
from pydl4j._handle import Handle
from pydl4j.nd import Array
from pydl4j.nd.core import described
from pydl4j.nn._classes import OutputClasses
from pydl4j.nn._confusion import ConfusionMatrix, place

if TYPE_CHECKING:
    from typing_extensions import Self


class _Metrics:
    """What all evaluations share: a Java accumulator by handle."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    @classmethod
    def _from_json(cls, text: str) -> Self:
        made = cls.__new__(cls)
        made._handle = Handle(_jvm.call("LocalEval", "fromJson", text), "evaluation")
        return made

    def eval(
        self, labels: ArrayLike | Array, predictions: ArrayLike | Array, *, mask: ArrayLike | Array | None = None
    ) -> None:
        """Adds a minibatch.

        Parameters
        ----------
        labels : array_like
            One-hot, targets or class indices; [N, C], [N, C, T] or, for indices, without the axis C.
        predictions : array_like
            [N, C] or [N, C, T].
        mask : array_like, optional
            [N] or [N, T], 0 where a row or time step does not count.
        """
        given = [np.asarray(labels), np.asarray(predictions), None if mask is None else np.asarray(mask)]
        _jvm.call("LocalEval", "eval", self._handle.number, described(*given))

    def stats(self) -> str:
        """The metrics as text for people."""
        return str(_jvm.call("LocalEval", "stats", self._handle.number))

    def to_json(self) -> str:
        """The accumulated state as JSON."""
        return str(_jvm.call("LocalEval", "toJson", self._handle.number))

    def __reduce__(self) -> Any:
        return type(self)._from_json, (self.to_json(),)

    def _repr_html_(self) -> str:
        return _html.lines(self.stats())

    def _number(self, name: str, which: int | None = None) -> float:
        return float(_jvm.call("LocalEval", "number", self._handle.number, name, -1 if which is None else which))

    def __repr__(self) -> str:
        return self.stats()


def _create(kind: str, **fields: Any) -> Handle:
    return Handle(_jvm.call("LocalEval", "create", json.dumps({"@type": kind, **fields})), "evaluation")


class Evaluation(_Metrics):
    """Classification: accuracy, precision, recall, F1 and the confusion matrix. DL4J: Evaluation.

    Parameters
    ----------
    labels : sequence of str, optional
        Names of the classes.
    top_n : int, default 1
        A row also counts for `top_n_accuracy` when its class is among this many largest probabilities.
    """

    def __init__(self, labels: Sequence[str] = (), *, top_n: int = 1) -> None:
        super().__init__(_create("Evaluation", labels=list(labels), topN=top_n))

    @property
    def class_names(self) -> list[str]:
        """What the classes are called, in order; empty where they are numbers."""
        return list(json.loads(_jvm.call("LocalEval", "labels", self._handle.number)))

    def eval(
        self, labels: ArrayLike | Array, predictions: ArrayLike | Array, *, mask: ArrayLike | Array | None = None
    ) -> None:
        """Adds a minibatch.

        Parameters
        ----------
        labels : array_like
            One-hot, class indices, or names where classes have names; [N, C], [N, C, T] or without the axis C.
        predictions : array_like
            [N, C] or [N, C, T].
        mask : array_like, optional
            [N] or [N, T], 0 where a row or time step does not count.
        """
        known = OutputClasses("labels", np.shape(predictions))
        known.labels = tuple(self.class_names)
        super().eval(known.numbers(labels, where="eval", name="labels"), predictions, mask=mask)

    def accuracy(self) -> float:
        """Share of rows whose largest probability is at their class."""
        return self._number("accuracy")

    def top_n_accuracy(self) -> float:
        """Share of rows whose class is among the `top_n` largest probabilities."""
        return self._number("topNAccuracy")

    def precision(self, class_: int | str | None = None, *, average: str = "macro") -> float:
        """True positives by predicted positives, of one class or averaged ("macro" or "micro")."""
        return self._averaged("precision", class_, average)

    def recall(self, class_: int | str | None = None, *, average: str = "macro") -> float:
        """True positives by actual positives, of one class or averaged ("macro" or "micro")."""
        return self._averaged("recall", class_, average)

    def f1(self, class_: int | str | None = None, *, average: str = "macro") -> float:
        """Harmonic mean of precision and recall, of one class or averaged ("macro" or "micro")."""
        return self._averaged("f1", class_, average)

    def matthews_correlation(self, class_: int | str | None = None) -> float:
        """Matthews' correlation coefficient, of one class or averaged."""
        return self._of("matthewsCorrelation", class_)

    def true_positives(self, class_: int | str) -> int:
        """Rows of the class that were predicted as it."""
        return int(self._of("truePositives", class_))

    def false_positives(self, class_: int | str) -> int:
        """Rows of other classes that were predicted as it."""
        return int(self._of("falsePositives", class_))

    def false_negatives(self, class_: int | str) -> int:
        """Rows of the class that were predicted as others."""
        return int(self._of("falseNegatives", class_))

    def num_examples(self) -> int:
        """Rows that counted."""
        return int(self._number("numExamples"))

    def confusion_matrix(self) -> ConfusionMatrix:
        """Counts [actual, predicted], by name or as an array."""
        rows = _jvm.call("LocalEval", "confusion", self._handle.number)
        counts = np.array([list(row) for row in rows], dtype=np.int64).reshape(len(rows), len(rows))
        return ConfusionMatrix(counts, tuple(self.class_names or map(str, range(len(counts)))))

    def _repr_html_(self) -> str:
        numbers = [["accuracy", self.accuracy()], ["precision", self.precision()]]
        numbers += [["recall", self.recall()], ["F1", self.f1()]]
        told = _html.table([], numbers, caption=f"Evaluation of {self.num_examples():,} rows", names=1)
        return told + self.confusion_matrix()._repr_html_()

    def _of(self, name: str, class_: int | str | None) -> float:
        """A number of a class, by place or name, or of all."""
        return self._number(name, place(self.class_names, class_, name) if isinstance(class_, str) else class_)

    def _averaged(self, name: str, class_: int | str | None, average: str) -> float:
        if average not in ("macro", "micro"):
            raise ValueError(f'[{name}] unknown average: got {average!r}; expected "macro" or "micro".')
        return self._of(name if class_ is not None or average == "macro" else f"{name}Micro", class_)


class EvaluationBinary(_Metrics):
    """Each output as a decision of its own. DL4J: EvaluationBinary.

    Parameters
    ----------
    threshold : float, default 0.5
        From which probability on an output says yes.
    """

    def __init__(self, *, threshold: float = 0.5) -> None:
        super().__init__(_create("EvaluationBinary", threshold=threshold))

    def num_outputs(self) -> int:
        """Outputs."""
        return int(self._number("numOutputs"))

    def accuracy(self, output: int = 0) -> float:
        """Share of right decisions of an output."""
        return self._number("accuracy", output)

    def precision(self, output: int = 0) -> float:
        """True positives by predicted positives of an output."""
        return self._number("precision", output)

    def recall(self, output: int = 0) -> float:
        """True positives by actual positives of an output."""
        return self._number("recall", output)

    def f1(self, output: int = 0) -> float:
        """Harmonic mean of precision and recall of an output."""
        return self._number("f1", output)


class RegressionEvaluation(_Metrics):
    """Regression: errors and correlation by column. DL4J: RegressionEvaluation."""

    def __init__(self) -> None:
        super().__init__(_create("RegressionEvaluation"))

    def mean_squared_error(self, column: int | None = None) -> float:
        """Mean of squared errors, of one column or averaged."""
        return self._number("meanSquaredError", column)

    def mean_absolute_error(self, column: int | None = None) -> float:
        """Mean of absolute errors, of one column or averaged."""
        return self._number("meanAbsoluteError", column)

    def root_mean_squared_error(self, column: int | None = None) -> float:
        """Root of the mean squared error, of one column or averaged."""
        return self._number("rootMeanSquaredError", column)

    def r_squared(self, column: int | None = None) -> float:
        """Coefficient of determination, of one column or averaged."""
        return self._number("rSquared", column)

    def pearson_correlation(self, column: int) -> float:
        """Pearson's correlation of labels and predictions of a column."""
        return self._number("pearsonCorrelation", column)


class ROC(_Metrics):
    """The receiver operating characteristic of a binary classifier, exact. DL4J: ROC."""

    def __init__(self) -> None:
        super().__init__(_create("ROC"))

    def calculate_auc(self) -> float:
        """Area under the ROC curve."""
        return self._number("calculateAUC")

    def calculate_aucpr(self) -> float:
        """Area under the precision-recall curve."""
        return self._number("calculateAUCPR")

    def roc_curve(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Thresholds, false positive rates and true positive rates."""
        return self._curve(precision_recall=False)

    def precision_recall_curve(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Thresholds, recalls and precisions, as Java's curve gives x and y."""
        return self._curve(precision_recall=True)

    def _curve(self, *, precision_recall: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        parts = _jvm.call("LocalEval", "curve", self._handle.number, precision_recall)
        thresholds, x, y = (np.array(list(part)) for part in parts)
        return thresholds, x, y


class ROCMultiClass(_Metrics):
    """One-against-all ROC of each class. DL4J: ROCMultiClass."""

    def __init__(self) -> None:
        super().__init__(_create("ROCMultiClass"))

    def calculate_auc(self, class_: int | None = None) -> float:
        """Area under the ROC curve of one class, or averaged."""
        return self._number("calculateAUC", class_)
