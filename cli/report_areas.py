"""The areas of a batch of reports: every place of a kind, or those of a user's own file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

import pipeline
from catalog import settings as settings_room
from catalog.store import StoreError
from catalog.vocabulary.group_kinds import COMBINED_AUTHORITY, ITL2, LSIP, OWN_LIST, REGION
from etl import areas as areas_room
from etl.areas import AreaError
from indicators.places.naming import list_places
from indicators.places.saved_groups import groups_path, read_groups
from presentation.wording import joined
from reports.batch import BatchArea

# What is typed, and what such a place is called in the list of all.
KINDS: Final = {
    "lsip": LSIP.label,
    "combined-authority": COMBINED_AUTHORITY.label,
    "region": REGION.label,
    "itl2": ITL2.label,
    "saved-list": OWN_LIST,
}
COUNCIL: Final = "council"
COLUMNS: Final = ("area", "lad_code")
MOST_FAULTS: Final = 10


class AreaFileError(StoreError):
    """A kind of area or a file of areas that cannot be used; the message names every fault."""


def list_areas(every: str) -> list[BatchArea]:
    """The areas of a kind, or of a CSV with the columns area and lad_code, by name.

    Raises AreaFileError where there is no such kind, or something is wrong with the file.
    """
    word = every.strip()
    councils, changes = pipeline.load_places(settings_room.load())
    if word.lower() == COUNCIL:
        rows = councils.select("lad_name", "lad_code").sort("lad_name").iter_rows()
        return [BatchArea(name, code, (code,)) for name, code in rows]
    if word.lower() in KINDS:
        saved = read_groups(groups_path(settings_room.load()), councils, changes)
        label = KINDS[word.lower()]
        places = [place for place in list_places(councils, saved) if place.kind == label]
        if not places:
            raise AreaFileError(f"we know no {label}, so there is nothing to report on")
        found = [BatchArea(place.name, place.code, place.lad_codes) for place in places]
        return sorted(found, key=lambda area: area.name)
    path = Path(word)
    if path.suffix.lower() != ".csv" or not word:
        raise AreaFileError(
            f"--every {word!r} is no kind of area; give {', '.join((*KINDS, COUNCIL))}, or a CSV "
            "file with the columns area and lad_code"
        )
    return _read_areas(path, councils, changes)


def _read_areas(path: Path, councils: pl.DataFrame, changes: pl.DataFrame) -> list[BatchArea]:
    """The areas of a user's file, in its order; councils by code or name."""
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a CSV in UTF-8"
        raise AreaFileError(f"--every {path} cannot be read: {why}") from error
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    absent = [name for name in COLUMNS if name not in frame.columns]
    if absent:
        raise AreaFileError(
            f"--every {path} has no column {joined(absent)}; it needs {joined(COLUMNS)}"
        )
    rows = frame.select(pl.col(name).fill_null("").str.strip_chars() for name in COLUMNS).rows()
    faults: list[str] = [] if rows else ["it has no row"]
    members: dict[str, list[str]] = {}
    for line, (area, council) in enumerate(rows, 2):
        if not area or not council:
            faults.append(f"line {line} has no {'area' if not area else 'lad_code'}")
            continue
        try:
            chosen = areas_room.choose(councils, changes, councils=[council], regions=[])
        except AreaError as error:
            faults.append(f"line {line}: {error}")
            continue
        members.setdefault(area, []).extend(chosen.councils)
    faults += [f"{area} has {repeated} twice" for area, codes in members.items()
               for repeated in _repeated(codes)]  # fmt: skip
    if faults:
        more = f"; and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise AreaFileError(f"--every {path}: {'; '.join(faults[:MOST_FAULTS])}{more}")
    return [BatchArea(area, "", tuple(sorted(codes))) for area, codes in members.items()]


def _repeated(codes: Sequence[str]) -> list[str]:
    return sorted({code for code in codes if codes.count(code) > 1})
