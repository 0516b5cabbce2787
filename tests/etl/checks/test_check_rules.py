"""Each law of places, sums and ranges passes what keeps it and names what breaks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
import shapely

from etl import checks
from etl.checks import (
    access,
    census,
    fine,
    forecasts,
    innovation,
    local,
    outlook,
    places,
    priorities,
    ranges,
    sectors,
    sizes,
    skills,
    sums,
    ward_sectors,
    ward_sums,
    wider,
)
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

POINTED = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 0), (0, 1)]))
CROSSED = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
NOTHING = shapely.to_wkb(shapely.Polygon())
COUNCIL, REGION = "E08000033", "E12000003"
COUNCILS = pl.DataFrame({"lad_code": [COUNCIL], "region_code": [REGION]})


def jobs(area: str = COUNCIL, area_type: str = "lad", **cells: float | None) -> pl.DataFrame:
    """Jobs of one area and year: the total, sections by letter and divisions by `d` and number."""
    level = {"total": "total"}
    return pl.DataFrame(
        {
            "area_code": area, "area_type": area_type, "period": "2024",
            "job_kind": "employment", "industry_code": code.removeprefix("d"), "jobs": count,
            "status": "rounded",
            "industry_level": level.get(code, "division" if code[0] == "d" else "section"),
        }
        for code, count in cells.items()
    )  # fmt: skip


def ward(
    value: float | None, measure: str = "jobs_section_c", code: str = "W1", status: str = ""
) -> pl.DataFrame:
    one = {
        "ward_code": code, "lad_code": COUNCIL, "measure": measure, "period": "2024",
        "value": value, "status": status or ("missing" if value is None else "observed"),
    }  # fmt: skip
    return pl.DataFrame([one], schema_overrides={"value": pl.Float64})


def both(*values: float | None, measure: str = "jobs_section_c") -> pl.DataFrame:
    """Two wards of the council with a figure each."""
    return pl.concat([ward(v, measure, f"W{n}") for n, v in enumerate(values)])


def shared_out(*values: float) -> pl.DataFrame:
    return both(*values).with_columns(status=pl.lit("modelled"))


def wards(
    *codes: str, year: str = "2025", wkb: bytes = POINTED, lad: str = COUNCIL
) -> pl.DataFrame:
    one = {"lad_code": lad, "ward_vintage": year, "geometry_wkb": wkb}
    return pl.DataFrame({"ward_code": code, **one} for code in codes)


def lsoas(*of_wards: str, year: str = "2025", lad: str = COUNCIL) -> pl.DataFrame:
    return pl.DataFrame(
        {"lsoa_code": f"L{number}", "ward_code": code, "lad_code": lad, "ward_vintage": year}
        for number, code in enumerate(of_wards)
    )


def people(count: float, table: str = "census_occupations") -> Tables:
    kind = table.removeprefix("census_").removesuffix("s") + "_code"
    row = {"area_code": COUNCIL, "area_type": "lad", "period": "2024", kind: "total",
           "status": "observed"}  # fmt: skip
    return {table: pl.DataFrame([{**row, "residents_persons": count}])}


def claimants(count: float) -> Tables:
    row = {"area_code": COUNCIL, "area_type": "lad", "period": "2024", "status": "rounded"}
    return {"claimants": pl.DataFrame([{**row, "measure": "claimants_persons", "value": count}])}


def premises(in_ward: float, not_placed: int, read: int) -> Tables:
    ward_premises = {"lad_code": COUNCIL, "description_group": "total", "premises_count": in_ward}
    report = {"lad_code": COUNCIL, "not_placed_count": not_placed, "read_count": read}
    return {
        "ward_premises": pl.DataFrame([ward_premises]),
        "premises_report": pl.DataFrame([report]),
    }


def states(occupied: float, empty: float, unknown: float, retail: float = 9.0) -> Tables:
    """Nine premises of a ward by state, and how many of them are shops."""
    counts = {"occupied_count": occupied, "empty_count": empty, "unknown_count": unknown}
    total = {"ward_code": "W1", "description_group": "total", "premises_count": 9.0, **counts}
    shops = {**total, "description_group": "retail", "premises_count": retail,
             "occupied_count": retail, "empty_count": 0.0, "unknown_count": 0.0}  # fmt: skip
    return {"ward_premises": pl.DataFrame([total, shops])}


def survey(value_pct: float) -> Tables:
    row = {"area_code": COUNCIL, "value_pct": value_pct, "numerator_persons": 4_040.0,
           "denominator_persons": 10_000.0}  # fmt: skip
    return {"aps": pl.DataFrame([row])}


def dated(period: str, start: date, end: date) -> Tables:
    return {
        "jobs": pl.DataFrame({"period": [period], "period_start": [start], "period_end": [end]})
    }


def businesses(total: float, micro: float | None, small: float) -> Tables:
    bands = {"total": total, "micro": micro, "small": small, "medium": 0.0, "large": 0.0}
    what = {"area_code": COUNCIL, "period": "2024", "industry_code": "C", "status": "rounded"}
    return {
        "business_enterprises": pl.DataFrame(
            {**what, "size_band": band, "business_units": count} for band, count in bands.items()
        )
    }


def both_kinds(alike: int) -> pl.DataFrame:
    """Forty industries of 500 jobs, of which so many have as many employees."""
    employees = {f"d{code}": 500.0 if code < alike else 450.0 for code in range(40)}
    return pl.concat([
        jobs(**dict.fromkeys(employees, 500.0)),
        jobs(**employees).with_columns(job_kind=pl.lit("employees")),
    ])  # fmt: skip


def split(*shares: float) -> Tables:
    return {"ward_changes": pl.DataFrame({"former_code": "F1", "share": list(shares)})}


def former(districts: int) -> pl.DataFrame:
    return pl.DataFrame({"lad_code": [COUNCIL] * districts})


# A total of 1,000 is to the nearest 250, and a section of 900 to the nearest 100.
CLOSE, FAR = jobs(total=1000.0, A=10.0, C=900.0), jobs(total=1000.0, A=10.0, C=600.0)
# rule, tables that keep it, tables that break it, words of the fault: as small as can be
CASES: list[tuple[Rule, Tables, Tables, str]] = [
    (places.codes_known, {"councils": COUNCILS, "jobs": jobs(total=1.0)},
     {"councils": COUNCILS.clear(), "jobs": jobs(total=1.0)}, "not in any list: E08000033"),
    (places.ward_codes_known, {"wards": wards("W1"), "ward_measures": ward(1.0)},
     {"wards": wards("W2"), "ward_measures": ward(1.0)}, "not listed in that council: W1"),
    (places.ward_codes_known,
     {"wards": wards("W2"), "lsoa_wards": lsoas("W1"), "ward_measures": ward(1.0)},
     {"wards": wards("W1", lad="E08000099"), "ward_measures": ward(1.0)}, "in that council: W1"),
    (places.measures_known, {"ward_measures": ward(1.0)}, {"ward_measures": ward(1.0, "luck")},
     "measures not in the catalogue: ['luck']"),
    (places.one_ward_vintage, {"wards": wards("W1"), "lsoa_wards": lsoas("W1")},
     {"wards": wards("W1"), "lsoa_wards": lsoas("W1", year="2024")},
     "the LSOA lookup is for wards of ['2024'] and the ward boundaries are of ['2025']"),
    (places.one_council_a_ward, {"wards": wards("W1"), "lsoa_wards": lsoas("W1", "W2")},
     {"wards": wards("W1"), "lsoa_wards": lsoas("W1", lad="E08000099")}, "in two councils"),
    (places.boundaries_valid, {"wards": wards("W1")}, {"wards": wards("W1", wkb=CROSSED)},
     "invalid boundaries: W1"),
    (places.boundaries_valid, {"wards": wards("W1")}, {"wards": wards("W1", wkb=NOTHING)},
     "invalid boundaries: W1"),
    (places.former_wards_shared_once, split(0.3, 0.7), split(0.5, 0.7), "sum to 1.2000, not 1"),
    (sums.sectors_against_totals, {"jobs": CLOSE}, {"jobs": FAR},
     "sections sum to 610 and the total is 1,000 (E08000033, 2024, employment)"),
    (sums.sectors_against_totals, {"jobs": jobs(total=1000.0, A=None, C=500.0)},
     {"jobs": jobs(total=1000.0, A=None, C=1500.0)}, "sections sum to 1,500"),
    (sums.sectors_against_totals, {"jobs": jobs(total=1000.0, d10=500.0, d11=450.0)},
     {"jobs": jobs(total=1000.0, d10=500.0, d11=100.0)}, "divisions sum to 600"),
    (sums.sectors_against_totals,
     {"jobs": jobs(C=900.0, d10=500.0, d11=450.0)}, {"jobs": jobs(C=600.0, d10=500.0, d11=450.0)},
     "divisions sum to 950 and the C is 600"),
    (sums.kinds_of_jobs_differ, {"jobs": both_kinds(39)}, {"jobs": both_kinds(40)},
     "employees are all of employment in each of 40 industries of E08000033 in 2024"),
    (sums.sizes_against_totals, businesses(100.0, 60.0, 35.0), businesses(100.0, 60.0, 10.0),
     "size bands sum to 70 and the total is 100"),
    # A sum of seven former districts is off by the roundings of all seven.
    (sums.sizes_against_totals, businesses(100.0, 60.0, 10.0) | {"lad_changes": former(7)},
     businesses(100.0, 60.0, 10.0) | {"lad_changes": former(1)}, "size bands sum to 70"),
    (sums.sizes_against_totals, businesses(100.0, None, 35.0), businesses(100.0, None, 150.0),
     "size bands sum to 150"),
    (ward_sums.wards_against_councils,
     {"jobs": jobs(C=30.0).with_columns(status=pl.lit("partial")), "ward_measures": both(99.0)},
     {"jobs": jobs(C=30.0), "ward_measures": both(99.0)}, "sum to 99.0"),
    (ward_sums.wards_against_councils,
     {"jobs": jobs(C=30.0), "ward_measures": shared_out(10.0, 20.2)},
     {"jobs": jobs(C=30.0), "ward_measures": shared_out(10.0, 21.0)}, "sum to 31.0"),
    (ward_sums.wards_against_councils, {"jobs": jobs(C=30.0), "ward_measures": both(10.0, 20.2)},
     {"jobs": jobs(C=300.0), "ward_measures": both(300.0, 300.0)},
     "jobs_section_c: wards of E08000033 sum to 600.0, the council has 300.0 (2024)"),
    (ward_sums.wards_against_councils, {"jobs": jobs(C=900.0), "ward_measures": both(300.0, None)},
     {"jobs": jobs(C=900.0), "ward_measures": both(300.0, 300.0)}, "sum to 600.0"),
    (ward_sums.wards_against_councils, {"jobs": jobs(C=900.0), "ward_measures": both(880.0, None)},
     {"jobs": jobs(C=300.0), "ward_measures": both(600.0, None)}, "sum to 600.0"),
    (ward_sums.wards_against_councils,
     {"jobs": jobs(total=900.0), "ward_measures": both(440.0, 470.0, measure="jobs_total")},
     {"jobs": jobs(total=900.0), "ward_measures": both(900.0, 900.0, measure="jobs_total")},
     "jobs_total: wards of E08000033 sum to 1,800.0"),
    (ward_sums.wards_against_councils,
     people(1000.0) | {"ward_measures": both(500.0, 500.0, measure="residents_employed_persons")},
     people(1000.0) | {"ward_measures": both(500.0, 560.0, measure="residents_employed_persons")},
     "residents_employed_persons"),
    (ward_sums.wards_against_councils,
     people(1000.0, "census_qualifications")
     | {"ward_measures": both(500.0, 500.0, measure="residents_adults_persons")},
     people(1000.0, "census_qualifications")
     | {"ward_measures": both(500.0, 440.0, measure="residents_adults_persons")},
     "residents_adults_persons"),
    (ward_sums.wards_against_councils,
     claimants(100.0) | {"ward_measures": both(55.0, 50.0, measure="claimants_persons")},
     claimants(100.0) | {"ward_measures": both(80.0, 50.0, measure="claimants_persons")},
     "claimants_persons"),
    (sums.premises_add_up, premises(7.0, 2, 9), premises(7.0, 2, 10),
     "in wards and 2 not placed, of 10 read"),
    (sums.occupancy_adds_up, states(4.0, 2.0, 3.0), states(4.0, 2.0, 2.0), "states do not sum"),
    (sums.occupancy_adds_up, states(9.0, 0.0, 0.0), states(9.0, 0.0, 0.0, retail=8.0),
     "kinds do not sum"),
    (ranges.percentages_in_range, {"aps": pl.DataFrame({"value_pct": [0.0, 100.0, None]})},
     {"aps": pl.DataFrame({"value_pct": [-0.1, 100.0, None]})}, "value_pct outside 0 to 100"),
    (ranges.percentages_in_range,
     {"backtest": pl.DataFrame({"skill_pct": [-30.0], "wape_pct": [130.0]})},
     {"aps": pl.DataFrame({"value_pct": [0.0, 100.1, None]})}, "value_pct outside 0 to 100"),
    (ranges.percentages_in_range, {"ward_measures": ward(120.0, "claimants_persons")},
     {"ward_measures": ward(120.0, "claimants_pct")}, "a share outside 0% to 100%"),
    (ranges.percentages_are_of_their_parts, survey(40.0), survey(0.4),
     "0.4% of E08000033 is not its people over all"),
    (ranges.fractions_in_range, {"skills_training": pl.DataFrame({"weight": [0.0, 1.0, None]})},
     {"skills_training": pl.DataFrame({"weight": [0.0, 1.2]})}, "weight outside 0 to 1"),
    (ranges.fractions_in_range, {"skills_gaps": pl.DataFrame({"probability_gap": [1.0]})},
     {"skills_gaps": pl.DataFrame({"probability_gap": [-0.1]})}, "probability_gap outside"),
    (ranges.bounds_in_order, {"mismatch": pl.DataFrame({"lower80": [1.0], "upper80": [1.0]})},
     {"mismatch": pl.DataFrame({"lower80": [1.1], "upper80": [1.0]})}, "lower80 above upper80"),
    (ranges.bounds_in_order, {"skills_gaps": pl.DataFrame({"rank_low": [1.0], "rank_high": [2.0]})},
     {"skills_gaps": pl.DataFrame({"rank_low": [3.0], "rank_high": [2.0]})}, "rank_low above"),
    (ranges.periods_in_order, dated("2018-19", date(2018, 4, 1), date(2019, 3, 31)),
     dated("2018-19", date(2019, 4, 1), date(2019, 3, 31)), "period 2018-19 does not match"),
    (ranges.periods_in_order, dated("2023", date(2023, 1, 1), date(2023, 12, 31)),
     dated("2024", date(2023, 1, 1), date(2023, 12, 31)), "period 2024 does not match its dates"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kept", "broken", "words"), CASES)
def test_a_rule_passes_what_keeps_it_and_names_what_breaks_it(
    rule: Any, kept: Tables, broken: Tables, words: str
) -> None:
    if rule is ward_sums.wards_against_councils:  # a lookup names every ward of the council
        kept, broken = ({"lsoa_wards": lsoas("W0", "W1")} | each for each in (kept, broken))
    assert list(rule(kept)) == []
    ((_, message, _),) = rule(broken)
    assert words in message


def test_every_rule_has_a_case_and_is_quiet_where_its_tables_are_not_there() -> None:
    apart = {
        *skills.RULES, *local.RULES, *forecasts.RULES, *sectors.RULES, *fine.RULES, *outlook.RULES,
        *priorities.RULES, *ward_sectors.RULES, *access.RULES, *innovation.RULES, *wider.RULES,
        *sizes.RULES, *census.RULES,
    }  # fmt: skip
    assert {rule for rule, *_ in CASES} == set(checks.RULES) - apart
    assert [list(rule({})) for rule in checks.RULES] == [[] for _ in checks.RULES]


def test_what_rounding_of_small_areas_explains_is_no_fault() -> None:
    """Two dozen divisions, each to the nearest 5, make a ward's manufacturing 80 of 100."""
    cell = {"lad_code": COUNCIL, "area_type": "lsoa21", "period": "2024", "jobs": 5.0,
            "job_kind": "employment", "industry_level": "division"}  # fmt: skip
    cells = pl.DataFrame({**cell, "industry_code": str(code)} for code in range(10, 34))
    wards_of = {"ward_measures": ward(80.0), "lsoa_wards": lsoas("W1"), "jobs": jobs(C=100.0)}
    assert len(list(ward_sums.wards_against_councils(wards_of))) == 1
    assert not list(ward_sums.wards_against_councils(wards_of | {"jobs_small_areas": cells}))
    few = {"ward_measures": ward(50.0), "jobs_small_areas": cells}
    assert len(list(ward_sums.wards_against_councils(wards_of | few))) == 1


def test_wards_that_no_lookup_names_may_be_absent_and_never_too_many() -> None:
    few = {"jobs": jobs(C=900.0), "ward_measures": both(300.0, 300.0)}
    assert list(ward_sums.wards_against_councils(few)) == []
    many = {"jobs": jobs(C=300.0), "ward_measures": both(300.0, 300.0)}
    assert len(list(ward_sums.wards_against_councils(many))) == 1
