"""The steps of wards on tables on disk: each runs without any of its inputs but the vital one."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

import pipeline
from catalog import store
from catalog.graph import run_steps
from catalog.settings import SAMPLE
from catalog.tables import TABLES
from wards import ward_jobs
from wards.build_steps import MEASURES_READ

BRADFORD = "E08000032"
DERIVED = {"ward_changes", *ward_jobs.WRITES}
READ = {*MEASURES_READ, *ward_jobs.READS, "wards_2022", "lsoa_centroids"}
INPUTS = sorted(READ - DERIVED - {"wards"})


def copied(target: Path, *without: str) -> Path:
    """The sample's tables under a folder, but for some."""
    target.mkdir(parents=True, exist_ok=True)
    for path in SAMPLE.glob("*.parquet"):
        if path.stem not in without:
            shutil.copyfile(path, target / path.name)
    return target


def run(root: Path) -> Path:
    """Runs the steps of wards; none may fail."""
    steps = [pipeline.LAD_CHANGES, *pipeline.steps()]
    outcomes = run_steps(steps, root, lambda *_: None)
    assert [outcome.message for outcome in outcomes if outcome.kind == "failed"] == []
    return root


def rewritten(root: Path, name: str, frame: pl.DataFrame) -> None:
    store.write(frame, TABLES[name], store.origin_of(name, root), root)


def measures(root: Path) -> pl.DataFrame:
    return store.read("ward_measures", root)[0]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(copied(tmp_path_factory.mktemp("whole")))


@pytest.mark.parametrize("name", INPUTS)
def test_each_input_costs_what_is_made_of_it_alone(tmp_path: Path, whole: Path, name: str) -> None:
    found = measures(run(copied(tmp_path, name)))
    behind = store.read("ward_measure_sources", whole)[0].filter(table_name=name)
    before = measures(whole)
    apart = before.join(behind, on=["lad_code", "measure"], how="anti").sort(pl.all())
    kept = found.join(behind, on=["lad_code", "measure"], how="anti").sort(pl.all())
    if name in ("wards_2022", "lsoa_centroids"):  # behind ward_changes, at one remove
        kept = kept.filter(~pl.col("measure").str.starts_with("residents"))
        apart = apart.filter(~pl.col("measure").str.starts_with("residents"))
    assert kept.equals(apart)
    stated = store.read("ward_measure_sources", tmp_path)[0]
    assert name not in set(stated["table_name"])
    assert name not in store.origin_of("ward_measures", tmp_path).made_from


def test_stated_sources_are_those_read_and_premises_are_among_them(whole: Path) -> None:
    stated = store.read("ward_measure_sources", whole)[0]
    shops = stated.filter(lad_code=BRADFORD, measure="jobs_section_g")["table_name"]
    assert {"jobs", "jobs_small_areas", "lsoa_wards", "ward_premises"} <= set(shops)
    assert set(stated["table_name"]) <= set(store.origin_of("ward_measures", whole).made_from)
    assert "census_industry" not in store.origin_of("ward_measures", whole).made_from
    pairs = measures(whole).select("lad_code", "measure").unique()
    assert pairs.join(stated, on=["lad_code", "measure"], how="anti").is_empty()


def test_without_the_lsoa_lists_code_changes_are_those_that_come_with_wardwise(
    tmp_path: Path,
) -> None:
    root = run(copied(tmp_path, "lsoa_changes", "lad_changes"))
    frame, origin = store.read("lad_changes", root)
    assert frame.equals(store.read("lad_changes", SAMPLE)[0])
    assert "we do not have lsoa_changes" in origin.notes[0]


def test_wards_without_a_boundary_keep_their_jobs_and_the_others_are_no_larger(
    tmp_path: Path, whole: Path
) -> None:
    root = copied(tmp_path)
    wards = store.read("wards", root)[0]
    rewritten(root, "wards", wards.filter(pl.int_range(pl.len()) % 2 == 0))
    found, before = measures(run(root)), measures(whole)
    jobs = pl.col("measure") == "jobs_total"
    key = ["ward_code", "value", "status"]
    assert found.filter(jobs).select(key).equals(before.filter(jobs).select(key))
    undrawn = found.filter(pl.col("note").str.contains("we have no boundary"))
    assert undrawn["ward_code"].n_unique() == wards.height // 2
    assert "not on the map" in store.origin_of("ward_measures", root).notes[0]


