"""Types of columns of CSV files, guessed or stated; records that keep their share; rows in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pydl4j.datavec import CSVRecordReader, IDXRecordReader, NormalizerStandardize, Pipeline, Schema
from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer

MANY = 1500  # more rows than types are guessed from


def write(folder: Path, *late: str) -> Path:
    file = folder / "late.csv"
    rows = [f"{i},{i / 2},{'ab'[i % 2]}" for i in range(MANY)]
    file.write_text("\n".join(["id,size,kind", *rows, *late]) + "\n")
    return file


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("7,n/a,b", r"late\.csv:1502\] \[column 'size'\] got 'n/a'; expected a number of type DOUBLE, as was guessed"),
        ("7.5,1,b", r"late\.csv:1502\] \[column 'id'\] got '7\.5'.*types=\{'id': 'double'\}"),
        ("x7,1,b", r"got 'x7'.*types=\{'id': 'string'\}"),
        ("3000000000,1,b", r"got '3000000000'.*types=\{'id': 'long'\}"),
    ],
)
def test_types_that_were_guessed_wrong_say_so_and_how_to_state_them(tmp_path: Path, row: str, message: str) -> None:
    file = write(tmp_path, row)
    reader = CSVRecordReader(1)
    with pytest.raises(ValueError, match=message):
        Pipeline(reader, schema=reader.schema(file)).read(file).take(MANY + 1)


def test_types_that_are_stated_hold(tmp_path: Path) -> None:
    file = write(tmp_path, "x7,1,zebra")
    reader = CSVRecordReader(1)
    schema = reader.schema(file, types={"id": "string", "kind": "categorical"})
    assert [c.type for c in schema.columns] == ["string", "double", "categorical"]
    assert list(schema.columns[2].categories) == ["a", "b", "zebra"]
    assert Pipeline(reader, schema=schema).read(file).take(MANY + 1).rows[-1] == ["x7", 1.0, "zebra"]
    assert Schema.from_json(schema.to_json()) == schema
    with pytest.raises(ValueError, match="Did you mean 'size'"):
        reader.schema(file, types={"sise": "double"})
    with pytest.raises(ValueError, match=r"(?i)did you mean 'double'"):
        reader.schema(file, types={"size": "doubel"})
    with pytest.raises(ValueError, match=r"guesses no types"):
        IDXRecordReader().schema(file, types={"label": "double"})


def test_a_stated_type_that_is_wrong_is_not_called_a_guess(tmp_path: Path) -> None:
    file = write(tmp_path, "x7,1,b")
    reader = CSVRecordReader(1)
    with pytest.raises(ValueError, match=r"got 'x7'; expected a number of type LONG\.") as told:
        Pipeline(reader, schema=reader.schema(file, types={"id": "long"})).read(file).take(MANY + 1)
    assert "guessed" not in str(told.value)


def test_a_text_label_of_a_file_names_the_way(tmp_path: Path) -> None:
    file = write(tmp_path)
    reader = CSVRecordReader(1)
    with pytest.raises(ValueError, match=r"types=\{'kind': 'categorical'\}"):
        list(Pipeline(reader, schema=reader.schema(file), labels="kind").read(file).batches())


def test_categories_of_a_file_are_predicted_by_name(tmp_path: Path) -> None:
    file = write(tmp_path)
    reader = CSVRecordReader(1)
    schema = reader.schema(file, types={"kind": "categorical"})
    pipeline = Pipeline(reader, schema=schema, labels="kind", normalizer=NormalizerStandardize())
    records = pipeline.read(file).fit()
    layers = [DenseLayer(4), OutputLayer(2)]
    net = MultiLayerNetwork(layers, input_type=InputType.feed_forward(2), updater=Adam(1e-2), seed=1).init()
    with records.batches(100) as batches:
        net.fit(batches, progress=False)
        assert net.class_names == ["a", "b"]
        assert " = a" in net.evaluate(batches).stats()
    assert net.pipeline == records.pipeline
    assert set(net.predict(net.pipeline.features([{"id": 3, "size": 1.5}]))) <= {"a", "b"}
    net.save(tmp_path / "net.zip")
    again = MultiLayerNetwork.load(tmp_path / "net.zip")
    assert again.pipeline == records.pipeline
    again.save(tmp_path / "again.zip")
    assert MultiLayerNetwork.load(tmp_path / "again.zip").pipeline == records.pipeline


def test_records_keep_their_split_when_a_normalizer_is_fitted() -> None:
    schema = Schema.builder().add_column_double("size").build()
    rows = [[float(i)] for i in range(200)]
    train, test = Pipeline(schema=schema, normalizer=NormalizerStandardize()).read_rows(rows).split(0.75, seed=3)
    fitted = train.fit()
    held_out = test.with_pipeline(fitted.pipeline)
    mine, theirs = (sorted(r[0] for r in part.take(200).rows) for part in (fitted, held_out))
    assert sorted(mine + theirs) == [float(i) for i in range(200)]
    assert fitted.share == train.share
    assert fitted.pipeline.normalizer.mean[0] == pytest.approx(np.mean(mine))
    with held_out.batches(200) as batches:
        (batch,) = batches
    expected = (np.array(theirs) - np.mean(mine)) / np.std(mine)
    np.testing.assert_allclose(np.sort(np.asarray(batch.features)[:, 0]), expected, rtol=1e-4, atol=1e-5)


def test_rows_in_memory_tell_their_gaps_and_times() -> None:
    schema = Schema.builder().add_column_double("size").add_column_time("when").add_column_categorical("n", ["1", "2"])
    rows = [
        {"size": float("nan"), "when": pd.Timestamp("1970-01-01 00:00:01"), "n": 2},
        [np.float32(1.5), None, "1"],
        [pd.NA, pd.NaT, np.int64(1)],
    ]
    got = Pipeline(schema=schema.build()).read_rows(rows).take(3).rows
    assert got == [[None, 1000, "2"], [1.5, None, "1"], [None, None, "1"]]
    with pytest.raises(TypeError, match="expected a list of rows"):
        Pipeline(schema=schema.build()).read_rows("text")
    with pytest.raises(TypeError, match="got a str for a row"):
        Pipeline(schema=schema.build()).read_rows(["text"])
