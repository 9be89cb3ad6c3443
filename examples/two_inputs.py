"""Two inputs: a graph with two inputs and two outputs learns on Spark from columns of one CSV.

It writes ``orders.csv`` and ``orders.zip`` into the current folder. The saved model holds the pipeline, so that Kafka's
records and the plain Java program's lines are rows of the CSV's columns:

    java -cp 'build/jars/*:build/jars/lib/*' org.pydl4j.serving.Main predict --model orders.zip --rows rows.jsonl
"""

# %%
from pathlib import Path

import numpy as np

import pydl4j
from pydl4j.datavec import (
    CSVRecordReader,
    MultiNormalizerHybrid,
    NormalizerStandardize,
    Pipeline,
    Schema,
    TransformProcess,
)
from pydl4j.nn import (
    Adam,
    ComputationGraph,
    DenseLayer,
    EmbeddingLayer,
    InputType,
    NeuralNetConfiguration,
    OutputLayer,
)
from pydl4j.spark import ParameterAveragingTrainingMaster, SparkDl4jMultiLayer

# %% tags=["parameters"]
master = "local[2]"  # or "local-cluster[2,1,1024]", "yarn"
epochs = 10

# %%
CUSTOMERS, CITIES, ROWS = 40, ["Lima", "Oslo", "Rome"], 1200


def write_orders(path: Path) -> None:
    """What 40 customers buy: whether it is a gift, and what they pay, follow from customer, city and weight."""
    random = np.random.default_rng(1)
    habit = random.normal(size=CUSTOMERS)
    with path.open("w") as out:
        out.write("customer,city,weight,gift,price\n")
        for customer, city, weight in zip(
            random.integers(0, CUSTOMERS, ROWS), random.integers(0, 3, ROWS), random.gamma(4, 2, ROWS), strict=True
        ):
            gift = "yes" if habit[customer] > 0 else "no"
            out.write(f"{customer},{CITIES[city]},{weight:.3f},{gift},{3 * weight + 5 * city:.3f}\n")


csv = Path("orders.csv").resolve()
write_orders(csv)
# %% [markdown]
# Columns go into inputs and outputs by their names.

# %%
schema = (
    Schema.builder().add_column_long("customer").add_column_string("city").add_column_double("weight")
    .add_column_categorical("gift", ["no", "yes"]).add_column_double("price").build()
)  # fmt: skip
steps = TransformProcess.builder(schema).string_to_categorical("city", CITIES).categorical_to_one_hot("city").build()
pipeline = (
    Pipeline.builder(CSVRecordReader(skip_lines=1), transform=steps)
    .add_input("customer", "customer")  # a whole number, which stays int64
    .add_input("goods", "weight", *(f"city[{city}]" for city in CITIES))
    .add_output_one_hot("gift", "gift")
    .add_output("price", "price")
    .normalizer(
        MultiNormalizerHybrid(inputs={"goods": NormalizerStandardize()}, outputs={"price": NormalizerStandardize()})
    )
    .build()
)
pipeline = pipeline.read(csv).fit().pipeline
train, test = pipeline.read(csv).split(0.8, seed=1)

# %%
conf = (
    NeuralNetConfiguration.builder().seed(7).updater(Adam(0.02)).graph_builder()
    .add_inputs("customer", "goods")
    .set_input_types(InputType.feed_forward(1), InputType.feed_forward(1 + len(CITIES)))
    .add_layer("habits", EmbeddingLayer(n_in=CUSTOMERS, n_out=4), "customer")
    .add_layer("both", DenseLayer(16, activation="tanh"), "habits", "goods")
    .add_layer("gift", OutputLayer(2, loss="mcxent", activation="softmax"), "both")
    .add_layer("price", OutputLayer(1, loss="mse", activation="identity"), "both")
    .set_outputs("gift", "price").build()
)  # fmt: skip
# %%
with pydl4j.spark.session(master) as spark:
    averaging = ParameterAveragingTrainingMaster(averaging_frequency=4, batch_size_per_worker=16)
    on_spark = SparkDl4jMultiLayer(spark, ComputationGraph(conf).init(), averaging)
    net = on_spark.fit(train, epochs=epochs, progress=False)
    print(f"gifts on Spark: accuracy {on_spark.evaluate(test, output='gift').accuracy():.3f}")
# %%
with test.batches(256) as batches:
    print(f"gifts here:     accuracy {net.evaluate(batches, output='gift').accuracy():.3f}")
    error = net.evaluate_regression(batches, output="price").mean_squared_error(0)
print(f"prices here:    {error:.3f} of their variance is not explained")
net.save("orders.zip", pipeline=pipeline)
