"""The pages Access and Sites on the sample: answers, what if, and what is said without tables."""

from __future__ import annotations

from pathlib import Path

import factory_degraded
import polars as pl
import pytest
from factory_degraded import BRADFORD, CALDERDALE
from streamlit.testing.v1 import AppTest

from access.decay import SETTINGS
from catalog import store
from catalog.settings import Settings
from presentation import access_words


@pytest.fixture(scope="module")
def folder(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory_degraded.link_tables(prepared.tables, tmp_path_factory.mktemp("access") / "data")


def show(page: str, folder: Path, *areas: str, **address: str) -> AppTest:
    test = factory_degraded.run_page(
        page, folder, list(areas or (BRADFORD,)), alone=True, **address
    )
    assert factory_degraded.list_faults(test) == []
    return test


def words(test: AppTest) -> str:
    return factory_degraded.read_words(test)


def test_the_answer_names_both_ends_and_the_table_has_every_ward(
    folder: Path, prepared: Settings
) -> None:
    test = show("access", folder)
    rows = store.read("reach_ward", prepared.tables)[0].filter(
        lad_code=BRADFORD, reach_setting="no_car"
    ).sort("jobs_in_reach")  # fmt: skip
    fewest, most = rows["ward_name"][0], rows["ward_name"][-1]
    assert fewest in test.header[0].value
    assert most in test.header[0].value
    assert "not that one causes the other" in words(test)
    table = test.dataframe[-1].value
    assert table["Ward"].to_list() == rows["ward_name"].reverse().to_list()
    assert table["Rank"].to_list() == list(range(1, rows.height + 1))


def test_no_ward_has_most_where_neighbours_of_some_are_missing() -> None:
    rows = pl.DataFrame({
        "ward_code": ["A", "B", "C"], "ward_name": ["Anworth", "Benworth", "Cenworth"],
        "jobs_in_reach": [100.0, 500.0, 900.0], "status": ["modelled", "modelled", "partial"],
        "lad_code": ["X"] * 3, "rank_in_council": pl.Series([None, None, None], dtype=pl.Int64),
    })  # fmt: skip
    said = access_words.describe_reach(rows, SETTINGS["any"], "Hartfield")
    assert "cannot rank wards of Hartfield" in said
    assert "for 1 of 3 wards" in said
    whole = access_words.describe_reach(rows.head(2), SETTINGS["any"], "Hartfield")
    assert "residents of Benworth have about 500" in whole
    sure = rows.with_columns(rank_in_council=pl.Series([None, 1, None]))
    said = access_words.describe_reach(sure, SETTINGS["any"], "Hartfield")
    assert "residents of Benworth have the most" in said
    assert "for 1 of 3 wards" in said
    none = access_words.describe_reach(rows.tail(1), SETTINGS["any"], "Hartfield")
    assert none.endswith("travel: jobs of neighbours are missing")


def test_jobs_that_come_gain_most_where_they_are(folder: Path) -> None:
    test = show("access", folder, access_tab="what_if", reach_jobs="500", at="Tong", against="City")
    assert "500 jobs at Tong would add most in Tong" in words(test)
    assert "City adds more than Tong" in words(test)


@pytest.mark.parametrize("place", ["LS1 4AP", "Atlantis"])
def test_a_place_elsewhere_is_refused_in_words(folder: Path, place: str) -> None:
    test = show("access", folder, access_tab="what_if", reach_jobs="500", at=place)
    (warning,) = [one.value for one in test.warning]
    assert warning.startswith("We cannot calculate this")


def test_stops_without_a_list_are_no_zeros(folder: Path) -> None:
    test = show("access", folder, access_tab="connections")
    stops = next(one.value for one in test.dataframe if "Bus stops" in one.value)
    assert stops["Bus stops"].isna().all()
    assert stops["Rail stations"].sum() > 0
    assert "We do not have the list of bus stops" in words(test)


@pytest.mark.parametrize("page", ["access", "sites"])
def test_without_its_tables_a_page_says_what_to_fetch(
    prepared: Settings, tmp_path: Path, page: str
) -> None:
    left_out = ("reach_ward", "reach_lsoa", "lsoa_need")
    bare = factory_degraded.link_tables(prepared.tables, tmp_path / "data", left_out)
    test = show(page, bare)
    assert any("We have no jobs within reach" in one.value for one in test.info)


def test_sites_are_proven_and_who_is_left_out_adds_up(folder: Path, prepared: Settings) -> None:
    test = show("sites", folder, keep="jobcentre", sites_tab="left")
    assert "Proven best of the places on offer" in words(test)
    assert "up from" in test.header[0].value
    left = test.dataframe[-1].value["Left out"].sum()
    need = store.read("lsoa_need", prepared.tables)[0].filter(lad_code=BRADFORD)
    everyone = need["residents_no_qualifications"].sum()
    inside = float(test.header[0].value.split("(")[1].split(" of ")[0].replace(",", ""))
    assert left + inside == pytest.approx(everyone, abs=40)  # wards are rounded


def test_the_curve_never_falls(folder: Path) -> None:
    frame = pl.from_pandas(
        show("sites", folder, CALDERDALE, sites_tab="choices").dataframe[-1].value
    )
    assert set(frame["Choice"]) >= {"best", "one after another"}
    best = frame.filter(Choice="best")["Share (%)"][0]
    assert best >= frame.filter(Choice="one after another")["Share (%)"][0]


def test_a_question_that_cannot_be_answered_lists_why(folder: Path) -> None:
    test = show("sites", folder, sites="45")
    (warning,) = [one.value for one in test.warning]
    assert "there are 30 places to choose from, fewer than 45" in warning


def test_supplied_scores_and_broadband_are_shown_by_ward(
    prepared: Settings, tmp_path: Path
) -> None:
    data = factory_degraded.link_tables(prepared.tables, tmp_path / "supplied")
    wards = store.read("wards", prepared.tables)[0].filter(lad_code=BRADFORD).sort("ward_code")
    named = wards.select("ward_code", "ward_name", "lad_code", "lad_name")
    scores = pl.concat(
        named.with_columns(
            score_name=pl.lit(name), connectivity_score=pl.lit(score), status=pl.lit("modelled")
        )
        for name, score in (("Business, public transport", 61.25), ("Overall", 40.0))
    )
    factory_degraded.rewrite_table(data, "connectivity_ward", scores)
    counts = {"superfast": 950.0, "gigabit": 800.0, "below_uso": 2.0}
    premises = named.with_columns(
        pl.lit(1000.0).alias("broadband_premises_count"),
        *(pl.lit(count).alias(f"{name}_count") for name, count in counts.items()),
        *(pl.lit(count / 10).alias(f"{name}_pct") for name, count in counts.items()),
        note=pl.lit("Some of it is missing."), status=pl.lit("partial"),
    )  # fmt: skip
    factory_degraded.rewrite_table(data, "broadband_ward", premises)
    test = show("access", data, access_tab="connections", score="Business, public transport")
    tables = [entry.value for entry in test.dataframe]
    scored = next(table for table in tables if "Score, 0 to 100" in table.columns)
    assert scored["Score, 0 to 100"].tolist() == [61.2] * wards.height
    connected = next(table for table in tables if "Gigabit (%)" in table.columns)
    assert connected["Gigabit (%)"].tolist() == [80.0] * wards.height
    assert "Some of it is missing." in words(test)
    assert test.selectbox(key="picked_score").options[0] == "Overall"
