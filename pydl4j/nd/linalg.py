"""Linear algebra over the last two axes; the others are a batch. For arrays and traced values, differentiable.

Results are those of LAPACK, with the signs that mathematics leaves open fixed: R of a QR has no negative diagonal, the
largest component of an eigenvector or left singular vector is real and positive. Functions of symmetric matrices read
the symmetric (Hermitian) part ``(x + conj(x.mT)) / 2``. float32, float64, complex64 and complex128; narrower floats
are cast to float32, whole numbers to `pydl4j.nd.default_dtype`. Complex matrices need a LAPACK
(MKL or OpenBLAS on the class path), and gradients are of real ones.

>>> from pydl4j import nd
>>> a = nd.array([[2.0, 0.0], [0.0, 4.0]])
>>> nd.linalg.inv(a).tolist()
[[0.5, 0.0], [0.0, 0.25]]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import ArrayLike

from pydl4j.nd.arrays import _creation
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import Held, Operand, held
from pydl4j.nd.functions import _gathering, _manipulation, _matmul, _searching

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "LinAlgError", "cholesky", "cross", "det", "diagonal", "eig", "eigh", "eigvals", "eigvalsh", "inv", "lstsq",
    "lu", "matmul", "matrix_norm", "matrix_power", "matrix_rank", "matrix_transpose", "outer", "pinv", "qr",
    "slogdet", "solve", "svd", "svdvals", "tensordot", "trace", "vecdot", "vector_norm",
]  # fmt: skip

_Given = ArrayLike | Operand
_KINDS = ("float32", "float64", "complex64", "complex128")
matmul = _matmul.matmul
matrix_transpose = _matmul.matrix_transpose


class EigResult(NamedTuple):
    """Eigenvalues, [..., n], and eigenvectors as columns, [..., n, n]; both complex."""

    eigenvalues: Array
    eigenvectors: Array


class EighResult(NamedTuple):
    """Eigenvalues, ascending, [..., n], and eigenvectors as columns, [..., n, n]."""

    eigenvalues: Array
    eigenvectors: Array


class QRResult(NamedTuple):
    """Q with orthonormal columns, [..., m, k], and the upper triangular R, [..., k, n]."""

    Q: Array
    R: Array


class SlogdetResult(NamedTuple):
    """Sign and natural logarithm of the magnitude of determinants, [...]."""

    sign: Array
    logabsdet: Array


class LstsqResult(NamedTuple):
    """The solution, sums of squares that are left, the rank, and singular values."""

    x: Array
    residuals: Array
    rank: Array
    S: Array


class SVDResult(NamedTuple):
    """U, [..., m, k], singular values, descending, [..., k], and the transpose of V, [..., k, n]."""

    U: Array
    S: Array
    Vh: Array


def cholesky(x: _Given, /, *, upper: bool = False) -> Array:
    """Lower triangular L of positive definite matrices [..., n, n]: ``L @ conj(L.mT) == x``; upper: ``conj(L.mT)``.

    Raises
    ------
    LinAlgError
        When a matrix is not positive definite; the message gives its place in the batch.
    """
    lower = _call("Cholesky", x)[0]
    return _adjoint(lower) if upper else lower


def cross(x1: _Given, x2: _Given, /, *, axis: int = -1) -> Array:
    """Cross products of vectors of 3 numbers along an axis; the other axes broadcast."""
    a, b = _apply.operand(x1), _apply.operand(x2)
    if a.shape[axis] != 3 or b.shape[axis] != 3:
        raise ValueError(f"[cross] got axes of {a.shape[axis]} and {b.shape[axis]}; expected 3. Choose another axis.")
    a0, a1, a2 = (_gathering.take(a, k, axis=axis) for k in range(3))
    b0, b1, b2 = (_gathering.take(b, k, axis=axis) for k in range(3))
    return _manipulation.stack([a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0], axis=axis)


def det(x: _Given, /) -> Array:
    """Determinants of matrices [..., n, n]."""
    return _apply.apply("Det", {}, [_matrices(x)])[0]


def diagonal(x: _Given, /, *, offset: int = 0) -> Array:
    """The diagonals of matrices [..., m, n]: [..., k]; above the main one for offset > 0."""
    x = _apply.operand(x)
    m, n = x.shape[-2:]
    count = max(0, min(m + min(offset, 0), n - max(offset, 0)))
    flat = x.reshape(*x.shape[:-2], m * n)
    first = max(offset, 0) + max(-offset, 0) * n
    return _gathering.take(flat, np.arange(count, dtype=np.int64) * (n + 1) + first, axis=-1)


def eig(x: _Given, /) -> EigResult:
    """Eigenvalues of matrices [..., n, n] and eigenvectors of length 1, complex also where the matrices are real.

    The values are in the order of their real, then imaginary parts; each vector's largest component is real, positive.

    Raises
    ------
    LinAlgError
        When the eigenvalues of a matrix do not converge; the message gives its place in the batch.
    """
    x = _matrices(x)
    if not _dtypes.is_complex(x.dtype):
        x = x.astype("complex128" if str(x.dtype) == "float64" else "complex64")
    return EigResult(*_raising("pydl4j.Eig", {}, [x]))


def eigvals(x: _Given, /) -> Array:
    """Eigenvalues of matrices [..., n, n], complex, in the order of `eig`: [..., n]."""
    return eig(x).eigenvalues


def eigh(x: _Given, /, *, UPLO: Literal["L", "U"] = "L") -> EighResult:  # noqa: N803 (NumPy's name)
    """Eigenvalues and eigenvectors of symmetric matrices [..., n, n], of which the lower or upper triangle is read."""
    return EighResult(*_call("Eigh", _lower(x, UPLO)))


def eigvalsh(x: _Given, /, *, UPLO: Literal["L", "U"] = "L") -> Array:  # noqa: N803 (NumPy's name)
    """Eigenvalues of symmetric matrices [..., n, n], ascending: [..., n]; `UPLO` as in `eigh`."""
    return _call("Eigh", _lower(x, UPLO))[0]


def _lower(x: _Given, triangle: str) -> Array:
    if triangle not in ("L", "U"):
        raise ValueError(f"[eigh] UPLO: got {triangle!r}; expected 'L' or 'U'.")
    if triangle == "L":
        return _apply.operand(x)
    upper = _creation.triu(_matrices(x))
    return upper + _adjoint(_creation.triu(upper, k=1))


def inv(x: _Given, /) -> Array:
    """Inverses of matrices [..., n, n].

    Raises
    ------
    LinAlgError
        When a matrix is singular; the message gives its place in the batch.
    """
    return _call("Inverse", x)[0]


def lstsq(a: _Given, b: _Given, /, *, rtol: float | None = None) -> LstsqResult:
    """The least x that minimizes the norm of ``a @ x - b``, with what NumPy tells beside it.

    Parameters
    ----------
    a : array_like
        Matrices [..., m, n].
    b : array_like
        [..., m, k], or [m].
    rtol : float, optional
        Singular values up to this part of the largest count as 0; the type's epsilon times max(m, n) by default.

    Returns
    -------
    LstsqResult
        ``x`` [..., n, k] or [n]; ``residuals``, the sums of squares that are left, empty where a has not full rank or
        m <= n; ``rank``; and ``S``, the singular values of a.
    """
    a, b = _matrices(a), _apply.operand(b)
    columns = b.reshape(-1, 1) if b.ndim == 1 else b
    x = pinv(a, rtol=rtol) @ columns
    rank = matrix_rank(a, rtol=rtol)
    left = ((a @ x - columns) ** 2).sum(-2)
    m, n = a.shape[-2:]
    if m <= n or (isinstance(rank, Held) and np.min(np.asarray(rank), initial=n) < n):
        left = _creation.zeros((0,), dtype=left.dtype)
    return LstsqResult(x.reshape(-1) if b.ndim == 1 else x, left, rank, svdvals(a))


def lu(x: _Given, /) -> tuple[Array, Array]:
    """LU factors with partial pivoting of matrices [..., n, n].

    Returns
    -------
    lu : Array
        U's upper triangle and L's strictly lower one in one matrix; L's diagonal is 1.
    rows : Array of int64
        [..., n]: row i of ``L @ U`` is row ``rows[i]`` of x.
    """
    factors, rows = _call("Lu", x)
    return factors, rows


def matrix_norm(x: _Given, /, *, keepdims: bool = False, ord: float | Literal["fro", "nuc"] | None = "fro") -> Array:
    """Norms of matrices: Frobenius ("fro"), nuclear ("nuc"), 1, -1, 2, -2, inf or -inf, as NumPy's."""
    x = _matrices(x)
    if ord in ("fro", None):
        return _root_of_squares(x, (-2, -1), keepdims)
    if ord in ("nuc", 2, -2):
        s = svdvals(x)
        y = s.sum(-1) if ord == "nuc" else s.max(-1) if ord == 2 else s.min(-1)
        return y.reshape(*y.shape, 1, 1) if keepdims else y
    if ord not in (1, -1, math.inf, -math.inf):
        raise ValueError(f"[matrix_norm] unknown ord: got {ord!r}; expected 'fro', 'nuc', 1, -1, 2, -2, inf or -inf.")
    sums = abs(x).sum(-2 if abs(ord) == 1 else -1, keepdims=True)
    y = sums.max((-2, -1), keepdims=True) if ord > 0 else sums.min((-2, -1), keepdims=True)
    return y if keepdims else y.squeeze((-2, -1))


