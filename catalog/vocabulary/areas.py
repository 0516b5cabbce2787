"""GSS codes of areas: the nations and regions by code, and the type of area that a code names.

The one place where the first characters of a GSS code are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import polars as pl

import reference

ENGLAND: Final = "E92000001"
WALES: Final = "W92000004"
ENGLAND_AND_WALES: Final = "K04000001"
GREAT_BRITAIN: Final = "K03000001"
UNITED_KINGDOM: Final = "K02000001"

NATIONS: Final[dict[str, str]] = dict(reference.read("nations").iter_rows())
CODES_OF_NATIONS: Final = {name: code for code, name in NATIONS.items()}
# The widest area of which a figure is held stands for the nation; most of ours are of Great Britain
# (BRES, the Annual Population Survey), so it comes first.
WIDEST_FIRST: Final = (GREAT_BRITAIN, ENGLAND_AND_WALES, ENGLAND, WALES)
REGIONS: Final[dict[str, str]] = dict(reference.read("regions").iter_rows())
ENGLISH_REGIONS: Final = {code: name for code, name in REGIONS.items() if code != WALES}

# The type of area by the first three characters of its GSS code, of the types that tables keep.
AREA_TYPES: Final = {
    "E06": "lad", "E07": "lad", "E08": "lad", "E09": "lad", "W06": "lad", "E12": "region",
    "E92": "country", "W92": "country", "K02": "country", "K03": "country", "K04": "country",
    "E01": "lsoa21", "W01": "lsoa21",
}  # fmt: skip
# Those of tables of the whole United Kingdom, which also have councils of Scotland and Northern
# Ireland, counties and combined authorities. Other tables keep to England and Wales.
SCOTLAND: Final = "S92000003"
NORTHERN_IRELAND: Final = "N92000002"
COUNTRIES: Final = {
    "E": (ENGLAND, "England"), "W": (WALES, "Wales"), "S": (SCOTLAND, "Scotland"),
    "N": (NORTHERN_IRELAND, "Northern Ireland"),
}  # fmt: skip
COUNTRY_NAMES: Final = dict(COUNTRIES.values())
UK_AREA_TYPES: Final = AREA_TYPES | {
    "S12": "lad", "N09": "lad", "S92": "country", "N92": "country", "E10": "county", "E47": "cauth",
}  # fmt: skip
UK_COUNCILS: Final = frozenset(p for p, kind in UK_AREA_TYPES.items() if kind == "lad")
# Types that tables hold beside those: counties, combined authorities, wards, middle layers, travel
# to work areas; all of Scotland, Northern Ireland and the islands.
OTHER_AREAS: Final = r"^(?:[SNLMJ]\d\d|E0[0245]|E1[01345]|E30|E47|E61|W0[0257]|W10|W22|W40|K0[159])"
GSS_CODE: Final = r"^[A-Z]\d{8}$"


def is_under_county(code: str) -> bool:
    """Whether a GSS code is of a district whose schools and colleges a county council answers for.

    >>> is_under_county("E07000165"), is_under_county("E08000032")
    (True, False)
    """
    return code.startswith("E07")


def area_type(code: pl.Expr) -> pl.Expr:
    """lad, region, country or lsoa21 of a GSS code; null for any other code and for other text."""
    prefix = code.str.head(3).replace_strict(AREA_TYPES, default=None, return_dtype=pl.String)
    return pl.when(code.str.contains(GSS_CODE)).then(prefix)


def uk_area_type(code: pl.Expr) -> pl.Expr:
    """lad, county, cauth, region, country or lsoa21 of a GSS code of the UK; null for any other."""
    prefix = code.str.head(3).replace_strict(UK_AREA_TYPES, default=None, return_dtype=pl.String)
    return pl.when(code.str.contains(GSS_CODE)).then(prefix)


def country_of(code: pl.Expr) -> pl.Expr:
    """The GSS code of the nation of the United Kingdom that an area lies in; null for any other."""
    return code.str.head(1).replace_strict(
        {letter: country for letter, (country, _) in COUNTRIES.items()},
        default=None,
        return_dtype=pl.String,
    )


def is_other_area(code: pl.Expr) -> pl.Expr:
    """Whether a GSS code names an area of a type that tables leave out, such as a county."""
    return code.str.contains(OTHER_AREAS) & code.str.contains(GSS_CODE)


def is_in(country: str, code: pl.Expr) -> pl.Expr:
    """Whether a GSS code is of a place in England, or in Wales (`ENGLAND`, `WALES`)."""
    return code.str.starts_with(country[0])


# The first and the last code of councils: of England, then of Wales. Wider areas have others.
COUNCIL_CODES: Final = (("E06", "E09999999"), ("W06", "W06999999"))


def is_about(column: str, councils: Sequence[str]) -> pl.Expr:
    """Whether a row is of one of the councils or of a wider area, by the code in a column.

    Said by bounds of codes, so that a reader skips groups of rows of other councils.
    """
    code = pl.col(column)
    is_wider = code.is_null() | (code < COUNCIL_CODES[0][0]) | (code > COUNCIL_CODES[-1][1])
    for (_, last), (first, _) in pairwise(COUNCIL_CODES):
        is_wider |= (code > last) & (code < first)
    return is_wider | code.is_in(list(councils))
