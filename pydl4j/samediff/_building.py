"""The graph is built: variables, operations, names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd import Array
from pydl4j.nd.arrays import Trace
from pydl4j.nd.core import Operators, attributes_text, described, dtype_number, held
from pydl4j.nd.transforms import cond, flatten, unflatten, while_loop
from pydl4j.samediff._java import JavaGraph
from pydl4j.samediff._variable import Variable


class Building(JavaGraph):
    """How variables and operations come into a graph."""

    def var(
        self,
        name: str,
        value: ArrayLike | Array | Sequence[int] | None = None,
        *,
        shape: Sequence[int] | None = None,
        init: str = "xavier",
        dtype: Any = None,
        seed: int = 0,
    ) -> Variable:
        """A trained variable.

        Parameters
        ----------
        name : str
            A new name.
        value : array_like, optional
            What it starts with. A tuple of whole numbers is taken as the shape.
        shape : sequence of int, optional
            The shape, in place of a value; `init` then draws the start.
        init : str
            One of DL4J's weight inits: ``"zero"``, ``"ones"``, ``"xavier"``, ``"relu"``, ``"uniform"``, ...
        dtype : numpy dtype or str, optional
            Element type; that of the value, or float32.
        seed : int
            What the start is drawn from, together with the variable's number.
        """
        if shape is None and isinstance(value, tuple) and all(type(d) is int for d in value):
            shape, value = value, None
        if shape is not None:
            code = dtype_number("float32" if dtype is None else dtype)
            self._call("drawn", name, code, [int(d) for d in shape], init, seed)
        else:
            self._call("variable", name, described(floating(value, dtype, f"var {name}")))
        return self._new(name)

    def constant(self, name: str, value: ArrayLike | Array, *, dtype: Any = None) -> Variable:
        """An array that does not change."""
        self._call("constant", name, described(held(value, dtype=dtype)))
        return self._new(name)

    def placeholder(self, name: str, shape: Sequence[int | None] = (), dtype: Any = "float32") -> Variable:
        """An array that is given at each run; sizes of None or -1 are free."""
        dims = [-1 if d is None else int(d) for d in shape]
        self._call("placeholder", name, dtype_number(dtype), dims)
        return self._new(name)

    place_holder = placeholder

    def op(
        self, op: str, attributes: dict[str, Any], inputs: Iterable[Any], name: str | Sequence[str] | None = None
    ) -> list[Variable]:
        """Adds an operation, as the functions of the namespaces do; arrays among the inputs become constants."""
        operands = [self._operand(x) for x in inputs]
        names = [name] if isinstance(name, str) else list(name or ())
        made = self._call("op", op, attributes_text(attributes), json.dumps(operands), json.dumps(names))
        return [self._new(n) for n in json.loads(made)]

    def apply(self, function: Callable[..., Any], *operands: Any) -> Any:
        """Adds what a function of arrays computes, its branches and loops (`nd.cond`, `nd.while_loop`, ...) included.

        Parameters
        ----------
        function : callable
            Of the operands; it is traced as `nd.jit` does. Variables that it reads must be among the operands.
        *operands
            Variables, arrays, numbers, and lists, tuples and dicts of them.

        Returns
        -------
        Any
            What the function returns, of variables.

        Examples
        --------
        >>> from pydl4j import nd
        >>> from pydl4j.samediff import SameDiff
        >>> sd = SameDiff.create()
        >>> x = sd.placeholder("x", (None,))
        >>> y = sd.apply(lambda x: nd.fori_loop(0, 3, lambda i, v: v * x, x), x)
        >>> sd.output({"x": [2.0, 3.0]}, y)[y.name].tolist()
        [16.0, 81.0]
        """
        leaves: list[Any] = []
        structure = flatten(operands, leaves, "the operands")
        inputs = [self.value(x) for x in leaves]
        trace = Trace()
        with trace:
            given = [trace.input(v.name, dtype_number(v.dtype), v._dims) for v in inputs]
            made: list[Any] = []
            shape = flatten(function(*unflatten(structure, iter(given))), made, "the result")
            graph = trace.body([trace.value(x) for x in made])
        names = [v.name for v in inputs]
        names += [self.constant(self._free("captured"), a).name for a in trace.captured]
        outputs = json.loads(self._call("add", graph.number, json.dumps(names)))
        self._refresh()
        return unflatten(shape, iter([self._new(n) for n in outputs]))

    def if_cond(self, pred: Any, true_fn: Callable[..., Any], false_fn: Callable[..., Any], *operands: Any) -> Any:
        """What one of two functions makes of the operands, as `nd.cond`; the other does not run. DL4J: ifCond."""
        return self.apply(lambda p, *xs: cond(p, true_fn, false_fn, *xs), pred, *operands)

    def while_loop(self, cond_fn: Callable[[Any], Any], body_fn: Callable[[Any], Any], init: Any) -> Any:
        """Applies a function as long as a condition holds, as `nd.while_loop`. DL4J: whileLoop.

        What the functions read of the graph must be part of the carried value.
        """
        return self.apply(lambda value: while_loop(cond_fn, body_fn, value), init)

    def call(self, op: str, attributes: dict[str, Any], inputs: Iterable[Any]) -> list[Variable]:
        """What the operators of variables and the functions of `pydl4j.nd` call."""
        return self.op(op, attributes, inputs)

    def value(self, x: Any) -> Variable:
        """A number or array as a variable of the graph."""
        return x if isinstance(x, Variable) else self.call("Identity", {}, [x])[0]

    def _operand(self, x: Any) -> Any:
        if isinstance(x, Variable):
            if x._trace is not self:
                raise ValueError(f"[samediff {x.name}] belongs to another graph; expected a variable of this one.")
            return x.name
        if x is None or isinstance(x, (bool, int, float)):
            return x
        if isinstance(x, np.generic):
            return x.item()
        if isinstance(x, Operators) and x._trace is not None:
            raise TypeError(f"[samediff] got {x!r}; expected variables, arrays and numbers.")
        return self.constant(self._free("constant"), x).name

    def rename_variable(self, before: str, after: str) -> Variable:
        """Gives a variable another name, and returns it."""
        variable = self.get_variable(before)
        self._call("rename", before, after)
        variable.name = after
        self._known = {v.name: v for v in self._known.values()}
        return variable

    def convert_to_constants(self, *names: str | Variable) -> None:
        """Keeps variables as they are in all further training. DL4J: convertToConstants."""
        self._set_trained(names, False)

    def convert_to_variables(self, *names: str | Variable) -> None:
        """Trains constants of a float type. DL4J: convertToVariables."""
        self._set_trained(names, True)

    def _set_trained(self, names: Sequence[str | Variable], trained: bool) -> None:
        chosen = [x.name if isinstance(x, Variable) else x for x in names]
        self._call("setTrained", json.dumps(chosen), trained)
        for v in self._described()["variables"]:
            self._known[v["name"]].kind = v["kind"]


def floating(value: Any, dtype: Any, where: str) -> Array:
    if value is None:
        raise ValueError(f"[{where}] got neither a value nor a shape; expected one of them.")
    given = held(value)
    if dtype is not None:
        return given if given.dtype == dtype else given.astype(dtype)
    if given.dtype != "bfloat16" and given.dtype.kind in "iub":
        return given.astype("float32")
    return given
