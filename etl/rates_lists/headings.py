"""Which texts are headings of columns and which can be contents, and which headings name people.

A list can come without headings, its first record in their place. So a heading is kept and shown
only where every word of it is one that headings are made of; any other is called by its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from catalog.vocabulary.postcodes import POSTCODE
from etl.rates_lists.heading_words import KNOWN, PERSONAL_WORDS

# Also within longer words, in headings that run their words together or bend them.
PERSONAL: Final = re.compile(
    r"payer|party|holder|occupier|occupant|tenant|landlord|contact|email|phone|billing|mailing"
    r"|corresp|trading|company|surname|forename|firstname|customer|proprietor|director|executor"
    r"|keyholder|resident|person|individual|organi[sz]ation|accountname|ownername|fullname"
    r"|businessname|leaseholder|lessee|trustee|nameof|propertyname|liablename|namea|ratepay"
    r"|directorship|applicant|partner|licensee|manager|^liable\d*$|account\d?$|^title$|trader"
    r"|^billto|^careof|^co\d*$"
)
# What of those may stand in a heading that names no one.
IMPERSONAL: Final = re.compile(r"analysis|occupan(cy|t ?status)|\bpers(on)?al rep", re.IGNORECASE)
# Words of two letters that stand within words run together.
SHORT: Final = ("rv", "ac", "ba", "po", "vo", "no", "id", "of", "to")
NUMBERS: Final = re.compile(r"(?:19|20)\d\d|\d{1,3}[a-z]?")
# Codes of reliefs and such, as councils put them over columns.
CODE: Final = re.compile(r"[A-Z]{2,6}\d{0,2}|[A-Z]{1,3}\d{1,3}[a-z]?")
LONGEST: Final = 80
# Contents, never a heading.
CONTENT: Final = re.compile(
    r"@|\d{4,}(?<!(?:19|20)\d\d)|\b" + POSTCODE + r"\b|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|^[-£(]?\d+[\d,.]*\)?$|^\d{1,3}[a-z]?\s|\b(ltd|limited|llp)\b",
    re.IGNORECASE,
)


def raw_words(heading: str) -> list[str]:
    """The words of a heading in lower case, apart by blanks, marks, digits and capitals."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", heading)
    spaced = re.sub(r"(?<=[A-Za-z])(?=(?:19|20)\d\d)|(?<=\d)(?=[A-Za-z]{2})", " ", spaced)
    return re.findall(r"[a-z]+|\d+[a-z]?\b|\d+", spaced.casefold())


@lru_cache(maxsize=20_000)
def words_of(heading: str) -> tuple[str, ...]:
    """The words of a heading, also of one that runs known words together."""
    words: list[str] = []
    for word in raw_words(heading):
        words += (word,) if word in KNOWN else (_split(word) or (word,))
    return tuple(words)


def _split(word: str) -> tuple[str, ...]:
    """'primaryliablepartyname' -> its known words; () where it has others."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, min(len(word), LONGEST) + 1):
        for begin in range(end):
            before = best[begin]
            part = word[begin:end]
            long_enough = end - begin > 2 or part in SHORT
            if before is not None and long_enough and part in KNOWN:
                shortest = best[end]
                if shortest is None or len(before) + 1 < len(shortest):
                    best[end] = (*before, part)
    return best[-1] or () if len(word) <= LONGEST else ()


def is_personal(heading: str) -> bool:
    """Whether a heading can stand over names of people: those columns are dropped on reading."""
    words = words_of(heading)
    squashed = re.sub(r"[^a-z\d]", "", heading.casefold())
    if PERSONAL_WORDS.intersection(words):
        return True
    return bool(PERSONAL.search(squashed)) and not IMPERSONAL.search(heading)


def looks_like_heading(text: str) -> bool:
    """Whether every word of a text is one that headings are made of, so that it can be shown."""
    plain = text.strip()
    if not plain or len(plain) > LONGEST or CONTENT.search(plain):
        return False
    if CODE.fullmatch(plain):
        return True
    # One code may stand before two or more known words, as in 'DHTU Start Date'.
    code, _, rest = plain.partition(" ")
    if CODE.fullmatch(code) and len(words_of(rest)) > 1:
        plain = rest
    words = words_of(plain)
    other_words = (word for word in words if word not in KNOWN and len(word) > 1)
    return any(word in KNOWN for word in words) and all(map(NUMBERS.fullmatch, other_words))


def is_heading_row(cells: Sequence[str]) -> bool:
    """Whether a row can be headings: most of its cells look like them, and none is content."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 2 or any(CONTENT.search(cell) for cell in filled):
        return False
    like = sum(map(looks_like_heading, filled))
    words = sum(not CODE.fullmatch(cell) for cell in filled if looks_like_heading(cell))
    return 10 * like >= 6 * len(filled) and words >= 2


def column_names(cells: Sequence[str]) -> list[str]:
    """A name for each column: its heading where that can be shown, else 'column 5' by its place.

    The second column of a heading is called 'Disc % (2)', so that each name stands for one.
    """
    names: list[str] = []
    seen: dict[str, int] = {}
    for number, cell in enumerate(cells, 1):
        heading = cell.strip()
        unshown = f"column {number} (name)" if is_personal(heading) else f"column {number}"
        name = heading if looks_like_heading(heading) else unshown
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        again = seen[name.casefold()]
        names.append(f"{name} ({again})" if again > 1 else name)
    return names
