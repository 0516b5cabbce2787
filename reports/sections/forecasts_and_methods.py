"""Sections of a report on how far to trust it: forecasts and their record, methods, limits."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

import reference
from catalog.measures import MEASURES
from catalog.vocabulary.forecast_families import FAMILIES, MODELS, YARDSTICKS
from catalog.vocabulary.forecast_horizons import describe_horizon
from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import MODELLED
from indicators.explain import EXPLAINED, reference_tables
from indicators.places import forecast_accuracy as accuracy
from presentation import forecast_words
from presentation.wording import ESTIMATE, SCORED, period_in_words
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea

FORECAST: Final = ("jobs_section", "gva_section", "adverts", "claimants")
TABLED: Final = ("jobs_section", "adverts", "claimants")  # of real GVA the outlook says more
SCORED_BY: Final = (
    Field("family_name", "What is forecast"),
    Field("part_name", "Of"),
    Field("when", "When"),
    Field("record_name", "Record"),
    Field("skill_pct", "Better than the best naive (%)", 1, "%", signed=True),
    Field("skill_lower95_pct", "95% from", 1, "%", signed=True),
    Field("skill_upper95_pct", "95% to", 1, "%", signed=True),
    Field("naive", "Best naive"),
    Field("wape_pct", "Error (WAPE, %)", 1),
    Field("cover80_pct", "Inside 80% interval (%)", 0),
    Field("cover95_pct", "Inside 95% interval (%)", 0),
    Field("areas_count", "Councils", 0),
    Field("windows_count", "Forecasts tested", 0),
)
SCORED_PRINTED: Final = (
    "family_name", "part_name", "when", "record_name", "skill_pct", "skill_lower95_pct",
    "skill_upper95_pct", "cover80_pct", "areas_count",
)  # fmt: skip
RECORDS: Final = {accuracy.STORED: "Comes with Wardwise", accuracy.OWN: "These councils"}
LEAST_SCORED: Final = 30  # forecasts, of which fewer are no record
REFERENCE_LEAD: Final = (
    "Reference figures supplied with Wardwise and used above. How we measured those that are ours "
    "is on the page Data and methods:"
)
# A series that is of one measure is stored by the name of that measure.
MEASURE_NAMES: Final = {name: measure.label for name, measure in MEASURES.items()}


def forecasts(area: ReportArea, pictures: tuple[Block, ...] = ()) -> tuple[Section, Section]:
    """Each council's estimates of now and its forecasts at their last horizon, and the record of
    what is published.

    The record of every model is the app's page and `wardwise backtest`.
    """
    with area.tables.read.source() as source:
        every = area.read_councils("forecasts").filter(pl.col("family").is_in(TABLED))
    series = ["family", "area_code", "series_code"]
    now = filter_newest(every.filter(pl.col("horizon") <= 0), series, "horizon")
    last = filter_newest(every, series, "horizon")
    both = pl.concat([now, last]).unique([*series, "period"], maintain_order=True)
    frame = _named(both).with_columns(forecast_words.name_kind()).sort(
        "area_name", "family", "series_name", "period_end", maintain_order=True
    )  # fmt: skip
    table = DataTable(
        "forecasts",
        "Our estimates of now, and forecasts of the furthest period, for each council",
        frame,
        (
            Field("area_name", "Council"),
            Field("family_name", "What is forecast"),
            Field("series_name", "Series"),
            Field("unit", "Unit"),
            Field("period", "Period"),
            Field("kind", "What it is"),
            Field("mean", "Expected", 0, status="status", is_estimate=True),
            Field("lower80", "80% from", 0, status="status", is_estimate=True),
            Field("upper80", "80% to", 0, status="status", is_estimate=True),
            Field("model", "Model"),
            Field("status", "Status"),
        ),
        str(source),
        (ESTIMATE,),
    )
    return (
        Section(
            "forecasts", "Forecasts and how they did", (*pictures, _backtest(area)), printed="full"
        ),
        Section(
            "forecasts-tables", "Forecasts in figures", (table, *_explain_models(frame)), level=2,
            printed="workbook",
        ),
    )  # fmt: skip


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
    """The record of councils: what comes with Wardwise beside that of the data at hand."""
    with area.tables.read.source() as source:
        own = area.table("backtest", pl.col("family").is_in(FORECAST))
    rows = [
        accuracy.read_records(own, family).with_columns(family=pl.lit(family))
        for family in FORECAST
    ]
    kept = pl.concat(rows).filter(
        pl.col("area_type") == "lad",
        pl.col("phase") == accuracy.ALL_PHASES,
        pl.col("windows_count") >= LEAST_SCORED,
    )
    whens = [
        describe_horizon(*row) for row in kept.select("family", "horizon_from", "horizon_to").rows()
    ]
    frame = _named(kept).with_columns(
        pl.Series("when", whens, dtype=pl.String),
        pl.col("record").replace(RECORDS).alias("record_name"),
        pl.col("yardstick").replace(YARDSTICKS).alias("naive"),
        pl.when(pl.col("part") == "total").then(pl.lit("The total")).otherwise(pl.lit("Sectors"))
        .alias("part_name"),
        status=pl.lit(MODELLED),
    )  # fmt: skip
    return DataTable(
        "backtest",
        "Published forecasts of councils tested on past figures, including those worse than naive",
        frame, SCORED_BY, str(source) or accuracy.STORED_RECORD, (SCORED,),
        print_fields=SCORED_PRINTED,
    )  # fmt: skip


# Of other indicators, whose methods say how they are made.
PARTS: Final = ("priority_components", "skills_training")


def methods(names: Collection[str]) -> Section:
    """How each indicator of these names is made, and from which figures that come with Wardwise."""
    blocks: list[Block] = []
    shown = [each for name, each in EXPLAINED.items() if name in names and name not in PARTS]
    used = {name for each in names if each in EXPLAINED for name in EXPLAINED[each].reference}
    for explained in shown:
        lines = (f"{explained.title}. {explained.question} {explained.formula}.",)
        sentences = (*(f"Assumed: {words}." for words in explained.assumptions), *explained.limits)
        blocks += [Text(lines), Text(sentences, listed=True)]
    blocks += [
        Text((REFERENCE_LEAD,)),
        Text(
            tuple(_describe_reference(each) for each in reference_tables() if each.name in used),
            listed=True,
        ),
    ]
    texts = tuple(block for block in blocks if isinstance(block, Text) and block.lines)
    return Section("methods", "Methods", texts, printed="workbook")


def _describe_reference(table: reference.Reference) -> str:
    """Whose a published table is and why we assume an assumed one; of others the title and kind."""
    if table.kind in ("published", "assumed"):
        return table.sentence()
    return f"{table.title}. {reference.KINDS[table.kind]}."


def revisions(area: ReportArea) -> Section:
    """What changed in the forecasts of these councils since the run before."""
    with area.tables.read.source() as source:
        log = area.read_councils("forecast_revisions").filter(pl.col("family").is_in(FORECAST))
    if log.is_empty():
        words = "We have no record of changed forecasts for these councils: nothing was compared."
        return Section("revisions", "Revisions", (Text((words,)),), level=2, printed="full")
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
    return Section("revisions", "Revisions", (table,), level=2, printed="workbook")
