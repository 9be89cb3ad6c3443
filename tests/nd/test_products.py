"""Products of matrices that lie transposed read them as they lie."""

from __future__ import annotations

import numpy as np
import pytest

from pydl4j import nd


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_transposed_factors_give_what_their_copies_give(dtype: str) -> None:
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((n, 6)).astype(dtype) for n in (9, 4))
    x, y = nd.asarray(a), nd.asarray(b)
    near = {"rtol": 1e-2, "atol": 1e-2} if dtype == "float16" else {"rtol": 1e-5, "atol": 1e-5}
    np.testing.assert_allclose(x @ y.T, a @ b.T, **near)
    np.testing.assert_allclose(x.T @ x, a.T @ a, **near)
    np.testing.assert_allclose(x.T[1:4] @ x[:, 2:], a.T[1:4] @ a[:, 2:], **near)
    np.testing.assert_allclose(y.T[:, :3] @ x[:, 1:4].T[:3], b.T[:, :3] @ a[:, 1:4].T[:3], **near)
    square = rng.standard_normal((5, 5)).astype(dtype)
    z = nd.asarray(square)
    np.testing.assert_allclose(z.T @ z.T, square.T @ square.T, **near)
    with pytest.raises(ValueError, match="MatMul"):
        x.T @ y


def test_a_tall_matrix_is_not_copied_to_be_transposed() -> None:
    x = nd.ones((200_000, 8))
    assert (x.T @ x)[0, 0].item() == 200_000
    memory = nd.memory_stats()
    filled = nd.zeros((memory.peak - memory.in_use + 1,), dtype="uint8")  # what is made from here on raises the peak
    before = nd.memory_stats().peak
    x.T @ x
    assert nd.memory_stats().peak - before < x.nbytes / 2
    del filled
