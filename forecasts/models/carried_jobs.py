"""Jobs carried from the last survey year to today by payrolled employees (PAYE RTI)."""

from __future__ import annotations

from typing import Final

import numpy as np

from catalog.vocabulary.industries import SECTION_OF, section_of
from forecasts.protocol import Single
from forecasts.series.carriers import QUARTER_MONTHS, TOGETHER, Carrier, Monthly
from forecasts.series.panel import Matrix, Panel

SEPTEMBER: Final = 8  # BRES counts jobs in September
# The weight of the year before, itself carried by payrolls. 2026-11, employees of 61 councils by
# section, one year ahead, rounded as published: 4.4% less error than the last figure with 0.4, 3.3
# with 0.2, 0.4 with none; their totals 15.9, 16.8 and 13.7. A share of 0.4 is also what smoothing
# of jobs was found to be best with on other panels.
SMOOTHING: Final = {"sector": 0.4, "total": 0.2}
# The share of the growth of payrolls that jobs take. All of it: 4.2 for sections (with 0.2 above)
# and 15.9 for totals; none: 1.1 and 4.4. Half was set before these were looked at.
PASSED_ON: Final = 0.5


class CarriedJobs(Single):
    """Each section by its payrolled employees in the United Kingdom, each area's total by its own.

    Payrolls by region and section say nothing of the jobs there (correlation -0.01 with BRES beyond
    the national change), so sections are never carried by local figures. Flat after the newest
    quarter.
    """

    name = "carried by payrolls"

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        carrier = panel.carrier
        if carrier is None or panel.per_year != 1 or not panel.keys.height:
            return np.full((panel.values.shape[0], horizon), np.nan)
        series, keys = _keys_of(panel, carrier)
        september = 12 * panel.last + SEPTEMBER
        level = self._level(panel, series, keys, september)
        newest = min(monthly.last for monthly in series)
        newest -= next(back for back in range(12) if (newest - back) % 12 in QUARTER_MONTHS)
        forecasts = np.full((panel.values.shape[0], horizon), np.nan)
        for step in range(1, horizon + 1):
            month = max(min(september + 12 * step, newest), september)
            growth = _growth(series, keys, september, month)
            forecasts[:, step - 1] = level * np.exp(PASSED_ON * growth)
        return forecasts

    def _level(
        self, panel: Panel, series: list[Monthly], keys: list[list[str]], september: int
    ) -> Matrix:
        last = panel.values[:, -1]
        if panel.values.shape[1] < 2:
            return last
        before = panel.values[:, -2] * np.exp(_growth(series, keys, september - 12, september))
        is_total = np.array(panel.keys["series_code"] == "total")
        weight = np.where(is_total, SMOOTHING["total"], SMOOTHING["sector"])
        return np.where(np.isfinite(before), (1 - weight) * last + weight * before, last)


def _keys_of(panel: Panel, carrier: Carrier) -> tuple[list[Monthly], list[list[str]]]:
    """What carries sections and what carries totals, and the key of each row in both; '' where a
    row is not of that kind."""
    codes, areas = (panel.keys[name].to_list() for name in ("series_code", "area_code"))
    local = carrier.areas.rows if carrier.areas else {}
    own_total = [code == "total" and area in local for code, area in zip(codes, areas, strict=True)]
    sections = ["" if own else _key(code) for code, own in zip(codes, own_total, strict=True)]
    if carrier.areas is None:
        return [carrier.sections], [sections]
    totals = [area if own else "" for area, own in zip(areas, own_total, strict=True)]
    return [carrier.sections, carrier.areas], [sections, totals]


def _key(code: str) -> str:
    if code == "total" or (not code[:1].isalpha() and code[:2] not in SECTION_OF):
        return "total"
    section = section_of(code)
    return TOGETHER.get(section, section)


def _growth(series: list[Monthly], keys: list[list[str]], begin: int, end: int) -> Matrix:
    """ln of each row's growth from one month to another, by whichever series has its key."""
    found = np.full(len(keys[0]), np.nan)
    for monthly, of_rows in zip(series, keys, strict=True):
        with np.errstate(all="ignore"):
            growth = np.log(monthly.at(of_rows, end) / monthly.at(of_rows, begin))
        found = np.where(np.isnan(found), growth, found)
    return found
