"""What watches, ends, measures and resumes a fit: the same for every kind of model."""

from __future__ import annotations

import _thread
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pydl4j import nd
from pydl4j import onnx as ours
from pydl4j.nn import (
    LSTM,
    Adam,
    CheckpointListener,
    ComputationGraph,
    DataSet,
    DenseLayer,
    DropoutLayer,
    EarlyStopping,
    History,
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    ReduceLROnPlateau,
    RnnOutputLayer,
    Sgd,
    TrainingListener,
    UpdatePolicy,
)
from pydl4j.nn.listeners import Epoch, Iteration, TrainingSession
from pydl4j.samediff import SameDiff, TrainingConfig

RANDOM = np.random.default_rng(0)
ROWS, BATCH = 120, 16
X = RANDOM.normal(size=(ROWS, 4)).astype(np.float32)
CLASSES = (X[:, 0] > 0).astype(np.int64) + (X[:, 1] > 0)
ONE_HOT = np.eye(3, dtype=np.float32)[CLASSES]
SUMS = X.sum(1, keepdims=True)
HELD_X, HELD_Y = X[:40] + np.float32(0.1), ONE_HOT[:40]


class Case(NamedTuple):
    """A model and what it is fitted to."""

    model: Any
    x: Any
    y: Any
    held_out: tuple[Any, Any]
    metrics: Any
    names: list[str]
    params: Callable[[Any], np.ndarray]
    load: Callable[[Path], Any]

    def fit(self, **options: Any) -> History:
        given = {"epochs": 3, "batch_size": BATCH, "progress": False, "callbacks": [], **options}
        return self.model.fit(self.x, self.y, **given)


def network(**settings: Any) -> Case:
    layers = [DenseLayer(16, activation="tanh"), DropoutLayer(0.9), OutputLayer(3)]
    options = {"updater": Adam(2e-2), "seed": 3, **settings}
    net = MultiLayerNetwork(layers, input_type=InputType.feed_forward(4), **options).init()
    params = lambda m: np.asarray(m.params())  # noqa: E731
    held = (HELD_X, HELD_Y)
    return Case(net, X, CLASSES, held, ["accuracy"], ["val_accuracy"], params, MultiLayerNetwork.load)


def graph() -> Case:
    """Two inputs and two outputs."""
    builder = NeuralNetConfiguration.builder().seed(4).updater(Adam(2e-2)).graph_builder()
    conf = (
        builder.add_inputs("left", "right")
        .set_input_types(InputType.feed_forward(2), InputType.feed_forward(2))
        .add_layer("l", DenseLayer(8, activation="tanh"), "left")
        .add_layer("r", DenseLayer(8, activation="tanh"), "right")
        .add_layer("class", OutputLayer(3), "l", "r")
        .add_layer("sum", OutputLayer(1, loss="mse", activation="identity"), "l", "r")
        .set_outputs("class", "sum")
        .build()
    )
    held = ([HELD_X[:, :2], HELD_X[:, 2:]], [HELD_Y, HELD_X.sum(1, keepdims=True)])
    metrics = {"class": ["accuracy", "f1"], "sum": "mae"}
    names = ["val_class_accuracy", "val_class_f1", "val_sum_mae"]
    params = lambda m: np.asarray(m.params())  # noqa: E731
    x, y = [X[:, :2], X[:, 2:]], [CLASSES, SUMS]
    return Case(ComputationGraph(conf).init(), x, y, held, metrics, names, params, ComputationGraph.load)


def samediff() -> Case:
    sd = SameDiff.create()
    x, y = sd.placeholder("x", (None, 4)), sd.placeholder("y", (None, 3))
    first = np.random.default_rng(5).normal(size=(4, 16)).astype("f4") / 2
    h = sd.nn.dropout(nd.tanh(x @ sd.var("w0", first)), retain=0.9)
    logits = h.mmul(sd.var("w1", np.random.default_rng(6).normal(size=(16, 3)).astype("f4") / 4), name="logits")
    sd.nn.softmax(logits, name="p")
    sd.loss.softmax_cross_entropy(y, logits, name="loss").mark_as_loss()
    sd.set_training_config(
        TrainingConfig(updater=Adam(2e-2), data_set_feature_mapping="x", data_set_label_mapping="y", seed=3)
    )
    params = lambda m: np.concatenate([np.asarray(m.get_array(n)).ravel() for n in ("w0", "w1")])  # noqa: E731
    return Case(sd, X, ONE_HOT, (HELD_X, HELD_Y), {"p": ["accuracy"]}, ["val_accuracy"], params, SameDiff.load)


