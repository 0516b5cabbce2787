"""Qualifications of residents beside those that jobs ask for: of one age, one survey, one whole."""

from __future__ import annotations

import polars as pl
import pytest
from factory_inputs import HERE, THERE, made, rows

from catalog.schema import check
from catalog.tables.indicators import WARD_SKILLS
from catalog.tables.priorities import QUALIFICATION_MATCH, WARD_QUALIFICATION_MATCH
from indicators.fields import MEMBERS
from indicators.inputs import Inputs
from indicators.skills import commuting, openings, qualification_match

CENSUS = {"none": 300.0, "1": 50.0, "other": 50.0, "2": 100.0, "apprenticeship": 50.0, "3": 150.0,
          "4": 300.0}  # fmt: skip
SURVEY = {"rqf2_or_above": 80.0, "rqf3_or_above": 60.0, "rqf4_or_above": 40.0}


def council(aps: pl.DataFrame | None = None, residents: bool = True) -> Inputs:
    counted = [(HERE, code, persons, "qualification") for code, persons in CENSUS.items()]
    frames = {"residents": rows("residents", *(counted if residents else []))}
    return made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1100.0, 1000.0, 1200.0), (HERE, "G", 450.0, 400.0, 600.0)],
        **(frames if aps is None else {**frames, "aps": aps}),
    )


def survey(area: str, figures: dict[str, float], in_work: float = 700.0) -> pl.DataFrame:
    """Rates of one survey, and people in work at a rate of 70%: 1,000 aged 16 to 64 for 700."""
    shaped = made({area: {}}).aps
    values = {**figures, "employment_rate": 70.0}
    blank = dict.fromkeys(shaped.columns)
    return pl.DataFrame(
        [
            {**blank, "area_code": area, "period": "2024-12", "variable_code": name,
             "value_pct": value,
             "numerator_persons": in_work if name == "employment_rate" else None}
            for name, value in values.items()
        ],
        schema=shaped.schema,
    )  # fmt: skip


def matched(held: Inputs) -> pl.DataFrame:
    found = list(openings.all_openings(held))
    return check(qualification_match.match(held, found), QUALIFICATION_MATCH)


def level(frame: pl.DataFrame, code: str) -> dict[str, object]:
    return frame.filter(skill_code=code).row(0, named=True)


def test_residents_beside_jobs_on_paper() -> None:
    frame = matched(council())
    assert frame["skill_code"].to_list() == ["below 2", "2", "3", "4+"]
    # 300 + 50 + 50 of 1,000 adults below level 2, 300 at level 4 or above.
    assert frame["residents_share_pct"].to_list() == pytest.approx([40.0, 10.0, 20.0, 30.0])
    assert frame["jobs_share_pct"].sum() == pytest.approx(100.0)
    assert frame["openings_share_pct"].sum() == pytest.approx(100.0)
    assert frame["jobs"].sum() == pytest.approx(1500.0)
    top = level(frame, "4+")
    assert top["difference_points"] == pytest.approx(30.0 - top["jobs_share_pct"])  # type: ignore[operator]
    assert "commutes in and out is not in our data" in str(top["note"])


def test_those_of_working_age_are_set_beside_jobs_where_the_survey_has_them() -> None:
    frame = matched(council(survey(HERE, SURVEY)))
    assert frame["survey_share_pct"].to_list() == pytest.approx([20.0, 20.0, 20.0, 40.0])
    assert frame["residents_share_pct"].to_list() == pytest.approx([40.0, 10.0, 20.0, 30.0])
    top = level(frame, "4+")
    assert top["difference_points"] == pytest.approx(40.0 - top["jobs_share_pct"])  # type: ignore[operator]
    assert "residents aged 16 to 64 from the survey to 2024-12" in str(top["note"])


def test_a_survey_that_lacks_a_level_is_not_used() -> None:
    short = survey(HERE, {name: SURVEY[name] for name in list(SURVEY)[:2]})
    assert matched(council(short))["survey_share_pct"].null_count() == 4


def test_without_a_census_shares_of_residents_are_missing_never_zero() -> None:
    frame = matched(council(residents=False))
    assert frame["residents_share_pct"].null_count() == 4
    assert frame["difference_points"].null_count() == 4
    assert frame["status"].unique().to_list() == ["missing"]
    assert frame["jobs_share_pct"].null_count() == 0
    assert "we have no census of residents' qualifications" in frame["note"][0]


def test_a_survey_without_a_census_has_a_difference_and_is_part_of_it() -> None:
    frame = matched(council(survey(HERE, SURVEY), residents=False))
    assert frame["difference_points"].null_count() == 0
    assert frame["residents_share_pct"].null_count() == 4
    assert frame["status"].unique().to_list() == ["partial"]


def of_year(in_work: float, year: str = "2020") -> Inputs:
    """1,500 jobs in 2020, and so many residents in work in a year."""
    surveyed = survey(HERE, SURVEY, in_work).with_columns(period=pl.lit(f"{year}-12"))
    return council(surveyed)


