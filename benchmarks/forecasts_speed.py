"""Speed of the forecasts, as ratios in one run against the plain loop, one core each.

    python benchmarks/forecasts_speed.py TABLES

TABLES is a folder of built tables with `adverts` and `vacancies` (monthly series for Prophet), and
what else a sample holds: the whole forecasting step is timed on it in a process of its own.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from forecasts.models.holt_winters import DampedHoltWinters
from forecasts.models.prophet_log import ProphetLog, covid_steps, prepare
from forecasts.models.share import ShareUnderParent
from forecasts.models.theta import Theta
from forecasts.protocol import Forecaster
from forecasts.series import histories
from forecasts.series.panel import Panel
from forecasts.series.prepare import prepare_series

HORIZON = 24
COMPILED = tempfile.TemporaryDirectory()


def timed(work: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    began = time.perf_counter()
    made = work()
    return made, time.perf_counter() - began


def stock_prophet(panel: Panel, **stan: str) -> np.ndarray:
    """Prophet().fit and predict one series after another, with the same seasons and regressors."""
    from prophet import Prophet

    from forecasts.models.prophet_backend import options

    made = []
    for row, count in zip(panel.values, panel.counts(), strict=True):
        dates = pd.to_datetime(pd.Series(panel.dates(int(count), HORIZON)))
        logs = np.log(row[-count:] + panel.rounding_step)
        frame = covid_steps(pd.DataFrame({"ds": dates, "y": [*logs, *[np.nan] * HORIZON]}))
        model = Prophet(**options(12))
        prepare(model, frame.iloc[:count])
        model.fit(frame.iloc[:count], **stan)
        made.append(np.exp(model.predict(frame.iloc[count:])["yhat"]) - panel.rounding_step)
    return np.array(made)


def stock_theta(panel: Panel) -> np.ndarray:
    from statsmodels.tsa.forecasting.theta import ThetaModel

    rows = zip(panel.values, panel.counts(), strict=True)
    return np.array([ThetaModel(row[-n:], period=12).fit().forecast(HORIZON) for row, n in rows])


def stock_ets(panel: Panel) -> np.ndarray:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    made = []
    for row, count in zip(panel.values, panel.counts(), strict=True):
        model = ETSModel(
            row[-count:], error="mul", trend="add", damped_trend=True, seasonal="mul",
            seasonal_periods=12,
        )  # fmt: skip
        made.append(model.fit(disp=False).forecast(HORIZON))
    return np.array(made)


def monthly(tables: Path, family: str, count: int) -> Panel:
    found = histories.read(tables, [family])
    made = prepare_series(found.frames, family, datetime.now(UTC).date())
    panel = max(made.panels, key=lambda each: len(each.values))
    panel = panel.select_rows(np.arange(min(count, len(panel.values)))).values_only()
    return panel.select_rows(np.flatnonzero((panel.values > 0).all(axis=1)))


def champion(count: int = 30_000) -> float:
    """Seconds for the champion over annual series of 26 years under 20 parents already forecast."""
    rng = np.random.default_rng(1)
    parents = np.exp(10 + 0.03 * rng.standard_normal((20, 26)).cumsum(axis=1))
    of = rng.integers(0, 20, count)
    noise = np.exp(0.05 * rng.standard_normal((count, 26)))
    panel = Panel(pl.DataFrame(), parents[of] * 0.01 * noise, 1998, 12, 5.0)
    above = Panel(pl.DataFrame(), parents, 1998, 12, 5.0)
    panel = replace(panel, parents=above, parent_row=of)
    return timed(lambda: ShareUnderParent().forecast(panel, 5))[1]


def prophet(name: str, panel: Panel) -> None:
    ProphetLog().forecast(panel.select_rows(np.arange(1)), HORIZON)  # imports, once for both
    fast, fast_s = timed(lambda: ProphetLog().forecast(panel, HORIZON))
    slow, slow_s = timed(lambda: stock_prophet(panel))
    count = len(panel.values)
    apart = 100 * np.median(np.abs(fast / slow - 1))
    met = slow_s / fast_s >= 3 and apart <= 0.5
    print(
        f"Prophet, {name}, {count} series of {panel.values.shape[1]} months: "
        f"{1000 * fast_s / count:.1f} ms a series against {1000 * slow_s / count:.1f} stock, "
        f"{slow_s / fast_s:.1f} times as fast; forecasts {apart:.3f} % apart (median). "
        f"Aim of 3 times and 0.5 %: {'met' if met else 'NOT met'}"
    )
    if panel.values.shape[1] >= 100:
        tight = stock_prophet(panel, algorithm="Newton")
        apart = 100 * np.median(np.abs(fast / tight - 1))
        print(f"  against stock made to run to its maximum (Newton): {apart:.3f} % apart (median)")


def against(
    name: str, model: Forecaster, stock_name: str, stock: Callable[[Panel], np.ndarray],
    panel: Panel,
) -> None:  # fmt: skip
    fast, fast_s = timed(lambda: model.forecast(panel, HORIZON))
    slow, slow_s = timed(lambda: stock(panel))
    count = len(panel.values)
    print(
        f"{name}: {1000 * fast_s / count:.1f} ms a series against {1000 * slow_s / count:.1f} for "
        f"{stock_name}, {slow_s / fast_s:.1f} times as fast; forecasts "
        f"{100 * np.median(np.abs(fast / slow - 1)):.3f} % apart (median)"
    )


STEP = """
import sys
from pathlib import Path
from forecasts.run import run
print(run(Path(sys.argv[1]), Path(sys.argv[2]), jobs=2).sentence())
"""


def sample(tables: Path) -> None:
    """The whole step in a process of its own, twice: the first also compiles the libraries, which
    Python keeps, as an installation that has run before has them."""
    for words in ("first", "second"):
        with tempfile.TemporaryDirectory() as folder:
            kept = {"PYTHONPYCACHEPREFIX": COMPILED.name, "PYTHONDONTWRITEBYTECODE": ""}
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", STEP, str(tables), folder],
                capture_output=True, text=True, check=True, env=os.environ | kept,
            )  # fmt: skip
            seconds = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        megabytes = used.ru_maxrss / 1024
        met = seconds < 20 and megabytes < 800
        print(
            f"Whole step, {words} run, imports included: {seconds:.1f} s of the clock, "
            f"{used.ru_utime - before.ru_utime:.1f} s of CPU; largest process {megabytes:.0f} MB. "
            f"Aim of 20 s and 800 MB for the sample: {'met' if met else 'NOT met'}. "
            f"{done.stdout.strip()}"
        )


def main() -> None:
    tables = Path(sys.argv[1])
    print(f"Load of this machine at the start: {os.getloadavg()[0]:.1f}")
    print(f"Champion, 30,000 annual series: {champion():.2f} s")
    for name in ("adverts", "vacancies"):
        prophet(name, monthly(tables, name, 12))
    panel = monthly(tables, "vacancies", 12)
    against("Damped Holt-Winters", DampedHoltWinters(12), "ETSModel.fit", stock_ets, panel)
    against("Theta", Theta(), "ThetaModel.fit", stock_theta, panel)
    sample(tables)
    print(f"Load of this machine at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
