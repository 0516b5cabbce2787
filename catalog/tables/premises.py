"""Business premises, from the business-rates lists that councils publish.

Single properties stay in the data folder of the person who supplied the list. Names of ratepayers
and addresses are never among the columns. Only counts by ward are shown or exported.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

OCCUPANCIES: Final = ("occupied", "empty", "unknown")
GROUPS: Final = (
    "retail",
    "office",
    "industrial",
    "warehouse",
    "hospitality and leisure",
    "education and health",
    "advertising and communications",
    "other",
    "not described",
)
TOTAL: Final = "total"

define("property_no", pl.Int64, "", "Running number of the property in the council's list")
define("postcode", pl.String, "", "Postcode in capitals with one blank", nullable=True)
define("property_long", pl.Float64, "degrees", "Longitude given in the list", nullable=True)
define("property_lat", pl.Float64, "degrees", "Latitude given in the list", nullable=True)
define(
    "rateable_value_gbp",
    pl.Float64,
    "GBP",
    "Rateable value, a year's open-market rent as valued",
    nullable=True,
)
define("description_group", pl.String, "", "Kind of property, grouped from the VOA description")
define("occupancy", pl.String, "", "occupied, empty or unknown")
define("occupancy_basis", pl.String, "", "What in the list says so")
define("empty_from", pl.Date, "", "Since when the property is empty", nullable=True)
define("reliefs", pl.String, "", "Kinds of relief that the list names, '' where none")
define("has_relief", pl.Boolean, "", "Whether the list names any relief for the property")
define("list_period", pl.String, "", "Period of the list, such as 2018-19")
define("premises_count", pl.Float64, "premises", "Rated properties")
define("occupied_count", pl.Float64, "premises", "Properties recorded as occupied")
define("empty_count", pl.Float64, "premises", "Properties recorded as empty")
define("unknown_count", pl.Float64, "premises", "Properties whose occupation is not recorded")
define("relief_count", pl.Float64, "premises", "Properties with any relief")
define(
    "median_days_empty",
    pl.Float64,
    "days",
    "Median days empty at the end of the list's period, where a date is recorded",
    nullable=True,
)
define("longest_days_empty", pl.Float64, "days", "Longest of those days empty", nullable=True)
define("rows_count", pl.Int64, "rows", "Records in the list, without its headings")
define("rejected_count", pl.Int64, "rows", "Records that could not be read")
define("mended_count", pl.Int64, "rows", "Records short of a field, read by where they fit")
define("repeated_count", pl.Int64, "rows", "Records of a property already read")
define("read_count", pl.Int64, "premises", "Properties read: records less rejected and repeated")
define("by_coordinates_count", pl.Int64, "premises", "Properties placed by their coordinates")
define("by_postcode_count", pl.Int64, "premises", "Properties placed by their postcode")
define("not_placed_count", pl.Int64, "premises", "Properties in no ward of the council")

PREMISES: Final = Table(
    name="premises",
    grain="a property in a council's business-rates list",
    key=("lad_code", "property_no"),
    columns=(
        "lad_code",
        "property_no",
        "postcode",
        "property_long",
        "property_lat",
        "rateable_value_gbp",
        "description_group",
        "occupancy",
        "occupancy_basis",
        "empty_from",
        "reliefs",
        "has_relief",
        "list_period",
        "status",
    ),
    value="rateable_value_gbp",
    non_negative=("rateable_value_gbp",),
    allowed=(("occupancy", OCCUPANCIES), ("description_group", GROUPS)),
)
WARD_PREMISES: Final = Table(
    name="ward_premises",
    grain="a ward and a kind of property",
    key=("ward_code", "description_group"),
    columns=(
        "ward_code",
        "ward_name",
        "lad_code",
        "lad_name",
        "ward_vintage",
        "period",
        "period_start",
        "period_end",
        "description_group",
        "premises_count",
        "occupied_count",
        "empty_count",
        "unknown_count",
        "relief_count",
        "rateable_value_gbp",
        "median_days_empty",
        "longest_days_empty",
        "status",
    ),
    value="rateable_value_gbp",
    non_negative=("premises_count", "empty_count", "rateable_value_gbp", "median_days_empty"),
    allowed=(("description_group", (*GROUPS, TOTAL)),),
)
PREMISES_REPORT: Final = Table(
    name="premises_report",
    grain="a council's business-rates list, and how much of it could be used",
    key=("lad_code",),
    columns=(
        "lad_code",
        "lad_name",
        "list_period",
        "rows_count",
        "rejected_count",
        "mended_count",
        "repeated_count",
        "read_count",
        "by_coordinates_count",
        "by_postcode_count",
        "not_placed_count",
    ),
)
