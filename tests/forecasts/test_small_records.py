"""What few series and few windows may decide: models kept, widths taken from neighbours."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from factory_forecasts import panel
from test_selection import JOBS, windows

from forecasts.backtest.intervals import interval_widths
from forecasts.backtest.selection import choose_models
from forecasts.backtest.windows import make_cv_windows as windows_of_panel
from forecasts.backtest.windows import space_evenly
from forecasts.models import models
from forecasts.parallel import Executor


def cells(*errors: float, series: int = 100) -> pl.DataFrame:
    """Windows of a champion with these errors (naive has 10) one, two and more years ahead."""
    frames = [windows(error, horizon=at) for at, error in enumerate(errors, 1)]
    return pl.concat(frames).with_columns(pl.col("row") % series)


def test_a_champion_is_kept_where_naive_is_ahead_by_a_little_alone_and_says_so() -> None:
    choices = choose_models(cells(5, 10.4, 10.6), JOBS).filter(pl.col("band") == 1)
    assert choices["chosen"][:3].to_list() == ["share under parent", "share under parent", "naive"]
    assert "error 1.04 of naive's" in choices["reason"][1]
    assert choices["reason"][1].endswith("too close to tell; 0.87 in the family")


@pytest.mark.parametrize(("series", "second"), [(9, "share under parent"), (10, "naive")])
def test_few_series_tell_no_horizon_from_another(series: int, second: str) -> None:
    choices = choose_models(cells(5, 12, series=series), JOBS).filter(pl.col("band") == 1)
    assert choices["chosen"][:2].to_list() == ["share under parent", second]
    assert ("too little is known" in choices["reason"][1]) == (series == 9)


def test_a_band_short_of_windows_takes_its_neighbours_and_not_those_beyond() -> None:
    """Errors of 1 % in the largest band, 2 % next to it and 20 % in the smallest."""
    record = pl.concat([
        windows(off, count=count).with_columns(pl.lit(band, dtype=pl.Int64).alias("band"))
        for band, off, count in ((0, 200, 400), (3, 20, 60), (4, 10, 20))
    ]).with_columns(pl.col("share under parent").alias("published"))  # fmt: skip
    made = interval_widths(record, JOBS).filter(pl.col("horizon") == 1).sort("band")["q80"]
    assert made[4] == pytest.approx(0.02, rel=0.05)
    assert made[3] == pytest.approx(0.02, rel=0.05)
    assert made[0] == pytest.approx(0.2, rel=0.15)


def test_slow_models_are_measured_at_some_origins_and_quick_ones_at_all() -> None:
    assert space_evenly(range(2004, 2011), 3) == [2004, 2007, 2010]
    assert space_evenly([5, 6], 9) == [5, 6]
    assert space_evenly([], 3) == []
    family = replace(JOBS, shortest=4, champion="drift", challengers=(), slow=("theta",))
    given = panel([[100.0 + 5 * at + year for year in range(9)] for at in range(4)])
    made = windows_of_panel(
        given, family, models(1), Executor(), most_origins=9, most_slow=2, most_slow_origins=2
    )
    slow = made.group_by("origin").agg(pl.col("theta").is_not_null().any()).sort("origin")["theta"]
    assert slow.to_list() == [True, False, False, False, True]
    assert made["drift"].null_count() == 0
    assert made.filter(pl.col("theta").is_not_null())["row"].n_unique() == 2
