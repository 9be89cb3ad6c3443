"""Configurations of networks: DL4J's builders, and the values that they build."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, overload

from pydl4j import _jvm
from pydl4j._generated import configuration
from pydl4j._generated.configuration import NeuralNetConfigurationBuilder
from pydl4j._generated.input_types import Convolutional, ConvolutionalFlat, FeedForward, Recurrent, Tensor
from pydl4j._generated.input_types import InputType as _InputType
from pydl4j._generated.layers import Layer
from pydl4j._generated.vertices import Vertex
from pydl4j._record import Record, as_json, reading
from pydl4j.nn._parts import Part
from pydl4j.nn._traced import TracedLayer, traced_loss


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

    @staticmethod
    def tensor(*shape: int | None, dtype: str | None = None) -> Tensor:
        """Arrays [N, *shape] of any type, the network's by default; None where a size differs from batch to batch."""
        return Tensor([-1 if d is None else d for d in shape], dtype=dtype)


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

    @overload
    def layer(self, layer: Layer, /) -> ListBuilder: ...

    @overload
    def layer(self, at: int, layer: Layer, /) -> ListBuilder: ...

    def layer(self, at: int | Layer, layer: Layer | None = None, /) -> ListBuilder:
        """Adds a layer on top; DL4J's form with its number first, ``layer(0, DenseLayer(10))``, is taken, too.

        Raises
        ------
        ValueError
            Where the number is not that of the next layer.
        """
        if layer is not None and at != len(self._layers):
            raise ValueError(f"[layer] got number {at}; expected the next, {len(self._layers)}. Give them in order.")
        self._layers.append(at if layer is None else layer)  # type: ignore[arg-type] # checked by build
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
        self._vertices.append({"name": name, "vertex": layer, "inputs": list(inputs)})
        return self

    def add_vertex(self, name: str, vertex: Vertex, *inputs: str) -> GraphBuilder:
        """Adds a vertex that reads inputs or vertices: an operation, a graph, a network."""
        made = vertex if isinstance(vertex, Part) else as_json(vertex)
        self._vertices.append({"name": name, "vertex": made, "inputs": list(inputs)})
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
        """The configuration of the graph; functions that are layers or losses are traced."""
        made: dict[str, dict[str, Any]] = {}
        contents = {v["name"]: v["vertex"] for v in self._vertices if isinstance(v["vertex"], Part)}
        for v in self._vertices:
            if isinstance(v["vertex"], Part):
                made[v["name"]] = {**v, "vertex": v["vertex"].to_dict()}
            elif isinstance(v["vertex"], Layer) and not isinstance(v["vertex"], TracedLayer):
                made[v["name"]] = self._layer(v, dict)
            elif not isinstance(v["vertex"], Layer):
                made[v["name"]] = v
        left = [v for v in self._vertices if v["name"] not in made]
        while left:
            ready = [v for v in left if self._above(v, made) is not None]
            if not ready:
                raise ValueError(
                    f"[graph] {left[0]['name']} cannot be traced: got inputs {left[0]['inputs']}; expected inputs and "
                    "vertices that do not depend on it."
                )
            v = ready[0]
            made[v["name"]] = self._layer(v, lambda v=v: self._before(v, made))  # type: ignore[misc]
            left.remove(v)
        fields = self._described([made[v["name"]] for v in self._vertices], self._outputs)
        return ComputationGraphConfiguration(fields, contents)

    def _described(self, vertices: list[dict[str, Any]], outputs: list[str]) -> dict[str, Any]:
        return {
            "@type": "ComputationGraphConfiguration",
            "conf": self._conf.to_dict(),
            "networkInputs": self._inputs,
            "inputTypes": as_json(self._types),
            "vertices": vertices,
            "networkOutputs": outputs,
            **self._rest,
        }

    def _layer(self, v: dict[str, Any], before: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        layer = v["vertex"]
        shared = {key: value for key, value in layer.shared_dict().items() if key != "name"}
        vertex = {"@type": "LayerVertex", "layer": _layer_dict(layer, before, _floats(self._conf)), "common": shared}
        return {**v, "vertex": vertex}

    def _above(self, v: dict[str, Any], made: dict[str, dict[str, Any]]) -> list[str] | None:
        """The vertices that one depends on, None where one of them is not traced yet."""
        outputs = {out: m["name"] for m in made.values() for out in [m["name"], *m.get("outputs", [])]}
        found: list[str] = []
        open_names = list(v["inputs"])
        while open_names:
            name = open_names.pop()
            if name in self._inputs:
                continue
            owner = outputs.get(name, outputs.get(name.rsplit("/", 1)[0]))
            if owner is None:
                return None
            if owner not in found:
                found.append(owner)
                open_names += made[owner]["inputs"]
                shared = made[owner]["vertex"].get("of")
                open_names += [shared] if shared else []
        return found

    def _before(self, v: dict[str, Any], made: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """The type of what a layer reads."""
        above = self._above(v, made) or []
        vertices = [m for name, m in made.items() if name in above]
        merged = "MergeVertex" if len(v["inputs"]) > 1 else "ScaleVertex"
        fields = {"scaleFactor": 1.0} if merged == "ScaleVertex" else {}
        vertices.append({"name": "#reads", "vertex": {"@type": merged, **fields}, "inputs": v["inputs"]})
        return _type_after(self._described(vertices, ["#reads"]))


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
        settings = conf or NeuralNetConfiguration()
        made: list[dict[str, Any]] = []
        fields = {
            "@type": "MultiLayerConfiguration",
            "conf": settings.to_dict(),
            "layers": made,
            "inputType": as_json(input_type),
            "backpropType": backprop_type,
            "tbpttLength": tbptt_length,
        }
        self._fields = {name: value for name, value in fields.items() if value is not None}
        for at, layer in enumerate(layers):
            made.append(_layer_conf(at, layer, self._before, _floats(settings)))

    def _before(self) -> dict[str, Any]:
        """The type of what comes out of the layers so far."""
        if self._fields["layers"]:
            return _type_after(self._fields)
        if "inputType" not in self._fields:
            raise ValueError(
                "[MultiLayerConfiguration] the input's shape is unknown: got a first layer that is traced, and no "
                "input_type; expected one. Set it."
            )
        told: dict[str, Any] = json.loads(_jvm.call("LocalParts", "typeOf", json.dumps(self._fields["inputType"])))
        return told

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

    def __init__(self, fields: dict[str, Any], contents: dict[str, Part] | None = None) -> None:
        self._fields = fields
        self._contents = contents or {}  # vertices that start with the contents of a graph

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


def _layer_conf(at: int, layer: Layer, before: Callable[[], dict[str, Any]], floats: str) -> dict[str, Any]:
    if not isinstance(layer, Layer):
        raise TypeError(
            f"[layer {at}] is no layer: got a {type(layer).__name__}; expected a layer such as DenseLayer(n_out=10)."
        )
    common = layer.shared_dict()
    name = common.pop("name", None)
    made = {"layer": _layer_dict(layer, before, floats), "common": common}
    return {**made, **({} if name is None else {"name": name})}


def _layer_dict(layer: Layer, before: Callable[[], dict[str, Any]], floats: str) -> dict[str, Any]:
    """A layer as Java reads it; functions are traced."""
    if isinstance(layer, TracedLayer):
        return layer.traced(before(), floats)
    functions = {k: f for k, f in layer._fields.items() if callable(f) and not isinstance(f, (type, Record))}
    losses = {k: traced_loss(f, int(layer._fields.get("nOut", -1)), floats) for k, f in functions.items()}
    return (layer.replaced(losses) if losses else layer).to_dict()


def loss_layer(layer: Layer, conf: configuration.NeuralNetConfiguration) -> dict[str, Any]:
    """A layer with a loss as Java reads it, a loss that is a function traced."""
    return _layer_dict(layer, dict, _floats(conf))


def _floats(conf: configuration.NeuralNetConfiguration) -> str:
    return str(conf._fields.get("dataType", "float32")).lower()


def _type_after(fields: dict[str, Any]) -> dict[str, Any]:
    """What comes out of a network: ``dims``, -1 where open, and ``dtype``, None for the network's."""
    told: dict[str, Any] = json.loads(_jvm.call("LocalParts", "typeAfter", json.dumps(fields)))
    return told
