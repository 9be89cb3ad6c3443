"""The main job, end to end, on real images: ``make demo``.

1. DataVec reads the IDX images through a record reader, with a schema, and scales them: one pipeline for all below.
2. A LeNet-like network trains in this process.
3. The same network trains by parameter averaging on an embedded Spark, through the same pipeline.
4. Both are evaluated on the test images.
5. ``model.zip`` and ``model.onnx`` are saved, loaded in a new process and compared with onnxruntime.
6. A plain Java program loads ``model.zip`` and says what an image shows.
7. The loss curve and the confusion matrix are drawn.

Writes ``build/demo/report.json``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from pydl4j._demo import ROOT, Images, Steps, fresh, images, java
from pydl4j.jvm import class_path

OUT = ROOT / "build" / "demo"
STEPS = 7
SEED = 42
BATCH = 64
EPOCHS = 5
SPARK_EPOCHS = 5
COMPARED = 1000
ONNX_TOLERANCE = 1e-4
BAR_LOCAL, BAR_SPARK = 0.90, 0.88


def lenet(height: int, width: int) -> Any:
    """A LeNet-like network for images of one channel, in the style of DL4J's builder."""
    from pydl4j.nn import (
        Adam,
        ConvolutionLayer,
        DenseLayer,
        ExponentialSchedule,
        InputType,
        MultiLayerNetwork,
        NeuralNetConfiguration,
        OutputLayer,
        SubsamplingLayer,
    )

    rate = ExponentialSchedule("epoch", initial_value=1e-3, gamma=0.7)
    conf = (
        NeuralNetConfiguration.builder().seed(SEED).updater(Adam(learning_rate_schedule=rate)).list()
        .layer(ConvolutionLayer(n_out=20, kernel_size=(5, 5), activation="relu"))
        .layer(SubsamplingLayer(pooling_type="max", kernel_size=(2, 2), stride=(2, 2)))
        .layer(ConvolutionLayer(n_out=50, kernel_size=(5, 5), activation="relu"))
        .layer(SubsamplingLayer(pooling_type="max", kernel_size=(2, 2), stride=(2, 2)))
        .layer(DenseLayer(n_out=500, activation="relu"))
        .layer(OutputLayer(n_out=10, loss="mcxent", activation="softmax"))
        .set_input_type(InputType.convolutional(height, width, 1)).build()
    )  # fmt: skip
    return MultiLayerNetwork(conf).init()


def compare(folder: Path) -> float:
    """Loads both saved models and says how far they are apart at most, on the inputs in the folder."""
    import onnxruntime

    from pydl4j.nn import MultiLayerNetwork

    x = np.load(folder / "compared.npy")
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    theirs = session.run(None, {session.get_inputs()[0].name: x})[0]
    ours = np.asarray(MultiLayerNetwork.load(folder / "model.zip").output(x))
    return float(np.abs(ours - theirs).max())


def compare_in_new_process(folder: Path) -> float:
    """As `compare`, in a Python of its own."""
    command = [sys.executable, "-m", "pydl4j.demo", "compare", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"[demo] the new process failed: got {done.stderr.strip()[-2000:]}")
    return float(done.stdout.split()[-1])


def ask_java(model: Path, image: Path) -> int:
    """What the embedded program of the serving module, plain Java, says that an image shows."""
    command = [java(), "-cp", class_path(), "org.pydl4j.serving.Main", "predict"]
    done = subprocess.run(
        [*command, "--model", str(model), "--image", str(image), "--json"], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"[demo] the Java program failed: got {done.stderr.strip()[-2000:]}")
    return int(json.loads(done.stdout)["class"])


def draw_losses(file: Path, local: list[tuple[int, float]], spark: list[tuple[int, float]]) -> None:
    """Loss by examples seen, of both trainings; the local one as a running mean over 50 minibatches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="tight")
    axes = figure.subplots()
    seen, losses = np.array(local).T
    window = min(50, len(losses))
    smooth = np.convolve(losses, np.ones(window) / window, mode="valid")
    axes.plot(seen, losses, color="tab:blue", alpha=0.15, linewidth=0.5)
    axes.plot(seen[window - 1 :], smooth, color="tab:blue", label="local, mean of 50 minibatches")
    axes.plot(*np.array(spark).T, color="tab:orange", marker=".", markersize=3, label="Spark, mean of each round")
    axes.set(xlabel="examples trained on", ylabel="loss", title="Training of the LeNet-like network")
    axes.set_ylim(0, max(np.percentile(losses, 99), smooth.max()) * 1.05)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(file, dpi=120)


def draw_confusion(file: Path, counts: np.ndarray, classes: tuple[str, ...], accuracy: float) -> None:
    """Counts [actual, predicted], coloured by their share of the actual class."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 7), layout="tight")
    axes = figure.subplots()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    picture = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    figure.colorbar(picture, ax=axes, label="share of the actual class", fraction=0.046)
    for row, column in np.ndindex(*counts.shape):
        dark = shares[row, column] > 0.5
        axes.text(column, row, str(counts[row, column]), ha="center", va="center", color="white" if dark else "black")
    axes.set_xticks(range(len(classes)), classes, rotation=45, ha="right")
    axes.set_yticks(range(len(classes)), classes)
    axes.set(xlabel="predicted", ylabel="actual", title=f"Test images, accuracy {accuracy:.4f}")
    figure.savefig(file, dpi=120)


