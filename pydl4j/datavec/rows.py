"""Rows in memory, as users have them, on their way to Java."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from pydl4j._record import as_json


def rows_of(given: Any) -> list[Any]:
    """Rows as ``json.dumps`` takes them, what is missing as None.

    Parameters
    ----------
    given : iterable of mapping or sequence, or a pandas table
        Names of a table's columns become text; times become milliseconds since 1970-01-01 UTC.

    Raises
    ------
    ValueError
        When two columns of a table have one name.
    TypeError
        For what is no row.
    """
    if hasattr(given, "columns") and hasattr(given, "iloc"):
        return _of_table(given)
    if isinstance(given, (str, bytes, Mapping)):
        raise TypeError(f"[rows] got a {type(given).__name__}; expected a list of rows, or a table.")
    return [_row(row) for row in given]


def _of_table(table: Any) -> list[dict[str, Any]]:
    names = column_names(table)
    columns = [[_value(v) for v in table.iloc[:, i].tolist()] for i in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def column_names(table: Any) -> list[str]:
    """Names of a table's columns as text, all different."""
    names = [str(name) for name in table.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"[rows] columns share a name: got {twice} twice; expected distinct names. Rename one.")
    return names


def _row(row: Mapping[str, Any] | Sequence[Any]) -> Any:
    if isinstance(row, Mapping):
        return {str(name): _value(v) for name, v in row.items()}
    if isinstance(row, (str, bytes)) or not isinstance(row, (Iterable, np.ndarray)):
        raise TypeError(f"[rows] got a {type(row).__name__} for a row; expected a mapping by column, or a sequence.")
    return [_value(v) for v in row]


def _value(v: Any) -> Any:
    """A value of a column; NaN, NaT and pandas' NA are missing ones."""
    if v is None or type(v).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(v, (float, np.floating)):
        return None if math.isnan(v) else float(v)
    if isinstance(v, np.datetime64):
        return None if np.isnat(v) else int(v.astype("datetime64[ms]").astype(np.int64))
    if hasattr(v, "timestamp"):
        return _milliseconds(v)
    return as_json(v)


def _milliseconds(time: Any) -> int:
    """Of a datetime; one without a zone is UTC."""
    from datetime import timezone

    return round((time if time.tzinfo else time.replace(tzinfo=timezone.utc)).timestamp() * 1000)
