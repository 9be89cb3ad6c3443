"""A loop that does not end is ended by Ctrl-C, or by a bound."""

from __future__ import annotations

import signal
import subprocess
import sys

PROGRAM = """
import sys
import pydl4j
from pydl4j import nd
if len(sys.argv) > 1:
    pydl4j.jvm.options(flags=(f"-Dpydl4j.max_iterations={sys.argv[1]}",))
endless = nd.jit(lambda x: nd.while_loop(lambda v: v > 0, lambda v: v + 1, x))
print("running", flush=True)
try:
    endless(1.0)
except (KeyboardInterrupt, RuntimeError) as e:
    print(type(e).__name__, *str(e).splitlines()[:1], flush=True)
print(float(nd.jit(lambda x: nd.while_loop(lambda v: v < 9, lambda v: v + 1, x))(1.0)), flush=True)
"""


def test_ctrl_c_ends_a_loop_and_the_process_goes_on() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "running\n"
        child.send_signal(signal.SIGINT)
        assert child.stdout.read().split() == ["KeyboardInterrupt", "9.0"]
        assert child.wait() == 0


def test_a_bound_on_iterations_names_the_loop() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, "1000"], capture_output=True, text=True, check=True)
    error = done.stdout.splitlines()[1]
    assert "[Loop at" in error
    assert "does not end: got a condition that holds after 1000 iterations" in error
    assert done.stdout.splitlines()[2] == "9.0"
