"""Training and data on Spark: parameter averaging inside the executors' JVM, no Python on the nodes.

Names as in DL4J's Spark module: `SparkDl4jMultiLayer` trains with a `ParameterAveragingTrainingMaster` on what
``pipeline.read(...)`` gives, or on `DataFrameRows`. `session` makes a SparkSession in this process's JVM; any session
made elsewhere serves as well.
"""

from pydl4j.spark.averaging import ParameterAveragingTrainingMaster, RoundStats
from pydl4j.spark.data import Count, DataFrameRows, count
from pydl4j.spark.session import session
from pydl4j.spark.training import SparkDl4jMultiLayer

__all__ = [
    "Count",
    "DataFrameRows",
    "ParameterAveragingTrainingMaster",
    "RoundStats",
    "SparkDl4jMultiLayer",
    "count",
    "session",
]
