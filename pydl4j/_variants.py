"""Constructors of records that jars add: made at run time, by the code in Java that writes pydl4j/_generated."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from pydl4j import _jvm
from pydl4j._nearest import question
from pydl4j._record import Record

_lock = threading.RLock()
_added: dict[str, dict[str, type[Record]]] = {}


def exported(module: str, families: Sequence[str]) -> Callable[[str], type[Record]]:
    """The ``__getattr__`` of a module that exports families of records: it finds the classes that jars add.

    Parameters
    ----------
    module : str
        The module.
    families : sequence of str
        The modules, dotted, that hold our own classes.

    Returns
    -------
    callable
        Raises AttributeError where no jar has the name. It starts the JVM only for names of classes, and only where
        jars were named.
    """

    def attribute(name: str) -> type[Record]:
        for family in families:
            made = found(family, name, module)
            if made is not None:
                return made
        hint = question(name, getattr(sys.modules[module], "__all__", ()))
        if name[:1].isupper() and not _jvm.user_jars():
            hint += " Jars with more are named by pydl4j.jvm.options(jars=[...])."
        raise AttributeError(f"module {module!r} has no attribute {name!r}.{hint}")

    return attribute


def found(family: str, name: str, module: str | None = None) -> type[Record] | None:
    """The class of that name that jars add to a family, or None.

    Parameters
    ----------
    family : str
        The module, dotted, that holds our own classes.
    name : str
        Simple name of the record.
    module : str, optional
        The module that exports the family, where pickle looks for its classes; the family's own otherwise.
    """
    if not name[:1].isupper() or not _jvm.user_jars():
        return None
    with _lock:
        if family not in _added:
            _added[family] = _made(family, module or family)
        return _added[family].get(name)


def _made(family: str, module: str) -> dict[str, type[Record]]:
    ours = vars(importlib.import_module(family))
    known = [name for name, value in ours.items() if isinstance(value, type)]
    source = _jvm.call("LocalVariants", "constructors", family, known)
    scope: dict[str, Any] = {**ours, "Record": Record, "__name__": module}
    exec(compile(source, f"<{family} of jars>", "exec"), scope)
    return {
        name: value for name, value in scope.items() if isinstance(value, type) and ours.get(name, Record) is not value
    }
