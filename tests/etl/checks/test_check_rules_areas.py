"""Councils add up to their region, regions to their nation; sizes of one place go together."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from catalog.vocabulary.areas import AREA_TYPES, ENGLISH_REGIONS, WALES
from etl.checks import census, sizes, sums, wider
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

COUNCIL, REGION = "E08000033", "E12000003"


def areas(table: str, value: str, beside: Tables, figures: dict[str, float], **same: str) -> Tables:
    """A table of one year with a figure for each area."""
    return beside | {table: pl.DataFrame(
        {"area_code": code, "area_type": AREA_TYPES[code[:3]], "period": "2024",
         "status": "observed", **same,
         value: figure}
        for code, figure in figures.items()
    )}  # fmt: skip


def jobs(beside: Tables, **of_areas: float) -> Tables:
    return areas("jobs", "jobs", beside, of_areas, industry_code="C", job_kind="employment")


def residents(beside: Tables, **of_areas: float) -> Tables:
    return areas("population", "residents_persons", beside, of_areas, age_group="all")


def claimants(beside: Tables, measure: str, **of_areas: float) -> Tables:
    return areas("claimants", "value", beside, of_areas, measure=measure)


def too_low(code: str, tables: Tables) -> Tables:
    """The tables where the residents of an area are a sum with a part missing."""
    partial = pl.when(area_code=code).then(pl.lit("partial")).otherwise("status")
    return tables | {"population": tables["population"].with_columns(status=partial)}


def in_region(*councils: str, region: str = REGION) -> Tables:
    return {
        "councils": pl.DataFrame({"lad_code": code, "region_code": region} for code in councils)
    }


def former(districts: int) -> Tables:
    return {"lad_changes": pl.DataFrame({"lad_code": [COUNCIL] * districts})}


ALONE, ONE_OF_TWO = in_region(COUNCIL), in_region(COUNCIL, "E08000099")
WELSH = in_region("W06000015", region=WALES)
# tables that keep the law of wider areas, tables that break it, words of the fault
WIDER: list[tuple[Tables, Tables, str]] = [
    (jobs(ALONE, **{COUNCIL: 900.0, REGION: 905.0}),
     jobs(ALONE, **{COUNCIL: 900.0, REGION: 1200.0}),
     "councils sum to 900, E12000003 has 1,200 (2024, C, employment)"),
    # Of another council of the region there is no figure: this one may be less than the whole.
    (jobs(ONE_OF_TWO, **{COUNCIL: 900.0, REGION: 1200.0}),
     jobs(ONE_OF_TWO, **{COUNCIL: 900.0, REGION: 600.0}),
     "councils sum to 900, E12000003 has 600 (2024, C, employment)"),
    # A region of 11,000 is to the nearest 1,000, so its only council's 10,650 may be all of it.
    (jobs(ALONE, **{COUNCIL: 10_650.0, REGION: 11_000.0}),
     jobs(ALONE, **{COUNCIL: 9_900.0, REGION: 11_000.0}),
     "councils sum to 9,900, E12000003 has 11,000"),
    # A council of seven former districts is a sum of seven figures, each rounded by itself.
    (jobs(ALONE | former(7), **{COUNCIL: 12_000.0, REGION: 11_000.0}),
     jobs(ALONE, **{COUNCIL: 12_050.0, REGION: 11_000.0}),
     "councils sum to 12,050"),
    # Of a former district there is no figure, so the council's sum is too low for its region.
    (too_low(COUNCIL, residents(ALONE, **{COUNCIL: 600.0, REGION: 900.0})),
     residents(ALONE, **{COUNCIL: 600.0, REGION: 900.0}), "councils sum to 600"),
    # People are not rounded as jobs are: a small council twice is seen in a large region.
    (residents(ALONE, **{COUNCIL: 99_990.0, REGION: 100_000.0}),
     residents(ALONE, **{COUNCIL: 101_000.0, REGION: 100_000.0}), "sum to 101,000"),
    (residents(WELSH, W06000015=900.0, W92000004=900.0),
     residents(WELSH, W06000015=990.0, W92000004=900.0),
     "councils sum to 990, W92000004 has 900 (2024, all)"),
    (residents(ALONE, **dict.fromkeys(ENGLISH_REGIONS, 900.0), E92000001=8_100.0),
     residents(ALONE, **dict.fromkeys(ENGLISH_REGIONS, 900.0), E92000001=9_000.0),
     "regions sum to 8,100, E92000001 has 9,000 (2024, all)"),
    # Great Britain has Scotland's people too; it has no fewer than those of Wales and a region.
    (residents(ALONE, **{REGION: 900.0}, W92000004=900.0, K03000001=2_700.0),
     residents(ALONE, **{REGION: 900.0}, W92000004=900.0, K03000001=1_500.0),
     "regions sum to 1,800, K03000001 has 1,500 (2024, all)"),
    # Some adverts of England are placed in no council, and where there is no region none is asked.
    (residents(ALONE, **{COUNCIL: 900.0}, E92000001=9_000.0),
     residents(ALONE, **{COUNCIL: 900.0}, E92000001=600.0),
     "councils sum to 900, E92000001 has 600"),
    (claimants(ALONE, "claimants_pct", **{COUNCIL: 900.0, REGION: 20.0}),
     claimants(ALONE, "claimants_persons", **{COUNCIL: 900.0, REGION: 20.0}),
     "councils sum to 900, E12000003 has 20 (2024, claimants_persons)"),
]  # fmt: skip


def of_place(*figures: sizes.Figure, status: str = "observed", **values: float) -> Tables:
    """Tables that hold the figures of one council and year, by their words."""
    day = date(2024, 12, 31)
    row = {"area_code": COUNCIL, "area_type": "lad", "period": "2024", "period_end": day}
    tables: dict[str, list[dict[str, Any]]] = {}
    for figure in figures:
        own = {**row, **dict(figure.only), "status": status, figure.value: values[figure.table]}
        tables.setdefault(figure.table, []).append(own)
    return {name: pl.DataFrame(rows) for name, rows in tables.items()}


def claims(rate_pct: float) -> Tables:
    """4,000 claimants among 100,000 adults, and the rate as published."""
    both = of_place(sizes.CLAIMANTS, sizes.ADULTS, claimants=4_000.0, population=100_000.0)
    rate = of_place(sizes.CLAIMANT_RATE, claimants=rate_pct)
    return both | {"claimants": pl.concat([both["claimants"], rate["claimants"]])}


def businesses(*of_sections: float) -> Tables:
    """A thousand businesses of all sizes, and those of each section."""
    row = {"area_code": COUNCIL, "period": "2024", "size_band": "total", "status": "rounded"}
    counts = {"total": 1000.0} | {chr(65 + at): count for at, count in enumerate(of_sections)}
    return {"business_local_units": pl.DataFrame(
        {**row, "industry_code": code, "business_units": count,
         "industry_level": "total" if code == "total" else "section"}
        for code, count in counts.items()
    )}  # fmt: skip


def residents_by(lad: str = COUNCIL, **of_areas: tuple[str, float]) -> Tables:
    """Residents in work of areas, each with its type, and the council's two LSOAs."""
    row = {"lad_code": lad, "period": "2021", "occupation_code": "total", "status": "observed"}
    return {
        "census_occupations": pl.DataFrame(
            {**row, "area_code": code, "area_type": kind, "residents_persons": count}
            for code, (kind, count) in of_areas.items()
        ),
        "lsoa_wards": pl.DataFrame({"lsoa_code": ["L1", "L2"], "lad_code": [COUNCIL] * 2}),
    }


