"""NumPy-like arrays off the Java heap, and the ops on them.

>>> import numpy as np
>>> from pydl4j import nd
>>> a = nd.ones((2, 3))
>>> np.asarray(a + 1).sum()
np.float32(12.0)
"""

from __future__ import annotations

from pydl4j.nd import ops
from pydl4j.nd._array import Array, array, asarray, empty, full, ones, zeros

__all__ = ["Array", "array", "asarray", "empty", "full", "ones", "ops", "zeros"]
