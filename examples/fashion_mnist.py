"""Trains a LeNet-like network on Fashion-MNIST from files, evaluates it and saves it.

Run it as ``.venv/bin/python examples/fashion_mnist.py [FOLDER]``; the folder holds the four IDX files, gzip or not.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydl4j.datavec import IDXRecordReader, ImagePreProcessingScaler, Pipeline
from pydl4j.nn import (
    Adam,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    MultiLayerNetwork,
    OutputLayer,
    SubsamplingLayer,
)

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/datasets/fashion-mnist")
train_files = sorted(folder.glob("train-*"))
test_files = sorted(folder.glob("t10k-*"))

reader = IDXRecordReader(classes=10)
pipeline = Pipeline(reader, schema=reader.schema(*train_files), labels="label", normalizer=ImagePreProcessingScaler())
pool = SubsamplingLayer(pooling_type="max", kernel_size=(2, 2), stride=(2, 2))
net = MultiLayerNetwork(
    [
        ConvolutionLayer(20, kernel_size=(5, 5), activation="relu"),
        pool,
        ConvolutionLayer(50, kernel_size=(5, 5), activation="relu"),
        pool,
        DenseLayer(500, activation="relu"),
        OutputLayer(10, loss="mcxent", activation="softmax"),
    ],
    input_type=InputType.convolutional(28, 28, 1),
    updater=Adam(1e-3),
    seed=42,
).init()
print(net.summary())

with pipeline.read(*train_files).batches(64, shuffle=42) as batches:
    print(net.fit(batches, epochs=3))
with pipeline.read(*test_files).batches(256) as batches:
    print(net.evaluate(batches).stats())
net.save("fashion.zip", pipeline=pipeline)
