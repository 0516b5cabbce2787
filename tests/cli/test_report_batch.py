"""`wardwise report --every`: a report an area, what is missing where, and going on after a stop."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from catalog import builds, store
from catalog.settings import Settings, load
from catalog.tables import TABLES
from catalog.workers import Workers
from cli.report_areas import AreaFileError, list_areas
from cli.report_batch import explain_missing
from cli.reporting import ReportingError
from cli.terminal import app
from reports import batch
from reports.batch import BatchArea, Missing, Written
from reports.batch_summary import SUMMARY, summarise

LEEDS, BRADFORD, CALDERDALE = "E08000035", "E08000032", "E08000033"
DAY = ("--date", "2026-11-26", "--format", "csv", "--jobs", 1)


@pytest.fixture
def run(prepared: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WARDWISE_DATA", str(prepared.data))
    return lambda *arguments: CliRunner().invoke(app, ["report", *map(str, arguments)])


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    path = tmp_path / "areas.csv"
    path.write_text(
        "Area, lad_code\nNorth,E08000032\nNorth,Leeds\nValley,Calderdale\nFar,Leeds\n", "utf-8"
    )
    return path


def test_each_area_has_a_report_and_the_summary_says_what_is_missing_where(
    run: Callable[..., Result], areas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    found = run("--every", areas, "--out", out, *DAY)
    assert found.exit_code == 2, found.output
    assert "No report for 1: Far." in found.output.replace("\n", " ")
    written = sorted(path.name for path in out.glob("*.csv"))
    assert len(written) == 3
    assert any("north-1-of-2-councils" in name for name in written)
    summary = pl.read_csv(out / SUMMARY, infer_schema=False)
    assert summary["area_name"].unique(maintain_order=True).to_list() == ["North", "Valley", "Far"]
    absent = summary.filter(pl.col("lad_code") == LEEDS, area_name="North").row(0, named=True)
    assert absent["report"] == "written"
    assert absent["why"] == f"we have no data for this council; run `wardwise fetch --council " \
                            f"{LEEDS}`"  # fmt: skip
    by_table = summary.filter(area_name="Valley", table="claimants").row(0, named=True)
    assert by_table["lad_name"] == "Calderdale"
    assert by_table["why"] == "fetched, but nothing is published for this council"
    far = summary.filter(area_name="Far").row(0, named=True)
    assert far["report"] == "not written"
    assert "wardwise fetch" in far["why"]

    # Again: what is there is not made again, and what was lost is.
    made: list[str] = []
    original = batch.write_one
    monkeypatch.setattr(
        batch, "write_one", lambda order, area: (made.append(area.name), original(order, area))[1]
    )
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    next(path for path in out.iterdir() if "calderdale" in path.name).unlink()
    assert run("--every", areas, "--out", out, *DAY).exit_code == 2
    assert made == ["Valley", "Far"]
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_run_that_is_stopped_goes_on_where_it_was(
    run: Callable[..., Result], areas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def write(order: batch.Order, area: BatchArea) -> Written:
        if area.name == "Valley" and made == ["North"]:
            raise KeyboardInterrupt
        made.append(area.name)
        return Written({f"{area.name}.csv": b"1"})

    monkeypatch.setattr(batch, "write_one", write)
    stopped = run("--every", areas, "--out", tmp_path / "out", *DAY)
    assert stopped.exit_code == 130
    summary = pl.read_csv(tmp_path / "out" / SUMMARY, infer_schema=False)
    assert summary["report"].to_list() == ["written", "not written", "not written"]
    assert "run the same command again" in summary["why"][1]
    made.append("-")
    assert run("--every", areas, "--out", tmp_path / "out", *DAY).exit_code == 0
    assert made == ["North", "-", "Valley", "Far"]


def test_every_lsip_is_there_with_its_councils(
    prepared: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(prepared.data))
    lsips = list_areas("LSIP")
    assert len(lsips) == 38
    assert len({code for area in lsips for code in area.lad_codes}) == 296  # of England, once each
    west = next(area for area in lsips if area.name == "West Yorkshire")
    assert {LEEDS, BRADFORD, CALDERDALE} < set(west.lad_codes)
    assert len(list_areas("region")) == 10
    assert len(list_areas("council")) == 318


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("area,council\nA,Leeds\n", "has no column lad_code; it needs area and lad_code"),
        ("area,lad_code\n", "it has no row"),
        ("area,lad_code\nA,Leeds\nA,E08000035\n", "A has E08000035 twice"),
        ("area,lad_code\nA,Nowhereton\n,Leeds\nB,\n",
         r"line 2: .*Nowhereton.*; line 3 has no area; line 4 has no lad_code"),
    ],
)  # fmt: skip
def test_all_faults_of_a_file_of_areas_are_said_at_once(
    text: str, fault: str, tmp_path: Path, prepared: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(prepared.data))
    path = tmp_path / "areas.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(AreaFileError, match=fault):
        list_areas(str(path))


@pytest.mark.parametrize("word", ["lsips", "no-such.csv", "."])
def test_a_kind_or_file_that_is_not_there_is_said(word: str) -> None:
    with pytest.raises(AreaFileError, match=r"is no kind of area; give lsip|cannot be read"):
        list_areas(word)


@pytest.mark.parametrize(
    "arguments",
    [("--every", "lsip", "-c", "Leeds"), ("--every", "lsip", "--name", "x"), (),
     ("-c", "Leeds", "--cluster", "tcp://127.0.0.1:9")],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_first(
    run: Callable[..., Result], arguments: tuple[str, ...], tmp_path: Path
) -> None:
    found = run(*arguments, "--out", tmp_path / "out")
    assert isinstance(found.exception, ReportingError)
    assert not (tmp_path / "out").exists()


def test_a_fault_in_one_report_ends_no_other(prepared: Settings, tmp_path: Path) -> None:
    root = tmp_path / "tables"
    shutil.copytree(prepared.tables, root)
    (root / "skills_gaps.parquet").write_bytes(b"no table")
    order = batch.Order(root, (), "2026-11-26", "0.1.0", ("csv",), batch.Choices())
    area = BatchArea("North", "", (BRADFORD,))
    ((_, written),) = Workers().run_calls(batch.write_one, [(order, area)])
    assert written.contents == {}
    assert "skills_gaps" in written.fault


def test_the_summary_runs_nothing_in_a_spreadsheet() -> None:
    area = BatchArea("=HYPERLINK(1)", "", (BRADFORD,))
    written = {area.key: Written({}, (Missing(BRADFORD, "Bradford", "jobs"),))}
    rows = summarise([area], written, lambda _: "no reason")
    assert rows["area_name"].to_list() == ["'=HYPERLINK(1)"]
    assert rows["what"].to_list() == ["jobs by sector"]


def test_tables_that_change_while_reports_are_made_are_said(
    prepared: Settings, areas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(prepared.data, tmp_path / "data")
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path / "data"))
    settings = load()
    write_one = batch.write_one

    def write_while_building(order: batch.Order, area: BatchArea) -> Written:
        claimants, origin = store.read("claimants", settings.tables)
        less = claimants.head(claimants.height - 1)
        store.write(less, TABLES["claimants"], origin, settings.tables)
        return write_one(order, area)

    monkeypatch.setattr(batch, "write_one", write_while_building)
    arguments = ["report", "--every", str(areas), "--out", str(tmp_path / "out"), *map(str, DAY)]
    said = CliRunner().invoke(app, arguments).output.replace("\n", " ")
    assert "The tables changed while the reports were made" in said
    monkeypatch.setattr(batch, "write_one", write_one)
    again = CliRunner().invoke(app, arguments).output.replace("\n", " ")
    assert "The tables changed" not in again


def test_a_report_from_a_build_that_has_not_ended_says_so(
    prepared: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(prepared.data, tmp_path / "data")
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path / "data"))
    settings = load()
    shutil.copytree(settings.tables, settings.built, dirs_exist_ok=True)
    builds.begin(settings)
    arguments = ["report", "-c", "Calderdale", "--out", str(tmp_path / "out"), "--format", "csv"]
    assert "did not finish, or is still running" in CliRunner().invoke(app, arguments).output
    builds.finish(settings, [])
    assert "did not finish" not in CliRunner().invoke(app, arguments).output


def test_premises_that_nobody_added_are_said_to_need_the_councils_own_list(
    prepared: Settings,
) -> None:
    why = explain_missing(prepared)(Missing(LEEDS, "Leeds", "ward_premises"))
    assert f"add the council's own with `wardwise rates FILE --council {LEEDS}`" in why
