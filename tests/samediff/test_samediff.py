"""Graphs of named variables: built, queried, differentiated, trained, saved."""

from __future__ import annotations

import os
import signal
import threading
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nn import Adam, DataSet, Evaluation, Sgd, StepSchedule, UpdatePolicy
from pydl4j.samediff import SameDiff, TrainingConfig

RNG = np.random.default_rng(0)
X = RNG.normal(size=(240, 2)).astype(np.float32)
CLASSES = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0)
Y = np.eye(3, dtype=np.float32)[CLASSES]


def classifier(*, dtype: str = "float32", dropout: float | None = None, updater: Any = None) -> SameDiff:
    sd = SameDiff.create()
    x = sd.placeholder("x", (None, 2), dtype)
    y = sd.placeholder("y", (None, 3), dtype)
    h = nd.tanh(x @ sd.var("w0", (2, 16), dtype=dtype) + sd.var("b0", shape=(16,), init="zero", dtype=dtype))
    if dropout is not None:
        h = sd.nn.dropout(h, retain=dropout)
    logits = h.mmul(sd.var("w1", shape=(16, 3), init="relu", dtype=dtype), name="logits")
    sd.nn.softmax(logits, name="p")
    sd.loss.softmax_cross_entropy(y, logits, name="loss").mark_as_loss()
    sd.set_training_config(
        TrainingConfig(
            updater=updater or Adam(learning_rate=0.02), data_set_feature_mapping="x", data_set_label_mapping="y"
        )
    )
    return sd


def test_a_graph_computes_as_numpy_does_for_any_batch_size():
    sd = SameDiff.create()
    x = sd.placeholder("x", (None, 3), "float64")
    w = sd.var("w", RNG.normal(size=(3, 2)))
    c = sd.constant("c", np.array([1.0, 2.0]))
    y = (sd.math.abs(x.mmul(w).add(c)) ** 2).rename("y")
    picked = (2 * y[:, -1] - np.ones(1)).sum().rename("picked")
    for rows in (1, 4):
        v = RNG.normal(size=(rows, 3))
        out = sd.output({"x": v}, "y", picked)
        expected = np.abs(v @ np.asarray(w.get_arr()) + [1, 2]) ** 2
        np.testing.assert_allclose(np.asarray(out["y"]), expected)
        assert float(out["picked"]) == pytest.approx((2 * expected[:, -1] - 1).sum())
    single = sd.batch_output().input(x, np.zeros((1, 3))).output("y").exec_single()
    assert single.tolist() == [[1, 4]]


def test_variables_know_shape_kind_and_name():
    sd = classifier()
    p = sd.get_variable("p")
    assert (p.shape, p.kind, p.dtype, p.ndim) == ((None, 3), "ARRAY", np.float32, 2)
    assert [v.name for v in sd.variables() if v.kind == "VARIABLE"] == ["w0", "b0", "w1"]
    assert "pydl4j.SoftmaxCrossEntropyMean(y, logits)" in sd.summary()


def test_renaming_keeps_contents_and_operations():
    sd = classifier()
    before = np.asarray(sd.output({"x": X}, "p")["p"])
    sd.get_variable("w0").rename("weights")
    sd.get_variable("p").rename("probabilities")
    np.testing.assert_array_equal(np.asarray(sd.output({"x": X}, "probabilities")["probabilities"]), before)
    with pytest.raises(ValueError, match="unknown variable: got 'w0'"):
        sd.get_variable("w0")


def test_contents_can_be_set():
    sd = classifier()
    w = sd.get_variable("w1")
    w.set_array(np.zeros((16, 3)))
    np.testing.assert_allclose(np.asarray(sd.output({"x": X[:2]}, "p")["p"]), 1 / 3)


# ---- gradients -----------------------------------------------------------------------------------------------------


def test_gradients_equal_central_differences():
    sd = classifier(dtype="float64")
    assert sd.check_gradients({"x": X[:5], "y": Y[:5]}) < 1e-5


LOSSES = {
    "mean_squared_error": lambda y, p: ((p - y) ** 2).mean(),
    "absolute_difference": lambda y, p: np.abs(p - y).mean(),
    "huber_loss": lambda y, p: np.where(abs(p - y) <= 1, (p - y) ** 2 / 2, abs(p - y) - 0.5).mean(),
    "hinge_loss": lambda y, p: np.maximum(0, 1 - (2 * y - 1) * p).mean(),
    "log_loss": lambda y, p: -(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)).mean(),
    "sigmoid_cross_entropy": lambda y, p: (np.log1p(np.exp(p)) - y * p).mean(),
    "log_poisson": lambda y, p: (np.exp(p) - y * p).mean(),
    "cosine_distance": lambda y, p: (1 - (y * p).sum(-1)).mean(),
    "softmax_cross_entropy": lambda y, p: -(y * (p - np.log(np.exp(p).sum(1, keepdims=True)))).sum(1).mean(),
}


