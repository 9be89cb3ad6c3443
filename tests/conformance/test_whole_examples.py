"""The gallery's programs whole, as their readers run them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_gallery import SAID, output

ACCURATE = {"fashion_mnist": 0.85, "samediff_spirals": 0.9, "sequences": 0.95, "two_inputs": 0.95}
DATA = Path("/usr/share/datasets/fashion-mnist")


@pytest.mark.parametrize("program", sorted(SAID))
def test_a_whole_program_learns_what_its_text_promises(program: str, tmp_path: Path) -> None:
    if program == "fashion_mnist" and not DATA.is_dir():
        pytest.skip("Fashion-MNIST is not here; `make demo` installs it where it can")
    said = output(program, tmp_path)
    assert SAID[program] in said
    if program in ACCURATE:
        assert float(re.findall(r"[Aa]ccuracy.*?(0\.\d+|1\.0+)", said)[-1]) >= ACCURATE[program]
