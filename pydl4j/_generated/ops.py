"""ONNX ops on arrays, one function each.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import ArrayLike

from pydl4j.nd.arrays import Array
from pydl4j.nd.core import apply

__all__ = [
    "abs",
    "acos",
    "acosh",
    "add",
    "affine_grid",
    "and_",
    "arg_max",
    "arg_min",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "attention",
    "average_pool",
    "batch_normalization",
    "bit_shift",
    "bitwise_and",
    "bitwise_not",
    "bitwise_or",
    "bitwise_xor",
    "cast",
    "ceil",
    "celu",
    "center_crop_pad",
    "clip",
    "col2_im",
    "compress",
    "concat",
    "constant_of_shape",
    "conv",
    "conv_transpose",
    "cos",
    "cosh",
    "cum_sum",
    "depth_to_space",
    "det",
    "div",
    "einsum",
    "elu",
    "equal",
    "erf",
    "exp",
    "expand",
    "flatten",
    "floor",
    "gather",
    "gather_elements",
    "gather_nd",
    "gelu",
    "gemm",
    "global_average_pool",
    "global_lp_pool",
    "global_max_pool",
    "greater",
    "greater_or_equal",
    "grid_sample",
    "group_normalization",
    "gru",
    "hard_sigmoid",
    "hard_swish",
    "identity",
    "instance_normalization",
    "is_inf",
    "is_na_n",
    "layer_normalization",
    "leaky_relu",
    "less",
    "less_or_equal",
    "log",
    "log_softmax",
    "lp_pool",
    "lrn",
    "lstm",
    "mat_mul",
    "max",
    "max_pool",
    "max_roi_pool",
    "max_unpool",
    "min",
    "mish",
    "mod",
    "mul",
    "neg",
    "non_max_suppression",
    "non_zero",
    "not_",
    "one_hot",
    "or_",
    "p_relu",
    "pad",
    "pow",
    "range",
    "reciprocal",
    "reduce_l1",
    "reduce_l2",
    "reduce_log_sum_exp",
    "reduce_max",
    "reduce_mean",
    "reduce_min",
    "reduce_prod",
    "reduce_sum",
    "reduce_sum_square",
    "relu",
    "reshape",
    "resize",
    "rnn",
    "roi_align",
    "round",
    "scan",
    "scatter_elements",
    "scatter_nd",
    "selu",
    "shape",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "size",
    "slice",
    "softmax",
    "softplus",
    "softsign",
    "space_to_depth",
    "split",
    "sqrt",
    "squeeze",
    "sub",
    "tan",
    "tanh",
    "thresholded_relu",
    "tile",
    "top_k",
    "transpose",
    "trilu",
    "unique",
    "unsqueeze",
    "where",
    "xor",
]


def abs(
    x: ArrayLike | Array,
) -> Array:
    """|x|.

    Parameters
    ----------
    x : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Abs, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.abs([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.4, 1.5, 0.9, 2.4]
    """
    return apply(
        "Abs",
        {},
        [
            x,
        ],
    )[0]


def acos(
    x: ArrayLike | Array,
) -> Array:
    """Arc cosine.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Acos, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.acos([0.4, 0.4, -0.3, 0.7])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.1593, 1.1593, 1.8755, 0.7954]
    """
    return apply(
        "Acos",
        {},
        [
            x,
        ],
    )[0]


def acosh(
    x: ArrayLike | Array,
) -> Array:
    """Inverse hyperbolic cosine.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Acosh, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.acosh([3.2, 3.3, 2.2, 3.7])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.8309, 1.8633, 1.4254, 1.9827]
    """
    return apply(
        "Acosh",
        {},
        [
            x,
        ],
    )[0]


def add(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a + b.

    Parameters
    ----------
    a : array_like
        Numbers, real or complex.
    b : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Add, version 14.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.add([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.0, 1.6, -3.3, 3.0]
    """
    return apply(
        "Add",
        {},
        [
            a,
            b,
        ],
    )[0]


def affine_grid(
    theta: ArrayLike | Array,
    size: Sequence[int],
    *,
    align_corners: int = 0,
) -> Array:
    """The grid for GridSample of an affine map theta [N, axes, axes + 1].

    Parameters
    ----------
    theta : array_like
        Floats.
    size : sequence of int
    align_corners : int, default 0
        1: -1 and 1 are the centers of the outermost pixels; 0: their outer edges.

    Returns
    -------
    Array
        Of shape [2, 4, 5, 2] for theta [2, 2, 3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX AffineGrid, version 20.

    Examples
    --------
    >>> from pydl4j import nd
    >>> theta = [[[0.5, 0.5, -0.3], [0.8, 0.4, -0.3]], [[-0.8, 0.7, -0.8], [0.9, 0.3, 0.6]]]
    >>> nd.ops.affine_grid(theta, [2, 3, 4, 5]).shape
    (2, 4, 5, 2)
    """
    return apply(
        "AffineGrid",
        {
            "size": size,
            "align_corners": align_corners,
        },
        [
            theta,
        ],
    )[0]


