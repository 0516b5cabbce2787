"""What the text of a list's cells says: money, dates, coordinates, postcodes, kinds of property.

Where there are many values a function takes a column of text and returns an expression, in which
null stands for "not one"; where there are few distinct ones it takes one text.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

import reference
from catalog.vocabulary.postcodes import POSTCODE as POSTCODE
from catalog.vocabulary.postcodes import POSTCODE_OR_HALF as POSTCODE_OR_HALF

BLANKS: Final = ("", "#n/a", "n/a", "na", "null", "none", "-", "nan")
YEAR_FIRST: Final = r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
DAY_FIRST: Final = r"^\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}"
SERIAL: Final = r"^\d{5}(?:\.0)?$"
DATE_SHAPE: Final = f"{YEAR_FIRST}|{DAY_FIRST}|{SERIAL}"
# Years of two digits first: 1-4-18 would otherwise be of the year 18.
DATE_FORMS: Final = ("%d-%m-%y", "%d-%m-%Y", "%d-%B-%y", "%d-%B-%Y")
MONTH_FIRST_FORMS: Final = ("%m-%d-%y", "%m-%d-%Y")
NUMERIC_DATE: Final = r"^(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})$"
# More than any one property is worth: the largest in England has about 0.2 billion.
MOST_VALUE: Final = 1_000_000_000.0

# Groups by the first letters of the VOA primary description code, the longest that fits first.
CODE_GROUPS: Final[dict[str, str]] = dict(reference.read("voa_code_groups").iter_rows())
# By words where there is no such code; what a description names first is what it is.
WORD_GROUPS: Final = {
    "advertising and communications": (
        r"advert|\bmast|telecom|telephone|communication|broadcast|sponsored"
    ),
    "warehouse": r"warehous|\bstores?\b|storage|distribution|\bdepot",
    "office": r"\boffice|computer cent|call cent",
    "hospitality and leisure": (
        r"public house|\bpub\b|\bbar\b|hotel|guest|boarding|restaurant|caf[eé]|takeaway|food court"
        r"|self.?catering|holiday|camping|caravan|club|sport|golf|\bgym|leisure|cinema|theatre"
        r"|swimming|bowling|museum|galler|community|\bhall\b|playing field|football|stables?\b"
        r"|pavilion|changing room|dance|arcade|bingo"
    ),
    "education and health": (
        r"school|nurser|college|universit|education|training|librar|child|surger|clinic|hospital"
        r"|health|\bcare\b"
    ),
    "retail": (
        r"\bshop|retail|supermarket|superstore|hypermarket|department store|food store|\bbank"
        r"|betting|hairdress|salon|showroom|car sales|petrol|market|kiosk|launder|post office"
        r"|pharmac|merchant"
    ),
    "industrial": (
        r"workshop|factor|industr|garage|\bworks\b|\bmill\b|foundry|quarry|mineral|\byard|vehicle"
        r"|business unit|\btyre|waste|concrete"
    ),
}
WORDS: Final = re.compile("|".join(f"({words})" for words in WORD_GROUPS.values()), re.IGNORECASE)


def is_blank(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().is_in(BLANKS)


def money(text: pl.Expr) -> pl.Expr:
    """'£1,234.00' -> 1234.0, also as books of account write it; null where it is no amount.

    '£-' is nought; a negative amount, one in brackets and one above MOST_VALUE are none.
    """
    plain = text.str.to_lowercase().str.replace_all(r"[£,\s\x{a0}\x{fffd}'\"]|gbp", "")
    nought = text.str.contains("£") & plain.is_in(["-", "–", "—"])
    value = plain.str.replace(r"^\+", "").cast(pl.Float64, strict=False)
    fits = value.is_finite() & value.is_between(0, MOST_VALUE)
    return pl.when(nought).then(0.0).when(fits).then(value)


def day(text: pl.Expr, *, month_first: bool = False) -> pl.Expr:
    """A date in any form that councils use, Excel's serial numbers among them.

    `month_first` for a column of dates such as 12/31/18 (see `is_month_first`).
    """
    forms = (*MONTH_FIRST_FORMS, *DATE_FORMS) if month_first else DATE_FORMS
    dashed = text.str.extract(f"({DAY_FIRST})").str.replace_all("[/. ]", "-")
    year_first = text.str.extract(f"({YEAR_FIRST})").str.replace_all("[/.]", "-")
    serial = text.str.extract(f"({SERIAL})").cast(pl.Float64).cast(pl.Int64)
    return pl.coalesce(
        year_first.str.to_date("%Y-%m-%d", strict=False),
        *(dashed.str.to_date(form, strict=False) for form in forms),
        pl.date(1899, 12, 30) + pl.duration(days=serial),
    )


def is_month_first(texts: pl.Series) -> bool:
    """Whether a column writes the month before the day: some second part is above 12, no first is.

    2026-11: Calderdale's empty dates do, beside ISO dates in its other columns.
    """
    parts = texts.unique().str.extract_groups(NUMERIC_DATE).struct.unnest()
    first, second = (parts[name].cast(pl.Int32) for name in parts.columns)
    return bool((second > 12).any() and not (first > 12).any())


def _between(text: pl.Expr, least: float, most: float) -> pl.Expr:
    value = text.cast(pl.Float64, strict=False)
    return pl.when(value.is_between(least, most)).then(value)


def latitude(text: pl.Expr) -> pl.Expr:
    """A latitude of Great Britain; null for anything else, such as 0."""
    return _between(text, 49.0, 61.0)


def longitude(text: pl.Expr) -> pl.Expr:
    """A longitude of Great Britain; null for anything else."""
    return _between(text, -9.0, 2.5)


def postcode_within(address: pl.Expr) -> pl.Expr:
    """The last whole postcode in an address, '' where there is none; the rest is let go."""
    return (
        address.str.to_uppercase()
        .str.extract(rf".*\b{POSTCODE}\b", 0)
        .str.extract(rf"{POSTCODE}$", 0)
        .fill_null("")
    )


def group(voa_code: str, description: str) -> str:
    """The kind of property, by the VOA's code where known, else by the words of the description."""
    code = voa_code.strip().upper()
    for length in range(len(code), 0, -1):
        if code[:length] in CODE_GROUPS:
            return CODE_GROUPS[code[:length]]
    named = WORDS.search(description)
    if named and named.lastindex:
        return list(WORD_GROUPS)[named.lastindex - 1]
    return "other" if code or description else "not described"
