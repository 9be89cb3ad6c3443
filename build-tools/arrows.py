"""Holds the table of Python's modules: who may know whom.

``arrows.py FOLDER`` reads FOLDER/arrows.txt, which has a line per unit, a module or a package with all that is in it
and has no line of its own: ``unit: units that it may import``, each from a line above, so that there are no circles.
"." is the package's own ``__init__``. Imports inside functions count, those under TYPE_CHECKING do not. A private
module, or a private name of one, is imported only from within the same part of the package (FOLDER/part), or from
anywhere if it stands directly in FOLDER.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path


def modules(folder: Path) -> dict[str, Path]:
    """All modules by name, the folder's own name first."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path, known: dict[str, Path]) -> Iterator[tuple[int, str, str | None]]:
    """Line, module and, where it is no module itself, the name that is taken of it."""

    def walk(node: ast.AST) -> Iterator[tuple[int, str, str | None]]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name, None) for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for a in node.names:
                whole = f"{node.module}.{a.name}"
                yield (node.lineno, whole, None) if whole in known else (node.lineno, node.module, a.name)
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    return (i for i in walk(ast.parse(path.read_text())) if i[1] in known)


def table(path: Path) -> tuple[dict[str, list[str]], list[str]]:
    """What each unit may know, and what is wrong with the table itself."""
    allowed: dict[str, list[str]] = {}
    wrong = []
    for line in path.read_text().splitlines():
        unit, _, others = line.partition("#")[0].partition(":")
        if not unit.strip():
            continue
        for other in others.split():
            if other not in allowed:
                wrong.append(f"{path}: {unit} names {other}; expected only units of lines above it")
        allowed[unit.strip()] = others.split()
    return allowed, wrong


def unit(module: str, units: dict[str, list[str]]) -> str | None:
    """The longest line that the module falls under."""
    name = module.partition(".")[2] or "."
    while name not in units and "." in name[1:]:
        name = name.rpartition(".")[0]
    return name if name in units else None


def is_private(module: str, name: str | None, own: str) -> bool:
    """Whether an import takes what belongs to another part of the package."""
    parts = module.split(".")
    hidden = [i for i, part in enumerate(parts) if part.startswith("_") and i > 1]
    if name is not None and name.startswith("_") and not name.startswith("__") and module != own:
        hidden.append(len(parts))
    return bool(hidden) and own.split(".")[:2] != parts[:2]


def check(folder: Path) -> list[str]:
    """All that breaks the table."""
    allowed, wrong = table(folder / "arrows.txt")
    known = modules(folder)
    used: dict[str, set[str]] = {}
    for module, path in known.items():
        own = unit(module, allowed)
        if own is None:
            wrong.append(f"{folder}/arrows.txt: got no line for {module}; expected one, below those of what it imports")
            continue
        for line, other, name in imports(path, known):
            theirs = unit(other, allowed)
            if theirs is not None and theirs != own:
                used.setdefault(own, set()).add(theirs)
                if theirs not in allowed[own]:
                    expected = " ".join(allowed[own]) or "none"
                    wrong.append(f"{path}:{line}: {own} imports {theirs}; expected only {expected}")
            if is_private(other, name, module):
                wrong.append(
                    f"{path}:{line}: got the private {other}{'.' + name if name else ''}; expected a public name"
                )
    for name, others in allowed.items():
        for other in others:
            if other not in used.get(name, ()):
                wrong.append(f"{folder}/arrows.txt: {name} names {other}; expected no arrow that nobody uses")
    return list(dict.fromkeys(wrong))


if __name__ == "__main__":
    faults = check(Path(sys.argv[1]))
    if faults:
        sys.exit(
            "[modules] arrow against the table:\n  "
            + "\n  ".join(faults)
            + "\nMove what is shared down, or change the table."
        )
