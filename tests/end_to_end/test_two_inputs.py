"""One CSV feeds two inputs and two outputs: on executors, in Kafka and in the plain Java program."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pydl4j import demo_cluster
from pydl4j._demo import java
from pydl4j.jvm import class_path
from tests.test_gallery import gallery

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "two_inputs.py"
ASKED = [{"customer": i % 40, "city": ["Lima", "Oslo", "Rome"][i % 3], "weight": 1 + i / 4} for i in range(40)]


def test_a_graph_is_trained_on_executors_saved_and_served_by_kafka_and_java_alike(
    run_python: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    from pydl4j.datavec import Pipeline
    from pydl4j.nn import ComputationGraph
    from pydl4j.serving import KafkaScorer, KafkaTopic, Predictor

    done = run_python(gallery.script(EXAMPLE, master="local-cluster[2,1,1024]"), timeout_s=400)
    said = [line.split(":")[1].split() for line in done.stdout.splitlines()[-3:]]
    on_spark, here, error = float(said[0][1]), float(said[1][1]), float(said[2][0])
    assert on_spark == here > 0.95
    assert error < 0.05

    path = tmp_path / "orders.zip"
    with Predictor(path) as predictor:
        expected = [json.loads(predictor.answer(json.dumps(row).encode(), format="row"))["outputs"] for row in ASKED]
    inputs = Pipeline.from_json(zipfile.ZipFile(path).read("pipeline.json").decode()).features(ASKED)
    net = ComputationGraph.load(str(path))
    gift, price = (np.asarray(y) for y in net.output([inputs["customer"], inputs["goods"]]))
    np.testing.assert_allclose([y["gift"] for y in expected], gift, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose([y["price"] for y in expected], price, rtol=1e-5, atol=1e-6)

    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in ASKED))
    plain = subprocess.run(
        [java(), "-Xmx256m", "-cp", class_path(), "org.pydl4j.serving.Main",
         "predict", "--model", str(path), "--rows", str(rows)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    close([json.loads(line)["outputs"] for line in plain.stdout.splitlines()], expected)

    folder = tmp_path / "kafka"
    folder.mkdir()
    with demo_cluster.server("EmbeddedKafka", folder) as address:
        broker = address["bootstrap"]
        for ending in ("", "-answers", "-dead-letters"):
            KafkaTopic(broker, "orders" + ending).create(partitions=2)
        KafkaTopic(broker, "orders").send(json.dumps(row).encode() for row in ASKED)
        with KafkaScorer.start(path, bootstrap_servers=broker, topic="orders", format="row"):
            messages = KafkaTopic(broker, "orders-answers").read(len(ASKED), timeout_s=60)
    messages.sort(key=lambda m: int(m.key))
    close([json.loads(m.value)["outputs"] for m in messages], expected)


def close(got: list[dict[str, list[float]]], expected: list[dict[str, list[float]]]) -> None:
    assert len(got) == len(expected)
    for name in ("gift", "price"):
        np.testing.assert_allclose([y[name] for y in got], [y[name] for y in expected], rtol=1e-5, atol=1e-6)
