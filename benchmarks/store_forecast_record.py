"""Measures the forecasts on many councils and stores their record in `reference/forecasts`.

    python benchmarks/store_forecast_record.py TABLES [--today YYYY-MM-DD] [--dry-run]

TABLES is a folder of built tables with as many councils as can be had. Four tables are written:
`forecast_record` (which model wins, and by how much), `forecast_backtest` (what was published, its
skill and coverage), `forecast_interval_widths`, and `forecast_sharing` (how far errors of councils
go together).
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from reference_store import store_table

import reference
from forecasts.backtest import error_record
from forecasts.backtest.intervals import interval_widths
from forecasts.backtest.selection import judge_models
from forecasts.backtest.sharing import measure_sharing
from forecasts.parallel import Executor
from forecasts.series import histories
from forecasts.series.series_groups import SERIES_GROUPS

# Fewer areas than the product asks of its own data: there is no larger record of claimants.
ENOUGH = {"lad": 10, "ward": 30, "region": 8}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    inputs = histories.read(given.tables)
    record = error_record.run(inputs, quick=True, executor=Executor(jobs=2), today=given.today)
    verdicts, widths, sharing, published = [], [], [], []
    for family, windows in record.cv_windows.items():
        group = SERIES_GROUPS[family]
        judged = judge_models(windows, group, enough=ENOUGH)
        verdicts += [{"family": family} | asdict(verdict) for verdict in judged]
        kinds = sorted({verdict.area_type for verdict in judged})
        trusted = windows.filter(pl.col("area_type").is_in(kinds))
        if kinds:
            published.append(published_rows(record.table, family, kinds))
            widths.append(interval_widths(trusted, group).with_columns(family=pl.lit(family)))
            sharing.append(measure_sharing(trusted, group, inputs.members))
    tables = {
        "forecast_record": pl.DataFrame(verdicts).with_columns(pl.col(pl.Float64).round(4)),
        "forecast_backtest": pl.concat(published).with_columns(pl.col(pl.Float64).round(2)),
        "forecast_interval_widths": pl.concat(widths).with_columns(pl.col(pl.Float64).round(4)),
        "forecast_sharing": pl.concat(sharing).with_columns(pl.col(pl.Float64).round(3)),
    }
    pl.Config.set_tbl_rows(200)
    pl.Config.set_tbl_cols(-1)
    for name, table in tables.items():
        print(name, table)
        if not given.dry_run:
            store_table(name, table)


def published_rows(backtest: pl.DataFrame, family: str, kinds: list[str]) -> pl.DataFrame:
    """What the back-test says of the published forecasts of a family, for these types of areas."""
    return backtest.filter(
        pl.col("family") == family, pl.col("area_type").is_in(kinds),
        pl.col("model") == error_record.STORED_AS,
    ).select(column.name for column in reference.describe("forecast_backtest").columns)  # fmt: skip


if __name__ == "__main__":
    main()
