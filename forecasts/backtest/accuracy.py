"""Accuracy of forecasts: error measures over back-test windows, areas counting alike.

An area's error is the sum of |forecast - actual| of its series over the sum of their actual values
(WAPE). "Macro" is the mean of that over areas, so that a small council counts as much as a large
one; "pooled" is of all windows together, in which large areas count most. Skill is how much less
that is than a yardstick's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from forecasts.series.matrix import Matrix, Rows
from forecasts.series.series_groups import SeriesGroup, as_published

# A bound at 2.5% then rests on 25 draws; a choice for speed, not measured.
DRAWS: Final = 1_000
SEED: Final = 20261123
# Fewer areas or origins than this have no interval: the same few would be drawn again and again.
ENOUGH_AREAS: Final = 5
ENOUGH_ORIGINS: Final = 3
Measures = dict[str, float | int | None]


def area_errors(
    cv_windows: pl.DataFrame, models: tuple[str, ...], group: SeriesGroup
) -> pl.DataFrame:
    """area_code, origin, `actual` and the absolute error of each model, summed over the windows
    that all of them have; forecasts rounded as their source rounds."""
    both = cv_windows.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in models))
    key = ["area_code", "origin"]
    windows = both.select(
        *key,
        pl.col("actual").alias("actual_sum"),
        *((as_published(n, group) - pl.col("actual")).abs().alias(n) for n in models),
    )
    found = windows.select(key).unique().sort(key)
    at = windows.select(key).join(found.with_row_index("at"), on=key, maintain_order="left")["at"]
    # One after another: polars adds up on several threads, and the last digit hangs on how many.
    return found.with_columns(
        pl.Series(n, np.bincount(at, windows[n].fill_null(0.0), found.height))
        for n in ("actual_sum", *models)
    )


@dataclass(frozen=True)
class Placed:
    """`errors` as from `area_errors` (rows of an area together), with the place of each row: a row
    an area and a column an origin, in the order in which they come first."""

    errors: pl.DataFrame
    row: Rows
    column: Rows
    shape: tuple[int, int]
    matrices: dict[str, Matrix] = field(default_factory=dict)
    drawn: dict[str, Matrix] = field(default_factory=dict)

    def matrix(self, name: str) -> Matrix:
        """A column of the errors by area and origin, 0 where there is no window."""
        if name not in self.matrices:
            # By columns: the last digit of a sum hangs on the order in which memory is gone
            # through.
            wide = np.zeros(self.shape, order="F")
            wide[self.row, self.column] = self.errors[name].fill_null(0.0).to_numpy()
            self.matrices[name] = wide
        return self.matrices[name]

    def draw_error(self, name: str) -> Matrix:
        """The sum of areas' WAPEs in each draw of areas and origins, 0 where an area has none."""
        if name not in self.drawn:
            by_origin, by_area = _draw(*self.shape)
            if "actual_sum" not in self.drawn:
                self.drawn["actual_sum"] = by_origin @ self.matrix("actual_sum").T
            total = self.drawn["actual_sum"]
            with np.errstate(all="ignore"):
                wapes = by_origin @ self.matrix(name).T / total
            if total.size and total.min() <= 0:
                wapes = np.nan_to_num(wapes, nan=0.0, posinf=0.0)
            self.drawn[name] = (by_area * wapes).sum(axis=1)
        return self.drawn[name]


def place_errors(errors: pl.DataFrame) -> Placed:
    """Finds the places once, for all measures of these errors."""
    if errors.is_empty():
        none = np.empty(0, dtype=np.int64)
        return Placed(errors, none, none, (0, 0))
    row = errors["area_code"].rle_id().to_numpy().astype(np.int64)
    origin = errors["origin"].to_numpy()
    in_order = errors["origin"].unique(maintain_order=True).to_numpy()
    begin = int(in_order.min())
    columns = np.zeros(int(in_order.max()) - begin + 1, dtype=np.int64)
    columns[in_order - begin] = np.arange(len(in_order))
    return Placed(errors, row, columns[origin - begin], (int(row[-1]) + 1, len(in_order)))


def find_errors(
    cv_windows: pl.DataFrame, models: tuple[str, ...], group: SeriesGroup,
    shared: Placed | None = None,
) -> Placed:  # fmt: skip
    """The placed errors of some models, those of `shared` where it has all of them."""
    if shared is not None and set(models) <= set(shared.errors.columns):
        return shared
    return place_errors(area_errors(cv_windows, models, group))


def share_errors(
    cv_windows: pl.DataFrame, models: Sequence[str], group: SeriesGroup
) -> Placed | None:
    """The errors of all of the models that have a forecast in every window, added up once: for
    them it makes no difference which of the others they are compared with. None without any."""
    complete = tuple(n for n in dict.fromkeys(models) if not cv_windows[n].has_nulls())
    return place_errors(area_errors(cv_windows, complete, group)) if complete else None


def macro_error(errors: pl.DataFrame | Placed, model: str, yardstick: str) -> float:
    """The mean over areas of the model's WAPE over that of the yardstick's; NaN if that is 0.

    `errors` as from `area_errors`.
    """
    placed = errors if isinstance(errors, Placed) else place_errors(errors)
    own, base, actual = (
        placed.matrix(name).sum(axis=1) for name in (model, yardstick, "actual_sum")
    )
    counted = actual > 0
    below = (base[counted] / actual[counted]).sum()
    return float((own[counted] / actual[counted]).sum() / below) if below > 0 else float("nan")


