"""How far outputs are from labels, one class each; where one is expected, its name as a string will do ("mcxent")."""

from pydl4j import _variants
from pydl4j._generated.losses import *  # noqa: F403
from pydl4j._generated.losses import __all__ as __all__

__getattr__ = _variants.exported(__name__, ["pydl4j._generated.losses"])
