"""The loop of one cluster on real parts, each in its own process: ``make demo-cluster``.

1. An HDFS (MiniDFSCluster) starts and gets the images.
2. DataVec reads them from HDFS on Spark, ``local-cluster[2,1,1024]``: two executor JVMs.
3. The arbiter tries four candidates for learning rate and width over Optuna's sampler.
4. Parameter averaging trains the best on the executors.
5. The model goes to HDFS and comes back.
6. A Kafka broker (KRaft) starts; 1,000 images go through the Kafka scorer, a plain Java process.
7. The answers are compared with the model's own output.

Writes ``build/demo-cluster/report.json``. What it starts it also ends, however it ends.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from pydl4j._demo import ROOT, Images, Steps, fresh, images, java
from pydl4j.jvm import class_path

OUT = ROOT / "build" / "demo-cluster"
SERVERS = ROOT / "build" / "servers"
MASTER = "local-cluster[2,1,1024]"
STEPS = 7
CANDIDATES = 4
TUNING_ROWS = 6000
EPOCHS = 2
TOLERANCE = 1e-5
READ_S = 120
KAFKA_RECORDS = 1000
_SHELL = "org.apache.hadoop.fs.FsShell"
START_S = 120
STOP_S = 30


@contextlib.contextmanager
def server(name: str, folder: Path) -> Iterator[dict[str, Any]]:
    """An embedded server of ``jvm/testkit`` in a process of its own, stopped at the end; gives its addresses."""
    log = folder.parent / f"{name}.log"
    if not any(SERVERS.glob("pydl4j-testkit*.jar")):
        raise SystemExit(
            f"[demo] no servers: got no jars in {SERVERS}; expected pydl4j-testkit. Run `make demo-cluster`."
        )
    with log.open("w") as errors:
        process = subprocess.Popen(
            [java(), "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{SERVERS}/*", f"org.pydl4j.testkit.{name}", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
            start_new_session=True,  # Ctrl-C reaches this process only, which then stops the server
        )  # fmt: skip
    with ended(process):
        late = threading.Timer(START_S, process.kill)
        late.start()
        line = process.stdout.readline() if process.stdout else ""
        late.cancel()
        if not line.startswith("READY "):
            failed(f"{name} did not start", log)
        yield json.loads(line.removeprefix("READY "))


def failed(what: str, log: Path) -> NoReturn:
    """Ends the demo with the last lines of a process's log."""
    tail = "\n".join(log.read_text().splitlines()[-8:])
    raise SystemExit(f"[demo] {what}; the end of {log}:\n{tail}")


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """The process, which is gone afterwards: asked by the end of its input and SIGTERM, then killed."""
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_S)
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def hdfs(*arguments: str) -> None:
    """Hadoop's own shell, as ``hdfs dfs`` runs it."""
    done = subprocess.run(
        [java(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", f"{SERVERS}/*", _SHELL, *arguments],
        capture_output=True, text=True, check=False, start_new_session=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"[demo] hdfs {' '.join(arguments)} failed: got {done.stderr.strip()[-500:]}")


def network(config: dict[str, Any], side: int) -> Any:
    """A LeNet-like network for images of one channel, of the width and learning rate that the arbiter chooses."""
    from pydl4j.nn import (
        Adam,
        ConvolutionLayer,
        DenseLayer,
        InputType,
        MultiLayerNetwork,
        NeuralNetConfiguration,
        OutputLayer,
        SubsamplingLayer,
    )

    pool = SubsamplingLayer(pooling_type="max", kernel_size=(2, 2), stride=(2, 2))
    conf = (
        NeuralNetConfiguration.builder().seed(42).updater(Adam(config["learning_rate"])).list()
        .layer(ConvolutionLayer(n_out=20, kernel_size=(5, 5), activation="relu", convolution_mode="same")).layer(pool)
        .layer(ConvolutionLayer(n_out=32, kernel_size=(3, 3), activation="relu", convolution_mode="same")).layer(pool)
        .layer(DenseLayer(n_out=config["width"], activation="relu"))
        .layer(OutputLayer(n_out=10, loss="mcxent", activation="softmax"))
        .set_input_type(InputType.convolutional(side, side, 1)).build()
    )  # fmt: skip
    return MultiLayerNetwork(conf).init()


def tune(pipeline: Any, train: tuple[Path, Path], rows: int, side: int) -> Any:
    """Tries the candidates on a share of the rows; the study, whose trials say what came out."""
    from pydl4j.arbiter import ContinuousParameterSpace, IntegerParameterSpace, Study

    share = min(1.0, TUNING_ROWS / rows)
    tried = pipeline.read(*train).split(share, seed=1)[0] if share < 1 else pipeline.read(*train)
    learn, check = tried.split(0.75)

    def objective(candidate: Any) -> float:
        net = network(candidate.config, side)
        with learn.batches(64, shuffle=1) as batches:
            net.fit(batches, epochs=EPOCHS, progress=False)
        with check.batches(256) as batches:
            return float(net.evaluate(batches).accuracy())

    space = {
        "learning_rate": ContinuousParameterSpace(1e-4, 1e-2, log=True),
        "width": IntegerParameterSpace(64, 512, log=True),
    }
    study = Study(space, objective, seed=5, storage=OUT / "trials.db", name="demo-cluster")
    study.run(CANDIDATES)
    return study


def kafka_answers(bootstrap: str, model: Path, examples: np.ndarray) -> dict[int, np.ndarray]:
    """Sends the examples through the scorer of the serving module, a plain Java process; the answers by number."""
    from pydl4j.serving import KafkaTopic

    for name in ("images", "images-answers", "images-dead-letters"):
        KafkaTopic(bootstrap, name).create(partitions=3)
    conf = OUT / "kafka-scorer.properties"
    conf.write_text(f"model={model}\nbootstrap.servers={bootstrap}\ntopic.input=images\nformat=raw\n")
    log = OUT / "KafkaScorer.log"
    with log.open("w") as errors:
        scorer = subprocess.Popen(
            [java(), "-Xmx512m", "-cp", class_path(), "org.pydl4j.serving.Main", "kafka", "--conf", str(conf)],
            stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True,
        )  # fmt: skip
    with ended(scorer):
        first = scorer.stdout.readline().strip() if scorer.stdout else ""
        print(f"      {first or failed('the scorer did not start', log)}", flush=True)
        KafkaTopic(bootstrap, "images").send(example.tobytes() for example in examples)
        messages = KafkaTopic(bootstrap, "images-answers").read(len(examples), timeout_s=READ_S)
    return {int(message.key or -1): np.frombuffer(message.value or b"", "<f4") for message in messages}


def mismatches(answers: dict[int, np.ndarray], expected: np.ndarray) -> int:
    """How many examples have no answer, or another than the model's own output."""
    same = sum(
        number in answers
        and answers[number].argmax() == output.argmax()
        and np.abs(answers[number] - output).max() <= TOLERANCE
        for number, output in enumerate(expected)
    )
    return len(expected) - int(same)


def run(found: Images, *, kafka_records: int = KAFKA_RECORDS) -> dict[str, Any]:
    """The whole loop over these images; the report."""
    from pydl4j.datavec import IDXRecordReader, ImagePreProcessingScaler, Pipeline
    from pydl4j.spark import ParameterAveragingTrainingMaster, SparkDl4jMultiLayer, count, session

    steps = Steps(STEPS)
    reader = IDXRecordReader(classes=10)
    pipeline = Pipeline(
        reader, schema=reader.schema(*found.train), labels="label", normalizer=ImagePreProcessingScaler()
    )
    shape = pipeline.feature_shape
    assert isinstance(shape, tuple)
    side = shape[-1]
    report: dict[str, Any] = {"dataset": found.name}
    with contextlib.ExitStack() as running:
        with steps.step(f"HDFS starts and gets {found.name}"):
            uri = running.enter_context(server("EmbeddedHdfs", OUT / "hdfs"))["uri"]
            hdfs("-mkdir", "-p", f"{uri}/images", f"{uri}/models")
            hdfs("-put", *map(str, (*found.train, *found.test)), f"{uri}/images")
            train, test = (
                pipeline.read(*(f"{uri}/images/{file.name}" for file in part)) for part in (found.train, found.test)
            )
        with steps.step(f"DataVec reads the images from HDFS on Spark, {MASTER}"):
            spark = session(MASTER, app_name="pydl4j demo-cluster")
            running.callback(spark.stop)
            rows = count(spark, train).rows
            report["hdfs_rows"] = rows + count(spark, test).rows
            print(f"      {report['hdfs_rows']:,} rows")
        with steps.step(f"The arbiter tries {CANDIDATES} candidates"):
            study = tune(pipeline, found.train, rows, side)
            report["trials"] = [{**t.parameters, "score": t.score, "seconds": t.seconds} for t in study.trials]
        with steps.step(f"Parameter averaging trains trial {study.best.number} on the executors"):
            master = ParameterAveragingTrainingMaster(averaging_frequency=50, batch_size_per_worker=64, workers=2)
            trainer = SparkDl4jMultiLayer(spark, network(study.best.config, side), master)
            net = trainer.fit(train, epochs=EPOCHS)
            report["tuned_accuracy"] = trainer.evaluate(test).accuracy()
            print(f"      accuracy {report['tuned_accuracy']:.4f} on the test images")
        with steps.step("The model goes to HDFS and comes back"):
            model = OUT / "model.zip"
            net.save(str(model), pipeline=pipeline)
            hdfs("-put", "-f", str(model), f"{uri}/models/model.zip")
            served = OUT / "model-from-hdfs.zip"
            hdfs("-get", "-f", f"{uri}/models/model.zip", str(served))
        with steps.step(f"Kafka starts; {kafka_records:,} images go through the scorer"):
            with pipeline.read(*found.test).batches(kafka_records) as batches:
                examples = np.array(next(iter(batches)).features)
            bootstrap = running.enter_context(server("EmbeddedKafka", OUT / "kafka"))["bootstrap"]
            answers = kafka_answers(bootstrap, served, examples)
            report["kafka_records"] = len(answers)
        with steps.step("The answers are compared with the model's own output"):
            report["kafka_mismatches"] = mismatches(answers, np.array(net.output(examples)))
            print(f"      {report['kafka_mismatches']} of {len(examples):,} differ")
    report["seconds"] = round(steps.seconds, 1)
    return report


def main() -> None:
    """Runs the loop from a fresh folder and writes the report."""
    fresh(OUT)
    report = run(images(OUT))
    (OUT / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(f"{OUT / 'report.json'}:\n{json.dumps(report, indent=2)}")
    if report["kafka_mismatches"] or report["kafka_records"] < KAFKA_RECORDS:
        raise SystemExit("[demo] Kafka's answers are not the model's: see the report.")


if __name__ == "__main__":
    main()
