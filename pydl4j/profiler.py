"""Where the time goes: every step of every plan that runs inside a ``with`` block.

>>> import pydl4j
>>> with pydl4j.profiler.profile() as p:        # doctest: +SKIP
...     net.fit(x, y)
>>> print(p.table())                            # doctest: +SKIP
>>> p.chrome_trace("trace.json")                # doctest: +SKIP
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydl4j import _jvm
from pydl4j._explanation import Step
from pydl4j._handle import Handle

_MICROS = 1e6


@dataclass(frozen=True)
class Row:
    """What one step, op or layer cost.

    Parameters
    ----------
    name : str
        The step, op or layer.
    calls : int
        Runs of its steps.
    total, mean, least, most : float
        Seconds; least and most of single runs.
    share : float
        Of the time of all steps, from 0 to 1.
    flops, bytes : float
        Floating-point operations and bytes moved, in all.
    step : Step, optional
        What the step is; None for ops and layers.
    """

    name: str
    calls: int
    total: float
    mean: float
    least: float
    most: float
    share: float
    flops: float
    bytes: float
    step: Step | None = None

    @property
    def gflops_per_s(self) -> float:
        """Speed in 1e9 floating-point operations per second."""
        return self.flops / max(self.total, 1e-12) / 1e9

    @property
    def gb_per_s(self) -> float:
        """Speed in 1e9 bytes per second."""
        return self.bytes / max(self.total, 1e-12) / 1e9


_SORTS: dict[str, Callable[[Row], Any]] = {
    "total": lambda r: -r.total,
    "calls": lambda r: -r.calls,
    "mean": lambda r: -r.mean,
    "least": lambda r: -r.least,
    "most": lambda r: -r.most,
    "flops": lambda r: -r.flops,
    "bytes": lambda r: -r.bytes,
    "name": lambda r: r.name,
    "order": lambda r: 0,
}


class Profile:
    """What a ``with profile()`` block recorded; complete when the block has ended."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(_jvm.call("LocalPlans", "recorded", self._handle.number))
        return told

    @property
    def seconds(self) -> float:
        """Wall time of the block."""
        return float(self._told()["seconds"])

    @property
    def dropped(self) -> int:
        """Steps that found no room: 2,000,000 are kept."""
        return int(self._told()["dropped"])

    def steps(self, *, sort_by: str = "total") -> list[Row]:
        """One row per step of every plan.

        Parameters
        ----------
        sort_by : str, default "total"
            total, calls, mean, least, most, flops, bytes, name, or order: that of the plan.
        """
        return _sorted(self._rows(lambda f: f["name"], single=True), sort_by)

    def by_op(self, *, sort_by: str = "total") -> list[Row]:
        """One row per op; parameters as in `steps`."""
        return _sorted(self._rows(lambda f: f["op"]), sort_by)

    def by_layer(self, *, sort_by: str = "total") -> list[Row]:
        """One row per layer, forward and backward together; parameters as in `steps`."""
        return _sorted(self._rows(lambda f: f["layer"]), sort_by)

    def table(self, *, sort_by: str = "total", limit: int = 40) -> str:
        """The steps as text.

        Parameters
        ----------
        sort_by : str, default "total"
            As in `steps`.
        limit : int, default 40
            Rows at most.
        """
        lines = [
            f"{'step':44} {'op':24} {'implementation':30} {'calls':>7} {'total ms':>10} {'mean us':>9} {'min us':>9} "
            f"{'share':>6} {'GFLOP/s':>8} {'GB/s':>6}"
        ]
        rows = self.steps(sort_by=sort_by)
        for r in rows[:limit]:
            assert r.step is not None
            lines.append(
                f"{r.name[-44:]:44} {r.step.op:24.24} {r.step.implementation:30.30} {r.calls:7} {r.total * 1e3:10.3f} "
                f"{r.mean * _MICROS:9.1f} {r.least * _MICROS:9.1f} {r.share:6.1%} {r.gflops_per_s:8.1f} "
                f"{r.gb_per_s:6.1f}"
            )
        busy = sum(r.total for r in rows)
        more = f", {len(rows) - limit} more rows" if len(rows) > limit else ""
        lines.append(f"{busy * 1e3:.3f} ms in steps of {self.seconds * 1e3:.3f} ms{more}")
        return "\n".join(lines)

    def chrome_trace(self, path: str | os.PathLike[str]) -> None:
        """Writes trace events that chrome://tracing and Perfetto load: a row per thread, epochs around minibatches
        around runs around steps, each step with its op, implementation, flops and bytes."""
        _jvm.call("LocalPlans", "writeTrace", self._handle.number, _jvm.path(path))

    def _rows(self, key: Callable[[dict[str, Any]], str], *, single: bool = False) -> list[Row]:
        told = self._told()["rows"]
        whole = sum(t["totalMicros"] for t in told) or 1.0
        groups: dict[Any, list[dict[str, Any]]] = {}
        for t in told:
            groups.setdefault((t["plan"], t["step"]) if single else key(t["facts"]), []).append(t)
        rows = []
        for members in groups.values():
            calls, total = sum(t["calls"] for t in members), sum(t["totalMicros"] for t in members)
            rows.append(
                Row(
                    name=key(members[0]["facts"]),
                    calls=calls,
                    total=total / _MICROS,
                    mean=total / calls / _MICROS,
                    least=min(t["minMicros"] for t in members) / _MICROS,
                    most=max(t["maxMicros"] for t in members) / _MICROS,
                    share=total / whole,
                    flops=sum(t["facts"]["flops"] * t["calls"] for t in members),
                    bytes=sum((t["facts"]["bytesRead"] + t["facts"]["bytesWritten"]) * t["calls"] for t in members),
                    step=Step._of(members[0]["facts"]) if single else None,
                )
            )
        return rows


def _sorted(rows: list[Row], sort_by: str) -> list[Row]:
    if sort_by not in _SORTS:
        raise ValueError(f"[profiler] no such order: got sort_by={sort_by!r}; expected one of {', '.join(_SORTS)}.")
    return sorted(rows, key=_SORTS[sort_by])


@contextmanager
def profile() -> Iterator[Profile]:
    """Records every step of every plan that runs in the block, on any thread.

    Yields
    ------
    Profile
        What was recorded. While nothing records, a run pays one comparison.

    Raises
    ------
    RuntimeError
        When another block records.
    """
    recorded = Profile(Handle(_jvm.call("LocalPlans", "startRecording")))
    try:
        yield recorded
    finally:
        _jvm.call("LocalPlans", "stopRecording", recorded._handle.number)
