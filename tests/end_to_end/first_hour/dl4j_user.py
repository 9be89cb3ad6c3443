"""DL4J's quickstart, line by line: a CSV, a builder, listeners, an evaluation."""

from pydl4j.datavec import CSVRecordReader, NormalizerStandardize, Pipeline, Schema
from pydl4j.nn import DenseLayer, InputType, MultiLayerNetwork, Nesterovs, NeuralNetConfiguration, OutputLayer
from pydl4j.nn.listeners import ScoreIterationListener

schema = (
    Schema.builder()
    .add_column_double("sepal length", "sepal width", "petal length", "petal width")
    .add_column_categorical("kind", ["setosa", "versicolor", "virginica"])
    .build()
)
pipeline = Pipeline(CSVRecordReader(1), schema=schema, labels="kind", normalizer=NormalizerStandardize())
train, test = pipeline.read("iris.csv").fit().split(0.65, seed=6)
conf = (
    NeuralNetConfiguration.builder()
    .seed(6)
    .activation("tanh")
    .weight_init("xavier")
    .updater(Nesterovs(0.1, 0.9))
    .l2(1e-4)
    .list()
    .layer(0, DenseLayer(n_out=3))
    .layer(1, DenseLayer(n_out=3))
    .layer(2, OutputLayer(n_out=3, loss="negativeloglikelihood", activation="softmax"))
    .set_input_type(InputType.feed_forward(4))
    .build()
)
model = MultiLayerNetwork(conf)
model.init()
model.set_listeners([ScoreIterationListener(100)])
model.fit(train.batches(50), epochs=300)
evaluation = model.evaluate(test.batches(50))
print(evaluation.stats())
model.save("iris.zip", pipeline=train.pipeline)
