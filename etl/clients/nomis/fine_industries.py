"""Nomis' numbers for 3- and 5-digit industries, and proof that its cells are of those asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

import reference
from etl.raw import RawError

GROUP_0: Final = 142606336
SUBCLASS_0: Final = 134217728
# A leading zero falls away: group 011 is GROUP_0 + 11.
LEVELS: Final = (("group", GROUP_0, 3), ("subclass", SUBCLASS_0, 5))


def _numbers() -> Iterator[tuple[int, str, str]]:
    """Nomis' number, digits and level of each group and subclass."""
    classes = reference.read("sic2007_classes")
    for level, base, width in LEVELS:
        for code in classes["class_code"].str.head(width).unique().sort():
            yield base + int(code), code, level


_INDUSTRIES: Final = tuple(_numbers())
FINE_CODES: Final = {number: code for number, code, _ in _INDUSTRIES}
FINE_LEVELS: Final = {number: level for number, _, level in _INDUSTRIES}
FINE_LABELS: Final = {number: rf"^{code}\b" for number, code in FINE_CODES.items()}
FINE_INDUSTRIES: Final = tuple(FINE_CODES)


def fine_industry_columns() -> list[pl.Expr]:
    """industry_code (digits), industry_name and industry_level of a row with Nomis' INDUSTRY.

    `refuse_other_industries` first: Nomis answers a number that it does not know with the Total.
    """
    number = pl.col("INDUSTRY").cast(pl.Int64)
    return [
        number.replace_strict(FINE_CODES, return_dtype=pl.String).alias("industry_code"),
        pl.col("INDUSTRY_NAME")
        .str.replace(r"^\d+\s*:\s*", "")
        .str.strip_chars()
        .alias("industry_name"),
        number.replace_strict(FINE_LEVELS, return_dtype=pl.String).alias("industry_level"),
    ]


def refuse_other_industries(frame: pl.DataFrame, source: str) -> None:
    """RawError where the code or the name of an industry is not that of the number asked for."""
    industries = frame.select("INDUSTRY", "INDUSTRY_CODE", "INDUSTRY_NAME").unique()
    wanted = (
        pl.col("INDUSTRY")
        .cast(pl.Int64, strict=False)
        .replace_strict(FINE_CODES, default=None, return_dtype=pl.String)
    )
    coded = industries.with_columns(
        wanted=wanted, named=pl.col("INDUSTRY_NAME").str.extract(r"^\s*(\d+)")
    ).with_columns(code=pl.col("INDUSTRY_CODE").str.zfill(pl.col("wanted").str.len_chars()))
    same = (pl.col("wanted") == pl.col("code")) & (pl.col("wanted") == pl.col("named"))
    wrong = coded.filter(~same.fill_null(value=False)).sort("INDUSTRY")
    if wrong.is_empty():
        return
    shown = "; ".join(
        f"{number} came back as {code} {name!r:.60}, not {digits or 'any industry of ours'}"
        for number, code, name, digits in wrong.head(3)
        .select("INDUSTRY", "INDUSTRY_CODE", "INDUSTRY_NAME", "wanted")
        .iter_rows()
    )
    raise RawError(
        f"{source}: Nomis answered {wrong.height:,} industries with others ({shown}); run "
        f"`wardwise fetch --only {source} --refresh`"
    )
