"""Fine classes and lists: whose figures, how far off, what of the nation, what is not known."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from factory_fine import AROUND, FORMER, inputs_of, jobs_fine, row
from factory_inputs import HERE, NATION, THERE, empty
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from catalog.schema import check
from catalog.tables.sectors import FINE_SECTORS
from indicators.inputs import Inputs
from indicators.places import groups
from indicators.sectors import fine_noise
from indicators.sectors.fine_sectors import fine_sectors
from indicators.sectors.fine_words import is_unmeasurable
from presentation.fine_sector_words import describe_fine, describe_measured_area

# Two classes of the area round the council, four years; a tenth of the nation's jobs are here.
AREA = {"62020": [900.0, 1100.0, 1000.0, 3000.0], "10110": [1000.0, 1000.0, 1000.0, 1000.0]}
WHOLE = {"62020": [10_000.0] * 4, "10110": [20_000.0] * 4}
JOBS = {AROUND: AREA, NATION: WHOLE}
SECTORS = {"Digital": ["62"], "Everything": ["62", "6202", "10"], "Clean": [""]}


def rows(inputs: Inputs) -> pl.DataFrame:
    return check(fine_sectors(inputs), FINE_SECTORS)


def test_jobs_are_the_mean_of_two_years_of_the_area_round_it() -> None:
    found = row(rows(inputs_of(JOBS)), "62020")
    assert (found["jobs"], found["period_from"], found["period_to"]) == (2000.0, "2020", "2021")
    assert (found["measured_code"], found["measured_name"]) == (AROUND, "The Valley")
    assert found["note"].startswith(
        "Figures are of The Valley: jobs by 5-digit class are not in our data for Hartfield."
    )


def test_own_figures_come_before_those_of_the_area() -> None:
    own = {"62020": [50.0, 60.0, 70.0, 90.0]}
    found = row(rows(inputs_of({**JOBS, HERE: own})), "62020")
    assert (found["jobs"], found["measured_code"], found["note"]) == (80.0, HERE, "")
    assert row(rows(inputs_of({**JOBS, HERE: own})), "62020", THERE)["measured_code"] == AROUND


def test_own_figures_that_are_withheld_are_no_figures() -> None:
    withheld = inputs_of({**JOBS, HERE: {"62020": [None] * 4}})
    assert row(rows(withheld), "62020")["measured_code"] == AROUND


def test_an_area_known_by_its_code_of_2021() -> None:
    assert row(rows(inputs_of({FORMER: AREA, NATION: WHOLE})), "62020")["measured_code"] == FORMER


def test_years_are_those_that_area_and_nation_share() -> None:
    longer = {NATION: {code: [*values, 1.0] for code, values in WHOLE.items()}, AROUND: AREA}
    assert row(rows(inputs_of(longer)), "62020")["period_to"] == "2021"


def test_a_year_without_a_figure_is_not_read_as_none() -> None:
    gap = {AROUND: {**AREA, "62020": [900.0, 1100.0, None, 3000.0]}, NATION: WHOLE}
    found = rows(inputs_of(gap, SECTORS))
    assert not found.filter(sector_list="subclass", sector_code="62020").height
    assert (row(found, "digital")["jobs"], row(found, "digital")["status"]) == (None, "suppressed")
    everything = row(found, "everything")
    assert (everything["jobs"], everything["status"]) == (1000.0, "partial")
    assert "Too low: no figure for 1 of its 5-digit classes." in row(found, "everything")["note"]


def test_location_quotient_is_share_over_share() -> None:
    found = row(rows(inputs_of(JOBS)), "62020")
    assert found["share_pct"] == pytest.approx(100 * 2000 / 3000)
    assert found["nation_share_pct"] == pytest.approx(100 / 3)
    assert found["location_quotient"] == pytest.approx(2.0)
    assert found["quotient_lower80"] < 2.0 < found["quotient_upper80"]
    assert found["specialised"] == "more"


def test_published_totals_are_used_where_they_are_of_the_same_release() -> None:
    own = {**JOBS, HERE: AREA}
    near = {HERE: {"total": [3000.0, 3000.0, 2500.0, 3540.0]},
            NATION: {"total": [30_000.0] * 4}}  # fmt: skip
    found = row(rows(inputs_of(own, totals=near)), "62020")
    assert found["share_pct"] == pytest.approx(100 * 2000 / 3020)
    off = {**near, HERE: {"total": [3000.0, 3000.0, 4000.0, 6000.0]}}
    found = row(rows(inputs_of(own, totals=off)), "62020")
    assert found["share_pct"] == pytest.approx(100 * 2000 / 3000)


def test_each_level_is_set_beside_the_total_of_the_area_it_is_measured_in() -> None:
    """Groups are the council's own, classes those of the area round it, ten times as large."""
    groups_own = {HERE: {"620": [200.0] * 4, "101": [100.0] * 4}}
    nation = {**WHOLE, "620": [10_000.0] * 4, "101": [20_000.0] * 4}
    found = rows(inputs_of({**groups_own, AROUND: AREA, NATION: nation}))
    assert row(found, "620")["share_pct"] == pytest.approx(100 * 200 / 300)
    assert row(found, "62020")["share_pct"] == pytest.approx(100 * 2000 / 3000)
    assert (row(found, "620")["measured_code"], row(found, "62020")["measured_code"]) == (
        HERE, AROUND,
    )  # fmt: skip


