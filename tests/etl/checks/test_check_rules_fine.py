"""Each law of fine classes passes what keeps it and names what breaks it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from catalog.tables import TABLES
from etl.checks import fine
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

SOUND: dict[str, Any] = {
    "area_code": "E08000033", "sector_list": "group", "sector_code": "620", "jobs": 100.0,
    "lower80": 80.0, "upper80": 125.0, "share_pct": 10.0, "nation_share_pct": 5.0,
    "location_quotient": 2.0, "quotient_lower80": 1.6, "quotient_upper80": 2.5,
    "specialised": "more", "carriers_tier": "stronger", "carriers_rank": 1,
    "carriers_hit_pct": 33.0, "carriers_base_pct": 20.0, "classes_count": 2, "status": "estimated",
}  # fmt: skip
UNKNOWN: dict[str, Any] = dict.fromkeys(SOUND) | {
    "area_code": "E08000033", "sector_list": "is8", "sector_code": "clean_energy",
    "specialised": "", "carriers_tier": "", "classes_count": 0, "status": "missing",
}  # fmt: skip


def tables(*rows: dict[str, Any]) -> Tables:
    columns = TABLES["fine_sectors"].dtypes
    frame = pl.DataFrame([dict.fromkeys(columns) | row for row in rows], schema=columns)
    lists = pl.DataFrame(
        [("is8", "clean_energy", "Clean Energy", "", ""), ("is8", "digital", "Digital", "62", ""),
         ("is8", "digital", "Digital", "", "")],
        schema=TABLES["sector_lists"].dtypes, orient="row",
    )  # fmt: skip
    return {"fine_sectors": frame, "sector_lists": lists}


def other(**changes: Any) -> dict[str, Any]:
    return SOUND | changes


BROKEN: list[tuple[Rule, dict[str, Any]]] = [
    (fine.fine_bounds_enclose, other(lower80=110.0)),
    (fine.fine_bounds_enclose, other(lower80=-1.0)),
    (fine.fine_bounds_enclose, other(upper80=None)),
    (fine.fine_bounds_enclose, other(quotient_upper80=1.9)),
    (fine.fine_shares_within_all, other(share_pct=100.5)),
    (fine.fine_shares_within_all, other(nation_share_pct=-0.1)),
    (fine.fine_quotients_are_of_shares, other(location_quotient=2.1)),
    (fine.fine_quotients_are_of_shares, other(nation_share_pct=None)),
    (fine.fine_quotients_are_of_shares, other(specialised="about the same")),
    (fine.fine_quotients_are_of_shares, UNKNOWN | {"specialised": "less"}),
    (fine.unmeasurable_sectors_have_no_jobs, UNKNOWN | {"jobs": 0.0}),
    (fine.outlook_of_classes_alone, other(carriers_hit_pct=None)),
    (fine.outlook_of_classes_alone, other(carriers_tier="")),
    (fine.outlook_of_classes_alone, other(sector_list="is8")),
    (fine.outlook_of_classes_alone, other(carriers_rank=2)),
]


@pytest.mark.parametrize("rule", fine.RULES, ids=lambda rule: rule.__name__)
def test_sound_rows_pass(rule: Rule) -> None:
    partly = UNKNOWN | {"sector_code": "digital", "jobs": 5.0, "lower80": 1.0, "upper80": 9.0}
    second = other(sector_code="621", carriers_rank=2)
    assert list(rule(tables(SOUND, second, UNKNOWN, partly))) == []
    assert list(rule({})) == []


@pytest.mark.parametrize(("rule", "row"), BROKEN)
def test_what_breaks_a_law_is_named(rule: Rule, row: dict[str, Any]) -> None:
    faults = list(rule(tables(row)))
    assert len(faults) == 1
    table, words, count = faults[0]
    assert (table, count) == ("fine_sectors", 1)
    assert row["sector_list"] in words
