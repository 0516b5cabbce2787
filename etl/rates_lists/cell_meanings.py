"""What the words of a list's cells say: occupied or empty, and of which kind a relief is.

Each function takes the one text of a cell; a list has few distinct ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from etl.rates_lists.cell_values import BLANKS

YES: Final = ("y", "yes", "true", "1", "1.0", "t", "x", "✓", "✔")
NO: Final = ("n", "no", "false", "0", "0.0", "f")
# Words that name the state of a property, in whichever column they stand.
PARTLY: Final = re.compile(r"\bpart(ly|ial(ly)?|-)?\b")
NOT_EMPTY: Final = re.compile(r"\b(not|non|no longer|never)[- ](empty|void|vacant|unoccupied)")
IS_EMPTY: Final = re.compile(
    r"\b(empty|emptied|voids?|vacant|vacated|un-?occupied|unocc?|vac|untenanted)\b"
    r"|\b(not|non|no longer|never|previously|formerly|last|without) (in )?(occup\w*|use)\b"
)
IS_OCCUPIED: Final = re.compile(r"\b(occupied|occ|occupation|in use|tenanted|re-?occupied)\b")
# In a column of the state alone, as Basildon's ChgType.
LETTERS: Final = {"o": "occupied", "v": "empty", "e": "empty", "u": "empty"}

# Exemptions that the law gives to unoccupied properties alone, and reliefs that say so themselves.
# EPRN, EPRI and EPCH are a common system's codes for its empty property rates.
EMPTY_EXEMPTION: Final = re.compile(
    r"empty|vacant|unoccupied|\bvoids?\b|\bep(rn|ri|ch|r|c|i|n)\b|awaiting occupation"
    r"|three month|3 ?month|six month|6 ?month|less than \d|rateable value|low ?rv|\bind(ustrial"
    r")? hereditament|listed|\badmin(istration|istrator|istrat)?\b|insolven|liquidat"
    r"|\bpers(onal)? ?rep|deceased|\bprohib|presnotice|bankrupt|\bcompany wound",
    re.IGNORECASE,
)
EMPTY_RELIEF: Final = re.compile(
    r"empty|vacant|unoccupied|\bvoids?\b|\b(er|ep(rn|ri|ch))\b", re.IGNORECASE
)
NO_RELIEF: Final = re.compile(r"\bex(empt\w*)?\b|multiplier", re.IGNORECASE)
RELIEF_WORDS: Final = (
    ("small business", r"small ?bus|sbr|ssb"),
    ("mandatory", r"mand|charit|casc|\bmcr\b|\bmar\b|^rural relief"),
    ("discretionary", r"discr|\bdisc?\b|\bdrr\b|\bdvs\b|top.?up|\btu\b|local"),
)
# An amount as books of account write it: '£ (2,045.90)', '-£1', '80%', '4100.00 GBP'.
AMOUNT: Final = re.compile(r"[-+(]?\s*£?\s*[-+(]?\s*[\d,]*\.?\d+\s*(gbp)?\s*\)?\s*%?\s*-?")
NOTHING: Final = re.compile(r"£?[-–— ]+|[-(]?£?[-(]?[0.,]+\)?(gbp)?%?-?")


def state(column: str, text: str) -> str:
    """'occupied', 'empty' or '' by the cell of a column that asks for one of them.

    `column` is 'occupied', 'empty', or 'state' where the heading names both or none: then a yes
    answers nothing, and a letter may stand for the word.
    """
    plain = " ".join(text.casefold().replace("_", " ").split())
    if not plain or plain in BLANKS:
        return ""
    if column == "state" and plain in LETTERS:
        return LETTERS[plain]
    if plain in YES or plain in NO:
        other = {"occupied": "empty", "empty": "occupied"}
        return (column if plain in YES else other[column]) if column in other else ""
    if NOT_EMPTY.search(plain) or (PARTLY.search(plain) and named(plain)):
        return "occupied"
    return named(plain)


def sheet_state(sheet: str) -> str:
    """The state that a sheet's name gives to all of its records; '' where it names none or both."""
    plain = sheet.casefold().replace("_", " ")
    empty, occupied = bool(IS_EMPTY.search(plain)), bool(IS_OCCUPIED.search(plain))
    return named(plain) if empty != occupied else ""


def named(plain: str) -> str:
    """The state that a text in lower case names, '' where none."""
    if IS_EMPTY.search(plain):
        return "empty"
    return "occupied" if IS_OCCUPIED.search(plain) else ""


def relief_words(heading: str, text: str) -> str:
    """What a cell says of a relief: its words, or its heading's where it is Y or an amount."""
    plain = text.casefold().strip()
    if plain in BLANKS or plain in NO or NOTHING.fullmatch(re.sub(r"\s", "", plain)):
        return ""
    return heading if plain in YES or AMOUNT.fullmatch(plain) else text


def relief_kinds(words: str) -> set[str]:
    """Kinds of relief that are named; being empty, exempt or of a lower multiplier is none."""
    if not words or EMPTY_RELIEF.search(words) or NO_RELIEF.search(words):
        return set()
    return {kind for kind, pattern in RELIEF_WORDS if re.search(pattern, words, re.I)} or {"other"}


def says_empty(exemption: str, reliefs: Iterable[str]) -> bool:
    """Whether an exemption or one of the reliefs is one that only empty properties have."""
    return bool(EMPTY_EXEMPTION.search(exemption) or any(map(EMPTY_RELIEF.search, reliefs)))
