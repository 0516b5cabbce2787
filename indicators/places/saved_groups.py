"""Lists of councils that users saved under a name: `groups.toml` in the data folder.

    [[group]]
    name = "Our travel area"
    councils = ["E08000032", "E08000033"]  # Bradford and Calderdale

Councils may be written by name or code. Everyone who uses the same data folder sees the lists.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

import polars as pl

from catalog import store
from catalog.settings import Settings
from catalog.vocabulary.areas import NATIONS, REGIONS
from catalog.vocabulary.group_kinds import GROUP_KINDS
from etl.area_names import folded, key_of
from etl.gazetteer import Gazetteer, members_by_group

FILE: Final = "groups.toml"
LONGEST_NAME: Final = 60
MOST_GROUPS: Final = 200
CODE_PREFIX: Final = "list-"
HEADING: Final = (
    "# Lists of councils, saved by Wardwise (`wardwise groups`, or the app). You may edit them:\n"
    "# councils are names or GSS codes.\n"
)
_writing = Lock()


class GroupsError(Exception):
    """Saved lists that cannot be used or saved; the message names every fault."""


@dataclass(frozen=True)
class SavedGroup:
    """A list of councils (current GSS codes, sorted) under a name of the user's."""

    name: str
    lad_codes: tuple[str, ...]

    @property
    def code(self) -> str:
        """What stands for it in an address: list-our-travel-area."""
        return CODE_PREFIX + "-".join(folded(self.name).split())


def groups_path(settings: Settings) -> Path:
    return settings.data / FILE


