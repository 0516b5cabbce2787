"""Each law of the outlook passes what keeps it and names what breaks it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import reference
from catalog.tables.sectors import OUTLOOK_TIERS, SECTOR_OUTLOOK
from etl.checks import outlook
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

LIKELY, MAY, NOT_FORETOLD, NONE = OUTLOOK_TIERS
NO_RATE = dict.fromkeys(outlook.RATES)


def rate(tier: str) -> dict[str, Any]:
    row = reference.read("sector_outlook_record").filter(part="tier", tier=tier)
    stored = row.row(0, named=True)
    return {name: float(stored[column]) for name, column in outlook.RATES.items()}


BEST: dict[str, Any] = {
    "area_code": "E08000033", "industry_code": "J", "outlook_probability": 0.72,
    "outlook_tier": LIKELY, "outlook_rank": 1, "nation_outlook_pct": 2.0,
    "nation_outlook_lower80": -3.0, "nation_outlook_upper80": 7.0, **rate(LIKELY),
}  # fmt: skip
NEXT = BEST | {"industry_code": "C", "outlook_probability": 0.55, "outlook_tier": MAY,
               "outlook_rank": 2, **rate(MAY)}  # fmt: skip
LAST = BEST | {"industry_code": "T", "outlook_probability": None, "outlook_tier": NONE,
               "outlook_rank": None, **NO_RATE}  # fmt: skip


def table(*rows: dict[str, Any]) -> Tables:
    dtypes = SECTOR_OUTLOOK.dtypes
    return {"sector_outlook": pl.DataFrame(list(rows), schema={n: dtypes[n] for n in BEST})}


BROKEN = [
    (outlook.outlook_tier_goes_by_its_chance, table(BEST | {"outlook_probability": 0.69}),
     "J of E08000033 has a tier that its chance does not give"),
    (outlook.outlook_tier_goes_by_its_chance, table(LAST | {"outlook_tier": NOT_FORETOLD}),
     "has a tier that its chance does not give"),
    (outlook.outlook_tier_goes_by_its_chance, table(LAST | {"outlook_rank": 3}),
     "has a rank or a rate without a chance"),
    (outlook.outlook_ranks_have_no_gaps, table(BEST, NEXT | {"outlook_rank": 3}), "out of order"),
    (outlook.outlook_ranks_have_no_gaps,
     table(BEST | {"outlook_rank": 2}, NEXT | {"outlook_rank": 1}), "out of order"),
    (outlook.outlook_rates_are_as_measured, table(BEST | {"tier_rate_pct": 90.0}),
     "not the one measured"),
    (outlook.outlook_rates_are_as_measured, table(BEST | {"tier_worst_pct": None}),
     "not the one measured"),
    (outlook.outlook_of_the_nation_is_in_its_interval,
     table(BEST | {"nation_outlook_pct": 9.0}), "outside its interval"),
]  # fmt: skip


@pytest.mark.parametrize("rule", outlook.RULES, ids=lambda rule: rule.__name__)
def test_laws_pass_what_keeps_them_and_what_is_not_there(rule: Rule) -> None:
    assert list(rule(table(BEST, NEXT, LAST))) == []
    assert list(rule({})) == []


@pytest.mark.parametrize(("rule", "tables", "words"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_law_is_named(rule: Rule, tables: Tables, words: str) -> None:
    assert any(words in message for _, message, _ in rule(tables))
