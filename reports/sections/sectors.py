"""Sections of a report on sectors: now, grown, outlook, and where change came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from catalog.measures import SECTIONS
from catalog.tables.sectors import GROWTH_TIERS, OUTLOOK_TIERS
from catalog.vocabulary.status import MISSING, MODELLED, NOWCAST
from indicators.sectors import sector_page
from presentation import report_sector_words
from presentation.report_sector_words import describe_caution
from presentation.sector_words import (
    JUMPS,
    describe_rate,
    name_sector,
    name_tier,
)
from presentation.wording import ESTIMATE, NOISE, dated, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections import sector_lists
from reports.sections.answers import SECTOR_TABLES, describe_shrunk

AHEAD: Final = (sector_page.OUTGROWS, sector_page.MAY_OUTGROW)
RATES_LEAD: Final = (
    "We say that a sector has grown, or shrunk, only where its jobs and its share of all jobs here "
    "both did so beyond the noise of the survey. Three years after the same answer in the past:"
)
NOW: Final = (
    Field("industry_name", "Sector"),
    Field("jobs", "Jobs published", 0, "jobs", "status"),
    Field("nowcast_jobs", "Jobs now, our estimate", 0, "jobs", "nowcast_status",
          period="nowcast_period", is_estimate=True),
    Field("nowcast_lower80", "80% from", 0, "jobs", "nowcast_status", is_estimate=True),
    Field("nowcast_upper80", "80% to", 0, "jobs", "nowcast_status", is_estimate=True),
    Field("share_pct", "Share here (%)", 1, "%", "status", period="share_period"),
    Field("nation_share_pct", "Share in the nation (%)", 1, "%", "status",
          period="share_period"),
    Field("location_quotient", "Here over the nation (times)", 1, "ratio", "status",
          period="share_period"),
    Field("quotient_lower80", "80% from", 1, "ratio", "status"),
    Field("quotient_upper80", "80% to", 1, "ratio", "status"),
    Field("status", "Status"),
)  # fmt: skip
GROWN: Final = (
    Field("industry_name", "Sector"),
    Field(
        "jobs_before", "Jobs before", 0, "jobs", "status", period="period_from", is_estimate=True
    ),
    Field("jobs_after", "Jobs after", 0, "jobs", "status", period="period_to", is_estimate=True),
    Field(
        "change_jobs", "Change", 0, "jobs", "status", signed=True, period="years", is_estimate=True
    ),
    Field("change_lower80", "80% from", 0, "jobs", "status", signed=True, is_estimate=True),
    Field("change_upper80", "80% to", 0, "jobs", "status", signed=True, is_estimate=True),
    Field("change_pct", "Change (%)", 1, "%", "status", signed=True, period="years"),
    Field("nation_change_pct", "In the nation (%)", 1, "%", "status", signed=True, period="years"),
    Field("answer", "Has it grown?"),
    Field(
        "tier_rate_pct",
        "Still so 3 years later (%)",
        0,
        "% of past cases",
        "rate_status",
        period="years",
    ),
    Field("caution", "Caution"),
    Field("status", "Status"),
)
OUTLOOK: Final = (
    Field("industry_name", "Sector"),
    Field("outlook_rank", "Rank here", 0, "rank", "status"),
    Field("answer", "Outlook here"),
    Field("tier_rate_pct", "Of the like, outgrew (%)", 0, "% of past cases", "rate_status"),
    Field("tier_worst_pct", "In the worst year (%)", 0, "% of past cases", "rate_status"),
    Field("nation_outlook_pct", "Jobs in the nation (%)", 1, "%", "nation_status", signed=True),
    Field("nation_outlook_lower80", "80% from", 1, "%", "nation_status", signed=True),
    Field("nation_outlook_upper80", "80% to", 1, "%", "nation_status", signed=True),
    Field("note", "Caution"),
    Field("status", "Status"),
)
NOW_PRINTED: Final = (
    "industry_name", "jobs", "nowcast_jobs", "nowcast_lower80", "nowcast_upper80", "share_pct",
    "nation_share_pct", "location_quotient",
)  # fmt: skip
GROWN_PRINTED: Final = (
    "industry_name", "jobs_before", "jobs_after", "change_jobs", "change_lower80",
    "change_upper80", "change_pct", "nation_change_pct", "answer",
)  # fmt: skip
OUTLOOK_PRINTED: Final = (
    "industry_name", "answer", "tier_rate_pct", "nation_outlook_pct", "nation_outlook_lower80",
    "nation_outlook_upper80",
)  # fmt: skip
MOST_PRINTED: Final = 10
COMING_PRINTED: Final = 5
TIER_NAMES: Final = {tier: name_tier(tier) for tier in GROWTH_TIERS}
OUTLOOK_NAMES: Final = {tier: name_tier(tier) for tier in OUTLOOK_TIERS}
PARTS: Final = (
    Field("industry_name", "Sector"),
    Field("change_jobs", "Change in jobs", 0, "jobs", "status", signed=True),
    Field("national_jobs", "Nation", 0, "jobs", "status", signed=True),
    Field("mix_jobs", "Mix", 0, "jobs", "status", signed=True),
    Field("competitive_jobs", "Place", 0, "jobs", "status", signed=True),
    Field("allocation_jobs", "Specialisation", 0, "jobs", "status", signed=True),
    Field("status", "Status"),
)


def sectors(area: ReportArea, drawn: Mapping[str, tuple[Block, ...]]) -> tuple[Section, ...]:
    """What is here now, what has grown, what may come, and sectors of lists; each with its table.

    `drawn` are the pictures of `sectors-now` and `sectors-grown`.
    """
    now, growth, outlook = (
        sector_page.select_level(area.indicators[name], "section") for name in SECTOR_TABLES
    )
    answers = sector_page.answer(now, growth, outlook)
    grown = (report_sector_words.describe_grown(answers, area.spoken_name), describe_shrunk(growth))
    rates = describe_tiers(growth)
    return (
        Section(
            "sectors", "Sectors",
            (Text((report_sector_words.describe_now(answers, area.spoken_name),)),
             *drawn.get("sectors-now", ()), _table_now(area)),
            starts_page=True, printed="standard",
        ),
        Section(
            "sectors-grown", "What has grown",
            (*(Text((words,)) for words in grown if words),
             *drawn.get("sectors-grown", ()),
             *([Text((RATES_LEAD,), printed="full"), Text(rates, listed=True, printed="full")]
               if rates else []),
             _table_growth(area)),
            level=2, printed="standard",
        ),
        Section(
            "sectors-coming", "What may come",
            (Text((report_sector_words.describe_coming(answers, area.spoken_name),)),
             *([Text(cautions)] if (cautions := describe_cautions(outlook)) else []),
             _table_outlook(area)),
            level=2, printed="standard",
        ),
        *sector_lists.sector_lists(area),
        decomposition(area),
    )  # fmt: skip


def describe_tiers(growth: pl.DataFrame) -> tuple[str, ...]:
    """What each answer that is given here was worth in the past, a sentence each."""
    first_of_each = growth.drop_nulls("tier_rate_pct").sort(_tier_order()).unique(
        "growth_tier", keep="first", maintain_order=True
    )  # fmt: skip
    rows = first_of_each.iter_rows(named=True)
    return tuple(f"{name_tier(row['growth_tier'])}. {describe_rate(row)}" for row in rows)


def describe_cautions(outlook: pl.DataFrame) -> tuple[str, ...]:
    """What speaks against an outlook of those that may outgrow the area, the best first."""
    rows = outlook.filter(pl.col("outlook_tier").is_in(AHEAD), pl.col("note") != "")
    return tuple(
        f"{name_sector(row)}: {describe_caution(row['note'])}"
        for row in rows.sort("outlook_rank").iter_rows(named=True)
    )


def _tier_order() -> pl.Expr:
    return pl.col("growth_tier").cast(pl.Enum(GROWTH_TIERS))


def _rate_status() -> pl.Expr:
    """Of a rate that was measured on past sectors, where there is one."""
    has_rate = pl.col("tier_rate_pct").is_not_null()
    return pl.when(has_rate).then(pl.lit(MODELLED)).otherwise(pl.lit(MISSING))


def _with_figures(fields: tuple[Field, ...], frame: pl.DataFrame) -> tuple[Field, ...]:
    """The fields without those that no row has a figure for, such as of a nation we lack."""
    empty = {name for name in frame.columns if frame[name].is_null().all()}
    return tuple(field for field in fields if field.name not in empty or frame.is_empty())


def _with_short_names(frame: pl.DataFrame) -> pl.DataFrame:
    """Sections by the names that sentences and charts use."""
    short = pl.col("industry_code").replace_strict(
        SECTIONS, default=pl.col("industry_name"), return_dtype=pl.String
    )
    return frame.with_columns(industry_name=short)


def _table_now(area: ReportArea) -> DataTable:
    with area.tables.read.source() as source:
        rows = sector_page.select_level(area.indicators["sectors_now"], "section")
    has_now = pl.col("nowcast_jobs").is_not_null()
    frame = (
        _with_short_names(rows)
        .with_columns(
            nowcast_status=pl.when(has_now).then(pl.lit(NOWCAST)).otherwise(pl.lit(MISSING))
        )
        .sort("jobs", "industry_code", descending=[True, False], nulls_last=True)
    )
    periods = (span(frame, "period"), span(frame.filter(has_now), "nowcast_period"))
    years = " and ".join(dict.fromkeys(filter(None, periods)))
    title = dated(f"{dated('Jobs by sector', years)}, and how specialised the area is",
                  span(frame.filter(pl.col("share_period") != ""), "share_period"))  # fmt: skip
    return DataTable(
        "sectors-now", title, frame, _with_figures(NOW, frame), str(source), (ESTIMATE, NOISE),
        print_fields=NOW_PRINTED, print_rows=MOST_PRINTED,
    )  # fmt: skip


def _table_growth(area: ReportArea) -> DataTable:
    with area.tables.read.source() as source:
        rows = sector_page.select_level(area.indicators["sector_growth"], "section")
    frame = _with_short_names(rows).with_columns(
        years=pl.format("{} to {}", "period_from", "period_to"),
        answer=pl.col("growth_tier").replace_strict(TIER_NAMES, return_dtype=pl.String),
        rate_status=_rate_status(),
        caution=pl.col("jump").replace(JUMPS),
        judged_jobs=pl.when(pl.col("growth_tier") != GROWTH_TIERS[-1]).then("change_jobs"),
    ).sort(_tier_order(), "change_jobs", "industry_code", descending=[False, True, False],
           nulls_last=True)  # fmt: skip
    title = dated("Change in jobs by sector", " to ".join(_years(frame)))
    return DataTable(
        "sectors-grown", title, frame, _with_figures(GROWN, frame), str(source), (NOISE,),
        print_fields=GROWN_PRINTED, print_rows=MOST_PRINTED, print_ends="judged_jobs",
    )  # fmt: skip


def _years(growth: pl.DataFrame) -> list[str]:
    """The years before and the years after of a table of growth, in words."""
    spans = (span(growth, name) for name in ("period_from", "period_to"))
    return [words for words in spans if words]


def _table_outlook(area: ReportArea) -> DataTable:
    with area.tables.read.source() as source:
        rows = sector_page.select_level(area.indicators["sector_outlook"], "section")
    has_nation = pl.col("nation_outlook_pct").is_not_null()
    frame = _with_short_names(rows).with_columns(
        answer=pl.col("outlook_tier").replace_strict(OUTLOOK_NAMES, return_dtype=pl.String),
        rate_status=_rate_status(),
        nation_status=pl.when(has_nation).then(pl.lit(MODELLED)).otherwise(pl.lit(MISSING)),
    ).sort("outlook_rank", "nation_outlook_pct", "industry_code",
           descending=[False, True, False], nulls_last=True)  # fmt: skip
    title = dated(
        "Which sectors may outgrow the area in real output, and jobs expected in the nation",
        span(frame, "base_period", "target_period"),
    )
    return DataTable(
        "sectors-outlook", title, frame, _with_figures(OUTLOOK, frame), str(source), (ESTIMATE,),
        print_fields=OUTLOOK_PRINTED, print_rows=COMING_PRINTED,
    )  # fmt: skip


def decomposition(area: ReportArea) -> Section:
    with area.tables.read.source() as source:
        frame = area.indicators["sector_decomposition"].filter(industry_level="section")
    spans = frame.drop_nulls("change_jobs").select("period_from", "period_to").unique().rows()
    years = " to ".join(spans[0]) if len(spans) == 1 else "available years"
    words = (
        "Jobs in a sector can change because jobs changed nationally (nation), because the sector "
        "changed everywhere (mix), because the place does better or worse in it (place), or "
        "because the place specialises where it does so (specialisation). The four parts add up "
        "to the change."
    )
    table = DataTable(
        "decomposition",
        f"Where the change in jobs came from, {years}",
        _with_short_names(frame).sort(
            "change_jobs", descending=True, nulls_last=True, maintain_order=True
        ),
        PARTS,
        str(source),
        (NOISE,),
    )
    return Section(
        "decomposition", "Where change came from", (Text((words,)), table), level=2, printed="full"
    )
