"""Networks: what trains, answers, is saved and loaded."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from ctypes import addressof, c_char
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _batch, _jvm
from pydl4j._explanation import Explanation
from pydl4j._fit import Given, History, Options, class_weights_of, fit, metrics_of
from pydl4j._generated.activations import Activation
from pydl4j._generated.configuration import UpdatePolicy
from pydl4j._generated.input_types import InputType as _InputType
from pydl4j._generated.layers import Layer, LossLayer
from pydl4j._generated.updaters import Schedule, Updater
from pydl4j._handle import Handle
from pydl4j._pickling import by_file
from pydl4j._record import Record
from pydl4j.nd import Array, Device
from pydl4j.nd import device as nd_device
from pydl4j.nd.core import described, over, received
from pydl4j.nn._conf import (
    ComputationGraphConfiguration,
    MultiLayerConfiguration,
    NeuralNetConfiguration,
    loss_layer,
)
from pydl4j.nn._evaluation import ROC, Evaluation, RegressionEvaluation, ROCMultiClass, _Metrics
from pydl4j.nn._gradients import Gradients
from pydl4j.nn._parts import Part, imported
from pydl4j.nn.listeners import TrainingListener

if TYPE_CHECKING:
    from pydl4j.datavec import Pipeline

_ONNX = {"float64": 11, "float32": 1, "int64": 7}  # what crosses the border as numbers alone
_DIMS = 4
_PADDING = (0,) * _DIMS
_SHAPES = 4096  # small: more than there are plans
_M = TypeVar("_M", bound=_Metrics)
_N = TypeVar("_N", bound="Network")


class _Seen(NamedTuple):
    """A shape that the network has answered: the answer's shape, and both as ``outputInto`` takes them."""

    output: tuple[int, ...]
    ranks: int
    dims: tuple[int, ...]

    @classmethod
    def of(cls, x: tuple[int, ...], y: tuple[int, ...]) -> _Seen:
        return cls(y, len(x) + 10 * len(y), (*x, *_PADDING[len(x) :], *y, *_PADDING[len(y) :]))


