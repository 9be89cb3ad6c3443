"""Tables in memory: pandas, Polars, Arrow, or rows as dicts; and what turns their columns into numbers."""

from __future__ import annotations

import json
import math
import numbers
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timezone
from typing import Any

from pydl4j._generated.transforms import CategoricalToOneHot, Column, ReplaceMissing, StandardizeColumn, Transform
from pydl4j._record import as_json
from pydl4j.datavec.columns import Labels

MISSING = "(missing)"
"""The category of what is missing."""
MOST_CATEGORIES = 100
MOST_CLASSES = 1000
Row = Mapping[str, Any] | Sequence[Any]


def rows_of(table: Any, columns: Iterable[str] | None = None) -> list[Row]:
    """The rows of a table or of another iterable, what is missing as None.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame, pyarrow.Table or iterable of rows
        Columns have distinct names.
    columns : iterable of str, optional
        Those to take as far as the table has them; None: all.

    Raises
    ------
    ValueError
        When two columns of a table have one name.
    TypeError
        For what is no row.
    """
    names = getattr(table, "column_names", None) or getattr(table, "columns", None)
    if names is None:
        return _each(table)
    twice = sorted(name for name, count in Counter(map(str, names)).items() if count > 1)
    if twice:
        raise ValueError(f"[table] columns share a name: got {twice} twice; expected distinct names. Rename one.")
    wanted = None if columns is None else set(columns)
    rows = _rows(table, [name for name in names if wanted is None or str(name) in wanted])
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def told(table: Any, columns: Iterable[str]) -> str:
    """The rows as Java reads them, JSON; times are milliseconds since 1970-01-01 UTC."""
    rows = rows_of(table, columns)
    return json.dumps(
        [
            {name: _number_of_time(value) for name, value in row.items()}
            if isinstance(row, Mapping)
            else [_number_of_time(value) for value in row]
            for row in rows
        ]
    )


def _number_of_time(value: Any) -> Any:
    if not hasattr(value, "timestamp"):
        return as_json(value)
    aware = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    return round(aware.timestamp() * 1000)


def _each(rows: Iterable[Any]) -> list[Row]:
    if isinstance(rows, (str, bytes, Mapping)):
        raise TypeError(f"[rows] got a {type(rows).__name__}; expected a list of rows, or a table.")
    made: list[Row] = []
    for row in rows:
        if isinstance(row, Mapping):
            made.append({str(name): _plain(value) for name, value in row.items()})
        elif isinstance(row, Iterable) and not isinstance(row, (str, bytes)):
            made.append([_plain(value) for value in row])
        else:
            raise TypeError(
                f"[rows] got a {type(row).__name__} for a row; expected a mapping by column, or a sequence."
            )
    return made


def _rows(table: Any, names: list[Any]) -> list[dict[Any, Any]]:
    rows: list[dict[Any, Any]]
    if hasattr(table, "to_pylist"):  # Arrow
        rows = table.select(names).to_pylist()
    elif hasattr(table, "to_dicts"):  # Polars
        rows = table.select(names).to_dicts()
    else:
        kept = table[names]
        rows = kept.astype(object).where(kept.notna(), None).to_dict("records")
    return rows


@dataclass(frozen=True)
class Fitted:
    """A column as its values are, and what makes numbers of it, whose gaps are filled."""

    column: Column
    transforms: Sequence[Transform]

    @property
    def made(self) -> list[str]:
        """The columns that it becomes."""
        if isinstance(self.transforms[-1], CategoricalToOneHot):
            return [f"{self.column.name}[{category}]" for category in self.column.categories]
        return [self.column.name]


