"""The generated part of the API: typed, documented, and read by Java."""

from __future__ import annotations

import importlib
import inspect
import json

import pytest

from pydl4j import _jvm, nd
from pydl4j._record import Record

MODULES = ("activations", "configuration", "input_types", "layers", "losses", "transforms", "updaters", "vertices")


@pytest.mark.parametrize("name", MODULES)
def test_every_class_says_what_it_is_and_types_its_parameters(name: str) -> None:
    module = importlib.import_module(f"pydl4j._generated.{name}")
    for each in module.__all__:
        thing = getattr(module, each)
        assert thing.__doc__, each
        if issubclass(thing, Record) and "__init__" in vars(thing):
            parameters = list(inspect.signature(thing).parameters.values())
            assert all(p.annotation is not inspect.Parameter.empty for p in parameters), each
            optional = all(p.default is not inspect.Parameter.empty for p in parameters)
            named = name != "updaters" or not optional
            assert not named or all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters[1:]), each


def test_every_op_function_is_documented() -> None:
    for name in nd.ops.__all__:
        assert "Returns\n    -------" in (getattr(nd.ops, name).__doc__ or ""), name


def test_java_reads_every_layer_that_needs_one_number_at_most() -> None:
    layers = importlib.import_module("pydl4j._generated.layers")
    made = [layers.OutputLayer(3), layers.DenseLayer(2), layers.LSTM(2), layers.ConvolutionLayer(4)]
    made += [layers.BatchNormalization(), layers.DropoutLayer(), layers.SubsamplingLayer(), layers.GlobalPoolingLayer()]
    for layer in made:
        conf = {
            "@type": "MultiLayerConfiguration",
            "conf": {},
            "layers": [{"layer": layer.to_dict()}],
            "inputType": {"@type": "Recurrent", "size": 3}
            if type(layer).__name__ in ("LSTM", "GlobalPoolingLayer")
            else {"@type": "Convolutional", "height": 8, "width": 8, "channels": 1},
        }
        handle = _jvm.call("LocalNn", "create", json.dumps(conf))
        _jvm.call("Handles", "close", handle)
