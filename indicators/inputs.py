"""What the indicators are made from: tidy tables brought to one form, absent ones left empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.columns import DType
from catalog.schema import check
from catalog.tables import TABLES
from catalog.vocabulary.areas import WIDEST_FIRST
from indicators import input_frames, place_rows
from indicators.input_frames import FAMILIES as FAMILIES
from indicators.places import larger_areas
from indicators.row_blocks import part_by
from indicators.skills import courses, graduates, jobseekers, occupation_frames

HORIZON: Final = 3  # years from the day of forecasting
FINE: Final = ("jobs_fine", "enterprises_fine", "business_demography_fine", "sector_lists")
READS: Final = (
    "jobs", "gva", "forecasts", "adverts", "adverts_by_occupation", "claimants", "aps",
    "census_occupations", "census_qualifications", "business_demography", "fe_achievements",
    "fe_aims", "apprenticeships", "leaver_destinations", "graduate_qualifiers",
    "graduate_activities", "graduate_retention", "occupation_matrix", "councils",
    "ward_measures", "wards", "business_local_units",
    "payrolled_pay", "gva_monthly", "unemployment_by_occupation", "pay_by_occupation",
    "skill_shortages",
    *FINE,
)  # fmt: skip
NEEDED: Final = "councils"  # without it no place has a name; all else can be absent
ABSENCES: Final = {"area_code": pl.String, "what": pl.String, "words": pl.String}
MEMBERS: Final = {"area_code": pl.String, "member_code": pl.String}


def _empty(schema: Mapping[str, DType]) -> Callable[[], pl.DataFrame]:
    return lambda: pl.DataFrame(schema=schema)


NOWCASTS: Final = {
    "area_code": pl.String, "sector_measure": pl.String, "industry_code": pl.String,
    "year": pl.Int32, "value": pl.Float64, "status": pl.String,
}  # fmt: skip
OUTLOOK: Final = {
    "area_code": pl.String, "sector_measure": pl.String, "industry_code": pl.String,
    "base_year": pl.Int32, "target_year": pl.Int32, "mean": pl.Float64, "lower80": pl.Float64,
    "upper80": pl.Float64, "model": pl.String, "status": pl.String, "note": pl.String,
    "industry_name": pl.String, "industry_level": pl.String,
}  # fmt: skip
SECTORS: Final = {
    "area_code": pl.String, "sector_measure": pl.String, "industry_code": pl.String,
    "industry_name": pl.String, "industry_level": pl.String, "year": pl.Int32,
    "value": pl.Float64, "status": pl.String,
}  # fmt: skip
LOCAL_UNITS: Final = {
    "area_code": pl.String, "industry_code": pl.String, "year": pl.Int32, "size_band": pl.String,
    "business_units": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """Frames by content; each has area_code. Empty where there is no data.

    areas: area_name, area_type. sectors: sector_measure, industry_*, year, value, status. outlook:
    the forecast of the same series HORIZON years from now; where there is none for a group, mean is
    null and note says why. estimates: the same of this year, where official figures are older.
    nowcasts: estimates of every year since those. adverts: adverts_count by month and occupation.
    seekers: seekers_persons by concept and period. leavers: leavers_persons, period. residents:
    skill_kind, skill_code, residents_persons. achievements_all: by year; achievements: of the
    newest. courses: courses achieved and leavers in work by subject and level, by year.
    graduates_staying, by area, graduate_mix, of all providers together, and graduate_offers, by
    provider: as of `graduates`. itl2: itl2_code of each area. survey: occupation x industry group
    by ITL2 area. businesses: births as % of active, by year. local_units: business_units by
    industry, year and size band. employees: as sectors, of employees without working owners. pay:
    median pay of industries of the United Kingdom in the newest month. absences: what (a field's
    name) a group has no figure of, in words, since some council lacks it. output: monthly output of
    the United Kingdom. national_path: forecasts of jobs by section of nations, by year.
    larger_areas: part_code of the ITL2 area round each, by code of today and of 2021. members:
    member_code of a group's councils; without rows for one council. occupation_pay, unemployment
    and shortages: by occupation, of areas and years. regions: region_code of each council. The
    rest are the tables of that name.
    """

    nation: str
    areas: pl.DataFrame
    sectors: pl.DataFrame
    outlook: pl.DataFrame
    adverts: pl.DataFrame
    seekers: pl.DataFrame
    leavers: pl.DataFrame
    residents: pl.DataFrame
    achievements: pl.DataFrame
    achievements_all: pl.DataFrame
    itl2: pl.DataFrame
    survey: pl.DataFrame
    businesses: pl.DataFrame
    absences: pl.DataFrame
    aps: pl.DataFrame
    ward_measures: pl.DataFrame
    wards: pl.DataFrame
    nowcasts: pl.DataFrame = field(default_factory=_empty(NOWCASTS))
    estimates: pl.DataFrame = field(default_factory=_empty(OUTLOOK))
    local_units: pl.DataFrame = field(default_factory=_empty(LOCAL_UNITS))
    employees: pl.DataFrame = field(default_factory=_empty(SECTORS))
    pay: pl.DataFrame = field(default_factory=_empty(input_frames.PAY))
    jobs_fine: pl.DataFrame = field(default_factory=TABLES["jobs_fine"].empty)
    enterprises_fine: pl.DataFrame = field(default_factory=TABLES["enterprises_fine"].empty)
    business_demography_fine: pl.DataFrame = field(
        default_factory=TABLES["business_demography_fine"].empty
    )
    sector_lists: pl.DataFrame = field(default_factory=TABLES["sector_lists"].empty)
    larger_areas: pl.DataFrame = field(default_factory=_empty(larger_areas.SCHEMA))
    output: pl.DataFrame = field(default_factory=TABLES["gva_monthly"].empty)
    national_path: pl.DataFrame = field(default_factory=_empty(input_frames.NATIONAL_PATH))
    members: pl.DataFrame = field(default_factory=_empty(MEMBERS))
    occupation_pay: pl.DataFrame = field(default_factory=_empty(occupation_frames.PAY))
    unemployment: pl.DataFrame = field(default_factory=_empty(occupation_frames.UNEMPLOYMENT))
    shortages: pl.DataFrame = field(default_factory=_empty(occupation_frames.SHORTAGES))
    regions: pl.DataFrame = field(default_factory=_empty(occupation_frames.REGIONS))
    courses: pl.DataFrame = field(default_factory=_empty(courses.SCHEMA))
    graduates_staying: pl.DataFrame = field(default_factory=_empty(graduates.STAYING))
    graduate_mix: pl.DataFrame = field(default_factory=_empty(graduates.MIX))
    graduate_offers: pl.DataFrame = field(default_factory=_empty(graduates.OFFERS))

    @cached_property
    def _names(self) -> dict[str, str]:
        """Names by code, of one code the first."""
        codes, names = (self.areas[column].to_list() for column in ("area_code", "area_name"))
        return dict(zip(reversed(codes), reversed(names), strict=True))

    @cached_property
    def _parted(self) -> dict[str, dict[object, pl.DataFrame]]:
        """Frames by field and area, as far as `rows_of` was asked for them."""
        return {}

    def name_of(self, area: str) -> str:
        """Name of an area, its code where none is known."""
        return self._names.get(area, area)

    def rows_of(self, area: str, what: str) -> pl.DataFrame:
        """An area's rows of a frame by area_code (a field's name), in their order.

        The frame is parted once, not searched for every area: all of them are asked for. What is
        parted lives as long as these inputs, so a build takes a `copy` that ends with it.
        """
        frame: pl.DataFrame = getattr(self, what)
        if what not in self._parted:
            self._parted[what] = part_by(frame, "area_code")
        return self._parted[what].get((area,), frame.clear())

    @cached_property
    def newest_courses(self) -> courses.Newest:
        """The newest courses of each area and stream."""
        return courses.Newest(self.courses)

    def explain_absence(self, area: str, what: str) -> str:
        """Why a group has no figure of something; '' for a council or where none of it has."""
        if self.absences.is_empty():
            return ""
        reasons = self.absences.filter(pl.col("area_code") == area, pl.col("what") == what)["words"]
        return str(reasons[0]) if reasons.len() else ""


def read(root: Path, councils: Sequence[str] | None = None) -> Inputs:
    """Inputs from the tables under a folder, absent ones empty; of some councils, or of all.

    StoreError where `councils` has not been built, TableError where a table is not what it should.
    """
    tables = {
        name: read_table(name, root, councils)
        if store.has(name, root) or name == NEEDED
        else TABLES[name].empty()
        for name in READS
    }
    return build_inputs(tables)


def read_table(name: str, root: Path, councils: Sequence[str] | None) -> pl.DataFrame:
    """A table of READS; of some councils (GSS codes), their rows and those of wider areas alone:
    all that is asked of one place, or of several as one (`place_rows`). StoreError and TableError
    as in `read`.
    """
    if councils is None or not TABLES[name].council_column or name == NEEDED:
        return check(store.read(name, root)[0], TABLES[name])
    rows = place_rows.select_rows(name, root, councils)
    return check(store.read_rows(name, root, *rows), TABLES[name])


def build_inputs(tables: dict[str, pl.DataFrame]) -> Inputs:
    """Inputs from tidy tables by name; every name of READS must be there, empty or not."""
    sectors = pl.concat(
        [input_frames.shape_jobs(tables["jobs"]), input_frames.shape_gva(tables["gva"])]
    )
    forecasts = tables["forecasts"]
    offers = graduates.read_offers(tables["graduate_qualifiers"], tables["councils"])
    seekers = jobseekers.seekers(tables["claimants"], tables["aps"])
    with_values = set(sectors.filter(pl.col("value").is_not_null())["area_code"])
    return Inputs(
        nation=next((code for code in WIDEST_FIRST if code in with_values), ""),
        areas=input_frames.shape_areas(tables),
        sectors=sectors,
        outlook=input_frames.shape_outlook(forecasts.filter(horizon=HORIZON), sectors),
        nowcasts=input_frames.shape_nowcasts(forecasts),
        adverts=jobseekers.adverts(tables["adverts_by_occupation"], tables["adverts"]),
        seekers=seekers,
        leavers=jobseekers.leavers(seekers),
        residents=jobseekers.residents(
            tables["census_occupations"], tables["census_qualifications"]
        ),
        achievements=jobseekers.achievements(tables["fe_achievements"]),
        achievements_all=tables["fe_achievements"].select(jobseekers.ACHIEVED),
        courses=courses.read_courses(
            *(
                tables[name]
                for name in ("fe_aims", "apprenticeships", "fe_achievements", "leaver_destinations")
            )
        ),
        graduates_staying=graduates.read_staying(tables["graduate_retention"]),
        graduate_mix=graduates.read_mix(offers, tables["graduate_activities"]),
        graduate_offers=offers,
        itl2=input_frames.shape_itl2(tables["councils"]),
        survey=input_frames.shape_survey(tables["occupation_matrix"]),
        businesses=read_businesses(tables["business_demography"]),
        estimates=input_frames.shape_outlook(input_frames.newest_past(forecasts), sectors),
        local_units=input_frames.shape_local_units(tables["business_local_units"]),
        employees=input_frames.shape_jobs(tables["jobs"], "employees"),
        pay=input_frames.shape_pay(tables["payrolled_pay"]),
        absences=pl.DataFrame(schema=ABSENCES),
        output=tables["gva_monthly"],
        national_path=input_frames.shape_national_path(forecasts),
        larger_areas=larger_areas.larger_areas(tables["councils"]),
        **occupation_frames.shape(tables),
        **{name: tables[name] for name in ("aps", "ward_measures", "wards", *FINE)},
    )


def read_businesses(table: pl.DataFrame) -> pl.DataFrame:
    """area_code, period, births, active and births_pct of every year."""
    wide = table.group_by("area_code", "period").agg(
        *(
            pl.col("enterprises_count").filter(pl.col("event") == event).first().alias(event)
            for event in ("births", "active")
        )
    )
    return wide.with_columns(births_pct=births_rate())


def births_rate() -> pl.Expr:
    """New businesses per 100 active ones of the same year."""
    return pl.when(pl.col("active") > 0).then(100 * pl.col("births") / pl.col("active"))
