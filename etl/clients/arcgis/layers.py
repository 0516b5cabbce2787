"""The layers of the Open Geography Portal that we read, and which vintage of each to ask for.

The names of its services change with every vintage. So a layer is looked for in the list of
services, never named outright.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from etl.clients.http import FetchError

# Best last. The LSOA lookups come out in summer and name no month: they are of the wards of May.
MONTHS: Final = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "may")


@dataclass(frozen=True)
class Layer:
    """A kind of layer: regular expressions of its service's name, best first, and its fields.

    A pattern may hold the groups `year` (two or four digits), `month` and `version`. `fields` are
    expressions of those the code reads, with `{yy}` for the two digits of the vintage. `vintage`
    says which year is wanted: that of the wards, the newest up to it (so that council codes agree),
    or the newest.
    """

    kind: str
    patterns: tuple[str, ...]
    fields: tuple[str, ...]
    vintage: Literal["of the wards", "up to the wards", "newest"] = "newest"


@dataclass(frozen=True)
class LayerService:
    """A service that answers for a kind of layer; `year` has two digits."""

    name: str
    year: str
    rank: tuple[int, int, int]


_VERSION = r"(?:_[Vv](?P<version>\d+))?$"
_MONTH_YEAR = r"_(?P<month>[A-Za-z]+)_(?P<year>\d{4})_(?:Boundaries_)?UK_"
_LAD = "LAD{yy}CD", "LAD{yy}NM"


def _of_lads(kind: str, wanted: str, *lists: str) -> Layer:
    """A lookup from authorities to the wanted list of codes. The lists may be of other years."""
    between = "_".join(rf"{name}\d\d" for name in lists or (wanted,))
    pattern = rf"^LAD(?P<year>\d\d)_{between}_(?:EN|UK)_LU{_VERSION}"
    return Layer(
        kind, (pattern,), (*_LAD, rf"{wanted}\d\dCD", rf"{wanted}\d\dNM"), "up to the wards"
    )


LAYERS: Final = {
    layer.kind: layer
    for layer in (
        Layer(
            "wards",
            tuple(rf"^(?:WD|Wards){_MONTH_YEAR}{size}{_VERSION}" for size in ("BGC", "BSC")),
            ("WD{yy}CD", "WD{yy}NM", *_LAD),
            "of the wards",
        ),
        Layer(
            "wards_2022",
            tuple(
                rf"^Wards_(?P<month>December)_(?P<year>2022)_Boundaries_UK_{size}{_VERSION}"
                for size in ("BGC", "BSC")
            ),
            ("WD{yy}CD", "WD{yy}NM", *_LAD),
        ),
        Layer(
            "lads",
            (rf"^(?:LAD|Local_Authority_Districts){_MONTH_YEAR}BUC{_VERSION}",),
            _LAD,
            "up to the wards",
        ),
        Layer(
            "lsoa_wards",
            (rf"^LSOA21_WD(?P<year>\d\d)_LAD(?P=year)_EW_LU{_VERSION}",),
            ("LSOA21CD", "LSOA21NM", "WD{yy}CD", "WD{yy}NM", *_LAD),
            "of the wards",
        ),
        Layer(
            "lsoa_centroids", (rf"^LSOA_PopCentroids_EW_(?P<year>2021){_VERSION}",), ("LSOA21CD",)
        ),
        Layer(
            "lsoa_changes",
            (rf"^LSOA11_LSOA21_LAD(?P<year>22)_EW_LU{_VERSION}",),
            ("LSOA11CD", "LSOA21CD", "CHGIND", *_LAD),
        ),
        _of_lads("lad_regions", "RGN"),
        _of_lads("lad_combined_authorities", "CAUTH"),
        _of_lads("lad_lsips", "LSIP"),
        Layer(
            "lad_itls",
            (
                rf"^ITL1\d\d_ITL2\d\d_ITL3\d\d_LAU1\d\d_LAD(?P<year>\d\d)_UK_LU{_VERSION}",
                rf"^LAD(?P<year>\d\d)_LAU1\d\d_ITL3\d\d_ITL2\d\d_ITL1\d\d_(?:EN|UK)_LU{_VERSION}",
            ),
            (*_LAD, r"ITL2\d\dCD", r"ITL2\d\dNM"),
            "up to the wards",
        ),
    )
}


def candidates(layer: Layer, names: Iterable[str]) -> list[LayerService]:
    """The services that answer for a layer, best last: by year, pattern, month and version.

    May is the best month: the LSOA lookups, which name no month, come out in summer.
    """
    services = []
    for name in names:
        for preference, pattern in enumerate(layer.patterns):
            match = re.match(pattern, name)
            if match:
                parts = match.groupdict()
                month = (parts.get("month") or "")[:3].lower()
                number = MONTHS.index(month) if month in MONTHS else 0
                order = (-preference, number, int(parts.get("version") or 0))
                services.append(LayerService(name, parts["year"][-2:], order))
                break
    return sorted(services, key=lambda entry: (entry.year, entry.rank))


def newest(layer: Layer, names: Sequence[str], year: str = "") -> LayerService:
    """The newest service for a layer, or the newest of a pinned year; FetchError where none is."""
    fitting = [entry for entry in candidates(layer, names) if year in ("", entry.year)]
    if not fitting:
        of_year = f" of 20{year}" if year else ""
        raise FetchError(
            f"Open Geography Portal: none of its {len(names):,} services is a layer of "
            f"{layer.kind}{of_year}; run `wardwise probe` to see what it offers"
        )
    return fitting[-1]


def ward_year(names: Sequence[str], pinned: str = "") -> str:
    """The newest year (two digits) with both ward boundaries and an LSOA lookup of that vintage."""
    both = {entry.year for entry in candidates(LAYERS["wards"], names)} & {
        entry.year for entry in candidates(LAYERS["lsoa_wards"], names)
    }
    if pinned and pinned not in both:
        raise FetchError(
            f"Open Geography Portal: ward_year is set to {pinned}, and that vintage lacks "
            f"boundaries or an LSOA lookup; those with both are {sorted(both)}"
        )
    if not both:
        raise FetchError("Open Geography Portal: no ward vintage has boundaries and an LSOA lookup")
    return pinned or max(both)


def choose(layer: Layer, names: Sequence[str], pinned_ward_year: str = "") -> LayerService:
    """The service to ask for a layer, of the year that its `vintage` says."""
    return ranked(layer, names, pinned_ward_year)[0]


def ranked(layer: Layer, names: Sequence[str], pinned_ward_year: str = "") -> list[LayerService]:
    """The services that may be asked for a layer, best first; FetchError where there is none.

    Those of another year than the first are there for a layer that lacks the fields.
    """
    every = candidates(layer, names)[::-1]
    if layer.vintage == "newest":
        return every or [newest(layer, names)]
    year = ward_year(names, pinned_ward_year)
    if layer.vintage == "of the wards":
        return [one for one in every if one.year == year] or [newest(layer, names, year)]
    up_to = [one for one in every if one.year <= year]
    return up_to or every or [newest(layer, names)]


def why_older(
    layer: Layer, service: LayerService, names: Sequence[str], pinned_ward_year: str = ""
) -> str:
    """In words, where a list of councils is older than the wards it is used with; else ""."""
    if layer.vintage != "up to the wards":
        return ""
    year = ward_year(names, pinned_ward_year)
    if service.year >= year:
        return ""
    return f"{service.name} is of 20{service.year}, the wards are of 20{year}"


def absent_fields(layer: Layer, service: LayerService, definition: dict[str, Any]) -> list[str]:
    """Fields that the code reads and the layer does not have."""
    present = [str(field["name"]).upper() for field in definition["fields"]]
    wanted = [name.format(yy=service.year) for name in layer.fields]
    return [name for name in wanted if not any(re.fullmatch(name, other) for other in present)]


def fields_like(wanted: Sequence[str], definition: dict[str, Any]) -> list[str]:
    """The layer's own names of the fields that the code reads."""
    present = [str(field["name"]) for field in definition["fields"]]
    return [name for name in present if any(re.fullmatch(one, name.upper()) for one in wanted)]


def largest_pages(definition: dict[str, Any], *, geometry: bool) -> dict[str, str]:
    """What to ask for so that pages are as large as the layer says that it can make them.

    ArcGIS documents two limits: one for everybody (often 2,000 features), and one for those who ask
    for results of the standard type (often 32,000, fewer of boundaries).
    """
    name = "standardMaxRecordCount" + ("" if geometry else "NoGeometry")
    most, of_standard = definition.get("maxRecordCount"), definition.get(name)
    if not isinstance(most, int) or not isinstance(of_standard, int) or of_standard <= most:
        return {}
    return {"resultType": "standard"}
