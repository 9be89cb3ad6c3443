"""Outputs, eager ops, compiled functions and gradients from many threads at once, every answer compared."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from pydl4j import nd
from pydl4j.nn import DenseLayer, InputType, MultiLayerNetwork, OutputLayer

MOST_ROWS = 100
_RANDOM = np.random.default_rng(8)
_X = _RANDOM.normal(size=(MOST_ROWS, 12)).astype(np.float32)
_W = _RANDOM.normal(size=(12, 5)).astype(np.float32)

Ask = Callable[[int], None]


def network(seed: int = 1) -> MultiLayerNetwork:
    """A small one."""
    layers = [DenseLayer(16, activation="tanh"), OutputLayer(3)]
    return MultiLayerNetwork(layers, input_type=InputType.feed_forward(12), seed=seed).init()


def _same(got: Any, expected: np.ndarray) -> None:
    np.testing.assert_allclose(np.asarray(got), expected, rtol=1e-4, atol=1e-5)


def questions(net: MultiLayerNetwork) -> list[Ask]:
    """What threads ask about a number of rows; each raises where the answer is not the one computed before."""
    whole = np.asarray(net.output(_X)).copy()
    w = nd.asarray(_W)
    compiled = nd.jit(lambda x: nd.tanh(x @ w))
    slope = nd.grad(lambda x: (x * x * x).sum())
    xs = [nd.asarray(_X[:n].copy()) for n in range(MOST_ROWS + 1)]

    def output(n: int) -> None:
        _same(net.output(_X[:n]), whole[:n])

    def eager(n: int) -> None:
        x = xs[n]
        _same(nd.concat([nd.exp(x), x * 2 + 1]), np.concatenate([np.exp(_X[:n]), _X[:n] * 2 + 1]))
        _same(nd.sort(x[:, 0]), np.sort(_X[:n, 0]))
        _same(x[x > 1], _X[:n][_X[:n] > 1])

    def jit(n: int) -> None:
        _same(compiled(xs[n]), np.tanh(_X[:n] @ _W))

    def gradient(n: int) -> None:
        _same(slope(xs[n]), 3 * _X[:n] ** 2)

    def wrong(n: int) -> None:
        try:
            xs[n] + nd.ones((n + 1, 7))
        except ValueError:
            return
        raise AssertionError("shapes that do not fit were added")

    return [output, eager, jit, gradient, wrong]


def closing() -> Ask:
    """Networks that are closed while others ask them: an answer is right, or says that the network is closed."""
    net, held = network(2), threading.Lock()
    whole = np.asarray(net.output(_X)).copy()
    current = [net.clone()]

    def ask(n: int) -> None:
        mine = current[0]
        if n % 10 == 0 and held.acquire(blocking=False):
            current[0] = net.clone()
            mine.close()
            held.release()
        try:
            got = np.asarray(mine.output(_X[:n])).copy()
        except Exception as error:
            if "closed" not in str(error):
                raise
            return
        _same(got, whole[:n])

    return ask


def run(asks: Sequence[Ask], rows: Sequence[int], *, threads: int, seconds: float = 0, rounds: int = 0) -> float:
    """Asks from many threads for some seconds, or so often each.

    Returns
    -------
    float
        Questions a second.

    Raises
    ------
    Exception
        The first that a thread met.
    """
    failed: list[BaseException] = []
    counts = [0] * threads
    start = time.perf_counter()

    def work(me: int) -> None:
        order = random.Random(me)
        try:
            while not failed and (counts[me] < rounds or time.perf_counter() - start < seconds):
                asks[order.randrange(len(asks))](order.choice(rows))
                counts[me] += 1
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=work, args=(i,)) for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    return sum(counts) / (time.perf_counter() - start)
