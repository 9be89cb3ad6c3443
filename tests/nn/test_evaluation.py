"""Evaluations count as NumPy and scikit-learn do."""

from __future__ import annotations

import numpy as np
import pytest

from pydl4j.nn import ROC, DenseLayer, Evaluation, InputType, MultiLayerNetwork, OutputLayer, RegressionEvaluation

RANDOM = np.random.default_rng(3)
ACTUAL = RANDOM.integers(0, 4, 200)
SCORES = RANDOM.dirichlet(np.ones(4), 200) + 0.5 * np.eye(4)[ACTUAL]
PROBABILITIES = (SCORES / SCORES.sum(1, keepdims=True)).astype(np.float32)


@pytest.fixture
def evaluation() -> Evaluation:
    e = Evaluation(["a", "b", "c", "d"], top_n=2)
    e.eval(ACTUAL[:90], PROBABILITIES[:90])
    e.eval(np.eye(4)[ACTUAL[90:]], PROBABILITIES[90:])
    return e


def test_metrics_are_scikit_learns(evaluation: Evaluation) -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is a test dependency")
    said = PROBABILITIES.argmax(1)
    np.testing.assert_array_equal(evaluation.confusion_matrix(), metrics.confusion_matrix(ACTUAL, said))
    assert evaluation.accuracy() == pytest.approx(metrics.accuracy_score(ACTUAL, said))
    assert evaluation.precision() == pytest.approx(metrics.precision_score(ACTUAL, said, average="macro"))
    assert evaluation.recall() == pytest.approx(metrics.recall_score(ACTUAL, said, average="macro"))
    assert evaluation.f1() == pytest.approx(metrics.f1_score(ACTUAL, said, average="macro"))
    assert evaluation.f1(average="micro") == pytest.approx(metrics.f1_score(ACTUAL, said, average="micro"))
    assert evaluation.recall(2) == pytest.approx(metrics.recall_score(ACTUAL, said, average=None)[2])
    assert evaluation.top_n_accuracy() == pytest.approx(metrics.top_k_accuracy_score(ACTUAL, PROBABILITIES, k=2))


def test_an_evaluation_survives_json(evaluation: Evaluation) -> None:
    assert Evaluation._from_json(evaluation.to_json()).stats() == evaluation.stats()
    assert evaluation.num_examples() == 200


def test_auc_is_scikit_learns() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is a test dependency")
    yes = (ACTUAL == 0).astype(np.float32)
    roc = ROC()
    roc.eval(yes, PROBABILITIES[:, 0])
    assert roc.calculate_auc() == pytest.approx(metrics.roc_auc_score(yes, PROBABILITIES[:, 0]), abs=1e-6)


def test_regression_metrics_are_numpys() -> None:
    actual, said = RANDOM.normal(size=(50, 2)), RANDOM.normal(size=(50, 2))
    e = RegressionEvaluation()
    e.eval(actual, said)
    assert e.mean_squared_error(1) == pytest.approx(((actual - said) ** 2).mean(0)[1])
    assert e.pearson_correlation(0) == pytest.approx(np.corrcoef(actual[:, 0], said[:, 0])[0, 1])


def test_a_network_is_evaluated_on_arrays_and_on_minibatches_alike() -> None:
    net = MultiLayerNetwork([DenseLayer(3), OutputLayer(4)], input_type=InputType.feed_forward(4), seed=2).init()
    x = RANDOM.normal(size=(200, 4))
    whole = net.evaluate(x, ACTUAL)
    parts = net.evaluate([(x[i : i + 32], ACTUAL[i : i + 32]) for i in range(0, 200, 32)])
    np.testing.assert_array_equal(whole.confusion_matrix(), parts.confusion_matrix())
    assert whole.accuracy() == pytest.approx((net.predict(x) == ACTUAL).mean())
    with pytest.raises(ValueError, match="the iterator is empty"):
        net.evaluate(iter([]))
