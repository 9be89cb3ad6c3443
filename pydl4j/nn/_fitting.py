"""Networks as they are trained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydl4j import _batch
from pydl4j._fit import Given, History, Metric, Options, class_weights_of, fit, metrics_of
from pydl4j._listening import listed
from pydl4j.nn._classes import Label
from pydl4j.nn._gradients import Gradients
from pydl4j.nn._java import PIPELINE, JavaNetwork
from pydl4j.nn._traced import traced_metric
from pydl4j.nn.listeners import TrainingListener

_F = TypeVar("_F", bound="Fitting")


class Fitting(JavaNetwork):
    """How a network is trained, and what training sees of a minibatch."""

    def init(self: _F) -> _F:
        """Draws initial parameters from the configuration's seed, and returns the network."""
        self._call("init")
        return self

    def set_listeners(self, *listeners: TrainingListener | Iterable[TrainingListener]) -> None:
        """Lets listeners, given one by one or as a list, watch the fits to come, instead of those before."""
        self._listeners = listed(listeners)

    def add_listeners(self, *listeners: TrainingListener | Iterable[TrainingListener]) -> None:
        """Lets further listeners, given one by one or as a list, watch the fits to come."""
        self._listeners += listed(listeners)

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
        class_weight: Mapping[Label, float] | Mapping[str, Mapping[Label, float]] | None = None,
        loss_weights: Mapping[str, float] | None = None,
        validation_data: Any = None,
        validation_split: float = 0.0,
        metrics: Metric | Sequence[Metric] | Mapping[str, Metric | Sequence[Metric]] = (),
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
            One-hot [N, classes] or [N, classes, T], class indices [N] or [N, T], or targets [N, size]; classes by
            name: text, booleans, pandas' categories (in their order), which `class_names` then has. A list of arrays,
            a dict by name or a table of columns by name for a graph with several outputs.
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
            out. Classes are names, class indices, places in one-hot labels, or 0 and 1.
        loss_weights : dict of str to float, optional
            What the losses of outputs are multiplied with, of held-out rows, too; 1 for outputs that it leaves out.
        validation_data : (x, y), (x, y, sample_weight), DataSet, or an iterator of `pydl4j.datavec`, optional
            Held-out rows, whose loss is computed after every epoch.
        validation_split : float, default 0
            The part of arrays and data sets that is held out instead: their last rows, before any shuffling.
        metrics : str or callable, a sequence of them, or a dict of these by output, optional
            What is computed over the held-out rows after every epoch, beside their loss: ``accuracy``, ``precision``,
            ``recall``, ``f1``, ``matthews_correlation``, ``top_5_accuracy``, ``binary_accuracy`` (several yes or no),
            ``auc``, ``mse``, ``mae``, ``rmse``, ``r_squared``. They are in the history as ``val_accuracy``; of several
            outputs as ``val_OUTPUT_accuracy``. A function of (y_true, y_pred), both [rows, outputs], class indices
            one-hot, is traced: it gives a number per row, an array per row, or one number.
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
            When shapes do not fit the network, labels are out of range or of a class that was not learned, numbers are
            not finite, or there is no data.
        TypeError
            For what is not numbers.
        ArithmeticError
            When the loss is no longer finite.
        KeyboardInterrupt
            After Ctrl-C, within a second; the network is usable and holds what it has learned so far.
        """
        known = {output: classes.labels for output, classes in self._classes.items()}
        try:
            data = _batch.data_set(x, y, sample_weight)
            rows = None if data is None else self._signature.batch(data, where="fit")
            self._take_pipeline(x)
            given = Given(
                x,
                rows=lambda: rows,
                signature=lambda: self._signature,
                validation=validation_data,
                held_out=lambda: self._held_out(validation_data),
            )
            weights = (loss_weights or {}, self._class_weights(class_weight))
            how = Options(epochs, batch_size, shuffle, validation_split, self._metrics(metrics), resume, *weights)
            listeners = [*self._listeners, *callbacks]
            return fit(self, self._handle, given, how, listeners=listeners, progress=progress)
        except Exception:
            if not self._handle.closed and self._about()["iterations"] == 0:
                self._forget_classes(known)
            raise

    def _forget_classes(self, known: Mapping[str, tuple[Label, ...]]) -> None:
        """Takes back the names that a fit has learned which trained nothing."""
        for output, labels in known.items():
            self._classes[output].labels = labels
        self._tell_classes()

    def _class_weights(self, given: Mapping[Any, Any] | None) -> dict[str, Mapping[int, float]]:
        """Weights of classes by output and place."""
        made: dict[str, Mapping[int, float]] = {}
        for output, of in class_weights_of(given).items():
            classes = self._classes.get(output or self._outputs[0])
            where = "fit: class_weight"
            made[output] = of if classes is None else {classes.index(c, where=where): w for c, w in of.items()}
        return made

    def _take_pipeline(self, x: Any) -> None:
        """Takes over the pipeline of datavec's batches, and what it calls the classes."""
        pipeline = getattr(x, "pipeline", None)
        if pipeline is None:
            return
        self._call("setExtra", PIPELINE, pipeline.to_json())
        for output, labels in pipeline.named_classes().items():
            classes = self._classes.get(output or self._outputs[0])
            if classes is not None and not classes.labels and not classes.regression:
                classes.name(labels)
        self._tell_classes()

    def _metrics(self, given: Any) -> dict[str, list[Any]]:
        widths = {slot.name: list(slot.dims or (-1, -1))[1] for slot in self._signature.outputs}
        return metrics_of(given, self._outputs, lambda f, output: traced_metric(f, widths.get(output, -1), self._dtype))

    def _held_out(self, validation: Any) -> _batch.Batch:
        data = _batch.data_set(validation)
        if data is None or data.labels is None:
            raise TypeError(
                f"[fit] validation_data: got a {type(validation).__name__}; expected (x, y), a DataSet with labels "
                "or an iterator of pydl4j.datavec."
            )
        return self._signature.batch(data, where="validation_data")

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
