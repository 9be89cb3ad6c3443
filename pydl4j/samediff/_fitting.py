"""The graph is trained and evaluated."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pydl4j import _batch as batches
from pydl4j._fit import Given, History, Metric, Options, class_weights_of, fit, metrics_of
from pydl4j._listening import TrainingListener
from pydl4j.nd import Array
from pydl4j.nd.core import dtype_number
from pydl4j.nn import Evaluation, Gradients, traced_metric
from pydl4j.samediff._java import cast
from pydl4j.samediff._queries import Queries
from pydl4j.samediff._training import TrainingConfig
from pydl4j.samediff._variable import Variable


class Fitting(Queries):
    """How a graph learns, and how well it does."""

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

    @property
    def iterations(self) -> int:
        """Training steps taken so far."""
        return int(json.loads(self._call("training") or '{"iteration": 0}')["iteration"])

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
        metrics: Metric | Sequence[Metric] | Mapping[str, Metric | Sequence[Metric]] = (),
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
        validation_data : (x, y), (x, y, sample_weight), DataSet, mapping, or an iterator of `pydl4j.datavec`, optional
            Held-out rows, whose loss is computed after every epoch, dropout keeping everything.
        validation_split : float, default 0
            The part of arrays and data sets that is held out instead: their last rows, before any shuffling.
        metrics : str or callable, a sequence of them, or a dict of these by variable, optional
            What is computed over the held-out rows after every epoch, as in `pydl4j.nn.MultiLayerNetwork.fit`. By the
            variable that is compared with the labels, the first with those that are mapped first; without a name the
            only variable that the graph predicts, which no other reads but the loss.
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
        how = Options(
            epochs,
            batch_size,
            shuffle,
            validation_split,
            metrics_of(self._by_variable(metrics), [], self._metric),
            resume,
            class_weights=class_weights_of(class_weight),
            checkpoint=checkpoint,
        )
        return self._fit(self, x, y, sample_weight, validation_data, how, callbacks, progress=progress)

    def _fit(
        self,
        model: Any,
        x: Any,
        y: Any,
        sample_weight: Any,
        validation_data: Any,
        how: Options,
        callbacks: Sequence[TrainingListener],
        *,
        progress: bool,
    ) -> History:
        """Trains the graph as `fit` does; listeners see it as that model."""
        config = self._configured()
        come_one_by_one = y is None and isinstance(x, Iterable)
        come_one_by_one &= not isinstance(x, (Mapping, list, tuple, np.ndarray, Array))
        held = validation_data if isinstance(validation_data, tuple) else (validation_data, None)
        given = Given(
            x,
            rows=lambda: None if come_one_by_one else self._batch(config, x, y, "fit", sample_weight),
            signature=lambda: self._signature(config),
            validation=validation_data,
            held_out=lambda: self._batch(config, held[0], held[1], "validation_data", *held[2:]),
        )
        return fit(model, self._handle, given, how, listeners=callbacks, progress=progress)

    def _by_variable(self, metrics: Any) -> Mapping[str, Any]:
        if isinstance(metrics, Mapping) or not metrics:
            return metrics or {}
        predicted = json.loads(self._call("predictions"))
        if len(predicted) != 1:
            raise ValueError(
                f"[fit] metrics of which variable: got none of {', '.join(predicted)}; expected the one that is "
                "compared with the labels. Give a dict by variable."
            )
        return {predicted[0]: metrics}

    def _metric(self, function: Any, output: str) -> dict[str, Any]:
        variable = self.get_variable(output)
        return traced_metric(function, variable._dims[1] if len(variable._dims) > 1 else -1, variable._dtype)

    def _configured(self) -> TrainingConfig:
        if self._config is None:
            raise ValueError("[fit] is not configured: got no TrainingConfig; expected set_training_config first.")
        return self._config

    def _batch(self, config: TrainingConfig, x: Any, y: Any, where: str, weights: Any = None) -> batches.Batch:
        """Data where the configuration maps them; named by placeholder for a dict of all placeholders."""
        if isinstance(x, Mapping) and y is None:
            slots = [self._slot(name) for name in x]
            made = batches.Signature(slots, [], "float32").batch(batches.DataSet(x), where=where, labelled=False)
            named = [replace(c, name=slot.name) for c, slot in zip(made.features, slots, strict=True)]
            return batches.Batch(named)
        data = batches.data_set(x, y, weights)
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

    def _signature(self, config: TrainingConfig) -> batches.Signature:
        if not config.features:
            raise ValueError(
                "[fit] no placeholder for features: got a TrainingConfig without data_set_feature_mapping; expected "
                "one. Map them, or give a dict by placeholder."
            )
        inputs = [self._slot(name) for name in config.features]
        wide = any(dtype_number(self.get_variable(name).dtype) == dtype_number("float64") for name in config.labels)
        return batches.Signature(inputs, [self._slot(name) for name in config.labels], "float64" if wide else "float32")

    def _slot(self, name: str) -> batches.Slot:
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


@dataclass(frozen=True)
class _Placeholder(batches.Slot):
    """A placeholder takes its own type alone, of any kind."""

    def numbers(self, values: Any, *, where: str, name: str) -> Any:
        return cast(values, self.dtype)
