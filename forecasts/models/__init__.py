"""Every model by its own name, one file each."""

from __future__ import annotations

from forecasts.models.carried_jobs import CarriedJobs
from forecasts.models.carried_output import CarriedOutput
from forecasts.models.drift import Drift
from forecasts.models.holt_winters import DampedHoltWinters
from forecasts.models.local_level import LocalLevel
from forecasts.models.median import Median, MedianAnchored
from forecasts.models.naive import Naive
from forecasts.models.prophet_hybrid import ProphetHybrid
from forecasts.models.prophet_level import ProphetLevel
from forecasts.models.prophet_log import ProphetLog
from forecasts.models.seasonal_naive import MiddleOfNaives, SeasonalNaive
from forecasts.models.share import ALPHAS, ShareUnderParent
from forecasts.models.theta import Theta
from forecasts.models.towards import towards_last_year, towards_level
from forecasts.protocol import Forecaster


def models(per_year: int, alphas: tuple[float, ...] = ALPHAS) -> dict[str, Forecaster]:
    """Models for series with this many periods a year (1, 4 or 12), by name.

    `alphas` are the pooled smoothing weights of the share model.
    """
    holt_winters, theta, hybrid = DampedHoltWinters(per_year), Theta(), ProphetHybrid()
    median = Median((theta, holt_winters, hybrid))
    all_models: tuple[Forecaster, ...] = (
        Naive(), SeasonalNaive(), MiddleOfNaives(), Drift(), ShareUnderParent(alphas), theta,
        holt_winters, LocalLevel(), ProphetLog(), ProphetLevel(), hybrid, median,
        MedianAnchored(median), towards_last_year(), towards_level(),
        *((CarriedJobs(), CarriedOutput()) if per_year == 1 else ()),
    )  # fmt: skip
    return {model.name: model for model in all_models}
