"""pydl4j as its users run it: `MultiLayerNetwork.fit` and `output`, and array functions."""

from __future__ import annotations

import numpy as np

from pydl4j import nd
from pydl4j.nn import (
    LSTM,
    Adam,
    BatchNormalization,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    LastTimeStep,
    MultiLayerNetwork,
    OutputLayer,
    SubsamplingLayer,
)
from tests.bench.timing import Job, normal, one_hot


def conv3(n_out: int, activation: str = "relu") -> ConvolutionLayer:
    """A 3x3 convolution that keeps the size."""
    return ConvolutionLayer(n_out, kernel_size=(3, 3), padding=(1, 1), activation=activation)


def network(kind: str, threads: int) -> MultiLayerNetwork:
    """The network of a case; the same layers as in `tests.bench.torch`."""
    out = OutputLayer(10, loss="mcxent", activation="softmax")
    relu = {"activation": "relu"}
    layers, size = {
        "mlp": ([DenseLayer(512, **relu), DenseLayer(512, **relu), out], InputType.feed_forward(784)),
        "lenet": (
            [
                ConvolutionLayer(20, kernel_size=(5, 5), activation="identity"),
                SubsamplingLayer(),
                ConvolutionLayer(50, kernel_size=(5, 5), activation="identity"),
                SubsamplingLayer(),
                DenseLayer(500, **relu),
                out,
            ],
            InputType.convolutional(28, 28, 1),
        ),
        "vgg": (
            [
                conv3(64),
                conv3(64, "identity"),
                BatchNormalization(**relu),
                SubsamplingLayer(),
                conv3(128),
                conv3(128, "identity"),
                BatchNormalization(**relu),
                SubsamplingLayer(),
                DenseLayer(256, **relu),
                out,
            ],
            InputType.convolutional(32, 32, 3),
        ),
        "lstm": ([LastTimeStep(LSTM(128)), out], InputType.recurrent(64, 50)),
    }[kind]
    net = MultiLayerNetwork(layers, input_type=size, updater=Adam(1e-4), seed=1).init()
    net.set_threads(threads)
    return net


def main() -> None:
    """Measures all cases of the job."""
    job = Job.from_command_line()
    if job.wants("matmul") or job.wants("add"):
        arrays(job)
    for kind, batch, shape in (
        ("mlp", 64, (784,)),
        ("lenet", 64, (1, 28, 28)),
        ("vgg", 32, (3, 32, 32)),
        ("lstm", 32, (64, 50)),
    ):
        if job.wants(f"train {kind}"):
            batches = 4 if kind == "vgg" else 50
            x, y = normal(batch * batches, *shape), one_hot(batch * batches)
            net = network(kind, job.threads)
            job.measure(
                f"train {kind}",
                lambda n=net, x=x, y=y, b=batch: n.fit(x, y, batch_size=b, shuffle=False, progress=False),
                per_run=batches,
            )
            net.close()
    for kind, rows, shape in (
        ("mlp", 1, (784,)),
        ("mlp", 64, (784,)),
        ("vgg", 1, (3, 32, 32)),
        ("vgg", 32, (3, 32, 32)),
    ):
        if job.wants(f"infer {kind} {rows}"):
            net = network(kind, job.threads)
            x = nd.array(normal(rows, *shape))
            job.measure(f"infer {kind} {rows}", lambda n=net, x=x: n.output(x))
            net.close()


def arrays(job: Job) -> None:
    """Array functions, results in new arrays (PyTorch's write into a given one)."""
    a, b = nd.array(normal(1024, 1024)), nd.array(normal(1024, 1024))
    job.measure("matmul 1024", lambda: a @ b)
    p, q = nd.array(normal(1_000_000)), nd.array(normal(1_000_000))
    job.measure("add 1e6", lambda: p + q)
    u, v = nd.array(np.ones(10, np.float32)), nd.array(np.ones(10, np.float32))
    job.measure("add 10", lambda: [u + v for _ in range(100)], per_run=100)


if __name__ == "__main__":
    main()
