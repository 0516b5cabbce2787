"""What the text of a list's cell says: money, dates, coordinates, postcodes, kinds of property."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

BLANKS: Final = {"", "#n/a", "n/a", "na", "null", "none", "-", "nan"}
DATE_FORMS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%b-%Y", "%d/%m/%y", "%d-%m-%Y")
MONTH_FIRST_FORMS: Final = ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y")
NUMERIC_DATE: Final = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{2}|\d{4})$")
EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
POSTCODE: Final = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})$")
WITHIN: Final = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b")
OUTWARD: Final = re.compile(r"^[A-Z]{1,2}(\d[A-Z\d]?)?$")
YES: Final = {"y", "yes", "true", "1", "occupied", "occ"}
NO: Final = {"n", "no", "false", "0", "empty", "void", "vacant", "unoccupied"}

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
EMPTY_WORDS: Final = re.compile(
    r"empty|vacant|unoccupied|awaiting occupation|three month|3 month|six month|6 ?month"
    r"|less than \d|rateable value|low rv|industrial hereditament|listed building|administration"
    r"|insolven|liquidation|deceased|prohibited|presnotice|bankrupt",
    re.IGNORECASE,
)


def is_blank(text: str) -> bool:
    return text.strip().casefold() in BLANKS


def money(text: str) -> float | None:
    """'£1,234.00' -> 1234.0; None where it is no amount, or a negative one."""
    plain = text.replace("£", "").replace(",", "").replace("�", "").strip()
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if value >= 0 else None


def is_money(text: str) -> bool:
    return money(text) is not None


@lru_cache(maxsize=65_536)
def day(text: str, month_first: bool = False) -> date | None:
    """A date in any form that councils use, Excel's serial numbers among them; None otherwise.

    `month_first` for a column of dates such as 12/31/18 (see `is_month_first`).
    """
    plain = text.strip().split(" ")[0].split("T")[0]
    if plain.replace(".0", "").isdigit() and len(plain.replace(".0", "")) == 5:
        return EXCEL_DAY_ZERO + timedelta(days=int(plain.replace(".0", "")))
    for form in (*MONTH_FIRST_FORMS, *DATE_FORMS) if month_first else DATE_FORMS:
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None


def is_date(text: str) -> bool:
    """Whether the text is a date in one order or the other."""
    return day(text) is not None or day(text, month_first=True) is not None


def is_month_first(texts: Iterable[str]) -> bool:
    """Whether a column writes the month before the day: some second part is above 12, no first is.

    2026-11: Calderdale's empty dates do, beside ISO dates in its other columns.
    """
    parts = [match for text in set(texts) if (match := NUMERIC_DATE.match(text.strip()))]
    return any(int(m[2]) > 12 for m in parts) and not any(int(m[1]) > 12 for m in parts)


def _between(text: str, least: float, most: float) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if least <= value <= most else None


def latitude(text: str) -> float | None:
    """A latitude of Great Britain; None for anything else, such as 0."""
    return _between(text, 49.0, 61.0)


def longitude(text: str) -> float | None:
    """A longitude of Great Britain; None for anything else. 0.00000 is on the meridian."""
    return _between(text, -9.0, 2.5)


def is_latitude(text: str) -> bool:
    return latitude(text) is not None


def is_longitude(text: str) -> bool:
    return longitude(text) is not None


def postcode(text: str) -> str | None:
    """'hd1 1ab' or 'HD11AB' -> 'HD1 1AB'; None where it is not a whole postcode."""
    match = POSTCODE.match(re.sub(r"\s+", " ", text.strip().upper()))
    return f"{match[1]} {match[2]}" if match else None


def postcode_within(address: str) -> str:
    """The last whole postcode in an address, '' where there is none; the rest is let go."""
    found = WITHIN.findall(address.upper())
    return " ".join(found[-1]) if found else ""


def is_postcode(text: str) -> bool:
    """A postcode, or its first half as some lists give."""
    return postcode(text) is not None or bool(OUTWARD.match(text.strip().upper()))


@lru_cache(maxsize=65_536)
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


def says_empty(text: str) -> bool:
    """Whether an exemption or relief is one that only empty properties have."""
    return bool(EMPTY_WORDS.search(text))
