"""The skills gaps page: gaps with their doubt, supply that is missing, pressure, wards."""

from __future__ import annotations

from pathlib import Path

import factory_indicators
import polars as pl
import pytest
from factory_indicators import BUILD, CARE, DEGREE

from indicators.places import ward_views
from views import gaps
from views.parts import occupation, skills_now, skills_wards


def test_the_widest_gap_is_the_first_thing_said_as_an_upper_estimate(tables: Path) -> None:
    factory_indicators.write(tables)
    words = factory_indicators.text(factory_indicators.shown("gaps"))
    assert "**The widest gap is in Caring occupations**: about 150 people a year" in words
    assert "(80% interval 100 to 200), an upper estimate" in words
    assert "It probably ranks 1 to 2 of 2" in words
    assert "We have no data on university graduates, so treat each gap as an upper limit" in words
    assert "Modelled estimate, not official statistics" in words


def test_a_gap_of_all_streams_is_no_upper_estimate(tables: Path) -> None:
    complete = [
        factory_indicators.gap(CARE, 150.0, 0.95) | {"missing_streams": "", "status": "modelled"}
    ]
    factory_indicators.write(tables, skills_gaps=complete)
    words = factory_indicators.text(factory_indicators.shown("gaps"))
    assert "upper estimate" not in words
    assert "We have no data on" not in words


def test_openings_are_split_and_the_table_ranks_by_gap(tables: Path) -> None:
    factory_indicators.write(tables)
    table = factory_indicators.shown("gaps").dataframe[0].value
    assert table["Occupation"].to_list() == ["Caring occupations", "Building trades"]
    assert table["Gap"].to_list() == [150.0, -100.0]
    assert table["of which growth"].to_list() == [-10.0, -10.0]
    assert table["of which replacement"].to_list() == [210.0, 210.0]
    assert table["Likely rank"].to_list() == ["1 to 2", "1 to 2"]


def test_a_stream_that_is_missing_is_not_zero(tables: Path) -> None:
    factory_indicators.write(tables)
    app = factory_indicators.shown("gaps", occupation="61")
    supply = app.table[0].value
    assert supply["People a year"].to_list() == ["50", "no data"]
    assert "210 replace people who leave this work for good, and 10 jobs are lost" in (
        factory_indicators.text(app)
    )


def test_without_any_supply_no_gap_is_given(tables: Path) -> None:
    factory_indicators.write(
        tables, skills_gaps=[factory_indicators.no_gap(CARE), factory_indicators.no_gap(DEGREE)]
    )
    app = factory_indicators.shown("gaps")
    words = factory_indicators.text(app)
    assert "We cannot estimate gaps here: there is no supply data" in words
    assert "There is no data on supply" in words
    assert app.dataframe[0].value["Gap"].isna().all()


def test_the_occupation_lives_in_the_address(tables: Path) -> None:
    factory_indicators.write(tables)
    app = factory_indicators.shown("gaps")
    app.selectbox(key="picked_occupation").set_value("53").run()
    assert app.query_params["occupation"] == "53"
    assert "Building trades" in [element.value for element in app.header]
    assert (
        "We have not matched any further education subject to this occupation"
        in factory_indicators.text(app)
    )


def test_training_sectors_and_adverts_of_an_occupation(tables: Path) -> None:
    factory_indicators.write(tables)
    app = factory_indicators.shown("gaps", occupation="61")
    sectors, training = app.table[1].value, app.table[2].value
    assert sectors[["Sector", "Openings a year"]].to_numpy().tolist() == [
        ["Health and social care", "116"]
    ]
    assert training["Share we assume"].to_list() == ["60%"]
    assert training["Courses achieved a year"].to_list() == ["no data"]
    words = factory_indicators.text(app)
    assert "2.0 times as many online adverts per jobseeker" in words
    assert "(80% interval 1.0 to 3.0 times)" in words


def test_without_adverts_pressure_says_what_to_supply(tables: Path) -> None:
    factory_indicators.write(tables, skills_pressure=[], mismatch=[])
    words = factory_indicators.text(factory_indicators.shown("gaps"))
    assert "wardwise supply adverts_by_occupation FILE" in words
    assert "We cannot say without data on adverts" in words


def test_the_ward_map_shows_exposure_or_a_skill(tables: Path) -> None:
    factory_indicators.write(tables)
    app = factory_indicators.shown("gaps")
    exposure = app.dataframe[-1].value
    assert exposure["Times"].to_list()[0] == 1.11
    assert exposure["Times"].isna().sum() == 5
    app.selectbox(key="picked_skill").set_value("occupation-2").run()
    shares = app.dataframe[-1].value
    assert shares["Share (%)"].to_list()[0] == 62.5
    assert app.query_params["skill"] == "occupation-2"


