"""The status of sums: a part that is not there is told, and null is not zero."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.vocabulary import status

Part = tuple[float | None, str]


def frame_of(parts: list[Part]) -> pl.DataFrame:
    return pl.DataFrame(parts, schema={"jobs": pl.Float64, "status": pl.String}, orient="row")


def summed(parts: list[Part]) -> Part:
    made = frame_of(parts).select(
        status.sum_or_null("jobs").alias("jobs"), status.sum_status("jobs")
    )
    jobs, said = made.row(0)
    return jobs, said


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(1.0, "observed"), (2.0, "rounded")], (3.0, "rounded")),
        ([(1.0, "modelled"), (2.0, "estimated")], (3.0, "modelled")),
        ([(1.0, "observed"), (2.0, "partial")], (3.0, "partial")),
        ([(1.0, "observed"), (None, "suppressed")], (1.0, "partial")),
        ([(0.0, "observed"), (None, "missing")], (0.0, "partial")),
        ([(None, "missing"), (None, "suppressed")], (None, "suppressed")),
        ([(None, "missing")], (None, "missing")),
        ([(0.0, "observed")], (0.0, "observed")),
    ],
)
def test_status_of_a_sum(parts: list[Part], expected: Part) -> None:
    assert summed(parts) == expected


def test_each_group_has_the_status_of_its_own_parts() -> None:
    frame = frame_of([(1.0, "observed"), (None, "suppressed"), (2.0, "rounded"), (3.0, "observed")])
    made = (
        frame.with_columns(ward=pl.Series(["A", "A", "B", "B"]))
        .group_by("ward", maintain_order=True)
        .agg(status.sum_or_null("jobs").alias("jobs"), status.sum_status("jobs").alias("status"))
    )
    assert made.rows() == [("A", 1.0, "partial"), ("B", 5.0, "rounded")]


PARTS = st.lists(
    st.one_of(
        st.tuples(st.floats(0, 1e6), st.sampled_from(["observed", "rounded", "modelled"])),
        st.tuples(st.none(), st.sampled_from(status.WITHOUT_VALUE)),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60)
@given(PARTS)
def test_a_sum_is_null_only_where_nothing_is_known_and_partial_where_some_is(
    parts: list[Part],
) -> None:
    total, said = summed(parts)
    known = [value for value, _ in parts if value is not None]
    assert (total is None) == (not known)
    assert (said in status.WITHOUT_VALUE) == (not known)
    assert (said == "partial") == (0 < len(known) < len(parts))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(status.STATUSES), min_size=1, max_size=8))
def test_the_worst_status_is_the_last_in_the_list_of_statuses(said: list[str]) -> None:
    found = pl.DataFrame({"status": said}).select(status.worst_status()).item()
    assert found == max(said, key=status.STATUSES.index)


def test_an_unknown_status_is_an_error_and_not_the_best_one() -> None:
    with pytest.raises(pl.exceptions.InvalidOperationError, match="incomplete mapping"):
        pl.DataFrame({"status": ["observed", "guessed"]}).select(status.worst_status())


def test_every_status_has_words() -> None:
    assert list(status.WORDS) == list(status.STATUSES)
