"""Invented places of a nation: councils with wards and LSOAs, their borders, centres and changes.

Codes, names and outlines of councils are real, from the sample; all that lies in them is drawn from
a seed: 7,400 wards and 35,672 LSOAs, as England and Wales have, in councils of very different size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from catalog import store
from catalog.settings import SAMPLE

COUNCILS: Final = 318
WARDS: Final = 7_400
LSOAS: Final = 35_672
# The Isles of Scilly and the City of London: a council of one LSOA, and one with few residents.
TINY: Final = {"E06000053": 1, "E09000001": 6}
LSOAS_AN_MSOA: Final = 5
BORDER_POINTS: Final = 100  # of a ward; the sample's have 108 on average
# 2026-11: of 318 councils, some forty have had new wards since 2022.
REDRAWN_SHARE: Final = 0.13
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Nation:
    """Places at one scale. `councils` has, of every council, whether it is `chosen`, how many lsoas
    and wards it has, whether it was `redrawn`, and `dice` from 0 to 1 that decides its faults."""

    scale: float
    councils: pl.DataFrame
    wards: pl.DataFrame
    wards_2022: pl.DataFrame
    lsoas: pl.DataFrame
    lsoa_changes: pl.DataFrame

    @property
    def chosen(self) -> pl.DataFrame:
        return self.councils.filter("chosen")

    def keep_chosen(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of areas that are no council, and of the chosen ones."""
        left_out = self.councils.filter(~pl.col("chosen"))["lad_code"].implode()
        return frame.filter(~pl.col("area_code").is_in(left_out))


def draw_places(scale: float, seed: int) -> Nation:
    """The nation, or the share `scale` of its councils, of every region and size."""
    councils = _size_councils(scale, np.random.default_rng([seed, 1]))
    rng = np.random.default_rng([seed, 2])
    wards, former, lsoas = [], [], []
    chosen = councils.filter("chosen")
    for one in chosen.iter_rows(named=True):
        here, then, small = _draw_council(one, rng)
        wards.append(here)
        former.append(then)
        lsoas.append(small)
    small_areas = pl.concat(lsoas)
    return Nation(
        scale, councils, pl.concat(wards), pl.concat(former), small_areas,
        _draw_changes(small_areas, rng),
    )  # fmt: skip


def apportion(total: int, weights: Floats, least: int = 1) -> Ints:
    """Whole numbers near `weights` that add up to `total`, each at least `least`."""
    rest = total - least * len(weights)
    exact = rest * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    short = rest - int(whole.sum())
    whole[np.argsort(whole - exact)[:short]] += 1
    return np.asarray(whole + least)


def _size_councils(scale: float, rng: np.random.Generator) -> pl.DataFrame:
    councils = store.read("councils", SAMPLE)[0].sort("lad_code")
    tiny = councils["lad_code"].is_in(list(TINY)).to_numpy()
    sizes = rng.lognormal(0.0, 0.55, COUNCILS)
    lsoas = np.zeros(COUNCILS, dtype=np.int64)
    lsoas[~tiny] = apportion(LSOAS - sum(TINY.values()), sizes[~tiny], 20)
    lsoas[tiny] = [TINY[code] for code in councils.filter(tiny)["lad_code"]]
    # A ward of a city has more residents than one of a district.
    wards = np.minimum(
        apportion(WARDS, np.asarray(lsoas**0.75, dtype=np.float64)), np.maximum(lsoas, 1)
    )
    wards[np.argmax(lsoas - wards)] += WARDS - wards.sum()
    outlines = store.read("council_boundaries", SAMPLE)[0].select("lad_code", "outline_geojson")
    sized = councils.with_columns(
        lsoas=pl.Series(lsoas), wards=pl.Series(wards),
        redrawn=pl.Series(rng.random(COUNCILS) < REDRAWN_SHARE),
        wealth=pl.Series(rng.lognormal(0.0, 0.25, COUNCILS)), dice=pl.Series(rng.random(COUNCILS)),
    ).join(outlines, on="lad_code", how="left", validate="1:1")  # fmt: skip
    # Every n-th of each region by size, from a place that the seed picks.
    in_order = sized.sort("region_code", "lsoas", "lad_code").with_row_index("at")
    place = (pl.col("at") + float(rng.random())) * scale
    return in_order.with_columns(
        chosen=place.floor() != (place - scale).floor(), number=pl.col("at").cast(pl.Int64),
        first_lsoa=pl.col("lsoas").cum_sum() - pl.col("lsoas"),
    ).drop("at")  # fmt: skip


