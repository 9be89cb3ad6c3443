"""A model that PyTorch exported to ONNX is trained on executors, evaluated, saved, and served by Kafka and by Java."""

from __future__ import annotations

import json
import subprocess
import textwrap
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")

from pydl4j import demo_cluster, nn, onnx
from pydl4j._demo import java
from pydl4j.jvm import class_path
from pydl4j.serving import KafkaScorer, KafkaTopic

# Conv(1, 4, 3) -> BatchNorm -> ReLU -> MaxPool(2) -> Flatten -> Linear(16, 3) on images of 6x6 given as rows of 36.
# Made by tests/onnx/data/make_pytorch.py
FILE = Path(__file__).parents[1] / "onnx" / "data" / "pytorch_squares.onnx"
SIDE, CLASSES = 6, 3
READ_S = 60

TRAIN = """
    import os, sys
    from pathlib import Path
    import numpy as np
    from pydl4j import nn
    from pydl4j.datavec import CSVRecordReader, Pipeline, Schema
    from pydl4j.spark import ParameterAveragingTrainingMaster, SparkDl4jMultiLayer, session

    columns = [f"p{i}" for i in range(36)]
    schema = Schema.builder().add_column_double(*columns).add_column_integer("k", min=0, max=2).build()
    pipeline = Pipeline(CSVRecordReader(), schema=schema, labels="k")
    rows = pipeline.read(sys.argv[2])
    conf = nn.NeuralNetConfiguration(updater=nn.Adam(1e-2), seed=3)
    start = nn.ComputationGraph.from_onnx(sys.argv[1], loss="mcxent", activation="softmax", conf=conf)
    before = {name: np.array(p) for name, p in start.param_table().items()}
    spark = session("local-cluster[2,1,1024]")
    master = ParameterAveragingTrainingMaster(averaging_frequency=4, batch_size_per_worker=16)
    training = SparkDl4jMultiLayer(spark, start, master)
    accuracy = training.evaluate(rows).accuracy()
    trained = training.fit(rows, epochs=6, progress=False)
    after = training.evaluate(rows).accuracy()
    assert accuracy < 0.6 < 0.95 < after, (accuracy, after)
    assert after == trained.evaluate(rows.batches(64)).accuracy()
    moved = [name for name, p in trained.param_table().items() if (np.asarray(p) != before[name]).any()]
    assert moved == list(before), moved  # running moments too
    trained.save(sys.argv[3], pipeline=pipeline)
    spark.stop()
"""

ANSWER = """
    import java.nio.file.Path;
    import java.util.Map;
    import org.pydl4j.nd.array.NDArray;
    import org.pydl4j.nd.array.Npy;
    import org.pydl4j.nn.model.Model;
    import org.pydl4j.serving.Predictor;

    class Answer {
      public static void main(String[] a) throws Exception {
        try (Predictor p = Predictor.load(Path.of(a[0])); Model m = Model.load(Path.of(a[0]));
            NDArray x = Npy.read(Path.of(a[1]))) {
          System.out.println(p.signature().inputs() + " -> " + p.signature().outputs());
          NDArray y = p.run(Map.of(p.signature().inputNames().get(0), x)).get(p.signature().outputNames().get(0));
          Npy.write(Path.of(a[2]), y);
          Npy.write(Path.of(a[3]), m.output(x));
        }
      }
    }
"""


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory):
    with demo_cluster.server("EmbeddedKafka", tmp_path_factory.mktemp("kafka")) as address:
        yield address["bootstrap"]


@pytest.fixture(scope="module")
def squares() -> tuple[np.ndarray, np.ndarray]:
    """Images with a bright square, and in which third of the columns it lies."""
    random = np.random.default_rng(4)
    y = random.integers(0, CLASSES, 360)
    x = random.uniform(0, 0.3, (360, SIDE, SIDE)).astype(np.float32)
    for image, third in zip(x, y, strict=True):
        top = random.integers(0, SIDE - 1)
        image[top : top + 2, 2 * third : 2 * third + 2] = 1
    return x.reshape(len(x), -1), y


def test_a_model_of_pytorch_is_trained_on_executors_and_served(run_python, broker, squares, tmp_path) -> None:
    x, y = squares
    rows, model = tmp_path / "rows.csv", tmp_path / "model.zip"
    rows.write_text("".join(",".join(f"{v:.9g}" for v in image) + f",{k}\n" for image, k in zip(x, y, strict=True)))
    run_python(TRAIN, str(FILE), str(rows), str(model), timeout_s=400)

    net = nn.ComputationGraph.load(model)
    expected = np.asarray(net.output(x))
    assert net.evaluate(x, y).accuracy() > 0.95
    assert list(net.param_table())[:2] == ["graph/0.weight", "graph/0.bias"]
    net.to_onnx(tmp_path / "again.onnx")
    np.testing.assert_allclose(onnx.load(tmp_path / "again.onnx")(x), expected, atol=1e-5)

    for ending in ("", "-answers", "-dead-letters"):
        KafkaTopic(broker, "squares" + ending).create(partitions=2)
    KafkaTopic(broker, "squares").send(json.dumps(row.tolist()).encode() for row in x[:50])
    with KafkaScorer.start(model, bootstrap_servers=broker, topic="squares", format="json"):
        messages = KafkaTopic(broker, "squares-answers").read(50, timeout_s=READ_S)
    assert sorted(int(m.key) for m in messages) == list(range(50))
    for message in messages:
        answer = json.loads(message.value)
        np.testing.assert_allclose(answer["output"], expected[int(message.key)], rtol=1e-5, atol=1e-6)

    (tmp_path / "Answer.java").write_text(textwrap.dedent(ANSWER))
    np.save(tmp_path / "x.npy", x)
    files = [str(tmp_path / name) for name in ("Answer.java", "model.zip", "x.npy", "served.npy", "answered.npy")]
    done = subprocess.run(
        [java(), "-cp", class_path(), *files], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "pixels float32[?, 36]" in done.stdout
    for name in ("served.npy", "answered.npy"):
        np.testing.assert_allclose(np.load(tmp_path / name), expected, atol=1e-5)
