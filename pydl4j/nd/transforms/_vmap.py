"""Functions of one example made functions of many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydl4j.nd.core._held import held
from pydl4j.nd.core._operators import Operators
from pydl4j.nd.functions._manipulation import broadcast_to, moveaxis
from pydl4j.nd.transforms import _tree
from pydl4j.nd.transforms._control import scan
from pydl4j.nd.transforms._transforms import Transformed

__all__ = ["vmap"]


def vmap(
    function: Callable[..., Any], in_axes: Any = 0, out_axes: Any = 0, *, axis_size: int | None = None
) -> Transformed:
    """The function of many examples that applies a function of one to each, compiled as by `jit`.

    The function is traced once; the plan runs it for one example after the other, without Python between them. It may
    be differentiated, and may hold gradients: ``vmap(grad(loss), in_axes=(None, 0))`` gives the gradients of each
    example.

    Parameters
    ----------
    function : callable
        Of arrays and nested lists, tuples and dicts of them; its result likewise.
    in_axes : int, None, or a tuple or list of these, one per positional argument
        Which axis of an argument's arrays counts the examples; None where all examples share it. In place of a number
        there may be lists, tuples and dicts as the argument's, with numbers for its parts. Keyword arguments are
        mapped along axis 0.
    out_axes : int, None, or a structure of them as the result's
        Where the axis of examples is in the result; None for what no example changes, of which the first is taken.
    axis_size : int, optional
        How many examples there are, where no argument tells.

    Returns
    -------
    Transformed
        Its arrays have one axis more than the function's.

    Raises
    ------
    ValueError
        When `in_axes` do not fit the arguments, none of them is mapped, or their axes differ in length.

    Notes
    -----
    As JAX's ``vmap``.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.vmap(nd.inner, in_axes=(0, None))(nd.array([[1.0, 2.0], [3.0, 4.0]]), nd.array([1.0, 1.0])).tolist()
    [3.0, 7.0]
    >>> nd.vmap(nd.grad(lambda w, x: (w * x).sum()), in_axes=(None, 0))(nd.ones(2), nd.array([[1.0, 2.0]])).tolist()
    [[1.0, 2.0]]
    """

    def inner(*args: Any, **kwargs: Any) -> Any:
        if isinstance(in_axes, (tuple, list)) and len(in_axes) != len(args):
            raise ValueError(
                f"[vmap] in_axes: got {len(in_axes)} for {len(args)} positional arguments; expected one for each, or "
                "one number for all. Correct in_axes."
            )
        leaves: list[Any] = []
        structure = _tree.flatten((args, kwargs), leaves, "the arguments")
        prefix = tuple(in_axes) if isinstance(in_axes, (tuple, list)) else in_axes
        axes = [*_axes(prefix, args, "in_axes"), *_axes(0, kwargs, "in_axes")]
        mapped = [moveaxis(_array(x), axis, 0) for x, axis in zip(leaves, axes, strict=True) if axis is not None]
        if not mapped and axis_size is None:
            raise ValueError(
                f"[vmap] nothing is mapped: got in_axes={in_axes!r}; expected a number for one argument at least. "
                "Give in_axes, or axis_size."
            )
        lengths = {x.shape[0] for x in mapped} | ({axis_size} if axis_size is not None else set())
        if len(lengths) != 1:
            raise ValueError(f"[vmap] axes of examples differ in length: got {sorted(lengths)}; expected one length.")
        places: dict[str, Any] = {}

        def one(_: Any, slices: list[Any]) -> tuple[Any, Any]:
            given = iter(slices)
            all_ = [x if axis is None else next(given) for x, axis in zip(leaves, axes, strict=True)]
            some, named = _tree.unflatten(structure, iter(all_))
            result = function(*some, **named)
            out: list[Any] = []
            places["structure"] = _tree.flatten(result, out, "the result")
            places["axes"] = _axes(out_axes, result, "out_axes")
            return (), [_array(y) for y in out]

        (length,) = lengths
        _, ys = scan(one, (), mapped or [broadcast_to(held(0.0), (length,))])
        placed = [y[0] if axis is None else moveaxis(y, 0, axis) for y, axis in zip(ys, places["axes"], strict=True)]
        return _tree.unflatten(places["structure"], iter(placed))

    return Transformed(function, inner)


def _array(x: Any) -> Any:
    return x if isinstance(x, Operators) else held(x)


def _axes(prefix: Any, tree: Any, what: str) -> list[int | None]:
    """An axis for each leaf of a tree: the prefix holds them, or stands for all below."""
    if prefix is None or (isinstance(prefix, int) and not isinstance(prefix, bool)):
        leaves: list[Any] = []
        _tree.flatten(tree, leaves, what)
        return [prefix] * len(leaves)
    if isinstance(prefix, dict) and isinstance(tree, dict) and prefix.keys() == tree.keys():
        parts = [(prefix[k], tree[k]) for k in tree]
    elif isinstance(prefix, (list, tuple)) and isinstance(tree, (list, tuple)) and len(prefix) == len(tree):
        parts = list(zip(prefix, tree, strict=True))
    else:
        raise ValueError(
            f"[vmap] {what}: got {prefix!r} for a {type(tree).__name__}; expected numbers, None, or its structure of "
            f"them. Correct {what}."
        )
    return [axis for p, t in parts for axis in _axes(p, t, what)]
