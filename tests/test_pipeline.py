"""The steps in their order: only what is new is made, and a stop leaves whole tables."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from catalog import store
from catalog.schema import TableError
from catalog.settings import SAMPLE, Settings
from etl import sampling


def what(outcomes: list[pipeline.Outcome]) -> dict[str, str]:
    return {outcome.name: outcome.what for outcome in outcomes}


@pytest.fixture
def made(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path)
    pipeline.prepare(settings, lambda *_: None)
    return settings


def test_the_first_start_builds_the_ward_tables_and_the_second_nothing(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    told: list[float] = []
    first = pipeline.prepare(settings, lambda share, _: told.append(share))
    assert what(first) == {"ward_changes": "made", "ward_measures": "made"}
    assert told[-1] == 1.0
    assert told == sorted(told)
    assert what(pipeline.prepare(settings, lambda *_: None)) == {
        "ward_changes": "stood",
        "ward_measures": "stood",
    }


def test_a_step_runs_again_when_a_table_that_it_reads_is_new(made: Settings) -> None:
    frame, origin = store.read("ward_premises", made.tables)
    from dataclasses import replace

    from catalog.tables.premises import WARD_PREMISES

    store.write(frame, WARD_PREMISES, replace(origin, fingerprint="another"), made.tables)
    outcomes = pipeline._run(pipeline.steps(), made.tables, lambda *_: None, 0, 2)
    assert what(outcomes) == {"ward_changes": "stood", "ward_measures": "made"}


def test_a_step_that_fails_leaves_its_old_table_and_is_told(
    made: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.read("ward_measures", made.tables)[0]

    def broken(root: Path, on_progress: pipeline.Progress) -> None:
        raise TableError("ward_measures: 3 negative values")

    step = pipeline.Step("ward_measures", ("wards",), ("ward_measures",), (), broken)
    (outcome,) = pipeline._run([step], made.tables, lambda *_: None, 0, 1)
    assert (outcome.what, outcome.message) == (
        "failed",
        "ward_measures: ward_measures: 3 negative values",
    )
    assert store.read("ward_measures", made.tables)[0].equals(before)


def test_building_with_nothing_fetched_says_so_for_every_source(tmp_path: Path) -> None:
    outcomes = pipeline.build(Settings(data=tmp_path), lambda *_: None, forecast=False)
    assert what(outcomes)["bres"] == "absent"
    assert set(what(outcomes).values()) == {"absent", "stood"}
    words = {outcome.name: outcome.message for outcome in outcomes}
    assert "needs wards" in words["ward_measures"]


def test_the_sample_holds_three_councils_and_nothing_of_single_properties() -> None:
    wards = store.read("wards", SAMPLE)[0]
    counts = dict(wards["lad_name"].value_counts().iter_rows())
    assert counts == {"Bradford": 30, "Calderdale": 17, "Kirklees": 23}
    assert "premises" not in store.names(SAMPLE)
    assert "postcodes" not in store.names(SAMPLE)


def test_every_table_of_the_sample_says_where_it_came_from() -> None:
    for name in store.names(SAMPLE):
        origin = store.origin_of(name, SAMPLE)
        assert origin.publisher, name
        assert origin.licence.startswith("Open Government Licence"), name
        assert origin.retrieved, name
        assert "127.0.0.1" not in origin.url, name
    files = list(SAMPLE.glob("*.parquet"))
    assert sum(file.stat().st_size for file in files) < 5_000_000
    assert not [file.name for file in files if b"127.0.0.1" in file.read_bytes()]


def test_a_sample_is_cut_to_its_councils(made: Settings, tmp_path: Path) -> None:
    rows = sampling.make(made.tables, tmp_path / "cut", councils=["E08000033"])
    assert rows["wards"] == 17
    cut = store.read("jobs", tmp_path / "cut")[0]
    assert set(cut.filter(area_type="lad")["area_code"]) == {"E08000033"}
    assert "ward_measures" not in rows
