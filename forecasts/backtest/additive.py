"""Makes what would have been published at past origins add up, as what is published does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from forecasts.reconcile import Upper, make_rows_additive
from forecasts.series.series_groups import SeriesGroup


def add_up_windows(
    cv_windows: pl.DataFrame,
    group: SeriesGroup,
    latest: pl.DataFrame,
    members: Mapping[str, Sequence[str]],
    reference_year: int,
    upper: Upper | None = None,
) -> pl.DataFrame:
    """The windows with `published` made to add up at each origin.

    `latest` (area_code, series_code, latest): last published values, which say which parts are all
    there. Sums of chained volumes are totals only from their `reference_year` on. `upper` are the
    finished windows of sectors and their last values, if these are of industries below them.
    """
    frames = []
    for (origin,), current in sorted(cv_windows.partition_by("origin", as_dict=True).items()):
        above = None if upper is None else (upper[0].filter(pl.col("origin") == origin), upper[1])
        made = make_rows_additive(
            current, latest, members, above, column="published", by="horizon",
            gap=group.chained and int(origin) < reference_year, totals_stand=group.totals_stand,
        )  # fmt: skip
        frames.append(made)
    return pl.concat(frames)