def matrix_power(x: _Given, n: int, /) -> Array:
    """Products of n times the same matrix [..., n, n]; of its inverse for negative n."""
    x = _matrices(x)
    if n < 0:
        x, n = inv(x), -n
    if n == 0:
        return _manipulation.broadcast_to(_unit(x), x.shape)
    while not n & 1:
        x, n = x @ x, n >> 1
    power = x
    while n := n >> 1:
        x = x @ x
        power = power @ x if n & 1 else power
    return power


def matrix_rank(x: _Given, /, *, tol: float | None = None, rtol: float | ArrayLike | None = None) -> Array:
    """How many singular values of matrices [..., m, n] exceed tol, or rtol times the largest: [...] of int64.

    rtol is max(m, n) times the machine epsilon by default.
    """
    x = _matrices(x)
    s = svdvals(x)
    if tol is not None:
        return (s > tol).sum(-1)
    return (s > _cutoff(x, s, rtol)).sum(-1)


def outer(x1: _Given, x2: _Given, /) -> Array:
    """Products of every number of one vector with every number of another: [m, n]."""
    return _apply.operand(x1).reshape(-1, 1) * _apply.operand(x2).reshape(1, -1)


def pinv(x: _Given, /, *, rtol: float | ArrayLike | None = None) -> Array:
    """Moore-Penrose inverses of matrices [..., m, n]: [..., n, m]; rtol as in `matrix_rank`."""
    x = _matrices(x)
    u, s, vh = svd(x, full_matrices=False)
    kept = s > _cutoff(x, s, rtol)
    inverse = _searching.where(kept, 1 / _searching.where(kept, s, _creation.ones_like(s)), _creation.zeros_like(s))
    return (_adjoint(vh) * _manipulation.expand_dims(inverse, axis=-2)) @ _adjoint(u)


