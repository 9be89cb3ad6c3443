"""One engine's process: ``python -m tests.bench.worker ENGINE THREADS``; requests and answers are lines of JSON.

{"prepare": case} makes ready and warms up, {"measure": seconds} gives the least microseconds of each mode, and
{"drop": true} frees all. An engine is a module with ``start(threads)`` and ``prepare(case)``.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.cases import CASES


@dataclass(frozen=True)
class Run:
    """What is timed: a call that makes ``steps`` equal steps."""

    call: Callable[[], object]
    steps: int = 1
    once: bool = False
    """Each call is a first one, so nothing warms up and each measurement is one call."""
    busy: bool = False
    """Beside a process that keeps one core busy; the mean counts, for what is lost is lost in single steps."""


@dataclass(frozen=True)
class Prepared:
    """The modes in which an engine runs a case ("eager", "compiled"), and facts about it for the report."""

    modes: dict[str, Run]
    facts: dict[str, Any] = field(default_factory=dict)
    close: Callable[[], object] = lambda: None


def measured(run: Run, seconds: float) -> float:
    """Microseconds of a step in calls that go on for so many seconds: the least, or the mean beside a busy process."""
    if not run.busy:
        return least(run, seconds)
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as other:
        try:
            time.sleep(0.2)  # until it has started
            start, calls = time.perf_counter(), 0
            while (spent := time.perf_counter() - start) < seconds or not calls:
                run.call()
                calls += 1
            return spent * 1e6 / run.steps / calls
        finally:
            other.kill()


def least(run: Run, seconds: float) -> float:
    """The least microseconds of a step in calls that go on for so many seconds."""
    end, best = time.perf_counter() + seconds, float("inf")
    while True:
        start = time.perf_counter()
        run.call()
        now = time.perf_counter()
        best = min(best, now - start)
        if run.once or now > end:
            return best * 1e6 / run.steps


def main() -> None:
    """Answers requests until the input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print must not be taken for answers
    engine = importlib.import_module(f"tests.bench.{sys.argv[1]}")
    engine.start(int(sys.argv[2]))
    by_name = {case.name: case for case in CASES}
    prepared: Prepared | None = None
    for line in sys.stdin:
        request = json.loads(line)
        answer: dict[str, Any] = {}
        try:
            if "prepare" in request:
                prepared = engine.prepare(by_name[request["prepare"]])
                if prepared is not None:
                    for run in prepared.modes.values():
                        if not run.once:
                            run.call()
                            run.call()
                    answer = {"modes": list(prepared.modes), "facts": prepared.facts}
            elif "measure" in request and prepared is not None:
                answer = {name: measured(run, request["measure"]) for name, run in prepared.modes.items()}
            elif prepared is not None:
                prepared.close()
                prepared = None
                gc.collect()
        except Exception as problem:
            prepared = None
            answer = {"failed": f"{type(problem).__name__}: {problem}".splitlines()[0][:300]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
