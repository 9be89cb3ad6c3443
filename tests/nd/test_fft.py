"""The transforms of nd.fft against NumPy's."""

import numpy as np
import pytest

from pydl4j import nd

RNG = np.random.default_rng(6)
NORMS = ["backward", "ortho", "forward"]


def numbers(*shape, dtype="complex128"):
    x = RNG.normal(size=shape)
    return (x + 1j * RNG.normal(size=shape)).astype(dtype) if "complex" in dtype else x.astype(dtype)


def same(got, want, tolerance):
    got = np.asarray(got)
    assert got.shape == want.shape
    assert np.abs(got - want).max(initial=0) <= tolerance * max(1, np.abs(want).max(initial=0))


@pytest.mark.parametrize("n", [1, 2, 8, 15, 49, 60, 101, 256, 1000, 4099, 65536])
@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_lengths_of_all_kinds_are_transformed(n, dtype):
    x, tolerance = numbers(3, n, dtype=dtype), 1e-5 if dtype == "complex64" else 1e-12
    a = nd.array(x)
    same(nd.fft.fft(a), np.fft.fft(x), tolerance)
    same(nd.fft.ifft(a), np.fft.ifft(x), tolerance)
    same(nd.fft.rfft(nd.array(x.real.copy())), np.fft.rfft(x.real), tolerance)
    same(nd.fft.irfft(a, n=2 * n - 1), np.fft.irfft(x, 2 * n - 1), tolerance)
    assert nd.fft.fft(a).dtype == np.dtype(dtype)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("n", [None, 4, 11])
def test_axes_are_cut_or_padded_and_scaled(norm, axis, n):
    x = numbers(5, 7, 6)
    options = {"n": n, "axis": axis, "norm": norm}
    for name in ("fft", "ifft", "irfft", "hfft"):
        same(getattr(nd.fft, name)(nd.array(x), **options), getattr(np.fft, name)(x, **options), 1e-12)
    for name in ("rfft", "ihfft"):
        real = x.real.copy()
        same(getattr(nd.fft, name)(nd.array(real), **options), getattr(np.fft, name)(real, **options), 1e-12)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("axes", [None, (0, 1), (-1, 0)])
def test_several_axes_are_transformed(norm, axes):
    x = numbers(5, 6, 8)
    for s in (None, (4, 9)) if axes else (None,):
        options = {"s": s, "axes": axes, "norm": norm}
        for name in ("fftn", "ifftn", "irfftn"):
            same(getattr(nd.fft, name)(nd.array(x), **options), getattr(np.fft, name)(x, **options), 1e-12)
        real = x.real.copy()
        same(nd.fft.rfftn(nd.array(real), **options), np.fft.rfftn(real, **options), 1e-12)


@pytest.mark.parametrize("n", [1, 4, 7])
def test_frequencies_and_shifts_are_those_of_numpy(n):
    same(nd.fft.fftfreq(n, d=0.5, dtype="float64"), np.fft.fftfreq(n, 0.5), 1e-15)
    same(nd.fft.rfftfreq(n, d=0.5, dtype="float64"), np.fft.rfftfreq(n, 0.5), 1e-15)
    x = numbers(n, 3)
    for axes in (None, 0, (0, 1)):
        same(nd.fft.fftshift(nd.array(x), axes=axes), np.fft.fftshift(x, axes), 0)
        same(nd.fft.ifftshift(nd.array(x), axes=axes), np.fft.ifftshift(x, axes), 0)


def test_gradients_flow_through_transforms():
    x = nd.array(numbers(12, dtype="float64"))
    weights = nd.array(numbers(7, dtype="float64"))

    def loss(v):
        half = nd.fft.rfft(v, norm="ortho")
        back = nd.fft.irfft(half * nd.exp(half), n=11)
        return (nd.abs(half) * weights).sum() + (back * back).sum()

    gradient = np.asarray(nd.grad(loss)(x))
    for k in (0, 5, 11):
        step = np.zeros(12)
        step[k] = 1e-6
        difference = (loss(nd.array(np.asarray(x) + step)) - loss(nd.array(np.asarray(x) - step))).item() / 2e-6
        assert abs(difference - gradient[k]) < 1e-6 * max(1, abs(difference))


def test_wrong_calls_name_the_transform():
    x = nd.array(numbers(4))
    with pytest.raises(ValueError, match="norm 'other'"):
        nd.fft.fft(x, norm="other")
    with pytest.raises(ValueError, match="length of 0"):
        nd.fft.fft(x, n=0)
    with pytest.raises(ValueError, match="axis 3"):
        nd.fft.fft(x, axis=3)
    with pytest.raises(TypeError, match="expected real numbers"):
        nd.fft.rfft(x)
