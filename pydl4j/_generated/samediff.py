"""Ops on the variables of a SameDiff graph, by namespace.

Written by `make generate` from the declarations in Java; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydl4j.samediff import SameDiff, Variable

__all__ = [
    "BitwiseOps",
    "CnnOps",
    "ImageOps",
    "LinalgOps",
    "LossOps",
    "MathOps",
    "NnOps",
    "RandomOps",
    "RnnOps",
]


class MathOps:
    """What ``sd.math`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def abs(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """|x|.

        Parameters
        ----------
        x : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.abs([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.4, 1.5, 0.9, 2.4]
        """
        return self._graph.op(
            "Abs",
            {},
            [
                x,
            ],
            name,
        )[0]

    def acos(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Arc cosine.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.acos([0.4, 0.4, -0.3, 0.7]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.1593, 1.1593, 1.8755, 0.7954]
        """
        return self._graph.op(
            "Acos",
            {},
            [
                x,
            ],
            name,
        )[0]

    def acosh(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Inverse hyperbolic cosine.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.acosh([3.2, 3.3, 2.2, 3.7]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.8309, 1.8633, 1.4254, 1.9827]
        """
        return self._graph.op(
            "Acosh",
            {},
            [
                x,
            ],
            name,
        )[0]

    def add(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a + b.

        Parameters
        ----------
        a : array_like
            Numbers, real or complex.
        b : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.add([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.0, 1.6, -3.3, 3.0]
        """
        return self._graph.op(
            "Add",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def and_(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a and b.

        Parameters
        ----------
        a : array_like
            Truth values.
        b : array_like
            Truth values.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.and_([True, True, True, False], [False, True, True, False]).eval().tolist()
        [False, True, True, False]
        """
        return self._graph.op(
            "And",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def arg_max(
        self,
        x: Variable | float,
        *,
        axis: int = 0,
        keepdims: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Index of the largest element along an axis; the first of equals, of NaN before all.

        Parameters
        ----------
        x : array_like
            Real numbers.
        axis : int, default 0
            Axis.
        keepdims : int, default 1
            Keep the axis as size 1.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[1.3, -1.6, -1.9, -1.3, 0.8], [0.0, -1.1, -0.3, -0.8, -0.5], [1.9, 1.6, 1.1, 0.3, 0.5]]
        >>> sd.math.arg_max(x, axis=1).eval().tolist()
        [[0], [0], [0]]
        """
        return self._graph.op(
            "ArgMax",
            {
                "axis": axis,
                "keepdims": keepdims,
            },
            [
                x,
            ],
            name,
        )[0]

    def arg_min(
        self,
        x: Variable | float,
        *,
        axis: int = 0,
        keepdims: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Index of the smallest element along an axis; the first of equals, of NaN before all.

        Parameters
        ----------
        x : array_like
            Real numbers.
        axis : int, default 0
            Axis.
        keepdims : int, default 1
            Keep the axis as size 1.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[1.3, -1.6, -1.9, -1.3, 0.8], [0.0, -1.1, -0.3, -0.8, -0.5], [1.9, 1.6, 1.1, 0.3, 0.5]]
        >>> sd.math.arg_min(x, axis=1).eval().tolist()
        [[2], [1], [3]]
        """
        return self._graph.op(
            "ArgMin",
            {
                "axis": axis,
                "keepdims": keepdims,
            },
            [
                x,
            ],
            name,
        )[0]

    def asin(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Arc sine.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.asin([0.4, 0.4, -0.3, 0.7]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.4115, 0.4115, -0.3047, 0.7754]
        """
        return self._graph.op(
            "Asin",
            {},
            [
                x,
            ],
            name,
        )[0]

    def asinh(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Inverse hyperbolic sine.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.asinh([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.138, 1.1948, -0.8089, 1.6094]
        """
        return self._graph.op(
            "Asinh",
            {},
            [
                x,
            ],
            name,
        )[0]

    def atan(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Arc tangent.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.atan([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.9505, 0.9828, -0.7328, 1.176]
        """
        return self._graph.op(
            "Atan",
            {},
            [
                x,
            ],
            name,
        )[0]

    def atanh(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Inverse hyperbolic tangent.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.atanh([0.4, 0.4, -0.3, 0.7]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.4236, 0.4236, -0.3095, 0.8673]
        """
        return self._graph.op(
            "Atanh",
            {},
            [
                x,
            ],
            name,
        )[0]

    def cast(
        self,
        x: Variable | float,
        *,
        to: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x in another element type.

        Parameters
        ----------
        x : array_like
            Of any type.
        to : int or sequence of int
            TensorProto.DataType of the result.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.cast(np.ones((4, 5), np.float32), to=1).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Cast",
            {
                "to": to,
            },
            [
                x,
            ],
            name,
        )[0]

    def ceil(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Smallest integer not below x.

        Parameters
        ----------
        x : array_like
            Real numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.ceil([1.4, 1.5, -0.9, 2.4]).eval().tolist()
        [2.0, 2.0, -0.0, 3.0]
        """
        return self._graph.op(
            "Ceil",
            {},
            [
                x,
            ],
            name,
        )[0]

    def clip(
        self,
        x: Variable | float,
        low: Variable | float | None = None,
        high: Variable | float | None = None,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x kept within [low, high]; bounds that are arrays broadcast.

        Parameters
        ----------
        x : array_like
            Real numbers.
        low : array_like, optional
            Real numbers.
        high : array_like, optional
            Real numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.clip(np.ones((4, 5), np.float32), -1.0, 1.0).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Clip",
            {},
            [
                x,
                low,
                high,
            ],
            name,
        )[0]

    def compress(
        self,
        x: Variable | float,
        condition: Variable | float,
        *,
        axis: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """The slices of x along an axis (elements, when none is given) at which a condition holds.

        Parameters
        ----------
        x : array_like
            Of any type.
        condition : array_like
            Truth values.
        axis : int or sequence of int, optional
            Axis.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3], [-0.8, 0.7, -0.8], [0.9, 0.3, 0.6]]
        >>> y = sd.math.compress(x, [True, True, False, True], axis=0).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3], [0.9, 0.3, 0.6]]
        """
        return self._graph.op(
            "Compress",
            {
                "axis": axis,
            },
            [
                x,
                condition,
            ],
            name,
        )[0]

    def concat(
        self,
        *inputs: Variable | float,
        axis: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Inputs joined along an axis.

        Parameters
        ----------
        *inputs : array_like
            Of any type.
        axis : int or sequence of int
            Axis.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x0 = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3]]
        >>> x1 = [[-0.8, 0.7, -0.8], [0.9, 0.3, 0.6], [0.2, -0.1, -0.5], [-0.2, 0.5, -0.6]]
        >>> sd.math.concat(x0, x1, axis=0).eval().shape
        (6, 3)
        """
        return self._graph.op(
            "Concat",
            {
                "axis": axis,
            },
            [
                *inputs,
            ],
            name,
        )[0]

    def constant_of_shape(
        self,
        shape: Sequence[int],
        *,
        value: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """One value in all elements of a shape.

        Parameters
        ----------
        shape : sequence of int
        value : int or sequence of int, optional
            a tensor of one element; float32 0 when absent.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.constant_of_shape([2, 3]).eval().tolist()
        [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
        """
        return self._graph.op(
            "ConstantOfShape",
            {
                "shape": shape,
                "value": value,
            },
            [],
            name,
        )[0]

    def cos(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Cosine.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.cos([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.17, 0.0707, 0.6216, -0.7374]
        """
        return self._graph.op(
            "Cos",
            {},
            [
                x,
            ],
            name,
        )[0]

    def cosh(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Hyperbolic cosine.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.cosh([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [2.1509, 2.3524, 1.4331, 5.5569]
        """
        return self._graph.op(
            "Cosh",
            {},
            [
                x,
            ],
            name,
        )[0]

    def cum_sum(
        self,
        x: Variable | float,
        axis: Sequence[int],
        *,
        exclusive: int = 0,
        reverse: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.math.cum_sum(x, [1]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.5, 1.0, 0.7, 1.5], [0.4, 0.1, -0.7, -0.0], [-0.8, 0.1, 0.4, 1.0]]
        """
        return self._graph.op(
            "CumSum",
            {
                "axis": axis,
                "exclusive": exclusive,
                "reverse": reverse,
            },
            [
                x,
            ],
            name,
        )[0]

    def div(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a / b; of integers cut towards 0, 0 where b is 0.

        Parameters
        ----------
        a : array_like
            Numbers, real or complex.
        b : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.div([1.4, 1.5, -0.9, 2.4], [1.6, 1.8, 0.8, 2.0]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.875, 0.8333, -1.125, 1.2]
        """
        return self._graph.op(
            "Div",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def equal(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a == b.

        Parameters
        ----------
        a : array_like
            Of any type.
        b : array_like
            Of any type.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.equal([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).eval().tolist()
        [False, False, False, False]
        """
        return self._graph.op(
            "Equal",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def erf(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Error function.

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.erf([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.9523, 0.9661, -0.7969, 0.9993]
        """
        return self._graph.op(
            "Erf",
            {},
            [
                x,
            ],
            name,
        )[0]

    def exp(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """e to the power x.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.exp([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [4.0552, 4.4817, 0.4066, 11.0232]
        """
        return self._graph.op(
            "Exp",
            {},
            [
                x,
            ],
            name,
        )[0]

    def expand(
        self,
        x: Variable | float,
        shape: Sequence[int],
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x broadcast with a shape.

        Parameters
        ----------
        x : array_like
            Of any type.
        shape : sequence of int
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.expand([[0.5], [0.5], [-0.3]], [2, 1, 4]).eval().shape
        (2, 3, 4)
        """
        return self._graph.op(
            "Expand",
            {
                "shape": shape,
            },
            [
                x,
            ],
            name,
        )[0]

    def flatten(
        self,
        x: Variable | float,
        *,
        axis: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x as a matrix: axes before 'axis' and the rest.

        Parameters
        ----------
        x : array_like
            Of any type.
        axis : int, default 1
            First axis of the second dim.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.flatten(np.ones((3, 4, 2), np.float32)).eval().shape
        (3, 8)
        """
        return self._graph.op(
            "Flatten",
            {
                "axis": axis,
            },
            [
                x,
            ],
            name,
        )[0]

    def floor(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Largest integer not above x.

        Parameters
        ----------
        x : array_like
            Real numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.floor([1.4, 1.5, -0.9, 2.4]).eval().tolist()
        [1.0, 1.0, -1.0, 2.0]
        """
        return self._graph.op(
            "Floor",
            {},
            [
                x,
            ],
            name,
        )[0]

    def gather(
        self,
        x: Variable | float,
        indices: Variable | float,
        *,
        axis: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Slices of x along an axis, picked by integer indices.

        Parameters
        ----------
        x : array_like
            Of any type.
        indices : array_like
            Integers.
        axis : int, default 0
            Axis.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3], [-0.8, 0.7, -0.8], [0.9, 0.3, 0.6], [0.2, -0.1, -0.5]]
        >>> y = sd.math.gather(x, [3, 3, 4, 1]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.9, 0.3, 0.6], [0.9, 0.3, 0.6], [0.2, -0.1, -0.5], [0.8, 0.4, -0.3]]
        """
        return self._graph.op(
            "Gather",
            {
                "axis": axis,
            },
            [
                x,
                indices,
            ],
            name,
        )[0]

    def gather_elements(
        self,
        x: Variable | float,
        indices: Variable | float,
        *,
        axis: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """y[i][j] = x[indices[i][j]][j] for axis 0, and so on.

        Parameters
        ----------
        x : array_like
            Of any type.
        indices : array_like
            Integers.
        axis : int, default 0
            Axis.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.math.gather_elements(x, [[2, 2], [1, 2], [1, 2]], axis=1).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[-0.3, -0.3], [-0.3, -0.8], [0.9, 0.3]]
        """
        return self._graph.op(
            "GatherElements",
            {
                "axis": axis,
            },
            [
                x,
                indices,
            ],
            name,
        )[0]

    def gather_nd(
        self,
        x: Variable | float,
        indices: Variable | float,
        *,
        batch_dims: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Slices of x, each named by the coordinates in the last axis of indices.

        Parameters
        ----------
        x : array_like
            Of any type.
        indices : array_like
            Integers.
        batch_dims : int, default 0
            Leading axes that x and indices share.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> indices = [[2, 2], [0, 1], [0, 2], [0, 0], [1, 0]]
        >>> y = sd.math.gather_nd(x, indices).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.3, 0.5, -0.3, 0.5, 0.4]
        """
        return self._graph.op(
            "GatherND",
            {
                "batch_dims": batch_dims,
            },
            [
                x,
                indices,
            ],
            name,
        )[0]

    def greater(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a > b.

        Parameters
        ----------
        a : array_like
            Real numbers or truth values.
        b : array_like
            Real numbers or truth values.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.greater([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).eval().tolist()
        [True, True, False, True]
        """
        return self._graph.op(
            "Greater",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def greater_or_equal(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a >= b.

        Parameters
        ----------
        a : array_like
            Real numbers or truth values.
        b : array_like
            Real numbers or truth values.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.greater_or_equal([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).eval().tolist()
        [True, True, False, True]
        """
        return self._graph.op(
            "GreaterOrEqual",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def identity(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x.

        Parameters
        ----------
        x : array_like
            Of any type.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.identity(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Identity",
            {},
            [
                x,
            ],
            name,
        )[0]

    def is_inf(
        self,
        x: Variable | float,
        *,
        detect_negative: int = 1,
        detect_positive: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Whether x is infinite.

        Parameters
        ----------
        x : array_like
            Numbers, real or complex.
        detect_negative : int, default 1
            Count minus infinity.
        detect_positive : int, default 1
            Count infinity.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.is_inf([1, 2, 0, 1]).eval().tolist()
        [False, False, False, False]
        """
        return self._graph.op(
            "IsInf",
            {
                "detect_negative": detect_negative,
                "detect_positive": detect_positive,
            },
            [
                x,
            ],
            name,
        )[0]

    def is_na_n(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Whether x is not a number.

        Parameters
        ----------
        x : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.is_na_n([1, 2, 0, 1]).eval().tolist()
        [False, False, False, False]
        """
        return self._graph.op(
            "IsNaN",
            {},
            [
                x,
            ],
            name,
        )[0]

    def less(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a < b.

        Parameters
        ----------
        a : array_like
            Real numbers or truth values.
        b : array_like
            Real numbers or truth values.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.less([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).eval().tolist()
        [False, False, True, False]
        """
        return self._graph.op(
            "Less",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def less_or_equal(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a <= b.

        Parameters
        ----------
        a : array_like
            Real numbers or truth values.
        b : array_like
            Real numbers or truth values.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.less_or_equal([0.5, 0.5, -0.3, 0.8], [-0.1, -0.5, -0.2, 0.2]).eval().tolist()
        [False, False, True, False]
        """
        return self._graph.op(
            "LessOrEqual",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def log(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Natural logarithm.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.log([2.2, 2.3, 1.2, 2.7]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.7885, 0.8329, 0.1823, 0.9933]
        """
        return self._graph.op(
            "Log",
            {},
            [
                x,
            ],
            name,
        )[0]

    def max(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """The larger of a and b.

        Parameters
        ----------
        a : array_like
            Real numbers.
        b : array_like
            Real numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.max([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.4, 1.5, -0.9, 2.4]
        """
        return self._graph.op(
            "Max",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def min(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """The smaller of a and b.

        Parameters
        ----------
        a : array_like
            Real numbers.
        b : array_like
            Real numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.min([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [-0.4, 0.1, -2.4, 0.6]
        """
        return self._graph.op(
            "Min",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def mod(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        fmod: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Remainder, exact; of integers 0 where b is 0.

        Parameters
        ----------
        a : array_like
            Real numbers.
        b : array_like
            Real numbers.
        fmod : int, default 0
            1: with the sign of a, as C's fmod; 0: with the sign of b, as Python's %.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.mod(np.ones((4, 5), np.float32), [0.8, 1.6, 1.8, 0.8, 2.0]).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Mod",
            {
                "fmod": fmod,
            },
            [
                a,
                b,
            ],
            name,
        )[0]

    def mul(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a * b.

        Parameters
        ----------
        a : array_like
            Numbers, real or complex.
        b : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.mul([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [-0.56, 0.15, 2.16, 1.44]
        """
        return self._graph.op(
            "Mul",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def neg(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """-x.

        Parameters
        ----------
        x : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.neg([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [-1.4, -1.5, 0.9, -2.4]
        """
        return self._graph.op(
            "Neg",
            {},
            [
                x,
            ],
            name,
        )[0]

    def non_zero(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """The coordinates [rank, n] of the n elements that are not 0, in row-major order.

        Parameters
        ----------
        x : array_like
            Of any type.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[True, True, True, False], [False, False, True, True], [True, True, False, True]]
        >>> sd.math.non_zero(x).eval().tolist()
        [[0, 0, 0, 1, 1, 2, 2, 2], [0, 1, 2, 2, 3, 0, 1, 3]]
        """
        return self._graph.op(
            "NonZero",
            {},
            [
                x,
            ],
            name,
        )[0]

    def not_(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Not x.

        Parameters
        ----------
        x : array_like
            Truth values.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.not_([True, True, True, False]).eval().tolist()
        [False, False, False, True]
        """
        return self._graph.op(
            "Not",
            {},
            [
                x,
            ],
            name,
        )[0]

    def one_hot(
        self,
        indices: Variable | float,
        depth: Sequence[int],
        values: Variable | float,
        *,
        axis: int = -1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.one_hot([2, 2, 2], [4], [0.0, 1.0]).eval().tolist()
        [[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0]]
        """
        return self._graph.op(
            "OneHot",
            {
                "depth": depth,
                "axis": axis,
            },
            [
                indices,
                values,
            ],
            name,
        )[0]

    def or_(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a or b.

        Parameters
        ----------
        a : array_like
            Truth values.
        b : array_like
            Truth values.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.or_([True, True, True, False], [False, True, True, False]).eval().tolist()
        [True, True, True, False]
        """
        return self._graph.op(
            "Or",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def pow(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a to the power b; of integers exact, wrapping around, a negative power is an error.

        Parameters
        ----------
        a : array_like
            Numbers, real or complex.
        b : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.pow([2.2, 2.3, 1.2, 2.7], [-0.2, 0.1, -1.6, 0.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.8541, 1.0869, 0.747, 1.4878]
        """
        return self._graph.op(
            "Pow",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def range(
        self,
        start: Sequence[int],
        limit: Sequence[int],
        delta: Sequence[int],
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Numbers from start (inclusive) to limit (exclusive) by delta.

        Parameters
        ----------
        start : sequence of int
        limit : sequence of int
        delta : sequence of int
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.range([2], [9], [3]).eval().tolist()
        [2, 5, 8]
        """
        return self._graph.op(
            "Range",
            {
                "start": start,
                "limit": limit,
                "delta": delta,
            },
            [],
            name,
        )[0]

    def reciprocal(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """1 / x.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.reciprocal([2.2, 2.3, 1.2, 2.7]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.4545, 0.4348, 0.8333, 0.3704]
        """
        return self._graph.op(
            "Reciprocal",
            {},
            [
                x,
            ],
            name,
        )[0]

    def reduce_l1(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.reduce_l1(np.ones((3, 4, 5), np.float32)).eval().tolist()
        [[[60.0]]]
        """
        return self._graph.op(
            "ReduceL1",
            {
                "axes": axes,
                "keepdims": keepdims,
                "noop_with_empty_axes": noop_with_empty_axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def reduce_l2(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.reduce_l2(np.ones((3, 4, 5), np.float32)).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[[7.746]]]
        """
        return self._graph.op(
            "ReduceL2",
            {
                "axes": axes,
                "keepdims": keepdims,
                "noop_with_empty_axes": noop_with_empty_axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def reduce_log_sum_exp(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.reduce_log_sum_exp(np.ones((3, 4, 5), np.float32)).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[[5.0943]]]
        """
        return self._graph.op(
            "ReduceLogSumExp",
            {
                "axes": axes,
                "keepdims": keepdims,
                "noop_with_empty_axes": noop_with_empty_axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def reduce_max(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.reduce_max(np.ones((3, 4, 5), np.float32)).eval().tolist()
        [[[1.0]]]
        """
        return self._graph.op(
            "ReduceMax",
            {
                "axes": axes,
                "keepdims": keepdims,
                "noop_with_empty_axes": noop_with_empty_axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def reduce_mean(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.reduce_mean(np.ones((3, 4, 5), np.float32)).eval().tolist()
        [[[1.0]]]
        """
        return self._graph.op(
            "ReduceMean",
            {
                "axes": axes,
                "keepdims": keepdims,
                "noop_with_empty_axes": noop_with_empty_axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def reduce_min(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.reduce_min(np.ones((3, 4, 5), np.float32)).eval().tolist()
        [[[1.0]]]
        """
        return self._graph.op(
            "ReduceMin",
            {
                "axes": axes,
                "keepdims": keepdims,
                "noop_with_empty_axes": noop_with_empty_axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def reduce_prod(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        out_type: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.reduce_prod(np.ones((3, 4, 5), np.float32)).eval().tolist()
        [[[1.0]]]
        """
        return self._graph.op(
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
            name,
        )[0]

    def reduce_sum(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        out_type: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.reduce_sum(np.ones((3, 4, 5), np.float32)).eval().tolist()
        [[[60.0]]]
        """
        return self._graph.op(
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
            name,
        )[0]

    def reduce_sum_square(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        keepdims: int = 1,
        noop_with_empty_axes: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.reduce_sum_square(np.ones((3, 4, 5), np.float32)).eval().tolist()
        [[[60.0]]]
        """
        return self._graph.op(
            "ReduceSumSquare",
            {
                "axes": axes,
                "keepdims": keepdims,
                "noop_with_empty_axes": noop_with_empty_axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def reshape(
        self,
        x: Variable | float,
        shape: Sequence[int],
        *,
        allowzero: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x under another shape; 0 copies the input's dim, one dim may be -1.

        Parameters
        ----------
        x : array_like
            Of any type.
        shape : sequence of int
        allowzero : int, default 0
            0 means 0.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.math.reshape(x, [2, -1]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.5, 0.5, -0.3, 0.8, 0.4, -0.3], [-0.8, 0.7, -0.8, 0.9, 0.3, 0.6]]
        """
        return self._graph.op(
            "Reshape",
            {
                "shape": shape,
                "allowzero": allowzero,
            },
            [
                x,
            ],
            name,
        )[0]

    def round(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Nearest integer, halves to even.

        Parameters
        ----------
        x : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.round([1.4, 1.5, -0.9, 2.4]).eval().tolist()
        [1.0, 2.0, -1.0, 2.0]
        """
        return self._graph.op(
            "Round",
            {},
            [
                x,
            ],
            name,
        )[0]

    def scan(
        self,
        *values: Variable | float,
        body: Any = None,
        carried: int = 0,
        num_scan_inputs: Any = None,
        scan_input_axes: Any = None,
        scan_output_axes: Any = None,
        scan_input_directions: Any = None,
        scan_output_directions: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            outputs, in this order.

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Notes
        -----
        ONNX Scan, version 21.
        """
        return self._graph.op(
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
            name,
        )

    def scatter_elements(
        self,
        x: Variable | float,
        indices: Variable | float,
        updates: Variable | float,
        *,
        axis: int = 0,
        reduction: str = "none",
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7]]
        >>> y = sd.math.scatter_elements(x, [[2, 0], [1, 3]], [[-0.8, 0.9], [0.3, 0.6]], axis=1).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.9, 0.5, -0.8, 0.8], [0.4, 0.3, -0.8, 0.6]]
        """
        return self._graph.op(
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
            name,
        )[0]

    def scatter_nd(
        self,
        x: Variable | float,
        indices: Variable | float,
        updates: Variable | float,
        *,
        reduction: str = "none",
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3], [-0.8, 0.7, -0.8], [0.9, 0.3, 0.6]]
        >>> updates = [[0.2, -0.1, -0.5], [-0.2, 0.5, -0.6]]
        >>> y = sd.math.scatter_nd(x, [[2], [0]], updates).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[-0.2, 0.5, -0.6], [0.8, 0.4, -0.3], [0.2, -0.1, -0.5], [0.9, 0.3, 0.6]]
        """
        return self._graph.op(
            "ScatterND",
            {
                "reduction": reduction,
            },
            [
                x,
                indices,
                updates,
            ],
            name,
        )[0]

    def shape(
        self,
        x: Variable | float,
        *,
        start: int = 0,
        end: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """The dims of x, from axis start (inclusive) to end (exclusive).

        Parameters
        ----------
        x : array_like
            Of any type.
        start : int, default 0
            First axis.
        end : int or sequence of int, optional
            Axis after the last; all when absent.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> sd.math.shape(x).eval().tolist()
        [3, 4]
        """
        return self._graph.op(
            "Shape",
            {
                "start": start,
                "end": end,
            },
            [
                x,
            ],
            name,
        )[0]

    def sign(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """-1, 0 (of -0, too) or 1.

        Parameters
        ----------
        x : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.sign([1.4, 1.5, -0.9, 2.4]).eval().tolist()
        [1.0, 1.0, -1.0, 1.0]
        """
        return self._graph.op(
            "Sign",
            {},
            [
                x,
            ],
            name,
        )[0]

    def sin(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Sine.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.sin([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.9854, 0.9975, -0.7833, 0.6755]
        """
        return self._graph.op(
            "Sin",
            {},
            [
                x,
            ],
            name,
        )[0]

    def sinh(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Hyperbolic sine.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.sinh([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.9043, 2.1293, -1.0265, 5.4662]
        """
        return self._graph.op(
            "Sinh",
            {},
            [
                x,
            ],
            name,
        )[0]

    def size(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Number of elements.

        Parameters
        ----------
        x : array_like
            Of any type.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> sd.math.size(x).eval().tolist()
        12
        """
        return self._graph.op(
            "Size",
            {},
            [
                x,
            ],
            name,
        )[0]

    def slice(
        self,
        x: Variable | float,
        starts: Sequence[int],
        ends: Sequence[int],
        axes: Sequence[int] | None = None,
        steps: Sequence[int] | None = None,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a range of indices along axes.

        Parameters
        ----------
        x : array_like
            Of any type.
        starts : sequence of int
        ends : sequence of int
        axes : sequence of int, optional
        steps : sequence of int, optional
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.slice(np.ones((6, 5), np.float32), [4, 0], [0, 5], [0, 1], [-2, 2]).eval().tolist()
        [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
        """
        return self._graph.op(
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
            name,
        )[0]

    def split(
        self,
        x: Variable | float,
        split: Sequence[int] | None = None,
        *,
        axis: int = 0,
        num_outputs: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8, 0.4, -0.3], [-0.8, 0.7, -0.8, 0.9, 0.3, 0.6]]
        >>> [tuple(y.eval().shape) for y in sd.math.split(x, [1, 3, 2], axis=1)]
        [(2, 1), (2, 3), (2, 2)]
        """
        return self._graph.op(
            "Split",
            {
                "split": split,
                "axis": axis,
                "num_outputs": num_outputs,
            },
            [
                x,
            ],
            name,
        )

    def sqrt(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Square root.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.sqrt([2.2, 2.3, 1.2, 2.7]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.4832, 1.5166, 1.0954, 1.6432]
        """
        return self._graph.op(
            "Sqrt",
            {},
            [
                x,
            ],
            name,
        )[0]

    def squeeze(
        self,
        x: Variable | float,
        axes: Sequence[int] | None = None,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x without axes of size 1.

        Parameters
        ----------
        x : array_like
            Of any type.
        axes : sequence of int, optional
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[[0.5, 0.5, -0.3, 0.8]], [[0.4, -0.3, -0.8, 0.7]], [[-0.8, 0.9, 0.3, 0.6]]]
        >>> y = sd.math.squeeze(x, [1]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        """
        return self._graph.op(
            "Squeeze",
            {
                "axes": axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def sub(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a - b.

        Parameters
        ----------
        a : array_like
            Numbers, real or complex.
        b : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.sub([1.4, 1.5, -0.9, 2.4], [-0.4, 0.1, -2.4, 0.6]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.8, 1.4, 1.5, 1.8]
        """
        return self._graph.op(
            "Sub",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def tan(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Tangent.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.tan([0.5, 0.5, -0.3, 0.8]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.5463, 0.5463, -0.3093, 1.0296]
        """
        return self._graph.op(
            "Tan",
            {},
            [
                x,
            ],
            name,
        )[0]

    def tanh(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Hyperbolic tangent.

        Parameters
        ----------
        x : array_like
            Floats or complex numbers.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.tanh([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.8854, 0.9051, -0.7163, 0.9837]
        """
        return self._graph.op(
            "Tanh",
            {},
            [
                x,
            ],
            name,
        )[0]

    def tile(
        self,
        x: Variable | float,
        repeats: Sequence[int],
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x repeated along each axis.

        Parameters
        ----------
        x : array_like
            Of any type.
        repeats : sequence of int
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.math.tile([0.5, 0.5, -0.3], [3]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.5, 0.5, -0.3, 0.5, 0.5, -0.3, 0.5, 0.5, -0.3]
        """
        return self._graph.op(
            "Tile",
            {
                "repeats": repeats,
            },
            [
                x,
            ],
            name,
        )[0]

    def top_k(
        self,
        x: Variable | float,
        k: Sequence[int],
        *,
        axis: int = -1,
        largest: int = 1,
        sorted: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[1.3, -1.6, -1.9, -1.3, 0.8], [0.0, -1.1, -0.3, -0.8, -0.5], [1.9, 1.6, 1.1, 0.3, 0.5]]
        >>> [tuple(y.eval().shape) for y in sd.math.top_k(x, [2])]
        [(3, 2), (3, 2)]
        """
        return self._graph.op(
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
            name,
        )

    def transpose(
        self,
        x: Variable | float,
        *,
        perm: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x with its axes in the order perm.

        Parameters
        ----------
        x : array_like
            Of any type.
        perm : int or sequence of int, optional
            Axis of x for each axis of y; reversed when absent.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.math.transpose(x).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.5, 0.4, -0.8], [0.5, -0.3, 0.9], [-0.3, -0.8, 0.3], [0.8, 0.7, 0.6]]
        """
        return self._graph.op(
            "Transpose",
            {
                "perm": perm,
            },
            [
                x,
            ],
            name,
        )[0]

    def unique(
        self,
        x: Variable | float,
        *,
        axis: Any = None,
        sorted: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """The different elements (slices along an axis), where each is first, which one each is, and how often
        there is each.

        Parameters
        ----------
        x : array_like
            Real numbers.
        axis : int or sequence of int, optional
            Axis; elements when absent.
        sorted : int, default 1
            In order; 0: as they come.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> [tuple(y.eval().shape) for y in sd.math.unique([1, 2, 0, 1, 1, 1, 1])]
        [(3,), (3,), (7,), (3,)]
        """
        return self._graph.op(
            "Unique",
            {
                "axis": axis,
                "sorted": sorted,
            },
            [
                x,
            ],
            name,
        )

    def unsqueeze(
        self,
        x: Variable | float,
        axes: Sequence[int],
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x with axes of size 1 inserted.

        Parameters
        ----------
        x : array_like
            Of any type.
        axes : sequence of int
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.math.unsqueeze(x, [0, -1]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[[[0.5], [0.5], [-0.3], [0.8]], [[0.4], [-0.3], [-0.8], [0.7]], [[-0.8], [0.9], [0.3], [0.6]]]]
        """
        return self._graph.op(
            "Unsqueeze",
            {
                "axes": axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def where(
        self,
        condition: Variable | float,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Condition ? a : b.

        Parameters
        ----------
        condition : array_like
            Truth values.
        a : array_like
            Of any type.
        b : array_like
            Of any type.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> condition = [[True, True, True, False], [False, False, True, True], [True, True, False, True]]
        >>> a = [[-0.8, 0.7, -0.8, 0.9], [0.3, 0.6, 0.2, -0.1], [-0.5, -0.2, 0.5, -0.6]]
        >>> y = sd.math.where(condition, a, [-0.4, 0.7, -0.8, -0.1]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[-0.8, 0.7, -0.8, -0.1], [-0.4, 0.7, 0.2, -0.1], [-0.5, -0.2, -0.8, -0.6]]
        """
        return self._graph.op(
            "Where",
            {},
            [
                condition,
                a,
                b,
            ],
            name,
        )[0]

    def xor(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Either a or b.

        Parameters
        ----------
        a : array_like
            Truth values.
        b : array_like
            Truth values.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.math.xor([True, True, True, False], [False, True, True, False]).eval().tolist()
        [True, False, False, False]
        """
        return self._graph.op(
            "Xor",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]


class NnOps:
    """What ``sd.nn`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def attention(
        self,
        q: Variable | float,
        k: Variable | float,
        v: Variable | float,
        attn_mask: Variable | float | None = None,
        past_key: Variable | float | None = None,
        past_value: Variable | float | None = None,
        *,
        is_causal: int = 0,
        scale: float = 0.0,
        softcap: float = 0.0,
        q_num_heads: int = 0,
        kv_num_heads: int = 0,
        left_window_size: int = -1,
        right_window_size: int = -1,
        softmax_precision: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """Scaled dot-product attention over heads: softmax(scale q k' + mask) v; k and v may have fewer heads than
        q; a query that sees no key gives 0; also returns the keys and values with their past.

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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            Y, present_key, present_value, in this order: of shapes [2, 4, 6, 2] and [2, 4, 5, 3] and [2, 4, 5, 2]
            for q [2, 4, 6, 3], k [2, 4, 5, 3], v [2, 4, 5, 2].

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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> [tuple(y.eval().shape) for y in sd.nn.attention(np.ones((2, 4, 6, 3), np.float32), np.ones((2, 4, 5,
        ...     3), np.float32), np.ones((2, 4, 5, 2), np.float32))]
        [(2, 4, 6, 2), (2, 4, 5, 3), (2, 4, 5, 2)]
        """
        return self._graph.op(
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
            name,
        )

    def batch_normalization(
        self,
        x: Variable | float,
        scale: Variable | float,
        shift: Variable | float,
        mean: Variable | float,
        var: Variable | float,
        *,
        epsilon: float = 1e-05,
        momentum: float = 0.9,
        training_mode: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Scale (x - mean) / sqrt(var + epsilon) + shift per channel, with given moments; in training mode with
        those of the batch, and also returns running moments: momentum given + (1 - momentum) batch's, of biased
        variance.

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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.batch_normalization(np.ones((2, 3, 4, 4), np.float32), [1.3, 1.3, 0.7], [0.7, 0.8, 1.4], [0.9,
        ...     1.4, 0.5], [0.9, 0.9, 0.9]).eval().shape
        (2, 3, 4, 4)
        """
        return self._graph.op(
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
            name,
        )[0]

    def celu(
        self,
        x: Variable | float,
        *,
        alpha: float = 1.0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """max(x, 0) + min(0, alpha (exp(x / alpha) - 1)).

        Parameters
        ----------
        x : array_like
            Floats.
        alpha : float, default 1.0
            Limit at minus infinity, negated.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.celu(np.ones((4, 5), np.float32), alpha=0.5).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Celu",
            {
                "alpha": alpha,
            },
            [
                x,
            ],
            name,
        )[0]

    def dropout(
        self,
        x: Variable | float,
        *,
        retain: float = 0.5,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x / retain where a uniform number is below retain, else 0.

        Parameters
        ----------
        x : array_like
            Floats.
        retain : float, default 0.5
            Probability of keeping an element.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [5, 9] for x [5, 9], seed [], step [].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.dropout(np.ones((5, 9), np.float32)).eval().shape
        (5, 9)
        """
        return self._graph.op(
            "pydl4j.Dropout",
            {
                "retain": retain,
            },
            [
                x,
            ],
            name,
        )[0]

    def elu(
        self,
        x: Variable | float,
        *,
        alpha: float = 1.0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x where x > 0, alpha (exp(x) - 1) elsewhere.

        Parameters
        ----------
        x : array_like
            Floats.
        alpha : float, default 1.0
            Limit at minus infinity, negated.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.elu(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Elu",
            {
                "alpha": alpha,
            },
            [
                x,
            ],
            name,
        )[0]

    def gelu(
        self,
        x: Variable | float,
        *,
        approximate: str = "none",
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x Phi(x), Phi the normal distribution function; approximate="tanh" for its approximation.

        Parameters
        ----------
        x : array_like
            Floats.
        approximate : str, default "none"
            None or tanh.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.gelu(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Gelu",
            {
                "approximate": approximate,
            },
            [
                x,
            ],
            name,
        )[0]

    def group_normalization(
        self,
        x: Variable | float,
        scale: Variable | float,
        shift: Variable | float,
        *,
        num_groups: Any = None,
        epsilon: float = 1e-05,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Scale (x - mean) / sqrt(var + epsilon) + shift with the moments of each group of channels of each
        example.

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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.group_normalization(np.ones((2, 4, 3, 5), np.float32), [1.4, 1.0, 0.9, 1.1], [0.4, -0.3, 0.3,
        ...     0.6], num_groups=2).eval().shape
        (2, 4, 3, 5)
        """
        return self._graph.op(
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
            name,
        )[0]

    def hard_sigmoid(
        self,
        x: Variable | float,
        *,
        alpha: float = 0.2,
        beta: float = 0.5,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """max(0, min(1, alpha x + beta)).

        Parameters
        ----------
        x : array_like
            Floats.
        alpha : float, default 0.2
            Slope.
        beta : float, default 0.5
            Value at 0.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.hard_sigmoid(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "HardSigmoid",
            {
                "alpha": alpha,
                "beta": beta,
            },
            [
                x,
            ],
            name,
        )[0]

    def hard_swish(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x max(0, min(1, x / 6 + 1/2)).

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.hard_swish(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "HardSwish",
            {},
            [
                x,
            ],
            name,
        )[0]

    def instance_normalization(
        self,
        x: Variable | float,
        scale: Variable | float,
        shift: Variable | float,
        *,
        epsilon: float = 1e-05,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.instance_normalization(np.ones((2, 3, 4, 5), np.float32), [1.4, 1.0, 0.9], [1.1, 1.2,
        ...     0.9]).eval().shape
        (2, 3, 4, 5)
        """
        return self._graph.op(
            "InstanceNormalization",
            {
                "epsilon": epsilon,
            },
            [
                x,
                scale,
                shift,
            ],
            name,
        )[0]

    def lrn(
        self,
        x: Variable | float,
        *,
        size: Any = None,
        alpha: float = 1e-04,
        beta: float = 0.75,
        bias: float = 1.0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.lrn(np.ones((2, 5, 3, 4), np.float32), alpha=0.5, size=3).eval().shape
        (2, 5, 3, 4)
        """
        return self._graph.op(
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
            name,
        )[0]

    def layer_normalization(
        self,
        x: Variable | float,
        scale: Variable | float,
        shift: Variable | float | None = None,
        *,
        axis: int = -1,
        epsilon: float = 1e-05,
        stash_type: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """Scale (x - mean) / sqrt(var + epsilon) + shift, moments over the axes from 'axis' on; also returns mean
        and 1 / sqrt(var + epsilon).

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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            y, mean, inv_std_dev, in this order: of shapes [2, 4, 5] and [2, 4, 1] and [2, 4, 1] for x [2, 4, 5],
            scale [5], shift [5].

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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> [tuple(y.eval().shape) for y in sd.nn.layer_normalization(np.ones((2, 4, 5), np.float32), [0.9, 1.5,
        ...     0.9, 1.3, 0.8], [-0.5, -0.3, 0.1, -0.2, -0.6])]
        [(2, 4, 5), (2, 4, 1), (2, 4, 1)]
        """
        return self._graph.op(
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
            name,
        )

    def leaky_relu(
        self,
        x: Variable | float,
        *,
        alpha: float = 0.01,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x where x >= 0, alpha x elsewhere.

        Parameters
        ----------
        x : array_like
            Floats.
        alpha : float, default 0.01
            Slope below 0.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.leaky_relu(np.ones((4, 5), np.float32), alpha=0.1).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "LeakyRelu",
            {
                "alpha": alpha,
            },
            [
                x,
            ],
            name,
        )[0]

    def log_softmax(
        self,
        x: Variable | float,
        *,
        axis: int = -1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Logarithm of Softmax.

        Parameters
        ----------
        x : array_like
            Floats.
        axis : int, default -1
            Axis.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.log_softmax(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "LogSoftmax",
            {
                "axis": axis,
            },
            [
                x,
            ],
            name,
        )[0]

    def mish(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x tanh(softplus(x)).

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.mish(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Mish",
            {},
            [
                x,
            ],
            name,
        )[0]

    def p_relu(
        self,
        x: Variable | float,
        slope: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x where x >= 0, slope x elsewhere; the slope broadcasts.

        Parameters
        ----------
        x : array_like
            Floats.
        slope : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.p_relu(np.ones((2, 3, 4), np.float32), [[0.2], [0.2], [0.2]]).eval().shape
        (2, 3, 4)
        """
        return self._graph.op(
            "PRelu",
            {},
            [
                x,
                slope,
            ],
            name,
        )[0]

    def pad(
        self,
        x: Variable | float,
        pads: Sequence[int],
        constant_value: Variable | float | None = None,
        axes: Sequence[int] | None = None,
        *,
        mode: str = "constant",
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3], [0.8, 0.4, -0.3]]
        >>> y = sd.nn.pad(x, [1, 0, 0, 2]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.0, 0.0, 0.0, 0.0, 0.0], [0.5, 0.5, -0.3, 0.0, 0.0], [0.8, 0.4, -0.3, 0.0, 0.0]]
        """
        return self._graph.op(
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
            name,
        )[0]

    def relu(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """max(x, 0).

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.nn.relu([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.4, 1.5, 0.0, 2.4]
        """
        return self._graph.op(
            "Relu",
            {},
            [
                x,
            ],
            name,
        )[0]

    def selu(
        self,
        x: Variable | float,
        *,
        alpha: float = 1.6732631921768188,
        gamma: float = 1.0507010221481323,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Gamma (x where x > 0, alpha (exp(x) - 1) elsewhere).

        Parameters
        ----------
        x : array_like
            Floats.
        alpha : float, default 1.6732631921768188
            Alpha.
        gamma : float, default 1.0507010221481323
            Gamma.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.selu(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Selu",
            {
                "alpha": alpha,
                "gamma": gamma,
            },
            [
                x,
            ],
            name,
        )[0]

    def sigmoid(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """1 / (1 + exp(-x)).

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.nn.sigmoid([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.8022, 0.8176, 0.2891, 0.9168]
        """
        return self._graph.op(
            "Sigmoid",
            {},
            [
                x,
            ],
            name,
        )[0]

    def softmax(
        self,
        x: Variable | float,
        *,
        axis: int = -1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """exp(x) / sum(exp(x)) along an axis.

        Parameters
        ----------
        x : array_like
            Floats.
        axis : int, default -1
            Axis.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.softmax(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Softmax",
            {
                "axis": axis,
            },
            [
                x,
            ],
            name,
        )[0]

    def softplus(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """log(1 + exp(x)).

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.nn.softplus([1.4, 1.5, -0.9, 2.4]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [1.6204, 1.7014, 0.3412, 2.4868]
        """
        return self._graph.op(
            "Softplus",
            {},
            [
                x,
            ],
            name,
        )[0]

    def softsign(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x / (1 + |x|).

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.softsign(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "Softsign",
            {},
            [
                x,
            ],
            name,
        )[0]

    def thresholded_relu(
        self,
        x: Variable | float,
        *,
        alpha: float = 1.0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x where x > alpha, 0 elsewhere.

        Parameters
        ----------
        x : array_like
            Floats.
        alpha : float, default 1.0
            Threshold.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.nn.thresholded_relu(np.ones((4, 5), np.float32)).eval().shape
        (4, 5)
        """
        return self._graph.op(
            "ThresholdedRelu",
            {
                "alpha": alpha,
            },
            [
                x,
            ],
            name,
        )[0]


class CnnOps:
    """What ``sd.cnn`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def average_pool(
        self,
        x: Variable | float,
        *,
        kernel_shape: Any = None,
        strides: Any = None,
        pads: Any = None,
        dilations: Any = None,
        ceil_mode: int = 0,
        auto_pad: str = "NOTSET",
        count_include_pad: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.average_pool(np.ones((2, 3, 6, 6), np.float32), kernel_shape=(2, 2), strides=(2,
        ...     2)).eval().shape
        (2, 3, 3, 3)
        """
        return self._graph.op(
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
            name,
        )[0]

    def col2_im(
        self,
        x: Variable | float,
        image_shape: Sequence[int],
        block_shape: Sequence[int],
        *,
        dilations: Any = None,
        pads: Any = None,
        strides: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.col2_im(np.ones((1, 8, 9), np.float32), [4, 4], [2, 2]).eval().shape
        (1, 2, 4, 4)
        """
        return self._graph.op(
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
            name,
        )[0]

    def conv(
        self,
        x: Variable | float,
        w: Variable | float,
        bias: Variable | float | None = None,
        *,
        strides: Any = None,
        pads: Any = None,
        dilations: Any = None,
        group: int = 1,
        auto_pad: str = "NOTSET",
        kernel_shape: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.conv(np.ones((2, 3, 5, 5), np.float32), np.ones((4, 3, 3, 3), np.float32), [0.3, 0.2, 0.3,
        ...     0.0], pads=(1, 1, 1, 1)).eval().shape
        (2, 4, 5, 5)
        """
        return self._graph.op(
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
            name,
        )[0]

    def conv_transpose(
        self,
        x: Variable | float,
        w: Variable | float,
        bias: Variable | float | None = None,
        *,
        strides: Any = None,
        pads: Any = None,
        dilations: Any = None,
        group: int = 1,
        output_padding: Any = None,
        output_shape: Any = None,
        auto_pad: str = "NOTSET",
        kernel_shape: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.conv_transpose(np.ones((2, 3, 4, 4), np.float32), np.ones((3, 2, 3, 3), np.float32), [-0.7,
        ...     0.2], strides=(2, 2)).eval().shape
        (2, 2, 9, 9)
        """
        return self._graph.op(
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
            name,
        )[0]

    def depth_to_space(
        self,
        x: Variable | float,
        *,
        blocksize: Any = None,
        mode: str = "DCR",
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Blocks of channels as blocks of pixels.

        Parameters
        ----------
        x : array_like
            Of any type.
        blocksize : int or sequence of int
            Pixels per side of a block.
        mode : str, default "DCR"
            DCR: block before channel; CRD: channel before block.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.depth_to_space(np.ones((2, 8, 2, 3), np.float32), blocksize=2).eval().shape
        (2, 2, 4, 6)
        """
        return self._graph.op(
            "DepthToSpace",
            {
                "blocksize": blocksize,
                "mode": mode,
            },
            [
                x,
            ],
            name,
        )[0]

    def global_average_pool(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean over the spatial axes.

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.global_average_pool(np.ones((2, 3, 4, 5), np.float32)).eval().tolist()
        [[[[1.0]], [[1.0]], [[1.0]]], [[[1.0]], [[1.0]], [[1.0]]]]
        """
        return self._graph.op(
            "GlobalAveragePool",
            {},
            [
                x,
            ],
            name,
        )[0]

    def global_lp_pool(
        self,
        x: Variable | float,
        *,
        p: int = 2,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """p-norm over the spatial axes.

        Parameters
        ----------
        x : array_like
            Floats.
        p : int, default 2
            Which norm.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.cnn.global_lp_pool(np.ones((2, 3, 4, 5), np.float32)).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[[[4.4721]], [[4.4721]], [[4.4721]]], [[[4.4721]], [[4.4721]], [[4.4721]]]]
        """
        return self._graph.op(
            "GlobalLpPool",
            {
                "p": p,
            },
            [
                x,
            ],
            name,
        )[0]

    def global_max_pool(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Largest over the spatial axes.

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.global_max_pool(np.ones((2, 3, 4, 5), np.float32)).eval().tolist()
        [[[[1.0]], [[1.0]], [[1.0]]], [[[1.0]], [[1.0]], [[1.0]]]]
        """
        return self._graph.op(
            "GlobalMaxPool",
            {},
            [
                x,
            ],
            name,
        )[0]

    def lp_pool(
        self,
        x: Variable | float,
        *,
        kernel_shape: Any = None,
        strides: Any = None,
        pads: Any = None,
        dilations: Any = None,
        ceil_mode: int = 0,
        auto_pad: str = "NOTSET",
        count_include_pad: int = 0,
        p: int = 2,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.lp_pool(np.ones((1, 2, 5, 6), np.float32), kernel_shape=(2, 3), p=1, pads=(1, 0, 0, 1),
        ...     strides=(1, 2)).eval().shape
        (1, 2, 5, 3)
        """
        return self._graph.op(
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
            name,
        )[0]

    def max_pool(
        self,
        x: Variable | float,
        *,
        kernel_shape: Any = None,
        strides: Any = None,
        pads: Any = None,
        dilations: Any = None,
        ceil_mode: int = 0,
        auto_pad: str = "NOTSET",
        count_include_pad: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.max_pool(np.ones((2, 3, 6, 6), np.float32), kernel_shape=(2, 2), strides=(2, 2)).eval().shape
        (2, 3, 3, 3)
        """
        return self._graph.op(
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
            name,
        )[0]

    def max_roi_pool(
        self,
        x: Variable | float,
        rois: Variable | float,
        *,
        pooled_shape: Any = None,
        spatial_scale: float = 1.0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.max_roi_pool(np.ones((1, 3, 7, 6), np.float32), np.ones((4, 5), np.float32), pooled_shape=(2,
        ...     3)).eval().shape
        (4, 3, 2, 3)
        """
        return self._graph.op(
            "MaxRoiPool",
            {
                "pooled_shape": pooled_shape,
                "spatial_scale": spatial_scale,
            },
            [
                x,
                rois,
            ],
            name,
        )[0]

    def max_unpool(
        self,
        x: Variable | float,
        places: Variable | float,
        output_shape: Sequence[int] | None = None,
        *,
        kernel_shape: Any = None,
        strides: Any = None,
        pads: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.cnn.max_unpool([[[0.5, 0.5], [-0.3, 0.8]]], [[[5, 6], [0, 3]]], kernel_shape=(2,),
        ...     strides=(2,)).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[[-0.3, 0.0, 0.0, 0.8], [0.0, 0.5, 0.5, 0.0]]]
        """
        return self._graph.op(
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
            name,
        )[0]

    def space_to_depth(
        self,
        x: Variable | float,
        *,
        blocksize: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Blocks of pixels as blocks of channels.

        Parameters
        ----------
        x : array_like
            Of any type.
        blocksize : int or sequence of int
            Pixels per side of a block.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.cnn.space_to_depth(np.ones((2, 3, 4, 6), np.float32), blocksize=2).eval().shape
        (2, 12, 2, 3)
        """
        return self._graph.op(
            "SpaceToDepth",
            {
                "blocksize": blocksize,
            },
            [
                x,
            ],
            name,
        )[0]


class RnnOps:
    """What ``sd.rnn`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def gru(
        self,
        x: Variable | float,
        w: Variable | float,
        r: Variable | float,
        b: Variable | float | None = None,
        sequence_lens: Variable | float | None = None,
        initial_h: Variable | float | None = None,
        *,
        hidden_size: Any = None,
        direction: str = "forward",
        layout: int = 0,
        activations: Any = None,
        activation_alpha: Any = None,
        activation_beta: Any = None,
        clip: Any = None,
        linear_before_reset: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """Gated recurrent unit over x [T, N, size]: h of all steps [T, directions, N, n] and the last one; gates in
        the order update, reset, hidden.

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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> r = [[[-0.2, -0.6], [0.4, 0.6], [-0.8, -0.4], [0.4, -0.4], [-0.4, 0.5], [0.5, -0.7]]]
        >>> [tuple(y.eval().shape) for y in sd.rnn.gru(np.ones((3, 2, 4), np.float32), np.ones((1, 6, 4),
        ...     np.float32), r, hidden_size=2)]
        [(3, 1, 2, 2), (1, 2, 2)]
        """
        return self._graph.op(
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
            name,
        )

    def lstm(
        self,
        x: Variable | float,
        w: Variable | float,
        r: Variable | float,
        b: Variable | float | None = None,
        sequence_lens: Variable | float | None = None,
        initial_h: Variable | float | None = None,
        initial_c: Variable | float | None = None,
        p: Variable | float | None = None,
        *,
        hidden_size: Any = None,
        direction: str = "forward",
        layout: int = 0,
        activations: Any = None,
        activation_alpha: Any = None,
        activation_beta: Any = None,
        clip: Any = None,
        input_forget: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """LSTM over x [T, N, size]: returns h [T, directions, N, n] and the last h and c [directions, N, n]; gates
        in the order input, output, forget, cell.

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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            y, y_h, y_c, in this order: of shapes [3, 1, 2, 2] and [1, 2, 2] and [1, 2, 2] for x [3, 2, 4], w [1, 8,
            4], r [1, 8, 2], b [1, 16].

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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> r = [[[-0.4, 0.5], [0.5, -0.7], [-0.3, 0.0], [0.6, -0.4], [0.5, 0.2], [0.9, 0.3], [0.6, -0.1],
        ...     [-0.2, 0.0]]]
        >>> b = [[0.2, -0.4, 0.4, -1.0, -0.1, 0.9, 0.0, -0.2, -0.2, -0.6, 0.0, 0.2, -0.2, 1.0, 0.7, 0.9]]
        >>> [tuple(y.eval().shape) for y in sd.rnn.lstm(np.ones((3, 2, 4), np.float32), np.ones((1, 8, 4),
        ...     np.float32), r, b, hidden_size=2)]
        [(3, 1, 2, 2), (1, 2, 2), (1, 2, 2)]
        """
        return self._graph.op(
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
            name,
        )

    def rnn(
        self,
        x: Variable | float,
        w: Variable | float,
        r: Variable | float,
        b: Variable | float | None = None,
        sequence_lens: Variable | float | None = None,
        initial_h: Variable | float | None = None,
        *,
        hidden_size: Any = None,
        direction: str = "forward",
        layout: int = 0,
        activations: Any = None,
        activation_alpha: Any = None,
        activation_beta: Any = None,
        clip: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            y, y_h, in this order: of shapes [3, 1, 2, 2] and [1, 2, 2] for x [3, 2, 4], w [1, 2, 4], r [1, 2, 2], b
            [1, 4].

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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> w = [[[0.2, 0.5, -0.2, 0.7], [-0.1, -0.1, 0.8, -0.8]]]
        >>> [tuple(y.eval().shape) for y in sd.rnn.rnn(np.ones((3, 2, 4), np.float32), w, [[[0.2, -0.6], [0.2,
        ...     0.2]]], [[0.6, -0.9, 0.0, 0.9]], direction="reverse", hidden_size=2)]
        [(3, 1, 2, 2), (1, 2, 2)]
        """
        return self._graph.op(
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
            name,
        )


class LossOps:
    """What ``sd.loss`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def absolute_difference(
        self,
        labels: Variable | float,
        predictions: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean of |predictions - labels|.

        Parameters
        ----------
        labels : array_like
            Floats.
        predictions : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [3, 4], predictions [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> labels = [[0.7, 0.7, 0.4, 0.8], [0.7, 0.4, 0.2, 0.8], [0.2, 0.8, 0.6, 0.7]]
        >>> predictions = [[0.6, 0.5, 0.3, 0.4], [0.7, 0.3, 0.4, 0.8], [0.2, 0.5, 0.5, 0.2]]
        >>> y = sd.loss.absolute_difference(labels, predictions).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        0.1667
        """
        return self._graph.op(
            "pydl4j.AbsoluteDifference",
            {},
            [
                labels,
                predictions,
            ],
            name,
        )[0]

    def cosine_distance(
        self,
        labels: Variable | float,
        predictions: Variable | float,
        *,
        axis: int = -1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean of 1 - sum(labels predictions) along an axis, both of length 1.

        Parameters
        ----------
        labels : array_like
            Floats.
        predictions : array_like
            Floats.
        axis : int, default -1
            Axis.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [3, 4], predictions [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> labels = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> predictions = [[0.2, -0.1, -0.5, -0.2], [0.5, -0.6, -0.4, 0.7], [-0.8, -0.1, 0.0, -0.8]]
        >>> y = sd.loss.cosine_distance(labels, predictions).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        0.5667
        """
        return self._graph.op(
            "pydl4j.CosineDistance",
            {
                "axis": axis,
            },
            [
                labels,
                predictions,
            ],
            name,
        )[0]

    def hinge_loss(
        self,
        labels: Variable | float,
        predictions: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean of max(0, 1 - (2 labels - 1) predictions), labels 0 or 1.

        Parameters
        ----------
        labels : array_like
            Floats.
        predictions : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [3, 4], predictions [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> labels = [[0.7, 0.7, 0.4, 0.8], [0.7, 0.4, 0.2, 0.8], [0.2, 0.8, 0.6, 0.7]]
        >>> predictions = [[0.6, 0.5, 0.3, 0.4], [0.7, 0.3, 0.4, 0.8], [0.2, 0.5, 0.5, 0.2]]
        >>> y = sd.loss.hinge_loss(labels, predictions).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        0.88
        """
        return self._graph.op(
            "pydl4j.HingeLoss",
            {},
            [
                labels,
                predictions,
            ],
            name,
        )[0]

    def huber_loss(
        self,
        labels: Variable | float,
        predictions: Variable | float,
        *,
        delta: float = 1.0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean of e^2 / 2 where e = |predictions - labels| <= delta, else of delta e - delta^2 / 2.

        Parameters
        ----------
        labels : array_like
            Floats.
        predictions : array_like
            Floats.
        delta : float, default 1.0
            Where the loss becomes linear.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [3, 4], predictions [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> labels = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> predictions = [[0.2, -0.1, -0.5, -0.2], [0.5, -0.6, -0.4, 0.7], [-0.8, -0.1, 0.0, -0.8]]
        >>> y = sd.loss.huber_loss(labels, predictions, delta=0.5).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        0.145
        """
        return self._graph.op(
            "pydl4j.HuberLoss",
            {
                "delta": delta,
            },
            [
                labels,
                predictions,
            ],
            name,
        )[0]

    def l2_loss(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Half the sum of x^2.

        Parameters
        ----------
        x : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for x [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.loss.l2_loss(x).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        2.255
        """
        return self._graph.op(
            "pydl4j.L2Loss",
            {},
            [
                x,
            ],
            name,
        )[0]

    def log_loss(
        self,
        labels: Variable | float,
        predictions: Variable | float,
        *,
        epsilon: float = 1e-07,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean of -(labels log p + (1 - labels) log(1 - p)) of probabilities p.

        Parameters
        ----------
        labels : array_like
            Floats.
        predictions : array_like
            Floats.
        epsilon : float, default 1e-07
            Added before the logarithm.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [3, 4], predictions [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> labels = [[0.7, 0.7, 0.3, 0.9], [0.7, 0.4, 0.1, 0.8], [0.1, 0.9, 0.6, 0.8]]
        >>> predictions = [[0.6, 0.5, 0.3, 0.4], [0.7, 0.3, 0.4, 0.8], [0.2, 0.5, 0.5, 0.2]]
        >>> y = sd.loss.log_loss(labels, predictions).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        0.6876
        """
        return self._graph.op(
            "pydl4j.LogLoss",
            {
                "epsilon": epsilon,
            },
            [
                labels,
                predictions,
            ],
            name,
        )[0]

    def log_poisson(
        self,
        labels: Variable | float,
        log_predictions: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean of exp(log_predictions) - labels log_predictions.

        Parameters
        ----------
        labels : array_like
            Floats.
        log_predictions : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [3, 4], log_predictions [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> labels = [[0.7, 0.7, 0.4, 0.8], [0.7, 0.4, 0.2, 0.8], [0.2, 0.8, 0.6, 0.7]]
        >>> log_predictions = [[0.6, 0.5, 0.3, 0.4], [0.7, 0.3, 0.4, 0.8], [0.2, 0.5, 0.5, 0.2]]
        >>> y = sd.loss.log_poisson(labels, log_predictions).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        1.3095
        """
        return self._graph.op(
            "pydl4j.LogPoisson",
            {},
            [
                labels,
                log_predictions,
            ],
            name,
        )[0]

    def mean_squared_error(
        self,
        labels: Variable | float,
        predictions: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean of (predictions - labels)^2.

        Parameters
        ----------
        labels : array_like
            Floats.
        predictions : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [3, 4], predictions [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> labels = [[0.7, 0.7, 0.4, 0.8], [0.7, 0.4, 0.2, 0.8], [0.2, 0.8, 0.6, 0.7]]
        >>> predictions = [[0.6, 0.5, 0.3, 0.4], [0.7, 0.3, 0.4, 0.8], [0.2, 0.5, 0.5, 0.2]]
        >>> y = sd.loss.mean_squared_error(labels, predictions).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        0.0517
        """
        return self._graph.op(
            "pydl4j.MeanSquaredError",
            {},
            [
                labels,
                predictions,
            ],
            name,
        )[0]

    def sigmoid_cross_entropy(
        self,
        labels: Variable | float,
        logits: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean of -(labels log s + (1 - labels) log(1 - s)), s the sigmoid of logits.

        Parameters
        ----------
        labels : array_like
            Floats.
        logits : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [3, 4], logits [3, 4].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> labels = [[0.7, 0.7, 0.4, 0.8], [0.7, 0.4, 0.2, 0.8], [0.2, 0.8, 0.6, 0.7]]
        >>> logits = [[0.6, 0.5, 0.3, 0.4], [0.7, 0.3, 0.4, 0.8], [0.2, 0.5, 0.5, 0.2]]
        >>> y = sd.loss.sigmoid_cross_entropy(labels, logits).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        0.6621
        """
        return self._graph.op(
            "pydl4j.SigmoidCrossEntropy",
            {},
            [
                labels,
                logits,
            ],
            name,
        )[0]

    def softmax_cross_entropy(
        self,
        labels: Variable | float,
        logits: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean over rows of -sum(labels log softmax(logits)), both [N, C].

        Parameters
        ----------
        labels : array_like
            Floats.
        logits : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [4, 5], logits [4, 5].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.loss.softmax_cross_entropy(np.ones((4, 5), np.float32), np.ones((4, 5), np.float32)).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        8.0472
        """
        return self._graph.op(
            "pydl4j.SoftmaxCrossEntropyMean",
            {},
            [
                labels,
                logits,
            ],
            name,
        )[0]

    def sparse_softmax_cross_entropy(
        self,
        labels: Variable | float,
        logits: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Mean over rows of -log softmax(logits)[label], labels [N] numbers of classes, logits [N, C].

        Parameters
        ----------
        labels : array_like
            Integers.
        logits : array_like
            Floats.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [] for labels [4], logits [4, 5].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> y = sd.loss.sparse_softmax_cross_entropy([1, 4, 0, 4], np.ones((4, 5), np.float32)).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        1.6094
        """
        return self._graph.op(
            "pydl4j.SparseSoftmaxCrossEntropy",
            {},
            [
                labels,
                logits,
            ],
            name,
        )[0]


class ImageOps:
    """What ``sd.image`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def affine_grid(
        self,
        theta: Variable | float,
        size: Sequence[int],
        *,
        align_corners: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """The grid for GridSample of an affine map theta [N, axes, axes + 1].

        Parameters
        ----------
        theta : array_like
            Floats.
        size : sequence of int
        align_corners : int, default 0
            1: -1 and 1 are the centers of the outermost pixels; 0: their outer edges.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> theta = [[[0.5, 0.5, -0.3], [0.8, 0.4, -0.3]], [[-0.8, 0.7, -0.8], [0.9, 0.3, 0.6]]]
        >>> sd.image.affine_grid(theta, [2, 3, 4, 5]).eval().shape
        (2, 4, 5, 2)
        """
        return self._graph.op(
            "AffineGrid",
            {
                "size": size,
                "align_corners": align_corners,
            },
            [
                theta,
            ],
            name,
        )[0]

    def center_crop_pad(
        self,
        x: Variable | float,
        shape: Sequence[int],
        *,
        axes: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x cut or padded by zeros on both sides to a shape.

        Parameters
        ----------
        x : array_like
            Of any type.
        shape : sequence of int
        axes : int or sequence of int, optional
            Axes that the shape speaks of; all when absent.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8, 0.4], [-0.3, -0.8, 0.7, -0.8, 0.9]]
        >>> y = sd.image.center_crop_pad(x, [2], axes=(-1,)).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.5, -0.3], [-0.8, 0.7]]
        """
        return self._graph.op(
            "CenterCropPad",
            {
                "shape": shape,
                "axes": axes,
            },
            [
                x,
            ],
            name,
        )[0]

    def grid_sample(
        self,
        x: Variable | float,
        grid: Variable | float,
        *,
        mode: str = "linear",
        padding_mode: str = "zeros",
        align_corners: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.image.grid_sample(np.ones((2, 3, 4, 5), np.float32), np.ones((2, 3, 3, 2), np.float32),
        ...     mode="linear", padding_mode="zeros").eval().shape
        (2, 3, 3, 3)
        """
        return self._graph.op(
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
            name,
        )[0]

    def non_max_suppression(
        self,
        boxes: Variable | float,
        scores: Variable | float,
        max_output_boxes_per_class: Variable | float | None = None,
        iou_threshold: Variable | float | None = None,
        score_threshold: Variable | float | None = None,
        *,
        center_point_box: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Boxes [N, n, 4] of the highest scores [N, classes, n] that overlap none taken before: rows of batch,
        class, box.

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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> scores = [[[0.6, 0.7, 0.4, 0.8, 0.5, 0.4], [0.9, 0.1, 0.6, 0.2, 0.6, 0.6]]]
        >>> sd.image.non_max_suppression(np.ones((1, 6, 4), np.float32), scores, [3], 0.4).eval().shape
        (6, 3)
        """
        return self._graph.op(
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
            name,
        )[0]

    def resize(
        self,
        x: Variable | float,
        roi: Variable | float | None = None,
        scales: Variable | float | None = None,
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
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8, 0.4, -0.3], [-0.8, 0.7, -0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.image.resize(x, None, None, [1], axes=(-1,), coordinate_transformation_mode="half_pixel",
        ...     mode="linear").eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.25], [0.05]]
        """
        return self._graph.op(
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
            name,
        )[0]

    def roi_align(
        self,
        x: Variable | float,
        rois: Variable | float,
        batch_indices: Variable | float,
        *,
        mode: str = "avg",
        output_height: int = 1,
        output_width: int = 1,
        sampling_ratio: int = 0,
        spatial_scale: float = 1.0,
        coordinate_transformation_mode: str = "half_pixel",
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Regions [R, 4] of x1, y1, x2, y2 as grids of bins, each the mean or largest of bilinear samples; regions
        get no gradient.

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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> rois = [[6.3, 7.6, 2.1, 6.4], [5.4, 1.5, 5.7, 5.4], [6.0, 4.4, 0.8, 2.8], [2.1, 0.5, 2.6, 5.8]]
        >>> sd.image.roi_align(np.ones((2, 3, 7, 6), np.float32), rois, [0, 0, 0, 0],
        ...     coordinate_transformation_mode="half_pixel", mode="avg", output_height=3,
        ...     output_width=2).eval().shape
        (4, 3, 3, 2)
        """
        return self._graph.op(
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
            name,
        )[0]


class LinalgOps:
    """What ``sd.linalg`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def cholesky(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Lower triangular l with l l' = the symmetric part of x, which must be positive definite.

        Parameters
        ----------
        x : array_like
            Of float64, float32, complex64, complex128.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 3] for x [3, 3].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> y = sd.linalg.cholesky(x).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[1.5811, 0.0, 0.0], [0.4111, 1.7975, 0.0], [-0.3479, 0.1908, 1.7443]]
        """
        return self._graph.op(
            "pydl4j.Cholesky",
            {},
            [
                x,
            ],
            name,
        )[0]

    def det(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Determinant.

        Parameters
        ----------
        x : array_like
            Of float64, float32, complex64, complex128.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> y = sd.linalg.det(x).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        25.581
        """
        return self._graph.op(
            "Det",
            {},
            [
                x,
            ],
            name,
        )[0]

    def eigh(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """Eigenvalues, ascending, and eigenvectors (columns) of the symmetric part; each vector's largest component
        is positive.

        Parameters
        ----------
        x : array_like
            Of float64, float32, complex64, complex128.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            w, v, in this order: of shapes [3] and [3, 3] for x [3, 3].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> [tuple(y.eval().shape) for y in sd.linalg.eigh(x)]
        [(3,), (3, 3)]
        """
        return self._graph.op(
            "pydl4j.Eigh",
            {},
            [
                x,
            ],
            name,
        )

    def einsum(
        self,
        *inputs: Variable | float,
        equation: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Sum of products over the letters of an equation that its right side leaves out: "ij,jk->ik"; as
        numpy.einsum.

        Parameters
        ----------
        *inputs : array_like
            Numbers, real or complex.
        equation : int or sequence of int
            Letters of each input's axes, an ellipsis for those that broadcast, then those of y.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x0 = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.linalg.einsum(x0, equation="ij->j").eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [0.1, 1.1, -0.8, 2.1]
        """
        return self._graph.op(
            "Einsum",
            {
                "equation": equation,
            },
            [
                *inputs,
            ],
            name,
        )[0]

    def gemm(
        self,
        a: Variable | float,
        b: Variable | float,
        c: Variable | float | None = None,
        *,
        alpha: float = 1.0,
        beta: float = 1.0,
        trans_a: int = 0,
        trans_b: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
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
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> b = [[-0.8, -0.1, 0.0], [-0.8, 0.2, 0.5], [-0.2, 0.7, -0.1], [-0.1, 0.8, -0.8], [0.2, -0.6, 0.2]]
        >>> y = sd.linalg.gemm(np.ones((4, 5), np.float32), b, [0.2, 0.6, -0.9]).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[-1.5, 1.6, -1.1], [-1.5, 1.6, -1.1], [-1.5, 1.6, -1.1], [-1.5, 1.6, -1.1]]
        """
        return self._graph.op(
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
            name,
        )[0]

    def inverse(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Inverse of square matrices; a singular one raises.

        Parameters
        ----------
        x : array_like
            Of float64, float32, complex64, complex128.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 3] for x [3, 3].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> y = sd.linalg.inverse(x).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.4335, -0.0708, 0.034], [-0.0907, 0.3034, 0.0199], [0.1282, -0.084, 0.3166]]
        """
        return self._graph.op(
            "pydl4j.Inverse",
            {},
            [
                x,
            ],
            name,
        )[0]

    def lu(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """LU factors of square matrices with partial pivoting, both in one matrix (L's ones left out); row i of x's
        permutation is rows[i].

        Parameters
        ----------
        x : array_like
            Of float64, float32.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            lu, rows, in this order: of shapes [3, 3] and [3] for x [3, 3].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> [tuple(y.eval().shape) for y in sd.linalg.lu(x)]
        [(3, 3), (3,)]
        """
        return self._graph.op(
            "pydl4j.Lu",
            {},
            [
                x,
            ],
            name,
        )

    def mat_mul(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Matrix product over the last two axes; the others broadcast; as numpy.matmul; integers wrap around.

        Parameters
        ----------
        a : array_like
            Numbers, real or complex.
        b : array_like
            Numbers, real or complex.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> b = [[-0.8, -0.1, 0.0], [-0.8, 0.2, 0.5], [-0.2, 0.7, -0.1], [-0.1, 0.8, -0.8], [0.2, -0.6, 0.2]]
        >>> y = sd.linalg.mat_mul(np.ones((4, 5), np.float32), b).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[-1.7, 1.0, -0.2], [-1.7, 1.0, -0.2], [-1.7, 1.0, -0.2], [-1.7, 1.0, -0.2]]
        """
        return self._graph.op(
            "MatMul",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def qr(
        self,
        x: Variable | float,
        *,
        complete: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """q with orthonormal columns and upper triangular r, q r = x; r's diagonal is not negative.

        Parameters
        ----------
        x : array_like
            Of float64, float32, complex64, complex128.
        complete : int, default 0
            q is square.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            q, r, in this order: of shapes [3, 3] and [3, 3] for x [3, 3].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> [tuple(y.eval().shape) for y in sd.linalg.qr(x)]
        [(3, 3), (3, 3)]
        """
        return self._graph.op(
            "pydl4j.Qr",
            {
                "complete": complete,
            },
            [
                x,
            ],
            name,
        )

    def slog_det(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """Sign and logarithm of the magnitude of the determinant; 0 and -inf for singular matrices.

        Parameters
        ----------
        x : array_like
            Of float64, float32, complex64, complex128.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            sign, logabsdet, in this order: of shapes [] and [] for x [3, 3].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> [tuple(y.eval().shape) for y in sd.linalg.slog_det(x)]
        [(), ()]
        """
        return self._graph.op(
            "pydl4j.SlogDet",
            {},
            [
                x,
            ],
            name,
        )

    def solve(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x of a x = b; a singular matrix raises.

        Parameters
        ----------
        a : array_like
            Of float64, float32, complex64, complex128.
        b : array_like
            Of float64, float32, complex64, complex128.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 2] for a [3, 3], b [3, 2].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> a = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> b = [[0.9, 0.3], [0.6, 0.2], [-0.1, -0.5]]
        >>> y = sd.linalg.solve(a, b).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.3443, 0.0989], [0.0984, 0.0235], [0.0333, -0.1367]]
        """
        return self._graph.op(
            "pydl4j.Solve",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def svd(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> list[Variable]:
        """Thin singular value decomposition u diag(s) vh, s descending; the largest component of each column of u
        is positive.

        Parameters
        ----------
        x : array_like
            Of float64, float32, complex64, complex128.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        list of Variable
            u, s, vh, in this order: of shapes [3, 3] and [3] and [3, 3] for x [3, 3].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> [tuple(y.eval().shape) for y in sd.linalg.svd(x)]
        [(3, 3), (3,), (3, 3)]
        """
        return self._graph.op(
            "pydl4j.Svd",
            {},
            [
                x,
            ],
            name,
        )

    def triangular_solve(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        upper: int = 0,
        trans_a: int = 0,
        unit: int = 0,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """x of op(a) x = b, where only one triangle of a is read.

        Parameters
        ----------
        a : array_like
            Of float64, float32.
        b : array_like
            Of float64, float32.
        upper : int, default 0
            Read the upper triangle instead of the lower.
        trans_a : int, default 0
            op(a) is the transpose of a.
        unit : int, default 0
            Take the diagonal as ones.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 2] for a [3, 3], b [3, 2].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> a = [[2.5, 0.5, -0.3], [0.8, 3.4, -0.3], [-0.8, 0.7, 3.2]]
        >>> b = [[0.9, 0.3], [0.6, 0.2], [-0.1, -0.5]]
        >>> y = sd.linalg.triangular_solve(a, b).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.36, 0.12], [0.0918, 0.0306], [0.0387, -0.1329]]
        """
        return self._graph.op(
            "pydl4j.TriangularSolve",
            {
                "upper": upper,
                "transA": trans_a,
                "unit": unit,
            },
            [
                a,
                b,
            ],
            name,
        )[0]

    def trilu(
        self,
        x: Variable | float,
        k: Sequence[int] | None = None,
        *,
        upper: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """The upper (or lower) triangle of matrices, zeros elsewhere.

        Parameters
        ----------
        x : array_like
            Of any type.
        k : sequence of int, optional
        upper : int, default 1
            Keep the upper triangle.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = [[0.5, 0.5, -0.3, 0.8], [0.4, -0.3, -0.8, 0.7], [-0.8, 0.9, 0.3, 0.6]]
        >>> y = sd.linalg.trilu(x, [1], upper=0).eval()
        >>> np.asarray(y, np.float64).round(4).tolist()
        [[0.5, 0.5, 0.0, 0.0], [0.4, -0.3, -0.8, 0.0], [-0.8, 0.9, 0.3, 0.6]]
        """
        return self._graph.op(
            "Trilu",
            {
                "k": k,
                "upper": upper,
            },
            [
                x,
            ],
            name,
        )[0]


class RandomOps:
    """What ``sd.random`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def random_bernoulli(
        self,
        shape: Sequence[int],
        probability: Variable | float,
        *,
        dtype: int = 9,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """1 with the probability given, else 0.

        Parameters
        ----------
        shape : sequence of int
        probability : array_like
            Floats.
        dtype : int, default 9
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [], probability [].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_bernoulli([3, 7], 0.7).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomBernoulli",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                probability,
            ],
            name,
        )[0]

    def random_binomial(
        self,
        shape: Sequence[int],
        n: Variable | float,
        p: Variable | float,
        *,
        dtype: int = 7,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Successes among n trials of probability p.

        Parameters
        ----------
        shape : sequence of int
        n : array_like
            Integers.
        p : array_like
            Floats.
        dtype : int, default 7
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [], n [3, 7], p [3, 7].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_binomial([3, 7], np.zeros((3, 7), np.int64), np.ones((3, 7),
        ...     np.float32)).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomBinomial",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                n,
                p,
            ],
            name,
        )[0]

    def random_exponential(
        self,
        shape: Sequence[int],
        scale: Variable | float | None = None,
        *,
        dtype: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Numbers of the density exp(-y / scale) / scale, y >= 0: -scale log(u).

        Parameters
        ----------
        shape : sequence of int
        scale : array_like, optional
            Floats.
        dtype : int, default 1
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_exponential([3, 7]).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomExponential",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                scale,
            ],
            name,
        )[0]

    def random_gamma(
        self,
        shape: Sequence[int],
        alpha: Variable | float,
        *,
        dtype: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Numbers of the density y^(alpha - 1) exp(-y) / gamma(alpha), y >= 0.

        Parameters
        ----------
        shape : sequence of int
        alpha : array_like
            Floats.
        dtype : int, default 1
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [], alpha [3, 7].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_gamma([3, 7], np.ones((3, 7), np.float32)).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomGamma",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                alpha,
            ],
            name,
        )[0]

    def random_integers(
        self,
        shape: Sequence[int],
        low: Variable | float,
        high: Variable | float,
        *,
        dtype: int = 7,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Whole numbers from low to high, both included, all equally likely.

        Parameters
        ----------
        shape : sequence of int
        low : array_like
            Integers.
        high : array_like
            Integers.
        dtype : int, default 7
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [], low [], high [].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_integers([3, 7], 0, 90).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomIntegers",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                low,
                high,
            ],
            name,
        )[0]

    def random_normal(
        self,
        shape: Sequence[int],
        loc: Variable | float | None = None,
        scale: Variable | float | None = None,
        *,
        dtype: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Normal numbers of mean loc and standard deviation scale, by Box and Muller's transform.

        Parameters
        ----------
        shape : sequence of int
        loc : array_like, optional
            Floats.
        scale : array_like, optional
            Floats.
        dtype : int, default 1
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_normal([3, 7]).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomNormal",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                loc,
                scale,
            ],
            name,
        )[0]

    def random_poisson(
        self,
        shape: Sequence[int],
        mean: Variable | float,
        *,
        dtype: int = 7,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Counts of events whose mean number is given.

        Parameters
        ----------
        shape : sequence of int
        mean : array_like
            Floats.
        dtype : int, default 7
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [], mean [3, 7].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_poisson([3, 7], np.ones((3, 7), np.float32)).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomPoisson",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                mean,
            ],
            name,
        )[0]

    def random_truncated_normal(
        self,
        shape: Sequence[int],
        low: Variable | float,
        high: Variable | float,
        *,
        dtype: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Normal numbers of mean 0 and standard deviation 1 from low to high.

        Parameters
        ----------
        shape : sequence of int
        low : array_like
            Floats.
        high : array_like
            Floats.
        dtype : int, default 1
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [], low [3, 7], high [3, 7].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> import numpy as np
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_truncated_normal([3, 7], np.ones((3, 7), np.float32), np.ones((3, 7),
        ...     np.float32)).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomTruncatedNormal",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                low,
                high,
            ],
            name,
        )[0]

    def random_uniform(
        self,
        shape: Sequence[int],
        low: Variable | float | None = None,
        high: Variable | float | None = None,
        *,
        dtype: int = 1,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Numbers from [low, high), low + (high - low) u with u of 24 or 53 bits, by Philox 4x32-10 keyed by seed,
        step and node.

        Parameters
        ----------
        shape : sequence of int
        low : array_like, optional
            Floats.
        high : array_like, optional
            Floats.
        dtype : int, default 1
            Element type of the result, by ONNX's number.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
            Of shape [3, 7] for seed [], step [].

        Raises
        ------
        ValueError
            Where types, shapes or attributes do not fit; the message says which.

        Examples
        --------
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.random.random_uniform([3, 7]).eval().shape
        (3, 7)
        """
        return self._graph.op(
            "pydl4j.RandomUniform",
            {
                "shape": shape,
                "dtype": dtype,
            },
            [
                low,
                high,
            ],
            name,
        )[0]


class BitwiseOps:
    """What ``sd.bitwise`` offers."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph

    def bit_shift(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        direction: Any = None,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """a moved by b bits.

        Parameters
        ----------
        a : array_like
            Integers.
        b : array_like
            Integers.
        direction : int or sequence of int
            LEFT or RIGHT.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> b = np.array([25, 40, 63, 47, 13], "uint32")
        >>> sd.bitwise.bit_shift(np.zeros((4, 5), np.uint32), b, direction="RIGHT").eval().shape
        (4, 5)
        """
        return self._graph.op(
            "BitShift",
            {
                "direction": direction,
            },
            [
                a,
                b,
            ],
            name,
        )[0]

    def bitwise_and(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Bits that a and b have.

        Parameters
        ----------
        a : array_like
            Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
        b : array_like
            Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.bitwise.bitwise_and([79, 65, 87, 13], [7, 1, 58, 84]).eval().tolist()
        [7, 1, 18, 4]
        """
        return self._graph.op(
            "BitwiseAnd",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def bitwise_not(
        self,
        x: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Bits that x lacks.

        Parameters
        ----------
        x : array_like
            Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.bitwise.bitwise_not([79, 65, 87, 13]).eval().tolist()
        [-80, -66, -88, -14]
        """
        return self._graph.op(
            "BitwiseNot",
            {},
            [
                x,
            ],
            name,
        )[0]

    def bitwise_or(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Bits that a or b has.

        Parameters
        ----------
        a : array_like
            Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
        b : array_like
            Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.bitwise.bitwise_or([79, 65, 87, 13], [7, 1, 58, 84]).eval().tolist()
        [79, 65, 127, 93]
        """
        return self._graph.op(
            "BitwiseOr",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]

    def bitwise_xor(
        self,
        a: Variable | float,
        b: Variable | float,
        *,
        name: str | Sequence[str] | None = None,
    ) -> Variable:
        """Bits that either a or b has.

        Parameters
        ----------
        a : array_like
            Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
        b : array_like
            Of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool.
        name : str or sequence of str, optional
            Of the result; after the op by default.

        Returns
        -------
        Variable
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
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> sd.bitwise.bitwise_xor([79, 65, 87, 13], [7, 1, 58, 84]).eval().tolist()
        [72, 64, 109, 89]
        """
        return self._graph.op(
            "BitwiseXor",
            {},
            [
                a,
                b,
            ],
            name,
        )[0]
