"""Steps of a TransformProcess, and the conditions that some take.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydl4j._generated.names import ColumnType, ConditionOp, LetterCase, MathFunction, MathOp, TimeField
from pydl4j._record import Record

__all__ = [
    "AddConstantColumn",
    "And",
    "AppendString",
    "CategoricalToInteger",
    "CategoricalToOneHot",
    "ChangeCase",
    "Column",
    "ColumnCondition",
    "ColumnFunction",
    "ColumnsMath",
    "Condition",
    "ConditionalReplace",
    "ConvertTo",
    "CropImage",
    "DeriveColumnsFromTime",
    "Derived",
    "DuplicateColumn",
    "Filter",
    "FlipImage",
    "ImageToArray",
    "ImageToGray",
    "IntegerToCategorical",
    "IntegerToOneHot",
    "IsMissing",
    "KeepColumns",
    "MapString",
    "MinMaxNormalize",
    "Not",
    "Or",
    "RegexCondition",
    "RemoveColumns",
    "RemoveWhitespace",
    "RenameColumn",
    "ReorderColumns",
    "ReplaceMissing",
    "ReplaceString",
    "Replacement",
    "ResizeImage",
    "ScalarMath",
    "StandardizeColumn",
    "StringToCategorical",
    "StringToTime",
    "Transform",
    "Xor",
]


class Transform(Record):
    """One step of a `TransformProcess`: a value that says how a schema changes and how its rows do.

    Missing values (null) stay missing through every step that does not say otherwise; so a pipeline that also
    transforms labels can serve records that have none.
    """

    __slots__ = ()


class AddConstantColumn(Transform):
    """Adds a column that holds the same value in every row.

    DL4J: addConstantColumn.

    Parameters
    ----------
    column : Column
    value : str
        As text in the column type's spelling.

    Examples
    --------
    >>> from pydl4j.datavec import AddConstantColumn, Column
    >>> made = AddConstantColumn(Column("price", type="integer"), value="price")
    >>> made == AddConstantColumn(Column("price", type="integer"), value="price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: Column,
        *,
        value: str,
    ) -> None:
        super().__init__(
            column=column,
            value=value,
        )


class AppendString(Transform):
    """Appends a text.

    DL4J: appendStringColumnTransform.

    Parameters
    ----------
    column : str
    suffix : str

    Examples
    --------
    >>> from pydl4j.datavec import AppendString
    >>> made = AppendString("price", suffix="price")
    >>> made == AppendString("price", suffix="price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        suffix: str,
    ) -> None:
        super().__init__(
            column=column,
            suffix=suffix,
        )


class CategoricalToInteger(Transform):
    """Replaces a category by its index.

    DL4J: categoricalToInteger.

    Parameters
    ----------
    column : str

    Examples
    --------
    >>> from pydl4j.datavec import CategoricalToInteger
    >>> made = CategoricalToInteger("price")
    >>> made == CategoricalToInteger("price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
    ) -> None:
        super().__init__(
            column=column,
        )


class CategoricalToOneHot(Transform):
    """Replaces a categorical column by one INTEGER column per category, named column[category], 1 where it is.

    DL4J: categoricalToOneHot.

    Parameters
    ----------
    column : str

    Examples
    --------
    >>> from pydl4j.datavec import CategoricalToOneHot
    >>> made = CategoricalToOneHot("price")
    >>> made == CategoricalToOneHot("price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
    ) -> None:
        super().__init__(
            column=column,
        )


class ChangeCase(Transform):
    """Makes all letters lower or upper case.

    DL4J: ChangeCaseStringTransform.

    Parameters
    ----------
    column : str
    letters : {"lower", "upper"}

    Examples
    --------
    >>> from pydl4j.datavec import ChangeCase
    >>> made = ChangeCase("price", letters="lower")
    >>> made == ChangeCase("price", letters="lower")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        letters: LetterCase | str,
    ) -> None:
        super().__init__(
            column=column,
            letters=letters,
        )


