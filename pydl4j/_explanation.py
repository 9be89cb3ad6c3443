"""What a plan says about itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydl4j import _html


@dataclass(frozen=True)
class Step:
    """One kernel run of a plan.

    Parameters
    ----------
    name : str
        The node's name.
    layer : str
        The layer that it belongs to, forward or backward.
    op, implementation : str
        What is computed, and by which kernel.
    layout : str
        ``"NHWC"``, ``"NCHW"`` or ``"plain"``.
    nodes : tuple of str
        The nodes of the graph that were fused into this step.
    inputs, outputs : tuple of str
        Types of what is read and written.
    bytes_read, bytes_written : int
        Their bytes.
    flops : float
        Floating-point operations, estimated where the kernel does not say.
    """

    name: str
    layer: str
    op: str
    implementation: str
    layout: str
    nodes: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    bytes_read: int
    bytes_written: int
    flops: float

    @classmethod
    def _of(cls, facts: dict[str, Any]) -> Step:
        fields: dict[str, Any] = {key: facts[key] for key in ("name", "layer", "op", "implementation", "layout")}
        fields |= {key: tuple(facts[key]) for key in ("nodes", "inputs", "outputs")}
        return cls(**fields, bytes_read=facts["bytesRead"], bytes_written=facts["bytesWritten"], flops=facts["flops"])


@dataclass(frozen=True)
class Explanation:
    """What the plan for given shapes consists of; ``print`` it.

    Parameters
    ----------
    text : str
        A line per step, then passes and memory.
    steps : tuple of Step
        The steps in order.
    passes : dict of str to str
        What each pass of the compiler left, a line per node: made to be diffed.
    threads : int
        Threads per run.
    arena_bytes, lower_bound_bytes : int
        Memory that each concurrent run needs, and the most bytes that live at once whatever the placement.
    """

    text: str
    steps: tuple[Step, ...]
    passes: dict[str, str]
    threads: int
    arena_bytes: int
    lower_bound_bytes: int

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        header = ["step", "layer", "op", "kernel", "layout", "fused nodes", "bytes read", "bytes written", "flops"]
        rows = [
            [
                *(s.name, s.layer, s.op, s.implementation, s.layout, len(s.nodes)),
                s.bytes_read,
                s.bytes_written,
                int(s.flops),
            ]
            for s in self.steps
        ]
        told = f"{len(self.steps)} steps on {self.threads} threads, {self.arena_bytes:,} bytes for each run"
        return _html.table(header, rows, caption=f"{told}, at least {self.lower_bound_bytes:,}")

    @classmethod
    def of(cls, told: str) -> Explanation:
        """From what ``org.pydl4j.bridge`` says."""
        o = json.loads(told)
        report = o["report"]
        steps = tuple(Step._of(facts) for facts in report["steps"])
        numbers = (report["threads"], report["arenaBytes"], report["lowerBoundBytes"])
        return cls(o["text"], steps, report["dumps"], *numbers)
