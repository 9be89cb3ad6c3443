"""ONNX models: load one, run it, train it, write it again.

>>> from pydl4j import onnx
>>> model = onnx.load("model.onnx")                                          # doctest: +SKIP
>>> model.inputs                                                             # doctest: +SKIP
(Tensor(name='x', dtype='float32', shape=(None, 784)),)
>>> probabilities = model(images)                                            # doctest: +SKIP
>>> model.freeze("features.*")                                               # doctest: +SKIP
>>> model.fit(images, labels, epochs=3)                                      # doctest: +SKIP
>>> model.save("trained.onnx")                                               # doctest: +SKIP
"""

from __future__ import annotations

from pydl4j.onnx._model import Model, Tensor, load

__all__ = ["Model", "Tensor", "load"]
