r"""Challenges our forecasts with what the field would try, on the same past as ours.

    uv run --with statsforecast==2.1.1 --with mlforecast==1.1.0 --with lightgbm==4.7.0 \
        --with hierarchicalforecast==1.5.3 \
        python benchmarks/challengers.py TABLES [--family NAME ...] [--dry-run]

TABLES is a folder of built tables with as many councils as can be had. Three questions:

- models: statsforecast's AutoTheta, AutoETS and AutoCES, and LightGBM pooled over areas
  (mlforecast), beside the champion of each group of series and the naives;
- sums: ways of making sectors add up to their council, MinT of hierarchicalforecast among them;
- rounding: jobs now, rounded as BRES rounds and not.

Windows, origins, what was known at them and the macro error are the product's own. Nothing here is
chosen by the result. Writes `benchmarks/records/challengers.csv` and `.toml`, family by family.

The libraries are no dependencies of Wardwise and have no dependency group: statsforecast and
mlforecast ask for pandas below 3, which Wardwise does not, so `uv` gives them an environment over
the project's for this run alone, with pandas 2 in it (numpy and polars stay).
"""

from __future__ import annotations

import argparse
import os
import time
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from challenger_models import STATISTICAL, TREES, OneByOne, PooledTrees
from challenger_scores import score_models
from challenger_sums import NONE, OURS, WAYS, add_up_each_way

from catalog.settings import PROJECT
from forecasts.backtest.windows import SEED, make_cv_windows, space_evenly
from forecasts.models import models
from forecasts.parallel import Executor
from forecasts.protocol import Forecaster
from forecasts.series import histories
from forecasts.series.panel import Panel
from forecasts.series.prepare import latest_values, prepare_series
from forecasts.series.series_groups import SeriesGroup

LIBRARIES: Final = ("statsforecast", "mlforecast", "lightgbm", "hierarchicalforecast")
BESIDE: Final = ("numpy", "pandas", "polars", "statsmodels", "prophet")
RECORD: Final = PROJECT / "benchmarks" / "records" / "challengers"
KEY: Final = ["area_code", "series_code", "origin", "horizon"]


@dataclass(frozen=True)
class Depth:
    """`origins` of all models; `councils` and `fitted_origins` of those that fit each series."""

    origins: int
    councils: int
    fitted_origins: int


# Samples where a whole run would take far more than six minutes on two busy cores.
DEPTHS: Final = {
    "employees_section": Depth(30, 1_000, 30),
    "jobs_section": Depth(30, 1_000, 30),
    "gva_section": Depth(30, 40, 10),
    "adverts": Depth(24, 40, 8),
    "claimants": Depth(24, 1_000, 8),
}
ADDED_UP: Final = ("employees_section", "jobs_section", "gva_section")
ROUNDED: Final = ("employees_section", "jobs_section")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", type=Path)
    parser.add_argument("--family", action="append", choices=list(DEPTHS))
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    parser.add_argument("--dry-run", action="store_true", help="print, and store nothing")
    given = parser.parse_args()
    versions = find_versions()
    inputs = histories.read(given.tables)
    executor = Executor(jobs=2)
    for name in given.family or DEPTHS:
        if name not in inputs.frames:
            print(f"{name}: not measured, {inputs.skipped.get(name, 'there is no such table')}")
            continue
        began = time.perf_counter()
        rows, note = challenge(inputs, name, given.today, executor)
        note += f"; {time.perf_counter() - began:.0f} seconds"
        table = pl.DataFrame(rows, infer_schema_length=None).with_columns(
            pl.col(pl.Float64).fill_nan(None).round(4)
        )
        with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=400, fmt_str_lengths=40):
            print(table.drop("windows_count"), f"{name}: {note}", flush=True)
        if not given.dry_run:
            store(name, table, note, versions, given.today)


def find_versions() -> dict[str, str]:
    """Versions of the libraries; ends the program with the command to run if any is absent."""
    found, absent = {}, []
    for name in (*LIBRARIES, *BESIDE):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            absent.append(name)
    if absent:
        raise SystemExit(
            f"{', '.join(absent)} {'is' if len(absent) == 1 else 'are'} not installed. They are no "
            "dependencies of Wardwise: run this with the command that --help shows."
        )
    return found


