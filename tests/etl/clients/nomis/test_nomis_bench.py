"""The Nomis sources against the bench: published figures arrive, and all differences are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.clients.nomis import codelists as lists
from etl.clients.nomis.pages import read_page
from etl.datasets.labour import aps, jobs_density
from etl.raw import RawPart
from etl.run import registry

NOMIS: dict[str, Any] = {
    name: module for name, module in registry.modules().items() if module.SOURCE.service == "nomis"
}
CALDERDALE = Areas(("E08000033",))
# What the bench has no codes for; the live service has.
UNKNOWN_TO_THE_BENCH = {
    ("NM_30_1", "pay 1"), ("NM_30_1", "measures 20701"), ("NM_162_1", "geography 182"),
}  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Http:
    return Http(pause_seconds=0.0, backoff_seconds=0.0)


@pytest.fixture(scope="module")
def settings(bench: Any) -> Settings:
    return Settings(urls=dict(bench.urls))


def parts_of(name: str, client: Http, settings: Settings, root: Path) -> list[RawPart]:
    made = []
    for ask in NOMIS[name].requests(CALDERDALE, settings):
        if ask.key == "wards-E08000033" and name == "claimants_small_areas":
            continue  # has its own test
        if name == "jobs_around" and not ask.key.endswith("-E12000003"):
            continue  # the bench has the small areas of one region alone
        received = ask.fetch(client, settings)
        asked = ask.describe(settings)
        made.append(
            raw.save(received, source=name, key=ask.key, areas=ask.areas, request=asked, root=root)
        )
    return made


# Table, a filter that leaves one row, its value: as ONS published it.
FIGURES: dict[str, tuple[dict[str, str], float]] = {
    "aps": ({"period": "2024-12", "variable_code": "rqf4_or_above"}, 36.2),
    "bres": ({"period": "2021", "industry_code": "C", "job_kind": "employment"}, 14000),
    "business_local_units": (
        {"period": "2022", "industry_code": "total", "size_band": "micro"}, 8025,
    ),
    "census_industry": ({"industry_code": "A"}, 364),
    "census_qualifications": ({"qualification_code": "4"}, 51420),
}  # fmt: skip


@pytest.mark.parametrize("name", NOMIS)
def test_every_source_comes_whole_and_keeps_its_tables_promises(
    name: str, client: Http, settings: Settings, tmp_path: Path
) -> None:
    module = NOMIS[name]
    frame = check(module.tidy(parts_of(name, client, settings, tmp_path)), module.TABLE)
    assert frame.height > 0
    if name in FIGURES:
        where, value = FIGURES[name]
        own = frame.filter(pl.col("area_code") == "E08000033")
        found = own.filter(*(pl.col(column) == text for column, text in where.items()))
        assert found[module.TABLE.value].to_list() == [value]


def test_small_areas_add_up_to_their_council(
    client: Http, settings: Settings, tmp_path: Path
) -> None:
    parts = parts_of("census_qualifications", client, settings, tmp_path)
    census = (
        NOMIS["census_qualifications"]
        .tidy(parts)
        .filter(
            (pl.col("qualification_code") == "total")
            & pl.col("area_type").is_in(["lad", "ward", "lsoa21"])
        )
    )
    sums = dict(census.group_by("area_type").agg(pl.col("residents_persons").sum()).iter_rows())
    assert sums["ward"] == sums["lad"] == 166_641
    assert sums["lsoa21"] == pytest.approx(sums["lad"], rel=0.001), "perturbed apart"

    parts = parts_of("bres_small_areas", client, settings, tmp_path)
    jobs = NOMIS["bres_small_areas"].tidy(parts).filter(pl.col("job_kind") == "employment")
    held = jobs.drop_nulls("jobs")
    assert held["area_type"].unique().to_list() == ["lsoa11"]
    assert held["jobs"].sum() == pytest.approx(92_605, rel=0.01), "the council's published total"
    absent = jobs.filter(pl.col("area_type") == "lsoa21")
    assert absent["period"].unique().to_list() == ["2024"]
    assert absent.height == 129, "each LSOA of 2021 is there, as missing"


def test_wards_that_nomis_does_not_have_are_a_failure_of_that_question_alone(
    client: Http, settings: Settings
) -> None:
    wards, lsoas = NOMIS["claimants_small_areas"].requests(CALDERDALE, settings)
    with pytest.raises(FetchError, match="has no wards among its 10 area types"):
        wards.fetch(client, settings)
    assert "nothing published" in lsoas.fetch(client, settings).detail["remark"]


def test_an_unknown_type_dimension_or_measure_is_told_apart(
    client: Http, settings: Settings
) -> None:
    *_, ask = NOMIS["claimants"].requests(CALDERDALE, settings)
    with pytest.raises(FetchError, match="does not have E08000033TYPE182"):
        replace(ask, area_type=182).fetch(client, settings)
    with pytest.raises(FetchError, match="has no dimension sex"):
        replace(ask, members=(("sex", (7,)), *ask.members)).fetch(client, settings)
    with pytest.raises(FetchError, match=r"has none of measures \[20301\]"):
        replace(ask, members=(*ask.members[:-1], ("measures", (20301,)))).fetch(client, settings)


def test_codelists_are_what_the_code_expects_but_for_what_is_known(
    client: Http, settings: Settings
) -> None:
    faults = set()
    for module in NOMIS.values():
        for expected in module.EXPECTED:
            concepts = set(expected.labels)
            if expected.geography_types:
                concepts.add("geography")
            for concept in concepts:
                path = "geography/TYPE" if concept == "geography" else concept
                codes = lists.codelist(client, settings, expected.dataset, path)
                for fault in expected.faults(concept, lists.labels(codes)):
                    faults.add((expected.dataset, fault.split(" does not exist")[0]))
    assert faults == UNKNOWN_TO_THE_BENCH


FAULTS = (
    "429:0", "500", "503", "reset", "truncate", "slow:0.2", "empty", "html", "short:0.99", "short",
)  # fmt: skip


def test_faults_of_the_service_do_not_change_what_is_kept(
    upstream: Callable[..., Any], bench: Any
) -> None:
    ask = aps.requests(Areas(()), Settings())[0]
    calm = ask.fetch(Http(pause_seconds=0.0), Settings(urls=bench.urls))
    # One fault after another: the first page comes at the eleventh request.
    rules = [f"nomis/*NM_17_5.data.csv*={fault}#{n}" for n, fault in enumerate(FAULTS, start=1)]
    server = upstream(faults="; ".join(rules))
    client = Http(pause_seconds=0.0, backoff_seconds=0.0, attempts=len(FAULTS) + 1)
    rough = ask.fetch(client, Settings(urls=server.urls))
    struck = [entry["fault"] for entry in server.requests if entry["fault"]]
    assert struck == [fault.split(":")[0] for fault in FAULTS]
    assert [read_page(body).height for body in calm.pages] == [25_000, 4_920], "as Nomis cuts them"
    assert rough.pages == calm.pages


def test_a_dataset_that_is_down_for_good_is_an_error_that_names_it(
    upstream: Callable[..., Any],
) -> None:
    server = upstream(faults="nomis/*NM_17_5*=down")
    client = Http(pause_seconds=0.0, backoff_seconds=0.0)
    settings = Settings(urls=server.urls)
    requests = aps.requests(Areas(("E08000033",)), settings)
    for ask in requests:
        with pytest.raises(FetchError, match=r"Nomis NM_17_5 .* HTTP 503"):
            ask.fetch(client, settings)
    codelists = [one for one in server.requests if "def.sdmx" in one["path"]]
    assert len(codelists) == 10, "each list that all of them need is given up once"
    for ask in jobs_density.requests(Areas(("E08000033",)), settings):
        ask.fetch(client, settings)
