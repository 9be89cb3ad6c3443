"""Parameter spaces, and templates that have them in place of values."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from typing import Any

from pydl4j._record import Record, snake


@dataclasses.dataclass(frozen=True)
class ContinuousParameterSpace:
    """A real number in [low, high].

    Parameters
    ----------
    low, high : float
        Bounds, both included, low < high.
    log : bool
        Spread evenly over the logarithm: for learning rates and other factors. Then low > 0.

    Raises
    ------
    ValueError
        When the bounds are not finite, not in order, or not positive with log.

    Notes
    -----
    DL4J: ContinuousParameterSpace, and with log LogUniformDistribution.

    Examples
    --------
    >>> from pydl4j.arbiter import ContinuousParameterSpace
    >>> ContinuousParameterSpace(1e-4, 1e-1, log=True).grid(4)
    [0.0001, 0.001, 0.01, 0.1]
    """

    low: float
    high: float
    log: bool = dataclasses.field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        _check_bounds(self, math.isfinite(self.low) and math.isfinite(self.high))

    def grid(self, points: int) -> list[float]:
        """That many values, the bounds included, evenly spread (over the logarithm with log)."""
        return [_between(self, i / max(points - 1, 1)) for i in range(points)]


@dataclasses.dataclass(frozen=True)
class IntegerParameterSpace:
    """A whole number in [low, high].

    Parameters
    ----------
    low, high : int
        Bounds, both included, low < high.
    step : int
        Only low, low + step, low + 2 step, ...; not with log.
    log : bool
        Spread evenly over the logarithm: for widths. Then low >= 1.

    Raises
    ------
    ValueError
        When the bounds are not whole, not in order, or not positive with log.

    Notes
    -----
    DL4J: IntegerParameterSpace.

    Examples
    --------
    >>> from pydl4j.arbiter import IntegerParameterSpace
    >>> IntegerParameterSpace(32, 256, log=True).grid(4)
    [32, 64, 128, 256]
    """

    low: int
    high: int
    step: int = dataclasses.field(default=1, kw_only=True)
    log: bool = dataclasses.field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        _check_bounds(self, all(isinstance(bound, int) for bound in (self.low, self.high, self.step)))
        if self.step < 1 or (self.log and self.step != 1):
            raise ValueError(f"[parameter space] step: got {self!r}; expected step >= 1, and 1 with log.")

    def grid(self, points: int) -> list[int]:
        """At most that many values, the low bound included, evenly spread (over the logarithm with log)."""
        values = (round(_between(self, i / max(points - 1, 1))) for i in range(points))
        return sorted({self.low + (value - self.low) // self.step * self.step for value in values})


@dataclasses.dataclass(frozen=True, init=False)
class DiscreteParameterSpace:
    """One of some values, which have no order for the sampler.

    Parameters
    ----------
    *values : object
        At least one; None, bool, int, float and str are stored as they are, others by their repr, which must differ.

    Raises
    ------
    ValueError
        When there is no value, or two have the same repr.

    Notes
    -----
    DL4J: DiscreteParameterSpace, BooleanSpace.

    Examples
    --------
    >>> from pydl4j.arbiter import DiscreteParameterSpace
    >>> DiscreteParameterSpace("relu", "tanh").grid(4)
    ['relu', 'tanh']
    """

    values: tuple[Any, ...]

    def __init__(self, *values: Any) -> None:
        object.__setattr__(self, "values", values)
        if len({repr(value) for value in values}) != max(len(values), 1):
            raise ValueError(f"[parameter space] values: got {values!r}; expected at least one, all different.")

    def grid(self, points: int) -> list[Any]:
        """All values, however many points are asked for."""
        return list(self.values)

    def stored(self) -> list[Any]:
        """The values as a storage keeps them."""
        return [v if v is None or isinstance(v, (bool, int, float, str)) else repr(v) for v in self.values]


ParameterSpace = ContinuousParameterSpace | IntegerParameterSpace | DiscreteParameterSpace
SPACES = (ContinuousParameterSpace, IntegerParameterSpace, DiscreteParameterSpace)


def open_choices(template: Any) -> dict[str, ParameterSpace]:
    """The spaces in a template by their paths, e.g. ``{"layers[0].n_out": IntegerParameterSpace(32, 256)}``."""
    found: dict[str, ParameterSpace] = {}

    def note(path: str, space: ParameterSpace) -> ParameterSpace:
        found[path] = space
        return space

    _walk(template, "", note)
    return found


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with each space replaced by the value of its path; the template itself stays as it is."""
    return _walk(template, "", lambda path, _: values[path])


def _walk(node: Any, path: str, replace: Callable[[str, ParameterSpace], Any]) -> Any:
    if isinstance(node, SPACES):
        return replace(path or "value", node)
    if isinstance(node, Mapping):
        return {key: _walk(value, f"{path}.{key}" if path else str(key), replace) for key, value in node.items()}
    if isinstance(node, (list, tuple)) and not hasattr(node, "_fields"):
        return type(node)(_walk(value, f"{path}[{i}]", replace) for i, value in enumerate(node))
    if isinstance(node, Record):
        make, (kind, old) = node.__reduce__()
        new = {
            name: _walk(value, f"{path}.{snake(name)}" if path else snake(name), replace) for name, value in old.items()
        }
        return node if all(new[name] is old[name] for name in old) else make(kind, new)
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        names = [field.name for field in dataclasses.fields(node) if field.init]
        old = {name: getattr(node, name) for name in names}
        new = {name: _walk(value, f"{path}.{name}" if path else name, replace) for name, value in old.items()}
        return node if all(new[name] is old[name] for name in names) else dataclasses.replace(node, **new)
    return node


def _between(space: ContinuousParameterSpace | IntegerParameterSpace, part: float) -> float:
    if part in (0, 1):
        return space.high if part else space.low
    if space.log:
        return float(f"{space.low * (space.high / space.low) ** part:.12g}")
    return space.low + (space.high - space.low) * part


def _check_bounds(space: ContinuousParameterSpace | IntegerParameterSpace, are_numbers: bool) -> None:
    if not are_numbers or not space.low < space.high or (space.log and space.low <= 0):
        kind = "whole" if isinstance(space, IntegerParameterSpace) else "finite"
        raise ValueError(
            f"[parameter space] bounds: got {space!r}; expected {kind} numbers, low < high, and low > 0 with log."
        )
