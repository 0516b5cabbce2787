"""The interface of a model: a name, and forecasts of a panel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol

from forecasts.series.panel import Matrix, Panel


class Forecaster(Protocol):
    """A model. `per_series` means it fits each series, so it is worth running in parallel. `cost`
    is the time that it takes for some series, 1 for a fit by statsmodels.

    A combined model lists its models in `parts`; `combine` makes its forecast from theirs, so that
    forecasts of parts are not computed twice.
    """

    @property
    def name(self) -> str: ...

    @property
    def per_series(self) -> bool: ...

    @property
    def cost(self) -> float: ...

    @property
    def parts(self) -> tuple[Forecaster, ...]: ...

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        """One row a series, one column a period ahead, in the panel's unit; NaN if impossible."""
        ...

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:
        """The model's forecast from those of its parts, in their order."""
        ...


class Single:
    """A model without parts."""

    per_series = False
    cost = 1.0
    parts: tuple[Forecaster, ...] = ()

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:
        raise NotImplementedError(f"{type(self).__name__} has no parts to combine")


class Combined(ABC):
    """A model that combines others."""

    per_series = False
    cost = 1.0
    parts: tuple[Forecaster, ...] = ()

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        return self.combine(panel, [part.forecast(panel, horizon) for part in self.parts])

    @abstractmethod
    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:
        """The model's forecast from those of its parts, in their order."""
