"""The graph of steps: one writer a table, nothing read that nothing writes, and how it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import pipeline
from catalog import graph, lineage, store
from catalog.graph import Step
from catalog.settings import Settings
from catalog.sources import Origin
from catalog.tables import TABLES
from catalog.tables.places import LSOA_CENTROIDS
from cli import main

STEPS = pipeline.declare_steps(Settings(data=Path("nowhere")))
NAME = LSOA_CENTROIDS.name


def test_every_table_of_the_catalogue_has_exactly_one_writer() -> None:
    written = [name for step in STEPS for name in step.writes]
    assert sorted(written) == sorted(TABLES)


def test_no_step_reads_what_no_step_before_it_writes() -> None:
    written: set[str] = set()
    for step in STEPS:
        assert set(step.reads) <= written, step.name
        assert set(step.needs) <= set(step.reads), step.name
        written |= set(step.writes)


def test_no_two_steps_share_a_name() -> None:
    names = [step.name for step in STEPS]
    assert len(names) == len(set(names))


def test_a_build_runs_the_declared_steps_in_their_order(tmp_path: Path) -> None:
    outcomes = pipeline.build(Settings(data=tmp_path), lambda *_: None, forecast=False)
    declared = [s.name for s in STEPS if not s.command and s.name != "forecasts"]
    assert [outcome.name for outcome in outcomes] == declared


def write(root: Path, code: str = "E1") -> None:
    frame = pl.DataFrame({"lsoa_code": [code], "long": [0.5], "lat": [51.5]})
    store.write(frame, LSOA_CENTROIDS, Origin(NAME, "Centres", "ONS", "LSOA", "", "OGL"), root)


def centres() -> Step:
    return Step("centres", (), (NAME,), (), lambda root, _tell: write(root))


def state(step: Step, root: Path) -> str:
    return lineage.describe_steps([step], root)[0].state


def test_a_step_is_not_built_then_current_then_stale(tmp_path: Path) -> None:
    step = centres()
    assert state(step, tmp_path) == "not built"
    graph.run_steps([step], tmp_path, lambda *_: None)
    assert state(step, tmp_path) == "current"
    write(tmp_path, "E2")
    assert state(step, tmp_path) == "stale"


def test_tables_that_came_from_elsewhere_are_as_supplied(tmp_path: Path) -> None:
    write(tmp_path)
    assert state(centres(), tmp_path) == "as supplied"


def test_a_step_whose_input_cannot_be_read_says_so(tmp_path: Path) -> None:
    reader = Step("reader", (NAME,), ("wards",), (), lambda _root, _tell: None)
    write(tmp_path)
    graph.record_result(tmp_path, "reader", "an old stamp", ())
    store.path_of("wards", tmp_path).write_bytes(b"half")
    store.path_of(NAME, tmp_path).write_bytes(b"half")
    (line,) = lineage.describe_steps([reader], tmp_path)
    assert line.state == "damaged"
    assert "delete the file and run `wardwise build`" in line.why


@pytest.fixture
def river(tmp_path: Path) -> list[lineage.Line]:
    """raw -> a -> b -> c, and d apart."""
    pairs = [((), ("a",)), (("a",), ("b",)), ((), ("d",)), (("b",), ("c",))]
    steps = [Step(f"make_{w[0]}", r, w, (), lambda *_: None) for r, w in pairs]
    return lineage.describe_steps(steps, tmp_path)


@pytest.mark.parametrize(
    ("table", "steps"),
    [("a", "abc"), ("b", "abc"), ("c", "abc"), ("d", "d")],
)
def test_around_a_table_stand_what_makes_it_and_what_it_leads_to(
    river: list[lineage.Line], table: str, steps: str
) -> None:
    chosen = lineage.select_around(river, table)
    assert [line.step for line in chosen] == [f"make_{letter}" for letter in steps]


def test_a_chart_has_each_edge_once(river: list[lineage.Line]) -> None:
    lines = lineage.to_mermaid(river).splitlines()
    assert lines[0] == "flowchart LR"
    assert "  a[a] --> step_make_b(make_b)" in lines
    assert len(lines) == len(set(lines)) == 1 + 4 + 2


@pytest.fixture
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))


@pytest.mark.usefixtures("_data")
def test_the_command_prints_every_step_for_people_and_for_programs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["graph", "--format", "json"])
    assert not stop.value.code
    told = json.loads(capsys.readouterr().out)
    assert [entry["step"] for entry in told] == [step.name for step in STEPS]
    with pytest.raises(SystemExit):
        main(["graph", "--table", "training_weights"])
    shown = capsys.readouterr().out
    assert "skills_training" in shown
    assert "training_weights" in shown
    assert "census_activity" not in shown


@pytest.mark.usefixtures("_data")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--table", "wages"], "no step reads or writes a table 'wages'"),
        (["--format", "pdf"], "no format 'pdf'; the formats are table, csv, json, mermaid"),
    ],
)
def test_a_word_that_is_not_known_is_told_in_a_sentence(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["graph", *words])
    assert stop.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())
