"""Section of a report on sectors that cut across SIC: the Industrial Strategy's and an area's own.

Beside them the fine classes with the best national outlook, and what such an outlook was worth.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from presentation.fine_sector_words import (
    LISTS,
    OVERLAP,
    describe_carriers,
    describe_measured_area,
    name_list,
)
from presentation.wording import ESTIMATE, NOISE, dated, joined, span
from reports.content import DataTable, Field, Section, Text
from reports.inputs import ReportArea

STRATEGY: Final = "is8"
CLASS_LISTS: Final = ("subclass", "group")  # the finer first
MOST_CLASSES: Final = 10  # as many as the outlook was tested on
UNUSUAL: Final = {
    "grown": "Grown beyond the noise of its size.",
    "shrunk": "Shrunk beyond the noise of its size.",
    "": "",
}
# The sentence of a note that says why a figure may be too low; the others hold for every row.
TOO_LOW: Final = r"(?i)([^.]*\btoo low\b[^.]*\.)"
FIGURES: Final = (
    Field("jobs", "Jobs", 0, "jobs", "status", period="years", is_estimate=True),
    Field("lower80", "80% from", 0, "jobs", "status", is_estimate=True),
    Field("upper80", "80% to", 0, "jobs", "status", is_estimate=True),
    Field("share_pct", "Share of jobs (%)", 1, "%", "status", period="years"),
    Field("location_quotient", "Over the nation (times)", 1, "ratio", "status", period="years"),
    Field("quotient_lower80", "80% from", 1, "ratio", "status"),
    Field("quotient_upper80", "80% to", 1, "ratio", "status"),
    Field("remark", "Remark"),
    Field("status", "Status"),
)
SECTORS: Final = (Field("sector_name", "Sector"), Field("list_name", "List"), *FIGURES)
PRINTED: Final = (
    "sector_name", "jobs", "lower80", "upper80", "share_pct", "location_quotient",
)  # fmt: skip
CLASSES: Final = (
    Field("sector_name", "Industry"),
    Field("carriers_rank", "Rank of outlook", 0, "rank", "status", period="years"),
    *FIGURES,
)


def sector_lists(area: ReportArea) -> tuple[Section, ...]:
    """Sectors of the Industrial Strategy and of the area's own lists, then fine classes."""
    with area.tables.read.source() as source:
        fine = _in_words(area.indicators["fine_sectors"])
    listed = fine.filter((pl.col("sector_list") == STRATEGY) | ~pl.col("sector_list").is_in(LISTS))
    classes = _best_classes(fine)
    sectors_of_lists = DataTable(
        "sector-lists",
        dated("Jobs in sectors of lists", span(listed, "period_from", "period_to")),
        listed.sort(pl.col("sector_list") != STRATEGY, "sector_list", "sector_name"),
        SECTORS,
        str(source),
        (ESTIMATE, NOISE),
        print_fields=PRINTED,
        print_rows=MOST_CLASSES,
    )
    title = f"{classes.height} industries with the best national outlook"
    of_classes = DataTable(
        "fine-classes",
        dated(title, span(classes, "period_from", "period_to")),
        classes,
        CLASSES,
        str(source),
        (ESTIMATE, NOISE),
        print_fields=PRINTED,
    )
    words = _describe_lists(listed, area.spoken_name)
    worth = describe_carriers(classes.row(0, named=True)) if classes.height else ""
    strategy = Section(
        "sector-lists", "Sectors of the Industrial Strategy (IS-8)",
        (*(Text((line,)) for line in words), sectors_of_lists), level=2, printed="standard",
    )  # fmt: skip
    if not classes.height:
        return (strategy,)
    fine_classes = Section(
        "fine-classes", "Industries with the best national outlook",
        (*([Text((worth,))] if worth else []), of_classes), level=2, printed="full",
    )  # fmt: skip
    return strategy, fine_classes


def _in_words(fine: pl.DataFrame) -> pl.DataFrame:
    """The rows with the name of their list, their years and a remark."""
    names = {name: name_list(name) for name in fine["sector_list"].unique()}
    return fine.with_columns(
        list_name=pl.col("sector_list").replace_strict(names, return_dtype=pl.String),
        years=pl.when(pl.col("period_from") == pl.col("period_to"))
        .then("period_to")
        .otherwise(pl.format("{} to {}", "period_from", "period_to")),
        # Why there is no figure stands in its place, such as that SIC cannot measure the sector.
        remark=pl.when(pl.col("jobs").is_null())
        .then("note")
        .otherwise(
            pl.concat_str(
                pl.col("unusual").replace_strict(UNUSUAL, return_dtype=pl.String),
                pl.col("note").str.extract(TOO_LOW).str.strip_chars().fill_null(""),
                separator=" ",
            ).str.strip_chars()
        ),
    )


def _best_classes(fine: pl.DataFrame) -> pl.DataFrame:
    """The first classes by the outlook of their carriers, of the finest level that has one."""
    for level in CLASS_LISTS:
        ranked = fine.filter(sector_list=level).drop_nulls("carriers_rank")
        if ranked.height:
            return ranked.sort("carriers_rank", "sector_code").head(MOST_CLASSES)
    return fine.clear()


def _describe_lists(listed: pl.DataFrame, place: str) -> tuple[str, ...]:
    """That sectors overlap, and of which area the figures are where it is a larger one."""
    if listed.is_empty():
        return ()
    rows: list[dict[str, Any]] = listed.unique("measured_name", maintain_order=True).to_dicts()
    areas = [describe_measured_area(row, place) for row in rows]
    low = listed.filter(pl.col("note").str.contains(TOO_LOW))["sector_name"].to_list()
    without = listed.filter(pl.col("jobs").is_null())["sector_name"].to_list()
    codes = [
        f"Industry codes (SIC) cover only part of {names_of(low)}, so these are too low."
        if low else "",
        f"{names_of(without)} cannot be measured by SIC." if without else "",
    ]  # fmt: skip
    return tuple(filter(None, [OVERLAP, *dict.fromkeys(areas), *codes]))


def names_of(sectors: list[str]) -> str:
    """Names as a sentence has them; those with an "and" of their own part with semicolons."""
    return "; ".join(sectors) if any(" and " in name for name in sectors) else joined(sectors)
