"""Configurations of networks: DL4J's builders, and the values that they build."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydl4j._generated import configuration
from pydl4j._generated.configuration import NeuralNetConfigurationBuilder
from pydl4j._generated.input_types import Convolutional, ConvolutionalFlat, FeedForward, Recurrent
from pydl4j._generated.input_types import InputType as _InputType
from pydl4j._generated.layers import Layer
from pydl4j._generated.vertices import Vertex
from pydl4j._record import as_json, reading


class InputType:
    """What a network's input looks like, its batch dim left out. DL4J: InputType."""

    @staticmethod
    def feed_forward(size: int) -> FeedForward:
        """Vectors [N, size]."""
        return FeedForward(size)

    @staticmethod
    def recurrent(size: int, time_series_length: int | None = None) -> Recurrent:
        """Sequences [N, size, T]; T may differ from batch to batch when it is left out."""
        return Recurrent(size) if time_series_length is None else Recurrent(size, time_series_length=time_series_length)

    @staticmethod
    def convolutional(height: int, width: int, channels: int) -> Convolutional:
        """Images [N, channels, height, width]."""
        return Convolutional(height, width=width, channels=channels)

    @staticmethod
    def convolutional_flat(height: int, width: int, channels: int) -> ConvolutionalFlat:
        """Images given as vectors [N, channels * height * width]."""
        return ConvolutionalFlat(height, width=width, channels=channels)


class NeuralNetConfiguration(configuration.NeuralNetConfiguration):
    __doc__ = configuration.NeuralNetConfiguration.__doc__
    __slots__ = ()

    @staticmethod
    def builder() -> Builder:
        """DL4J's chain: ``builder().seed(42).updater(Adam(1e-3)).list().layer(...).build()``."""
        return Builder()

    def to_dict(self) -> dict[str, Any]:
        """The record as Java reads it."""
        return {**self._part(shared=False), "common": self.shared_dict()}


class Builder(NeuralNetConfigurationBuilder):
    """Sets what holds for the whole network, then goes on to its layers. DL4J: NeuralNetConfiguration.Builder."""

    def build(self) -> NeuralNetConfiguration:
        """What was set so far, as a value."""
        return NeuralNetConfiguration(**self._fields)

    def list(self) -> ListBuilder:
        """Goes on with a stack of layers."""
        return ListBuilder(self.build())

    def graph_builder(self) -> GraphBuilder:
        """Goes on with a graph of layers and vertices."""
        return GraphBuilder(self.build())


class ListBuilder:
    """Stacks layers. DL4J: NeuralNetConfiguration.ListBuilder."""

    def __init__(self, conf: NeuralNetConfiguration) -> None:
        self._conf = conf
        self._layers: list[Layer] = []
        self._rest: dict[str, Any] = {}

    def layer(self, layer: Layer) -> ListBuilder:
        """Adds a layer on top."""
        self._layers.append(layer)
        return self

    def set_input_type(self, input_type: _InputType) -> ListBuilder:
        """What the input looks like; see `InputType`."""
        self._rest["input_type"] = input_type
        return self

    def backprop_type(self, backprop_type: str) -> ListBuilder:
        """How gradients flow through time: "standard" or "truncated_bptt"."""
        self._rest["backprop_type"] = backprop_type
        return self

    def tbptt_length(self, steps: int) -> ListBuilder:
        """Steps per piece of "truncated_bptt"."""
        self._rest["tbptt_length"] = steps
        return self

    def build(self) -> MultiLayerConfiguration:
        """The configuration of the stack."""
        return MultiLayerConfiguration(self._layers, conf=self._conf, **self._rest)


