"""The examples of arrays run as they are."""

from __future__ import annotations

import runpy

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nd_arrays.py", ("slope at the solution: [0.0, 0.0, 0.0]", "freed: True in use now: True")),
        ("nd_gradients.py", ("step 150: loss 0.0", "traced 1 time(s)")),
    ],
)
def test_an_example_says_what_its_text_promises(name: str, said: tuple[str, ...], capsys) -> None:
    runpy.run_path(str(ROOT / "examples" / name))
    out = capsys.readouterr().out
    assert [text for text in said if text not in out] == []