def macro_interval(
    errors: pl.DataFrame | Placed, model: str, yardstick: str
) -> tuple[float, float]:
    """95% interval of `macro_error`, by drawing areas and, independently, origins.

    Windows of one origin go wrong together, and so do those of one area; drawing windows would give
    intervals that are far too narrow. NaN with few areas or origins.
    """
    placed = errors if isinstance(errors, Placed) else place_errors(errors)
    areas, origins = placed.shape
    if areas < ENOUGH_AREAS or origins < ENOUGH_ORIGINS:
        return float("nan"), float("nan")
    with np.errstate(all="ignore"):
        ratios = placed.draw_error(model) / placed.draw_error(yardstick)
    low, high = np.nanquantile(ratios, [0.025, 0.975])
    return float(low), float(high)


# Drawing took more than half of the time of an interval, and the same are drawn for each model,
# span and phase (2026-11).
@lru_cache(maxsize=8)
def _draw(areas: int, origins: int) -> tuple[Matrix, Matrix]:
    """How often each origin and each area is drawn: a row a draw."""
    random = np.random.default_rng(SEED)
    by_origin = random.multinomial(origins, np.full(origins, 1 / origins), DRAWS)
    by_area = random.multinomial(areas, np.full(areas, 1 / areas), DRAWS)
    return by_origin.astype(float), by_area.astype(float)


def score(
    cv_windows: pl.DataFrame, model: str, yardstick: str, group: SeriesGroup,
    shared: Placed | None = None,
) -> Measures:  # fmt: skip
    """Measures of a model on the windows that it and the yardstick both have; {} without any.
    `shared`: errors of these windows that are there already (`share_errors`)."""
    names = tuple(dict.fromkeys((model, yardstick)))
    both = cv_windows
    if any(cv_windows[name].has_nulls() for name in names):
        both = cv_windows.filter(pl.col(name).is_not_null() for name in names)
    if both.is_empty():
        return {}
    forecast, base = as_published(model, group), as_published(yardstick, group)
    error, actual = forecast - pl.col("actual"), pl.col("actual")
    moved_to, moved = forecast - pl.col("level"), actual - pl.col("level")
    has_moved = (moved != 0) & (moved_to.abs() > 1e-9)
    step = group.rounding_step
    scaled = (error.abs() / pl.col("scale")).mean().over("area_code")
    measures = both.select(
        pl.col("area_code").n_unique().alias("areas_count"),
        pl.col("row").n_unique().alias("series_count"),
        pl.col("origin").n_unique().alias("origins_count"),
        pl.len().alias("windows_count"),
        scaled.filter(pl.col("area_code").is_first_distinct()).mean().alias("mase"),
        ((forecast + step).log() - (actual + step).log()).abs().mean().alias("log_error"),
        (100 * error.abs().sum() / actual.sum()).alias("wape_pct"),
        (100 * error.sum() / actual.sum()).alias("bias_pct"),
        (100 * (moved.sign() == moved_to.sign()).filter(has_moved).mean()).alias(
            "direction_right_pct"
        ),
        (100 * (1 - error.abs().sum() / (base - actual).abs().sum())).alias("pooled_skill_pct"),
    ).row(0, named=True)  # fmt: skip
    errors = find_errors(both, names, group, shared)
    low, high = macro_interval(errors, model, yardstick)
    measures |= {
        "skill_pct": 100 * (1 - macro_error(errors, model, yardstick)),
        "skill_lower95_pct": 100 * (1 - high),
        "skill_upper95_pct": 100 * (1 - low),
    }
    return {
        name: None if isinstance(value, float) and not np.isfinite(value) else value
        for name, value in measures.items()
    }


def best_naive(cv_windows: pl.DataFrame, group: SeriesGroup, shared: Placed | None = None) -> str:
    """The naive with the least macro error on the windows that all naives have; `shared` as in
    `score`."""
    count = cv_windows.height
    available = tuple(n for n in group.naives if cv_windows[n].null_count() < count)
    if not available:
        return group.naive
    errors = find_errors(cv_windows, available, group, shared)
    ratios = {name: macro_error(errors, name, group.naive) for name in available}
    known = {name: ratio for name, ratio in ratios.items() if np.isfinite(ratio)}
    return min(
        known, key=lambda name: (known[name], name != group.naive, name), default=group.naive
    )


def coverage(cv_windows: pl.DataFrame) -> dict[str, float | None]:
    """Measured coverage of the published intervals, and the median width of the 80% one, in %."""
    with_bounds = cv_windows.filter(pl.col("upper80").is_not_null())
    if with_bounds.is_empty():
        return {"cover80_pct": None, "cover95_pct": None, "width80_pct": None}
    actual = pl.col("actual")
    row = with_bounds.select(
        *(
            (100 * actual.is_between(f"lower{level}", f"upper{level}").mean()).alias(
                f"cover{level}_pct"
            )
            for level in (80, 95)
        ),
        (100 * ((pl.col("upper80") - pl.col("lower80")) / (pl.col("published") + 1e-9)).median())
        .alias("width80_pct"),
    )  # fmt: skip
    return row.row(0, named=True)
