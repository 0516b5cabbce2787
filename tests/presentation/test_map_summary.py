"""Sentences about a map."""

from __future__ import annotations

import polars as pl
import pytest

from catalog.measures import MEASURES
from presentation import legend, map_summary
from presentation.legend_classes import LegendEntry

JOBS = MEASURES["jobs_total"]


def values(*figures: float | None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ward_code": [f"W{number}" for number in range(len(figures))],
            "ward_name": [f"Ward {number}" for number in range(len(figures))],
            "lad_name": "Testham",
            "value": pl.Series(figures, dtype=pl.Float64),
            "period": "2024",
            "status": ["missing" if figure is None else "observed" for figure in figures],
            "reliability": "good",
        }
    )


def test_highest_lowest_and_middle() -> None:
    assert map_summary.sentences(values(5, 9, 1), JOBS) == (
        "Highest in Ward 1 (9), lowest in Ward 2 (1); half of the wards have 5 or more."
    )


def test_all_alike_and_none_known() -> None:
    assert map_summary.sentences(values(4, 4), JOBS) == "Every ward with a figure has 4."
    assert map_summary.sentences(values(None, None), JOBS).startswith("There are no figures")


@pytest.mark.parametrize(
    ("ward", "said"),
    [
        ("W0", "highest of 4 wards"),
        ("W1", "2nd highest of 4 wards"),
        ("W2", "2nd highest of 4 wards"),
        ("W3", "lowest of 4 wards"),
        ("W4", ""),
    ],
)
def test_rank_shares_places_and_leaves_out_the_unknown(ward: str, said: str) -> None:
    assert map_summary.rank(values(9, 5, 5, 1, None), ward) == said


def test_periods_are_told_apart_by_council() -> None:
    two = pl.concat(
        [values(1), values(2).with_columns(lad_name=pl.lit("Mockford"), period=pl.lit("2023"))]
    )
    assert map_summary.periods(two) == "2023 (Mockford) and 2024 (Testham)"
    assert map_summary.sentences(two, JOBS).endswith("councils' figures are for different periods.")
    assert map_summary.periods(values(1, None)) == "2024"


def test_a_tip_says_when_a_figure_is_only_a_guide() -> None:
    row = values(1234.6).with_columns(reliability=pl.lit("low")).row(0, named=True)
    assert map_summary.tip(row, JOBS) == "Ward 0, Testham\n1,235 jobs (2024)\nRough guide only"


def test_legend_text_is_escaped() -> None:
    html = legend.legend_html([LegendEntry("<b>1 & 2</b>", 1, "#eaecb1", "/")])
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in html
    assert "(1 ward)" in html
