"""The page Who works on what: answers, sectors, partners, trend, and without tables."""

from __future__ import annotations

from pathlib import Path

import factory_degraded
import factory_innovation as made
import polars as pl
import pytest
from factory_innovation import BRADFORD, CALDERDALE
from streamlit.testing.v1 import AppTest

from catalog.settings import Settings
from catalog.tables import TABLES
from presentation.organisation_list import organisations_html

INNOVATION = tuple(name for name in TABLES if name.startswith("innovation_"))


@pytest.fixture(scope="module")
def folder(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.write_tables(prepared.tables, tmp_path_factory.mktemp("works") / "data")


def show(folder: Path, *areas: str, **address: str) -> AppTest:
    test = factory_degraded.run_page(
        "works on", folder, list(areas or (BRADFORD,)), alone=True, **address
    )
    assert factory_degraded.list_faults(test) == []
    return test


def words(test: AppTest) -> str:
    return factory_degraded.read_words(test)


def found(test: AppTest) -> pl.DataFrame:
    """The table of organisations, which is what its CSV holds."""
    return pl.from_pandas(
        next(one.value for one in test.dataframe if "Shared words" in one.value.columns)
    )


def test_words_find_who_shares_them_and_say_which(folder: Path) -> None:
    test = show(folder, words="dyeing of wool")
    rows = found(test)
    assert rows["Organisation"][0] in ("Testdye Ltd", "University of Testford")
    assert "dye" in rows["Shared words"][0]
    assert test.header[0].value.startswith(f"{rows.height} organisation")
    assert "within 30 km of Bradford" in test.header[0].value
    assert "Testafar Ltd" not in set(rows["Organisation"]), "it is on no project with these words"


def test_the_first_on_screen_are_the_first_of_the_table(folder: Path) -> None:
    test = show(folder, km="100")
    rows = found(test)
    shown = next(one.value for one in test.get("html") if "organisations" in one.value)
    places = [shown.index(f'who">{name}') for name in rows["Organisation"].head(5)]
    assert places == sorted(places)
    assert test.header[0].value.startswith(f"{rows.height} organisations within 100 km")
    assert "An unincorporated business" not in shown, "nobody can be asked who has no name"
    assert "Testafar Ltd" in set(rows["Organisation"])
    assert "Testafar Ltd" not in set(found(show(folder, km="30"))["Organisation"])


def test_a_sector_and_an_occupation_can_be_asked_for(folder: Path) -> None:
    sector = show(folder, find="is8", subject="is8-advanced_manufacturing", km="100")
    assert "on Advanced Manufacturing" in sector.header[0].value
    assert "Testweave Ltd" in set(found(sector)["Organisation"])
    by = next(one for one in sector.get("button_group") if one.label == "Find by")
    assert "Occupation" in str(by.options)


def test_from_a_ward_distances_are_its_own(folder: Path) -> None:
    rows = found(show(folder, ward="E05001347"))
    assert rows["Distance (km)"].min() > 0
    assert "near City" in " ".join(one.value for one in show(folder, ward="E05001347").get("html"))


def test_lights_are_words_and_gaps_are_named(folder: Path) -> None:
    test = show(folder)
    table = next(one.value for one in test.get("html") if "plain-table" in one.value)
    for cell in ("● 6 businesses", "○ none listed", "– no data", "● 12 projects"):
        assert cell in table
    assert "none with a university on a project: Advanced Manufacturing (6 businesses)" in words(
        test
    )
    assert "Creative Industries (12 projects)" in words(test)


def test_partners_trend_and_investors_agree_with_their_tables(folder: Path) -> None:
    partners = show(folder, works_tab="partners")
    table = next(one.value for one in partners.dataframe if "Partner" in one.value.columns)
    assert len(table) == 4
    assert "4 pairs share a project" in words(partners)
    trend = words(show(folder, works_tab="trend"))
    assert (
        "Businesses of Bradford had 1.5 awards a year per 1,000 businesses in 2023 to 2025" in trend
    )
    assert "Of 11 businesses of Bradford with an award in 2023 to 2025, 5 had a university" in trend
    investors = words(show(folder, works_tab="investors"))
    assert "no open register of investors" in investors
    assert "Northern Powerhouse Investment Fund II" in investors


def test_several_councils_stand_apart_in_every_table(folder: Path) -> None:
    test = show(folder, BRADFORD, CALDERDALE, works_tab="trend")
    assert "Businesses of Bradford" in words(test)
    assert "Calderdale with an award" in words(test)


def test_without_tables_the_page_says_what_to_fetch(prepared: Settings, tmp_path: Path) -> None:
    bare = factory_degraded.link_tables(prepared.tables, tmp_path / "data", INNOVATION)
    (info,) = show(bare).info
    assert "To get them" in info.value
    assert "wardwise fetch --only innovate_uk" in info.value


@pytest.mark.parametrize("without", ["innovation_terms", "innovation_links", "lsoa_wards"])
def test_without_one_table_the_rest_stands(folder: Path, tmp_path: Path, without: str) -> None:
    part = factory_degraded.link_tables(folder / "tables", tmp_path / "data", (without,))
    test = show(part, words="wool")
    assert test.header or test.warning
    assert "Gaps to bridge" in words(test)


def test_words_that_are_no_words_are_refused_in_words(folder: Path) -> None:
    (warning,) = [one.value for one in show(folder, words="the of and").warning]
    assert warning.startswith("We cannot answer this")


def test_research_alone_is_said_to_be_a_part(folder: Path, tmp_path: Path) -> None:
    part = factory_degraded.link_tables(folder / "tables", tmp_path / "data")
    research = made.projects().filter(award_source="gtr")
    factory_degraded.rewrite_table(part, "innovation_projects", research)
    said = words(show(part))
    assert "Part only: we have no list of Innovate UK's awards to businesses" in said
    assert "of research 885 projects led from Yorkshire and The Humber, funded by AHRC" in said


@pytest.mark.parametrize(
    ("sources", "says"),
    [(("innovate_uk", "gtr"), "Add a list of postcodes"), (("gtr",), "Innovate UK's list of")],
)
def test_where_no_ward_can_be_shown_the_page_says_what_is_missing(
    folder: Path, tmp_path: Path, sources: tuple[str, ...], says: str
) -> None:
    part = factory_degraded.link_tables(folder / "tables", tmp_path / "data", ("innovation_ward",))
    projects = made.projects().filter(pl.col("award_source").is_in(sources))
    factory_degraded.rewrite_table(part, "innovation_projects", projects)
    (no_map,) = [one.value for one in show(part).info if "There is no map" in one.value]
    assert says in no_map


def test_names_and_links_of_others_stay_letters() -> None:
    row = {
        "organisation_name": "<b>Testname</b> & Co", "organisation_kind": "business",
        "organisation_code": "GB-COH-0<1", "lad_name": "Bradford", "distance_km": 2.0,
        "position_of": "postcode", "matching_projects_count": 1, "matching_live_count": 0,
        "shared_words": "<i>", "project_title": "A <script>", "project_year": 2024,
        "funder_name": "X", "record_url": "javascript:alert(1)", "partner_names": "",
    }  # fmt: skip
    drawn = organisations_html([row], "Found", '"near"')
    assert "<b>" not in drawn
    assert "<script>" not in drawn
    assert "href" not in drawn
    assert 'aria-label="Found near &quot;near&quot;"' in drawn
