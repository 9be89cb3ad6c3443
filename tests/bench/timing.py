"""What all engines share: the cases' data, the clock and the output."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Job:
    """What one process is to measure."""

    cases: tuple[str, ...]
    threads: int
    seconds: float

    @staticmethod
    def from_command_line() -> Job:
        """The job that `tests.bench` passes as JSON."""
        text = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
        return Job(tuple(text.get("cases", ())), text.get("threads", 2), text.get("seconds", 3.0))

    def wants(self, name: str) -> bool:
        """Whether the case was asked for."""
        return not self.cases or any(part in name for part in self.cases)

    def measure(self, name: str, run: Callable[[], object], *, per_run: int = 1) -> None:
        """Prints the least microseconds of one of the `per_run` steps that `run` makes."""
        if not self.wants(name):
            return
        try:
            run()
            least = min(self._times(run))
            print(json.dumps({name: least * 1e6 / per_run}), flush=True)
        except Exception as problem:
            print(json.dumps({name: type(problem).__name__}), flush=True)
            print(f"{name}: {problem}", file=sys.stderr)

    def _times(self, run: Callable[[], object]) -> Iterator[float]:
        end = time.perf_counter() + self.seconds
        while True:
            start = time.perf_counter()
            run()
            now = time.perf_counter()
            yield now - start
            if now > end:
                return


def classes(rows: int, count: int = 10) -> np.ndarray:
    """Class numbers 0, 1, ... in turn."""
    return np.arange(rows, dtype=np.int64) % count


def one_hot(rows: int, count: int = 10) -> np.ndarray:
    """The same as one-hot rows."""
    return np.eye(count, dtype=np.float32)[classes(rows, count)]


def normal(*shape: int) -> np.ndarray:
    """Normally distributed float32 numbers, the same in every process."""
    return np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
