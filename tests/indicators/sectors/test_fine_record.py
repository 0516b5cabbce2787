"""What was measured of fine classes: what it must say to be used, and that it comes out again."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import reference
from catalog.settings import PROJECT
from etl.sector_lists.official import official_lists
from indicators.sectors import fine_record
from indicators.sectors.sector_list_jobs import classes_of_sectors

FOLDER = PROJECT.parent / "shared" / "upstream" / "data" / "sectors"
RECORD = reference.read("carriers_record")
NOISE = reference.read("fine_class_noise")
DOCUMENT = (PROJECT / "docs" / "methods" / "fine-classes.md").read_text("utf-8")
on_bench = pytest.mark.skipif(not FOLDER.is_dir(), reason="the bench is not beside the repository")


def test_intervals_cover_what_they_say_in_areas_not_used_for_them() -> None:
    off = (NOISE["cover_unseen_pct"] - NOISE["interval_pct"]).abs()
    assert off.max() <= 2.0, NOISE  # type: ignore[operator]


def test_the_curve_for_sectors_would_cover_less() -> None:
    both = NOISE.filter(figure="level")
    assert (both["cover_by_sectors_pct"] < both["cover_pct"] - 10).all()


def used(name: str = fine_record.USED) -> pl.DataFrame:
    return RECORD.filter(ranked_by=name)


def test_what_is_used_was_right_more_often_than_chance_at_every_origin() -> None:
    assert set(used()["origin"]) == {"2017", "2018", "2019", "all"}
    assert (used()["hit_pct"] > used()["base_pct"] + 10).all()
    assert (used()["low_pct"] < used()["hit_pct"]).all()


def test_what_is_not_used_swings_both_ways_or_foretells_nothing() -> None:
    for name in ("smallness", "local growth"):
        every = used(name).filter(origin="all")
        assert (every["low_pct"] > every["base_pct"] + 5).all(), name
    assert (used("location quotient").filter(origin="all")["hit_pct"] < 20).all()


def test_tiers_are_in_order() -> None:
    for level in ("group", "subclass"):
        of = RECORD.filter(industry_level=level, origin="all")
        rates = [
            of.filter(ranked_by=f"tier {tier}")["hit_pct"].item()
            for tier in ("weaker", "middling", "stronger")
        ]
        assert rates == sorted(rates)


def test_an_outlook_in_jobs_would_explain_next_to_nothing() -> None:
    assert (used()["correlation"] ** 2 < 0.01).all()


def test_the_sentence_says_what_the_record_says() -> None:
    assert "about 3 of the ten" in fine_record.outlook_sentence()
    assert "against 2 by chance" in fine_record.outlook_sentence()


def cells(first: str) -> list[str]:
    """What stands in the row of the document's tables that begins so."""
    lines = [line for line in DOCUMENT.splitlines() if line.startswith(f"| {first} |")]
    assert len(lines) == 1, first
    return [cell.strip() for cell in lines[0].strip("|").split("|")[1:]]


@pytest.mark.parametrize("name", sorted(set(RECORD["ranked_by"]) - {"size", "tier middling"}))
def test_the_document_has_the_rates_of_the_record(name: str) -> None:
    every = RECORD.filter(ranked_by=name, origin="all").sort("industry_level")
    expected = [f"{value}%" for row in every.select("hit_pct", "low_pct").rows() for value in row]
    assert cells(name) == expected


@pytest.mark.parametrize("row", NOISE.rows(named=True), ids=str)
def test_the_document_has_the_widths_of_the_record(row: dict[str, Any]) -> None:
    level = {"group": "3 digits", "subclass": "5 digits", "list": "sums of classes"}
    says = f"{row['interval_pct']:.0f}%"
    curve = ["", ""] if row["slope"] is None else [
        f"{row['width_at_2000_jobs']:.2f}", f"{row['slope']:.2f}",
    ]  # fmt: skip
    covers = [f"{row[name]}%" for name in ("cover_pct", "cover_unseen_pct")]
    sectors = row["cover_by_sectors_pct"]
    expected = [*curve, says, *covers, "" if sectors is None else f"{sectors}%"]
    assert cells(f"{level[row['industry_level']]}, {row['figure']}") == expected
    if row["industry_level"] == "list":
        assert f"times {row['times']}" in DOCUMENT


@pytest.mark.parametrize("mark", ["grown", "shrunk"])
@pytest.mark.parametrize(("level", "words"), [("group", "3 digits"), ("subclass", "5 digits")])
def test_the_document_has_what_became_of_changes(level: str, words: str, mark: str) -> None:
    rows = reference.read("unusual_record").filter(industry_level=level, unusual=mark)
    count = rows["cases_count"]
    rates = [
        f"{(rows[name] * count).sum() / count.sum():.1f}%"
        for name in ("still_pct", "base_pct", "further_pct")
    ]
    assert cells(f"{words}, {mark}") == [f"{count.sum():,}", *rates]


def measured() -> ModuleType:
    """The benchmark, from where Python looks when it is run by hand."""
    folder = str(PROJECT / "benchmarks")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module("fine_classes")


@pytest.mark.bench
@on_bench
def test_the_stored_record_is_what_the_benchmark_measures() -> None:
    for name, table in measured().measure(FOLDER).items():
        stored = reference.read(name)
        assert_frame_equal(
            stored, table.select(stored.columns).cast(dict(stored.schema)), rel_tol=1e-6
        )


@pytest.mark.bench
@on_bench
def test_digital_in_west_yorkshire_is_counted_with_its_overlaps() -> None:
    """62,285 jobs in 2021; 34,660 if each class had one home, which is nobody's definition."""
    path: Path = next(FOLDER.glob("bres_itl2_sic5_*.parquet"))
    jobs = pl.read_parquet(path).filter(itl2_code="TLE4", year=2021)
    digital = classes_of_sectors(official_lists(), jobs["sic5"]).filter(
        sector_list="is8", sector_name="Digital and Technologies"
    )
    classes = jobs.filter(pl.col("sic5").is_in(digital["industry_code"].implode()))
    assert classes["employment"].sum() == 62_285
    crosswalk = pl.read_csv(FOLDER / "is8_sic5_crosswalk.csv", infer_schema=False)
    in_one = crosswalk.filter(pl.col("single_sector").str.starts_with("Digital"))
    alone = classes.filter(pl.col("sic5").is_in(in_one["sic5"].unique().implode()))
    assert alone["employment"].sum() == 34_660


@pytest.mark.bench
@on_bench
def test_classes_of_the_strategys_sectors_are_those_of_the_crosswalk() -> None:
    crosswalk = pl.read_csv(FOLDER / "is8_sic5_crosswalk.csv", infer_schema=False)
    codes = pl.read_csv(FOLDER / "sic2007_5digit_lookup.csv", infer_schema=False)["sic_5_code"]
    ours = classes_of_sectors(official_lists(), codes).filter(sector_list="is8")
    theirs = crosswalk.select(pl.col("sector").str.head(8), industry_code="sic5").unique()
    assert_frame_equal(
        ours.select(pl.col("sector_name").str.head(8).alias("sector"), "industry_code").unique(),
        theirs, check_row_order=False,
    )  # fmt: skip
