"""Makes notebooks of the programs in examples/, for the site and for tests.

A program is written in cells (``# %%``); its docstring is the first one, "Title: what it shows." The cell tagged
``parameters`` holds the numbers that a short run makes smaller.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import jupytext
import nbformat

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def programs() -> list[Path]:
    """The programs of the gallery, by name."""
    return sorted(EXAMPLES.glob("*.py"))


def title(program: Path) -> tuple[str, str]:
    """The title, and the rest of what the docstring says."""
    name, _, rest = (ast.get_docstring(ast.parse(program.read_text())) or "").partition(":")
    if not rest:
        raise ValueError(
            f"[{program.name}] no title: expected a docstring of the form 'Title: what it shows.' Add one."
        )
    return name, rest.strip()


def notebook(program: Path, **parameters: Any) -> nbformat.NotebookNode:
    """The program as a notebook, with other values of its parameters.

    Raises ValueError when the program has no parameter of that name.
    """
    name, rest = title(program)
    cells = jupytext.read(program).cells
    cells[0] = nbformat.v4.new_markdown_cell(f"# {name}\n{rest[0].upper()}{rest[1:]}")
    for cell in cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = "\n".join(_with(line, parameters) for line in cell.source.splitlines())
    if parameters:
        raise ValueError(f"[{program.name}] no such parameters: got {sorted(parameters)}; expected those of its cell.")
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def _with(line: str, parameters: dict[str, Any]) -> str:
    name = line.split(" = ")[0]
    return f"{name} = {parameters.pop(name)!r}" if name in parameters else line


def script(program: Path, **parameters: Any) -> str:
    """The program's text with other values of its parameters."""
    return jupytext.writes(notebook(program, **parameters), fmt="py:percent")