class Network:
    """A configuration with parameters, updater state and counters; `MultiLayerNetwork` and `ComputationGraph`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._contents: Mapping[str, Part] = {}
        self._listeners: tuple[TrainingListener, ...] = ()
        about = json.loads(self._call("describe"))
        self._dtype: str = about["dataType"]
        self._inputs: list[str] = about["inputs"]
        self._outputs: list[str] = about["outputs"]
        self._indices: list[bool] = about["indices"]
        types = zip(self._inputs, about["inputTypes"], self._indices, strict=True)
        inputs = [self._slot(name, dtype, ids=ids) for name, dtype, ids in types]
        outputs = [_batch.Slot(n, self._dtype, dims=d) for n, d in zip(self._outputs, about["outputDims"], strict=True)]
        self._signature = _batch.Signature(inputs, outputs, self._dtype)
        self._plain = about["outputTypes"] == [self._dtype]  # one output in the network's type
        name = "int64" if self._indices[0] else about["inputTypes"][0]
        self._types = {np.dtype(name): _ONNX[name]} if name in _ONNX else {}
        self._shapes: dict[tuple[int, ...], _Seen] = {}

    def _slot(self, name: str, dtype: str, *, ids: bool) -> _batch.Slot:
        """Whole numbers stay whole; Java refuses fractions where it reads them."""
        own = dtype in ("float32", "float64", "float16")
        return _batch.Slot(name, dtype if own else self._dtype, ids or not own)

    def _call(self, method: str, *args: Any) -> Any:
        return _jvm.call("LocalNn", method, self._handle.number, *args)

    def _about(self) -> dict[str, Any]:
        return json.loads(self._call("describe"))

    # ---- training ----------------------------------------------------------------------------------------------------

    def init(self: _N) -> _N:
        """Draws initial parameters from the configuration's seed, and returns the network."""
        self._call("init")
        return self

    def set_listeners(self, *listeners: TrainingListener) -> None:
        """Lets listeners watch the fits to come, instead of those before."""
        self._listeners = listeners

    def fit(
        self,
        x: Any,
        y: Any = None,
        *,
        epochs: int = 1,
        batch_size: int = 32,
        shuffle: bool = True,
        progress: bool = True,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | Mapping[str, Mapping[int, float]] | None = None,
        loss_weights: Mapping[str, float] | None = None,
        validation_data: Any = None,
        validation_split: float = 0.0,
        metrics: str | Sequence[str] | Mapping[str, str | Sequence[str]] = (),
        callbacks: Sequence[TrainingListener] = (),
        resume: bool = False,
    ) -> History:
        """Trains on arrays, a data set, or an iterator of minibatches.

        Parameters
        ----------
        x : array_like, DataSet, MultiDataSet, iterable of (x, y) or data sets, or an iterator of `pydl4j.datavec`
            Features [N, size], [N, C, H, W] or [N, size, T]; ids of embeddings as whole numbers; SciPy's sparse
            matrices; a list of arrays, or a dict by name, for a graph with several inputs.
            Iterators of datavec stay in the JVM. An iterable is passed over once per epoch.
        y : array_like, optional
            One-hot [N, classes] or [N, classes, T], class indices [N] or [N, T], or targets [N, size]; a list of
            arrays, or a dict by name, for a graph with several outputs.
        epochs : int, default 1
            How often every example is trained on.
        batch_size : int, default 32
            Examples per minibatch, for arrays and data sets.
        shuffle : bool, default True
            Another order in every epoch, drawn from the configuration's seed, for arrays and data sets.
        progress : bool, default True
            Show a progress bar.
        sample_weight : array_like, or a list or dict by name, optional
            [N] or [N, T], what the loss of each row or step is multiplied with; the mean is still taken over all rows.
        class_weight : dict of int to float, or a dict of them by output, optional
            What the loss of each row or step of a class is multiplied with in training; 1 for classes that it leaves
            out. Classes are class indices, places in one-hot labels, or 0 and 1.
        loss_weights : dict of str to float, optional
            What the losses of outputs are multiplied with, of held-out rows, too; 1 for outputs that it leaves out.
        validation_data : (x, y), (x, y, sample_weight), DataSet, or an iterator of `pydl4j.datavec`, optional
            Held-out rows, whose loss is computed after every epoch.
        validation_split : float, default 0
            The part of arrays and data sets that is held out instead: their last rows, before any shuffling.
        metrics : str or sequence of str, or a dict of them by output, optional
            What is computed over the held-out rows after every epoch, beside their loss: ``accuracy``, ``precision``,
            ``recall``, ``f1``, ``matthews_correlation``, ``top_5_accuracy``, ``binary_accuracy`` (several yes or no),
            ``auc``, ``mse``, ``mae``, ``rmse``, ``r_squared``. They are in the history as ``val_accuracy``; of several
            outputs as ``val_OUTPUT_accuracy``.
        callbacks : sequence of TrainingListener, optional
            What watches this fit, after what `set_listeners` was given: `EarlyStopping`, `ReduceLROnPlateau`,
            `CheckpointListener`, or subclasses of `TrainingListener`.
        resume : bool, default False
            Goes on with the fit that was begun last, at the minibatch where it was stopped or the network was saved;
            given the same data and options it ends bit by bit as if it had not been interrupted. `epochs` are those of
            the whole fit then. Where no fit was begun yet, one begins.

        Returns
        -------
        History
            Losses and metrics, rows, epochs and speed.

        Raises
        ------
        ValueError
            When shapes do not fit the network, labels are out of range, numbers are not finite, or there is no data.
        TypeError
            For what is not numbers.
        ArithmeticError
            When the loss is no longer finite.
        KeyboardInterrupt
            After Ctrl-C, within a second; the network is usable and holds what it has learned so far.
        """
        data = _batch.data_set(x, y, sample_weight)
        given = Given(
            x,
            rows=lambda: None if data is None else self._signature.batch(data, where="fit"),
            signature=lambda: self._signature,
            validation=validation_data,
            held_out=lambda: self._held_out(validation_data),
        )
        weights = (loss_weights or {}, class_weights_of(class_weight))
        how = Options(epochs, batch_size, shuffle, validation_split, metrics_of(metrics), resume, *weights)
        listeners = [*self._listeners, *callbacks]
        return fit(self, self._handle, given, how, listeners=listeners, progress=progress)

    def _held_out(self, validation: Any) -> _batch.Batch:
        data = _batch.data_set(validation)
        if data is None or data.labels is None:
            raise TypeError(
                f"[fit] validation_data: got a {type(validation).__name__}; expected (x, y), a DataSet with labels "
                "or an iterator of pydl4j.datavec."
            )
        return self._signature.batch(data, where="validation_data")

    # ---- answers -----------------------------------------------------------------------------------------------------

    def output(self, x: Any, *, features_mask: Any = None, threads: int = 0) -> Any:
        """What the network answers; safe to call from many threads.

        Parameters
        ----------
        x : array_like
            Features as in `fit`; a list of arrays, or a dict by name, for a graph with several inputs.
        features_mask : array_like, or a list or dict by name, optional
            [N, T], 1 where a time step is present.
        threads : int, default 0
            Threads that compute; 0 takes all of `set_threads` for a call that runs alone, and one for each of several.

        Returns
        -------
        Array
            [N, classes] or [N, classes, T]; ``np.asarray`` of it is zero-copy. A list for several outputs.
        """
        if features_mask is None:
            seen = x._np if type(x) is Array else x
            shape = self._shapes.get(seen.shape) if type(seen) is np.ndarray and seen.flags.c_contiguous else None
            if shape is not None:
                if self._indices[0] and seen.dtype not in self._types:
                    seen = self._signature.inputs[0].numbers(seen, where="output", name="x")
                if seen.dtype in self._types:
                    return self._output_again(seen, shape, threads)
        batch = self._features(x, features_mask, where="output")
        out = received(self._call("output", batch.described(), threads))
        first = batch.features[0]
        again = self._plain and len(self._inputs) == 1 and first.mask is None and first.width == 0
        seen = first.values[0]
        if again and seen is not None and seen.dtype in self._types and 0 < seen.ndim <= _DIMS >= out[0].ndim:
            if len(self._shapes) >= _SHAPES:
                self._shapes.clear()
            self._shapes[seen.shape] = _Seen.of(seen.shape, out[0].shape)
        return self._answer(out)

    def _answer(self, out: list[Any]) -> Any:
        """One for each output, the only one alone."""
        return out[0] if len(self._outputs) == 1 else out

    def _features(self, x: Any, mask: Any = None, *, where: str) -> _batch.Batch:
        given = x if isinstance(x, _batch.DataSet) else _batch.DataSet(x, None, mask)
        if given.labels is not None:
            given = _batch.DataSet(given.features, None, given.features_mask)
        return self._signature.batch(given, where=where, labelled=False)

    def _output_again(self, x: np.ndarray, shape: _Seen, threads: int) -> Array:
        """The output for a shape seen before: into memory of NumPy's, with numbers alone over the border."""
        y = np.empty(shape.output, self._dtype)
        _jvm.call(
            "LocalNn", "outputInto", self._handle.number, _address(x), _address(y), shape.ranks,
            self._types[x.dtype], threads, *shape.dims,
        )  # fmt: skip
        return over(y)

    def predict(self, x: Any) -> Any:
        """The class of each row, int64 [N]: the largest output, or whether the only output is at least 0.5.

        A list of them for a graph with several outputs.
        """
        classes = self._call("predict", self._features(x, where="predict").described())
        return self._answer([np.array(of, dtype=np.int64) for of in classes])

    def feed_forward(self, x: Any) -> dict[str, Array]:
        """The activations of the inputs and of every layer by name."""
        names = json.loads(self._call("activationNames"))
        given = self._features(x, where="feed_forward").described()
        return dict(zip(names, received(self._call("activations", given)), strict=True))

    def rnn_time_step(self, x: Any) -> Any:
        """The output for the next steps of sequences whose earlier steps were given by calls before."""
        return self._answer(received(self._call("rnnTimeStep", self._features(x, where="rnn_time_step").described())))

    def rnn_clear_previous_state(self) -> None:
        """Forgets the steps given so far."""
        self._call("rnnClearPreviousState")

    def evaluate(self, x: Any, y: Any = None, *, labels: Sequence[str] = (), output: str | None = None) -> Evaluation:
        """Evaluates classification.

        Parameters
        ----------
        x, y
            As in `fit`.
        labels : sequence of str, optional
            Names of the classes.
        output : str, optional
            Which output, for a graph with several.

        Returns
        -------
        Evaluation
            Accuracy, precision, recall, F1, confusion matrix; ``print(e.stats())`` shows them.
        """
        return self._evaluate(Evaluation(labels), x, y, output)

    def evaluate_regression(self, x: Any, y: Any = None, *, output: str | None = None) -> RegressionEvaluation:
        """Evaluates regression; data as in `fit`."""
        return self._evaluate(RegressionEvaluation(), x, y, output)

    def evaluate_roc(self, x: Any, y: Any = None, *, output: str | None = None) -> ROC:
        """Evaluates a binary classifier; data as in `fit`."""
        return self._evaluate(ROC(), x, y, output)

    def evaluate_roc_multi_class(self, x: Any, y: Any = None, *, output: str | None = None) -> ROCMultiClass:
        """Evaluates each class against all others; data as in `fit`."""
        return self._evaluate(ROCMultiClass(), x, y, output)

    def _evaluate(self, into: _M, x: Any, y: Any, output: str | None) -> _M:
        source = getattr(x, "handle", None)
        numbers = (into._handle.number, self._handle.number)
        if isinstance(source, Handle):
            _jvm.run_long("LocalEval", "evalSource", *numbers, source.number, output)
            return into
        data = _batch.data_set(x, y)
        seen = False
        for item in [data] if data is not None else _batch.minibatches(x, where="evaluate"):
            given = self._signature.batch(item, where="evaluate").described()
            _jvm.run_long("LocalEval", "evalArrays", *numbers, given, output)
            seen = True
        if not seen:
            raise ValueError(
                "[evaluate] the iterator is empty: got no minibatch; expected at least one. "
                "Check the data, and that the iterator was not used up before."
            )
        return into

    def score(self, x: Any = None, y: Any = None, *, sample_weight: Any = None) -> float:
        """The loss of the last minibatch of training, or the mean loss of the data given; NaN before training."""
        if x is None:
            return float(self._call("score"))
        data = _batch.data_set(x, y, sample_weight)
        if data is None:
            raise TypeError(f"[score] got a {type(x).__name__}; expected arrays or a DataSet.")
        return float(self._call("scoreOf", self._signature.batch(data, where="score").described()))

    def gradients(self, x: Any, y: Any = None, *, sample_weight: Any = None) -> Gradients:
        """The score of a minibatch as the next step of training computes it, and its gradients; nothing changes.

        Dropout drops and batch normalization takes the moments of the batch; what gradient normalization, clipping and
        the updater make of gradients is not in them.

        Parameters
        ----------
        x, y, sample_weight
            As in `fit`.

        Returns
        -------
        Gradients
            ``score``, and ``gradients`` by parameter ("layer0_W").
        """
        data = _batch.data_set(x, y, sample_weight)
        if data is None:
            raise TypeError(f"[gradients] got a {type(x).__name__}; expected arrays or a DataSet.")
        return Gradients.of(self._handle, self._signature.batch(data, where="gradients"))

    def explain(self, x: Any, y: Any = None) -> Explanation:
        """What the plan for these arrays consists of: steps, kernels, layouts, fused nodes, bytes, flops, memory.

        Parameters
        ----------
        x : array_like, or a list for several inputs
            Features of one minibatch; only shapes and types matter.
        y : array_like, or a list for several outputs, optional
            Labels: with them the training step is explained, without the answer.

        Returns
        -------
        Explanation
            ``print`` it; `Explanation.passes` has what each pass of the compiler left.
        """
        return Explanation.of(self._call("explain", self._planned(x, y, where="explain")))

    def tune(self, x: Any, y: Any = None) -> dict[str, str]:
        """Times the alternatives of each step for arrays like these, and takes the fastest from now on.

        The choices are saved with the network, and followed where libraries and instruction sets are the same. Results
        may change in their last bits, once; equal tables give equal bits.

        Parameters
        ----------
        x, y
            As in `explain`: with labels the training step is tuned, without the answer.

        Returns
        -------
        dict of str to str
            The whole table: what is computed, and the alternative that is faster than the first choice. `explain`
            marks its steps with ``[table: ...]``.
        """
        return json.loads(self._call("tune", self._planned(x, y, where="tune")))["choices"]

    def forget_tuning(self) -> None:
        """Drops the choice table: every step takes its first choice again."""
        self._call("forgetTuning")

    def _planned(self, x: Any, y: Any, *, where: str) -> list[int]:
        """Features and labels, described."""
        return self._signature.batch(_batch.DataSet(x, y), where=where, labelled=y is not None).described()

    def set_nan_check(self, on: bool) -> None:
        """Whether all steps of training and answers are searched for what is not finite; see `nd.nan_check`."""
        self._call("setNanCheck", bool(on))

    def set_activation_checkpointing(self, segments: int | Literal["auto"] | None) -> None:
        """Saves memory in training: most activations are not kept but computed again when gradients need them.

        Results do not change in a bit; a step takes up to a third longer.

        Parameters
        ----------
        segments : int, "auto" or None
            The forward part is cut into so many segments, and activations are kept at their borders; "auto" takes as
            many as need the least memory, None or 0 keeps all activations.
        """
        if isinstance(segments, str) and segments != "auto":
            raise ValueError(
                f"[activation checkpointing] segments: got {segments!r}; expected a number, 'auto' or None."
            )
        count = -1 if segments == "auto" else int(segments or 0)
        if segments != "auto" and count < 0:
            raise ValueError(f"[activation checkpointing] segments: got {count}; expected 0 or more, or 'auto'.")
        self._call("setActivationCheckpointing", count)

    def set_precision(self, precision: str) -> None:
        """Set what matrix products and convolutions compute in.

        Parameters
        ----------
        precision
            ``"float32"``, or ``"bfloat16"`` for mixed precision: their operands are rounded to bfloat16 (8 bits of
            fraction), sums, parameters, updaters, normalization and losses stay float32. A processor without fast
            bfloat16 (AVX512_BF16 or AMX) goes on in float32 and logs a warning.

        Raises
        ------
        ValueError
            for another precision

        Examples
        --------
        >>> net = MultiLayerNetwork([layers.OutputLayer(2)], inputs=3)  # doctest: +SKIP
        >>> net.set_precision("bfloat16")  # doctest: +SKIP
        """
        if precision not in ("float32", "bfloat16"):
            raise ValueError(
                f"[precision] got {precision!r}; expected 'float32' or 'bfloat16'. Networks of float64 stay float64."
            )
        self._call("setAutocast", precision == "bfloat16")

    # ---- parameters and files ----------------------------------------------------------------------------------------

    def params(self) -> Array:
        """A copy of all parameters as one vector, in DL4J's order."""
        return received(self._call("params"))[0]

    def set_params(self, flat: ArrayLike | Array) -> None:
        """Takes all parameters from one vector."""
        self._call("setParams", described(self._finite(flat, where="set_params", name="flat")))

    def _finite(self, values: Any, *, where: str, name: str) -> np.ndarray:
        given = _batch.numbers(values, where=where, name=name).astype(self._dtype, copy=False)
        if not np.isfinite(given).all():
            raise ValueError(f"[{where}] {name} holds NaN or infinities: expected finite numbers.")
        return given

    def param_table(self) -> dict[str, Array]:
        """Copies of the parameters by name ("layer0_W"), in order."""
        return {name: self.get_param(name) for name in json.loads(self._call("paramNames"))}

    def get_param(self, name: str) -> Array:
        """A copy of one parameter."""
        return received(self._call("param", name))[0]

    def set_param(self, name: str, value: ArrayLike | Array) -> None:
        """Takes one parameter."""
        self._call("setParam", name, described(self._finite(value, where="set_param", name=name)))

    def num_params(self) -> int:
        """How many parameters there are."""
        return int(self._about()["params"])

    @property
    def iteration_count(self) -> int:
        """Minibatches trained on in the network's whole life."""
        return int(self._about()["iterations"])

    @property
    def epoch_count(self) -> int:
        """Epochs trained in the network's whole life."""
        return int(self._about()["epochs"])

    def summary(self) -> str:
        """A table of layers: name, type, output shape, parameters."""
        return self._call("summary")

    def set_threads(self, count: int) -> None:
        """Threads that training and single queries use; all cores by default."""
        self._call("setThreads", int(count))

    def to(self: _N, device: Device | str) -> _N:
        """Moves the network to a device, where training and queries run from now on, and returns it.

        Raises
        ------
        ValueError
            Where this process has no such device; the error lists those that it has.
        """
        self._call("to", str(nd_device(device)))
        return self

    def clone(self: _N) -> _N:
        """A network of its own with the same parameters, updater state and counters."""
        return type(self)._of(Handle(self._call("copy")))

    def ema(self: _N) -> _N:
        """A network of its own with the averages of the parameters over all updates, for evaluation and serving.

        Raises
        ------
        ValueError
            When the configuration has no ``updates=UpdatePolicy(ema_decay=...)``.
        """
        return type(self)._of(Handle(self._call("ema")))

    @property
    def rate_factor(self) -> float:
        """What all learning rates are multiplied with from the next step on; 1 at first, and saved with the network."""
        return float(_jvm.call("LocalTraining", "rateFactor", self._handle.number))

    @rate_factor.setter
    def rate_factor(self, factor: float) -> None:
        _jvm.call("LocalTraining", "setRateFactor", self._handle.number, float(factor))

    def __reduce__(self) -> Any:
        """Pickles and copies hold what a file holds: parameters, updater and training state; no listeners."""
        return by_file(self)

    def save(
        self, path: str | os.PathLike[str], *, save_updater: bool = True, pipeline: Pipeline | None = None
    ) -> None:
        """Saves the network as one zip, which is replaced only when the new one is complete.

        Parameters
        ----------
        path : path
            Where to.
        save_updater : bool, default True
            With the updater's state, so that training can go on.
        pipeline : pydl4j.datavec.Pipeline, optional
            What makes the network's inputs; serving reads it.
        """
        extras: Mapping[str, str] = {} if pipeline is None else {"pipeline.json": pipeline.to_json()}
        self._call("save", _jvm.path(path), save_updater, json.dumps(extras))

    @classmethod
    def load(cls: type[_N], path: str | os.PathLike[str]) -> _N:
        """The network that `save` wrote.

        Raises
        ------
        FileNotFoundError
            When there is no such file.
        ValueError
            When it is no saved network, or damaged.
        """
        if not os.path.exists(path):
            raise FileNotFoundError(
                f"[load] no such file: got {os.fspath(path)!r}; expected a saved network. Check the path."
            )
        return cls._of(Handle(_jvm.call("LocalNn", "load", _jvm.path(path))))

    def to_onnx(self, path: str | os.PathLike[str]) -> None:
        """Writes the network as an ONNX model."""
        self._call("toOnnx", _jvm.path(path))

    def close(self) -> None:
        """Frees parameters and plans now instead of with the last reference."""
        self._handle.close()

    @classmethod
    def _of(cls: type[_N], handle: Handle) -> _N:
        made = cls.__new__(cls)
        Network.__init__(made, handle)
        kind = made._about()["type"].replace("Configuration", "")
        if kind.replace("MultiLayer", "MultiLayerNetwork") != cls.__name__ and cls is not Network:
            raise ValueError(
                f"[{cls.__name__}] got a saved {kind}; expected a {cls.__name__}. Load it with the other class."
            )
        return made

    def __repr__(self) -> str:
        return self.summary()


