"""Which column of a council's list is what: guessed from its heading, shown, kept in a small file.

Columns that can name a person are recognised first and never mapped, whatever else they look like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from catalog.store import replacing
from etl.rates_lists.headings import is_personal, looks_like_heading, words_of


class RatesError(Exception):
    """A list or mapping that cannot be used; the message says which and what to do."""


# Our field and how the words of headings say it, the surest first. A heading is used once.
BOTH: Final = r"(occupied|occ|occupancy)"
NOT_IN: Final = r"(empty|voids?|vacant|unoccupied|unocc)"
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "rateable_value": (r"rateable val", r"\brv\b", r"\brateable\b", r"\bval\w* rateable"),
    "postcode": (r"prop.*\b(post ?code|pcode)", r"prem.*post ?code", r"\bpost ?code|\bpcode|\bpcd"),
    "lat": (r"^(geo )?lat(itude)?\b",),
    "long": (r"^(geo )?lon(g|gitude)?\b",),
    "easting": (r"\beastings?\b", r"^(x|geo ?x|x co ?ord\w*|co ?ord\w* x)$", r"^east$"),
    "northing": (r"\bnorthings?\b", r"^(y|geo ?y|y co ?ord\w*|co ?ord\w* y)$", r"^north$"),
    "empty_from": (
        rf"{NOT_IN}.*\b(from|since|date|start(ed)?)\b",
        rf"\b(from|since|date|start(ed)?)\b.*\b{NOT_IN}",
    ),
    "state": (
        rf"{BOTH}.*\b{NOT_IN}|{NOT_IN}.*\b(occupied|occ)\b",
        r"^(chg|charge|chgtype) ?type$|^chgtype$",
        r"(occupation|occupancy|occupied) ?(status|ind(icator)?|state|type)",
        r"(prop(erty)?|premises) ?(status|state)$",
        r"^occupancy$|^occupation$",
        r"^status$",
    ),
    "occupied": (r"^(is |currently |prop(erty)? )?(occupied|occ)( y n| ind.*| flag)?$",),
    "empty": (
        rf"^(is |currently )?(prop(erty)? )?{NOT_IN}( prop(erty)?| premises)?( y n| ind.*| flag)?$",
    ),
    "exemption": (
        r"exempt\w* ?(type|desc\w*|reason|granted)",
        r"(reasons?|reaons) .*(empty|void)|empty.*(reason|exempt)|prop\w* exempt",
        r"^exempt(ion)?s?$|^exempt (property|prop)$",
        r"exempt\w*.*\b(code|cd)$|\b(code|cd)\b.*exempt",
        r"^empty (prop\w* )?relief",
    ),
    "voa_code": (
        r"voa ?(desc\w* )?code|\bvo cod|primary desc\w* code|prop\w* category code",
        r"(desc\w*|analysis) ?(code|cd)\b(?!.*desc)",
    ),
    "description": (
        r"(voa|vo|prop\w*|prem\w*|val\w*|analysis)\b.*desc(?!.*(code|cd)$)",
        r"\bdesc\w*\b(?!.*(code|cd)$)",
        r"prop(erty)? ?type|\buse\b|analysis(?!.*code)|classification|category(?!.*code)",
    ),
    "property_ref": (
        r"prop(erty)? ?(ref|id\b|number|no\b)",
        r"\b(ba|place|hereditament|assessment|billing authority) ?ref",
        r"(reference|account|ref) ?(no|number|id|num)\b|^ref\b|^reference\b|^ba reference",
    ),
    "liable_from": (
        r"(liab\w*|occup\w*).*\b(from|start|date|since)\b|\b(start|date|from)\b.*liab",
        r"(account|ac)\b.*\b(from|start|date)\b",
        r"^(start date|date from|from date|date of occupation|property start date)$",
    ),
    "list_date": (
        r"^(report|publication|published|snapshot|extract\w*|list|applicable|as at|data) date$",
    ),
}
NOT_THE_FIELD: Final = {
    "rateable_value": r"\bref|\bdate\b|relief|band|\bcode\b|\bcd\b|\bpercent|change|altered|from$",
    "postcode": r"account|postal|\bpo\b|owner|bill",
    "description": r"relief|exempt|occupied|discount|street|status|empty|void|address|multiplier",
    "voa_code": r"relief|exempt|discount|post|address|empty",
    "empty_from": r"exempt|relief|rate\b|amount|\bamt\b",
    "state": r"date|from|start|relief|exempt|account|amount",
    "exemption": r"date|start|from|\bend|\bto$|\bamount|\bamt\b|\by n$|percent|expiry",
    "property_ref": r"settlement|appeal|old|previous|former|unique",
    "liable_from": r"\bend|\bto$|exempt|relief|empty|void|award|charge$|birth|billed",
}
YEAR: Final = re.compile(r"(?:19|20)\d\d")
RELIEF: Final = re.compile(
    r"relief|\brlf|sbr|discount|^mand(atory)?( |$)|^disc(retionary)?( |$)|charit|casc\b|top up"
    r"|empty property rate|\bep(ch|ri|rn)\b|^retail$"
)
NOT_RELIEF: Final = re.compile(
    r"date|from|start|\bst\b|\bend\b|\bto\b|total|award|\bcode|\bcd\b|exempt|percent|\bmin|\bmax"
    r"|trans\w* (relief|prem)|supplement|^empty (?!property rate)"
)
NEEDED: Final = ("rateable_value",)
# Where there is no column of postcodes they are taken from the address, which is not kept.
ADDRESS: Final = "postcode_in"
COLUMNS: Final = "columns_to_choose_from"


@dataclass(frozen=True)
class Mapping:
    """Our fields and the headings they are read from; `reliefs` are headings that name reliefs.

    `dropped` are the headings that can name people: they are never read. `also` has the other
    headings that a field might have been, for the person who confirms it. `columns` are those of
    the list that a kept mapping was made for.
    """

    fields: dict[str, str]
    reliefs: tuple[str, ...]
    dropped: tuple[str, ...]
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def words(self) -> str:
        """The mapping for a person to confirm."""
        lines = []
        for name, heading in self.fields.items():
            others = ", ".join(self.also.get(name, ()))
            lines.append(f"  {name:<16} <- {heading}" + (f"  (or: {others}?)" if others else ""))
        lines += [f"  {'a relief':<16} <- {heading}" for heading in self.reliefs]
        lines += [f"  not read            {heading}" for heading in self.dropped]
        return "\n".join(lines)


def guess_mapping(headings: Sequence[str]) -> Mapping:
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
    for one, other in (("lat", "long"), ("easting", "northing")):
        if (one in fields) != (other in fields):
            fields.pop(one, None)
            fields.pop(other, None)
    if "postcode" not in fields:
        address_headings = addresses(free)
        fields |= {ADDRESS: address_headings[0]} if address_headings else {}
    reliefs = tuple(h for h in free if RELIEF.search(plain(h)) and not NOT_RELIEF.search(plain(h)))
    return Mapping(fields, reliefs, dropped, also)


def addresses(headings: Sequence[str]) -> list[str]:
    """The headings of addresses of properties, those that say so first."""
    matches = [h for h in headings if re.search(r"addr|^premises$|^location$", plain(h))]
    of_property = [h for h in matches if not re.search(r"account|postal|\bpo\b|bill", plain(h))]
    return sorted(of_property, key=lambda heading: not re.search(r"prop|full|prem", plain(heading)))


def _fitting(name: str, free: Sequence[str]) -> list[str]:
    """The headings that a field may be, the likeliest first."""
    excluded = NOT_THE_FIELD.get(name)
    left = [heading for heading in free if not (excluded and re.search(excluded, plain(heading)))]
    matches = []
    for pattern in FIELDS[name]:
        matches += [h for h in left if h not in matches and re.search(pattern, plain(h))]
    return sorted(matches, key=_older) if name == "rateable_value" else matches


def _older(heading: str) -> tuple[bool, bool, int]:
    """Puts the value of the current rating list first, where those of former lists are there too.

    2026-11: of 26 councils' headings five give two or three lists' values, the oldest often first.
    """
    words = plain(heading)
    years = YEAR.findall(words)
    return (
        "current" not in words,
        bool(re.search(r"chargeable|effective|net|previous|former|last|proposed", words)),
        -int(years[0]) if years else -9999,
    )


def plain(heading: str) -> str:
    """The words of a heading in lower case, also of one that runs them together."""
    return " ".join(words_of(heading))


def _same(heading: str) -> str:
    return "".join(heading.casefold().split()).replace("_", "")


def fitted(mapping: Mapping, headings: Sequence[str]) -> Mapping:
    """The mapping with the headings as this list writes them: capitals and blanks do not matter."""
    as_here = {_same(heading): heading for heading in reversed(headings)}
    return replace(
        mapping,
        fields={name: as_here.get(_same(h), h) for name, h in mapping.fields.items()},
        reliefs=tuple(as_here.get(_same(h), h) for h in mapping.reliefs),
    )


def is_for(kept: Mapping, headings: Sequence[str]) -> bool:
    """Whether a kept mapping was made for a list of these columns, and not of more or others."""
    here = {_same(heading) for heading in headings if not is_personal(heading)}
    return not kept.columns or {_same(heading) for heading in kept.columns} == here


def completed(kept: Mapping, guessed: Mapping) -> Mapping:
    """A kept mapping with what is guessed of a list that has other columns too."""
    taken = {*kept.fields.values(), *kept.reliefs}
    more = {name: h for name, h in guessed.fields.items() if h not in taken}
    if "postcode" in kept.fields:
        more.pop(ADDRESS, None)
    fields = {**more, **kept.fields}
    used = set(fields.values())
    reliefs = (*kept.reliefs, *(h for h in guessed.reliefs if h not in {*taken, *used}))
    return Mapping(fields, reliefs, guessed.dropped, guessed.also)


def faults(mapping: Mapping, headings: Sequence[str]) -> list[str]:
    """Everything for which the mapping cannot be used with a list of these headings."""
    named = [*mapping.fields.values(), *mapping.reliefs]
    wrong = [f"no column {heading!r}" for heading in named if heading not in headings]
    wrong += [f"{h!r} can name people and is never read" for h in named if is_personal(h)]
    wrong += [f"no field {name!r}" for name in mapping.fields if name not in (*FIELDS, ADDRESS)]
    wrong += [f"no column is mapped to {name}" for name in NEEDED if name not in mapping.fields]
    places = {"postcode", "lat", "easting", ADDRESS} & set(mapping.fields)
    if not places:
        wrong.append(
            "neither a postcode nor coordinates are mapped, so we cannot place the properties"
        )
    pairs = (("lat", "long"), ("easting", "northing"))
    wrong += [
        f"{one} is mapped without {other}"
        for pair in pairs
        for one, other in (pair, pair[::-1])
        if one in mapping.fields and other not in mapping.fields
    ]
    return wrong


def confirmed(mapping: Mapping, headings: Sequence[str]) -> Mapping:
    """The mapping if every heading it names is there and none is personal, else every fault."""
    mapping = fitted(mapping, headings)
    wrong = faults(mapping, headings)
    if wrong:
        raise RatesError(
            f"the column mapping does not fit this list: {'; '.join(wrong)}. Its columns are "
            f"{', '.join(h for h in headings if looks_like_heading(h) and not is_personal(h))}"
        )
    return mapping


def proposal(mapping: Mapping, headings: Sequence[str]) -> dict[str, object]:
    """What a mapping file holds: the mapping, and beside it what there is to choose from."""
    free = [h for h in headings if not is_personal(h)]
    return {
        "fields": mapping.fields,
        "reliefs": mapping.reliefs,
        "dropped": mapping.dropped,
        "fields_to_choose_from": [*FIELDS, ADDRESS],
        COLUMNS: free,
    }


def save_mapping(mapping: Mapping, path: Path, headings: Sequence[str] = ()) -> None:
    """Writes the mapping as JSON, to be confirmed or changed by hand."""
    with replacing(path) as temporary:
        text = json.dumps(proposal(mapping, headings), indent=2, ensure_ascii=False)
        temporary.write_text(text, "utf-8")


def load_mapping(path: Path) -> Mapping:
    """Reads a kept mapping; RatesError where it is not one."""
    try:
        stored = json.loads(path.read_text("utf-8-sig"))
        fields = dict(stored["fields"])
        lists = [stored.get(name, ()) for name in ("reliefs", "dropped", COLUMNS)]
        reliefs, dropped, columns = map(tuple, lists)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RatesError(
            f"we cannot read the mapping {path} ({type(error).__name__}); correct it, or delete it "
            "to have us guess the columns"
        ) from error
    texts = [*fields, *fields.values(), *reliefs, *dropped, *columns]
    if str in map(type, lists) or not all(isinstance(text, str) for text in texts):
        raise RatesError(
            f"the mapping {path} is not fields and lists of headings; correct it, or delete it to "
            "have us guess the columns"
        )
    return Mapping(fields, reliefs, dropped, columns=columns)
