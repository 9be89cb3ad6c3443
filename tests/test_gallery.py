"""The examples run as notebooks, small here, whole in conformance."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import nbclient
import numpy as np
import pytest

from pydl4j._demo import write_idx
from tests.conftest import ROOT

_spec = importlib.util.spec_from_file_location("gallery", ROOT / "build-tools" / "gallery.py")
gallery = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gallery)

SHORT: dict[str, dict[str, Any]] = {
    "fashion_mnist": {"folder": ".", "epochs": 1},
    "nd_arrays": {},
    "nd_gradients": {"steps": 160},
    "samediff_spirals": {"epochs": 3},
    "sequences": {"epochs": 2},
    "two_inputs": {"epochs": 1},
}
SAID = {
    "fashion_mnist": "Accuracy",
    "nd_arrays": "slope at the solution: [0.0, 0.0, 0.0]",
    "nd_gradients": "step 150: loss 0.0",
    "samediff_spirals": "accuracy on new points",
    "sequences": "accuracy on sequences not seen before",
    "two_inputs": "gifts here",
}


def output(program: str, where: Path, /, **parameters: Any) -> str:
    """What the program's notebook printed, run in a folder."""
    notebook = gallery.notebook(gallery.EXAMPLES / f"{program}.py", **parameters)
    nbclient.NotebookClient(notebook, timeout=400, resources={"metadata": {"path": str(where)}}).execute()
    return "".join(o.get("text", "") for cell in notebook.cells for o in cell.get("outputs", []))


def test_every_program_has_a_title_and_a_short_form() -> None:
    assert [program.stem for program in gallery.programs()] == sorted(SHORT)
    assert all(gallery.title(program)[1] for program in gallery.programs())


def test_a_parameter_that_a_program_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\[sequences\.py\] no such parameters: got \['epoch'\]"):
        gallery.notebook(gallery.EXAMPLES / "sequences.py", epoch=1)


@pytest.mark.parametrize("program", [name for name in SHORT if name != "two_inputs"])  # end_to_end runs that one
def test_a_notebook_of_the_gallery_runs_small(program: str, tmp_path: Path) -> None:
    if program == "fashion_mnist":
        random = np.random.default_rng(0)
        for part, count in (("train", 200), ("t10k", 100)):
            pixels = random.integers(0, 256, (count, 28, 28)).astype(np.uint8)
            write_idx(tmp_path, part, pixels, random.integers(0, 10, count).astype(np.uint8))
    assert SAID[program] in output(program, tmp_path, **SHORT[program])
