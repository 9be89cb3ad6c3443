"""What all else in `pydl4j.nd` stands on: memory held for Java, element types, calls of ops, operators, indices.

The names below are what other packages of pydl4j may use.
"""

from __future__ import annotations

from pydl4j.nd.core._apply import apply, attributes_text, one
from pydl4j.nd.core._dtypes import number as dtype_number
from pydl4j.nd.core._held import Described, Held, Operand, described, held, over, received, run_program
from pydl4j.nd.core._indexing import picked
from pydl4j.nd.core._operators import Operators

__all__ = [
    "Described",
    "Held",
    "Operand",
    "Operators",
    "apply",
    "attributes_text",
    "described",
    "dtype_number",
    "held",
    "one",
    "over",
    "picked",
    "received",
    "run_program",
]
