"""Pickles and copies hold what they stand for, or say why they cannot."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.datavec import CSVRecordReader, Pipeline, Schema
from pydl4j.nn import (
    Adam,
    CollectScoresListener,
    ComputationGraph,
    DenseLayer,
    EarlyStopping,
    Evaluation,
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
)
from pydl4j.profiler import profile
from pydl4j.samediff import SameDiff, TrainingConfig
from pydl4j.serving import Predictor

X = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32)
Y = (X[:, 0] > 0).astype(np.int64)


def network() -> MultiLayerNetwork:
    layers = [DenseLayer(4, activation="tanh"), OutputLayer(2)]
    return MultiLayerNetwork(layers, input_type=InputType.feed_forward(3), updater=Adam(1e-2), seed=3).init()


def graph() -> ComputationGraph:
    builder = NeuralNetConfiguration.builder().seed(3).updater(Adam(1e-2)).graph_builder()
    builder.add_inputs("in").set_input_types(InputType.feed_forward(3)).add_layer("out", OutputLayer(2), "in")
    return ComputationGraph(builder.set_outputs("out").build()).init()


COPIES: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda a: pickle.loads(pickle.dumps(a)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("make", [network, graph])
def test_a_copy_of_a_network_trains_on_as_the_original_and_on_its_own(make: Callable[[], Any], how: str) -> None:
    net = make()
    net.fit(X, Y, progress=False)
    other = COPIES[how](net)
    assert (other.iteration_count, other.epoch_count) == (net.iteration_count, net.epoch_count)
    losses = other.fit(X, Y, progress=False).losses
    assert losses == net.fit(X, Y, progress=False).losses
    other.close()
    assert np.isfinite(np.asarray(net.output(X))).all()


def test_a_copy_of_a_graph_of_operators_is_its_own() -> None:
    sd = SameDiff.create()
    x, y = sd.placeholder("x", (None, 3)), sd.placeholder("y", (None, 1))
    sd.loss.mean_squared_error(y, x @ sd.var("w", np.zeros((3, 1), "f4")), name="loss").mark_as_loss()
    config = TrainingConfig(updater=Adam(1e-2), data_set_feature_mapping="x", data_set_label_mapping="y")
    sd.set_training_config(config)
    target = X.sum(1, keepdims=True)
    sd.fit(X, target, progress=False)
    other = copy.deepcopy(sd)
    assert other.fit(X, target, progress=False).losses == sd.fit(X, target, progress=False).losses
    other.close()
    np.testing.assert_array_equal(np.asarray(pickle.loads(pickle.dumps(sd)).get_array("w")), sd.get_array("w"))


def test_a_copy_of_an_evaluation_counts_on_its_own() -> None:
    evaluation = Evaluation(["no", "yes"])
    evaluation.eval([0, 1, 1], [[1, 0], [1, 0], [0, 1]])
    for how in COPIES.values():
        other = how(evaluation)
        other.eval([0], [[1, 0]])
        assert (evaluation.num_examples(), other.num_examples()) == (3, 4)
        assert other.stats().count("yes") == evaluation.stats().count("yes")


def test_listeners_are_pickled_as_they_were_made() -> None:
    for listener in (CollectScoresListener(2), EarlyStopping("loss", patience=3)):
        network().fit(X, Y, callbacks=[listener], progress=False)
        other = pickle.loads(pickle.dumps(listener))
        assert other.fields == listener.fields
        network().fit(X, Y, callbacks=[other], progress=False)


def answered(model: Any) -> np.ndarray:
    return np.asarray(model.output(X))


def test_another_process_gets_the_same_network_and_predictor(tmp_path: Path) -> None:
    net = network()
    net.save(tmp_path / "net.zip")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        np.testing.assert_array_equal(other.submit(answered, net).result(), np.asarray(net.output(X)))
        with Predictor(tmp_path / "net.zip") as predictor:
            there = other.submit(answered, predictor).result()
            np.testing.assert_array_equal(there, np.asarray(predictor.output(X)))


def test_a_copy_of_an_iterator_reads_its_records_anew(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("1,0\n2,1\n3,0\n")
    schema = Schema.builder().add_column_double("a").add_column_integer("y", min=0, max=1).build()
    pipeline = Pipeline(CSVRecordReader(), schema=schema, labels="y")
    with pipeline.read(tmp_path / "rows.csv").batches(2, shuffle=3) as batches:
        seen = [np.asarray(batch.features).tolist() for batch in batches]
        for how in COPIES.values():
            with how(batches) as other:
                assert [np.asarray(batch.features).tolist() for batch in other] == seen
    assert pickle.loads(pickle.dumps(pipeline)).to_json() == pipeline.to_json()


def test_pools_of_joblib_and_functions_of_cloudpickle_take_networks() -> None:
    joblib = pytest.importorskip("joblib", reason="comes with scikit-learn")
    net = network()
    net.fit(X, np.where(Y == 1, "yes", "no"), progress=False)
    expected = net.predict(X).tolist()
    said = joblib.Parallel(n_jobs=2)(joblib.delayed(net.predict)(X) for _ in range(2))
    assert [one.tolist() for one in said] == [expected] * 2
    from pyspark import cloudpickle  # the copy that a pandas_udf is sent with

    ask = pickle.loads(cloudpickle.dumps(lambda x: net.predict(x)))
    assert ask(X).tolist() == expected


def test_what_cannot_be_pickled_names_the_way() -> None:
    with profile() as recorded:
        nd.ones(3)
    for how in (COPIES["pickle"], COPIES["deepcopy"]):
        with pytest.raises(TypeError, match=r"lives in the JVM of this process.*Save it to a file"):
            how(recorded)
