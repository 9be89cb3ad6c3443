"""One line that says how far a fit is."""

from __future__ import annotations

import html
import shutil
import sys
import time
from typing import Any, Protocol, TextIO

_BAR = 20
_EVERY_S = 60.0  # between lines where none can be replaced


class _Screen(Protocol):
    def show(self, line: str, share: float) -> None:
        """Replaces the line by this one."""

    def above(self, text: str) -> None:
        """Writes text that stays, above the line."""

    def end(self) -> None:
        """The line is the last one."""


class ProgressBar:
    """Epoch, bar, loss, metrics, rows per second and time left, in one line that is replaced.

    On a terminal the line is drawn anew, in a notebook the cell's output is; a file gets a line a minute and one at the
    end.

    Parameters
    ----------
    epochs : int
        Epochs of the whole fit.
    first : int, default 0
        Those that were trained before, where a fit goes on.
    stream : file, optional
        Where to write; standard error, or a notebook's cell, by default.
    """

    def __init__(self, epochs: int, *, first: int = 0, stream: TextIO | None = None) -> None:
        self._epochs = epochs
        self._first = first
        self._start = time.monotonic()
        self._state: dict[str, Any] | None = None
        self._screen = _screen(stream)
        _active.append(self)

    def update(self, state: dict[str, Any]) -> None:
        """Takes what a fit reports.

        Parameters
        ----------
        state : dict
            ``epoch``, how many are over; ``rows`` so far, ``rowsPerEpoch`` (-1 unknown), ``score``, the loss, and
            ``values`` of the last epoch.
        """
        self._state = state
        self._screen.show(*self._line(state))

    def close(self) -> None:
        """Leaves the last line."""
        if self in _active:
            _active.remove(self)
            self._screen.end()

    def above(self, text: str) -> None:
        """Writes text that stays, above the line."""
        self._screen.above(text)

    def _line(self, state: dict[str, Any]) -> tuple[str, float]:
        seconds = max(time.monotonic() - self._start, 1e-9)
        rows, per_epoch = state["rows"], state["rowsPerEpoch"]
        to_come = per_epoch * (self._epochs - self._first) if per_epoch > 0 else 0
        share = min(rows / to_come, 1.0) if to_come else 0.0
        parts = [f"epoch {min(self._first + state['epoch'] + 1, self._epochs)}/{self._epochs}"]
        if to_come:
            filled = round(share * _BAR)
            parts.append(f"[{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}")
        values = state.get("values") or {}
        loss = values.get("loss") if state.get("score") is None else state["score"]
        if loss is not None:
            parts.append(f"loss {float(loss):.4f}")
        parts += [f"{name} {float(value):.4f}" for name, value in values.items() if name.startswith("val_")]
        speed = rows / seconds
        parts.append(f"{speed:,.0f} rows/s")
        if to_come and rows:
            parts.append(f"{_clock((to_come - rows) / speed)} left" if rows < to_come else _clock(seconds))
        return "  ".join(parts), share


_active: list[ProgressBar] = []


def above(text: str) -> None:
    """Writes a line to standard error, above the one that says how far a fit is."""
    if _active:
        _active[-1].above(text)
    else:
        sys.stderr.write(text + "\n")


def _screen(stream: TextIO | None) -> _Screen:
    if stream is None:
        display = _notebook()
        if display is not None:
            return _Cell(display)
        stream = sys.stderr
    return _Terminal(stream) if stream.isatty() else _File(stream)


def _notebook() -> Any:
    """What shows something in a notebook's cell that can be replaced; None elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from IPython.display import display

    return display


class _Terminal:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._drawn = ""

    def show(self, line: str, share: float) -> None:
        line = line[: shutil.get_terminal_size().columns - 1]  # a wrapped line cannot be replaced
        if line != self._drawn:
            self._write("\r" + line.ljust(len(self._drawn)))
            self._drawn = line

    def above(self, text: str) -> None:
        drawn, self._drawn = self._drawn, ""
        self._write("\r" + " " * len(drawn) + "\r" + text + "\n" + drawn)
        self._drawn = drawn

    def end(self) -> None:
        if self._drawn:
            self._write("\n")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


class _File:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._line = self._written = ""
        self._at = time.monotonic()

    def show(self, line: str, share: float) -> None:
        self._line = line
        if time.monotonic() - self._at >= _EVERY_S:
            self._at = time.monotonic()
            self._write()

    def above(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()

    def end(self) -> None:
        self._write()

    def _write(self) -> None:
        if self._line != self._written:
            self.above(self._line)
            self._written = self._line


class _Cell:
    def __init__(self, display: Any) -> None:
        self._display = display
        self._handle: Any = None
        self._shown: _Shown | None = None

    def show(self, line: str, share: float) -> None:
        self._shown = _Shown(line, share)
        if self._handle is None:
            self._handle = self._display(self._shown, display_id=True)
        else:
            self._handle.update(self._shown)

    def above(self, text: str) -> None:
        sys.stderr.write(text + "\n")

    def end(self) -> None:
        """The last state stays in the cell."""


class _Shown:
    """A line in a notebook: a bar of HTML and the text behind it."""

    def __init__(self, line: str, share: float) -> None:
        self._line = line
        self._share = share

    def __repr__(self) -> str:
        return self._line

    def _repr_html_(self) -> str:
        head, _, rest = self._line.partition("]")
        text = head.partition("[")[0] + rest if rest else head
        bar = f'<progress max="1" value="{self._share:.4f}"></progress> ' if rest else ""
        return f'<div style="white-space: pre">{bar}{html.escape(text)}</div>'


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