@pytest.mark.parametrize("name", LOSSES)
def test_losses_equal_their_formulas(name):
    labels, p = Y[:6].astype(np.float64), RNG.uniform(0.1, 0.9, (6, 3))
    sd = SameDiff.create()
    loss = getattr(sd.loss, name)(sd.placeholder("y", (None, 3), "float64"), sd.placeholder("p", (None, 3), "float64"))
    assert float(sd.output({"y": labels, "p": p}, loss)[loss.name]) == pytest.approx(LOSSES[name](labels, p))


def test_gradients_reach_placeholders():
    sd = classifier()
    g = sd.calculate_gradients({"x": X[:4], "y": Y[:4]}, "x", "w0")
    assert {name: a.shape for name, a in g.items()} == {"x": (4, 2), "w0": (2, 16)}


# ---- training ------------------------------------------------------------------------------------------------------


def test_a_classifier_learns():
    sd = classifier()
    history = sd.fit(X, Y, epochs=40, progress=False)
    assert len(history.losses) == 40 * 8
    assert history.epoch_losses[-1] < 0.15 < history.epoch_losses[0]
    evaluation = sd.evaluate(X, Y, output="p")
    assert isinstance(evaluation, Evaluation)
    assert evaluation.accuracy() > 0.97


def test_a_regression_reaches_the_least_squares_solution():
    true = np.array([[2.0], [-3.0]])
    target = X @ true + 0.5
    sd = SameDiff.create()
    x, y = sd.placeholder("x", (None, 2)), sd.placeholder("y", (None, 1))
    prediction = x @ sd.var("w", (2, 1)) + sd.var("b", shape=(1,), init="zero")
    sd.loss.mean_squared_error(y, prediction).mark_as_loss()
    sd.set_training_config(
        TrainingConfig(updater=Sgd(learning_rate=0.1), data_set_feature_mapping="x", data_set_label_mapping="y")
    )
    sd.fit(DataSet(X, target), epochs=20, progress=False)
    np.testing.assert_allclose(np.asarray(sd.get_array("w")), true, atol=1e-3)
    np.testing.assert_allclose(np.asarray(sd.get_array("b")), [0.5], atol=1e-3)


def test_a_step_of_sgd_follows_the_regularized_gradient():
    sd = classifier()
    placeholders = {"x": X[:8], "y": Y[:8]}
    w, g = np.asarray(sd.get_array("w0")), np.asarray(sd.calculate_gradients(placeholders, "w0")["w0"])
    sd.set_training_config(TrainingConfig(updater=Sgd(learning_rate=0.5), l1=0.01, l2=0.1))
    plain = float(sd.output(placeholders, "loss")["loss"])
    history = sd.fit(placeholders, batch_size=8, progress=False)
    np.testing.assert_allclose(
        np.asarray(sd.get_array("w0")), w - 0.5 * (g + 0.01 * np.sign(w) + 0.1 * w), rtol=1e-5, atol=1e-6
    )
    assert history.losses[0] > plain


