"""One line that says how far a fit is."""

from __future__ import annotations

import sys
import time
from typing import Any, TextIO

_BAR = 20


class ProgressBar:
    """Draws epoch, bar, loss, samples per second and time left on one line of a terminal, else one line per epoch.

    Parameters
    ----------
    epochs : int
        Epochs of this fit.
    stream : file, optional
        Where to write; standard error by default.
    """

    def __init__(self, epochs: int, *, stream: TextIO | None = None) -> None:
        self._epochs = epochs
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._start = time.monotonic()
        self._drawn = ""
        self._last = ""
        self._epoch = 0

    def update(self, state: dict[str, Any]) -> None:
        """Takes what a fit reports: ``epoch`` (from 0), ``rows`` so far, ``rowsPerEpoch`` (-1 unknown), ``score``."""
        line = self._last = self._line(state)
        if self._terminal:
            if line != self._drawn:
                self._stream.write("\r" + line.ljust(len(self._drawn)))
                self._stream.flush()
                self._drawn = line
        elif state["epoch"] > self._epoch:
            self._epoch = state["epoch"]
            self._write(line)

    def close(self) -> None:
        """Ends the line, or writes the last one."""
        if self._terminal and self._drawn:
            self._stream.write("\n")
            self._stream.flush()
        elif self._last != self._drawn:
            self._write(self._last)

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()
        self._drawn = line

    def _line(self, state: dict[str, Any]) -> str:
        seconds = max(time.monotonic() - self._start, 1e-9)
        rows, per_epoch = state["rows"], state["rowsPerEpoch"]
        total = per_epoch * self._epochs if per_epoch > 0 else 0
        speed = rows / seconds
        epoch = min(state["epoch"] + 1, self._epochs)
        parts = [f"epoch {epoch}/{self._epochs}"]
        if total:
            share = min(rows / total, 1.0)
            filled = round(share * _BAR)
            parts.append(f"[{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}")
        if state.get("score") is not None:
            parts.append(f"loss {state['score']:.4f}")
        held_out = (state.get("values") or {}).items()
        parts += [f"{name} {value:.4f}" for name, value in held_out if name.startswith("val_")]
        parts.append(f"{speed:,.0f} samples/s")
        if total and rows:
            parts.append(f"{_clock((total - rows) / speed)} left" if rows < total else _clock(seconds))
        return "  ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
