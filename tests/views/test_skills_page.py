"""The page of skills: priorities with their doubt, supply that is missing, and what answers."""

from __future__ import annotations

from pathlib import Path

import factory_indicators
import polars as pl
import pytest
from factory_indicators import BUILD, CARE, DEGREE

from indicators.places import ward_views
from indicators.skills import skill_page
from presentation.wording import TOO_LOW
from views.parts import skills_now, skills_screen, skills_supply, skills_wards


def shown(**address: str) -> factory_indicators.AppTest:
    return factory_indicators.shown("skills", **address)


def test_the_first_priorities_are_the_first_thing_said_with_their_doubt(tables: Path) -> None:
    factory_indicators.write(tables)
    words = factory_indicators.text(shown())
    assert "Two priorities for Testham: care and teaching assistants, building trades" in words
    assert "60% of the first two stay among the first ten on average" in words
    assert "and 70% if the weights are drawn at random" in words
    assert "No data on pay, so the rest weighs more" in words
    assert "Modelled estimate, not official statistics" in words


def test_the_list_has_openings_adverts_and_the_range_of_each_rank(tables: Path) -> None:
    factory_indicators.write(tables)
    table = shown().dataframe[0].value
    assert table["Occupation"].to_list() == ["Care and teaching assistants", "Building trades"]
    assert table["Openings"].to_list() == [200.0, 200.0]
    assert table["Openings from growth"].to_list() == [-10.0, -10.0]
    assert table["Adverts"].to_list()[0] == 2.0
    assert table["Adverts"].isna().to_list() == [False, True]
    assert table["Pay"].isna().all(), "no pay is no data, not zero"
    assert table["Likely"].to_list() == ["1 to 2", "1 to 2"]