def test_dropout_acts_in_training_only():
    sd = classifier(dropout=0.5)
    first, second = (np.asarray(sd.output({"x": X}, "p")["p"]) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    sd.set_training_config(
        TrainingConfig(updater=Sgd(learning_rate=0.0), data_set_feature_mapping="x", data_set_label_mapping="y")
    )
    losses = sd.fit(X, Y, epochs=3, batch_size=240, progress=False).losses
    assert len(set(losses)) == 3


def test_a_maximum_is_climbed():
    sd = SameDiff.create()
    w = sd.var("w", np.array([3.0]))
    (-((w - 1) ** 2)).mark_as_loss()
    sd.placeholder("rows", (None,))
    sd.set_training_config(TrainingConfig(updater=Sgd(learning_rate=0.2), minimize=False))
    sd.fit({"rows": np.zeros(1)}, epochs=40, progress=False)
    assert float(w.get_arr()[0]) == pytest.approx(1, abs=1e-3)


def test_training_can_be_interrupted_and_the_graph_stays_usable():
    sd = classifier()
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        sd.fit(X, Y, epochs=10_000_000, progress=False)
    timer.join()
    assert sd.iterations > 0
    assert np.isfinite(np.asarray(sd.output({"x": X}, "p")["p"])).all()


def test_metrics_without_a_name_are_of_what_the_graph_predicts():
    held = (X[:60], Y[:60])
    history = classifier().fit(X, Y, epochs=3, validation_data=held, metrics=["accuracy"], progress=False).history
    named = classifier().fit(X, Y, epochs=3, validation_data=held, metrics={"p": "accuracy"}, progress=False).history
    assert history == named
    assert len(history["val_accuracy"]) == 3
    two = classifier()
    two.math.exp(two.get_variable("logits"), name="exp")
    with pytest.raises(ValueError, match=r"got none of p, exp; .* Give a dict by variable"):
        two.fit(X, Y, validation_data=held, metrics="accuracy", progress=False)


def test_held_out_rows_may_be_weighted():
    sd = classifier(updater=Sgd(0.0))
    once = sd.fit(X, Y, validation_data=(X, Y), progress=False).validation_losses
    twice = sd.fit(X, Y, validation_data=(X, Y, np.full(240, 2.0)), progress=False).validation_losses
    np.testing.assert_allclose(np.multiply(once, 2), twice, rtol=1e-5)


# ---- files ---------------------------------------------------------------------------------------------------------


def test_a_loaded_graph_answers_and_trains_on_bit_by_bit(tmp_path: Path):
    sd = classifier(dropout=0.8)
    sd.constant("numbers", np.arange(3, dtype=np.int8))
    sd.fit(X, Y, epochs=2, progress=False)
    sd.save(tmp_path / "graph.zip")
    loaded = SameDiff.load(tmp_path / "graph.zip")
    assert loaded.iterations == sd.iterations == 16
    assert loaded.get_array("numbers").dtype == np.int8
    for _ in range(2):
        a, b = (g.output({"x": X}, "p")["p"] for g in (sd, loaded))
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
        assert sd.fit(X, Y, progress=False).losses == loaded.fit(X, Y, progress=False).losses


def test_a_loaded_graph_knows_how_it_is_trained(tmp_path: Path):
    sd = classifier()
    config = TrainingConfig(
        updater=Sgd(learning_rate_schedule=StepSchedule("epoch", initial_value=0.1, decay_rate=0.5, step=1)),
        data_set_feature_mapping="x",
        data_set_label_mapping="y",
        l2=StepSchedule("epoch", initial_value=0.1, decay_rate=0.5, step=1),
        updates=UpdatePolicy(gradient_accumulation_steps=2),
        loss_weights={"loss": 0.5},
    )
    sd.set_training_config(config)
    sd.save(tmp_path / "graph.zip")
    again = SameDiff.load(tmp_path / "graph.zip")
    again.set_training_config(again._config)
    again.save(tmp_path / "again.zip")
    saved = [zipfile.ZipFile(tmp_path / f"{name}.zip").read("training.json") for name in ("graph", "again")]
    assert saved[0] == saved[1]


def test_an_exported_graph_answers_the_same(tmp_path: Path):
    from pydl4j import onnx

    sd = classifier(dropout=0.5)
    sd.to_onnx(tmp_path / "graph.onnx", "p")
    expected = np.asarray(sd.output({"x": X}, "p")["p"])
    np.testing.assert_allclose(np.asarray(onnx.load(tmp_path / "graph.onnx")(X)), expected, rtol=1e-6)


def test_a_file_that_is_no_graph_is_refused(tmp_path: Path):
    (tmp_path / "no.zip").write_bytes(b"PK no")
    with pytest.raises(ValueError, match="not a model"):
        SameDiff.load(tmp_path / "no.zip")


# ---- errors --------------------------------------------------------------------------------------------------------


def test_errors_name_the_variable():
    sd = classifier()
    x, w1 = sd.get_variable("x"), sd.get_variable("w1")
    with pytest.raises(ValueError, match=r"MatMul at bad\] got inner sizes 2 and 16"):
        sd.linalg.mat_mul(x, w1, name="bad")
    with pytest.raises(ValueError, match="name: got 'w1'"):
        sd.var("w1", (2, 2))
    with pytest.raises(ValueError, match=r"\[x\] was not given"):
        sd.output({}, "p")
    with pytest.raises(ValueError, match=r"\[x\] got float32\[1, 5\]"):
        sd.output({"x": np.zeros((1, 5))}, "p")
    with pytest.raises(ValueError, match=r"unknown variable: got 'logit'.*Did you mean 'logits'"):
        sd.output({"x": X}, "logit")
    with pytest.raises(ValueError, match="another graph"):
        SameDiff.create().math.abs(x)
    with pytest.raises(ValueError, match="differ in rows"):
        sd.fit(X, Y[:3], progress=False)
    with pytest.raises(ValueError, match="no TrainingConfig"):
        SameDiff.create().fit(X, Y)
    with pytest.raises(TypeError, match="no truth"):
        bool(x > 0)


def test_a_loss_without_variables_is_refused():
    sd = SameDiff.create()
    sd.placeholder("x", (None,)).sum().mark_as_loss()
    sd.set_training_config(TrainingConfig(data_set_feature_mapping="x"))
    with pytest.raises(ValueError, match="nothing to train"):
        sd.fit(np.ones(3), progress=False)


def _line(labels="labels"):
    sd = SameDiff.create()
    x = sd.placeholder("x", (None, 3))
    w = sd.var("w", np.zeros((3, 1), "f4"))
    sd.set_loss_variables(sd.loss.mean_squared_error(sd.placeholder(labels, (None, 1)), x @ w))
    sd.set_training_config(TrainingConfig(Sgd(0.1), "x", labels))
    return sd


_X = np.random.default_rng(0).normal(size=(40, 3)).astype("f4")
_Y = _X @ np.array([[1.0], [2], [3]], "f4")


def test_a_python_iterable_trains_as_the_same_arrays_do():
    class Pieces:
        def __iter__(self):
            return iter([(_X[:20], _Y[:20]), (_X[20:], _Y[20:])])

    first, second = _line(), _line()
    losses = first.fit(Pieces(), epochs=3, progress=False).losses
    assert losses == second.fit(_X, _Y, epochs=3, batch_size=20, shuffle=False, progress=False).losses
    assert first.iterations == 6


def test_validation_losses_and_checkpoints_follow_every_epoch(tmp_path):
    sd = _line()
    told = sd.fit(_X, _Y, epochs=4, validation_data=(_X, _Y), checkpoint=tmp_path / "last.zip", progress=False)
    assert told.epochs == 4
    assert list(told.validation_losses) == sorted(told.validation_losses, reverse=True)
    with SameDiff.load(tmp_path / "last.zip") as again:
        assert again.iterations == sd.iterations
        np.testing.assert_array_equal(np.asarray(again.get_array("w")), np.asarray(sd.get_array("w")))


def test_masks_of_a_data_set_go_where_they_are_mapped():
    sd = SameDiff.create()
    x, y, mask = sd.placeholder("x", (None, 3)), sd.placeholder("y", (None, 1)), sd.placeholder("mask", (None, 1))
    w = sd.var("w", np.zeros((3, 1), "f4"))
    sd.set_loss_variables((((x @ w - y) ** 2) * mask).sum())
    config = TrainingConfig(Sgd(0.01), "x", "y", data_set_label_mask_mapping="mask")
    sd.set_training_config(config)
    wrong = _Y.copy()
    wrong[::2] = 100
    counted = np.zeros((40, 1), "f4")
    counted[1::2] = 1
    told = sd.fit(DataSet(_X, wrong, labels_mask=counted), epochs=30, progress=False)
    assert told.losses[-1] < 1e-2 * told.losses[0]


def test_branches_and_loops_of_a_graph_are_computed_saved_and_differentiated(tmp_path):
    sd = SameDiff.create()
    x = sd.placeholder("x", (None,))
    w = sd.var("w", np.float32([2.0, 3.0]))
    grown = sd.while_loop(lambda s: nd.max(s[0]) < 50.0, lambda s: (s[0] * s[1], s[1]), (x, w))[0]
    chosen = sd.if_cond(grown.sum() > 60.0, lambda a, b: a * b, lambda a, b: a - b, grown, w)
    sd.set_loss_variables(chosen.sum())
    given = np.float32([1.0, 1.5])
    steps = 4  # 1.5 * 3^4 is the first above 50
    power = given * np.float32([2, 3]) ** steps
    np.testing.assert_allclose(np.asarray(sd.output({"x": given}, chosen)[chosen.name]), power * [2, 3], rtol=1e-6)
    wanted = given * (steps + 1) * np.float32([2, 3]) ** steps
    np.testing.assert_allclose(np.asarray(sd.calculate_gradients({"x": given})["w"]), wanted, rtol=1e-5)
    sd.save(tmp_path / "loop.zip")
    with SameDiff.load(tmp_path / "loop.zip") as again:
        np.testing.assert_allclose(np.asarray(again.output({"x": given}, chosen.name)[chosen.name]), power * [2, 3])


def test_a_variable_that_a_traced_function_reads_must_be_an_operand():
    sd = SameDiff.create()
    x, w = sd.placeholder("x", (None,)), sd.var("w", np.float32([2.0]))
    with pytest.raises(TypeError, match=r"\[samediff w\] is read by a function that is traced"):
        sd.apply(lambda x: x * w, x)


def test_forty_outputs_asked_for_in_turn_by_several_threads_are_right():
    sd = SameDiff.create()
    x = sd.placeholder("x", (None, 2), "float64")
    for i in range(40):
        (x * float(i)).rename(f"y{i}")
    failed: list[BaseException] = []

    def ask(first: int) -> None:
        try:
            for k in range(80):
                i = (first + k) % 40
                assert sd.output({"x": np.ones((1, 2))}, f"y{i}")[f"y{i}"].tolist() == [[i, i]]
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(10 * k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[0]
