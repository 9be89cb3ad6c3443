"""Damaged and forged files, long: model zips, ``.npy`` and ``.npz``, and Kafka records.

How many is said by PYDL4J_MUTANTS (a factor, 1 by default); the short forms stand beside the tests of each format. All
are drawn from a seed that failures name.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from pydl4j import nd
from pydl4j._demo import java
from pydl4j.datavec import ImageRecordReader, Pipeline
from pydl4j.jvm import class_path
from pydl4j.nn import (
    LSTM,
    Adam,
    BatchNormalization,
    ComputationGraph,
    ConvolutionLayer,
    DenseLayer,
    GlobalPoolingLayer,
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    RnnOutputLayer,
    SubsamplingLayer,
)
from pydl4j.samediff import SameDiff, TrainingConfig
from tests.nd.test_files import try_mutants

FACTOR = float(os.environ.get("PYDL4J_MUTANTS", "1"))
ROOT = Path(__file__).parents[2]


def run(module: str, main: str, *arguments: object) -> str:
    """Runs a test's main class of a module, in a JVM of 512 MB whose crash is a failure."""
    classes = ROOT / "jvm" / module / "build" / "classes" / "java" / "test"
    done = subprocess.run(
        [
            java(), "-Xmx512m", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR",
            "-cp", f"{classes}{os.pathsep}{class_path()}", main, *map(str, arguments),
        ],
        capture_output=True, text=True, errors="replace", timeout=3000, check=False,
    )  # fmt: skip
    problem = "\n".join(line for line in done.stderr.splitlines() if not line.startswith(("[", "libpng")))
    assert done.returncode == 0, problem[:5000]
    return done.stdout


def saved(folder: Path) -> list[Path]:
    """Models of several kinds, trained a step where that makes more state."""
    x = np.random.default_rng(1).normal(size=(8, 4)).astype(np.float32)
    y = np.arange(8) % 3
    mlp = MultiLayerNetwork(
        [DenseLayer(8, activation="relu"), OutputLayer(3)], input_type=InputType.feed_forward(4), updater=Adam(1e-2)
    ).init()
    mlp.fit(x, y)
    cnn = MultiLayerNetwork(
        [
            ConvolutionLayer(3, kernel_size=(2, 2)),
            BatchNormalization(),
            SubsamplingLayer(kernel_size=(2, 2)),
            OutputLayer(3),
        ],
        input_type=InputType.convolutional(6, 6, 1),
        updater=Adam(1e-2),
    ).init()
    rnn = MultiLayerNetwork([LSTM(5), RnnOutputLayer(2)], input_type=InputType.recurrent(3)).init()
    pooled = MultiLayerNetwork(
        [LSTM(5), GlobalPoolingLayer(), OutputLayer(2)], input_type=InputType.recurrent(3)
    ).init()
    graph = ComputationGraph(
        NeuralNetConfiguration.builder()
        .graph_builder()
        .add_inputs("in")
        .add_layer("a", DenseLayer(4), "in")
        .add_layer("b", DenseLayer(4), "in")
        .add_layer("out", OutputLayer(3), "a", "b")
        .set_outputs("out")
        .set_input_types(InputType.feed_forward(4))
        .build()
    ).init()
    image = folder / "x.png"
    PIL.Image.new("L", (6, 6)).save(image)
    reader = ImageRecordReader(6, 6, 1)
    pipeline = Pipeline(reader, schema=reader.schema(image))
    files = []
    for name, net in {"mlp": mlp, "cnn": cnn, "rnn": rnn, "pooled": pooled, "graph": graph}.items():
        files.append(folder / f"{name}.zip")
        net.save(files[-1], pipeline=pipeline if name == "cnn" else None)
    sd = SameDiff.create()
    h = nd.tanh(sd.placeholder("x", (None, 2)) @ sd.var("w0", (2, 16)) + sd.var("b0", shape=(16,), init="zero"))
    sd.nn.softmax(h.mmul(sd.var("w1", shape=(16, 3)), name="logits"), name="p")
    sd.loss.softmax_cross_entropy(sd.placeholder("y", (None, 3)), sd.get_variable("logits"), name="loss").mark_as_loss()
    config = TrainingConfig(updater=Adam(1e-2), data_set_feature_mapping="x", data_set_label_mapping="y")
    sd.set_training_config(config)
    sd.fit(x[:, :2], np.eye(3, dtype=np.float32)[y], epochs=1)
    files.append(folder / "samediff.zip")
    sd.save(files[-1])
    return files


@pytest.mark.parametrize("seed", [int(os.environ.get("PYDL4J_SEED", "1"))])
def test_mutants_of_model_files(tmp_path: Path, seed: int) -> None:
    files = saved(tmp_path)
    print(run("nn", "org.pydl4j.nn.model.ModelMutants", int(5000 * FACTOR), seed, tmp_path, *files))


@pytest.mark.parametrize("seed", [int(os.environ.get("PYDL4J_SEED", "1"))])
def test_poison_records(seed: int) -> None:
    print(run("serving-kafka", "org.pydl4j.serving.kafka.PoisonRecords", int(10_000 * FACTOR), seed))


@pytest.mark.parametrize("seed", [int(os.environ.get("PYDL4J_SEED", "1"))])
def test_mutants_of_arrays_files(seed: int) -> None:
    assert try_mutants(int(2000 * FACTOR), seed) > 10
