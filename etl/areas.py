"""Which places a run is about: councils by code or name, with their regions and nations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.vocabulary.areas import NATIONS as NATIONS
from catalog.vocabulary.areas import REGIONS as REGIONS
from etl.area_names import key_of
from etl.gazetteer import Gazetteer

CODE: Final = re.compile(r"[A-Z]\d{8}")


class AreaError(Exception):
    """A place that is not known; the message suggests those that are."""


@dataclass(frozen=True)
class Areas:
    """The councils of a run, current GSS codes, sorted. `former` maps each to codes it replaced.

    `notes` say in sentences where a name was taken for another's, such as a former council's.
    `everything`: the run is of all councils, not of some that were named.
    """

    councils: tuple[str, ...]
    former: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    everything: bool = False

    def codes_of(self, council: str) -> tuple[str, ...]:
        """The council's own code and every former code whose figures now belong to it."""
        return (council, *dict(self.former).get(council, ()))


def choose(
    council_table: pl.DataFrame,
    changes: pl.DataFrame,
    *,
    councils: Sequence[str] = (),
    regions: Sequence[str] = (),
    everything: bool = False,
) -> Areas:
    """The areas named on a command line.

    `council_table` is the table `councils`, `changes` the table `lad_changes`. A former council
    stands for the one that replaced it, a combined authority or an LSIP area for its councils;
    notes say so.
    No name is guessed: raises AreaError listing every name that is not known, with suggestions.
    """
    gazetteer = Gazetteer(council_table, changes)
    chosen: set[str] = set()
    notes: list[str] = []
    faults: list[str] = []
    for word in councils:
        matched = _council(word.strip(), gazetteer)
        if isinstance(matched, str):
            faults.append(matched)
            continue
        chosen |= set(matched[0])
        notes += [matched[1]] if matched[1] else []
    for word in regions:
        within = _region(word.strip(), council_table)
        if not within:
            faults.append(
                f"there is no region {word!r}; the regions are {', '.join(REGIONS.values())}"
            )
        chosen |= within
    if faults:
        raise AreaError("; ".join(faults))
    if everything:
        chosen = set(council_table["lad_code"])
    former = (
        changes.filter(pl.col("lad_code").is_in(list(chosen)))
        .sort("former_code")
        .group_by("lad_code", maintain_order=True)
        .agg("former_code")
    )
    return Areas(
        tuple(sorted(chosen)),
        tuple((code, tuple(olds)) for code, olds in sorted(former.iter_rows())),
        tuple(dict.fromkeys(notes)),
        everything,
    )


def _council(word: str, gazetteer: Gazetteer) -> tuple[tuple[str, ...], str] | str:
    """Codes that a name or code stands for with a note on how, or what is wrong with it."""
    if CODE.fullmatch(word.upper()):
        return gazetteer.by_code(word.upper()) or _unknown_code(word)
    regions = {key_of(name): name for name in (*REGIONS.values(), *NATIONS.values())}
    key = key_of(word)
    if not word.strip(" -'\"."):
        return "the council's name is empty; name it, such as --council Leeds"
    matched = gazetteer.by_name(word)
    # Some combined authorities are called as regions are; which is meant is not ours to say.
    if key in regions and (matched is None or len(matched[0]) > 1):
        return _region_words(word, regions[key], gazetteer)
    return matched or f"no council {word!r}{gazetteer.suggestion(word)}"


def _unknown_code(word: str) -> str:
    if word.upper().startswith(("S", "N")):
        nation = "Scotland" if word.upper().startswith("S") else "Northern Ireland"
        return f"{word!r} is in {nation}, which Wardwise does not cover: only England and Wales"
    return f"no council has the code {word!r}; codes look like E08000035 (Leeds)"


def _region_words(word: str, region: str, gazetteer: Gazetteer) -> str:
    if region not in REGIONS.values():
        return f"{word!r} is a nation, not a council; use --all for all councils"
    group = gazetteer.group_of(word)
    also = f", or --council {group} for the combined authority of that name" if group else ""
    return f"{word!r} is a region, not a council; use --region {region!r}{also}"


def _region(word: str, council_table: pl.DataFrame) -> set[str]:
    """Councils of a region by its code or name, however it is written."""
    by_key = {key_of(name): code for code, name in REGIONS.items()}
    code = word.upper() if word.upper() in REGIONS else by_key.get(key_of(word), "")
    return set(council_table.filter(pl.col("region_code") == code)["lad_code"]) if code else set()
