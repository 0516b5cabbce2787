"""Frames of the inputs by occupation: pay, unemployment, shortages, and where they may be from."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.areas import (
    ENGLAND,
    ENGLAND_AND_WALES,
    GREAT_BRITAIN,
    UNITED_KINGDOM,
    WALES,
)

_FIGURE: Final = {
    "area_code": pl.String, "area_name": pl.String, "period": pl.String,
    "occupation_code": pl.String,
}  # fmt: skip
PAY: Final = {**_FIGURE, "pay_gbp_year": pl.Float64, "cv_pct": pl.Float64}
UNEMPLOYMENT: Final = {**_FIGURE, "unemployment_rate_pct": pl.Float64}
SHORTAGES: Final = {
    **_FIGURE, "survey_vacancies_count": pl.Float64, "shortage_vacancies_count": pl.Float64,
}  # fmt: skip
REGIONS: Final = {"area_code": pl.String, "region_code": pl.String}


def shape_pay(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(list(PAY))


def shape_unemployment(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(list(UNEMPLOYMENT))


def shape_shortages(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(list(SHORTAGES))


def shape_regions(councils: pl.DataFrame) -> pl.DataFrame:
    return councils.drop_nulls("region_code").select(
        area_code="lad_code", region_code="region_code"
    )


def rank_round(regions: pl.DataFrame, area: str) -> dict[str, int]:
    """Areas that a figure may be taken from, the nearest first: the area, its region, nations.

    `regions` is a frame of REGIONS. A group of councils has a region where all of them lie in it.
    """
    pairs = zip(regions["area_code"].to_list(), regions["region_code"].to_list(), strict=True)
    codes = list(dict.fromkeys(region for code, region in pairs if code == area))
    initials = {code[0] for code in codes or [area]}
    order = [
        area,
        *(codes if len(codes) == 1 else ()),
        *(code for code in (ENGLAND, WALES) if initials == {code[0]}),
        ENGLAND_AND_WALES, GREAT_BRITAIN, UNITED_KINGDOM,
    ]  # fmt: skip
    return {code: place for place, code in enumerate(dict.fromkeys(order))}
