"""Gaps: openings less counted supply; what is not at hand stays missing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, made, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.indicators import SKILLS_GAPS, SKILLS_SUPPLY, SKILLS_TRAINING
from etl.datasets.skills.fe_achievements import MEMBERS
from indicators.inputs import Inputs
from indicators.skills import gaps, jobseekers, openings, supply, training
from indicators.skills.training import GENERAL, SUBJECTS, WEIGHTS

NO_STREAM = "further education; people leaving claims; university graduates"


def achieved(subject: float | None, level: float = 100.0) -> pl.DataFrame:
    """Two courses a learner; all courses but those of the subject are languages."""
    whole = 200.0 if subject is None else subject + 200.0
    return rows(
        "achievements",
        (HERE, "learners", "total", "total", whole / 2, "2023-24", "rounded"),
        (HERE, "aims", "total", "total", whole, "2023-24", "rounded"),
        (HERE, "aims", "subject_area", "construction", subject, "2023-24",
         "suppressed" if subject is None else "rounded"),
        (HERE, "aims", "subject_area", "languages", 200.0, "2023-24", "rounded"),
        (HERE, "learners", "level", "3", level, "2023-24", "rounded"),
    )  # fmt: skip


def council(**frames: pl.DataFrame) -> Inputs:
    return made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1100.0, 1000.0, 1200.0), (HERE, "G", 500.0, 400.0, 600.0)],
        **frames,
    )


def gap_rows(held: Inputs) -> pl.DataFrame:
    return check(gaps.gaps(held, list(openings.all_openings(held))), SKILLS_GAPS)


def cell(frame: pl.DataFrame, code: str, column: str) -> object:
    return frame.filter(skill_code=code)[column][0]


def test_nothing_known_of_supply_leaves_the_gap_missing_not_as_wide_as_the_openings() -> None:
    frame = gap_rows(council())
    assert frame["gap_persons"].is_null().all()
    assert frame["probability_gap"].is_null().all()
    assert frame["openings_persons"].is_not_null().all()
    assert frame["missing_streams"].unique().to_list() == [NO_STREAM]
    assert frame["status"].unique().to_list() == ["missing"]


def test_a_course_on_paper() -> None:
    held = council(achievements=achieved(100.0))
    frame = gap_rows(held)
    # 100 courses by 50 learners; 70 % of them towards building trades, 60 % of whom find work.
    assert cell(frame, "53", "supply_persons") == pytest.approx(50 * 0.7 * 0.6)
    wanted = cell(frame, "53", "openings_persons")
    assert isinstance(wanted, float)
    assert cell(frame, "53", "gap_persons") == pytest.approx(wanted - 21.0)
    # No course at hand leads to sales: known, and none.
    assert cell(frame, "63", "supply_persons") == 0.0
    # 100 learners at level 3, 60 % of whom find work.
    assert cell(frame, "3", "supply_persons") == pytest.approx(60.0)
    # The occupations of other subjects, and the other levels, are not known.
    assert set(frame["status"]) == {"partial", "missing"}


def test_a_withheld_subject_leaves_its_occupations_partial_or_missing() -> None:
    held = council(achievements=achieved(None))
    streams = supply.streams(held, HERE, openings.OCCUPATION)[0]
    status = dict(zip(openings.KINDS["occupation"][0], streams.status, strict=True))
    assert status["53"] == "missing"
    # No course leads to it, yet languages are counted for no occupation at all.
    assert status["63"] == "partial"
    assert np.isnan(streams.persons[openings.KINDS["occupation"][0].index("53")])


def test_streams_are_told_apart_and_say_why_they_are_missing() -> None:
    frame = check(supply.rows(council(), [HERE]), SKILLS_SUPPLY)
    assert frame["supply_persons"].is_null().all()
    assert frame.group_by("supply_stream").len()["len"].to_list() == [31] * 3
    assert (frame["note"].str.len_chars() > 10).all()


def test_people_leave_claims_only_where_two_years_are_known() -> None:
    months = [f"{2023 + n // 12}-{n % 12 + 1:02}" for n in range(24)]
    table = pl.DataFrame(
        {
            "area_code": HERE, "seekers_concept": "claimants", "period": months,
            "seekers_persons": [1200.0] * 12 + [900.0] * 12,
        }
    )  # fmt: skip
    assert jobseekers.leavers(table)["leavers_persons"].to_list() == [300.0]
    assert jobseekers.leavers(table.tail(23)).is_empty()
    earlier = pl.concat([table.head(1).with_columns(period=pl.lit("2022-11")), table])
    gap = earlier.filter(pl.col("period") != "2023-05")
    assert gap.height == 24
    assert jobseekers.leavers(gap).is_empty(), "24 rows that are not 24 months on end"
    surveyed = table.with_columns(seekers_concept=pl.lit("survey"))
    assert jobseekers.leavers(surveyed).is_empty(), "the survey's unemployed are other people"
    risen = table.with_columns(pl.col("seekers_persons").reverse())
    assert jobseekers.leavers(risen)["leavers_persons"].to_list() == [0.0]


def test_those_who_leave_claims_are_spread_as_residents_and_add_up() -> None:
    held = council(
        leavers=rows("leavers", (HERE, "2025-01", 300.0, "rounded")),
        residents=rows(
            "residents", (HERE, "7", 75.0, "occupation"), (HERE, "9", 25.0, "occupation")
        ),
    )
    stream = supply.streams(held, HERE, openings.OCCUPATION)[1]
    codes = openings.KINDS["occupation"][0]
    assert stream.persons.sum() == pytest.approx(300.0)
    assert sum(stream.persons[codes.index(code)] for code in ("71", "72")) == pytest.approx(225.0)


def test_two_cuts_of_a_stream_are_alike_or_the_lesser_says_by_how_much() -> None:
    # 50 learners in construction and 100 in languages, which lead to no one occupation.
    held = council(achievements=achieved(100.0, level=150.0))
    by_occupation, by_level = (
        supply.streams(held, HERE, kind)[0] for kind in ("occupation", "qualification")
    )
    assert np.nansum(by_occupation.persons) == pytest.approx(30.0)
    assert np.nansum(by_level.persons) == pytest.approx(90.0)
    assert "60 fewer people a year than by qualification" in by_occupation.note
    assert set(by_occupation.status) == {"partial", "missing"}, "missing: subjects not at hand"
    assert set(by_level.status) == {"modelled"}
    # The same number of people both ways: nothing to say.
    same = supply.streams(council(achievements=achieved(100.0, level=50.0)), HERE, "occupation")[0]
    assert "fewer" not in same.note
    assert "modelled" in same.status
    less = supply.streams(council(achievements=achieved(100.0, level=20.0)), HERE, "qualification")[
        0
    ]
    assert "18 fewer people a year than by occupation" in less.note


def test_a_gap_says_the_status_of_its_openings_and_of_its_supply() -> None:
    held = council(achievements=achieved(100.0))
    found = gap_rows(held)
    openings_of = openings.rows(held, list(openings.all_openings(held)))
    both = found.join(openings_of, on=["area_code", "skill_kind", "skill_code"], validate="1:1")
    assert (both["openings_status"] == both["status_right"]).all()
    assert (both["openings_persons"] == both["openings_persons_right"]).all()
    known = found.drop_nulls("supply_persons")
    assert set(known["supply_status"]) == {"partial"}, "graduates are missing everywhere"
    none = gap_rows(council())
    assert set(none["supply_status"]) == {"missing"}


def test_every_subject_is_mapped_or_named_as_general_and_weights_sum_to_one() -> None:
    np.testing.assert_allclose(training.weights().sum(axis=0), 1.0)
    assert set(SUBJECTS) | set(GENERAL) <= set(MEMBERS.values())
    assert not set(SUBJECTS) & set(GENERAL)


def test_training_for_an_occupation_shows_weights_and_what_is_withheld() -> None:
    frame = check(training.training(council(achievements=achieved(None)), [HERE]), SKILLS_TRAINING)
    row = frame.filter(occupation_code="53", subject_area="construction").row(0, named=True)
    assert row["weight"] == WEIGHTS["construction"]["53"]
    assert row["achievements_count"] is None
    assert row["status"] == "suppressed"


@given(st.lists(st.tuples(st.floats(-1e4, 1e6), st.floats(0, 1e6)), min_size=1))
@settings(max_examples=50)
def test_a_relative_gap_is_from_minus_two_to_two(cells: list[tuple[float, float]]) -> None:
    wanted, supplied = np.array(cells).T
    found = gaps.relative(wanted, supplied)
    known = found[~np.isnan(found)]
    assert ((known >= -2) & (known <= 2)).all()
    both = np.maximum(wanted, 0) + supplied
    assert (np.isnan(found) == (both == 0)).all()


def test_ranks_say_how_sure_the_order_is() -> None:
    rng = np.random.default_rng(1)
    drawn = np.array([[100.0], [0.0], [0.0], [np.nan]]) + rng.standard_normal((4, 1000))
    low, high = gaps.ranks(drawn)
    assert (low[0], high[0]) == (1, 1)
    assert (low[1], high[1]) == (2, 3)
    assert np.isnan(low[3])
