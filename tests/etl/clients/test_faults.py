"""A tenth of all replies struck by each kind of fault: the same tables, row for row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog import store
from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.http import Http
from etl.run import registry

LEEDS = Areas(("E08000035",))
# One or two of each service, of few and of many requests.
SOURCES = ("wards", "lads", "bres", "claimants", "population", "vacancies", "adverts")
KINDS = (
    "429:0", "429date:0", "500", "503", "504", "down", "blocked", "proxy", "reset", "truncate",
    "short", "slow:0.1", "empty", "html", "wrongtype", "roll",
)  # fmt: skip


def pulled(server: Any, root: Path) -> tuple[list[registry.Failure], dict[str, pl.DataFrame]]:
    """What could not be had, and the tables, of a council fetched from a server."""
    settings = Settings(data=root, urls=dict(server.urls))
    http = Http(pause_seconds=0.0, backoff_seconds=0.0, urls=server.urls, only_services=True)
    planned = registry.plan(LEEDS, settings, SOURCES)
    failures = registry.fetch(planned, http, settings, lambda _: None)
    for name in SOURCES:
        registry.tidy_source(name, settings)
    tables = {name: store.read(name, settings.built)[0] for name in store.names(settings.built)}
    return failures, tables


@pytest.fixture(scope="module")
def clean(bench: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    failures, tables = pulled(bench, tmp_path_factory.mktemp("clean"))
    assert failures == []
    assert len(tables) == len(SOURCES)
    return tables


@pytest.mark.parametrize("kind", KINDS)
def test_a_tenth_of_replies_struck_costs_nothing(
    kind: str, clean: dict[str, pl.DataFrame], upstream: Callable[..., Any], tmp_path: Path
) -> None:
    server = upstream(faults=f"*={kind}@0.1", seed=3)
    failures, tables = pulled(server, tmp_path)
    assert any(entry["fault"] for entry in server.requests), "the plan never struck"
    assert failures == []
    assert set(tables) == set(clean)
    assert [name for name, frame in clean.items() if not frame.equals(tables[name])] == []


def test_errors_of_arcgis_inside_a_good_status_are_got_over(
    clean: dict[str, pl.DataFrame], upstream: Callable[..., Any], tmp_path: Path
) -> None:
    server = upstream(faults="arcgis/*=arcgis503@0.3", seed=1)
    failures, tables = pulled(server, tmp_path)
    assert failures == []
    assert tables["wards"].equals(clean["wards"])


def test_revised_figures_are_the_only_difference(
    clean: dict[str, pl.DataFrame], upstream: Callable[..., Any], tmp_path: Path
) -> None:
    failures, tables = pulled(upstream(faults="nomis/*NM_57_1*=revise; *=revise@0.1"), tmp_path)
    assert failures == []
    for name, frame in clean.items():
        assert tables[name].shape == frame.shape
        key = registry.modules()["bres" if name == "jobs" else name].TABLE.key
        assert tables[name].select(key).equals(frame.select(key))


def test_rows_are_in_the_same_order_whichever_part_came_first(
    bench: Any, clean: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path, urls=dict(bench.urls))
    http = Http(pause_seconds=0.0, urls=bench.urls)
    backwards = registry.plan(LEEDS, settings, SOURCES)[::-1]
    assert registry.fetch(backwards, http, settings, lambda _: None) == []
    for name, path in ((n, settings.raw / n) for n in SOURCES):
        _spread_in_time(path)
        registry.tidy_source(name, settings)
    for name in store.names(settings.built):
        assert store.read(name, settings.built)[0].equals(clean[name]), name


def _spread_in_time(folder: Path) -> None:
    """Notes a minute apart, in the opposite order of their names, as if fetched so."""
    import json

    for number, path in enumerate(sorted(folder.glob("*.note.json"), reverse=True)):
        note = json.loads(path.read_text())
        note["retrieved"] = f"2026-11-01T10:{number:02d}:00+00:00"
        path.write_text(json.dumps(note))
