"""Random numbers: a `Generator` counts its draws, and every number is a function of seed, draw and place.

So the same seed gives the same numbers on any machine, with any number of threads, and from Java. The generator is
Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011). Functions have NumPy's names and
parameters; where those of a distribution are arrays, they broadcast against each other and ``size``.

In a function that `pydl4j.nd.jit` compiles a generator is made of a seed that is an argument, so that each call may
have its own:

>>> from pydl4j import nd
>>> noisy = nd.jit(lambda x, seed: x + nd.random.default_rng(seed).normal(size=(2,)))
>>> bool((noisy(nd.zeros(2), 1) == nd.random.default_rng(1).normal(size=2)).all())
True
"""

from __future__ import annotations

import math
import operator
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.arrays._trace import Trace
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand, held
from pydl4j.nd.functions import _elementwise, _manipulation, _statistics
from pydl4j.nd.functions._searching import searchsorted
from pydl4j.nd.functions._sorting import argsort, topk
from pydl4j.nd.linalg import cholesky, qr

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = ["Generator", "default_rng", "rand", "randn", "seed"]

_Size = int | Sequence[int] | None
_Given = ArrayLike | Operand
_SEEDS = 2**64
_SPAWNING = 0xFFFF  # the node of seeds for children, which no draw uses
_JUMP = 2**40  # draws
_NARROW = ("float16", "bfloat16")
_CODES = {"float32": _dtypes.number("float32"), "float64": _dtypes.number("float64")}


