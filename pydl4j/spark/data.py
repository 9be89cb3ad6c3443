"""Where Spark jobs get their rows: files through a DataVec pipeline, or columns of a DataFrame."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydl4j import _jvm

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from pydl4j.datavec import Records


@dataclass(frozen=True, kw_only=True)
class DataFrameRows:
    """Columns of a DataFrame.

    Parameters
    ----------
    table : pyspark.sql.DataFrame
        Its partitions are read in place.
    features : sequence of str, or a dict of them by input
        Columns of numbers, arrays of numbers or vectors of Spark ML; their values stand one after another in the
        network's input. Where all are whole numbers they stay so, as ids of an embedding must; others are float32.
    label : str, or a dict of them by output, optional
        Column of class indices, or of targets when ``classes`` is 0.
    classes : int, or a dict by output
        Number of classes; 0 for a regression.
    feature_shape : sequence of int, or a dict by input
        Shape of one input, for example ``(1, 28, 28)``; one axis by default.
    width : int, or a dict by input, optional
        Of an input of one column whose rows hold few of many numbers, or lists of ids of any length: the length of its
        vectors, or how many ids there are. Such rows travel compressed (CSR), as vectors of more than 1,024 numbers do
        without it. Layers of numbers read them as whole rows, an `EmbeddingSequenceLayer` as its ids.
    sample_weight : str, or a dict by output, optional
        Column of what the loss of each row is multiplied with.
    """

    table: DataFrame
    features: Sequence[str] | Mapping[str, Sequence[str]]
    label: str | Mapping[str, str] | None = None
    classes: int | Mapping[str, int] = 0
    feature_shape: Sequence[int] | Mapping[str, Sequence[int]] = ()
    width: int | Mapping[str, int] | None = None
    sample_weight: str | Mapping[str, str] | None = None

    def _json(self, view: str) -> dict[str, Any]:
        inputs = [
            {
                "name": name,
                "columns": list(columns),
                "shape": list(_of(self.feature_shape, name, ())),
                "width": _of(self.width, name, None),
            }
            for name, columns in _named(self.features)
        ]
        outputs = [
            {
                "name": name,
                "column": column,
                "classes": _of(self.classes, name, 0),
                "weights": _of(self.sample_weight, name, None),
            }
            for name, column in _named(self.label)
        ]
        return {"@type": "DataFrameRows", "table": f"global_temp.{view}", "inputs": inputs, "outputs": outputs}


def _named(given: Any) -> list[tuple[str | None, Any]]:
    """By name, or one without."""
    return list(given.items()) if isinstance(given, Mapping) else [] if given is None else [(None, given)]


def _of(given: Any, name: str | None, default: Any) -> Any:
    return given.get(name, default) if isinstance(given, Mapping) else given


@dataclass(frozen=True)
class Count:
    """What a pipeline's input holds.

    Parameters
    ----------
    rows : int
        Valid rows after the transforms.
    invalid_rows : int
        Rows that could not be used.
    first_invalid : tuple of str
        Origin and reason of the first of them.
    """

    rows: int
    invalid_rows: int
    first_invalid: tuple[str, ...]


def count(spark: SparkSession, records: Records) -> Count:
    """Counts a pipeline's rows, reading and transforming them on Spark.

    Parameters
    ----------
    spark : SparkSession
        The running session.
    records : pydl4j.datavec.Records
        What ``pipeline.read(...)`` gives, of any file system that Hadoop knows (``hdfs://``, ``file:``).

    Returns
    -------
    Count
        Rows and invalid rows.

    Raises
    ------
    ValueError
        At the first invalid row, unless read with ``invalid="collect"``.
    """
    with rows_of(records) as rows:
        found = json.loads(_jvm.spark_run_long("SparkJobs", "count", json.dumps(rows)))
    first = (f"{row['origin']['uri']}:{row['origin']['position']} {row['reason']}" for row in found["firstInvalid"])
    return Count(found["rows"], found["invalidRows"], tuple(first))


@contextmanager
def rows_of(data: Records | DataFrameRows) -> Iterator[dict[str, Any]]:
    """The data as the bridge's jobs read it; a DataFrame is a view of Spark's catalog meanwhile."""
    if isinstance(data, DataFrameRows):
        view = f"pydl4j_{uuid4().hex}"
        data.table.createGlobalTempView(view)
        try:
            yield data._json(view)
        finally:
            data.table.sparkSession.catalog.dropGlobalTempView(view)
    elif hasattr(data, "uris") and hasattr(data, "to_json"):
        yield {"@type": "PipelineRows", "input": json.loads(data.to_json())}
    else:
        raise TypeError(
            f"[spark] a cluster cannot read this: got a {type(data).__name__}; expected pipeline.read(...) or "
            "DataFrameRows(...). Write arrays to files first."
        )
