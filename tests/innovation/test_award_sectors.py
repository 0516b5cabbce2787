"""Three lights a sector, and the gap: "not held" where a source is absent, never "no"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory_awards as world
import polars as pl
import pytest
from factory_awards import LEEDS, award, research, university

from catalog import store
from catalog.reading import Reader
from catalog.settings import PROJECT, SAMPLE
from etl.sector_lists import table as store_lists
from innovation.sectors import RESEARCH_COUNCILS, list_sectors, match_projects

HEAT = {"project_title": "Heat pumps for terraces", "organisation_postcode": "LS6 3AA"}


def light(reader: Reader, section: str = "D") -> dict[str, Any]:
    rows = reader.table("innovation_sectors")
    return rows.filter(lad_code=LEEDS, sector_list="section", sector_code=section).row(
        0, named=True
    )


def whole_research(title: str) -> list[dict[str, Any]]:
    """A project of each research council, all on one thing."""
    return [research(name, title, funder_name=name) for name in RESEARCH_COUNCILS]


def lights(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["firms_light"], row["research_light"], row["investment_light"]


WIND = {"project_title": "Wind turbines", "organisation_postcode": "LS6 3AA"}


def test_firms_without_research_are_a_gap_unless_a_university_is_on_it(tmp_path: Path) -> None:
    apart = world.build(tmp_path / "a", [award("1", **WIND)], whole_research("Old poems"))
    assert lights(light(apart)) == ("yes", "no", "no")
    assert light(apart)["gap_to_bridge"] == "firms without research"
    together = world.build(
        tmp_path / "b",
        [
            award("1", product_kind="investor", **WIND),
            university("1", project_title="Wind turbines"),
        ],
        whole_research("Old poems"),
    )
    assert lights(light(together)) == ("yes", "no", "yes")
    assert light(together)["gap_to_bridge"] == ""


def test_research_without_firms_is_a_gap(tmp_path: Path) -> None:
    reader = world.build(
        tmp_path, [award("1", "Loom Ltd", **HEAT)], whole_research("Wind turbines")
    )
    row = light(reader)
    assert lights(row) == ("no", "yes", "no")
    assert (row["gap_to_bridge"], row["research_count"]) == ("research without firms", 7)


def test_what_a_source_would_say_is_not_held_without_it(tmp_path: Path) -> None:
    part = world.build(tmp_path / "a", projects=[research("P1", "Wind turbines")])
    assert lights(light(part)) == ("not held", "yes", "not held")
    assert light(part)["firms_count"] is None
    assert light(part)["gap_to_bridge"] == "", "no gap is known where half is not"
    # One funder of seven says nothing of the rest.
    assert lights(light(part, "A"))[1] == "not held"
    assert "what AHRC funds" in light(part)["note"]
    alone = world.build(tmp_path / "b", [award("1", **WIND)])
    assert lights(light(alone)) == ("yes", "not held", "no")
    assert light(alone)["research_count"] is None


@pytest.mark.parametrize(
    ("title", "section", "is_in"),
    [
        ("Offshore wind turbines", "D", True),
        ("Turbine of the wind", "D", False),  # the words of a phrase stand together
        ("Recycled textiles", "C", True),
        ("Retail and e-commerce", "G", True),
        ("A history of poetry", "H", False),
    ],
)
def test_words_of_a_title_say_the_sector(
    tmp_path: Path, title: str, section: str, *, is_in: bool
) -> None:
    row = light(world.build(tmp_path, [award("1", **WIND | {"project_title": title})]), section)
    assert (row["firms_count"] == 1) is is_in


def test_a_list_of_ones_own_goes_by_the_name_of_its_sectors() -> None:
    own = pl.DataFrame(
        {"sector_list": ["mine"], "sector_code": ["x"], "sector_name": ["Tram making"]}
    )
    assert list_sectors(own).filter(sector_list="mine")["award_words"].to_list() == ["Tram making"]


def test_words_of_sectors_find_what_a_reader_finds() -> None:
    """Four sectors, read from real titles by hand; see the record beside the answers."""
    answers = pl.read_csv(PROJECT / "benchmarks" / "records" / "sector_answers.csv")
    projects = store.read("gtr", SAMPLE)[0].rename({"research_award_code": "project_code"})
    sectors = list_sectors(store_lists.build_table(()))
    found = match_projects(projects, sectors).join(
        answers.select("sector_list", "sector_code").unique(), on=["sector_list", "sector_code"],
        how="semi",
    )  # fmt: skip
    right = found.join(
        answers.rename({"research_award_code": "project_code"}),
        on=["sector_list", "sector_code", "project_code"], how="semi",
    ).height  # fmt: skip
    assert right / found.height >= 0.9
    assert right / answers.height >= 0.8


def test_every_sector_that_is_listed_has_words_of_its_own() -> None:
    named = list_sectors(store_lists.build_table(()))
    by_name = named.filter(pl.col("award_words") == pl.col("sector_name"))["sector_name"].to_list()
    assert by_name == ["Households as employers", "International bodies"]
