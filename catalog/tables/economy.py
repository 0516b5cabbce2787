"""Tables of the economy, from the ONS website and the Valuation Office Agency."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

AREA: Final = ("area_code", "area_name", "area_type", "area_vintage")
PERIOD: Final = ("period", "period_start", "period_end")
INDUSTRY: Final = ("industry_code", "industry_name", "industry_level")

define("published_code", pl.String, "", "Industry code as the publisher writes it: 'C (10-33)'")
define("price_basis", pl.String, "", "current (money of the year) or constant (volume)")
define("price_year", pl.String, "", "Year whose money a constant-price value is in, otherwise ''")
define("gva_gbp_m", pl.Float64, "£ million", "Gross value added (balanced)", nullable=True)
define(
    "gva_index", pl.Float64, "index, base year = 100",
    "Gross value added in a month against the base year, without price changes", nullable=True,
)  # fmt: skip
define("adverts_count", pl.Float64, "adverts", "Online job adverts in the month", nullable=True)
define(
    "vacancies_count", pl.Float64, "vacancies",
    "Vacancies on a day, as the average of three months", nullable=True,
)  # fmt: skip
define(
    "event", pl.String, "",
    "births, deaths, active; survived_1y to survived_5y: born then and still active years later",
)  # fmt: skip
define("enterprises_count", pl.Float64, "enterprises", "Number of enterprises", nullable=True)
define("property_sector", pl.String, "", "total, retail, office, industrial or other")

GVA: Final = Table(
    name="gva",
    grain="an area, a year, an industry or group of industries, and a price basis",
    key=("area_code", "period", "industry_code", "price_basis"),
    columns=(
        *AREA, *PERIOD, *INDUSTRY, "published_code", "price_basis", "price_year", "gva_gbp_m",
        "status",
    ),
    value="gva_gbp_m",
    # Chained volumes do not add up, and an area's gross value added can be below zero.
    allowed=(
        ("area_type", ("lad",)),
        (
            "industry_level",
            ("total", "broad_group", "section", "section_group", "division", "division_group",
             "division_part"),
        ),
        ("price_basis", ("current", "constant")),
    ),
)  # fmt: skip
GVA_MONTHLY: Final = Table(
    name="gva_monthly",
    grain="the United Kingdom, a month and an industry or broad group of industries",
    key=("area_code", "period", "industry_code"),
    columns=(*AREA, *PERIOD, *INDUSTRY, "gva_index", "status"),
    value="gva_index",
    non_negative=("gva_index",),
    allowed=(
        ("area_type", ("country",)),
        ("industry_level", ("total", "broad_group", "section")),
    ),
)
ADVERTS: Final = Table(
    name="adverts",
    grain="an area, a month and an occupation (SOC 2020 minor group, or the total)",
    key=("area_code", "period", "occupation_code"),
    columns=(
        *AREA, *PERIOD, "occupation_code", "occupation_name", "adverts_count", "status",
    ),
    value="adverts_count",
    additive=True,
    non_negative=("adverts_count",),
    allowed=(("area_type", ("lad", "region", "country")),),
)  # fmt: skip
VACANCIES: Final = Table(
    name="vacancies",
    grain="the United Kingdom, a rolling three months and an industry",
    key=("area_code", "period", "industry_code"),
    columns=(*AREA, *PERIOD, *INDUSTRY, "vacancies_count", "status"),
    value="vacancies_count",
    non_negative=("vacancies_count",),
    allowed=(("area_type", ("country",)), ("industry_level", ("total", "section"))),
)
NATIONAL_RATES: Final = Table(
    name="national_rates",
    grain="the United Kingdom, a rolling three months and a rate",
    key=("area_code", "period", "variable_code"),
    columns=(*AREA, *PERIOD, "variable_code", "variable_name", "value_pct", "status"),
    value="value_pct",
    non_negative=("value_pct",),
    allowed=(
        ("area_type", ("country",)),
        ("variable_code", ("employment_rate", "unemployment_rate", "inactivity_rate")),
    ),
)
BUSINESS_DEMOGRAPHY: Final = Table(
    name="business_demography",
    grain="an area, a year and an event in the life of enterprises",
    key=("area_code", "period", "event"),
    columns=(*AREA, *PERIOD, "event", "enterprises_count", "status", "note"),
    value="enterprises_count",
    additive=True,
    non_negative=("enterprises_count",),
    allowed=(
        ("area_type", ("lad", "region", "country")),
        ("event", ("births", "deaths", "active", *(f"survived_{n}y" for n in range(1, 6)))),
    ),
)


def _stock(name: str, area: str, kind: tuple[str, ...]) -> Table:
    return Table(
        name=name,
        grain=f"{area}, a 31 March, a sector of rated properties, and count or rateable value",
        key=("area_code", "period", "property_sector", "measure"),
        columns=(*AREA, *PERIOD, "property_sector", "measure", "value", "status"),
        value="value",
        additive=True,
        non_negative=("value",),
        allowed=(
            ("area_type", kind),
            ("property_sector", ("total", "retail", "office", "industrial", "other")),
            ("measure", ("properties_count", "rateable_value_gbp")),
        ),
    )


PROPERTY_STOCK: Final = _stock("property_stock", "an area", ("lad", "region", "country"))
PROPERTY_STOCK_SMALL_AREAS: Final = _stock(
    "property_stock_small_areas", "an LSOA of 2021", ("lsoa21",)
)
