"""Scaling of features: immutable values, fitted once and saved with the model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j._record import Record
from pydl4j.datavec import _json
from pydl4j.nd.core import described

if TYPE_CHECKING:
    from typing_extensions import Self

    from pydl4j.datavec.batches import RecordReaderDataSetIterator


class Normalizer(Record):
    """What all normalizers share."""

    __slots__ = ()

    def fit(self, batches: RecordReaderDataSetIterator) -> Self:
        """The normalizer with the statistics of one epoch of batches.

        Raises
        ------
        ValueError
            When there are no rows.
        """
        told = _jvm.call("LocalDatavec", "fitNormalizer", json.dumps(self.to_dict()), batches.handle.number)
        fitted: Self = _json.value(json.loads(told))
        return fitted


class ColumnNormalizer(Normalizer):
    """Scales the features of one input. Statistics are per feature: axis 1 of [N, size], [N, C, H, W], [N, size, T]."""

    __slots__ = ()

    def transform(self, x: ArrayLike) -> np.ndarray:
        """Features scaled, as a new float32 array."""
        return _scaled(self, None, x, revert=False)

    def revert(self, x: ArrayLike) -> np.ndarray:
        """What `transform` was given."""
        return _scaled(self, None, x, revert=True)


def _scaled(normalizer: Normalizer, column: str | None, x: ArrayLike, *, revert: bool) -> np.ndarray:
    out = np.array(x, dtype=np.float32, order="C")
    _jvm.call("LocalDatavec", "normalize", json.dumps(normalizer.to_dict()), column, described(out), revert)
    return out


class NormalizerStandardize(ColumnNormalizer):
    """(x - mean) / std per feature. DL4J: NormalizerStandardize.

    Parameters
    ----------
    fit_labels : bool
        Whether targets are scaled too (regression).
    mean, std : sequence of float
        Per feature; empty before `fit`.
    label_mean, label_std : sequence of float
        Per target; empty before `fit`.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        fit_labels: bool = False,
        mean: Sequence[float] = (),
        std: Sequence[float] = (),
        label_mean: Sequence[float] = (),
        label_std: Sequence[float] = (),
    ) -> None:
        super().__init__(fitLabels=fit_labels, mean=mean, std=std, labelMean=label_mean, labelStd=label_std)


class NormalizerMinMaxScaler(ColumnNormalizer):
    """Scales each feature's range to target_min..target_max. DL4J: NormalizerMinMaxScaler.

    Parameters
    ----------
    target_min, target_max : float
        Where the least and greatest value go.
    fit_labels : bool
        Whether targets are scaled too (regression).
    min, max : sequence of float
        Per feature; empty before `fit`.
    label_min, label_max : sequence of float
        Per target; empty before `fit`.
    """

    __slots__ = ()

    def __init__(
        self,
        target_min: float = 0.0,
        target_max: float = 1.0,
        *,
        fit_labels: bool = False,
        min: Sequence[float] = (),
        max: Sequence[float] = (),
        label_min: Sequence[float] = (),
        label_max: Sequence[float] = (),
    ) -> None:
        super().__init__(
            targetMin=target_min,
            targetMax=target_max,
            fitLabels=fit_labels,
            min=min,
            max=max,
            labelMin=label_min,
            labelMax=label_max,
        )


class ImagePreProcessingScaler(ColumnNormalizer):
    """x / max_pixel * (max - min) + min; nothing to fit. DL4J: ImagePreProcessingScaler.

    Parameters
    ----------
    min, max : float
        Where 0 and max_pixel go.
    max_pixel : float
        The greatest value of a pixel.
    """

    __slots__ = ()

    def __init__(self, min: float = 0.0, max: float = 1.0, *, max_pixel: float = 255.0) -> None:
        super().__init__(min=min, max=max, maxPixel=max_pixel)


class MultiNormalizerHybrid(Normalizer):
    """A normalizer for each of several inputs and outputs. DL4J: MultiNormalizerHybrid.

    Inputs and outputs that are not named here are left as they are, such as ids.

    Parameters
    ----------
    inputs, outputs : mapping of str to Normalizer
        What scales the features of an input, or the targets of an output, by its name.

    Examples
    --------
    >>> scaler = MultiNormalizerHybrid(inputs={"size": NormalizerStandardize(mean=[2], std=[4])})
    >>> scaler.transform({"size": [[6.0]]})["size"].tolist()
    [[1.0]]
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        inputs: Mapping[str, ColumnNormalizer] | None = None,
        outputs: Mapping[str, ColumnNormalizer] | None = None,
    ) -> None:
        super().__init__(inputs=dict(inputs or {}), outputs=dict(outputs or {}))

    def transform(self, arrays: Mapping[str, ArrayLike]) -> dict[str, np.ndarray]:
        """Features or targets scaled, by the names of inputs and outputs, as new float32 arrays."""
        return {name: _scaled(self, name, x, revert=False) for name, x in arrays.items()}

    def revert(self, arrays: Mapping[str, ArrayLike]) -> dict[str, np.ndarray]:
        """What `transform` was given; such as a model's outputs in the units of the data."""
        return {name: _scaled(self, name, x, revert=True) for name, x in arrays.items()}
