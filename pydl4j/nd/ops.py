"""ONNX ops on arrays, one function each: ``nd.ops.softmax(x, axis=-1)``."""

from pydl4j._generated.ops import *  # noqa: F403
from pydl4j._generated.ops import __all__ as __all__
