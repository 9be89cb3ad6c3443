"""Nested lists, tuples and dicts of arrays, flattened and put together again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from pydl4j.nd.core._operators import Operators

LEAF = "*"  # the structure of a leaf


def flatten(tree: Any, leaves: list[Any], place: str) -> Any:
    """Appends the arrays and numbers of a tree to leaves and returns its structure, a hashable value.

    What is neither a number, an array, a list, a tuple nor a dict is part of the structure and must be hashable; so
    are True and False.
    """
    if isinstance(tree, (Operators, np.ndarray, np.generic, float)) or type(tree) is int:
        leaves.append(tree)
        return LEAF
    if isinstance(tree, dict):
        return dict, tuple(tree), tuple(flatten(tree[k], leaves, f"{place}[{k!r}]") for k in tree)
    if isinstance(tree, (list, tuple)):
        return type(tree), len(tree), tuple(flatten(x, leaves, f"{place}[{i}]") for i, x in enumerate(tree))
    try:
        hash(tree)
    except TypeError:
        raise TypeError(
            f"[trace] {place}: got a {type(tree).__name__}; expected arrays, numbers, lists, tuples, dicts of them, or "
            "a hashable value, which counts as static."
        ) from None
    return "static", type(tree), tree


def unflatten(structure: Any, leaves: Any) -> Any:
    """The tree of that structure with leaves from an iterator."""
    if structure is LEAF:
        return next(leaves)
    kind, what, below = structure
    if kind == "static":
        return below
    parts = [unflatten(s, leaves) for s in below]
    if kind is dict:
        return dict(zip(what, parts, strict=True))
    return kind(*parts) if hasattr(kind, "_fields") else kind(parts)


def mapped(function: Callable[[Any], Any], tree: Any, place: str) -> Any:
    """The tree with the function applied to its leaves."""
    leaves: list[Any] = []
    structure = flatten(tree, leaves, place)
    return unflatten(structure, iter([function(x) for x in leaves]))