class ColumnFunction(Transform):
    """f(x), element by element.

    DL4J: doubleMathFunction, floatMathFunction.

    Parameters
    ----------
    column : str
    function : str
        One of "abs", "acos", "asin", "atan", "ceil", "cos", "cosh", "exp", "floor", "log", "log10", "signum",
        "sin", "sinh", "sqrt", "tan", "tanh".

    Examples
    --------
    >>> from pydl4j.datavec import ColumnFunction
    >>> made = ColumnFunction("price", function="abs")
    >>> made == ColumnFunction("price", function="abs")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        function: MathFunction | str,
    ) -> None:
        super().__init__(
            column=column,
            function=function,
        )


class ColumnsMath(Transform):
    """Adds a column: the columns joined by the op from left to right; missing when one of them is.

    Whole when all columns are of one whole type, else DOUBLE. DL4J: doubleColumnsMathOp, integerColumnsMathOp,
    longColumnsMathOp.

    Parameters
    ----------
    new_column : str
    op : str
        One of "add", "subtract", "multiply", "divide", "modulus", "reverse_subtract", "reverse_divide",
        "scalar_min", "scalar_max".
    columns : sequence of str

    Examples
    --------
    >>> from pydl4j.datavec import ColumnsMath
    >>> made = ColumnsMath("price", op="add", columns=["price"])
    >>> made == ColumnsMath("price", op="add", columns=["price"])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        new_column: str,
        *,
        op: MathOp | str,
        columns: Sequence[str],
    ) -> None:
        super().__init__(
            newColumn=new_column,
            op=op,
            columns=columns,
        )


class ConditionalReplace(Transform):
    """Replaces the value of a column where the condition holds.

    DL4J: conditionalReplaceValueTransform.

    Parameters
    ----------
    column : str
    new_value : str
        As text in the column type's spelling.
    condition : Condition or str

    Examples
    --------
    >>> from pydl4j.datavec import ConditionalReplace, IsMissing
    >>> made = ConditionalReplace("price", new_value="price", condition=IsMissing("price"))
    >>> made == ConditionalReplace("price", new_value="price", condition=IsMissing("price"))
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        new_value: str,
        condition: Condition | str,
    ) -> None:
        super().__init__(
            column=column,
            newValue=new_value,
            condition=condition,
        )


class ConvertTo(Transform):
    """Converts numbers, text and categories to numbers or text; whole types cut the fraction; empty text becomes a
    missing number.

    DL4J: convertToDouble, convertToInteger, convertToString.

    Parameters
    ----------
    column : str
    type : str
        DOUBLE, FLOAT, INTEGER, LONG, BOOLEAN or STRING. One of "integer", "long", "double", "float", "boolean",
        "time", "categorical", "string", "bytes", "ndarray", "image".

    Examples
    --------
    >>> from pydl4j.datavec import ConvertTo
    >>> made = ConvertTo("price", type="integer")
    >>> made == ConvertTo("price", type="integer")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        type: ColumnType | str,
    ) -> None:
        super().__init__(
            column=column,
            type=type,
        )


class CropImage(Transform):
    """Cuts out the rectangle of height x width whose upper left corner is (top, left).

    DL4J: CropImageTransform.

    Parameters
    ----------
    column : str
    top : int
    left : int
    height : int
    width : int

    Examples
    --------
    >>> from pydl4j.datavec import CropImage
    >>> made = CropImage("price", top=2, left=2, height=2, width=2)
    >>> made == CropImage("price", top=2, left=2, height=2, width=2)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        top: int,
        left: int,
        height: int,
        width: int,
    ) -> None:
        super().__init__(
            column=column,
            top=top,
            left=left,
            height=height,
            width=width,
        )


class DeriveColumnsFromTime(Transform):
    """Adds INTEGER columns with parts of a TIME column, UTC.

    DL4J: DeriveColumnsFromTimeTransform.

    Parameters
    ----------
    column : str
    derived : sequence of Derived
        The new columns, in order.

    Examples
    --------
    >>> from pydl4j.datavec import DeriveColumnsFromTime, Derived
    >>> made = DeriveColumnsFromTime("price", derived=[Derived("price", field="year")])
    >>> made == DeriveColumnsFromTime("price", derived=[Derived("price", field="year")])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        derived: Sequence[Derived],
    ) -> None:
        super().__init__(
            column=column,
            derived=derived,
        )