def imported(tmp_path: Path) -> Case:
    random = np.random.default_rng(1)
    kept = {"w0": random.normal(size=(4, 16)).astype("f4") / 2, "w1": random.normal(size=(16, 3)).astype("f4") / 4}
    nodes = [
        helper.make_node("MatMul", ["x", "w0"], ["a"]),
        helper.make_node("Tanh", ["a"], ["b"]),
        helper.make_node("MatMul", ["b", "w1"], ["logits"]),
    ]
    value = helper.make_tensor_value_info
    made = helper.make_graph(
        nodes,
        "model",
        [value("x", TensorProto.FLOAT, ["N", 4])],
        [value("logits", TensorProto.FLOAT, ["N", 3])],
        [numpy_helper.from_array(a, name) for name, a in kept.items()],
    )
    path = tmp_path / "model.onnx"
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    params = lambda m: np.concatenate([np.asarray(m.graph.get_array(n)).ravel() for n in kept])  # noqa: E731
    return Case(ours.load(path), X, ONE_HOT, (HELD_X, HELD_Y), "accuracy", ["val_accuracy"], params, ours.load)


KINDS = ("network", "graph", "samediff", "imported")


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Case]:
    kinds = {"network": network, "graph": graph, "samediff": samediff, "imported": lambda: imported(tmp_path)}
    return kinds[request.param]


class Heard(TrainingListener):
    """Writes all events down."""

    def __init__(self) -> None:
        self.events: list[Any] = []

    def on_fit_start(self, session: TrainingSession, rows_per_epoch: int | None, epochs: int) -> None:
        self.events.append(("start", rows_per_epoch, epochs))

    def on_epoch_start(self, session: TrainingSession, epoch: int) -> None:
        self.events.append(("epoch", epoch))

    def iteration_done(self, session: TrainingSession, iteration: Iteration) -> None:
        self.events.append((iteration.iteration, iteration.epoch, iteration.rows))

    def on_epoch_end(self, session: TrainingSession, epoch: Epoch) -> None:
        self.events.append(("end", epoch.number, epoch.rows, sorted(epoch.values)))

    def on_fit_end(self, session: TrainingSession) -> None:
        self.events.append("over")


class StopAt(TrainingListener):
    """Stops a fit at an iteration."""

    def __init__(self, iteration: int) -> None:
        self.iteration = iteration

    def iteration_done(self, session: TrainingSession, iteration: Iteration) -> None:
        if iteration.iteration == self.iteration:
            session.stop()


class Resumed(TrainingListener):
    """Keeps the numbers of the epochs before a fit was resumed."""

    numbers: list[int] | None = None

    def on_fit_resumed(self, session: TrainingSession, epochs: Sequence[Epoch]) -> None:
        assert all(list(epoch.values) == ["loss", "val_loss"] for epoch in epochs)
        self.numbers = [epoch.number for epoch in epochs]


def test_listeners_of_python_hear_the_same_events_of_every_model(make: Callable[[], Case]) -> None:
    heard = Heard()
    make().fit(epochs=2, callbacks=[heard], batch_size=100)
    assert heard.events == [
        ("start", ROWS, 2),
        ("epoch", 0),
        (0, 0, 100),
        (1, 0, 20),
        ("end", 0, ROWS, ["loss"]),
        ("epoch", 1),
        (2, 1, 100),
        (3, 1, 20),
        ("end", 1, ROWS, ["loss"]),
        "over",
    ]


def test_metrics_of_held_out_rows_stand_in_the_history(make: Callable[[], Case]) -> None:
    case = make()
    history = case.fit(epochs=30, validation_data=case.held_out, metrics=case.metrics)
    assert list(history.history) == ["loss", "val_loss", *case.names]
    assert all(len(series) == 30 for series in history.history.values())
    accuracy = next(name for name in case.names if name.endswith("accuracy"))
    assert history.history[accuracy][-1] > 0.6
    assert history.epoch == list(range(30))


