"""The demo's whole way on scikit-learn's digits, a few epochs of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pydl4j import demo

pytest.importorskip("sklearn", reason="scikit-learn is a test dependency")
pytest.importorskip("pyspark", reason="PySpark is an extra")


def test_the_demo_does_all_its_steps(run_python: Callable[..., Any], tmp_path: Path) -> None:
    code = """
        import json, sys
        from pathlib import Path
        from pydl4j import _demo, demo

        _demo.FASHION = Path("not there")
        out = Path(sys.argv[1])
        report = demo.run(_demo.images(out), out, epochs=6, spark_epochs=8)
        (out / "report.json").write_text(json.dumps(report))
    """
    run_python(code, str(tmp_path))
    report = json.loads((tmp_path / "report.json").read_text())
    assert list(report) == [
        "accuracy_local",
        "accuracy_spark",
        "train_samples_per_s",
        "onnx_max_abs_diff",
        "embedded_prediction_ok",
        "seconds",
    ]
    assert demo.missed(report) == []
    for picture in ("loss.png", "confusion.png"):
        assert (tmp_path / picture).read_bytes().startswith(b"\x89PNG")


def test_a_report_that_falls_short_is_named() -> None:
    report = {"accuracy_local": 0.89, "accuracy_spark": 0.9, "onnx_max_abs_diff": 1e-6, "embedded_prediction_ok": True}
    assert demo.missed(report) == ["accuracy_local >= 0.9"]
