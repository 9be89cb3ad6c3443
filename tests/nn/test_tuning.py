"""Choice tables: what tuning writes, compiling reads, and files keep."""

import numpy as np

from pydl4j.nn import Adam, ConvolutionLayer, DenseLayer, InputType, MultiLayerNetwork, OutputLayer

X = np.random.default_rng(1).normal(size=(16, 4, 16, 16)).astype(np.float32)
Y = np.arange(16) % 3


def _net():
    layers = [
        ConvolutionLayer(16, kernel_size=(3, 3), padding=(1, 1), activation="relu"),
        DenseLayer(64, activation="tanh"),
        OutputLayer(3),
    ]
    kind = InputType.convolutional(16, 16, 4)
    return MultiLayerNetwork(layers, input_type=kind, updater=Adam(1e-2), seed=1).init()


def test_a_tuned_network_follows_its_table_after_loading_and_learns_the_same(tmp_path):
    net = _net()
    table = net.tune(X, Y)
    followed = [s for s in net.explain(X, Y).steps if "[table: " in s.implementation]
    assert bool(followed) == bool(table)
    net.save(tmp_path / "model.zip")
    again = MultiLayerNetwork.load(tmp_path / "model.zip")
    assert again.explain(X, Y).text == net.explain(X, Y).text
    for n in (net, again):
        n.fit(X, Y, epochs=3, batch_size=16, progress=False)
    assert np.array_equal(net.params(), again.params())  # equal tables, equal bits
    plain = _net()
    plain.fit(X, Y, epochs=3, batch_size=16, progress=False)
    assert np.allclose(net.params(), plain.params(), atol=1e-3)


def test_tuning_an_answer_keeps_what_was_tuned_for_training():
    net = _net()
    training = net.tune(X, Y)
    both = net.tune(X)
    assert training.items() <= both.items()
    net.forget_tuning()
    assert "[table: " not in net.explain(X, Y).text
