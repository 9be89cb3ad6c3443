"""Twenty thousand damaged and odd ONNX files: none crashes, hangs, or takes more memory than the limit."""

from __future__ import annotations

import os

from tests.onnx import mutants

#: PYDL4J_MUTANTS is a factor, PYDL4J_SEED chooses others.
COUNT = int(20_000 * float(os.environ.get("PYDL4J_MUTANTS", "1")))
FIRST = (int(os.environ.get("PYDL4J_SEED", "1")) - 1) * 20_000
#: Mutants of one process: a crash loses at most what it has built up.
PART = 2500


def test_mutants_of_onnx_files_run_or_raise_one_clear_error() -> None:
    parts = range(FIRST, FIRST + COUNT, PART)
    assert [w for first in parts for w in mutants.hunt(first, min(PART, FIRST + COUNT - first))] == []
