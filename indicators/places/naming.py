"""A place by what people call it: a council, an official group of councils, or a saved list.

The one place where the name of a group is read, for the terminal, the pages and the reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from catalog.vocabulary.areas import ENGLAND, WALES
from catalog.vocabulary.group_kinds import COUNCIL, GROUP_KINDS, OWN_LIST, GroupKind
from etl.area_names import folded, key_of
from etl.areas import CODE, AreaError
from etl.gazetteer import Gazetteer, members_by_group
from indicators.places.saved_groups import CODE_PREFIX, SavedGroup

FORMER_COUNTY: Final = "former county"
NATION: Final = "nation"
COUNCIL_WORDS: Final = frozenset({"council", "borough", "district", "unitary"})
NATIONS: Final = {ENGLAND: "England", WALES: "Wales"}


class PlaceNameError(AreaError):
    """A name that stands for no place, or for several; the message lists what it could be."""


@dataclass(frozen=True)
class Place:
    """A council or a group of councils by name. `kind` is in words: "council", "region".

    `lad_codes` are GSS codes of all its councils, with data or without. `note` says in a sentence
    what a name was taken for, where that is not plain.
    """

    name: str
    kind: str
    lad_codes: tuple[str, ...]
    code: str = ""
    note: str = ""


def resolve_place(
    words: str,
    councils: pl.DataFrame,
    saved_groups: Sequence[SavedGroup] = (),
    changes: pl.DataFrame | None = None,
) -> Place:
    """The one place that a name or code stands for, however it is written.

    `councils` is the table of that name, `changes` the table `lad_changes`. A name that places of
    different councils share stands for none of them: PlaceNameError lists them with how to say
    which ("LSIP West Yorkshire"). Where all have the same councils, no figure depends on it.

    >>> councils = pl.DataFrame({
    ...     "lad_code": ["E1", "E2"], "lad_name": ["Testham", "Mockford"],
    ...     "cauth_code": ["E47", "E47"], "cauth_name": ["Testshire", "Testshire"],
    ... })
    >>> resolve_place("testshire combined authority", councils).lad_codes
    ('E1', 'E2')
    """
    former = {"former_code": pl.String, "former_name": pl.String, "lad_code": pl.String}
    changes = pl.DataFrame(schema=former) if changes is None else changes
    gazetteer = Gazetteer(councils, changes)
    groups = list_places(councils, saved_groups)
    matches = _by_code(words.strip(), gazetteer, groups) or _by_name(words, gazetteer, groups)
    if not matches:
        raise PlaceNameError(_unknown_words(words, gazetteer, groups))
    if len({place.lad_codes for place in matches}) > 1:
        raise PlaceNameError(_ambiguous_words(words, matches))
    place = matches[0]
    if place.note or len(place.lad_codes) == 1:
        return place
    return replace(place, note=gazetteer.group_words(place.name, place.kind, place.lad_codes))


def list_places(councils: pl.DataFrame, saved_groups: Sequence[SavedGroup] = ()) -> list[Place]:
    """Every group of councils: saved lists first, then each kind, then the two nations."""
    places = [Place(one.name, OWN_LIST, one.lad_codes, one.code) for one in saved_groups]
    for kind in GROUP_KINDS:
        places += [
            Place(name, kind.label, members, code)
            for code, (name, members) in members_by_group(councils, kind).items()
        ]
    return places + _nations(councils)


def _nations(councils: pl.DataFrame) -> list[Place]:
    """England; Wales is among the regions."""
    if "country_name" not in councils.columns:
        return []
    return [
        Place(name, NATION, tuple(members["lad_code"].sort()), code)
        for code, name in NATIONS.items()
        if code != WALES and (members := councils.filter(pl.col("country_name") == name)).height
    ]


def _by_code(word: str, gazetteer: Gazetteer, groups: Sequence[Place]) -> list[Place]:
    code = word if word.startswith(CODE_PREFIX) else word.upper()
    of_group = [place for place in groups if place.code == code]
    if of_group or not CODE.fullmatch(code):
        return of_group
    match = gazetteer.by_code(code)
    return [_council(match[0][0], match[1], gazetteer)] if match else []


def _by_name(words: str, gazetteer: Gazetteer, groups: Sequence[Place]) -> list[Place]:
    """Places of that name; of one kind alone where the words say which."""
    text = folded(words)
    if not text:
        return []
    for kind in GROUP_KINDS:
        for name in _without_kind(text, kind):
            of_kind = [
                place
                for place in groups
                if place.kind in (kind.label, NATION) and key_of(place.name) == key_of(name)
            ]
            if of_kind:
                return of_kind[:1]
    exact = [place for place in groups if place.kind == OWN_LIST and folded(place.name) == text]
    matches = exact + _councils(words, gazetteer)
    # A county council's area need not be that of the group of its name.
    if not COUNCIL_WORDS & set(text.split()):
        matches += [p for p in groups if p.kind != OWN_LIST and key_of(p.name) == key_of(words)]
    return matches


def _without_kind(text: str, kind: GroupKind) -> list[str]:
    """The name without the words for a kind before or behind it; none where they are not there."""
    names = []
    for word in kind.words:
        if text.startswith(f"{word} "):
            names.append(text.removeprefix(f"{word} ").removeprefix("of ").strip())
        if text.endswith(f" {word}"):
            names.append(text.removesuffix(f" {word}").strip())
    return names


def _councils(words: str, gazetteer: Gazetteer) -> list[Place]:
    match = gazetteer.council_by_name(words)
    if match is None:
        return []
    codes, note = match
    if len(codes) == 1:
        return [_council(codes[0], note, gazetteer)]
    return [Place(words.strip(), FORMER_COUNTY, tuple(sorted(codes)), note=note)]


def _council(code: str, note: str, gazetteer: Gazetteer) -> Place:
    return Place(gazetteer.names[code], COUNCIL, (code,), code, note)


def _unknown_words(words: str, gazetteer: Gazetteer, groups: Sequence[Place]) -> str:
    if not folded(words):
        return "the name of the place is empty; name it, such as --area Leeds"
    key = key_of(words)
    wanted = set(key.split())
    like = [f"{p.name} ({p.kind})" for p in groups if key and wanted <= set(key_of(p.name).split())]
    suggestion = gazetteer.suggestion(words)
    if like and not suggestion:
        suggestion = f"; did you mean {' or '.join(dict.fromkeys(like[:4]))}?"
    help_words = (
        "; name a council, combined authority, LSIP area, region, ITL 2 area or saved list "
        "(`wardwise groups` lists those that you saved)"
    )
    return f"no place {words.strip()!r}{suggestion or help_words}"


def _ambiguous_words(words: str, matches: Sequence[Place]) -> str:
    """Each place with how many councils it has, and what to write for it."""
    choices = [
        f"{_spoken(place)} ({place.kind}, {len(place.lad_codes)} "
        f"council{'' if len(place.lad_codes) == 1 else 's'})"
        for place in matches
    ]
    return f"{words.strip()!r} is the name of several places; write one of: {'; '.join(choices)}"


def _spoken(place: Place) -> str:
    """What stands for this place and for no other of its name."""
    if place.kind == COUNCIL:
        return place.code
    kind = next((kind for kind in GROUP_KINDS if kind.label == place.kind), None)
    if kind is None:
        return place.code or f'"{place.name}"'
    return f'"{place.name} {kind.short}"'
