"""Council business-rates lists: read without names, stored locally, counted by ward.

`run` reads a list into the data folder; `build` assigns every stored list to wards and writes the
tables that can be shown: `ward_premises` and `premises_report`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from catalog.settings import Settings
from etl.rates_lists import storing, voa
from etl.rates_lists.mapping import Mapping, RatesError
from etl.rates_lists.outcome import Reading
from etl.rates_lists.stored import How
from wards.premises_tables import build
from wards.voa_counts import count_voa_list

__all__ = ["Mapping", "RatesError", "Reading", "build", "run"]


def run(
    path: Path,
    lad_code: str,
    settings: Settings,
    *,
    mapping: Mapping | None = None,
    period: str = "",
    how: How = "",
    accept_voa_terms: bool = False,
    confirm: Callable[[Mapping], bool] = lambda _mapping: True,
    ask: Callable[[str], How] = lambda _words: "",
    say: Callable[[str], None] = lambda _words: None,
) -> Reading:
    """Reads a council's list and stores its properties without names; for the VOA's, only counts.

    If the list cannot be used or is not confirmed, stores nothing and raises RatesError. See
    storing.store_list for the mapping, `how` and `ask`.
    """
    body = storing.checked_body(path, period)
    if voa.is_voa(path):
        return count_voa_list(path, lad_code, settings, period, accepted=accept_voa_terms)
    return storing.store_list(
        path,
        lad_code,
        settings,
        body=body,
        mapping=mapping,
        period=period,
        how=how,
        confirm=confirm,
        ask=ask,
        say=say,
    )