class GraphBuilder:
    """Joins layers and vertices to a graph. DL4J: ComputationGraphConfiguration.GraphBuilder."""

    def __init__(self, conf: NeuralNetConfiguration) -> None:
        self._conf = conf
        self._inputs: list[str] = []
        self._types: list[_InputType] = []
        self._vertices: list[dict[str, Any]] = []
        self._outputs: list[str] = []
        self._rest: dict[str, Any] = {}

    def add_inputs(self, *names: str) -> GraphBuilder:
        """Names the inputs, in order."""
        self._inputs += names
        return self

    def set_input_types(self, *types: _InputType) -> GraphBuilder:
        """What each input looks like; see `InputType`."""
        self._types = list(types)
        return self

    def add_layer(self, name: str, layer: Layer, *inputs: str) -> GraphBuilder:
        """Adds a layer that reads inputs or vertices; several are merged along the features first."""
        shared = {key: value for key, value in layer.shared_dict().items() if key != "name"}
        vertex = {"@type": "LayerVertex", "layer": layer.to_dict(), "common": shared}
        self._vertices.append({"name": name, "vertex": vertex, "inputs": list(inputs)})
        return self

    def add_vertex(self, name: str, vertex: Vertex, *inputs: str) -> GraphBuilder:
        """Adds a vertex that reads inputs or vertices."""
        self._vertices.append({"name": name, "vertex": as_json(vertex), "inputs": list(inputs)})
        return self

    def set_outputs(self, *names: str) -> GraphBuilder:
        """Names the vertices whose activations are the outputs."""
        self._outputs = list(names)
        return self

    def backprop_type(self, backprop_type: str) -> GraphBuilder:
        """How gradients flow through time: "standard" or "truncated_bptt"."""
        self._rest["backpropType"] = backprop_type
        return self

    def tbptt_length(self, steps: int) -> GraphBuilder:
        """Steps per piece of "truncated_bptt"."""
        self._rest["tbpttLength"] = steps
        return self

    def build(self) -> ComputationGraphConfiguration:
        """The configuration of the graph."""
        return ComputationGraphConfiguration(
            {
                "@type": "ComputationGraphConfiguration",
                "conf": self._conf.to_dict(),
                "networkInputs": self._inputs,
                "inputTypes": as_json(self._types),
                "vertices": self._vertices,
                "networkOutputs": self._outputs,
                **self._rest,
            }
        )


class MultiLayerConfiguration:
    """A stack of layers. DL4J: MultiLayerConfiguration.

    Parameters
    ----------
    layers : sequence of Layer
        The layers, input first.
    conf : NeuralNetConfiguration, optional
        What holds for the whole network.
    input_type : InputType, optional
        What the input looks like; may be left out where the first layer has ``n_in``.
    backprop_type : {"standard", "truncated_bptt"}, optional
        How gradients flow through time.
    tbptt_length : int, optional
        Steps per piece of "truncated_bptt".
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        *,
        conf: NeuralNetConfiguration | None = None,
        input_type: _InputType | None = None,
        backprop_type: str | None = None,
        tbptt_length: int | None = None,
    ) -> None:
        fields = {
            "@type": "MultiLayerConfiguration",
            "conf": (conf or NeuralNetConfiguration()).to_dict(),
            "layers": [_layer_conf(at, layer) for at, layer in enumerate(layers)],
            "inputType": as_json(input_type),
            "backpropType": backprop_type,
            "tbpttLength": tbptt_length,
        }
        self._fields = {name: value for name, value in fields.items() if value is not None}

    def to_json(self) -> str:
        """The configuration as JSON text; `from_json` and Java read it."""
        return json.dumps(self._fields)

    @classmethod
    def from_json(cls, text: str) -> MultiLayerConfiguration:
        """The configuration that JSON text describes."""
        made = cls.__new__(cls)
        with reading("configuration"):
            made._fields = dict(json.loads(text))
        return made

    def __repr__(self) -> str:
        return f"MultiLayerConfiguration({json.dumps(self._fields, indent=2)})"


class ComputationGraphConfiguration:
    """A graph of layers and vertices. DL4J: ComputationGraphConfiguration.

    Made by ``NeuralNetConfiguration.builder().graph_builder()`` and read by `from_json`.
    """

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    def to_json(self) -> str:
        """The configuration as JSON text; `from_json` and Java read it."""
        return json.dumps(self._fields)

    @classmethod
    def from_json(cls, text: str) -> ComputationGraphConfiguration:
        """The configuration that JSON text describes."""
        with reading("configuration"):
            return cls(dict(json.loads(text)))

    def __repr__(self) -> str:
        return f"ComputationGraphConfiguration({json.dumps(self._fields, indent=2)})"


def _layer_conf(at: int, layer: Layer) -> dict[str, Any]:
    if not isinstance(layer, Layer):
        raise TypeError(
            f"[layer {at}] is no layer: got a {type(layer).__name__}; expected a layer such as DenseLayer(n_out=10)."
        )
    common = layer.shared_dict()
    name = common.pop("name", None)
    return {"layer": layer.to_dict(), "common": common, **({} if name is None else {"name": name})}