def run(found: Images, out: Path, *, epochs: int = EPOCHS, spark_epochs: int = SPARK_EPOCHS) -> dict[str, Any]:
    """The whole job over these images; the report."""
    from PIL import Image

    from pydl4j.datavec import IDXRecordReader, ImagePreProcessingScaler, Pipeline
    from pydl4j.nn import CollectScoresListener
    from pydl4j.spark import ParameterAveragingTrainingMaster, SparkDl4jMultiLayer, count, session

    steps = Steps(STEPS)
    with steps.step(f"DataVec reads {found.name} through one pipeline"):
        reader = IDXRecordReader(classes=10)
        pipeline = Pipeline(
            reader, schema=reader.schema(*found.train), labels="label", normalizer=ImagePreProcessingScaler()
        )
        train, test = pipeline.read(*found.train), pipeline.read(*found.test)
        shape = pipeline.feature_shape
        assert isinstance(shape, tuple)
        _, height, width = shape
        with test.batches(COMPARED) as batches:
            first = next(iter(batches))
            compared = np.array(first.features)
        np.save(out / "compared.npy", compared)
        print(f"      {height} x {width} pixels, {len(found.classes)} classes")
    with steps.step("A LeNet-like network trains here"):
        net = lenet(height, width)
        scores = CollectScoresListener()
        net.set_listeners(scores)
        with train.batches(BATCH, shuffle=SEED) as batches:
            summary = net.fit(batches, epochs=epochs)
        print(f"      {summary.samples_per_s:,.0f} samples/s")
    with steps.step("The same network trains on Spark, local[2], by parameter averaging"):
        spark = session("local[2]", app_name="pydl4j demo")
        rows = count(spark, train).rows
        master = ParameterAveragingTrainingMaster(
            averaging_frequency=max(1, min(40, rows // (2 * BATCH) // 4)),
            batch_size_per_worker=BATCH,
            workers=2,
            seed=SEED,
        )
        trainer = SparkDl4jMultiLayer(spark, lenet(height, width), master)
        trainer.fit(train, epochs=spark_epochs)
        print(f"      {rows:,} rows, {len(trainer.stats)} rounds")
    with steps.step("Both are evaluated on the test images"):
        with test.batches(256) as batches:
            local = net.evaluate(batches, labels=found.classes)
        on_spark = trainer.evaluate(test)
        spark.stop()
        print(local.stats())
        print(f"      local {local.accuracy():.4f}, trained and evaluated on Spark {on_spark.accuracy():.4f}")
    with steps.step("model.zip and model.onnx are saved, and compared in a new process"):
        net.save(out / "model.zip", pipeline=pipeline)
        net.to_onnx(out / "model.onnx")
        apart = compare_in_new_process(out)
        print(f"      at most {apart:.1e} apart from onnxruntime on {len(compared):,} predictions")
    with steps.step("A plain Java program says what an image shows"):
        picture = out / "image.png"
        Image.fromarray((compared[0, 0] * 255).round().astype(np.uint8)).save(picture)
        said, expected = ask_java(out / "model.zip", picture), int(net.predict(compared[:1])[0])
        print(f"      {picture.name} shows {found.classes[said]}")
    with steps.step("Loss curve and confusion matrix are drawn"):
        curve = [(iteration * BATCH, score) for iteration, score in scores.scores]
        seen = np.cumsum([stat.rows for stat in trainer.stats])
        draw_losses(out / "loss.png", curve, list(zip(seen, (stat.loss for stat in trainer.stats), strict=True)))
        draw_confusion(out / "confusion.png", np.asarray(local.confusion_matrix()), found.classes, local.accuracy())
    return {
        "accuracy_local": local.accuracy(),
        "accuracy_spark": on_spark.accuracy(),
        "train_samples_per_s": round(summary.samples_per_s, 1),
        "onnx_max_abs_diff": apart,
        "embedded_prediction_ok": said == expected,
        "seconds": round(steps.seconds, 1),
    }


def missed(report: dict[str, Any]) -> list[str]:
    """What of a report falls short of what the demo promises."""
    bars = {
        f"accuracy_local >= {BAR_LOCAL}": report["accuracy_local"] >= BAR_LOCAL,
        f"accuracy_spark >= {BAR_SPARK}": report["accuracy_spark"] >= BAR_SPARK,
        f"onnx_max_abs_diff <= {ONNX_TOLERANCE}": report["onnx_max_abs_diff"] <= ONNX_TOLERANCE,
        "embedded_prediction_ok": report["embedded_prediction_ok"],
    }
    return [bar for bar, held in bars.items() if not held]


def main(arguments: list[str]) -> None:
    """Runs the job from a fresh folder and writes the report; ``compare FOLDER`` is its fifth step."""
    if arguments[:1] == ["compare"]:
        print(compare(Path(arguments[1])))
        return
    fresh(OUT)
    report = run(images(OUT), OUT)
    (OUT / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(f"{OUT / 'report.json'}:\n{json.dumps(report, indent=2)}")
    if missed(report):
        raise SystemExit(f"[demo] the report falls short: expected {', '.join(missed(report))}.")


if __name__ == "__main__":
    main(sys.argv[1:])
