"""Names of places as people write them, and what else they go by: Welsh, short and former names.

Facts of our own collecting from the names that councils use of themselves and the orders that made
them. A name stands for one place or for none: what could be two is not listed here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

import reference


def _places_in(nation: str) -> tuple[str, ...]:
    elsewhere = reference.read("places_elsewhere")
    return tuple(elsewhere.filter(pl.col("nation_name") == nation)["place_name"])


# Words that say what kind of council it is and not which.
KIND_WORDS: Final = frozenset({
    "authority", "borough", "bwrdeistref", "city", "combined", "corporation", "council", "county",
    "cyngor", "dinas", "district", "london", "mayoral", "metropolitan", "of", "on", "royal",
    "sirol", "the", "unitary", "upon",
})  # fmt: skip
WRITTEN_AS: Final = {"saint": "st", "ne": "north east", "nw": "north west"}

# Current code: names that it goes by beside its own.
ALSO_KNOWN_AS: Final[dict[str, tuple[str, ...]]] = {
    code: tuple(names)
    for code, names in reference.read("council_other_names")
    .group_by("lad_code", maintain_order=True)
    .agg("other_name")
    .iter_rows()
}
# Councils that are no more and that `lad_changes` does not move: former code ('' before there were
# such codes), name, current code.
FORMER: Final[tuple[tuple[str, str, str], ...]] = tuple(
    reference.read("former_councils").fill_null("").iter_rows()
)
# Counties whose council went with its districts, and the councils of today that it lay in.
FORMER_COUNTIES: Final[dict[str, tuple[str, ...]]] = {
    county: tuple(codes)
    for county, codes in reference.read("former_counties")
    .group_by("county_name", maintain_order=True)
    .agg("lad_code")
    .iter_rows()
}
# Counties of two tiers: figures are of their districts.
TWO_TIER_COUNTIES: Final = tuple(reference.read("two_tier_counties")["county_name"])
# Councils of nations that Wardwise has no figures of.
SCOTLAND: Final = _places_in("Scotland")
NORTHERN_IRELAND: Final = _places_in("Northern Ireland")


def folded(name: str) -> str:
    """A name without accents, capitals and signs: 'King’s Lynn & W.' is 'kings lynn and w'."""
    apart = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    joined = re.sub(r"['’‘`´ʼ.]", "", bare)
    words = re.sub(r"[^\w]+", " ", joined).split()
    return " ".join(WRITTEN_AS.get(word, word) for word in words)


def key_of(name: str) -> str:
    """What tells a place from others: its words in their order without those of its kind.

    'City of Bradford Metropolitan District Council' and 'Bradford' have one key. The City of London
    is named by nothing but such words, and London is a region.
    """
    words = folded(name).split()
    kept = [word for word in words if word not in KIND_WORDS]
    # 'City and County of Swansea' leaves an 'and' that joins nothing.
    while kept and kept[0] == "and":
        kept = kept[1:]
    while kept and kept[-1] == "and":
        kept = kept[:-1]
    if kept:
        return " ".join(kept)
    return "city of london" if {"city", "london"} <= set(words) else " ".join(words)