def test_other_weights_rank_anew_and_make_no_claim_of_firmness(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(weights="0:0:0:100:0")
    words = factory_indicators.text(app)
    assert "Two priorities for Testham: building trades, care and teaching assistants" in words
    assert "By your weights" in words
    assert "stay among" not in words
    assert app.dataframe[0].value["Likely"].isna().all()
    app.slider(key="picked_weight_openings").set_value(50).run()
    assert app.query_params["weights"] == "50:0:0:100:0"


@pytest.mark.parametrize("weights", ["", "0:0:0:0:0", "a:b", "1:2:3", "-1:2:3:4:5", "101:0:0:0:0",
                                     "²:1:1:1:1", "1e2:1:1:1:1"])  # fmt: skip
def test_weights_that_cannot_be_read_are_ours(tables: Path, weights: str) -> None:
    factory_indicators.write(tables)
    app = shown(weights=weights)
    assert "Two priorities for Testham: care" in factory_indicators.text(app)
    if weights:
        assert "We cannot read the weights" in app.warning[0].value


def test_without_a_main_stream_no_gap_is_given_anywhere(tables: Path) -> None:
    without = [factory_indicators.no_gap(skill) for skill in (CARE, BUILD, DEGREE)]
    factory_indicators.write(tables, skills_gaps=without)
    for tab in ("supply", "levels"):
        app = shown(evidence=tab)
        words = factory_indicators.text(app)
        assert "supply is incomplete, so no gap" in words
        tables_shown = [each.value for each in app.dataframe if "Gap" in each.value]
        assert tables_shown
        assert all(table["Gap"].isna().all() for table in tables_shown)
        assert all(list(table)[1] == "Gap" for table in tables_shown), "seen on a phone"
    words = factory_indicators.text(shown(evidence="supply"))
    assert "200 openings a year; no gap, because we have no data on university graduates" in words
    assert "no data on adult education supply and degree-level supply" in words


def test_each_stream_is_counted_or_missing_with_what_that_costs(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(evidence="supply", occupation="61")
    words = factory_indicators.text(app)
    assert "Further education: about 50 people a year" in words
    assert "University graduates: no data. Without it we cannot judge 90 openings a year" in words
    streams = next(each.value for each in app.dataframe if "Who could fill them" in each.value)
    assert streams["People a year"].to_list()[0] == 50.0
    assert streams["People a year"].isna().to_list() == [False, True], "missing is not zero"
    assert "about 150 people a year (80% interval 100 to 200), an upper limit" in words


def test_the_occupation_lives_in_the_address(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown()
    app.selectbox(key="picked_occupation").set_value("53").run()
    assert app.query_params["occupation"] == "53"
    assert "Building trades, Testham" in [element.value for element in app.header]


def test_openings_of_finer_groups_and_sectors(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(occupation="61")
    assert "Most of these openings: Care workers, about 120 people a year" in (
        factory_indicators.text(app)
    )
    app = shown(occupation="61", evidence="sectors")
    assert "Health and social care has most of these openings, about 116 a year" in (
        factory_indicators.text(app)
    )
    assert "We have no openings of finer groups" in factory_indicators.text(shown(occupation="53"))


def test_training_has_subjects_levels_and_providers(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(occupation="61", evidence="training")
    courses, degrees = (table.value for table in app.dataframe[-2:])
    assert courses["Subject"].to_list() == ["Health and care"]
    assert courses["Achieved here a year"].to_list() == [120.0]
    assert courses["Share we assume goes to it (%)"].to_list() == [60.0]
    assert degrees["Provider"].to_list() == ["University of Mocktown"]
    assert "wardwise supply occupational_standards FILE" in factory_indicators.text(app)
    factory_indicators.put(
        tables, "occupational_standards",
        [{"standard_code": "ST9001", "standard_title": "Made-up carer", "standard_level": 2,
          "occupation_code": "6135", "occupation_name": "Care workers and home carers"}],
    )  # fmt: skip
    app = shown(occupation="61", evidence="training")
    assert (
        "Made-up carer"
        in next(each.value for each in app.dataframe if "Standard" in each.value)[
            "Standard"
        ].to_list()
    )
    assert "add DfE's files" in factory_indicators.text(
        shown(occupation="53", evidence="training")
    ).replace("Add", "add")


def test_pressure_says_what_to_supply_where_there_are_no_adverts(tables: Path) -> None:
    factory_indicators.write(tables)
    words = factory_indicators.text(shown(evidence="pressure"))
    assert "Most adverts per jobseeker: Caring occupations, 2.0 times as many" in words
    assert "Employers report shortages in much the same occupations (Northshire, 2024)." in words
    factory_indicators.write(tables, skills_pressure=[], mismatch=[], shortage_check=[])
    words = factory_indicators.text(shown(evidence="pressure"))
    assert "wardwise supply adverts_by_occupation FILE" in words
    assert "We cannot say without data on adverts" in words
    assert "wardwise supply skill_shortages FILE" in words


def test_qualifications_of_residents_beside_jobs(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(evidence="levels")
    assert "Level 4 or above: 40% of residents aged 16 to 64 have it, 55% of jobs in Testham" in (
        factory_indicators.text(app)
    )
    table = next(each.value for each in app.dataframe if "Jobs (%)" in each.value)
    assert table["Residents less jobs (points)"].to_list() == [10.0, -15.0]


def test_the_ward_map_starts_with_the_occupation_and_has_exposure(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(evidence="wards", occupation="61")
    assert app.selectbox(key="picked_skill").value == "exposure", "no residents in group 6 here"
    assert app.dataframe[-1].value["Times"].to_list()[0] == 1.11
    app.selectbox(key="picked_skill").set_value("occupation-2").run()
    assert app.dataframe[-1].value["Share (%)"].to_list()[0] == 62.5


def test_without_indicators_the_page_says_what_to_run(tables: Path) -> None:
    assert "run `wardwise build`" in factory_indicators.text(shown())


def test_without_priorities_of_the_place_the_page_says_so(tables: Path) -> None:
    factory_indicators.write(tables, skills_priorities=[])
    assert "We cannot estimate openings for Testham" in factory_indicators.text(shown())
    assert "`wardwise status` says what we lack" in factory_indicators.text(shown())


def test_priorities_without_anything_beside_them_still_show(tables: Path) -> None:
    factory_indicators.write(tables)
    names = (
        "priority_components skills_streams skills_courses skills_openings_fine skills_pressure "
        "qualification_match ward_qualification_match skills_gaps skills_supply skills_openings "
        "skills_needs ward_skills"
    )
    bare: dict[str, factory_indicators.Rows] = {name: [] for name in names.split()}
    factory_indicators.write(tables, **bare)
    for tab in ("openings", "supply", "pressure", "training", "sectors", "wards", "levels"):
        assert "Two priorities" in factory_indicators.text(shown(evidence=tab))


def test_openings_that_are_too_low_say_so_first(tables: Path) -> None:
    low = [factory_indicators.opening(CARE) | {"status": "partial"}]
    factory_indicators.write(tables, skills_openings=low)
    assert shown().warning[0].value == TOO_LOW


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


def test_weights_of_what_nobody_has_rank_nothing(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(weights="0:0:100:0:0")
    words = factory_indicators.text(app)
    assert "We cannot rank priorities for Testham" in words
    assert "Your weights count only what we have no data on" in words
    assert "so the rest weighs more" not in words
    assert app.slider(key="picked_weight_pay").value == 100, "the weights can be changed"


def test_an_occupation_without_a_gap_is_not_counted_among_those_without_need() -> None:
    rows = pl.DataFrame({"gap_persons": [50.0, -5.0, None], "lower80": [10.0, -20.0, None]})
    assert skills_supply.title_gaps(rows) == (
        "Openings very likely exceed the supply we count in 1 of the 2 occupations that we can "
        "judge"
    )
    assert skills_supply.title_gaps(rows.head(2)).endswith("in 1 of 2 occupations")
    shown = skill_page.Balance(rows, pl.DataFrame(), ())
    assert skills_screen.title_balance(shown).endswith(
        "in one of two that we can judge, of the first three"
    )
