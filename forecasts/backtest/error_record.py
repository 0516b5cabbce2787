"""The record of the forecasts: what would have been said at past origins, and how wrong it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from catalog.sources import OGL, Origin
from catalog.tables.forecasts import BACKTEST
from forecasts.backtest.accuracy import coverage, score
from forecasts.backtest.intervals import bounds, quantiles
from forecasts.backtest.selection import choose, ship
from forecasts.backtest.windows import windows
from forecasts.models import models
from forecasts.parallel import Progress, Spread, silent
from forecasts.series.families import FAMILIES, Family, band_words
from forecasts.series.histories import Histories
from forecasts.series.prepare import Ready, ready

PHASES = ("all", "before", "covid", "after")
ALL_BANDS = "all"


@dataclass(frozen=True)
class Depth:
    """How much of the past is looked at: origins, and series and origins for slow models."""

    origins: int
    slow_series: int
    slow_origins: int


# By the months of a period.
QUICK = {12: Depth(11, 4, 5), 3: Depth(3, 6, 3), 1: Depth(12, 6, 5)}
FULL = {12: Depth(30, 120, 30), 3: Depth(12, 40, 12), 1: Depth(12, 40, 12)}


@dataclass(frozen=True)
class Record:
    """`table`: rows of the table `backtest`. `windows`: every window of each family, with what was
    shipped and its bounds, for choices, intervals and groups. `skipped`: why a family has none."""

    table: pl.DataFrame
    windows: dict[str, pl.DataFrame]
    skipped: dict[str, str]


def run(
    histories: Histories,
    families: Sequence[str] | None = None,
    quick: bool = False,
    *,
    spread: Spread | None = None,
    on_progress: Progress = silent,
    today: date | None = None,
) -> Record:
    """Back-tests the families at hand; `quick` looks at fewer origins and fewer slow series."""
    spread = spread or Spread(jobs=2)
    today = today or datetime.now(UTC).date()
    chosen = [name for name in histories.frames if not families or name in families]
    skipped = dict(histories.skipped)
    kept, rows = {}, []
    for number, name in enumerate(chosen):
        on_progress(number, len(chosen), f"back-test: {FAMILIES[name].title}")
        made = windows_of(ready(histories.frames, name, today), spread, quick)
        if made.is_empty():
            skipped[name] = "no series is long enough for an origin with a later value"
            continue
        kept[name] = made
        rows += table_rows(made, FAMILIES[name], spread, quick)
    on_progress(len(chosen), len(chosen), "back-test done")
    table = pl.DataFrame(rows, schema=BACKTEST.dtypes, orient="row") if rows else BACKTEST.empty()
    return Record(table, kept, skipped)


def windows_of(made: Ready, spread: Spread, quick: bool) -> pl.DataFrame:
    """Every window of a family with what would have been shipped then, and its bounds."""
    family = made.family
    how = (QUICK if quick else FULL)[family.step_months]
    known = models(family.per_year, family.alphas)
    found = []
    for number, panel in enumerate(made.panels):
        each = windows(panel, family, known, spread, most_origins=how.origins,
                       most_slow=how.slow_series,
                       most_slow_origins=how.slow_origins)  # fmt: skip
        if each.height:
            # Rows of two panels are different series.
            found.append(each.with_columns(pl.col("row") + number * 1_000_000))
    return shipped_as_of(pl.concat(found), family) if found else pl.DataFrame()


def shipped_as_of(every: pl.DataFrame, family: Family) -> pl.DataFrame:
    """Adds shipped, chosen and bounds, each origin by windows realised at that origin only."""
    parts: list[pl.DataFrame] = []
    for (origin,), now in sorted(every.partition_by("origin", as_dict=True).items()):
        past = every.filter(pl.col("origin") + pl.col("horizon") <= origin)
        choices = choose(past, family)
        shipped = ship(now, choices, family)
        realised = pl.col("origin") + pl.col("horizon") <= origin
        issued = pl.concat(parts).filter(realised) if parts else None
        widths = quantiles(ship(past, choices, family), family, issued)
        parts.append(shipped.join(widths, on=["horizon", "band"], how="left", validate="m:1"))
    joined = pl.concat(parts)
    edges = []
    for level in (80, 95):
        lower, upper = bounds("shipped", f"q{level}", family.grain)
        edges += [lower.alias(f"lower{level}"), upper.alias(f"upper{level}")]
    return joined.with_columns(edges)


def table_rows(
    made: pl.DataFrame, family: Family, spread: Spread, quick: bool
) -> list[dict[str, object]]:
    """Rows of the table `backtest` for one family; `quick` gives margins, not every crossing."""
    known = models(family.per_year, family.alphas)
    costs = {name: spread.milliseconds(known[name]) for name in family.models}
    rows = []
    for begin, end, band, phase in _cells(family, quick):
        cell = made.filter(
            pl.col("horizon").is_between(begin, end),
            pl.lit(True) if band is None else pl.col("band") == band,
            pl.lit(True) if phase == "all" else pl.col("phase") == phase,
        )
        if cell.is_empty():
            continue
        for model in (*family.models, "shipped"):
            told = score(cell, model, family.naive)
            if not told:
                continue
            cover = coverage(cell) if model == "shipped" else {}
            chosen = cell.filter(pl.col("chosen") != family.naive)
            rows.append({
                **dict.fromkeys(BACKTEST.columns),
                "family": family.name, "horizon_from": begin, "horizon_to": end,
                "level_band": ALL_BANDS if band is None else band_words(band, family),
                "phase": phase, "model": model, "yardstick": family.naive,
                **told, **cover, "ms_per_series": costs.get(model),
                "fallbacks_count": cell.height - chosen.height if model == "shipped"
                else cell[model].null_count() if model not in family.slow else None,
            })  # fmt: skip
    return rows


def _cells(family: Family, quick: bool) -> Iterable[tuple[int, int, int | None, str]]:
    spans = ((1, family.horizon), *family.horizon_groups)
    bands = (None, *range(len(family.bands) + 1))
    for span in dict.fromkeys(spans):
        for band in bands:
            for phase in PHASES:
                margins = (span != spans[0]) + (band is not None) + (phase != "all")
                if not quick or margins <= 1:
                    yield (*span, band, phase)


def origin_of(histories: Histories, release: str) -> Origin:
    """Origin of the table `backtest`; `release` says how much of the past was looked at."""
    return Origin(
        table=BACKTEST.name,
        title="Back-test of the forecasts",
        publisher="Wardwise",
        dataset_id="backtest",
        url="",
        licence=OGL,
        release=release,
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
        method="Rolling origin; nothing from after an origin is used, comparators included",
        made_from=tuple(sorted(histories.stamps)),
    )
