"""Deep learning where Hadoop and Spark data lives: in the JVM, driven from Python.

Subpackages come when they are first used: ``pydl4j.nd`` (arrays and graphs), ``pydl4j.nn`` (networks),
``pydl4j.datavec`` (data), ``pydl4j.spark`` (training on a cluster), ``pydl4j.arbiter`` (tuning),
``pydl4j.serving`` (prediction), ``pydl4j.onnx`` (interchange), ``pydl4j.profiler`` (where the time goes),
``pydl4j.jvm`` (options of the JVM below), ``pydl4j.testing`` (contract tests for records of your own).
Importing this package starts no JVM, opens no file and downloads nothing.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from pydl4j.errors import JvmError

__version__ = "0.1.0"

_SUBPACKAGES = ("arbiter", "datavec", "jvm", "nd", "nn", "onnx", "profiler", "serving", "spark", "testing")

__all__ = ["JvmError", "__version__", *_SUBPACKAGES]


def __getattr__(name: str) -> ModuleType:
    if name in _SUBPACKAGES:
        return importlib.import_module(f"pydl4j.{name}")
    raise AttributeError(f"module 'pydl4j' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
