"""Who tries a trial, and whether that process still lives."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

BEAT_S = 30.0
SILENT_S = 300.0


def this_process() -> dict[str, Any]:
    """What tells this process from all others, and that it lives now."""
    pid = os.getpid()
    return {"machine": _machine(), "pid": pid, "started": _started(pid), "beat": time.time()}


def lives(owner: dict[str, Any]) -> bool:
    """Whether that process lives: of this machine for certain, of another if it was heard of within `SILENT_S`."""
    if owner["machine"] != _machine():
        return bool(time.time() - owner["beat"] < SILENT_S)
    try:
        os.kill(owner["pid"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is somebody else's, so there is one
    return bool(owner["started"] == _started(owner["pid"]))


@contextlib.contextmanager
def beating(tell: Callable[[dict[str, Any]], None]) -> Iterator[None]:
    """Tells again and again that this process lives; what the telling raises is left to the next time."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT_S):
            with contextlib.suppress(Exception):
                tell(this_process())

    thread = threading.Thread(target=beat, name="pydl4j-trial", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _machine() -> str:
    """The host since its last start, and the container: where process ids mean the same."""
    marks = [socket.gethostname()]
    with contextlib.suppress(OSError):
        marks.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        marks.append(os.readlink("/proc/self/ns/pid"))
    return " ".join(marks)


def _started(pid: int) -> str | None:
    """When a process started, where the system tells: its id may be given to another one later."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return None