class DuplicateColumn(Transform):
    """Adds a copy of a column behind the last one.

    DL4J: duplicateColumn.

    Parameters
    ----------
    column : str
    new_name : str

    Examples
    --------
    >>> from pydl4j.datavec import DuplicateColumn
    >>> made = DuplicateColumn("price", new_name="price")
    >>> made == DuplicateColumn("price", new_name="price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        new_name: str,
    ) -> None:
        super().__init__(
            column=column,
            newName=new_name,
        )


class Filter(Transform):
    """Removes the rows for which the condition holds.

    DL4J: filter(ConditionFilter).

    Parameters
    ----------
    condition : Condition or str

    Examples
    --------
    >>> from pydl4j.datavec import Filter, IsMissing
    >>> made = Filter(IsMissing("price"))
    >>> made == Filter(IsMissing("price"))
    True
    """

    __slots__ = ()

    def __init__(
        self,
        condition: Condition | str,
    ) -> None:
        super().__init__(
            condition=condition,
        )


class FlipImage(Transform):
    """Mirrors images left to right, or top to bottom.

    DL4J: FlipImageTransform.

    Parameters
    ----------
    column : str
    vertical : bool, default False

    Examples
    --------
    >>> from pydl4j.datavec import FlipImage
    >>> made = FlipImage("price")
    >>> made == FlipImage("price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        vertical: bool = False,
    ) -> None:
        super().__init__(
            column=column,
            vertical=vertical,
        )


class ImageToArray(Transform):
    """x / 255 * (max - min) + min as an NDARRAY column [C, H, W].

    DL4J: ScaleImageTransform, ImagePreProcessingScaler.

    Parameters
    ----------
    column : str
    min : float, default 0.0
    max : float, default 1.0

    Examples
    --------
    >>> from pydl4j.datavec import ImageToArray
    >>> made = ImageToArray("price")
    >>> made == ImageToArray("price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        min: float = 0.0,
        max: float = 1.0,
    ) -> None:
        super().__init__(
            column=column,
            min=min,
            max=max,
        )


class ImageToGray(Transform):
    """0.299 red + 0.587 green + 0.114 blue, one channel.

    DL4J: ColorConversionTransform.

    Parameters
    ----------
    column : str

    Examples
    --------
    >>> from pydl4j.datavec import ImageToGray
    >>> made = ImageToGray("price")
    >>> made == ImageToGray("price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
    ) -> None:
        super().__init__(
            column=column,
        )


class IntegerToCategorical(Transform):
    """Replaces an index by its category.

    DL4J: integerToCategorical.

    Parameters
    ----------
    column : str
    categories : sequence of str

    Examples
    --------
    >>> from pydl4j.datavec import IntegerToCategorical
    >>> made = IntegerToCategorical("price", categories=["price"])
    >>> made == IntegerToCategorical("price", categories=["price"])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        categories: Sequence[str],
    ) -> None:
        super().__init__(
            column=column,
            categories=categories,
        )


class IntegerToOneHot(Transform):
    """Replaces an INTEGER column of values min..max by one INTEGER column per value, named column[value].

    DL4J: integerToOneHot.

    Parameters
    ----------
    column : str
    min : int
    max : int

    Examples
    --------
    >>> from pydl4j.datavec import IntegerToOneHot
    >>> made = IntegerToOneHot("price", min=2, max=2)
    >>> made == IntegerToOneHot("price", min=2, max=2)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        min: int,
        max: int,
    ) -> None:
        super().__init__(
            column=column,
            min=min,
            max=max,
        )


class KeepColumns(Transform):
    """Drops all other columns; the order stays.

    DL4J: removeAllColumnsExceptFor.

    Parameters
    ----------
    columns : sequence of str

    Examples
    --------
    >>> from pydl4j.datavec import KeepColumns
    >>> made = KeepColumns(["price"])
    >>> made == KeepColumns(["price"])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        columns: Sequence[str],
    ) -> None:
        super().__init__(
            columns=columns,
        )


class MapString(Transform):
    """Replaces whole texts by others; texts that are not in the map stay.

    DL4J: stringMapTransform.

    Parameters
    ----------
    column : str
    mapping : mapping of str to str

    Examples
    --------
    >>> from pydl4j.datavec import MapString
    >>> made = MapString("price", mapping={"price": "price"})
    >>> made == MapString("price", mapping={"price": "price"})
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        mapping: Mapping[str, str],
    ) -> None:
        super().__init__(
            column=column,
            mapping=mapping,
        )


