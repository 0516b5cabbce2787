"""A table's promises, every broken one listed at once; and the status of sums."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import status
from catalog.measures import show
from catalog.schema import Table, TableError, check

COUNTS = Table(
    name="counts",
    grain="an area and a year",
    key=("area_code", "period"),
    columns=("area_code", "period", "jobs", "status"),
    value="jobs",
    non_negative=("jobs",),
    allowed=(("period", ("2020", "2021")),),
)


def counts(*rows: tuple[str, str, float | None, str]) -> pl.DataFrame:
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
        (("B", "2020", 1.0, "missing"), "missing or suppressed and yet have a jobs"),
        (("B", "2020", None, "rounded"), "a status that does not say why"),
        (("B", "2020", float("nan"), "rounded"), "1 not finite"),
    ],
)
def test_a_broken_promise_is_named(row: tuple[str, str, float | None, str], words: str) -> None:
    with pytest.raises(TableError, match=words):
        check(counts(GOOD, row), COUNTS)


def test_all_faults_come_in_one_message() -> None:
    with pytest.raises(TableError, match=r"share a key.*negative.*unknown"):
        check(counts(GOOD, ("A", "2020", -1.0, "guessed")), COUNTS)


def test_absent_columns_and_wrong_types_are_named() -> None:
    with pytest.raises(TableError, match="columns missing: jobs"):
        check(counts(GOOD).drop("jobs"), COUNTS)
    with pytest.raises(TableError, match="jobs is String, should be Float64"):
        check(counts(GOOD).cast({"jobs": pl.String}), COUNTS)


def summed(values: list[tuple[float | None, str]]) -> tuple[float | None, str]:
    frame = pl.DataFrame(values, schema={"jobs": pl.Float64, "status": pl.String}, orient="row")
    made = frame.select(status.sum_known("jobs").alias("jobs"), status.of_sum("jobs"))
    return made.row(0)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([(1.0, "observed"), (2.0, "rounded")], (3.0, "rounded")),
        ([(1.0, "observed"), (None, "suppressed")], (1.0, "partial")),
        ([(None, "missing"), (None, "suppressed")], (None, "suppressed")),
        ([(None, "missing")], (None, "missing")),
        ([(0.0, "observed")], (0.0, "observed")),
    ],
)
def test_status_of_a_sum(
    values: list[tuple[float | None, str]], expected: tuple[float | None, str]
) -> None:
    assert summed(values) == expected


PARTS = st.one_of(
    st.tuples(st.floats(0, 1e6), st.sampled_from(["observed", "rounded", "estimated", "modelled"])),
    st.tuples(st.none(), st.sampled_from(["suppressed", "missing"])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=8))
def test_a_sum_is_null_only_where_nothing_is_known_and_says_when_a_part_is_absent(
    values: list[tuple[float | None, str]],
) -> None:
    total, said = summed(values)
    known = [value for value, _ in values if value is not None]
    assert (total is None) == (not known)
    assert (said == "partial") == (0 < len(known) < len(values))
    assert (said in status.WITHOUT_VALUE) == (not known)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (None, "jobs", "–"),
        (1234.4, "jobs", "1,234"),
        (23.44, "%", "23.4 %"),
        (1_234_567.0, "GBP", "£1.2m"),
        (950.0, "GBP", "£950"),
        (-2_500.0, "GBP", "-£2.5k"),
    ],
)
def test_values_as_people_read_them(value: float | None, unit: str, expected: str) -> None:
    assert show(value, unit) == expected