def test_where_much_is_withheld_no_share_is_said() -> None:
    hidden = {AROUND: {"62020": AREA["62020"], "10110": [None] * 4}, NATION: WHOLE}
    found = row(rows(inputs_of(hidden)), "62020")
    assert (found["jobs"], found["share_pct"], found["location_quotient"]) == (2000.0, None, None)
    assert found["specialised"] == ""


def test_a_sector_that_sic_cannot_measure_has_no_jobs() -> None:
    found = row(rows(inputs_of(JOBS, SECTORS)), "clean")
    assert (found["jobs"], found["share_pct"], found["status"]) == (None, None, "missing")
    assert found["note"] == "SIC has no code for this sector, so its jobs cannot be measured."


def test_a_sector_of_which_a_part_has_no_code_says_so() -> None:
    found = row(rows(inputs_of(JOBS, {"Defence": ["62", ""]})), "defence")
    assert found["jobs"] == 2000.0
    assert "SIC has no code for part of this sector, so the figure may be too low." in found["note"]


def test_a_change_beyond_the_noise_is_unusual_and_the_nations_is_not() -> None:
    still = {"62020": [1000.0] * 4}
    wide = fine_noise.WIDTHS["subclass", "change"]
    grown = {AROUND: {**AREA, "62020": [1000.0, 1000.0, 4000.0, 4000.0]}, NATION: WHOLE}
    found = row(rows(inputs_of(grown)), "62020")
    assert wide[0] < 1.0
    assert found["unusual"] == "grown"
    assert "Grew from about 1,000 to 4,000 jobs" in found["note"]
    together = {**grown, NATION: {**WHOLE, "62020": [1000.0, 1000.0, 4000.0, 4000.0]}}
    assert row(rows(inputs_of(together)), "62020")["unusual"] == ""
    assert row(rows(inputs_of({AROUND: still, NATION: WHOLE})), "62020")["unusual"] == ""


def test_a_sector_of_a_list_is_never_unusual_and_partial_where_sic_covers_a_part() -> None:
    grown = {AROUND: {**AREA, "62020": [1000.0, 1000.0, 4000.0, 4000.0]}, NATION: WHOLE}
    found = rows(inputs_of(grown, sectors={"Digital": ["62"], "Defence": ["62", ""]}))
    listed = found.filter(sector_list="ours", area_code=HERE).sort("sector_name")
    assert listed["sector_name"].to_list() == ["Defence", "Digital"]
    assert listed["unusual"].to_list() == ["", ""]
    assert listed["status"].to_list() == ["partial", "estimated"]


def test_a_class_that_shrank_less_than_the_nations_is_not_said_to_have_grown() -> None:
    better = {
        AROUND: {**AREA, "62020": [4000.0, 4000.0, 3800.0, 3800.0]},
        NATION: {**WHOLE, "62020": [80_000.0, 80_000.0, 10_000.0, 10_000.0]},
    }
    found = row(rows(inputs_of(better)), "62020")
    assert found["unusual"] == "grown"
    assert "Went from about 4,000 to 3,800 jobs" in found["note"]
    assert "against Great Britain it has grown" in describe_fine(found)


def test_only_sectors_without_codes_are_unmeasurable() -> None:
    sectors = {**SECTORS, "Cereals": ["0111"]}
    found = rows(inputs_of(JOBS, sectors)).filter(is_unmeasurable(), area_code=HERE)
    assert found["sector_code"].to_list() == ["clean"]
    alone = replace(inputs_of(JOBS, sectors), larger_areas=empty().larger_areas)
    assert rows(alone).filter(is_unmeasurable()).is_empty(), "it is our figures that are missing"


