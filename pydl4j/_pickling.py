"""Models as bytes, for pickle, copies and processes: what their own files hold."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any


def by_file(model: Any) -> tuple[Any, tuple[type, bytes]]:
    """What ``__reduce__`` of a model returns that has ``save`` and ``load``."""
    with tempfile.TemporaryDirectory(prefix="pydl4j-") as folder:
        path = Path(folder) / "model.zip"
        model.save(path)
        return _loaded, (type(model), path.read_bytes())


def _loaded(kind: Any, content: bytes) -> Any:
    with tempfile.TemporaryDirectory(prefix="pydl4j-") as folder:
        path = Path(folder) / "model.zip"
        path.write_bytes(content)
        return kind.load(path)
