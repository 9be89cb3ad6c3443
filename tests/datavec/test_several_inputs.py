"""Pipelines with several inputs and outputs: columns go to the inputs and outputs that name them."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from pydl4j.datavec import (
    CSVRecordReader,
    Labels,
    MultiNormalizerHybrid,
    NormalizerMinMaxScaler,
    NormalizerStandardize,
    Pipeline,
    Schema,
    Sequences,
    TransformProcess,
)
from pydl4j.nn import (
    ComputationGraph,
    DenseLayer,
    EmbeddingLayer,
    InputType,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
)

GREAT = 2**53 + 1  # the first whole number that float64 rounds
SCHEMA = (
    Schema.builder()
    .add_column_long("user")
    .add_column_string("city")
    .add_column_double("price", "weight")
    .add_column_categorical("kind", ["book", "film", "song"])
    .add_column_double("stars")
    .build()
)
CITIES = ["Rome", "Oslo", "Lima"]
PROCESS = TransformProcess.builder(SCHEMA).string_to_categorical("city", CITIES).categorical_to_one_hot("city").build()
CITY = [f"city[{city}]" for city in CITIES]
FEATURES = {"item": ["price", *CITY, "weight"], "user": ["user"]}
LABELS = {"stars": Labels("stars", kind="regression"), "kind": "kind"}
ROWS = [[7, "Oslo", 2.0, 5.0, "film", 3.5], [GREAT, "Lima", 4.0, 1.0, "book", 1.0]]


def pipeline(**changes: object) -> Pipeline:
    return Pipeline(CSVRecordReader(), **{"transform": PROCESS, "features": FEATURES, "labels": LABELS, **changes})


def test_columns_of_text_numbers_and_ids_go_to_the_inputs_and_outputs_that_name_them() -> None:
    with pipeline().read_rows(ROWS).batches(2) as batches:
        (batch,) = batches
    user, item = (np.asarray(batch.features[name]) for name in ("user", "item"))
    assert (user.dtype, user.tolist()) == (np.int64, [[7], [GREAT]])
    assert (item.dtype, item.tolist()) == (np.float32, [[2, 0, 1, 0, 5], [4, 0, 0, 1, 1]])
    assert np.asarray(batch.labels["stars"]).tolist() == [[3.5], [1]]
    assert np.asarray(batch.labels["kind"]).tolist() == [[0, 1, 0], [1, 0, 0]]
    assert (batch.features_mask, batch.labels_mask, batch.sample_weight) == (None, None, None)
    assert batch.num_examples() == 2


def test_serving_makes_the_inputs_of_training_without_labels() -> None:
    rows = [dict(zip(SCHEMA.names[:4], row, strict=False)) for row in ROWS]
    served = pipeline().features(rows)
    with pipeline().read_rows(ROWS).batches(2) as batches:
        (batch,) = batches
    for name, x in batch.features.items():
        np.testing.assert_array_equal(np.asarray(served[name]), np.asarray(x))


def test_the_builder_makes_the_same_value_which_survives_json_and_pickle() -> None:
    made = (
        Pipeline.builder(CSVRecordReader(), transform=PROCESS)
        .add_input("item", "price", *CITY, "weight")
        .add_input("user", "user")
        .add_output("stars", "stars")
        .add_output_one_hot("kind", "kind")
    )
    assert made.build() == pipeline()
    for again in (Pipeline.from_json(pipeline().to_json()), pickle.loads(pickle.dumps(pipeline()))):
        assert again == pipeline()
    assert pipeline().feature_shape == {"item": (5,), "user": (1,)}
    assert pipeline().class_names == {"stars": [], "kind": ["book", "film", "song"]}
    with pytest.raises(ValueError, match="'user' was given before"):
        made.add_input("user", "weight")


def test_the_only_input_may_choose_its_columns() -> None:
    with pipeline(features=["weight", "price"], labels="kind").read_rows(ROWS).batches(2) as batches:
        (batch,) = batches
    assert np.asarray(batch.features).tolist() == [[5, 2], [1, 4]]
    assert np.asarray(batch.labels).tolist() == [[0, 1, 0], [1, 0, 0]]


def test_an_input_without_columns_takes_what_nothing_else_names() -> None:
    only = pipeline(features={"rest": [], "user": ["user"]})
    assert only.features(ROWS)["rest"].tolist() == [[0, 1, 0, 2, 5], [0, 0, 1, 4, 1]]
    assert Pipeline.from_json(only.to_json()) == only


def test_each_input_has_its_own_normalizer(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("".join(",".join(map(str, row)) + "\n" for row in ROWS))
    scale = MultiNormalizerHybrid(
        inputs={"item": NormalizerStandardize()}, outputs={"stars": NormalizerMinMaxScaler(-1, 1)}
    )
    fitted = pipeline(normalizer=scale).read(file).fit().pipeline
    assert Pipeline.from_json(fitted.to_json()) == fitted
    (batch,) = fitted.read(file).batches(2)
    assert np.asarray(batch.features["item"]).tolist() == [[-1, 0, 1, -1, 1], [1, 0, -1, 1, -1]]
    assert np.asarray(batch.features["user"]).tolist() == [[7], [GREAT]]
    assert np.asarray(batch.labels["stars"]).tolist() == [[1], [-1]]
    assert np.asarray(batch.labels["kind"]).tolist() == [[0, 1, 0], [1, 0, 0]]
    back = fitted.normalizer.revert({"stars": [[0.0]], "item": np.ones((1, 5))})
    assert back["stars"].tolist() == [[2.25]]
    assert back["item"].tolist() == [[4, 1, 1, 1, 5]]  # what was constant is only moved
    with pytest.raises(ValueError, match="nothing scales 'kind'"):
        fitted.normalizer.transform({"kind": [[1.0]]})


def test_steps_of_files_go_to_several_inputs(tmp_path: Path) -> None:
    (tmp_path / "0.csv").write_text(f"{GREAT},10,0\n2,20,2\n3,30,1\n")
    (tmp_path / "1.csv").write_text("4,40,1\n5,50,0\n")
    schema = Schema.builder().add_column_long("word").add_column_double("b").add_column_integer("y", max=2).build()
    steps = Pipeline(
        CSVRecordReader(),
        schema=schema,
        features={"word": ["word"], "b": ["b"]},
        labels={"y": Labels("y", kind="index")},
        sequences=Sequences(),
    )
    (batch,) = steps.read(tmp_path).batches(2)
    assert np.asarray(batch.features["word"]).tolist() == [[[GREAT, 2, 3]], [[4, 5, 0]]]
    assert np.asarray(batch.features["b"]).tolist() == [[[10, 20, 30]], [[40, 50, 0]]]
    for mask in (*batch.features_mask.values(), *batch.labels_mask.values()):
        assert np.asarray(mask).tolist() == [[1, 1, 1], [1, 1, 0]]
    assert steps.features([{"word": 1, "b": 2}, {"word": 3, "b": 4}])["word"].tolist() == [[[1, 3]]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"features": {"a": ["prize"]}}, "Did you mean 'price'"),
        ({"features": {"a": ["city[Oslo]"], "b": ["kind"]}}, "column 'kind' is CATEGORICAL: it can't be a feature"),
        ({"normalizer": NormalizerStandardize()}, "Use a MultiNormalizerHybrid"),
        ({"normalizer": MultiNormalizerHybrid(inputs={"items": NormalizerStandardize()})}, "Did you mean 'item'"),
        ({"features": {"a": [], "b": []}}, "two inputs of all other columns"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pipeline(**changes).feature_shape  # noqa: B018


def test_a_text_for_a_list_of_columns_is_refused() -> None:
    with pytest.raises(TypeError, match="got the text 'price'"):
        pipeline(features={"a": "price"})


def test_pipelines_saved_with_one_output_still_load() -> None:
    one = pipeline(features=CITY, labels="kind")
    saved = json.loads(one.to_json())
    (saved["labels"],) = saved["labels"]
    assert Pipeline.from_json(json.dumps(saved)) == one
    saved["labels"] = {"kind": "NONE", "columns": [], "classes": 0}
    assert Pipeline.from_json(json.dumps(saved)) == pipeline(features=CITY, labels=None)


def graph() -> ComputationGraph:
    conf = (
        NeuralNetConfiguration.builder().seed(3).updater(Sgd(0.1)).graph_builder()
        .add_inputs("user", "item")
        .set_input_types(InputType.feed_forward(1), InputType.feed_forward(5))
        .add_layer("table", EmbeddingLayer(n_in=50, n_out=3), "user")
        .add_layer("both", DenseLayer(4, activation="tanh"), "table", "item")
        .add_layer("kind", OutputLayer(3), "both")
        .add_layer("stars", OutputLayer(1, loss="mse", activation="identity"), "both")
        .set_outputs("kind", "stars").build()
    )  # fmt: skip
    return ComputationGraph(conf).init()


def table(rows: int) -> list[list[object]]:
    r = np.random.default_rng(5)
    return [
        [int(r.integers(50)), CITIES[r.integers(3)], float(r.normal()), float(r.normal()),
         ["book", "film", "song"][r.integers(3)], float(r.normal())]
        for _ in range(rows)
    ]  # fmt: skip


def test_a_graph_trains_from_columns_as_from_arrays_in_any_order() -> None:
    rows, by_handle, by_set, by_array = table(40), graph(), graph(), graph()
    with pipeline().read_rows(rows).batches(8) as batches:
        by_handle.fit(batches, epochs=2, progress=False)
        sets = list(batches)
        assert by_handle.evaluate(batches, output="kind").num_examples() == 40
        assert by_handle.evaluate_regression(batches, output="stars").mean_squared_error(0) > 0
        with pytest.raises(ValueError, match="which output: got none"):
            by_handle.evaluate(batches)
    by_set.fit(sets, epochs=2, progress=False)
    xs = [np.concatenate([np.asarray(s.features[name]) for s in sets]) for name in ("user", "item")]
    ys = [np.concatenate([np.asarray(s.labels[name]) for s in sets]) for name in ("kind", "stars")]
    by_array.fit(xs, ys, epochs=2, batch_size=8, shuffle=False, progress=False)
    for other in (by_set, by_array):
        np.testing.assert_array_equal(np.asarray(by_handle.params()), np.asarray(other.params()))


def test_an_input_that_the_pipeline_does_not_make_is_named() -> None:
    other = pipeline(features={"user": ["user"], "items": ["price", *CITY, "weight"]})
    with other.read_rows(table(8)).batches(8) as batches, pytest.raises(ValueError, match="none for input 'item'"):
        graph().fit(batches, progress=False)
