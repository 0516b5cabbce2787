"""Every model has a line in words, and every family a title, for those who read them."""

from __future__ import annotations

import polars as pl

from catalog.settings import SAMPLE
from catalog.vocabulary.forecast_families import FAMILIES as TITLES
from catalog.vocabulary.forecast_families import MODELS
from forecasts.models import models
from forecasts.occupations import MODEL
from forecasts.series.series_groups import SERIES_GROUPS

FORECASTS = SAMPLE / "forecasts.parquet"


def test_every_model_and_family_has_words() -> None:
    named = {name for per_year in (1, 4, 12) for name in models(per_year)} | {MODEL}
    assert named == set(MODELS)
    assert set(SERIES_GROUPS) == set(TITLES)
    assert set(pl.read_parquet(FORECASTS)["model"].unique()) - {"none"} <= named
