"""Claims about pipelines and training on Spark in this process's JVM, two slots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")

from pydl4j.datavec import CSVRecordReader, Pipeline, Schema
from pydl4j.nn import (
    Adam,
    CheckpointListener,
    CollectScoresListener,
    ComputationGraph,
    DenseLayer,
    EarlyStopping,
    EmbeddingLayer,
    EmbeddingSequenceLayer,
    GlobalPoolingLayer,
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
    TrainingListener,
)
from pydl4j.spark import DataFrameRows, ParameterAveragingTrainingMaster, SparkDl4jMultiLayer, count

ROWS = 400


def points() -> tuple[np.ndarray, np.ndarray]:
    """Three classes by angle, in four coordinates."""
    random = np.random.default_rng(7)
    angle = random.uniform(-np.pi, np.pi, ROWS)
    x = np.stack([np.cos(angle), np.sin(angle), random.normal(size=ROWS), random.normal(size=ROWS)], axis=1)
    return x.astype(np.float32), np.digitize(angle, [-1.0, 1.0])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    x, y = points()
    lines = [",".join(f"{v:.6g}" for v in row) + f",{label}" for row, label in zip(x, y, strict=True)]
    path = tmp_path / "points.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def pipeline() -> Pipeline:
    schema = (
        Schema.builder().add_column_double("a", "b", "c", "d").add_column_integer("label", min=0, max=2).build()
    )  # fmt: skip
    return Pipeline(CSVRecordReader(), schema=schema, labels="label")


@pytest.fixture
def network() -> MultiLayerNetwork:
    layers = [DenseLayer(16, activation="tanh"), OutputLayer(3, loss="mcxent", activation="softmax")]
    return MultiLayerNetwork(layers, input_type=InputType.feed_forward(4), updater=Adam(2e-2), seed=3).init()


def test_count_reads_all_rows_and_keeps_the_origin_of_bad_ones(spark: Any, pipeline: Pipeline, file: Path) -> None:
    with file.open("a") as out:
        out.write("1,2,three,4,0\n")
    found = count(spark, pipeline.read(file, invalid="collect"))
    assert (found.rows, found.invalid_rows) == (ROWS, 1)
    assert f"points.csv:{ROWS + 1}" in found.first_invalid[0]
    assert "three" in found.first_invalid[0]


def test_a_bad_row_raises_the_error_that_local_reading_raises(spark: Any, pipeline: Pipeline, file: Path) -> None:
    with file.open("a") as out:
        out.write("1,2,three,4,0\n")
    with pytest.raises(ValueError, match=rf"points.csv:{ROWS + 1}\] .*three"):
        count(spark, pipeline.read(file))


def test_missing_files_raise_file_not_found(spark: Any, pipeline: Pipeline, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.csv"):
        count(spark, pipeline.read(tmp_path / "none.csv"))


def test_averaging_learns_and_evaluates_as_locally(
    spark: Any, pipeline: Pipeline, file: Path, network: MultiLayerNetwork
) -> None:
    before = np.array(network.params())
    master = ParameterAveragingTrainingMaster(averaging_frequency=5, batch_size_per_worker=20)
    on_spark = SparkDl4jMultiLayer(spark, network, master)
    trained = on_spark.fit(pipeline.read(file), epochs=6, progress=False)
    assert sum(s.rows for s in on_spark.stats) == 6 * ROWS
    assert [s.round for s in on_spark.stats] == [0, 1] * 6
    assert on_spark.stats[-1].loss < 0.5 * on_spark.stats[0].loss
    evaluation = on_spark.evaluate(pipeline.read(file))
    assert evaluation.num_examples() == ROWS
    assert evaluation.accuracy() == trained.evaluate(*points()).accuracy() > 0.9
    np.testing.assert_array_equal(np.array(network.params()), before, err_msg="the network given was changed")


def test_the_result_depends_on_nothing_but_its_inputs(
    spark: Any, pipeline: Pipeline, file: Path, network: MultiLayerNetwork
) -> None:
    master = ParameterAveragingTrainingMaster(averaging_frequency=3, batch_size_per_worker=16, seed=5)
    once, again = (
        SparkDl4jMultiLayer(spark, network, master).fit(pipeline.read(file), epochs=2, progress=False) for _ in range(2)
    )
    np.testing.assert_array_equal(np.array(once.params()), np.array(again.params()))


def test_columns_of_a_dataframe_train(spark: Any, network: MultiLayerNetwork) -> None:
    x, y = points()
    rows = [(float(a[0]), [float(v) for v in a[1:]], int(label)) for a, label in zip(x, y, strict=True)]
    table = spark.createDataFrame(rows, "first double, rest array<double>, kind int")
    data = DataFrameRows(table=table, features=["first", "rest"], label="kind", classes=3)
    on_spark = SparkDl4jMultiLayer(spark, network, ParameterAveragingTrainingMaster(averaging_frequency=5))
    on_spark.fit(data, epochs=8, progress=False)
    assert on_spark.evaluate(data).accuracy() > 0.9


def test_labels_outside_the_classes_name_the_column(spark: Any, network: MultiLayerNetwork) -> None:
    table = spark.createDataFrame([(1.0, 2.0, 3.0, 4.0, 7)], "a double, b double, c double, d double, kind int")
    data = DataFrameRows(table=table, features=["a", "b", "c", "d"], label="kind", classes=3)
    with pytest.raises(ValueError, match=r"column kind.*got 7"):
        SparkDl4jMultiLayer(spark, network).fit(data, progress=False)


def test_rows_that_do_not_fit_the_network_raise_its_error(spark: Any, network: MultiLayerNetwork) -> None:
    table = spark.createDataFrame([(1.0, 0)], "a double, kind int")
    data = DataFrameRows(table=table, features=["a"], label="kind", classes=3)
    with pytest.raises(ValueError, match=r"^\["):
        SparkDl4jMultiLayer(spark, network).fit(data, progress=False)


GREAT = 2**24 + 1  # the first whole number that float32 rounds


@pytest.mark.parametrize("column", ["word", "kind"])
def test_whole_numbers_are_refused_by_range_and_not_rounded(spark: Any, column: str) -> None:
    layers = [EmbeddingLayer(n_in=3, n_out=1), OutputLayer(2)]
    network = MultiLayerNetwork(layers, input_type=InputType.feed_forward(1), seed=1).init()
    row = {"word": 1, "kind": 1, column: GREAT}
    table = spark.createDataFrame([(1, 1), (row["word"], row["kind"])], "word bigint, kind bigint")
    data = DataFrameRows(table=table, features=["word"], label="kind", classes=2)
    with pytest.raises(ValueError, match=f"out of range: got {GREAT}"):
        SparkDl4jMultiLayer(spark, network).fit(data, progress=False)


def test_two_inputs_and_two_outputs_train_on_spark_as_locally(spark: Any) -> None:
    conf = (
        NeuralNetConfiguration.builder()
        .seed(3)
        .updater(Sgd(0.1))
        .graph_builder()
        .add_inputs("word", "size")
        .set_input_types(InputType.feed_forward(1), InputType.feed_forward(2))
        .add_layer("e", EmbeddingLayer(n_in=50, n_out=3), "word")
        .add_layer("d", DenseLayer(4, activation="tanh"), "e", "size")
        .add_layer("kind", OutputLayer(3), "d")
        .add_layer("cost", OutputLayer(1, loss="mse", activation="identity"), "d")
        .set_outputs("kind", "cost")
        .build()
    )
    network = ComputationGraph(conf).init()
    r = np.random.default_rng(0)
    words, sizes = r.integers(0, 50, (24, 1)), r.normal(size=(24, 2)).astype("f")
    kinds, costs = r.integers(0, 3, 24), r.normal(size=(24, 1)).astype("f")
    trust = r.uniform(size=24).astype("f")
    rows = [
        (int(w[0]), [float(v) for v in s], int(k), float(c[0]), float(t))
        for w, s, k, c, t in zip(words, sizes, kinds, costs, trust, strict=True)
    ]
    table = spark.createDataFrame(rows, "word bigint, size array<double>, kind int, cost double, trust double")
    data = DataFrameRows(
        table=table.coalesce(1),
        features={"size": ["size"], "word": ["word"]},
        label={"kind": "kind", "cost": "cost"},
        classes={"kind": 3},
        sample_weight={"cost": "trust"},
    )
    master = ParameterAveragingTrainingMaster(workers=1, batch_size_per_worker=8, shuffle=False, wire="f32")
    trained = SparkDl4jMultiLayer(spark, network, master).fit(data, epochs=2, progress=False)
    network.fit(
        [words, sizes], [kinds, costs], sample_weight={"cost": trust}, epochs=2, batch_size=8, shuffle=False,
        progress=False,
    )  # fmt: skip
    np.testing.assert_allclose(np.asarray(trained.params()), np.asarray(network.params()), rtol=1e-5, atol=1e-6)


def test_lists_of_ids_of_any_length_train_an_embedding_as_locally(spark: Any) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    layers = [EmbeddingSequenceLayer(n_in=40, n_out=3), GlobalPoolingLayer("avg"), OutputLayer(2)]
    network = MultiLayerNetwork(layers, input_type=InputType.recurrent(1), updater=Sgd(0.5), seed=1).init()
    r = np.random.default_rng(0)
    lists = [[int(v) for v in r.integers(0, 40, r.integers(1, 7))] for _ in range(24)]
    kinds = [int(sum(words) % 2) for words in lists]
    table = spark.createDataFrame(list(zip(lists, kinds, strict=True)), "words array<bigint>, kind int").coalesce(1)
    data = DataFrameRows(table=table, features=["words"], width=40, label="kind", classes=2)
    master = ParameterAveragingTrainingMaster(workers=1, batch_size_per_worker=8, shuffle=False, wire="f32")
    trained = SparkDl4jMultiLayer(spark, network, master).fit(data, epochs=2, progress=False)
    ends = np.cumsum([0, *map(len, lists)])
    rows = sparse.csr_matrix((np.ones(ends[-1]), np.concatenate(lists), ends), shape=(24, 40))
    network.fit(rows, np.array(kinds), epochs=2, batch_size=8, shuffle=False, progress=False)
    np.testing.assert_allclose(np.asarray(trained.params()), np.asarray(network.params()), rtol=1e-5, atol=1e-6)
    bad = DataFrameRows(table=table, features=["words"], width=5, label="kind", classes=2)
    with pytest.raises(ValueError, match=r"column words\] id out of range.*0 to 4"):
        SparkDl4jMultiLayer(spark, network, master).fit(bad, progress=False)


@pytest.mark.parametrize(("size", "width"), [(3000, None), (12, None), (12, 12)])
def test_vectors_of_spark_ml_train_a_dense_layer_as_locally(spark: Any, size: int, width: int | None) -> None:
    from pyspark.ml.linalg import Vectors

    network = MultiLayerNetwork(
        [DenseLayer(4, activation="tanh"), OutputLayer(2)], input_type=InputType.feed_forward(size), seed=1
    ).init()
    r = np.random.default_rng(0)
    x = (r.normal(size=(24, size)) * (r.uniform(size=(24, size)) < 8 / size)).astype("f")
    kinds = [int(v) for v in r.integers(0, 2, 24)]
    vectors = [
        Vectors.dense(row.astype(float)) if i % 3 == 0
        else Vectors.sparse(size, np.flatnonzero(row).tolist(), row[np.flatnonzero(row)].astype(float).tolist())
        for i, row in enumerate(x)
    ]  # fmt: skip
    table = spark.createDataFrame(list(zip(vectors, kinds, strict=True)), ["v", "kind"]).coalesce(1)
    data = DataFrameRows(table=table, features=["v"], width=width, label="kind", classes=2)
    master = ParameterAveragingTrainingMaster(workers=1, batch_size_per_worker=8, shuffle=False, wire="f32")
    trained = SparkDl4jMultiLayer(spark, network, master).fit(data, epochs=2, progress=False)
    network.fit(x, np.array(kinds), epochs=2, batch_size=8, shuffle=False, progress=False)
    np.testing.assert_allclose(np.asarray(trained.params()), np.asarray(network.params()), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("lengths", [[2, 4, 3], [0, 6], [3, 3, 0]])
def test_arrays_of_other_lengths_name_the_column(spark: Any, network: MultiLayerNetwork, lengths: list[int]) -> None:
    rows = [([1.0] * n, 0) for n in lengths]
    table = spark.createDataFrame(rows, "v array<double>, kind int").coalesce(1)
    data = DataFrameRows(table=table, features=["v"], label="kind", classes=3)
    with pytest.raises(ValueError, match=r"column v\] rows differ in length"):
        SparkDl4jMultiLayer(spark, network).fit(data, progress=False)


def test_missing_values_name_the_column(spark: Any, network: MultiLayerNetwork) -> None:
    table = spark.createDataFrame([(1.0, None, 3.0, 4.0, 1)], "a double, b double, c double, d double, kind int")
    data = DataFrameRows(table=table, features=["a", "b", "c", "d"], label="kind", classes=3)
    with pytest.raises(ValueError, match=r"column b\].*got null"):
        SparkDl4jMultiLayer(spark, network).fit(data, progress=False)
    assert not [t for t in spark.catalog.listTables("global_temp") if t.name.startswith("pydl4j")]


def test_nan_is_refused_on_spark_as_locally(spark: Any, network: MultiLayerNetwork) -> None:
    table = spark.createDataFrame(
        [(1.0, float("nan"), 3.0, 4.0, 1)], "a double, b double, c double, d double, kind int"
    )
    data = DataFrameRows(table=table, features=["a", "b", "c", "d"], label="kind", classes=3)
    with pytest.raises(ValueError, match=r"NaN"):
        SparkDl4jMultiLayer(spark, network).fit(data, progress=False)


def test_arrays_are_refused_with_what_to_do(spark: Any, network: MultiLayerNetwork) -> None:
    with pytest.raises(TypeError, match="DataFrameRows"):
        SparkDl4jMultiLayer(spark, network).fit(np.zeros((2, 4)), progress=False)  # type: ignore[arg-type]


def test_settings_are_checked(spark: Any, network: MultiLayerNetwork, pipeline: Pipeline, file: Path) -> None:
    master = ParameterAveragingTrainingMaster(averaging_frequency=0)
    with pytest.raises(ValueError, match="averagingFrequency: got 0"):
        SparkDl4jMultiLayer(spark, network, master).fit(pipeline.read(file), progress=False)


def test_an_exception_of_a_listener_ends_the_fit_with_the_last_rounds_network(
    spark: Any, pipeline: Pipeline, file: Path, network: MultiLayerNetwork
) -> None:
    class Refuse(TrainingListener):
        def iteration_done(self, session: Any, iteration: Any) -> None:
            raise KeyboardInterrupt

    on_spark = SparkDl4jMultiLayer(spark, network, ParameterAveragingTrainingMaster(averaging_frequency=2))
    with pytest.raises(KeyboardInterrupt):
        on_spark.fit(pipeline.read(file), epochs=10_000, progress=False, callbacks=[Refuse()])
    assert on_spark.network is not network
    assert np.isfinite(np.array(on_spark.network.params())).all()


def test_listeners_hear_of_rounds_and_see_the_network_as_it_is(
    spark: Any, pipeline: Pipeline, file: Path, network: MultiLayerNetwork
) -> None:
    class Heard(TrainingListener):
        def __init__(self) -> None:
            self.events: list[Any] = []
            self.params: list[np.ndarray] = []

        def on_fit_start(self, session: Any, rows_per_epoch: int | None, epochs: int) -> None:
            self.events.append(("start", rows_per_epoch, epochs))

        def iteration_done(self, session: Any, iteration: Any) -> None:
            self.events.append((iteration.epoch, iteration.rows))

        def on_epoch_end(self, session: Any, epoch: Any) -> None:
            self.events.append(("end", epoch.number, epoch.rows, sorted(epoch.values)))
            self.params.append(np.array(session.model.params()))

        def on_fit_end(self, session: Any) -> None:
            self.events.append("over")

    heard = Heard()
    master = ParameterAveragingTrainingMaster(averaging_frequency=5, batch_size_per_worker=20)
    trained = SparkDl4jMultiLayer(spark, network, master).fit(
        pipeline.read(file), epochs=2, progress=False, callbacks=[heard]
    )
    assert heard.events[0] == ("start", ROWS, 2)
    assert [e for e in heard.events if e[0] == "end"] == [("end", n, ROWS, ["loss"]) for n in range(2)]
    assert heard.events[-1] == "over"
    assert sum(rows for e, rows in (e for e in heard.events if len(e) == 2) if e == 0) == ROWS
    np.testing.assert_array_equal(heard.params[-1], np.array(trained.params()))
    assert not np.array_equal(heard.params[0], heard.params[1])


def test_a_fit_on_spark_is_stopped_early_and_resumed_bit_by_bit(
    spark: Any, pipeline: Pipeline, file: Path, network: MultiLayerNetwork
) -> None:
    class StopAfter(TrainingListener):
        rounds = 0

        def iteration_done(self, session: Any, iteration: Any) -> None:
            self.rounds += 1
            if self.rounds == 3:
                session.stop()

    master = ParameterAveragingTrainingMaster(averaging_frequency=5, batch_size_per_worker=20)
    records = pipeline.read(file)
    whole = SparkDl4jMultiLayer(spark, network, master).fit(records, epochs=3, progress=False)
    stopped = SparkDl4jMultiLayer(spark, network, master)
    part = stopped.fit(records, epochs=3, progress=False, callbacks=[StopAfter()])
    assert len(stopped.stats) == 3
    rest = SparkDl4jMultiLayer(spark, part, master)
    again = rest.fit(records, epochs=3, progress=False, resume=True)
    assert len(rest.stats) == 3
    assert again.epoch_count == 3
    np.testing.assert_array_equal(np.array(again.params()), np.array(whole.params()))


def test_listeners_of_java_work_on_the_driver(
    spark: Any, pipeline: Pipeline, file: Path, network: MultiLayerNetwork, tmp_path: Path
) -> None:
    stop = EarlyStopping("loss", mode="max", patience=1)
    scores, saved = CollectScoresListener(), CheckpointListener(tmp_path, every_epochs=1)
    on_spark = SparkDl4jMultiLayer(spark, network)
    trained = on_spark.fit(pipeline.read(file), epochs=9, progress=False, callbacks=[stop, scores, saved])
    assert (stop.stopped_epoch, stop.best_epoch) == (1, 0)
    assert len(scores.scores) == len(on_spark.stats)
    assert len(list(tmp_path.glob("*.zip"))) == trained.epoch_count == 2
    with pytest.raises(ValueError, match="expected one of loss"):
        on_spark.fit(pipeline.read(file), progress=False, callbacks=[EarlyStopping("val_loss")])


def test_held_out_rows_class_weights_and_early_stopping_work_as_they_do_here(
    spark: Any, pipeline: Pipeline, file: Path, network: MultiLayerNetwork
) -> None:
    master = ParameterAveragingTrainingMaster(averaging_frequency=1, batch_size_per_worker=ROWS, workers=1)
    records, by_class = pipeline.read(file), {0: 3.0, 2: 0.25}
    seen: list[dict[str, float]] = []

    class Keeps(TrainingListener):
        def on_epoch_end(self, session: Any, epoch: Any) -> None:
            seen.append(epoch.values)

    held = {"validation_data": pipeline.read(file), "metrics": ["accuracy"], "class_weight": by_class}
    trained = SparkDl4jMultiLayer(spark, network, master).fit(
        records, epochs=3, callbacks=[Keeps()], progress=False, **held
    )
    x, y = points()
    x = np.array([[float(f"{v:.6g}") for v in row] for row in x], "f4")
    local = network.fit(
        x, y, epochs=3, batch_size=ROWS, shuffle=False, progress=False,
        class_weight=by_class, validation_data=(x, y), metrics=["accuracy"],
    )  # fmt: skip
    assert list(seen[0]) == ["loss", "val_loss", "val_accuracy"]
    for name, values in local.history.items():
        np.testing.assert_allclose(
            [epoch[name] for epoch in seen], values, rtol=2e-3, err_msg=name
        )  # rounded on the wire
    np.testing.assert_allclose(np.asarray(trained.params()), np.asarray(network.params()), atol=2e-3)
    stop = EarlyStopping("val_loss", patience=0, min_delta=1e9)
    SparkDl4jMultiLayer(spark, network, master).fit(records, epochs=9, callbacks=[stop], progress=False, **held)
    assert stop.stopped_epoch is not None
    with pytest.raises(ValueError, match=r"metrics .* Give validation_data"):
        SparkDl4jMultiLayer(spark, network, master).fit(records, metrics=["accuracy"], progress=False)
