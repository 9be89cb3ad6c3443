"""How training on Spark averages: the settings, and what is known of each round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class ParameterAveragingTrainingMaster:
    """Workers train alone for some minibatches, then their parameters are averaged, weighted by rows.

    A round is a pure function of its inputs, so lost executors, retries and speculation change no bit of the result,
    and every row counts once per epoch. DL4J: ParameterAveragingTrainingMaster.

    Parameters
    ----------
    averaging_frequency : int
        Minibatches that each worker trains between two averagings, > 0.
    batch_size_per_worker : int
        Rows of a worker's minibatch, > 0.
    workers : int
        Partitions that train at the same time; 0 takes all slots of the cluster. The result depends on it.
    wire : {"bf16", "f32"}
        How workers send what they learned: the change in 16 bits, rounded to nearest, or all values in 32.
        Sums are formed in higher precision either way.
    updater_state : {"average"}
        What happens to the updater's state (Adam's moments) between rounds.
    shuffle : bool
        Deal the rows to the workers anew by the seed before training, and reorder each worker's rows every epoch.
        Rows sorted by label cost up to 20 points of accuracy without it.
    seed : int
        Of the dealing and the order; dropout has the network's seed.

    Examples
    --------
    >>> from pydl4j.spark import ParameterAveragingTrainingMaster
    >>> ParameterAveragingTrainingMaster(averaging_frequency=20, batch_size_per_worker=64).wire
    'bf16'
    """

    averaging_frequency: int = 10
    batch_size_per_worker: int = 32
    workers: int = 0
    wire: Literal["bf16", "f32"] = "bf16"
    updater_state: Literal["average"] = "average"
    shuffle: bool = True
    seed: int = 0

    def _json(self) -> dict[str, Any]:
        return {
            "averagingFrequency": self.averaging_frequency,
            "batchSizePerWorker": self.batch_size_per_worker,
            "workers": self.workers,
            "wire": {"bf16": "BFLOAT16", "f32": "FLOAT32"}.get(self.wire, self.wire),
            "updaterState": self.updater_state.upper(),
            "shuffle": self.shuffle,
            "seed": self.seed,
        }


@dataclass(frozen=True)
class RoundStats:
    """What is known of one averaging round.

    Parameters
    ----------
    epoch, round : int
        Counted from 0; rounds start again in each epoch.
    loss : float
        Mean over the round's rows.
    rows : int
        Rows trained in the round, all workers together.
    wire_bytes : int
        What the workers sent.
    ms : float
        Wall time of the round.
    """

    epoch: int
    round: int
    loss: float
    rows: int
    wire_bytes: int
    ms: float
