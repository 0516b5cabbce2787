"""Makes forecasts add up: sectors to their area, areas to a wider one, industries to their sector.

What must add up is the change since the last published figure. Each figure gives way in proportion
to its variance, a power of its level (weighted least squares): of a total T and parts y,
x = y + v (T - sum y) / (v_T + sum v), and the total gives way too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from catalog.vocabulary.areas import ENGLAND, ENGLISH_REGIONS
from catalog.vocabulary.industries import section_of
from catalog.vocabulary.parts import are_all_there
from forecasts.series.matrix import Matrix, Rows
from forecasts.series.series_groups import SERIES_GROUPS

# 2026-11, squared errors of councils' sectors against their level, log on log.
VARIANCE_POWER: Final = 1.07
KEY: Final = ["area_code", "series_code"]
SWEEPS: Final = 500
WITHIN: Final = 1e-6  # of the figures' unit
# Rows of sectors and their last published values (area_code, series_code, latest).
Upper = tuple[pl.DataFrame, pl.DataFrame]
# Families of sectors with the family of their industries.
PAIRS: Final[dict[str, str | None]] = {
    "jobs_section": "jobs_division",
    "employees_section": "employees_division",
    "gva_section": "gva_division",
    "workforce_section": None,
    "vacancies": None,
}


@dataclass(frozen=True)
class Sums:
    """Rows that are sums of other rows, none a part of two: `members[i]` is a part of the row
    `totals[of[i]]`. `fixed` totals do not give way."""

    totals: Rows
    members: Rows
    of: Rows
    fixed: bool = False


def make_additive(values: Matrix, level: Matrix, layers: Sequence[Sums], *, gap: bool) -> Matrix:
    """The values (a row a series, a column a period) with every sum kept.

    `level` is the last published value of each row. With `gap`, what parts lacked of their total
    there stays: sums of chained volumes before their reference year are not totals. A sum with a
    part that has no value is left alone.
    """
    result = values.copy()
    # A series at zero stays there: with a variance of its own, however small, it would take a part.
    variance = np.maximum(np.nan_to_num(level), 0.0) ** VARIANCE_POWER
    for _ in range(SWEEPS):
        moved = max((_keep(result, level, variance, sums, gap) for sums in layers), default=0.0)
        np.maximum(result, 0.0, out=result)  # within the sweeps, so that sums still hold after it
        if moved < WITHIN:
            break
    return result


def _keep(result: Matrix, level: Matrix, variance: Matrix, sums: Sums, gap: bool) -> float:
    """Moves the values so that these sums hold, in place; the largest difference that there was."""
    count = len(sums.totals)
    if not count:
        return 0.0
    parts, total = np.zeros((count, result.shape[1])), result[sums.totals]
    np.add.at(parts, sums.of, result[sums.members])
    if gap:
        published = np.zeros(count)
        np.add.at(published, sums.of, level[sums.members])
        parts += (level[sums.totals] - published)[:, None]
    difference = np.nan_to_num(total - parts)
    of_total = np.zeros(count) if sums.fixed else variance[sums.totals]
    weight = of_total.copy()
    np.add.at(weight, sums.of, variance[sums.members])
    share = difference / np.where(weight > 0, weight, np.inf)[:, None]
    result[sums.members] += variance[sums.members][:, None] * share[sums.of]
    result[sums.totals] -= of_total[:, None] * share
    return float(np.abs(difference).max())


def sums_of_sectors(keys: pl.DataFrame, *, fixed: bool = False) -> Sums:
    """Sectors of each area as parts of its total, where they add up as last published.

    `keys` has a row a series: area_code, series_code, `latest` (last published value).
    """
    rows = keys.with_row_index("row")
    total = rows.filter(series_code="total").select("area_code", total="row", whole="latest")
    parts = rows.filter(pl.col("series_code") != "total").join(total, on="area_code")
    return replace(_sums(parts, "area_code"), fixed=fixed)


def sums_of_industries(keys: pl.DataFrame) -> Sums:
    """Industries below sectors as parts of their sector, which does not give way.

    `keys` as above, with `is_sector`; sectors and industries of an area together.
    """
    rows = keys.with_row_index("row")
    sectors = rows.filter("is_sector", pl.col("series_code") != "total").select(
        "area_code", section="series_code", total="row", whole="latest"
    )
    below = rows.filter(~pl.col("is_sector"))
    sections = {code: section_of(code) for code in below["series_code"].unique()}
    below = below.with_columns(
        section=pl.col("series_code").replace_strict(sections, return_dtype=pl.String)
    )
    sums = _sums(below.join(sectors, on=["area_code", "section"]), "area_code", "section")
    return replace(sums, fixed=True)


def sums_of_areas(keys: pl.DataFrame, members: Mapping[str, Sequence[str]]) -> Sums:
    """Areas as parts of wider ones, series by series, where each wider area has all its `members`
    and they add up as last published."""
    available = set(keys["area_code"])
    complete = [
        (area, part)
        for area, parts in ({ENGLAND: list(ENGLISH_REGIONS)} | dict(members)).items()
        if area in available and parts and available.issuperset(parts)
        for part in parts
    ]
    pairs = pl.DataFrame(complete, schema={"wide": pl.String, "area_code": pl.String}, orient="row")
    rows = keys.with_row_index("row")
    wide = rows.select(wide="area_code", series_code="series_code", total="row", whole="latest")
    parts = rows.join(pairs, on="area_code").join(wide, on=["wide", "series_code"])
    return _sums(parts, "wide", "series_code")


def _sums(parts: pl.DataFrame, *by: str) -> Sums:
    """Sums of `parts` (row, latest, total, whole) that were all there when last published."""
    summed = pl.col("latest").fill_null(0.0).sum().over(by)
    kept = parts.filter(are_all_there(summed, pl.col("whole"))).sort("total", "row")
    totals = kept["total"].unique(maintain_order=True)
    place = dict(zip(totals, range(len(totals)), strict=True))
    return Sums(
        totals.to_numpy().astype(np.int64),
        kept["row"].to_numpy().astype(np.int64),
        np.array([place[total] for total in kept["total"]], dtype=np.int64),
    )


def add_up(
    points: Mapping[str, pl.DataFrame],
    latest: Mapping[str, pl.DataFrame],
    members: Mapping[str, Sequence[str]],
) -> dict[str, pl.DataFrame]:
    """Point forecasts by family, made to add up: sectors and areas together, then industries.

    `latest` by family: last published values (area_code, series_code, latest). Series of different
    last periods are kept apart, since their changes are not of the same years.
    """
    done = dict(points)
    for sectors, industries in PAIRS.items():
        if sectors not in done or done[sectors].is_empty():
            continue
        done[sectors] = _add_up_family(done[sectors], latest[sectors], members, None, sectors)
        below = done.get(industries or "")
        if industries and below is not None and below.height:
            above = (done[sectors], latest[sectors])
            done[industries] = _add_up_family(below, latest[industries], members, above, sectors)
    return done


def _add_up_family(
    rows: pl.DataFrame, latest: pl.DataFrame, members: Mapping[str, Sequence[str]],
    upper: Upper | None, sectors: str,
) -> pl.DataFrame:  # fmt: skip
    frames = []
    for (last,), current in sorted(rows.partition_by("last", as_dict=True).items()):
        above = None if upper is None else (upper[0].filter(pl.col("last") == last), upper[1])
        made = make_rows_additive(
            current, latest, members, above, column="mean", by="steps", gap=False,
            totals_stand=SERIES_GROUPS[sectors].totals_stand,
        )  # fmt: skip
        frames.append(made)
    return pl.concat(frames)


def make_rows_additive(
    current: pl.DataFrame, latest: pl.DataFrame, members: Mapping[str, Sequence[str]],
    upper: Upper | None, *, column: str, by: str, gap: bool, totals_stand: bool,
) -> pl.DataFrame:  # fmt: skip
    """The rows with `column` made to add up in each period `by`.

    Rows have area_code, series_code and level (last published value); `upper` are finished rows of
    sectors with their last published values, if these are of industries below them.
    """
    columns = (*KEY, by, column, "level")
    is_sector = pl.lit(upper is None).alias("is_sector")
    rows, latest = current.select(*columns, is_sector), latest.select(*KEY, "latest", is_sector)
    if upper is not None:
        of_sectors = pl.lit(True).alias("is_sector")
        rows = pl.concat([upper[0].select(*columns, of_sectors), rows])
        latest = pl.concat([upper[1].select(*KEY, "latest", of_sectors), latest])
    wide = rows.pivot(on=by, index=[*KEY, "is_sector", "level"], values=column)
    periods = [name for name in wide.columns if name.isdigit()]
    keys = wide.join(
        latest, on=[*KEY, "is_sector"], how="left", validate="m:1", maintain_order="left"
    )
    layers = (
        [sums_of_sectors(keys, fixed=totals_stand), sums_of_areas(keys, members)]
        if upper is None
        else [sums_of_industries(keys)]
    )
    values = np.asarray(wide.select(periods).cast(pl.Float64).to_numpy())
    made = make_additive(values, np.asarray(wide["level"].to_numpy()), layers, gap=gap)
    added = (
        wide.select(*KEY, "is_sector")
        .with_columns(pl.DataFrame(made, schema=periods))
        .filter(pl.lit(upper is None) | ~pl.col("is_sector"))
        .drop("is_sector")
        .unpivot(index=KEY, variable_name=by, value_name="added_up")
        .with_columns(pl.col(by).cast(pl.Int64), pl.col("added_up").fill_nan(None))
    )
    return (
        current.join(added, on=[*KEY, by], how="left", validate="m:1", maintain_order="left")
        .with_columns(pl.coalesce("added_up", column).alias(column))
        .drop("added_up")
    )
