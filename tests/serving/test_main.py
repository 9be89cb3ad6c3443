"""The command line of jvm/serving, started without Python."""

from __future__ import annotations

import subprocess

import pytest

from pydl4j._demo import java
from pydl4j.jvm import class_path


def main(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [java(), "-Xmx256m", "-cp", class_path(), "org.pydl4j.serving.Main", *arguments],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no command"),
        (["predct"], "Did you mean 'predict'?"),
        (["predict", "--model", "m.zip"], "got no --image"),
        (["predict", "--modell", "m.zip"], "Did you mean 'model'?"),
        (["kafka", "--conf"], "no value"),
    ],
)
def test_wrong_arguments_show_the_usage(arguments, message):
    done = main(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Usage: java" in done.stderr


def test_a_missing_image_model_or_configuration_is_one_clear_line(model, tmp_path):
    image = tmp_path / "image.png"
    image.write_bytes(b"no image")
    for arguments, message in [
        (["predict", "--model", str(model[0]), "--image", str(tmp_path / "none.png")], "none.png"),
        (["predict", "--model", str(tmp_path / "none.zip"), "--image", str(image)], "none.zip"),
        (["predict", "--model", str(model[0]), "--image", str(image)], "no pipeline"),
        (["kafka", "--conf", str(tmp_path / "none.properties")], "none.properties"),
    ]:
        done = main(*arguments)
        errors = [line for line in done.stderr.splitlines() if "SLF4J" not in line]
        assert done.returncode == 1
        assert message in errors[-1]
        assert not any(line.startswith("\tat ") for line in errors)