def test_a_metric_is_what_an_evaluation_says() -> None:
    case = network()
    history = case.fit(validation_data=case.held_out, metrics=["accuracy", "f1", "auc", "mse", "top_5_accuracy"])
    evaluation = case.model.evaluate(*case.held_out)
    assert history.history["val_accuracy"][-1] == evaluation.accuracy()
    assert history.history["val_f1"][-1] == evaluation.f1()
    assert history.history["val_auc"][-1] == case.model.evaluate_roc_multi_class(*case.held_out).calculate_auc()
    assert history.history["val_top_5_accuracy"][-1] == 1
    assert history.history["val_loss"][-1] == pytest.approx(case.model.score(*case.held_out), rel=1e-6)


def largest_error(y_true: Any, y_pred: Any) -> Any:
    return nd.max(nd.abs(y_true - y_pred), axis=-1)


def squares(y_true: Any, y_pred: Any) -> Any:
    return (y_true - y_pred) ** 2


@pytest.mark.parametrize("kind", [network, samediff])
def test_a_function_is_a_metric(kind: Callable[[], Case]) -> None:
    case = kind()
    metrics = ["mse", squares, largest_error]
    history = case.fit(
        validation_data=case.held_out, metrics=metrics if kind is network else {"p": metrics}, batch_size=13
    ).history
    answer = case.model.output(HELD_X) if kind is network else case.model.output({"x": HELD_X}, "p")["p"]
    error = np.abs(HELD_Y - np.asarray(answer))
    assert history["val_squares"][-1] == pytest.approx(history["val_mse"][-1], rel=1e-5)
    assert history["val_largest_error"][-1] == pytest.approx(error.max(1).mean(), rel=1e-5)


def test_a_function_is_a_metric_of_each_output_and_of_sequences_without_masked_steps() -> None:
    case = graph()
    history = case.fit(epochs=1, validation_data=case.held_out, metrics=[squares]).history
    assert set(history) == {"loss", "val_loss", "val_class_squares", "val_sum_squares"}
    layers = [LSTM(4), RnnOutputLayer(2, activation="softmax")]
    net = MultiLayerNetwork(layers, input_type=InputType.recurrent(3), seed=1).init()
    x, mask = RANDOM.normal(size=(6, 3, 5)).astype("f4"), np.ones((6, 5), "f4")
    mask[:3, 2:] = 0
    y = RANDOM.integers(0, 2, (6, 5))
    held = DataSet(x, y, mask, mask)
    told = net.fit(x, y, validation_data=held, metrics=[squares], progress=False).history
    p = np.asarray(net.output(x, features_mask=mask)).transpose(0, 2, 1)[mask > 0]
    np.testing.assert_allclose(told["val_squares"], [((np.eye(2)[y][mask > 0] - p) ** 2).mean()], rtol=1e-5)


def test_which_values_of_a_metric_of_ones_own_are_better_has_to_be_said() -> None:
    case = network()
    held = {"validation_data": case.held_out, "metrics": [squares]}
    with pytest.raises(ValueError, match=r"mode of val_squares: got AUTO for a metric of one's own"):
        case.fit(callbacks=[EarlyStopping("val_squares")], **held)
    assert case.fit(callbacks=[EarlyStopping("val_squares", mode="min", patience=9)], **held).epochs == 3
    with pytest.raises(TypeError, match="metrics: got a int"):
        case.fit(validation_data=case.held_out, metrics=[3])


def test_a_fit_that_was_stopped_is_resumed_bit_by_bit(make: Callable[[], Case]) -> None:
    whole, part = make(), make()
    expected = whole.fit(epochs=4)
    first = part.fit(epochs=4, callbacks=[StopAt(10)])
    assert (first.epochs, first.batches) == (1, 11)
    rest = part.fit(epochs=4, resume=True)
    assert rest.epoch == [1, 2, 3]
    assert first.losses + rest.losses == expected.losses
    assert rest.history["loss"] == expected.history["loss"][1:]
    np.testing.assert_array_equal(part.params(part.model), whole.params(whole.model))
    nothing = part.fit(epochs=4, resume=True)
    assert (nothing.batches, nothing.history) == (0, {})


