"""Pipelines that are fitted to tables in memory: texts, gaps and odd names become numbers, and the same ones later."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas
import polars
import pyarrow
import pytest

from pydl4j.datavec import Labels, Pipeline

TABLE = pandas.DataFrame(
    {
        "island (name)": ["Biscoe", None, "Dream", "Biscoe", "Île, d'été"],
        "bill length": [40.5, 39.0, float("nan"), 47.5, 41.0],
        "mass,g": [3700, 3450, 3800, 5200, 3600],
        "sex": pandas.Categorical(["male", "female", None, "male", "female"]),
        "tagged": [True, False, True, True, False],
        7: pandas.array([1, None, 3, 4, 5], dtype="Int64"),
        "species": ["Adélie", "Adélie", "Chin strap", "Gentoo", "Adélie"],
    }
)
NAMED = TABLE.rename(columns=str)
PIPELINE = Pipeline.from_table(TABLE, labels="species")


def test_texts_become_one_hot_gaps_a_category_or_the_median_numbers_standard() -> None:
    x = np.asarray(PIPELINE.features(TABLE))
    assert PIPELINE.feature_shape == (11,) == x.shape[1:]
    assert PIPELINE.class_names == ["Adélie", "Chin strap", "Gentoo"]
    islands, sexes = x[:, 0:4], x[:, 6:9]
    assert islands.argmax(1).tolist() == [0, 3, 1, 0, 2]  # Biscoe, Dream, Île, missing
    assert sexes.argmax(1).tolist() == [1, 0, 2, 1, 0]
    assert islands.sum(1).tolist() == sexes.sum(1).tolist() == [1.0] * 5
    given = [40.5, 39.0, 47.5, 41.0]
    mean, std = statistics.fmean(given), statistics.pstdev(given)
    filled = [40.5, 39.0, 40.75, 47.5, 41.0]
    np.testing.assert_allclose(x[:, 4], [(value - mean) / std for value in filled], rtol=1e-6)
    assert x[:, 9].tolist() == [1.0, 0.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    "other",
    [
        polars.from_pandas(NAMED),
        pyarrow.Table.from_pandas(NAMED),
        NAMED.astype(object).where(NAMED.notna(), None).to_dict("records"),
        TABLE.assign(when=pandas.Timestamp("2026-01-01"))[[*reversed(TABLE.columns), "when"]],
    ],
    ids=["polars", "arrow", "dicts", "more columns in another order"],
)
def test_every_kind_of_table_gives_the_same_numbers(other: Any) -> None:
    np.testing.assert_array_equal(np.asarray(PIPELINE.features(other)), np.asarray(PIPELINE.features(TABLE)))


@pytest.mark.parametrize("convert", [polars.from_pandas, pyarrow.Table.from_pandas], ids=["polars", "arrow"])
def test_every_kind_of_table_fits_the_same_pipeline(convert: Callable[..., Any]) -> None:
    assert Pipeline.from_table(convert(NAMED), labels="species") == PIPELINE


def test_what_is_not_there_when_asked_counts_as_missing() -> None:
    x = np.asarray(PIPELINE.features([{"mass,g": 3700}]))
    assert x[0, 3] == x[0, 8] == 1.0  # both categories are missing


def test_labels_follow_their_values() -> None:
    whole = Pipeline.from_table([{"a": 0.5, "y": 2}, {"a": 1.5, "y": 0}], labels="y")
    truth = Pipeline.from_table([{"a": 0.5, "y": True}, {"a": 1.5, "y": False}], labels="y")
    value = Pipeline.from_table([{"a": 0.5, "y": 2.25}, {"a": 1.5, "y": -1}], labels=Labels("y", kind="regression"))
    (batch,) = whole.read_rows([{"a": 0.5, "y": 2}, {"a": 1.5, "y": 0}]).batches()
    assert np.asarray(batch.labels).tolist() == [[0, 0, 1], [1, 0, 0]]
    (batch,) = truth.read_rows([{"a": 0.5, "y": True}]).batches()
    assert np.asarray(batch.labels).tolist() == [[0, 1]]
    (batch,) = value.read_rows([{"a": 0.5, "y": 2.25}]).batches()
    assert np.asarray(batch.labels).tolist() == [[2.25]]


def test_several_inputs_take_their_columns_with_all_that_these_become() -> None:
    made = Pipeline.from_table(
        TABLE, features={"where": ["island (name)", "sex"], "how": ["mass,g"]}, labels={"kind": "species"}
    )
    assert made.feature_shape == {"where": (7,), "how": (1,)}
    assert made.class_names == {"kind": ["Adélie", "Chin strap", "Gentoo"]}


@pytest.mark.parametrize(
    ("table", "given", "said"),
    [
        (TABLE.head(0), {}, "no rows"),
        ([[1, 2]], {}, "rows without names"),
        (TABLE, {"labels": "sort"}, "no column 'sort'.*species"),
        (TABLE, {"features": ["bill"]}, "no column 'bill'"),
        (TABLE, {"labels": "sex"}, r"missing in 1 of 5 rows.*dropna\(subset=\['sex'\]\)"),
        (TABLE, {"labels": "mass,g"}, 'from 3450 to 5200.*kind="regression"'),
        (TABLE.assign(when=pandas.Timestamp("2026-01-01")), {}, "'when' holds Timestamp.*features="),
        (TABLE.assign(none=None), {}, "'none' is empty"),
        (TABLE.assign(far=float("inf")), {}, "'far' is not finite"),
        (pandas.DataFrame({"id": [f"n{i}" for i in range(101)]}), {}, "101 different texts; expected at most 100"),
        (pandas.concat([TABLE, TABLE], axis=1), {}, "share a name"),
        (pandas.DataFrame({"mixed": ["a", 1]}), {}, "'mixed' holds int"),
    ],
)
def test_what_cannot_be_learned_from_is_named(table: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Pipeline.from_table(table, **given)


def test_a_category_that_was_not_learned_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"'sex'.*unknown category: got 'divers'"):
        PIPELINE.features(TABLE.assign(sex="divers"))
