"""Scaling of features: immutable values, fitted once and saved with the model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j._record import Record
from pydl4j.datavec import _json
from pydl4j.nd._held import described

if TYPE_CHECKING:
    from typing_extensions import Self

    from pydl4j.datavec.pipeline import RecordReaderDataSetIterator


class Normalizer(Record):
    """What all normalizers share. Statistics are per feature: axis 1 of [N, size], [N, C, H, W] and [N, size, T]."""

    __slots__ = ()

    def fit(self, batches: RecordReaderDataSetIterator) -> Self:
        """The normalizer with the statistics of one epoch of batches.

        Raises
        ------
        ValueError
            When there are no rows.
        """
        return _json.value(
            json.loads(_jvm.call("LocalDatavec", "fitNormalizer", json.dumps(self.to_dict()), batches.handle.number))
        )

    def transform(self, x: ArrayLike) -> np.ndarray:
        """Features scaled, as a new float32 array."""
        return self._apply(x, revert=False)

    def revert(self, x: ArrayLike) -> np.ndarray:
        """What `transform` was given."""
        return self._apply(x, revert=True)

    def _apply(self, x: ArrayLike, *, revert: bool) -> np.ndarray:
        out = np.array(x, dtype=np.float32, order="C")
        _jvm.call("LocalDatavec", "normalize", json.dumps(self.to_dict()), described(out), revert)
        return out


class NormalizerStandardize(Normalizer):
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


class NormalizerMinMaxScaler(Normalizer):
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


class ImagePreProcessingScaler(Normalizer):
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