def challenge(
    inputs: histories.Histories, name: str, today: date, executor: Executor
) -> tuple[list[dict[str, object]], str]:
    """The rows of one group of series, and what was measured in words."""
    prepared = prepare_series(inputs.frames, name, today, inputs.carriers)
    group, depth = prepared.group, DEPTHS[name]
    windows = pl.concat(
        [
            made.with_columns(pl.col("row") + number * 1_000_000)
            for number, panel in enumerate(prepared.panels)
            if (made := run_models(panel, group, depth, executor)).height
        ],
        how="diagonal_relaxed",
    )
    compared = (*group.naives, group.champion, TREES, *STATISTICAL)
    by_name = fitted_models(group)
    rows = score_models(windows, group, compared, group.champion, "models", sampled=STATISTICAL)
    for row in rows:
        row["ms_per_series"] = executor.milliseconds(by_name[str(row["model"])])
    if name in ADDED_UP:
        year = inputs.reference_years.get(name, 0)
        each = add_up_each_way(windows, group, latest_values(prepared), year)
        rows += score_models(each, group, WAYS, OURS, "sums")
        if name in ROUNDED:
            for title, of_kind in (("on", group), ("off", replace(group, grid=False))):
                made = score_models(each, of_kind, (NONE, OURS), OURS, f"rounding {title}")
                rows += [row for row in made if row["horizon_to"] == 1]
    fitted = windows.filter("tried")
    note = (
        f"{windows['area_code'].n_unique()} areas, {windows['origin'].n_unique()} origins; models "
        f"fitted one by one on {fitted['area_code'].n_unique()} areas, "
        f"{fitted['origin'].n_unique()} origins"
    )
    return rows, note


def fitted_models(group: SeriesGroup) -> dict[str, Forecaster]:
    """Our models by name, and the challengers."""
    own = models(group.per_year, group.alphas)
    return own | {TREES: PooledTrees()} | {n: OneByOne(n, group.per_year) for n in STATISTICAL}


def run_models(panel: Panel, group: SeriesGroup, depth: Depth, executor: Executor) -> pl.DataFrame:
    """The product's own back-test with the challengers among its models: pooled ones on the whole
    panel, those that fit each series on the series of some councils and on some origins."""
    by_name = fitted_models(group)
    pooled = replace(group, challengers=(*group.naives, TREES), slow=())
    windows = make_cv_windows(
        panel, pooled, by_name, executor,
        most_origins=depth.origins, most_slow=0, most_slow_origins=0,
    )  # fmt: skip
    one_by_one = replace(group, champion="naive", challengers=group.naives, slow=STATISTICAL)
    chosen = panel.select_rows(draw_councils(panel, depth.councils))
    fitted = make_cv_windows(
        chosen, one_by_one, by_name, executor, most_origins=depth.origins,
        most_slow=len(chosen.values), most_slow_origins=depth.fitted_origins,
    )  # fmt: skip
    if windows.is_empty() or fitted.is_empty():
        return windows
    tried = space_evenly(sorted(fitted["origin"].unique()), depth.fitted_origins)
    of_fitted = fitted.select(*KEY, *STATISTICAL, tried=pl.col("origin").is_in(tried))
    joined = windows.join(of_fitted, on=KEY, how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(pl.col("tried").fill_null(False))


def draw_councils(panel: Panel, most: int) -> np.ndarray:
    """Rows of at most `most` areas, drawn with a fixed seed."""
    areas = np.array(sorted(set(panel.keys["area_code"])))
    drawn = np.random.default_rng(SEED).permutation(areas)[:most]
    return np.flatnonzero(np.isin(panel.keys["area_code"].to_numpy(), drawn))


def store(name: str, table: pl.DataFrame, note: str, versions: dict[str, str], today: date) -> None:
    """Puts the rows of one family in place of those stored; the others stay as measured."""
    RECORD.parent.mkdir(exist_ok=True)
    rows, sidecar = RECORD.with_suffix(".csv"), RECORD.with_suffix(".toml")
    measured = {}
    if rows.is_file() and sidecar.is_file():
        others = pl.read_csv(rows, infer_schema_length=None).filter(pl.col("family") != name)
        table = pl.concat([others, table], how="diagonal_relaxed")
        measured = tomllib.loads(sidecar.read_text(encoding="utf-8"))["measured"]
    measured[name] = f"{today.isoformat()}: {note}"
    order = {family: place for place, family in enumerate(DEPTHS)}
    table.sort(pl.col("family").replace_strict(order), maintain_order=True).write_csv(rows)
    sidecar.write_text(
        'title = "Forecasts of Wardwise beside what the field would try"\n'
        'how = "benchmarks/challengers.py on the tables of every council that could be had; its '
        'docstring has the command"\n'
        f'machine = "{os.cpu_count()} cores, busy with other work"\n\n[measured]\n'
        + "".join(f'{family} = "{measured[family]}"\n' for family in order if family in measured)
        + "\n[versions]\n"
        + "".join(f'{library} = "{number}"\n' for library, number in versions.items()),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
