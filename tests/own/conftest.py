"""Jars of somebody else, compiled against ours as anybody would; one of them is `examples/own-records`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pydl4j import _java, _jvm
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "own-records"
LINT = "-Xlint:all,-path,-classfile,-processing,-options"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Compiles sources into a jar of that name, with further jars; javac runs our annotation processor by itself."""
    java = _java.find()
    javac = java.home / "bin" / "javac"
    if not javac.exists():
        pytest.skip("no javac: this Java is no JDK")

    def compile_(name: str, sources: Sequence[Path], also: Sequence[str] = ()) -> Path:
        folder = tmp_path_factory.mktemp(name)
        path = os.pathsep.join([*_jvm.jars(), *_jvm.third_party_jars(), *also])
        flags = [LINT, "-Werror", *(["-proc:full"] if java.version >= 21 else [])]
        done = subprocess.run(
            [str(javac), *flags, "-cp", path, "-d", str(folder / "classes"), *map(str, sources)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        jar = folder / f"{name}.jar"
        subprocess.run([str(javac.parent / "jar"), "cf", str(jar), "-C", str(folder / "classes"), "."], check=True)
        return jar

    return compile_


@pytest.fixture(scope="session")
def own_jar(compiled) -> Path:
    """The example's records."""
    return compiled("own-records", sorted((EXAMPLE / "src").rglob("*.java")))
