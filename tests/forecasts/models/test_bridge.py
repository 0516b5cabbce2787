"""GVA by the vacancies that are known ahead of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from factory_forecasts import history, panel

from forecasts.backtest.error_record import backtest_group
from forecasts.models.bridge import SHRINKAGE, VacanciesBridge, fit_lines
from forecasts.parallel import Executor
from forecasts.series.histories import read
from forecasts.series.leading import find_leading
from forecasts.series.panel import LeadingSeries, Panel
from forecasts.series.prepare import prepare_series
from forecasts.series.series_groups import SERIES_GROUPS

BEGIN = 2010
# The level of vacancies in each year from 2010, all months alike; 2023 has begun.
LEVELS = (100.0, 110.0, 90.0, 120.0, 100.0, 130.0, 100.0, 110.0, 125.0, 110.0, 90.0, 120.0, 150.0)


def leading(after: float = 130.0, months: int = 2) -> LeadingSeries:
    """Vacancies to 2022, and `months` of 2023 at the level `after`."""
    return LeadingSeries(np.array([*np.repeat(LEVELS, 12), *[after] * months]), 12 * BEGIN)


def gva(slope: float = 0.5) -> Panel:
    """Two councils' GVA of one sector, 2010 to 2021, growing by so much of vacancies' growth."""
    nation = 1000.0 * (np.array(LEVELS[:12]) / LEVELS[0]) ** slope
    given = panel([(nation * part).tolist() for part in (0.4, 0.6)])
    return replace(
        given, parents=replace(given, values=nation[None, :]), parent_row=np.array([0, 0]),
        leading=leading(),
    )  # fmt: skip


def test_growth_goes_by_vacancies_of_the_next_year_and_of_the_february_after() -> None:
    given = gva()
    made = VacanciesBridge().forecast(given, 4)
    growth = np.diff(np.log(given.parents.values if given.parents else np.empty((1, 1))), axis=1)
    years = range(2011, 2022)
    changes = np.array([leading().change(year) for year in years])
    starts = np.array([leading().start(year) for year in years])
    constant, slope = fit_lines(growth, changes)
    first = constant[0] + slope[0] * np.log(150 / 120)
    second = fit_lines(growth, starts)[1][0] * (np.log(130 / 150) - starts.mean())
    expected = given.values[:, -1] * np.exp(SHRINKAGE * first)
    np.testing.assert_allclose(made[:, 0], expected)
    np.testing.assert_allclose(made[:, 1], expected * np.exp(SHRINKAGE * second))
    # Nothing is said after that, and every area takes its sector's growth.
    np.testing.assert_allclose(made[:, 2:], made[:, [1, 1]])
    np.testing.assert_allclose(made[1] / made[0], 1.5)


def test_a_steady_relation_is_found_all_but_the_prior() -> None:
    rng = np.random.default_rng(1)
    signal = rng.normal(0, 0.2, 40)
    constant, slope = fit_lines(np.array([0.01 + 0.3 * signal, 0.02 + 0.1 * signal]), signal)
    np.testing.assert_allclose(constant, [0.01, 0.02], atol=0.005)
    np.testing.assert_allclose(slope, [0.3, 0.1], atol=0.03)


def test_more_vacancies_never_mean_less_growth() -> None:
    signal = np.array([0.1, -0.1, 0.2, -0.2])
    assert fit_lines(np.array([-signal, -2 * signal]), signal)[1].tolist() == [0.0, 0.0]


def test_what_came_after_is_not_looked_at() -> None:
    whole = replace(gva(), leading=leading(after=130.0, months=30))
    later = np.array(whole.leading.values if whole.leading else [])
    later[-28:] = 999.0
    changed = replace(whole, leading=LeadingSeries(later, 12 * BEGIN))
    for last in (2018, 2021):
        told = [VacanciesBridge().forecast(given.until(last), 3) for given in (whole, changed)]
        np.testing.assert_array_equal(*told)
        cut = whole.until(last).leading
        assert cut is not None
        assert cut.first + len(cut.values) - 1 <= 12 * (last + 2) + 1  # February two years on


@pytest.mark.parametrize("lack", ["leading", "parents", "next year", "past"])
def test_without_what_it_needs_it_says_nothing(lack: str) -> None:
    given = {
        "leading": replace(gva(), leading=None),
        "parents": replace(gva(), parents=None, parent_row=None),
        "next year": replace(gva(), leading=leading().until(12 * 2022 + 10)),
        "past": replace(gva(), leading=LeadingSeries(leading().values[12 * 9 :], 12 * (BEGIN + 9))),
    }[lack]
    assert np.isnan(VacanciesBridge().forecast(given, 3)).all()


def test_without_the_second_february_growth_ends_after_a_year() -> None:
    made = VacanciesBridge().forecast(replace(gva(), leading=leading(months=0)), 3)
    np.testing.assert_allclose(made[:, 1:], made[:, [0, 0]])
    assert (made[:, 0] != gva().values[:, -1]).all()


def vacancies() -> pl.DataFrame:
    """The history of vacancies in the United Kingdom by month, 2010 to February 2023."""
    known = leading()
    rows = [
        {"area_code": area, "series_code": code, "value": float(value),
         "period_end": date((known.first + at) // 12, (known.first + at) % 12 + 1, 28)}
        for area, code in (("K02000001", "total"), ("K02000001", "C"))
        for at, value in enumerate(known.values * (1.0 if code == "total" else 0.1))
    ]  # fmt: skip
    return pl.DataFrame(rows)


def test_leading_is_the_nations_total_and_gaps_stay_gaps() -> None:
    held = vacancies().filter(pl.col("period_end") != date(2015, 3, 28))
    found = find_leading(held)
    assert found is not None
    assert found.first == 12 * BEGIN
    assert found.values[-1] == 130.0
    assert np.isnan(found.change(2015))
    assert np.isnan(found.change(2016))
    assert found.change(2012) == pytest.approx(np.log(90 / 110))
    assert find_leading(held.filter(pl.col("area_code") == "none")) is None


def test_a_family_is_given_what_leads_it_and_its_record_cuts_it() -> None:
    rng = np.random.default_rng(3)
    growth = np.array(LEVELS[:12]) / LEVELS[0]
    series = {
        (f"E0700000{n}", code): [
            round(v, 1) for v in 500.0 * (n + 1) * growth**0.4 * np.exp(rng.normal(0, 0.005, 12))
        ]
        for n in range(5) for code in ("C", "F", "G")
    }  # fmt: skip
    frames = {
        "gva_section": history(series, family="gva_section", first=BEGIN), "vacancies": vacancies()
    }  # fmt: skip
    made = prepare_series(frames, "gva_section", date(2023, 6, 1))
    assert made.panels[0].leading is not None
    told = backtest_group(made, Executor(), quick=False)
    error = {
        name: (told[name] - told["actual"]).abs().sum() for name in ("naive", "vacancies bridge")
    }
    assert error["vacancies bridge"] < 0.8 * error["naive"]
    assert SERIES_GROUPS["gva_section"].leading == "vacancies"


def test_a_family_asked_for_alone_is_read_with_what_leads_it(tmp_path: Path) -> None:
    assert set(read(tmp_path, ["gva_section"]).skipped) == {"gva_section", "vacancies"}
