"""Whatever a council looks like and whatever it lacks: all is built, and every law holds."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from factory_world import OF_COUNCILS, OF_NATIONS, Place, write

import pipeline
from catalog import store
from catalog.settings import Settings
from etl import checks
from presentation import charts
from reports import gap_report

# English districts of every kind, London boroughs and Welsh authorities; none is in the sample.
CODES: Final = (
    "E06000001", "E06000065", "E07000008", "E07000223", "E08000035", "E08000025", "E09000001",
    "E09000033", "W06000001", "W06000015",
)  # fmt: skip
OF_PLACES: Final = (
    "lads", "wards_2022", "lsoa_wards", "lsoa_centroids", "lsoa_changes", "jobs_small_areas",
    "census_qualifications", "census_occupations", "ward_premises",
)  # fmt: skip
LEFT_OUT: Final = (*OF_COUNCILS, *OF_NATIONS, *OF_PLACES, "wards")


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts are not drawn: no law is about them, and tests of reports draw them."""
    monkeypatch.setattr(charts, "svg", lambda *_, **__: "<svg/>")


def any_place(draw: random.Random, code: str) -> Place:
    return Place(
        code,
        wards=draw.choice((1, 2, 5, 11, 30)),
        vintages=draw.choice(("2021", "2011", "both", "none")),
        mapped=draw.choice((1.0, 1.0, 0.5)),
        redrawn=draw.random() < 0.3,
        rates=draw.choice(("none", "full", "marks empty")),
    )


def built(folder: Path, places: list[Place], seed: int, without: tuple[str, ...] = ()) -> Path:
    """Tables of the places under a folder, with all that is derived but forecasts."""
    settings = Settings(data=folder)
    write(settings.built, places, seed, without)
    outcomes = pipeline.build(settings, lambda *_: None, forecast=False)
    assert [outcome.message for outcome in outcomes if outcome.kind == "failed"] == []
    return settings.built


def assert_laws(root: Path) -> None:
    assert [f"{fault.table}: {fault.message}" for fault in checks.run(root)] == []


@pytest.mark.parametrize("seed", range(8))
def test_generated_councils_keep_every_law(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    places = [any_place(draw, code) for code in draw.sample(CODES, draw.choice((1, 2, 4)))]
    root = built(tmp_path, places, seed)
    assert_laws(root)
    codes = [place.code for place in places]
    report = gap_report.build(root, codes, "A group", made_on="2026-11-01", version="0")
    assert report.sections


@pytest.mark.parametrize("name", LEFT_OUT)
def test_no_table_is_needed_by_all_the_others(tmp_path: Path, name: str) -> None:
    places = [Place("E08000035", wards=6), Place("E06000065", wards=4, mapped=0.5)]
    root = built(tmp_path, places, 1, without=(name,))
    assert_laws(root)
    gap_report.build(root, ["E08000035"], "", made_on="2026-11-01", version="0")


@pytest.mark.parametrize("seed", range(5))
def test_no_two_tables_are_needed_by_all_the_others(tmp_path: Path, seed: int) -> None:
    draw = random.Random(100 + seed)
    places = [any_place(draw, code) for code in draw.sample(CODES, 2)]
    root = built(tmp_path, places, seed, without=tuple(draw.sample(LEFT_OUT, 2)))
    assert_laws(root)
    gap_report.build(root, [places[0].code], "", made_on="2026-11-01", version="0")


@pytest.mark.parametrize("wards", [1, 120])
def test_a_council_of_one_ward_and_one_of_many(tmp_path: Path, wards: int) -> None:
    root = built(tmp_path, [Place("E06000053" if wards == 1 else "E06000047", wards=wards)], 3)
    assert_laws(root)


@pytest.mark.parametrize("vintages", ["2021", "2011", "both"])
def test_jobs_of_wards_are_those_of_their_council_whatever_lsoas_they_come_by(
    tmp_path: Path, vintages: str
) -> None:
    root = built(tmp_path, [Place("E08000035", wards=8, vintages=vintages)], 5)  # type: ignore[arg-type]
    wards = store.read("ward_measures", root)[0].filter(measure="jobs_total")
    council = store.read("jobs", root)[0].filter(
        area_code="E08000035", industry_code="total", job_kind="employment", period="2021"
    )
    assert wards["value"].sum() == pytest.approx(council["jobs"][0])


def test_a_map_of_half_the_wards_has_their_part_of_the_jobs_alone(tmp_path: Path) -> None:
    """The wards of the map have the jobs that they have where every ward is on it."""
    of = {}
    for mapped in (1.0, 0.5):
        root = built(tmp_path / str(mapped), [Place("E08000035", wards=8, mapped=mapped)], 5)
        of[mapped] = store.read("ward_measures", root)[0].filter(
            pl.col("measure") == "jobs_total", pl.col("value").is_not_null()
        )
    on_map = of[1.0].filter(pl.col("ward_code").is_in(of[0.5]["ward_code"].implode()))
    assert of[0.5].height in (4, 8)  # known for all wards, or for those of the map
    assert of[0.5]["value"].sum() == pytest.approx(on_map["value"].sum())
