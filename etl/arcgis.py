"""Client of the Open Geography Portal (ArcGIS): layers found by pattern, pages proved complete.

ArcGIS reports errors inside HTTP 200, cuts replies at a page size, and its layers' names change
with every vintage. So a layer is looked for in the list of services, never named outright.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from catalog.settings import Settings
from etl.http import FetchError, Http, Reply, Unproved
from etl.raw import RawPart, Received

ORGANISATION: Final = "ESMARspQHYMw9BZ9"
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Layer:
    """A kind of layer: regular expressions of its service's name, best first, and its fields.

    A pattern may hold the groups `year` (two or four digits), `month` and `version`. `fields` are
    those the code reads, with `{yy}` for the two digits of the vintage.
    """

    kind: str
    patterns: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A service that answers for a kind of layer; `year` has two digits."""

    name: str
    year: str
    rank: tuple[int, int, int]


_VERSION = r"(?:_[Vv](?P<version>\d+))?$"
_LAD = "LAD{yy}CD", "LAD{yy}NM"
LAYERS: Final = {
    layer.kind: layer
    for layer in (
        Layer(
            "wards",
            (
                rf"^WD_(?P<month>[A-Z]{{3}})_(?P<year>\d{{4}})_UK_BGC{_VERSION}",
                rf"^Wards_(?P<month>[A-Za-z]+)_(?P<year>\d{{4}})_Boundaries_UK_BGC{_VERSION}",
                rf"^WD_(?P<month>[A-Z]{{3}})_(?P<year>\d{{4}})_UK_BSC{_VERSION}",
                rf"^Wards_(?P<month>[A-Za-z]+)_(?P<year>\d{{4}})_Boundaries_UK_BSC{_VERSION}",
            ),
            ("WD{yy}CD", "WD{yy}NM", *_LAD),
        ),
        Layer(
            "wards_2022",
            (
                rf"^Wards_(?P<month>December)_(?P<year>2022)_Boundaries_UK_BGC{_VERSION}",
                rf"^Wards_(?P<month>December)_(?P<year>2022)_Boundaries_UK_BSC{_VERSION}",
            ),
            ("WD{yy}CD", "WD{yy}NM"),
        ),
        Layer(
            "lads",
            (
                rf"^LAD_(?P<month>[A-Z]{{3}})_(?P<year>\d{{4}})_UK_BUC{_VERSION}",
                r"^Local_Authority_Districts_(?P<month>[A-Za-z]+)_(?P<year>\d{4})_Boundaries_UK_BUC"
                + _VERSION,
            ),
            _LAD,
        ),
        Layer(
            "lsoa_wards",
            (rf"^LSOA21_WD(?P<year>\d\d)_LAD(?P=year)_EW_LU{_VERSION}",),
            ("LSOA21CD", "LSOA21NM", "WD{yy}CD", "WD{yy}NM", *_LAD),
        ),
        Layer(
            "lsoa_centroids", (rf"^LSOA_PopCentroids_EW_(?P<year>2021){_VERSION}",), ("LSOA21CD",)
        ),
        Layer(
            "lsoa_changes",
            (rf"^LSOA11_LSOA21_LAD(?P<year>22)_EW_LU{_VERSION}",),
            ("LSOA11CD", "LSOA21CD", "CHGIND", *_LAD),
        ),
        Layer(
            "lad_regions",
            (rf"^LAD(?P<year>\d\d)_RGN(?P=year)_EN_LU{_VERSION}",),
            (*_LAD, "RGN{yy}CD", "RGN{yy}NM"),
        ),
        Layer(
            "lad_combined_authorities",
            (rf"^LAD(?P<year>\d\d)_CAUTH(?P=year)_EN_LU{_VERSION}",),
            (*_LAD, "CAUTH{yy}CD", "CAUTH{yy}NM"),
        ),
        Layer(
            "lad_lsips",
            (rf"^LAD(?P<year>\d\d)_LSIP(?P=year)_EN_LU{_VERSION}",),
            (*_LAD, "LSIP{yy}CD", "LSIP{yy}NM"),
        ),
        Layer(
            "lad_itls",
            (
                rf"^LAD(?P<year>\d\d)_LAU1(?P=year)_ITL3(?P=year)_ITL2(?P=year)_ITL1(?P=year)_UK_LU{_VERSION}",
            ),
            (*_LAD, "ITL2{yy}CD", "ITL2{yy}NM"),
        ),
    )
}


def candidates(layer: Layer, names: Iterable[str]) -> list[Found]:
    """The services that answer for a layer, newest last; better patterns win within a vintage."""
    found = []
    for name in names:
        for preference, pattern in enumerate(layer.patterns):
            match = re.match(pattern, name)
            if match:
                held = match.groupdict()
                month = (held.get("month") or "")[:3].lower()
                number = MONTHS.index(month) + 1 if month in MONTHS else 0
                order = (-preference, number, int(held.get("version") or 0))
                found.append(Found(name, held["year"][-2:], order))
                break
    return sorted(found, key=lambda entry: (entry.year, entry.rank))


def newest(layer: Layer, names: Sequence[str], year: str = "") -> Found:
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


