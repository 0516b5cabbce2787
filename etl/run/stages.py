"""A fetch in two stages: first what the pages show, then what only forecasts and lists need."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from catalog.jobs import Estimate
from catalog.pages_need import FORECASTS, PAGES_OF, WORKS_ON
from catalog.settings import Settings
from etl.clients.query import Query
from etl.run import registry
from etl.run.costs import cost_in_all, costs_by_service
from etl.run.together import put_together

# The record of forecasts, and lists of awards that are large and of the whole nation.
LATER: Final = frozenset({FORECASTS, WORKS_ON})
Planned = list[tuple[str, Query]]
# 2026-11: Leeds, everything, on a bench of the services: 82 MB in all.
MEGABYTES_A_QUESTION: Final = {
    "nomis": 1.0,
    "arcgis": 1.9,
    "ons": 0.2,
    "govuk": 5.0,
    "dft": 2.0,
    "planning": 0.5,
    "ukri": 15.0,
    "gtr": 27.0,
    "contracts": 1.5,
    "hesa": 3.0,
}
# On two cores: tables and indicators, then forecasts, for a council and its comparators.
SECONDS_TO_BUILD: Final = 15.0
SECONDS_TO_FORECAST: Final = 45.0


def split_stages(planned: Planned, in_use: Collection[str] = ()) -> tuple[Planned, Planned]:
    """What most pages need, and then what those alone need that can wait, each in its order.

    `in_use` are tables that pages have already, for all councils, from the embedded sample.
    """
    tables = {name: module.TABLE.name for name, module in registry.modules().items()}

    def is_first(source_id: str) -> bool:
        table = tables[source_id]
        return bool(set(PAGES_OF.get(table, ())) - LATER) and table not in in_use

    first = [entry for entry in planned if is_first(entry[0])]
    return first, [entry for entry in planned if not is_first(entry[0])]


def estimate(planned: Planned, settings: Settings, in_use: Collection[str] = ()) -> Estimate:
    """How much a fetch and build of these questions will be, from what others took."""
    first, rest = split_stages(planned, in_use)
    to_first = _seconds_to_fetch(first, settings) + SECONDS_TO_BUILD
    services = _services()
    return Estimate(
        len(planned),
        to_first + _seconds_to_fetch(rest, settings) + SECONDS_TO_FORECAST,
        to_first,
        sum(MEGABYTES_A_QUESTION.get(services[source_id], 0.5) for source_id, _ in planned),
    )


def _seconds_to_fetch(planned: Planned, settings: Settings) -> float:
    return cost_in_all(costs_by_service(put_together(planned, settings), settings)).seconds


def _services() -> dict[str, str]:
    return {name: module.SOURCE.service for name, module in registry.modules().items()}