@pytest.mark.parametrize("kind", [network, graph, samediff])
def test_a_saved_fit_is_resumed_bit_by_bit(kind: Callable[[], Case], tmp_path: Path) -> None:
    whole, part = kind(), kind()
    whole.fit(epochs=4)
    part.fit(epochs=4, callbacks=[StopAt(13)])
    part.model.save(tmp_path / "stopped.zip")
    again = part._replace(model=part.load(tmp_path / "stopped.zip"))
    again.fit(epochs=4, resume=True)
    np.testing.assert_array_equal(again.params(again.model), whole.params(whole.model))


def test_a_checkpoint_amid_an_epoch_is_resumed_bit_by_bit(tmp_path: Path) -> None:
    whole = network()
    whole.fit(epochs=3, callbacks=[CheckpointListener(tmp_path, every_iterations=5)])
    for file in tmp_path.glob("checkpoint_*.zip"):
        again = whole._replace(model=MultiLayerNetwork.load(file))
        again.fit(epochs=3, resume=True)
        np.testing.assert_array_equal(again.params(again.model), whole.params(whole.model), err_msg=file.name)


@pytest.mark.parametrize("kind", [network, graph, samediff])
def test_listeners_that_count_epochs_count_on_in_a_resumed_fit(kind: Callable[[], Case], tmp_path: Path) -> None:
    def listeners() -> list[Any]:
        reduce = ReduceLROnPlateau("val_loss", patience=2, cooldown=1, factor=0.5, min_delta=1e9)
        return [EarlyStopping("val_loss", patience=6, min_delta=1e9), reduce]

    whole, part = kind(), kind()
    expected, first, rest = listeners(), listeners(), listeners()
    held = {"epochs": 20, "validation_data": whole.held_out}
    assert whole.fit(callbacks=expected, **held).epochs == 7
    batches = -(-ROWS // BATCH)
    part.fit(callbacks=[*first, StopAt(4 * batches + 1)], **held)
    part.model.save(tmp_path / "stopped.zip")
    again = part._replace(model=part.load(tmp_path / "stopped.zip"))
    resumed = Resumed()
    assert again.fit(callbacks=[*rest, resumed], resume=True, **held).epoch == [4, 5, 6]
    assert resumed.numbers == [0, 1, 2, 3]
    assert rest[0].stopped_epoch == expected[0].stopped_epoch == 6
    assert again.model.rate_factor == whole.model.rate_factor == 0.25
    np.testing.assert_array_equal(again.params(again.model), whole.params(whole.model))


def test_a_fit_on_minibatches_is_resumed() -> None:
    batches = [(X[i : i + BATCH], CLASSES[i : i + BATCH]) for i in range(0, ROWS, BATCH)]
    whole, part = network().model, network().model
    whole.fit(batches, epochs=3, progress=False)
    part.fit(batches, epochs=3, progress=False, callbacks=[StopAt(9)])
    part.fit(batches, epochs=3, progress=False, resume=True)
    np.testing.assert_array_equal(np.asarray(part.params()), np.asarray(whole.params()))


def test_resume_begins_where_there_is_nothing_to_go_on_with(make: Callable[[], Case]) -> None:
    case = make()
    assert case.fit(epochs=2, resume=True).epochs == 2


def test_ctrl_c_leaves_a_fit_that_can_be_resumed() -> None:
    class Press(TrainingListener):
        def iteration_done(self, session: TrainingSession, iteration: Iteration) -> None:
            if iteration.iteration == 9:
                _thread.interrupt_main()

    whole, part = network(), network()
    whole.fit(epochs=500)
    heard = Heard()
    with pytest.raises(KeyboardInterrupt):
        part.fit(epochs=500, callbacks=[Press(), heard])
    assert heard.events[-1] == "over"
    part.fit(epochs=500, resume=True)
    np.testing.assert_array_equal(part.params(part.model), whole.params(whole.model))


def test_early_stopping_puts_the_best_weights_back(make: Callable[[], Case]) -> None:
    class Snapshots(TrainingListener):
        def __init__(self) -> None:
            self.params: list[np.ndarray] = []

        def on_epoch_end(self, session: TrainingSession, epoch: Epoch) -> None:
            self.params.append(case.params(case.model))

    case = make()
    noise = np.random.default_rng(9)
    held = [noise.permutation(y) for y in (case.held_out[1] if isinstance(case.held_out[1], list) else [HELD_Y])]
    stop, seen = EarlyStopping("val_loss", patience=2, restore_best_weights=True), Snapshots()
    labels = held if len(held) > 1 else held[0]
    history = case.fit(epochs=100, validation_data=(case.held_out[0], labels), callbacks=[stop, seen])
    losses = history.history["val_loss"]
    assert len(losses) < 100
    assert stop.best_epoch == int(np.argmin(losses)) == len(losses) - 3
    assert stop.stopped_epoch == len(losses) - 1
    assert stop.best == min(losses)
    np.testing.assert_array_equal(case.params(case.model), seen.params[stop.best_epoch])
    assert not np.array_equal(seen.params[-1], seen.params[stop.best_epoch])


def test_early_stopping_looks_at_larger_accuracies_and_at_a_baseline() -> None:
    case = network()
    held = {"validation_data": case.held_out, "metrics": "accuracy"}
    stop = EarlyStopping("val_accuracy", patience=3, baseline=2.0)
    assert case.fit(epochs=200, callbacks=[stop], **held).epochs < 200
    patient = EarlyStopping("val_accuracy", patience=0, start_from_epoch=12)
    assert network().fit(epochs=30, callbacks=[patient], **held).epochs > 12


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"callbacks": [EarlyStopping()]},
            r"\[EarlyStopping\] monitor: got 'val_loss'; expected one of loss.*validation",
        ),
        ({"callbacks": [EarlyStopping("accuracy")]}, "expected one of loss"),
        ({"metrics": ["accuracy"]}, "none that are held out"),
        ({"metrics": ["acuracy"], "validation_split": 0.2}, "Did you mean 'accuracy'"),
        ({"metrics": {"nobody": "accuracy"}, "validation_split": 0.2}, "got an output 'nobody'"),
        ({"callbacks": [EarlyStopping(patience=-1)]}, "patience -1"),
        ({"callbacks": [ReduceLROnPlateau(factor=2)]}, "factor: got 2"),
    ],
)
def test_wrong_options_are_named_and_nothing_is_trained(options: dict[str, Any], message: str) -> None:
    case = network()
    before = case.params(case.model)
    with pytest.raises(ValueError, match=message):
        case.fit(**options)
    np.testing.assert_array_equal(case.params(case.model), before)
    case.fit()