def qr(x: _Given, /, *, mode: Literal["reduced", "complete"] = "reduced") -> QRResult:
    """QR factors of matrices [..., m, n]; Q is [..., m, min(m, n)], or [..., m, m] when complete."""
    if mode not in ("reduced", "complete"):
        raise ValueError(f"[qr] unknown mode: got {mode!r}; expected 'reduced' or 'complete'.")
    return QRResult(*_call("Qr", x, {"complete": int(mode == "complete")}))


def slogdet(x: _Given, /) -> SlogdetResult:
    """Signs and logarithms of determinants of matrices [..., n, n]; 0 and -inf for singular ones."""
    return SlogdetResult(*_call("SlogDet", x))


def solve(a: _Given, b: _Given, /) -> Array:
    """The x of ``a @ x == b`` for a [..., n, n] and b [..., n, k], or one vector b [n]; batches broadcast.

    Raises
    ------
    LinAlgError
        When a matrix is singular; the message gives its place in the batch.
    """
    a, b = _matrices(a), _apply.operand(b)
    vector = b.ndim == 1
    if vector:
        b = b.reshape(-1, 1)
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    a = _manipulation.broadcast_to(a, (*batch, *a.shape[-2:]))
    b = _manipulation.broadcast_to(b, (*batch, *b.shape[-2:]))
    x = _raising("pydl4j.Solve", {}, [a, b])[0]
    return x.squeeze(-1) if vector else x


@overload
def svd(x: _Given, /, *, full_matrices: bool = True, compute_uv: Literal[True] = True) -> SVDResult: ...


@overload
def svd(x: _Given, /, *, full_matrices: bool = True, compute_uv: Literal[False]) -> Array: ...


def svd(x: _Given, /, *, full_matrices: bool = True, compute_uv: bool = True) -> SVDResult | Array:
    """Singular value decompositions of matrices [..., m, n]; without `compute_uv` the singular values alone.

    ``x == (U[..., :k] * S[..., None, :]) @ Vh[..., :k, :]`` with k = min(m, n); U and Vh are square when full.
    """
    u, s, vh = _call("Svd", x)
    if not compute_uv:
        return s
    if full_matrices:
        u, vh = _completed(u), _completed(vh.mT).mT
    return SVDResult(u, s, vh)


def svdvals(x: _Given, /) -> Array:
    """Singular values of matrices [..., m, n], descending: [..., min(m, n)]."""
    return _call("Svd", x)[1]