def test_without_indicators_the_page_says_what_to_run(tables: Path) -> None:
    assert "run `wardwise build`" in factory_indicators.text(factory_indicators.shown("gaps"))


def test_without_openings_of_the_place_the_page_says_so(tables: Path) -> None:
    factory_indicators.write(tables, skills_gaps=[])
    assert "We cannot estimate openings for Testham" in factory_indicators.text(
        factory_indicators.shown("gaps")
    )


@pytest.mark.parametrize(
    ("chance", "kind"),
    [
        (1.0, gaps.WIDE),
        (0.8, gaps.WIDE),
        (0.79, gaps.UNSURE),
        (0.21, gaps.UNSURE),
        (0.2, gaps.COVERED),
        (0.0, gaps.COVERED),
    ],
)
def test_how_sure_a_gap_is(chance: float, kind: str) -> None:
    rows = factory_indicators.frame("skills_gaps", [factory_indicators.gap(CARE, 1.0, chance)])
    assert gaps.chart_rows(rows)["kind"].to_list() == [kind]


def test_a_gap_that_may_be_none_says_so() -> None:
    rows = factory_indicators.frame("skills_gaps", [factory_indicators.gap(CARE, 20.0, 0.6)])
    assert "This is too uncertain to say that there is a gap" in gaps.answer_sentence(rows)
    covered = factory_indicators.frame("skills_gaps", [factory_indicators.gap(BUILD, -20.0, 0.1)])
    assert gaps.answer_sentence(covered).startswith("**No gap**")


def test_the_balance_has_no_bar_where_there_is_no_data() -> None:
    row = factory_indicators.opening(CARE)
    supply = factory_indicators.frame("skills_supply", factory_indicators.tables()["skills_supply"])
    rows = occupation.chart_rows(row, supply)
    assert rows["value"].to_list() == [210.0, -10.0, 50.0, None]
    assert rows["kind"].to_list()[1] == occupation.LOST
    assert rows["label"].to_list()[3] == "Supply: university graduates, no data"


def test_mismatch_is_said_in_words_with_its_doubt() -> None:
    sentences = skills_now.describe_mismatch(
        factory_indicators.frame("mismatch", factory_indicators.tables()["mismatch"])
    )
    assert sentences[0].startswith("About 23% of jobseekers would have to change occupation")
    assert "(80% interval 11% to 23%)" in sentences[0]
    assert sentences[1].startswith("About 4% of hires may be lost")
    assert "3% with other assumptions" in sentences[1]


def test_pressure_is_of_sub_major_groups_as_a_ratio() -> None:
    rows = factory_indicators.tables()["skills_pressure"]
    major = rows[0] | {"occupation_code": "6"}
    ratios = skills_now.pressure_ratios(factory_indicators.frame("skills_pressure", [*rows, major]))
    assert ratios["occupation_code"].to_list() == ["61"]
    assert ratios["times"].round(2).to_list() == [2.0]


def test_shares_sum_to_one_and_are_unknown_where_a_part_is() -> None:
    skills = factory_indicators.frame("ward_skills", factory_indicators.tables()["ward_skills"])
    complete = ward_views.share_of_residents(skills, "occupation", "1").join(
        ward_views.share_of_residents(skills, "occupation", "2"), on="ward_code", validate="1:1"
    )
    assert (complete["value"] + complete["value_right"]).round(9).to_list() == [100.0] * 5
    holed = skills.with_columns(
        residents_persons=pl.when(pl.col("skill_code") != "1").then("residents_persons")
    )
    assert ward_views.share_of_residents(holed, "occupation", "2")["value"].is_null().all()


@pytest.mark.parametrize("status", ["modelled", "suppressed"])
def test_a_ward_without_a_figure_is_never_said_to_have_one(status: str) -> None:
    wards = pl.DataFrame([factory_indicators.of_ward(number) for number in (0, 1)]).drop("status")
    figures = pl.DataFrame(
        [{"ward_code": wards["ward_code"][0], "period": "2025", "status": status, "note": "",
          "reliability": "fair", "value": None}],
        schema_overrides={"value": pl.Float64},
    )  # fmt: skip
    joined = skills_wards.join_to_wards(wards, figures)
    assert joined["status"].to_list() == [
        "suppressed" if status == "suppressed" else "missing",
        "missing",
    ]
    assert joined["reliability"].to_list() == ["", ""]
