"""Files of a cluster, learned from by executors that run no Python; the model comes back and is saved."""

from pydl4j.datavec import CSVRecordReader, NormalizerStandardize, Pipeline, Schema
from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer
from pydl4j.spark import ParameterAveragingTrainingMaster, SparkDl4jMultiLayer, session

numbers = ["sepal length", "sepal width", "petal length", "petal width"]
kinds = ["setosa", "versicolor", "virginica"]
schema = Schema.builder().add_column_double(*numbers).add_column_categorical("kind", kinds).build()
pipeline = Pipeline(CSVRecordReader(1), schema=schema, labels="kind", normalizer=NormalizerStandardize())
train, test = pipeline.read("iris.csv").fit().split(0.65, seed=6)
layers = [DenseLayer(8, activation="relu"), OutputLayer(3)]
net = MultiLayerNetwork(layers, input_type=InputType.feed_forward(4), updater=Adam(1e-2), seed=1).init()

spark = session("local[2]")
master = ParameterAveragingTrainingMaster(averaging_frequency=1, batch_size_per_worker=16)
cluster = SparkDl4jMultiLayer(spark, net, master)
cluster.fit(train, epochs=40)
print(cluster.evaluate(test).stats())
cluster.network.save("on_spark.zip", pipeline=train.pipeline)
spark.stop()
