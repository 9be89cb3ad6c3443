"""What programs may rely on, held against the committed state.

``api.py check`` in `make lint`, ``api.py write`` in `make api`. ``api/java.txt`` and ``api/python.txt`` have a line for
each name, member and parameter. A line may go only after it was deprecated there; a line that is new breaks nobody,
unless whoever implements or calls what was there before must know it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / "api"
DEPRECATED = " deprecated"
MUST = (" abstract", ", required")  # what an implementor, or a caller, has to give
ADVICE = (
    "Keep what was there, and deprecate it for a release (@Deprecated, warnings.deprecated) before it goes. "
    "If the change is meant, run `make api` and commit api/."
)


def python_lines() -> list[str]:
    """A line for each public name below pydl4j, each of their public methods, and each parameter."""
    lines: set[str] = set()
    package = importlib.import_module("pydl4j")
    names = ["pydl4j", *(found.name for found in pkgutil.walk_packages(package.__path__, "pydl4j."))]
    for name in names:
        if not any(part.startswith("_") for part in name.split(".")) and not name.startswith("pydl4j.demo"):
            module = importlib.import_module(name)
            public = getattr(module, "__all__", None) or _own(module)
            for export in public:
                lines.update(_described(f"{name}.{export}", getattr(module, export)))
    return sorted(lines)


def _own(module: Any) -> list[str]:
    """The public functions and classes that a module without ``__all__`` defines itself."""
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]


def _described(name: str, value: Any) -> Iterator[str]:
    mark = DEPRECATED if hasattr(value, "__deprecated__") else ""
    yield name + mark
    if inspect.isclass(value):
        yield from _parameters(name, value)
        for member in dir(value):
            held = inspect.getattr_static(value, member)
            own = _of_ours(value, member)
            if member.startswith("_") or not own:
                continue
            yield f"{name}.{member}" + (DEPRECATED if hasattr(held, "__deprecated__") else "")
            if callable(getattr(value, member, None)) and not inspect.isclass(held):
                yield from _parameters(f"{name}.{member}", getattr(value, member))
    elif callable(value):
        yield from _parameters(name, value)


def _of_ours(kind: type, member: str) -> bool:
    """Whether a class of ours defines the member."""
    return any(member in vars(base) and base.__module__.startswith("pydl4j") for base in kind.__mro__)


def _parameters(name: str, function: Any) -> Iterator[str]:
    if not str(getattr(function, "__module__", "")).startswith("pydl4j"):
        return  # NumPy's own
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return
    place = 0
    for parameter in parameters:
        if parameter.name in ("self", "cls") or parameter.name.startswith("_"):
            continue
        kind = {parameter.KEYWORD_ONLY: "keyword", parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(
            parameter.kind, f"place {place}"
        )
        place += 1
        if parameter.default is not parameter.empty:
            kind += " = " + re.sub(r" at 0x[0-9a-f]+", "", repr(parameter.default))
        elif not kind.startswith("*"):
            kind += ", required"
        yield f"{name}({parameter.name}): {kind}"


def broken(before: list[str], now: list[str]) -> list[str]:
    """What in the new lines breaks programs that relied on the lines before.

    Parameters
    ----------
    before, now : list of str
        Lines of the committed and the present state.

    Returns
    -------
    list of str
        One message each.
    """
    old = {line.removesuffix(DEPRECATED): line.endswith(DEPRECATED) for line in before}
    new = {line.removesuffix(DEPRECATED) for line in now}
    gone = [
        f"gone without deprecation: {line}" for line, deprecated in old.items() if line not in new and not deprecated
    ]
    known = {line.split(" ")[0] for line in old}
    must = [
        f"new, and whoever has what was there before must give it: {line}"
        for line in new
        if line not in old and line.endswith(MUST) and owner(line) in known
    ]
    return sorted(gone) + sorted(must)


def owner(line: str) -> str:
    """The function whose parameter, or the type whose method, a line tells."""
    name = line.partition("(")[0]
    return name if line.endswith(MUST[1]) else name.rpartition(".")[0]


def main(command: str) -> None:
    """Checks the present state, or writes it."""
    java = (ROOT / "build" / "api" / "java.txt").read_text().splitlines()
    for file, now in (("java.txt", java), ("python.txt", python_lines())):
        path = STATE / file
        if command == "write":
            STATE.mkdir(exist_ok=True)
            path.write_text("\n".join(now) + "\n")
            continue
        wrong = broken(path.read_text().splitlines(), now)
        if wrong:
            sys.exit(f"[api] {path.relative_to(ROOT)} is broken:\n  " + "\n  ".join(wrong) + f"\n{ADVICE}")


if __name__ == "__main__":
    main(sys.argv[1])
