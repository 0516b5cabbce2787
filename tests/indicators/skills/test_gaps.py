"""Gaps: openings minus counted supply, only where every main stream of the levels is there."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, rows
from factory_supply import APPRENTICES, CLAIMS, FE, GRADUATES, LEAVERS, council, frames
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.indicators import SKILLS_COURSES, SKILLS_GAPS, SKILLS_TRAINING
from indicators.inputs import Inputs
from indicators.places.groups import for_group
from indicators.skills import gaps, jobseekers, openings, training
from indicators.skills.openings import OCCUPATION, QUALIFICATION
from indicators.skills.supply import STREAMS
from indicators.skills.supply_tables import supply_tables
from indicators.skills.training import WEIGHTS

ALL = "; ".join(STREAMS)


def gap_rows(held: Inputs) -> pl.DataFrame:
    made = supply_tables(held, list(openings.all_openings(held)))
    return check(made["skills_gaps"], SKILLS_GAPS)


def by_code(frame: pl.DataFrame, column: str, kind: str = QUALIFICATION) -> dict[str, object]:
    of_kind = frame.filter(skill_kind=kind)
    return dict(of_kind.select("skill_code", column).iter_rows())


def test_nothing_known_of_supply_leaves_the_gap_missing_not_as_wide_as_the_openings() -> None:
    frame = gap_rows(council())
    for column in ("gap_persons", "probability_gap", "rank_low", "relative_gap", "lower80"):
        assert frame[column].is_null().all(), column
    assert frame["openings_persons"].is_not_null().all()
    assert frame["missing_streams"].unique().to_list() == [ALL]
    assert frame["status"].unique().to_list() == ["missing"]


def test_with_every_stream_there_is_a_gap_everywhere_and_nothing_to_add() -> None:
    frame = gap_rows(council(**frames()))
    assert frame["gap_persons"].is_not_null().all()
    assert frame["missing_streams"].unique().to_list() == [""]
    assert frame["note"].unique().to_list() == [""]
    difference = frame["openings_persons"] - frame["supply_persons"] - frame["gap_persons"]
    assert difference.abs().max() == pytest.approx(0.0)  # type: ignore[arg-type]
    totals = frame.group_by("skill_kind").agg(pl.col("supply_persons", "gap_persons").sum())
    assert totals["supply_persons"][0] == pytest.approx(totals["supply_persons"][1])
    assert totals["gap_persons"][0] == pytest.approx(totals["gap_persons"][1])


@pytest.mark.parametrize(
    ("without", "levels"),
    [
        (FE, {"below 2", "2", "3", "4-5"}),
        (APPRENTICES, {"3", "4-5"}),
        (LEAVERS, {"below 2", "2", "3"}),
        (GRADUATES, {"4-5", "6+"}),
        (CLAIMS, set()),
    ],
)
def test_without_a_main_stream_of_a_level_there_are_openings_alone(
    without: str, levels: set[str]
) -> None:
    frame = gap_rows(council(**frames(without)))
    found = by_code(frame, "gap_persons")
    assert {level for level, gap in found.items() if gap is None} == levels
    notes = by_code(frame, "note")
    for level in levels:
        assert f"no gap, because we have no data on {without}" in str(notes[level])
        assert "openings a year" in str(notes[level])
        assert ": add " in str(notes[level])
        assert "`wardwise supply FILE`" in str(notes[level])
    for level in set(found) - levels:
        assert notes[level] == f"an upper limit: {without} are not counted"


def test_several_absent_sources_are_listed_as_a_sentence_has_them() -> None:
    notes = by_code(gap_rows(council()), "note")
    assert (
        "no data on further education, apprenticeships and school and college leavers, main "
        "sources of people at level 3: add"
    ) in str(notes["3"])
    assert "main sources of people at below level 2: add" in str(notes["below 2"])
    assert gaps._explain(HERE, -0.3, ["3"], [FE], [FE]).startswith("0 openings a year")


def test_an_occupation_is_judged_at_the_levels_that_many_of_its_people_hold() -> None:
    codes = openings.KINDS[OCCUPATION][0]
    # A degree: 71% of health professionals, 7% of building trades.
    assert GRADUATES in gaps.find_main_streams(OCCUPATION, codes.index("22"))
    assert GRADUATES not in gaps.find_main_streams(OCCUPATION, codes.index("53"))
    found = by_code(gap_rows(council(**frames(GRADUATES))), "gap_persons", OCCUPATION)
    assert found["22"] is None
    assert found["53"] is not None


def test_a_gap_says_the_status_of_its_openings_and_of_its_supply() -> None:
    held = council(**frames(GRADUATES))
    found = gap_rows(held)
    openings_of = openings.rows(held, list(openings.all_openings(held)))
    both = found.join(openings_of, on=["area_code", "skill_kind", "skill_code"], validate="1:1")
    assert (both["openings_status"] == both["status_right"]).all()
    assert (both["openings_persons"] == both["openings_persons_right"]).all()
    assert set(found["supply_status"]) == {"partial"}, "counted, but for graduates"
    assert set(gap_rows(council())["supply_status"]) == {"missing"}


@pytest.mark.parametrize("without", [FE, APPRENTICES, LEAVERS, GRADUATES, CLAIMS])
def test_a_further_stream_never_lowers_the_supply(without: str) -> None:
    before, after = (gap_rows(council(**frames(name))) for name in (without, ""))
    less, more = (frame["supply_persons"].fill_null(0.0) for frame in (before, after))
    assert (more >= less - 1e-9).all()


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


def test_training_for_an_occupation_shows_weights_and_what_is_withheld() -> None:
    achieved = rows(
        "achievements",
        (HERE, "aims", "subject_area", "construction", None, "2023-24", "suppressed"),
    )
    frame = check(training.training(council(achievements=achieved), [HERE]), SKILLS_TRAINING)
    row = frame.filter(occupation_code="53", subject_area="construction").row(0, named=True)
    assert row["weight"] == WEIGHTS["construction"]["53"]
    assert row["achievements_count"] is None
    assert row["status"] == "suppressed"


def test_courses_for_an_occupation_by_level_and_degrees_of_providers_near() -> None:
    offers = rows(
        "graduate_offers",
        ("1", "Hartfield University", HERE, "Computing", "6+", 80.0, "2020-21", "rounded"),
        ("2", "University of Milton", "E06000002", "Computing", "6+", 9.0, "2020-21", "rounded"),
    )
    held = council(
        **frames(), graduate_offers=offers, itl2=rows("itl2", (HERE, "TLX1"), ("E06000002", "TLX2"))
    )
    frame = check(training.courses(held, [HERE]), SKILLS_COURSES)
    trades = frame.filter(occupation_code="53", supply_stream=FE).row(0, named=True)
    assert (trades["subject_area"], trades["level_code"]) == ("construction", "2")
    assert trades["achievements_count"] == 150.0, "courses, as the source counts them"
    degrees = frame.filter(supply_stream=GRADUATES)
    assert set(degrees["provider_name"]) == {"Hartfield University"}, "the other is too far"
    assert degrees["weight"].sum() == pytest.approx(1.0)
    # Of both councils as one place, the degrees of both.
    together = for_group(held, [HERE, "E06000002"], "group", "Both")
    near = training.courses(together, ["group"]).filter(supply_stream=GRADUATES)
    assert set(near["provider_name"]) == {"Hartfield University", "University of Milton"}
    by_course = frame.group_by("supply_stream", "subject_area", "level_code").agg(
        pl.col("weight").sum()
    )
    assert by_course["weight"].to_list() == pytest.approx([1.0] * by_course.height)


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