class Generator:
    """Draws from distributions; made by `default_rng`.

    The state is a seed and the number of draws so far. A draw is one call, whatever its size. Threads may share a
    generator; in what order they draw is then up to them, so give each its own by `spawn`.
    """

    __slots__ = ("_count", "_lock", "_seed")

    def __init__(self, seed: Any, count: int = 0) -> None:
        self._seed = seed
        self._count = count
        self._lock = threading.Lock()

    # ---- state -----------------------------------------------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """``{"seed": ..., "count": ...}``: what `default_rng` was given, and the draws so far. May be set."""
        return {"seed": self._seed, "count": self._count}

    @state.setter
    def state(self, state: dict[str, Any]) -> None:
        seed, count = _checked_seed(state["seed"]), operator.index(state["count"])
        with self._lock:
            self._seed, self._count = seed, count

    def __reduce__(self) -> tuple[Any, ...]:
        return Generator, (self._seed, self._count)

    def __repr__(self) -> str:
        return f"Generator(seed={self._seed}, count={self._count})"

    def spawn(self, n_children: int) -> list[Generator]:
        """Generators with seeds of their own, drawn from this one."""
        bits = {"shape": [operator.index(n_children)], "dtype": _dtypes.number("int64"), "node": _SPAWNING}
        seeds = self._call("pydl4j.RandomIntegers", bits, [-(2**63), 2**63 - 1])
        if isinstance(self._seed, Operand):
            return [Generator(seeds[k]) for k in range(n_children)]
        return [Generator(child % _SEEDS) for child in seeds.tolist()]

    def jumped(self, jumps: int = 1) -> Generator:
        """A generator of the same seed that stands 2^40 draws further for each jump."""
        return Generator(self._seed, self._count + _JUMP * operator.index(jumps))

    # ---- draws -----------------------------------------------------------------------------------------------------

    def _call(self, op: str, attributes: dict[str, Any], parameters: Sequence[Any], out: Any = None) -> Array:
        with self._lock:
            step = self._count
            self._count += 1
        if isinstance(self._seed, Operand):
            return _apply.apply(op, attributes, [self._seed, step, *parameters])[0]
        if Trace.active() is not None:
            raise TypeError(
                "[random] a generator of a fixed seed in a traced function: got one that would draw the same numbers "
                "at every call; expected one made of an argument. Pass a seed to the function and call "
                "nd.random.default_rng(seed) in it."
            )
        seed = self._seed if self._seed < 2**63 else self._seed - _SEEDS
        if out is not None:
            _apply.into(out, op, attributes, [np.int64(seed), np.int64(step), *parameters])
            made: Array = out
            return made
        kinds = {type(p) for p in parameters}
        if len(parameters) in (0, 2) and len(kinds) <= 1 and kinds <= {int, float}:
            return _apply.drawn(op, attributes, seed, step, parameters)
        return _apply.apply(op, attributes, [np.int64(seed), np.int64(step), *parameters])[0]

    def _reals(self, op: str, size: _Size, dtype: Any, parameters: Sequence[_Given] = (), out: Any = None) -> Array:
        """Floats of a distribution with these parameters, which have the shape of the result or are numbers."""
        kind = _float(dtype if out is None else out.dtype if dtype is None else dtype)
        shape = _shape(op, size if out is None or size is not None else out.shape, parameters)
        if out is not None and out.shape != tuple(shape):
            raise ValueError(f"[{op}] out: got shape {out.shape}; expected {tuple(shape)}. Make it of that shape.")
        wide = "float32" if kind in _NARROW else kind
        given = [_parameter(p, shape, wide) for p in parameters]
        y = self._call(op, {"shape": shape, "dtype": _CODES[wide]}, given, out if wide == kind else None)
        if wide == kind:
            return y
        y = _apply.cast(y, kind)
        return y if out is None else out.assign(y)

    def random(self, size: _Size = None, dtype: Any = None, out: Any = None) -> Array:
        """Numbers from [0, 1) with 24 bits in float32, 53 in float64.

        Parameters
        ----------
        size : int or sequence of int, optional
            Shape of the result; a single number, of shape ``()``, by default.
        dtype : float type, optional
            That of `pydl4j.nd.default_dtype` by default.
        out : Array, optional
            Takes the numbers; its shape and type stand for size and dtype.

        Returns
        -------
        Array
            New, or out.
        """
        return self._reals("pydl4j.RandomUniform", size, dtype, (), out)

    def uniform(
        self, low: _Given = 0.0, high: _Given = 1.0, size: _Size = None, *, dtype: Any = None, out: Any = None
    ) -> Array:
        """Numbers from [low, high): low + (high - low) `random`."""
        return self._reals("pydl4j.RandomUniform", size, dtype, (low, high), out)

    def standard_normal(self, size: _Size = None, dtype: Any = None, out: Any = None) -> Array:
        """Normal numbers of mean 0 and standard deviation 1."""
        return self._reals("pydl4j.RandomNormal", size, dtype, (), out)

    def normal(
        self, loc: _Given = 0.0, scale: _Given = 1.0, size: _Size = None, *, dtype: Any = None, out: Any = None
    ) -> Array:
        """Normal numbers of mean loc and standard deviation scale."""
        _refuse_negative("normal", "scale", scale)
        return self._reals("pydl4j.RandomNormal", size, dtype, (loc, scale), out)

    def integers(
        self,
        low: _Given,
        high: _Given | None = None,
        size: _Size = None,
        dtype: Any = np.int64,
        endpoint: bool = False,
        *,
        out: Any = None,
    ) -> Array:
        """Whole numbers, all equally likely, from low to below high, or from 0 to below low where high is not given.

        Parameters
        ----------
        low, high : int or array of int
            They broadcast.
        size : int or sequence of int, optional
            Shape of the result; that of low and high by default.
        dtype : integer type
            Of the result.
        endpoint : bool
            Whether high itself is drawn, too.
        out : Array, optional
            Takes the numbers; its shape and type stand for size and dtype.

        Raises
        ------
        ValueError
            Where there is no number between low and high, or the type does not hold them.
        """
        low, high = (0, low) if high is None else (low, high)
        kind = np.dtype(dtype if out is None else out.dtype)
        if kind.kind not in "iu":
            raise TypeError(f"[integers] dtype: got {kind}; expected an integer type. Draw floats by uniform.")
        shape = _shape("integers", size if out is None or size is not None else out.shape, (low, high))
        if isinstance(low, (int, np.integer)) and isinstance(high, (int, np.integer)):
            low, high = int(low), int(high) - (not endpoint)
            limits = np.iinfo(kind)
            if low > high or low < limits.min or high > limits.max:
                raise ValueError(
                    f"[integers] low and high: got {low} to {high}, included; expected low <= high in "
                    f"{limits.min} to {limits.max} of {kind}. Correct them, or choose another dtype."
                )
            given: list[Any] = [low, high] if high < 2**63 else [low - _SEEDS if low >= 2**63 else low, high - _SEEDS]
        else:
            given = [_parameter(p, shape, "int64") for p in (low, high)]
            given[1] = given[1] if endpoint else given[1] - 1
            if all(not _is_traced(p) for p in given) and bool(_statistics.any(_elementwise.subtract(*given) > 0)):
                raise ValueError("[integers] low and high: got a low above its high; expected low <= high everywhere.")
        attributes = {"shape": shape, "dtype": _dtypes.number(kind)}
        return self._call("pydl4j.RandomIntegers", attributes, given, out)

    def bernoulli(self, p: _Given = 0.5, size: _Size = None, *, dtype: Any = np.bool_) -> Array:
        """True with probability p, else False; of an integer or float type 1 and 0."""
        _refuse_outside("bernoulli", "p", p)
        shape = _shape("bernoulli", size, (p,))
        code = _dtypes.number(dtype)
        drawn = _dtypes.number("int8") if _dtypes.is_float(code) else code
        attributes = {"shape": shape, "dtype": drawn}
        y = self._call("pydl4j.RandomBernoulli", attributes, [_parameter(p, shape, "float32")])
        return y if drawn == code else _apply.cast(y, dtype)

    def standard_exponential(self, size: _Size = None, dtype: Any = None, out: Any = None) -> Array:
        """Numbers of the density exp(-y), y >= 0."""
        return self._reals("pydl4j.RandomExponential", size, dtype, (), out)

    def exponential(self, scale: _Given = 1.0, size: _Size = None, *, dtype: Any = None) -> Array:
        """Numbers of the density exp(-y / scale) / scale, y >= 0."""
        _refuse_negative("exponential", "scale", scale)
        return self._reals("pydl4j.RandomExponential", size, dtype, (scale,))

    # ---- made of these -----------------------------------------------------------------------------------------------

    def lognormal(self, mean: _Given = 0.0, sigma: _Given = 1.0, size: _Size = None, *, dtype: Any = None) -> Array:
        """exp(`normal` (mean, sigma))."""
        return _apply.one("Exp", self.normal(mean, sigma, size, dtype=dtype))

    def standard_gamma(self, shape: _Given, size: _Size = None, dtype: Any = None) -> Array:
        """Numbers of the density y^(shape - 1) exp(-y) / gamma(shape), y >= 0."""
        _refuse_negative("standard_gamma", "shape", shape)
        return self._reals("pydl4j.RandomGamma", size, dtype, (shape,))

    def gamma(self, shape: _Given, scale: _Given = 1.0, size: _Size = None, *, dtype: Any = None) -> Array:
        """scale times `standard_gamma` (shape)."""
        _refuse_negative("gamma", "scale", scale)
        size = _shape("gamma", size, (shape, scale))
        return self.standard_gamma(shape, size, dtype) * scale

    def chisquare(self, df: _Given, size: _Size = None, *, dtype: Any = None) -> Array:
        """The sum of squares of df normal numbers: 2 `standard_gamma` (df / 2)."""
        return self.standard_gamma(_real(df) / 2, size, dtype) * 2

    def beta(self, a: _Given, b: _Given, size: _Size = None, *, dtype: Any = None) -> Array:
        """Numbers of the density y^(a - 1) (1 - y)^(b - 1) / B(a, b) from 0 to 1."""
        size = _shape("beta", size, (a, b))
        x = self.standard_gamma(a, size, dtype)
        return x / (x + self.standard_gamma(b, size, dtype))

    def f(self, dfnum: _Given, dfden: _Given, size: _Size = None, *, dtype: Any = None) -> Array:
        """The ratio of two `chisquare`, each over its degrees of freedom."""
        size = _shape("f", size, (dfnum, dfden))
        above = self.chisquare(dfnum, size, dtype=dtype) / dfnum
        return above / (self.chisquare(dfden, size, dtype=dtype) / dfden)

    def standard_t(self, df: _Given, size: _Size = None, *, dtype: Any = None) -> Array:
        """Student's t with df degrees of freedom."""
        size = _shape("standard_t", size, (df,))
        x = self.standard_normal(size, dtype)
        return x / _apply.one("Sqrt", self.chisquare(df, size, dtype=dtype) / df)

    def dirichlet(self, alpha: _Given, size: _Size = None, *, dtype: Any = None) -> Array:
        """Rows of numbers >= 0 that add up to 1; alpha [k] gives [*size, k]."""
        alpha = operand(alpha)
        x = self.standard_gamma(alpha, [*_shape("dirichlet", size, ()), alpha.shape[-1]], dtype)
        return x / x.sum(-1, keepdims=True)

    def laplace(self, loc: _Given = 0.0, scale: _Given = 1.0, size: _Size = None, *, dtype: Any = None) -> Array:
        """Numbers of the density exp(-|y - loc| / scale) / (2 scale)."""
        size = _shape("laplace", size, (loc, scale))
        return (self.standard_exponential(size, dtype) - self.standard_exponential(size, dtype)) * scale + loc

    def logistic(self, loc: _Given = 0.0, scale: _Given = 1.0, size: _Size = None, *, dtype: Any = None) -> Array:
        """loc + scale log(u / (1 - u))."""
        size = _shape("logistic", size, (loc, scale))
        ratio = self._positive(size, dtype) / self._positive(size, dtype)
        return _apply.one("Log", ratio) * scale + loc

    def gumbel(self, loc: _Given = 0.0, scale: _Given = 1.0, size: _Size = None, *, dtype: Any = None) -> Array:
        """loc - scale log(-log(u)): what the largest of many numbers follows."""
        size = _shape("gumbel", size, (loc, scale))
        return _apply.one("Neg", _apply.one("Log", self._positive(size, dtype))) * scale + loc

    def rayleigh(self, scale: _Given = 1.0, size: _Size = None, *, dtype: Any = None) -> Array:
        """The length of a vector of two normal numbers, times scale."""
        size = _shape("rayleigh", size, (scale,))
        return _apply.one("Sqrt", self.standard_exponential(size, dtype) * 2) * scale

    def weibull(self, a: _Given, size: _Size = None, *, dtype: Any = None) -> Array:
        """(-log(u))^(1 / a)."""
        size = _shape("weibull", size, (a,))
        drawn: Array = self.standard_exponential(size, dtype) ** (1 / _real(a))
        return drawn

    def pareto(self, a: _Given, size: _Size = None, *, dtype: Any = None) -> Array:
        """(1 - u)^(-1 / a) - 1 (Lomax)."""
        size = _shape("pareto", size, (a,))
        return _apply.one("Exp", self.standard_exponential(size, dtype) / a) - 1

    def standard_cauchy(self, size: _Size = None, *, dtype: Any = None) -> Array:
        """The ratio of two normal numbers."""
        return self.standard_normal(size, dtype) / self.standard_normal(size, dtype)

    def cauchy(self, loc: _Given = 0.0, scale: _Given = 1.0, size: _Size = None, *, dtype: Any = None) -> Array:
        """loc + scale `standard_cauchy`."""
        return self.standard_cauchy(_shape("cauchy", size, (loc, scale)), dtype=dtype) * scale + loc

    def truncated_normal(
        self,
        low: _Given = -2.0,
        high: _Given = 2.0,
        loc: _Given = 0.0,
        scale: _Given = 1.0,
        size: _Size = None,
        *,
        dtype: Any = None,
    ) -> Array:
        """Normal numbers of mean loc and deviation scale, among those from low to high; ND4J: two deviations."""
        size = _shape("truncated_normal", size, (low, high, loc, scale))
        bounds = [(_real(bound) - loc) / scale for bound in (low, high)]
        return self._reals("pydl4j.RandomTruncatedNormal", size, dtype, bounds) * scale + loc

    def poisson(self, lam: _Given = 1.0, size: _Size = None, *, dtype: Any = np.int64) -> Array:
        """Counts of events whose mean number is lam."""
        _refuse_negative("poisson", "lam", lam)
        return self._counts("pydl4j.RandomPoisson", size, dtype, (lam,), ("float64",))

    def binomial(self, n: _Given, p: _Given, size: _Size = None, *, dtype: Any = np.int64) -> Array:
        """Successes among n trials of probability p."""
        _refuse_negative("binomial", "n", n)
        _refuse_outside("binomial", "p", p)
        return self._counts("pydl4j.RandomBinomial", size, dtype, (n, p), ("int64", "float64"))

    def geometric(self, p: _Given, size: _Size = None, *, dtype: Any = np.int64) -> Array:
        """Trials of probability p up to the first success."""
        _refuse_outside("geometric", "p", p)
        size = _shape("geometric", size, (p,))
        failing = _apply.one("Log", 1 - operand(_real(p)))
        waits = _apply.one("Floor", self.standard_exponential(size, "float64") / _apply.one("Neg", failing))
        return _apply.cast(waits + 1, dtype)

    def negative_binomial(self, n: _Given, p: _Given, size: _Size = None, *, dtype: Any = np.int64) -> Array:
        """Failures before the n-th success of trials of probability p."""
        size = _shape("negative_binomial", size, (n, p))
        mean = self.standard_gamma(n, size, "float64") * ((1 - _real(p)) / p)
        return self.poisson(mean, dtype=dtype)

    def multinomial(self, n: int, pvals: _Given, size: _Size = None) -> Array:
        """How often each of k outcomes comes in n trials; pvals [k] gives [*size, k]."""
        pvals = _apply.cast(operand(pvals), "float64")
        shape = _shape("multinomial", size, ())
        left = _manipulation.broadcast_to(operand(np.int64(n)), shape)
        rest, counts = pvals.sum(), []
        for k in range(pvals.shape[-1] - 1):
            share = _apply.apply("Clip", {}, [pvals[k] / rest, 0.0, 1.0])[0]
            drawn = self._counts("pydl4j.RandomBinomial", shape, "int64", (left, share), ("int64", "float64"))
            counts.append(drawn)
            left, rest = left - drawn, rest - pvals[k]
        counts.append(left)
        parts = [_apply.apply("Unsqueeze", {"axes": [len(shape)]}, [c])[0] for c in counts]
        return _apply.apply("Concat", {"axis": len(shape)}, parts)[0]

    def multivariate_normal(self, mean: _Given, cov: _Given, size: _Size = None, *, dtype: Any = None) -> Array:
        """Normal vectors of mean [k] and covariance [k, k]: [*size, k], by the Cholesky factor of cov.

        Raises
        ------
        LinAlgError
            When cov is not positive definite.
        """
        kind = _float(dtype)
        mean, cov = _apply.cast(operand(mean), kind), _apply.cast(operand(cov), kind)
        z = self.standard_normal([*_shape("multivariate_normal", size, ()), mean.shape[-1], 1], kind)
        return _apply.binary("MatMul", cholesky(cov), z).squeeze(-1) + mean

    def orthogonal(self, n: int, size: _Size = None, *, dtype: Any = None) -> Array:
        """Orthogonal matrices [*size, n, n], all equally likely: Q of the QR of normal ones."""
        return qr(self.standard_normal([*_shape("orthogonal", size, ()), n, n], dtype)).Q

    def permutation(self, x: int | _Given, axis: int = 0) -> Array:
        """The numbers below x, or the parts of x along an axis, in any order, all equally likely."""
        n = x if isinstance(x, (int, np.integer)) else operand(x).shape[axis]
        keys = self._call("pydl4j.RandomUniform", {"shape": [int(n)], "dtype": _dtypes.number("float64")}, ())
        order = argsort(keys)
        return order if isinstance(x, (int, np.integer)) else _apply.apply("Gather", {"axis": axis}, [x, order])[0]

    def shuffle(self, x: Any, axis: int = 0) -> None:
        """Puts the parts of an array along an axis in any order, in place."""
        x[...] = self.permutation(x, axis)

    def choice(
        self, a: int | _Given, size: _Size = None, replace: bool = True, p: _Given | None = None, axis: int = 0
    ) -> Array:
        """Parts of a along an axis, or numbers below a.

        Parameters
        ----------
        a : int or array_like
            What is chosen from.
        size : int or sequence of int, optional
            How many; one, without an axis, by default.
        replace : bool
            Whether a part may come again.
        p : array_like, optional
            Probabilities [n] that add up to 1; all equal by default.
        axis : int
            Of the parts.
        """
        n = int(a) if isinstance(a, (int, np.integer)) else operand(a).shape[axis]
        shape = _shape("choice", size, ())
        count = math.prod(shape)
        if n == 0 or (not replace and count > n):
            raise ValueError(f"[choice] got {count} of {n} without replacement; expected at most {n}. Take fewer.")
        if p is not None:
            p = _apply.cast(operand(p), "float64")
            if p.shape != (n,) or (not _is_traced(p) and abs(p.sum().item() - 1) > 1e-6):
                raise ValueError(f"[choice] p: got shape {p.shape}; expected {n} probabilities that add up to 1.")
        if not replace:
            waits = self._positive([n], "float64")
            waits = waits if p is None else waits / p
            at = topk(waits, count, largest=False)[1].reshape(shape)
        elif p is None:
            at = self.integers(n, size=shape)
        else:
            ends = _apply.apply("CumSum", {"axis": [0]}, [p])[0]
            at = searchsorted(ends, self.random(shape, "float64") * ends[-1], side="right")
        return at if isinstance(a, (int, np.integer)) else _apply.apply("Gather", {"axis": axis}, [a, at])[0]

    def _positive(self, size: _Size, dtype: Any) -> Array:
        """`standard_exponential` without the 0 that the smallest words give."""
        return _apply.apply("Max", {}, [self.standard_exponential(size, dtype), 2.0**-34])[0]

    def _counts(self, op: str, size: _Size, dtype: Any, parameters: Sequence[_Given], kinds: Sequence[str]) -> Array:
        """Whole numbers of a distribution, drawn as int64 where the kernels know no narrower type."""
        shape = _shape(op, size, parameters)
        given = [_parameter(p, shape, kind) for p, kind in zip(parameters, kinds, strict=True)]
        wide = "int32" if np.dtype(dtype) == np.int32 else "int64"
        y = self._call(op, {"shape": shape, "dtype": _dtypes.number(wide)}, given)
        return y if np.dtype(dtype) == wide else _apply.cast(y, dtype)


