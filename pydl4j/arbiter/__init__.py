"""Tuning: DL4J Arbiter's parameter spaces over Optuna's samplers, pruners and storages.

A `Study` tries candidates of a template, a nested dict, list or dataclass with spaces where a choice is open, and keeps
the results. Needs Optuna (``pip install pydl4j[arbiter]``), which is imported when a study is made.
"""

from pydl4j.arbiter.spaces import (
    ContinuousParameterSpace,
    DiscreteParameterSpace,
    IntegerParameterSpace,
    ParameterSpace,
)
from pydl4j.arbiter.study import Candidate, Pruned, Study, TrialResult

__all__ = [
    "Candidate",
    "ContinuousParameterSpace",
    "DiscreteParameterSpace",
    "IntegerParameterSpace",
    "ParameterSpace",
    "Pruned",
    "Study",
    "TrialResult",
]
