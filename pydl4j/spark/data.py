"""Where Spark jobs get their rows: files through a DataVec pipeline, or columns of a DataFrame."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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
    features : sequence of str
        Columns of numbers or arrays of numbers; their values stand one after another in the network's input.
    label : str, optional
        Column of class indices, or of targets when ``classes`` is 0.
    classes : int
        Number of classes; 0 for a regression.
    feature_shape : sequence of int
        Shape of one input, for example ``(1, 28, 28)``; one axis by default.
    """

    table: DataFrame
    features: Sequence[str]
    label: str | None = None
    classes: int = 0
    feature_shape: Sequence[int] = ()

    def _json(self, view: str) -> dict[str, Any]:
        return {
            "@type": "DataFrameRows",
            "table": f"global_temp.{view}",
            "features": list(self.features),
            "featureShape": list(self.feature_shape),
            "label": self.label,
            "classes": self.classes,
        }


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
