"""The sentence on emerging sectors: what is called so, and what is likeliest where none is."""

from __future__ import annotations

import polars as pl
import pytest

from indicators.sectors.badge import BADGE
from reports.sections.headlines import _emerging


def sectors(*badges: str) -> pl.DataFrame:
    """Food may rise by 900 jobs with a probability of 0.6, Health by 400 with 0.9."""
    return pl.DataFrame(
        {
            "industry_name": ["Food", "Health"], "badge": list(badges),
            "expected_change": [900.0, 400.0], "probability_emerging": [0.6, 0.9],
            "base_period": ["2024"] * 2, "target_period": ["2027"] * 2,
            "lower80": [-500.0, 100.0], "upper80": [2_000.0, 700.0],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("badges", "begin", "named"),
    [
        (("not distinguishable", BADGE), "1 sector is emerging.", "Health: +400 jobs"),
        ((BADGE, BADGE), "2 sectors are emerging.", "Food: +900 jobs"),
        (
            ("not distinguishable", "not distinguishable"),
            "No sector's growth is clear enough of the noise to call it emerging. The most likely,",
            "Health: +400 jobs",
        ),
    ],
)
def test_emerging_is_said_of_badged_sectors_alone(
    badges: tuple[str, str], begin: str, named: str
) -> None:
    told = _emerging(sectors(*badges))
    assert told.startswith(begin)
    assert named in told


def test_a_sector_without_growth_is_never_the_most_likely_to_grow() -> None:
    flat = sectors("a", "b").with_columns(expected_change=pl.lit(0.3))
    assert _emerging(flat).startswith("No sector is expected to grow")


def test_without_a_forecast_none_can_be_called_emerging() -> None:
    assert _emerging(sectors("a", "b").clear()).startswith("No sector has a forecast here")
