"""Sections of a report on wards: one table per council, and maps where they are drawn."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import MEASURES
from catalog.tables.indicators import WARD
from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import MISSING
from indicators.places import standing_wards, ward_groups, ward_views
from presentation import report_words
from presentation.wording import ADVERTS, ESTIMATE, MAPS, WARDS, dated, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea

# Measures of the ward table, with the heading and decimals of each.
SHOWN: Final = {
    "jobs_total": ("Jobs", 0),
    "residents_employed_persons": ("Working residents", 0),
    "residents_qualification_4_pct": ("Level 4 or above (%)", 1),
    "residents_qualification_none_pct": ("No qualification (%)", 1),
    "claimants_pct": ("Claimants (%)", 1),
    "premises_empty_pct": ("Premises empty (%)", 1),
}
STANDING: Final = (
    Field("ward_name", "Ward"),
    Field("lad_name", "Council"),
    Field("figure", "What stands out"),
    Field("side", "Than the middle"),
    Field("value", "Ward (%)", 1, "%", "status"),
    Field("middle_value", "Middle ward (%)", 1, "%", "status"),
    Field("distance_spreads", "Distance (standard deviations)", 2, "standard deviations",
          "status", signed=True),
    Field("period", "Period"),
    Field("status", "Status"),
)  # fmt: skip
STANDING_PRINTED: Final = ("ward_name", "lad_name", "figure", "value", "middle_value", "period")
MOST_PRINTED: Final = 10
NAMED: Final = 3
NONE_STANDS_OUT: Final = "No ward lies far from the middle ward on the figures we compare."
HOW_FOUND: Final = (
    "We compare claimants, qualifications and empty premises with the middle ward of the area, and "
    "list the wards furthest from it. We leave out figures of low reliability."
)
EXPOSURE: Final = "Exposure (log)"
LARGEST: Final = 8  # sectors that stand side by side
LOW: Final = Field("unreliable", "Low reliability [u]")


def wards(area: ReportArea, drawn: tuple[Block, ...] = ()) -> tuple[Section, ...]:
    """Wards that stand out with their maps, then measures and jobs of every ward."""
    every: list[Block] = []
    for code, name in area.councils:
        every += [_measures(area, code, name), _sectors(area, code, name)]
    return (
        Section(
            "wards", "Wards that stand out", (*_standing(area), *drawn), printed="standard",
        ),
        Section("wards-detail", "All wards", tuple(every), level=2, printed="full"),
    )  # fmt: skip


def _standing(area: ReportArea) -> tuple[Block, ...]:
    """The wards furthest from the middle ward, in a sentence and a table."""
    with area.tables.read.source() as source:
        measures = area.read_councils("ward_measures")
    if measures.is_empty():
        return (Text(("We have no figures by ward for this place.",)),)
    found = standing_wards.find_standing_wards(measures)
    if found.is_empty():
        return (Text((NONE_STANDS_OUT,)),)
    frame = found.with_columns(
        figure=pl.col("measure").replace_strict(
            {name: MEASURES[name].label for name in found["measure"].unique()}
        ),
        side=pl.when(pl.col("distance_spreads") > 0)
        .then(pl.lit("Higher")).otherwise(pl.lit("Lower")),
        unit=pl.lit("%"),
    )  # fmt: skip
    table = DataTable(
        "wards-standing-out", "Wards furthest from the middle ward", frame,
        STANDING if len(area.councils) > 1 else tuple(
            field for field in STANDING if field.name != "lad_name"
        ),
        str(source), (WARDS,), print_rows=MOST_PRINTED, print_fields=STANDING_PRINTED,
    )  # fmt: skip
    words = report_words.describe_wards(frame.head(NAMED).rows(named=True))
    return (Text((words,)), Text((HOW_FOUND,)), table)


def table_measures(area: ReportArea, lad_code: str) -> pl.DataFrame:
    """A row per ward of the council that any table knows: each of SHOWN, then the exposure.

    Each figure has its status, period (with first and last day) and reliability beside it.
    """
    exposure = area.indicators["ward_exposure"].filter(lad_code=lad_code)
    every = area.read_councils("ward_measures").filter(lad_code=lad_code)
    tables_of_wards = (area.read_councils("wards").filter(lad_code=lad_code), every, exposure)
    frame = pl.concat([part.select(WARD) for part in tables_of_wards]).unique(
        "ward_code", keep="first"
    )
    frame = frame.join(
        exposure.select(
            "ward_code", "exposure_ln", "lower80", "upper80", exposure_status="status",
            exposure_period="period", exposure_reliability="reliability",
        ), on="ward_code", how="left", validate="1:1",
    ).with_columns(pl.col("exposure_status").fill_null(MISSING))  # fmt: skip
    newest = filter_newest(every, ["measure"], "period_end")
    for measure in SHOWN:
        of_measure = newest.filter(measure=measure).select(
            "ward_code",
            pl.col("value").alias(measure),
            *(
                pl.col(name).alias(f"{measure}_{name}")
                for name in ("status", "period", "period_start", "period_end", "reliability")
            ),
        )
        frame = frame.join(of_measure, on="ward_code", how="left", validate="1:1").with_columns(
            pl.col(f"{measure}_status").fill_null(MISSING)
        )
    titles = {f"{measure}_reliability": title for measure, (title, _) in SHOWN.items()}
    titles["exposure_reliability"] = EXPOSURE
    return frame.with_columns(unreliable=_unreliable(titles)).sort("ward_name", "ward_code")


def _unreliable(titles: dict[str, str]) -> pl.Expr:
    """Headings, joined, of the columns whose reliability (column: heading) is low; '' for none."""
    if not titles:
        return pl.lit("")
    headings = [
        pl.when(pl.col(name) == "low").then(pl.lit(title)) for name, title in titles.items()
    ]
    return pl.concat_str(headings, separator="; ", ignore_nulls=True)


def _measures(area: ReportArea, code: str, name: str) -> DataTable:
    with area.tables.read.source() as source:
        frame = table_measures(area, code)
    periods = {
        title: span(frame, f"{measure}_period") for measure, (title, _) in SHOWN.items()
    } | {EXPOSURE: span(frame, "exposure_period")}  # fmt: skip
    dates = "; ".join(f"{title} {period}" for title, period in periods.items() if period)
    return DataTable(
        f"wards-{code}",
        f"Wards of {name} ({dates})" if dates else f"Wards of {name}",
        frame,
        (
            Field("ward_name", "Ward"),
            *(
                Field(measure, title, decimals, MEASURES[measure].unit, f"{measure}_status")
                for measure, (title, decimals) in SHOWN.items()
            ),
            Field("exposure_ln", EXPOSURE, 2, "log ratio", "exposure_status", signed=True,
                  period="exposure_period"),
            LOW,
        ),
        str(source),
        (ESTIMATE, WARDS, ADVERTS, MAPS),
    )  # fmt: skip


def _sectors(area: ReportArea, code: str, name: str) -> DataTable:
    """Jobs by group of sectors, a row per ward; where sectors are counted, the largest of them."""
    with area.tables.read.source() as source:
        groups = area.read_councils("ward_sector_groups").filter(lad_code=code)
        jobs = ward_groups.choose_sectors(
            groups, area.indicators["ward_sector_jobs"].filter(lad_code=code)
        )
    largest = ward_views.largest_sectors(jobs).head(LARGEST).rows()
    frame = jobs.select(*WARD, "period").unique("ward_code").sort("ward_name", "ward_code")
    for section, _ in largest:
        of_section = jobs.filter(industry_code=section).select(
            "ward_code",
            pl.col("jobs").alias(f"jobs_{section}"),
            pl.col("status").alias(f"status_{section}"),
            pl.col("reliability").alias(f"reliability_{section}"),
        )
        frame = frame.join(of_section, on="ward_code", how="left", validate="1:1").with_columns(
            pl.col(f"status_{section}").fill_null(MISSING)
        )
    titles = {f"reliability_{section}": section for section, _ in largest}
    kinds = ", ".join(sorted(set(jobs["status"])))
    title = dated(f"Jobs by sector, wards of {name}", span(jobs, "period"))
    return DataTable(
        f"ward-jobs-{code}",
        f"{title} ({kinds})" if kinds else title,
        frame.with_columns(unreliable=_unreliable(titles)),
        (
            Field("ward_name", "Ward"),
            *(
                Field(
                    f"jobs_{section}", f"{section} {section_name}", 0, "jobs", f"status_{section}"
                )
                for section, section_name in largest
            ),
            LOW,
        ),
        str(source),
        (ESTIMATE, WARDS),
    )
