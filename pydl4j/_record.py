"""Values that stand for Java's records: what the generated classes share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from pydl4j._fields import watch


class Record:
    """An immutable value with the fields of a Java record; equal when type and fields are.

    Fields that are None are left to Java's defaults. `_shared` names the fields that lie in a record of their own in
    Java: the settings that every layer may have.
    """

    __slots__ = ("_fields",)
    _fields: dict[str, Any]
    _shared: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        watch(cls)

    def __init__(self, **fields: Any) -> None:
        object.__setattr__(
            self, "_fields", {name.rstrip("_"): value for name, value in fields.items() if value is not None}
        )

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"[{type(self).__name__}] is immutable: got {name}={value!r}. Make a new one.")

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            for field, value in self._fields.items():
                if snake(field) == name:
                    return value
        raise AttributeError(f"[{type(self).__name__}] has no {name!r} that was given; given are {self._names()}")

    def replaced(self, fields: Mapping[str, Any]) -> Record:
        """The record with other values of some fields, which have Java's names."""
        return _restored(type(self), {**self._fields, **fields})

    def to_dict(self) -> dict[str, Any]:
        """The record as Java reads it: plain dicts, lists, strings and numbers."""
        return {"@type": type(self).__name__, **self._part(shared=False)}

    def shared_dict(self) -> dict[str, Any]:
        """The settings that every layer may have, as Java reads them."""
        return self._part(shared=True)

    def _part(self, *, shared: bool) -> dict[str, Any]:
        return {name: as_json(value) for name, value in self._fields.items() if (name in self._shared) == shared}

    def _names(self) -> list[str]:
        return [snake(name) for name in self._fields]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Record) and type(self) is type(other) and as_json(self._fields) == as_json(other._fields)
        )

    def __hash__(self) -> int:
        return hash(repr(self))

    def __reduce__(self) -> Any:
        return _restored, (type(self), self._fields)

    def __repr__(self) -> str:
        fields = ", ".join(f"{snake(name)}={value!r}" for name, value in self._fields.items())
        return f"{type(self).__name__}({fields})"


def _restored(kind: type[Record], fields: dict[str, Any]) -> Record:
    record = kind.__new__(kind)
    object.__setattr__(record, "_fields", fields)
    return record


def _alone(record: Record) -> dict[str, Any]:
    shared = record.shared_dict()
    if shared:
        raise ValueError(
            f"[{type(record).__name__}] inside another value cannot have settings of its own: got "
            f"{', '.join(f'{snake(name)}={item!r}' for name, item in shared.items())}; expected none. "
            "Give them to what is around it."
        )
    return record.to_dict()


def as_json(value: Any) -> Any:
    """A value of a field as ``json.dumps`` takes it: records, NumPy's numbers and arrays, sequences and mappings."""
    if isinstance(value, Record):
        return _alone(value)
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_json(item) for item in value]
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Raises ValueError, one kind for all, where JSON from elsewhere describes no such value."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        if isinstance(error, ValueError) and str(error).startswith("["):
            raise
        reason = str(error).splitlines()[0][:200] if str(error) else ""
        raise ValueError(
            f"[{what}] the JSON describes none: got {type(error).__name__} ({reason}); expected what to_json() wrote."
        ) from error


def snake(java: str) -> str:
    """Java's kernelSize as Python's kernel_size."""
    return re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", java)).lower()