def test_small_classes_are_shown_only_where_a_speciality() -> None:
    small = {"91040": [10.0] * 4, "93210": [40.0] * 4}
    jobs = {AROUND: {**AREA, **small}, NATION: {**WHOLE, "91040": [10.0] * 4, "93210": [9e3] * 4}}
    codes = set(rows(inputs_of(jobs)).filter(sector_list="subclass", area_code=HERE)["sector_code"])
    assert codes == {"62020", "10110", "91040"}


def test_farm_classes_that_are_published_as_nought_are_not_shown() -> None:
    farms = {"01000": [500.0] * 4, "01110": [0.0] * 4}
    jobs = {AROUND: {**AREA, **farms}, NATION: {**WHOLE, **farms}}
    found = rows(inputs_of(jobs, {"Farming": ["01"], "Cereals": ["0111"]}))
    assert row(found, "01000")["sector_name"] == "Farming, as one figure"
    assert row(found, "farming")["jobs"] == 500.0
    assert (row(found, "farming")["status"], row(found, "cereals")["jobs"]) == ("estimated", None)


def test_a_council_without_any_figure_gets_the_lists_as_missing() -> None:
    alone = replace(inputs_of(JOBS, SECTORS), larger_areas=empty().larger_areas)
    found = rows(alone)
    assert set(found["sector_list"]) == {"ours"}
    assert found["jobs"].null_count() == found.height
    assert row(found, "digital")["note"] == (
        "We have no jobs by 5-digit class for Hartfield or the area round it."
    )


@pytest.mark.parametrize("name", ["jobs_fine", "sector_lists", "larger_areas"])
def test_without_a_table(name: str) -> None:
    whole = inputs_of(JOBS, SECTORS)
    without = replace(whole, **{name: getattr(empty(), name)})
    expected = 0 if name == "jobs_fine" else 1
    assert (rows(without).height > 0) == bool(expected)


def test_a_group_counts_the_area_round_its_members_once() -> None:
    group = groups.for_group(inputs_of(JOBS, SECTORS), (HERE, THERE), "group", "Both")
    found = rows(group).filter(area_code="group")
    assert row(found, "62020", "group")["jobs"] == 2000.0
    assert row(found, "62020", "group")["measured_name"] == "The Valley"


def test_a_group_is_the_sum_of_its_members_own_figures_or_of_areas_never_both() -> None:
    one = {"62020": [100.0] * 4, "10110": [200.0] * 4}
    both = inputs_of({**JOBS, HERE: one, THERE: one})
    found = row(rows(groups.for_group(both, (HERE, THERE), "group", "Both")), "62020", "group")
    assert (found["jobs"], found["measured_code"], found["measured_name"]) == (
        200.0, "group", "Both",
    )  # fmt: skip
    assert describe_measured_area(found, "Both") == "", "they are figures of the group itself"
    half = inputs_of({**JOBS, HERE: one})
    found = row(rows(groups.for_group(half, (HERE, THERE), "group", "Both")), "62020", "group")
    assert (found["jobs"], found["measured_code"]) == (2000.0, AROUND)


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shuffler: object) -> None:
    seed = shuffler.randint(0, 10**6)  # type: ignore[attr-defined]
    whole = inputs_of(JOBS, SECTORS)
    mixed = replace(
        whole,
        jobs_fine=whole.jobs_fine.sample(fraction=1.0, shuffle=True, seed=seed),
        sector_lists=whole.sector_lists.sample(fraction=1.0, shuffle=True, seed=seed),
    )
    assert_frame_equal(rows(mixed), rows(whole))


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1e5), min_size=4, max_size=4), st.integers(2, 9))
def test_bounds_enclose_and_a_larger_nation_of_the_same_mix_changes_no_quotient(
    values: list[float], times: int
) -> None:
    jobs = {AROUND: {**AREA, "62020": values}, NATION: WHOLE}
    larger = {**jobs, NATION: {code: [times * v for v in line] for code, line in WHOLE.items()}}
    one, other = (rows(inputs_of(each, SECTORS)) for each in (jobs, larger))
    for frame in (one, other):
        known = frame.drop_nulls("jobs")
        assert (known["lower80"] <= known["jobs"]).all()
        assert (known["jobs"] <= known["upper80"]).all()
    quotients = [row(frame, "everything")["location_quotient"] for frame in (one, other)]
    assert quotients[0] == pytest.approx(quotients[1])


def test_a_table_of_one_year_is_too_short_for_a_mean() -> None:
    jobs = {area: {code: line[:1] for code, line in of.items()} for area, of in JOBS.items()}
    short = replace(inputs_of(JOBS), jobs_fine=jobs_fine(jobs))
    assert rows(short).is_empty()
