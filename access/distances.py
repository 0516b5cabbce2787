"""Straight lines between the centres of small areas, in km, a block at a time.

British National Grid. All pairs of England and Wales would be ten gigabytes, so pairs come in
blocks: some origins, and every destination that can be within the cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from access.decay import CUT_KM, Floats
from geo.os_grid import to_metres

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
# A block's origins lie in one square of this side, and are at most so many: 16 MB or so of pairs.
SQUARE_KM: Final = 10.0
MOST_ROWS: Final = 256


@dataclass(frozen=True)
class Points:
    """Places: their codes, and a row of east and north in km each; codes are sorted, without
    repeats."""

    codes: tuple[str, ...]
    km: Floats

    def find_rows(self, codes: pl.Series) -> Numbers:
        """The row of each code, -1 for one that is not here."""
        places = pl.DataFrame({"code": self.codes}, schema={"code": pl.String}).with_row_index("at")
        wanted = codes.cast(pl.String).to_frame("code")
        rows = wanted.join(places, on="code", how="left", maintain_order="left")["at"]
        return rows.cast(pl.Int64).fill_null(-1).to_numpy()

    def align(self, frame: pl.DataFrame, code: str, value: str) -> Floats:
        """The value of each place, NaN where `frame` has none; its codes do not repeat."""
        values = np.full(len(self.codes), np.nan)
        rows = self.find_rows(frame[code])
        here = rows >= 0
        values[rows[here]] = frame[value].cast(pl.Float64).to_numpy()[here]
        return values


def place_points(frame: pl.DataFrame, code: str = "lsoa_code") -> Points:
    """Places from a frame of codes, long and lat (degrees); those without are left out."""
    ordered = frame.drop_nulls(["long", "lat"]).unique(code, keep="first").sort(code)
    east, north = to_metres(ordered["long"], ordered["lat"])
    km = np.column_stack([east.to_numpy(), north.to_numpy()]) / 1000.0
    return Points(tuple(ordered[code]), km.reshape(-1, 2))


def measure_own_km(km: Floats) -> Floats:
    """How far apart people and jobs of one place are taken to be: half of the way to the nearest
    other place; zero where there is no other."""
    from scipy.spatial import cKDTree  # here: slow to load, seldom needed

    if len(km) < 2:
        return np.zeros(len(km))
    nearest, _ = cKDTree(km).query(km, k=2)
    return np.asarray(nearest[:, 1] / 2.0, dtype=np.float64)


@dataclass(frozen=True)
class Block:
    """What `rows` (origins) and `columns` (destinations) are apart: `cost` in km or minutes,
    `km` in km, both rows x columns; infinite beyond the cut, or where there is no journey."""

    rows: Numbers
    columns: Numbers
    cost: Floats
    km: Floats


class Costs(Protocol):
    """What lies between places, straight or by a user's travel times."""

    points: Points

    def blocks(self, rows: Numbers) -> Iterator[Block]:
        """Every pair of one of `rows` with a destination, once."""
        ...


class StraightLines:
    """Straight lines up to `cut_km`; a place is half of the way to the nearest from itself."""

    def __init__(self, points: Points, cut_km: float = CUT_KM) -> None:
        self.points, self.cut_km = points, cut_km
        self._own = measure_own_km(points.km)
        self._by_east = np.argsort(points.km[:, 0], kind="stable")
        self._easts = points.km[self._by_east, 0]

    def blocks(self, rows: Numbers) -> Iterator[Block]:
        """Every pair within the cut, once; `cost` is `km`."""
        from scipy.spatial.distance import cdist  # here: slow to load, seldom needed

        km = self.points.km
        for part in split_rows(km, rows):
            columns = self._find_columns(km[part])
            apart = cdist(km[part], km[columns])
            at = np.searchsorted(columns, part)
            apart[np.arange(len(part)), at] = self._own[part]
            apart[apart > self.cut_km] = np.inf
            yield Block(part, columns, apart, apart)

    def _find_columns(self, around: Floats) -> Numbers:
        """As `find_near`, looking only at places of the strip between west and east."""
        low, high = around.min(axis=0) - self.cut_km, around.max(axis=0) + self.cut_km
        first, last = np.searchsorted(self._easts, [low[0], np.nextafter(high[0], np.inf)])
        strip = self._by_east[first:last]
        norths = self.points.km[strip, 1]
        return np.sort(strip[(norths >= low[1]) & (norths <= high[1])])


def split_rows(km: Floats, rows: Numbers) -> Iterator[Numbers]:
    """The rows in parts that lie close together."""
    if not len(rows):
        return
    squares = np.floor(km[rows] / SQUARE_KM)
    order = np.lexsort((rows, squares[:, 1], squares[:, 0]))
    ordered, at = rows[order], squares[order]
    starts = 1 + np.flatnonzero((np.diff(at, axis=0) != 0).any(axis=1))
    for square in np.split(ordered, starts):
        yield from (square[n : n + MOST_ROWS] for n in range(0, len(square), MOST_ROWS))


def find_near(km: Floats, around: Floats, within_km: float) -> Numbers:
    """The rows of `km` in the box around some places, grown by a distance; sorted."""
    low, high = around.min(axis=0) - within_km, around.max(axis=0) + within_km
    return np.flatnonzero(((km >= low) & (km <= high)).all(axis=1))


def measure_apart(origins: Floats, destinations: Floats) -> Floats:
    """Straight km from each origin to each destination: rows of east and north in km."""
    from scipy.spatial.distance import cdist  # here: slow to load, seldom needed

    apart: Any = cdist(origins.reshape(-1, 2), destinations.reshape(-1, 2))
    return np.asarray(apart, dtype=np.float64)
