"""Monthly figures by hand, that carry yearly ones on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from catalog.tables.labour import PAYROLLED_EMPLOYEES
from catalog.vocabulary.areas import UNITED_KINGDOM
from forecasts.series.carriers import Carrier, Monthly


def month(year: int, number: int) -> int:
    """The ordinal of a month: month(2022, 9) is September 2022."""
    return 12 * year + number - 1


def monthly(
    series: Mapping[str, Sequence[float]], first: int = month(2020, 1), own_last: int | None = None
) -> Monthly:
    """Values month by month from `first`, all the source's own unless `own_last` is given."""
    values = np.array(list(series.values()), dtype=float)
    last = first + values.shape[1] - 1
    rows = {key: row for row, key in enumerate(series)}
    return Monthly(rows, values, first, last if own_last is None else own_last)


def quarters(
    series: Mapping[str, Mapping[int, float]], first: int, last: int, *, lag: int = 1
) -> Carrier:
    """A carrier with only these months known, without areas."""
    return Carrier(sparse(series, first, last), None, lag)


def sparse(series: Mapping[str, Mapping[int, float]], first: int, last: int) -> Monthly:
    """Values of some months by ordinal; NaN in the others."""
    filled = {
        key: [of_months.get(at, float("nan")) for at in range(first, last + 1)]
        for key, of_months in series.items()
    }
    return monthly(filled, first)


def table(value: str, cells: Mapping[tuple[str, str], Mapping[int, float | None]]) -> pl.DataFrame:
    """A monthly table: by (area code, industry code) the value of each month, by ordinal."""
    rows = [
        (area, code, at // 12, at % 12 + 1, figure)
        for (area, code), of_months in cells.items()
        for at, figure in of_months.items()
    ]
    frame = pl.DataFrame(
        rows, orient="row",
        schema={"area_code": pl.String, "industry_code": pl.String, "year": pl.Int32,
                "month": pl.Int8, value: pl.Float64},
    )  # fmt: skip
    return frame.with_columns(
        period_end=pl.date("year", "month", 1).dt.month_end()
    ).drop("year", "month")  # fmt: skip


def as_payrolled_employees(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells as from `table` in the columns of the stored table of payrolled employees."""
    is_total = pl.col("industry_code") == "total"
    return cells.with_columns(
        area_name=pl.col("area_code"), area_vintage=pl.lit("2023"), status=pl.lit("observed"),
        area_type=pl.when(pl.col("area_code") == UNITED_KINGDOM).then(pl.lit("country"))
        .otherwise(pl.lit("lad")),
        industry_name=pl.col("industry_code"),
        industry_level=pl.when(is_total).then(pl.lit("total")).otherwise(pl.lit("section")),
        period=pl.col("period_end").dt.strftime("%Y-%m"),
        period_start=pl.col("period_end").dt.month_start(),
    ).select(PAYROLLED_EMPLOYEES.columns)  # fmt: skip
