"""Prophet with a backend of our own, in process.

2026-11: the standard backend writes JSON and CSV into one folder that forked workers share, and
overwrites the files of others. This one writes nothing, so any number of workers can run.
"""

from __future__ import annotations

import logging
from typing import Any

import numpy as np

# Prophet logs missing plotting libraries and temporary files, line by line.
for _name in ("cmdstanpy", "prophet", "prophet.plot"):
    logging.getLogger(_name).disabled = True

from prophet import Prophet  # noqa: E402
from prophet.models import IStanBackend  # noqa: E402

from forecasts.models.prophet_posterior import Design, maximise  # noqa: E402


class InProcess(IStanBackend):
    """Maximises Prophet's own posterior without a subprocess, JSON or CSV."""

    @staticmethod
    def get_type() -> str:
        return "WARDWISE"

    def load_model(self) -> None:
        return None

    def fit(
        self,
        stan_init: dict[str, Any],  # noqa: ARG002
        stan_data: dict[str, Any],
        **kwargs: Any,  # noqa: ARG002
    ) -> dict[str, Any]:
        """The parameters in Prophet's format; refuses logistic trends and multiplicative terms."""
        if stan_data["trend_indicator"] != 0 or np.any(stan_data["s_m"]):
            raise NotImplementedError("InProcess fits linear trends with additive terms only")
        fitted = maximise(np.asarray(stan_data["y"], dtype=float)[None, :], design_of(stan_data))
        return {
            "k": fitted.theta[:, :1],
            "m": fitted.theta[:, 1:2],
            "delta": fitted.trend[:, 2:],
            "beta": fitted.beta,
            "sigma_obs": fitted.sigma[:, None],
            "trend": fitted.trend @ design_of(stan_data).basis(np.asarray(stan_data["t"])).T,
        }

    def sampling(
        self, stan_init: dict[str, Any], stan_data: dict[str, Any], samples: int, **kwargs: Any
    ) -> dict[str, Any]:
        raise NotImplementedError("InProcess only maximises; use Prophet's own backend to sample")


class FastProphet(Prophet):
    """Prophet on the backend above."""

    def _load_stan_backend(self, stan_backend: str | None) -> None:  # noqa: ARG002
        self.stan_backend = InProcess()


def design_of(data: dict[str, Any]) -> Design:
    """Prophet's own model inputs as a design."""
    return Design(
        t=np.asarray(data["t"], dtype=float),
        t_change=np.asarray(data["t_change"], dtype=float),
        x=np.asarray(data["X"], dtype=float),
        sigmas=np.asarray(data["sigmas"], dtype=float),
        tau=float(data["tau"]),
    )


def options(per_year: int) -> dict[str, Any]:
    """Seasons of the year where there are any; Fourier order at most 2 for quarters.

    2026-11: Prophet's own 20 seasonal terms and 25 change points are more than 37 months can tell
    apart (months have 11 seasonal terms), and its optimiser then takes seconds a series.
    """
    order: int | bool = {1: False, 4: 2, 12: 4}[per_year]
    return {
        "n_changepoints": 12,
        "yearly_seasonality": order,
        "weekly_seasonality": False,
        "daily_seasonality": False,
        "uncertainty_samples": 0,
    }
