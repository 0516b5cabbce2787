"""Other ways to foretell which sectors outgrow their area, tried forward like our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from outlook_fit import FIRST_CALIBRATED, FIRST_FORWARD, bend, fit_logistic, fit_models, forecast
from outlook_panel import KEY, make_cases
from outlook_scores import Row, score, score_tiers

from indicators.sectors.outlook_features import FEATURES
from indicators.sectors.outlook_model import YEARS_AHEAD

Array = NDArray[np.float64]
Learn = Callable[[Array, Array], Callable[[Array], Array]]
OTHER = "other ways"
INFORMATION = "J"
HISTORY = ("last_year", "last_three", "last_eight", "unsteadiness", "ln_value", "ln_share")
BAGS, BAG_SHARE = 4, 0.7


def challenge(
    cases: pl.DataFrame, levels: pl.DataFrame, monthly: pl.DataFrame, years: Sequence[int]
) -> Iterator[Row]:
    """Rows of the record for each other way."""
    judged = cases.filter(pl.col("base_year") >= FIRST_CALIBRATED)
    always = judged.filter(industry_code=INFORMATION).with_columns(chance=pl.lit(1.0))
    name = "saying Information and communication every time"
    yield score(always, OTHER, name, "likely to outgrow", of=judged)
    revised = make_cases(levels, monthly, years, blur=0.0, draws=1)
    yield from _rows("past output as revised since", forecast(revised, fit_models(revised)))
    once = cases.filter(draw=0).join(_history(levels), on=[*KEY, "base_year"], validate="1:1")
    yield from _rows("history of the sector here alone", _forward(once, HISTORY, _logistic))
    yield from _rows(
        "our two features and history, logistic", _forward(once, (*FEATURES, *HISTORY), _logistic)
    )
    yield from _rows(
        "our two features and history, boosted trees",
        _forward(once, (*FEATURES, *HISTORY), _boosted_trees),
    )


def _rows(name: str, forecasts: pl.DataFrame) -> Iterator[Row]:
    yield score(forecasts, OTHER, name)
    yield from score_tiers(forecasts, OTHER, name)


def _history(levels: pl.DataFrame) -> pl.DataFrame:
    """HISTORY of each case, from years up to its base year."""

    def before(years: int) -> pl.Expr:
        return pl.col("relative") - pl.col("relative").shift(years).over(KEY)

    step = before(1)
    share = pl.col("value") / pl.col("value").sum().over("area_code", "year")
    return (
        levels.sort(*KEY, "year")
        .with_columns(
            step=step, last_year=step, last_three=before(3) / 3, last_eight=before(8) / 8,
            ln_value=pl.col("value").log(), ln_share=share.log(),
        )
        .with_columns(unsteadiness=pl.col("step").rolling_std(8, min_samples=2).over(KEY))
        .select(*KEY, *(pl.col(name).fill_null(0.0) for name in HISTORY), base_year="year")
    )  # fmt: skip


def _forward(cases: pl.DataFrame, features: Sequence[str], learn: Learn) -> pl.DataFrame:
    """The cases with a chance learned and calibrated from what was over, as our own."""
    finite = cases.filter(pl.all_horizontal(pl.col(name).is_finite() for name in features))
    parts = dict(sorted(finite.partition_by("base_year", as_dict=True).items()))
    x = {year: part.select(features).to_numpy() for (year,), part in parts.items()}
    y = {year: part["outgrew"].to_numpy().astype(float) for (year,), part in parts.items()}
    logits: dict[int, Array] = {}
    for year in (year for year in x if year >= FIRST_FORWARD):
        past = [other for other in x if other <= year - YEARS_AHEAD]
        learned = learn(np.concatenate([x[p] for p in past]), np.concatenate([y[p] for p in past]))
        logits[year] = learned(x[year])
    judged = []
    for year in (year for year in logits if year >= FIRST_CALIBRATED):
        past = [other for other in logits if other <= year - YEARS_AHEAD]
        weights = fit_logistic(
            bend(np.concatenate([logits[p] for p in past])), np.concatenate([y[p] for p in past])
        )
        bent = np.column_stack([np.ones(len(logits[year])), bend(logits[year])]) @ weights
        chance = pl.Series(1 / (1 + np.exp(-bent)))
        judged.append(parts[(year,)].with_columns(chance=chance))
    return pl.concat(judged)


def _logistic(x: Array, y: Array) -> Callable[[Array], Array]:
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)  # no history is long enough yet
    weights = fit_logistic((x - mean) / spread, y)
    return lambda new: np.column_stack([np.ones(len(new)), (new - mean) / spread]) @ weights


def _boosted_trees(x: Array, y: Array) -> Callable[[Array], Array]:
    """Logits of the mean of four ensembles, each of 70% of the cases and 40% of the features."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # comes with mapclassify

    rng = np.random.default_rng(1)
    models = []
    for bag in range(BAGS):
        rows = rng.choice(len(y), int(BAG_SHARE * len(y)), replace=False)
        model = HistGradientBoostingClassifier(
            max_features=0.4, learning_rate=0.06, max_leaf_nodes=15, min_samples_leaf=200,
            random_state=bag,
        )  # fmt: skip
        models.append(model.fit(x[rows], y[rows]))

    def logits(new: Array) -> Array:
        chance = np.mean([model.predict_proba(new)[:, 1] for model in models], axis=0)
        return np.asarray(np.log(chance / (1 - chance)))

    return logits
