"""Models that carry the last figure on to today, on paper: three areas, a nation, some sections."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from factory_carriers import month, monthly, quarters, sparse
from factory_forecasts import panel

from forecasts.models.carried_jobs import CarriedJobs
from forecasts.models.carried_output import CarriedOutput
from forecasts.models.naive import Naive
from forecasts.models.towards import Towards, towards_last_year, towards_level
from forecasts.series.carriers import Carrier
from forecasts.series.matrix import Matrix
from forecasts.series.panel import Panel

SEPTEMBER = {year: month(year, 9) for year in (2019, 2020, 2021, 2022, 2023)}
BEGAN, NEWEST = month(2019, 9), month(2022, 12)


def carried_panel(
    rows: Sequence[tuple[str, str, Sequence[float]]], carrier: Carrier | None
) -> Panel:
    """Rows (area code, series code, yearly values to 2021) with a carrier."""
    base = panel([values for _, _, values in rows])
    keys = base.keys.with_columns(
        pl.Series("area_code", [area for area, _, _ in rows]),
        pl.Series("series_code", [code for _, code, _ in rows]),
    )
    return replace(base, keys=keys, carrier=carrier)


def payrolls() -> Carrier:
    """Sections and the nation's total in September, and in December 2022, and one council."""

    def known(*figures: float) -> dict[int, float]:
        return dict(zip((*list(SEPTEMBER.values())[1:4], NEWEST), figures, strict=True))

    sections = sparse(
        {"C": known(100, 110, 121, 133.1), "TU": known(10, 10, 20, 20),
         "total": known(1000, 1000, 1020, 1040)}, BEGAN, NEWEST,
    )  # fmt: skip
    return Carrier(sections, sparse({"E1": known(50, 50, 60, 60)}, BEGAN, NEWEST), lag=1)


def test_carried_jobs_on_paper() -> None:
    """Areas 1 (payrolls of its own), 2 (none) and 3 (a section): half the growth, from a fifth of
    the year before for totals and two fifths for sections."""
    given = carried_panel(
        [("E1", "total", [400, 500]), ("E2", "total", [400, 500]), ("E3", "C", [100, 200])],
        payrolls(),
    )
    made = CarriedJobs().forecast(given, 3)
    level = [0.8 * 500 + 0.2 * 400, 0.8 * 500 + 0.2 * 400, 0.6 * 200 + 0.4 * 100 * 1.1]
    first = [math.sqrt(60 / 50), math.sqrt(1.02), math.sqrt(1.1)]
    to_december = [math.sqrt(60 / 50), math.sqrt(1.04), math.sqrt(1.21)]
    np.testing.assert_allclose(made[:, 0], np.multiply(level, first))
    np.testing.assert_allclose(made[:, 1], np.multiply(level, to_december))
    np.testing.assert_allclose(made[:, 2], made[:, 1], err_msg="level after the newest quarter")


def test_a_section_is_never_carried_by_the_payrolls_of_its_own_area() -> None:
    given = carried_panel([("E1", "C", [100, 200]), ("E9", "C", [100, 200])], payrolls())
    made = CarriedJobs().forecast(given, 1)
    assert made[0, 0] == made[1, 0]


@pytest.mark.parametrize(("code", "growth"), [
    ("10", 1.1), ("C", 1.1), ("T", 2.0), ("97", 2.0), ("total", 1.02),
])  # fmt: skip
def test_industries_go_by_their_section(code: str, growth: float) -> None:
    given = carried_panel([("E2", code, [100])], payrolls())
    assert CarriedJobs().forecast(given, 1)[0, 0] == pytest.approx(100 * math.sqrt(growth))


def test_the_newest_month_is_the_end_of_a_quarter() -> None:
    """October and November 2022 are known, and September is what carries."""
    values = {"C": {SEPTEMBER[2021]: 100.0, SEPTEMBER[2022]: 121.0, month(2022, 11): 999.0}}
    given = carried_panel([("E2", "C", [50])], quarters(values, BEGAN, month(2022, 11)))
    assert CarriedJobs().forecast(given, 2)[0] == pytest.approx([55.0, 55.0])


def test_a_series_of_one_year_and_a_gap_in_the_year_before_are_not_smoothed() -> None:
    given = carried_panel([("E2", "C", [np.nan, 200])], payrolls())
    assert CarriedJobs().forecast(given, 1)[0, 0] == pytest.approx(200 * math.sqrt(1.1))


def test_payrolls_that_end_before_september_carry_nothing_on() -> None:
    values = {"C": {SEPTEMBER[2020]: 100.0, SEPTEMBER[2021]: 100.0}}
    given = carried_panel([("E2", "C", [80, 80])], quarters(values, BEGAN, SEPTEMBER[2021]))
    assert CarriedJobs().forecast(given, 2)[0] == pytest.approx([80.0, 80.0])


