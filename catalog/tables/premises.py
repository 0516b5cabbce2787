"""Business premises, from the business-rates lists that councils publish.

Single properties stay in the data folder of the person who supplied the list. There are never
columns for names of ratepayers or addresses. Only counts by ward are shown or exported.
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
define("postcode", pl.String, "", "Postcode in capitals with one space", nullable=True)
define("property_long", pl.Float64, "degrees", "Longitude given in the list", nullable=True)
define("property_lat", pl.Float64, "degrees", "Latitude given in the list", nullable=True)
define(
    "rateable_value_gbp",
    pl.Float64,
    "GBP",
    "Rateable value: the estimated open-market rent for a year",
    nullable=True,
)
define("description_group", pl.String, "", "Type of property, grouped from the VOA description")
define("occupancy", pl.String, "", "occupied, empty or unknown")
define("occupancy_basis", pl.String, "", "Evidence in the list for the occupancy")
define("empty_from", pl.Date, "", "Date the property became empty", nullable=True)
define("reliefs", pl.String, "", "Types of relief that the list names, '' for none")
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
    "Median days empty at the end of the list's period, of those with a date recorded",
    nullable=True,
)
define("longest_days_empty", pl.Float64, "days", "Longest of those days empty", nullable=True)
define("rows_count", pl.Int64, "rows", "Records in the list, without its headings")
define("rejected_count", pl.Int64, "rows", "Records that could not be read")
define("mended_count", pl.Int64, "rows", "Records without one field, read by matching the others")
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
