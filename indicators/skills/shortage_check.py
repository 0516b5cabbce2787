"""Pressure beside what employers say: how many vacancies lack skilled applicants, by occupation.

Two different measures of the same thing, so neither corrects the other: pressure counts adverts and
jobseekers of a place today, the survey asks employers, mostly of a region, some years ago. Where
they put occupations in another order, a reader should know.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from catalog.measures import OCCUPATIONS
from catalog.tables.priorities import SHORTAGE_CHECK
from catalog.vocabulary.status import ESTIMATED, MISSING
from indicators.inputs import Inputs
from indicators.row_blocks import part_by
from indicators.skills.occupation_frames import rank_round

FEWEST: Final = 5  # occupations with both figures, for a correlation
ALIKE, APART = 0.5, 0.0  # rank correlations from which we speak of one order, or of another
COMPARED: Final = ("occupation_code", "pressure_ln", "lower80", "upper80")
SURVEY: Final = ("survey_vacancies_count", "shortage_vacancies_count", "survey_area_code",
                 "survey_area_name", "period")  # fmt: skip


def find_survey(inputs: Inputs, area: str) -> pl.DataFrame:
    """Major groups in the newest year of the nearest area round a place that a file has.

    Columns: occupation_code and those of SURVEY. Of one area and year, so that occupations compare;
    empty where there is none.
    """
    rank = rank_round(inputs.rows_of(area, "regions"), area)
    near = pl.concat([inputs.rows_of(code, "shortages") for code in rank])
    nearest = near.filter(
        pl.col("occupation_code").is_in(list(OCCUPATIONS)), pl.col("survey_vacancies_count") > 0
    ).with_columns(rank=pl.col("area_code").replace_strict(rank, return_dtype=pl.Int64))
    first = nearest.sort("rank", "period", descending=[False, True]).head(1)
    return nearest.join(first, on=["area_code", "period"], how="semi").select(
        "occupation_code", "survey_vacancies_count", "shortage_vacancies_count",
        survey_area_code="area_code", survey_area_name="area_name", period="period",
    )  # fmt: skip


def rows(inputs: Inputs, areas: list[str], pressure: pl.DataFrame) -> pl.DataFrame:
    """Rows of `shortage_check`, from rows of `skills_pressure`; none where no file has figures."""
    if inputs.shortages.is_empty():
        return SHORTAGE_CHECK.empty()
    parts = [SHORTAGE_CHECK.empty()]
    of_majors = part_by(
        pressure.filter(pl.col("occupation_code").is_in(list(OCCUPATIONS))), "area_code"
    )
    for area in areas:
        survey = find_survey(inputs, area)
        if survey.is_empty():
            continue
        of_area = of_majors.get((area,), pressure.clear().select(COMPARED))
        part = _compare(of_area.select(COMPARED), survey).with_columns(area_code=pl.lit(area))
        named = part.join(inputs.areas, on="area_code", validate="m:1")
        parts.append(named.select(SHORTAGE_CHECK.columns))
    return pl.concat(parts)


def _compare(of_area: pl.DataFrame, survey: pl.DataFrame) -> pl.DataFrame:
    """All major groups with both figures side by side, ranked among those that have both."""
    every = pl.DataFrame(
        {"occupation_code": list(OCCUPATIONS), "occupation_name": list(OCCUPATIONS.values())}
    )
    share = 100.0 * pl.col("shortage_vacancies_count") / pl.col("survey_vacancies_count")
    has_both = pl.col("shortage_pct").is_not_null() & pl.col("pressure_ln").is_not_null()
    whose = survey.select("survey_area_code", "survey_area_name", "period").row(0, named=True)
    both = (
        every.join(of_area, on="occupation_code", how="left", validate="1:1")
        .join(survey, on="occupation_code", how="left", validate="1:1", maintain_order="left")
        .with_columns(shortage_pct=share, **{name: pl.lit(text) for name, text in whose.items()})
        .with_columns(
            _rank("pressure_ln", has_both).alias("pressure_rank"),
            _rank("shortage_pct", has_both).alias("shortage_rank"),
            status=pl.when(pl.col("shortage_pct").is_null()).then(pl.lit(MISSING))
            .otherwise(pl.lit(ESTIMATED)),
        )
    )  # fmt: skip
    known = both.filter(has_both)
    correlation = correlate_ranks(known["pressure_ln"], known["shortage_pct"])
    return both.with_columns(
        rank_correlation=pl.lit(correlation, pl.Float64),
        note=pl.lit(describe_agreement(known.height, correlation, whose)),
    )


def _rank(column: str, where: pl.Expr) -> pl.Expr:
    return pl.when(where).then(pl.col(column)).rank("min", descending=True).cast(pl.Int64)


def correlate_ranks(one: pl.Series, other: pl.Series) -> float | None:
    """Spearman's rank correlation; None for fewer than FEWEST, or where one is all alike."""
    if one.len() < FEWEST or one.n_unique() < 2 or other.n_unique() < 2:
        return None
    return float(np.corrcoef(one.rank().to_numpy(), other.rank().to_numpy())[0, 1])


def describe_agreement(count: int, correlation: float | None, whose: dict[str, Any]) -> str:
    """Whether both put occupations in one order, in words without a full stop."""
    of = f"employers in {whose['survey_area_name']}, {whose['period']}"
    if not count:
        return f"we have no pressure here to compare with what employers say ({of})"
    if correlation is None:
        return f"too few occupations have both figures to compare their order ({of})"
    measured = f"rank correlation {correlation:.2f} over {count} occupations; {of}"
    if correlation >= ALIKE:
        return f"employers report shortages in much the same occupations ({measured})"
    if correlation <= APART:
        return (
            f"employers report shortages in other occupations, so read both with care ({measured})"
        )
    return f"employers report shortages in partly the same occupations ({measured})"
