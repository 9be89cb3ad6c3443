"""A saved model answers as the network did."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from pydl4j.samediff import SameDiff
from pydl4j.serving import Predictor


def test_many_threads_get_the_networks_own_output(model, examples):
    path, expected = model
    with Predictor(path) as predictor, ThreadPoolExecutor(4) as pool:
        outputs = list(pool.map(lambda _: np.array(predictor.output(examples)), range(12)))
    for output in outputs:
        np.testing.assert_array_equal(output, expected)


def test_rows_of_another_size_are_refused(model, examples):
    with Predictor(model[0]) as predictor, pytest.raises(ValueError, match=r"got .*3"):
        predictor.output(examples[:, :3])


def test_the_version_follows_the_file(model, tmp_path):
    copy = tmp_path / "copy.zip"
    copy.write_bytes(model[0].read_bytes())
    with Predictor(model[0]) as a, Predictor(copy) as b:
        assert a.version == b.version
        assert len(a.version) == 12


@pytest.mark.parametrize("content", [b"", b"no zip", None])
def test_what_is_no_model_is_refused(tmp_path, content):
    path = tmp_path / "model.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises((ValueError, OSError), match=r"model\.zip"):
        Predictor(path)


def test_a_truncated_model_is_refused(model, tmp_path):
    path = tmp_path / "model.zip"
    path.write_bytes(model[0].read_bytes()[: model[0].stat().st_size // 2])
    with pytest.raises((ValueError, OSError), match=r"model\.zip"):
        Predictor(path)


def test_an_image_needs_a_model_with_a_pipeline(model):
    with Predictor(model[0]) as predictor, pytest.raises(ValueError, match="no pipeline"):
        predictor.predict_image(b"\x89PNG")


def test_a_closed_predictor_says_so(model, examples):
    predictor = Predictor(model[0])
    predictor.close()
    predictor.close()
    with pytest.raises(Exception, match="the predictor was closed"):
        predictor.output(examples)


def test_several_inputs_and_outputs_go_by_name(graph):
    path, net = graph
    ids, size = np.array([[3], [999], [0]]), np.array([[0.5], [1.0], [-2.0]], np.float32)
    with Predictor(path) as predictor:
        assert [(t.name, t.dtype, t.shape) for t in predictor.inputs] == [
            ("id", "int64", (None, 1)), ("size", "float32", (None, 1)),
        ]  # fmt: skip
        answers = predictor.run({"size": size, "id": ids})
        expected = net.output([ids, size])
        for name, one in zip(("kind", "price"), expected, strict=True):
            np.testing.assert_array_equal(answers[name], one)
        with pytest.raises(ValueError, match=r"got \['id'\]; expected \['id', 'size'\]"):
            predictor.run({"id": ids})
        with pytest.raises(ValueError, match="whole ones"):
            predictor.run({"id": ids + 0.5, "size": size})
        with pytest.raises(ValueError, match="Call run"):
            predictor.output(size)
        row = predictor.answer(b'{"id": 999, "size": 1.0}', format="row")
        np.testing.assert_allclose(json.loads(row)["outputs"]["kind"], answers["kind"][1], rtol=1e-5)


def test_whole_numbers_of_samediff_and_onnx_stay_whole(tmp_path):
    sd = SameDiff.create()
    ids = sd.placeholder("ids", (None, 2), dtype="int64")
    sd.math.add(ids, ids, name="twice")
    sd.save(tmp_path / "model.zip")
    sd.to_onnx(tmp_path / "model.onnx", "twice")
    for file in ("model.zip", "model.onnx"):
        with Predictor(tmp_path / file) as predictor:
            twice = predictor.output(np.array([[2**60 + 1, -3]]))
            assert np.asarray(twice).tolist() == [[2**61 + 2, -6]]
            assert json.loads(predictor.answer(b"[1152921504606846977, -3]")) == {"output": [2**61 + 2, -6]}


def test_calls_answered_together_are_those_answered_alone(model, examples):
    path, expected = model
    with Predictor(path, batch_rows=64, delay_us=2000) as predictor, ThreadPoolExecutor(8) as pool:
        outputs = list(pool.map(lambda i: np.array(predictor.output(examples[i : i + 3])), range(90)))
    for i, output in enumerate(outputs):
        np.testing.assert_allclose(output, expected[i : i + 3], rtol=1e-5, atol=1e-6)
