"""Graphs and networks as vertices: imported models, SameDiff graphs."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from pydl4j import _jvm
from pydl4j._generated.vertices import Vertex
from pydl4j._handle import Handle


class Part(Vertex):
    """A graph of operators as a vertex, with the contents that its parameters start with."""

    __slots__ = ("_graph",)
    _graph: Handle

    @property
    def graph(self) -> Handle:
        """The SameDiff graph that holds the contents."""
        return self._graph


class GraphVertex(Part):
    """A graph of operators as a vertex: an imported ONNX model, a SameDiff graph. `onnx` and `samediff` make it.

    Its variables are parameters of the network, named by path: ``conv1.weight`` of the vertex ``encoder`` is
    ``encoder/conv1.weight``. The network's ``init`` starts them with the contents of the file or graph.

    Examples
    --------
    >>> from pydl4j.nn import Adam, ComputationGraph, GraphVertex, InputType, NeuralNetConfiguration, OutputLayer
    >>> encoder = GraphVertex.onnx("resnet.onnx", outputs=["features"], trainable=False)  # doctest: +SKIP
    >>> conf = (
    ...     NeuralNetConfiguration.builder().updater(Adam(1e-3)).graph_builder()
    ...     .add_inputs("image").set_input_types(InputType.convolutional(224, 224, 3))
    ...     .add_vertex("encoder", encoder, "image")
    ...     .add_layer("out", OutputLayer(5), "encoder").set_outputs("out").build()
    ... )  # doctest: +SKIP
    >>> net = ComputationGraph(conf).init()  # doctest: +SKIP
    """

    __slots__ = ()

    def __init__(self, graph: Handle, *, inputs: Sequence[str], outputs: Sequence[str], settings: Any) -> None:
        body = _jvm.call("LocalParts", "body", graph.number, json.dumps(list(inputs)), json.dumps(list(outputs)))
        super().__init__(body=json.loads(body), common=dict(settings))
        object.__setattr__(self, "_graph", graph)

    @classmethod
    def onnx(
        cls,
        path: str | os.PathLike[str],
        *,
        inputs: Sequence[str] = (),
        outputs: Sequence[str] = (),
        training: bool = True,
        trainable: bool = True,
    ) -> GraphVertex:
        """A model of an ONNX file.

        Parameters
        ----------
        path : path
            The file.
        inputs, outputs : sequence of str, optional
            What the vertex reads and gives, in order; outputs may be any values of the graph, such as the features
            before a head. All of the model by default.
        training : bool, default True
            Whether batch normalization and dropout train where the file was exported for prediction.
        trainable : bool, default True
            Whether training changes the parameters; else the vertex works as in prediction.
        """
        graph, told = imported(path, training=training)
        wanted = list(outputs) or told["outputs"]
        return cls(graph, inputs=inputs, outputs=wanted, settings={"trainable": bool(trainable)})

    @classmethod
    def samediff(
        cls, graph: Any, outputs: Sequence[str], *, inputs: Sequence[str] = (), trainable: bool = True
    ) -> GraphVertex:
        """Variables of a `pydl4j.samediff.SameDiff` graph; its placeholders are the inputs."""
        names = [getattr(v, "name", v) for v in outputs]
        return cls(graph._handle, inputs=inputs, outputs=names, settings={"trainable": bool(trainable)})


class ModelVertex(Vertex):
    """A network as a vertex of another; `layer0_W` of the vertex ``encoder`` is ``encoder/layer0_W`` there.

    Parameters
    ----------
    network : MultiLayerConfiguration or ComputationGraphConfiguration
        The network; it takes the data type of the one around it, and its losses count for nothing.
    trainable : bool, default True
        Whether training changes its parameters, where its layers say nothing else.
    """

    __slots__ = ()

    def __init__(self, network: Any, *, trainable: bool = True) -> None:
        super().__init__(network=json.loads(network.to_json()), common={"trainable": bool(trainable)})


def imported(path: str | os.PathLike[str], *, training: bool = True) -> tuple[Handle, dict[str, Any]]:
    """An ONNX file as a SameDiff graph, and the names of its inputs and outputs."""
    if not os.path.exists(path):
        raise FileNotFoundError(f"[onnx] no such file: got {os.fspath(path)!r}; expected a model. Check the path.")
    form = "TRAINING" if training else "INFERENCE"
    where = _jvm.path(path)
    program = Handle(_jvm.call("LocalOnnx", "load", where, form, 0, "cpu"))
    told = json.loads(_jvm.call("LocalOnnx", "describe", program.number))
    program.close()
    return Handle(_jvm.call("LocalOnnx", "graph", where, form)), {
        side: [tensor["name"] for tensor in told[side]] for side in ("inputs", "outputs")
    }
