"""What Python's csv module writes, CSVRecordReader reads."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pydl4j.datavec import CSVRecordReader, Pipeline, Schema

TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(',;"\r\n '), max_size=8)
ROWS = st.lists(st.tuples(TEXT, st.integers(-(2**31), 2**31 - 1), TEXT), min_size=1, max_size=5)
SCHEMA = Schema.builder().add_column_string("a").add_column_integer("b").add_column_string("c").build()


@given(
    rows=ROWS, delimiter=st.sampled_from(",;\t"), end=st.sampled_from(["\n", "\r\n"]), quoting=st.sampled_from([0, 1])
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_come_back(
    rows: list[tuple[str, int, str]], delimiter: str, end: str, quoting: int, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    bare = end == "\n" and any("\r" in text for row in rows for text in (row[0], row[2]))
    quoting = 1 if bare else quoting  # before Python 3.13 a carriage return goes unquoted then, and ends a row
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    reader = CSVRecordReader(delimiter=delimiter)
    assert [tuple(row) for row in Pipeline(reader, schema=SCHEMA).read(path).take(10).rows] == rows
