"""The README's examples work as written."""

from __future__ import annotations

import json
import re

import numpy as np

from tests.conftest import ROOT


def test_examples_of_the_readme_run(tmp_path, monkeypatch, capsys) -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    rng = np.random.default_rng(7)
    labels = rng.integers(0, 10, 256)
    images = rng.uniform(0, 0.1, (256, 1, 28, 28)).astype(np.float32)
    images[np.arange(256), 0, labels, :] = 1  # the class is the row that shines
    names = {"x": images, "y": labels, "x_test": images[:64], "y_test": labels[:64]}
    monkeypatch.chdir(tmp_path)
    for example in examples:
        exec(compile(example, "README.md", "exec"), names)
    assert np.asarray(names["probs"]).shape == (64, 10)
    assert (tmp_path / "model.zip").stat().st_size > 0
    assert (tmp_path / "model.onnx").stat().st_size > 0
    assert json.loads((tmp_path / "trace.json").read_text())["traceEvents"]
    out = capsys.readouterr().out
    assert "Accuracy" in out
    assert "lower bound" in out
    assert "oneDNN" in out
