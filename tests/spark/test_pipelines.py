"""Claims about pipelines with several inputs and outputs on Spark, in this process's JVM."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")

from pydl4j.datavec import CSVRecordReader, Labels, MultiNormalizerHybrid, NormalizerStandardize, Pipeline, Schema
from pydl4j.nn import (
    Adam,
    ComputationGraph,
    DenseLayer,
    EmbeddingLayer,
    InputType,
    MultiLayerConfiguration,
    NeuralNetConfiguration,
    OutputLayer,
)
from pydl4j.spark import ParameterAveragingTrainingMaster, SparkDl4jMultiLayer, count

ROWS = 240


@pytest.fixture
def file(tmp_path: Path) -> Path:
    random = np.random.default_rng(0)
    words, sizes = random.integers(0, 50, ROWS), random.normal(5, 3, ROWS)
    rows = [f"{w},{s:.5f},{int(s > 5)},{s * 2 + w % 3:.5f}\n" for w, s in zip(words, sizes, strict=True)]
    path = tmp_path / "rows.csv"
    path.write_text("".join(rows))
    return path


@pytest.fixture
def pipeline(file: Path) -> Pipeline:
    schema = (
        Schema.builder().add_column_long("word").add_column_double("size").add_column_integer("big", max=1)
        .add_column_double("cost").build()
    )  # fmt: skip
    scale = MultiNormalizerHybrid(inputs={"size": NormalizerStandardize()}, outputs={"cost": NormalizerStandardize()})
    labels = {"kind": Labels("big", kind="index"), "cost": Labels("cost", kind="regression")}
    made = Pipeline(
        CSVRecordReader(), schema=schema, features={"size": ["size"], "word": ["word"]}, labels=labels, normalizer=scale
    )
    return made.read(file).fit().pipeline


@pytest.fixture
def network() -> ComputationGraph:
    conf = (
        NeuralNetConfiguration.builder().seed(3).updater(Adam(0.02)).graph_builder()
        .add_inputs("word", "size")
        .set_input_types(InputType.feed_forward(1), InputType.feed_forward(1))
        .add_layer("e", EmbeddingLayer(n_in=50, n_out=3), "word")
        .add_layer("d", DenseLayer(8, activation="tanh"), "e", "size")
        .add_layer("kind", OutputLayer(2), "d")
        .add_layer("cost", OutputLayer(1, loss="mse", activation="identity"), "d")
        .set_outputs("kind", "cost").build()
    )  # fmt: skip
    return ComputationGraph(conf).init()


def test_one_worker_trains_as_locally_from_the_same_pipeline(
    spark: Any, pipeline: Pipeline, file: Path, network: ComputationGraph
) -> None:
    master = ParameterAveragingTrainingMaster(workers=1, batch_size_per_worker=16, shuffle=False, wire="f32")
    trained = SparkDl4jMultiLayer(spark, network, master).fit(pipeline.read(file), epochs=3, progress=False)
    with pipeline.read(file).batches(16) as batches:
        network.fit(batches, epochs=3, progress=False)
    np.testing.assert_allclose(np.asarray(trained.params()), np.asarray(network.params()), rtol=1e-5, atol=1e-6)


def test_one_of_several_outputs_is_evaluated_on_spark_as_locally(
    spark: Any, pipeline: Pipeline, file: Path, network: ComputationGraph
) -> None:
    on_spark = SparkDl4jMultiLayer(spark, network, ParameterAveragingTrainingMaster(batch_size_per_worker=16))
    trained = on_spark.fit(pipeline.read(file), epochs=6, progress=False)
    evaluation = on_spark.evaluate(pipeline.read(file), output="kind")
    with pipeline.read(file).batches(64) as batches:
        assert evaluation.accuracy() == trained.evaluate(batches, output="kind").accuracy() > 0.9
    assert evaluation.num_examples() == ROWS
    with pytest.raises(ValueError, match="which output: got none"):
        on_spark.evaluate(pipeline.read(file))
    with pytest.raises(ValueError, match="which output: got 'kin'"):
        on_spark.evaluate(pipeline.read(file), output="kin")


def test_rows_that_lack_a_value_of_any_input_are_told_with_their_origin(
    spark: Any, pipeline: Pipeline, file: Path
) -> None:
    with file.open("a") as out:
        out.write("3,,1,2\n4,1,1,\n")
    found = count(spark, pipeline.read(file, invalid="collect"))
    assert (found.rows, found.invalid_rows) == (ROWS, 2)
    assert "column 'size'" in found.first_invalid[0]
    assert "column 'cost'" in found.first_invalid[1]


def test_labels_by_name_are_learned_on_spark(spark: Any, tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    sizes = random.normal(5, 3, 200)
    rows = [f"{s:.4f},{'big' if s > 5 else 'small, or none'!r}" for s in sizes]
    (tmp_path / "named.csv").write_text("size,kind\n" + "\n".join(rows).replace("'", '"') + "\n")
    reader = CSVRecordReader(1)
    schema = reader.schema(tmp_path / "named.csv", types={"kind": "categorical"})
    records = Pipeline(reader, schema=schema, labels="kind", normalizer=NormalizerStandardize()).read(
        tmp_path / "named.csv"
    )
    conf = MultiLayerConfiguration([OutputLayer(2)], input_type=InputType.feed_forward(1))
    on_spark = SparkDl4jMultiLayer(spark, conf)
    trained = on_spark.fit(records.fit(), epochs=2, progress=False)
    assert trained.class_names == ["big", "small, or none"]
    assert trained.pipeline is not None
    assert "= small, or none" in on_spark.evaluate(records.fit()).stats()
