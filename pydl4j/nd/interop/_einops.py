"""Makes einops know nd's arrays, as soon as einops is imported and not before."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from pydl4j.nd.core._operators import Operators
from pydl4j.nd.core._public import namespace

_BACKENDS = "einops._backends"


class _WhenImported(MetaPathFinder):
    """Finds nothing itself; the module of einops's backends gets one more when somebody imports it."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != _BACKENDS or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            _add(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def register() -> None:
    """Adds nd to einops's backends, now or when it is imported."""
    if _BACKENDS in sys.modules:
        _add(sys.modules[_BACKENDS])
    else:
        sys.meta_path.insert(0, _WhenImported())


def _add(backends: ModuleType) -> None:
    """einops asks all subclasses of its backend whose module is imported whether a tensor is theirs."""
    nd = namespace()

    class NdBackend(backends.AbstractBackend):  # type: ignore[name-defined, misc]
        framework_name = "pydl4j.nd"

        def is_appropriate_type(self, tensor: Any) -> bool:
            return isinstance(tensor, Operators)

        def from_numpy(self, x: Any) -> Any:
            return nd.asarray(x)

        def to_numpy(self, x: Any) -> Any:
            return x.numpy()

        def arange(self, start: int, stop: int) -> Any:
            return nd.arange(start, stop)

        def transpose(self, x: Any, axes: Sequence[int]) -> Any:
            return nd.permute_dims(x, tuple(axes))

        def reduce(self, x: Any, operation: str, axes: Sequence[int]) -> Any:
            return getattr(nd, operation)(x, axis=tuple(axes))

        def stack_on_zeroth_dimension(self, tensors: list[Any]) -> Any:
            return nd.stack(tensors)

        def add_axis(self, x: Any, new_position: int) -> Any:
            return nd.expand_dims(x, axis=new_position)

        def tile(self, x: Any, repeats: Sequence[int]) -> Any:
            return nd.tile(x, tuple(repeats))

        def concat(self, tensors: Sequence[Any], axis: int) -> Any:
            return nd.concat(list(tensors), axis=axis)

        def is_float_type(self, x: Any) -> bool:
            return bool(nd.isdtype(x.dtype, ("real floating", "complex floating")))

        def einsum(self, pattern: str, *x: Any) -> Any:
            return nd.einsum(pattern, *x)

    backends.__dict__.setdefault("_pydl4j", NdBackend)  # subclasses are held weakly
