"""Layers and losses that are Python functions, and what is left of Python once they are traced."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import numpy as np
import pytest

from pydl4j import nd, nn, onnx
from pydl4j._demo import java
from pydl4j.jvm import class_path
from pydl4j.nn.losses import MSE

RNG = np.random.default_rng(2)
X = RNG.normal(size=(90, 4)).astype(np.float32)
Y = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0.5)


@nn.layer
def gated(x, p, *, units, retain=1.0):
    w, v = (p.weight(name, (x.shape[-1], units)) for name in ("w", "v"))
    h = nd.tanh(x @ w) * nd.sigmoid(x @ v + p.bias("b", (units,)))
    return p.dropout(h, retain) if retain < 1 else h


@nn.layer
def scaled(x, p):
    """x over its moving mean magnitude."""
    m = p.state("m", (x.shape[1],), 1.0)
    p.update("m", m * 0.9 + nd.mean(nd.abs(x), axis=0) * 0.1)
    return x / m


def squared(y_true, y_pred):
    return nd.sum((y_true - y_pred) ** 2, axis=-1)


def net_of(*layers, inputs=4, **how):
    how = {"input_type": nn.InputType.feed_forward(inputs), "updater": nn.Adam(0.05), "seed": 3, **how}
    return nn.MultiLayerNetwork(list(layers), **how).init()


def numeric(net, x, y, name, at, step=1e-5):
    """The score's slope by central differences."""
    start = np.array(net.get_param(name))
    ends = []
    for sign in (1, -1):
        moved = start.copy()
        moved[at] += sign * step
        net.set_param(name, moved)
        ends.append(net.score(x, y))
    net.set_param(name, start)
    return (ends[0] - ends[1]) / (2 * step)


def test_a_function_is_a_layer_that_learns() -> None:
    net = net_of(gated(units=6), nn.OutputLayer(3))
    assert list(net.param_table()) == ["layer0/w", "layer0/v", "layer0/b", "layer1_W", "layer1_b"]
    net.fit(X, Y, epochs=30, progress=False)
    assert net.evaluate(X, Y).accuracy() > 0.9
    w, v, b, out, c = (np.asarray(a, np.float64) for a in net.param_table().values())
    h = np.tanh(X @ w) / (1 + np.exp(-(X @ v + b)))
    z = np.exp(h @ out + c)
    np.testing.assert_allclose(net.output(X), z / z.sum(1, keepdims=True), atol=1e-5)


@pytest.mark.parametrize("loss", ["mcxent", squared])
def test_a_step_follows_the_gradient_of_every_traced_parameter(loss) -> None:
    net = net_of(gated(units=3), nn.OutputLayer(3, loss=loss), updater=nn.Sgd(1.0), data_type="float64")
    x, y = X.astype(np.float64)[:7], Y[:7]
    slopes = {
        name: [numeric(net, x, y, name, at) for at in np.ndindex(p.shape)] for name, p in net.param_table().items()
    }
    before = {name: np.array(p) for name, p in net.param_table().items()}
    net.fit(x, y, batch_size=7, progress=False)
    for name, p in net.param_table().items():
        np.testing.assert_allclose((before[name] - np.asarray(p)).ravel(), slopes[name], atol=1e-7, err_msg=name)


def test_states_move_while_training_and_stay_in_answers() -> None:
    net = net_of(scaled(), nn.OutputLayer(3))
    np.testing.assert_array_equal(net.get_param("layer0/m"), np.ones(4))
    net.output(X)
    np.testing.assert_array_equal(net.get_param("layer0/m"), np.ones(4))
    net.fit(X, Y, batch_size=len(X), progress=False)
    np.testing.assert_allclose(net.get_param("layer0/m"), 0.9 + 0.1 * np.abs(X).mean(0), rtol=1e-5)


def test_dropout_drops_while_training_alone() -> None:
    net = net_of(gated(units=50, retain=0.5), nn.OutputLayer(3))
    np.testing.assert_array_equal(net.output(X), net.output(X))
    twin = net_of(gated(units=50), nn.OutputLayer(3))
    np.testing.assert_array_equal(net.output(X), twin.output(X))
    for each in (net, twin):
        each.fit(X, Y, batch_size=len(X), progress=False)
    assert np.abs(np.asarray(net.params()) - np.asarray(twin.params())).max() > 1e-4


def test_a_layer_that_is_not_trainable_stays_with_its_states() -> None:
    net = net_of(gated(units=4, trainable=False), scaled(trainable=False), nn.OutputLayer(3))
    before = {name: np.array(p) for name, p in net.param_table().items()}
    net.fit(X, Y, epochs=2, progress=False)
    for name, p in net.param_table().items():
        assert (np.asarray(p) == before[name]).all() == name.startswith(("layer0", "layer1")), name


