"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# Shells start programs in the background with Ctrl-C ignored, which tests of it and their processes would inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)


ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def java_test_classes() -> str:
    """A class path with pydl4j and the bridge's test classes, for the environment's PYDL4J_CLASSPATH."""
    if os.environ.get("PYDL4J_CLASSPATH"):
        return os.environ["PYDL4J_CLASSPATH"]
    tests = ROOT / "jvm" / "bridge" / "build" / "classes" / "java" / "test"
    assert tests.is_dir(), "run the tests by `make test`, which compiles the Java side of some"
    jars = sorted(str(jar) for jar in (ROOT / "build" / "jars").rglob("*.jar"))
    return os.pathsep.join([*jars, str(tests)])


@pytest.fixture
def run_python(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs code in a new Python, for what can be done once per process only; it must exit with 0.

    Call with ``code``; ``env`` adds to the environment or, where None, takes away; ``check=False`` allows failure.
    """

    def run(
        code: str, *arguments: str, env: dict[str, str | None] | None = None, check: bool = True, timeout_s: float = 240
    ) -> subprocess.CompletedProcess[str]:
        script = tmp_path / "script.py"
        script.write_text(textwrap.dedent(code))
        done = subprocess.run(
            [sys.executable, str(script), *arguments],
            capture_output=True, text=True, timeout=timeout_s, check=False, cwd=tmp_path, env=environment(env or {}),
        )  # fmt: skip
        if check:
            assert done.returncode == 0, done.stdout + done.stderr
        return done

    return run


def instruction_sets() -> list[str]:
    """What the C++ kernels in build/jars were compiled for, lowest first."""
    (kernels,) = (ROOT / "build" / "jars").glob("pydl4j-nd-cpu-*.jar")
    with zipfile.ZipFile(kernels) as jar:
        return jar.read("org/pydl4j/nd/cpu/linux-x86_64/instruction-sets.txt").decode().split()


def environment(changes: dict[str, str | None]) -> dict[str, str]:
    """This process's environment with changes; None takes a variable away."""
    merged = {"PYTHONPATH": str(ROOT), **os.environ, **changes}
    return {name: value for name, value in merged.items() if value is not None}


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark session with two threads in this process's JVM."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    from pydl4j import _jvm

    _jvm.spark_gateway()
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]").appName("pydl4j tests").config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2").getOrCreate()
    )  # fmt: skip
    yield session
    session.stop()
