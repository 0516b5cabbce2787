from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from factory_forecasts import panel
from prophet import Prophet
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

from forecasts.models import models, prophet_backend, prophet_log
from forecasts.models.drift import Drift
from forecasts.models.median import Median, MedianAnchored
from forecasts.models.naive import Naive
from forecasts.models.prophet_backend import FastProphet, options
from forecasts.models.prophet_level import SLOW, ProphetLevel, mean_level
from forecasts.models.prophet_log import ProphetLog, covid_steps, prepare
from forecasts.models.seasonal_naive import MiddleOfNaives, SeasonalNaive
from forecasts.models.share import ShareUnderParent, smoothed_share
from forecasts.models.theta import theta
from forecasts.series.panel import Panel, chunks


def seasonal(count: int, noise: float = 0.02, rows: int = 3, seed: int = 1) -> Panel:
    """Monthly series about 100 to 300 with a season of a fifth and a little noise."""
    rng = np.random.default_rng(seed)
    t = np.arange(count)
    season = 1 + 0.2 * np.sin(2 * np.pi * t / 12)
    levels = np.arange(1, rows + 1)[:, None] * 100.0
    values = levels * season * np.exp(0.003 * t + noise * rng.standard_normal((rows, count)))
    return panel(values.tolist(), step_months=1)


def test_naive_repeats_the_last_value() -> None:
    assert Naive().forecast(panel([[1, 2, 3]]), 2).tolist() == [[3, 3]]


def test_seasonal_naive_repeats_the_last_year() -> None:
    made = SeasonalNaive().forecast(panel([list(range(24))], step_months=1), 14)
    assert made[0].tolist() == [*range(12, 24), 12, 13]


def test_drift_goes_on_through_first_and_last_and_stops_at_zero() -> None:
    assert Drift().forecast(panel([[10, 30, 20]]), 2).tolist() == [[25, 30]]
    assert Drift().forecast(panel([[30, 20, 10]]), 2).tolist() == [[0, 0]]


def test_share_model_on_paper() -> None:
    # Shares 0.5 then 0.25 of the parent. With alpha .4: exp(.4 ln .25 + .6 ln .5) = 0.37893...
    own, parent = np.array([[50.0, 25.0]]), np.array([[100.0, 100.0]])
    by_hand = np.mean([
        math.exp(a * math.log(0.25) + (1 - a) * math.log(0.5)) for a in (0.4, 0.6, 0.8)
    ])  # fmt: skip
    assert smoothed_share(own, parent, 0.0)[0] == pytest.approx(by_hand)
    base = panel(own.tolist())
    with_parent = replace(
        base,
        parents=replace(base, values=parent),
        parent_row=np.array([0]),
        outlook=np.array([[110.0, 120.0]]),
    )
    made = ShareUnderParent().forecast(with_parent, 2)
    assert made[0] == pytest.approx([by_hand * 110, by_hand * 120])


def test_a_constant_share_follows_its_parent_exactly() -> None:
    base = panel([[10.0, 20.0, 40.0]])
    parented = replace(
        base,
        parents=replace(base, values=np.array([[100.0, 200.0, 400.0]])),
        parent_row=np.array([0]),
        outlook=np.array([[500.0]]),
    )
    assert ShareUnderParent().forecast(parented, 1)[0, 0] == pytest.approx(50.0)


def test_share_without_a_parent_makes_no_forecast() -> None:
    assert np.isnan(ShareUnderParent().forecast(panel([[1, 2, 3]]), 2)).all()


def test_median_lies_between_its_parts_and_is_silent_where_one_is() -> None:
    given = panel([[1.0, 2.0], [3.0, 4.0]])
    parts = [np.array([[1.0], [5.0]]), np.array([[9.0], [6.0]]), np.array([[4.0], [np.nan]])]
    made = Median(()).combine(given, parts)
    assert made[0, 0] == 4.0
    assert np.isnan(made[1, 0])


def test_anchored_is_the_geometric_middle_of_median_and_naive() -> None:
    anchored = MedianAnchored(Naive())
    made = anchored.combine(panel([[8.0, 8.0]]), [np.array([[2.0]]), np.array([[8.0]])])
    assert made[0, 0] == pytest.approx(4.0)


def test_the_middle_of_naives_is_their_geometric_middle() -> None:
    given = panel([[16.0, *[1.0] * 10, 4.0]], step_months=1)
    assert MiddleOfNaives().forecast(given, 1)[0, 0] == pytest.approx(8.0)


def test_the_level_is_the_middle_of_the_last_value_and_a_slow_one() -> None:
    # The slow level: 0, then 0.1 of 1, then 0.9 of that and 0.1 of 3.
    assert mean_level(np.array([[0.0, 1.0, 3.0]])) == pytest.approx((3.0 + 0.09 + 0.3) / 2)


def test_the_slow_level_is_that_of_statsmodels_to_the_last_digit() -> None:
    rows = np.random.default_rng(3).normal(5.0, 1.0, (7, 90)).cumsum(axis=1)
    slow = [
        SimpleExpSmoothing(row, initialization_method="known", initial_level=row[0])
        .fit(smoothing_level=SLOW, optimized=False).forecast(1)
        for row in rows
    ]  # fmt: skip
    np.testing.assert_array_equal(mean_level(rows), (rows[:, -1:] + np.array(slow)) / 2)


