"""Random numbers: distributions by their moments and distribution functions, reproducibility, errors."""

from __future__ import annotations

import math
import pickle
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pydl4j import nd

N = 100_000
normal_cdf = np.vectorize(lambda x: 0.5 * math.erfc(-x / math.sqrt(2)))


def furthest(values: np.ndarray, cdf: Callable[[np.ndarray], np.ndarray]) -> float:
    """Kolmogorov's distance times the root of n: below 1.95 in 999 of 1000 cases."""
    x = np.sort(values.astype(np.float64))
    below = cdf(x)
    n = len(x)
    return float(np.sqrt(n) * max(np.max(np.arange(1, n + 1) / n - below), np.max(below - np.arange(n) / n)))


CONTINUOUS = {
    "random": (lambda r, kind: r.random(N, dtype=kind), lambda x: x),
    "uniform": (lambda r, kind: r.uniform(-2, 3, N, dtype=kind), lambda x: (x + 2) / 5),
    "normal": (lambda r, kind: r.normal(1, 2, N, dtype=kind), lambda x: normal_cdf((x - 1) / 2)),
    "exponential": (lambda r, kind: r.exponential(3.0, N, dtype=kind), lambda x: -np.expm1(-x / 3)),
}


SHAPED = {
    "laplace": (lambda r: r.laplace(1, 2, N), lambda x: 0.5 + 0.5 * np.sign(x - 1) * -np.expm1(-abs(x - 1) / 2)),
    "logistic": (lambda r: r.logistic(1, 2, N), lambda x: 1 / (1 + np.exp(-(x - 1) / 2))),
    "gumbel": (lambda r: r.gumbel(1, 2, N), lambda x: np.exp(-np.exp(-(x - 1) / 2))),
    "cauchy": (lambda r: r.cauchy(1, 2, N), lambda x: 0.5 + np.arctan((x - 1) / 2) / np.pi),
    "rayleigh": (lambda r: r.rayleigh(2.0, N), lambda x: -np.expm1(-x * x / 8)),
    "weibull": (lambda r: r.weibull(1.5, N), lambda x: -np.expm1(-(x**1.5))),
    "pareto": (lambda r: r.pareto(2.0, N), lambda x: 1 - (1 + x) ** -2),
    "lognormal": (lambda r: r.lognormal(0.5, 0.5, N), lambda x: normal_cdf((np.log(x) - 0.5) / 0.5)),
    "gamma of 2": (lambda r: r.gamma(2.0, 3.0, N), lambda x: 1 - (1 + x / 3) * np.exp(-x / 3)),
    "chisquare of 1": (lambda r: r.chisquare(1, N), lambda x: 2 * normal_cdf(np.sqrt(x)) - 1),
    "beta of 2 and 1": (lambda r: r.beta(2.0, 1.0, N), lambda x: x * x),
    "beta of 0.5 and 0.5": (
        lambda r: r.beta(0.5, 0.5, N, dtype="float64"),
        lambda x: 2 / np.pi * np.arcsin(np.sqrt(x)),
    ),
    "t of 1": (lambda r: r.standard_t(1, N), lambda x: 0.5 + np.arctan(x) / np.pi),
    "normal cut to two deviations": (
        lambda r: r.truncated_normal(size=N),
        lambda x: (normal_cdf(x) - normal_cdf(-2.0)) / (normal_cdf(2.0) - normal_cdf(-2.0)),
    ),
    "normal's tail": (
        lambda r: r.truncated_normal(3.0, 9.0, size=N),
        lambda x: 1 - normal_cdf(-x) / normal_cdf(-3.0),
    ),
    "normal's slope": (
        lambda r: r.truncated_normal(-1.5, -1.0, size=N),
        lambda x: (normal_cdf(x) - normal_cdf(-1.5)) / (normal_cdf(-1.0) - normal_cdf(-1.5)),
    ),
}


@pytest.mark.parametrize("name", SHAPED)
def test_distributions_have_their_shape(name: str) -> None:
    draw, cdf = SHAPED[name]
    assert furthest(np.asarray(draw(nd.random.default_rng(11))), cdf) < 1.95


