"""What the indicators are made from: tidy tables brought to one form, absent ones left empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.columns import DType
from catalog.schema import check
from catalog.tables import TABLES
from catalog.vocabulary.areas import WIDEST_FIRST
from indicators.places import premises
from indicators.skills import courses, graduates, jobseekers
from indicators.skills.occupation_matrix import FORMER_ITL2

HORIZON: Final = 3  # years from the day of forecasting
READS: Final = (
    "jobs", "gva", "forecasts", "adverts", "adverts_by_occupation", "claimants", "aps",
    "census_occupations", "census_qualifications", "business_demography", "fe_achievements",
    "fe_aims", "apprenticeships", "leaver_destinations", "graduate_qualifiers",
    "graduate_activities", "graduate_retention", "occupation_matrix", "councils",
    "ward_measures", "ward_premises", "wards",
)  # fmt: skip
NEEDED: Final = "councils"  # without it no place has a name; all else can be absent
ABSENCES: Final = {"area_code": pl.String, "what": pl.String, "words": pl.String}
FAMILIES: Final = {
    "jobs_section": "jobs", "jobs_division": "jobs", "gva_section": "real_gva",
    "gva_division": "real_gva",
}  # fmt: skip
LEVELS: Final = ("total", "section", "section_group", "division", "division_group")


def _empty(schema: Mapping[str, DType]) -> Callable[[], pl.DataFrame]:
    return lambda: pl.DataFrame(schema=schema)


NOWCASTS: Final = {
    "area_code": pl.String, "sector_measure": pl.String, "industry_code": pl.String,
    "year": pl.Int32, "value": pl.Float64, "status": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """Frames by content; each has area_code. Empty where there is no data.

    areas: area_name, area_type. sectors: sector_measure, industry_*, year, value, status. outlook:
    the forecast of the same series HORIZON years from now; where there is none for a group, mean is
    null and note says why. adverts: adverts_count by month and occupation. adverts_total: all
    adverts by month. seekers: seekers_persons by concept and period. leavers: leavers_persons,
    period. residents: skill_kind, skill_code, residents_persons. achievements_all: by year;
    achievements: of the newest. itl2: itl2_code of each area. survey: occupation x industry group
    by ITL2 area. businesses: births as % of active, by year. premises: share standing empty by
    kind. absences: what (a field's name) a group has no figure of, in words, since some council
    lacks it. The rest are the tables of that name. nowcasts: estimates of
    the years between the last official figure and now, of the series that are forecast. courses:
    courses achieved and leavers in work by subject and level, by year. graduates_staying, by area,
    graduate_mix, of all providers together, and graduate_offers, by provider: as of `graduates`.
    """

    nation: str
    areas: pl.DataFrame
    sectors: pl.DataFrame
    outlook: pl.DataFrame
    adverts: pl.DataFrame
    adverts_total: pl.DataFrame
    seekers: pl.DataFrame
    leavers: pl.DataFrame
    residents: pl.DataFrame
    achievements: pl.DataFrame
    achievements_all: pl.DataFrame
    itl2: pl.DataFrame
    survey: pl.DataFrame
    businesses: pl.DataFrame
    premises: pl.DataFrame
    absences: pl.DataFrame
    aps: pl.DataFrame
    ward_measures: pl.DataFrame
    ward_premises: pl.DataFrame
    wards: pl.DataFrame
    nowcasts: pl.DataFrame = field(default_factory=_empty(NOWCASTS))
    courses: pl.DataFrame = field(default_factory=_empty(courses.SCHEMA))
    graduates_staying: pl.DataFrame = field(default_factory=_empty(graduates.STAYING))
    graduate_mix: pl.DataFrame = field(default_factory=_empty(graduates.MIX))
    graduate_offers: pl.DataFrame = field(default_factory=_empty(graduates.OFFERS))

    def name_of(self, area: str) -> str:
        """Name of an area, its code where none is known."""
        names = self.areas.filter(pl.col("area_code") == area)["area_name"]
        return str(names[0]) if names.len() else area

    def explain_absence(self, area: str, what: str) -> str:
        """Why a group has no figure of something; '' for a council or where none of it has."""
        reasons = self.absences.filter(pl.col("area_code") == area, pl.col("what") == what)["words"]
        return str(reasons[0]) if reasons.len() else ""


def read(root: Path) -> Inputs:
    """Inputs from the tables under a folder, absent ones empty.

    StoreError where `councils` has not been built, TableError where a table is not what it should.
    """
    tables = {
        name: check(store.read(name, root)[0], TABLES[name])
        if store.has(name, root) or name == NEEDED
        else TABLES[name].empty()
        for name in READS
    }
    return build_inputs(tables)


def build_inputs(tables: dict[str, pl.DataFrame]) -> Inputs:
    """Inputs from tidy tables by name; every name of READS must be there, empty or not."""
    sectors = pl.concat([_jobs(tables["jobs"]), _gva(tables["gva"])])
    offers = graduates.read_offers(tables["graduate_qualifiers"], tables["councils"])
    seekers = jobseekers.seekers(tables["claimants"], tables["aps"])
    with_values = set(sectors.filter(pl.col("value").is_not_null())["area_code"])
    return Inputs(
        nation=next((code for code in WIDEST_FIRST if code in with_values), ""),
        areas=_areas(tables),
        sectors=sectors,
        outlook=_outlook(tables["forecasts"], sectors),
        nowcasts=_nowcasts(tables["forecasts"]),
        adverts=jobseekers.adverts(tables["adverts_by_occupation"], tables["adverts"]),
        adverts_total=tables["adverts"]
        .filter(occupation_code="total")
        .select("area_code", "period", "adverts_count"),
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
        itl2=_itl2(tables["councils"]),
        survey=_newest(tables["occupation_matrix"]),
        businesses=read_businesses(tables["business_demography"]),
        premises=premises.shares(tables["ward_premises"]),
        absences=pl.DataFrame(schema=ABSENCES),
        **{name: tables[name] for name in ("aps", "ward_measures", "ward_premises", "wards")},
    )


def _areas(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    columns = ("area_code", "area_name", "area_type")
    lads = tables["councils"].select(
        area_code="lad_code", area_name="lad_name", area_type=pl.lit("lad")
    )
    every_area = pl.concat([lads, tables["jobs"].select(columns), tables["gva"].select(columns)])
    return every_area.unique("area_code", keep="first").sort("area_code")


def _jobs(jobs: pl.DataFrame) -> pl.DataFrame:
    employment = jobs.filter(pl.col("job_kind") == "employment")
    return employment.select(
        "area_code", pl.lit("jobs").alias("sector_measure"), "industry_code", "industry_name",
        "industry_level", pl.col("period").cast(pl.Int32).alias("year"),
        pl.col("jobs").alias("value"), "status",
    )  # fmt: skip


def _gva(gva: pl.DataFrame) -> pl.DataFrame:
    real = gva.filter(pl.col("price_basis") == "constant", pl.col("industry_level").is_in(LEVELS))
    return real.select(
        "area_code", pl.lit("real_gva").alias("sector_measure"), "industry_code", "industry_name",
        "industry_level", pl.col("period").cast(pl.Int32).alias("year"),
        pl.col("gva_gbp_m").alias("value"), "status",
    )  # fmt: skip


def _outlook(forecasts: pl.DataFrame, sectors: pl.DataFrame) -> pl.DataFrame:
    """The forecast of each series HORIZON years from now, unrounded, with the industry's level.

    `base_year` is that of its last official figure.
    """
    levels = sectors.select("sector_measure", "industry_code", "industry_name", "industry_level")
    levels = levels.unique(["sector_measure", "industry_code"], keep="first")
    at_horizon = forecasts.filter(
        pl.col("family").is_in(list(FAMILIES)), pl.col("horizon") == HORIZON
    ).select(
        "area_code",
        pl.col("family").replace_strict(FAMILIES, return_dtype=pl.String).alias("sector_measure"),
        pl.col("series_code").alias("industry_code"),
        pl.col("origin_period").cast(pl.Int32).alias("base_year"),
        pl.col("period").cast(pl.Int32).alias("target_year"),
        pl.col("mean_exact").alias("mean"), "lower80", "upper80", "model", "status",
        pl.lit("").alias("note"),
    )  # fmt: skip
    # A forecast without its history has no level to change from, so it is left out.
    return at_horizon.join(
        levels, on=["sector_measure", "industry_code"], how="inner", validate="m:1"
    )


def _nowcasts(forecasts: pl.DataFrame) -> pl.DataFrame:
    past = forecasts.filter(
        pl.col("family").is_in(list(FAMILIES)), pl.col("horizon") <= 0,
        pl.col("mean_exact").is_not_null(),
    )  # fmt: skip
    return past.select(
        "area_code",
        pl.col("family").replace_strict(FAMILIES, return_dtype=pl.String).alias("sector_measure"),
        pl.col("series_code").alias("industry_code"),
        pl.col("period").cast(pl.Int32).alias("year"),
        pl.col("mean_exact").alias("value"),
        "status",
    )


def _itl2(councils: pl.DataFrame) -> pl.DataFrame:
    """area_code and itl2_code as of 2021: of councils, and of regions through their councils."""
    former = pl.DataFrame(
        [(new, old) for new, olds in FORMER_ITL2.items() for old in olds],
        schema={"itl2_code": pl.String, "former": pl.String}, orient="row",
    )  # fmt: skip
    coded = councils.drop_nulls("itl2_code").join(former, on="itl2_code", how="left")
    coded = coded.with_columns(itl2_code=pl.coalesce("former", "itl2_code"))
    return pl.concat(
        [
            coded.select(area_code="lad_code", itl2_code="itl2_code"),
            coded.select(area_code="region_code", itl2_code="itl2_code").unique(),
        ]
    ).sort("area_code", "itl2_code")


def _newest(table: pl.DataFrame) -> pl.DataFrame:
    newest = table.filter(pl.col("period") == pl.col("period").max())
    return newest.select("area_code", "occupation_code", "industry_group", "residents_persons")


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
