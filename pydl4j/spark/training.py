"""Training and evaluation on Spark."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydl4j import _jvm
from pydl4j.spark.averaging import ParameterAveragingTrainingMaster, RoundStats
from pydl4j.spark.data import DataFrameRows, rows_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from pydl4j.datavec import Records
    from pydl4j.nn import Evaluation, MultiLayerNetwork


class SparkDl4jMultiLayer:
    """A network that trains and is evaluated on Spark's executors. DL4J: SparkDl4jMultiLayer.

    Parameters
    ----------
    spark : SparkSession
        Of `pydl4j.spark.session`, or any other whose cluster has pydl4j's jars.
    network : MultiLayerNetwork or MultiLayerConfiguration
        Where training starts; it is not changed.
    training_master : ParameterAveragingTrainingMaster, optional
        How training averages; its defaults otherwise.

    Attributes
    ----------
    network : MultiLayerNetwork
        The network as trained so far.
    stats : list of RoundStats
        Of all rounds so far.

    Examples
    --------
    >>> spark = pydl4j.spark.session("local[2]")  # doctest: +SKIP
    >>> master = ParameterAveragingTrainingMaster(averaging_frequency=20, batch_size_per_worker=64)
    >>> trained = SparkDl4jMultiLayer(spark, conf, master).fit(pipeline.read(files))  # doctest: +SKIP
    """

    def __init__(
        self,
        spark: SparkSession,
        network: Any,
        training_master: ParameterAveragingTrainingMaster | None = None,
    ) -> None:
        from pydl4j.nn import MultiLayerNetwork

        self._spark = spark
        self.network: MultiLayerNetwork = network if hasattr(network, "save") else MultiLayerNetwork(network).init()
        self.training_master = training_master or ParameterAveragingTrainingMaster()
        self.stats: list[RoundStats] = []

    def fit(
        self,
        data: Records | DataFrameRows,
        *,
        epochs: int = 1,
        progress: bool = True,
        on_round: Callable[[RoundStats], None] | None = None,
    ) -> MultiLayerNetwork:
        """Trains on the cluster.

        Parameters
        ----------
        data : Records or DataFrameRows
            Rows with labels: ``pipeline.read(...)``, or columns of a DataFrame.
        epochs : int
            How often every row is trained on.
        progress : bool
            Show a progress bar.
        on_round : callable, optional
            Hears of every averaging round, soon after it; raising ends the fit.

        Returns
        -------
        MultiLayerNetwork
            The trained network, also in ``network``, which after Ctrl-C or an error holds the last round's result.

        Raises
        ------
        ValueError
            When rows do not fit the network, or there are none.
        KeyboardInterrupt
            After Ctrl-C.
        """
        from pydl4j._progress import ProgressBar

        bar = ProgressBar(epochs) if progress else None

        def hear(state: dict[str, Any]) -> None:
            for finished in state["finished"]:
                self.stats.append(_stats(finished))
                if on_round is not None:
                    on_round(self.stats[-1])
            if bar is not None and state["finished"]:
                bar.update(state)

        with tempfile.TemporaryDirectory(prefix="pydl4j-") as folder, rows_of(data) as rows:
            before, after = Path(folder) / "before.zip", Path(folder) / "after.zip"
            self.network.save(str(before))
            job = {
                "model": str(before),
                "trained": str(after),
                "master": self.training_master._json(),
                "rows": rows,
                "epochs": epochs,
            }
            try:
                _jvm.spark_run_long("SparkJobs", "fit", json.dumps(job), on_progress=hear)
            finally:
                if bar is not None:
                    bar.close()
                if after.exists():
                    self.network = type(self.network).load(str(after))
        return self.network

    def evaluate(
        self, data: Records | DataFrameRows, *, output: str | None = None, batch_size: int = 256
    ) -> Evaluation:
        """Evaluates the network's classification on the cluster.

        Parameters
        ----------
        data : Records or DataFrameRows
            Rows with labels, each counts once.
        output : str, optional
            Which output, for a graph with several.
        batch_size : int
            Rows per forward pass.

        Returns
        -------
        Evaluation
            As of local evaluation.
        """
        from pydl4j.nn import Evaluation

        with tempfile.TemporaryDirectory(prefix="pydl4j-") as folder, rows_of(data) as rows:
            model = Path(folder) / "model.zip"
            self.network.save(str(model))
            job = {"model": str(model), "rows": rows, "output": output, "batchSize": batch_size}
            return Evaluation._from_json(_jvm.spark_run_long("SparkJobs", "evaluate", json.dumps(job)))


def _stats(given: dict[str, Any]) -> RoundStats:
    return RoundStats(
        given["epoch"], given["round"], float(given["loss"]), given["rows"], given["wireBytes"], given["ms"]
    )
