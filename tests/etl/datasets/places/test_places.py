"""The place tables as they come from the portal: today's councils, and where former codes went."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog.schema import check
from catalog.settings import Settings
from catalog.tables.places import COUNCILS, LAD_CHANGES
from etl.areas import Areas
from etl.clients.arcgis.client import Query
from etl.clients.http import Http
from etl.datasets.places import councils, lsoa_changes, lsoa_wards, wards, wards_2022
from etl.raw import RawPart, Received, save
from geo import changes

NOWHERE = Areas(())
NORTH_YORKSHIRE = tuple(f"E0700016{number}" for number in range(3, 10))
SOMERSET = ("E07000187", "E07000188", "E07000189", "E07000246")
LEEDS = "E08000035"


@pytest.fixture(scope="module")
def answer(bench: Any, tmp_path_factory: Any) -> Callable[[Any, Query], RawPart]:
    """answer(source, ask): what the bench answers, stored."""
    settings = Settings(data=tmp_path_factory.mktemp("data"), urls=dict(bench.urls))
    http = Http(pause_seconds=0)

    def make(module: Any, ask: Query) -> RawPart:
        return save(
            ask.fetch(http, settings),
            source=module.SOURCE.id, key=ask.key, areas=ask.areas, request="", root=settings.raw,
        )  # fmt: skip

    return make


@pytest.fixture(scope="module")
def tidied(answer: Any) -> Callable[..., pl.DataFrame]:
    """tidied(source, areas): the table that a source makes of all that it asks."""

    def make(module: Any, areas: Areas = NOWHERE) -> pl.DataFrame:
        parts = [answer(module, ask) for ask in module.requests(areas, Settings())]
        return check(module.tidy(parts), module.TABLE)

    return make


@pytest.fixture(scope="module")
def today(tidied: Any) -> pl.DataFrame:
    return check(tidied(councils), COUNCILS)


@pytest.fixture(scope="module")
def former(answer: Any, today: pl.DataFrame) -> pl.DataFrame:
    """Code changes, from the lookups of a few councils."""
    old = (*NORTH_YORKSHIRE, *SOMERSET, "E08000016", "E08000019", LEEDS)
    new = ("E06000065", "E06000066", "E08000038", "E08000039", LEEDS)
    then = answer(lsoa_changes, Query("some", "lsoa_changes", of_lads=old))
    now = answer(lsoa_wards, Query("some", "lsoa_wards", of_lads=new))
    assert len(then.pages()) > 1
    return check(
        changes.lad_changes(lsoa_changes.tidy([then]), lsoa_wards.tidy([now]), today), LAD_CHANGES
    )


def test_every_council_of_england_and_wales_is_there_once(today: pl.DataFrame) -> None:
    by_country = dict(today.group_by("country_name").len().iter_rows())
    assert by_country == {"England": 296, "Wales": 22}
    assert today["region_code"].n_unique() == 10
    assert today["itl2_code"].null_count() == 0


def test_a_council_with_a_new_code_keeps_its_area_of_the_older_lookups(
    today: pl.DataFrame,
) -> None:
    row = today.row(by_predicate=pl.col("lad_code") == "E08000038", named=True)
    names = ("lad_name", "region_name", "cauth_name", "lsip_name", "itl2_name")
    assert [row[name] for name in names] == [
        "Barnsley", "Yorkshire and The Humber", "South Yorkshire", "South Yorkshire",
        "South Yorkshire",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "now", "kind"),
    [
        ("E07000164", "E06000065", "merged"),  # Hambleton
        ("E08000016", "E08000038", "recoded"),  # Barnsley
        ("E08000019", "E08000039", "recoded"),  # Sheffield
        ("E07000187", "E06000066", "merged"),  # Mendip
        ("E07000004", "E06000060", "merged"),  # Aylesbury Vale
        ("E08000020", "E08000037", "recoded"),  # Gateshead
    ],
)
def test_former_councils_lead_to_those_of_today(
    former: pl.DataFrame, code: str, now: str, kind: str
) -> None:
    row = former.row(by_predicate=pl.col("former_code") == code, named=True)
    assert (row["lad_code"], row["change_kind"]) == (now, kind)


def test_a_council_of_today_is_never_a_former_one(
    today: pl.DataFrame, former: pl.DataFrame
) -> None:
    assert former.join(today, left_on="former_code", right_on="lad_code").is_empty()
    assert former.join(today, on="lad_code", how="anti").is_empty()


def test_wards_of_a_merged_council_carry_its_code_of_today(tidied: Any) -> None:
    areas = Areas(("E06000065",), (("E06000065", ("E07000164", "E07000165")),))
    now = tidied(wards, areas)
    then = tidied(wards_2022, areas)
    assert set(now["lad_code"]) == {"E06000065"}
    assert set(then["lad_code"]) == {"E07000164", "E07000165"}
    assert now["ward_vintage"].unique().to_list() == ["2025"]
    assert then.join(now, on="ward_code", how="anti").is_empty()


def test_a_layer_still_under_a_former_code_is_asked_for_and_read(tmp_path: Path) -> None:
    barnsley = Areas(("E08000038",), (("E08000038", ("E08000016",)),))
    (asked,) = wards.requests(barnsley, Settings())
    assert asked.of_lads == ("E08000038", "E08000016")
    ward = {"WD25CD": "E05000001", "WD25NM": "Made", "LAD25CD": "E08000016", "LAD25NM": "Barnsley"}
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    page = json.dumps({"features": [{"properties": ward, "geometry": square}]}).encode()
    received = Received((page,), "", extension="json", detail={"year": "25"})
    part = save(
        received, source="wards", key=asked.key, areas=asked.areas, request="", root=tmp_path
    )
    assert wards.tidy([part])["lad_code"].to_list() == ["E08000038"]