def default_rng(seed: Any = None) -> Generator:
    """A generator of random numbers.

    Parameters
    ----------
    seed : int from 0 to 2^64 - 1, Generator, or an array or traced value of one whole number, optional
        The same seed gives the same numbers everywhere. Bits of the operating system by default; a generator is
        returned as it is.

    Returns
    -------
    Generator

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.random.default_rng(7).integers(10, size=5).tolist() == nd.random.default_rng(7).integers(10, size=5).tolist()
    True
    """
    if isinstance(seed, Generator):
        return seed
    if seed is None:
        return Generator(int.from_bytes(os.urandom(8), "little"))
    if _is_traced(seed):
        return Generator(_apply.cast(seed, "int64"))
    return Generator(_checked_seed(seed))


def _checked_seed(seed: Any) -> int:
    try:
        whole = operator.index(operand(seed).item() if isinstance(seed, Operand) else seed)
    except (TypeError, ValueError):
        whole = -1
    if not 0 <= whole < _SEEDS:
        raise ValueError(f"[random] seed: got {seed!r}; expected a whole number from 0 to 2^64 - 1. Give one.")
    return whole


# ---- the process's generator -----------------------------------------------------------------------------------------

_shared = default_rng()


def seed(seed: int) -> None:
    """Starts the process's generator, which `rand` and `randn` draw from, anew. ND4J: Nd4j.getRandom().setSeed."""
    _shared.state = {"seed": seed, "count": 0}


