"""What listeners say goes to Python's logging, and is printed where that was not set up."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from pydl4j import _progress

LOGGER = logging.getLogger("pydl4j.listeners")
_PACKAGE = logging.getLogger("pydl4j")


class _Printing(logging.Handler):
    """Prints messages above the progress line; ours until the program sets up logging itself."""

    def emit(self, record: logging.LogRecord) -> None:
        _progress.above(self.format(record))


_printing = _Printing()


def say(lines: Iterable[str]) -> None:
    """Logs messages of listeners, at level INFO of the logger ``pydl4j.listeners``."""
    for line in lines:
        _set_up()
        LOGGER.info(line)


def _set_up() -> None:
    others = [h for of in (LOGGER, _PACKAGE, logging.getLogger()) for h in of.handlers if h is not _printing]
    if others and _printing in _PACKAGE.handlers:
        _PACKAGE.removeHandler(_printing)
        _PACKAGE.setLevel(logging.NOTSET)
    elif not others and _printing not in _PACKAGE.handlers:
        _PACKAGE.addHandler(_printing)
        if _PACKAGE.level == logging.NOTSET:
            _PACKAGE.setLevel(logging.INFO)
