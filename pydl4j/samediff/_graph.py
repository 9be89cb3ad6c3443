"""The graph that is built, queried, differentiated and trained."""

from __future__ import annotations

import json
import math
import os
from typing import Any

from pydl4j import _jvm
from pydl4j._generated.configuration import UpdatePolicy
from pydl4j._generated.samediff import (
    BitwiseOps,
    CnnOps,
    ImageOps,
    LinalgOps,
    LossOps,
    MathOps,
    NnOps,
    RandomOps,
    RnnOps,
)
from pydl4j._handle import Handle
from pydl4j._pickling import by_file
from pydl4j._record import snake
from pydl4j.samediff._building import Building
from pydl4j.samediff._fitting import Fitting
from pydl4j.samediff._training import TrainingConfig
from pydl4j.samediff._variable import Variable


class SameDiff(Building, Fitting):
    """A graph of named variables. DL4J: SameDiff.

    Variables are made by `var`, `placeholder` and `constant`, and by ops: operators, the functions of `pydl4j.nd`, and
    the namespaces ``math``, ``nn``, ``cnn``, ``rnn``, ``loss``, ``image``, ``linalg``, ``random`` and ``bitwise``.
    Shapes and types are checked while the graph is built.
    """

    def __init__(self, handle: Handle) -> None:
        super().__init__(handle)
        self.math = MathOps(self)
        self.nn = NnOps(self)
        self.cnn = CnnOps(self)
        self.rnn = RnnOps(self)
        self.loss = LossOps(self)
        self.image = ImageOps(self)
        self.linalg = LinalgOps(self)
        self.random = RandomOps(self)
        self.bitwise = BitwiseOps(self)

    @classmethod
    def create(cls) -> SameDiff:
        """An empty graph."""
        return cls(Handle(_jvm.call("LocalSameDiff", "create"), "graph"))

    def __repr__(self) -> str:
        kinds = [v.kind for v in self._known.values()]
        return f"SameDiff({', '.join(f'{kinds.count(k)} {k}' for k in sorted(set(kinds)))})"

    def ema(self) -> SameDiff:
        """A graph of its own whose variables are their averages over all updates, for evaluation and serving.

        Raises
        ------
        ValueError
            When the training configuration has no ``updates=UpdatePolicy(ema_decay=...)``.
        """
        averaged = SameDiff(Handle(self._call("ema"), "graph"))
        averaged._config = self._config
        return averaged

    def summary(self) -> str:
        """Variables and operations as a table."""
        described = self._described()
        lines = [f"{'variable':24} {'kind':12} {'dtype':9} {'shape':20} made by"]
        makers = {out: o for o in described["operations"] for out in o["outputs"]}
        trained = 0
        for v in self._known.values():
            made = makers.get(v.name)
            by = (
                ""
                if made is None
                else f"{made['op']}({', '.join('-' if i is None else str(i) for i in made['inputs'])})"
            )
            shape = ", ".join("?" if d is None else str(d) for d in v.shape)
            lines.append(f"{v.name:24} {v.kind:12} {v._dtype:9} {'[' + shape + ']':20} {by}".rstrip())
            trained += math.prod(v._dims) if v.kind == "VARIABLE" else 0
        lines.append(f"loss: {', '.join(described['lossVariables']) or 'none'}; {trained:,} trained numbers")
        return "\n".join(lines)

    def __reduce__(self) -> Any:
        """Pickles and copies hold what a file holds."""
        return by_file(self)

    def save(self, path: str | os.PathLike[str], *, save_updater_state: bool = True) -> None:
        """Writes graph, contents and training configuration to one zip."""
        self._call("save", _jvm.path(path), save_updater_state)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> SameDiff:
        """Reads what `save` wrote."""
        sd = cls(Handle(_jvm.call("LocalSameDiff", "load", _jvm.path(path)), "graph"))
        told = sd._call("training")
        if told is not None:
            sd._config = _config(json.loads(told)["config"])
        return sd

    def to_onnx(self, path: str | os.PathLike[str], *outputs: str | Variable) -> None:
        """Writes the graph of these outputs as an ONNX model."""
        names = [x.name if isinstance(x, Variable) else x for x in outputs]
        self._call("toOnnx", _jvm.path(path), json.dumps(names))

    def close(self) -> None:
        """Frees the graph; does nothing the second time."""
        self._handle.close()

    def __enter__(self) -> SameDiff:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _config(told: dict[str, Any]) -> TrainingConfig:
    from pydl4j._generated import updaters

    policy = {snake(name): value for name, value in told["updates"].items()}
    return TrainingConfig(
        updater=_record(updaters, told["updater"]),
        data_set_feature_mapping=told["dataSetFeatureMapping"],
        data_set_label_mapping=told["dataSetLabelMapping"],
        data_set_feature_mask_mapping=told["dataSetFeatureMaskMapping"],
        data_set_label_mask_mapping=told["dataSetLabelMaskMapping"],
        l1=_record(updaters, told["l1"]),
        l2=_record(updaters, told["l2"]),
        minimize=told["minimize"],
        seed=told["seed"],
        updates=UpdatePolicy(**policy),
        loss_weights=told["lossWeights"],
    )


def _record(module: Any, told: Any) -> Any:
    """A value of the module's classes from its JSON."""
    if not isinstance(told, dict) or "@type" not in told:
        return told
    fields = {snake(k): _record(module, v) for k, v in told.items() if k != "@type"}
    return getattr(module, told["@type"])(**fields)
