"""What holds for all arrays and plans of this process."""

from __future__ import annotations

from pydl4j import _jvm


class Setting:
    """A setting that was changed: stays so, or ends with the ``with`` block that it opens."""

    def __init__(self, method: tuple[str, str], before: object) -> None:
        self._method = method
        self._before = before

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        _jvm.call(*self._method, self._before)


def nan_check(on: bool = True) -> Setting:
    """Searches what every step of every plan writes for numbers that are not finite, and names the first one.

    A NaN is always an error. An infinity is one only where the step's inputs had none, so masks of -inf pass. A
    training step that fails leaves parameters and updater as they were. Runs take two to three times as long.

    Parameters
    ----------
    on : bool, default True
        Whether to search from now on.

    Returns
    -------
    Setting
        May open a ``with`` block, at whose end the setting is what it was.

    Raises
    ------
    FloatingPointError
        Not here but by the runs that follow: names node, layer, op, shapes, how many numbers, where, and the ranges of
        the inputs.

    Examples
    --------
    >>> from pydl4j import nd
    >>> with nd.nan_check():
    ...     total = nd.ones(3) + 1
    """
    return Setting(("LocalPlans", "nanCheck"), bool(_jvm.call("LocalPlans", "nanCheck", bool(on))))
