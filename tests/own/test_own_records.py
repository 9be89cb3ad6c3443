"""Records of somebody else's jar are first class: from Java, from Python, in files, and on Spark's executors.

Each claim runs in a new Python, because jars are named before the JVM starts.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from pydl4j import _java, _jvm
from tests.own.conftest import EXAMPLE

NETWORK = """
    import sys
    import numpy as np
    import pydl4j
    pydl4j.jvm.options(jars=[sys.argv[1]])
    from pydl4j.nn import (
        CosineSchedule, DenseLayer, GatedDense, InputType, Lion, MultiLayerNetwork, OutputLayer, losses, activations
    )
    def network():
        return MultiLayerNetwork(
            [DenseLayer(8, activation=activations.Snake(a=2.0)), GatedDense(8, gate_bias=0.0, l2=1e-5),
             OutputLayer(1, loss="logcosh", activation="identity")],
            input_type=InputType.feed_forward(2), seed=7,
            updater=Lion(0.01, learning_rate_schedule=CosineSchedule(0.01, length=2000)),
        ).init()
    x = np.stack(np.meshgrid(np.linspace(-1, 1, 16), np.linspace(-1, 1, 16)), -1).reshape(-1, 2).astype("float32")
    y = (x[:, :1] * x[:, 1:]).astype("float32")
