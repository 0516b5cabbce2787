"""Local indicators: what ONS says of them, their figures and neighbours, by hand and end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_economy import COUNCILS, pulled, tidied
from factory_local_statistics import FOUR, LEEDS, LIST, YORK, cube, entry, neighbours, written
from factory_nomis import Answer
from factory_ons import Site, http, part, settings

from catalog import store
from catalog.schema import check
from catalog.settings import SAMPLE, Settings
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.datasets.indicators import local_indicator_values, local_indicators, similar_areas
from etl.run import registry

UK_COUNCILS = 361


def values(tmp_path: Path, *cubes: dict[str, Any]) -> pl.DataFrame:
    parts = [part(tmp_path, written(one), key=f"c{at}") for at, one in enumerate(cubes)]
    return check(local_indicator_values.tidy(parts), local_indicator_values.TABLE)


def test_what_ons_says_of_an_indicator_is_kept_in_its_own_words(tmp_path: Path) -> None:
    row = tidied(local_indicators, tmp_path, written([entry()])).row(0, named=True)
    said = {
        "indicator_name": "Label of made-rate", "unit": "%", "value_suffix": "%", "decimals": 1,
        "value_prefix": "", "first_period": "2023", "last_period": "2024", "is_rate": True,
        "caveats": "One.\n\nTwo.", "source_name": "Makers; Others", "source_date": "2026-03-01",
        "source_url": "https://example.org/a https://example.org/b", "value_max": 20.0,
        "countries": "E", "area_levels": "ltla", "has_limits": True, "in_development": True,
    }  # fmt: skip
    assert {name: row[name] for name in said} == said


def test_other_topics_and_indicators_by_age_are_left_out_and_said() -> None:
    listed = [entry(), entry("by-age", isMultivariate=True), entry("ill", topic="health")]
    assert local_indicators.frame_of(listed)["indicator_code"].to_list() == ["made-rate"]
    assert local_indicators.left_out(listed) == (
        "indicators of other topics (health); indicators by age or sex (Label of by-age)"
    )


@pytest.mark.parametrize(
    "changes", [{"periodDomain": None}, {"decimalPlaces": "many"}, {"periodDomain": ["2023"]}]
)
def test_a_list_with_an_indicator_of_ours_that_cannot_be_read_is_not_kept(
    changes: Any, tmp_path: Path
) -> None:
    service = Site({LIST: Answer(written([entry(**changes)]))})
    (ask,) = local_indicators.requests(Areas(()), Settings())
    with pytest.raises(FetchError, match="sent the indicator made-rate as we cannot read it"):
        ask.fetch(http(service), settings(tmp_path))


def test_a_name_that_could_not_name_a_file_is_not_wanted() -> None:
    assert not local_indicators.is_wanted(entry("../../made"))
    assert local_indicators.is_wanted(entry("made-rate"))


@pytest.mark.parametrize(
    ("flag", "status"),
    [
        ("c", "suppressed"),
        ("u", "suppressed"),
        ("x", "missing"),
        ("z", "missing"),
        ("?", "missing"),
    ],
)
def test_a_blank_cell_keeps_why_it_is_blank(flag: str | None, status: str, tmp_path: Path) -> None:
    frame = values(tmp_path, cube(*FOUR, status={"9": flag} if flag else {}))
    blank = frame.filter(area_code=LEEDS, period="2024").row(0, named=True)
    assert (blank["value"], blank["status"]) == (None, status)


def test_a_figure_with_limits_is_an_estimate_and_one_without_is_as_recorded(tmp_path: Path) -> None:
    bare = cube(
        *[(1, None, None)] * 4, slug="bare", extension=entry("bare", confidenceIntervals=False)
    )
    frame = values(tmp_path, cube(*FOUR), bare)
    filled = frame.drop_nulls("value")
    statuses = dict(filled.select("indicator_code", "status").unique().iter_rows())
    assert statuses == {"made-rate": "estimated", "bare": "observed"}


def test_the_newest_reply_of_an_indicator_stands(tmp_path: Path) -> None:
    revised = cube((6, 5, 7), *FOUR[1:])
    frame = values(tmp_path, cube(*FOUR), revised)
    assert frame.filter(area_code=YORK, period="2023")["value"].to_list() == [6.0]


def test_areas_have_their_type_and_councils_that_are_no_more_are_left_out_and_said(
    tmp_path: Path,
) -> None:
    areas = {
        LEEDS: "Leeds", YORK: "York", "S12000049": "Glasgow City", "S12000046": "Glasgow City",
        "E07000190": "Taunton Deane", "E10000006": "Cumbria", "E10000008": "Devon",
        "E47000010": "North East", "E47000014": "North East", "E12000001": "North East",
        "TLE41": "Bradford", "N92000002": "Northern Ireland",
    }  # fmt: skip
    made = cube(*[(5, 4, 6)] * 24, areas=tuple(areas))
    made["dimension"]["areacd"]["category"]["label"] = areas
    frame = values(tmp_path, made)
    assert dict(frame.select("area_code", "area_type").unique().iter_rows()) == {
        LEEDS: "lad", YORK: "lad", "S12000049": "lad", "E10000008": "county", "E47000014": "cauth",
        "E12000001": "region", "N92000002": "country",
    }  # fmt: skip
    notes = local_indicator_values.notes([part(tmp_path, written(made), key="c0")], frame)
    assert notes == [
        "Left out: codes of councils that are no more (Cumbria E10000006, Glasgow City S12000046, "
        "North East E47000010, Taunton Deane E07000190)."
    ]


def test_neighbours_as_fetched_stand_and_others_come_with_wardwise(tmp_path: Path) -> None:
    stored = part(tmp_path, written([neighbours(YORK)]), key=LEEDS)
    frame = check(similar_areas.tidy([stored]), similar_areas.TABLE)
    assert frame.filter(area_code=LEEDS).select(
        "grouping", "similar_code", "similar_rank"
    ).rows() == [("global", YORK, 1)]
    assert frame["area_code"].n_unique() == UK_COUNCILS
    assert similar_areas.notes([stored], frame)[0].startswith("Those of 360 other councils")


def test_only_a_run_for_all_councils_asks_for_scotland_and_northern_ireland() -> None:
    asks = similar_areas.requests(Areas((LEEDS,)), Settings())
    assert [one.key for one in asks] == [LEEDS]
    asks = similar_areas.requests(Areas((LEEDS,), everything=True), Settings())
    assert {one.key[0] for one in asks} == {"E", "N", "S"}


def test_a_run_for_a_council_asks_once_an_indicator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar_areas, "STANDS_DAYS", 100_000)
    planned = registry.plan(Areas((LEEDS,)), Settings(data=tmp_path), ["local_indicators"])
    counts = {name: sum(one == name for one, _ in planned) for name, _ in planned}
    indicators = store.read("local_indicators", SAMPLE)[0].height
    assert counts == {
        "local_indicators": 1, "local_indicator_values": indicators + 1,
    }  # fmt: skip


def test_local_indicators_end_to_end(bench: Any, tmp_path: Path) -> None:
    listed, _ = pulled(local_indicators, bench, tmp_path / "list")
    assert set(listed["topic"]) == {"economy", "education and skills", "connectivity"}
    frame, _ = pulled(
        local_indicator_values, bench, tmp_path / "values",
        keys=["employment-rate", "gross-median-weekly-pay", "no-qualifications-great-britain"],
    )  # fmt: skip
    rate = frame.filter(indicator_code="employment-rate", area_code=LEEDS).sort("period")
    assert rate["period"].to_list() == [str(year) for year in range(2004, 2024)]
    assert rate.row(-1, named=True)["lower_limit95"] < rate.row(-1, named=True)["value"]
    assert frame.filter(area_type="lad")["area_code"].n_unique() > 350
    pay = frame.filter(indicator_code="gross-median-weekly-pay", area_code=LEEDS).sort("period")
    assert pay.row(-1, named=True)["period"] == "2025"
    none = frame.filter(indicator_code="no-qualifications-great-britain", status="missing")
    assert none["value"].null_count() == none.height > 0


def test_neighbours_end_to_end(bench: Any, tmp_path: Path) -> None:
    frame, parts = pulled(similar_areas, bench, tmp_path)
    assert len(parts) == len(COUNCILS)
    fetched = frame.filter(pl.col("area_code").is_in(COUNCILS))
    assert set(fetched["grouping"]) == {"global", "economic", "demographic"}
    assert fetched["similar_rank"].max() == 20
    # The embedded list was made from the same service.
    embedded = store.read("similar_areas", SAMPLE)[0].filter(pl.col("area_code").is_in(COUNCILS))
    key = list(similar_areas.TABLE.key)
    assert fetched.sort(key).equals(embedded.sort(key))


def test_the_bench_is_as_expected(bench: Any, tmp_path: Path) -> None:
    where, client = Settings(data=tmp_path, urls=dict(bench.urls)), Http(pause_seconds=0.0)
    for module in (local_indicators, local_indicator_values, similar_areas):
        for expected in module.EXPECTED:  # type: ignore[attr-defined]
            assert expected.differences(client, where) == []


@pytest.mark.parametrize("fault", ["short:0.7", "truncate:0.7", "html", "empty", "500"])
def test_a_reply_that_is_spoiled_once_is_asked_again(
    fault: str, upstream: Any, tmp_path: Path
) -> None:
    server = upstream(faults=f"ons/*explore-local*={fault}#2")
    frame, _ = pulled(local_indicator_values, server, tmp_path, keys=["5g-coverage"])
    assert frame.filter(area_type="lad").height == UK_COUNCILS
