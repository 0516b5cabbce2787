"""What was measured of fine classes: what it must say to be used, and that it comes out again."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

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
