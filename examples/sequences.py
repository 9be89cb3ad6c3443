"""Sequences: an LSTM learns whether a noisy one rises or falls. Sequences are [N, size, T]."""

# %%
import numpy as np

from pydl4j.nn import LSTM, Adam, InputType, LastTimeStep, MultiLayerNetwork, OutputLayer

# %% tags=["parameters"]
epochs = 10

# %%
random = np.random.default_rng(0)
steps = 20
slope = random.choice([-1.0, 1.0], 600)
x = slope[:, None] * np.linspace(0, 1, steps) + random.normal(0, 0.5, (600, steps))
x, y = x[:, None, :], (slope > 0).astype(int)

# %%
net = MultiLayerNetwork(
    [LastTimeStep(LSTM(16)), OutputLayer(2)],
    input_type=InputType.recurrent(1, steps),
    updater=Adam(1e-2),
    seed=1,
).init()
net.fit(x[:500], y[:500], epochs=epochs, batch_size=50)
print(f"accuracy on sequences not seen before: {net.evaluate(x[500:], y[500:]).accuracy():.3f}")
