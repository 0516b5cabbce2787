"""The steps in their order: only what is new is made, and a stop leaves whole tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from catalog import store
from catalog.graph import Progress, Step, run_steps
from catalog.schema import TableError
from catalog.settings import Settings
from catalog.tables.premises import WARD_PREMISES


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
    assert what(first) == dict.fromkeys(("ward_changes", "ward_measures", "indicators"), "made")
    assert told[-1] == 1.0
    assert told == sorted(told)
    assert what(pipeline.prepare(settings, lambda *_: None)) == {
        "ward_changes": "stood",
        "ward_measures": "stood",
        "indicators": "stood",
    }


def test_a_step_runs_again_when_a_table_that_it_reads_is_new(made: Settings) -> None:
    frame, origin = store.read("ward_premises", made.tables)
    store.write(frame, WARD_PREMISES, replace(origin, notes=("another caveat",)), made.tables)
    outcomes = run_steps(pipeline.steps(), made.tables, lambda *_: None, 0, 2)
    assert what(outcomes) == {"ward_changes": "stood", "ward_measures": "made"}


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
    assert outcome.what == "failed"
    assert outcome.message.endswith("ward_measures: 3 negative values")
    assert store.read("ward_measures", made.tables)[0].equals(before)
    (again,) = run_steps([step], made.tables, lambda *_: None, 0, 1)
    assert again.what == "failed", "what did not end well is not taken for made"


def test_a_stop_between_two_steps_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    settings = pipeline.laid_out(Settings(data=tmp_path))
    first, _ = pipeline.steps()
    with pytest.raises(KeyboardInterrupt):
        steps = [first, fails_after(False, KeyboardInterrupt())]
        run_steps(steps, settings.tables, lambda *_: None, 0, 2)
    assert store.has("ward_changes", settings.tables)
    assert not store.has("ward_measures", settings.tables)
    assert what(pipeline.prepare(settings, lambda *_: None)) == {
        "ward_changes": "stood",
        "ward_measures": "made",
        "indicators": "made",
    }


def test_a_damaged_table_fails_its_step_with_words_on_what_to_do(made: Settings) -> None:
    store.path_of("ward_premises", made.tables).write_bytes(b"half")
    outcomes = run_steps(pipeline.steps(), made.tables, lambda *_: None, 0, 2)
    assert what(outcomes) == {"ward_changes": "stood", "ward_measures": "failed"}
    assert "delete that file and run `wardwise build`" in outcomes[1].message
    again = pipeline.prepare(made, lambda *_: None)
    assert what(again)["ward_measures"] == "stood", "the sample is laid out anew, as it was"


def test_building_with_nothing_fetched_says_so_for_every_source(tmp_path: Path) -> None:
    outcomes = pipeline.build(Settings(data=tmp_path), lambda *_: None, forecast=False)
    assert what(outcomes)["bres"] == "absent"
    assert set(what(outcomes).values()) == {"absent", "stood"}
    words = {outcome.name: outcome.message for outcome in outcomes}
    assert "needs wards" in words["ward_measures"]
