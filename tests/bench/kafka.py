"""The Kafka scorer of jvm/serving-kafka with its default settings: broker, scorer and load, a process each.

Throughput is that of a full topic in steady state, by the offsets that the scorer commits exactly once; latency is that
from send to committed answer at a steady rate, after the JVMs have compiled what they run: for some 30 s their
compilers take a core for up to 300 ms at a time, which on two cores is latency.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from pydl4j import demo_cluster
from pydl4j._demo import java
from pydl4j.jvm import class_path

PARTITIONS = 4
COLUMNS = 20
VALUES = 4096
FLOATS, ROWS = (3_000_000, 1_000_000), (700_000, 300_000)
"""Records, and how many of them are left out as warm-up."""
RATE, SECONDS, WARM_SECONDS = 10_000, 60, 40
TIMEOUT_S = 100
_CITIES = ["Aachen", "Berlin", "Cottbus", "Dresden", "Erfurt"]


def measure(what: str) -> float:
    """Microseconds a record of "floats" or "rows", or the 99th percentile of "latency" in microseconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model, sample = _rows(folder) if what == "rows" else _floats(folder)
        with demo_cluster.server("EmbeddedKafka", folder / "kafka") as address:
            return _measured(what, folder, address["bootstrap"], model, sample)


def _measured(what: str, folder: Path, broker: str, model: Path, values: Path) -> float:
    for ending in ("", "-answers", "-dead-letters"):
        _load("create", broker, f"in{ending}", PARTITIONS)
    form = "row" if what == "rows" else "raw"
    conf = folder / "scorer.properties"
    conf.write_text(f"model={model}\nbootstrap.servers={broker}\ntopic.input=in\nformat={form}\n")
    if what == "latency":
        with _scorer(conf, folder):
            p99 = _load("latency", broker, "in", "in-answers", values, RATE, SECONDS, WARM_SECONDS).split()[1]
        return float(p99) * 1e3
    count, skip = ROWS if what == "rows" else FLOATS
    _load("fill", broker, "in", values, count)
    with _scorer(conf, folder):
        return 1e6 / float(_load("watch", broker, "in", "pydl4j-in", skip))


@contextmanager
def _scorer(conf: Path, folder: Path) -> Iterator[None]:
    command = [java(), "-Xmx512m", "-cp", class_path(), "org.pydl4j.serving.Main", "kafka", "--conf", str(conf)]
    with (folder / "scorer.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        with demo_cluster.ended(process):
            yield


def _load(*arguments: Any) -> str:
    jvm = [java(), "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{demo_cluster.SERVERS}/*"]
    command = [*jvm, "org.pydl4j.testkit.KafkaLoad"]
    done = subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return done.stdout.strip()


def _network(inputs: int) -> Any:
    from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, NeuralNetConfiguration, OutputLayer

    conf = (
        NeuralNetConfiguration.builder().seed(1).updater(Adam(1e-3)).list()
        .layer(DenseLayer(n_out=64, activation="relu"))
        .layer(OutputLayer(n_out=3, loss="mcxent", activation="softmax"))
        .set_input_type(InputType.feed_forward(inputs)).build()
    )  # fmt: skip
    return MultiLayerNetwork(conf).init()


def _floats(folder: Path) -> tuple[Path, Path]:
    model = folder / "model.zip"
    _network(COLUMNS).save(model)
    x = np.random.default_rng(0).standard_normal((VALUES, COLUMNS), dtype=np.float32)
    return model, _written(folder, [row.astype("<f4").tobytes() for row in x])


def _rows(folder: Path) -> tuple[Path, Path]:
    """A pipeline of 20 mixed columns: numbers, whole numbers, categories, truths and a text that is dropped."""
    from pydl4j.datavec import CSVRecordReader, NormalizerStandardize, Pipeline, Schema, TransformProcess

    schema = Schema.builder()
    for i in range(9):
        schema.add_column_double(f"number{i}")
    for i in range(4):
        schema.add_column_integer(f"count{i}")
    for i in range(3):
        schema.add_column_categorical(f"city{i}", _CITIES)
    schema.add_column_boolean("member", "active").add_column_long("id").add_column_string("comment")
    built = schema.build()
    steps = TransformProcess.builder(built).remove_columns("id", "comment")
    for i in range(3):
        steps.categorical_to_one_hot(f"city{i}")
    random = np.random.default_rng(0)
    records = []
    for i in range(VALUES):
        record: dict[str, Any] = {f"number{k}": float(v) for k, v in enumerate(random.normal(size=9).round(4))}
        record |= {f"count{k}": int(v) for k, v in enumerate(random.integers(0, 1000, 4))}
        record |= {f"city{k}": _CITIES[v] for k, v in enumerate(random.integers(0, 5, 3))}
        record |= {"member": bool(i % 2), "active": bool(i % 3), "id": i << 33, "comment": f"row {i} of a bench"}
        records.append(record)
    table = folder / "rows.csv"
    table.write_text("".join(",".join(str(v) for v in r.values()) + "\n" for r in records[:512]))
    raw = Pipeline(CSVRecordReader(), transform=steps.build(), normalizer=NormalizerStandardize())
    pipeline = raw.read(table).fit().pipeline
    model = folder / "model.zip"
    _network(9 + 4 + 15 + 2).save(model, pipeline=pipeline)
    return model, _written(folder, [json.dumps(r).encode() for r in records])


def _written(folder: Path, values: list[bytes]) -> Path:
    file = folder / "values"
    file.write_bytes(b"".join(struct.pack(">i", len(v)) + v for v in values))
    return file


def main(cases: list[str]) -> None:
    """Measures what is named, and prints it, its microseconds last."""
    for what in cases or ["floats", "rows", "latency"]:
        us = measure(what)
        said = f"{us / 1e3:.1f} ms at the 99th percentile" if what == "latency" else f"{1e6 / us:,.0f} records/s"
        print(f"kafka {what}: {said}; {us:.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
