"""What programs may rely on: what counts as a break of it, and that the committed state is not broken."""

from __future__ import annotations

import importlib.util

import pytest

from tests.conftest import ROOT

SPEC = importlib.util.spec_from_file_location("api", ROOT / "build-tools" / "api.py")
api = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(api)

BEFORE = [
    "org.pydl4j.nn.layers.Layer interface",
    "org.pydl4j.nn.layers.Layer.apply(LayerContext, Sym): Sym abstract",
    "org.pydl4j.nn.layers.Layer.vocabulary(): long deprecated",
    "pydl4j.nn.fit",
    "pydl4j.nn.fit(epochs): keyword = 1",
]


@pytest.mark.parametrize(
    "line",
    [
        "org.pydl4j.nn.layers.Layer.inputType(): InputType",  # a method with a default
        "org.pydl4j.nn.layers.Vertex interface",
        "org.pydl4j.nn.layers.Vertex.apply(): Sym abstract",  # nobody implements a new interface yet
        "pydl4j.nn.fit(batch_size): keyword = 32",
        "pydl4j.nn.score(x): place 0, required",
    ],
)
def test_what_is_new_breaks_nobody(line) -> None:
    assert api.broken(BEFORE, [*BEFORE, line]) == []


@pytest.mark.parametrize(
    "line", ["org.pydl4j.nn.layers.Layer.mask(): Sym abstract", "pydl4j.nn.fit(callbacks): keyword, required"]
)
def test_what_must_be_given_breaks_those_who_were_there(line) -> None:
    assert api.broken(BEFORE, [*BEFORE, line]) == [f"new, and whoever has what was there before must give it: {line}"]


def test_what_goes_must_have_been_deprecated() -> None:
    assert api.broken(BEFORE, [line for line in BEFORE if "vocabulary" not in line]) == []
    gone = [line for line in BEFORE if "epochs" not in line]
    assert api.broken(BEFORE, gone) == ["gone without deprecation: pydl4j.nn.fit(epochs): keyword = 1"]
    assert api.broken(BEFORE, [line.removesuffix(api.DEPRECATED) for line in BEFORE]) == []
    assert api.broken(BEFORE, [*BEFORE[1:], BEFORE[0] + api.DEPRECATED]) == []


def test_a_changed_default_or_type_is_told() -> None:
    assert api.broken(BEFORE, [*BEFORE[:-1], "pydl4j.nn.fit(epochs): keyword = 2"]) == [
        "gone without deprecation: pydl4j.nn.fit(epochs): keyword = 1"
    ]
    assert len(api.broken(BEFORE, [BEFORE[0].replace("interface", "record"), *BEFORE[1:]])) == 1


def test_python_holds_its_committed_state() -> None:
    wrong = api.broken((ROOT / "api" / "python.txt").read_text().splitlines(), api.python_lines())
    assert not wrong, "\n".join([*wrong, api.ADVICE])


def test_the_state_knows_methods_that_implementors_write() -> None:
    java = (ROOT / "api" / "java.txt").read_text().splitlines()
    assert "org.pydl4j.nn.layers.Layer.apply(LayerContext, Sym): Sym abstract" in java
    assert not any(line.startswith("org.pydl4j.nn.layers.GraphLowering") for line in java)  # @Internal
    assert not any(line.startswith("org.pydl4j.nd.plan.") for line in java)  # no @Api package
