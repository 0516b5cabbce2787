"""Laws that the figures of reference tables keep: shares sum, codes exist, classes are whole."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import reference
from catalog.tables.premises import GROUPS
from catalog.vocabulary.industries import SECTION_OF
from catalog.vocabulary.reliability import BRES_CV_AT_2000_JOBS, BRES_CV_SLOPE, cv_of_jobs

NAMES = reference.names()
CODES = reference.read("soc2020_sub_major_groups")["occupation_code"].to_list()
SECTIONS = reference.read("sic2007_sections")["section_code"].to_list()
# Published to a tenth of a point, so nine or ten shares may be half a point off together.
ROUNDING_PCT = 0.5


@pytest.mark.parametrize(
    ("name", "key", "total"),
    [("training_weights", "subject_area", 1.0),
     ("census_qualification_levels", "qualification_code", 1.0)],
)  # fmt: skip
def test_shares_of_each_whole_sum_to_one(name: str, key: str, total: float) -> None:
    sums = reference.read(name).group_by(key).agg(pl.col("share").sum())
    assert sums.filter((pl.col("share") - total).abs() > 1e-9).is_empty()


@pytest.mark.parametrize("name", ["occupations_by_industry", "qualifications_by_occupation"])
def test_rows_of_percentages_sum_to_a_hundred(name: str) -> None:
    sums = reference.read(name).select(pl.sum_horizontal(pl.col("^.*_pct$"))).to_series()
    assert (sums - 100.0).abs().max() < ROUNDING_PCT  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "column"),
    [("occupation_projections", "share_2025_pct"), ("occupation_projections", "share_2035_pct"),
     ("england_occupations_2021", "share_pct")],
)  # fmt: skip
def test_columns_of_percentages_sum_to_a_hundred(name: str, column: str) -> None:
    assert abs(reference.read(name)[column].sum() - 100.0) < ROUNDING_PCT


def test_every_division_has_one_section_and_sections_follow_the_alphabet() -> None:
    first = reference.read("sic2007_sections")["first_division"]
    assert first.is_sorted()
    assert first.is_unique().all()
    assert sorted(SECTIONS) == SECTIONS
    assert len(SECTION_OF) == 99
    known = {"01": "A", "09": "B", "33": "C", "35": "D", "39": "E", "43": "F", "84": "O", "99": "U"}
    assert {division: SECTION_OF[division] for division in known} == known


@pytest.mark.parametrize(
    "name", ["occupation_projections", "qualifications_by_occupation", "soc2020_sub_major_groups"]
)
def test_tables_by_occupation_have_the_same_26(name: str) -> None:
    assert reference.read(name)["occupation_code"].to_list() == CODES
    assert len(CODES) == 26


@pytest.mark.parametrize("name", ["occupations_at_home", "training_weights"])
def test_assumptions_are_of_occupations_that_there_are(name: str) -> None:
    assert set(reference.read(name)["occupation_code"]) <= set(CODES)


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("occupations_by_industry", SECTIONS[:-2]),
        ("sections_without_projection", SECTIONS[-2:]),
        ("sector_split_error", SECTIONS[:-2]),
        ("premises_kind_by_section", SECTIONS[1:-2]),
    ],
)
def test_tables_by_section_have_each_once(name: str, sections: list[str]) -> None:
    assert reference.read(name)["section_code"].to_list() == sections


def test_the_strategy_has_eight_sectors() -> None:
    assert reference.read("strategy_sectors_by_section")["strategy_sector"].n_unique() == 8


def test_the_surveys_industries_are_every_section_once() -> None:
    groups = reference.read("survey_industry_groups")["section_codes"].drop_nulls()
    assert sorted("+".join(groups).split("+")) == SECTIONS


@pytest.mark.parametrize("name", ["premises_kind_by_section", "voa_code_groups"])
def test_kinds_of_premises_are_those_of_the_tables(name: str) -> None:
    assert set(reference.read(name)["description_group"]) <= set(GROUPS)


def test_errors_of_the_split_are_shares() -> None:
    assert reference.read("sector_split_error")["error_share"].is_between(0.0, 1.0).all()


@pytest.mark.parametrize("name", ["census_qualification_levels", "achievement_levels"])
def test_levels_are_those_that_there_are(name: str) -> None:
    levels = set(reference.read("qualification_levels")["level_code"])
    assert set(reference.read(name)["level_code"]) <= levels


def test_census_qualifications_are_the_same_in_both_tables() -> None:
    levels = reference.read("census_qualification_levels")["qualification_code"]
    assert set(levels) == set(reference.read("census_qualifications")["qualification_code"])


def test_general_subjects_have_no_weights() -> None:
    general = set(reference.read("general_subjects")["subject_area"])
    assert not general & set(reference.read("training_weights")["subject_area"])


def test_codes_of_places_are_gss_codes_and_no_successor_is_gone_itself() -> None:
    changes = reference.read("lad_changes_before_2022")
    codes = [changes["former_code"], changes["lad_code"]]
    codes += [reference.read(name)["area_code"] for name in ("nations", "regions")]
    ours = ("council_other_names", "former_councils", "former_counties")
    codes += [reference.read(name)["lad_code"] for name in ours]
    assert all(series.str.contains(r"^[EWK]\d{8}$").all() for series in codes)
    assert not set(changes["lad_code"]) & set(changes["former_code"])


def test_former_itl2_areas_are_of_the_same_region() -> None:
    pairs = reference.read("itl2_of_2025_in_2021")
    assert (pairs["itl2_code"].str.head(3) == pairs["former_code"].str.head(3)).all()
    assert not set(pairs["itl2_code"]) & set(pairs["former_code"])


def test_places_elsewhere_are_named_apart_from_each_other() -> None:
    elsewhere = reference.read("places_elsewhere")
    assert set(elsewhere["nation_name"]) == {"Scotland", "Northern Ireland"}
    assert set(elsewhere["nation_name"]) <= set(elsewhere["place_name"])
    counties = set(reference.read("two_tier_counties")["county_name"])
    assert not counties & set(reference.read("former_counties")["county_name"])


def test_steps_of_rounding_grow_and_meet_where_one_ends() -> None:
    steps = reference.read("bres_rounding_steps")
    assert steps["step_jobs"].is_sorted()
    ends = steps.drop_nulls()
    assert steps.height == ends.height + 1
    assert (ends["below_jobs"] % ends["step_jobs"] == 0).all()


def test_periods_of_covid_follow_each_other_inside_the_shock() -> None:
    rows = {name: (start, end) for name, start, end in reference.read("covid_periods").iter_rows()}
    closure, recovery, shock = rows["closure"], rows["recovery"], rows["shock"]
    assert shock[0] < closure[0] < closure[1] < recovery[0] < recovery[1] == shock[1]


def test_the_sampling_error_of_jobs_is_below_what_neighbouring_years_differ_by() -> None:
    """Differences of 2026-11 at 1,400 to 71,000 jobs, which hold true change too."""
    jobs = pl.DataFrame({"jobs": [1_400.0, 2_000.0, 5_900.0, 22_000.0, 71_000.0]})
    cv = jobs.select(cv_of_jobs(pl.col("jobs"))).to_series().to_list()
    for own, differ in zip(cv, [0.23, 0.16, 0.14, 0.075, 0.037], strict=True):
        assert 0.4 * differ < own < differ
    assert cv[1] == pytest.approx(BRES_CV_AT_2000_JOBS)
    assert np.log(cv[4] / cv[0]) / np.log(71 / 1.4) == pytest.approx(BRES_CV_SLOPE)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("_constants")])
def test_every_constant_has_a_basis_and_a_reason_of_its_own(name: str) -> None:
    table = reference.read(name)
    assert set(table["basis"]) <= {"published", "measured", "assumed"}
    assert (table["reason"].str.len_chars() > 15).all()
    values = reference.read_constants(name)
    for low in (key for key in values if key.endswith("_low")):
        stem = low.removesuffix("_low")
        middle = values.get(f"{stem}_middle", values.get(stem, values[low]))
        assert values[low] < middle < values[f"{stem}_high"]


def test_every_class_lies_in_its_group_and_in_a_section() -> None:
    classes = reference.read("sic2007_classes")
    assert classes["class_code"].str.contains(r"^[0-9]{5}$").all()
    assert classes["class_code"].is_sorted()
    assert (classes["class_code"].str.head(3) == classes["group_code"]).all()
    assert classes.group_by("group_code").agg(pl.col("group_name").n_unique())[
        "group_name"
    ].max() == 1  # fmt: skip
    assert set(classes["class_code"].str.head(2)) <= set(SECTION_OF)
    assert (classes.height, classes["group_code"].n_unique()) == (729, 273)


def test_the_industrial_strategy_has_eight_sectors_and_says_what_has_no_code() -> None:
    lines = reference.read("industrial_strategy_sectors")
    assert set(lines["kind"]) == {"sector", "frontier", "foundational"}
    assert lines.filter(pl.col("kind") != "foundational")["sector_name"].n_unique() == 8
    assert (lines.height, lines["sic_code"].count()) == (131, 108)
    assert lines.filter(kind="sector")["sic_code"].null_count() == 0
    assert lines.filter(pl.col("kind") != "sector")["industry_name"].null_count() == 0
