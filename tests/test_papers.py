"""What README and the pages of docs/ say works as written: their Python, their shell commands, their Java."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pydl4j._demo import java
from pydl4j.jvm import class_path
from tests.conftest import ROOT

PAGES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md"))
TUTORIALS = ROOT / "docs" / "tutorials"


def blocks(page: str, *languages: str) -> list[tuple[str, str]]:
    """(language, text) of the page's fenced blocks in these languages, in their order."""
    found = re.findall(r"^```(\w+)\n(.*?)^```", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE)
    return [(language, text) for language, text in found if language in languages]


def images() -> dict[str, Any]:
    """What the pages call x and y: the class is the row that shines."""
    rng = np.random.default_rng(7)
    labels = rng.integers(0, 10, 256)
    pixels = rng.uniform(0, 0.1, (256, 1, 28, 28)).astype(np.float32)
    pixels[np.arange(256), 0, labels, :] = 1
    return {"x": pixels, "y": labels, "x_test": pixels[:64], "y_test": labels[:64]}


def shell(text: str, folder: Path) -> str:
    """Runs the commands in a folder that has the checkout's build; of make's it asks only whether they are known."""
    if not (folder / "build").exists():
        (folder / "build").symlink_to(ROOT / "build")
    said = ""
    for line in filter(None, (line.split("  #")[0].strip() for line in text.splitlines())):
        make = line.startswith("make ")
        command = line.replace("make ", "make -n --no-print-directory ", 1) if make else line
        command = command.replace("java ", f"{java()} ", 1) if line.startswith("java ") else command
        done = subprocess.run(
            command, shell=True, cwd=ROOT if make else folder, capture_output=True, text=True, timeout=240, check=False
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        said += done.stdout
    return said


def run(page: str, folder: Path, names: dict[str, Any]) -> str:
    """Runs a page's Python and shell blocks in their order in a folder; returns what the shell said."""
    said = ""
    for language, text in blocks(page, "python", "bash"):
        if language == "python":
            exec(compile(text, page, "exec"), names)
        else:
            said += shell(text, folder)
    return said


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages of this file run, one after the other: the README's model is what others ask."""
    return tmp_path_factory.mktemp("papers")


@pytest.fixture
def inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def readme(folder: Path) -> str:
    """What the README's commands said after its example ran."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return run("README.md", folder, {})


def test_the_readme_trains_saves_and_its_model_answers_without_python(readme: str, folder: Path) -> None:
    answer = json.loads(readme.splitlines()[-1])
    assert "versicolor" in json.dumps(answer)
    assert (folder / "iris.onnx").stat().st_size > 0


def test_data_scientists_train_stop_resume_and_tune(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = images()
    run("docs/tutorials/data_scientist.md", inside, names)
    assert np.asarray(names["probs"]).shape == (64, 10)
    assert (inside / "model.onnx").stat().st_size > 0
    out = capsys.readouterr().out
    assert "Accuracy" in out
    assert "layer0/W" in out


def test_notebook_users_compute_and_look_inside(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("docs/tutorials/notebook_user.md", inside, images())
    assert json.loads((inside / "trace.json").read_text())["traceEvents"]
    out = capsys.readouterr().out
    assert "lower bound" in out
    assert "oneDNN" in out


def test_users_of_deeplearning4j_find_their_builder(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("docs/tutorials/dl4j_user.md", inside, images())
    assert "Accuracy" in capsys.readouterr().out


@pytest.mark.usefixtures("spark")
def test_users_of_spark_train_on_it(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("docs/tutorials/spark_user.md", inside, {})
    assert float(capsys.readouterr().out.split()[-1]) > 0.9
    assert (inside / "points.zip").exists()


@pytest.mark.usefixtures("readme")
def test_jvm_engineers_compile_and_run_what_they_read(inside: Path) -> None:
    programs = [text for _, text in blocks("docs/tutorials/jvm_engineer.md", "java")]
    sources = []
    for text in programs:
        name = re.search(r"public (?:class|record) (\w+)", text)[1]
        sources.append(inside / f"{name}.java")
        sources[-1].write_text(text)
    javac = str(Path(java()).with_name("javac"))
    subprocess.run([javac, "-d", "classes", "-cp", class_path(), *map(str, sources)], check=True, timeout=120)
    listed = (inside / "classes/META-INF/services/org.pydl4j.nn.layers.Layer").read_text().split()
    assert listed == ["com.example.GatedDense"]
    for text in programs:
        if "void main" in text:
            name = re.search(r"public class (\w+)", text)[1]
            command = [java(), "-cp", f"classes:{class_path()}", name]
            assert subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.strip()
    assert "versicolor" in run("docs/tutorials/jvm_engineer.md", inside, {})


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *PAGES])
def test_a_page_names_only_files_and_make_targets_that_exist(page: str) -> None:
    text = (ROOT / page).read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        made = link.startswith("../java") or "gallery/" in link
        assert made or ((ROOT / page).parent / link).exists(), link
    for path in re.findall(r"`((?:jvm|tests|docs|examples|build-tools|conf|api)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
