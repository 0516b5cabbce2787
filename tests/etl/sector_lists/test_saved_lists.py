"""Lists in the data folder, the table they are put into, and the step that makes it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from factory_sector_lists import read_rows

import reference
from catalog import store
from catalog.graph import run_steps
from catalog.schema import check
from catalog.settings import SAMPLE, Settings
from catalog.tables.sectors import SECTOR_LISTS
from etl.sector_lists import saved, table
from etl.sector_lists.official import official_lists
from etl.sector_lists.reading import SectorListError
from etl.sector_lists.sic_codes import PREFIXES


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def write(path: Path, *codes: str) -> Path:
    lines = "\n".join(f"Our health-tech,{code}" for code in codes)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"sector,sic_code\n{lines}", "utf-8")
    return path


# -------------------------------------------------------------------- kept


def test_a_list_is_kept_under_its_name_and_removed(settings: Settings, tmp_path: Path) -> None:
    added = saved.add_list(settings, write(tmp_path / "ours.csv", "26.6"), "Our priorities")
    assert saved.read_saved(settings.data) == (added,)
    assert saved.remove_list(settings, "OUR  priorities")
    assert saved.read_saved(settings.data) == ()


def test_a_list_takes_the_place_of_another_only_where_that_is_meant(
    settings: Settings, tmp_path: Path
) -> None:
    saved.add_list(settings, write(tmp_path / "ours.csv", "26.6"))
    changed = write(tmp_path / "ours.csv", "32.5")
    with pytest.raises(SectorListError, match="add --replace"):
        saved.add_list(settings, changed)
    saved.add_list(settings, changed, replace=True)
    (own,) = saved.read_saved(settings.data)
    assert own.sectors == (("Our health-tech", ("325",)),)


def test_a_list_with_faults_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    saved.add_list(settings, write(tmp_path / "ours.csv", "26.6"))
    with pytest.raises(SectorListError, match="999"):
        saved.add_list(settings, write(tmp_path / "ours.csv", "999"), replace=True)
    assert saved.read_saved(settings.data)[0].sectors[0][1] == ("266",)


def test_a_list_is_found_by_its_name_whatever_its_file_is_called(settings: Settings) -> None:
    file = write(saved.folder_of(settings.data) / "made by hand.csv", "26.6")
    saved.add_list(settings, file, "Our priorities")
    (kept,) = saved.list_files(settings.data)
    kept.rename(kept.with_name("renamed.toml"))
    with pytest.raises(SectorListError, match="add --replace"):
        saved.add_list(settings, file, "our PRIORITIES")
    assert saved.remove_list(settings, "Our priorities")
    assert saved.list_files(settings.data) == []


@pytest.mark.parametrize("name", ["is8", "IS-8", "dcms"])
def test_what_comes_with_wardwise_is_not_removed(settings: Settings, name: str) -> None:
    with pytest.raises(SectorListError, match="comes with Wardwise"):
        saved.remove_list(settings, name)


@pytest.mark.parametrize("name", ["nothing", "", "../../etc"])
def test_a_list_that_is_not_there_is_not_removed(settings: Settings, name: str) -> None:
    with pytest.raises(SectorListError, match="there is no saved list"):
        saved.remove_list(settings, name)


def test_the_faults_of_every_file_that_was_edited_are_named(settings: Settings) -> None:
    folder = saved.folder_of(settings.data)
    folder.mkdir(parents=True)
    (folder / "one.toml").write_text('list = "One"\n[[sector]]\nname = "A"\nsic_codes = ["7"]')
    (folder / "two.toml").write_text("list = ")
    with pytest.raises(SectorListError, match=r"one\.toml.*has 1 digit.*two\.toml is not valid"):
        saved.read_saved(settings.data)
    assert saved.remove_list(settings, "two"), "even a list that cannot be read can be removed"


# -------------------------------------------------------------------- the table


def test_an_own_list_stands_beside_the_published_ones() -> None:
    own = read_rows(("Our health-tech", "26.6"), ("Our digital", "62"), name="Our priorities")
    made = check(table.build_table((own,)), SECTOR_LISTS)
    assert made["sector_list"].unique(maintain_order=True).to_list() == [
        "is8", "is8_frontier", "dcms", "Our priorities",
    ]  # fmt: skip
    assert made.filter(sector_list="Our priorities").drop("sector_list").rows() == [
        ("our-digital", "Our digital", "62", table.OWN_SOURCE),
        ("our-health-tech", "Our health-tech", "266", table.OWN_SOURCE),
    ]


def test_a_sector_without_a_code_is_there_and_has_none() -> None:
    lists = official_lists()
    assert lists.filter(sector_list="is8")["sector_code"].n_unique() == 9
    energy = lists.filter(sector_list="is8", sector_code="clean_energy_industries")
    assert energy["sic_code"].to_list() == [""]
    defence = lists.filter(sector_list="is8", sector_code="defence")
    assert sorted(defence["sic_code"]) == ["", "254", "304"], "SIC covers only a part of it"
    assert not lists.filter(sector_list="dcms", sic_code="").height


def test_the_published_lists_are_of_classes_that_there_are() -> None:
    codes = set(official_lists()["sic_code"]) - {""}
    assert codes <= PREFIXES
    classes = reference.read("sic2007_classes")["class_code"]
    eight = official_lists().filter(
        pl.col("sector_list") == "is8", ~pl.col("sector_code").str.starts_with("foundational")
    )
    prefixes = tuple(code for code in eight["sic_code"] if code)
    assert sum(code.startswith(prefixes) for code in classes) == 225


def test_sectors_of_west_yorkshire_are_as_a_crosswalk_has_them() -> None:
    """Digital, with what it shares with others: 62,285 jobs in 2021."""
    jobs = store.read("jobs_fine", SAMPLE)[0].filter(
        area_code="TLE4", period="2021", industry_level="subclass"
    )
    digital = official_lists().filter(
        pl.col("sic_code") != "", sector_code="digital_and_technologies"
    )["sic_code"]
    ours = jobs.filter(
        pl.any_horizontal(pl.col("industry_code").str.starts_with(code) for code in digital)
    )
    assert ours["jobs"].sum() == 62_285


# -------------------------------------------------------------------- the step


def test_a_changed_list_makes_the_table_again_and_an_unchanged_one_does_not(
    settings: Settings, tmp_path: Path
) -> None:
    root = settings.built

    def run() -> str:
        (outcome,) = run_steps([table.step_of()], root, lambda *_: None)
        return outcome.kind

    assert [run(), run()] == ["built", "unchanged"]
    saved.add_list(settings, write(tmp_path / "ours.csv", "26.6"))
    assert [run(), run()] == ["built", "unchanged"]
    assert "ours" in set(store.read("sector_lists", root)[0]["sector_list"])
    saved.remove_list(settings, "ours")
    assert [run(), run()] == ["built", "unchanged"]
    assert "ours" not in set(store.read("sector_lists", root)[0]["sector_list"])


def test_a_list_that_cannot_be_read_leaves_the_table_and_is_said(settings: Settings) -> None:
    root = settings.built
    run_steps([table.step_of()], root, lambda *_: None)
    saved.folder_of(settings.data).mkdir()
    (saved.folder_of(settings.data) / "one.toml").write_text("list = ")
    (outcome,) = run_steps([table.step_of()], root, lambda *_: None)
    assert outcome.kind == "failed"
    assert "one.toml is not valid TOML" in outcome.message
    assert store.read("sector_lists", root)[0].height > 100