def test_a_callback_that_is_none_is_named() -> None:
    with pytest.raises(TypeError, match="got a function; expected TrainingListeners"):
        network().fit(callbacks=[lambda epoch: None])


def test_the_learning_rate_falls_on_a_plateau_and_stays_so_in_files(tmp_path: Path) -> None:
    def moved(net: MultiLayerNetwork) -> float:
        before = np.asarray(net.params())
        net.fit(X[:16], CLASSES[:16], batch_size=16, progress=False)
        return float(np.abs(np.asarray(net.params()) - before).max())

    flat = [DenseLayer(4), OutputLayer(3)]
    net = MultiLayerNetwork(flat, input_type=InputType.feed_forward(4), updater=Sgd(1.0), seed=1).init()
    same = MultiLayerNetwork(flat, input_type=InputType.feed_forward(4), updater=Sgd(1.0), seed=1).init()
    never = ReduceLROnPlateau("loss", factor=0.5, patience=1, mode="max", min_delta=1e9, min_lr=0.2)
    net.fit(X, CLASSES, epochs=1, batch_size=ROWS, callbacks=[never], progress=False)
    same.set_params(net.params())
    full = moved(same)
    net.fit(X, CLASSES, epochs=9, batch_size=ROWS, callbacks=[never], progress=False)
    net.set_params(same.params())
    net.save(tmp_path / "net.zip")
    loaded = MultiLayerNetwork.load(tmp_path / "net.zip")
    assert moved(loaded) == pytest.approx(moved(net))
    assert 0.1 < moved(net) / full < 0.4


