"""Graphs: variables with names learn to tell two spirals apart."""

# %%
import numpy as np

from pydl4j import nd
from pydl4j.nn import Adam
from pydl4j.samediff import SameDiff, TrainingConfig

# %% tags=["parameters"]
epochs = 40


# %%
def spirals(n, seed):
    """Points [2 n, 2] on two noisy spirals, and their classes as one-hot rows."""
    random = np.random.default_rng(seed)
    t = np.sqrt(random.uniform(0, 1, n)) * 3 * np.pi
    arm = np.stack([t * np.cos(t), t * np.sin(t)], 1) / 3 + random.normal(0, 0.05, (n, 2))
    return np.concatenate([arm, -arm]).astype("float32"), np.repeat(np.eye(2, dtype="float32"), n, 0)


# %% [markdown]
# The graph: placeholders, variables, and functions of arrays.

# %%
sd = SameDiff.create()
x = sd.placeholder("x", (None, 2))
labels = sd.placeholder("labels", (None, 2))
h = x
for i, (n_in, n_out) in enumerate([(2, 64), (64, 64)]):
    w = sd.var(f"w{i}", (n_in, n_out))
    h = nd.tanh(h @ w + sd.var(f"b{i}", shape=(n_out,), init="zero"))
logits = (h @ sd.var("w2", (64, 2))).rename("logits")
sd.nn.softmax(logits, name="probabilities")
sd.loss.softmax_cross_entropy(labels, logits, name="loss").mark_as_loss()
print(sd.summary())

# %%
sd.set_training_config(
    TrainingConfig(updater=Adam(learning_rate=0.01), data_set_feature_mapping="x", data_set_label_mapping="labels")
)
history = sd.fit(*spirals(1000, seed=0), epochs=epochs, batch_size=100)
print(f"loss {history.epoch_losses[0]:.3f} -> {history.epoch_losses[-1]:.3f}, {history.samples_per_s:,.0f} samples/s")
print(f"accuracy on new points: {sd.evaluate(*spirals(500, seed=1), output='probabilities').accuracy():.3f}")
