"""What the columns of a record are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydl4j import _html
from pydl4j._generated.transforms import Column
from pydl4j._record import Record, reading


class Schema(Record):
    """The columns of a record, in order. DL4J: Schema.

    Parameters
    ----------
    columns : iterable of Column
        With distinct names.

    Examples
    --------
    >>> schema = Schema.builder().add_column_double("size").add_column_categorical("kind", ["cat", "dog"]).build()
    >>> schema.names
    ['size', 'kind']
    """

    __slots__ = ()

    def __init__(self, columns: Iterable[Column]) -> None:
        columns = list(columns)
        names = [c.name for c in columns]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"[schema] columns share a name: got {twice} twice; expected distinct names. Rename one.")
        super().__init__(columns=columns)

    @staticmethod
    def builder() -> SchemaBuilder:
        """A builder that adds columns one after another."""
        return SchemaBuilder()

    @staticmethod
    def from_json(text: str | dict[str, Any]) -> Schema:
        """The schema that JSON, as text or parsed, describes."""
        with reading("schema"):
            parsed = json.loads(text) if isinstance(text, str) else text
            return Schema(
                Column(
                    c["name"],
                    type=c["type"].lower(),
                    categories=c.get("categories", ()),
                    shape=c.get("shape", ()),
                    min=c.get("min"),
                    max=c.get("max"),
                    guessed=c.get("guessed", False),
                )
                for c in parsed["columns"]
            )

    def _repr_html_(self) -> str:
        return _html.table(["column", "type", "values"], [[c.name, c.type, _values(c)] for c in self.columns])

    def to_json(self) -> str:
        """As Java reads it."""
        return json.dumps(self.to_dict())

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [c.name for c in self.columns]

    def __len__(self) -> int:
        return len(self.columns)


def _values(column: Column) -> str:
    """What values a column may have, in words."""
    fields = column._fields
    parts = [", ".join(map(repr, fields.get("categories", ())))]
    if fields.get("shape"):
        parts.append("shape " + " x ".join(map(str, fields["shape"])))
    low, high = fields.get("min"), fields.get("max")
    if low is not None or high is not None:
        parts.append(f"{'' if low is None else low} to {'' if high is None else high}")
    if fields.get("guessed"):
        parts.append("guessed")
    return "; ".join(part for part in parts if part)


class SchemaBuilder:
    """Adds columns one after another, as DL4J's Schema.Builder."""

    def __init__(self) -> None:
        self._columns: list[Column] = []

    def add(self, column: Column) -> SchemaBuilder:
        """Any column."""
        self._columns.append(column)
        return self

    def _add_all(self, names: Iterable[str], kind: str) -> SchemaBuilder:
        for name in names:
            self.add(Column(name, type=kind))
        return self

    def add_column_integer(self, *names: str, min: int | None = None, max: int | None = None) -> SchemaBuilder:
        """Whole numbers of 32 bits; values outside min..max are invalid."""
        for name in names:
            self.add(Column(name, type="integer", min=min, max=max))
        return self

    def add_column_long(self, *names: str) -> SchemaBuilder:
        """Whole numbers of 64 bits."""
        return self._add_all(names, "long")

    def add_column_double(self, *names: str, min: float | None = None, max: float | None = None) -> SchemaBuilder:
        """Numbers of 64 bits; values outside min..max are invalid."""
        for name in names:
            self.add(Column(name, type="double", min=min, max=max))
        return self

    def add_column_float(self, *names: str) -> SchemaBuilder:
        """Numbers of 32 bits."""
        return self._add_all(names, "float")

    def add_column_boolean(self, *names: str) -> SchemaBuilder:
        """true and false, or 1 and 0."""
        return self._add_all(names, "boolean")

    def add_column_string(self, *names: str) -> SchemaBuilder:
        """Text."""
        return self._add_all(names, "string")

    def add_column_time(self, *names: str) -> SchemaBuilder:
        """Milliseconds since 1970-01-01 UTC."""
        return self._add_all(names, "time")

    def add_column_categorical(self, name: str, categories: Iterable[str]) -> SchemaBuilder:
        """One of the categories."""
        return self.add(Column(name, type="categorical", categories=list(categories)))

    def add_column_ndarray(self, name: str, shape: Iterable[int]) -> SchemaBuilder:
        """Arrays of that shape."""
        return self.add(Column(name, type="ndarray", shape=list(shape)))

    def add_column_image(self, name: str, *, channels: int, height: int, width: int) -> SchemaBuilder:
        """Images of that size."""
        return self.add(Column(name, type="image", shape=[channels, height, width]))

    def build(self) -> Schema:
        """The schema."""
        return Schema(self._columns)
