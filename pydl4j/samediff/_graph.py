"""The graph that is built, queried, differentiated and trained."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _batch, _jvm
from pydl4j._fit import Given, History, Options, class_weights_of, fit, metrics_of
from pydl4j._generated.samediff import (
    BitwiseOps,
    CnnOps,
    ImageOps,
    LinalgOps,
    LossOps,
    MathOps,
    NnOps,
    RandomOps,
    RnnOps,
)
from pydl4j._handle import Handle
from pydl4j._listening import TrainingListener
from pydl4j._pickling import by_file
from pydl4j.nd import Array
from pydl4j.nd.arrays import Trace
from pydl4j.nd.core import Operators, attributes_text, described, dtype_number, held, received
from pydl4j.nd.transforms import cond, flatten, unflatten, while_loop
from pydl4j.nn import Evaluation, Gradients
from pydl4j.samediff._training import TrainingConfig
from pydl4j.samediff._variable import Variable


class SameDiff:
    """A graph of named variables. DL4J: SameDiff.

    Variables are made by `var`, `placeholder` and `constant`, and by ops: operators, the functions of `pydl4j.nd`, and
    the namespaces ``math``, ``nn``, ``cnn``, ``rnn``, ``loss``, ``image``, ``linalg``, ``random`` and ``bitwise``.
    Shapes and types are checked while the graph is built.
    """

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._config: TrainingConfig | None = None
        self._known: dict[str, Variable] = {}
        self._refresh()
        self.math = MathOps(self)
        self.nn = NnOps(self)
        self.cnn = CnnOps(self)
        self.rnn = RnnOps(self)
        self.loss = LossOps(self)
        self.image = ImageOps(self)
        self.linalg = LinalgOps(self)
        self.random = RandomOps(self)
        self.bitwise = BitwiseOps(self)

    @classmethod
    def create(cls) -> SameDiff:
        """An empty graph."""
        return cls(Handle(_jvm.call("LocalSameDiff", "create")))

    def _call(self, method: str, *args: Any) -> Any:
        return _jvm.call("LocalSameDiff", method, self._handle.number, *args)

    def _described(self) -> dict[str, Any]:
        return json.loads(self._call("describe"))

    def _refresh(self) -> None:
        """Takes the variables as Java has them; those known keep their identity."""
        for v in self._described()["variables"]:
            if v["name"] not in self._known:
                self._known[v["name"]] = Variable(self, v["name"], v["kind"], v["dtype"], v["shape"])

    def __repr__(self) -> str:
        kinds = [v.kind for v in self._known.values()]
        return f"SameDiff({', '.join(f'{kinds.count(k)} {k}' for k in sorted(set(kinds)))})"

    # ---- building ----------------------------------------------------------------------------------------------------

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
            self._call("variable", name, described(_floating(value, dtype, f"var {name}")))
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

    def _free(self, stem: str) -> str:
        n = 0
        while f"{stem}_{n}" in self._known:
            n += 1
        return f"{stem}_{n}"

    def _new(self, name: str) -> Variable:
        if name not in self._known:
            self._refresh()
        return self._known[name]

    def rename_variable(self, before: str, after: str) -> Variable:
        """Gives a variable another name, and returns it."""
        variable = self.get_variable(before)
        self._call("rename", before, after)
        variable.name = after
        self._known = {v.name: v for v in self._known.values()}
        return variable

    def get_variable(self, name: str) -> Variable:
        """The variable of that name."""
        if name not in self._known:
            raise ValueError(f"[samediff] unknown variable: got {name!r}; expected one of {', '.join(self._known)}.")
        return self._known[name]

    def variables(self) -> list[Variable]:
        """All variables, in the order of their making."""
        return list(self._known.values())

    def get_array(self, name: str) -> Array:
        """A copy of the content of a variable or constant."""
        return received(self._call("array", name))[0]

    def set_array(self, name: str, values: ArrayLike | Array) -> None:
        """Copies new content into a variable or constant."""
        given = held(values, dtype=self.get_variable(name).dtype)
        self._call("setArray", name, described(given))

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

    # ---- queries -----------------------------------------------------------------------------------------------------

    def output(self, placeholders: Mapping[str, ArrayLike | Array], *names: str | Variable) -> dict[str, Array]:
        """Computes variables; dropout keeps everything.

        Parameters
        ----------
        placeholders : mapping of str to array_like
            Those that the variables depend on; they are cast to the placeholder's type.
        *names : str or Variable
            What is wanted.

        Returns
        -------
        dict of str to Array
            In the order of the names.
        """
        wanted = [x.name if isinstance(x, Variable) else x for x in names]
        given, described = self._given(placeholders, "output")
        made = self._call("output", given, described, json.dumps(wanted))
        return dict(zip(wanted, received(made), strict=True))

    def batch_output(self) -> BatchOutput:
        """A query that is put together step by step. DL4J: batchOutput."""
        return BatchOutput(self)

    def calculate_gradients(
        self, placeholders: Mapping[str, ArrayLike | Array], *names: str | Variable
    ) -> dict[str, Array]:
        """The gradients of the loss with respect to variables or placeholders; of all trained variables by default."""
        wanted = [x.name if isinstance(x, Variable) else x for x in names]
        wanted = wanted or [v.name for v in self._known.values() if v.kind == "VARIABLE"]
        given, described = self._given(placeholders, "calculate_gradients")
        made = self._call("gradients", given, described, json.dumps(wanted))
        return dict(zip(wanted, received(made), strict=True))

    def _gradients_of(
        self, of: str, placeholders: Mapping[str, Any], wrt: Sequence[str], seed: Any, training: bool
    ) -> dict[str, Array]:
        """The gradients of a variable that the seed reaches."""
        names, arrays = self._given(placeholders, "gradients", _cast(seed, self.get_variable(of).dtype))
        made = self._call("gradientsOf", names, arrays, json.dumps(list(wrt)), of, training)
        return dict(zip(wrt, received(made), strict=True))

    def _given(self, placeholders: Mapping[str, Any], where: str, *more: Array) -> tuple[str, list[int]]:
        arrays = []
        for name, values in placeholders.items():
            v = self.get_variable(name)
            if v.kind != "PLACEHOLDER":
                raise ValueError(f"[{where}] {name} is no placeholder: got a {v.kind}. Use set_array for its content.")
            arrays.append(_cast(values, v.dtype))
        return json.dumps(list(placeholders)), described(*arrays, *more)

    def check_gradients(
        self, placeholders: Mapping[str, Any], *, per_variable: int = 10, step: float = 1e-5, tolerance: float = 1e-5
    ) -> float:
        """Compares gradients with central differences of the loss; for graphs in float64.

        Parameters
        ----------
        placeholders : mapping of str to array_like
            What the loss is computed for.
        per_variable : int
            Elements that are checked of each trained variable, evenly chosen.
        step : float
            Half the distance of the two losses.
        tolerance : float
            Largest relative error allowed.

        Returns
        -------
        float
            The largest relative error.

        Raises
        ------
        ArithmeticError
            When an error exceeds the tolerance; names the variable and the element.
        """
        gradients = self.calculate_gradients(placeholders)
        worst = 0.0
        for name, gradient in gradients.items():
            start = np.array(self.get_array(name))
            for flat in np.unique(np.linspace(0, start.size - 1, per_variable).astype(int)):
                ends = []
                for sign in (1, -1):
                    moved = start.copy()
                    moved.flat[flat] += sign * step
                    self.set_array(name, moved)
                    ends.append(sum(float(np.sum(a)) for a in self.output(placeholders, *self.loss_variables).values()))
                self.set_array(name, start)
                expected, got = (ends[0] - ends[1]) / (2 * step), float(np.asarray(gradient).flat[flat])
                error = abs(got - expected) / max(1e-4, abs(got) + abs(expected))
                worst = max(worst, error)
                if not error <= tolerance:
                    at = tuple(int(k) for k in np.unravel_index(flat, start.shape))
                    raise ArithmeticError(
                        f"[check_gradients] {name}{list(at)}: got {got}; expected {expected} by central differences "
                        f"(relative error {error:.2g} > {tolerance:.2g})."
                    )
        return worst

    # ---- training ----------------------------------------------------------------------------------------------------

    @property
    def loss_variables(self) -> list[str]:
        """What training minimizes the sum of."""
        return self._described()["lossVariables"]

    def set_loss_variables(self, *names: str | Variable) -> None:
        """Sets what training minimizes the sum of."""
        self._call("setLossVariables", json.dumps([x.name if isinstance(x, Variable) else x for x in names]))

    def set_training_config(self, config: TrainingConfig) -> None:
        """Sets how the graph is trained; the updater starts anew."""
        for name in [*config.features, *config.labels]:
            if self.get_variable(name).kind != "PLACEHOLDER":
                raise ValueError(f"[TrainingConfig] {name} is no placeholder: got a {self._known[name].kind}.")
        self._call("setTrainingConfig", json.dumps(config.to_dict()))
        self._config = config

    def gradients(self, x: Any, y: Any = None, *, sample_weight: Any = None) -> Gradients:
        """The score of a minibatch as the next step of training computes it, and its gradients; nothing changes.

        Parameters
        ----------
        x, y, sample_weight
            As in `fit`.

        Returns
        -------
        Gradients
            ``score``, and ``gradients`` by trained variable; `calculate_gradients` has those of predictions, and of
            other variables.
        """
        return Gradients.of(self._handle, self._batch(self._configured(), x, y, "gradients", sample_weight))

    def ema(self) -> SameDiff:
        """A graph of its own whose variables are their averages over all updates, for evaluation and serving.

        Raises
        ------
        ValueError
            When the training configuration has no ``updates=UpdatePolicy(ema_decay=...)``.
        """
        averaged = SameDiff(Handle(self._call("ema")))
        averaged._config = self._config
        return averaged

    @property
    def rate_factor(self) -> float:
        """What all learning rates are multiplied with from the next step on; 1 at first, and saved with the graph."""
        return float(_jvm.call("LocalTraining", "rateFactor", self._handle.number))

    @rate_factor.setter
    def rate_factor(self, factor: float) -> None:
        _jvm.call("LocalTraining", "setRateFactor", self._handle.number, float(factor))

    @property
    def iterations(self) -> int:
        """Training steps taken so far."""
        return json.loads(self._call("training") or '{"iteration": 0}')["iteration"]

    def fit(
        self,
        x: Any,
        y: Any = None,
        *,
        epochs: int = 1,
        batch_size: int = 32,
        shuffle: bool = True,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | Mapping[str, Mapping[int, float]] | None = None,
        validation_data: Any = None,
        validation_split: float = 0.0,
        metrics: Mapping[str, str | Sequence[str]] | None = None,
        callbacks: Sequence[TrainingListener] = (),
        resume: bool = False,
        checkpoint: str | os.PathLike[str] | None = None,
        progress: bool = True,
    ) -> History:
        """Trains the variables that the loss depends on; a minibatch is one run of one plan.

        Parameters
        ----------
        x : array_like, DataSet, mapping of str to array_like, iterable of (x, y), or an iterator of `pydl4j.datavec`
            Features as the feature mapping says, a list of arrays for several; or all placeholders by name. An
            iterable of minibatches is passed over once per epoch.
        y : array_like, optional
            Labels as the label mapping says.
        epochs : int
            How often every example is trained on.
        batch_size : int
            Examples per minibatch.
        shuffle : bool
            Another order in every epoch, drawn from the configuration's seed.
        sample_weight : array_like, or a list or dict by placeholder of labels, optional
            [N] or [N, T], what the loss of each row or step is multiplied with; the mean is still taken over all rows.
            Losses take weights that are a mean or sum over rows, or end with one as the functions of ``sd.loss`` do.
        class_weight : dict of int to float, or a dict of them by placeholder of labels, optional
            The same by the class of a row or step, in training; 1 for classes that it leaves out.
        validation_data : (x, y), DataSet, mapping of str to array_like, or an iterator of `pydl4j.datavec`, optional
            Held-out rows, whose loss is computed after every epoch, dropout keeping everything.
        validation_split : float, default 0
            The part of arrays and data sets that is held out instead: their last rows, before any shuffling.
        metrics : dict of str to str or sequence of str, optional
            By the variable that is compared with the labels, the first with those that are mapped first: what is
            computed over the held-out rows after every epoch; names as in `pydl4j.nn.MultiLayerNetwork.fit`.
        callbacks : sequence of TrainingListener, optional
            What watches this fit, as in `pydl4j.nn.MultiLayerNetwork.fit`.
        resume : bool, default False
            Goes on with the fit that was begun last, as in `pydl4j.nn.MultiLayerNetwork.fit`.
        checkpoint : path, optional
            A file that the graph is saved to after every epoch; replaced when all is written.
        progress : bool
            Show a progress bar.

        Returns
        -------
        History
            Losses and metrics, rows, epochs and speed.

        Raises
        ------
        KeyboardInterrupt
            After Ctrl-C, within a second; the graph keeps what it has learned so far.
        """
        config = self._configured()

        come_one_by_one = y is None and isinstance(x, Iterable)
        come_one_by_one &= not isinstance(x, (Mapping, list, tuple, np.ndarray, Array))
        held_out = validation_data if isinstance(validation_data, tuple) else (validation_data, None)
        given = Given(
            x,
            rows=lambda: None if come_one_by_one else self._batch(config, x, y, "fit", sample_weight),
            signature=lambda: self._signature(config),
            validation=validation_data,
            held_out=lambda: self._batch(config, *held_out, "validation_data"),
        )
        how = Options(
            epochs,
            batch_size,
            shuffle,
            validation_split,
            metrics_of(metrics or {}),
            resume,
            class_weights=class_weights_of(class_weight),
            checkpoint=checkpoint,
        )
        return fit(self, self._handle, given, how, listeners=callbacks, progress=progress)

    def _configured(self) -> TrainingConfig:
        if self._config is None:
            raise ValueError("[fit] is not configured: got no TrainingConfig; expected set_training_config first.")
        return self._config

    def _batch(self, config: TrainingConfig, x: Any, y: Any, where: str, weights: Any = None) -> _batch.Batch:
        """Data where the configuration maps them; named by placeholder for a dict of all placeholders."""
        if isinstance(x, Mapping) and y is None:
            slots = [self._slot(name) for name in x]
            made = _batch.Signature(slots, [], "float32").batch(_batch.DataSet(x), where=where, labelled=False)
            named = [replace(c, name=slot.name) for c, slot in zip(made.features, slots, strict=True)]
            return _batch.Batch(named)
        data = _batch.data_set(x, y, weights)
        if data is None:
            raise TypeError(f"[{where}] got a {type(x).__name__}; expected arrays, a DataSet or an iterable of pairs.")
        return self._signature(config).batch(data, where=where, labelled=bool(config.labels))

    def _arrays(self, config: TrainingConfig, x: Any, y: Any, where: str) -> dict[str, Any]:
        """The same by placeholder, masks with them."""
        batch = self._batch(config, x, y, where)
        if batch.features[0].name:
            return {str(column.name): column.values[0] for column in batch.features}
        columns = [*batch.features, *batch.labels]
        arrays = {n: c.values[0] for n, c in zip([*config.features, *config.labels], columns, strict=False)}
        for names, of in ((config.feature_masks, batch.features), (config.label_masks, batch.labels)):
            arrays |= {n: c.mask for n, c in zip(names, of, strict=False) if c.mask is not None}
        return arrays

    def _signature(self, config: TrainingConfig) -> _batch.Signature:
        if not config.features:
            raise ValueError(
                "[fit] no placeholder for features: got a TrainingConfig without data_set_feature_mapping; expected "
                "one. Map them, or give a dict by placeholder."
            )
        inputs = [self._slot(name) for name in config.features]
        wide = any(dtype_number(self.get_variable(name).dtype) == dtype_number("float64") for name in config.labels)
        return _batch.Signature(inputs, [self._slot(name) for name in config.labels], "float64" if wide else "float32")

    def _slot(self, name: str) -> _batch.Slot:
        return _Placeholder(name, self.get_variable(name).dtype)

    def evaluate(
        self,
        x: Any,
        y: Any = None,
        *,
        output: str | Variable,
        evaluation: Any = None,
        batch_size: int = 256,
    ) -> Any:
        """Compares an output with labels.

        Parameters
        ----------
        x, y
            As in `fit`.
        output : str or Variable
            The variable to compare: probabilities for `Evaluation`.
        evaluation : optional
            One of `pydl4j.nn`'s evaluations; a new `Evaluation` by default.
        batch_size : int
            Rows that are computed at once.

        Returns
        -------
        The evaluation.
        """
        config = self._configured()
        arrays = {name: np.asarray(a) for name, a in self._arrays(config, x, y, "evaluate").items()}
        labels = arrays.pop(config.labels[0])
        name = output.name if isinstance(output, Variable) else output
        into = Evaluation() if evaluation is None else evaluation
        features = {n: a for n, a in arrays.items() if n in config.features}
        for at in range(0, len(labels), batch_size):
            part = {n: a[at : at + batch_size] for n, a in features.items()}
            into.eval(labels[at : at + batch_size], self.output(part, name)[name])
        return into

    # ---- files and texts ---------------------------------------------------------------------------------------------

    def summary(self) -> str:
        """Variables and operations as a table."""
        described = self._described()
        lines = [f"{'variable':24} {'kind':12} {'dtype':9} {'shape':20} made by"]
        makers = {out: o for o in described["operations"] for out in o["outputs"]}
        trained = 0
        for v in self._known.values():
            made = makers.get(v.name)
            by = (
                ""
                if made is None
                else f"{made['op']}({', '.join('-' if i is None else str(i) for i in made['inputs'])})"
            )
            shape = ", ".join("?" if d is None else str(d) for d in v.shape)
            lines.append(f"{v.name:24} {v.kind:12} {v._dtype:9} {'[' + shape + ']':20} {by}".rstrip())
            trained += math.prod(v._dims) if v.kind == "VARIABLE" else 0
        lines.append(f"loss: {', '.join(described['lossVariables']) or 'none'}; {trained:,} trained numbers")
        return "\n".join(lines)

    def __reduce__(self) -> Any:
        """Pickles and copies hold what a file holds."""
        return by_file(self)

    def save(self, path: str | os.PathLike[str], *, save_updater_state: bool = True) -> None:
        """Writes graph, contents and training configuration to one zip."""
        self._call("save", _jvm.path(path), save_updater_state)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> SameDiff:
        """Reads what `save` wrote."""
        sd = cls(Handle(_jvm.call("LocalSameDiff", "load", _jvm.path(path))))
        told = sd._call("training")
        if told is not None:
            sd._config = _config(json.loads(told)["config"])
        return sd

    def to_onnx(self, path: str | os.PathLike[str], *outputs: str | Variable) -> None:
        """Writes the graph of these outputs as an ONNX model."""
        names = [x.name if isinstance(x, Variable) else x for x in outputs]
        self._call("toOnnx", _jvm.path(path), json.dumps(names))

    def close(self) -> None:
        """Frees the graph; does nothing the second time."""
        self._handle.close()

    def __enter__(self) -> SameDiff:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class BatchOutput:
    """A query of a `SameDiff` graph, put together step by step. DL4J: BatchOutputConfig."""

    def __init__(self, graph: SameDiff) -> None:
        self._graph = graph
        self._placeholders: dict[str, Any] = {}
        self._names: list[str] = []

    def input(self, name: str | Variable, values: ArrayLike | Array) -> BatchOutput:
        """Gives a placeholder."""
        self._placeholders[name.name if isinstance(name, Variable) else name] = values
        return self

    def output(self, *names: str | Variable) -> BatchOutput:
        """Asks for variables."""
        self._names += [x.name if isinstance(x, Variable) else x for x in names]
        return self

    def exec(self) -> dict[str, Array]:
        """Computes them."""
        return self._graph.output(self._placeholders, *self._names)

    def exec_single(self) -> Array:
        """Computes the only one."""
        (made,) = self.exec().values()
        return made


def _config(told: dict[str, Any]) -> TrainingConfig:
    from pydl4j._generated import updaters

    return TrainingConfig(
        updater=_record(updaters, told["updater"]),
        data_set_feature_mapping=told["dataSetFeatureMapping"],
        data_set_label_mapping=told["dataSetLabelMapping"],
        data_set_feature_mask_mapping=told["dataSetFeatureMaskMapping"],
        data_set_label_mask_mapping=told["dataSetLabelMaskMapping"],
        l1=told["l1"],
        l2=told["l2"],
        minimize=told["minimize"],
        seed=told["seed"],
    )


def _record(module: Any, told: Any) -> Any:
    """A value of the module's classes from its JSON."""
    from pydl4j._record import snake

    if not isinstance(told, dict) or "@type" not in told:
        return told
    fields = {snake(k): _record(module, v) for k, v in told.items() if k != "@type"}
    return getattr(module, told["@type"])(**fields)


@dataclass(frozen=True)
class _Placeholder(_batch.Slot):
    """A placeholder takes its own type alone, of any kind."""

    def numbers(self, values: Any, *, where: str, name: str) -> Any:
        return _cast(values, self.dtype)


def _cast(values: Any, dtype: Any) -> Array:
    given = held(values)
    return given if given.dtype == dtype else given.astype(dtype)


def _floating(value: Any, dtype: Any, where: str) -> Array:
    if value is None:
        raise ValueError(f"[{where}] got neither a value nor a shape; expected one of them.")
    given = held(value)
    if dtype is not None:
        return given if given.dtype == dtype else given.astype(dtype)
    if given.dtype != "bfloat16" and given.dtype.kind in "iub":
        return given.astype("float32")
    return given