def test_wards_that_no_list_has_keep_their_part_of_every_sector(
    tmp_path: Path, whole: Path
) -> None:
    root = copied(tmp_path, "ward_premises")
    wards, lookup = (store.read(name, root)[0] for name in ("wards", "lsoa_wards"))
    gone = wards.filter(lad_code=BRADFORD)["ward_code"].head(20).implode()
    rewritten(root, "wards", wards.filter(~pl.col("ward_code").is_in(gone)))
    rewritten(root, "lsoa_wards", lookup.filter(~pl.col("ward_code").is_in(gone)))
    found = measures(run(root)).filter(lad_code=BRADFORD)
    jobs = found.filter(measure="jobs_total")
    assert set(jobs["status"]) == {"partial"}  # LSOAs of the council are in no ward known
    total = store.read("jobs", root)[0].filter(
        area_code=BRADFORD, period="2021", job_kind="employment", industry_code="total"
    )["jobs"][0]
    sections = store.read("jobs", root)[0].filter(
        area_code=BRADFORD, period="2023", job_kind="employment", industry_level="section"
    )
    shared = found.filter(pl.col("measure").str.starts_with("jobs_section"))
    share = jobs["value"].sum() / total
    within = pl.col("industry_code").is_in(["T", "U"])
    held = sections.filter(~within)["jobs"].sum()
    assert shared["value"].sum() == pytest.approx(share * held, rel=1e-6)


def test_a_lookup_of_another_year_serves_the_wards_that_kept_their_code(
    tmp_path: Path, whole: Path
) -> None:
    root = copied(tmp_path)
    lookup = store.read("lsoa_wards", root)[0]
    changed = lookup.filter(lad_code=BRADFORD)["ward_code"][0]
    code = pl.when(pl.col("ward_code") == changed).then(pl.lit("E05000000")).otherwise("ward_code")
    rewritten(root, "lsoa_wards", lookup.with_columns(code.alias("ward_code"),
                                                      ward_vintage=pl.lit("2024")))  # fmt: skip
    found, before = measures(run(root)), measures(whole)
    jobs = pl.col("measure") == "jobs_total"
    joined = before.filter(jobs).join(found.filter(jobs), on="ward_code", validate="1:1")
    same = joined.filter(pl.col("ward_code") != changed)
    assert same["value"].to_list() == same["value_right"].to_list()
    assert joined.filter(ward_code=changed)["status_right"].to_list() == ["missing"]
    assert "E05000000" not in set(found["ward_code"])
    sectors = found.filter(lad_code=BRADFORD, measure="jobs_section_c").drop_nulls("value")
    of_all = before.filter(lad_code=BRADFORD, measure="jobs_section_c")
    assert sectors["value"].sum() < of_all["value"].sum() * 0.999


def test_one_ward_alone_is_enough(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for name in ("wards", "wards_2022"):
        rewritten(root, name, store.read(name, root)[0].head(1))
    lookup = store.read("lsoa_wards", root)[0]
    only = store.read("wards", root)[0]["ward_code"]
    rewritten(root, "lsoa_wards", lookup.filter(pl.col("ward_code").is_in(only.implode())))
    found = measures(run(root)).filter(measure="jobs_total", ward_code=only[0])
    assert found["value"].null_count() == 0


def test_groups_of_sectors_rest_on_jobs_and_premises_alone(whole: Path) -> None:
    made_from = set(store.origin_of("ward_sector_groups", whole).made_from)
    assert {"wards", "jobs", "jobs_small_areas", "ward_premises"} <= made_from
    assert not {"claimants_small_areas", "census_occupations"} & made_from
    frame = store.read("ward_sector_groups", whole)[0]
    assert frame["ward_code"].n_unique() == 70
    assert set(frame.group_by("ward_code").len()["len"]) == {7}