def test_batch_and_time_stay_open() -> None:
    @nn.layer
    def mixed(x, p, *, units):  # [N, size, T]
        y = nd.permute_dims(x, (0, 2, 1)) @ p.weight("w", (x.shape[1], units))
        return nd.permute_dims(y, (0, 2, 1))

    net = nn.MultiLayerNetwork(
        [mixed(units=5), nn.RnnOutputLayer(2)], input_type=nn.InputType.recurrent(3), updater=nn.Adam(0.01)
    ).init()
    for rows, steps in ((2, 7), (5, 3)):
        assert np.asarray(net.output(np.ones((rows, 3, steps)))).shape == (rows, 2, steps)
        net.fit(np.ones((rows, 3, steps)), np.zeros((rows, steps), int), progress=False)


def test_layers_of_images_and_of_whole_numbers() -> None:
    @nn.layer
    def table(x, p, *, size):
        return nd.mean(nd.take(p.weight("w", (11, size)), x, axis=0), axis=1)

    @nn.layer
    def mean_of_pixels(x, p):
        return nd.mean(x, axis=(2, 3))

    ids = RNG.integers(0, 11, (6, 5))
    net = net_of(table(size=3), nn.OutputLayer(2), input_type=nn.InputType.tensor(None, dtype="int64"))
    assert np.asarray(net.output(ids)).shape == (6, 2)
    np.testing.assert_allclose(
        np.asarray(net.feed_forward(ids)["layer0"]), np.asarray(net.get_param("layer0/w"))[ids].mean(1), atol=1e-6
    )
    with pytest.raises(ValueError, match="no index"):
        net.output(ids + 0.5)
    images = net_of(mean_of_pixels(), nn.OutputLayer(2), input_type=nn.InputType.convolutional(4, 5, 3))
    assert np.asarray(images.output(np.ones((2, 3, 4, 5)))).shape == (2, 2)


def test_functions_stand_in_graphs_and_hold_arrays() -> None:
    shift = np.arange(3, dtype=np.float32)

    @nn.layer
    def shifted(x, p):
        return x + shift

    conf = (
        nn.NeuralNetConfiguration.builder().updater(nn.Adam(0.01)).graph_builder().add_inputs("a", "b")
        .set_input_types(nn.InputType.feed_forward(4), nn.InputType.feed_forward(2))
        .add_layer("out", nn.OutputLayer(2, loss=squared), "last").add_layer("last", gated(units=3), "moved", "b")
        .add_layer("moved", shifted(), "first").add_layer("first", nn.DenseLayer(3), "a").set_outputs("out").build()
    )  # fmt: skip
    net = nn.ComputationGraph(conf).init()
    seen = net.feed_forward([X[:5], X[:5, :2]])
    np.testing.assert_allclose(np.asarray(seen["moved"]), np.asarray(seen["first"]) + shift, rtol=1e-6)
    assert np.asarray(net.get_param("last/w")).shape == (5, 3)


@pytest.mark.parametrize(
    "function",
    [squared, lambda t, p: (t - p) ** 2 * 3.0, lambda t, p: nd.mean(nd.sum((t - p) ** 2, axis=1))],
    ids=["per row", "per element", "one number"],
)
def test_a_loss_gives_rows_elements_or_one_number(function) -> None:
    net = net_of(nn.OutputLayer(3, loss=function))
    difference = (np.eye(3)[Y] - np.asarray(net.output(X))) ** 2
    assert net.score(X, Y) == pytest.approx(difference.sum(1).mean(), rel=1e-5)
    score = net.score(X, Y)
    net.fit(X, Y, epochs=20, progress=False)
    assert net.score(X, Y) < 0.8 * score


def test_weights_and_masks_count_in_a_loss_that_is_a_function() -> None:
    net = net_of(nn.OutputLayer(3, loss=squared))
    rows = ((np.eye(3)[Y] - np.asarray(net.output(X))) ** 2).sum(1)
    weights = np.linspace(0, 2, len(X)).astype(np.float32)
    assert net.score(X, Y, sample_weight=weights) == pytest.approx((rows * weights).mean(), rel=1e-5)
    number = net_of(nn.OutputLayer(3, loss=lambda t, p: nd.mean((t - p) ** 2)))
    with pytest.raises(ValueError, match="number per row"):
        number.score(X, Y, sample_weight=weights)
    # over time, masked steps count for nothing
    recurrent = nn.MultiLayerNetwork(
        [nn.LSTM(4), nn.RnnOutputLayer(2, loss=squared)], input_type=nn.InputType.recurrent(3)
    ).init()
    plain = nn.MultiLayerNetwork(
        [nn.LSTM(4), nn.RnnOutputLayer(2, loss=MSE())], input_type=nn.InputType.recurrent(3)
    ).init()
    x, y = RNG.normal(size=(3, 3, 5)), RNG.normal(size=(3, 2, 5))
    mask = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1], [1, 0, 0, 0, 0]])
    data = nn.DataSet(x, y, mask, mask)
    assert recurrent.score(data) == pytest.approx(2 * plain.score(data), rel=1e-5)  # MSE is the mean over outputs


