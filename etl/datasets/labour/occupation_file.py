"""What files of figures by area and occupation have in common: a plain layout that we give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

import reference
from catalog.measures import OCCUPATIONS
from catalog.vocabulary.status import ESTIMATED
from etl.clients.files import uploads
from etl.raw import RawError, RawPart

COLUMNS: Final = ("area_code", "area_name", "occupation_code", "period")
SHOWN: Final = 5  # faults of one kind that a message names
CODE: Final = r"^[1-9]\d{0,3}$"
YEAR: Final = r"^(19|20)\d\d$"
GSS: Final = r"^[EWKNS]\d{8}$"


def read_rows(
    parts: Sequence[RawPart],
    columns: Sequence[str],
    value: str,
    source_id: str,
    more_checks: Mapping[str, pl.Expr] | None = None,
) -> pl.DataFrame:
    """The file's rows with names, periods, `value` as a number and its status.

    RawError names every fault at once: codes that are none, years, rows that come twice, and
    numbers below zero. A mark of the publisher's (x, c, low) is missing or suppressed, never zero.
    `more_checks`: by their words, what else is wrong with a row of texts.
    """
    try:
        frame = uploads.csv_of(parts, columns, source_id)
    except RawError as error:
        # The publisher's workbook has another layout: say ours, not where the workbook is.
        what, _, _ = str(error).partition("; ")
        raise RawError(f"{what}; it needs the columns {', '.join(columns)}") from error
    number = uploads.count(value)
    checks = {
        "area codes that are no GSS code": _fits("area_code", GSS).not_(),
        "occupation codes that are not one to four digits of SOC 2020": _fits(
            "occupation_code", CODE
        ).not_(),
        "periods that are no year": _fits("period", YEAR).not_(),
        f"values of {value} below zero": (number < 0).fill_null(False),
        "rows of one area, occupation and year more than once": pl.struct(
            "area_code", "occupation_code", "period"
        ).is_duplicated(),
        **(more_checks or {}),
    }
    faults = [
        f"{what}: {', '.join(_words(wrong))}"
        for what, is_wrong in checks.items()
        if (wrong := frame.filter(is_wrong)).height
    ]
    if faults:
        raise RawError(f"{source_id}: {'; '.join(faults)}; mend the file and supply it again")
    sub_major = dict(reference.read("soc2020_sub_major_groups").iter_rows())
    minor = dict(reference.read("soc2020_minor_groups").iter_rows())
    unit = dict(reference.read("soc2020_unit_groups").iter_rows())
    names = {**OCCUPATIONS, **sub_major, **minor, **unit}
    dated = uploads.with_periods(frame.rename({"period": "year"}), "year", read_year)
    return dated.with_columns(
        area_type=uploads.area_type(),
        area_vintage=pl.lit(""),
        occupation_name=pl.col("occupation_code").replace_strict(names, default=""),
        status=uploads.status(ESTIMATED, value),
        **{value: number},
    )


def _fits(column: str, pattern: str) -> pl.Expr:
    return pl.col(column).str.contains(pattern).fill_null(False)


def _words(wrong: pl.DataFrame) -> list[str]:
    rows = wrong.select(pl.concat_str(pl.all().fill_null(""), separator=" ")).to_series()
    more = [f"and {wrong.height - SHOWN} more"] if wrong.height > SHOWN else []
    return [f"'{words[:60]}'" for words in rows.head(SHOWN)] + more


def read_year(text: str) -> tuple[str, date, date]:
    """'2024' with its first and last day."""
    return text, date(int(text), 1, 1), date(int(text), 12, 31)