def test_a_listener_may_ask_save_and_change_the_model(tmp_path: Path) -> None:
    class Busy(TrainingListener):
        refused = ""

        def on_epoch_end(self, session: TrainingSession, epoch: Epoch) -> None:
            session.model.save(tmp_path / f"{epoch.number}.zip")
            assert np.isfinite(np.asarray(session.model.output(X))).all()
            session.scale_learning_rate(0.5)
            try:
                session.model.fit(X, CLASSES, progress=False)
            except Exception as error:
                self.refused = str(error)

    case, busy = network(), Busy()
    case.fit(epochs=2, callbacks=[busy])
    assert len(list(tmp_path.glob("*.zip"))) == 2
    assert "is being trained by another call" in busy.refused
    assert MultiLayerNetwork.load(tmp_path / "0.zip").epoch_count == 1


@pytest.mark.parametrize("event", ["on_fit_start", "iteration_done", "on_epoch_end", "on_fit_end"])
def test_an_error_of_a_listener_comes_out_of_the_fit(event: str) -> None:
    def broken(self: Any, *given: Any) -> None:
        raise LookupError(event)

    listener = type("Broken", (TrainingListener,), {event: broken})()
    heard, case = Heard(), network()
    with pytest.raises(LookupError, match=event):
        case.fit(callbacks=[heard, listener])
    assert heard.events[0] == ("start", ROWS, 3)
    assert heard.events.count("over") == 1
    assert heard.events[-1] == "over"
    case.fit(epochs=1)


def test_an_error_of_the_network_reaches_the_end_of_the_listeners() -> None:
    heard, layer = Heard(), OutputLayer(1, loss="mse", activation="identity")
    net = MultiLayerNetwork([layer], input_type=InputType.feed_forward(4), updater=Sgd(1e9)).init()
    with pytest.raises(ArithmeticError, match="diverged"):
        net.fit(X, SUMS, epochs=50, callbacks=[heard], progress=False)
    assert heard.events[-1] == "over"


def test_listeners_hear_of_fits_on_minibatches_of_python() -> None:
    heard = Heard()
    batches = [(X[:50], CLASSES[:50]), (X[50:], CLASSES[50:])]
    network().model.fit(batches, epochs=2, progress=False, callbacks=[heard])
    assert heard.events[0] == ("start", None, 2)
    assert [e for e in heard.events if e[0] == "end"] == [("end", 0, ROWS, ["loss"]), ("end", 1, ROWS, ["loss"])]


def test_shuffled_epochs_differ_and_depend_on_the_seed_and_their_number_alone() -> None:
    one, two = network(), network()
    one.fit(epochs=2)
    two.fit(epochs=1)
    two.fit(epochs=1)
    np.testing.assert_array_equal(one.params(one.model), two.params(two.model))


def test_a_history_is_drawn(tmp_path: Path) -> None:
    case = network()
    with_metrics = case.fit(validation_data=case.held_out, metrics=["accuracy", "auc"]).plot()
    assert [axes.get_ylabel() for axes in with_metrics.axes] == ["loss", "held-out rows"]
    assert [line.get_label() for line in with_metrics.axes[1].lines] == ["val_accuracy", "val_auc"]
    single = case.fit(epochs=1).plot()
    assert single.axes[0].get_xlabel() == "minibatch"
    assert len(single.axes[0].lines[0].get_ydata()) == 8
    single.savefig(tmp_path / "history.png")


def test_averaged_weights_come_back_with_the_best_ones() -> None:
    class Averages(TrainingListener):
        def __init__(self) -> None:
            self.params: list[np.ndarray] = []

        def on_epoch_end(self, session: TrainingSession, epoch: Epoch) -> None:
            self.params.append(np.asarray(session.model.ema().params()))

    conf = NeuralNetConfiguration.builder().seed(3).updater(Adam(2e-2)).updates(UpdatePolicy(ema_decay=0.9)).list()
    conf = conf.layer(DenseLayer(8, activation="tanh")).layer(OutputLayer(3))
    net = MultiLayerNetwork(conf.set_input_type(InputType.feed_forward(4)).build()).init()
    stop, seen = EarlyStopping("loss", mode="max", patience=2, restore_best_weights=True), Averages()
    net.fit(X, CLASSES, epochs=9, callbacks=[stop, seen], progress=False)
    assert stop.best_epoch == 0
    np.testing.assert_array_equal(np.asarray(net.ema().params()), seen.params[0])
    assert not np.array_equal(seen.params[-1], seen.params[0])
