"""Real gross value added carried to today by the published monthly output of industries."""

from __future__ import annotations

from typing import Final

import numpy as np

from catalog.vocabulary.industries import SECTION_OF, section_of
from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel

# 2026-11, councils by section without origins 2019 and 2020: a third of a section's growth beyond
# the nation's has 5.3% less error than the last figure one year ahead and 6.7 two years ahead; none
# of it 0.8 and 0.8; all of it 8.2 and 9.6. But past output has since been revised to the same
# tables as GVA, which flatters what follows it closely: for 2023, not yet revised when GVA came
# out, all of it was 6.8% worse than the last figure and a third 0.8%.
OF_SECTION: Final = 1 / 3
# Published sections that take another's growth: mining is small and erratic beside farming; energy
# and water are two series, so together they go by the nation.
INSTEAD: Final = {"AB": "A", "DE": "total", "D": "total", "E": "total", "B": "total"}


class CarriedOutput(Single):
    """Each year's growth is the nation's, and a third of what the section's differs from it.

    A year that has begun takes the growth of its known months over the same of the year before.
    Flat after that: every trend tried was worse than none.
    """

    name = "carried by output"

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        carrier = panel.carrier
        if carrier is None or panel.per_year != 1 or not panel.keys.height:
            return np.full((panel.values.shape[0], horizon), np.nan)
        keys = [_key(code, carrier.sections.rows) for code in panel.keys["series_code"]]
        everything = ["total"] * len(keys)
        path = np.zeros(len(keys))
        forecasts = np.empty((len(keys), horizon))
        for step in range(1, horizon + 1):
            year = panel.last + step
            nation, _ = carrier.sections.year_growth(everything, year)
            of_section, _ = carrier.sections.year_growth(keys, year)
            path = path + nation + OF_SECTION * np.nan_to_num(of_section - nation)
            forecasts[:, step - 1] = panel.values[:, -1] * np.exp(path)
        return forecasts


def _key(code: str, available: dict[str, int]) -> str:
    if code in INSTEAD:
        return INSTEAD[code]
    if code == "total" or (not code[:1].isalpha() and code[:2] not in SECTION_OF):
        return "total"
    section = section_of(code)
    section = INSTEAD.get(section, section) if section != "A" else "A"
    return section if section in available else "total"
