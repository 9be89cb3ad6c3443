"""Steps over records: a value that runs here, on Spark and in serving."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydl4j import _jvm
from pydl4j._generated import transforms as t
from pydl4j._record import Record, as_json, reading
from pydl4j.datavec import _json
from pydl4j.datavec.schema import Schema


class Executed(NamedTuple):
    """What became of rows.

    Attributes
    ----------
    rows : list of list
        Transformed rows, values in the order of the final schema; None is a missing value.
    invalid_count : int
        How many could not be used.
    invalid_rows : list of dict
        The first of them: ``origin`` (uri, position) and ``reason``.
    """

    rows: list[list[Any]]
    invalid_count: int
    invalid_rows: list[dict[str, Any]]

    @staticmethod
    def from_json(text: str) -> Executed:
        """As the bridge writes it."""
        parsed = json.loads(text)
        return Executed(parsed["rows"], parsed["invalidCount"], parsed["invalidRows"])


class TransformProcess(Record):
    """A list of transforms over a schema. DL4J: TransformProcess.

    Parameters
    ----------
    initial_schema : Schema
        Of the rows that go in.
    transforms : sequence of Transform
        In order; see the module's transforms.

    Examples
    --------
    >>> schema = Schema.builder().add_column_double("size").add_column_categorical("kind", ["cat", "dog"]).build()
    >>> process = TransformProcess.builder(schema).categorical_to_one_hot("kind").build()
    >>> process.final_schema.names
    ['size', 'kind[cat]', 'kind[dog]']
    >>> process.execute([[2.0, "dog"]]).rows
    [[2.0, 0, 1]]
    """

    __slots__ = ()

    def __init__(self, initial_schema: Schema, transforms: Sequence[t.Transform] = ()) -> None:
        super().__init__(initialSchema=initial_schema, transforms=list(transforms))

    @staticmethod
    def builder(initial_schema: Schema) -> TransformProcessBuilder:
        """A builder that adds transforms one after another."""
        return TransformProcessBuilder(initial_schema)

    @staticmethod
    def from_json(text: str | dict[str, Any]) -> TransformProcess:
        """The process that JSON, as text or parsed, describes."""
        with reading("transform process"):
            parsed = json.loads(text) if isinstance(text, str) else text
            return TransformProcess(Schema.from_json(parsed["initialSchema"]), _json.value(parsed["transforms"]))

    def to_json(self) -> str:
        """As Java reads it."""
        return json.dumps(self.to_dict())

    @property
    def final_schema(self) -> Schema:
        """Of the rows that come out.

        Raises
        ------
        ValueError
            When a transform does not fit its schema; the message names the transform, the column and the nearest name.
        """
        return Schema.from_json(_jvm.call("LocalDatavec", "finalSchema", self.to_json()))

    def execute(self, rows: Iterable[Sequence[Any] | Mapping[str, Any]], *, invalid: str = "fail") -> Executed:
        """Transforms rows in memory.

        Parameters
        ----------
        rows : iterable of sequence or mapping
            Values in the schema's order, or by column name; None is a missing value.
        invalid : {"fail", "collect"}
            Whether the first row that can't be used raises, or such rows are counted and left out.
        """
        given = json.dumps(as_json(list(rows)))
        return Executed.from_json(_jvm.call("LocalDatavec", "execute", self.to_json(), given, invalid))


class TransformProcessBuilder:
    """Adds transforms one after another; names are DL4J's. `build` checks them against the schema."""

    def __init__(self, initial_schema: Schema) -> None:
        self._schema = initial_schema
        self._transforms: list[t.Transform] = []

    def add(self, *transforms: t.Transform) -> TransformProcessBuilder:
        """Any transforms."""
        self._transforms.extend(transforms)
        return self

    def remove_columns(self, *columns: str) -> TransformProcessBuilder:
        """Drops the columns."""
        return self.add(t.RemoveColumns(columns))

    def remove_all_columns_except_for(self, *columns: str) -> TransformProcessBuilder:
        """Drops all other columns."""
        return self.add(t.KeepColumns(columns))

    def rename_column(self, column: str, new_name: str) -> TransformProcessBuilder:
        """Gives a column another name."""
        return self.add(t.RenameColumn(column, new_name=new_name))

    def reorder_columns(self, *columns: str) -> TransformProcessBuilder:
        """Puts these columns first."""
        return self.add(t.ReorderColumns(columns))

    def duplicate_column(self, column: str, new_name: str) -> TransformProcessBuilder:
        """Adds a copy of a column."""
        return self.add(t.DuplicateColumn(column, new_name=new_name))

    def add_constant_column(self, column: t.Column, value: Any) -> TransformProcessBuilder:
        """Adds a column with the same value in every row."""
        return self.add(t.AddConstantColumn(column, value=_text(value)))

    def categorical_to_integer(self, *columns: str) -> TransformProcessBuilder:
        """Replaces categories by their index."""
        return self.add(*(t.CategoricalToInteger(c) for c in columns))

    def categorical_to_one_hot(self, *columns: str) -> TransformProcessBuilder:
        """Replaces a column by one column per category."""
        return self.add(*(t.CategoricalToOneHot(c) for c in columns))

    def integer_to_categorical(self, column: str, categories: Sequence[str]) -> TransformProcessBuilder:
        """Replaces an index by its category."""
        return self.add(t.IntegerToCategorical(column, categories=categories))

    def integer_to_one_hot(self, column: str, *, min: int, max: int) -> TransformProcessBuilder:
        """Replaces a column by one column per value min..max."""
        return self.add(t.IntegerToOneHot(column, min=min, max=max))

    def string_to_categorical(self, column: str, categories: Sequence[str]) -> TransformProcessBuilder:
        """Declares text to be categorical."""
        return self.add(t.StringToCategorical(column, categories=categories))

    def math_op(self, column: str, op: str, scalar: float) -> TransformProcessBuilder:
        """X op scalar; op is add, subtract, multiply, divide, modulus, reverse_subtract, scalar_min, ..."""
        return self.add(t.ScalarMath(column, op=op, scalar=scalar))

    double_math_op = integer_math_op = long_math_op = float_math_op = math_op

    def columns_math_op(self, new_column: str, op: str, *columns: str) -> TransformProcessBuilder:
        """Adds a column: the columns joined by the op."""
        return self.add(t.ColumnsMath(new_column, op=op, columns=columns))

    double_columns_math_op = integer_columns_math_op = long_columns_math_op = columns_math_op

    def math_function(self, column: str, function: str) -> TransformProcessBuilder:
        """F(x): abs, ceil, cos, exp, floor, log, log10, signum, sin, sqrt, tan, tanh and others."""
        return self.add(t.ColumnFunction(column, function=function))

    double_math_function = float_math_function = math_function

    def min_max_normalize(self, column: str, *, min: float, max: float) -> TransformProcessBuilder:
        """Scales min..max to 0..1."""
        return self.add(t.MinMaxNormalize(column, min=min, max=max))

    def standardize(self, column: str, *, mean: float, std: float) -> TransformProcessBuilder:
        """(x - mean) / std."""
        return self.add(t.StandardizeColumn(column, mean=mean, std=std))

    def conditional_replace_value(self, column: str, new_value: Any, condition: t.Condition) -> TransformProcessBuilder:
        """Replaces the value where the condition holds."""
        return self.add(t.ConditionalReplace(column, new_value=_text(new_value), condition=condition))

    def replace_missing(self, column: str, value: Any) -> TransformProcessBuilder:
        """Puts a value where one is missing."""
        return self.add(t.ReplaceMissing(column, value=_text(value)))

    def filter(self, condition: t.Condition) -> TransformProcessBuilder:
        """Removes the rows for which the condition holds."""
        return self.add(t.Filter(condition))

    def replace_string(self, column: str, replacements: Mapping[str, str]) -> TransformProcessBuilder:
        """Replaces every match of regular expressions, in order."""
        pairs = [t.Replacement(regex, with_=text) for regex, text in replacements.items()]
        return self.add(t.ReplaceString(column, replacements=pairs))

    def map_string(self, column: str, mapping: Mapping[str, str]) -> TransformProcessBuilder:
        """Replaces whole texts by others."""
        return self.add(t.MapString(column, mapping=mapping))

    def append_string(self, column: str, suffix: str) -> TransformProcessBuilder:
        """Appends a text."""
        return self.add(t.AppendString(column, suffix=suffix))

    def change_case(self, column: str, letters: str) -> TransformProcessBuilder:
        """Makes letters "lower" or "upper" case."""
        return self.add(t.ChangeCase(column, letters=letters))

    def remove_whitespace(self, column: str) -> TransformProcessBuilder:
        """Removes all white space."""
        return self.add(t.RemoveWhitespace(column))

    def convert_to(self, column: str, type: str) -> TransformProcessBuilder:
        """Converts numbers and text to "double", "float", "integer", "long", "boolean" or "string"."""
        return self.add(t.ConvertTo(column, type=type))

    def convert_to_double(self, column: str) -> TransformProcessBuilder:
        """Converts to "double"."""
        return self.convert_to(column, "double")

    def convert_to_integer(self, column: str) -> TransformProcessBuilder:
        """Converts to "integer"; the fraction is cut."""
        return self.convert_to(column, "integer")

    def convert_to_string(self, column: str) -> TransformProcessBuilder:
        """Converts to text."""
        return self.convert_to(column, "string")

    def string_to_time(self, column: str, format: str) -> TransformProcessBuilder:
        """Reads points in time, UTC; format as in ``yyyy-MM-dd HH:mm:ss``."""
        return self.add(t.StringToTime(column, format=format))

    def derive_columns_from_time(self, column: str, derived: Mapping[str, str]) -> TransformProcessBuilder:
        """Adds columns with parts of a time: new name to year, month, day_of_month, day_of_week, hour_of_day, ..."""
        parts = [t.Derived(name, field=field) for name, field in derived.items()]
        return self.add(t.DeriveColumnsFromTime(column, derived=parts))

    def resize_image(self, column: str, *, height: int, width: int) -> TransformProcessBuilder:
        """Resizes images, bilinear."""
        return self.add(t.ResizeImage(column, height=height, width=width))

    def crop_image(self, column: str, *, top: int, left: int, height: int, width: int) -> TransformProcessBuilder:
        """Cuts out a rectangle."""
        return self.add(t.CropImage(column, top=top, left=left, height=height, width=width))

    def flip_image(self, column: str, *, vertical: bool = False) -> TransformProcessBuilder:
        """Mirrors images left to right, or top to bottom."""
        return self.add(t.FlipImage(column, vertical=vertical))

    def image_to_gray(self, column: str) -> TransformProcessBuilder:
        """Makes one channel of three."""
        return self.add(t.ImageToGray(column))

    def image_to_array(self, column: str, *, min: float = 0.0, max: float = 1.0) -> TransformProcessBuilder:
        """Scales pixels 0..255 to min..max, as an array [C, H, W]."""
        return self.add(t.ImageToArray(column, min=min, max=max))

    def build(self) -> TransformProcess:
        """The process.

        Raises
        ------
        ValueError
            When a transform does not fit its schema.
        """
        process = TransformProcess(self._schema, self._transforms)
        process.final_schema  # noqa: B018 (Java checks every step)
        return process


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