def by_occupation(*counts: float) -> Tables:
    """A hundred residents in work of one LSOA, and those of each occupation."""
    row = {
        "area_code": "L1",
        "area_type": "lsoa21",
        "lad_code": COUNCIL,
        "period": "2021",
        "status": "observed",
    }
    parts = {"total": 100.0} | {str(at): count for at, count in enumerate(counts, 1)}
    return {"census_occupations": pl.DataFrame(
        {**row, "occupation_code": code, "residents_persons": count}
        for code, count in parts.items()
    )}  # fmt: skip


LSOAS = {"L1": ("lsoa21", 60.0), "L2": ("lsoa21", 40.0)}
PAIR = (sizes.EMPLOYMENT, sizes.ADULTS)
# rule, tables that keep it, tables that break it, words of the fault
CASES: list[tuple[Rule, Tables, Tables, str]] = [
    *((wider.areas_against_wider, *case) for case in WIDER),
    (sums.sectors_against_totals, businesses(990.0, 15.0), businesses(990.0, 30.0),
     "sections sum to 1,020 and the total is 1,000 (E08000033, 2024, total)"),
    (sizes.figures_of_one_place_go_together,
     of_place(*PAIR, jobs=60_000.0, population=100_000.0),
     of_place(*PAIR, jobs=60_000.0, population=100.0),
     "jobs of E08000033 in 2024 are 600 times its residents aged 16 to 64 (population)"),
    (sizes.figures_of_one_place_go_together,
     of_place(*PAIR, jobs=60.0, population=100_000.0, status="partial"),
     of_place(*PAIR, jobs=60.0, population=100_000.0), "are 0.0006 times its residents"),
    (sizes.rates_are_of_their_residents, claims(4.1), claims(0.04), "are 100 times its residents"),
    (sizes.rates_are_of_their_residents, claims(4.1), claims(40.0), "are 0.1 times its residents"),
    (census.census_categories_add_up, by_occupation(60.0, 42.0), by_occupation(60.0, 50.0),
     "categories sum to 110 and the total is 100"),
    (census.census_layers_agree, residents_by(**LSOAS, W1=("ward", 102.0)),
     residents_by(**LSOAS, W1=("ward", 110.0)),
     "the ward areas of E08000033 sum to 110 residents, the council has 100 (2021)"),
    # One of its two LSOAs is not there, so we cannot know what the wards should have.
    (census.census_layers_agree, residents_by(L1=("lsoa21", 60.0), W1=("ward", 100.0)),
     residents_by(L1=("lsoa21", 60.0), **{COUNCIL: ("lad", 50.0)}),
     "the lsoa21 areas of E08000033 sum to 60 residents, the council has 50"),
    (census.census_layers_agree, residents_by(**LSOAS, **{COUNCIL: ("lad", 101.0)}),
     residents_by(**LSOAS, **{COUNCIL: ("lad", 120.0)}),
     "the lsoa21 areas of E08000033 sum to 100 residents, the council has 120"),
    (census.small_areas_lie_in_their_council, residents_by(**LSOAS),
     residents_by("E08000099", **LSOAS), "L1 is in E08000099, the lookup has it in E08000033"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kept", "broken", "words"), CASES)
def test_a_rule_passes_what_keeps_it_and_names_what_breaks_it(
    rule: Rule, kept: Tables, broken: Tables, words: str
) -> None:
    assert list(rule(kept)) == []
    ((_, message, _),) = rule(broken)
    assert words in message


def test_every_rule_has_a_case() -> None:
    rules = {*wider.RULES, *sizes.RULES, *census.RULES}
    assert rules <= {rule for rule, *_ in CASES}
