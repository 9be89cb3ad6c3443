"""How graphs are trained, and what training did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydl4j._generated.configuration import UpdatePolicy
from pydl4j._generated.updaters import Adam, Schedule, Updater
from pydl4j._record import as_json


@dataclass(frozen=True)
class TrainingConfig:
    """How a graph is trained. DL4J: TrainingConfig.

    Parameters
    ----------
    updater : Updater
        How gradients change variables.
    data_set_feature_mapping, data_set_label_mapping : str or sequence of str
        Placeholders that get the features and the labels of a data set, in order.
    data_set_feature_mask_mapping, data_set_label_mask_mapping : str or sequence of str
        Placeholders that get its masks.
    l1, l2 : float or Schedule
        Coefficients of the sum of magnitudes, and of half the sum of squares, of all trained variables.
    minimize : bool
        Whether the loss is minimized; else it is maximized.
    seed : int
        What dropout and random ops draw from, and the order of rows.
    updates : UpdatePolicy, optional
        How minibatches become updates: accumulation of gradients, their norm, averaged weights.
    loss_weights : dict of str to float, optional
        What losses are multiplied with, by loss variable; 1 for those that it leaves out.
    """

    updater: Updater = field(default_factory=Adam)
    data_set_feature_mapping: str | Sequence[str] = ()
    data_set_label_mapping: str | Sequence[str] = ()
    data_set_feature_mask_mapping: str | Sequence[str] = field(default=(), kw_only=True)
    data_set_label_mask_mapping: str | Sequence[str] = field(default=(), kw_only=True)
    l1: float | Schedule = 0.0
    l2: float | Schedule = 0.0
    minimize: bool = True
    seed: int = 0
    updates: UpdatePolicy | None = None
    loss_weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def features(self) -> list[str]:
        """The placeholders of features."""
        return _names(self.data_set_feature_mapping)

    @property
    def labels(self) -> list[str]:
        """The placeholders of labels."""
        return _names(self.data_set_label_mapping)

    @property
    def feature_masks(self) -> list[str]:
        """The placeholders of masks of features."""
        return _names(self.data_set_feature_mask_mapping)

    @property
    def label_masks(self) -> list[str]:
        """The placeholders of masks of labels."""
        return _names(self.data_set_label_mask_mapping)

    def to_dict(self) -> dict[str, Any]:
        """The configuration as Java reads it."""
        return {
            "updater": as_json(self.updater),
            "dataSetFeatureMapping": self.features,
            "dataSetLabelMapping": self.labels,
            "dataSetFeatureMaskMapping": self.feature_masks,
            "dataSetLabelMaskMapping": self.label_masks,
            "l1": as_json(self.l1),
            "l2": as_json(self.l2),
            "minimize": self.minimize,
            "seed": self.seed,
            "updates": as_json(self.updates),
            "lossWeights": dict(self.loss_weights),
        }


def _names(given: str | Sequence[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)
