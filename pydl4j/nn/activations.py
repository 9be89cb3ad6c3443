"""Functions of a layer's output, one class each; where one is expected, its name as a string will do ("relu")."""

from pydl4j._generated.activations import *  # noqa: F403
from pydl4j._generated.activations import __all__ as __all__
