"""What the Array API asks a namespace about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pydl4j.nd.core import _dtypes
from pydl4j.nd.functions import _data_types
from pydl4j.nd.process import _devices

if TYPE_CHECKING:
    pass

__all__ = ["__array_api_version__", "__array_namespace_info__"]

__array_api_version__ = "2025.12"


class Info:
    """Capabilities, devices and types of `pydl4j.nd`."""

    def capabilities(self) -> dict[str, Any]:
        """What is optional in the standard, and whether it is here."""
        return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": 64}

    def default_device(self) -> _devices.Device:
        """Where arrays are made when no device is named."""
        return self.devices()[0]

    def devices(self) -> tuple[_devices.Device, ...]:
        """Where arrays may be made."""
        return _devices.devices()

    def default_dtypes(self, *, device: Any = None) -> dict[str, Any]:
        """The types of what names none, by kind."""
        default = _dtypes.default_float()
        return {
            "real floating": default,
            "complex floating": np.result_type(default, np.complex64),
            "integral": np.dtype("int64"),
            "indexing": np.dtype("int64"),
        }

    def dtypes(self, *, device: Any = None, kind: str | tuple[str, ...] | None = None) -> dict[str, Any]:
        """The standard's types by name, of a kind as `isdtype` knows it, or of several."""
        known = {name: np.dtype(name) for name in _dtypes.NUMBERS if name not in ("bfloat16", "float16")}
        return {name: t for name, t in known.items() if kind is None or _data_types.isdtype(t, kind)}


def __array_namespace_info__() -> Info:  # noqa: N807 (the standard's name)
    """What `pydl4j.nd` can do, where, and in which types."""
    return Info()
