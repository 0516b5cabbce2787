"""A user's travel times in place of straight lines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from access.decay import Floats
from access.distances import Block, Flags, Numbers, Points, StraightLines


class Journeys:
    """Minutes between places, from rows of `travel_times`; infinite where none is given.

    A place without a journey to itself is half of its quickest journey away. Straight lines still
    say which places are near enough to ask for.
    """

    def __init__(self, points: Points, travel_times: pl.DataFrame) -> None:
        from scipy.sparse import csr_array  # here: slow to load, seldom needed

        self.points = points
        self._lines = StraightLines(points)
        origins = points.find_rows(travel_times["origin_code"])
        ends = points.find_rows(travel_times["destination_code"])
        minutes = travel_times["travel_minutes"].to_numpy()
        here = (origins >= 0) & (ends >= 0)
        origins, ends, minutes = origins[here], ends[here], minutes[here]
        self.starts: Flags = np.zeros(len(points.codes), dtype=bool)
        self.ends: Flags = np.zeros(len(points.codes), dtype=bool)
        self.starts[origins], self.ends[ends] = True, True
        own = _own_minutes(origins, ends, minutes, len(points.codes))
        between = origins != ends
        given = np.flatnonzero(np.isfinite(own))
        # One minute more than it is, since a zero in a sparse table is no journey.
        self._more: csr_array = csr_array(
            (
                1.0 + np.concatenate([minutes[between], own[given]]),
                (
                    np.concatenate([origins[between], given]),
                    np.concatenate([ends[between], given]),
                ),
            ),
            shape=(len(points.codes), len(points.codes)),
        )

    def blocks(self, rows: Numbers) -> Iterator[Block]:
        """Every pair within the cut of straight lines, once; `cost` in minutes."""
        for block in self._lines.blocks(rows):
            yield Block(
                block.rows, block.columns, self.read_minutes(block.rows, block.columns), block.km
            )

    def read_minutes(self, rows: Numbers, columns: Numbers) -> Floats:
        """Minutes from each of `rows` to each of `columns`, infinite where there is no journey."""
        more = self._more[rows][:, columns].toarray()
        return np.where(more > 0, more - 1.0, np.inf)


def _own_minutes(origins: Numbers, ends: Numbers, minutes: Floats, count: int) -> Floats:
    """Minutes from each place to itself: as given, or half of its quickest journey."""
    own = np.full(count, np.inf)
    between = origins != ends
    np.minimum.at(own, origins[between], minutes[between] / 2.0)
    own[origins[~between]] = minutes[~between]
    return own
