"""How good networks answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydl4j import _batch, _jvm
from pydl4j._handle import Handle
from pydl4j.nn._classes import texts
from pydl4j.nn._evaluation import ROC, Evaluation, RegressionEvaluation, ROCMultiClass, _Metrics
from pydl4j.nn._java import JavaNetwork

_M = TypeVar("_M", bound=_Metrics)


class Evaluating(JavaNetwork):
    """Answers compared with labels."""

    def evaluate(self, x: Any, y: Any = None, *, labels: Sequence[str] = (), output: str | None = None) -> Evaluation:
        """Evaluates classification.

        Parameters
        ----------
        x, y
            As in `fit`.
        labels : sequence of str, optional
            Names of the classes; those of the network by default.
        output : str, optional
            Which output, for a graph with several.

        Returns
        -------
        Evaluation
            Accuracy, precision, recall, F1, confusion matrix; ``print(e.stats())`` shows them.
        """
        classes = self._classes.get(output or self._outputs[0]) if output or len(self._outputs) == 1 else None
        return self._evaluate(Evaluation(labels or (texts(classes.labels) if classes else ())), x, y, output)

    def evaluate_regression(self, x: Any, y: Any = None, *, output: str | None = None) -> RegressionEvaluation:
        """Evaluates regression; data as in `fit`."""
        return self._evaluate(RegressionEvaluation(), x, y, output)

    def evaluate_roc(self, x: Any, y: Any = None, *, output: str | None = None) -> ROC:
        """Evaluates a binary classifier; data as in `fit`."""
        return self._evaluate(ROC(), x, y, output)

    def evaluate_roc_multi_class(self, x: Any, y: Any = None, *, output: str | None = None) -> ROCMultiClass:
        """Evaluates each class against all others; data as in `fit`."""
        return self._evaluate(ROCMultiClass(), x, y, output)

    def _evaluate(self, into: _M, x: Any, y: Any, output: str | None) -> _M:
        source = getattr(x, "handle", None)
        numbers = (into._handle.number, self._handle.number)
        if isinstance(source, Handle):
            _jvm.run_long("LocalEval", "evalSource", *numbers, source.number, output)
            return into
        data = _batch.data_set(x, y)
        seen = False
        for item in [data] if data is not None else _batch.minibatches(x, where="evaluate"):
            given = self._signature.batch(item, where="evaluate").described()
            _jvm.run_long("LocalEval", "evalArrays", *numbers, given, output)
            seen = True
        if not seen:
            raise ValueError(
                "[evaluate] the iterator is empty: got no minibatch; expected at least one. "
                "Check the data, and that the iterator was not used up before."
            )
        return into
