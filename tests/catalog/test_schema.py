"""A table's promises, every broken one listed at once."""

from __future__ import annotations

import polars as pl
import pytest

from catalog.schema import Table, TableError, check
from catalog.vocabulary.status import STATUSES

COUNTS = Table(
    name="counts",
    grain="an area and a year",
    key=("area_code", "period"),
    columns=("area_code", "period", "jobs", "status"),
    value="jobs",
    non_negative=("jobs",),
    allowed=(("period", ("2020", "2021")),),
)


def counts(*rows: tuple[str | None, str, float | None, str]) -> pl.DataFrame:
    schema = {"area_code": pl.String, "period": pl.String, "jobs": pl.Float64, "status": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


GOOD = ("A", "2020", 5.0, "rounded")


def test_a_sound_table_comes_back_in_its_own_order_of_columns() -> None:
    frame = counts(GOOD, ("A", "2021", None, "suppressed")).select(
        "status", "jobs", "period", "area_code"
    )
    assert check(frame, COUNTS).columns == list(COUNTS.columns)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOOD, "2 rows share a key"),
        (("B", "2020", -1.0, "rounded"), "1 negative values"),
        (("B", "1999", 1.0, "rounded"), r"unknown \['1999'\]"),
        (("B", "2020", 1.0, "guessed"), r"status: unknown \['guessed'\]"),
        (("B", "2020", 1.0, "missing"), "missing or suppressed but have a jobs"),
        (("B", "2020", None, "rounded"), "a status that does not say why"),
        (("B", "2020", float("nan"), "rounded"), "1 not finite"),
        (("B", "2020", float("inf"), "rounded"), "1 not finite"),
        ((None, "2020", 1.0, "rounded"), "area_code: 1 nulls in a column that cannot have any"),
    ],
)
def test_a_broken_promise_is_named(
    row: tuple[str | None, str, float | None, str], words: str
) -> None:
    with pytest.raises(TableError, match=words):
        check(counts(GOOD, row), COUNTS)


def test_all_faults_of_values_come_in_one_message() -> None:
    rows = [GOOD, ("A", "2020", -1.0, "guessed"), ("B", "1999", None, "rounded")]
    with pytest.raises(TableError) as told:
        check(counts(*rows), COUNTS)
    assert str(told.value) == (
        "counts: 2 rows share a key (area_code, period), such as ('A', '2020'); "
        "jobs: 1 negative values; period: unknown ['1999']; allowed are ['2020', '2021']; "
        f"status: unknown ['guessed']; allowed are {list(STATUSES)}; "
        "1 rows have no jobs and a status that does not say why"
    )


def test_all_absent_columns_are_named() -> None:
    with pytest.raises(TableError, match=r"columns missing: period, jobs \(it has area_code"):
        check(counts(GOOD).drop("jobs", "period"), COUNTS)


def test_all_columns_of_the_wrong_kind_or_with_nulls_are_named() -> None:
    frame = counts((None, "2020", 1.0, "rounded")).cast({"jobs": pl.String})
    with pytest.raises(TableError, match=r"area_code: 1 nulls.*; jobs is String, should be Float"):
        check(frame, COUNTS)


def test_an_empty_table_keeps_its_promises() -> None:
    assert check(COUNTS.empty(), COUNTS).schema == COUNTS.empty().schema


def test_a_sound_table_is_asked_once_about_all_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("rows were looked for that are not wrong")

    monkeypatch.setattr(pl.DataFrame, "filter", refuse)
    assert check(counts(GOOD, ("B", "2020", None, "missing")), COUNTS).height == 2