COUNTS = {
    "poisson 0.5": (lambda r: r.poisson(0.5, N), 0.5, 0.5),
    "poisson 9.5": (lambda r: r.poisson(9.5, N), 9.5, 9.5),
    "poisson 10.5": (lambda r: r.poisson(10.5, N), 10.5, 10.5),
    "poisson 1e6": (lambda r: r.poisson(1e6, N), 1e6, 1e6),
    "binomial few": (lambda r: r.binomial(20, 0.1, N), 2.0, 1.8),
    "binomial many": (lambda r: r.binomial(1000, 0.7, N), 700.0, 210.0),
    "geometric": (lambda r: r.geometric(0.25, N), 4.0, 12.0),
    "negative binomial": (lambda r: r.negative_binomial(3, 0.5, N), 3.0, 6.0),
    "gamma of 0.3": (lambda r: r.gamma(0.3, 2.0, N), 0.6, 1.2),
    "f": (lambda r: r.f(4, 12, N, dtype="float64"), 1.2, 1.26),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_have_their_mean_and_variance(name: str) -> None:
    draw, mean, variance = COUNTS[name]
    x = np.asarray(draw(nd.random.default_rng(12))).astype(np.float64)
    assert abs(x.mean() - mean) < 4 * np.sqrt(variance / N)
    assert x.var() == pytest.approx(variance, rel=0.08 if name == "f" else 0.03)


def test_vectors_have_their_means() -> None:
    r = nd.random.default_rng(13)
    covariance = [[2.0, 1.0], [1.0, 3.0]]
    x = np.asarray(r.multivariate_normal([1.0, -1.0], covariance, N))
    np.testing.assert_allclose(x.mean(0), [1, -1], atol=0.02)
    np.testing.assert_allclose(np.cov(x.T), covariance, atol=0.06)
    d = np.asarray(r.dirichlet([1.0, 2.0, 3.0], 50_000))
    np.testing.assert_allclose(d.sum(1), 1, rtol=1e-5)
    np.testing.assert_allclose(d.mean(0), [1 / 6, 2 / 6, 3 / 6], atol=0.01)
    m = np.asarray(r.multinomial(100, [0.2, 0.3, 0.5], 5000))
    assert (m.sum(1) == 100).all()
    np.testing.assert_allclose(m.mean(0), [20, 30, 50], atol=0.5)
    q = np.asarray(r.orthogonal(4, 3, dtype="float64"))
    np.testing.assert_allclose(q @ q.swapaxes(1, 2), np.broadcast_to(np.eye(4), (3, 4, 4)), atol=1e-12)


def test_choices_and_orders_are_equally_likely() -> None:
    r = nd.random.default_rng(14)
    orders = [tuple(r.permutation(3).tolist()) for _ in range(600)]
    assert set(np.unique(orders, axis=0, return_counts=True)[1] // 50) <= {1, 2}
    x = nd.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert sorted(r.permutation(x).tolist()) == x.tolist()
    kept = x.tolist()
    r.shuffle(x)
    assert sorted(x.tolist()) == kept
    picks = np.asarray(r.choice(4, 40_000, p=[0.1, 0.2, 0.3, 0.4]))
    np.testing.assert_allclose(np.bincount(picks) / 40_000, [0.1, 0.2, 0.3, 0.4], atol=0.015)
    assert sorted(r.choice(5, 5, replace=False).tolist()) == list(range(5))
    assert r.choice(5, replace=False).shape == ()
    assert set(r.choice(3, 100, p=[0, 1, 0]).tolist()) == {1}
    assert r.choice(nd.array([1.0, 2.0]), (2, 3)).shape == (2, 3)
    with pytest.raises(ValueError, match="without replacement"):
        r.choice(3, 4, replace=False)


@pytest.mark.parametrize("kind", ["float32", "float64"])
@pytest.mark.parametrize("name", CONTINUOUS)
def test_numbers_follow_their_distribution(name: str, kind: str) -> None:
    draw, cdf = CONTINUOUS[name]
    values = np.asarray(draw(nd.random.default_rng(2026), kind))
    assert values.dtype == kind
    assert furthest(values, cdf) < 1.95


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_neighbours_do_not_hang_together(kind: str) -> None:
    rng = nd.random.default_rng(3)
    for values in (rng.standard_normal(N, dtype=kind), rng.random(N, dtype=kind) - 0.5):
        v = np.asarray(values)
        for lag in (1, 2, 3, 4):
            assert abs(np.corrcoef(v[lag:], v[:-lag])[0, 1]) < 4 / np.sqrt(N)
            assert abs(np.corrcoef(v[lag:] ** 2, v[:-lag] ** 2)[0, 1]) < 4 / np.sqrt(N)


@pytest.mark.parametrize("bounds", [(0, 7), (-3, 3), (0, 2**31 + 2**30), (0, 3 * 2**60), (-(2**63), 2**63)])
def test_integers_are_equally_likely(bounds: tuple[int, int]) -> None:
    low, high = bounds
    values = np.asarray(nd.random.default_rng(4).integers(low, high, N))
    assert values.min() >= low
    assert values.max() < high
    parts = min(high - low, 9)
    seen = np.bincount([(int(v) - low) * parts // (high - low) for v in values], minlength=parts)
    shares = [((k + 1) * (high - low) // parts - k * (high - low) // parts) / (high - low) for k in range(parts)]
    chi2 = sum((s - N * p) ** 2 / (N * p) for s, p in zip(seen, shares, strict=True))
    assert chi2 < 27  # of at most 8 degrees of freedom: 1 in 1000


@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"])
def test_integers_take_the_whole_range_of_their_type(kind: str) -> None:
    limits = np.iinfo(kind)
    values = nd.random.default_rng(4).integers(limits.min, limits.max, 5000, dtype=kind, endpoint=True)
    assert values.dtype == kind
    assert float(np.asarray(values).max()) > limits.min + 0.99 * (limits.max - limits.min)
    assert float(np.asarray(values).min()) < limits.min + 0.01 * (limits.max - limits.min)


def test_parameters_that_are_arrays_give_each_place_its_own() -> None:
    rng = nd.random.default_rng(5)
    x = np.asarray(rng.normal([0.0, 10.0], [[1.0], [0.0]], size=(N // 4, 2, 2)))
    np.testing.assert_allclose(x.mean(0), [[0, 10], [0, 10]], atol=0.02)
    np.testing.assert_allclose(x.std(0), [[1, 1], [0, 0]], atol=0.02)
    k = np.asarray(rng.integers([0, 5], [3, 2**40], size=(1000, 2)))
    assert k[:, 0].max() == 2
    assert k[:, 1].min() >= 5
    assert np.asarray(rng.bernoulli([0.0, 1.0], size=(50, 2))).tolist() == [[False, True]] * 50


def test_the_same_seed_gives_the_same_bits_with_any_number_of_threads() -> None:
    def draws() -> list[Any]:
        r = nd.random.default_rng(2**64 - 1)
        return [r.random(100_001), r.standard_normal(100_001, dtype="float64"), r.integers(1000, size=100_001)]

    with nd.set_threads(1):
        alone = [np.asarray(x) for x in draws()]
    for a, b in zip(alone, draws(), strict=True):
        np.testing.assert_array_equal(a, np.asarray(b))


def test_bits_are_those_of_any_machine() -> None:
    r = nd.random.default_rng(42)
    told = [r.random(3), r.random(2, dtype="float64"), r.standard_normal(3), r.standard_normal(2, dtype="float64")]
    told += [r.integers(100, size=4), r.exponential(size=2)]
    assert [t.tolist() for t in told] == KNOWN


def test_the_state_says_where_the_numbers_go_on() -> None:
    r = nd.random.default_rng(9)
    r.random(10)
    kept, copy = r.state, pickle.loads(pickle.dumps(r))
    following = r.random(5).tolist()
    assert copy.random(5).tolist() == following
    r.state = kept
    assert r.random(5).tolist() == following
    assert r.jumped().random(5).tolist() != r.random(5).tolist()
    children = nd.random.default_rng(9).spawn(2)
    assert len({tuple(g.random(4).tolist()) for g in (*children, nd.random.default_rng(9))}) == 3


def test_threads_that_share_a_generator_get_different_numbers() -> None:
    r = nd.random.default_rng(9)
    seen: list[tuple[float, ...]] = []
    workers = [
        threading.Thread(target=lambda: seen.extend(tuple(r.random(4).tolist()) for _ in range(50))) for _ in range(4)
    ]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    assert len(set(seen)) == 200
    assert r.state["count"] == 200


def test_a_compiled_function_draws_what_its_seed_says() -> None:
    def noisy(x: Any, seed: Any) -> Any:
        r = nd.random.default_rng(seed)
        return x + r.normal(0.0, 2.0, size=(3,)) * r.integers(1, 5, size=3)

    compiled = nd.jit(noisy)
    for seed in (1, 2, 2**40):
        np.testing.assert_allclose(compiled(nd.ones(3), seed), noisy(nd.ones(3), seed), rtol=1e-6)
    fixed = nd.random.default_rng(1)
    with pytest.raises(TypeError, match="fixed seed in a traced function"):
        nd.jit(lambda x: x + fixed.random())(nd.ones(3))


def test_out_takes_the_numbers() -> None:
    r = nd.random.default_rng(1)
    out = nd.zeros((2, 3), dtype="float64")
    assert r.random(out=out) is out
    assert out.tolist() == nd.random.default_rng(1).random((2, 3), dtype="float64").tolist()
    with pytest.raises(ValueError, match="out: got shape"):
        r.random(4, out=out)


def test_the_process_has_a_generator() -> None:
    nd.random.seed(3)
    first = nd.rand(2, 2).tolist(), nd.randn(3).tolist()
    nd.random.seed(3)
    assert (nd.rand(2, 2).tolist(), nd.randn((3,)).tolist()) == first


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda r: r.normal(0, -1), "scale: got -1; expected numbers >= 0"),
        (lambda r: r.integers(5, 5), "low <= high"),
        (lambda r: r.integers(0, 300, dtype="uint8"), "0 to 255 of uint8"),
        (lambda r: r.integers([1, 9], [5, 5]), "a low above its high"),
        (lambda r: r.random(-1), "expected sizes >= 0"),
        (lambda r: r.normal([1.0, 2.0], size=3), "broadcast to the size"),
        (lambda r: r.bernoulli(1.5), "numbers from 0 to 1"),
        (lambda r: nd.random.default_rng(-1), "from 0 to 2"),
    ],
)
def test_wrong_parameters_are_named(call: Callable[[Any], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(nd.random.default_rng(1))


KNOWN: list[Any] = [
    [0.6129598617553711, 0.4685865044593811, 0.07323169708251953],
    [0.1262498542224193, 0.7116127377916281],
    [0.1720508486032486, 1.3457070589065552, -0.4694823622703552],
    [0.7353249229925362, 1.0372309467711556],
    [15, 74, 7, 18],
    [0.7288301587104797, 0.893913745880127],
]
