"""Arrays as text, as NumPy prints its own; of large ones no more is read than is shown."""

from __future__ import annotations

from typing import Any

import numpy as np

from pydl4j import _html
from pydl4j.nd.core import _dtypes
from pydl4j.nd.core._held import Held

__all__ = ["get_printoptions", "printoptions", "set_printoptions"]

_chosen: dict[str, Any] = {}
_MATRIX = 2
_SIDE = 6  # rows and columns at each end of a table that is cut


class _PrintOptions:
    """Print options that were changed: they stay so, or end with the ``with`` block that this opens."""

    def __init__(self, before: dict[str, Any]) -> None:
        self._before = before

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        _chosen.clear()
        _chosen.update(self._before)


def set_printoptions(
    *,
    precision: int | None = None,
    threshold: int | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    suppress: bool | None = None,
    nanstr: str | None = None,
    infstr: str | None = None,
    sign: str | None = None,
    floatmode: str | None = None,
) -> _PrintOptions:
    """Sets how arrays are printed; what is None stays. NumPy's own arrays are left alone.

    Parameters
    ----------
    precision : int, default 8
        Digits after the point.
    threshold : int, default 1000
        Of arrays with more elements only the edges are shown.
    edgeitems : int, default 3
        How many elements at each edge.
    linewidth : int, default 75
        Characters per line.
    suppress : bool, default False
        Whether numbers are never written with exponents.
    nanstr, infstr, sign, floatmode : str
        As in ``numpy.set_printoptions``.

    Returns
    -------
    object
        May open a ``with`` block, at whose end the options are what they were.

    Examples
    --------
    >>> from pydl4j import nd
    >>> with nd.printoptions(precision=2):
    ...     print(nd.array([1 / 3]))
    [0.33]
    """
    given: dict[str, Any] = {
        "precision": precision, "threshold": threshold, "edgeitems": edgeitems, "linewidth": linewidth,
        "suppress": suppress, "nanstr": nanstr, "infstr": infstr, "sign": sign, "floatmode": floatmode,
    }  # fmt: skip
    chosen = {k: v for k, v in given.items() if v is not None}
    before = dict(_chosen)
    with np.printoptions(**chosen):  # NumPy checks them
        _chosen.update(chosen)
    return _PrintOptions(before)


printoptions = set_printoptions  # NumPy's name for ``with`` blocks


def get_printoptions() -> dict[str, Any]:
    """The print options by name; where none was set, NumPy's."""
    own = set_printoptions.__kwdefaults__ or {}
    return {k: v for k, v in (np.get_printoptions() | _chosen).items() if k in own}


def text(x: Held) -> str:
    """What ``str`` gives."""
    if x.closed:
        return "array(closed)"
    with np.printoptions(**_chosen):
        return np.array2string(_edges(x), threshold=_threshold(x))


def representation(x: Held) -> str:
    """What ``repr`` gives: the type is named where Python's numbers would not become it."""
    if x.closed:
        return "array(closed)"
    if x.size:
        with np.printoptions(**_chosen):
            body = np.array2string(_edges(x), threshold=_threshold(x), separator=", ", prefix="array(")
    else:
        body = "[]" if x.ndim == 1 else f"[], shape={x.shape}"
    name = _dtypes.NAMES[x._number]
    is_usual = name in ("int64", "bool", "float32")
    return f"array({body})" if is_usual else f"array({body}, dtype={name})"


def shown(x: Held) -> str:
    """What notebooks show: a table of one or two axes, with gaps where it is large; text of others."""
    if x.closed:
        return _html.lines("array(closed)")
    caption = f"array {list(x.shape)} {_dtypes.NAMES[x._number]}"
    if x.ndim not in (1, _MATRIX) or not x.size:
        return _html.table([], [], caption=caption) + _html.lines(text(x))
    places = [_places(d) for d in x.shape]
    values = np.atleast_2d(_taken(x, [[p for p in of if p is not None] for of in places]))
    rows = iter(values.tolist())
    cells: list[list[Any]] = []
    for row in places[0] if x.ndim == _MATRIX else [0]:
        given = iter(() if row is None else next(rows))
        name = "⋮" if row is None else str(row) if x.ndim == _MATRIX else ""
        cells.append([name, *("⋯" if row is None or c is None else next(given) for c in places[-1])])
    return _html.table(["", *("⋯" if c is None else c for c in places[-1])], cells, caption=caption, names=1)


def _places(d: int) -> list[int | None]:
    """The places of an axis that a table shows, None for a gap."""
    return [*range(d)] if d <= 2 * _SIDE else [*range(_SIDE), None, *range(d - _SIDE, d)]


def _taken(x: Held, kept: list[list[int]]) -> np.ndarray:
    return np.asarray(x._with_view(x._np[np.ix_(*kept)]))


def _threshold(x: Held) -> int:
    given = np.get_printoptions()["threshold"]
    return 0 if x.size > given else given


def _edges(x: Held) -> np.ndarray:
    """The elements that are shown, and one more per axis where some are left out."""
    options = np.get_printoptions()
    n = options["edgeitems"]
    if x.size > options["threshold"]:
        kept = [(*range(n + 1), *range(d - n, d)) if d > 2 * n + 1 else range(d) for d in x.shape]
        x = x._with_view(x._np[np.ix_(*kept)])
    return np.asarray(x)
