"""Steps stand or are made again, by one manifest; whatever fails is told in words."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from catalog import graph, store
from catalog.faults import LOG
from catalog.graph import Outcome, Progress, Step
from catalog.sources import Origin
from catalog.tables.places import LSOA_CENTROIDS

NAME = LSOA_CENTROIDS.name
ORIGIN = Origin(NAME, "Centres", "ONS", "LSOA", "", "OGL")


def write(root: Path, *codes: str) -> None:
    count = len(codes)
    frame = pl.DataFrame({"lsoa_code": codes, "long": [0.5] * count, "lat": [51.5] * count})
    store.write(frame, LSOA_CENTROIDS, ORIGIN, root)


def step(run: object = None, **options: object) -> Step:
    """A step that writes one table, or does as it is told."""

    def usual(root: Path, _tell: Progress) -> None:
        write(root, "E1")

    made = Step("centres", (), (NAME,), (), run or usual)  # type: ignore[arg-type]
    return replace(made, **options)  # type: ignore[arg-type]


def run(one: Step, root: Path) -> Outcome:
    (outcome,) = graph.run_steps([one], root, lambda *_: None)
    return outcome


def test_a_step_is_made_once_and_then_stands(tmp_path: Path) -> None:
    assert [run(step(), tmp_path / "t").kind for _ in range(2)] == ["built", "unchanged"]


def test_a_table_that_is_lost_damaged_or_not_what_the_step_wrote_is_made_again(
    tmp_path: Path,
) -> None:
    root = tmp_path / "t"
    run(step(), root)
    path = store.path_of(NAME, root)
    for harm in (path.unlink, lambda: path.write_bytes(b"half"), lambda: write(root, "E1", "E2")):
        harm()
        assert run(step(), root).kind == "built"
        assert run(step(), root).kind == "unchanged"


def test_a_table_written_again_by_a_part_of_its_step_is_still_that_steps(tmp_path: Path) -> None:
    root = tmp_path / "t"
    run(step(), root)
    write(root, "E1", "E2")
    graph.record_rewritten_table(root, NAME)
    assert run(step(), root).kind == "unchanged"


def test_inputs_count_by_content_and_not_by_when_they_came(tmp_path: Path) -> None:
    root = tmp_path / "t"
    write(root, "E1")
    reader = step(reads=(NAME,), writes=(), run=lambda *_: None)
    assert run(reader, root).kind == "built"
    frame = store.read(NAME, root)[0]
    later = replace(ORIGIN, retrieved="2030-01-01T00:00:00+00:00", sha256="other bytes")
    store.write(frame, LSOA_CENTROIDS, later, root)
    assert run(reader, root).kind == "unchanged"
    store.write(frame, LSOA_CENTROIDS, replace(later, notes=("a caveat",)), root)
    assert run(reader, root).kind == "built", "what a table says of itself is content"
    write(root, "E1", "E2")
    assert run(reader, root).kind == "built"


def test_an_input_that_arrives_or_goes_makes_the_step_new(tmp_path: Path) -> None:
    root = tmp_path / "t"
    reader = step(reads=(NAME,), writes=(), run=lambda *_: None)
    assert run(reader, root).kind == "built"
    write(root, "E1")
    assert run(reader, root).kind == "built"
    store.path_of(NAME, root).unlink()
    assert run(reader, root).kind == "built"


def fails(error: BaseException) -> Step:
    def run_and_fail(_root: Path, _tell: Progress) -> None:
        raise error

    return step(run_and_fail)


@pytest.mark.parametrize(
    "error", [ValueError("a column is odd"), KeyError("ward"), ZeroDivisionError(), MemoryError()]
)
def test_a_fault_that_nobody_foresaw_is_told_with_its_kind_and_logged(
    tmp_path: Path, error: Exception
) -> None:
    outcome = run(fails(error), tmp_path / "tables")
    assert outcome.kind == "failed"
    assert outcome.message.startswith(f"centres: {type(error).__name__}")
    assert str(tmp_path / LOG) in outcome.message
    assert "Traceback" not in outcome.message
    assert "Traceback" in (tmp_path / LOG).read_text("utf-8")


def test_a_panic_of_polars_is_a_fault_like_another(tmp_path: Path) -> None:
    class PanicException(BaseException):
        """As polars raises: no Exception."""

    outcome = run(fails(PanicException("index out of bounds")), tmp_path / "tables")
    assert "PanicException: index out of bounds" in outcome.message


def test_a_foreseen_fault_speaks_for_itself_and_a_full_disk_names_the_file(tmp_path: Path) -> None:
    told = run(fails(store.StoreError("do this next")), tmp_path / "tables").message
    assert told == "centres: do this next"
    full = OSError(28, "No space left on device", "the sample", None, "the copy")
    assert (
        "Could not read or write the copy: No space left"
        in run(fails(full), tmp_path / "tables").message
    )
    assert not (tmp_path / LOG).exists()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_a_stop_is_no_fault(tmp_path: Path, stop: type[BaseException]) -> None:
    with pytest.raises(stop):
        run(fails(stop()), tmp_path / "tables")


def test_a_step_without_what_it_needs_is_absent_and_names_it(tmp_path: Path) -> None:
    outcome = run(step(needs=("wards", NAME)), tmp_path / "t")
    assert (outcome.kind, outcome.message) == (
        "absent", f"centres: needs wards, {NAME}, which has not been built",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "{", '{"a": ', "[1, 2]", "3", '"a"', "\x00", "[" * 100_000])
def test_a_broken_manifest_is_set_aside_with_a_warning_and_all_is_made_again(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    root = tmp_path / "t"
    run(step(), root)
    (root / graph.MANIFEST).write_text(text)
    with caplog.at_level(logging.WARNING, "wardwise"):
        assert run(step(), root).kind == "built"
    assert "manifest.json.broken; the steps recorded in it will run again" in caplog.text
    assert (root / "manifest.json.broken").read_text() == text
    assert run(step(), root).kind == "unchanged"


def test_entries_of_another_version_are_passed_over(tmp_path: Path) -> None:
    root = tmp_path / "t"
    run(step(), root)
    entries = json.loads((root / graph.MANIFEST).read_text())
    entries |= {"old": "a stamp alone", "odd": {"stamp": 3, "made": {}}}
    (root / graph.MANIFEST).write_text(json.dumps(entries))
    assert run(step(), root).kind == "unchanged"
    assert not graph.is_current(root, "old", "a stamp alone", ())