class MultiLayerNetwork(Network):
    """A stack of layers. DL4J: MultiLayerNetwork.

    Parameters
    ----------
    conf : MultiLayerConfiguration or sequence of Layer
        A configuration, or the layers themselves.
    input_type : InputType, optional
        With layers: what the input looks like.
    seed : int, optional
        With layers: seed of initial weights, dropout and shuffling.
    updater : Updater or str, optional
        With layers: how gradients change parameters.
    activation, weight_init, l1, l2, drop_out, data_type, updates : optional
        With layers: as in `NeuralNetConfiguration`.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer
    >>> net = MultiLayerNetwork(
    ...     [DenseLayer(8, activation="relu"), OutputLayer(3)],
    ...     input_type=InputType.feed_forward(4),
    ...     updater=Adam(1e-2),
    ...     seed=1,
    ... ).init()
    >>> np.asarray(net.output(np.zeros((2, 4)))).shape
    (2, 3)
    """

    def __init__(
        self,
        conf: MultiLayerConfiguration | Sequence[Layer],
        *,
        input_type: _InputType | None = None,
        seed: int | None = None,
        updater: Updater | str | None = None,
        activation: Activation | str | None = None,
        weight_init: str | None = None,
        l1: float | Schedule | None = None,
        l2: float | Schedule | None = None,
        drop_out: float | Schedule | None = None,
        data_type: str | None = None,
        updates: UpdatePolicy | None = None,
    ) -> None:
        settings = {
            "seed": seed,
            "updater": updater,
            "activation": activation,
            "weight_init": weight_init,
            "l1": l1,
            "l2": l2,
            "drop_out": drop_out,
            "data_type": data_type,
            "updates": updates,
        }
        given = {name: value for name, value in settings.items() if value is not None}
        if isinstance(conf, MultiLayerConfiguration):
            if given or input_type is not None:
                raise ValueError(
                    f"[MultiLayerNetwork] a configuration has its own settings: got {', '.join(given) or 'input_type'} "
                    "beside it; expected none. Set them in the configuration, or give the layers."
                )
        elif isinstance(conf, (list, tuple)):
            conf = MultiLayerConfiguration(conf, conf=NeuralNetConfiguration(**given), input_type=input_type)
        else:
            raise TypeError(
                f"[MultiLayerNetwork] got a {type(conf).__name__}; expected a MultiLayerConfiguration "
                "or a list of layers."
            )
        super().__init__(Handle(_jvm.call("LocalNn", "create", conf.to_json())))

    def get_layer_wise_configurations(self) -> MultiLayerConfiguration:
        """The configuration, with all that was left to defaults."""
        return MultiLayerConfiguration.from_json(self._call("configuration"))


