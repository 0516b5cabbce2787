"""Jobs in wards are made apart from claimants: the same tables, and no more made than is new."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from factory_wards import make_frame

import pipeline
from catalog import store
from catalog.graph import MANIFEST, run_steps
from catalog.settings import SAMPLE
from catalog.sources import Origin
from catalog.tables import TABLES
from wards import build_steps, ward_jobs

MADE = (*ward_jobs.WRITES, "ward_measures", "ward_measure_sources")


def claim(root: Path, *months: int) -> None:
    """Claimants of every ward of the sample in these months of 2026."""
    wards = store.read("wards", SAMPLE)[0]
    rows = [
        {"area_code": ward, "area_type": "ward", "lad_code": lad, "period": f"2026-{month:02d}",
         "period_start": date(2026, month, 1), "period_end": date(2026, month, 28),
         "measure": "claimants_persons", "value": 5.0 * (number + month), "status": "rounded"}
        for month in months
        for number, (ward, lad) in enumerate(wards.select("ward_code", "lad_code").iter_rows())
    ]  # fmt: skip
    origin = Origin("claimants_small_areas", "Claimants", "ONS", "NM_162_1", "", "OGL")
    frame = make_frame(origin.table, rows)
    store.write(frame, TABLES[origin.table], origin, root)


def lay_out(root: Path, *months: int) -> Path:
    root.mkdir(parents=True)
    for name in {*ward_jobs.READS, *build_steps.MEASURES_READ} & set(store.names(SAMPLE)):
        shutil.copyfile(store.path_of(name, SAMPLE), store.path_of(name, root))
    claim(root, *months)
    return root


def build(root: Path) -> dict[str, str]:
    """What became of the two steps."""
    steps = [step for step in pipeline.steps() if step.name in ("ward_jobs", "ward_measures")]
    return {each.name: each.kind for each in run_steps(steps, root, lambda *_: None)}


def read_files(root: Path) -> dict[str, bytes]:
    return {name: store.path_of(name, root).read_bytes() for name in MADE}


@pytest.fixture(scope="module")
def afresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose tables are made from nothing, with two months of claimants."""
    root = lay_out(tmp_path_factory.mktemp("afresh") / "tables", 3, 4)
    assert build(root) == {"ward_jobs": "built", "ward_measures": "built"}
    return root


@pytest.fixture
def made(afresh: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(afresh, tmp_path / "made"))


def test_a_month_of_claimants_makes_no_jobs_and_the_tables_of_a_build_from_nothing(
    made: Path, afresh: Path
) -> None:
    claim(made, 3)
    assert build(made) == {"ward_jobs": "unchanged", "ward_measures": "built"}
    older = read_files(made)
    claim(made, 3, 4)
    assert build(made) == {"ward_jobs": "unchanged", "ward_measures": "built"}
    assert read_files(made) == read_files(afresh)
    differing = {name for name in MADE if older[name] != read_files(made)[name]}
    assert differing == {"ward_measures"}


def test_jobs_of_ward_measures_are_those_of_ward_jobs(afresh: Path) -> None:
    jobs, measures = (store.read(name, afresh)[0] for name in ("ward_jobs", "ward_measures"))
    assert jobs["ward_code"].n_unique() == 70
    of_jobs = measures.join(jobs, on=TABLES["ward_jobs"].key, how="semi")
    assert of_jobs.select(jobs.columns).sort(TABLES["ward_jobs"].key).equals(jobs)
    others = measures.join(jobs, on=TABLES["ward_jobs"].key, how="anti")["measure"].unique()
    assert not others.str.starts_with("jobs").any()
    assert "claimants_persons" in others


@pytest.mark.parametrize("name", ward_jobs.WRITES)
@pytest.mark.parametrize("fault", ["damaged", "older", "removed"])
def test_a_table_of_jobs_that_is_no_longer_good_is_made_again(
    made: Path, afresh: Path, name: str, fault: str
) -> None:
    path = store.path_of(name, made)
    if fault == "damaged":
        path.write_bytes(path.read_bytes()[:100])
    elif fault == "older":  # as an earlier version wrote it, without a column
        frame, origin = store.read(name, made)
        store.write_file(frame.drop(frame.columns[-1]), origin, path)
        (made / MANIFEST).write_text("{}", encoding="utf-8")
    else:
        path.unlink()
    assert build(made)["ward_jobs"] == "built"
    assert read_files(made) == read_files(afresh)


@pytest.mark.parametrize("written", range(len(ward_jobs.WRITES)))
def test_a_run_that_is_stopped_leaves_whole_tables_and_the_next_makes_the_rest(
    made: Path, afresh: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    premises, origin = store.read("ward_premises", made)
    changed = premises.with_columns(2.0 * pl.col("rateable_value_gbp"))
    store.write(changed, TABLES["ward_premises"], origin, made)
    before, write, done = read_files(made), ward_jobs.write_derived, []

    def stop(*arguments: object) -> None:
        if len(done) == written:
            raise KeyboardInterrupt
        write(*arguments)  # type: ignore[arg-type]
        done.append(arguments)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(ward_jobs, "write_derived", stop)
        build(made)
    left = read_files(made)
    assert build(made) == {"ward_jobs": "built", "ward_measures": "built"}
    for name, file in left.items():
        assert file in (before[name], read_files(made)[name]), name
    store.write(premises, TABLES["ward_premises"], origin, made)
    build(made)
    assert read_files(made) == read_files(afresh)


def test_jobs_of_wards_that_are_no_longer_listed_are_left_out_and_said(made: Path) -> None:
    """As where the step of jobs failed after wards had been redrawn."""
    gone = store.read("wards", made)[0]["ward_code"].head(2).implode()
    for name in ("wards", "lsoa_wards"):
        frame, origin = store.read(name, made)
        store.write(frame.filter(~pl.col("ward_code").is_in(gone)), TABLES[name], origin, made)
    build_steps.build_measures(made, lambda *_: None)
    frame, origin = store.read("ward_measures", made)
    assert not frame["ward_code"].is_in(gone).any()
    assert "2 wards in no list of current wards" in origin.notes[0]
