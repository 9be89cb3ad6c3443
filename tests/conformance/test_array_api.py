"""`pydl4j.nd` passes the published test suite of the Array API standard, but for what array_api_xfails.txt lists.

The suite (data-apis/array-api-tests, with its submodule) lies where the environment's ARRAY_API_TESTS says.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

XFAILS = Path(__file__).parent / "array_api_xfails.txt"
SUITE = Path(os.environ.get("ARRAY_API_TESTS", ""))
EXAMPLES = 20
FILES = [
    "array_object", "constants", "creation_functions", "data_type_functions", "dlpack", "fft", "has_names",
    "indexing_functions", "inspection_functions", "linalg", "manipulation_functions",
    "operators_and_elementwise_functions", "searching_functions", "set_functions", "signatures", "sorting_functions",
    "special_cases", "statistical_functions", "utility_functions",
]  # fmt: skip


def expected(name: str) -> list[str]:
    """The tests of a file that fail, each with a reason in the comment above."""
    ids, reason = [], False
    for line in XFAILS.read_text(encoding="utf-8").splitlines():
        reason = line.startswith("#") if not line.strip() or line.startswith("#") else reason
        if line.strip() and not line.startswith("#"):
            assert reason, f"{XFAILS.name}: got no comment above {line}; expected the reason"
            ids += [line] if line.startswith(f"array_api_tests/test_{name}.py") else []
    return ids


def test_every_listed_failure_has_a_reason_and_a_file() -> None:
    listed = [line for line in XFAILS.read_text(encoding="utf-8").splitlines() if line.startswith("array_api_tests")]
    assert sorted(listed) == sorted(test for name in FILES for test in expected(name))


@pytest.mark.skipif(
    "ARRAY_API_TESTS" not in os.environ, reason="the environment's ARRAY_API_TESTS names no folder of array-api-tests"
)
def test_the_published_suite_passes_in_one_process_with_pytests_faulthandler(tmp_path: Path) -> None:
    listed = [test for name in FILES for test in expected(name)]
    (tmp_path / "xfails.txt").write_text("".join(f"{test}\n" for test in listed), encoding="utf-8")
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "faulthandler", "--tb=short",
        "-o", "xfail_strict=True",
        "--derandomize", "--disable-deadline", f"--max-examples={EXAMPLES}",
        f"--xfails-file={tmp_path / 'xfails.txt'}", *(f"array_api_tests/test_{name}.py" for name in FILES),
    ]  # fmt: skip
    places = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "ARRAY_API_TESTS_MODULE": "pydl4j.nd",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path / "hypothesis"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, places)),
    }
    run = subprocess.run(command, cwd=SUITE, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    assert "don't match any collected tests" not in run.stdout, f"{XFAILS.name} names tests that are gone: {run.stdout}"
