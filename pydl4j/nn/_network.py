"""Networks: what trains, answers, is saved and loaded."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydl4j import _html, _jvm
from pydl4j._generated.activations import Activation
from pydl4j._generated.configuration import UpdatePolicy
from pydl4j._generated.input_types import InputType as _InputType
from pydl4j._generated.layers import Layer, LossLayer
from pydl4j._generated.updaters import Schedule, Updater
from pydl4j._handle import Handle
from pydl4j._pickling import by_file
from pydl4j._record import Record
from pydl4j.datavec import Pipeline
from pydl4j.nn._answers import Answers
from pydl4j.nn._conf import (
    ComputationGraphConfiguration,
    MultiLayerConfiguration,
    NeuralNetConfiguration,
    loss_layer,
)
from pydl4j.nn._evaluating import Evaluating
from pydl4j.nn._fitting import Fitting
from pydl4j.nn._java import PIPELINE
from pydl4j.nn._parameters import Parameters
from pydl4j.nn._parts import imported
from pydl4j.nn._settings import Settings

_N = TypeVar("_N", bound="Network")


class Network(Fitting, Answers, Evaluating, Settings, Parameters):
    """A configuration with parameters, updater state and counters; `MultiLayerNetwork` and `ComputationGraph`."""

    def summary(self) -> str:
        """A table of layers: name, type, output shape, parameters."""
        return str(self._call("summary"))

    def clone(self: _N) -> _N:
        """A network of its own with the same parameters, updater state and counters."""
        return type(self)._of(Handle(self._call("copy"), "network"))

    def ema(self: _N) -> _N:
        """A network of its own with the averages of the parameters over all updates, for evaluation and serving.

        Raises
        ------
        ValueError
            When the configuration has no ``updates=UpdatePolicy(ema_decay=...)``.
        """
        return type(self)._of(Handle(self._call("ema"), "network"))

    def __reduce__(self) -> Any:
        """Pickles and copies hold what a file holds: parameters, updater and training state; no listeners."""
        return by_file(self)

    def save(
        self, path: str | os.PathLike[str], *, save_updater: bool = True, pipeline: Pipeline | None = None
    ) -> None:
        """Saves the network as one zip, which is replaced only when the new one is complete.

        Parameters
        ----------
        path : path
            Where to.
        save_updater : bool, default True
            With the updater's state, so that training can go on.
        pipeline : pydl4j.datavec.Pipeline, optional
            What makes the network's inputs of rows and images, in serving, too; `pipeline` by default.
        """
        if pipeline is not None:
            self.pipeline = pipeline
        self._call("save", _jvm.path(path), save_updater)

    @property
    def pipeline(self) -> Pipeline | None:
        """What makes the network's inputs of rows, files and images; None where it is not known.

        That of the datavec batches that the network was fitted to, or one that was set. Saved with the network:
        ``net.predict(net.pipeline.features(rows))`` answers rows.
        """
        told = self._call("extra", PIPELINE)
        return None if told is None else Pipeline.from_json(told)

    @pipeline.setter
    def pipeline(self, pipeline: Pipeline | None) -> None:
        self._call("setExtra", PIPELINE, None if pipeline is None else pipeline.to_json())

    @classmethod
    def load(cls: type[_N], path: str | os.PathLike[str]) -> _N:
        """The network that `save` wrote.

        Raises
        ------
        FileNotFoundError
            When there is no such file.
        ValueError
            When it is no saved network, or damaged.
        """
        if not os.path.exists(path):
            raise FileNotFoundError(
                f"[load] no such file: got {os.fspath(path)!r}; expected a saved network. Check the path."
            )
        return cls._of(Handle(_jvm.call("LocalNn", "load", _jvm.path(path)), "network"))

    def to_onnx(self, path: str | os.PathLike[str]) -> None:
        """Writes the network as an ONNX model."""
        self._call("toOnnx", _jvm.path(path))

    def close(self) -> None:
        """Frees parameters and plans now instead of with the last reference."""
        self._handle.close()

    @classmethod
    def _of(cls: type[_N], handle: Handle) -> _N:
        made = cls.__new__(cls)
        Network.__init__(made, handle)
        kind = made._about()["type"].replace("Configuration", "")
        if kind.replace("MultiLayer", "MultiLayerNetwork") != cls.__name__ and cls is not Network:
            raise ValueError(
                f"[{cls.__name__}] got a saved {kind}; expected a {cls.__name__}. Load it with the other class."
            )
        return made

    def _repr_html_(self) -> str:
        if self._handle.closed:
            return _html.lines(repr(self))
        header, *rows = json.loads(self._call("summaryRows"))
        return _html.table(header, rows, caption=f"{type(self).__name__}, {self.num_params():,} parameters")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(closed)" if self._handle.closed else self.summary()


class MultiLayerNetwork(Network):
    """A stack of layers. DL4J: MultiLayerNetwork.

    Parameters
    ----------
    conf : MultiLayerConfiguration or sequence of Layer
        A configuration, or the layers themselves.
    input_type : InputType, optional
        With layers: what the input looks like.
    seed : int, optional
        With layers: seed of initial weights, dropout and shuffling.
    updater : Updater or str, optional
        With layers: how gradients change parameters.
    activation, weight_init, l1, l2, drop_out, data_type, updates : optional
        With layers: as in `NeuralNetConfiguration`.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer
    >>> net = MultiLayerNetwork(
    ...     [DenseLayer(8, activation="relu"), OutputLayer(3)],
    ...     input_type=InputType.feed_forward(4),
    ...     updater=Adam(1e-2),
    ...     seed=1,
    ... ).init()
    >>> np.asarray(net.output(np.zeros((2, 4)))).shape
    (2, 3)
    """

    def __init__(
        self,
        conf: MultiLayerConfiguration | Sequence[Layer],
        *,
        input_type: _InputType | None = None,
        seed: int | None = None,
        updater: Updater | str | None = None,
        activation: Activation | str | None = None,
        weight_init: str | None = None,
        l1: float | Schedule | None = None,
        l2: float | Schedule | None = None,
        drop_out: float | Schedule | None = None,
        data_type: str | None = None,
        updates: UpdatePolicy | None = None,
    ) -> None:
        settings: dict[str, Any] = {
            "seed": seed,
            "updater": updater,
            "activation": activation,
            "weight_init": weight_init,
            "l1": l1,
            "l2": l2,
            "drop_out": drop_out,
            "data_type": data_type,
            "updates": updates,
        }
        given = {name: value for name, value in settings.items() if value is not None}
        if isinstance(conf, MultiLayerConfiguration):
            if given or input_type is not None:
                raise ValueError(
                    f"[MultiLayerNetwork] a configuration has its own settings: got {', '.join(given) or 'input_type'} "
                    "beside it; expected none. Set them in the configuration, or give the layers."
                )
        elif isinstance(conf, (list, tuple)):
            conf = MultiLayerConfiguration(conf, conf=NeuralNetConfiguration(**given), input_type=input_type)
        else:
            raise TypeError(
                f"[MultiLayerNetwork] got a {type(conf).__name__}; expected a MultiLayerConfiguration "
                "or a list of layers."
            )
        super().__init__(Handle(_jvm.call("LocalNn", "create", conf.to_json()), "network"))

    def get_layer_wise_configurations(self) -> MultiLayerConfiguration:
        """The configuration, with all that was left to defaults."""
        return MultiLayerConfiguration.from_json(self._call("configuration"))


class ComputationGraph(Network):
    """A graph of layers and vertices. DL4J: ComputationGraph.

    Parameters
    ----------
    conf : ComputationGraphConfiguration
        The graph, from ``NeuralNetConfiguration.builder().graph_builder()``.
    """

    def __init__(self, conf: ComputationGraphConfiguration) -> None:
        if not isinstance(conf, ComputationGraphConfiguration):
            raise TypeError(
                f"[ComputationGraph] got a {type(conf).__name__}; expected a ComputationGraphConfiguration. "
                "Make one with NeuralNetConfiguration.builder().graph_builder()."
            )
        super().__init__(Handle(_jvm.call("LocalNn", "create", conf.to_json()), "network"))
        self._contents = conf._contents

    def init(self) -> ComputationGraph:
        """Draws initial parameters from the configuration's seed; imported graphs start with their contents."""
        given = {name: part.graph.number for name, part in self._contents.items()}
        _jvm.call("LocalParts", "init", self._handle.number, json.dumps(given))
        return self

    @classmethod
    def from_onnx(
        cls,
        path: str | os.PathLike[str],
        *,
        outputs: Sequence[str] = (),
        loss: str | Record | Callable[[Any, Any], Any] | Mapping[str, Any] | None = None,
        activation: Activation | str = "identity",
        training: bool = True,
        conf: NeuralNetConfiguration | None = None,
    ) -> ComputationGraph:
        """A model of an ONNX file as a network, with the contents of the file.

        Inputs and outputs have the file's names, parameters the names of the file behind ``graph/``.

        Parameters
        ----------
        path : path
            The file.
        outputs : sequence of str, optional
            Values of the graph that the network gives; all outputs of the file by default.
        loss : str, Loss, callable, or a mapping of these by output, optional
            What training minimizes, as in `LossLayer`; of all outputs, or of some. Without one the network only
            answers.
        activation : str or Activation
            What outputs with a loss are made of: ``"softmax"`` where the file gives logits.
        training : bool, default True
            Whether batch normalization and dropout train where the file was exported for prediction.
        conf : NeuralNetConfiguration, optional
            Updater, seed, regularization.
        """
        graph, told = imported(path, training=training)
        return cls._of_graph(graph, list(outputs) or told["outputs"], loss, activation, conf)

    @classmethod
    def from_samediff(
        cls,
        graph: Any,
        outputs: Sequence[Any],
        *,
        loss: str | Record | Callable[[Any, Any], Any] | Mapping[str, Any] | None = None,
        activation: Activation | str = "identity",
        conf: NeuralNetConfiguration | None = None,
    ) -> ComputationGraph:
        """Variables of a `pydl4j.samediff.SameDiff` graph as a network; parameters are as in `from_onnx`."""
        names = [getattr(v, "name", v) for v in outputs]
        return cls._of_graph(graph._handle, names, loss, activation, conf)

    @classmethod
    def _of_graph(
        cls, graph: Handle, outputs: list[str], loss: Any, activation: Any, conf: NeuralNetConfiguration | None
    ) -> ComputationGraph:
        settings = conf or NeuralNetConfiguration()
        of = loss if isinstance(loss, Mapping) else {} if loss is None else dict.fromkeys(outputs, loss)
        heads = {name: loss_layer(LossLayer(each, activation=activation), settings) for name, each in of.items()}
        told = (json.dumps(settings.to_dict()), json.dumps(outputs), json.dumps(heads))
        return cls._of(Handle(_jvm.call("LocalParts", "model", graph.number, *told), "network"))

    def get_configuration(self) -> ComputationGraphConfiguration:
        """The configuration, with all that was left to defaults."""
        return ComputationGraphConfiguration.from_json(self._call("configuration"))
