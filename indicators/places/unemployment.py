"""The share of people who are out of work, beside the nation's: of claimants, or of a survey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from catalog.vocabulary import periods
from catalog.vocabulary.areas import WIDEST_FIRST
from catalog.vocabulary.status import worst_status


@dataclass(frozen=True)
class Rate:
    """A rate of a place and its period; the nation's of the same period, and the 95% margin."""

    pct: float
    period: str
    nation_pct: float | None
    nation: str
    margin_points: float | None = None


def claimant_rate(claimants: pl.DataFrame, councils: Sequence[str]) -> Rate | None:
    """Claimants over residents aged 16 to 64, in the newest month that every council has.

    `claimants` has rows of that table. Residents are those that the published shares imply.
    """
    wide = imply_residents(claimants)
    counted, residents = (
        periods.sum_members(wide, name, councils, ["period"])
        for name in ("claimants_persons", "residents")
    )
    of_councils = counted.join(residents, on="period", validate="1:1").sort("period")
    if of_councils.is_empty():
        return None
    row = of_councils.row(-1, named=True)
    nation, name = _of_nation(wide.filter(period=row["period"]), "claimants_pct")
    pct = 100 * row["claimants_persons"] / row["residents"]
    return Rate(pct, row["period"], nation, name)


def imply_residents(claimants: pl.DataFrame) -> pl.DataFrame:
    """area_code, area_name, period, claimants_persons, claimants_pct, status and `residents`.

    Residents aged 16 to 64 are those that the published share implies.
    """
    return (
        claimants.group_by("area_code", "area_name", "period")
        .agg(
            worst_status().alias("status"),
            *(
                pl.col("value").filter(pl.col("measure") == name).first().alias(name)
                for name in ("claimants_persons", "claimants_pct")
            ),
        )
        .drop_nulls(["claimants_persons", "claimants_pct"])
        .filter(pl.col("claimants_pct") > 0)
        .with_columns(residents=100 * pl.col("claimants_persons") / pl.col("claimants_pct"))
    )


def survey_rate(survey: pl.DataFrame, councils: Sequence[str]) -> Rate | None:
    """Of one council alone: margins of several cannot be put together from what is published."""
    rates = survey.filter(variable_code="unemployment_rate").drop_nulls("value_pct")
    of_councils = rates.filter(pl.col("area_code").is_in(list(councils))).sort("period")
    if len(councils) > 1 or of_councils.is_empty():
        return None
    row = of_councils.row(-1, named=True)
    nation, name = _of_nation(rates.filter(period=row["period"]), "value_pct")
    period = f"the year to {row['period']}"
    return Rate(row["value_pct"], period, nation, name, row["ci95_pct_points"])


def _of_nation(rows: pl.DataFrame, value: str) -> tuple[float | None, str]:
    """The value and the name of the widest nation among the rows."""
    values = {
        code: (figure, name)
        for code, figure, name in rows.select("area_code", value, "area_name").iter_rows()
    }
    return next((values[code] for code in WIDEST_FIRST if code in values), (None, ""))
