"""The steps in their order: only what is new is made, and a stop leaves whole tables."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import pipeline
from catalog import builds, graph, store
from catalog import fingerprint as prints
from catalog.graph import Progress, Step, run_steps
from catalog.schema import TableError
from catalog.settings import Settings
from catalog.tables import TABLES
from catalog.tables.premises import WARD_PREMISES
from etl.run import registry
from forecasts.series import histories
from forecasts.series.series_groups import SERIES_GROUPS

UNCHANGED = dict.fromkeys(
    (
        "sector_lists", "reach", "stops_ward", "connections_ward", "innovation", "ward_changes",
        "ward_jobs", "ward_measures",
    ),
    "unchanged",
)  # fmt: skip


def what(outcomes: list[pipeline.Outcome]) -> dict[str, str]:
    return {outcome.name: outcome.kind for outcome in outcomes}


@pytest.fixture
def made(prepared: Settings, tmp_path: Path) -> Settings:
    """The sample with all that is derived from it, in a folder that may be changed."""
    shutil.copytree(prepared.data, tmp_path, dirs_exist_ok=True)
    return Settings(data=tmp_path)


def test_the_first_start_builds_the_ward_tables_and_the_second_nothing(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    told: list[float] = []
    first = pipeline.prepare(settings, lambda share, _: told.append(share))
    assert what(first) == dict.fromkeys((*UNCHANGED, "indicators"), "built")
    assert told[-1] == 1.0
    assert told == sorted(told)
    again = pipeline.prepare(settings, lambda *_: None)
    assert what(again) == UNCHANGED | {"indicators": "unchanged"}


def test_a_step_runs_again_when_a_table_that_it_reads_is_new(made: Settings) -> None:
    frame, origin = store.read("ward_premises", made.tables)
    store.write(frame, WARD_PREMISES, replace(origin, notes=("another caveat",)), made.tables)
    outcomes = run_steps(pipeline.steps(), made.tables, lambda *_: None, 0, 2)
    assert what(outcomes) == UNCHANGED | {"ward_jobs": "built", "ward_measures": "built"}


def fails_after(writing: bool, error: BaseException) -> Step:
    """The last step, as it would be if it failed before or after it has written its table."""
    step = pipeline.steps()[-1]

    def run(root: Path, on_progress: Progress) -> None:
        if writing:
            step.run(root, on_progress)
        raise error

    return replace(step, code=(), run=run)


@pytest.mark.parametrize("writing", [False, True])
def test_a_step_that_fails_leaves_a_whole_table_and_is_told_and_run_again(
    made: Settings, writing: bool
) -> None:
    before = store.read("ward_measures", made.tables)[0]
    step = fails_after(writing, TableError("ward_measures: 3 negative values"))
    (outcome,) = run_steps([step], made.tables, lambda *_: None, 0, 1)
    assert outcome.kind == "failed"
    assert outcome.message.endswith("ward_measures: 3 negative values")
    assert store.read("ward_measures", made.tables)[0].equals(before)
    (again,) = run_steps([step], made.tables, lambda *_: None, 0, 1)
    assert again.kind == "failed", "what did not end well is not taken for made"


def test_a_stop_between_two_steps_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    settings = pipeline.lay_out_sample(Settings(data=tmp_path))
    *first, _ = pipeline.steps()
    with pytest.raises(KeyboardInterrupt):
        steps = [*first, fails_after(False, KeyboardInterrupt())]
        run_steps(steps, settings.tables, lambda *_: None, 0, 2)
    assert store.has("ward_changes", settings.tables)
    assert not store.has("ward_measures", settings.tables)
    assert what(pipeline.prepare(settings, lambda *_: None)) == UNCHANGED | {
        "ward_measures": "built",
        "indicators": "built",
    }


def test_a_damaged_table_fails_its_step_with_words_on_what_to_do(made: Settings) -> None:
    store.path_of("ward_premises", made.tables).write_bytes(b"half")
    outcomes = run_steps(pipeline.steps(), made.tables, lambda *_: None, 0, 2)
    assert what(outcomes) == UNCHANGED | {"ward_jobs": "failed", "ward_measures": "failed"}
    assert "delete the file and run `wardwise build`" in outcomes[-1].message
    again = pipeline.prepare(made, lambda *_: None)
    assert what(again)["ward_measures"] == "unchanged", "the sample is laid out anew, as it was"


def test_building_with_nothing_fetched_says_so_for_every_source(tmp_path: Path) -> None:
    outcomes = pipeline.build(Settings(data=tmp_path), lambda *_: None, forecast=False)
    assert what(outcomes)["bres"] == "absent"
    assert set((what(outcomes) | {"sector_lists": "absent"}).values()) == {"absent", "unchanged"}
    assert what(outcomes)["sector_lists"] == "built", "lists come with Wardwise"
    words = {outcome.name: outcome.message for outcome in outcomes}
    assert "needs wards" in words["ward_measures"]


def double_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a release counted jobs by sector otherwise, its code being another."""
    usual = pipeline.steps

    def run(root: Path, on_progress: Progress) -> None:
        usual()[-1].run(root, on_progress)
        frame, origin = store.read("ward_measures", root)
        sectors = pl.col("measure").str.starts_with("jobs_section_")
        value = pl.when(sectors).then(2 * pl.col("value")).otherwise("value")
        store.write(frame.with_columns(value=value), TABLES["ward_measures"], origin, root)

    changed = [*usual()[:-1], replace(usual()[-1], run=run)]
    monkeypatch.setattr(pipeline, "steps", lambda: changed)
    change(monkeypatch, "wards.build_steps")


