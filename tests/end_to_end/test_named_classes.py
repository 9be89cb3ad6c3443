"""A table with texts, gaps and odd names: fitted, predicted by name, saved, and answered by Java alone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pydl4j._demo import java
from pydl4j.datavec import Pipeline
from pydl4j.jvm import class_path
from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer
from pydl4j.serving import Predictor

KINDS = ["Bœuf, mijoté", 'Gaspacho "froid"', "Tarte"]


def table(rows: int, seed: int) -> pd.DataFrame:
    """Dishes, told by their oven, heat and price; a tenth of all cells is missing."""
    random = np.random.default_rng(seed)
    kind = random.integers(0, 3, rows)
    made = pd.DataFrame(
        {
            "heat [°C]": np.array([150.0, 4.0, 180.0])[kind] + random.normal(0, 8, rows),
            "oven, or none": np.array(["slow", "none", "fan"], object)[kind],
            "price\t€": pd.array(np.array([24, 9, 7])[kind] + random.integers(0, 3, rows), dtype="Int64"),
            "is sweet?": pd.array(kind == 2, dtype="boolean"),
        }
    )
    gaps = random.random(made.shape) < 0.1
    for i, column in enumerate(made.columns):
        made.loc[gaps[:, i], column] = pd.NA if made[column].dtype != object else None
    made["dish"] = pd.Categorical(np.array(KINDS, object)[kind])
    return made


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ndarray, pd.DataFrame]:
    """A network that learned dishes, its answers to others, and these."""
    train, test = table(600, 1), table(80, 2)
    pipeline = Pipeline.from_table(train, labels="dish")
    records, held_out = pipeline.read_rows(train).split(0.8, seed=3)
    (size,) = pipeline.feature_shape
    layers = [DenseLayer(16, activation="relu"), OutputLayer(3)]
    net = MultiLayerNetwork(layers, input_type=InputType.feed_forward(size), updater=Adam(1e-2), seed=4).init()
    with records.batches(32, shuffle=5) as batches, held_out.batches(64) as others:
        net.fit(batches, epochs=12, progress=False, validation_data=others, metrics="accuracy")
        stats = net.evaluate(others).stats()
    assert net.class_names == KINDS
    assert all(name in stats for name in KINDS)
    path = tmp_path_factory.mktemp("names") / "dishes.zip"
    net.save(path)
    again = MultiLayerNetwork.load(path)
    unlabelled = test.drop(columns="dish")
    said = again.predict(again.pipeline.features(unlabelled))
    assert (said == test["dish"].to_numpy()).mean() > 0.9
    return path, said, unlabelled


def test_rows_are_answered_by_name_in_this_process(saved: tuple[Path, np.ndarray, pd.DataFrame]) -> None:
    path, said, rows = saved
    with Predictor(path) as predictor:
        assert list(predictor.class_names) == KINDS
        answers = predictor.predict_rows(rows)
        one = predictor.predict_rows([{"is sweet?": True}])[0]
        record = predictor.answer(json.dumps({"is sweet?": True}).encode(), format="row")  # as a topic's
    assert [answer.name for answer in answers] == said.tolist()
    assert one.name == "Tarte" == json.loads(record)["name"]
    assert one.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_rows_are_answered_by_name_by_the_program_without_python(
    saved: tuple[Path, np.ndarray, pd.DataFrame], tmp_path: Path
) -> None:
    path, said, rows = saved
    rows.to_csv(tmp_path / "rows.csv", index=False)
    lines = [
        json.dumps({k: v for k, v in row.items() if v is not None})
        for row in json.loads(rows.to_json(orient="records"))
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines))
    for file in ("rows.jsonl", "rows.csv"):
        command = [java(), "-cp", class_path(), "org.pydl4j.serving.Main", "predict", "--model", str(path)]
        done = subprocess.run(
            [*command, "--rows", str(tmp_path / file)], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == said.tolist()
