"""The outlook of each sector: chance, tier, rank and record; or why there is none."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from factory_inputs import HERE, THERE, empty
from factory_outlook import monthly, outlook_inputs

from indicators.places import groups
from indicators.sectors import outlook
from indicators.sectors.outlook import sector_outlook
from indicators.sectors.outlook_model import LIKELY, MAY, NOT_FORETOLD

EVEN = {"C": 100.0, "G": 100.0, "J": 100.0}
# J grows by 30% over the two years and has always led; C and G stand still.
LEADS = monthly({"C": 0.0, "G": 0.0, "J": 0.15})


def rows_of(table: pl.DataFrame, area: str = HERE) -> dict[str, dict[str, object]]:
    return {row["industry_code"]: row for row in table.filter(area_code=area).to_dicts()}


def test_the_sector_whose_output_leads_is_likely_to_outgrow_and_ranked_first() -> None:
    rows = rows_of(sector_outlook(outlook_inputs({HERE: EVEN}, LEADS)))
    assert rows["J"]["outlook_tier"] == LIKELY
    assert {code: row["outlook_rank"] for code, row in rows.items()} == {"J": 1, "C": 2, "G": 3}
    assert rows["C"]["outlook_tier"] == NOT_FORETOLD
    assert rows["J"]["base_period"] == "2023" and rows["J"]["target_period"] == "2026"


def test_beside_each_tier_is_its_measured_rate() -> None:
    rows = rows_of(sector_outlook(outlook_inputs({HERE: EVEN}, LEADS)))
    record = outlook.tier_rates().rows_by_key("outlook_tier", named=True, unique=True)
    for row in rows.values():
        stored = record[row["outlook_tier"]]
        assert {name: row[name] for name in stored} == stored


def test_alike_in_growth_nothing_can_be_foretold() -> None:
    table = sector_outlook(outlook_inputs({HERE: EVEN}, monthly({"C": 0.02, "G": 0.02, "J": 0.02})))
    assert set(table["outlook_tier"]) == {NOT_FORETOLD}
    assert sorted(table["outlook_rank"]) == [1, 2, 3], "the ranking is shown in any case"


def test_a_council_is_the_same_alone_and_in_company_in_any_order() -> None:
    other = {"C": 500.0, "G": 10.0, "J": 1.0}
    alone = sector_outlook(outlook_inputs({HERE: EVEN}, LEADS))
    both = outlook_inputs({HERE: EVEN, THERE: other}, LEADS)
    shuffled = replace(both, sectors=both.sectors.sample(fraction=1.0, shuffle=True, seed=7))
    for inputs in (both, shuffled):
        assert sector_outlook(inputs).filter(area_code=HERE).equals(alone)


def test_the_size_of_an_area_is_nothing_to_it() -> None:
    small = sector_outlook(outlook_inputs({HERE: EVEN}, LEADS))
    large = sector_outlook(outlook_inputs({HERE: {c: 8 * v for c, v in EVEN.items()}}, LEADS))
    assert large["outlook_probability"].to_list() == pytest.approx(
        small["outlook_probability"].to_list()
    )


def test_where_a_sector_is_most_of_the_area_it_can_hardly_outgrow_it() -> None:
    all_in = {"C": 1.0, "G": 1.0, "J": 998.0}
    table = sector_outlook(outlook_inputs({HERE: EVEN, THERE: all_in}, LEADS))
    chance = {area: rows_of(table, area)["J"]["outlook_probability"] for area in (HERE, THERE)}
    assert chance[HERE] > chance[THERE]  # type: ignore[operator]


def test_without_monthly_output_there_is_no_chance_and_the_nation_stays() -> None:
    path = [("J", 2026, 1100.0, 1000.0, 1200.0)]
    row = rows_of(sector_outlook(outlook_inputs({HERE: EVEN}, LEADS.clear(), path)))["J"]
    assert row["outlook_probability"] is None and row["status"] == "missing"
    assert row["outlook_tier"] == "" and row["outlook_rank"] is None
    assert row["tier_rate_pct"] is None
    assert row["note"] == outlook.NO_OUTPUT.format(2023)
    assert row["nation_outlook_pct"] == pytest.approx(10.0)


def test_a_sector_without_output_here_says_so_and_the_rest_are_ranked() -> None:
    rows = rows_of(sector_outlook(outlook_inputs({HERE: EVEN | {"G": None}}, LEADS)))
    assert "no real output is published" in str(rows["G"]["note"])
    assert sorted(r["outlook_rank"] for r in rows.values() if r["outlook_rank"]) == [1, 2]  # type: ignore[type-var]


def test_where_much_of_an_area_is_not_published_by_sector_there_is_no_mix() -> None:
    inputs = outlook_inputs({HERE: EVEN}, LEADS)
    whole = pl.when(pl.col("industry_code") == "total").then(10 * pl.col("value"))
    larger = inputs.sectors.with_columns(whole.otherwise("value").alias("value"))
    rows = rows_of(sector_outlook(replace(inputs, sectors=larger)))
    assert {row["outlook_probability"] for row in rows.values()} == {None}
    assert "too little of the area's output" in str(rows["C"]["note"])


def test_households_as_employers_have_no_outlook() -> None:
    output = monthly({"C": 0.0, "G": 0.0, "J": 0.15, "T": 0.5})
    row = rows_of(sector_outlook(outlook_inputs({HERE: EVEN | {"T": 9.0}}, output)))["T"]
    assert row["outlook_probability"] is None
    assert outlook.HOUSEHOLDS_NOTE in str(row["note"])


def test_a_group_has_no_outlook_and_says_why() -> None:
    inputs = outlook_inputs({HERE: EVEN, THERE: EVEN}, LEADS, [("J", 2026, 1100.0, 900.0, 1300.0)])
    together = groups.for_group(inputs, [HERE, THERE], "group", "Both")
    rows = rows_of(sector_outlook(together), "group")
    assert set(rows) == set(EVEN)
    assert {row["outlook_probability"] for row in rows.values()} == {None}
    assert rows["J"]["note"] == outlook.GROUP_NOTE
    assert rows["J"]["nation_outlook_pct"] == pytest.approx(10.0)


def test_series_that_disagree_are_said_beside_what_rests_on_them() -> None:
    disputed = dict(outlook.list_disputes().select("industry_code", "dispute").iter_rows())
    assert "J" in disputed, "information and communication in 2023"
    assert "C" not in disputed, "both series rose"
    rows = rows_of(sector_outlook(outlook_inputs({HERE: EVEN}, LEADS)))
    assert disputed["J"] in str(rows["J"]["note"])
    assert "disagree" not in str(rows["G"]["note"])


def test_the_nation_is_counted_from_the_base_to_the_target() -> None:
    """2023 is official (1,000 jobs); where it is not, our estimate of it is the base."""
    path = [("C", 2026, 1100.0, 1050.0, 1200.0), ("J", 2026, 880.0, 770.0, 990.0),
            ("J", 2023, 500.0, 400.0, 600.0)]  # fmt: skip
    inputs = outlook_inputs({HERE: EVEN}, LEADS, path)
    rows = rows_of(sector_outlook(inputs))
    found = [rows["C"][f"nation_outlook_{name}"] for name in ("pct", "lower80", "upper80")]
    assert found == pytest.approx([10.0, 5.0, 20.0])
    assert rows["J"]["nation_outlook_pct"] == pytest.approx(-12.0)
    assert rows["G"]["nation_outlook_pct"] is None
    assert "no forecast of jobs in the nation" in str(rows["G"]["note"])
    jobs = pl.col("sector_measure") == "jobs"
    older = replace(inputs, sectors=inputs.sectors.with_columns(
        pl.when(jobs).then(2021).otherwise("year").cast(pl.Int32).alias("year")))  # fmt: skip
    assert rows_of(sector_outlook(older))["J"]["nation_outlook_pct"] == pytest.approx(76.0)


def test_without_real_output_there_are_no_rows() -> None:
    assert sector_outlook(empty()).is_empty()


def test_between_the_tiers_a_sector_may_outgrow() -> None:
    table = sector_outlook(outlook_inputs({HERE: EVEN}, monthly({"C": 0, "G": 0, "J": 0.05})))
    assert rows_of(table)["J"]["outlook_tier"] == MAY


def test_without_output_of_the_area_the_nations_outlook_is_shown_alone() -> None:
    path = [("J", 2026, 1100.0, 1000.0, 1200.0)]
    inputs = outlook_inputs({HERE: EVEN}, LEADS, path)
    as_jobs = pl.when(pl.col("area_code") == HERE).then(pl.lit("jobs")).otherwise("sector_measure")
    without = replace(inputs, sectors=inputs.sectors.with_columns(sector_measure=as_jobs))
    rows = rows_of(sector_outlook(without))
    assert list(rows) == ["J"], "C and G have no forecast in the nation, so nothing to show"
    assert rows["J"]["nation_outlook_pct"] == pytest.approx(10.0)
    assert rows["J"]["outlook_probability"] is None and rows["J"]["outlook_rank"] is None
    assert outlook.NO_OUTPUT_HERE in str(rows["J"]["note"])