class MinMaxNormalize(Transform):
    """(x - min) / (max - min) * (new_max - new_min) + new_min, as DOUBLE.

    DL4J: normalize(MinMax).

    Parameters
    ----------
    column : str
    min : float
    max : float
    new_min : float, default 0.0
    new_max : float, default 1.0

    Examples
    --------
    >>> from pydl4j.datavec import MinMaxNormalize
    >>> made = MinMaxNormalize("price", min=0.5, max=0.5)
    >>> made == MinMaxNormalize("price", min=0.5, max=0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        min: float,
        max: float,
        new_min: float = 0.0,
        new_max: float = 1.0,
    ) -> None:
        super().__init__(
            column=column,
            min=min,
            max=max,
            newMin=new_min,
            newMax=new_max,
        )


class RemoveColumns(Transform):
    """Drops the columns.

    DL4J: removeColumns.

    Parameters
    ----------
    columns : sequence of str

    Examples
    --------
    >>> from pydl4j.datavec import RemoveColumns
    >>> made = RemoveColumns(["price"])
    >>> made == RemoveColumns(["price"])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        columns: Sequence[str],
    ) -> None:
        super().__init__(
            columns=columns,
        )


class RemoveWhitespace(Transform):
    """Removes all white space.

    DL4J: stringRemoveWhitespaceTransform.

    Parameters
    ----------
    column : str

    Examples
    --------
    >>> from pydl4j.datavec import RemoveWhitespace
    >>> made = RemoveWhitespace("price")
    >>> made == RemoveWhitespace("price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
    ) -> None:
        super().__init__(
            column=column,
        )


class RenameColumn(Transform):
    """Gives a column another name.

    DL4J: renameColumn.

    Parameters
    ----------
    column : str
    new_name : str

    Examples
    --------
    >>> from pydl4j.datavec import RenameColumn
    >>> made = RenameColumn("price", new_name="price")
    >>> made == RenameColumn("price", new_name="price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        new_name: str,
    ) -> None:
        super().__init__(
            column=column,
            newName=new_name,
        )


class ReorderColumns(Transform):
    """Puts the named columns first, in that order; the others follow.

    DL4J: reorderColumns.

    Parameters
    ----------
    columns : sequence of str

    Examples
    --------
    >>> from pydl4j.datavec import ReorderColumns
    >>> made = ReorderColumns(["price"])
    >>> made == ReorderColumns(["price"])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        columns: Sequence[str],
    ) -> None:
        super().__init__(
            columns=columns,
        )


class ReplaceMissing(Transform):
    """Puts a value where one is missing.

    DL4J: ReplaceEmptyIntegerWithValue, ReplaceInvalidWithInteger.

    Parameters
    ----------
    column : str
    value : str
        As text in the column type's spelling.

    Examples
    --------
    >>> from pydl4j.datavec import ReplaceMissing
    >>> made = ReplaceMissing("price", value="price")
    >>> made == ReplaceMissing("price", value="price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        value: str,
    ) -> None:
        super().__init__(
            column=column,
            value=value,
        )


class ReplaceString(Transform):
    """Replaces every match of regular expressions, one expression after another.

    DL4J: replaceStringTransform.

    Parameters
    ----------
    column : str
    replacements : sequence of Replacement
        In order.

    Examples
    --------
    >>> from pydl4j.datavec import ReplaceString, Replacement
    >>> made = ReplaceString("price", replacements=[Replacement("price", with_="price")])
    >>> made == ReplaceString("price", replacements=[Replacement("price", with_="price")])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        replacements: Sequence[Replacement],
    ) -> None:
        super().__init__(
            column=column,
            replacements=replacements,
        )


class ResizeImage(Transform):
    """Resizes images; see Pixels.resize.

    DL4J: ResizeImageTransform.

    Parameters
    ----------
    column : str
    height : int
    width : int

    Examples
    --------
    >>> from pydl4j.datavec import ResizeImage
    >>> made = ResizeImage("price", height=2, width=2)
    >>> made == ResizeImage("price", height=2, width=2)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        height: int,
        width: int,
    ) -> None:
        super().__init__(
            column=column,
            height=height,
            width=width,
        )