def _cells(count: int, box: tuple[float, float, float, float]) -> Floats:
    """x0, y0, x1, y1 of so many rectangles that fill the box, row by row."""
    across = int(np.ceil(np.sqrt(count)))
    down = -(-count // across)
    at = np.arange(count)
    row = at // across
    in_row = np.where(row == down - 1, count - (down - 1) * across, across)
    west, south, east, north = box
    width, height = (east - west) / in_row, (north - south) / down
    x, y = west + (at % across) * width, south + row * height
    return np.column_stack([x, y, x + width, y + height])


def _which_cell(count: int, box: tuple[float, float, float, float], x: Floats, y: Floats) -> Ints:
    across = int(np.ceil(np.sqrt(count)))
    down = -(-count // across)
    west, south, east, north = box
    row = np.minimum(((y - south) / (north - south) * down).astype(np.int64), down - 1)
    in_row = np.where(row == down - 1, count - (down - 1) * across, across)
    column = np.minimum(((x - west) / (east - west) * in_row).astype(np.int64), in_row - 1)
    return np.asarray(row * across + column)


def _bend(points: Floats) -> Floats:
    """Straight borders made crooked, alike on both sides of each."""
    x, y = points[:, 0], points[:, 1]
    bent_x = x + 0.0012 * np.sin(230.0 * y) + 0.0004 * np.sin(1_700.0 * y)
    return np.column_stack([bent_x, y + 0.0008 * np.sin(210.0 * x) + 0.0003 * np.sin(1_500.0 * x)])


def _shapes(cells: Floats) -> list[bytes]:
    boxes = shapely.box(cells[:, 0], cells[:, 1], cells[:, 2], cells[:, 3])
    fine = shapely.segmentize(boxes, shapely.length(boxes) / BORDER_POINTS)
    return [bytes(shape) for shape in shapely.to_wkb(shapely.transform(fine, _bend))]


def _box_of(outline: str) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.from_geojson(outline).bounds
    # An outline fills about two thirds of its box.
    dx, dy = 0.09 * (east - west), 0.09 * (north - south)
    return west + dx, south + dy, east - dx, north - dy


def _ward_rows(one: dict[str, Any], count: int, first: int, year: str) -> pl.DataFrame:
    cells = _cells(count, _box_of(one["outline_geojson"]))
    letter, name = one["lad_code"][0], one["lad_name"]
    return pl.DataFrame({
        "ward_code": [f"{letter}05{first + at:06d}" for at in range(count)],
        "ward_name": [f"{name} invented ward {at + 1}" for at in range(count)],
        "lad_code": one["lad_code"], "lad_name": name, "ward_vintage": year,
        "long": (cells[:, 0] + cells[:, 2]) / 2, "lat": (cells[:, 1] + cells[:, 3]) / 2,
        "geometry_wkb": _shapes(cells),
    })  # fmt: skip


def _draw_council(
    one: dict[str, Any], rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Wards, wards of 2022 and LSOAs of a council. LSOAs have long, lat, former_ward, weight (of
    jobs) and residents (of 16 and over)."""
    number, count, first = int(one["number"]), int(one["lsoas"]), int(one["first_lsoa"])
    box = _box_of(one["outline_geojson"])
    wards = _ward_rows(one, int(one["wards"]), number * 1_000, "2025")
    before, then = int(one["wards"]), wards.with_columns(ward_vintage=pl.lit("2022"))
    if one["redrawn"]:
        before = max(1, before + int(rng.integers(-2, 4)))
        then = _ward_rows(one, before, 500_000 + number * 1_000, "2022")
    # Each ward has an LSOA; the rest fall where they fall.
    of_ward = np.sort(np.concatenate([
        np.arange(wards.height), rng.integers(0, wards.height, max(count - wards.height, 0))
    ])[:count])  # fmt: skip
    cells = _cells(wards.height, box)[of_ward]
    inside = rng.uniform(0.06, 0.94, (count, 2))
    x = cells[:, 0] + inside[:, 0] * (cells[:, 2] - cells[:, 0])
    y = cells[:, 1] + inside[:, 1] * (cells[:, 3] - cells[:, 1])
    centres = _bend(np.column_stack([x, y]))
    letter, name = one["lad_code"][0], one["lad_name"]
    msoa = np.arange(count) // LSOAS_AN_MSOA
    lsoas = wards[of_ward].select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
    return wards, then, lsoas.with_columns(
        lsoa_code=pl.Series([f"{letter}01{first + at:06d}" for at in range(count)]),
        lsoa_name=pl.Series([f"{name} {m + 1:03d}{chr(65 + at % LSOAS_AN_MSOA)}"
                             for at, m in enumerate(msoa)]),
        msoa_code=pl.Series([f"{letter}02{number:03d}{m:03d}" for m in msoa]),
        former_ward=then["ward_code"].gather(_which_cell(before, box, x, y)),
        long=pl.Series(centres[:, 0]), lat=pl.Series(centres[:, 1]),
        weight=pl.Series(rng.lognormal(0.0, 1.1, count)),
        residents=pl.Series(np.round(rng.normal(1_360.0, 190.0, count).clip(620))),
    )  # fmt: skip


def _draw_changes(lsoas: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Most LSOAs are those of 2011; of some two were one then, or one was two, or all is new."""
    serial = pl.col("lsoa_code").str.slice(3).cast(pl.Int64)
    former = pl.col("lsoa_code").str.slice(0, 3) + (serial + 400_000).cast(pl.String)
    other = pl.col("lsoa_code").str.slice(0, 3) + (serial + 500_000).cast(pl.String)
    kind = rng.choice(["U", "S", "M", "X"], lsoas.height, p=[0.936, 0.04, 0.02, 0.004])
    kind[-1] = "U"
    rows = lsoas.select(
        lsoa21_code="lsoa_code", lad22_code="lad_code", lad22_name="lad_name",
        change_kind=pl.Series(kind), former=former, other=other,
    )  # fmt: skip
    older = pl.when(change_kind="U").then("lsoa21_code").otherwise("former").alias("lsoa11_code")
    rows = rows.with_columns(older)
    # A split: the next LSOA came of the same one of 2011, if it is in the same council.
    split = (pl.col("change_kind").shift(1) == "S") & (
        pl.col("lad22_code").shift(1) == pl.col("lad22_code")
    )
    rows = rows.with_columns(
        lsoa11_code=pl.when(split).then(pl.col("lsoa11_code").shift(1)).otherwise("lsoa11_code"),
        change_kind=pl.when(split).then(pl.lit("S")).otherwise("change_kind"),
    )
    merged = rows.filter(change_kind="M").with_columns(lsoa11_code="other")
    columns = ["lsoa11_code", "lsoa21_code", "change_kind", "lad22_code", "lad22_name"]
    return pl.concat([rows, merged]).select(columns).unique(columns[:2]).sort(columns[:2])