def change(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """As if a line of a module's file were another."""
    digest_of = prints.digest_module
    changed = lambda name: digest_of(name) + ("changed" if name == module else "")  # noqa: E731
    monkeypatch.setattr(prints, "digest_module", changed)


def test_after_an_upgrade_of_the_ward_code_map_and_indicators_agree(
    made: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    double_jobs(monkeypatch)
    outcomes = pipeline.prepare(made, lambda *_: None)
    assert {"ward_measures": "built", "indicators": "built"}.items() <= what(outcomes).items()
    on_map = store.read("ward_measures", made.tables)[0].filter(measure="jobs_section_c")
    told = store.read("ward_sector_jobs", made.tables)[0].filter(industry_code="C")
    both = on_map.join(told, on="ward_code", suffix="_told", validate="1:1")
    assert both.height > 0
    assert (both["value"] - both["jobs"]).abs().max() < 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("module", "again"),
    [
        ("catalog.vocabulary.reliability", {"indicators"}),
        ("catalog.store", {"ward_changes", "ward_measures", "indicators"}),
        ("indicators.skills.gaps", {"indicators"}),
        ("etl.clients.http", set()),
        ("views.map", set()),
    ],
)
def test_a_step_is_made_again_after_a_change_of_code_that_it_can_reach(
    made: Settings, monkeypatch: pytest.MonkeyPatch, module: str, again: set[str]
) -> None:
    change(monkeypatch, module)
    outcomes = what(pipeline.prepare(made, lambda *_: None))
    # What a ward step can reach is for its code to say; indicators must see their own.
    assert again <= {name for name, became in outcomes.items() if became == "built"}
    if not again:
        assert set(outcomes.values()) == {"unchanged"}
    assert set(what(pipeline.prepare(made, lambda *_: None)).values()) == {"unchanged"}


def test_after_an_upgrade_of_a_data_library_all_is_made_again(
    made: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = prints._version
    monkeypatch.setattr(prints, "_version", lambda n: "99" if n == "polars" else version(n))
    assert set(what(pipeline.prepare(made, lambda *_: None)).values()) == {"built"}


def test_the_samples_forecasts_stand_at_the_start_whatever_code_made_them(
    made: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.path_of("forecasts", made.tables).read_bytes()
    change(monkeypatch, "forecasts.run")
    pipeline.prepare(made, lambda *_: None)
    assert store.path_of("forecasts", made.tables).read_bytes() == before


def test_every_table_that_a_step_reads_is_among_those_it_says_it_reads(
    made: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()

    def note_reads(reads: Callable[..., Any]) -> Callable[..., Any]:
        def noting(name: str, root: Path, *rest: Any, **named: Any) -> Any:
            seen.add(name)
            return reads(name, root, *rest, **named)

        return noting

    for way in ("read", "read_rows", "read_distinct"):
        monkeypatch.setattr(store, way, note_reads(getattr(store, way)))
    # As if nothing had been made before: what stands is not read for.
    monkeypatch.setattr(graph, "is_current", lambda *_: False)
    for step in (pipeline.LAD_CHANGES, *pipeline.steps(), pipeline.indicator_step()):
        for name in step.writes:  # so that nothing is kept of what was made before
            store.path_of(name, made.tables).unlink(missing_ok=True)
        seen.clear()
        step.run(made.tables, lambda *_: None)
        assert seen <= set(step.reads), step.name
        # And it says that it reads nothing which it does not, as far as the sample has it: where
        # one of two census tables is enough, the other is spared.
        spared = {"census_qualifications", "census_occupations"} - seen
        enough = step.name in ("ward_changes", "ward_jobs")
        there = {name for name in step.reads if store.has(name, made.tables)}
        assert there - seen <= (spared if enough else set()), step.name
    seen.clear()
    histories.read(made.tables)
    assert seen <= set(pipeline.forecast_step().reads)


def test_a_file_supplied_for_a_forecast_family_makes_the_forecasts_new(made: Settings) -> None:
    step = pipeline.forecast_step()
    before = step.stamp(made.tables)
    store.path_of("adverts_by_occupation", made.tables).unlink()
    assert step.stamp(made.tables) != before
    families = SERIES_GROUPS.values()
    assert {family.also for family in families if family.also} <= set(step.reads)


def raises(*_: object) -> bool:
    raise ZeroDivisionError("a column without rows")


@pytest.fixture
def failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A build after a fetch, of which two sources fail in ways that nobody foresaw."""
    settings = Settings(data=tmp_path)
    for source in ("councils", "lads", "wards"):
        (settings.raw / source).mkdir(parents=True)
        (settings.raw / source / "all.note.json").write_text("{}")

    def tidy(source: str, settings: Settings) -> bool:
        return raises() if source in ("councils", "wards") else False

    monkeypatch.setattr(registry, "tidy_source", tidy)
    return settings


def test_a_fault_of_any_kind_in_one_source_stops_no_other_and_is_kept(failed: Settings) -> None:
    outcomes = what(pipeline.build(failed, lambda *_: None, forecast=False))
    assert (outcomes["councils"], outcomes["lads"], outcomes["wards"]) == (
        "failed", "unchanged", "failed",
    )  # fmt: skip
    build = builds.last_build(failed)
    assert build
    assert set(build.failed) == {"councils", "wards"}
    assert "ZeroDivisionError: a column without rows" in build.failed["wards"]


def test_after_a_failed_build_it_is_said_that_the_sample_is_in_use(failed: Settings) -> None:
    assert "has not been built" in builds.sample_notice(failed)
    pipeline.build(failed, lambda *_: None, forecast=False)
    notice = builds.sample_notice(failed)
    assert notice.startswith("You are seeing the sample (Bradford,")
    assert "could not make the list of councils. councils: ZeroDivisionError" in notice
    assert builds.reported_folder(failed) == failed.built


def test_a_build_that_was_killed_is_told_from_one_that_ended(
    failed: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "run_steps", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pipeline.build(failed, lambda *_: None)
    assert "stopped before it finished" in builds.sample_notice(failed)
    assert "did not finish" in builds.failure_sentences(failed)[0]


def test_one_who_has_only_the_sample_gets_no_notice(made: Settings) -> None:
    assert builds.sample_notice(made) == ""
    assert builds.failure_sentences(made) == []
    assert builds.reported_folder(made) == made.sample
