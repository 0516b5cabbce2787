"""Every model has a line in words, and every family a title, for those who read them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from catalog.families import FAMILIES as TITLES
from catalog.families import MODELS
from forecasts.families import FAMILIES
from forecasts.models import models
from forecasts.occupations import MODEL

SAMPLE = Path(__file__).parents[2] / "etl" / "sample" / "forecasts.parquet"


def test_every_model_and_family_has_words() -> None:
    named = {name for per_year in (1, 4, 12) for name in models(per_year)} | {MODEL}
    assert named == set(MODELS)
    assert set(FAMILIES) == set(TITLES)
    assert set(pl.read_parquet(SAMPLE)["model"].unique()) - {"none"} <= named
