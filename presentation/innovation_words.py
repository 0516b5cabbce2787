"""Who works on what, in words: organisations, lights of sectors, partners and limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from catalog.tables.innovation_places import LIGHTS as STORED_LIGHTS
from presentation.numbers import count, digits, percent
from presentation.wording import joined, listed, shortened

UNNAMED: Final = "An unincorporated business"
KINDS: Final = {
    "business": "business", "university": "university", "public": "public body",
    "charity": "charity", "unincorporated": "unincorporated business",
}  # fmt: skip
# What is stored, the sign beside the words, and the words where there is nothing to count.
LIGHTS: Final = dict(
    zip(STORED_LIGHTS, (("●", ""), ("○", "none listed"), ("–", "no data")), strict=True)
)
GAPS: Final = {
    "firms without research": "businesses here, none with a university on a project",
    "research without firms": "research led from here, no business here with an award",
    "": "",
}
OFFERED: Final = "Awards are what was offered, which is not what was spent."
ADDRESS: Final = (
    "An organisation is placed at its registered or main address, which can be elsewhere than "
    "where the work is done."
)
NOT_LISTED: Final = (
    "An organisation that is not listed may innovate all the same: the lists have public awards "
    "alone."
)
SINGLE: Final = "A peak is often one award, such as the core grant of a centre."
LEAD_ONLY: Final = (
    "Gateway to Research names the lead organisation of a project alone, so its partners are not "
    "here."
)
NO_FIRMS: Final = (
    "We have no list of Innovate UK's awards to businesses; what is here is research alone."
)
NEAR_KM: Final = 1.0  # under which no distance is named
LONGEST_TITLE: Final = 100
REGIONS: Final = "Figures published for a region are never shown here as a council's own."
LIMITS: Final = (OFFERED, ADDRESS, NOT_LISTED, SINGLE, LEAD_ONLY, REGIONS)
FRONT_DOORS: Final = (
    ("British Business Bank: finance for smaller businesses", "https://www.british-business-bank.co.uk/"),
    ("UK Business Angels Association", "https://ukbaa.org.uk/"),
    ("Innovate UK Business Connect: partners and funding", "https://iuk-business-connect.org.uk/"),
)  # fmt: skip
NORTHERN_DOOR: Final = (
    "Northern Powerhouse Investment Fund II", "https://www.npif.co.uk/",
)  # fmt: skip
NORTHERN: Final = ("North East", "North West", "Yorkshire and The Humber")
INVESTORS: Final = (
    "There is no open register of investors. These are signals alone: awards made beside a private "
    "investor's money, and the money that universities say their spin-outs raised (reported by the "
    "universities themselves). Money raised under EIS and SEIS is published by region, not by "
    "council, so it is not here."
)


def organisation_name(name: str = "organisation_name") -> pl.Expr:
    """The name, or words for one whose name may be a person's."""
    return pl.when(pl.col(name) == "").then(pl.lit(UNNAMED)).otherwise(pl.col(name))


def organisation_kind(name: str = "organisation_kind") -> pl.Expr:
    """The kind as a cell has it, with a capital."""
    return pl.col(name).replace({code: words.capitalize() for code, words in KINDS.items()})


def number_of(number: int, one: str, many: str = "") -> str:
    """1 business; 1,230 businesses.

    >>> number_of(1, "organisation"), number_of(6, "organisation")
    ('1 organisation', '6 organisations')
    """
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def describe_found(found: Sequence[Mapping[str, Any]], topic: str, where: str, total: int) -> str:
    """The answer in a sentence: how many, on what, and who comes first.

    `found` has the first rows, `total` counts all, `topic` is '' where nothing was asked.
    """
    on = f" on {topic}" if topic else ""
    if not total:
        return f"We found no organisation {where} with a live or recent public award{on}"
    verb = "has" if total == 1 else "have"
    start = f"{number_of(total, 'organisation')} {where} {verb} live or recent public awards{on}"
    first = found[0]
    name = first["organisation_name"] or UNNAMED.lower()
    where_first = describe_place(first)
    return f"{start}. First: {name}{f' ({where_first})' if where_first else ''}"


def describe_place(row: Mapping[str, Any]) -> str:
    """Council and distance of an organisation found; '' where neither is known.

    >>> describe_place({"lad_name": "Leeds", "distance_km": 5.6, "position_of": "postcode"})
    'Leeds, 6 km'
    >>> describe_place({"lad_name": "Leeds", "distance_km": 5.6, "position_of": "council"})
    'Leeds, about 6 km'
    >>> describe_place({"lad_name": "Bradford", "distance_km": 0.3, "position_of": "postcode"})
    'Bradford'
    """
    km = row["distance_km"]
    far = "" if km is None or km < NEAR_KM else f"{digits(km)} km"
    if far and row["position_of"] == "council":
        far = f"about {far}"
    return ", ".join(filter(None, (row["lad_name"], far)))


