"""What a column holds, told from a sample of its cells: postcodes, or what can name a person.

A heading can be wrong, and a mapping made by hand too. So no column that holds names, addresses of
e-mail or telephone numbers is read, whatever stands over it. Nothing of the cells is ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from etl.rates_lists.cell_values import POSTCODE, WORDS
from etl.rates_lists.headings import is_personal
from etl.rates_lists.mapping import ADDRESS, Mapping, addresses, guess_mapping
from etl.rates_lists.reading import Listing, sampled

LEAST: Final = 4
TITLED: Final = re.compile(
    r"^(mr|mrs|ms|miss|mx|dr|rev|prof|sir|lady)\b\.?\s|\b(esq|deceased)\b", re.I
)
FIRM: Final = re.compile(r"\b(ltd|limited|plc|llp|t/a|trading as|& sons?|& co)\b", re.I)
MAIL: Final = re.compile(r"\S@\S+\.\S")
PHONE: Final = re.compile(r"^\+?[\d ()-]{10,16}$")
NAME: Final = re.compile(
    r"^(?:[A-Z][a-z'’-]+|[A-Z]{2,}|[A-Z]\.?)"
    r"(?: (?:[A-Z][a-zA-Z'’-]+|[A-Z]{2,}|[A-Z]\.?|&|and)){1,4}$"
)
# Words of what properties are and of reliefs: a text with one of them is no person's name.
PROPERTY: Final = re.compile(
    r"premises|propert|relief|exempt|rate\b|empty|occupied|void|charit|mandatory|discretion|small"
    r"|business|land\b|site|station|hereditament|list(ed)? build|building|room|ground|church|farm"
    r"|unit|centre|plant|equipment|month|insolv|liquid|bankrupt|other|domestic|commercial|parking"
    r"|car |park|right|mooring|works|sign|machine|atm\b|court|dock|bus |rail|cemetery|crematori"
    r"|code|type|value|charge|england|wales|discount|top up|local|fund|yes|no\b|year|support",
    re.I,
)
# The fields whose cells are words; the rest are read as numbers, dates or postcodes alone.
WORDED: Final = ("state", "occupied", "empty", "exemption", "voa_code", "description")


def holds_people(cells: Sequence[str]) -> bool:
    """Whether a column's cells are for the most part names, or some of them e-mail or telephone."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < LEAST:
        return any(MAIL.search(cell) or TITLED.search(cell) for cell in filled)
    if 10 * sum(map(bool, map(MAIL.search, filled))) > len(filled):
        return True
    if 5 * sum(map(bool, map(PHONE.match, filled))) > len(filled):
        return True
    marked = sum(bool(TITLED.search(cell) or FIRM.search(cell)) for cell in filled)
    if 10 * marked > len(filled):
        return True
    named = [cell for cell in filled if NAME.match(cell) and not _of_property(cell)]
    return 2 * len(named) > len(filled) and 2 * len(set(named)) > len(named)


def _of_property(cell: str) -> bool:
    return bool(PROPERTY.search(cell) or WORDS.search(cell))


def guarded(mapping: Mapping, listing: Listing) -> tuple[Mapping, list[str]]:
    """The mapping without the columns whose cells can name people, and those columns' headings."""
    rows = sampled(listing)
    at = {heading: number for number, heading in enumerate(listing.headings)}
    worded = [heading for name, heading in mapping.fields.items() if name in WORDED]
    suspect = [
        heading
        for heading in dict.fromkeys([*worded, *mapping.reliefs])
        if heading in at and holds_people([row[at[heading]] for row in rows])
    ]
    fields = {name: h for name, h in mapping.fields.items() if h not in suspect}
    reliefs = tuple(h for h in mapping.reliefs if h not in suspect)
    dropped = (*mapping.dropped, *suspect)
    return Mapping(fields, reliefs, dropped, mapping.also), suspect


def guess_columns(listing: Listing) -> Mapping:
    """The likeliest mapping by headings, with postcodes looked for in columns without one.

    Where several columns are addresses the postcode is taken from the one that holds most.
    """
    mapping = guess_mapping(listing.headings)
    fields = dict(mapping.fields)
    if "postcode" not in fields:
        rows = sampled(listing)
        unnamed = _unnamed(listing.headings)
        shares = {n: _share(rf"^{POSTCODE}$", rows, n) for n in unnamed}
        best = max(shares, key=lambda n: shares[n], default=-1)
        address_headings = addresses([h for h in listing.headings if h not in mapping.dropped])
        if best >= 0 and shares[best] > 0.5:
            fields.pop(ADDRESS, None)
            fields["postcode"] = listing.headings[best]
        elif address_headings:
            within = {
                h: _share(POSTCODE, rows, listing.headings.index(h)) for h in address_headings
            }
            fields[ADDRESS] = max(within, key=lambda heading: within[heading])
    return Mapping(fields, mapping.reliefs, mapping.dropped, mapping.also)


def _unnamed(headings: Sequence[str]) -> list[int]:
    """Columns without a heading; not those beside a column of names, which they may go on with."""
    numbers: list[int] = []
    beside = ""
    for number, heading in enumerate(headings):
        if re.fullmatch(r"column \d+", heading):
            numbers += [] if is_personal(beside) else [number]
        else:
            beside = heading
    return numbers


def _share(pattern: str, rows: Sequence[Sequence[str]], at: int) -> float:
    """The share of a column's cells in which the pattern is found."""
    matches = sum(bool(re.search(pattern, row[at].strip().upper())) for row in rows)
    return matches / len(rows) if rows else 0.0
