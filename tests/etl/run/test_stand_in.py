"""Tables that come with Wardwise stand in where nothing was fetched, and say so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import pipeline
from catalog import builds, store
from catalog.settings import SAMPLE, Settings
from etl import raw
from etl.areas import Areas
from etl.clients.http import Http
from etl.run import freshness, registry, standing

EMBEDDED = (
    "council_boundaries", "innovation_history", "local_indicator_values", "local_indicators",
    "similar_areas",
)  # fmt: skip


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


@pytest.fixture
def begun(empty: Settings) -> Settings:
    """A folder with the list of councils and nothing else."""
    councils, origin = store.read("councils", SAMPLE)
    store.write(councils, registry.modules()["councils"].TABLE, origin, empty.built)
    return empty


def test_the_sources_of_every_council_are_those_with_a_table_in_the_sample() -> None:
    marked = {n for n, module in registry.modules().items() if getattr(module, "EMBEDDED", False)}
    assert marked == set(EMBEDDED) <= set(store.names(SAMPLE))


@pytest.mark.parametrize("name", EMBEDDED)
def test_a_table_that_was_not_fetched_is_the_embedded_one(name: str, begun: Settings) -> None:
    assert registry.tidy_source(name, begun)
    assert not registry.tidy_source(name, begun), "unchanged the second time"
    made, embedded = store.read(name, begun.built), store.read(name, SAMPLE)
    assert made[0].equals(embedded[0])
    added = set(made[1].notes) - set(embedded[1].notes)
    assert len(added) == (1 if name == "similar_areas" else 0)
    assert all("comes with Wardwise" in note and "2026-11-26" in note for note in added)


def test_a_table_that_an_earlier_version_laid_out_gets_its_note(
    begun: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    module: Any = registry.modules()["similar_areas"]
    with monkeypatch.context() as earlier:
        earlier.setattr(module, "STANDS_DAYS", 0)
        assert registry.tidy_source("similar_areas", begun)
        assert not standing.notes(module)
    assert registry.tidy_source("similar_areas", begun), "its note is new"
    notes = store.origin_of("similar_areas", begun.built).notes
    assert set(standing.notes(module)) <= set(notes)


def test_what_comes_with_wardwise_stands_until_it_is_too_old_or_named(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*only: str) -> list[str]:
        areas = Areas(("E08000035",), everything=True)
        return [key for key, _ in registry.plan(areas, empty, only) if key == "similar_areas"]

    module: Any = registry.modules()["similar_areas"]
    monkeypatch.setattr(module, "STANDS_DAYS", 100_000)
    assert asked() == asked("local_indicators") == []
    assert len(asked("similar_areas")) == 44, "Leeds, and those of Scotland and Northern Ireland"
    monkeypatch.setattr(module, "STANDS_DAYS", 1)
    monkeypatch.setattr(standing, "today", lambda: date(2026, 11, 28))
    assert len(asked()) == len(asked("local_indicators")) == 44


def test_without_a_list_of_councils_there_is_nothing_to_stand_beside(empty: Settings) -> None:
    assert not registry.tidy_source("local_indicators", empty)
    assert store.names(empty.built) == []


def test_what_is_fetched_replaces_it(bench: Any, begun: Settings) -> None:
    registry.tidy_source("similar_areas", begun)
    (ask,) = registry.modules()["similar_areas"].requests(Areas(("E08000035",)), begun)
    where = Settings(data=begun.data, urls=dict(bench.urls))
    received = ask.fetch(Http(pause_seconds=0.0), where)
    raw.save(
        received, source="similar_areas", key=ask.key, areas=ask.areas, request="x", root=begun.raw
    )
    assert registry.tidy_source("similar_areas", begun)
    frame, origin = store.read("similar_areas", begun.built)
    assert frame["area_code"].n_unique() == 361
    assert any("come with Wardwise" in note for note in origin.notes)


def test_status_says_that_a_table_came_with_wardwise(begun: Settings) -> None:
    builds.begin(begun)
    registry.tidy_source("local_indicators", begun)
    rows = freshness.status(begun, ["E08000035"], date(2026, 12, 1))
    words = rows.filter(source="local_indicators")["words"].item()
    assert words.startswith("not fetched; these came with Wardwise (2026-11-")


def test_pages_can_say_which_figures_are_embedded_and_how_old(empty: Settings) -> None:
    words = builds.embedded_sentence(empty)
    assert (
        words == "Embedded sample, made November 2026; for the newest figures run `wardwise fetch`."
    )
    assert builds.embedded_sentence(empty, ["councils"]) == words
    pipeline.lay_out_sample(empty)
    assert builds.list_embedded(empty, ["councils", "nothing"]) == ["councils"]


def test_nothing_is_said_of_figures_that_were_fetched(empty: Settings) -> None:
    councils, origin = store.read("councils", SAMPLE)
    table = registry.modules()["councils"].TABLE
    store.write(councils.filter(pl.col("lad_code") < "E08"), table, origin, empty.built)
    assert builds.embedded_sentence(empty, ["councils"]) == ""
    assert builds.embedded_sentence(empty) == ""
