"""The probe: what the services hold against what the code expects, in words, whatever fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from catalog.settings import Settings
from etl.clients.http import FetchError, Http
from etl.run import probe, registry

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


# What the bench does not have of the live services, by source and what was compared.
NOT_ON_THE_BENCH = {
    ("ashe", "pay"): "pay 1 does not exist",
    ("ashe", "measures"): "measures 20701 does not exist",
    ("claimants_small_areas", "geography"): "geography 182 does not exist",
    ("councils", "lad_lsips"): "of 2023; wards of 2025",
    ("stock_of_properties", "service"): "HTTP 404",
    ("stock_of_properties_small_areas", "service"): "HTTP 404",
}


def test_every_source_is_as_expected_but_for_what_the_bench_does_not_have(bench: Any) -> None:
    found = probe.run(settings(bench), QUIET)
    off = {(one.source, one.what): one.words for one in found if one.severity != "as expected"}
    assert set(off) == set(NOT_ON_THE_BENCH), off
    assert not [key for key, words in NOT_ON_THE_BENCH.items() if words not in off[key]]
    asked = {n for n, one in registry.modules().items() if one.SOURCE.service in bench.urls}
    assert {one.source for one in found} == asked


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