@dataclass(frozen=True)
class Ask:
    """All features of a layer, or those of some authorities.

    `of_lads` are GSS codes for the layer's own authority field, empty for everything.
    """

    key: str
    layer: str
    geometry: bool = False
    of_lads: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        year = f" of 20{settings.ward_year}" if settings.ward_year and self._paired else ""
        chosen = f" where authority is {' or '.join(self.of_lads)}" if self.of_lads else ""
        return f"{_root(settings)}: newest layer of {self.layer}{year}, all features{chosen}"

    @property
    def _paired(self) -> bool:
        return self.layer in ("wards", "lsoa_wards")

    def fetch(self, http: Http, settings: Settings) -> Received:
        names = service_names(http, settings)
        year = ward_year(names, settings.ward_year) if self._paired else ""
        found = newest(LAYERS[self.layer], names, year)
        definition = layer_definition(http, settings, found.name)
        absent = absent_fields(LAYERS[self.layer], found, definition)
        if absent:
            raise FetchError(
                f"Open Geography Portal {found.name}: no field {', '.join(absent)}; "
                "run `wardwise probe`"
            )
        url = f"{_root(settings)}/{found.name}/FeatureServer/0/query"
        query = self._query(found, definition)
        pages = self._pages(http, url, query)
        count = sum(len(json.loads(page)["features"]) for page in pages)
        stated = self._count(http, url, query)
        if count != stated:
            raise FetchError(
                f"Open Geography Portal {found.name}: {count:,} of {stated:,} features came; "
                "run the same command again"
            )
        if not count:
            raise FetchError(
                f"Open Geography Portal {found.name}: no feature for {', '.join(self.of_lads)}; "
                "if the council is new, a newer layer may be needed (`wardwise probe`)"
            )
        return Received(
            tuple(pages),
            url,
            release=f"{found.name}, edited {_edited(definition)}",
            extension="json",
            detail={"service": found.name, "year": found.year},
        )

    def _query(self, found: Found, definition: dict[str, Any]) -> dict[str, str]:
        codes = ",".join(f"'{code}'" for code in self.of_lads)
        return {
            "where": f"LAD{found.year}CD IN ({codes})" if codes else "1=1",
            "outFields": "*",
            "returnGeometry": str(self.geometry).lower(),
            "outSR": "4326",
            "orderByFields": definition.get("objectIdField") or definition["fields"][0]["name"],
            "f": "geojson" if self.geometry else "json",
        }

    def _pages(self, http: Http, url: str, query: dict[str, str]) -> list[bytes]:
        pages: list[bytes] = []
        received = 0
        while True:
            body = http.get(
                url,
                query | ({"resultOffset": str(received)} if received else {}),
                source=f"Open Geography Portal {self.layer} {self.key}",
                accept=accept_features,
            ).body
            held = json.loads(body)
            pages.append(body)
            received += len(held["features"])
            more = held.get("exceededTransferLimit") or held.get("properties", {}).get(
                "exceededTransferLimit"
            )
            if not more or not held["features"]:
                return pages

    def _count(self, http: Http, url: str, query: dict[str, str]) -> int:
        asked = {"where": query["where"], "returnCountOnly": "true", "f": "json"}
        source = f"Open Geography Portal {self.layer} count"
        return int(
            json.loads(http.get(url, asked, source=source, accept=_accept("count")).body)["count"]
        )


def _accept(field: str) -> Any:
    def accept(reply: Reply) -> None:
        """Refuses what is not JSON, and the errors that ArcGIS sends with status 200."""
        try:
            held = json.loads(reply.body)
        except ValueError as error:
            raise Unproved(f"not JSON but {reply.body[:60]!r}") from error
        fault = held.get("error") if isinstance(held, dict) else {"message": "not an object"}
        if fault:
            words = f"{fault.get('message')} {' '.join(map(str, fault.get('details') or []))}"
            final = int(fault.get("code") or 500) < 500
            raise Unproved(f"an ArcGIS error {fault.get('code')}: {words.strip()}", final=final)
        if field not in held:
            raise Unproved(f"a reply without {field}")

    return accept


accept_features = _accept("features")


def service_names(http: Http, settings: Settings) -> list[str]:
    """Names of all services of the portal."""
    url = f"{_root(settings)}?f=json"
    body = http.once(url, source="Open Geography Portal services", accept=_accept("services"))
    return [entry["name"] for entry in json.loads(body)["services"]]


def layer_definition(http: Http, settings: Settings, name: str) -> dict[str, Any]:
    """A layer's fields, page size and last edit."""
    url = f"{_root(settings)}/{name}/FeatureServer/0?f=json"
    source = f"Open Geography Portal {name}"
    return dict(json.loads(http.once(url, source=source, accept=_accept("fields"))))


def absent_fields(layer: Layer, found: Found, definition: dict[str, Any]) -> list[str]:
    """Fields that the code reads and the layer does not have."""
    held = {field["name"].upper() for field in definition["fields"]}
    wanted = [name.format(yy=found.year) for name in layer.fields]
    return [name for name in wanted if name not in held]


def features(parts: Sequence[RawPart]) -> list[tuple[dict[str, Any], dict[str, Any] | None, str]]:
    """Every feature as (attributes with upper-case names, GeoJSON geometry or None, year)."""
    found = []
    for part in parts:
        year = part.note.detail["year"]
        for page in part.pages():
            for feature in json.loads(page)["features"]:
                held = feature.get("properties") or feature.get("attributes") or {}
                attributes = {name.upper(): value for name, value in held.items()}
                found.append((attributes, feature.get("geometry"), year))
    return found


def _root(settings: Settings) -> str:
    return f"{settings.urls['arcgis']}/{ORGANISATION}/arcgis/rest/services"


def _edited(definition: dict[str, Any]) -> str:
    stamp = (definition.get("editingInfo") or {}).get("lastEditDate")
    return datetime.fromtimestamp(stamp / 1000, UTC).date().isoformat() if stamp else "unknown"
