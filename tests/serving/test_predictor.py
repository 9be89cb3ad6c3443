"""A saved model answers as the network did."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

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
    with pytest.raises(Exception, match="not closed"):
        predictor.output(examples)