"""


def test_a_jvm_program_trains_saves_and_loads_them(own_jar, tmp_path) -> None:
    path = os.pathsep.join([str(own_jar), *_jvm.jars(), *_jvm.third_party_jars()])
    java = str(_java.find().home / "bin" / "java")
    done = subprocess.run(
        [java, "-cp", path, "com.example.records.Train", str(tmp_path / "model.zip")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = done.stdout.split()
    assert float(told[3]) < 0.1 * float(told[1])
    assert told[5] == "true"
    assert '"@type": "Lion"' in done.stdout


def test_python_has_typed_constructors_with_docstrings(own_jar, run_python) -> None:
    run_python(
        """
    import inspect, pickle, sys
    import pydl4j
    from pydl4j import nn, datavec
    try:
        nn.GatedDense
    except AttributeError as error:
        assert "pydl4j.jvm.options(jars=[...])" in str(error), error
    assert not pydl4j.jvm.started()
    pydl4j.jvm.options(jars=[sys.argv[1]])
    assert not hasattr(nn, "gated_dense") and not pydl4j.jvm.started()
    layer = nn.GatedDense(4, gate_bias=2.0, name="gate")
    assert isinstance(layer, nn.Layer)
    signature = str(inspect.signature(nn.GatedDense))
    assert signature.startswith("(n_out: 'int', *, gate_bias: 'float' = 1.0, name: 'str | None'"), signature
    assert nn.GatedDense.__doc__.startswith("A gated linear unit: (x W + b) sigmoid(x V + c).")
    assert "gate_bias : float, default 1.0" in nn.GatedDense.__doc__
    assert layer.to_dict() == {"@type": "GatedDense", "nOut": 4, "gateBias": 2.0}
    assert pickle.loads(pickle.dumps(layer)) == layer
    assert nn.GatedDense is nn.GatedDense and repr(layer) == "GatedDense(n_out=4, gate_bias=2.0, name='gate')"
    assert isinstance(nn.Lion(), nn.Updater) and isinstance(nn.CosineSchedule(1.0, length=3), nn.Schedule)
    assert isinstance(nn.GateVertex(), nn.Vertex)
    assert isinstance(nn.losses.LogCosh(), nn.losses.Loss)
    assert isinstance(nn.activations.Snake(), nn.activations.Activation)
    assert isinstance(datavec.Clip("a", min=0.0, max=1.0), datavec.Transform)
    assert isinstance(datavec.Between("a", min=0.0, max=1.0), datavec.Condition)
    assert isinstance(datavec.KeyValueReader(["a"]), datavec.RecordReader)
    assert isinstance(datavec.MaxAbsScaler(), datavec.Normalizer)
    for module, name in ((nn, "GateDense"), (nn.losses, "Nothing"), (datavec, "GatedDense")):
        assert not hasattr(module, name)
    try:
        nn.GatedDense()
    except TypeError as error:
        assert "n_out" in str(error)
    else:
        raise AssertionError("n_out is required")
    """,
        str(own_jar),
    )


def test_a_network_of_them_trains_and_comes_back_from_its_file(own_jar, run_python) -> None:
    run_python(
        NETWORK
        + """
    net = network()
    first = net.score(x, y)
    net.fit(x, y, epochs=60, batch_size=64)
    assert net.score(x, y) < 0.2 * first, (first, net.score(x, y))
    net.save("model.zip")
    again = MultiLayerNetwork.load("model.zip")
    np.testing.assert_array_equal(np.asarray(net.output(x)), np.asarray(again.output(x)))
    again.fit(x, y, epochs=1, batch_size=64)
    net.fit(x, y, epochs=1, batch_size=64)
    np.testing.assert_array_equal(np.asarray(net.params()), np.asarray(again.params()))  # Lion's state came along
    net.to_onnx("model.onnx")
    from pydl4j import onnx
    np.testing.assert_allclose(
        np.asarray(onnx.load("model.onnx")(x)), np.asarray(net.output(x)), rtol=1e-4, atol=1e-5
    )
    """,
        str(own_jar),
    )


def test_a_layer_that_holds_a_layer_names_parameters_by_path(own_jar, run_python) -> None:
    run_python(
        NETWORK
        + """
    from pydl4j.nn import Residual
    net = MultiLayerNetwork(
        [Residual(GatedDense(2)), Residual(Residual(DenseLayer(2))), OutputLayer(2)],
        input_type=InputType.feed_forward(2), seed=7,
    ).init()
    names = [f"layer0/layer_{name}" for name in "WbVc"] + [f"layer1/layer/layer_{name}" for name in "Wb"]
    assert list(net.param_table())[:6] == names, list(net.param_table())
    net.save("model.zip")
    again = MultiLayerNetwork.load("model.zip")
    np.testing.assert_array_equal(np.asarray(net.output(x)), np.asarray(again.output(x)))
    pydl4j.testing.check_layer(Residual(GatedDense(2)), InputType.feed_forward(2))
    """,
        str(own_jar),
    )


def test_a_file_with_them_is_refused_where_their_jar_is_missing(own_jar, run_python) -> None:
    run_python(NETWORK + '\n    network().save("model.zip")\n', str(own_jar))
    done = run_python(
        """
    from pydl4j.nn import MultiLayerNetwork
    MultiLayerNetwork.load("model.zip")
    """,
        check=False,
    )
    assert "unknown" in done.stderr
    assert "'Snake'" in done.stderr or "'Lion'" in done.stderr, done.stderr


def test_their_readers_transforms_and_normalizers_make_a_pipeline(own_jar, run_python) -> None:
    run_python(
        NETWORK
        + """
    from pathlib import Path
    from pydl4j.datavec import Between, Clip, Filter, KeyValueReader, MaxAbsScaler, Pipeline, TransformProcess
    Path("rows.kv").write_text("a=1 b=2\\nb=-8 a=9\\na=0.5 b=1\\nb=3\\na=2 b=4\\n")
    reader = KeyValueReader(["a", "b"])
    schema = reader.schema("rows.kv")
    kept = Filter(Between("b", min=2.5, max=3.5))
    process = TransformProcess.builder(schema).add(kept, Clip("b", min=-4.0, max=5.0)).build()
    assert TransformProcess.from_json(process.to_json()) == process
    assert process.execute([[1.0, 9.0], [2.0, 3.0]]).rows == [[1.0, 5.0]]
    fitted = Pipeline(reader, transform=process, normalizer=MaxAbsScaler()).read("rows.kv").fit().pipeline
    assert fitted.normalizer.greatest == [9.0, 4.0], fitted.normalizer
    rows = np.concatenate([np.asarray(b.features) for b in fitted.read("rows.kv").batches(2)])
    np.testing.assert_allclose(rows, [[1 / 9, 0.5], [1, -1], [0.5 / 9, 0.25], [2 / 9, 1]], rtol=1e-6)
    """,
        str(own_jar),
    )


def test_executors_train_and_read_with_them(own_jar, run_python) -> None:
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    run_python(
        NETWORK
        + """
    import os
    from pathlib import Path
    from pydl4j.datavec import Clip, KeyValueReader, Labels, Pipeline, TransformProcess
    from pydl4j.spark import ParameterAveragingTrainingMaster, SparkDl4jMultiLayer, session
    Path("rows.kv").write_text("".join(f"a={a:.6g} b={b:.6g} y={c:.6g}\\n" for (a, b), c in zip(x, y[:, 0])))
    reader = KeyValueReader(["a", "b", "y"])
    process = TransformProcess.builder(reader.schema("rows.kv")).add(Clip("y", min=-0.5, max=0.5)).build()
    pipeline = Pipeline(reader, transform=process, labels=Labels("y", kind="regression"))
    records = pipeline.read(os.path.abspath("rows.kv"))
    spark = session("local-cluster[2,1,640]")
    net = network()
    master = ParameterAveragingTrainingMaster(averaging_frequency=2, batch_size_per_worker=16)
    trained = SparkDl4jMultiLayer(spark, net, master)
    before = net.score(x, np.clip(y, -0.5, 0.5))
    trained.fit(records, epochs=10, progress=False)
    assert sum(s.rows for s in trained.stats) == 10 * len(x)
    after = trained.network.score(x, np.clip(y, -0.5, 0.5))
    assert after < 0.5 * before, (before, after)
    spark.stop()
    """,
        str(own_jar),
    )


def test_a_name_that_is_taken_is_refused_with_both_classes(compiled, run_python, tmp_path) -> None:
    source = tmp_path / "Relu.java"
    source.write_text(
        """
        package com.other;

        import org.pydl4j.nd.graph.Sym;
        import org.pydl4j.nn.activations.Activation;

        public record Relu() implements Activation {
          @Override
          public Sym of(Sym x, int featureAxis) {
            return x;
          }
        }
        """
    )
    run_python(
        """
    import sys
    import pydl4j
    pydl4j.jvm.options(jars=[sys.argv[1]])
    from pydl4j.nn import DenseLayer, InputType, MultiLayerNetwork, OutputLayer
    layers = [DenseLayer(8, activation="relu"), OutputLayer(1, loss="mse")]
    try:
        MultiLayerNetwork(layers, input_type=InputType.feed_forward(2)).init()
    except ValueError as error:
        assert "com.other.Relu" in str(error) and "org.pydl4j.nn.activations.Activation$ReLU" in str(error), error
    else:
        raise AssertionError("two activations are named relu")
    """,
        str(compiled("twin", [source])),
    )


def test_jars_are_named_before_the_jvm_starts_and_must_exist(own_jar, run_python) -> None:
    run_python(
        """
    import sys
    import pydl4j
    for wrong, kind in ((["none.jar"], FileNotFoundError), ("own.jar", TypeError)):
        try:
            pydl4j.jvm.options(jars=wrong)
        except kind as error:
            assert str(error).startswith("[jvm options]"), error
        else:
            raise AssertionError(wrong)
    pydl4j.jvm.options(jars=[sys.argv[1]])
    pydl4j.jvm.options(heap="512m")
    assert sys.argv[1] in pydl4j.jvm.spark_jars().split(",")
    pydl4j.jvm.start()
    try:
        pydl4j.jvm.options(jars=[sys.argv[1]])
    except RuntimeError as error:
        assert "jars" in str(error), error
    else:
        raise AssertionError("the class path is fixed")
    assert pydl4j.nn.GatedDense(3).n_out == 3
    """,
        str(own_jar),
    )


def test_their_contracts_hold_by_junit(own_jar, compiled) -> None:
    cache = Path(os.environ.get("GRADLE_USER_HOME", Path.home() / ".gradle")) / "caches"
    console = sorted(cache.rglob("junit-platform-console-standalone-*.jar"))
    if not console:
        pytest.skip("no JUnit: Gradle's cache has none")
    sources = sorted((EXAMPLE / "test").rglob("*.java"))
    tests = compiled("own-tests", sources, [str(own_jar), str(console[0])])
    path = os.pathsep.join([str(own_jar), *_jvm.jars(), *_jvm.third_party_jars(), str(tests)])
    java = str(_java.find().home / "bin" / "java")
    done = subprocess.run(
        [java, "-jar", str(console[0]), "execute", "-cp", path, "-c", "com.example.records.OwnRecordsTest"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"\[ +(\d+) tests successful", done.stdout)[1]) > 40, done.stdout


def test_their_contracts_hold_by_pytest_and_faults_are_told(own_jar, run_python) -> None:
    run_python(
        """
    import sys
    from pathlib import Path
    import pydl4j
    pydl4j.jvm.options(jars=[sys.argv[1]])
    from pydl4j import nn, datavec, testing
    from pydl4j.nn import InputType
    testing.check_layer(nn.GatedDense(3), InputType.feed_forward(4))
    testing.check_vertex(nn.GateVertex(), InputType.recurrent(3, 5), InputType.recurrent(3, 5))
    testing.check_loss(nn.losses.LogCosh())
    testing.check_activation(nn.activations.Snake(a=2.0))
    testing.check_updater(nn.Lion(1e-3))
    testing.check_schedule(nn.CosineSchedule(0.1, length=10))
    schema = datavec.Schema.builder().add_column_double("x").build()
    testing.check_transform(datavec.Clip("x", min=0.0, max=1.0), schema, [[0.5], [7.0]])
    testing.check_condition(datavec.Between("x", min=0.0, max=1.0), schema, [[0.5], [7.0]])
    Path("a.txt").write_text("a=1 b=2\\nb=3 a=4\\n")
    testing.check_reader(datavec.KeyValueReader(["a", "b"]), "a.txt")
    testing.check_path_label(datavec.ParentPathLabel(), "cat/1.png", "cat")
    testing.check_normalizer(datavec.MaxAbsScaler())
    try:
        testing.check_condition(datavec.Between("x", min=0.0, max=9.0), schema, [[0.5], [7.0]])
    except AssertionError as error:
        assert "holds for 2 of 2 rows of the example; expected some but not all" in str(error), error
    else:
        raise AssertionError("a condition that always holds")
    """,
        str(own_jar),
    )