def light_cell(light: str, number: int | None, one: str, many: str = "") -> str:
    """A light as a cell has it: a sign and words, so that no colour is needed.

    >>> light_cell("yes", 4, "business", "businesses"), light_cell("no", 0, "project")
    ('● 4 businesses', '○ none listed')
    """
    sign, words = LIGHTS[light]
    return f"{sign} {words or (number_of(number, one, many) if number else 'some')}"


def describe_gaps(rows: Sequence[Mapping[str, Any]]) -> str:
    """The gaps to bridge of a place in a sentence or two, the most businesses first."""
    firms = [row for row in rows if row["gap_to_bridge"] == "firms without research"]
    research = [row for row in rows if row["gap_to_bridge"] == "research without firms"]
    parts = []
    if firms:
        named = [f"{row['sector_name']} ({_firms(row['firms_count'])})" for row in firms]
        parts.append(f"businesses, none with a university on a project: {listed(named, 3)}")
    if research:
        named = [
            f"{row['sector_name']} ({number_of(row['research_count'], 'project')})"
            for row in research
        ]
        parts.append(f"research, no business with an award: {listed(named, 3)}")
    return f"Gaps to bridge: {'; '.join(parts)}" if parts else ""


def _firms(number: int) -> str:
    return number_of(number, "business", "businesses")


def describe_connectedness(row: Mapping[str, Any]) -> list[str]:
    """Of businesses with an award, how many have partners, from a row of `innovation_council`."""
    firms = row["firms_count"]
    if not firms:
        return [f"No business of {row['lad_name']} has an award that starts in {row['period']}."]
    university, local, none = (
        row[f"firms_with_{kind}_count"] for kind in ("university", "local", "none")
    )
    both = " (some have both)" if university + local + none > firms else ""
    lines = [
        f"Of {_firms(firms)} of {row['lad_name']} with an award in {row['period']}, "
        f"{count(university)} had a university as partner, {count(local)} another partner in the "
        f"council and {count(none)} neither{both}.",
        f"{count(row['newcomers_count'])} of them had a first award in these years.",
    ]
    if row["small_firms_pct"] is not None:
        lines.append(
            f"{percent(row['small_firms_pct'], 0)} of awards to businesses went to micro or small "
            "ones."
        )
    return lines


def describe_trend(row: Mapping[str, Any] | None, similar: Mapping[str, Any] | None) -> str:
    """Awards per 1,000 businesses of the newest three years, beside the middle similar council."""
    if row is None:
        return "We cannot show awards per business: there is no count of businesses for these years"
    rate = digits(row["value"], 1)
    words = (
        f"Businesses of {row['lad_name']} had {rate} awards a year per 1,000 businesses in "
        f"{row['period']}"
    )
    if similar is None:
        return words
    middle = digits(similar["value"], 1)
    beside = number_of(similar["councils_count"], "similar council")
    return f"{words}; the middle of {beside} had {middle}"


def ward_sentence(row: Mapping[str, Any] | None) -> str:
    """The councillor's sentence on a ward, from its row of `innovation_ward`.

    >>> ward_sentence({"organisations_count": 1, "newest_title": "Cleaner dyes", "newest_theme":
    ...     "Manufacturing", "last_year": 2025})
    '1 organisation here has had Innovate UK awards; the latest: Cleaner dyes (2025, Manufacturing)'
    >>> ward_sentence(None)
    'We have no data on awards of Innovate UK here'
    """
    if row is None or row["organisations_count"] is None:
        return "We have no data on awards of Innovate UK here"
    number = row["organisations_count"]
    if not number:
        return "No organisation with an address here is in the list of Innovate UK's awards"
    has = "has" if number == 1 else "have"
    start = f"{number_of(number, 'organisation')} here {has} had Innovate UK awards"
    if not row["newest_title"]:
        return start
    title = shortened(row["newest_title"], LONGEST_TITLE)
    behind = ", ".join(filter(None, [str(row["last_year"] or ""), row["newest_theme"]]))
    return f"{start}; the latest: {title}{f' ({behind})' if behind else ''}"


def list_doors(regions: Sequence[str | None]) -> list[tuple[str, str]]:
    """Public front doors for businesses that look for partners or money, as name and address."""
    northern = [NORTHERN_DOOR] if any(region in NORTHERN for region in regions) else []
    return [*FRONT_DOORS, *northern]


def name_sources(has_awards: bool, has_research: bool) -> str:
    """What the lists are of, and what is missing."""
    present = [
        *(["Innovate UK's funded projects"] if has_awards else []),
        *(["UKRI's Gateway to Research"] if has_research else []),
    ]
    return joined(present)
