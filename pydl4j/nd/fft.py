"""Discrete Fourier transforms: the Array API's fft extension. For arrays and traced values, differentiable.

Along an axis of n numbers, ``y[k] = sum(x[j] * exp(-2j * pi * j * k / n))``. float32 and complex64 give complex64,
float64 and complex128 complex128; whole numbers count as `pydl4j.nd.default_dtype`. ``norm`` says which way carries
the factor 1 / n: the inverse ("backward"), the forward transform ("forward"), or both its root ("ortho").

>>> from pydl4j import nd
>>> nd.fft.rfft(nd.array([1.0, 2.0, 3.0, 4.0])).tolist()
[(10+0j), (-2+2j), (-2+0j)]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from numpy.typing import ArrayLike

from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._operators import Operators
from pydl4j.nd.functions import _manipulation

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "fft", "fftfreq", "fftn", "fftshift", "hfft", "ifft", "ifftn", "ifftshift", "ihfft", "irfft", "irfftn", "rfft",
    "rfftfreq", "rfftn",
]  # fmt: skip

_Given = ArrayLike | Operators
_Norm = Literal["backward", "ortho", "forward"]
_OTHER: dict[_Norm, _Norm] = {"backward": "forward", "ortho": "ortho", "forward": "backward"}


def fft(x: _Given, /, *, n: int | None = None, axis: int = -1, norm: _Norm = "backward") -> Array:
    """The Fourier transform along an axis, cut or padded with zeros to n numbers; real ones count as complex."""
    return _transform("Fft", _complex(x), n, axis, norm)


def ifft(x: _Given, /, *, n: int | None = None, axis: int = -1, norm: _Norm = "backward") -> Array:
    """The inverse of `fft`."""
    return _transform("Fft", _complex(x), n, axis, norm, inverse=1)


def fftn(
    x: _Given, /, *, s: Sequence[int] | None = None, axes: Sequence[int] | None = None, norm: _Norm = "backward"
) -> Array:
    """`fft` along several axes: all, or the last ``len(s)`` where sizes s are given."""
    x = _complex(x)
    for n, axis in reversed(_axes(x, s, axes)):
        x = fft(x, n=n, axis=axis, norm=norm)
    return x


def ifftn(
    x: _Given, /, *, s: Sequence[int] | None = None, axes: Sequence[int] | None = None, norm: _Norm = "backward"
) -> Array:
    """The inverse of `fftn`."""
    x = _complex(x)
    for n, axis in reversed(_axes(x, s, axes)):
        x = ifft(x, n=n, axis=axis, norm=norm)
    return x


def rfft(x: _Given, /, *, n: int | None = None, axis: int = -1, norm: _Norm = "backward") -> Array:
    """The first ``n // 2 + 1`` numbers of the transform of real numbers; the others are their conjugates."""
    x = _apply.operand(x)
    if _dtypes.is_complex(x.dtype):
        raise TypeError(f"[rfft] got dtype {x.dtype}; expected real numbers. Use fft.")
    return _transform("Rfft", _real(x), n, axis, norm)


def irfft(x: _Given, /, *, n: int | None = None, axis: int = -1, norm: _Norm = "backward") -> Array:
    """The inverse of `rfft`: n real numbers, ``2 * (x.shape[axis] - 1)`` by default."""
    return _transform("Irfft", _complex(x), n, axis, norm)


def rfftn(
    x: _Given, /, *, s: Sequence[int] | None = None, axes: Sequence[int] | None = None, norm: _Norm = "backward"
) -> Array:
    """`rfft` along the last of the axes, `fft` along the others."""
    x = _apply.operand(x)
    sizes = _axes(x, s, axes)
    y = rfft(x, n=sizes[-1][0], axis=sizes[-1][1], norm=norm)
    for n, axis in reversed(sizes[:-1]):
        y = fft(y, n=n, axis=axis, norm=norm)
    return y


def irfftn(
    x: _Given, /, *, s: Sequence[int] | None = None, axes: Sequence[int] | None = None, norm: _Norm = "backward"
) -> Array:
    """The inverse of `rfftn`; the last of the axes has ``2 * (size - 1)`` numbers by default."""
    x = _complex(x)
    sizes = _axes(x, s, axes)
    for n, axis in sizes[:-1]:
        x = ifft(x, n=n, axis=axis, norm=norm)
    return irfft(x, n=sizes[-1][0] if s is not None else None, axis=sizes[-1][1], norm=norm)


