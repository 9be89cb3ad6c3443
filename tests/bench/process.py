"""An engine's process seen from outside: it runs only when it has its turn."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import IO, Any

LOGS = Path("build/bench")


class EngineProcess:
    """A worker, stopped (SIGSTOP, with all its threads and children) between requests, so that nothing runs beside.

    Parameters
    ----------
    engine : str
        Name of the module under `tests.bench`.
    python : str
        The interpreter that has the engine installed.
    threads : int
        Threads for it.
    """

    def __init__(self, engine: str, *, python: str, threads: int) -> None:
        self.engine = engine
        self._command = [python, "-m", "tests.bench.worker", engine, str(threads)]
        caches = {"TORCHINDUCTOR_CACHE_DIR": str(LOGS.absolute() / "inductor")}
        self._env = {**os.environ, "OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads), **caches}
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def ask(self, request: dict[str, Any], *, seconds: float) -> dict[str, Any]:
        """The answer to a request; {"failed": why} when the process died or took longer than it may."""
        process = self._started()
        os.killpg(process.pid, signal.SIGCONT)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        line = self._line(process, time.monotonic() + seconds)
        if line is None:
            self.close()
            return {"failed": self._last_words(f"no answer within {seconds:.0f} s")}
        os.killpg(process.pid, signal.SIGSTOP)
        return json.loads(line)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            LOGS.mkdir(parents=True, exist_ok=True)
            self._log = (LOGS / f"{self.engine}.log").open("wb")
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self._log}
            self._process = subprocess.Popen(self._command, env=self._env, start_new_session=True, **pipes)
        return self._process

    def _line(self, process: subprocess.Popen[bytes], until: float) -> bytes | None:
        assert process.stdout is not None
        while True:
            ready, _, _ = select.select([process.stdout], [], [], max(until - time.monotonic(), 0))
            if not ready:
                return None
            return process.stdout.readline() or None

    def _last_words(self, otherwise: str) -> str:
        lines = (LOGS / f"{self.engine}.log").read_text(errors="replace").strip().splitlines()
        errors = [line for line in lines if "Error" in line]
        return (errors or [otherwise])[-1][:300]

    def close(self) -> None:
        """Ends the process; the next request starts another."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None
