"""Images: a network reads Fashion-MNIST from files, learns what they show, and is saved with its pipeline.

The folder holds the four IDX files, gzip or not.
"""

# %%
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

# %% tags=["parameters"]
folder = "/usr/share/datasets/fashion-mnist"
epochs = 3

# %% [markdown]
# One pipeline reads the files, names the labels and scales the pixels. The model's file keeps it.

# %%
folder = Path(folder)
train_files = sorted(folder.glob("train-*"))
test_files = sorted(folder.glob("t10k-*"))

reader = IDXRecordReader(classes=10)
pipeline = Pipeline(reader, schema=reader.schema(*train_files), labels="label", normalizer=ImagePreProcessingScaler())

# %%
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

# %%
with pipeline.read(*train_files).batches(64, shuffle=42) as batches:
    print(net.fit(batches, epochs=epochs))
with pipeline.read(*test_files).batches(256) as batches:
    print(net.evaluate(batches).stats())

# %%
net.save("fashion.zip", pipeline=pipeline)
