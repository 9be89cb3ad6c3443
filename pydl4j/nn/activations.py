"""Functions of a layer's output, one class each; where one is expected, its name as a string will do ("relu")."""

from pydl4j import _variants
from pydl4j._generated.activations import *  # noqa: F403
from pydl4j._generated.activations import __all__ as __all__

__getattr__ = _variants.exported(__name__, ["pydl4j._generated.activations"])