def test_a_new_process_without_the_functions_goes_on(tmp_path) -> None:
    net = net_of(gated(units=6, retain=0.8), scaled(), nn.OutputLayer(3, loss=squared))
    net.fit(X, Y, epochs=2, progress=False)
    net.save(tmp_path / "net.zip")
    np.save(tmp_path / "x.npy", X)
    np.save(tmp_path / "y.npy", Y)
    code = f"""
        import numpy as np
        from pydl4j.nn import MultiLayerNetwork
        x, y = (np.load(r"{tmp_path}/" + name) for name in ("x.npy", "y.npy"))
        net = MultiLayerNetwork.load(r"{tmp_path}/net.zip")
        np.save(r"{tmp_path}/before.npy", np.asarray(net.output(x)))
        net.fit(x, y, epochs=3, progress=False)
        np.save(r"{tmp_path}/after.npy", np.asarray(net.output(x)))
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, timeout=120)
    np.testing.assert_array_equal(np.load(tmp_path / "before.npy"), net.output(X))
    net.fit(X, Y, epochs=3, progress=False)
    np.testing.assert_array_equal(np.load(tmp_path / "after.npy"), net.output(X))


def test_the_onnx_model_answers_as_the_network(tmp_path) -> None:
    net = net_of(gated(units=6, retain=0.8), scaled(), nn.OutputLayer(3, loss=squared))
    net.fit(X, Y, epochs=2, progress=False)
    net.to_onnx(tmp_path / "net.onnx")
    np.testing.assert_allclose(onnx.load(tmp_path / "net.onnx")(X), net.output(X), atol=1e-6)


def test_configurations_of_functions_survive_json_and_copies() -> None:
    net = net_of(gated(units=6), nn.OutputLayer(3, loss=squared))
    text = net.get_layer_wise_configurations().to_json()
    again = nn.MultiLayerNetwork(nn.MultiLayerConfiguration.from_json(text)).init()
    np.testing.assert_array_equal(again.params(), net.params())
    np.testing.assert_array_equal(net.clone().output(X), net.output(X))
    assert gated(units=6, l2=0.1) == gated(units=6, l2=0.1) != gated(units=5, l2=0.1)
    assert "units=6" in repr(gated(units=6))


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: gated(unit=3), "unknown argument"),
        (lambda: net_of(nn.LastTimeStep(gated(units=3)), nn.OutputLayer(3)), "inside another layer"),
        (lambda: net_of(nn.layer(lambda x, p: x * x.shape[0])(), nn.OutputLayer(3)), "is open"),
        (lambda: net_of(nn.layer(lambda x, p: x @ p.weight("w", (x.shape[0], 2)))(), nn.OutputLayer(3)), "known sizes"),
        (lambda: net_of(nn.layer(lambda x, p: p.bias("b", (2,)) + p.bias("b", (2,)))(), nn.OutputLayer(3)), "new name"),
        (lambda: net_of(nn.layer(lambda x, p: p.bias("b", (2,)))(), nn.OutputLayer(3)), "rows"),
        (lambda: net_of(nn.layer(lambda x, p: p.update("m", x))(), nn.OutputLayer(3)), "no such state"),
        (lambda: net_of(nn.layer(lambda x, p: x if x.sum() > 0 else -x)(), nn.OutputLayer(3)), "truth"),
    ],
)  # fmt: skip
def test_what_cannot_be_traced_is_refused(made, message) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        made()


def test_a_java_program_answers_without_python(tmp_path) -> None:
    from pydl4j.datavec import CSVRecordReader, Pipeline, Schema

    net = net_of(gated(units=6), nn.OutputLayer(3, loss=squared))
    schema = Schema.builder().add_column_double("a", "b", "c", "d").add_column_integer("k", min=0, max=2).build()
    net.save(tmp_path / "net.zip", pipeline=Pipeline(CSVRecordReader(), schema=schema, labels="k"))
    np.save(tmp_path / "x.npy", X)
    (tmp_path / "Answer.java").write_text(
        textwrap.dedent("""
        import java.nio.file.Path;
        import java.util.Map;
        import org.pydl4j.nd.array.NDArray;
        import org.pydl4j.nd.array.Npy;
        import org.pydl4j.serving.Predictor;

        class Answer {
          public static void main(String[] a) throws Exception {
            try (Predictor p = Predictor.load(Path.of(a[0])); NDArray x = Npy.read(Path.of(a[1]))) {
              NDArray y = p.run(Map.of(p.signature().inputNames().get(0), x)).get(p.signature().outputNames().get(0));
              Npy.write(Path.of(a[2]), y);
            }
          }
        }
        """)
    )
    files = [str(tmp_path / name) for name in ("Answer.java", "net.zip", "x.npy", "y.npy")]
    done = subprocess.run(
        [java(), "-cp", class_path(), *files], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    np.testing.assert_allclose(np.load(tmp_path / "y.npy"), net.output(X), atol=1e-6)
