"""Raking: sectors add up to their area's total, areas to the nation, industries to their sector."""

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
"""Parts that are further from their whole than this share of it, as last published, are not all
the parts there are (or were suppressed), and are left as they are. A choice, above
what rounding moves a sum by (2.5 % of each cell at most, etl/checks/sums.py); not measured."""
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


def _ratio(wanted: Matrix, have: Matrix) -> Matrix:
    return np.where(have > 0, wanted / np.where(have > 0, have, 1.0), 1.0)


@dataclass
class _Cube:
    """Means of one family by area, series and period, with the values last published."""

    areas: list[str]
    series: list[str]
    periods: list[str]
    mean: npt.NDArray[np.float64]
    latest: Matrix

    def parts(self, whole: str, members: list[str], area: str) -> list[int]:
        """Columns of the members that together are the whole in this area; [] where they are not.

        Members that are not forecast count only where they were not there either."""
        at = self.areas.index(area)
        held = [self.series.index(m) for m in members if m in self.series]
        held = [s for s in held if np.isfinite(self.mean[at, s]).any()]
        if not held or whole not in self.series:
            return []
        total = self.latest[at, self.series.index(whole)]
        return held if _near(np.nansum(self.latest[at, held]), total) else []


def _near(parts: float, whole: float) -> bool:
    return bool(np.isfinite(whole) and whole > 0 and abs(parts / whole - 1) <= CLOSE)


def reconcile(
    forecasts: pl.DataFrame, latest: pl.DataFrame, members: dict[str, list[str]]
) -> pl.DataFrame:
    """Forecasts that add up, bounds moved with their mean.

    `latest` has each series' last published value (family, area_code, series_code, value).
    `members` names areas that make up an area (a region's councils); England's regions are known.
    Each area's sectors are raked to its total; where all members of an area are held and add up as
    published, sectors and areas are raked together; then industries to their sector likewise.
    """
    nested = {ENGLAND: list(ENGLISH_REGIONS), **members}
    done = []
    for sections, divisions in PAIRS:
        upper = forecasts.filter(pl.col("family") == sections)
        if upper.is_empty():
            continue
        top = _cube(upper, latest)
        _rake_sections(top, nested)
        done.append(_scaled(upper, top))
        lower = forecasts.filter(pl.col("family") == divisions) if divisions else upper.clear()
        if lower.height:
            below = _cube(lower, latest)
            _rake_divisions(below, top, nested)
            done.append(_scaled(lower, below))
    handled = pl.concat(done) if done else forecasts.clear()
    key = ["family", "area_code", "series_code", "period"]
    return pl.concat([forecasts.join(handled, on=key, how="anti"), handled])


def _cube(rows: pl.DataFrame, latest: pl.DataFrame) -> _Cube:
    areas = sorted(rows["area_code"].unique())
    series = sorted(rows["series_code"].unique())
    periods = sorted(rows["period"].unique())
    at, of, when = ({name: i for i, name in enumerate(x)} for x in (areas, series, periods))
    mean = np.full((len(areas), len(series), len(periods)), np.nan)
    for area, code, period, value in rows.select(
        "area_code", "series_code", "period", "mean"
    ).iter_rows():
        mean[at[area], of[code], when[period]] = np.nan if value is None else value
    last = np.full((len(areas), len(series)), np.nan)
    known = latest.filter(pl.col("family") == rows["family"][0])
    for area, code, value in known.select("area_code", "series_code", "value").iter_rows():
        if area in at and code in of:
            last[at[area], of[code]] = value
    return _Cube(areas, series, periods, mean, last)


def _families(areas: list[str], nested: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Areas whose members are all held, the widest first, as the lower rest on the upper."""
    held = set(areas)
    whole = [(a, m) for a, m in nested.items() if a in held and m and held.issuperset(m)]
    return sorted(whole, key=lambda pair: (pair[0] != ENGLAND, pair[0]))


def _rake_sections(cube: _Cube, nested: dict[str, list[str]]) -> None:
    sections = [code for code in cube.series if code != "total"]
    if "total" not in cube.series:
        return
    total = cube.series.index("total")
    for at, area in enumerate(cube.areas):
        columns = cube.parts("total", sections, area)
        _to_whole(cube.mean[at], columns, cube.mean[at, total])
    for area, members in _families(cube.areas, nested):
        rows = [cube.areas.index(member) for member in members]
        top = cube.areas.index(area)
        columns = cube.parts("total", sections, area)
        same = [cube.parts("total", sections, member) == columns for member in members]
        if not columns or not all(same):
            continue
        if not _near(cube.latest[rows, total].sum(), cube.latest[top, total]):
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
    cube: _Cube, top: _Cube, of: int, columns: list[int], nested: dict[str, list[str]]
) -> None:
    """The divisions in `columns` to section `of`: by area, then areas and divisions at once."""
    found: dict[str, list[int]] = {}
    for at, area in enumerate(cube.areas):
        held = [c for c in columns if np.isfinite(cube.mean[at, c]).any()]
        if not held or area not in top.areas:
            continue
        above = top.areas.index(area)
        if _near(np.nansum(cube.latest[at, held]), top.latest[above, of]):
            _to_whole(cube.mean[at], held, top.mean[above, of])
            found[area] = held
    for area, members in _families(cube.areas, nested):
        if area not in found or any(found.get(m) != found[area] for m in members):
            continue
        wanted = top.mean[[top.areas.index(m) for m in members], of]
        upper = cube.mean[cube.areas.index(area), found[area]]
        if np.allclose(wanted.sum(axis=0), upper.sum(axis=0), rtol=1e-6):
            _fit(cube.mean, [cube.areas.index(m) for m in members], found[area], wanted, upper)


def _to_whole(series: Matrix, columns: list[int], whole: Matrix) -> None:
    """Scales the columns of an area to the whole, period by period, in place."""
    if columns:
        series[columns] *= _ratio(whole, np.nansum(series[columns], axis=0))[None, :]


def _fit(
    mean: npt.NDArray[np.float64], rows: list[int], columns: list[int], of_rows: Matrix,
    of_columns: Matrix,
) -> None:  # fmt: skip
    for period in range(mean.shape[2]):
        cells = mean[np.ix_(rows, columns, [period])][:, :, 0]
        if np.isfinite(cells).all():
            made = fit_table(
                cells, of_rows[:, period], of_columns[:, period], tolerance=WITHIN, rounds=STEPS
            )
            mean[np.ix_(rows, columns, [period])] = made[:, :, None]


def _scaled(rows: pl.DataFrame, cube: _Cube) -> pl.DataFrame:
    at, of, when = (
        {name: i for i, name in enumerate(x)} for x in (cube.areas, cube.series, cube.periods)
    )
    made = [
        cube.mean[at[a], of[s], when[p]]
        for a, s, p in rows.select("area_code", "series_code", "period").iter_rows()
    ]
    new = pl.Series("made", made, dtype=pl.Float64).fill_nan(None)
    old = pl.col("mean")
    factor = pl.when(old > 0).then(pl.col("made") / old).otherwise(1.0)
    return (
        rows.with_columns(new)
        .with_columns(factor.alias("factor"))
        .with_columns(pl.col(name) * pl.col("factor") for name in BOUNDS)
        .drop("made", "factor")
    )
