"""Gradients of scores, of networks and SameDiff graphs alike."""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np

from pydl4j import _jvm
from pydl4j._batch import Batch
from pydl4j._handle import Handle
from pydl4j.nd import Array
from pydl4j.nd.core import received


class Gradients(NamedTuple):
    """How a score changes with the trained parameters. DL4J: computeGradientAndScore.

    Parameters
    ----------
    score : float
        Mean loss of a minibatch, regularization included.
    gradients : dict of str to Array
        Of the score, by the parameters' names and in their shapes.
    """

    score: float
    gradients: dict[str, Array]

    @classmethod
    def of(cls, handle: Handle, batch: Batch) -> Gradients:
        """Of a minibatch, as the next step of training computes it."""
        columns = [column.name for column in [*batch.features, *batch.labels]]
        named = json.dumps(columns) if columns[0] else None
        score, *gradients = received(_jvm.call("LocalTraining", "gradient", handle.number, batch.described(), named))
        names = json.loads(_jvm.call("LocalTraining", "trainedNames", handle.number))
        return cls(float(np.asarray(score)), dict(zip(names, gradients, strict=True)))
