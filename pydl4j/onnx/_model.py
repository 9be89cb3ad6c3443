"""An ONNX model that runs on our engine."""

from __future__ import annotations

import fnmatch
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j._explanation import Explanation
from pydl4j._fit import Metric, Options, class_weights_of, metrics_of
from pydl4j._generated.updaters import Adam, Updater
from pydl4j._handle import Handle
from pydl4j._listening import TrainingListener
from pydl4j.nd import Array, Device, asarray
from pydl4j.nd import device as nd_device
from pydl4j.nd.core import described, received, run_program
from pydl4j.samediff import History, SameDiff, TrainingConfig, Variable


class Tensor(NamedTuple):
    """An input or output of a model.

    Attributes
    ----------
    name : str
        Its name in the file.
    dtype : str
        NumPy's name of the element type.
    shape : tuple of int or None
        None where the size may differ from call to call; None for the tuple where the number of axes may.
    """

    name: str
    dtype: str
    shape: tuple[int | None, ...] | None


class Model:
    """A loaded ONNX model; `load` makes it. Predictions are safe from many threads, training is for one.

    Attributes
    ----------
    inputs, outputs : tuple of Tensor
        What the model takes and gives, in order.
    """

    def __init__(
        self, path: str, training: bool | None, threads: int, device: str, trainable: tuple[str, ...] | None
    ) -> None:
        self._path = path
        self._trainable = trainable
        self._training = training
        self._threads = threads
        self._device = device
        self._fitted = False
        self._trains_in = 0  # the thread of a fit that is under way, where listeners are called
        self._loss: tuple[Any, str | None, str] | None = None
        self._graph: SameDiff | None = None
        form = "AS_WRITTEN" if training is None else "INFERENCE"
        self._handle = Handle(_jvm.call("LocalOnnx", "load", path, form, threads, device), "model")
        self._loops = bool(_jvm.call("LocalPlans", "loops", self._handle.number))
        told = json.loads(_jvm.call("LocalOnnx", "describe", self._handle.number))
        self.inputs = tuple(_tensor(t) for t in told["inputs"])
        self.outputs = tuple(_tensor(t) for t in told["outputs"])

    def __call__(self, *inputs: ArrayLike | Array) -> Array:
        """The first output.

        Parameters
        ----------
        *inputs : array_like
            One per input of the model, in order; Python and NumPy numbers are cast to its type.

        Returns
        -------
        Array
            ``np.asarray`` of it copies nothing.
        """
        return next(iter(self.run(dict(zip((t.name for t in self.inputs), inputs, strict=False))).values()))

    def run(self, inputs: Mapping[str, ArrayLike | Array]) -> dict[str, Array]:
        """All outputs by name; Ctrl-C ends the loops of a model.

        Parameters
        ----------
        inputs : mapping of str to array_like
            One per input of the model.

        Returns
        -------
        dict of str to Array
            The outputs, in order.

        Raises
        ------
        ValueError
            When an input is missing, unknown, or of a shape that the model does not take.
        """
        names = [t.name for t in self.inputs]
        if set(names) != set(inputs):
            raise ValueError(f"[onnx] wrong inputs: got {sorted(inputs)}; expected {sorted(names)}. Give each once.")
        given = [asarray(inputs[t.name], dtype=t.dtype) for t in self.inputs]
        if self._listens():
            return self.graph.output(dict(zip(names, given, strict=True)), *(t.name for t in self.outputs))
        out = received(run_program(self._handle.number, described(*given), loops=self._loops))
        return dict(zip((t.name for t in self.outputs), out, strict=True))

    def explain(self, inputs: Mapping[str, ArrayLike | Array | tuple[int, ...]]) -> Explanation:
        """What the plan for these inputs consists of: steps, implementations, layouts, fused nodes, memory.

        Parameters
        ----------
        inputs : mapping of str to array_like or tuple of int
            One per input of the model: an array, or its shape.
        """
        shapes = {name: given if isinstance(given, tuple) else np.shape(given) for name, given in inputs.items()}
        dims = json.dumps({name: [int(d) for d in shape] for name, shape in shapes.items()})
        return Explanation.of(_jvm.call("LocalPlans", "explain", self._present().number, dims))

    # ---- training ----------------------------------------------------------------------------------------------------

    @property
    def graph(self) -> SameDiff:
        """The model as a graph of named variables, which may be extended: a new head, another loss. `fit` trains it.

        Variables have the names of the file. Those that a layer learned are trained (see `parameters`); the others, and
        moments that batch normalization is given, are constants.
        """
        if self._graph is None:
            form = {None: "AS_WRITTEN", True: "TRAINING", False: "INFERENCE"}[self._training]
            self._graph = SameDiff(Handle(_jvm.call("LocalOnnx", "graph", self._path, form), "model"))
            if self._trainable is not None:
                self._graph.convert_to_constants(*self.parameters)
                self.unfreeze(*self._trainable)
        return self._graph

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of what `fit` trains, unless `load` was told: float initializers of the file that layers learned.

        A file does not say which they are, so names that frameworks give (``*.weight``, ``*.bias``) and the places
        decide where initializers are read: weights and biases of products, convolutions and recurrent layers, scales
        and biases of normalizations (also those exported as arithmetic), slopes, embeddings, what is added to features.
        Rotary and sine tables, masks, scales of attention and of `Resize`, sizes and single numbers are `constants`.
        """
        return tuple(v.name for v in self.graph.variables() if v.kind == "VARIABLE")

    @property
    def constants(self) -> tuple[str, ...]:
        """Names of the other float initializers that could be trained; `unfreeze` does."""
        return tuple(v.name for v in self.graph.variables() if v.kind == "CONSTANT" and _is_float(v.dtype))

    def freeze(self, *patterns: str) -> tuple[str, ...]:
        """Keeps parameters as they are in all further training.

        Parameters
        ----------
        *patterns : str
            Names, in which ``*`` stands for anything: ``"features.*"``.

        Returns
        -------
        tuple of str
            The parameters that are trained.

        Examples
        --------
        >>> model.freeze("*")                                                    # doctest: +SKIP
        >>> model.unfreeze("classifier.*")                                       # doctest: +SKIP
        ('classifier.weight', 'classifier.bias')
        """
        self.graph.convert_to_constants(*self._matching(patterns, "VARIABLE"))
        return self.parameters

    def unfreeze(self, *patterns: str) -> tuple[str, ...]:
        """Trains parameters again, or `constants` that were none: the reverse of `freeze`."""
        self.graph.convert_to_variables(*self._matching(patterns, "CONSTANT"))
        return self.parameters

    def _matching(self, patterns: Sequence[str], kind: str) -> list[str]:
        floats = [v for v in self.graph.variables() if v.kind in ("VARIABLE", "CONSTANT") and _is_float(v.dtype)]
        found = []
        for pattern in patterns:
            names = [v for v in floats if fnmatch.fnmatchcase(v.name, pattern)]
            if not names:
                known = ", ".join(v.name for v in floats)
                raise ValueError(
                    f"[onnx] no parameter matches: got {pattern!r}; expected names or patterns of {known}."
                )
            found += [v.name for v in names if v.kind == kind]
        return list(dict.fromkeys(found))

    def fit(
        self,
        x: Any,
        y: Any = None,
        *,
        loss: str | Callable[[Variable, Variable], Variable] | None = "softmax_cross_entropy",
        updater: Updater | None = None,
        output: str | None = None,
        epochs: int = 1,
        batch_size: int = 32,
        shuffle: bool = True,
        l1: float = 0.0,
        l2: float = 0.0,
        seed: int = 0,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        validation_data: Any = None,
        validation_split: float = 0.0,
        metrics: Metric | Sequence[Metric] = (),
        callbacks: Sequence[TrainingListener] = (),
        resume: bool = False,
        checkpoint: str | os.PathLike[str] | None = None,
        progress: bool = True,
    ) -> History:
        """Trains the parameters on arrays, a data set, or an iterator of minibatches.

        From the first fit on the model predicts as trained networks do: batch normalization with the running moments,
        dropout keeping everything.

        Parameters
        ----------
        x : array_like, mapping of str to array_like, DataSet, iterable of (x, y), or an iterator of `pydl4j.datavec`
            What the model takes; a list or a mapping by name for several inputs.
        y : array_like, optional
            Labels; not needed where an output of the model is its loss.
        loss : str, callable or None
            A function of `SameDiff.loss` by name, called on labels and the output, or one of your own; None where the
            output is the loss already.
        updater : Updater, optional
            How gradients change parameters; ``Adam()`` when absent. Another updater, or other settings, start anew.
        output : str, optional
            The output that the loss is of; the first when absent.
        epochs, batch_size, shuffle, sample_weight, class_weight, validation_data, validation_split, resume, progress
            As in `SameDiff.fit`.
        callbacks : sequence of TrainingListener, optional
            What watches this fit; meanwhile the model predicts and is saved as it is after the step.
        checkpoint : path, optional
            A file that the model's `graph` is saved to after every epoch; replaced when all is written.
        metrics : str or callable, or a sequence of them
            What is computed of `output` over the held-out rows after every epoch, by the names of
            `pydl4j.nn.MultiLayerNetwork.fit`.
        l1, l2 : float
            Coefficients of the sum of magnitudes, and of half the sum of squares, of all trained parameters.
        seed : int
            What dropout draws from, and the order of rows.

        Returns
        -------
        History
            Losses and metrics, rows, epochs and speed.

        Raises
        ------
        ValueError
            When nothing can be trained, or arrays do not fit the model.
        NotImplementedError
            When an operator between a parameter and the loss has no gradient; names it.
        KeyboardInterrupt
            After Ctrl-C, within a second; the model keeps what it has learned so far.
        """
        graph = self.graph
        predicted = graph.get_variable(self.outputs[0].name if output is None else output)
        labels = self._lose(loss, predicted, _labels_type(loss, predicted, y))
        config = TrainingConfig(
            updater=Adam() if updater is None else updater,
            data_set_feature_mapping=[t.name for t in self.inputs],
            data_set_label_mapping=[] if labels is None else labels,
            l1=l1,
            l2=l2,
            seed=seed,
        )
        if graph._config is None or config.to_dict() != graph._config.to_dict():
            graph.set_training_config(config)
        how = Options(
            epochs,
            batch_size,
            shuffle,
            validation_split,
            metrics_of({predicted.name: metrics} if metrics else {}, [], graph._metric),
            resume,
            class_weights=class_weights_of(class_weight),
            checkpoint=checkpoint,
        )
        before, self._trains_in = self._trains_in, threading.get_ident()
        try:
            return graph._fit(self, x, y, sample_weight, validation_data, how, callbacks, progress=progress)
        finally:
            self._trains_in = before
            self._refresh()

    @property
    def rate_factor(self) -> float:
        """What all learning rates are multiplied with from the next step on; 1 at first."""
        return self.graph.rate_factor

    @rate_factor.setter
    def rate_factor(self, factor: float) -> None:
        self.graph.rate_factor = factor

    def _listens(self) -> bool:
        """Whether a listener asks, so that training waits."""
        return self._trains_in == threading.get_ident()

    def _present(self) -> Handle:
        """The program of what the model predicts now."""
        if self._listens():
            self._refresh()
        return self._handle

    def _lose(self, loss: Any, predicted: Variable, labels: tuple[list[int | None], Any]) -> str | None:
        """Adds the loss to the graph, unless it is there; returns the placeholder of labels."""
        key = (loss, predicted.name, tuple(labels[0]), str(labels[1]))
        if not self._loss or self._loss[0] != key:
            graph, given, total = self.graph, None, predicted
            if loss is not None:
                given = graph.placeholder(graph._free("labels"), *labels)
                total = (_named(graph, loss) if isinstance(loss, str) else loss)(given, predicted)
            self._loss = (key, None if given is None else given.name, total.name)
        _, given_name, loss_name = self._loss
        self.graph.set_loss_variables(loss_name)
        return given_name

    def _refresh(self) -> None:
        """Predicts with what the graph has learned."""
        names = (json.dumps([t.name for t in self.inputs]), json.dumps([t.name for t in self.outputs]))
        where = (self._threads, self._device)
        self._handle = Handle(_jvm.call("LocalOnnx", "frozen", self.graph._handle.number, *names, *where), "model")
        self._fitted = True

    def gradients(
        self,
        inputs: Mapping[str, ArrayLike | Array],
        *,
        wrt: Sequence[str] | None = None,
        output: str | None = None,
        seed: ArrayLike | Array | None = None,
        training: bool | None = None,
    ) -> dict[str, Array]:
        """Gradients of an output with respect to parameters, other values of the graph, and inputs.

        Parameters
        ----------
        inputs : mapping of str to array_like
            One per input of the model.
        wrt : sequence of str, optional
            Names of initializers and inputs; all `parameters` when absent.
        output : str, optional
            The output to differentiate; the first when absent.
        seed : array_like, optional
            The gradient of a loss with respect to that output; ones when absent, so that the loss is its sum.
        training : bool, optional
            Whether batch normalization and dropout work as in training; as predictions do when absent.

        Returns
        -------
        dict of str to Array
            One per name, each of the shape of what it belongs to.
        """
        name = self.outputs[0].name if output is None else output
        wanted = list(self.parameters if wrt is None else wrt)
        as_trained = self._training is None and not self._fitted if training is None else training
        if seed is None:
            seed = np.ones(np.shape(np.asarray(self.run(inputs)[name])), "float32")
        return self.graph._gradients_of(name, inputs, wanted, seed, as_trained)

    # ---- files and texts ---------------------------------------------------------------------------------------------

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the model again, in the opset that pydl4j writes; an existing file is replaced when all is written."""
        _jvm.call("LocalOnnx", "save", self._present().number, _jvm.path(path))

    def dump(self) -> str:
        """The graph as text, one line per value and node."""
        return str(_jvm.call("LocalOnnx", "dump", self._present().number))

    def close(self) -> None:
        """Frees the model; does nothing the second time."""
        self._handle.close()
        if self._graph is not None:
            self._graph.close()

    def __enter__(self) -> Model:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Model(inputs={list(self.inputs)}, outputs={list(self.outputs)})"