def tensordot(x1: _Given, x2: _Given, /, *, axes: int | Sequence[Sequence[int]] = 2) -> Array:
    """Sums of products over axes: the last of x1 with the first of x2 when it is a number, else the pairs given."""
    a, b = _apply.operand(x1), _apply.operand(x2)
    if isinstance(axes, int):
        left, right = list(range(a.ndim - axes, a.ndim)), list(range(axes))
    else:
        left, right = [k % a.ndim for k in axes[0]], [k % b.ndim for k in axes[1]]
    if [a.shape[k] for k in left] != [b.shape[k] for k in right]:
        raise ValueError(
            f"[tensordot] got shapes {a.shape} and {b.shape} over axes {left} and {right}; expected equal sizes there."
        )
    keep_a = [k for k in range(a.ndim) if k not in left]
    keep_b = [k for k in range(b.ndim) if k not in right]
    shape = [a.shape[k] for k in keep_a] + [b.shape[k] for k in keep_b]
    inner = math.prod(a.shape[k] for k in left)
    flat_a = _manipulation.permute_dims(a, keep_a + left).reshape(math.prod(a.shape[k] for k in keep_a), inner)
    flat_b = _manipulation.permute_dims(b, right + keep_b).reshape(inner, math.prod(b.shape[k] for k in keep_b))
    return (flat_a @ flat_b).reshape(shape)


def trace(x: _Given, /, *, offset: int = 0, dtype: Any = None) -> Array:
    """Sums along the diagonals of matrices [..., m, n]: [...]."""
    line = diagonal(x, offset=offset)
    return (line if dtype is None else line.astype(dtype)).sum(-1)


def vecdot(x1: _Given, x2: _Given, /, *, axis: int = -1) -> Array:
    """Sums along one axis of the products of x1's conjugate and x2; the others broadcast."""
    a, b = _apply.operand(x1), _apply.operand(x2)
    if not -min(a.ndim, b.ndim) <= axis < 0 or a.shape[axis] != b.shape[axis]:
        raise ValueError(
            f"[vecdot] got shapes {tuple(a.shape)} and {tuple(b.shape)}, axis {axis}; expected a negative axis of one "
            "size in both. Move the axis or reshape one."
        )
    products = _conj(a) * b
    return products.sum(axis, dtype=products.dtype)


def vector_norm(
    x: _Given, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False, ord: float = 2
) -> Array:
    """Norms of order `ord` over axes, all by default: the root of the sum of powers; inf, -inf and 0 as NumPy's."""
    x = _floating(x)
    if ord == 2:
        return _root_of_squares(x, axis, keepdims)
    size = abs(x)
    if ord == math.inf:
        return size.max(axis, keepdims=keepdims)
    if ord == -math.inf:
        return size.min(axis, keepdims=keepdims)
    if ord == 0:
        return (x != 0).astype(size.dtype).sum(axis, keepdims=keepdims)
    if ord == 1:
        return size.sum(axis, keepdims=keepdims)
    return (size**ord).sum(axis, keepdims=keepdims) ** (1 / ord)


def _floating(x: _Given) -> Array:
    x = _apply.operand(x)
    return x if str(x.dtype) in _KINDS else x.astype(_dtypes.kernel_float(x.dtype))


def _conj(x: Any) -> Array:
    return _apply.one("pydl4j.Conj", x) if _dtypes.is_complex(x.dtype) else x


def _adjoint(x: Array) -> Array:
    return _conj(x.mT)


def _matrices(x: _Given) -> Array:
    x = _floating(x)
    if x.ndim < 2:
        raise LinAlgError(f"[linalg] got shape {x.shape}; expected matrices: two axes or more. Reshape it.")
    return x


def _call(op: str, x: _Given, attributes: dict[str, Any] | None = None) -> list[Array]:
    return _raising(f"pydl4j.{op}", attributes or {}, [_matrices(x)])


def _raising(op: str, attributes: dict[str, Any], inputs: list[Any]) -> list[Array]:
    try:
        return _apply.apply(op, attributes, inputs)
    except ArithmeticError as problem:
        raise LinAlgError(str(problem)) from None


def _unit(x: Any) -> Array:
    return held(np.eye(x.shape[-1], dtype=str(x.dtype)))


def _root_of_squares(x: Any, axis: Any, keepdims: bool) -> Array:
    size = abs(x) if _dtypes.is_complex(x.dtype) else x
    return _apply.one("Sqrt", (size * size).sum(axis, keepdims=keepdims))


def _cutoff(x: Array, s: Array, rtol: Any) -> Array:
    if rtol is None:
        rtol = max(x.shape[-2:]) * float(np.finfo(str(x.dtype)).eps)
    largest = s.max(-1, keepdims=True)
    return largest * (rtol if isinstance(rtol, (int, float)) else _manipulation.expand_dims(rtol, axis=-1))


def _completed(u: Array) -> Array:
    """Orthonormal columns [..., m, k] with further ones to [..., m, m]."""
    m, k = u.shape[-2:]
    if m == k:
        return u
    more = _apply.apply("pydl4j.Qr", {"complete": 1}, [u])[0]
    return _manipulation.concat([u, more[..., k:]], axis=-1)
