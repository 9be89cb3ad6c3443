"""How minibatches become updates, and numbers that change over training, for networks and SameDiff graphs alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pydl4j.nn import (
    InputType,
    MapSchedule,
    MultiLayerNetwork,
    Nesterovs,
    OutputLayer,
    RnnOutputLayer,
    Sgd,
    UpdatePolicy,
)
from pydl4j.samediff import SameDiff, TrainingConfig

RNG = np.random.default_rng(5)
X = RNG.normal(size=(12, 2))
Y = X @ [[3.0], [-2.0]] + 0.1 * RNG.normal(size=(12, 1))
START = np.array([[0.5], [-0.25]])
MODELS = ["network", "graph"]


def line(kind: str, updater: Any, **how: Any) -> Any:
    """The mean of (x w - y)^2 as a model."""
    if kind == "network":
        out = OutputLayer(1, loss="mse", activation="identity", has_bias=False)
        net = MultiLayerNetwork(
            [out], input_type=InputType.feed_forward(2), updater=updater, data_type="float64", **how
        ).init()
        net.set_params(START.ravel())
        return net
    sd = SameDiff.create()
    x, y = sd.placeholder("x", (None, 2), "float64"), sd.placeholder("y", (None, 1), "float64")
    ((x @ sd.var("w", START) - y) ** 2).mean().rename("loss").mark_as_loss()
    sd.set_training_config(TrainingConfig(updater, "x", "y", **how))
    return sd


def weights(model: Any) -> np.ndarray:
    return np.asarray(model.params() if isinstance(model, MultiLayerNetwork) else model.get_array("w")).ravel()


def gradient(w: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 2 * x.T @ (x @ w - y.ravel()) / len(x)


def fit(model: Any, *, epochs: int = 1, batch_size: int = 12) -> None:
    model.fit(X, Y, epochs=epochs, batch_size=batch_size, shuffle=False, progress=False)


@pytest.mark.parametrize("kind", MODELS)
def test_momentum_and_penalties_follow_their_schedules(kind: str) -> None:
    momentum = MapSchedule("iteration", values={0: 0.9, 2: 0.5})
    l2 = MapSchedule("epoch", values={0: 0.0, 1: 0.3})
    model = line(kind, Nesterovs(0.05, momentum_schedule=momentum), l2=l2)
    w, v = START.ravel(), np.zeros(2)
    for step, mu in enumerate((0.9, 0.9, 0.5, 0.5)):
        rows = slice(0, 6) if step % 2 == 0 else slice(6, 12)
        before = v
        v = mu * v - 0.05 * (gradient(w, X[rows], Y[rows]) + (0.3 if step > 1 else 0.0) * w)
        w = w - mu * before + (1 + mu) * v
    fit(model, epochs=2, batch_size=6)
    np.testing.assert_allclose(weights(model), w, rtol=1e-10)


@pytest.mark.parametrize("kind", MODELS)
def test_accumulated_gradients_are_those_of_one_minibatch(kind: str) -> None:
    parts = line(kind, Sgd(0.1), updates=UpdatePolicy(3))
    whole = line(kind, Sgd(0.1))
    fit(parts, epochs=2, batch_size=2)
    fit(whole, epochs=2, batch_size=6)
    np.testing.assert_allclose(weights(parts), weights(whole), rtol=1e-12)


@pytest.mark.parametrize("kind", MODELS)
def test_gradients_are_clipped_by_their_norm(kind: str) -> None:
    model = line(kind, Sgd(1.0), updates=UpdatePolicy(global_clip_norm=0.2))
    g = gradient(START.ravel(), X, Y)
    fit(model)
    np.testing.assert_allclose(weights(model), START.ravel() - 0.2 * g / np.linalg.norm(g), rtol=1e-12)


@pytest.mark.parametrize("kind", MODELS)
def test_averaged_weights_make_a_model_of_their_own(kind: str, tmp_path: Path) -> None:
    model = line(kind, Sgd(0.1), updates=UpdatePolicy(ema_decay=0.75))
    w = average = START.ravel()
    for _ in range(3):
        w = w - 0.1 * gradient(w, X, Y)
        average = 0.75 * average + 0.25 * w
    fit(model, epochs=3)
    model.save(tmp_path / "model.zip")
    again = type(model).load(tmp_path / "model.zip")
    for of in (model, again):
        np.testing.assert_allclose(weights(of.ema()), average, rtol=1e-12)
        np.testing.assert_allclose(weights(of), w, rtol=1e-12)
    fit(model.ema())
    with pytest.raises(ValueError, match="averages no weights"):
        line(kind, Sgd(0.1)).ema()


@pytest.mark.parametrize("kind", MODELS)
def test_the_rate_factor_scales_learning_rates_and_is_saved(kind: str, tmp_path: Path) -> None:
    model = line(kind, Sgd(0.1))
    assert model.rate_factor == 1
    model.rate_factor = 0.5
    w = START.ravel()
    for rate in (0.05, 0.05):
        w = w - rate * gradient(w, X, Y)
        fit(model)
    model.save(tmp_path / "model.zip")
    again = type(model).load(tmp_path / "model.zip")
    assert again.rate_factor == 0.5
    fit(again)
    np.testing.assert_allclose(weights(again), w - 0.05 * gradient(w, X, Y), rtol=1e-12)
    with pytest.raises(ValueError, match="factor of the learning rate"):
        model.rate_factor = -1


def test_policies_are_checked() -> None:
    for wrong in (UpdatePolicy(0), UpdatePolicy(global_clip_norm=0), UpdatePolicy(ema_decay=1)):
        with pytest.raises(ValueError, match="expected a"):
            line("network", Sgd(0.1), updates=wrong)


@pytest.mark.parametrize("kind", MODELS)
def test_rows_and_whole_losses_weigh_what_they_are_given(kind: str) -> None:
    weight = np.linspace(0, 2, 12)
    model = line(kind, Sgd(0.1))
    model.fit(X, Y, sample_weight=weight, batch_size=12, shuffle=False, progress=False)
    error = X @ START - Y
    g = 2 * X.T @ (weight[:, None] * error) / len(X)
    np.testing.assert_allclose(weights(model), (START - 0.1 * g).ravel(), rtol=1e-12)


@pytest.mark.parametrize("kind", MODELS)
def test_gradients_are_those_of_the_score(kind: str) -> None:
    model = line(kind, Sgd(0.1), l2=0.3)
    weight = np.linspace(0, 2, 12)
    score, by_name = model.gradients(X, Y, sample_weight=weight)
    w = START.ravel()
    error = (X @ START - Y).ravel()
    assert score == pytest.approx((weight * error**2).mean() + 0.15 * (w**2).sum(), rel=1e-12)
    (name,) = by_name
    assert name == ("layer0_W" if kind == "network" else "w")
    assert by_name[name].shape == (2, 1)
    expected = 2 * X.T @ (weight * error) / len(X) + 0.3 * w
    np.testing.assert_allclose(np.asarray(by_name[name]).ravel(), expected, rtol=1e-12)
    np.testing.assert_array_equal(weights(model), w)
    assert model.gradients(X, Y).score == pytest.approx((error**2).mean() + 0.15 * (w**2).sum(), rel=1e-12)


def softmax(kind: str) -> Any:
    """Softmax regression without bias, three classes of two features."""
    start = np.array([[0.1, -0.2, 0.3], [0.0, 0.2, -0.1]])
    if kind == "network":
        out = OutputLayer(3, has_bias=False)
        net = MultiLayerNetwork(
            [out], input_type=InputType.feed_forward(2), updater=Sgd(0.5), data_type="float64"
        ).init()
        net.set_params(start.ravel())
        return net
    sd = SameDiff.create()
    x, y = sd.placeholder("x", (None, 2), "float64"), sd.placeholder("y", (None, 3), "float64")
    sd.loss.softmax_cross_entropy(y, x @ sd.var("w", start), name="loss").mark_as_loss()
    sd.set_training_config(TrainingConfig(Sgd(0.5), "x", "y"))
    return sd


@pytest.mark.parametrize("kind", MODELS)
def test_classes_weigh_in_training_and_not_in_validation(kind: str) -> None:
    classes = np.arange(12) % 3
    one_hot = np.eye(3)[classes]
    by_class = {0: 2.0, 2: 0.5}
    weight = np.array([by_class.get(c, 1.0) for c in classes])
    as_rows, as_classes = softmax(kind), softmax(kind)
    how = {"batch_size": 12, "shuffle": False, "progress": False, "epochs": 2}
    plain = softmax(kind).fit(X, one_hot, validation_data=(X, one_hot), **{**how, "epochs": 0})
    assert not plain.losses
    rows = as_rows.fit(X, one_hot, sample_weight=weight, validation_data=(X, one_hot), **how)
    told = as_classes.fit(X, one_hot, class_weight=by_class, validation_data=(X, one_hot), **how)
    np.testing.assert_allclose(weights(as_classes), weights(as_rows), rtol=1e-12)
    np.testing.assert_allclose(told.history["val_loss"], rows.history["val_loss"], rtol=1e-12)
    if kind == "network":
        indices = softmax(kind)
        indices.fit(X, classes, class_weight=by_class, **how)
        np.testing.assert_allclose(weights(indices), weights(as_rows), rtol=1e-12)
        both = softmax(kind)
        both.fit(X, one_hot, class_weight={"layer0": by_class}, loss_weights={"layer0": 0.5}, **how)
        halved = softmax(kind)
        halved.fit(X, one_hot, sample_weight=0.5 * weight, **how)
        np.testing.assert_allclose(weights(both), weights(halved), rtol=1e-12)
        with pytest.raises(ValueError, match="unknown output: got 'lay'"):
            softmax(kind).fit(X, one_hot, loss_weights={"lay": 1.0}, **how)


def test_losses_of_a_graph_are_weighted_by_name() -> None:
    model = line("graph", Sgd(0.1), loss_weights={"loss": 0.25})
    fit(model)
    np.testing.assert_allclose(weights(model), START.ravel() - 0.025 * gradient(START.ravel(), X, Y), rtol=1e-12)
    with pytest.raises(ValueError, match="unknown loss: got 'lost'"):
        fit(line("graph", Sgd(0.1), loss_weights={"lost": 1.0}))


@pytest.mark.parametrize("function", ["mean_squared_error", "absolute_difference", "huber_loss", "log_poisson"])
def test_functions_of_losses_take_weights_of_rows(function: str) -> None:
    sd = SameDiff.create()
    x, y = sd.placeholder("x", (None, 2), "float64"), sd.placeholder("y", (None, 1), "float64")
    getattr(sd.loss, function)(y, x @ sd.var("w", START), name="loss").mark_as_loss()
    sd.set_training_config(TrainingConfig(Sgd(0.1), "x", "y"))
    picked = np.zeros(12)
    picked[[2, 7]] = 6.0
    some = sd.gradients(X[[2, 7]], Y[[2, 7]])
    weighed = sd.gradients(X, Y, sample_weight=picked)
    assert weighed.score == pytest.approx(some.score, rel=1e-12)
    np.testing.assert_allclose(weighed.gradients["w"], some.gradients["w"], rtol=1e-12)


def test_losses_that_cannot_take_weights_say_so() -> None:
    sd = SameDiff.create()
    x, y = sd.placeholder("x", (None, 2), "float64"), sd.placeholder("y", (None, 1), "float64")
    (((x @ sd.var("w", START) - y) ** 2).mean() * 2).rename("loss").mark_as_loss()
    sd.set_training_config(TrainingConfig(Sgd(0.1), "x", "y"))
    with pytest.raises(ValueError, match="'loss' cannot take weights of rows: it ends with Mul"):
        sd.fit(X, Y, sample_weight=np.ones(12), progress=False)
    fit(sd)


def test_classes_weigh_at_every_step_of_sequences() -> None:
    x = RNG.normal(size=(4, 2, 5))
    classes = RNG.integers(0, 3, (4, 5))
    one_hot = np.eye(3)[classes].transpose(0, 2, 1)
    by_class = {1: 3.0, 2: 0.0}
    weight = np.select([classes == 1, classes == 2], [3.0, 0.0], 1.0)
    start = None
    fitted = []
    for labels, how in ((classes, {"class_weight": by_class}), (one_hot, {"class_weight": by_class}),
                        (classes, {"sample_weight": weight}), (classes, {})):  # fmt: skip
        net = MultiLayerNetwork(
            [RnnOutputLayer(3)], input_type=InputType.recurrent(2), updater=Sgd(0.5), data_type="float64", seed=3
        ).init()
        start = weights(net) if start is None else start
        np.testing.assert_array_equal(weights(net), start)
        net.fit(x, labels, batch_size=4, progress=False, **how)
        fitted.append(weights(net))
    np.testing.assert_allclose(fitted[0], fitted[2], rtol=1e-12)
    np.testing.assert_allclose(fitted[1], fitted[2], rtol=1e-12)
    assert np.abs(fitted[3] - fitted[2]).max() > 1e-3
