"""Networks: layers, configurations, training and evaluation. Names are DL4J's, options by keyword.

>>> from pydl4j.nn import Adam, DenseLayer, InputType, NeuralNetConfiguration, OutputLayer
>>> conf = (
...     NeuralNetConfiguration.builder().seed(42).updater(Adam(1e-3)).list()
...     .layer(DenseLayer(n_out=20, activation="relu"))
...     .layer(OutputLayer(n_out=3, loss="mcxent", activation="softmax"))
...     .set_input_type(InputType.feed_forward(4)).build()
... )
"""

from __future__ import annotations

from pydl4j import _variants
from pydl4j._batch import DataSet, MultiDataSet
from pydl4j._fit import History
from pydl4j._generated.configuration import UpdatePolicy
from pydl4j._generated.layers import *  # noqa: F403 (one class per layer)
from pydl4j._generated.layers import __all__ as _layers
from pydl4j._generated.updaters import *  # noqa: F403 (one class per updater and schedule)
from pydl4j._generated.updaters import __all__ as _updaters
from pydl4j._generated.vertices import *  # noqa: F403 (one class per vertex)
from pydl4j._generated.vertices import __all__ as _vertices
from pydl4j.nn import activations, listeners, losses
from pydl4j.nn._conf import (
    ComputationGraphConfiguration,
    InputType,
    MultiLayerConfiguration,
    NeuralNetConfiguration,
)
from pydl4j.nn._confusion import ConfusionMatrix
from pydl4j.nn._evaluation import ROC, Evaluation, EvaluationBinary, RegressionEvaluation, ROCMultiClass
from pydl4j.nn._gradients import Gradients
from pydl4j.nn._network import ComputationGraph, MultiLayerNetwork
from pydl4j.nn._parts import GraphVertex, ModelVertex
from pydl4j.nn._traced import Parameters, layer
from pydl4j.nn._traced import traced_metric as traced_metric  # for graphs of samediff
from pydl4j.nn.listeners import (
    CheckpointListener,
    CollectScoresListener,
    EarlyStopping,
    EvaluativeListener,
    PerformanceListener,
    ReduceLROnPlateau,
    ScoreIterationListener,
    TimeIterationListener,
    TrainingListener,
)

__all__ = [
    "ROC",
    "CheckpointListener",
    "CollectScoresListener",
    "ComputationGraph",
    "ComputationGraphConfiguration",
    "ConfusionMatrix",
    "DataSet",
    "EarlyStopping",
    "Evaluation",
    "EvaluationBinary",
    "EvaluativeListener",
    "GraphVertex",
    "Gradients",
    "History",
    "InputType",
    "ModelVertex",
    "MultiDataSet",
    "MultiLayerConfiguration",
    "MultiLayerNetwork",
    "NeuralNetConfiguration",
    "Parameters",
    "PerformanceListener",
    "ROCMultiClass",
    "ReduceLROnPlateau",
    "RegressionEvaluation",
    "ScoreIterationListener",
    "TimeIterationListener",
    "TrainingListener",
    "UpdatePolicy",
    "activations",
    "layer",
    "listeners",
    "losses",
    *_layers,
    *_updaters,
    *_vertices,
]

__getattr__ = _variants.exported(
    __name__, ["pydl4j._generated.layers", "pydl4j._generated.updaters", "pydl4j._generated.vertices"]
)