class ComputationGraph(Network):
    """A graph of layers and vertices. DL4J: ComputationGraph.

    Parameters
    ----------
    conf : ComputationGraphConfiguration
        The graph, from ``NeuralNetConfiguration.builder().graph_builder()``.
    """

    def __init__(self, conf: ComputationGraphConfiguration) -> None:
        if not isinstance(conf, ComputationGraphConfiguration):
            raise TypeError(
                f"[ComputationGraph] got a {type(conf).__name__}; expected a ComputationGraphConfiguration. "
                "Make one with NeuralNetConfiguration.builder().graph_builder()."
            )
        super().__init__(Handle(_jvm.call("LocalNn", "create", conf.to_json())))
        self._contents = conf._contents

    def init(self) -> ComputationGraph:
        """Draws initial parameters from the configuration's seed; imported graphs start with their contents."""
        given = {name: part.graph.number for name, part in self._contents.items()}
        _jvm.call("LocalParts", "init", self._handle.number, json.dumps(given))
        return self

    @classmethod
    def from_onnx(
        cls,
        path: str | os.PathLike[str],
        *,
        outputs: Sequence[str] = (),
        loss: str | Record | Callable[[Any, Any], Any] | Mapping[str, Any] | None = None,
        activation: Activation | str = "identity",
        training: bool = True,
        conf: NeuralNetConfiguration | None = None,
    ) -> ComputationGraph:
        """A model of an ONNX file as a network, with the contents of the file.

        Inputs and outputs have the file's names, parameters the names of the file behind ``graph/``.

        Parameters
        ----------
        path : path
            The file.
        outputs : sequence of str, optional
            Values of the graph that the network gives; all outputs of the file by default.
        loss : str, Loss, callable, or a mapping of these by output, optional
            What training minimizes, as in `LossLayer`; of all outputs, or of some. Without one the network only
            answers.
        activation : str or Activation
            What outputs with a loss are made of: ``"softmax"`` where the file gives logits.
        training : bool, default True
            Whether batch normalization and dropout train where the file was exported for prediction.
        conf : NeuralNetConfiguration, optional
            Updater, seed, regularization.
        """
        graph, told = imported(path, training=training)
        return cls._of_graph(graph, list(outputs) or told["outputs"], loss, activation, conf)

    @classmethod
    def from_samediff(
        cls,
        graph: Any,
        outputs: Sequence[Any],
        *,
        loss: str | Record | Callable[[Any, Any], Any] | Mapping[str, Any] | None = None,
        activation: Activation | str = "identity",
        conf: NeuralNetConfiguration | None = None,
    ) -> ComputationGraph:
        """Variables of a `pydl4j.samediff.SameDiff` graph as a network; parameters are as in `from_onnx`."""
        names = [getattr(v, "name", v) for v in outputs]
        return cls._of_graph(graph._handle, names, loss, activation, conf)

    @classmethod
    def _of_graph(
        cls, graph: Handle, outputs: list[str], loss: Any, activation: Any, conf: NeuralNetConfiguration | None
    ) -> ComputationGraph:
        settings = conf or NeuralNetConfiguration()
        of = loss if isinstance(loss, Mapping) else {} if loss is None else dict.fromkeys(outputs, loss)
        heads = {name: loss_layer(LossLayer(each, activation=activation), settings) for name, each in of.items()}
        told = (json.dumps(settings.to_dict()), json.dumps(outputs), json.dumps(heads))
        return cls._of(Handle(_jvm.call("LocalParts", "model", graph.number, *told)))

    def get_configuration(self) -> ComputationGraphConfiguration:
        """The configuration, with all that was left to defaults."""
        return ComputationGraphConfiguration.from_json(self._call("configuration"))


def _address(x: np.ndarray) -> int:
    """Where a dense array's memory begins; the buffer tells it in a quarter of the array interface's time."""
    try:
        return addressof(c_char.from_buffer(x))
    except (TypeError, ValueError, BufferError):  # read-only, empty, or of a type without a buffer
        return int(x.__array_interface__["data"][0])