def fitted(table: Any, *, features: Iterable[str], labels: Sequence[Labels]) -> tuple[list[Fitted], list[Column]]:
    """The columns of a table that a model is to learn from, without `features` all, and those of labels.

    Raises
    ------
    ValueError
        For no rows, columns that are not there, gaps in labels, or a column that is neither numbers, truths nor at most
        100 different texts.
    """
    given = rows_of(table)
    rows = [row for row in given if isinstance(row, Mapping)]
    if not rows or len(rows) < len(given):
        raise ValueError(
            "[table] has no rows with names: got none, or rows without names; expected a DataFrame, or dicts."
        )
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    kinds = {name: label.kind for label in labels for name in label.columns}
    chosen = list(dict.fromkeys(features)) or [name for name in names if name not in kinds]
    for name in (*chosen, *kinds):
        if name not in names:
            raise ValueError(f"[table] has no column {name!r}: got {names}. Name one of them.")
    values = {name: [_plain(row.get(name)) for row in rows] for name in (*chosen, *kinds)}
    return (
        [_feature(name, values[name]) for name in chosen],
        [_label(name, values[name], kind) for name, kind in kinds.items()],
    )


def _plain(value: Any) -> Any:
    """Without NumPy's types, a NaN as None."""
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    value = value.item() if getattr(value, "ndim", 1) == 0 else value
    return None if isinstance(value, float) and math.isnan(value) else value


def _feature(name: str, values: list[Any]) -> Fitted:
    given = [value for value in values if value is not None]
    gaps = len(given) < len(values)
    if not given:
        raise ValueError(f"[table] column {name!r} is empty: got no value in it. Leave it out by features=[...].")
    if all(isinstance(value, bool) for value in given):
        usual = str(Counter(given).most_common(1)[0][0]).lower()
        return Fitted(Column(name, type="boolean"), [ReplaceMissing(name, value=usual)])
    if all(_is_number(value) for value in given):
        infinite = next((value for value in given if not math.isfinite(value)), None)
        if infinite is not None:
            raise ValueError(f"[table] column {name!r} is not finite: got {infinite}; expected finite numbers.")
        fill = ReplaceMissing(name, value=repr(float(statistics.median(given))))
        mean, std = statistics.fmean(given), statistics.pstdev(given)
        return Fitted(Column(name, type="double"), [fill, StandardizeColumn(name, mean=mean, std=std or 1.0)])
    categories = _categories(name, given)
    with_gaps = [*categories, MISSING] if gaps and MISSING not in categories else categories
    fill_gaps = [ReplaceMissing(name, value=MISSING)] if gaps else []
    return Fitted(_categorical(name, with_gaps), [*fill_gaps, CategoricalToOneHot(name)])


def _categorical(name: str, categories: list[str]) -> Column:
    return Column(name, type="categorical", categories=categories)


def _label(name: str, values: list[Any], kind: str) -> Column:
    gaps = sum(value is None for value in values)
    if gaps:
        raise ValueError(
            f"[table] label {name!r} is missing in {gaps} of {len(values)} rows; expected one in each. Drop those "
            f"rows, for example by table.dropna(subset=[{name!r}])."
        )
    if not all(_is_number(value) for value in values):
        truths = all(isinstance(value, bool) for value in values)
        return Column(name, type="boolean") if truths else _categorical(name, _categories(name, values))
    if kind == "regression":
        return Column(name, type="double")
    if not all(float(value).is_integer() and 0 <= value < MOST_CLASSES for value in values):
        raise ValueError(
            f"[table] label {name!r} is no class: got numbers from {min(values)} to {max(values)}; expected "
            f'whole ones of 0 to {MOST_CLASSES - 1}. To learn the values: labels=Labels({name!r}, kind="regression").'
        )
    return Column(name, type="integer", min=0, max=int(max(values)))


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _categories(name: str, given: list[Any]) -> list[str]:
    other = next((value for value in given if not isinstance(value, str)), None)
    if other is not None:
        raise ValueError(
            f"[table] column {name!r} holds {type(other).__name__}, as {other!r}; expected numbers, truths or texts, "
            "one kind in a column. Make numbers or texts of it first, or leave it out by features=[...]."
        )
    categories = sorted(set(given))
    if len(categories) > MOST_CATEGORIES:
        raise ValueError(
            f"[table] column {name!r} has {len(categories)} different texts; expected at most {MOST_CATEGORIES}, as "
            "categories. Leave it out by features=[...], or make numbers of it first."
        )
    return categories
