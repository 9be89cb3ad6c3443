"""Claims about Python's `faulthandler` in a process with a JVM."""

from __future__ import annotations

import pytest

STORM = """
import faulthandler, sys, threading
when, real_fault = sys.argv[1:]
if when == "before":
    faulthandler.enable()
import jpype
import numpy as np
from pydl4j import nd
x = np.random.default_rng(0).normal(size=50)
nd.asarray(x)
if when == "after":
    faulthandler.enable()
ended = threading.Event()
def collect():
    while not ended.wait(0.01):
        jpype.java.lang.System.gc()
collector = threading.Thread(target=collect)
collector.start()
for round in range(400):
    if when == "often":
        faulthandler.enable()
        faulthandler.disable()
    a = nd.asarray(x)
    nd.unique_values(nd.sort(a))
    try:
        nd.reshape(a, (7, 9))
    except ValueError:
        pass
ended.set()
collector.join()
print("survived", flush=True)
if real_fault == "fault":
    import ctypes
    def my_function():
        ctypes.string_at(0)
    my_function()
"""


@pytest.mark.parametrize("when", ["before", "after", "often"])
def test_the_jvm_goes_on_when_faulthandler_is_switched(run_python, when: str) -> None:
    assert run_python(STORM, when, "none").stdout == "survived\n"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_real_fault_is_told_by_the_jvm_and_by_python(run_python, tmp_path, when: str) -> None:
    done = run_python(STORM, when, "fault", check=False)
    assert done.returncode < 0
    assert done.stdout.startswith("survived\n")
    assert len(list(tmp_path.glob("hs_err*"))) == 1
    assert "Fatal Python error" in done.stderr
    assert "in my_function" in done.stderr