def and_(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a and b.

    Parameters
    ----------
    a : array_like
        Truth values.
    b : array_like
        Truth values.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX And, version 7.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.and_([True, True, True, False], [False, True, True, False]).tolist()
    [False, True, True, False]
    """
    return apply(
        "And",
        {},
        [
            a,
            b,
        ],
    )[0]


def arg_max(
    x: ArrayLike | Array,
    *,
    axis: int = 0,
    keepdims: int = 1,
) -> Array:
    """Index of the largest element along an axis; the first of equals, of NaN before all.

    Parameters
    ----------
    x : array_like
        Real numbers.
    axis : int, default 0
        Axis.
    keepdims : int, default 1
        Keep the axis as size 1.

    Returns
    -------
    Array
        Of shape [3, 1] for x [3, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ArgMax, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> x = [[1.3, -1.6, -1.9, -1.3, 0.8], [0.0, -1.1, -0.3, -0.8, -0.5], [1.9, 1.6, 1.1, 0.3, 0.5]]
    >>> nd.ops.arg_max(x, axis=1).tolist()
    [[0], [0], [0]]
    """
    return apply(
        "ArgMax",
        {
            "axis": axis,
            "keepdims": keepdims,
        },
        [
            x,
        ],
    )[0]


def arg_min(
    x: ArrayLike | Array,
    *,
    axis: int = 0,
    keepdims: int = 1,
) -> Array:
    """Index of the smallest element along an axis; the first of equals, of NaN before all.

    Parameters
    ----------
    x : array_like
        Real numbers.
    axis : int, default 0
        Axis.
    keepdims : int, default 1
        Keep the axis as size 1.

    Returns
    -------
    Array
        Of shape [3, 1] for x [3, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ArgMin, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> x = [[1.3, -1.6, -1.9, -1.3, 0.8], [0.0, -1.1, -0.3, -0.8, -0.5], [1.9, 1.6, 1.1, 0.3, 0.5]]
    >>> nd.ops.arg_min(x, axis=1).tolist()
    [[2], [1], [3]]
    """
    return apply(
        "ArgMin",
        {
            "axis": axis,
            "keepdims": keepdims,
        },
        [
            x,
        ],
    )[0]


def asin(
    x: ArrayLike | Array,
) -> Array:
    """Arc sine.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Asin, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.asin([0.4, 0.4, -0.3, 0.7])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.4115, 0.4115, -0.3047, 0.7754]
    """
    return apply(
        "Asin",
        {},
        [
            x,
        ],
    )[0]


def asinh(
    x: ArrayLike | Array,
) -> Array:
    """Inverse hyperbolic sine.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Asinh, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.asinh([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.138, 1.1948, -0.8089, 1.6094]
    """
    return apply(
        "Asinh",
        {},
        [
            x,
        ],
    )[0]


def atan(
    x: ArrayLike | Array,
) -> Array:
    """Arc tangent.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Atan, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.atan([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.9505, 0.9828, -0.7328, 1.176]
    """
    return apply(
        "Atan",
        {},
        [
            x,
        ],
    )[0]


def atanh(
    x: ArrayLike | Array,
) -> Array:
    """Inverse hyperbolic tangent.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Atanh, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.atanh([0.4, 0.4, -0.3, 0.7])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.4236, 0.4236, -0.3095, 0.8673]
    """
    return apply(
        "Atanh",
        {},
        [
            x,
        ],
    )[0]


def attention(
    q: ArrayLike | Array,
    k: ArrayLike | Array,
    v: ArrayLike | Array,
    attn_mask: ArrayLike | Array | None = None,
    past_key: ArrayLike | Array | None = None,
    past_value: ArrayLike | Array | None = None,
    *,
    is_causal: int = 0,
    scale: float = 0.0,
    softcap: float = 0.0,
    q_num_heads: int = 0,
    kv_num_heads: int = 0,
    left_window_size: int = -1,
    right_window_size: int = -1,
    softmax_precision: int = 1,
) -> list[Array]:
    """Scaled dot-product attention over heads: softmax(scale q k' + mask) v; k and v may have fewer heads than q; a
    query that sees no key gives 0; also returns the keys and values with their past.

    Parameters
    ----------
    q : array_like
        Floats.
    k : array_like
        Floats.
    v : array_like
        Floats.
    attn_mask : array_like, optional
        Real numbers or truth values.
    past_key : array_like, optional
        Floats.
    past_value : array_like, optional
        Floats.
    is_causal : int, default 0
        Whether query i sees keys up to i only.
    scale : float, default 0.0
        Factor of the products; 1 / sqrt(head size) when not given.
    softcap : float, default 0.0
        Bound of the scores before the mask, 0 for none.
    q_num_heads : int, default 0
        Heads of Q [B, T, heads D].
    kv_num_heads : int, default 0
        Heads of K and V of rank 3.
    left_window_size : int, default -1
        Keys before its own that a query sees, -1 for all.
    right_window_size : int, default -1
        Keys after its own that a query sees, -1 for all.
    softmax_precision : int, default 1
        Unused: at least that of the inputs.

    Returns
    -------
    list of Array
        Y, present_key, present_value, in this order: of shapes [2, 4, 6, 2] and [2, 4, 5, 3] and [2, 4, 5, 2] for q
        [2, 4, 6, 3], k [2, 4, 5, 3], v [2, 4, 5, 2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Attention, version 25.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> [tuple(y.shape) for y in nd.ops.attention(np.ones((2, 4, 6, 3), np.float32), np.ones((2, 4, 5, 3),
    ...     np.float32), np.ones((2, 4, 5, 2), np.float32))]
    [(2, 4, 6, 2), (2, 4, 5, 3), (2, 4, 5, 2)]
    """
    return apply(
        "Attention",
        {
            "is_causal": is_causal,
            "scale": scale,
            "softcap": softcap,
            "q_num_heads": q_num_heads,
            "kv_num_heads": kv_num_heads,
            "left_window_size": left_window_size,
            "right_window_size": right_window_size,
            "softmax_precision": softmax_precision,
        },
        [
            q,
            k,
            v,
            attn_mask,
            past_key,
            past_value,
        ],
    )


def average_pool(
    x: ArrayLike | Array,
    *,
    kernel_shape: Any = None,
    strides: Any = None,
    pads: Any = None,
    dilations: Any = None,
    ceil_mode: int = 0,
    auto_pad: str = "NOTSET",
    count_include_pad: int = 0,
) -> Array:
    """Mean of each window.

    Parameters
    ----------
    x : array_like
        Floats.
    kernel_shape : int or sequence of int
        Window size.
    strides : int or sequence of int, optional
        Step, 1 when absent.
    pads : int or sequence of int, optional
        Padding before, then after.
    dilations : int or sequence of int, optional
        Distance of taps.
    ceil_mode : int, default 0
        Round the output size up.
    auto_pad : str, default "NOTSET"
        NOTSET, SAME_UPPER, SAME_LOWER or VALID.
    count_include_pad : int, default 0
        Averages count padding.

    Returns
    -------
    Array
        Of shape [2, 3, 3, 3] for x [2, 3, 6, 6].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX AveragePool, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.average_pool(np.ones((2, 3, 6, 6), np.float32), kernel_shape=(2, 2), strides=(2, 2)).shape
    (2, 3, 3, 3)
    """
    return apply(
        "AveragePool",
        {
            "kernel_shape": kernel_shape,
            "strides": strides,
            "pads": pads,
            "dilations": dilations,
            "ceil_mode": ceil_mode,
            "auto_pad": auto_pad,
            "count_include_pad": count_include_pad,
        },
        [
            x,
        ],
    )[0]


def batch_normalization(
    x: ArrayLike | Array,
    scale: ArrayLike | Array,
    shift: ArrayLike | Array,
    mean: ArrayLike | Array,
    var: ArrayLike | Array,
    *,
    epsilon: float = 1e-05,
    momentum: float = 0.9,
    training_mode: int = 0,
) -> Array:
    """Scale (x - mean) / sqrt(var + epsilon) + shift per channel, with given moments; in training mode with those
    of the batch, and also returns running moments: momentum given + (1 - momentum) batch's, of biased variance.

    Parameters
    ----------
    x : array_like
        Floats.
    scale : array_like
        Floats.
    shift : array_like
        Floats.
    mean : array_like
        Floats.
    var : array_like
        Floats.
    epsilon : float, default 1e-05
        Added to the variance.
    momentum : float, default 0.9
        Weight of the given moments in the running ones.
    training_mode : int, default 0
        1 for the moments of the batch.

    Returns
    -------
    Array
        Of shape [2, 3, 4, 4] for x [2, 3, 4, 4], scale [3], shift [3], mean [3], var [3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX BatchNormalization, version 15.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.batch_normalization(np.ones((2, 3, 4, 4), np.float32), [1.3, 1.3, 0.7], [0.7, 0.8, 1.4],
    ...     [0.9, 1.4, 0.5], [0.9, 0.9, 0.9]).shape
    (2, 3, 4, 4)
    """
    return apply(
        "BatchNormalization",
        {
            "epsilon": epsilon,
            "momentum": momentum,
            "training_mode": training_mode,
        },
        [
            x,
            scale,
            shift,
            mean,
            var,
        ],
    )[0]


def bit_shift(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
    *,
    direction: Any = None,
) -> Array:
    """a moved by b bits.

    Parameters
    ----------
    a : array_like
        Integers.
    b : array_like
        Integers.
    direction : int or sequence of int
        LEFT or RIGHT.

    Returns
    -------
    Array
        Of shape [4, 5] for a [4, 5], b [5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX BitShift, version 11.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> b = np.array([25, 40, 63, 47, 13], "uint32")
    >>> nd.ops.bit_shift(np.zeros((4, 5), np.uint32), b, direction="RIGHT").shape
    (4, 5)
    """
    return apply(
        "BitShift",
        {
            "direction": direction,
        },
        [
            a,
            b,
        ],
    )[0]


def bitwise_and(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """Bits that a and b have.

    Parameters
    ----------
    a : array_like
        Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
    b : array_like
        Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX BitwiseAnd, version 18.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.bitwise_and([79, 65, 87, 13], [7, 1, 58, 84]).tolist()
    [7, 1, 18, 4]
    """
    return apply(
        "BitwiseAnd",
        {},
        [
            a,
            b,
        ],
    )[0]


def bitwise_not(
    x: ArrayLike | Array,
) -> Array:
    """Bits that x lacks.

    Parameters
    ----------
    x : array_like
        Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX BitwiseNot, version 18.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.bitwise_not([79, 65, 87, 13]).tolist()
    [-80, -66, -88, -14]
    """
    return apply(
        "BitwiseNot",
        {},
        [
            x,
        ],
    )[0]


def bitwise_or(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """Bits that a or b has.

    Parameters
    ----------
    a : array_like
        Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
    b : array_like
        Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX BitwiseOr, version 18.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.bitwise_or([79, 65, 87, 13], [7, 1, 58, 84]).tolist()
    [79, 65, 127, 93]
    """
    return apply(
        "BitwiseOr",
        {},
        [
            a,
            b,
        ],
    )[0]


def bitwise_xor(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """Bits that either a or b has.

    Parameters
    ----------
    a : array_like
        Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
    b : array_like
        Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX BitwiseXor, version 18.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.bitwise_xor([79, 65, 87, 13], [7, 1, 58, 84]).tolist()
    [72, 64, 109, 89]
    """
    return apply(
        "BitwiseXor",
        {},
        [
            a,
            b,
        ],
    )[0]


def cast(
    x: ArrayLike | Array,
    *,
    to: Any = None,
) -> Array:
    """x in another element type.

    Parameters
    ----------
    x : array_like
        Of any type.
    to : int or sequence of int
        TensorProto.DataType of the result.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Cast, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.cast(np.ones((4, 5), np.float32), to=1).shape
    (4, 5)
    """
    return apply(
        "Cast",
        {
            "to": to,
        },
        [
            x,
        ],
    )[0]


def ceil(
    x: ArrayLike | Array,
) -> Array:
    """Smallest integer not below x.

    Parameters
    ----------
    x : array_like
        Real numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Ceil, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.ceil([1.4, 1.5, -0.9, 2.4]).tolist()
    [2.0, 2.0, -0.0, 3.0]
    """
    return apply(
        "Ceil",
        {},
        [
            x,
        ],
    )[0]


def celu(
    x: ArrayLike | Array,
    *,
    alpha: float = 1.0,
) -> Array:
    """max(x, 0) + min(0, alpha (exp(x / alpha) - 1)).

    Parameters
    ----------
    x : array_like
        Floats.
    alpha : float, default 1.0
        Limit at minus infinity, negated.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Celu, version 12.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.celu(np.ones((4, 5), np.float32), alpha=0.5).shape
    (4, 5)
    """
    return apply(
        "Celu",
        {
            "alpha": alpha,
        },
        [
            x,
        ],
    )[0]


def center_crop_pad(
    x: ArrayLike | Array,
    shape: Sequence[int],
    *,
    axes: Any = None,
) -> Array:
    """x cut or padded by zeros on both sides to a shape.

    Parameters
    ----------
    x : array_like
        Of any type.
    shape : sequence of int
    axes : int or sequence of int, optional
        Axes that the shape speaks of; all when absent.

    Returns
    -------
    Array
        Of shape [2, 2] for x [2, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX CenterCropPad, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8, 0.4], [-0.3, -0.8, 0.7, -0.8, 0.9]]
    >>> y = nd.ops.center_crop_pad(x, [2], axes=(-1,))
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.5, -0.3], [-0.8, 0.7]]
    """
    return apply(
        "CenterCropPad",
        {
            "shape": shape,
            "axes": axes,
        },
        [
            x,
        ],
    )[0]


def clip(
    x: ArrayLike | Array,
    low: ArrayLike | Array | None = None,
    high: ArrayLike | Array | None = None,
) -> Array:
    """x kept within [low, high]; bounds that are arrays broadcast.

    Parameters
    ----------
    x : array_like
        Real numbers.
    low : array_like, optional
        Real numbers.
    high : array_like, optional
        Real numbers.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5], low [], high [].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Clip, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.clip(np.ones((4, 5), np.float32), -1.0, 1.0).shape
    (4, 5)
    """
    return apply(
        "Clip",
        {},
        [
            x,
            low,
            high,
        ],
    )[0]


def col2_im(
    x: ArrayLike | Array,
    image_shape: Sequence[int],
    block_shape: Sequence[int],
    *,
    dilations: Any = None,
    pads: Any = None,
    strides: Any = None,
) -> Array:
    """Patches as columns [N, C times block, positions] added up to images.

    Parameters
    ----------
    x : array_like
        Floats.
    image_shape : sequence of int
    block_shape : sequence of int
    dilations : int or sequence of int, optional
        Distance of a block's elements, 1 when absent.
    pads : int or sequence of int, optional
        Zeros around the image, cut off.
    strides : int or sequence of int, optional
        Distance of blocks, 1 when absent.

    Returns
    -------
    Array
        Of shape [1, 2, 4, 4] for x [1, 8, 9].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Col2Im, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.col2_im(np.ones((1, 8, 9), np.float32), [4, 4], [2, 2]).shape
    (1, 2, 4, 4)
    """
    return apply(
        "Col2Im",
        {
            "image_shape": image_shape,
            "block_shape": block_shape,
            "dilations": dilations,
            "pads": pads,
            "strides": strides,
        },
        [
            x,
        ],
    )[0]


def compress(
    x: ArrayLike | Array,
    condition: ArrayLike | Array,
    *,
    axis: Any = None,
) -> Array:
    """The slices of x along an axis (elements, when none is given) at which a condition holds.

    Parameters
    ----------
    x : array_like
        Of any type.
    condition : array_like
        Truth values.
    axis : int or sequence of int, optional
        Axis.

    Returns
    -------
    Array
        Of shape [3, 3] for x [4, 3], condition [4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Compress, version 11.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3], [-0.8, 0.7, -0.8], [0.9, 0.3, 0.6]]
    >>> y = nd.ops.compress(x, [True, True, False, True], axis=0)
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3], [0.9, 0.3, 0.6]]
    """
    return apply(
        "Compress",
        {
            "axis": axis,
        },
        [
            x,
            condition,
        ],
    )[0]


def concat(
    *inputs: ArrayLike | Array,
    axis: Any = None,
) -> Array:
    """Inputs joined along an axis.

    Parameters
    ----------
    *inputs : array_like
        Of any type.
    axis : int or sequence of int
        Axis.

    Returns
    -------
    Array
        Of shape [6, 3] for inputs [2, 3], inputs [4, 3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Concat, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> x0 = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3]]
    >>> x1 = [[-0.8, 0.7, -0.8], [0.9, 0.3, 0.6], [0.2, -0.1, -0.5], [-0.2, 0.5, -0.6]]
    >>> nd.ops.concat(x0, x1, axis=0).shape
    (6, 3)
    """
    return apply(
        "Concat",
        {
            "axis": axis,
        },
        [
            *inputs,
        ],
    )[0]


def constant_of_shape(
    shape: Sequence[int],
    *,
    value: Any = None,
) -> Array:
    """One value in all elements of a shape.

    Parameters
    ----------
    shape : sequence of int
    value : int or sequence of int, optional
        a tensor of one element; float32 0 when absent.

    Returns
    -------
    Array
        Of shape [2, 3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ConstantOfShape, version 21.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.constant_of_shape([2, 3]).tolist()
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    return apply(
        "ConstantOfShape",
        {
            "shape": shape,
            "value": value,
        },
        [],
    )[0]


def conv(
    x: ArrayLike | Array,
    w: ArrayLike | Array,
    bias: ArrayLike | Array | None = None,
    *,
    strides: Any = None,
    pads: Any = None,
    dilations: Any = None,
    group: int = 1,
    auto_pad: str = "NOTSET",
    kernel_shape: Any = None,
) -> Array:
    """Convolution (cross-correlation) of x [N, C, spatial...] with w [O, C / group, kernel...].

    Parameters
    ----------
    x : array_like
        Floats.
    w : array_like
        Floats.
    bias : array_like, optional
        Floats.
    strides : int or sequence of int, optional
        Step per spatial axis, 1 when absent.
    pads : int or sequence of int, optional
        Zeros before, then after, each spatial axis; 0 when absent.
    dilations : int or sequence of int, optional
        Distance of kernel taps, 1 when absent.
    group : int, default 1
        Groups of channels.
    auto_pad : str, default "NOTSET"
        NOTSET, SAME_UPPER, SAME_LOWER or VALID.
    kernel_shape : int or sequence of int, optional
        Kernel size, from the weights when absent.

    Returns
    -------
    Array
        Of shape [2, 4, 5, 5] for x [2, 3, 5, 5], w [4, 3, 3, 3], bias [4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Conv, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.conv(np.ones((2, 3, 5, 5), np.float32), np.ones((4, 3, 3, 3), np.float32), [0.3, 0.2, 0.3,
    ...     0.0], pads=(1, 1, 1, 1)).shape
    (2, 4, 5, 5)
    """
    return apply(
        "Conv",
        {
            "strides": strides,
            "pads": pads,
            "dilations": dilations,
            "group": group,
            "auto_pad": auto_pad,
            "kernel_shape": kernel_shape,
        },
        [
            x,
            w,
            bias,
        ],
    )[0]


def conv_transpose(
    x: ArrayLike | Array,
    w: ArrayLike | Array,
    bias: ArrayLike | Array | None = None,
    *,
    strides: Any = None,
    pads: Any = None,
    dilations: Any = None,
    group: int = 1,
    output_padding: Any = None,
    output_shape: Any = None,
    auto_pad: str = "NOTSET",
    kernel_shape: Any = None,
) -> Array:
    """The gradient of Conv with respect to its input, as a layer: x [N, C, spatial...] with w [C, M / group,
    kernel...].

    Parameters
    ----------
    x : array_like
        Floats.
    w : array_like
        Floats.
    bias : array_like, optional
        Floats.
    strides : int or sequence of int, optional
        Step per spatial axis, 1 when absent.
    pads : int or sequence of int, optional
        Elements removed before, then after, each spatial axis; 0 when absent.
    dilations : int or sequence of int, optional
        Distance of kernel taps, 1 when absent.
    group : int, default 1
        Groups of channels.
    output_padding : int or sequence of int, optional
        Elements added after each spatial axis.
    output_shape : int or sequence of int, optional
        Spatial dims of y; pads follow.
    auto_pad : str, default "NOTSET"
        NOTSET, SAME_UPPER, SAME_LOWER or VALID.
    kernel_shape : int or sequence of int, optional
        Kernel size, from the weights when absent.

    Returns
    -------
    Array
        Of shape [2, 2, 9, 9] for x [2, 3, 4, 4], w [3, 2, 3, 3], bias [2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ConvTranspose, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.conv_transpose(np.ones((2, 3, 4, 4), np.float32), np.ones((3, 2, 3, 3), np.float32), [-0.7,
    ...     0.2], strides=(2, 2)).shape
    (2, 2, 9, 9)
    """
    return apply(
        "ConvTranspose",
        {
            "strides": strides,
            "pads": pads,
            "dilations": dilations,
            "group": group,
            "output_padding": output_padding,
            "output_shape": output_shape,
            "auto_pad": auto_pad,
            "kernel_shape": kernel_shape,
        },
        [
            x,
            w,
            bias,
        ],
    )[0]


def cos(
    x: ArrayLike | Array,
) -> Array:
    """Cosine.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Cos, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.cos([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.17, 0.0707, 0.6216, -0.7374]
    """
    return apply(
        "Cos",
        {},
        [
            x,
        ],
    )[0]


def cosh(
    x: ArrayLike | Array,
) -> Array:
    """Hyperbolic cosine.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Cosh, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.cosh([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [2.1509, 2.3524, 1.4331, 5.5569]
    """
    return apply(
        "Cosh",
        {},
        [
            x,
        ],
    )[0]


def cum_sum(
    x: ArrayLike | Array,
    axis: Sequence[int],
    *,
    exclusive: int = 0,
    reverse: int = 0,
) -> Array:
    """Sums along an axis of the elements up to each.

    Parameters
    ----------
    x : array_like
        Numbers, real or complex.
    axis : sequence of int
    exclusive : int, default 0
        Leave out the element itself.
    reverse : int, default 0
        From the end.

    Returns
    -------
    Array
        Of shape [3, 4] for x [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX CumSum, version 14.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> y = nd.ops.cum_sum(x, [1])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.5, 1.0, 0.7, 1.5], [0.4, 0.1, -0.7, -0.0], [-0.8, 0.1, 0.4, 1.0]]
    """
    return apply(
        "CumSum",
        {
            "axis": axis,
            "exclusive": exclusive,
            "reverse": reverse,
        },
        [
            x,
        ],
    )[0]


def depth_to_space(
    x: ArrayLike | Array,
    *,
    blocksize: Any = None,
    mode: str = "DCR",
) -> Array:
    """Blocks of channels as blocks of pixels.

    Parameters
    ----------
    x : array_like
        Of any type.
    blocksize : int or sequence of int
        Pixels per side of a block.
    mode : str, default "DCR"
        DCR: block before channel; CRD: channel before block.

    Returns
    -------
    Array
        Of shape [2, 2, 4, 6] for x [2, 8, 2, 3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX DepthToSpace, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.depth_to_space(np.ones((2, 8, 2, 3), np.float32), blocksize=2).shape
    (2, 2, 4, 6)
    """
    return apply(
        "DepthToSpace",
        {
            "blocksize": blocksize,
            "mode": mode,
        },
        [
            x,
        ],
    )[0]


def det(
    x: ArrayLike | Array,
) -> Array:
    """Determinant.

    Parameters
    ----------
    x : array_like
        Of float64, float32, complex64, complex128.

    Returns
    -------
    Array
        Of shape [] for x [3, 3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Det, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
    >>> y = nd.ops.det(x)
    >>> np.asarray(y, np.float64).round(4).tolist()
    25.581
    """
    return apply(
        "Det",
        {},
        [
            x,
        ],
    )[0]


def div(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a / b; of integers cut towards 0, 0 where b is 0.

    Parameters
    ----------
    a : array_like
        Numbers, real or complex.
    b : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Div, version 14.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.div([1.4, 1.5, -0.9, 2.4], [1.6, 1.8, 0.8, 2.0])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.875, 0.8333, -1.125, 1.2]
    """
    return apply(
        "Div",
        {},
        [
            a,
            b,
        ],
    )[0]


def einsum(
    *inputs: ArrayLike | Array,
    equation: Any = None,
) -> Array:
    """Sum of products over the letters of an equation that its right side leaves out: "ij,jk->ik"; as numpy.einsum.

    Parameters
    ----------
    *inputs : array_like
        Numbers, real or complex.
    equation : int or sequence of int
        Letters of each input's axes, an ellipsis for those that broadcast, then those of y.

    Returns
    -------
    Array
        Of shape [4] for inputs [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Einsum, version 12.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x0 = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> y = nd.ops.einsum(x0, equation="ij->j")
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.1, 1.1, -0.8, 2.1]
    """
    return apply(
        "Einsum",
        {
            "equation": equation,
        },
        [
            *inputs,
        ],
    )[0]


def elu(
    x: ArrayLike | Array,
    *,
    alpha: float = 1.0,
) -> Array:
    """x where x > 0, alpha (exp(x) - 1) elsewhere.

    Parameters
    ----------
    x : array_like
        Floats.
    alpha : float, default 1.0
        Limit at minus infinity, negated.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Elu, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.elu(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "Elu",
        {
            "alpha": alpha,
        },
        [
            x,
        ],
    )[0]


def equal(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a == b.

    Parameters
    ----------
    a : array_like
        Of any type.
    b : array_like
        Of any type.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Equal, version 19.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.equal([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).tolist()
    [False, False, False, False]
    """
    return apply(
        "Equal",
        {},
        [
            a,
            b,
        ],
    )[0]


def erf(
    x: ArrayLike | Array,
) -> Array:
    """Error function.

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Erf, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.erf([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.9523, 0.9661, -0.7969, 0.9993]
    """
    return apply(
        "Erf",
        {},
        [
            x,
        ],
    )[0]


def exp(
    x: ArrayLike | Array,
) -> Array:
    """e to the power x.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Exp, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.exp([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [4.0552, 4.4817, 0.4066, 11.0232]
    """
    return apply(
        "Exp",
        {},
        [
            x,
        ],
    )[0]


def expand(
    x: ArrayLike | Array,
    shape: Sequence[int],
) -> Array:
    """x broadcast with a shape.

    Parameters
    ----------
    x : array_like
        Of any type.
    shape : sequence of int

    Returns
    -------
    Array
        Of shape [2, 3, 4] for x [3, 1].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Expand, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.expand([[0.5], [0.5], [-0.3]], [2, 1, 4]).shape
    (2, 3, 4)
    """
    return apply(
        "Expand",
        {
            "shape": shape,
        },
        [
            x,
        ],
    )[0]


def flatten(
    x: ArrayLike | Array,
    *,
    axis: int = 1,
) -> Array:
    """x as a matrix: axes before 'axis' and the rest.

    Parameters
    ----------
    x : array_like
        Of any type.
    axis : int, default 1
        First axis of the second dim.

    Returns
    -------
    Array
        Of shape [3, 8] for x [3, 4, 2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Flatten, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.flatten(np.ones((3, 4, 2), np.float32)).shape
    (3, 8)
    """
    return apply(
        "Flatten",
        {
            "axis": axis,
        },
        [
            x,
        ],
    )[0]


def floor(
    x: ArrayLike | Array,
) -> Array:
    """Largest integer not above x.

    Parameters
    ----------
    x : array_like
        Real numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Floor, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.floor([1.4, 1.5, -0.9, 2.4]).tolist()
    [1.0, 1.0, -1.0, 2.0]
    """
    return apply(
        "Floor",
        {},
        [
            x,
        ],
    )[0]


def gru(
    x: ArrayLike | Array,
    w: ArrayLike | Array,
    r: ArrayLike | Array,
    b: ArrayLike | Array | None = None,
    sequence_lens: ArrayLike | Array | None = None,
    initial_h: ArrayLike | Array | None = None,
    *,
    hidden_size: Any = None,
    direction: str = "forward",
    layout: int = 0,
    activations: Any = None,
    activation_alpha: Any = None,
    activation_beta: Any = None,
    clip: Any = None,
    linear_before_reset: int = 0,
) -> list[Array]:
    """Gated recurrent unit over x [T, N, size]: h of all steps [T, directions, N, n] and the last one; gates in the
    order update, reset, hidden.

    Parameters
    ----------
    x : array_like
        Floats.
    w : array_like
        Floats.
    r : array_like
        Floats.
    b : array_like, optional
        Floats.
    sequence_lens : array_like, optional
        Integers.
    initial_h : array_like, optional
        Floats.
    hidden_size : int or sequence of int, optional
        n.
    direction : str, default "forward"
        Forward, reverse or bidirectional.
    layout : int, default 0
        1: batch before time.
    activations : int or sequence of int, optional
        Sigmoid, Tanh for each direction.
    activation_alpha : int or sequence of int, optional
        Of the activations that take one, in order.
    activation_beta : int or sequence of int, optional
        Of the activations that take one, in order.
    clip : int or sequence of int, optional
        Arguments of activations are kept between -clip and clip.
    linear_before_reset : int, default 0
        1: the reset gate acts on h R + b instead of h.

    Returns
    -------
    list of Array
        y, y_h, in this order: of shapes [3, 1, 2, 2] and [1, 2, 2] for x [3, 2, 4], w [1, 6, 4], r [1, 6, 2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GRU, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> r = [[[-0.2, -0.6], [0.4, 0.6], [-0.8, -0.4], [0.4, -0.4], [-0.4, 0.5], [0.5, -0.7]]]
    >>> [tuple(y.shape) for y in nd.ops.gru(np.ones((3, 2, 4), np.float32), np.ones((1, 6, 4), np.float32),
    ...     r, hidden_size=2)]
    [(3, 1, 2, 2), (1, 2, 2)]
    """
    return apply(
        "GRU",
        {
            "hidden_size": hidden_size,
            "direction": direction,
            "layout": layout,
            "activations": activations,
            "activation_alpha": activation_alpha,
            "activation_beta": activation_beta,
            "clip": clip,
            "linear_before_reset": linear_before_reset,
        },
        [
            x,
            w,
            r,
            b,
            sequence_lens,
            initial_h,
        ],
    )


def gather(
    x: ArrayLike | Array,
    indices: ArrayLike | Array,
    *,
    axis: int = 0,
) -> Array:
    """Slices of x along an axis, picked by integer indices.

    Parameters
    ----------
    x : array_like
        Of any type.
    indices : array_like
        Integers.
    axis : int, default 0
        Axis.

    Returns
    -------
    Array
        Of shape [4, 3] for x [5, 3], indices [4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Gather, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3], [-0.8, 0.7, -0.8], [0.9, 0.3, 0.6], [0.2, -0.1, -0.5]]
    >>> y = nd.ops.gather(x, [3, 3, 4, 1])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.9, 0.3, 0.6], [0.9, 0.3, 0.6], [0.2, -0.1, -0.5], [0.8, 0.4, -0.3]]
    """
    return apply(
        "Gather",
        {
            "axis": axis,
        },
        [
            x,
            indices,
        ],
    )[0]


def gather_elements(
    x: ArrayLike | Array,
    indices: ArrayLike | Array,
    *,
    axis: int = 0,
) -> Array:
    """y[i][j] = x[indices[i][j]][j] for axis 0, and so on.

    Parameters
    ----------
    x : array_like
        Of any type.
    indices : array_like
        Integers.
    axis : int, default 0
        Axis.

    Returns
    -------
    Array
        Of shape [3, 2] for x [3, 4], indices [3, 2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GatherElements, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> y = nd.ops.gather_elements(x, [[2, 2], [1, 2], [1, 2]], axis=1)
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.3, -0.3], [-0.3, -0.8], [0.9, 0.3]]
    """
    return apply(
        "GatherElements",
        {
            "axis": axis,
        },
        [
            x,
            indices,
        ],
    )[0]


def gather_nd(
    x: ArrayLike | Array,
    indices: ArrayLike | Array,
    *,
    batch_dims: int = 0,
) -> Array:
    """Slices of x, each named by the coordinates in the last axis of indices.

    Parameters
    ----------
    x : array_like
        Of any type.
    indices : array_like
        Integers.
    batch_dims : int, default 0
        Leading axes that x and indices share.

    Returns
    -------
    Array
        Of shape [5] for x [3, 4], indices [5, 2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GatherND, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> indices = [[2, 2], [0, 1], [0, 2], [0, 0], [1, 0]]
    >>> y = nd.ops.gather_nd(x, indices)
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.3, 0.5, -0.3, 0.5, 0.4]
    """
    return apply(
        "GatherND",
        {
            "batch_dims": batch_dims,
        },
        [
            x,
            indices,
        ],
    )[0]


def gelu(
    x: ArrayLike | Array,
    *,
    approximate: str = "none",
) -> Array:
    """x Phi(x), Phi the normal distribution function; approximate="tanh" for its approximation.

    Parameters
    ----------
    x : array_like
        Floats.
    approximate : str, default "none"
        None or tanh.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Gelu, version 20.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.gelu(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "Gelu",
        {
            "approximate": approximate,
        },
        [
            x,
        ],
    )[0]


def gemm(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
    c: ArrayLike | Array | None = None,
    *,
    alpha: float = 1.0,
    beta: float = 1.0,
    trans_a: int = 0,
    trans_b: int = 0,
) -> Array:
    """Alpha A' B' + beta C, A' and B' transposed on demand.

    Parameters
    ----------
    a : array_like
        Floats.
    b : array_like
        Floats.
    c : array_like, optional
        Floats.
    alpha : float, default 1.0
        Scale of the product.
    beta : float, default 1.0
        Scale of c.
    trans_a : int, default 0
        Transpose a.
    trans_b : int, default 0
        Transpose b.

    Returns
    -------
    Array
        Of shape [4, 3] for a [4, 5], b [5, 3], c [3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Gemm, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> b = [[-0.8, -0.1, 0.0], [-0.8, 0.2, 0.5], [-0.2, 0.7, -0.1], [-0.1, 0.8, -0.8], [0.2, -0.6, 0.2]]
    >>> y = nd.ops.gemm(np.ones((4, 5), np.float32), b, [0.2, 0.6, -0.9])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-1.5, 1.6, -1.1], [-1.5, 1.6, -1.1], [-1.5, 1.6, -1.1], [-1.5, 1.6, -1.1]]
    """
    return apply(
        "Gemm",
        {
            "alpha": alpha,
            "beta": beta,
            "transA": trans_a,
            "transB": trans_b,
        },
        [
            a,
            b,
            c,
        ],
    )[0]


def global_average_pool(
    x: ArrayLike | Array,
) -> Array:
    """Mean over the spatial axes.

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of shape [2, 3, 1, 1] for x [2, 3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GlobalAveragePool, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.global_average_pool(np.ones((2, 3, 4, 5), np.float32)).tolist()
    [[[[1.0]], [[1.0]], [[1.0]]], [[[1.0]], [[1.0]], [[1.0]]]]
    """
    return apply(
        "GlobalAveragePool",
        {},
        [
            x,
        ],
    )[0]


def global_lp_pool(
    x: ArrayLike | Array,
    *,
    p: int = 2,
) -> Array:
    """p-norm over the spatial axes.

    Parameters
    ----------
    x : array_like
        Floats.
    p : int, default 2
        Which norm.

    Returns
    -------
    Array
        Of shape [2, 3, 1, 1] for x [2, 3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GlobalLpPool, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.global_lp_pool(np.ones((2, 3, 4, 5), np.float32))
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[[[4.4721]], [[4.4721]], [[4.4721]]], [[[4.4721]], [[4.4721]], [[4.4721]]]]
    """
    return apply(
        "GlobalLpPool",
        {
            "p": p,
        },
        [
            x,
        ],
    )[0]


def global_max_pool(
    x: ArrayLike | Array,
) -> Array:
    """Largest over the spatial axes.

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of shape [2, 3, 1, 1] for x [2, 3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GlobalMaxPool, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.global_max_pool(np.ones((2, 3, 4, 5), np.float32)).tolist()
    [[[[1.0]], [[1.0]], [[1.0]]], [[[1.0]], [[1.0]], [[1.0]]]]
    """
    return apply(
        "GlobalMaxPool",
        {},
        [
            x,
        ],
    )[0]


def greater(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a > b.

    Parameters
    ----------
    a : array_like
        Real numbers or truth values.
    b : array_like
        Real numbers or truth values.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Greater, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.greater([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).tolist()
    [True, True, False, True]
    """
    return apply(
        "Greater",
        {},
        [
            a,
            b,
        ],
    )[0]


def greater_or_equal(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a >= b.

    Parameters
    ----------
    a : array_like
        Real numbers or truth values.
    b : array_like
        Real numbers or truth values.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GreaterOrEqual, version 16.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.greater_or_equal([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).tolist()
    [True, True, False, True]
    """
    return apply(
        "GreaterOrEqual",
        {},
        [
            a,
            b,
        ],
    )[0]


def grid_sample(
    x: ArrayLike | Array,
    grid: ArrayLike | Array,
    *,
    mode: str = "linear",
    padding_mode: str = "zeros",
    align_corners: int = 0,
) -> Array:
    """x [N, C, spatial...] read at positions grid [N, out..., axes], from -1 to 1 on each axis, the last axis
    first.

    Parameters
    ----------
    x : array_like
        Floats.
    grid : array_like
        Floats.
    mode : str, default "linear"
        Linear, nearest or cubic.
    padding_mode : str, default "zeros"
        What lies outside: zeros, border or reflection.
    align_corners : int, default 0
        1: -1 and 1 are the centers of the outermost pixels; 0: their outer edges.

    Returns
    -------
    Array
        Of shape [2, 3, 3, 3] for x [2, 3, 4, 5], grid [2, 3, 3, 2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GridSample, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.grid_sample(np.ones((2, 3, 4, 5), np.float32), np.ones((2, 3, 3, 2), np.float32),
    ...     mode="linear", padding_mode="zeros").shape
    (2, 3, 3, 3)
    """
    return apply(
        "GridSample",
        {
            "mode": mode,
            "padding_mode": padding_mode,
            "align_corners": align_corners,
        },
        [
            x,
            grid,
        ],
    )[0]


def group_normalization(
    x: ArrayLike | Array,
    scale: ArrayLike | Array,
    shift: ArrayLike | Array,
    *,
    num_groups: Any = None,
    epsilon: float = 1e-05,
) -> Array:
    """Scale (x - mean) / sqrt(var + epsilon) + shift with the moments of each group of channels of each example.

    Parameters
    ----------
    x : array_like
        Floats.
    scale : array_like
        Floats.
    shift : array_like
        Floats.
    num_groups : int or sequence of int
        Groups of channels.
    epsilon : float, default 1e-05
        Added to the variance.

    Returns
    -------
    Array
        Of shape [2, 4, 3, 5] for x [2, 4, 3, 5], scale [4], shift [4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX GroupNormalization, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.group_normalization(np.ones((2, 4, 3, 5), np.float32), [1.4, 1.0, 0.9, 1.1], [0.4, -0.3, 0.3,
    ...     0.6], num_groups=2).shape
    (2, 4, 3, 5)
    """
    return apply(
        "GroupNormalization",
        {
            "num_groups": num_groups,
            "epsilon": epsilon,
        },
        [
            x,
            scale,
            shift,
        ],
    )[0]


def hard_sigmoid(
    x: ArrayLike | Array,
    *,
    alpha: float = 0.2,
    beta: float = 0.5,
) -> Array:
    """max(0, min(1, alpha x + beta)).

    Parameters
    ----------
    x : array_like
        Floats.
    alpha : float, default 0.2
        Slope.
    beta : float, default 0.5
        Value at 0.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX HardSigmoid, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.hard_sigmoid(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "HardSigmoid",
        {
            "alpha": alpha,
            "beta": beta,
        },
        [
            x,
        ],
    )[0]


def hard_swish(
    x: ArrayLike | Array,
) -> Array:
    """x max(0, min(1, x / 6 + 1/2)).

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX HardSwish, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.hard_swish(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "HardSwish",
        {},
        [
            x,
        ],
    )[0]


def identity(
    x: ArrayLike | Array,
) -> Array:
    """x.

    Parameters
    ----------
    x : array_like
        Of any type.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Identity, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.identity(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "Identity",
        {},
        [
            x,
        ],
    )[0]


def instance_normalization(
    x: ArrayLike | Array,
    scale: ArrayLike | Array,
    shift: ArrayLike | Array,
    *,
    epsilon: float = 1e-05,
) -> Array:
    """Scale (x - mean) / sqrt(var + epsilon) + shift with the moments of each channel of each example.

    Parameters
    ----------
    x : array_like
        Floats.
    scale : array_like
        Floats.
    shift : array_like
        Floats.
    epsilon : float, default 1e-05
        Added to the variance.

    Returns
    -------
    Array
        Of shape [2, 3, 4, 5] for x [2, 3, 4, 5], scale [3], shift [3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX InstanceNormalization, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.instance_normalization(np.ones((2, 3, 4, 5), np.float32), [1.4, 1.0, 0.9], [1.1, 1.2,
    ...     0.9]).shape
    (2, 3, 4, 5)
    """
    return apply(
        "InstanceNormalization",
        {
            "epsilon": epsilon,
        },
        [
            x,
            scale,
            shift,
        ],
    )[0]


def is_inf(
    x: ArrayLike | Array,
    *,
    detect_negative: int = 1,
    detect_positive: int = 1,
) -> Array:
    """Whether x is infinite.

    Parameters
    ----------
    x : array_like
        Numbers, real or complex.
    detect_negative : int, default 1
        Count minus infinity.
    detect_positive : int, default 1
        Count infinity.

    Returns
    -------
    Array
        Of shape [4] for x [4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX IsInf, version 20.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.is_inf([1, 2, 0, 1]).tolist()
    [False, False, False, False]
    """
    return apply(
        "IsInf",
        {
            "detect_negative": detect_negative,
            "detect_positive": detect_positive,
        },
        [
            x,
        ],
    )[0]


def is_na_n(
    x: ArrayLike | Array,
) -> Array:
    """Whether x is not a number.

    Parameters
    ----------
    x : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX IsNaN, version 20.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.is_na_n([1, 2, 0, 1]).tolist()
    [False, False, False, False]
    """
    return apply(
        "IsNaN",
        {},
        [
            x,
        ],
    )[0]


def lrn(
    x: ArrayLike | Array,
    *,
    size: Any = None,
    alpha: float = 1e-04,
    beta: float = 0.75,
    bias: float = 1.0,
) -> Array:
    """x / (bias + alpha / size * sum of squares of the channels around)^beta.

    Parameters
    ----------
    x : array_like
        Floats.
    size : int or sequence of int
        Channels that are summed.
    alpha : float, default 1e-04
        Factor of the mean of squares.
    beta : float, default 0.75
        Exponent.
    bias : float, default 1.0
        Added to the mean.

    Returns
    -------
    Array
        Of shape [2, 5, 3, 4] for x [2, 5, 3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX LRN, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.lrn(np.ones((2, 5, 3, 4), np.float32), alpha=0.5, size=3).shape
    (2, 5, 3, 4)
    """
    return apply(
        "LRN",
        {
            "size": size,
            "alpha": alpha,
            "beta": beta,
            "bias": bias,
        },
        [
            x,
        ],
    )[0]


def lstm(
    x: ArrayLike | Array,
    w: ArrayLike | Array,
    r: ArrayLike | Array,
    b: ArrayLike | Array | None = None,
    sequence_lens: ArrayLike | Array | None = None,
    initial_h: ArrayLike | Array | None = None,
    initial_c: ArrayLike | Array | None = None,
    p: ArrayLike | Array | None = None,
    *,
    hidden_size: Any = None,
    direction: str = "forward",
    layout: int = 0,
    activations: Any = None,
    activation_alpha: Any = None,
    activation_beta: Any = None,
    clip: Any = None,
    input_forget: int = 0,
) -> list[Array]:
    """LSTM over x [T, N, size]: returns h [T, directions, N, n] and the last h and c [directions, N, n]; gates in
    the order input, output, forget, cell.

    Parameters
    ----------
    x : array_like
        Floats.
    w : array_like
        Floats.
    r : array_like
        Floats.
    b : array_like, optional
        Floats.
    sequence_lens : array_like, optional
        Integers.
    initial_h : array_like, optional
        Floats.
    initial_c : array_like, optional
        Floats.
    p : array_like, optional
        Floats.
    hidden_size : int or sequence of int, optional
        n.
    direction : str, default "forward"
        Forward, reverse or bidirectional.
    layout : int, default 0
        1: batch before time.
    activations : int or sequence of int, optional
        Sigmoid, Tanh, Tanh for each direction.
    activation_alpha : int or sequence of int, optional
        Of the activations that take one, in order.
    activation_beta : int or sequence of int, optional
        Of the activations that take one, in order.
    clip : int or sequence of int, optional
        Arguments of activations are kept between -clip and clip.
    input_forget : int, default 0
        1: the forget gate is 1 - input gate.

    Returns
    -------
    list of Array
        y, y_h, y_c, in this order: of shapes [3, 1, 2, 2] and [1, 2, 2] and [1, 2, 2] for x [3, 2, 4], w [1, 8, 4],
        r [1, 8, 2], b [1, 16].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX LSTM, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> r = [[[-0.4, 0.5], [0.5, -0.7], [-0.3, 0.0], [0.6, -0.4], [0.5, 0.2], [0.9, 0.3], [0.6, -0.1],
    ...     [-0.2, 0.0]]]
    >>> b = [[0.2, -0.4, 0.4, -1.0, -0.1, 0.9, 0.0, -0.2, -0.2, -0.6, 0.0, 0.2, -0.2, 1.0, 0.7, 0.9]]
    >>> [tuple(y.shape) for y in nd.ops.lstm(np.ones((3, 2, 4), np.float32), np.ones((1, 8, 4), np.float32),
    ...     r, b, hidden_size=2)]
    [(3, 1, 2, 2), (1, 2, 2), (1, 2, 2)]
    """
    return apply(
        "LSTM",
        {
            "hidden_size": hidden_size,
            "direction": direction,
            "layout": layout,
            "activations": activations,
            "activation_alpha": activation_alpha,
            "activation_beta": activation_beta,
            "clip": clip,
            "input_forget": input_forget,
        },
        [
            x,
            w,
            r,
            b,
            sequence_lens,
            initial_h,
            initial_c,
            p,
        ],
    )


def layer_normalization(
    x: ArrayLike | Array,
    scale: ArrayLike | Array,
    shift: ArrayLike | Array | None = None,
    *,
    axis: int = -1,
    epsilon: float = 1e-05,
    stash_type: int = 1,
) -> list[Array]:
    """Scale (x - mean) / sqrt(var + epsilon) + shift, moments over the axes from 'axis' on; also returns mean and 1
    / sqrt(var + epsilon).

    Parameters
    ----------
    x : array_like
        Floats.
    scale : array_like
        Floats.
    shift : array_like, optional
        Floats.
    axis : int, default -1
        First normalized axis.
    epsilon : float, default 1e-05
        Added to the variance.
    stash_type : int, default 1
        Type of the moments; that of x here.

    Returns
    -------
    list of Array
        y, mean, inv_std_dev, in this order: of shapes [2, 4, 5] and [2, 4, 1] and [2, 4, 1] for x [2, 4, 5], scale
        [5], shift [5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX LayerNormalization, version 17.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> [tuple(y.shape) for y in nd.ops.layer_normalization(np.ones((2, 4, 5), np.float32), [0.9, 1.5, 0.9,
    ...     1.3, 0.8], [-0.5, -0.3, 0.1, -0.2, -0.6])]
    [(2, 4, 5), (2, 4, 1), (2, 4, 1)]
    """
    return apply(
        "LayerNormalization",
        {
            "axis": axis,
            "epsilon": epsilon,
            "stash_type": stash_type,
        },
        [
            x,
            scale,
            shift,
        ],
    )


def leaky_relu(
    x: ArrayLike | Array,
    *,
    alpha: float = 0.01,
) -> Array:
    """x where x >= 0, alpha x elsewhere.

    Parameters
    ----------
    x : array_like
        Floats.
    alpha : float, default 0.01
        Slope below 0.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX LeakyRelu, version 16.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.leaky_relu(np.ones((4, 5), np.float32), alpha=0.1).shape
    (4, 5)
    """
    return apply(
        "LeakyRelu",
        {
            "alpha": alpha,
        },
        [
            x,
        ],
    )[0]


def less(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a < b.

    Parameters
    ----------
    a : array_like
        Real numbers or truth values.
    b : array_like
        Real numbers or truth values.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Less, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.less([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).tolist()
    [False, False, True, False]
    """
    return apply(
        "Less",
        {},
        [
            a,
            b,
        ],
    )[0]


def less_or_equal(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a <= b.

    Parameters
    ----------
    a : array_like
        Real numbers or truth values.
    b : array_like
        Real numbers or truth values.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX LessOrEqual, version 16.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.less_or_equal([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).tolist()
    [False, False, True, False]
    """
    return apply(
        "LessOrEqual",
        {},
        [
            a,
            b,
        ],
    )[0]


def log(
    x: ArrayLike | Array,
) -> Array:
    """Natural logarithm.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Log, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.log([2.2, 2.3, 1.2, 2.7])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.7885, 0.8329, 0.1823, 0.9933]
    """
    return apply(
        "Log",
        {},
        [
            x,
        ],
    )[0]


def log_softmax(
    x: ArrayLike | Array,
    *,
    axis: int = -1,
) -> Array:
    """Logarithm of Softmax.

    Parameters
    ----------
    x : array_like
        Floats.
    axis : int, default -1
        Axis.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX LogSoftmax, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.log_softmax(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "LogSoftmax",
        {
            "axis": axis,
        },
        [
            x,
        ],
    )[0]


def lp_pool(
    x: ArrayLike | Array,
    *,
    kernel_shape: Any = None,
    strides: Any = None,
    pads: Any = None,
    dilations: Any = None,
    ceil_mode: int = 0,
    auto_pad: str = "NOTSET",
    count_include_pad: int = 0,
    p: int = 2,
) -> Array:
    """p-norm of each window.

    Parameters
    ----------
    x : array_like
        Floats.
    kernel_shape : int or sequence of int
        Window size.
    strides : int or sequence of int, optional
        Step, 1 when absent.
    pads : int or sequence of int, optional
        Padding before, then after.
    dilations : int or sequence of int, optional
        Distance of taps.
    ceil_mode : int, default 0
        Round the output size up.
    auto_pad : str, default "NOTSET"
        NOTSET, SAME_UPPER, SAME_LOWER or VALID.
    count_include_pad : int, default 0
        Averages count padding.
    p : int, default 2
        Which norm.

    Returns
    -------
    Array
        Of shape [1, 2, 5, 3] for x [1, 2, 5, 6].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX LpPool, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.lp_pool(np.ones((1, 2, 5, 6), np.float32), kernel_shape=(2, 3), p=1, pads=(1, 0, 0, 1),
    ...     strides=(1, 2)).shape
    (1, 2, 5, 3)
    """
    return apply(
        "LpPool",
        {
            "kernel_shape": kernel_shape,
            "strides": strides,
            "pads": pads,
            "dilations": dilations,
            "ceil_mode": ceil_mode,
            "auto_pad": auto_pad,
            "count_include_pad": count_include_pad,
            "p": p,
        },
        [
            x,
        ],
    )[0]


def mat_mul(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """Matrix product over the last two axes; the others broadcast; as numpy.matmul; integers wrap around.

    Parameters
    ----------
    a : array_like
        Numbers, real or complex.
    b : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of shape [4, 3] for a [4, 5], b [5, 3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX MatMul, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> b = [[-0.8, -0.1, 0.0], [-0.8, 0.2, 0.5], [-0.2, 0.7, -0.1], [-0.1, 0.8, -0.8], [0.2, -0.6, 0.2]]
    >>> y = nd.ops.mat_mul(np.ones((4, 5), np.float32), b)
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-1.7, 1.0, -0.2], [-1.7, 1.0, -0.2], [-1.7, 1.0, -0.2], [-1.7, 1.0, -0.2]]
    """
    return apply(
        "MatMul",
        {},
        [
            a,
            b,
        ],
    )[0]


def max(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """The larger of a and b.

    Parameters
    ----------
    a : array_like
        Real numbers.
    b : array_like
        Real numbers.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Max, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.max([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.4, 1.5, -0.9, 2.4]
    """
    return apply(
        "Max",
        {},
        [
            a,
            b,
        ],
    )[0]


def max_pool(
    x: ArrayLike | Array,
    *,
    kernel_shape: Any = None,
    strides: Any = None,
    pads: Any = None,
    dilations: Any = None,
    ceil_mode: int = 0,
    auto_pad: str = "NOTSET",
    count_include_pad: int = 0,
) -> Array:
    """Largest element of each window.

    Parameters
    ----------
    x : array_like
        Of float64, float32, float16, bfloat16, int8, uint8.
    kernel_shape : int or sequence of int
        Window size.
    strides : int or sequence of int, optional
        Step, 1 when absent.
    pads : int or sequence of int, optional
        Padding before, then after.
    dilations : int or sequence of int, optional
        Distance of taps.
    ceil_mode : int, default 0
        Round the output size up.
    auto_pad : str, default "NOTSET"
        NOTSET, SAME_UPPER, SAME_LOWER or VALID.
    count_include_pad : int, default 0
        Averages count padding.

    Returns
    -------
    Array
        Of shape [2, 3, 3, 3] for x [2, 3, 6, 6].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX MaxPool, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.max_pool(np.ones((2, 3, 6, 6), np.float32), kernel_shape=(2, 2), strides=(2, 2)).shape
    (2, 3, 3, 3)
    """
    return apply(
        "MaxPool",
        {
            "kernel_shape": kernel_shape,
            "strides": strides,
            "pads": pads,
            "dilations": dilations,
            "ceil_mode": ceil_mode,
            "auto_pad": auto_pad,
            "count_include_pad": count_include_pad,
        },
        [
            x,
        ],
    )[0]


def max_roi_pool(
    x: ArrayLike | Array,
    rois: ArrayLike | Array,
    *,
    pooled_shape: Any = None,
    spatial_scale: float = 1.0,
) -> Array:
    """The largest of each bin of regions [R, 5] of image, x1, y1, x2, y2.

    Parameters
    ----------
    x : array_like
        Floats.
    rois : array_like
        Floats.
    pooled_shape : int or sequence of int
        Bins from top to bottom and from left to right.
    spatial_scale : float, default 1.0
        Pixels of x per unit of the regions.

    Returns
    -------
    Array
        Of shape [4, 3, 2, 3] for x [1, 3, 7, 6], rois [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX MaxRoiPool, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.max_roi_pool(np.ones((1, 3, 7, 6), np.float32), np.ones((4, 5), np.float32), pooled_shape=(2,
    ...     3)).shape
    (4, 3, 2, 3)
    """
    return apply(
        "MaxRoiPool",
        {
            "pooled_shape": pooled_shape,
            "spatial_scale": spatial_scale,
        },
        [
            x,
            rois,
        ],
    )[0]


def max_unpool(
    x: ArrayLike | Array,
    places: ArrayLike | Array,
    output_shape: Sequence[int] | None = None,
    *,
    kernel_shape: Any = None,
    strides: Any = None,
    pads: Any = None,
) -> Array:
    """Zeros with x written at the places that MaxPool told.

    Parameters
    ----------
    x : array_like
        Floats.
    places : array_like
        Integers.
    output_shape : sequence of int, optional
    kernel_shape : int or sequence of int
        Window size.
    strides : int or sequence of int, optional
        Step, 1 when absent.
    pads : int or sequence of int, optional
        Padding before, then after.

    Returns
    -------
    Array
        Of shape [1, 2, 4] for x [1, 2, 2], places [1, 2, 2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX MaxUnpool, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.max_unpool([[[0.5, 0.5], [-0.3, 0.8]]], [[[5, 6], [0, 3]]], kernel_shape=(2,),
    ...     strides=(2,))
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[[-0.3, 0.0, 0.0, 0.8], [0.0, 0.5, 0.5, 0.0]]]
    """
    return apply(
        "MaxUnpool",
        {
            "output_shape": output_shape,
            "kernel_shape": kernel_shape,
            "strides": strides,
            "pads": pads,
        },
        [
            x,
            places,
        ],
    )[0]


def min(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """The smaller of a and b.

    Parameters
    ----------
    a : array_like
        Real numbers.
    b : array_like
        Real numbers.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Min, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.min([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [-0.4, 0.1, -2.4, 0.6]
    """
    return apply(
        "Min",
        {},
        [
            a,
            b,
        ],
    )[0]


def mish(
    x: ArrayLike | Array,
) -> Array:
    """x tanh(softplus(x)).

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Mish, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.mish(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "Mish",
        {},
        [
            x,
        ],
    )[0]


def mod(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
    *,
    fmod: int = 0,
) -> Array:
    """Remainder, exact; of integers 0 where b is 0.

    Parameters
    ----------
    a : array_like
        Real numbers.
    b : array_like
        Real numbers.
    fmod : int, default 0
        1: with the sign of a, as C's fmod; 0: with the sign of b, as Python's %.

    Returns
    -------
    Array
        Of shape [4, 5] for a [4, 5], b [5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Mod, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.mod(np.ones((4, 5), np.float32), [0.8, 1.6, 1.8, 0.8, 2.0]).shape
    (4, 5)
    """
    return apply(
        "Mod",
        {
            "fmod": fmod,
        },
        [
            a,
            b,
        ],
    )[0]


def mul(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a * b.

    Parameters
    ----------
    a : array_like
        Numbers, real or complex.
    b : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Mul, version 14.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.mul([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [-0.56, 0.15, 2.16, 1.44]
    """
    return apply(
        "Mul",
        {},
        [
            a,
            b,
        ],
    )[0]


def neg(
    x: ArrayLike | Array,
) -> Array:
    """-x.

    Parameters
    ----------
    x : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Neg, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.neg([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [-1.4, -1.5, 0.9, -2.4]
    """
    return apply(
        "Neg",
        {},
        [
            x,
        ],
    )[0]


def non_max_suppression(
    boxes: ArrayLike | Array,
    scores: ArrayLike | Array,
    max_output_boxes_per_class: ArrayLike | Array | None = None,
    iou_threshold: ArrayLike | Array | None = None,
    score_threshold: ArrayLike | Array | None = None,
    *,
    center_point_box: int = 0,
) -> Array:
    """Boxes [N, n, 4] of the highest scores [N, classes, n] that overlap none taken before: rows of batch, class,
    box.

    Parameters
    ----------
    boxes : array_like
        Floats.
    scores : array_like
        Floats.
    max_output_boxes_per_class : array_like, optional
        Integers.
    iou_threshold : array_like, optional
        Floats.
    score_threshold : array_like, optional
        Floats.
    center_point_box : int, default 0
        Boxes are center and size.

    Returns
    -------
    Array
        Of shape [6, 3] for boxes [1, 6, 4], scores [1, 2, 6], max_output_boxes_per_class [1], iou_threshold [].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX NonMaxSuppression, version 11.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> scores = [[[0.6, 0.7, 0.4, 0.8, 0.5, 0.4], [0.9, 0.1, 0.6, 0.2, 0.6, 0.6]]]
    >>> nd.ops.non_max_suppression(np.ones((1, 6, 4), np.float32), scores, [3], 0.4).shape
    (6, 3)
    """
    return apply(
        "NonMaxSuppression",
        {
            "center_point_box": center_point_box,
        },
        [
            boxes,
            scores,
            max_output_boxes_per_class,
            iou_threshold,
            score_threshold,
        ],
    )[0]


def non_zero(
    x: ArrayLike | Array,
) -> Array:
    """The coordinates [rank, n] of the n elements that are not 0, in row-major order.

    Parameters
    ----------
    x : array_like
        Of any type.

    Returns
    -------
    Array
        Of shape [2, 8] for x [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX NonZero, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> x = [[True, True, True, False], [False, False, True, True], [True, True, False, True]]
    >>> nd.ops.non_zero(x).tolist()
    [[0, 0, 0, 1, 1, 2, 2, 2], [0, 1, 2, 2, 3, 0, 1, 3]]
    """
    return apply(
        "NonZero",
        {},
        [
            x,
        ],
    )[0]


def not_(
    x: ArrayLike | Array,
) -> Array:
    """Not x.

    Parameters
    ----------
    x : array_like
        Truth values.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Not, version 1.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.not_([True, True, True, False]).tolist()
    [False, False, False, True]
    """
    return apply(
        "Not",
        {},
        [
            x,
        ],
    )[0]


def one_hot(
    indices: ArrayLike | Array,
    depth: Sequence[int],
    values: ArrayLike | Array,
    *,
    axis: int = -1,
) -> Array:
    """Indices as rows with one element 'on' and the others 'off' (values = [off, on]).

    Parameters
    ----------
    indices : array_like
        Real numbers.
    depth : sequence of int
    values : array_like
        Real numbers or truth values.
    axis : int, default -1
        Position of the new axis.

    Returns
    -------
    Array
        Of shape [3, 4] for indices [3], values [2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX OneHot, version 11.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.one_hot([2, 2, 2], [4], [0.0, 1.0]).tolist()
    [[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0]]
    """
    return apply(
        "OneHot",
        {
            "depth": depth,
            "axis": axis,
        },
        [
            indices,
            values,
        ],
    )[0]


def or_(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a or b.

    Parameters
    ----------
    a : array_like
        Truth values.
    b : array_like
        Truth values.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Or, version 7.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.or_([True, True, True, False], [False, True, True, False]).tolist()
    [True, True, True, False]
    """
    return apply(
        "Or",
        {},
        [
            a,
            b,
        ],
    )[0]


def p_relu(
    x: ArrayLike | Array,
    slope: ArrayLike | Array,
) -> Array:
    """x where x >= 0, slope x elsewhere; the slope broadcasts.

    Parameters
    ----------
    x : array_like
        Floats.
    slope : array_like
        Floats.

    Returns
    -------
    Array
        Of shape [2, 3, 4] for x [2, 3, 4], slope [3, 1].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX PRelu, version 16.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.p_relu(np.ones((2, 3, 4), np.float32), [[0.2], [0.2], [0.2]]).shape
    (2, 3, 4)
    """
    return apply(
        "PRelu",
        {},
        [
            x,
            slope,
        ],
    )[0]


def pad(
    x: ArrayLike | Array,
    pads: Sequence[int],
    constant_value: ArrayLike | Array | None = None,
    axes: Sequence[int] | None = None,
    *,
    mode: str = "constant",
) -> Array:
    """x with elements added before and after each axis (removed where negative).

    Parameters
    ----------
    x : array_like
        Of any type.
    pads : sequence of int
    constant_value : array_like, optional
        Of any type.
    axes : sequence of int, optional
    mode : str, default "constant"
        Constant, edge, reflect or wrap.

    Returns
    -------
    Array
        Of shape [3, 5] for x [2, 3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Pad, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3]]
    >>> y = nd.ops.pad(x, [1, 0, 0, 2])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.0, 0.0, 0.0, 0.0, 0.0], [0.5, 0.5, -0.3, 0.0, 0.0], [0.8, 0.4, -0.3, 0.0, 0.0]]
    """
    return apply(
        "Pad",
        {
            "pads": pads,
            "axes": axes,
            "mode": mode,
        },
        [
            x,
            constant_value,
        ],
    )[0]


def pow(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a to the power b; of integers exact, wrapping around, a negative power is an error.

    Parameters
    ----------
    a : array_like
        Numbers, real or complex.
    b : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Pow, version 15.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.pow([2.2, 2.3, 1.2, 2.7], [-0.2, 0.1, -1.6, 0.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.8541, 1.0869, 0.747, 1.4878]
    """
    return apply(
        "Pow",
        {},
        [
            a,
            b,
        ],
    )[0]


def rnn(
    x: ArrayLike | Array,
    w: ArrayLike | Array,
    r: ArrayLike | Array,
    b: ArrayLike | Array | None = None,
    sequence_lens: ArrayLike | Array | None = None,
    initial_h: ArrayLike | Array | None = None,
    *,
    hidden_size: Any = None,
    direction: str = "forward",
    layout: int = 0,
    activations: Any = None,
    activation_alpha: Any = None,
    activation_beta: Any = None,
    clip: Any = None,
) -> list[Array]:
    """h' = tanh(x W + h R + b) over x [T, N, size]: h of all steps [T, directions, N, n] and the last one.

    Parameters
    ----------
    x : array_like
        Floats.
    w : array_like
        Floats.
    r : array_like
        Floats.
    b : array_like, optional
        Floats.
    sequence_lens : array_like, optional
        Integers.
    initial_h : array_like, optional
        Floats.
    hidden_size : int or sequence of int, optional
        n.
    direction : str, default "forward"
        Forward, reverse or bidirectional.
    layout : int, default 0
        1: batch before time.
    activations : int or sequence of int, optional
        Tanh for each direction.
    activation_alpha : int or sequence of int, optional
        Of the activations that take one, in order.
    activation_beta : int or sequence of int, optional
        Of the activations that take one, in order.
    clip : int or sequence of int, optional
        Arguments of activations are kept between -clip and clip.

    Returns
    -------
    list of Array
        y, y_h, in this order: of shapes [3, 1, 2, 2] and [1, 2, 2] for x [3, 2, 4], w [1, 2, 4], r [1, 2, 2], b [1,
        4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX RNN, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> w = [[[0.2, 0.5, -0.2, 0.7], [-0.1, -0.1, 0.8, -0.8]]]
    >>> [tuple(y.shape) for y in nd.ops.rnn(np.ones((3, 2, 4), np.float32), w, [[[0.2, -0.6], [0.2, 0.2]]],
    ...     [[0.6, -0.9, 0.0, 0.9]], direction="reverse", hidden_size=2)]
    [(3, 1, 2, 2), (1, 2, 2)]
    """
    return apply(
        "RNN",
        {
            "hidden_size": hidden_size,
            "direction": direction,
            "layout": layout,
            "activations": activations,
            "activation_alpha": activation_alpha,
            "activation_beta": activation_beta,
            "clip": clip,
        },
        [
            x,
            w,
            r,
            b,
            sequence_lens,
            initial_h,
        ],
    )


def range(
    start: Sequence[int],
    limit: Sequence[int],
    delta: Sequence[int],
) -> Array:
    """Numbers from start (inclusive) to limit (exclusive) by delta.

    Parameters
    ----------
    start : sequence of int
    limit : sequence of int
    delta : sequence of int

    Returns
    -------
    Array
        Of shape [3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Range, version 11.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.range([2], [9], [3]).tolist()
    [2, 5, 8]
    """
    return apply(
        "Range",
        {
            "start": start,
            "limit": limit,
            "delta": delta,
        },
        [],
    )[0]


def reciprocal(
    x: ArrayLike | Array,
) -> Array:
    """1 / x.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Reciprocal, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.reciprocal([2.2, 2.3, 1.2, 2.7])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.4545, 0.4348, 0.8333, 0.3704]
    """
    return apply(
        "Reciprocal",
        {},
        [
            x,
        ],
    )[0]


def reduce_l1(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
) -> Array:
    """Sum of absolute values over axes.

    Parameters
    ----------
    x : array_like
        Real numbers.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceL1, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.reduce_l1(np.ones((3, 4, 5), np.float32)).tolist()
    [[[60.0]]]
    """
    return apply(
        "ReduceL1",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
        },
        [
            x,
        ],
    )[0]


def reduce_l2(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
) -> Array:
    """Square root of the sum of squares over axes.

    Parameters
    ----------
    x : array_like
        Real numbers.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceL2, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.reduce_l2(np.ones((3, 4, 5), np.float32))
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[[7.746]]]
    """
    return apply(
        "ReduceL2",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
        },
        [
            x,
        ],
    )[0]


def reduce_log_sum_exp(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
) -> Array:
    """Logarithm of the sum of exponentials over axes.

    Parameters
    ----------
    x : array_like
        Floats.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceLogSumExp, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.reduce_log_sum_exp(np.ones((3, 4, 5), np.float32))
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[[5.0943]]]
    """
    return apply(
        "ReduceLogSumExp",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
        },
        [
            x,
        ],
    )[0]


def reduce_max(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
) -> Array:
    """Largest over axes.

    Parameters
    ----------
    x : array_like
        Real numbers or truth values.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceMax, version 20.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.reduce_max(np.ones((3, 4, 5), np.float32)).tolist()
    [[[1.0]]]
    """
    return apply(
        "ReduceMax",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
        },
        [
            x,
        ],
    )[0]


def reduce_mean(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
) -> Array:
    """Mean over axes.

    Parameters
    ----------
    x : array_like
        Numbers, real or complex.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceMean, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.reduce_mean(np.ones((3, 4, 5), np.float32)).tolist()
    [[[1.0]]]
    """
    return apply(
        "ReduceMean",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
        },
        [
            x,
        ],
    )[0]


def reduce_min(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
) -> Array:
    """Smallest over axes.

    Parameters
    ----------
    x : array_like
        Real numbers or truth values.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceMin, version 20.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.reduce_min(np.ones((3, 4, 5), np.float32)).tolist()
    [[[1.0]]]
    """
    return apply(
        "ReduceMin",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
        },
        [
            x,
        ],
    )[0]


def reduce_prod(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
    out_type: int = 0,
) -> Array:
    """Product over axes.

    Parameters
    ----------
    x : array_like
        Of any type.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.
    out_type : int, default 0
        TensorProto.DataType to compute in and of the result; 0: the input's.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceProd, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.reduce_prod(np.ones((3, 4, 5), np.float32)).tolist()
    [[[1.0]]]
    """
    return apply(
        "ReduceProd",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
            "out_type": out_type,
        },
        [
            x,
        ],
    )[0]


def reduce_sum(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
    out_type: int = 0,
) -> Array:
    """Sum over axes.

    Parameters
    ----------
    x : array_like
        Of any type.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.
    out_type : int, default 0
        TensorProto.DataType to compute in and of the result; 0: the input's.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceSum, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.reduce_sum(np.ones((3, 4, 5), np.float32)).tolist()
    [[[60.0]]]
    """
    return apply(
        "ReduceSum",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
            "out_type": out_type,
        },
        [
            x,
        ],
    )[0]


def reduce_sum_square(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
    *,
    keepdims: int = 1,
    noop_with_empty_axes: int = 0,
) -> Array:
    """Sum of squares over axes.

    Parameters
    ----------
    x : array_like
        Real numbers.
    axes : sequence of int, optional
    keepdims : int, default 1
        Keep reduced axes as size 1.
    noop_with_empty_axes : int, default 0
        No axes reduce nothing.

    Returns
    -------
    Array
        Of shape [1, 1, 1] for x [3, 4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ReduceSumSquare, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.reduce_sum_square(np.ones((3, 4, 5), np.float32)).tolist()
    [[[60.0]]]
    """
    return apply(
        "ReduceSumSquare",
        {
            "axes": axes,
            "keepdims": keepdims,
            "noop_with_empty_axes": noop_with_empty_axes,
        },
        [
            x,
        ],
    )[0]


def relu(
    x: ArrayLike | Array,
) -> Array:
    """max(x, 0).

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Relu, version 14.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.relu([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.4, 1.5, 0.0, 2.4]
    """
    return apply(
        "Relu",
        {},
        [
            x,
        ],
    )[0]


def reshape(
    x: ArrayLike | Array,
    shape: Sequence[int],
    *,
    allowzero: int = 0,
) -> Array:
    """x under another shape; 0 copies the input's dim, one dim may be -1.

    Parameters
    ----------
    x : array_like
        Of any type.
    shape : sequence of int
    allowzero : int, default 0
        0 means 0.

    Returns
    -------
    Array
        Of shape [2, 6] for x [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Reshape, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> y = nd.ops.reshape(x, [2, -1])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.5, 0.5, -0.3, 0.8, 0.4, -0.3], [-0.8, 0.7, -0.8, 0.9, 0.3, 0.6]]
    """
    return apply(
        "Reshape",
        {
            "shape": shape,
            "allowzero": allowzero,
        },
        [
            x,
        ],
    )[0]


def resize(
    x: ArrayLike | Array,
    roi: ArrayLike | Array | None = None,
    scales: ArrayLike | Array | None = None,
    sizes: Sequence[int] | None = None,
    *,
    axes: Any = None,
    mode: str = "nearest",
    coordinate_transformation_mode: str = "half_pixel",
    nearest_mode: str = "round_prefer_floor",
    cubic_coeff_a: float = -0.75,
    exclude_outside: int = 0,
    antialias: int = 0,
    extrapolation_value: float = 0.0,
    keep_aspect_ratio_policy: str = "stretch",
) -> Array:
    """x interpolated to other sizes, all modes of ONNX; integers are rounded and kept in range.

    Parameters
    ----------
    x : array_like
        Real numbers or truth values.
    roi : array_like, optional
        Floats.
    scales : array_like, optional
        Floats.
    sizes : sequence of int, optional
    axes : int or sequence of int, optional
        Axes that roi, scales and sizes speak of; all when absent.
    mode : str, default "nearest"
        Nearest, linear or cubic.
    coordinate_transformation_mode : str, default "half_pixel"
        Where output positions lie on the input: half_pixel, half_pixel_symmetric, pytorch_half_pixel,
        align_corners, asymmetric, tf_half_pixel_for_nn, tf_crop_and_resize.
    nearest_mode : str, default "round_prefer_floor"
        How nearest rounds: round_prefer_floor, round_prefer_ceil, floor, ceil.
    cubic_coeff_a : float, default -0.75
        Coefficient of the cubic filter.
    exclude_outside : int, default 0
        1: positions outside x have weight 0, and the others add up to 1; 0: the border is repeated.
    antialias : int, default 0
        1: linear and cubic filters are stretched where x shrinks.
    extrapolation_value : float, default 0.0
        Value of elements that tf_crop_and_resize takes from outside.
    keep_aspect_ratio_policy : str, default "stretch"
        Stretch, or with sizes: not_larger or not_smaller, one scale for all axes.

    Returns
    -------
    Array
        Of shape [2, 1] for x [2, 6].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Resize, version 19.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8, 0.4, -0.3], [-0.8, 0.7, -0.8, 0.9, 0.3, 0.6]]
    >>> y = nd.ops.resize(x, None, None, [1], axes=(-1,), coordinate_transformation_mode="half_pixel",
    ...     mode="linear")
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.25], [0.05]]
    """
    return apply(
        "Resize",
        {
            "sizes": sizes,
            "axes": axes,
            "mode": mode,
            "coordinate_transformation_mode": coordinate_transformation_mode,
            "nearest_mode": nearest_mode,
            "cubic_coeff_a": cubic_coeff_a,
            "exclude_outside": exclude_outside,
            "antialias": antialias,
            "extrapolation_value": extrapolation_value,
            "keep_aspect_ratio_policy": keep_aspect_ratio_policy,
        },
        [
            x,
            roi,
            scales,
        ],
    )[0]


def roi_align(
    x: ArrayLike | Array,
    rois: ArrayLike | Array,
    batch_indices: ArrayLike | Array,
    *,
    mode: str = "avg",
    output_height: int = 1,
    output_width: int = 1,
    sampling_ratio: int = 0,
    spatial_scale: float = 1.0,
    coordinate_transformation_mode: str = "half_pixel",
) -> Array:
    """Regions [R, 4] of x1, y1, x2, y2 as grids of bins, each the mean or largest of bilinear samples; regions get
    no gradient.

    Parameters
    ----------
    x : array_like
        Floats.
    rois : array_like
        Floats.
    batch_indices : array_like
        Integers.
    mode : str, default "avg"
        Avg or max.
    output_height : int, default 1
        Bins from top to bottom.
    output_width : int, default 1
        Bins from left to right.
    sampling_ratio : int, default 0
        Samples per bin and axis; 0: as many as a bin has pixels.
    spatial_scale : float, default 1.0
        Pixels of x per unit of the regions.
    coordinate_transformation_mode : str, default "half_pixel"
        half_pixel or output_half_pixel.

    Returns
    -------
    Array
        Of shape [4, 3, 3, 2] for x [2, 3, 7, 6], rois [4, 4], batch_indices [4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX RoiAlign, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> rois = [[6.3, 7.6, 2.1, 6.4], [5.4, 1.5, 5.7, 5.4], [6.0, 4.4, 0.8, 2.8], [2.1, 0.5, 2.6, 5.8]]
    >>> nd.ops.roi_align(np.ones((2, 3, 7, 6), np.float32), rois, [0, 0, 0, 0],
    ...     coordinate_transformation_mode="half_pixel", mode="avg", output_height=3, output_width=2).shape
    (4, 3, 3, 2)
    """
    return apply(
        "RoiAlign",
        {
            "mode": mode,
            "output_height": output_height,
            "output_width": output_width,
            "sampling_ratio": sampling_ratio,
            "spatial_scale": spatial_scale,
            "coordinate_transformation_mode": coordinate_transformation_mode,
        },
        [
            x,
            rois,
            batch_indices,
        ],
    )[0]


def round(
    x: ArrayLike | Array,
) -> Array:
    """Nearest integer, halves to even.

    Parameters
    ----------
    x : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Round, version 22.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.round([1.4, 1.5, -0.9, 2.4]).tolist()
    [1.0, 2.0, -1.0, 2.0]
    """
    return apply(
        "Round",
        {},
        [
            x,
        ],
    )[0]


def scan(
    *values: ArrayLike | Array,
    body: Any = None,
    carried: int = 0,
    num_scan_inputs: Any = None,
    scan_input_axes: Any = None,
    scan_output_axes: Any = None,
    scan_input_directions: Any = None,
    scan_output_directions: Any = None,
) -> list[Array]:
    """a graph over the slices of tensors along an axis, carrying values from slice to slice.

    Parameters
    ----------
    *values : array_like
        Of any type.
    body : int or sequence of int
        Takes the carried values, a slice of each scan input and the captures; gives the carried values and scan
        outputs, which are stacked.
    carried : int, default 0
        How many of the values are carried.
    num_scan_inputs : int or sequence of int
        How many of the values after them are scanned; captures follow.
    scan_input_axes : int or sequence of int, optional
        Axis of each scan input, 0 when absent.
    scan_output_axes : int or sequence of int, optional
        Axis of each scan output.
    scan_input_directions : int or sequence of int, optional
        1: from the end.
    scan_output_directions : int or sequence of int, optional
        1: the first is the last.

    Returns
    -------
    list of Array
        outputs, in this order.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Scan, version 21.
    """
    return apply(
        "Scan",
        {
            "body": body,
            "carried": carried,
            "num_scan_inputs": num_scan_inputs,
            "scan_input_axes": scan_input_axes,
            "scan_output_axes": scan_output_axes,
            "scan_input_directions": scan_input_directions,
            "scan_output_directions": scan_output_directions,
        },
        [
            *values,
        ],
    )


def scatter_elements(
    x: ArrayLike | Array,
    indices: ArrayLike | Array,
    updates: ArrayLike | Array,
    *,
    axis: int = 0,
    reduction: str = "none",
) -> Array:
    """x with updates written (or added, ...) where GatherElements would read.

    Parameters
    ----------
    x : array_like
        Of any type.
    indices : array_like
        Integers.
    updates : array_like
        Of any type.
    axis : int, default 0
        Axis.
    reduction : str, default "none"
        None, add, mul, max or min.

    Returns
    -------
    Array
        Of shape [2, 4] for x [2, 4], indices [2, 2], updates [2, 2].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ScatterElements, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7]]
    >>> y = nd.ops.scatter_elements(x, [[2, 0], [1, 3]], [[-0.8, 0.9], [0.3, 0.6]], axis=1)
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.9, 0.5, -0.8, 0.8], [0.4, 0.3, -0.8, 0.6]]
    """
    return apply(
        "ScatterElements",
        {
            "axis": axis,
            "reduction": reduction,
        },
        [
            x,
            indices,
            updates,
        ],
    )[0]


def scatter_nd(
    x: ArrayLike | Array,
    indices: ArrayLike | Array,
    updates: ArrayLike | Array,
    *,
    reduction: str = "none",
) -> Array:
    """x with updates written (or added, ...) where GatherND would read.

    Parameters
    ----------
    x : array_like
        Of any type.
    indices : array_like
        Integers.
    updates : array_like
        Of any type.
    reduction : str, default "none"
        None, add, mul, max or min.

    Returns
    -------
    Array
        Of shape [4, 3] for x [4, 3], indices [2, 1], updates [2, 3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ScatterND, version 18.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3], [-0.8, 0.7, -0.8], [0.9, 0.3, 0.6]]
    >>> updates = [[0.2, -0.1, -0.5], [-0.2, 0.5, -0.6]]
    >>> y = nd.ops.scatter_nd(x, [[2], [0]], updates)
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.2, 0.5, -0.6], [0.8, 0.4, -0.3], [0.2, -0.1, -0.5], [0.9, 0.3, 0.6]]
    """
    return apply(
        "ScatterND",
        {
            "reduction": reduction,
        },
        [
            x,
            indices,
            updates,
        ],
    )[0]


def selu(
    x: ArrayLike | Array,
    *,
    alpha: float = 1.6732631921768188,
    gamma: float = 1.0507010221481323,
) -> Array:
    """Gamma (x where x > 0, alpha (exp(x) - 1) elsewhere).

    Parameters
    ----------
    x : array_like
        Floats.
    alpha : float, default 1.6732631921768188
        Alpha.
    gamma : float, default 1.0507010221481323
        Gamma.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Selu, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.selu(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "Selu",
        {
            "alpha": alpha,
            "gamma": gamma,
        },
        [
            x,
        ],
    )[0]


def shape(
    x: ArrayLike | Array,
    *,
    start: int = 0,
    end: Any = None,
) -> Array:
    """The dims of x, from axis start (inclusive) to end (exclusive).

    Parameters
    ----------
    x : array_like
        Of any type.
    start : int, default 0
        First axis.
    end : int or sequence of int, optional
        Axis after the last; all when absent.

    Returns
    -------
    Array
        Of shape [2] for x [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Shape, version 21.

    Examples
    --------
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> nd.ops.shape(x).tolist()
    [3, 4]
    """
    return apply(
        "Shape",
        {
            "start": start,
            "end": end,
        },
        [
            x,
        ],
    )[0]


def sigmoid(
    x: ArrayLike | Array,
) -> Array:
    """1 / (1 + exp(-x)).

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Sigmoid, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.sigmoid([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.8022, 0.8176, 0.2891, 0.9168]
    """
    return apply(
        "Sigmoid",
        {},
        [
            x,
        ],
    )[0]


def sign(
    x: ArrayLike | Array,
) -> Array:
    """-1, 0 (of -0, too) or 1.

    Parameters
    ----------
    x : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Sign, version 13.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.sign([1.4, 1.5, -0.9, 2.4]).tolist()
    [1.0, 1.0, -1.0, 1.0]
    """
    return apply(
        "Sign",
        {},
        [
            x,
        ],
    )[0]


def sin(
    x: ArrayLike | Array,
) -> Array:
    """Sine.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Sin, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.sin([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.9854, 0.9975, -0.7833, 0.6755]
    """
    return apply(
        "Sin",
        {},
        [
            x,
        ],
    )[0]


def sinh(
    x: ArrayLike | Array,
) -> Array:
    """Hyperbolic sine.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Sinh, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.sinh([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.9043, 2.1293, -1.0265, 5.4662]
    """
    return apply(
        "Sinh",
        {},
        [
            x,
        ],
    )[0]


def size(
    x: ArrayLike | Array,
) -> Array:
    """Number of elements.

    Parameters
    ----------
    x : array_like
        Of any type.

    Returns
    -------
    Array
        Of shape [] for x [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Size, version 21.

    Examples
    --------
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> nd.ops.size(x).tolist()
    12
    """
    return apply(
        "Size",
        {},
        [
            x,
        ],
    )[0]


def slice(
    x: ArrayLike | Array,
    starts: Sequence[int],
    ends: Sequence[int],
    axes: Sequence[int] | None = None,
    steps: Sequence[int] | None = None,
) -> Array:
    """a range of indices along axes.

    Parameters
    ----------
    x : array_like
        Of any type.
    starts : sequence of int
    ends : sequence of int
    axes : sequence of int, optional
    steps : sequence of int, optional

    Returns
    -------
    Array
        Of shape [2, 3] for x [6, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Slice, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.slice(np.ones((6, 5), np.float32), [4, 0], [0, 5], [0, 1], [-2, 2]).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """
    return apply(
        "Slice",
        {
            "starts": starts,
            "ends": ends,
            "axes": axes,
            "steps": steps,
        },
        [
            x,
        ],
    )[0]


def softmax(
    x: ArrayLike | Array,
    *,
    axis: int = -1,
) -> Array:
    """exp(x) / sum(exp(x)) along an axis.

    Parameters
    ----------
    x : array_like
        Floats.
    axis : int, default -1
        Axis.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Softmax, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.softmax(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "Softmax",
        {
            "axis": axis,
        },
        [
            x,
        ],
    )[0]


def softplus(
    x: ArrayLike | Array,
) -> Array:
    """log(1 + exp(x)).

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Softplus, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.softplus([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.6204, 1.7014, 0.3412, 2.4868]
    """
    return apply(
        "Softplus",
        {},
        [
            x,
        ],
    )[0]


def softsign(
    x: ArrayLike | Array,
) -> Array:
    """x / (1 + |x|).

    Parameters
    ----------
    x : array_like
        Floats.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Softsign, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.softsign(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "Softsign",
        {},
        [
            x,
        ],
    )[0]


def space_to_depth(
    x: ArrayLike | Array,
    *,
    blocksize: Any = None,
) -> Array:
    """Blocks of pixels as blocks of channels.

    Parameters
    ----------
    x : array_like
        Of any type.
    blocksize : int or sequence of int
        Pixels per side of a block.

    Returns
    -------
    Array
        Of shape [2, 12, 2, 3] for x [2, 3, 4, 6].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX SpaceToDepth, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.space_to_depth(np.ones((2, 3, 4, 6), np.float32), blocksize=2).shape
    (2, 12, 2, 3)
    """
    return apply(
        "SpaceToDepth",
        {
            "blocksize": blocksize,
        },
        [
            x,
        ],
    )[0]


def split(
    x: ArrayLike | Array,
    split: Sequence[int] | None = None,
    *,
    axis: int = 0,
    num_outputs: Any = None,
) -> list[Array]:
    """x cut along an axis into pieces of the given sizes, or into num_outputs equal ones.

    Parameters
    ----------
    x : array_like
        Of any type.
    split : sequence of int, optional
    axis : int, default 0
        Axis.
    num_outputs : int or sequence of int, optional
        Number of pieces when no sizes are given.

    Returns
    -------
    list of Array
        outputs, in this order: of shapes [2, 1] and [2, 3] and [2, 2] for x [2, 6].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Split, version 18.

    Examples
    --------
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8, 0.4, -0.3], [-0.8, 0.7, -0.8, 0.9, 0.3, 0.6]]
    >>> [tuple(y.shape) for y in nd.ops.split(x, [1, 3, 2], axis=1)]
    [(2, 1), (2, 3), (2, 2)]
    """
    return apply(
        "Split",
        {
            "split": split,
            "axis": axis,
            "num_outputs": num_outputs,
        },
        [
            x,
        ],
    )


def sqrt(
    x: ArrayLike | Array,
) -> Array:
    """Square root.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Sqrt, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.sqrt([2.2, 2.3, 1.2, 2.7])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.4832, 1.5166, 1.0954, 1.6432]
    """
    return apply(
        "Sqrt",
        {},
        [
            x,
        ],
    )[0]


def squeeze(
    x: ArrayLike | Array,
    axes: Sequence[int] | None = None,
) -> Array:
    """x without axes of size 1.

    Parameters
    ----------
    x : array_like
        Of any type.
    axes : sequence of int, optional

    Returns
    -------
    Array
        Of shape [3, 4] for x [3, 1, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Squeeze, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[[0.5, 0.5, -0.3, 0.8]], [[0.4, -0.3, -0.8, 0.7]], [[-0.8, 0.9, 0.3, 0.6]]]
    >>> y = nd.ops.squeeze(x, [1])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    """
    return apply(
        "Squeeze",
        {
            "axes": axes,
        },
        [
            x,
        ],
    )[0]


def sub(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """a - b.

    Parameters
    ----------
    a : array_like
        Numbers, real or complex.
    b : array_like
        Numbers, real or complex.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Sub, version 14.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.sub([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [1.8, 1.4, 1.5, 1.8]
    """
    return apply(
        "Sub",
        {},
        [
            a,
            b,
        ],
    )[0]


def tan(
    x: ArrayLike | Array,
) -> Array:
    """Tangent.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Tan, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.tan([0.5, 0.5, -0.3, 0.8])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.5463, 0.5463, -0.3093, 1.0296]
    """
    return apply(
        "Tan",
        {},
        [
            x,
        ],
    )[0]


def tanh(
    x: ArrayLike | Array,
) -> Array:
    """Hyperbolic tangent.

    Parameters
    ----------
    x : array_like
        Floats or complex numbers.

    Returns
    -------
    Array
        Of the shape of x.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Tanh, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.tanh([1.4, 1.5, -0.9, 2.4])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.8854, 0.9051, -0.7163, 0.9837]
    """
    return apply(
        "Tanh",
        {},
        [
            x,
        ],
    )[0]


def thresholded_relu(
    x: ArrayLike | Array,
    *,
    alpha: float = 1.0,
) -> Array:
    """x where x > alpha, 0 elsewhere.

    Parameters
    ----------
    x : array_like
        Floats.
    alpha : float, default 1.0
        Threshold.

    Returns
    -------
    Array
        Of shape [4, 5] for x [4, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX ThresholdedRelu, version 22.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> nd.ops.thresholded_relu(np.ones((4, 5), np.float32)).shape
    (4, 5)
    """
    return apply(
        "ThresholdedRelu",
        {
            "alpha": alpha,
        },
        [
            x,
        ],
    )[0]


def tile(
    x: ArrayLike | Array,
    repeats: Sequence[int],
) -> Array:
    """x repeated along each axis.

    Parameters
    ----------
    x : array_like
        Of any type.
    repeats : sequence of int

    Returns
    -------
    Array
        Of shape [9] for x [3].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Tile, version 13.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> y = nd.ops.tile([0.5, 0.5, -0.3], [3])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [0.5, 0.5, -0.3, 0.5, 0.5, -0.3, 0.5, 0.5, -0.3]
    """
    return apply(
        "Tile",
        {
            "repeats": repeats,
        },
        [
            x,
        ],
    )[0]


def top_k(
    x: ArrayLike | Array,
    k: Sequence[int],
    *,
    axis: int = -1,
    largest: int = 1,
    sorted: int = 1,
) -> list[Array]:
    """The k largest (or smallest) elements along an axis in their order, and where they are.

    Parameters
    ----------
    x : array_like
        Real numbers.
    k : sequence of int
    axis : int, default -1
        Axis.
    largest : int, default 1
        0: the smallest.
    sorted : int, default 1
        They always are.

    Returns
    -------
    list of Array
        values, indices, in this order: of shapes [3, 2] and [3, 2] for x [3, 5].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX TopK, version 11.

    Examples
    --------
    >>> from pydl4j import nd
    >>> x = [[1.3, -1.6, -1.9, -1.3, 0.8], [0.0, -1.1, -0.3, -0.8, -0.5], [1.9, 1.6, 1.1, 0.3, 0.5]]
    >>> [tuple(y.shape) for y in nd.ops.top_k(x, [2])]
    [(3, 2), (3, 2)]
    """
    return apply(
        "TopK",
        {
            "k": k,
            "axis": axis,
            "largest": largest,
            "sorted": sorted,
        },
        [
            x,
        ],
    )


def transpose(
    x: ArrayLike | Array,
    *,
    perm: Any = None,
) -> Array:
    """x with its axes in the order perm.

    Parameters
    ----------
    x : array_like
        Of any type.
    perm : int or sequence of int, optional
        Axis of x for each axis of y; reversed when absent.

    Returns
    -------
    Array
        Of shape [4, 3] for x [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Transpose, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> y = nd.ops.transpose(x)
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.5, 0.4, -0.8], [0.5, -0.3, 0.9], [-0.3, -0.8, 0.3], [0.8, 0.7, 0.6]]
    """
    return apply(
        "Transpose",
        {
            "perm": perm,
        },
        [
            x,
        ],
    )[0]


def trilu(
    x: ArrayLike | Array,
    k: Sequence[int] | None = None,
    *,
    upper: int = 1,
) -> Array:
    """The upper (or lower) triangle of matrices, zeros elsewhere.

    Parameters
    ----------
    x : array_like
        Of any type.
    k : sequence of int, optional
    upper : int, default 1
        Keep the upper triangle.

    Returns
    -------
    Array
        Of shape [3, 4] for x [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Trilu, version 14.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> y = nd.ops.trilu(x, [1], upper=0)
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[0.5, 0.5, 0.0, 0.0], [0.4, -0.3, -0.8, 0.0], [-0.8, 0.9, 0.3, 0.6]]
    """
    return apply(
        "Trilu",
        {
            "k": k,
            "upper": upper,
        },
        [
            x,
        ],
    )[0]


def unique(
    x: ArrayLike | Array,
    *,
    axis: Any = None,
    sorted: int = 1,
) -> list[Array]:
    """The different elements (slices along an axis), where each is first, which one each is, and how often there is
    each.

    Parameters
    ----------
    x : array_like
        Real numbers.
    axis : int or sequence of int, optional
        Axis; elements when absent.
    sorted : int, default 1
        In order; 0: as they come.

    Returns
    -------
    list of Array
        y, indices, inverse, counts, in this order: of shapes [3] and [3] and [7] and [3] for x [7].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Unique, version 11.

    Examples
    --------
    >>> from pydl4j import nd
    >>> [tuple(y.shape) for y in nd.ops.unique([1, 2, 0, 1, 1, 1, 1])]
    [(3,), (3,), (7,), (3,)]
    """
    return apply(
        "Unique",
        {
            "axis": axis,
            "sorted": sorted,
        },
        [
            x,
        ],
    )


def unsqueeze(
    x: ArrayLike | Array,
    axes: Sequence[int],
) -> Array:
    """x with axes of size 1 inserted.

    Parameters
    ----------
    x : array_like
        Of any type.
    axes : sequence of int

    Returns
    -------
    Array
        Of shape [1, 3, 4, 1] for x [3, 4].

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Unsqueeze, version 21.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
    >>> y = nd.ops.unsqueeze(x, [0, -1])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[[[0.5], [0.5], [-0.3], [0.8]], [[0.4], [-0.3], [-0.8], [0.7]], [[-0.8], [0.9], [0.3], [0.6]]]]
    """
    return apply(
        "Unsqueeze",
        {
            "axes": axes,
        },
        [
            x,
        ],
    )[0]


def where(
    condition: ArrayLike | Array,
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """Condition ? a : b.

    Parameters
    ----------
    condition : array_like
        Truth values.
    a : array_like
        Of any type.
    b : array_like
        Of any type.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Where, version 16.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> condition = [[True, True, True, False], [False, False, True, True], [True, True, False, True]]
    >>> a = [[-0.8, 0.7, -0.8, 0.9], [0.3, 0.6, 0.2, -0.1], [-0.5, -0.2, 0.5, -0.6]]
    >>> y = nd.ops.where(condition, a, [-0.4, 0.7, -0.8, -0.1])
    >>> np.asarray(y, np.float64).round(4).tolist()
    [[-0.8, 0.7, -0.8, -0.1], [-0.4, 0.7, 0.2, -0.1], [-0.5, -0.2, -0.8, -0.6]]
    """
    return apply(
        "Where",
        {},
        [
            condition,
            a,
            b,
        ],
    )[0]


def xor(
    a: ArrayLike | Array,
    b: ArrayLike | Array,
) -> Array:
    """Either a or b.

    Parameters
    ----------
    a : array_like
        Truth values.
    b : array_like
        Truth values.

    Returns
    -------
    Array
        Of the shape that the operands broadcast to.

    Raises
    ------
    ValueError
        Where types, shapes or attributes do not fit; the message says which.

    Notes
    -----
    ONNX Xor, version 7.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.ops.xor([True, True, True, False], [False, True, True, False]).tolist()
    [True, False, False, False]
    """
    return apply(
        "Xor",
        {},
        [
            a,
            b,
        ],
    )[0]
