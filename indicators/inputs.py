"""What the indicators are made from: tidy tables brought to one form, absent ones left empty."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from catalog import store
from catalog.columns import DType
from catalog.schema import check
from catalog.tables import TABLES
from indicators import fields, input_frames, place_rows
from indicators.fields import FIELDS, MEMBERS
from indicators.input_frames import FAMILIES as FAMILIES
from indicators.input_frames import HORIZON as HORIZON
from indicators.parts import Part
from indicators.places import larger_areas
from indicators.row_blocks import part_by
from indicators.skills import courses, graduates, occupation_frames
from indicators.skills.courses import Newest

NEEDED: Final = "councils"  # without it no place has a name; all else can be absent
READS: Final = fields.list_tables()


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


class UndeclaredReadError(Exception):
    """A maker read a field that it does not declare; not an AttributeError, which Python hides
    where a property raises it."""


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
    code and name of a group's councils; without rows for one council. occupation_pay, unemployment
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

    def limit_to(self, reads: Sequence[str | Part]) -> Inputs:
        """Inputs of these fields alone, of which a `Part` has some rows: any other one raises."""
        values: dict[str, Any] = {}
        for read in reads:
            if isinstance(read, str):
                values[read] = getattr(self, read)
            else:
                beside = (getattr(self, name) for name in read.beside)
                values[read.field] = read.select(getattr(self, read.field), *beside)
        return make_partly(values)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Of a field that was left out."""
            if name in FIELDS:
                raise UndeclaredReadError(
                    f"these inputs lack {name}: a maker that reads it says so in its `reads` in "
                    "indicators/makers.py"
                )
            raise AttributeError(name)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Names by code, of one code the first."""
        codes, names = (self.areas[column].to_list() for column in ("area_code", "area_name"))
        return dict(zip(reversed(codes), reversed(names), strict=True))

    @cached_property
    def _parted(self) -> dict[str, dict[tuple[Any, ...], pl.DataFrame]]:
        """Frames by field and area, as far as `rows_of` was asked for them."""
        return {}

    def name_of(self, area: str) -> str:
        """Name of an area, its code where none is known."""
        return self._names.get(area, area)

    def rows_of(self, area: str, what: str) -> pl.DataFrame:
        """An area's rows of a frame by area_code (a field's name), in their order.

        The frame is parted once, not searched for every area: all of them are asked for. What is
        parted lives as long as these inputs, so makers get limited ones, which end with them.
        """
        frame: pl.DataFrame = getattr(self, what)
        if what not in self._parted:
            self._parted[what] = part_by(frame, "area_code")
        return self._parted[what].get((area,), frame.clear())

    @cached_property
    def newest_courses(self) -> Newest:
        """The newest courses of each area and stream."""
        return Newest(self.courses)

    def explain_absence(self, area: str, what: str) -> str:
        """Why a group has no figure of something; '' for a council or where none of it has."""
        if self.absences.is_empty():
            return ""
        reasons = self.absences.filter(pl.col("area_code") == area, pl.col("what") == what)["words"]
        return str(reasons[0]) if reasons.len() else ""


def make_partly(values: Mapping[str, Any]) -> Inputs:
    """Inputs with these fields and no others."""
    partly: Inputs = object.__new__(Inputs)
    for name, value in values.items():
        object.__setattr__(partly, name, value)
    return partly


def read(
    root: Path, councils: Sequence[str] | None = None, wanted: Collection[str] | None = None
) -> Inputs:
    """Inputs from the tables under a folder, absent ones empty; of some councils, or of all.

    With `wanted`, those fields alone, without reading what they are not made from. StoreError where
    `councils` has not been built, TableError where a table is not what it should.
    """
    names = tuple(FIELDS) if wanted is None else tuple(wanted)
    tables = {}
    for name in fields.list_tables(names):
        if not store.has(name, root) and name != NEEDED:
            tables[name] = TABLES[name].empty()
        elif name in fields.SHARES and councils is None:
            tables[name] = read_share(name, root)
        else:
            tables[name] = read_table(name, root, councils)
    return make_partly(fields.shape_fields(tables, names))


def read_share(name: str, root: Path) -> pl.DataFrame:
    """What fields see of a table that they share with others, without reading the rest."""
    share = fields.SHARES[name]
    return store.read_rows(name, root, share.rows, columns=share.columns)


def read_table(name: str, root: Path, councils: Sequence[str] | None) -> pl.DataFrame:
    """A table of READS; of some councils (GSS codes), their rows and those of wider areas alone:
    all that is asked of one place, or of several as one (`place_rows`). StoreError and TableError
    as in `read`.
    """
    if councils is None or not TABLES[name].council_column or name == NEEDED:
        return check(store.read(name, root)[0], TABLES[name])
    rows = place_rows.select_rows(name, root, councils)
    return check(store.read_rows(name, root, *rows), TABLES[name])


def build_inputs(tables: Mapping[str, pl.DataFrame]) -> Inputs:
    """Inputs from tidy tables by name; every name of READS must be there, empty or not."""
    return Inputs(**fields.shape_fields(tables))
