"""How far councils' errors go together: on paper, and of errors that were made to."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import polars as pl
import pytest

import reference
from forecasts.backtest.sharing import (
    MIXED,
    NEIGHBOURS,
    SHARING,
    SIZE,
    covered,
    draw_groups,
    measure_sharing,
)
from forecasts.series.series_groups import SERIES_GROUPS

GVA, JOBS = SERIES_GROUPS["gva_section"], SERIES_GROUPS["jobs_section"]


def windows(
    common: float, areas: int = 40, origins: int = 100, phase: str = "after"
) -> pl.DataFrame:
    """Councils of 100 with errors of spread 10, of which `common` (a share of the variance) is the
    same for all councils of an origin, and 80% and 95% intervals that are right for each."""
    random = np.random.default_rng(3)
    # Evenly over the normal distribution: a few dozen draws of it would not be 80% within 80%.
    ranks = [NormalDist().inv_cdf((at + 0.5) / origins) for at in range(origins)]
    shared = random.permutation(ranks)[:, None] * np.sqrt(common)
    own = random.standard_normal((origins, areas)) * np.sqrt(1 - common)
    error = 10 * (shared + own)
    return pl.DataFrame({
        "area_code": np.tile([f"E{at:02}" for at in range(areas)], origins),
        "area_type": ["lad"] * error.size, "part": ["sector"] * error.size,
        "series_code": ["C"] * error.size, "origin": np.repeat(np.arange(origins), areas),
        "horizon": [1] * error.size, "phase": [phase] * error.size,
        "published": [100.0] * error.size, "actual": 100 + error.ravel(),
    }).with_columns(
        lower80=100 - 12.816 * pl.lit(1.0), upper80=100 + 12.816 * pl.lit(1.0),
        lower95=100 - 19.6 * pl.lit(1.0), upper95=100 + 19.6 * pl.lit(1.0),
    )  # fmt: skip


def one_group(actual: float) -> dict[str, np.ndarray]:
    """A sum of two members, 30 and 40 wide: 70 as if shared wholly, 50 as if not at all."""
    widths = {f"{side}80": [70.0] for side in ("lower", "upper")}
    apart = {f"{side}80_apart": [50.0] for side in ("lower", "upper")}
    cells = {"published": [1_000.0], "actual": [actual], **widths, **apart}
    return {name: np.array(value) for name, value in cells.items()}


@pytest.mark.parametrize(("share", "half"), [(0.0, 50.0), (0.5, 60.828), (1.0, 70.0)])
def test_an_interval_is_the_root_of_shared_and_separate_squares(share: float, half: float) -> None:
    for sign in (-1, 1):
        assert covered(one_group(1_000 + sign * (half - 0.1)), share, 80) == 1.0
        assert covered(one_group(1_000 + sign * (half + 0.1)), share, 80) == 0.0


def test_groups_are_sums_of_five_councils_drawn_from_one_place() -> None:
    rows = windows(0.0, areas=10, origins=3)
    drawn = draw_groups(rows, {})
    assert drawn is not None
    assert set(drawn["published"]) == {100.0 * SIZE}
    assert set(drawn["size"]) == {SIZE}
    assert drawn["upper80"] == pytest.approx(12.816 * SIZE)
    assert drawn["upper80_apart"] == pytest.approx(12.816 * np.sqrt(SIZE))
    assert draw_groups(windows(0.0, areas=SIZE - 1), {}) is None
    # No region has five of the ten.
    scattered = {f"E{at:02}": str(at % 3) for at in range(10)}
    assert draw_groups(rows, scattered) is None


def test_neighbours_are_drawn_from_one_region() -> None:
    """Councils of the second region have no error, so a sum is of five errors or of none."""
    rows = windows(0.0, areas=20, origins=3)
    second = [f"E{at:02}" for at in range(10, 20)]
    rows = rows.with_columns(
        actual=pl.when(pl.col("area_code").is_in(second)).then(100.0).otherwise(107.0)
    )
    regions = {f"E{at:02}": "first" if at < 10 else "second" for at in range(20)}
    drawn = draw_groups(rows, regions)
    assert drawn is not None
    assert set(drawn["actual"]) == {500.0, 535.0}
    mixed = draw_groups(rows, {})
    assert mixed is not None
    assert len(set(mixed["actual"])) > 2


@pytest.mark.parametrize(("common", "low", "high"), [
    (0.0, 0.0, 0.1), (0.5, 0.3, 0.8), (1.0, 0.85, 1.0),
])  # fmt: skip
def test_the_share_that_is_found_is_the_one_that_was_put_in(
    common: float, low: float, high: float
) -> None:
    made = measure_sharing(windows(common), GVA, {})
    row = made.filter(members=MIXED).row(0, named=True)
    assert low <= row["shared_error"] <= high
    assert made.schema == SHARING
    assert (row["family"], row["part"]) == (GVA.name, "sector")
    if row["shared_error"] < 1.0:
        assert row["cover80_pct"] >= 80


def test_data_of_few_councils_and_without_bounds_have_no_share() -> None:
    assert measure_sharing(windows(0.5, areas=SIZE - 1), GVA, {}).is_empty()
    none = windows(0.5).with_columns(upper80=pl.lit(None, pl.Float64))
    assert measure_sharing(none, GVA, {}).is_empty()
    regions = windows(0.5).with_columns(area_type=pl.lit("region"))
    assert measure_sharing(regions, GVA, {}).is_empty()


def test_covid_counts_only_in_surveys_whose_intervals_take_it_in() -> None:
    calm, wild = windows(0.0, origins=30), windows(1.0, origins=30, phase="covid")
    both = pl.concat([calm, wild.with_columns(pl.col("origin") + 100)])
    gva = measure_sharing(both, GVA, {}).filter(members=MIXED)["shared_error"][0]
    jobs = measure_sharing(both, JOBS, {}).filter(members=MIXED)["shared_error"][0]
    assert gva <= 0.1 < jobs


def test_what_is_stored_was_measured_so_and_lies_between_nought_and_one() -> None:
    stored = reference.read("forecast_sharing")
    assert stored["shared_error"].is_between(0, 1).all()
    assert set(stored["members"]) == {MIXED, NEIGHBOURS}
    assert set(stored["family"]) <= set(SERIES_GROUPS)
    pairs = stored.pivot(on="members", index=["family", "part"], values="shared_error")
    assert pairs.height > 0
    found = stored.filter(pl.col("shared_error") < 1)
    assert (found["cover80_pct"] >= 80).all()
