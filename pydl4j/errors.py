"""The table from Java's exceptions to Python's, the only place that knows both."""

from __future__ import annotations

import re
from collections.abc import Iterable


class JvmError(RuntimeError):
    """The JVM could not be had, or Java code failed in a way that no built-in exception of Python names.

    Attributes
    ----------
    java_class : str
        Full name of the Java exception, empty where no Java exception is behind it.
    java_stacktrace : str
        Its stack trace.
    """

    def __init__(self, message: str, *, java_class: str = "", java_stacktrace: str = "") -> None:
        super().__init__(message)
        self.java_class = java_class
        self.java_stacktrace = java_stacktrace


TABLE: dict[str, type[Exception]] = {
    "org.pydl4j.nd.array.OffHeapMemoryError": MemoryError,
    "java.lang.OutOfMemoryError": MemoryError,
    "java.lang.IllegalArgumentException": ValueError,
    "java.lang.IllegalStateException": RuntimeError,
    "java.lang.IndexOutOfBoundsException": IndexError,
    "java.lang.UnsupportedOperationException": NotImplementedError,
    "java.io.FileNotFoundException": FileNotFoundError,
    "java.nio.file.NoSuchFileException": FileNotFoundError,
    "org.pydl4j.nd.plan.run.NonFiniteException": FloatingPointError,
    "org.pydl4j.nd.array.NumberRangeException": OverflowError,
    "java.lang.ArithmeticException": ArithmeticError,
    "java.io.IOException": OSError,
    "java.io.UncheckedIOException": OSError,
}

NAMES: dict[str, str] = {  # Java's names in messages, as Python has them; classes of records add their parameters
    "backpropType": "backprop_type",
    "batchSize": "batch_size",
    "categoricalToInteger": "categorical_to_integer",
    "categoricalToOneHot": "categorical_to_one_hot",
    "convolutionalFlat": "convolutional_flat",
    "everyIterations": "every_iterations",
    "fitLabels": "fit_labels",
    "inputType": "input_type",
    "lossWeights": "loss_weights",
    "markAsLoss": "mark_as_loss",
    "replaceMissing": "replace_missing",
    "setLossVariables": "set_loss_variables",
    "tbpttLength": "tbptt_length",
    "toHost()": 'to("cpu")',
    "toJson": "to_json",
}


def pythonic(message: str) -> str:
    """A message with Python's names; what stands in quotes is somebody's own and stays."""
    return re.sub(r"(?<![\w'\"])[a-z]+[A-Z]\w*(?:\(\))?(?!['\"\w])", _python, message)


def _python(found: re.Match[str]) -> str:
    name, bare = found.group(), found.group().removesuffix("()")
    return NAMES.get(name) or NAMES.get(bare, bare) + name[len(bare) :]


def from_java(class_names: Iterable[str], message: str, stacktrace: str) -> Exception:
    """The Python exception for a Java one.

    Parameters
    ----------
    class_names : iterable of str
        The exception's class and its superclasses, the class itself first.
    message : str
        The exception's message.
    stacktrace : str
        The exception's stack trace; every Python exception made here keeps it as ``java_stacktrace``.

    Returns
    -------
    Exception
        Of the type that the first name found in `TABLE` gives, else a `JvmError`.
    """
    names = list(class_names)
    message = pythonic(message)
    for name in names:
        if name in TABLE:
            error = TABLE[name](message)
            error.java_class, error.java_stacktrace = names[0], stacktrace  # type: ignore[attr-defined]
            return error
    text = f"{names[0]}: {message}\n{stacktrace}"
    return JvmError(text, java_class=names[0], java_stacktrace=stacktrace)
