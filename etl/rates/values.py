"""What the text of a list's cells says: money, dates, coordinates, postcodes, kinds of property.

Each function takes a column of text and returns an expression; null stands for "not one".
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

BLANKS: Final = ("", "#n/a", "n/a", "na", "null", "none", "-", "nan")
# Years of two digits first: 1/4/18 would otherwise be read as the year 18.
DATE_FORMS: Final = ("%Y-%m-%d", "%d/%m/%y", "%d/%m/%Y", "%d.%m.%Y", "%d-%b-%Y", "%d-%m-%Y")
MONTH_FIRST_FORMS: Final = ("%m/%d/%y", "%m/%d/%Y", "%m-%d-%Y")
NUMERIC_DATE: Final = r"^(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})$"
POSTCODE: Final = r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})"
YES: Final = ("y", "yes", "true", "1", "occupied", "occ")
NO: Final = ("n", "no", "false", "0", "empty", "void", "vacant", "unoccupied")

# Groups by the first letters of the VOA primary description code, the longest that fits first.
CODE_GROUPS: Final = {
    **dict.fromkeys(("CS", "CG3", "CM"), "retail"),
    **dict.fromkeys(("CC", "CH", "CL", "CR", "L"), "hospitality and leisure"),
    "CO": "office",
    "CW": "warehouse",
    **dict.fromkeys(("CG", "I"), "industrial"),
    **dict.fromkeys(("E", "MH"), "education and health"),
    **dict.fromkeys(("CA", "MT", "NT"), "advertising and communications"),
}
WORD_GROUPS: Final = (
    ("advertising and communications", r"advert|mast|telecom|communication|broadcast"),
    ("warehouse", r"warehous|\bstore\b|stores\b|storage|distribution|depot"),
    ("office", r"office|computer cent|call cent"),
    (
        "hospitality and leisure",
        r"public house|\bpub\b|hotel|guest|restaurant|cafe|café|takeaway|food court|self.?catering"
        r"|holiday|club|sport|golf|gym|leisure|cinema|theatre|swimming|bowling|museum|caravan|hall\b",
    ),
    (
        "education and health",
        r"school|nurser|college|universit|surger|clinic|hospital|health|\bcare\b",
    ),
    (
        "retail",
        r"\bshop|retail|supermarket|superstore|store and|bank\b|betting|hairdress|salon|showroom"
        r"|market|kiosk|launder|post office|pharmac",
    ),
    ("industrial", r"workshop|factor|industr|garage|works\b|mill\b|foundry|quarry|yard|vehicle"),
)
EMPTY_WORDS: Final = (
    r"(?i)empty|vacant|unoccupied|awaiting occupation|three month|3 month|six month|6 ?month"
    r"|less than \d|rateable value|low rv|industrial hereditament|listed building|administration"
    r"|insolven|liquidation|deceased|prohibited|presnotice|bankrupt"
)


def is_blank(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().is_in(BLANKS)


def money(text: pl.Expr) -> pl.Expr:
    """'£1,234.00' -> 1234.0; null where it is no amount, or a negative one."""
    value = text.str.replace_all(r"[£,\x{FFFD}\s]", "").cast(pl.Float64, strict=False)
    return pl.when(value.is_finite() & (value >= 0)).then(value)


def day(text: pl.Expr, *, month_first: bool = False) -> pl.Expr:
    """A date in any form that councils use, Excel's serial numbers among them.

    `month_first` for a column of dates such as 12/31/18 (see `is_month_first`).
    """
    plain = text.str.extract(r"^([^ T]+)")
    serial = plain.str.extract(r"^(\d{5})(?:\.0)?$").cast(pl.Int64, strict=False)
    forms = (*MONTH_FIRST_FORMS, *DATE_FORMS) if month_first else DATE_FORMS
    return pl.coalesce(
        *(plain.str.to_date(form, strict=False) for form in forms),
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


def postcode(text: pl.Expr) -> pl.Expr:
    """'hd1 1ab' or 'HD11AB' -> 'HD1 1AB'; null where it is not a whole postcode."""
    upper = text.str.to_uppercase()
    whole = upper.str.contains(rf"^{POSTCODE}$")
    return pl.when(whole).then(upper.str.replace(POSTCODE, "${1} ${2}"))


def postcode_within(address: pl.Expr) -> pl.Expr:
    """The last whole postcode in an address, '' where there is none; the rest is let go."""
    return (
        address.str.to_uppercase()
        .str.extract(rf".*\b{POSTCODE}\b", 0)
        .str.extract(rf"{POSTCODE}$", 0)
        .fill_null("")
    )


def is_postcode(text: pl.Expr) -> pl.Expr:
    """A postcode, or its first half as some lists give."""
    return postcode(text).is_not_null() | text.str.to_uppercase().str.contains(
        r"^[A-Z]{1,2}(\d[A-Z\d]?)?$"
    )


def group(voa_code: str, description: str) -> str:
    """The kind of property, by the VOA's code where given, else by the words of the description."""
    code = voa_code.strip().upper()
    for length in range(len(code), 0, -1):
        if code[:length] in CODE_GROUPS:
            return CODE_GROUPS[code[:length]]
    words = description.casefold()
    for name, pattern in WORD_GROUPS:
        if re.search(pattern, words):
            return name
    return "other"
