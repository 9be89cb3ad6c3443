"""A table with texts and gaps becomes a model that tells classes by name, from Python and from a file alone."""

import pandas as pd

from pydl4j.datavec import Pipeline
from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer
from pydl4j.serving import Predictor

table = pd.read_csv("penguins.csv")
train, test = table.iloc[:320], table.iloc[320:]
pipeline = Pipeline.from_table(train, labels="species")
layers = [DenseLayer(16, activation="relu"), OutputLayer(len(pipeline.class_names))]
net = MultiLayerNetwork(layers, input_type=InputType.feed_forward(*pipeline.feature_shape), updater=Adam(1e-2), seed=1)
net.init()
net.fit(pipeline.read_rows(train).batches(32, shuffle=1), epochs=20)
print(net.evaluate(pipeline.read_rows(test).batches(64)).stats())
print(net.predict(pipeline.features(test))[:3])
net.save("penguins.zip", pipeline=pipeline)
print(Predictor("penguins.zip").predict_rows(test.drop(columns="species").head(3)))
test.drop(columns="species").head(3).to_json("penguins.jsonl", orient="records", lines=True)
