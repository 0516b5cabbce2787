"""Status: what is held per source and council, what is stale, and what is missing in words."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import pipeline
from catalog import builds, store
from catalog.settings import Settings
from catalog.sources import OGL, Origin, Source
from etl import raw
from etl.run import freshness, registry

SOURCE = Source("x", "X", "ONS", "X", "nomis", "https://example.org", "yearly", (10, 11))
ORIGIN = Origin("x", "X", "ONS", "X", "", OGL, retrieved="2026-11-23T10:00:00+00:00")


@pytest.mark.parametrize(
    ("months", "cadence", "retrieved", "expected"),
    [
        ((10, 11), "yearly", "2026-11-23", date(2027, 10, 31)),
        ((10, 11), "yearly", "2026-09-30", date(2026, 10, 31)),
        ((12,), "yearly", "2026-11-23", date(2026, 12, 31)),
        ((), "monthly", "2026-12-05", date(2027, 1, 31)),
        ((), "census", "2026-11-23", None),
    ],
)
def test_the_next_release_is_the_end_of_its_next_month(
    months: tuple[int, ...], cadence: str, retrieved: str, expected: date | None
) -> None:
    source = replace(SOURCE, release_months=months, cadence=cadence)  # type: ignore[arg-type]
    made = replace(ORIGIN, retrieved=f"{retrieved}T10:00:00+00:00")
    assert freshness.next_release(source, made, date(2026, 11, 23)) == expected


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(data=tmp_path_factory.mktemp("sample"))
    pipeline.prepare(made, lambda *_: None)
    return made


def test_the_sample_says_what_each_council_has(sample: Settings) -> None:
    told = freshness.status(sample, now=date(2026, 11, 23))
    jobs = {row["lad_name"]: row for row in told.rows(named=True) if row["source"] == "bres"}
    assert jobs["Calderdale"]["latest_period"] == "2024"
    assert jobs["Bradford"]["latest_period"] == "2024"
    assert not jobs["Bradford"]["stale"]
    claimants = told.filter(source="claimants", lad_name="Bradford").row(0, named=True)
    assert claimants["words"] == "fetched, but nothing is published for this council"
    stock = told.filter(source="stock_of_properties").row(0, named=True)
    assert "wardwise fetch" in stock["words"]


def test_what_was_retrieved_before_the_last_release_is_stale(sample: Settings) -> None:
    told = freshness.status(sample, ["E08000033"], now=date(2028, 1, 1))
    jobs = told.filter(source="bres").row(0, named=True)
    assert jobs["stale"]
    assert "newer release" in jobs["words"]


def test_a_failure_of_the_last_fetch_is_told_where_it_belongs(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    pipeline.prepare(made, lambda *_: None)
    failure = registry.Failure("aps", "E08000033", ("E08000033",), "Nomis NM_17_5 is down")
    registry.keep_failures([], [failure], made)
    told = freshness.status(made).filter(source="aps")
    missing = dict(told.select("lad_name", "missing").iter_rows())
    assert missing == {"Bradford": "", "Calderdale": "Nomis NM_17_5 is down", "Kirklees": ""}


def words_of(settings: Settings, source: str = "population") -> str:
    told = freshness.status(settings, ["E08000033"]).filter(source=source)
    return str(told.row(0, named=True)["words"])


def keep(settings: Settings, body: bytes, source: str = "population") -> None:
    received = raw.Received((body,), "https://example.org")
    raw.save(received, source=source, key="a", areas=(), request="a", root=settings.raw)


def test_how_far_a_source_has_come_is_told_apart(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    assert words_of(made) == "not fetched; run `wardwise fetch`"
    keep(made, b"not what a table is made of")
    assert words_of(made) == "fetched, not built; run `wardwise build`"
    pipeline.build(made, lambda *_: None, forecast=False)
    assert words_of(made).startswith("fetched, but we could not build the table: ")
    assert "not a Nomis table" in words_of(made)
    build = json.loads((made.built / builds.BUILD).read_text())
    (made.built / builds.BUILD).write_text(json.dumps(build | {"ended": "2020-01-01T00:00:00"}))
    assert words_of(made) == "fetched, not built; run `wardwise build`", "new since that build"
    shutil.rmtree(made.raw / "population")
    assert words_of(made) == "not fetched; run `wardwise fetch`"


def test_what_was_fetched_beside_the_sample_is_not_built(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    pipeline.lay_out_sample(made)
    keep(made, b"1", "bres")
    assert words_of(made, "bres") == "fetched, not built; run `wardwise build`"


def test_a_damaged_note_or_table_is_told_and_the_rest_of_the_status_stands(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    pipeline.lay_out_sample(made)
    keep(made, b"1", "bres")
    (made.raw / "bres" / "a.note.json").write_text("{")
    assert "the saved reply is damaged" in words_of(made, "bres")
    made.built.mkdir()
    store.path_of("gva", made.built).write_bytes(b"half")
    assert "cannot be read as a table" in words_of(made, "gva")
    assert "not fetched" in words_of(made, "stock_of_properties")
