"""ONNX's own test cases of operators and models pass, but for those that onnx_backend_missing.txt lists with a reason.

The cases lie in the onnx package: a model, inputs and the outputs that its reference gives. After operators were added,
``python -m tests.conformance.test_onnx_backend`` writes the list anew: read what it changed.
"""

from __future__ import annotations

import functools
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.test_case import TestCase as Case
from onnx.backend.test.loader import load_model_tests

from pydl4j import onnx as ours

MISSING = Path(__file__).parent / "onnx_backend_missing.txt"


@functools.cache
def cases() -> dict[str, Case]:
    """All cases by name: those of operators are made by the package when asked, those of models lie in files."""
    kinds = ("node", "simple", "pytorch-operator", "pytorch-converted")
    found = [case for kind in kinds for case in load_model_tests(kind=kind)]
    return {case.name: case for case in found}


def listed() -> set[str]:
    """Names of cases that do not pass; the reasons are comments above them."""
    lines = MISSING.read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def sets(case: Case, model: onnx.ModelProto) -> Iterator[tuple[list[Any], list[Any]]]:
    """Inputs and the outputs they must give."""
    if case.data_sets is not None:
        yield from case.data_sets
        return
    initial = {i.name for i in model.graph.initializer}
    fed = [i for i in model.graph.input if i.name not in initial]
    for folder in sorted(Path(case.model_dir).glob("test_data_set_*")):
        yield read(folder, "input", fed), read(folder, "output", list(model.graph.output))


def read(folder: Path, kind: str, values: list[onnx.ValueInfoProto]) -> list[Any]:
    """The tensors of a data set in files."""
    found = []
    for i, value in enumerate(values):
        if not value.type.HasField("tensor_type"):
            raise NotImplementedError(f"{value.name} is no tensor")
        tensor = onnx.TensorProto()
        tensor.ParseFromString((folder / f"{kind}_{i}.pb").read_bytes())
        found.append(numpy_helper.to_array(tensor))
    return found


def problem(case: Case) -> str:
    """What is wrong with the answers to a case; empty when they are right."""
    try:
        proto = case.model or onnx.load(Path(case.model_dir) / "model.onnx")
        with tempfile.TemporaryDirectory() as folder:
            onnx.save(proto, Path(folder) / "model.onnx")
            model = ours.load(Path(folder) / "model.onnx")
        for given, expected in sets(case, proto):
            if any(not isinstance(v, (np.ndarray, np.generic)) for v in [*given, *expected]):
                return "refused: a value that is no tensor"
            fed = dict(zip((t.name for t in model.inputs), given, strict=True))
            for (name, got), want in zip(model.run(fed).items(), expected, strict=True):
                if str(got.dtype) != str(want.dtype) or got.shape != want.shape:
                    return f"wrong: {name} is {got.dtype}{got.shape}, not {want.dtype}{want.shape}"
                array, wide = np.asarray(got), {"c": "c16", "f": "f8", "V": "f8"}.get(want.dtype.kind)
                if wide:
                    last = {"float16": 2e-3, "bfloat16": 2e-2}.get(str(want.dtype), 0)  # two units of the last place
                    close = {"rtol": max(case.rtol, last), "atol": case.atol}
                    np.testing.assert_allclose(array.astype(wide), want.astype(wide), **close)
                else:
                    np.testing.assert_array_equal(array, want)
    except (NotImplementedError, ValueError, TypeError) as error:
        return f"refused: {type(error).__name__}: {str(error).splitlines()[0]}"
    except AssertionError as error:
        return f"wrong: {' '.join(str(error).split())[:160]}"
    return ""


def reason(why: str) -> str:
    """A heading of the list: what is missing, without the names of a case."""
    operator = re.match(r"refused: NotImplementedError: \[(\S+) at [^]]*\] is an operator", why)
    attribute = re.match(r"refused: NotImplementedError: \[(\S+) at [^]]*\] has an attribute.*?got (\w+)", why)
    if operator:
        return f"operator {operator[1]}"
    if attribute:
        return f"{attribute[1]} with {attribute[2]}"
    return re.sub(r" at [^]]*\]", "]", re.sub(r"\d+", "#", why))[:100].strip()


def write() -> None:
    """Writes the list of what is missing, by reason."""
    found: dict[str, list[str]] = {}
    for name, case in cases().items():
        why = problem(case)
        if why:
            found.setdefault(reason(why), []).append(name)
    text = ["# What ONNX's backend cases ask for and pydl4j does not have yet; see test_onnx_backend.py."]
    for why in sorted(found):
        text += ["", f"# {why}", *sorted(found[why])]
    MISSING.write_text("\n".join(text) + "\n", encoding="utf-8")


def test_every_case_passes_but_those_that_are_listed() -> None:
    missing = listed()
    found = {name: problem(case) for name, case in cases().items()}
    broken = {name: why for name, why in found.items() if why and name not in missing}
    mended = [name for name in missing if not found.get(name, "no such case")]
    print(Counter("passed" if not why else "listed" for why in found.values()))
    assert not broken, "\n".join(f"{name}: {why}" for name, why in broken.items())
    assert not mended, f"these pass now, take them off the list: {sorted(mended)}"
    assert missing <= found.keys(), f"no such cases: {sorted(missing - found.keys())}"


if __name__ == "__main__":
    write()
