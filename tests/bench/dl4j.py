"""Deeplearning4j 1.0.0-M2.1, a Java program of ours (`dl4j/Worker.java`) with its jars from Maven."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.cases import Case
from tests.bench.worker import Prepared, Run

SOURCES = Path(__file__).parent / "dl4j"
FOLDER = Path("build/bench/dl4j")
CASES = ("mlp", "lenet", "vgg", "autoencoder", "resnet18")
"""What DL4J can express and does within seconds; its LSTM takes minutes, and it has no lazy Adam."""
_HEAP = "-Xmx3g"
_OPENS = ("java.base/java.lang", "java.base/java.nio", "java.base/sun.nio.ch")
_java: subprocess.Popen[str] | None = None


def start(threads: int) -> None:
    """Compiles the program and starts it."""
    global _java
    missing = [tool for tool in ("mvn", "javac", "java") if shutil.which(tool) is None]
    if missing:
        raise RuntimeError(f"[dl4j] no {', '.join(missing)} on the path: DL4J is left out.")
    jars = FOLDER / "jars"
    if not jars.exists():
        info = Path("/proc/cpuinfo")
        simd = "avx512" if info.exists() and "avx512f" in info.read_text() else "avx2"
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={jars.absolute()}.part"]
        copy.append(f"-Dnatives=linux-x86_64-onednn-{simd}")
        subprocess.run(["mvn", "-q", "-B", "-f", str(SOURCES / "pom.xml"), *copy], check=True)
        jars.with_name("jars.part").rename(jars)
    path = f"{FOLDER}:{jars}/*"
    subprocess.run(["javac", "-nowarn", "-d", str(FOLDER), "-cp", path, str(SOURCES / "Worker.java")], check=True)
    opens = [option for package in _OPENS for option in ("--add-opens", f"{package}=ALL-UNNAMED")]
    env = {**os.environ, "OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    command = ["java", _HEAP, "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", *opens, "-cp", path, "Worker"]
    _java = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    assert _java is not None
    assert _java.stdin is not None
    assert _java.stdout is not None
    _java.stdin.write(json.dumps(request) + "\n")
    _java.stdin.flush()
    answer = json.loads(_java.stdout.readline() or '{"failed": "DL4J ended"}')
    if "failed" in answer:
        raise RuntimeError(answer["failed"])
    return answer


def prepare(case: Case) -> Prepared | None:
    """Training and inference of the models that DL4J has layers for."""
    if case.kind not in ("train", "infer") or case.what not in CASES:
        return None
    model, y = case.model(), case.y()
    files = {"x": FOLDER / "x.f32", "y": FOLDER / "y.f32"}
    case.x().tofile(files["x"])
    one_hot = np.eye(model.steps[-1].sizes["out"], dtype=np.float32)[y] if y.ndim == 1 else y
    one_hot.tofile(files["y"])
    shapes = {"shape": model.shape, "answer": one_hot.shape[1:]}
    about = {"steps": [asdict(step) for step in model.steps], "batch": case.batch, **shapes}
    _ask({**about, **{name: str(file) for name, file in files.items()}})
    request = {case.kind: True}
    return Prepared({"DL4J": Run(lambda: _ask(request), case.steps)})