def test_the_balance_of_commuters_is_of_one_year_and_called_net() -> None:
    frame = matched(of_year(2100.0))
    assert frame["net_commuting_persons"].to_list() == [-600.0] * 4
    assert "on balance about 600 more commute out than in (net commuting" in frame["note"][0]
    assert "what they are qualified for, is not in our data" in frame["note"][0]
    assert "more commute in than out" in matched(of_year(1000.0))["note"][0]
    assert "about as many commute in as out" in matched(of_year(1510.0))["note"][0]
    other = matched(of_year(2100.0, "2023"))
    assert other["net_commuting_persons"].null_count() == 4, "jobs and people of two years"
    assert other["note"][0].endswith("who commutes in and out is not in our data")


def test_a_groups_balance_needs_every_councils_survey() -> None:
    members = pl.DataFrame(
        [("group", HERE, "Here"), ("group", THERE, "There")], schema=MEMBERS, orient="row"
    )
    one = survey(HERE, SURVEY, 500.0).with_columns(period=pl.lit("2020-12"))
    two = survey(THERE, SURVEY, 300.0).with_columns(period=pl.lit("2020-12"))
    jobs = {"group": {"C": [1000.0]}}
    assert commuting.find_commuting(made(jobs, aps=one, members=members), ["group"]) == {}
    found = commuting.find_commuting(
        made(jobs, aps=pl.concat([one, two]), members=members), ["group"]
    )
    assert found == {"group": commuting.Commuting(1000.0, 800.0, "2020-12")}


def test_a_groups_survey_is_weighted_by_people_of_that_age() -> None:
    high = dict.fromkeys(SURVEY, 100.0)
    both = pl.concat([survey(HERE, SURVEY), survey(THERE, high, in_work=2100.0)])
    members = pl.DataFrame(
        [("group", HERE, "Here"), ("group", THERE, "There")], schema=MEMBERS, orient="row"
    )
    held = made({"group": {}}, aps=both, members=members)
    shares, period = qualification_match.read_surveys(held, ["group"])["group"]
    # 1,000 people of whom 40% have level 4 and above, 3,000 of whom all have.
    assert shares.tolist() == pytest.approx([5.0, 5.0, 5.0, 85.0])
    assert period == "2024-12"
    one = made({"group": {}}, aps=survey(HERE, SURVEY), members=members)
    assert qualification_match.read_surveys(one, ["group"]) == {}, "part of a group is not it"


def ward(code: str, *persons: float | None) -> pl.DataFrame:
    blank = {name: "" for name, dtype in WARD_SKILLS.dtypes.items() if dtype == pl.String}
    return pl.DataFrame(
        [
            {**blank, "ward_code": code, "lad_code": HERE, "lad_name": "Hartfield",
             "skill_kind": "qualification", "skill_code": level, "residents_persons": count,
             "status": "modelled"}
            for level, count in zip(["below 2", "2", "3", "4+"], persons, strict=True)
        ],
        schema=WARD_SKILLS.dtypes,
    )  # fmt: skip


def test_a_wards_pattern_is_moved_to_the_councils_survey() -> None:
    of_council = matched(council(survey(HERE, SURVEY)))
    wards = pl.concat([ward("W1", 40.0, 10.0, 20.0, 30.0), ward("W2", 20.0, 10.0, 20.0, 50.0)])
    frame = check(qualification_match.match_wards(wards, of_council), WARD_QUALIFICATION_MATCH)
    alike = frame.filter(ward_code="W1").sort("skill_code")
    # A ward that is like its council in the Census is like it in the survey.
    assert alike["survey_share_pct"].to_list() == pytest.approx([20.0, 20.0, 40.0, 20.0])
    other = frame.filter(ward_code="W2")
    assert other["survey_share_pct"].sum() == pytest.approx(100.0)
    top = other.filter(skill_code="4+").row(0, named=True)
    # 50 x 40/30 of 20 x 20/40 + 10 x 20/10 + 20 + 50 x 40/30.
    assert top["survey_share_pct"] == pytest.approx(100 * (200 / 3) / (10 + 20 + 20 + 200 / 3))
    assert top["difference_points"] == pytest.approx(
        top["survey_share_pct"] - level(of_council, "4+")["jobs_share_pct"]
    )


def test_a_ward_with_a_withheld_level_has_no_shares() -> None:
    frame = qualification_match.match_wards(ward("W1", 40.0, None, 20.0, 30.0), matched(council()))
    assert frame["residents_share_pct"].null_count() == 4
    assert frame["status"].unique().to_list() == ["missing"]


def test_a_ward_of_a_council_without_openings_is_partial() -> None:
    frame = qualification_match.match_wards(
        ward("W1", 40.0, 10.0, 20.0, 30.0), QUALIFICATION_MATCH.empty()
    )
    assert frame["jobs_share_pct"].null_count() == 4
    assert frame["status"].unique().to_list() == ["partial"]
