"""The nearest allowed name, for messages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def plain(name: str) -> str:
    """A name as names are compared: without case and underscores."""
    return name.replace("_", "").lower()


def nearest(given: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, or None."""
    by_plain = {plain(name): name for name in names}
    near = difflib.get_close_matches(plain(given), by_plain, n=1)
    return by_plain[near[0]] if near else None


def question(given: str, names: Iterable[str]) -> str:
    """`` Did you mean 'relu'?``, or nothing where no name is near."""
    near = nearest(given, names)
    return "" if near is None else f" Did you mean {near!r}?"