def rand(*shape: int) -> Array:
    """Numbers from [0, 1), drawn by the process's generator. ND4J: Nd4j.rand."""
    return _shared.random(_flat(shape))


def randn(*shape: int) -> Array:
    """Normal numbers of mean 0 and standard deviation 1, drawn by the process's generator. ND4J: Nd4j.randn."""
    return _shared.standard_normal(_flat(shape))


def _flat(shape: Sequence[Any]) -> Sequence[int]:
    return shape[0] if len(shape) == 1 and isinstance(shape[0], Sequence) else shape


# ---- parameters ------------------------------------------------------------------------------------------------------


def _is_traced(x: Any) -> bool:
    return isinstance(x, Operand) and x._trace is not None


def _real(x: Any) -> Any:
    """Numbers that divide without rounding to whole ones."""
    return float(x) if isinstance(x, (int, np.integer)) else x


def _float(dtype: Any) -> str:
    if dtype is None:
        return str(_dtypes.default_float().name)
    if dtype in ("float32", "float64"):
        return str(dtype)
    name = _dtypes.NAMES[_dtypes.number(dtype)]
    if "float" not in name:
        raise TypeError(f"[random] dtype: got {dtype}; expected a float type. Draw floats and cast.")
    return name


def _shape(op: str, size: _Size, parameters: Sequence[Any]) -> list[int]:
    """The dims of a result: size, which the parameters broadcast to, or what they broadcast to together."""
    if isinstance(size, (int, np.integer)):
        size = (size,)
    if size is not None and not parameters and min(size, default=0) >= 0:
        return (
            [*size] if type(size) is tuple and all(type(d) is int for d in size) else [operator.index(d) for d in size]
        )
    given = [p.shape if hasattr(p, "shape") else np.shape(p) for p in parameters if not isinstance(p, (int, float))]
    if not given:
        dims = [] if size is None else [operator.index(d) for d in size]
    else:
        try:
            together = np.broadcast_shapes(*given)
            dims = list(together) if size is None else [operator.index(d) for d in size]
            fits = np.broadcast_shapes(together, tuple(dims)) == tuple(dims)
        except ValueError:
            fits = False
        if not fits:
            raise ValueError(
                f"[{op}] got parameters of shapes {given} and size {size}; expected shapes that broadcast to the size. "
                "Reshape them."
            )
    if any(d < 0 for d in dims):
        raise ValueError(f"[{op}] size: got {dims}; expected sizes >= 0. Correct it.")
    return dims


def _parameter(x: Any, shape: list[int], kind: str) -> Any:
    """A number as it is, an array in that type and broadcast to the shape."""
    if isinstance(x, (bool, int, float, np.generic)) or (isinstance(x, np.ndarray) and x.ndim == 0):
        return int(x) if kind == "int64" else float(x)
    x = operand(x)
    x = x if x.dtype == kind else _apply.cast(x, kind)
    if math.prod(x.shape) == 1 or list(x.shape) == shape:
        return x
    return _manipulation.broadcast_to(x, shape)


def _refuse(where: str, name: str, x: Any, bad: Any, expected: str) -> None:
    """Raises where an element of a parameter that is known is bad."""
    if _is_traced(x):
        return
    if bad(x) if isinstance(x, (int, float)) else bool(_statistics.any(bad(held(x)))):
        raise ValueError(f"[{where}] {name}: got {x!r}; expected {expected}. Correct it.")


def _refuse_negative(where: str, name: str, x: Any) -> None:
    _refuse(where, name, x, lambda v: v < 0, "numbers >= 0")


def _refuse_outside(where: str, name: str, x: Any) -> None:
    _refuse(where, name, x, lambda v: (v < 0) | (v > 1), "numbers from 0 to 1")
