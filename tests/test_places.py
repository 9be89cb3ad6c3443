"""In how many hand-written files one concept stands."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GENERATED = re.compile(r"/(build|families|generated|_generated)/")


def places(name: str) -> list[str]:
    """The hand-written sources that name an op, its instruction or its function."""
    word = re.compile(rf"\b({name}|{name.upper()}|{name.lower()}|pydl4j\.{name})\b")
    sources = [p for s in ("java", "cpp", "h", "cu") for p in (ROOT / "jvm").glob(f"*/src/main/**/*.{s}")]
    sources += (ROOT / "pydl4j").rglob("*.py")
    return sorted(p.name for p in sources if not GENERATED.search(str(p)) and word.search(p.read_text()))


def test_a_pointwise_primitive_stands_in_its_instruction_and_its_declaration():
    assert places("Cbrt") == ["Arithmetic.java", "PointwiseCode.java"]


@pytest.mark.parametrize(
    "table", ["PYDL4J_INSTRUCTIONS", "PYDL4J_FLOAT_FUNCTIONS", "PYDL4J_FLOAT_LOOPS", "PYDL4J_SINGLES"]
)
def test_the_native_tables_hold_it_by_generation(table):
    text = (ROOT / "jvm/nd-cpu/src/main/cpp/generated/pointwise_table.h").read_text()
    assert re.search(rf"#define {table} \\\n(.*\\\n)*.*CBRT", text)
