"""One definition per column: name, dtype, unit and meaning. Names carry their unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl
from polars.datatypes import DataTypeClass

DType = pl.DataType | DataTypeClass


@dataclass(frozen=True)
class Column:
    """A column, the same in every table that has it. `unit` is "" for codes and labels."""

    name: str
    dtype: DType
    unit: str
    meaning: str
    nullable: bool = False


COLUMNS: Final[dict[str, Column]] = {}


def define(name: str, dtype: DType, unit: str, meaning: str, *, nullable: bool = False) -> str:
    """Registers a column and returns its name. ValueError if the name is already defined."""
    if name in COLUMNS:
        raise ValueError(f"column {name} is defined twice; delete one of the definitions")
    COLUMNS[name] = Column(name, dtype, unit, meaning, nullable)
    return name


define("area_code", pl.String, "", "GSS code of the area, as of `area_vintage`")
define("area_name", pl.String, "", "Name of the area")
define(
    "area_type", pl.String, "",
    "lad, county, cauth (combined authority), region, country, ward, lsoa21, lsoa11, msoa21, itl2",
)  # fmt: skip
define(
    "area_vintage",
    pl.String,
    "",
    "Year of the boundaries that the code belongs to, '' if unknown",
)
define("lad_code", pl.String, "", "GSS code of the local authority district the area lies in")
define("lad_name", pl.String, "", "Name of the local authority district the area lies in")
define("ward_code", pl.String, "", "GSS code of the electoral ward or division")
define("ward_name", pl.String, "", "Name of the ward")
define("period", pl.String, "", "Period as the source names it: 2024, 2026-02, 2025-09, 2026-Q1")
define("period_start", pl.Date, "", "First day that the figure covers (or the reference day)")
define("period_end", pl.Date, "", "Last day that the figure covers (or the reference day)")
define(
    "status",
    pl.String,
    "",
    "observed, rounded, estimated, modelled, partial, suppressed or missing: what kind of figure",
)
define("measure", pl.String, "", "Short name of what is measured, such as claimants_persons")
define("value", pl.Float64, "as the measure says", "Value of the measure", nullable=True)
define("industry_code", pl.String, "", "SIC 2007 section letter, 2-digit division, 3-digit group, "
       "5-digit subclass, or 'total'")  # fmt: skip
define("industry_name", pl.String, "", "Name of the industry")
define(
    "industry_level",
    pl.String,
    "",
    "total, section, division, or a group or part of them as published",
)
define("occupation_code", pl.String, "", "SOC 2020 code at the level given, or 'total'")
define("occupation_name", pl.String, "", "Name of the occupation")
