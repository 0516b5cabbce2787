"""Sections of a report on wards: one table per council, and maps where they are drawn."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import MEASURES, SECTIONS
from catalog.tables.indicators import WARD
from reports.content import Block, DataTable, Field, Section
from reports.held import Held
from reports.wording import ADVERTS, ESTIMATE, MAPS, WARDS

# Measures of the ward table, with the heading and decimals of each.
SHOWN: Final = {
    "jobs_total": ("Jobs", 0),
    "residents_employed_persons": ("Working residents", 0),
    "residents_qualification_4_pct": ("Level 4 or above (%)", 1),
    "residents_qualification_none_pct": ("No qualification (%)", 1),
    "claimants_pct": ("Claimants (%)", 1),
    "premises_empty_pct": ("Premises empty (%)", 1),
}
LOW: Final = Field("unreliable", "Of low reliability [u]")


def wards(held: Held, pictures: tuple[Block, ...] = ()) -> Section:
    """Wards of each council: measures and exposure, then jobs by sector."""
    blocks: list[Block] = [*pictures]
    for code, name in held.councils:
        blocks.append(_measures(held, code, name))
        blocks.append(_sectors(held, code, name))
    return Section("wards", "Wards", tuple(blocks))


def measures_of(held: Held, lad_code: str) -> pl.DataFrame:
    """A row per ward: each of SHOWN with its status and period, then the exposure."""
    frame = held.indicators["ward_exposure"].filter(lad_code=lad_code).rename(
        {"status": "exposure_status"}
    )  # fmt: skip
    every = held.of_councils("ward_measures").filter(lad_code=lad_code)
    newest = every.filter(pl.col("period_end") == pl.col("period_end").max().over("measure"))
    for measure in SHOWN:
        own = newest.filter(measure=measure).select(
            "ward_code",
            pl.col("value").alias(measure),
            pl.col("status").alias(f"{measure}_status"),
            pl.col("period").alias(f"{measure}_period"),
            pl.col("reliability").alias(f"{measure}_reliability"),
        )
        frame = frame.join(own, on="ward_code", how="left", validate="1:1").with_columns(
            pl.col(f"{measure}_status").fill_null("missing")
        )
    titles = {f"{measure}_reliability": title for measure, (title, _) in SHOWN.items()}
    titles["reliability"] = "Exposure (log)"
    return frame.with_columns(unreliable=_unreliable(titles)).sort("ward_name", "ward_code")


def _unreliable(titles: dict[str, str]) -> pl.Expr:
    """Headings, joined, of the columns whose reliability (column: heading) is low; '' for none."""
    said = [pl.when(pl.col(name) == "low").then(pl.lit(title)) for name, title in titles.items()]
    return pl.concat_str(said, separator="; ", ignore_nulls=True)


def _measures(held: Held, code: str, name: str) -> DataTable:
    frame = measures_of(held, code)
    periods = {
        title: frame[f"{measure}_period"].drop_nulls().max()
        for measure, (title, _) in SHOWN.items()
    }
    said = "; ".join(f"{title} {period!s}" for title, period in periods.items() if period)
    return DataTable(
        f"wards-{code}",
        f"Wards of {name} ({said})",
        frame,
        (
            Field("ward_name", "Ward"),
            *(
                Field(measure, title, decimals, MEASURES[measure].unit, f"{measure}_status")
                for measure, (title, decimals) in SHOWN.items()
            ),
            Field("exposure_ln", "Exposure (log)", 2, status="exposure_status", signed=True),
            LOW,
        ),
        "ward_measures, ward_exposure",
        (ESTIMATE, WARDS, ADVERTS, MAPS),
    )


def _sectors(held: Held, code: str, name: str) -> DataTable:
    """Jobs by sector, a row per ward; the largest sectors of the council only, so that it fits."""
    jobs = held.indicators["ward_sector_jobs"].filter(lad_code=code)
    largest = (
        jobs.group_by("industry_code")
        .agg(pl.col("jobs").sum())
        .sort("jobs", "industry_code", descending=[True, False])
        .head(8)["industry_code"]
        .to_list()
    )
    frame = jobs.select(*WARD, "period").unique("ward_code").sort("ward_name", "ward_code")
    for section in largest:
        own = jobs.filter(industry_code=section).select(
            "ward_code",
            pl.col("jobs").alias(f"jobs_{section}"),
            pl.col("status").alias(f"status_{section}"),
            pl.col("reliability").alias(f"reliability_{section}"),
        )
        frame = frame.join(own, on="ward_code", how="left", validate="1:1")
    titles = {f"reliability_{section}": section for section in largest}
    frame = frame.with_columns(unreliable=_unreliable(titles))
    kinds = sorted(set(jobs["status"]))
    return DataTable(
        f"ward-jobs-{code}",
        f"Jobs in the eight largest sectors, wards of {name}, {_period(jobs)} ({', '.join(kinds)})",
        frame,
        (
            Field("ward_name", "Ward"),
            *(
                Field(
                    f"jobs_{section}",
                    f"{section} {SECTIONS[section]}",
                    0,
                    "jobs",
                    f"status_{section}",
                )
                for section in largest
            ),
            LOW,
        ),
        "ward_sector_jobs",
        (ESTIMATE, WARDS),
    )


def _period(frame: pl.DataFrame) -> str:
    return " to ".join(dict.fromkeys(str(frame["period"].sort()[at]) for at in (0, -1)))
