"""Tables in notebooks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

_ROWS = 100  # of longer tables the first and last are shown


def table(header: Sequence[Any], rows: Iterable[Sequence[Any]], *, caption: str = "", names: int = 0) -> str:
    """An HTML table of texts, all escaped.

    Parameters
    ----------
    header : sequence
        Of the columns; empty for none.
    rows : iterable of sequence
        Cells; numbers stand on the right. Of more than 100 the first and last are shown.
    caption : str
        Above the table.
    names : int
        How many of the first cells of a row are its name.
    """
    given = list(rows)
    shown = given if len(given) <= _ROWS else [*given[: _ROWS // 2], ["⋮"] * len(given[0]), *given[-_ROWS // 2 :]]
    first = given[0] if given else header
    head = "".join(f'<th style="{_align(of)}">{_escaped(cell)}</th>' for cell, of in zip(header, first, strict=False))
    lines = [f"<thead><tr>{head}</tr></thead>"] if header else []
    lines.append("<tbody>")
    for row in shown:
        cells = "".join(_cell(cell, "th" if i < names else "td") for i, cell in enumerate(row))
        lines.append(f"<tr>{cells}</tr>")
    lines.append("</tbody>")
    above = f"<p>{_escaped(caption)}</p>" if caption else ""
    return f"<div>{above}<table>{''.join(lines)}</table></div>"


def lines(text: str) -> str:
    """Text as it stands, escaped."""
    return f"<pre>{_escaped(text)}</pre>"


def _cell(cell: Any, tag: str) -> str:
    shown = f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else _escaped(cell)
    return f'<{tag} style="{_align(cell)}">{shown}</{tag}>'


def _align(cell: Any) -> str:
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    return "text-align: right" if is_number or cell in ("⋮", "⋯") else "text-align: left"


def _escaped(cell: Any) -> str:
    text = f"{cell:.4g}" if isinstance(cell, float) else str(cell)
    return html.escape(text)
