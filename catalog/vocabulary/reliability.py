"""How reliable a figure is, in three classes, from its coefficient of variation.

The curve for BRES and the limits of the classes are in the table `survey_constants`, which says
where they come from.
"""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.vocabulary.rounding import rounding_step

_CONSTANTS: Final = reference.read_constants("survey_constants")
GOOD_CV: Final = _CONSTANTS["good_cv"]
FAIR_CV: Final = _CONSTANTS["fair_cv"]
BRES_CV_AT_2000_JOBS: Final = _CONSTANTS["bres_cv_at_2000_jobs"]
BRES_CV_SLOPE: Final = _CONSTANTS["bres_cv_slope"]

WORDS: Final = {
    "good": "good: likely within 10%",
    "fair": "fair: likely within 20%",
    "low": "low: may be off by more than 20%, a rough guide",
    "": "",
}


def cv_of_jobs(jobs: pl.Expr) -> pl.Expr:
    """The likely coefficient of variation of a BRES figure of this many jobs."""
    return BRES_CV_AT_2000_JOBS * (jobs.clip(lower_bound=1.0) / 2000.0) ** BRES_CV_SLOPE


def variance_of_jobs(jobs: pl.Expr) -> pl.Expr:
    """The variance of a BRES figure of this many jobs: sampling error, and rounding.

    A figure between two steps of rounding is anywhere between them: a twelfth of the step squared.
    """
    at_least_one = jobs.clip(lower_bound=1.0)
    return (cv_of_jobs(jobs) * at_least_one) ** 2 + rounding_step(jobs) ** 2 / 12.0


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
