"""Libraries that take any array of the Array API, or of a framework they know, take nd's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pydl4j import nd

RANDOM = np.random.default_rng(11)
X = RANDOM.normal(size=(2, 6, 4)).astype(np.float32)


def close(got: Any, want: Any, tolerance: float = 1e-5) -> None:
    assert isinstance(got, nd.Array)
    assert got.shape == np.shape(want)
    np.testing.assert_allclose(np.asarray(got), want, rtol=tolerance, atol=tolerance)


# ---- einops ----------------------------------------------------------------------------------------------------------


def test_einops_knows_arrays_imported_before_or_after(run_python) -> None:
    pytest.importorskip("einops", reason="the extra `conformance` is not installed")
    for first, second in (("einops", "pydl4j.nd"), ("pydl4j.nd", "einops")):
        run_python(f"""
            import sys, {first}
            assert "{second}" not in sys.modules
            import {second}, einops
            from pydl4j import nd
            assert einops.rearrange(nd.ones((2, 3)), "a b -> b a").shape == (3, 2)
        """)


EINOPS: dict[str, Any] = {
    "split and move": lambda e, x: e.rearrange(x, "b (h w) c -> b c h w", h=2),
    "of a list": lambda e, x: e.rearrange([x, x + 1], "n b s c -> b s (n c)"),
    **{
        f"reduce by {kind}": lambda e, x, kind=kind: e.reduce(x, "b (s 2) c -> b s c", kind)
        for kind in ("mean", "sum", "max", "min", "prod")
    },
    "repeat": lambda e, x: e.repeat(x, "b s c -> b (s n) c m", n=2, m=3),
    "einsum": lambda e, x: e.einsum(x, x, "b s c, b t c -> b s t"),
    "pack": lambda e, x: e.pack([x, x[:, 0]], "b * c")[0],
    "unpack": lambda e, x: e.unpack(x, [[2], [2, 2]], "b * c")[1],
}


@pytest.mark.parametrize("name", EINOPS)
def test_einops_gives_what_it_gives_with_numpy(name: str) -> None:
    einops = pytest.importorskip("einops", reason="the extra `conformance` is not installed")
    want = EINOPS[name](einops, X)
    close(EINOPS[name](einops, nd.asarray(X)), want)
    close(nd.jit(lambda x: EINOPS[name](einops, x))(nd.asarray(X)), want)


def test_einops_is_differentiated() -> None:
    einops = pytest.importorskip("einops", reason="the extra `conformance` is not installed")
    slopes = nd.grad(lambda x: (einops.reduce(x, "b s c -> b c", "mean") ** 2).sum())(nd.asarray(X))
    close(slopes, np.repeat(X.mean(1, keepdims=True) / 3, 6, axis=1))


# ---- SciPy, scikit-learn, array-api-extra ----------------------------------------------------------------------------

SCIPY = """
import numpy as np
import scipy.fft, scipy.integrate, scipy.interpolate, scipy.ndimage, scipy.signal, scipy.special, scipy.stats
from scipy.spatial.transform import Rotation
from pydl4j import nd
random = np.random.default_rng(0)
A, V, W, P = random.normal(size=(6, 5)), random.normal(size=30), random.uniform(size=30), random.uniform(size=8)
b, a = scipy.signal.butter(3, 0.2)
stats, signal, special = scipy.stats, scipy.signal, scipy.special
CALLS = {
    "skew": lambda x: stats.skew(x(V)), "zscore": lambda x: stats.zscore(x(A)), "gmean": lambda x: stats.gmean(x(W)),
    "describe": lambda x: stats.describe(x(V)).variance, "rankdata": lambda x: stats.rankdata(x(V)),
    "pearsonr": lambda x: stats.pearsonr(x(V), x(W)).pvalue, "ttest": lambda x: stats.ttest_ind(x(V), x(W)).pvalue,
    "false discoveries": lambda x: stats.false_discovery_control(x(P)),
    "trim_mean": lambda x: stats.trim_mean(x(V), 0.1), "quantile": lambda x: stats.quantile(x(V), x(P)),
    "logsumexp": lambda x: special.logsumexp(x(A), axis=1), "gammaln": lambda x: special.gammaln(x(W)),
    "rel_entr": lambda x: special.rel_entr(x(W), x(W + 1)), "softmax": lambda x: special.softmax(x(A), axis=0),
    "rfftn": lambda x: abs(scipy.fft.rfftn(x(A))), "dct": lambda x: scipy.fft.dct(x(A)),
    "fftconvolve": lambda x: signal.fftconvolve(x(V), x(W)), "filtfilt": lambda x: signal.filtfilt(x(b), x(a), x(V)),
    "savgol": lambda x: signal.savgol_filter(x(V), 5, 2), "detrend": lambda x: signal.detrend(x(V)),
    "welch": lambda x: signal.welch(x(V), nperseg=16)[1], "resample": lambda x: signal.resample(x(V), 20),
    "gaussian": lambda x: scipy.ndimage.gaussian_filter(x(A), 1.0),
    "trapezoid": lambda x: scipy.integrate.trapezoid(x(V)), "simpson": lambda x: scipy.integrate.simpson(x(V)),
    "pchip": lambda x: scipy.interpolate.PchipInterpolator(x(np.arange(30.0)), x(V))(x(P)),
    "rotation": lambda x: Rotation.from_rotvec(x(A[:, :3])).apply(x(V[:3])),
}
"""
SKLEARN = """
import numpy as np
import sklearn
from sklearn import decomposition, discriminant_analysis, linear_model, metrics, mixture, naive_bayes, preprocessing
from pydl4j import nd
sklearn.set_config(array_api_dispatch=True)
random = np.random.default_rng(0)
X = random.normal(size=(60, 5))
y, t = (X[:, 0] + 0.3 * random.normal(size=60) > 0).astype("int64"), X @ np.arange(5.0)
p, s = (X[:, 0] > 0.2).astype("int64"), 1 / (1 + np.exp(-X[:, 0]))
def fitted(estimator, target):
    return lambda x: estimator().fit(x(X), x(target)).predict(x(X))
