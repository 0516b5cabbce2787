"""What a model is: a name, and forecasts of a panel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol

from forecasts.series.panel import Matrix, Panel


class Forecaster(Protocol):
    """A model. `per_series` says that its work grows by the series and is worth spreading.

    A model made of others names them in `parts`; `combine` makes its forecast of theirs, so that
    whoever has the parts already need not make them again.
    """

    @property
    def name(self) -> str: ...

    @property
    def per_series(self) -> bool: ...

    @property
    def parts(self) -> tuple[Forecaster, ...]: ...

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        """One row a series, one column a period ahead, in the panel's unit; NaN where it cannot."""
        ...

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:
        """The model's forecast out of those of its parts, in their order."""
        ...


class Single:
    """A model that stands by itself."""

    per_series = False
    parts: tuple[Forecaster, ...] = ()

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:
        raise NotImplementedError(f"{type(self).__name__} has no parts to combine")


class Combined(ABC):
    """A model made of others."""

    per_series = False
    parts: tuple[Forecaster, ...] = ()

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        return self.combine(panel, [part.forecast(panel, horizon) for part in self.parts])

    @abstractmethod
    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:
        """The model's forecast out of those of its parts, in their order."""