class ScalarMath(Transform):
    """x op scalar, element by element; whole columns stay whole and take whole scalars.

    DL4J: doubleMathOp, floatMathOp, integerMathOp, longMathOp, timeMathOp.

    Parameters
    ----------
    column : str
    op : str
        One of "add", "subtract", "multiply", "divide", "modulus", "reverse_subtract", "reverse_divide",
        "scalar_min", "scalar_max".
    scalar : float

    Examples
    --------
    >>> from pydl4j.datavec import ScalarMath
    >>> made = ScalarMath("price", op="add", scalar=0.5)
    >>> made == ScalarMath("price", op="add", scalar=0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        op: MathOp | str,
        scalar: float,
    ) -> None:
        super().__init__(
            column=column,
            op=op,
            scalar=scalar,
        )


class StandardizeColumn(Transform):
    """(x - mean) / std, as DOUBLE.

    DL4J: normalize(Standardize).

    Parameters
    ----------
    column : str
    mean : float
    std : float

    Examples
    --------
    >>> from pydl4j.datavec import StandardizeColumn
    >>> made = StandardizeColumn("price", mean=0.5, std=0.5)
    >>> made == StandardizeColumn("price", mean=0.5, std=0.5)
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        mean: float,
        std: float,
    ) -> None:
        super().__init__(
            column=column,
            mean=mean,
            std=std,
        )


class StringToCategorical(Transform):
    """Declares a STRING column to be categorical.

    DL4J: stringToCategorical.

    Parameters
    ----------
    column : str
    categories : sequence of str

    Examples
    --------
    >>> from pydl4j.datavec import StringToCategorical
    >>> made = StringToCategorical("price", categories=["price"])
    >>> made == StringToCategorical("price", categories=["price"])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        categories: Sequence[str],
    ) -> None:
        super().__init__(
            column=column,
            categories=categories,
        )


class StringToTime(Transform):
    """Reads points in time; without a zone in the text they are UTC, without a time they are midnight.

    DL4J: stringToTimeTransform.

    Parameters
    ----------
    column : str
    format : str
        a pattern of `DateTimeFormatter`, such as yyyy-MM-dd HH:mm:ss.

    Examples
    --------
    >>> from pydl4j.datavec import StringToTime
    >>> made = StringToTime("price", format="price")
    >>> made == StringToTime("price", format="price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        format: str,
    ) -> None:
        super().__init__(
            column=column,
            format=format,
        )


class Condition(Record):
    """Says yes or no to a row.

    A missing value satisfies no condition but `IsMissing` and what negates one.
    """

    __slots__ = ()


class And(Condition):
    """Whether all of the conditions hold.

    DL4J: BooleanCondition.AND.

    Parameters
    ----------
    conditions : sequence of Condition or str

    Examples
    --------
    >>> from pydl4j.datavec import And, IsMissing
    >>> made = And([IsMissing("price")])
    >>> made == And([IsMissing("price")])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        conditions: Sequence[Condition | str],
    ) -> None:
        super().__init__(
            conditions=conditions,
        )


class ColumnCondition(Condition):
    """Compares a column's value with constants.

    Text columns take EQUAL, NOT_EQUAL, IN_SET and NOT_IN_SET. DL4J: DoubleColumnCondition, IntegerColumnCondition,
    CategoricalColumnCondition, StringColumnCondition, ...

    Parameters
    ----------
    column : str
    op : str
        One of "less_than", "less_or_equal", "greater_than", "greater_or_equal", "equal", "not_equal", "in_set",
        "not_in_set".
    values : sequence of Any
        Numbers or texts as the column holds; exactly one unless the op takes a set.

    Examples
    --------
    >>> from pydl4j.datavec import ColumnCondition
    >>> made = ColumnCondition("price", op="less_than", values=[2])
    >>> made == ColumnCondition("price", op="less_than", values=[2])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        op: ConditionOp | str,
        values: Sequence[Any],
    ) -> None:
        super().__init__(
            column=column,
            op=op,
            values=values,
        )


