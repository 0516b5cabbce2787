"""Sections of a report on how far to trust it: forecasts and their record, methods, limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import MEASURES
from catalog.vocabulary.forecast_families import FAMILIES, MODELS
from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import MODELLED
from indicators.explain import EXPLAINED, reference_tables
from presentation.wording import ESTIMATE, SCORED, period_in_words, shortened
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea

FORECAST: Final = ("jobs_section", "gva_section", "adverts", "claimants")
TABLED: Final = ("jobs_section", "adverts", "claimants")  # GVA stands under sectors
PUBLISHED: Final = "shipped"  # the row of the record that is of what was published
SCORED_BY: Final = (
    Field("family_name", "What is forecast"),
    Field("horizon_from", "Periods ahead, from", 0),
    Field("horizon_to", "To", 0),
    Field("skill_pct", "Better than naive (%)", 1, signed=True),
    Field("skill_lower95_pct", "95% from", 1, signed=True),
    Field("skill_upper95_pct", "95% to", 1, signed=True),
    Field("wape_pct", "Error (WAPE, %)", 1),
    Field("cover80_pct", "Inside 80% interval (%)", 0),
    Field("cover95_pct", "Inside 95% interval (%)", 0),
    Field("windows_count", "Forecasts tested", 0),
)
LEAST_SCORED: Final = 30  # forecasts, of which fewer are no record
LONGEST: Final = 300  # characters of a service's answer, which may be as long as a workbook
# A series that is of one measure is stored by the name of that measure.
MEASURE_NAMES: Final = {name: measure.label for name, measure in MEASURES.items()}
LIMITS: Final = (
    "Figures are for the periods shown. Newer ones may have been published since.",
    "Forecasts continue past trends. They take no account of plans, closures or policies.",
    "Survey figures for small sectors and small places are noisy, however exact they look.",
    "Councils' business rates lists differ in age and in what they record. Ward figures for "
    "premises are for the year of the list.",
)


def forecasts(area: ReportArea, pictures: tuple[Block, ...] = ()) -> tuple[Section, Section]:
    """Each council's forecasts at their last horizon, and the record of what is published.

    The record of every model is the app's page and `wardwise backtest`.
    """
    with area.tables.read.source() as source:
        every = area.read_councils("forecasts").filter(pl.col("family").is_in(TABLED))
    last = filter_newest(every, ["family", "area_code", "series_code"], "horizon")
    frame = _named(last).sort("area_name", "family", "series_name", maintain_order=True)
    table = DataTable(
        "forecasts",
        "Forecasts for each council, furthest period",
        frame,
        (
            Field("area_name", "Council"),
            Field("family_name", "What is forecast"),
            Field("series_name", "Series"),
            Field("unit", "Unit"),
            Field("period", "Period"),
            Field("mean", "Expected", 0, status="status"),
            Field("lower80", "80% from", 0, status="status"),
            Field("upper80", "80% to", 0, status="status"),
            Field("model", "Model"),
            Field("status", "Status"),
        ),
        str(source),
        (ESTIMATE,),
    )
    return (
        Section("forecasts", "Forecasts and how they did", (*pictures, _backtest(area))),
        Section(
            "forecasts-tables", "Forecasts in figures", (table, *_explain_models(frame)), level=2
        ),
    )


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    names = pl.col("family").replace_strict(FAMILIES, return_dtype=pl.String)
    frame = frame.with_columns(family_name=names)
    if "series_name" not in frame.columns:
        return frame
    return frame.with_columns(pl.col("series_name").replace(MEASURE_NAMES))


def _explain_models(frame: pl.DataFrame) -> tuple[Block, ...]:
    """What each model of the table does."""
    names = [name for name in frame["model"].unique().sort() if name in MODELS]
    if not names:
        return ()
    lines = (f"{name}: {MODELS[name]}." for name in names)
    return (Text(("What the models do:",)), Text(tuple(lines), listed=True))


def _backtest(area: ReportArea) -> DataTable:
    with area.tables.read.source() as source:
        frame = area.table(
            "backtest",
            pl.col("family").is_in(FORECAST),
            pl.col("level_band") == "all",
            pl.col("phase") == "all",
            pl.col("model") == PUBLISHED,
            pl.col("windows_count") >= LEAST_SCORED,
        )
    # One series can be drawn again as often as one likes: it has no interval.
    several = pl.when(pl.col("series_count") > 1)
    frame = frame.with_columns(
        several.then("skill_lower95_pct").alias("skill_lower95_pct"),
        several.then("skill_upper95_pct").alias("skill_upper95_pct"),
        status=pl.lit(MODELLED),
    )
    ordered = _named(frame).sort(
        "family_name", "horizon_from", "horizon_to", "skill_pct",
        descending=[False, False, False, True], nulls_last=True, maintain_order=True,
    )  # fmt: skip
    return DataTable(
        "backtest", "Published forecasts tested on past data, including those worse than naive",
        ordered, SCORED_BY, str(source), (SCORED,),
    )  # fmt: skip


def methods() -> Section:
    """How each indicator is made, and from which figures that come with Wardwise."""
    blocks: list[Block] = []
    for explained in EXPLAINED.values():
        lines = (f"{explained.title}. {explained.question} {explained.formula}.",)
        sentences = (*(f"Assumed: {words}." for words in explained.assumptions), *explained.limits)
        blocks += [Text(lines), Text(sentences, listed=True)]
    blocks += [
        Text(("Reference figures supplied with Wardwise and used above:",)),
        Text(tuple(explained.sentence() for explained in reference_tables()), listed=True),
    ]
    return Section("methods", "Methods", tuple(block for block in blocks if block.lines))  # type: ignore[union-attr]


def limitations(missing: Sequence[str], unanswered: Sequence[str], ages: DataTable) -> Section:
    """What is not here, how new what is here is, then what holds for every report."""
    here = missing or ["Every council has figures from every source that this report uses"]
    return Section(
        "limitations",
        "Limitations",
        (
            Text(("Missing data, which is left out of totals and not counted as zero:",)),
            Text(tuple(f"{line}." for line in here), listed=True),
            *(_not_answered(unanswered) if unanswered else ()),
            ages,
            Text(LIMITS, listed=True),
        ),
    )


def _not_answered(unanswered: Sequence[str]) -> tuple[Text, Text]:
    lead = "Requests that the data services did not answer, so no figure here includes them:"
    lines = tuple(shortened(line, LONGEST) for line in unanswered)
    return Text((lead,)), Text(lines, listed=True)


def revisions(area: ReportArea) -> Section:
    """What changed in the forecasts of these councils since the run before."""
    with area.tables.read.source() as source:
        log = area.read_councils("forecast_revisions").filter(pl.col("family").is_in(FORECAST))
    if log.is_empty():
        words = "We have no record of changed forecasts for these councils: nothing was compared."
        return Section("revisions", "Revisions", (Text((words,)),))
    newest = _named(filter_newest(log, on="run_at"))
    table = DataTable(
        "revisions",
        f"Forecasts that changed in the run of {period_in_words(str(newest['run_at'].max())[:10])}",
        newest,
        (
            Field("area_name", "Council"),
            Field("family_name", "What is forecast"),
            Field("series_name", "Series"),
            Field("period", "Period"),
            Field("change", "Why"),
            Field("mean_before", "Before", 0),
            Field("mean_after", "After", 0),
            Field("model_before", "Model before"),
            Field("model_after", "Model after"),
        ),
        str(source),
    )
    return Section("revisions", "Revisions", (table,))
