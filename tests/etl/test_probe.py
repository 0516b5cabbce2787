"""The probe: what the services hold against what the code expects, in words, whatever fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from catalog.settings import Settings
from etl import probe
from etl.http import FetchError, Http

QUIET = Http(pause_seconds=0, attempts=1)


def settings(server: Any) -> Settings:
    return Settings(urls=dict(server.urls), pause_seconds=0)


def test_a_dataset_as_expected_says_so_in_words(bench: Any) -> None:
    found = probe.run(settings(bench), Http(pause_seconds=0), ["bres", "wards", "vacancies"])
    assert {entry.severity for entry in found} == {"as expected"}
    words = " ".join(entry.words for entry in found)
    assert "Nomis NM_189_1 is Current" in words
    assert "newest layer of wards is WD_MAY_2025_UK_BGC_V2" in words
    assert "wards and LSOA lookup are both of 2025" in words


def test_a_code_that_is_not_there_differs(bench: Any) -> None:
    found = probe.run(settings(bench), Http(pause_seconds=0), ["claimants_small_areas"])
    differing = [entry.words for entry in found if entry.severity == "differs"]
    assert len(differing) == 1
    assert "geography" in differing[0]


def test_a_service_that_is_down_stops_no_other(upstream: Callable[..., Any]) -> None:
    server = upstream(faults="nomis/*=down")
    found = probe.run(settings(server), QUIET, ["bres", "lads"])
    assert {(entry.source, entry.severity) for entry in found} == {
        ("bres", "unreachable"),
        ("lads", "as expected"),
    }


def test_an_unknown_source_is_told() -> None:
    with pytest.raises(FetchError, match="no source nothing"):
        probe.run(Settings(), QUIET, ["nothing"])
