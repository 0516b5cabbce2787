"""Commands that forecast, and that score the models on the past.

The forecasts room is imported when a command needs it: statsmodels and Prophet take seconds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import pipeline
from catalog import store
from catalog.store import StoreError
from cli.cluster_option import ClusterOption, open_cluster
from cli.terminal import app, err, handle_interrupt, move_bar, new_bar, open_settings, show_frame


@app.command()
def forecast(
    cluster: ClusterOption = "",
    family: Annotated[
        list[str] | None, typer.Option(help="Only this family of series; can be repeated.")
    ] = None,
) -> None:
    """Update forecasts of sectors and skills demand where data is new; continues a stopped run."""
    from forecasts.series.series_groups import check_series_groups

    check_series_groups(family or ())
    machines = open_cluster(cluster)
    settings = open_settings()
    with handle_interrupt(), new_bar() as progress:
        task = progress.add_task("forecast", total=None)
        sentence = pipeline.redo_forecasts(
            settings, move_bar(progress, task), cluster=machines, only=family
        )
    err.print(sentence, markup=False, soft_wrap=True)
    err.print("Next: `wardwise indicate`, to update the indicators based on them.")


@app.command()
def backtest(
    family: Annotated[
        list[str] | None, typer.Option(help="Only this family of series; can be repeated.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Use fewer start dates and series.")
    ] = False,
    plot: Annotated[
        Path | None, typer.Option(help="Also save a chart of the results, as a PNG file.")
    ] = None,
) -> None:
    """Test every model on past data against naive methods, and save the results."""
    from forecasts import run as forecasts_run
    from forecasts.backtest.plot import backtest_png
    from forecasts.series.series_groups import check_series_groups

    check_series_groups(family or ())
    if plot and plot.is_dir():
        raise StoreError(f"--plot {plot} is a folder; name the PNG file to write")
    settings = open_settings()
    with handle_interrupt(), new_bar() as progress:
        task = progress.add_task("back-test", total=None)
        record = forecasts_run.store_backtest(
            settings.tables, settings.tables, move_bar(progress, task), families=family, quick=quick
        )
    show_frame(record.table, "table")
    if plot:
        with store.replacing(plot) as temporary:
            temporary.write_bytes(backtest_png(record.table))
