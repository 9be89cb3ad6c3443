"""Graphs with named variables, built op by op and trained: DL4J's SameDiff.

>>> import numpy as np
>>> from pydl4j.samediff import SameDiff
>>> sd = SameDiff.create()
>>> x = sd.placeholder("x", (None, 3))
>>> w = sd.var("w", np.ones((3, 2), "float32"))
>>> y = sd.nn.softmax(x @ w, name="y")
>>> sd.output({"x": np.zeros((1, 3))}, "y")["y"].tolist()
[[0.5, 0.5]]
"""

from __future__ import annotations

from pydl4j._fit import History
from pydl4j._generated.configuration import UpdatePolicy
from pydl4j.samediff._graph import SameDiff
from pydl4j.samediff._queries import BatchOutput
from pydl4j.samediff._training import TrainingConfig
from pydl4j.samediff._variable import Variable

__all__ = ["BatchOutput", "History", "SameDiff", "TrainingConfig", "UpdatePolicy", "Variable"]
