"""Labels that are names: learned, given back, saved, and refused where they were not learned."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pydl4j.nn import (
    LSTM,
    Adam,
    ComputationGraph,
    DataSet,
    DenseLayer,
    EarlyStopping,
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    RnnOutputLayer,
)
from pydl4j.serving import Predictor

RANDOM = np.random.default_rng(5)
CLASS = RANDOM.integers(0, 3, 120)
X = (np.eye(3)[CLASS] + RANDOM.normal(0, 0.1, (120, 3))).astype(np.float32)
NAMES = np.array(["owl", "ant", "bee"])[CLASS]  # sorted: ant, bee, owl


def network(n_out: int = 3, **options: Any) -> MultiLayerNetwork:
    layers = [DenseLayer(8, activation="tanh"), OutputLayer(n_out, **options)]
    return MultiLayerNetwork(layers, input_type=InputType.feed_forward(3), updater=Adam(0.05), seed=1).init()


def binary() -> MultiLayerNetwork:
    return network(1, loss="xent", activation="sigmoid")


FORMS = {
    "str": NAMES,
    "object": NAMES.astype(object),
    "list": NAMES.tolist(),
    "column": NAMES[:, None],
    "series": pd.Series(NAMES),
    "string": pd.Series(NAMES, dtype="string"),
    "frame": pd.DataFrame({"kind of animal": NAMES}),
    "categorical": pd.Categorical(NAMES),
    "category": pd.Series(NAMES, index=range(7, 127), dtype="category"),
}


@pytest.mark.parametrize("form", FORMS)
def test_labels_by_name_are_learned_and_given_back(form: str) -> None:
    net = network()
    net.fit(X, FORMS[form], epochs=30, progress=False)
    assert net.class_names == ["ant", "bee", "owl"]
    said = net.predict(X)
    assert said.dtype.kind == "U"
    assert (said == NAMES).mean() > 0.95
    evaluation = net.evaluate(X, FORMS[form])
    assert evaluation.accuracy() == (said == NAMES).mean()
    assert "owl" in evaluation.stats()


def test_categories_keep_their_order_and_their_kind() -> None:
    net = network()
    net.fit(X, pd.Categorical(NAMES, categories=["owl", "bee", "ant"]), epochs=30, progress=False)
    assert net.class_names == ["owl", "bee", "ant"]
    assert (net.predict(X) == NAMES).mean() > 0.95
    years = np.array([1990, 2000, 2010])[CLASS]
    net = network()
    net.fit(X, pd.Categorical(years), epochs=30, progress=False)
    assert net.predict(X).dtype == np.int64
    assert (net.predict(X) == years).mean() > 0.95
    assert net.evaluate(X, years).accuracy() > 0.95


@pytest.mark.parametrize("make", [binary, lambda: network(2)])
@pytest.mark.parametrize("form", [np.asarray, list, pd.Series, lambda y: pd.Series(y, dtype="boolean"), pd.DataFrame])
def test_booleans_are_given_back_as_booleans(make: Any, form: Any) -> None:
    net = make()
    net.fit(X, form(CLASS == 1), epochs=30, progress=False)
    assert net.class_names == [False, True]
    assert net.predict(X).dtype == bool
    assert (net.predict(X) == (CLASS == 1)).mean() > 0.95
    assert net.evaluate(X, form(CLASS == 1)).accuracy() > 0.95


def test_two_names_fit_a_single_output() -> None:
    net = binary()
    net.fit(X, np.where(CLASS == 1, "yes", "no"), epochs=30, progress=False)
    probabilities = net.predict_proba(X)
    assert probabilities.shape == (120, 2)
    np.testing.assert_allclose(probabilities.sum(1), 1, rtol=1e-6)
    np.testing.assert_array_equal(np.array(net.class_names)[probabilities.argmax(1)], net.predict(X))


def test_probabilities_stand_in_the_order_of_the_names() -> None:
    net = network()
    net.fit(X, NAMES, epochs=30, progress=False)
    probabilities = net.predict_proba(X)
    np.testing.assert_array_equal(np.array(net.class_names)[probabilities.argmax(1)], net.predict(X))
    np.testing.assert_array_equal(probabilities, np.asarray(net.output(X)))


def test_values_are_predicted_as_values() -> None:
    net = network(2, loss="mse", activation="identity")
    net.fit(X, pd.DataFrame({"a": X[:, 0], "b": X[:, 1]}), progress=False)
    np.testing.assert_array_equal(net.predict(X), np.asarray(net.output(X)))
    with pytest.raises(ValueError, match=r"\[predict_proba\] 'layer1' gives values"):
        net.predict_proba(X)
    with pytest.raises(ValueError, match="gives values: got names"):
        net.fit(X, NAMES, progress=False)


def two_outputs() -> ComputationGraph:
    builder = NeuralNetConfiguration.builder().seed(2).updater(Adam(0.05)).graph_builder().add_inputs("x")
    builder.set_input_types(InputType.feed_forward(3)).add_layer("kind", OutputLayer(3), "x")
    builder.add_layer("big", OutputLayer(1, loss="xent", activation="sigmoid"), "x")
    builder.add_layer("size", OutputLayer(1, loss="mse", activation="identity"), "x")
    return ComputationGraph(builder.set_outputs("kind", "big", "size").build()).init()


@pytest.mark.parametrize("form", [dict, pd.DataFrame, lambda y: list(y.values())])
def test_each_output_has_names_of_its_own(form: Any, tmp_path: Path) -> None:
    net = two_outputs()
    labels = {"kind": NAMES, "big": CLASS == 2, "size": X[:, 0]}
    net.fit(X, form(labels), epochs=60, progress=False, class_weight={"kind": {"owl": 2.0}, "big": {True: 1.5}})
    assert net.class_names == {"kind": ["ant", "bee", "owl"], "big": [False, True], "size": []}
    kind, big, size = net.predict(X)
    assert (kind == NAMES).mean() > 0.95
    assert big.dtype == bool
    assert size.shape == (120, 1)
    assert net.evaluate(X, form(labels), output="kind").accuracy() > 0.95
    net.save(tmp_path / "net.zip")
    again = ComputationGraph.load(tmp_path / "net.zip")
    assert again.class_names == net.class_names
    np.testing.assert_array_equal(again.predict(X)[1], big)
    with Predictor(tmp_path / "net.zip") as predictor:
        told = {t.name: t.class_names for t in predictor.outputs}
        assert told == {"kind": ("ant", "bee", "owl"), "big": ("false", "true"), "size": ()}
        answer = predictor.answer(str(X[0].tolist()).encode()).decode()
    place = net.class_names["kind"].index(kind[0])
    assert f'"classes":{{"kind":{place},"big":{int(big[0])}}}' in answer
    assert f'"names":{{"kind":"{kind[0]}","big":"{str(bool(big[0])).lower()}"}}' in answer


def test_names_live_in_copies_files_and_fits_to_come(tmp_path: Path) -> None:
    net = network()
    net.fit(X, NAMES, epochs=2, progress=False)
    net.save(tmp_path / "net.zip")
    for other in (copy.deepcopy(net), net.clone(), MultiLayerNetwork.load(tmp_path / "net.zip")):
        other.fit(X[:60], NAMES[:60], progress=False, validation_data=(X[60:], NAMES[60:]), metrics="accuracy")
        other.fit(X, CLASS, progress=False)
        assert other.class_names == ["ant", "bee", "owl"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda net: net.evaluate(X[:2], ["ant", "oul"]), r"got 'oul' at row 1; expected.*Did you mean 'owl'"),
        (lambda net: net.fit(X[:2], ["ant", "emu"], progress=False), r"\[fit\].*has not learned: got 'emu' at row 1"),
        (lambda net: net.score(X[:2], [True, False]), "has not learned: got True"),
        (lambda net: net.fit(X[:2], ["ant", None], progress=False), "no label at row 1"),
        (lambda net: net.fit(X[:2], pd.Categorical(["ant", None]), progress=False), "no label at row 1"),
        (lambda net: net.fit(X[:2], pd.Series(["ant", pd.NA], dtype="string"), progress=False), "no label at row 1"),
        (lambda net: net.fit(X[:2], np.array(["ant", 3], object), progress=False), "kinds are mixed: got text and 3"),
        (lambda net: net.fit(X, NAMES, class_weight={"oul": 2.0}, progress=False), "got 'oul'.*Did you mean 'owl'"),
        (lambda net: setattr(net, "class_names", ["a", "b"]), "got 2 classes, 'a', 'b'; expected 3"),
        (lambda net: setattr(net, "class_names", ["a", "b", "b"]), "all different"),
        (lambda net: setattr(net, "class_names", {"out": ["a", "b", "b"]}), r"got \['out'\] for the outputs layer1"),
        (lambda net: setattr(net, "class_names", [0.5, 1.5, 2.5]), "got the label 0.5 of type float"),
    ],
)
def test_labels_that_were_not_learned_are_refused_by_name(call: Any, message: str) -> None:
    net = network()
    net.fit(X, NAMES, progress=False)
    with pytest.raises((ValueError, TypeError), match=message):
        call(net)
    assert net.class_names == ["ant", "bee", "owl"]


def test_a_fit_that_trained_nothing_has_learned_no_names() -> None:
    net = network()
    with pytest.raises(ValueError, match="features"):
        net.fit(X[:, :2], NAMES, progress=False)
    assert net.class_names == []
    with pytest.raises(ValueError, match="got 2 classes, 'ant', 'bee'; expected 3, one for each that 'layer1'"):
        net.fit(X[:2], ["ant", "bee"], progress=False)
    with pytest.raises(ValueError, match="knows no names of classes"):
        net.evaluate(X, NAMES)
    net.fit(X, NAMES, progress=False)


def test_minibatches_by_name_follow_the_names_that_were_set() -> None:
    net = network()
    batches = [(X[i : i + 10], NAMES[i : i + 10]) for i in range(0, 120, 10)]
    net.class_names = ["ant", "bee", "owl"]
    stop = EarlyStopping("loss", patience=5)
    net.fit(batches, epochs=20, progress=False, callbacks=[stop], class_weight={"owl": 1.1})
    assert (net.predict(X) == NAMES).mean() > 0.95
    whole = net.evaluate([DataSet(*batch) for batch in batches])
    assert whole.accuracy() == net.evaluate(X, NAMES).accuracy()


def test_steps_of_sequences_have_names() -> None:
    net = MultiLayerNetwork(
        [LSTM(8), RnnOutputLayer(3)], input_type=InputType.recurrent(3), updater=Adam(0.05), seed=1
    ).init()
    x, y = X.reshape(12, 10, 3).transpose(0, 2, 1), NAMES.reshape(12, 10)
    net.fit(x, y, epochs=60, progress=False)
    assert net.predict(x).shape == (12, 10)
    assert (net.predict(x) == y).mean() > 0.9


def test_tables_of_numbers_with_other_types_are_numbers() -> None:
    net = network()
    table = pd.DataFrame({"a": X[:, 0], "b": pd.array(CLASS, dtype="Int64"), "c": CLASS == 1})
    net.fit(table, NAMES, progress=False)
    with pytest.raises(TypeError, match=r"columns 'word' of other types.*Pipeline"):
        net.fit(table.assign(c="x").rename(columns={"c": "word"}), NAMES, progress=False)
    with pytest.raises(ValueError, match="NaN"):
        net.fit(table.astype({"a": object}).assign(a=[None, *X[1:, 0]]), NAMES, progress=False)
