"""Which column of a council's list is what: guessed from its heading, shown, kept in a small file.

Columns that can name a person are recognised first and never mapped, whatever else they look like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from catalog.store import replacing


class RatesError(Exception):
    """A list or mapping that cannot be used; the message says which and what to do."""


# Looked for in the heading without blanks and marks: "holder_name" and "ACCOUNTNAME" alike.
PERSONAL: Final = re.compile(
    r"name|payer|party|holder|occupier|owner|tenant|landlord|contact|email|phone|billing|mailing"
    r"|corresp|agent|trading|company|firm|organisation"
)
# Our field and how headings say it, the surest first. A heading is used once.
FIELDS: Final[tuple[tuple[str, str], ...]] = (
    ("rateable_value", r"rateable ?val|\brv\b|rateable"),
    ("postcode", r"post ?code|\bpcode\b"),
    ("lat", r"^lat(itude)?\b"),
    ("long", r"^lon(g|gitude)?\b"),
    ("empty_from", r"(empty|void|vacant|unoccupied).*(from|since|date|start)"),
    ("occupied", r"^(is )?occupied( \(?y/n\)?)?$|occupied\??$|occupation (status|ind)"),
    ("empty", r"^(is )?(empty|void|vacant|unoccupied)( y/n|\s*\(y/n\)|\?| ind.*| flag)?$"),
    ("exemption", r"exempt.*(type|desc|reason|granted)|^exempt(ion)?s?$|empty.*(reason|relief)"),
    ("voa_code", r"voa ?(desc\w* )?code|(desc\w*|analysis|scat) code$|primary desc\w* code"),
    (
        "description",
        r"desc(rip\w*)?s?\b(?!.*code)|prop(erty)? ?(type|desc)|\buse\b|analysis|classification",
    ),
    (
        "property_ref",
        r"prop(erty)? ?(ref|id\b|number)|^(ba|place) ?ref|(reference|account) ?(no|number|id)"
        r"|^ref\b",
    ),
    ("liable_from", r"(liab\w*|occup\w*|account).*(from|start|date)"),
)
RELIEF: Final = re.compile(r"relief|sbr+\b|discount|lower multiplier|buffer", re.IGNORECASE)
NOT_RELIEF: Final = re.compile(r"date|start|end|total|%|code|amount|£", re.IGNORECASE)
NOT_DESCRIPTION: Final = re.compile(r"relief|exempt|occupied|discount", re.IGNORECASE)
NEEDED: Final = ("rateable_value",)
# Where there is no column of postcodes they are taken from the address, which is not kept.
ADDRESS: Final = "postcode_in"


@dataclass(frozen=True)
class Mapping:
    """Our fields and the headings they are read from; `reliefs` are headings that name reliefs.

    `dropped` are the headings that can name people: they are never read.
    """

    fields: dict[str, str]
    reliefs: tuple[str, ...]
    dropped: tuple[str, ...]

    def words(self) -> str:
        """The mapping for a person to confirm."""
        lines = [f"  {field:<16} <- {heading}" for field, heading in self.fields.items()]
        lines += [f"  {'a relief':<16} <- {heading}" for heading in self.reliefs]
        lines += [f"  dropped unread      {heading}" for heading in self.dropped]
        return "\n".join(lines)


def guess(headings: Sequence[str]) -> Mapping:
    """The most likely mapping of a list's headings."""
    dropped = tuple(heading for heading in headings if is_personal(heading))
    free = [heading for heading in headings if heading.strip() and heading not in dropped]
    fields: dict[str, str] = {}
    for field, pattern in FIELDS:
        fitting = [heading for heading in free if re.search(pattern, _plain(heading), re.I)]
        if field == "description":
            fitting = [h for h in fitting if not NOT_DESCRIPTION.search(h)]
        if fitting:
            fields[field] = fitting[0]
            free.remove(fitting[0])
    if "postcode" not in fields:
        addresses = [heading for heading in free if re.search(r"address", heading, re.I)]
        fields |= {ADDRESS: addresses[0]} if addresses else {}
    reliefs = tuple(h for h in free if RELIEF.search(h) and not NOT_RELIEF.search(h))
    return Mapping(fields, reliefs, dropped)


def is_personal(heading: str) -> bool:
    """Whether a heading can stand over names of people: those columns are dropped on reading."""
    return bool(PERSONAL.search(re.sub(r"[^a-z]", "", heading.casefold())))


def _plain(heading: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return re.sub(r"[\s_]+", " ", spaced).strip()


def confirmed(mapping: Mapping, headings: Sequence[str]) -> Mapping:
    """The mapping if every heading it names is there and none is personal, else every fault."""
    named = [*mapping.fields.values(), *mapping.reliefs]
    faults = [f"no column {heading!r}" for heading in named if heading not in headings]
    faults += [f"{h!r} can name people and is never read" for h in named if is_personal(h)]
    faults += [f"nothing is mapped to {field}" for field in NEEDED if field not in mapping.fields]
    places = {"postcode", "lat", ADDRESS} & set(mapping.fields)
    if not places:
        faults.append("neither a postcode nor coordinates are mapped, so nothing can be placed")
    if faults:
        raise RatesError(
            f"the column mapping does not fit this list: {'; '.join(faults)}. Its columns are "
            f"{', '.join(h for h in headings if h and not is_personal(h))}"
        )
    return mapping


def keep(mapping: Mapping, path: Path) -> None:
    """Writes the mapping as JSON, to be confirmed or changed by hand."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(asdict(mapping), indent=2, ensure_ascii=False), "utf-8")


def load(path: Path) -> Mapping:
    """Reads a kept mapping; RatesError where it is not one."""
    try:
        held = json.loads(path.read_text("utf-8"))
        return Mapping(
            dict(held["fields"]), tuple(held.get("reliefs", ())), tuple(held.get("dropped", ()))
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RatesError(f"the mapping {path} cannot be read ({error}); delete it") from error