def test_series_that_share_their_dates_share_one_design(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(
        prophet_backend, "options", lambda per_year: made.append(per_year) or options(per_year)
    )
    prophet_log._design_with_ahead.cache_clear()
    given = seasonal(48, rows=6)
    whole = ProphetLevel().forecast(given, 12)
    parts = [ProphetLevel().forecast(given.select_rows(rows), 12) for rows in chunks(6, 2)]
    np.testing.assert_allclose(np.vstack(parts), whole, rtol=1e-12)
    assert len(made) == 1
    ProphetLevel().forecast(given, 11)
    ProphetLevel().forecast(given.until(given.last - 1), 12)
    ProphetLog().forecast(given, 12)
    assert len(made) == 4, "other dates, horizons and priors have their own"


def test_prophet_level_keeps_a_small_season_and_comes_back_half_way() -> None:
    month = np.arange(48)
    season = 0.01 * np.sin(2 * np.pi * month / 12)
    made = ProphetLevel().forecast(panel([np.exp(9 + season).tolist()], step_months=1), 12)
    assert np.corrcoef(np.log(made[0]), season[:12])[0, 1] > 0.99
    risen = np.where(month < 47, 9.0, 9.4)
    back = ProphetLevel().forecast(panel([np.exp(risen).tolist()], step_months=1), 12)
    # A little of the rise is taken for a season.
    np.testing.assert_allclose(np.log(back[0]), 9.0 + (0.4 + 0.04) / 2, atol=0.05)


@pytest.mark.parametrize(("family", "goes_by"), [
    ("adverts", "towards last year"), ("claimants", "towards prophet level"),
])  # fmt: skip
def test_a_steady_share_of_a_monthly_parent_goes_as_the_parent_does(
    family: str, goes_by: str
) -> None:
    parents = replace(seasonal(48, rows=1), family=family)
    given = replace(
        parents, values=parents.values / 4, parents=parents, parent_row=np.array([0])
    )  # fmt: skip
    made = ShareUnderParent().forecast(given, 12)
    np.testing.assert_allclose(made, models(12)[goes_by].forecast(parents, 12) / 4)


@pytest.mark.parametrize("name", sorted(models(12)))
def test_every_model_continues_a_plain_season_and_keeps_its_promises(name: str) -> None:
    given = seasonal(60, noise=0.002)
    if name == "share under parent":
        parents = replace(given, values=given.values.sum(axis=0, keepdims=True))
        given = replace(given, parents=parents, parent_row=np.zeros(3, dtype=int))
    made = models(12)[name].forecast(given, 12)
    assert made.shape == (3, 12)
    assert np.isfinite(made).all()
    assert (made >= 0).all()
    season = given.values[:, -12:] * math.exp(0.036)
    flat = ("naive", "drift", "local level", "median anchored", "middle of naives",
            "prophet level", "share under parent", "towards last year",
            "towards prophet level")  # fmt: skip
    tolerance = 0.45 if name in flat else 0.08
    assert np.abs(made / season - 1).max() < tolerance


@pytest.mark.parametrize("months", [30, 72])
def test_our_theta_finds_what_stock_theta_finds(months: int) -> None:
    for series in seasonal(months, noise=0.05).values:
        stock = ThetaModel(series, period=12).fit().forecast(6)
        np.testing.assert_allclose(theta(series, 6, 12), stock, rtol=1e-3)


@pytest.mark.parametrize("name", sorted(models(12)))
def test_rows_do_not_touch_each_other(name: str) -> None:
    given = seasonal(48)
    both = models(12)[name].forecast(given, 6)
    turned = models(12)[name].forecast(given.select_rows(np.array([2, 0, 1])), 6)
    np.testing.assert_allclose(turned, both[[2, 0, 1]], rtol=1e-7)


def test_our_backend_finds_what_stock_prophet_finds() -> None:
    given = seasonal(72, noise=0.03, rows=2)
    fast = ProphetLog().forecast(given, 12)
    frame = covid_steps(pd.DataFrame({"ds": pd.to_datetime(pd.Series(given.dates(None, 12)))}))
    for row in range(2):
        logs = np.log(given.values[row])
        frame["y"] = np.append(logs, [np.nan] * 12)
        stock = Prophet(**options(12))
        prepare(stock, frame.iloc[:72])
        stock.fit(frame.iloc[:72])
        expected = np.exp(stock.predict(frame.iloc[72:])["yhat"].to_numpy())
        assert np.median(np.abs(fast[row] / expected - 1)) < 0.005


def test_one_series_through_prophets_own_door_equals_the_batch() -> None:
    given = seasonal(60, rows=2)
    frame = covid_steps(pd.DataFrame({"ds": pd.to_datetime(pd.Series(given.dates(None, 6)))}))
    frame["y"] = np.append(np.log(given.values[1]), [np.nan] * 6)
    model = FastProphet(**options(12))
    prepare(model, frame.iloc[:60])
    model.fit(frame.iloc[:60])
    single = np.exp(model.predict(frame.iloc[60:])["yhat"].to_numpy())
    np.testing.assert_allclose(ProphetLog().forecast(given, 6)[1], single, rtol=1e-6)


def test_our_backend_refuses_what_it_cannot_fit() -> None:
    model = FastProphet(seasonality_mode="multiplicative", **options(12))
    frame = pd.DataFrame({"ds": pd.date_range("2018-01-01", periods=36, freq="MS")})
    with pytest.raises(NotImplementedError, match="additive terms only"):
        model.fit(frame.assign(y=np.arange(36.0)))
