"""Tables of ONS local indicators of the United Kingdom, and of statistical neighbours."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table
from catalog.tables.labour import AREA, PERIOD

F: Final = pl.Float64
define("indicator_code", pl.String, "", "ONS's own short name of the indicator: employment-rate")
define("indicator_name", pl.String, "", "Name of the indicator")
define("indicator_measures", pl.String, "", "What the indicator measures, in one line")
define("indicator_about", pl.String, "", "What the indicator is, for which places and years")
define("topic", pl.String, "", "economy, education and skills, or connectivity")
define("subtopic", pl.String, "", "Part of the topic: employment, business, apprenticeships")
define("value_prefix", pl.String, "", "What stands before the figure, such as £; '' if nothing")
define("value_suffix", pl.String, "", "What stands after the figure, such as %; '' if nothing")
define("value_note", pl.String, "", "What the figure is of, for a heading: per 100,000 population")
define("decimals", pl.Int64, "decimal places", "Decimal places that ONS shows")
define(
    "is_rate", pl.Boolean, "",
    "True if the figure does not grow with the size of the area, so that areas can be compared",
)  # fmt: skip
define("has_limits", pl.Boolean, "", "True if ONS gives confidence limits for the indicator")
define("can_be_negative", pl.Boolean, "", "True if a figure below zero is possible")
define("value_min", F, "as the value", "Lowest figure or limit, as ONS says", nullable=True)
define("value_max", F, "as the value", "Highest figure or limit, as ONS says", nullable=True)
define("in_development", pl.Boolean, "", "True for official statistics in development")
define("frequency", pl.String, "", "How often the indicator is published: annual, quarterly")
define("period_kind", pl.String, "", "year, financial-year, academic-year, month, as ONS names it")
define("countries", pl.String, "", "Nations with figures: E (England), N (Northern Ireland), S, W")
define("area_levels", pl.String, "", "Levels of area with figures, such as ctry, rgn, cauth, ltla")
define("caveats", pl.String, "", "What readers must know of the indicator; '' if ONS says nothing")
define("source_name", pl.String, "", "Who publishes the figures behind the indicator")
define("source_url", pl.String, "", "Where those figures are published")
define("source_date", pl.String, "", "When those figures were published")
define("updated", pl.String, "", "Date of the newest figures in ONS's service")
define("first_period", pl.String, "", "First period with figures")
define("last_period", pl.String, "", "Newest period with figures")
define("lower_limit95", F, "as the value", "Lower limit of the 95% interval", nullable=True)
define("upper_limit95", F, "as the value", "Upper limit of the 95% interval", nullable=True)
define("grouping", pl.String, "", "What neighbours are alike in: global, economic or demographic")
define("grouping_name", pl.String, "", "The same as ONS says it: All indicators")

LOCAL_INDICATORS: Final = Table(
    name="local_indicators",
    grain="an indicator of the Explore Local Statistics service, with what ONS says of it",
    key=("indicator_code",),
    columns=(
        "indicator_code", "indicator_name", "indicator_measures", "indicator_about", "topic",
        "subtopic", "unit", "value_prefix", "value_suffix", "value_note", "decimals", "is_rate",
        "has_limits", "can_be_negative", "value_min", "value_max", "in_development",
        "frequency", "period_kind", "countries", "area_levels", "first_period", "last_period",
        "caveats", "source_name", "source_url", "source_date", "updated",
    ),
    non_negative=("decimals",),
)  # fmt: skip
LOCAL_INDICATOR_VALUES: Final = Table(
    name="local_indicator_values",
    grain="an indicator, an area of the United Kingdom and a period",
    key=("indicator_code", "area_code", "period_start", "period"),
    columns=(
        "indicator_code", *AREA, *PERIOD, "value", "lower_limit95", "upper_limit95", "status",
    ),
    value="value",
    allowed=(("area_type", ("lad", "county", "cauth", "region", "country")),),
)  # fmt: skip
SIMILAR_AREAS: Final = Table(
    name="similar_areas",
    grain="a council, one of ONS's groupings, and a council like it",
    key=("area_code", "grouping", "similar_rank"),
    columns=(
        "area_code", "grouping", "grouping_name", "similar_code", "similar_name", "similar_rank",
    ),
)  # fmt: skip
