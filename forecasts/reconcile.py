"""Scales forecasts so that sectors add up to areas, areas to the nation, industries to sectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from catalog.fitting import fit_table
from catalog.vocabulary.areas import ENGLAND, ENGLISH_REGIONS
from catalog.vocabulary.industries import section_of
from forecasts.series.panel import Matrix

CLOSE: Final = 0.04
"""If published parts differ from their total by more than this share, some are missing or
suppressed, and we do not scale them. A choice, above what rounding moves a sum by (at most 2.5% of
each cell, etl/checks/sums.py); not measured."""
STEPS: Final = 500
WITHIN: Final = 1e-6  # of the figures' unit
PAIRS: Final = (
    ("jobs_section", "jobs_division"),
    ("employees_section", "employees_division"),
    ("gva_section", "gva_division"),
    ("workforce_section", None),
    ("vacancies", None),
)
BOUNDS: Final = ("mean", "lower80", "upper80", "lower95", "upper95")


def _ratio(targets: Matrix, sums: Matrix) -> Matrix:
    return np.where(sums > 0, targets / np.where(sums > 0, sums, 1.0), 1.0)


@dataclass
class _Cube:
    """Means of one family by area, series and period, with the values last published."""

    areas: list[str]
    series: list[str]
    periods: list[str]
    mean: npt.NDArray[np.float64]
    latest: Matrix

    def parts(self, total_code: str, members: list[str], area: str) -> list[int]:
        """Columns of the members if they add up to the whole in this area; otherwise [].

        Members without a forecast are left out, and must not be needed for the sum."""
        at = self.areas.index(area)
        columns = [self.series.index(m) for m in members if m in self.series]
        columns = [s for s in columns if np.isfinite(self.mean[at, s]).any()]
        if not columns or total_code not in self.series:
            return []
        total = self.latest[at, self.series.index(total_code)]
        return columns if _is_close(np.nansum(self.latest[at, columns]), total) else []


def _is_close(parts: float, total: float) -> bool:
    return bool(np.isfinite(total) and total > 0 and abs(parts / total - 1) <= CLOSE)


def reconcile(
    forecasts: pl.DataFrame, latest: pl.DataFrame, members: dict[str, list[str]]
) -> pl.DataFrame:
    """Forecasts that add up, bounds moved with their mean.

    `latest` has each series' last published value (family, area_code, series_code, value).
    `members` lists the areas that make up an area (a region's councils), besides England's regions.
    We scale each area's sectors to its total. If we have all members of an area and they add up as
    published, we scale sectors and areas together. Then industries to their sector, the same way.
    """
    nested = {ENGLAND: list(ENGLISH_REGIONS), **members}
    reconciled = []
    for sections, divisions in PAIRS:
        upper = forecasts.filter(pl.col("family") == sections)
        if upper.is_empty():
            continue
        top = _cube(upper, latest)
        _rake_sections(top, nested)
        reconciled.append(_scale_rows(upper, top))
        lower = forecasts.filter(pl.col("family") == divisions) if divisions else upper.clear()
        if lower.height:
            below = _cube(lower, latest)
            _rake_divisions(below, top, nested)
            reconciled.append(_scale_rows(lower, below))
    all_reconciled = pl.concat(reconciled) if reconciled else forecasts.clear()
    key = ["family", "area_code", "series_code", "period"]
    return pl.concat([forecasts.join(all_reconciled, on=key, how="anti"), all_reconciled])


def _cube(rows: pl.DataFrame, latest: pl.DataFrame) -> _Cube:
    areas = sorted(rows["area_code"].unique())
    series = sorted(rows["series_code"].unique())
    periods = sorted(rows["period"].unique())
    area_index, series_index, period_index = (
        {name: i for i, name in enumerate(x)} for x in (areas, series, periods)
    )
    mean = np.full((len(areas), len(series), len(periods)), np.nan)
    for area, code, period, value in rows.select(
        "area_code", "series_code", "period", "mean"
    ).iter_rows():
        mean[area_index[area], series_index[code], period_index[period]] = (
            np.nan if value is None else value
        )
    last = np.full((len(areas), len(series)), np.nan)
    of_family = latest.filter(pl.col("family") == rows["family"][0])
    for area, code, value in of_family.select("area_code", "series_code", "value").iter_rows():
        if area in area_index and code in series_index:
            last[area_index[area], series_index[code]] = value
    return _Cube(areas, series, periods, mean, last)


def _complete_areas(areas: list[str], nested: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Areas whose members we all have, widest first, since lower ones depend on upper ones."""
    available = set(areas)
    complete = [
        (a, m) for a, m in nested.items() if a in available and m and available.issuperset(m)
    ]
    return sorted(complete, key=lambda pair: (pair[0] != ENGLAND, pair[0]))


def _rake_sections(cube: _Cube, nested: dict[str, list[str]]) -> None:
    sections = [code for code in cube.series if code != "total"]
    if "total" not in cube.series:
        return
    total = cube.series.index("total")
    for at, area in enumerate(cube.areas):
        columns = cube.parts("total", sections, area)
        _to_whole(cube.mean[at], columns, cube.mean[at, total])
    for area, members in _complete_areas(cube.areas, nested):
        rows = [cube.areas.index(member) for member in members]
        top = cube.areas.index(area)
        columns = cube.parts("total", sections, area)
        same = [cube.parts("total", sections, member) == columns for member in members]
        if not columns or not all(same):
            continue
        if not _is_close(cube.latest[rows, total].sum(), cube.latest[top, total]):
            continue
        cube.mean[rows, total] *= cube.mean[top, total] / cube.mean[rows, total].sum(axis=0)
        _fit(cube.mean, rows, columns, cube.mean[rows, total], cube.mean[top, columns])


def _rake_divisions(cube: _Cube, top: _Cube, nested: dict[str, list[str]]) -> None:
    if cube.periods != top.periods:
        return
    inside: dict[str, list[int]] = {}
    for column, code in enumerate(cube.series):
        inside.setdefault(section_of(code), []).append(column)
    for section, columns in inside.items():
        if section in top.series:
            _rake_section(cube, top, top.series.index(section), columns, nested)


def _rake_section(
    cube: _Cube, top: _Cube, section: int, columns: list[int], nested: dict[str, list[str]]
) -> None:
    """Scales the divisions in `columns` to `section`: by area, then both together."""
    raked_columns: dict[str, list[int]] = {}
    for at, area in enumerate(cube.areas):
        available = [c for c in columns if np.isfinite(cube.mean[at, c]).any()]
        if not available or area not in top.areas:
            continue
        above = top.areas.index(area)
        if _is_close(np.nansum(cube.latest[at, available]), top.latest[above, section]):
            _to_whole(cube.mean[at], available, top.mean[above, section])
            raked_columns[area] = available
    for area, members in _complete_areas(cube.areas, nested):
        if area not in raked_columns or any(
            raked_columns.get(m) != raked_columns[area] for m in members
        ):
            continue
        targets = top.mean[[top.areas.index(m) for m in members], section]
        upper = cube.mean[cube.areas.index(area), raked_columns[area]]
        if np.allclose(targets.sum(axis=0), upper.sum(axis=0), rtol=1e-6):
            _fit(
                cube.mean,
                [cube.areas.index(m) for m in members],
                raked_columns[area],
                targets,
                upper,
            )


def _to_whole(series: Matrix, columns: list[int], total: Matrix) -> None:
    """Scales the columns of an area to the total, period by period, in place."""
    if columns:
        series[columns] *= _ratio(total, np.nansum(series[columns], axis=0))[None, :]


def _fit(
    mean: npt.NDArray[np.float64], rows: list[int], columns: list[int], of_rows: Matrix,
    of_columns: Matrix,
) -> None:  # fmt: skip
    for period in range(mean.shape[2]):
        cells = mean[np.ix_(rows, columns, [period])][:, :, 0]
        if np.isfinite(cells).all():
            raked = fit_table(
                cells, of_rows[:, period], of_columns[:, period], tolerance=WITHIN, rounds=STEPS
            )
            mean[np.ix_(rows, columns, [period])] = raked[:, :, None]


def _scale_rows(rows: pl.DataFrame, cube: _Cube) -> pl.DataFrame:
    area_index, series_index, period_index = (
        {name: i for i, name in enumerate(x)} for x in (cube.areas, cube.series, cube.periods)
    )
    raked = [
        cube.mean[area_index[a], series_index[s], period_index[p]]
        for a, s, p in rows.select("area_code", "series_code", "period").iter_rows()
    ]
    new = pl.Series("made", raked, dtype=pl.Float64).fill_nan(None)
    old = pl.col("mean")
    factor = pl.when(old > 0).then(pl.col("made") / old).otherwise(1.0)
    return (
        rows.with_columns(new)
        .with_columns(factor.alias("factor"))
        .with_columns(pl.col(name) * pl.col("factor") for name in BOUNDS)
        .drop("made", "factor")
    )