def read_groups(
    path: Path, council_table: pl.DataFrame, changes: pl.DataFrame
) -> tuple[SavedGroup, ...]:
    """The saved lists, by name; none where there is no file.

    `council_table` is the table `councils`, `changes` the table `lad_changes`. GroupsError lists
    every fault of the file at once.
    """
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise GroupsError(f"{path} cannot be read ({error.strerror})") from error
    try:
        contents = tomllib.loads(written.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise GroupsError(
            f"{path} is not valid TOML: {str(error)[:200]}. Correct it, or delete it to start again"
        ) from error
    groups, faults = _read_entries(contents, council_table, changes)
    if faults:
        raise GroupsError(f"{path} has lists that cannot be used: {'; '.join(faults)}")
    return groups


def _read_entries(
    contents: Mapping[str, Any], council_table: pl.DataFrame, changes: pl.DataFrame
) -> tuple[tuple[SavedGroup, ...], list[str]]:
    """The lists of a file, and everything that is wrong with it."""
    unknown = sorted(set(contents) - {"group"})
    faults = [f"unknown entries {unknown}; lists are written as [[group]]"] if unknown else []
    entries = contents.get("group", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return (), [*faults, "each list is written as [[group]], with name and councils"]
    gazetteer = Gazetteer(council_table, changes)
    reserved = official_keys(council_table, changes)
    groups: list[SavedGroup] = []
    for number, entry in enumerate(entries, 1):
        name, councils = entry.get("name"), entry.get("councils")
        where = f"list {number} ({name!r})"
        extra = sorted(set(entry) - {"name", "councils"})
        wrong = [f"unknown entries {extra}"] if extra else []
        if not isinstance(councils, list) or not all(isinstance(one, str) for one in councils):
            wrong.append('councils must be a list of names or codes, such as ["Leeds", "York"]')
            councils = []
        codes, unknown_councils = find_codes(councils, gazetteer)
        wrong += unknown_councils
        wrong += name_faults(name, [group.name for group in groups], reserved)
        if not wrong and not codes:
            wrong = ["it has no councils"]
        faults += [f"{where}: {fault}" for fault in wrong]
        if not wrong:
            groups.append(SavedGroup(str(name).strip(), codes))
    return tuple(sorted(groups, key=lambda group: key_of(group.name))), faults


def find_codes(words: Sequence[str], gazetteer: Gazetteer) -> tuple[tuple[str, ...], list[str]]:
    """Sorted codes of councils by name or code, and a fault for each that is unknown."""
    codes: set[str] = set()
    faults = []
    for word in words:
        match = gazetteer.by_code(word.strip().upper()) or gazetteer.by_name(word)
        if match is None:
            faults.append(f"no council {word!r}{gazetteer.suggestion(word)}")
        else:
            codes |= set(match[0])
    return tuple(sorted(codes)), faults


def official_keys(council_table: pl.DataFrame, changes: pl.DataFrame) -> dict[str, str]:
    """By key, every name that no list may have: of councils, groups of a kind and nations."""
    names = [*council_table["lad_name"], *changes["former_name"], *REGIONS.values()]
    names += NATIONS.values()
    for kind in GROUP_KINDS:
        names += [name for name, _ in members_by_group(council_table, kind).values()]
    return {key_of(name): name for name in names}


def name_faults(name: object, taken: Sequence[str], reserved: Mapping[str, str]) -> list[str]:
    """What is wrong with a name for a list; nothing where it can be used."""
    if not isinstance(name, str) or not key_of(name.strip()):
        return ["a list needs a name of letters or figures"]
    stripped, key = name.strip(), key_of(name)
    faults = []
    if len(stripped) > LONGEST_NAME:
        faults.append(f"the name is longer than {LONGEST_NAME} characters")
    if not stripped.isprintable():
        faults.append("the name has characters that do not print")
    if re.fullmatch(r"[A-Z]\d{8}|TL[A-Z]\d*", stripped.upper()):
        faults.append(f"{stripped} is the form of an official code; choose another name")
    if key in reserved or re.sub(r" (region|area)$", "", key) in reserved:
        same = reserved.get(key) or reserved[re.sub(r" (region|area)$", "", key)]
        faults.append(f"{stripped} is too like the official area {same}; choose another name")
    if any(key_of(other) == key or folded(other) == folded(stripped) for other in taken):
        faults.append(f"there is a list called {stripped} already")
    return faults


def add_group(
    settings: Settings,
    name: str,
    councils: Sequence[str],
    council_table: pl.DataFrame,
    changes: pl.DataFrame,
) -> SavedGroup:
    """Saves a list of councils (names or codes) under a name; GroupsError lists every fault."""
    with _writing:
        groups = read_groups(groups_path(settings), council_table, changes)
        codes, faults = find_codes(councils, Gazetteer(council_table, changes))
        reserved = official_keys(council_table, changes)
        faults = name_faults(name, [group.name for group in groups], reserved) + faults
        if not faults and len(codes) < 2:
            faults.append("a list needs two or more councils")
        if len(groups) >= MOST_GROUPS:
            faults.append(f"there are {MOST_GROUPS} lists already; remove one first")
        if faults:
            raise GroupsError(f"could not save the list: {'; '.join(faults)}")
        added = SavedGroup(name.strip(), codes)
        _write(settings, (*groups, added), council_table)
    return added


def remove_group(
    settings: Settings, name: str, council_table: pl.DataFrame, changes: pl.DataFrame
) -> SavedGroup:
    """Removes the list of that name; GroupsError where there is none."""
    with _writing:
        groups = read_groups(groups_path(settings), council_table, changes)
        removed = next((one for one in groups if folded(one.name) == folded(name)), None)
        if removed is None:
            names = ", ".join(group.name for group in groups) or "none"
            raise GroupsError(f"there is no saved list {name!r}; the saved lists are: {names}")
        _write(settings, [one for one in groups if one != removed], council_table)
    return removed


def _write(settings: Settings, groups: Sequence[SavedGroup], council_table: pl.DataFrame) -> None:
    names = dict(council_table.select("lad_code", "lad_name").iter_rows())
    entries = [
        f"\n[[group]]\nname = {json.dumps(group.name, ensure_ascii=False)}\n"
        f"councils = {json.dumps(list(group.lad_codes))}  "
        f"# {', '.join(names[code] for code in group.lad_codes)}\n"
        for group in sorted(groups, key=lambda group: key_of(group.name))
    ]
    with store.replacing(groups_path(settings)) as temporary:
        temporary.write_text(HEADING + "".join(entries), "utf-8")