class IsMissing(Condition):
    """Whether the value is missing.

    DL4J: NullWritableColumnCondition.

    Parameters
    ----------
    column : str

    Examples
    --------
    >>> from pydl4j.datavec import IsMissing
    >>> made = IsMissing("price")
    >>> made == IsMissing("price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
    ) -> None:
        super().__init__(
            column=column,
        )


class Not(Condition):
    """Whether the condition does not hold.

    DL4J: BooleanCondition.NOT.

    Parameters
    ----------
    condition : Condition or str

    Examples
    --------
    >>> from pydl4j.datavec import IsMissing, Not
    >>> made = Not(IsMissing("price"))
    >>> made == Not(IsMissing("price"))
    True
    """

    __slots__ = ()

    def __init__(
        self,
        condition: Condition | str,
    ) -> None:
        super().__init__(
            condition=condition,
        )


class Or(Condition):
    """Whether any of the conditions hold.

    DL4J: BooleanCondition.OR.

    Parameters
    ----------
    conditions : sequence of Condition or str

    Examples
    --------
    >>> from pydl4j.datavec import IsMissing, Or
    >>> made = Or([IsMissing("price")])
    >>> made == Or([IsMissing("price")])
    True
    """

    __slots__ = ()

    def __init__(
        self,
        conditions: Sequence[Condition | str],
    ) -> None:
        super().__init__(
            conditions=conditions,
        )


class RegexCondition(Condition):
    """Whether the whole text matches a regular expression.

    DL4J: StringRegexColumnCondition.

    Parameters
    ----------
    column : str
    regex : str

    Examples
    --------
    >>> from pydl4j.datavec import RegexCondition
    >>> made = RegexCondition("price", regex="price")
    >>> made == RegexCondition("price", regex="price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        column: str,
        *,
        regex: str,
    ) -> None:
        super().__init__(
            column=column,
            regex=regex,
        )


class Xor(Condition):
    """Whether exactly one of two conditions holds.

    DL4J: BooleanCondition.XOR.

    Parameters
    ----------
    first : Condition or str
    second : Condition or str

    Examples
    --------
    >>> from pydl4j.datavec import IsMissing, Xor
    >>> made = Xor(IsMissing("price"), second=IsMissing("price"))
    >>> made == Xor(IsMissing("price"), second=IsMissing("price"))
    True
    """

    __slots__ = ()

    def __init__(
        self,
        first: Condition | str,
        *,
        second: Condition | str,
    ) -> None:
        super().__init__(
            first=first,
            second=second,
        )


class Column(Record):
    """A named column of a `Schema`.

    Parameters
    ----------
    name : str
    type : str
        One of "integer", "long", "double", "float", "boolean", "time", "categorical", "string", "bytes", "ndarray",
        "image".
    categories : sequence of str, default ()
        The allowed values of a CATEGORICAL column, in index order; empty otherwise.
    shape : sequence of int, default ()
        Dims of one value: [C, H, W] of an IMAGE, any of an NDARRAY; -1 where they differ; empty when unknown or not
        an array.
    min : float, optional
        Least valid number, or None.
    max : float, optional
        Greatest valid number, or None.
    guessed : bool, default False
        Whether a reader guessed the type from the first rows of a file.

    Examples
    --------
    >>> from pydl4j.datavec import Column
    >>> made = Column("price", type="integer")
    >>> made == Column("price", type="integer")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        name: str,
        *,
        type: ColumnType | str,
        categories: Sequence[str] = (),
        shape: Sequence[int] = (),
        min: float | None = None,
        max: float | None = None,
        guessed: bool = False,
    ) -> None:
        super().__init__(
            name=name,
            type=type,
            categories=categories,
            shape=shape,
            min=min,
            max=max,
            guessed=guessed,
        )


class Derived(Record):
    """A new column and the part of the time that it holds.

    Parameters
    ----------
    name : str
    field : str
        One of "year", "month", "day_of_month", "day_of_week", "day_of_year", "hour_of_day", "minute_of_hour",
        "second_of_minute".

    Examples
    --------
    >>> from pydl4j.datavec import Derived
    >>> made = Derived("price", field="year")
    >>> made == Derived("price", field="year")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        name: str,
        *,
        field: TimeField | str,
    ) -> None:
        super().__init__(
            name=name,
            field=field,
        )


class Replacement(Record):
    """A regular expression and what takes the place of each match ($1 is its first group).

    Parameters
    ----------
    regex : str
    with_ : str

    Examples
    --------
    >>> from pydl4j.datavec import Replacement
    >>> made = Replacement("price", with_="price")
    >>> made == Replacement("price", with_="price")
    True
    """

    __slots__ = ()

    def __init__(
        self,
        regex: str,
        *,
        with_: str,
    ) -> None:
        super().__init__(
            regex=regex,
            with_=with_,
        )
