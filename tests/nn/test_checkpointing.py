"""Training that computes activations again gives the same parameters, in less memory."""

import numpy as np
import pytest

from pydl4j import nn
from pydl4j.nn import Adam, InputType, MultiLayerNetwork, OutputLayer

RANDOM = np.random.default_rng(3)


def _images():
    block = [
        nn.ConvolutionLayer(8, kernel_size=(3, 3), padding=(1, 1), activation="relu"),
        nn.BatchNormalization(),
        nn.ConvolutionLayer(8, kernel_size=(3, 3), padding=(1, 1), activation="tanh"),
    ]
    head = [nn.DropoutLayer(drop_out=0.7), nn.DenseLayer(16, activation="sigmoid", drop_out=0.5), OutputLayer(4)]
    return [*block, *block, *block, *head], InputType.convolutional(12, 12, 2), RANDOM.normal(size=(16, 2, 12, 12))


def _sequences():
    layers = [nn.LSTM(12), nn.LSTM(12), nn.LSTM(12), nn.LastTimeStep(layer=nn.LSTM(12)), OutputLayer(4)]
    return layers, InputType.recurrent(6), RANDOM.normal(size=(16, 6, 10))


def _transformer():
    encoder = [nn.TransformerEncoderLayer(2, n_feed_forward=32) for _ in range(4)]
    return (
        [*encoder, nn.GlobalPoolingLayer("avg"), OutputLayer(4)],
        InputType.recurrent(16),
        RANDOM.normal(size=(8, 16, 12)),
    )


@pytest.mark.parametrize("make", [_images, _sequences, _transformer], ids=["convolutions", "lstm", "transformer"])
def test_recomputed_activations_change_no_bit_and_need_less_memory(make):
    layers, kind, x = make()
    y = np.arange(len(x)) % 4
    params, arenas = [], []
    for segments in (None, 3, "auto"):
        net = MultiLayerNetwork(layers, input_type=kind, updater=Adam(1e-2), seed=5).init()
        net.set_activation_checkpointing(segments)
        net.fit(x, y, epochs=3, batch_size=8, progress=False)
        params.append(np.array(net.params()))
        arenas.append(net.explain(x[:8], y[:8]).arena_bytes)
        net.close()
    assert np.array_equal(params[0], params[1])
    assert np.array_equal(params[0], params[2])
    assert arenas[2] <= arenas[1] < arenas[0]
    assert arenas[2] < 0.8 * arenas[0]


@pytest.mark.parametrize("segments", [-3, "many"])
def test_a_number_of_segments_that_makes_no_sense_is_refused(segments):
    net = MultiLayerNetwork([OutputLayer(3)], input_type=InputType.feed_forward(4)).init()
    with pytest.raises(ValueError, match="segments: got"):
        net.set_activation_checkpointing(segments)
