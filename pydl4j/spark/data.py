"""Data of pipelines and DataFrames as Spark jobs read it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydl4j import _jvm

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from pydl4j.datavec import Pipeline


def count(spark: SparkSession, pipeline: Pipeline) -> int:
    """Rows of a pipeline, read and transformed on Spark.

    Parameters
    ----------
    spark : SparkSession
        The running session.
    pipeline : pydl4j.datavec.Pipeline
        What to read; its paths may be of any file system that Hadoop knows (``hdfs://``, ``file:``).

    Returns
    -------
    int
        Valid rows after the transforms.
    """
    return int(_jvm.spark_run_long("SparkJobs", "count", json.dumps(source(pipeline))))
