"""Training and evaluation on Spark."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydl4j import _jvm
from pydl4j._fit import Metric, by_class, class_weights_of
from pydl4j._listening import Listening, TrainingListener, TrainingSession
from pydl4j._progress import ProgressBar
from pydl4j._saying import say
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
        class_weight: Mapping[int, float] | Mapping[str, Mapping[int, float]] | None = None,
        loss_weights: Mapping[str, float] | None = None,
        validation_data: Records | DataFrameRows | None = None,
        metrics: Metric | Sequence[Metric] | Mapping[str, Metric | Sequence[Metric]] = (),
        callbacks: Sequence[TrainingListener] = (),
        resume: bool = False,
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
        class_weight, loss_weights, metrics
            As in `MultiLayerNetwork.fit`.
        validation_data : Records or DataFrameRows, optional
            Held-out rows, which are brought to the driver: their loss is computed there after every epoch.
        callbacks : sequence of TrainingListener, optional
            What watches the fit, as in `MultiLayerNetwork.fit`, on the driver: an averaging round stands for a
            minibatch. ``stats`` has more about the rounds.
        resume : bool, default False
            Goes on with the fit that was begun last, at the round after the last one: given the same data and options
            it ends bit by bit as if it had not been interrupted. `epochs` are those of the whole fit then.

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
        bar = ProgressBar(epochs) if progress else None
        listening = Listening(_ClusterSession(type(self.network)), callbacks)

        def hear(state: dict[str, Any]) -> None:
            self.stats += [_stats(finished) for finished in state["finished"]]
            say(state["said"])
            if bar is not None and state["finished"]:
                bar.update(state)

        if metrics and validation_data is None:
            raise ValueError(f"[fit] metrics {metrics!r} of no rows: got none held out. Give validation_data.")
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pydl4j-"))
            rows = stack.enter_context(rows_of(data))
            held_out = None if validation_data is None else stack.enter_context(rows_of(validation_data))
            before, after = Path(folder) / "before.zip", Path(folder) / "after.zip"
            self.network.save(str(before))
            job = {
                "model": str(before),
                "trained": str(after),
                "master": self.training_master._json(),
                "rows": rows,
                "epochs": epochs,
                "resume": resume,
                "validation": held_out,
                "metrics": self.network._metrics(metrics),
                "lossWeights": {name: float(weight) for name, weight in (loss_weights or {}).items()},
                "classWeights": by_class(class_weights_of(class_weight)),
                "listeners": [listener.fields for listener in listening.java],
                "events": listening.events,
            }
            try:
                seen = _jvm.spark_run_long(
                    "SparkJobs", "fit", json.dumps(job), on_progress=hear, on_message=listening.hear
                )
                for listener, saw in zip(listening.java, json.loads(seen or "[]"), strict=False):
                    listener.saw(saw)
            finally:
                if bar is not None:
                    bar.close()
                listening.end()
                if after.exists():
                    self.network = type(self.network).load(str(after))
                    self.network._take_pipeline(data)
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
            told: str = _jvm.spark_run_long("SparkJobs", "evaluate", json.dumps(job))
            return Evaluation._from_json(told)


class _ClusterSession(TrainingSession):
    """A fit in Spark's JVM; its model is a copy of what the driver has."""

    def __init__(self, kind: type[MultiLayerNetwork]) -> None:
        super().__init__(None, None)
        self._kind = kind

    @property
    def model(self) -> MultiLayerNetwork:
        """The network as it is now: a copy."""
        with tempfile.TemporaryDirectory(prefix="pydl4j-") as folder:
            path = str(Path(folder) / "now.zip")
            _jvm.spark_call("SparkJobs", "save", self._job, path)
            return self._kind.load(path)

    def stop(self) -> None:
        """Ends the fit after the present round, or epoch where it is over."""
        _jvm.spark_call("Jobs", "stop", self._job)

    def scale_learning_rate(self, factor: float) -> None:
        """Multiplies all learning rates from the next round on."""
        _jvm.spark_call("SparkJobs", "scaleLearningRate", self._job, float(factor))


def _stats(given: dict[str, Any]) -> RoundStats:
    return RoundStats(
        given["epoch"], given["round"], float(given["loss"]), given["rows"], given["wireBytes"], given["ms"]
    )