CALLS = {
    "StandardScaler": lambda x: preprocessing.StandardScaler().fit_transform(x(X)),
    "MinMaxScaler": lambda x: preprocessing.MinMaxScaler().fit_transform(x(X)),
    "PolynomialFeatures": lambda x: preprocessing.PolynomialFeatures().fit_transform(x(X)),
    "LabelEncoder": lambda x: preprocessing.LabelEncoder().fit_transform(x(y + 3)),
    "PCA": lambda x: decomposition.PCA(2, svd_solver="full").fit_transform(x(X)),
    "Ridge": fitted(lambda: linear_model.Ridge(solver="svd"), t), "RidgeCV": fitted(linear_model.RidgeCV, t),
    "LDA": fitted(discriminant_analysis.LinearDiscriminantAnalysis, y), "GaussianNB": fitted(naive_bayes.GaussianNB, y),
    "mixture": lambda x: mixture.GaussianMixture(2, random_state=0, init_params="random_from_data").fit(x(X)).means_,
    "f1": lambda x: metrics.f1_score(x(y), x(p)), "confusion": lambda x: metrics.confusion_matrix(x(y), x(p)),
    "auc": lambda x: metrics.roc_auc_score(x(y), x(s)), "log loss": lambda x: metrics.log_loss(x(y), x(s)),
    "r2": lambda x: metrics.r2_score(x(t), x(t + 0.3)), "rbf": lambda x: metrics.pairwise.rbf_kernel(x(X)),
}
"""
EXTRA = """
import array_api_extra as xpx
import numpy as np
from array_api_compat import array_namespace
from pydl4j import nd
random = np.random.default_rng(0)
A, V, I = random.normal(size=(6, 5)), random.normal(size=30), random.integers(0, 5, size=20)
assert array_namespace(nd.asarray(A)) is nd
CALLS = {
    "cov": lambda x: xpx.cov(x(A)), "kron": lambda x: xpx.kron(x(A), x(A)), "one_hot": lambda x: xpx.one_hot(x(I), 5),
    "create_diagonal": lambda x: xpx.create_diagonal(x(V)), "pad": lambda x: xpx.pad(x(A), 1),
    "nunique": lambda x: xpx.nunique(x(I)), "setdiff1d": lambda x: xpx.setdiff1d(x(I), x(I[:3])),
    "sinc": lambda x: xpx.sinc(x(V)), "isclose": lambda x: xpx.isclose(x(V), x(V)),
    "set": lambda x: xpx.at(x(V))[2:4].set(9.0), "add": lambda x: xpx.at(x(V), x(V) > 0).add(1.0),
    "apply_where": lambda x: xpx.apply_where(x(V) > 0, x(V), lambda v: v**0.5, lambda v: -v),
}
"""
COMPARED = """
for name, call in CALLS.items():
    got, want = call(nd.asarray), call(np.asarray)
    assert np.shape(got) == np.shape(want), name
    np.testing.assert_allclose(np.asarray(got), np.asarray(want), rtol=1e-5, atol=1e-6, err_msg=name)
"""


@pytest.mark.parametrize(
    ("library", "calls"),
    [("scipy", SCIPY), ("sklearn", SKLEARN), ("array_api_extra", EXTRA)],
    ids=["scipy", "sklearn", "extra"],
)
def test_functions_of_libraries_give_what_they_give_with_numpy(library: str, calls: str, run_python) -> None:
    pytest.importorskip(library, reason="the extra `conformance` is not installed")
    run_python("import warnings; warnings.simplefilter('ignore')\n" + calls + COMPARED, env={"SCIPY_ARRAY_API": "1"})
