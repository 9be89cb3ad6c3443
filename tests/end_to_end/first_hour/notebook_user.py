# Cells of a notebook; its last lines are shown.
# %%
import numpy as np

from pydl4j import nd
from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer

a = nd.asarray([[1.0, 2.0], [3.0, 4.0]])
a @ a
# %%
rng = np.random.default_rng(0)
x = rng.normal(size=(512, 8)).astype(np.float32)
y = np.where(x[:, 0] * x[:, 1] > 0, "<same> sign", "other sign")
layers = [DenseLayer(16, activation="tanh"), OutputLayer(2)]
net = MultiLayerNetwork(layers, input_type=InputType.feed_forward(8), updater=Adam(1e-2), seed=3).init()
net  # noqa: B018
# %%
history = net.fit(x, y, epochs=30, batch_size=32, validation_split=0.1)
history.plot()
# %%
net.evaluate(x, y)
# %%
net.explain(x[:64], y[:64])
