"""Which column of a council's list is what: guessed from its heading, shown, kept in a small file.

Columns that can name a person are recognised first and never mapped, whatever else they look like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
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
# Our field and how headings say it, the surest words first. A heading is used once.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "rateable_value": (r"rateable ?val|\brv\b|rateable|rv$",),
    "postcode": (r"prop.*post ?code", r"post ?code|\bpcode\b"),
    "lat": (r"^lat(itude)?\b",),
    "long": (r"^lon(g|gitude)?\b",),
    "empty_from": (r"(empty|void|vacant|unoccupied).*(from|since|date|start)",),
    "occupied": (r"^(is )?occupied( \(?y/n\)?|\?)?$", r"occupied empty|occupation (status|ind)"),
    "empty": (
        r"^(is |currently )?(empty|void|vacant|unoccupied)( prop(erty)?)?"
        r"( \(?y/n\)?|\?| ind.*| flag)?$",
    ),
    "exemption": (
        r"exempt\w* ?(type|desc|reason|granted)",
        r"^exempt(ion)?s?$|(reason|reaon)\w* empty|empty.*(reason|relief|exempt)|prop\w* exempt",
    ),
    "voa_code": (
        r"voa ?(desc\w* )?code|vo cod|primary desc\w* code",
        r"(desc\w*|analysis|scat) ?code$",
    ),
    "description": (
        r"(voa|vo|prop\w*|val\w*|analysis\w*)\b.*desc(?!.*code$)",
        r"desc(rip\w*)?s?\b(?!.*code)",
        r"prop(erty)? ?type|\buse\b|analysis|classification",
    ),
    "property_ref": (
        r"prop(erty)? ?(ref|id\b|number)",
        r"^(ba|place) ?ref",
        r"(reference|account) ?(no|number|id)|^ref\b",
    ),
    "liable_from": (r"(liab\w*|occup\w*|account).*(from|start|date)|start.*liab",),
}
NOT_THE_FIELD: Final = {
    "description": re.compile(r"relief|exempt|occupied|discount", re.IGNORECASE),
    "voa_code": re.compile(r"relief|exempt|discount", re.IGNORECASE),
    "empty_from": re.compile(r"exempt|relief", re.IGNORECASE),
    "exemption": re.compile(r"date|code|start|from|end\b|\bto$", re.IGNORECASE),
}
YEAR: Final = re.compile(r"(?:19|20)\d\d")
RELIEF: Final = re.compile(
    r"relief|rlf|sbr|discount|^mand(atory)?( |$)|^disc(retionary)?( |$)|charit", re.IGNORECASE
)
NOT_RELIEF: Final = re.compile(
    r"date|from|start|\bst\b|end\b|total|award|code|\bcd\b|exempt|empty|percent", re.IGNORECASE
)
NEEDED: Final = ("rateable_value",)
# Where there is no column of postcodes they are taken from the address, which is not kept.
ADDRESS: Final = "postcode_in"


@dataclass(frozen=True)
class Mapping:
    """Our fields and the headings they are read from; `reliefs` are headings that name reliefs.

    `dropped` are the headings that can name people: they are never read. `also` has the other
    headings that a field might have been, for the person who confirms it.
    """

    fields: dict[str, str]
    reliefs: tuple[str, ...]
    dropped: tuple[str, ...]
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def words(self) -> str:
        """The mapping for a person to confirm."""
        lines = []
        for name, heading in self.fields.items():
            others = ", ".join(self.also.get(name, ()))
            lines.append(f"  {name:<16} <- {heading}" + (f"  (or: {others}?)" if others else ""))
        lines += [f"  {'a relief':<16} <- {heading}" for heading in self.reliefs]
        lines += [f"  dropped unread      {heading}" for heading in self.dropped]
        return "\n".join(lines)


def guess(headings: Sequence[str]) -> Mapping:
    """The most likely mapping of a list's headings."""
    dropped = tuple(heading for heading in headings if is_personal(heading))
    free = [heading for heading in headings if heading.strip() and heading not in dropped]
    fields: dict[str, str] = {}
    also: dict[str, tuple[str, ...]] = {}
    for name in FIELDS:
        fitting = _fitting(name, free)
        if fitting:
            fields[name] = fitting[0]
            also |= {name: tuple(fitting[1:])} if fitting[1:] else {}
            free.remove(fitting[0])
    if "postcode" not in fields:
        addresses = [heading for heading in free if re.search(r"address", heading, re.I)]
        fields |= {ADDRESS: addresses[0]} if addresses else {}
    reliefs = tuple(h for h in free if RELIEF.search(h) and not NOT_RELIEF.search(_plain(h)))
    return Mapping(fields, reliefs, dropped, also)


def _fitting(name: str, free: Sequence[str]) -> list[str]:
    """The headings that a field may be, the likeliest first."""
    excluded = NOT_THE_FIELD.get(name)
    left = [heading for heading in free if not (excluded and excluded.search(heading))]
    found = []
    for pattern in FIELDS[name]:
        found += [h for h in left if h not in found and re.search(pattern, _plain(h), re.I)]
    return sorted(found, key=_older) if name == "rateable_value" else found


def _older(heading: str) -> tuple[bool, bool, int]:
    """Puts the value of the current rating list first, where those of former lists are there too.

    2026-11: of 26 councils' headings five give two or three lists' values, the oldest often first.
    """
    plain = _plain(heading).casefold()
    years = YEAR.findall(plain)
    return (
        "current" not in plain,
        bool(re.search(r"chargeable|effective|net", plain)),
        -int(years[0]) if years else -9999,
    )


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
