"""What was measured: least microseconds by case, engine and mode, in one JSON file."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Results:
    """Least times so far; a failure keeps its message in place of times."""

    about: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    causes: dict[str, str] = field(default_factory=dict)
    """Why a figure is missed, by its name; written by hand into the file and kept."""
    summary: list[dict[str, Any]] = field(default_factory=list)

    @staticmethod
    def read(path: Path) -> Results:
        """The results in a file; none if there is no such file."""
        return Results(**json.loads(path.read_text())) if path.exists() else Results()

    def write(self, path: Path) -> None:
        """Replaces the file at once."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".part")
        fresh.write_text(json.dumps(vars(self), indent=1) + "\n")
        fresh.replace(path)

    def machine(self, threads: int) -> None:
        """Notes the machine."""
        lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        cpu = names[0] if names else platform.processor()
        self.about.update(cpu=cpu, cores=os.cpu_count(), threads=threads, python=platform.python_version())

    def version(self, engine: str, version: str) -> None:
        """Notes an engine's version."""
        self.about.setdefault("versions", {})[engine] = version

    def _engine(self, case: str, engine: str) -> dict[str, Any]:
        entry = self.cases.setdefault(case, {"us": {}, "failed": {}, "facts": {}})
        return entry["us"].setdefault(engine, {})

    def has(self, case: str, engine: str) -> bool:
        """Whether there is a time."""
        return bool(self.cases.get(case, {}).get("us", {}).get(engine))

    def forget(self, case: str, engine: str) -> None:
        """Drops what an earlier run measured."""
        self._engine(case, engine).clear()
        self.cases[case]["failed"].pop(engine, None)

    def add(self, case: str, engine: str, times: dict[str, float]) -> None:
        """Takes microseconds by mode where they are less than before."""
        modes = self._engine(case, engine)
        for mode, us in times.items():
            modes[mode] = min(us, modes.get(mode, float("inf")))

    def failed(self, case: str, engine: str, why: str) -> None:
        """Notes why an engine has no time."""
        self._engine(case, engine)
        self.cases[case]["failed"][engine] = why

    def facts(self, case: str, facts: dict[str, Any]) -> None:
        """Notes facts about a case, such as its floating point operations."""
        self.cases.setdefault(case, {"us": {}, "failed": {}, "facts": {}})["facts"].update(facts)

    def us(self, case: str, engine: str, mode: str | None = None) -> float | None:
        """The least time of an engine, in one mode or in its best."""
        modes = self.cases.get(case, {}).get("us", {}).get(engine, {})
        if mode is not None:
            return modes.get(mode)
        return min(modes.values(), default=None)

    def fact(self, case: str, name: str) -> Any:
        """A fact about a case; None if nobody told it."""
        return self.cases.get(case, {}).get("facts", {}).get(name)
