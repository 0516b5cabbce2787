"""Projects, links and sums made from small lists of awards that a reader can add up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import factory_awards as world
import polars as pl
import pytest
from factory_awards import BRADFORD, CITY, award, research, university

from innovation import steps


def test_without_any_list_every_table_is_there_and_empty(tmp_path: Path) -> None:
    reader = world.build(tmp_path)
    steps.build_terms(tmp_path, lambda *_: None)
    assert {table.name: reader.table(table.name).height for table in steps.TITLES} == {
        table.name: 0 for table in steps.TITLES
    }


def test_a_project_of_three_makes_three_pairs_and_who_withdrew_is_in_none(tmp_path: Path) -> None:
    links = world.build(tmp_path, [
        award("1", "Loom Ltd"), award("1", "Weft Ltd", organisation_postcode="LS6 3AA"),
        university("1"), award("1", "Gone Ltd", is_withdrawn=True),
        award("2", "Loom Ltd"),
    ]).table("innovation_links")  # fmt: skip
    assert links.height == 2 * 3
    assert links.filter(pl.col("organisation_code") == pl.col("partner_code")).is_empty()
    assert links["joint_award_gbp"].unique().to_list() == [2000.0]
    assert links["is_same_council"].sum() == 2  # the firm at Headingley and the university


def test_who_withdrew_is_counted_apart_and_in_no_sum(tmp_path: Path) -> None:
    reader = world.build(tmp_path, [
        award("1", award_offered_gbp=300.0), award("1", "Gone Ltd", is_withdrawn=True),
    ])  # fmt: skip
    year = reader.table("innovation_council_year").filter(organisation_kind="all")
    columns = ("awards_count", "withdrawn_count", "organisations_count", "award_offered_gbp")
    assert year.select(columns).rows() == [(1, 1, 1, 300.0)]
    assert reader.table("innovation_organisations")["organisation_name"].to_list() == ["Loom Ltd"]
    assert reader.table("innovation_projects")["partners_count"].to_list() == [1]


def test_a_core_grant_of_a_centre_stands_apart(tmp_path: Path) -> None:
    reader = world.build(tmp_path, [
        award("1", award_offered_gbp=100.0), award("2", award_offered_gbp=300.0),
        award("3", "Centre Ltd", product_kind="centre", award_offered_gbp=42e6),
    ])  # fmt: skip
    year = reader.table("innovation_council_year").filter(organisation_kind="business").row(
        0, named=True
    )  # fmt: skip
    assert year["award_offered_gbp"] == 42e6 + 400
    assert year["award_without_centres_gbp"] == 400.0
    assert year["award_median_gbp"] == 300.0
    council = reader.table("innovation_council").filter(lad_code=BRADFORD)
    assert council["awards_count"].to_list() == [2]


def test_an_award_that_is_not_known_is_not_nought(tmp_path: Path) -> None:
    reader = world.build(tmp_path, [
        award("1", award_offered_gbp=None), award("2", award_offered_gbp=5.0),
    ])  # fmt: skip
    year = reader.table("innovation_council_year").filter(organisation_kind="all")
    assert year.select("award_offered_gbp", "status").rows() == [(5.0, "partial")]


def test_three_years_per_thousand_businesses_and_who_is_connected(tmp_path: Path) -> None:
    """2023 to 2025: the list was read in 2026. Bradford has 2,000 enterprises."""
    reader = world.build(tmp_path, [
        award("1", "Old Ltd", project_start=date(2016, 1, 1)),
        award("2", "Old Ltd", organisation_size="large"),
        award("3", "Alone Ltd"),
        award("4", "Taught Ltd"), university("4", product_kind="ktp", is_lead=True),
        award("5", "Near Ltd"), award("5", "Mill Ltd", organisation_postcode="BD17 5AA"),
        award("6", "Next Ltd", project_start=date(2026, 3, 1)),
    ])  # fmt: skip
    row = reader.table("innovation_council").filter(lad_code=BRADFORD).row(0, named=True)
    assert row["period"] == "2023 to 2025"
    assert row["awards_count"] == 5
    assert row["awards_per_1000_businesses"] == pytest.approx(1000 * 5 / 3 / 2000)
    assert row["small_firms_pct"] == 80.0
    assert (row["firms_count"], row["newcomers_count"]) == (5, 4)  # all but Old Ltd
    assert row["firms_with_university_count"] == 1  # a partnership serves the firm
    assert row["firms_with_local_count"] == 2
    assert row["firms_with_none_count"] == 2
    assert "enterprises in 2025" in row["note"]
    other = reader.table("innovation_council").filter(lad_code=world.YORK).row(0, named=True)
    assert (other["awards_count"], other["status"]) == (0, "missing")
    assert other["awards_per_1000_businesses"] is None


def test_a_project_that_two_lists_have_counts_once(tmp_path: Path) -> None:
    reader = world.build(
        tmp_path,
        [award("105"), university("105")],
        [
            research("P1", funder_name="Innovate UK", grant_reference="105"),
            research("P2", award_gbp=900.0),
        ],
    )
    projects = reader.table("innovation_projects")
    assert projects["project_code"].to_list() == ["GTR-P2", "IUK-105"]
    assert projects["partners_known"].to_list() == [False, True]
    leeds = reader.table("innovation_organisations").filter(organisation_kind="university")
    assert leeds.select("projects_count", "award_offered_gbp").rows() == [(2, 1000.0)]
    sums = reader.table("innovation_council_year").filter(organisation_kind="university")
    assert sums.select("award_source", "award_offered_gbp").rows() == [
        ("gtr", 900.0), ("innovate_uk", 1000.0)
    ]  # fmt: skip


def test_wards_that_our_postcodes_reach_have_a_count_even_of_nought(tmp_path: Path) -> None:
    wards = world.build(tmp_path, [
        award("1", project_title="Old", project_start=date(2017, 1, 1)),
        award("2", "Weft Ltd", project_title="New", project_theme="Textiles"),
    ]).table("innovation_ward").sort("ward_code")  # fmt: skip
    city = wards.filter(ward_code=CITY).row(0, named=True)
    assert (city["organisations_count"], city["newest_title"]) == (2, "New")
    assert (city["newest_theme"], city["last_year"]) == ("Textiles", 2024)
    assert wards["organisations_count"].to_list() == [2, 0, 0]


def test_a_project_that_has_ended_is_not_live(tmp_path: Path) -> None:
    ended, going, said = date(2026, 11, 19), date(2026, 11, 20), date(2020, 1, 1)
    projects = world.build(tmp_path, [
        award("1", project_status="", project_end=ended),
        award("2", project_status="", project_end=going),
        award("3", project_status="live", project_end=said),  # the list itself says so
        award("4", project_status=""),
    ]).table("innovation_projects")  # fmt: skip
    assert projects["project_status"].to_list() == ["closed", "live", "live", ""]