def load(
    path: str | os.PathLike[str],
    *,
    training: bool | None = None,
    threads: int = 0,
    device: Device | str = "cpu",
    trainable: Sequence[str] | None = None,
) -> Model:
    """Reads an ONNX file.

    Parameters
    ----------
    path : path
        A model of any opset up to 28; external data files are read from its folder.
    training : bool, optional
        How BatchNormalization and Dropout work. True: `fit` takes the moments of the batch and drops elements, also
        where the file was exported for prediction; predictions take running moments and drop nothing. False: `fit` too
        works as predictions do. By default each node is taken as the file says, also by predictions before `fit`.
    threads : int
        Threads that a run uses; 0 for all processors.
    device : Device or str
        Where predictions run; one of `pydl4j.nd.devices()`. Training runs in main memory.
    trainable : sequence of str, optional
        Names of the float initializers that `fit` trains, in which ``*`` stands for anything; see `Model.parameters`
        for what is trained when absent.

    Returns
    -------
    Model

    Raises
    ------
    ValueError
        When the file is damaged or no ONNX model.
    NotImplementedError
        When the model uses what we do not have; names the node.
    """
    return Model(
        _jvm.path(path), training, threads, str(nd_device(device)), None if trainable is None else tuple(trainable)
    )


def _named(graph: SameDiff, loss: str) -> Callable[[Variable, Variable], Variable]:
    known = [name for name in dir(graph.loss) if not name.startswith("_")]
    if loss not in known:
        raise ValueError(
            f"[fit] no loss of that name: got {loss!r}; expected one of {', '.join(known)}, or a function."
        )
    made: Callable[[Variable, Variable], Variable] = getattr(graph.loss, loss)
    return made


def _labels_type(loss: Any, predicted: Variable, y: Any) -> tuple[list[int | None], Any]:
    """Shape and type of the labels: those of the arrays given, else what the loss is known to take."""
    if y is not None and not isinstance(y, (list, tuple)):
        given = asarray(y)
        return [None, *given.shape[1:]], predicted.dtype if _is_float(given.dtype) else given.dtype
    if isinstance(loss, str) and loss.startswith("sparse_"):
        return [None, *predicted.shape[1:-1]], "int64"
    return [None, *predicted.shape[1:]], predicted.dtype


def _tensor(told: dict[str, object]) -> Tensor:
    dims = told["shape"]
    shape = None if dims is None else tuple(None if d == -1 else d for d in dims)  # type: ignore[attr-defined]
    return Tensor(str(told["name"]), str(told["dtype"]), shape)


def _is_float(dtype: Any) -> bool:
    return bool(dtype == "bfloat16" or np.dtype(dtype).kind == "f")
