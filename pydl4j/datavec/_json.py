"""JSON from Java back to Python's values."""

from __future__ import annotations

import importlib
from typing import Any

from pydl4j import _variants
from pydl4j._record import Record, snake

_MODULES = ("pydl4j._generated.transforms", "pydl4j.datavec.readers", "pydl4j.datavec.normalizers")


def value(json: Any) -> Any:
    """Objects with "@type" as the class of that name, all else as it is."""
    if isinstance(json, list):
        return [value(item) for item in json]
    if not isinstance(json, dict):
        return json
    fields = {name: value(item) for name, item in json.items() if name != "@type" and item is not None}
    if "@type" not in json:
        return fields
    for module in _MODULES:
        kind = getattr(importlib.import_module(module), json["@type"], None) or _variants.found(module, json["@type"])
        if isinstance(kind, type) and issubclass(kind, Record):
            return kind(**{_argument(name): item for name, item in fields.items()})
    raise ValueError(
        f"[datavec] unknown type: got {json['@type']!r}; expected a transform, condition, reader or normalizer."
    )


def _argument(java: str) -> str:
    name = snake(java)
    return name + "_" if name in ("with", "from") else name
