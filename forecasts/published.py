"""What is published of groups of series that add up to each other, made again where one changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from catalog.tables.forecasts import FORECASTS
from forecasts import occupations
from forecasts.gate import refuse_contradictions
from forecasts.kept import Keeper, PublishedRows
from forecasts.parallel import Executor
from forecasts.publish import finish, forecast_points
from forecasts.reconcile import PAIRS, add_up
from forecasts.series.prepare import PreparedSeries, latest_values, prepare_series
from forecasts.series.series_groups import SERIES_GROUPS

ABOVE = {lower: upper for upper, lower in PAIRS.items() if lower} | {
    occupations.FAMILY: SERIES_GROUPS[occupations.FAMILY].above
}


def list_together(names: Sequence[str]) -> list[tuple[str, ...]]:
    """The groups, those together that must add up: industries with their sectors, adverts by
    occupation with their totals.

    >>> list_together(["gva_section", "claimants", "gva_division"])
    [('gva_section', 'gva_division'), ('claimants',)]
    """
    together: dict[str, list[str]] = {}
    for name in names:
        together.setdefault(ABOVE.get(name, name), []).append(name)
    return [tuple(members) for members in together.values()]


@dataclass(frozen=True)
class Publisher:
    """Makes forecasts of this day from kept records; `announce` hears of each group's turn."""

    keeper: Keeper
    executor: Executor
    today: date
    announce: Callable[[str], None]

    def publish(self, names: Sequence[str]) -> PublishedRows:
        """Rows of the table `forecasts` of groups that add up to each other, as kept or made."""
        return self.keeper.published(names, partial(self._make, names))

    def _make(self, names: Sequence[str]) -> PublishedRows:
        inputs, records = self.keeper.inputs, self.keeper.records
        prepared, points = {}, {}
        for name in names:
            self.announce(name)
            series = prepare_series(inputs.frames, name, self.today, inputs.carriers)
            prepared[name] = series
            make = partial(
                forecast_points, series, records[name].choices, self.executor, self.today
            )
            points[name] = self.keeper.points(name, make)
        latest = {name: latest_values(series) for name, series in prepared.items()}
        points = add_up(points, latest, inputs.members)
        rows = pl.concat([
            finish(refuse_contradictions(points[name], series, self.today), series,
                   records[name].widths, self.today)
            for name, series in prepared.items()
        ])  # fmt: skip
        if occupations.FAMILY in prepared:
            rows = _with_occupations(rows, prepared, latest)
        faults = {m.group.name: m.cleaned.message() for m in prepared.values() if m.cleaned.counts}
        return PublishedRows(rows.sort(FORECASTS.key), faults)


def _with_occupations(
    rows: pl.DataFrame, prepared: Mapping[str, PreparedSeries], latest: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    of_areas = pl.concat([
        values.select("area_code", "series_code", value="latest", family=pl.lit(name))
        for name, values in latest.items()
    ])  # fmt: skip
    history = prepared[occupations.FAMILY].cleaned.history
    return occupations.reconcile_occupations(rows, history, of_areas)
