"""The check of who may import whom finds what breaks its table."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_spec = importlib.util.spec_from_file_location("arrows", ROOT / "build-tools/arrows.py")
arrows = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(arrows)


@pytest.fixture
def package(tmp_path):
    """Writes a package of files and its table, and returns the faults found."""

    def write(table: str, **files: str) -> list[str]:
        folder = tmp_path / "p"
        folder.mkdir()
        for name, text in {"__init__": "", **files}.items():
            path = folder / (name.replace("__of__", "/") + ".py")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        (folder / "arrows.txt").write_text(".:\n" + table)
        return arrows.check(folder)

    return write


def test_the_tree_follows_its_table():
    assert arrows.check(ROOT / "pydl4j") == []


def test_imports_along_the_table_are_right(package):
    assert package("a:\nb: a", a="X = 1", b="from p import a\nfrom p.a import X") == []


def test_an_import_against_the_table_is_named_with_its_line(package):
    (fault,) = package("a:\nb:", a="", b="import os\n\ndef f():\n    from p import a")
    assert "b.py:4: b imports a; expected only none" in fault


def test_a_table_cannot_hold_a_circle(package):
    faults = package("a: b\nb: a", a="from p import b", b="from p import a")
    assert any("a names b; expected only units of lines above it" in f for f in faults)


def test_imports_for_type_checkers_are_no_arrows(package):
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from p import b"
    assert package("a:\nb: a", a=text, b="import p.a") == []


def test_an_arrow_that_nobody_uses_is_wrong(package):
    (fault,) = package("a:\nb: a", a="", b="")
    assert "b names a; expected no arrow that nobody uses" in fault


def test_a_module_without_a_line_is_wrong(package):
    (fault,) = package("a:", a="", c="")
    assert "got no line for p.c" in fault


def test_private_modules_and_names_stay_in_their_part(package):
    files = {
        "a__of____init__": "",
        "a__of___x": "Y = 1",
        "a__of__w": "from p.a._x import Y",
        "b": "from p.a._x import Y",
        "c": "from p.a.w import _hidden",
    }
    faults = package("a:\nb: a\nc: a", **files)
    assert [f.partition(": got the private ")[2].partition(";")[0] for f in faults] == ["p.a._x.Y", "p.a.w._hidden"]
