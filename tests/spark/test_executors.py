"""Claims about executors in JVMs of their own, each in a new Python, because Spark's master is chosen once."""

from __future__ import annotations

import pytest

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")

TRAIN = """
    import os, signal, sys
    from pathlib import Path
    import numpy as np
    from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer, TrainingListener
    from pydl4j.datavec import CSVRecordReader, Pipeline, Schema
    from pydl4j.spark import ParameterAveragingTrainingMaster, SparkDl4jMultiLayer, session

    random = np.random.default_rng(1)
    x = random.normal(size=(600, 4))
    y = (x[:, 0] + x[:, 1] > 0).astype(int) + (x[:, 2] > 1)
    Path("rows.csv").write_text("".join(",".join(f"{v:.5g}" for v in a) + f",{b}\\n" for a, b in zip(x, y)))
    schema = Schema.builder().add_column_double("a", "b", "c", "d").add_column_integer("k", min=0, max=2).build()
    records = Pipeline(CSVRecordReader(), schema=schema, labels="k").read(os.path.abspath("rows.csv"))
    layers = [DenseLayer(32, activation="relu"), OutputLayer(3, loss="mcxent", activation="softmax")]
    network = MultiLayerNetwork(layers, input_type=InputType.feed_forward(4), updater=Adam(1e-2), seed=3).init()
    master = ParameterAveragingTrainingMaster(averaging_frequency=4, batch_size_per_worker=16)

    def executors():
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                    command = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if parent == os.getpid() and b"CoarseGrainedExecutorBackend" in command:
                    found.append(int(entry.name))
        return sorted(found)
"""


def test_a_killed_executor_changes_no_bit(run_python) -> None:
    done = run_python(
        TRAIN
        + """
    spark = session("local-cluster[2,1,640]")
    undisturbed = SparkDl4jMultiLayer(spark, network, master).fit(records, epochs=3, progress=False)
    assert len(executors()) == 2
    killed = []

    class Kill(TrainingListener):
        def iteration_done(self, session, iteration):
            if iteration.epoch == 1 and not killed:
                killed.extend(executors()[:1])
                os.kill(killed[0], signal.SIGKILL)

    disturbed = SparkDl4jMultiLayer(spark, network, master)
    disturbed.fit(records, epochs=3, progress=False, callbacks=[Kill()])
    assert killed and killed[0] not in executors()
    assert sum(s.rows for s in disturbed.stats) == 3 * 600
    np.testing.assert_array_equal(np.array(undisturbed.params()), np.array(disturbed.network.params()))
    accuracy = disturbed.evaluate(records).accuracy()
    assert accuracy > 0.8, accuracy
    spark.stop()
    """
    )
    assert "UnsatisfiedLinkError" not in done.stderr


def test_training_works_where_sparks_jvm_came_first(run_python) -> None:
    run_python(
        """
    import pydl4j
    from pyspark.sql import SparkSession
    spark = (SparkSession.builder.master("local[2]").appName("theirs").config("spark.ui.enabled", "false")
             .config("spark.jars", pydl4j.jvm.spark_jars()).getOrCreate())
    """
        + TRAIN
        + """
    from pydl4j import _jvm
    on_spark = SparkDl4jMultiLayer(spark, network, master)
    trained = on_spark.fit(records, epochs=3, progress=False)
    assert not _jvm.spark_in_process()
    assert sum(s.rows for s in on_spark.stats) == 3 * 600
    assert on_spark.evaluate(records).accuracy() == trained.evaluate(records.batches(100)).accuracy() > 0.75
    spark.stop()
    try:
        on_spark.evaluate(records)
    except RuntimeError as error:
        assert "no session" in str(error)
    else:
        raise AssertionError("evaluated without Spark")
    """
    )
