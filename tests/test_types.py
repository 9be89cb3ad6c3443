"""Public functions say what they return."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MODULES = [
    "nd", "nd.boolean_indexing", "nd.conditions", "nd.fft", "nd.linalg", "nd.ops", "nd.random", "arbiter", "datavec",
    "nn", "nn.listeners", "onnx", "samediff", "serving", "spark",
]  # fmt: skip
# Returns that are really of any type, and why.
OPEN = {
    "a Python number of the array's kind": "nd.Array.item nd.Array.get_number",
    "nested lists as deep as the array": "nd.Array.tolist",
    "NumPy's dtype, or the string bfloat16": "nd.Array.dtype nd.result_type samediff.Variable.dtype",
    "a value of another library": "nd.Array.to_arrow",
    "what the given function returns": "nd.cond nd.fori_loop nd.while_loop samediff.SameDiff.apply",
    "of the structure of the branches and the state": "samediff.SameDiff.if_cond samediff.SameDiff.while_loop",
    "one array of a .npy, a mapping of a .npz": "nd.load",
    "one array for one argument, else a tuple; told by overloads": "nd.atleast_1d nd.atleast_2d nd.atleast_3d",
    "one array, or with `returned` a pair": "nd.average",
    "one array for one output, else a list": "nn.ComputationGraph.output nn.ComputationGraph.predict "
    "nn.ComputationGraph.predict_proba nn.ComputationGraph.rnn_time_step",
    "one list for one output, else a dict of them": "nn.ComputationGraph.class_names",
    "the model of whichever kind": "nn.listeners.TrainingSession.model",
    "an evaluation of the kind that was asked for": "samediff.SameDiff.evaluate",
}


def functions() -> Iterator[tuple[str, Any]]:
    seen = set()
    for module in MODULES:
        home = importlib.import_module(f"pydl4j.{module}")
        for name in home.__all__:
            value = getattr(home, name)
            members = {name: value} if not inspect.isclass(value) else _members(name, value)
            for member, function in members.items():
                own = inspect.unwrap(function) if callable(function) else None
                if inspect.isfunction(own) and own.__module__.startswith("pydl4j") and own not in seen:
                    seen.add(own)
                    yield f"{module}.{member}", own


def _members(name: str, kind: type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for base in kind.__mro__:
        for member, value in vars(base).items():
            of = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
            if not member.startswith("_") and base.__module__.startswith("pydl4j"):
                found.setdefault(f"{name}.{member}", of)
    return found


FUNCTIONS = dict(functions())


def test_what_returns_anything_is_listed_with_a_reason() -> None:
    open_ = {name for name, f in FUNCTIONS.items() if f.__annotations__.get("return", "Any") == "Any"}
    assert open_ == {name for names in OPEN.values() for name in names.split()}


def test_all_parameters_have_types() -> None:
    bare = [
        f"{name}({parameter})"
        for name, f in FUNCTIONS.items()
        for parameter in inspect.signature(f).parameters
        if parameter not in ("self", "cls", "_cls") and parameter not in f.__annotations__
    ]
    assert bare == []


def test_programs_are_checked_against_the_package(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from pydl4j import nd\n"
        "from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, NeuralNetConfiguration, OutputLayer\n"
        "conf = (NeuralNetConfiguration.builder().seed(1).updater(Adam(1e-3)).list()\n"
        "        .layer(DenseLayer(8, activation='relu')).layer(OutputLayer(3))\n"
        "        .set_input_type(InputType.feed_forward(4)).build())\n"
        "net = MultiLayerNetwork(conf).init()\n"
        "y: nd.Array = nd.softmax(nd.zeros((2, 2)) @ nd.ones((2, 2)) + 1)\n"
        "size: int = y.sum().ndim\n"
        "wrong: int = nd.add(y, 1)  # one error\n"
    )
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", str(tmp_path), str(program)],
        capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False,
    )  # fmt: skip
    wrong = [line for line in told.stdout.splitlines() if "program.py" in line and "error" in line]
    assert len(wrong) == 1, told.stdout
    assert ":9: " in wrong[0]
