"""Lists of sectors that an area saved: a TOML file each, in `sector_lists` of the data folder.

    list = "Our priorities"

    [[sector]]
    name = "Our health-tech"
    sic_codes = ["266", "325", "7211"]

They may be edited there. Everyone who uses the same data folder sees them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from catalog import store
from catalog.settings import Settings
from etl.sector_lists.official import RESERVED_LISTS
from etl.sector_lists.reading import OwnList, SectorListError, read_list, slug_of

FOLDER: Final = "sector_lists"
MOST_LISTS: Final = 50
HEADING: Final = (
    "# A list of sectors, saved by Wardwise (`wardwise sectors`). You may edit it: codes are SIC\n"
    "# 2007, 2 to 5 digits, and all classes that begin with them belong.\n"
)
TOML_TEMPLATE: Final = """\
# A list of sectors of your own. Save it as a file, change it, and run:
#   wardwise sectors add FILE
# Codes are SIC 2007, 2 to 5 digits: all classes that begin with them belong. Sectors may overlap.
list = "Our priorities"

[[sector]]
name = "Our health-tech"
sic_codes = ["26.6", "32.5", "72.11"]

[[sector]]
name = "Our food and drink"
sic_codes = ["10", "11", "01.11"]
"""
CSV_TEMPLATE: Final = """\
sector,sic_code
Our health-tech,26.6
Our health-tech,32.5
Our health-tech,72.11
Our food and drink,10
Our food and drink,11
Our food and drink,01.11
"""


def folder_of(data: Path) -> Path:
    """Where the lists lie in a data folder."""
    return data / FOLDER


def list_files(data: Path) -> list[Path]:
    """The files of saved lists, by name."""
    return sorted(folder_of(data).glob("*.toml"))


def read_saved(data: Path) -> tuple[OwnList, ...]:
    """The saved lists, by name; SectorListError names the faults of every file."""
    lists: list[OwnList] = []
    faults = []
    for path in list_files(data):
        try:
            own = read_list(_read_bytes(path), path)
        except SectorListError as error:
            faults.append(str(error))
            continue
        twin = next((other.name for other in lists if other.slug == own.slug), None)
        if twin is not None:
            faults.append(f"{path.name} is called as another list is, {twin}")
        lists.append(own)
    if faults:
        raise SectorListError(
            f"{folder_of(data)} has lists that cannot be used. {'. '.join(faults)}. Correct them "
            "there, or delete the files"
        )
    return tuple(sorted(lists, key=lambda own: own.slug))


def add_list(settings: Settings, file: Path, name: str = "", *, replace: bool = False) -> OwnList:
    """Saves the list in a file, under `name` or its own; SectorListError names every fault."""
    own = read_list(_read_bytes(file), file, name)
    path = folder_of(settings.data) / f"{own.slug}.toml"
    others = [other for other in list_files(settings.data) if other != path]
    if len(others) >= MOST_LISTS:
        raise SectorListError(f"there are {MOST_LISTS} lists already; remove one first")
    if path.is_file() and not replace:
        raise SectorListError(
            f"there is a list called {own.name} already; add --replace to put this one in its place"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with store.replacing(path) as temporary:
        temporary.write_text(write_toml(own), "utf-8")
    return own


def remove_list(settings: Settings, name: str) -> str:
    """Removes the list of that name, even one that can no longer be read; returns its name."""
    slug = slug_of(name)
    path = next((one for one in list_files(settings.data) if one.stem == slug), None)
    if path is None:
        if slug in RESERVED_LISTS:
            raise SectorListError(f"{name} comes with Wardwise and cannot be removed")
        saved = ", ".join(one.stem for one in list_files(settings.data)) or "none"
        raise SectorListError(f"there is no saved list {name!r}; the saved lists are: {saved}")
    path.unlink(missing_ok=True)
    return name


def write_toml(own: OwnList) -> str:
    """A list as TOML that reads as the same list."""
    sectors = "".join(
        f"\n[[sector]]\nname = {json.dumps(name, ensure_ascii=False)}\n"
        f"sic_codes = {json.dumps(list(codes))}\n"
        for name, codes in own.sectors
    )
    return f"{HEADING}list = {json.dumps(own.name, ensure_ascii=False)}\n{sectors}"


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SectorListError(f"{path} cannot be read ({error.strerror})") from error