@pytest.mark.parametrize("model", [CarriedJobs(), CarriedOutput()])
def test_without_a_carrier_or_in_months_there_is_no_forecast(
    model: CarriedJobs | CarriedOutput,
) -> None:
    assert np.isnan(model.forecast(carried_panel([("E2", "C", [1, 2])], None), 2)).all()
    in_months = replace(panel([[1.0, 2.0]], step_months=1), carrier=payrolls())
    assert np.isnan(model.forecast(in_months, 2)).all()


def output(months_of_2023: int = 0) -> Carrier:
    """Output of 2021, 2022 (nation up by a tenth, manufacturing by a fifth) and of 2023 so far."""

    def path(*levels: float) -> list[float]:
        return [levels[0]] * 12 + [levels[1]] * 12 + [levels[2]] * months_of_2023

    return Carrier(
        monthly({"C": path(100, 120, 120), "total": path(100, 110, 121), "A": path(100, 90, 90),
                 "B": path(100, 300, 300)}, month(2021, 1)), None, lag=2,
    )  # fmt: skip


def test_carried_output_on_paper() -> None:
    """The nation's growth, and a third of what the section's differs; on through the months known
    of the year that has begun; level after that."""
    given = carried_panel(
        [("E1", "total", [90, 100]), ("E2", "C", [90, 100]), ("E3", "A", [90, 100])], output(4)
    )
    made = np.log(CarriedOutput().forecast(given, 3) / 100)
    nation, more = math.log(1.1), math.log(1.1)
    manufacturing = nation + (math.log(1.2) - nation) / 3
    farming = nation + (math.log(0.9) - nation) / 3
    np.testing.assert_allclose(made[:, 0], [nation, manufacturing, farming])
    np.testing.assert_allclose(
        made[:, 1] - made[:, 0], [more, more + (0 - more) / 3, more + (0 - more) / 3]
    )
    np.testing.assert_allclose(made[:, 2], made[:, 1])


def test_one_month_of_a_year_does_not_make_its_growth() -> None:
    given = carried_panel([("E1", "total", [100])], output(1))
    made = CarriedOutput().forecast(given, 2)[0]
    assert made == pytest.approx([110.0, 110.0])


@pytest.mark.parametrize(("code", "as_section"), [
    ("C", "C"), ("10-12", "C"), ("01", "A"), ("AB", "A"), ("B", "total"), ("05-09", "total"),
    ("DE", "total"), ("35", "total"), ("Q", "total"), ("total", "total"),
])  # fmt: skip
def test_industries_and_groups_of_sections_take_the_growth_of(code: str, as_section: str) -> None:
    """Q is not in the monthly output, and mining and energy go by the nation."""
    growth = {"C": 1.2, "A": 0.9, "total": 1.1}[as_section]
    by_hand = 100 * 1.1 * (growth / 1.1) ** (1 / 3)
    given = carried_panel([("E1", code, [100])], output())
    assert CarriedOutput().forecast(given, 1)[0, 0] == pytest.approx(by_hand)


def test_towards_moves_in_logarithms_by_a_part_a_month_and_no_farther() -> None:
    model = Towards(Naive(), months=4, at_most=0.5, name="x")
    last, goal = np.full((1, 4), 100.0), np.full((1, 4), 200.0)
    made = model.combine(panel([[100.0]], step_months=1), [last, goal])[0]
    assert made == pytest.approx([100 * 2**share for share in (0.25, 0.5, 0.5, 0.5)])
    zero = model.combine(panel([[0.0]], step_months=1, grain=0.5), [last * 0, goal * 0])
    assert zero.tolist() == [[0, 0, 0, 0]]


def test_adverts_come_half_way_to_last_year_and_claimants_all_the_way_to_their_level() -> None:
    given = panel([[200.0] * 11 + [100.0]], step_months=1)
    made = towards_last_year().forecast(given, 12)[0]
    expected = [100 * 2 ** min(h / 12, 0.5) for h in range(1, 12)]
    assert made[:11] == pytest.approx(expected)
    level = towards_level()
    goal: Matrix = np.full((1, 8), 150.0)
    made = level.combine(given, [np.full((1, 8), 100.0), goal])[0]
    assert made[5:] == pytest.approx([150.0] * 3)
    assert made[2] == pytest.approx(math.sqrt(100 * 150))


def test_no_forecast_of_the_goal_is_no_forecast() -> None:
    short = panel([[100.0] * 6], step_months=1)
    assert np.isnan(towards_last_year().forecast(short, 3)).all()
