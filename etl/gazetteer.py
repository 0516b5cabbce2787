"""Every name and code that stands for councils of today, and suggestions for those that do not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final

import polars as pl

from catalog.vocabulary.group_kinds import COMBINED_AUTHORITY, LSIP, GroupKind
from etl.area_names import (
    ALSO_KNOWN_AS,
    FORMER,
    FORMER_COUNTIES,
    NORTHERN_IRELAND,
    SCOTLAND,
    TWO_TIER_COUNTIES,
    folded,
    key_of,
)

Found = tuple[tuple[str, ...], str]
GROUPS: Final = (COMBINED_AUTHORITY, LSIP)
MOST_SUGGESTIONS: Final = 4
CLOSE: Final = 0.72
LONGEST_LIST: Final = 12
SHORTEST_WORD: Final = 4


class Gazetteer:
    """Names and codes of the councils in `known` (table `councils`) and of those that they replaced
    (`changes`: table `lad_changes`, and our own list)."""

    def __init__(self, council_table: pl.DataFrame, changes: pl.DataFrame) -> None:
        self.names: dict[str, str] = dict(council_table.select("lad_code", "lad_name").iter_rows())
        self._keys: dict[str, set[str]] = {}
        for code, name in self.names.items():
            self._keys.setdefault(key_of(name), set()).add(code)
        for code, names in ALSO_KNOWN_AS.items():
            for name in names if code in self.names else ():
                self._keys.setdefault(key_of(name), set()).add(code)
        self._former = _former(changes, self.names)
        self._groups = _groups(council_table)

    def by_code(self, code: str) -> Found | None:
        """Councils that a GSS code stands for, with a note where it is not a council's of today."""
        if code in self.names:
            return (code,), ""
        for old_code, name, new in self._former:
            if old_code == code:
                return (new,), self._successor_words(name, code, new)
        for group_code, (name, kind, members) in self._groups.items():
            if group_code == code:
                return members, self.group_words(name, kind, members)
        return None

    def by_name(self, word: str) -> Found | None:
        """Councils that a name stands for, with a note where it is no council's of today.

        None where no name has the key, or where several councils have it.
        """
        councils = self.council_by_name(word)
        if councils:
            return councils
        group = self.group_of(word)
        if not group or (_county(word) and "county" in folded(word).split()):
            return None  # a county council's area need not be that of the group of its name
        return self.by_code(group)

    def council_by_name(self, word: str) -> Found | None:
        """The same of councils alone, those of today, former ones, and counties that are no more.

        A group of councils may have the same name.
        """
        key = key_of(word)
        # 'Dinas a Sir Abertawe': a council may be called a county ('sir') in Welsh alone.
        for each in dict.fromkeys((key, re.sub(r"^(a )?sir ", "", key))):
            codes = self._keys.get(each, set())
            if len(codes) == 1:
                return tuple(codes), ""
        for old_code, name, new in self._former:
            if key_of(name) == key:
                return (new,), self._successor_words(name, old_code, new)
        for name, codes_now in FORMER_COUNTIES.items():
            if key_of(name) == key and set(codes_now) <= set(self.names):
                return codes_now, self.group_words(name, "former county", codes_now)
        return None

    def group_of(self, word: str) -> str:
        """The code of the combined authority or LSIP area of that name; '' where there is none."""
        key = key_of(word)
        return next((c for c, (name, _, _) in self._groups.items() if key_of(name) == key), "")

    def suggestion(self, word: str) -> str:
        """What to say after 'no council X': where it lies, or which names are like it."""
        key = key_of(word)
        for nation, names in (("Scotland", SCOTLAND), ("Northern Ireland", NORTHERN_IRELAND)):
            if key in {key_of(name) for name in names}:
                return f": it is in {nation}, which Wardwise does not cover, only England and Wales"
        county = _county(word)
        if county:
            areas = [f"{c} ({n}, {kind})" for c, (n, kind, _) in self._groups.items()
                     if key_of(county) in key_of(n).split()]  # fmt: skip
            also = f", or an area: {_joined(areas, 'or')}" if areas else ""
            return f": {county} is a county of several councils; name the districts meant{also}"
        like = self._like(word)
        return f"; did you mean {_joined(like, 'or')}?" if like else ""

    def _like(self, word: str) -> list[str]:
        """Names with all the words of this one first, then names that are spelt like it."""
        every = [*self.names.values(), *(name for _, name, _ in self._former)]
        every += [name for name, _, _ in self._groups.values()]
        wanted = [one for one in key_of(word).split() if len(one) >= SHORTEST_WORD]
        holding = [n for n in every if wanted and set(wanted) <= set(key_of(n).split())]
        close = difflib.get_close_matches(
            key_of(word), [key_of(name) for name in every], n=MOST_SUGGESTIONS, cutoff=CLOSE
        )
        spelt = [name for key in close for name in every if key_of(name) == key]
        return list(dict.fromkeys([*holding, *spelt]))[:MOST_SUGGESTIONS]

    def _successor_words(self, name: str, code: str, new: str) -> str:
        now = self.names[new]
        if folded(name) == folded(now):
            return f"{code} is the former code of {now}, which is now {new}."
        return f"{name} is no longer a council, so we use {now} ({new})."

    def group_words(self, name: str, kind: str, members: Iterable[str]) -> str:
        """Which councils a group stands for, in a sentence."""
        names = [self.names[code] for code in members]
        shown = names if len(names) <= LONGEST_LIST else [*names[:LONGEST_LIST], "others"]
        return f"We use the {len(names)} councils of {name} ({kind}): {_joined(shown, 'and')}."


def _county(word: str) -> str:
    """The county of two tiers of that name, '' where there is none."""
    return next((name for name in TWO_TIER_COUNTIES if key_of(name) == key_of(word)), "")


def _former(changes: pl.DataFrame, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """Former code, name and current code; those of `changes` first, as they may be newer."""
    listed = list(changes.select("former_code", "former_name", "lad_code").iter_rows())
    codes = {code for code, _, _ in listed}
    ours = [one for one in FORMER if not one[0] or one[0] not in codes]
    return [one for one in (*listed, *ours) if one[2] in names and one[0] not in names]


def _groups(council_table: pl.DataFrame) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Name, kind and councils of each combined authority and LSIP area by its code."""
    groups: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for kind in GROUPS:
        for code, (name, members) in members_by_group(council_table, kind).items():
            groups[code] = (name, kind.short, members)
    return groups


def members_by_group(
    council_table: pl.DataFrame, kind: GroupKind
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name and councils (sorted codes) of each group of a kind by the group's code.

    Empty where the table has no such groups.
    """
    if not {kind.code_column, kind.name_column} <= set(council_table.columns):
        return {}
    within = council_table.filter(pl.col(kind.code_column).fill_null("") != "")
    grouped = within.group_by(kind.code_column, kind.name_column).agg(pl.col("lad_code").sort())
    rows = grouped.sort(kind.code_column).iter_rows()
    return {code: (name, tuple(members)) for code, name, members in rows}


def _joined(names: list[str], last: str) -> str:
    return f" {last} ".join([*([", ".join(names[:-1])] if len(names) > 1 else []), names[-1]])