def hfft(x: _Given, /, *, n: int | None = None, axis: int = -1, norm: _Norm = "backward") -> Array:
    """The n real numbers that are the transform of a signal, given by its first half, whose other half is conjugate."""
    return irfft(_apply.one("pydl4j.Conj", _complex(x)), n=n, axis=axis, norm=_other(norm))


def ihfft(x: _Given, /, *, n: int | None = None, axis: int = -1, norm: _Norm = "backward") -> Array:
    """The inverse of `hfft`: ``n // 2 + 1`` numbers."""
    return _apply.one("pydl4j.Conj", rfft(x, n=n, axis=axis, norm=_other(norm)))


def fftfreq(n: int, /, *, d: float = 1.0, dtype: Any = None, device: Any = None) -> Array:
    """The frequencies of the n numbers of `fft` for samples d apart: 0, 1, ..., -2, -1 over n d."""
    return _frequencies(n, [(0, (n - 1) // 2 + 1), (-(n // 2), 0)], d, dtype, device)


def rfftfreq(n: int, /, *, d: float = 1.0, dtype: Any = None, device: Any = None) -> Array:
    """The frequencies of the numbers of `rfft` of n samples d apart."""
    return _frequencies(n, [(0, n // 2 + 1)], d, dtype, device)


def fftshift(x: _Given, /, *, axes: int | Sequence[int] | None = None) -> Array:
    """Moves frequency 0 to the middle of the axes, all by default."""
    x = _apply.operand(x)
    return _shifted(x, axes, lambda size: size - size // 2)


def ifftshift(x: _Given, /, *, axes: int | Sequence[int] | None = None) -> Array:
    """The inverse of `fftshift`."""
    x = _apply.operand(x)
    return _shifted(x, axes, lambda size: size // 2)


def _real(x: Array) -> Array:
    kind = _dtypes.kernel_float(x.dtype)
    return x if x.dtype == kind else x.astype(kind)


def _complex(x: _Given) -> Array:
    x = _apply.operand(x)
    if _dtypes.is_complex(x.dtype):
        return x
    return x.astype("complex128" if _dtypes.kernel_float(x.dtype) == "float64" else "complex64")


def _other(norm: _Norm) -> _Norm:
    return _OTHER.get(norm, norm)  # an unknown one is the op's error


def _transform(op: str, x: Any, n: int | None, axis: int, norm: str, **more: int) -> Array:
    return _apply.apply(f"pydl4j.{op}", {"n": n, "axis": axis, "norm": norm, **more}, [x])[0]


def _axes(x: Any, s: Sequence[int] | None, axes: Sequence[int] | None) -> list[tuple[int | None, int]]:
    """Length (None: as it is) and number of each axis."""
    if axes is None:
        axes = range(x.ndim) if s is None else range(x.ndim - len(s), x.ndim)
    sizes = [None] * len(axes) if s is None else list(s)
    if len(sizes) != len(axes) or not sizes:
        raise ValueError(f"[fft] got s {s} and axes {list(axes)}; expected one size for each axis, one axis or more.")
    return list(zip(sizes, axes, strict=True))


def _frequencies(n: int, ranges: list[tuple[int, int]], d: float, dtype: Any, device: Any) -> Array:
    if device not in (None, "cpu"):
        raise ValueError(f"[fftfreq] got device {device!r}; expected 'cpu'.")
    if n < 1:
        raise ValueError(f"[fftfreq] got n = {n}; expected 1 or more.")
    parts = [_apply.apply("Range", {"start": [first], "limit": [end], "delta": [1]}, [])[0] for first, end in ranges]
    whole = parts[0] if len(parts) == 1 else _manipulation.concat(parts)
    return (whole.astype("float64") / (n * d)).astype(_dtypes.default_float() if dtype is None else dtype)


def _shifted(x: Array, axes: int | Sequence[int] | None, middle: Any) -> Array:
    every = range(x.ndim) if axes is None else [axes] if isinstance(axes, int) else axes
    for axis in every:
        at = middle(x.shape[axis])
        before = (slice(None),) * (axis % x.ndim)
        x = _manipulation.concat([x[(*before, slice(at, None))], x[(*before, slice(0, at))]], axis=axis)
    return x
