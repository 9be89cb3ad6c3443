"""Docstrings: examples run, and what is generated says what it does."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from typing import Any

import pytest

import pydl4j
from pydl4j import nd
from pydl4j._record import Record

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = [
    found.name
    for found in pkgutil.walk_packages(pydl4j.__path__, "pydl4j.")
    if not found.name.endswith(("__main__", "demo", "demo_cluster")) and "jars" not in found.name
]
FAMILIES = ("activations", "configuration", "input_types", "layers", "losses", "transforms", "updaters", "vertices")


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str) -> None:
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    told: list[str] = []
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, name):
        runner.run(test, out=told.append)
    assert runner.failures == 0, "".join(told)


def generated() -> dict[str, Any]:
    """All that is generated and public, by name: functions, methods, classes."""
    from pydl4j._generated import samediff

    found = {f"nd.ops.{name}": getattr(nd.ops, name) for name in nd.ops.__all__}
    for kind in samediff.__all__:
        for name, method in vars(getattr(samediff, kind)).items():
            if not name.startswith("_"):
                found[f"{kind}.{name}"] = method
    for family in FAMILIES:
        module = importlib.import_module(f"pydl4j._generated.{family}")
        found |= {f"{family}.{name}": getattr(module, name) for name in module.__all__}
    return found


GENERATED = generated()
# What has no example, and why.
WITHOUT = {
    "its result is random": r"RandomOps\.\w+|nn\.dropout|NnOps\.dropout",
    "it takes graphs, which Python has other functions for": r"nd\.ops\.scan|MathOps\.scan",
    "made by pydl4j.nn.InputType": r"input_types\.\w+",
    "an interface, whose records have one": r"\w+\.(Activation|Loss|Updater|Schedule|Layer|Vertex|Transform|Condition)",
    "set one after another": r"configuration\.NeuralNetConfigurationBuilder",
}


def test_every_generated_docstring_has_an_example() -> None:
    bare = [name for name, thing in GENERATED.items() if ">>> " not in (thing.__doc__ or "")]
    assert [name for name in bare if not any(re.fullmatch(given, name) for given in WITHOUT.values())] == []


def test_every_op_says_what_it_returns_and_raises() -> None:
    for name, thing in GENERATED.items():
        if inspect.isclass(thing):
            assert issubclass(thing, Record) or "Builder" in name
            continue
        doc = inspect.getdoc(thing) or ""
        assert re.match(r"[^a-z]|[a-z]\b|[a-z]\w*[(_0-9]", doc), f"{name}: {doc[:40]}"
        returns = re.search(r"Returns\n-------\n(?:Array|Variable|list of \w+)\n    (.+)", doc)
        assert returns is not None, name
        assert len(returns[1]) > 8, f"{name}: {returns[1]}"
        assert "Raises\n------\n" in doc, name
        assert "planner" not in doc, name
