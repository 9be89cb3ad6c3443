"""A loop that does not end is ended by Ctrl-C, or by a bound."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import os, signal, sys, threading
import pydl4j
from pydl4j import _jvm, nd

if len(sys.argv) > 1:
    pydl4j.jvm.options(flags=(f"-Dpydl4j.max_iterations={sys.argv[1]}",))
endless = nd.jit(lambda x: nd.while_loop(lambda v: v > 0, lambda v: v + 1, x))
ends = nd.jit(lambda x: nd.while_loop(lambda v: v < 9, lambda v: v + 1, x))
print(float(ends(1.0)))  # job 1; the next is 2


def press():
    while True:
        try:
            _jvm.call("Jobs", "progress", 2)
        except RuntimeError:
            continue
        os.kill(os.getpid(), signal.SIGINT)
        return


if len(sys.argv) == 1:
    threading.Thread(target=press).start()
try:
    endless(1.0)
except (KeyboardInterrupt, RuntimeError) as e:
    print(type(e).__name__, *str(e).splitlines()[:1])
print(float(ends(1.0)))
"""


def run(*arguments: str) -> list[str]:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_ctrl_c_ends_a_loop_and_the_process_goes_on() -> None:
    assert run() == ["9.0", "KeyboardInterrupt", "9.0"]


def test_a_bound_on_iterations_names_the_loop() -> None:
    first, error, again = run("1000")
    assert first == again == "9.0"
    assert "[Loop at" in error
    assert "does not end: got a condition that holds after 1000 iterations" in error
