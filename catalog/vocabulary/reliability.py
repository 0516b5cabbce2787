"""How reliable a figure is, in three classes, from its coefficient of variation.

The curve for BRES comes from comparing neighbouring years of section cells, whose noise has a
standard deviation of 23, 14, 7.5 and 3.7% at 1.4, 5.9, 22 and 71 thousand jobs.
"""

from __future__ import annotations

from typing import Final

import polars as pl

GOOD_CV: Final = 0.10
FAIR_CV: Final = 0.20
# Least squares through the four points above, in logarithms of both.
BRES_CV_AT_1000_JOBS: Final = 0.291
BRES_CV_SLOPE: Final = -0.464

WORDS: Final = {
    "good": "good: likely within 10 %",
    "fair": "fair: likely within 20 %",
    "low": "low: may be off by more than 20 %, a rough guide",
    "": "",
}


def cv_of_jobs(jobs: pl.Expr) -> pl.Expr:
    """The likely coefficient of variation of a BRES figure of this many jobs."""
    return BRES_CV_AT_1000_JOBS * (jobs.clip(lower_bound=1.0) / 1000.0) ** BRES_CV_SLOPE


def grade_cv(cv: pl.Expr) -> pl.Expr:
    """good, fair or low; '' if there is no coefficient."""
    return (
        pl.when(cv.is_null())
        .then(pl.lit(""))
        .when(cv < GOOD_CV)
        .then(pl.lit("good"))
        .when(cv < FAIR_CV)
        .then(pl.lit("fair"))
        .otherwise(pl.lit("low"))
    )
