"""Client of the Open Geography Portal (ArcGIS): layers found by pattern, pages proved complete.

ArcGIS reports errors inside HTTP 200 and cuts replies at a page size. Each is recognised here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from catalog.settings import Settings
from etl.arcgis_layers import LAYERS, Found, absent_fields, choose, newest, ward_year
from etl.http import FetchError, Http, Reply, Unproved
from etl.raw import RawPart, Received

__all__ = ["LAYERS", "Ask", "absent_fields", "choose", "newest", "ward_year"]

ORGANISATION: Final = "ESMARspQHYMw9BZ9"


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
        wanted = LAYERS[self.layer].vintage
        wards = f"20{settings.ward_year}" if settings.ward_year else "newest with an LSOA lookup"
        year = "newest" if wanted == "newest" else f"{wanted} ({wards})"
        chosen = f" where authority is {' or '.join(self.of_lads)}" if self.of_lads else ""
        return f"{_root(settings)}: layer {self.layer}, {year}, all features{chosen}"

    def fetch(self, http: Http, settings: Settings) -> Received:
        layer = LAYERS[self.layer]
        found = choose(layer, service_names(http, settings), settings.ward_year)
        definition = layer_definition(http, settings, found.name)
        absent = absent_fields(layer, found, definition)
        if absent:
            raise FetchError(
                f"Open Geography Portal {found.name}: no field {', '.join(absent)}; "
                "run `wardwise probe`"
            )
        url = f"{_root(settings)}/{found.name}/FeatureServer/0/query"
        query = self._query(found, definition)
        stated = self._count(http, url, query)
        if not stated:
            raise FetchError(
                f"Open Geography Portal {found.name}: no feature for {', '.join(self.of_lads)}; "
                "if the council is new, a newer layer may be needed (`wardwise probe`)"
            )
        return Received(
            tuple(self._pages(http, url, query, stated)),
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

    def _pages(self, http: Http, url: str, query: dict[str, str], stated: int) -> list[bytes]:
        """Every page of the answer; FetchError where they don't hold `stated` different features.

        The flag that there is more is not trusted alone: the next page is also asked for while
        features are wanting.
        """
        pages: list[bytes] = []
        ids: list[object] = []
        oid = query["orderByFields"].upper()
        source = f"Open Geography Portal {self.layer} {self.key}"
        more = True
        while more:
            offset = {"resultOffset": str(len(ids))} if ids else {}
            body = http.get(url, query | offset, source=source, accept=accept_features).body
            held = json.loads(body)
            pages.append(body)
            ids += [attributes_of(entry)[oid] for entry in held["features"]]
            in_geojson = held.get("properties") or {}
            flag = "exceededTransferLimit"
            told = bool(held.get(flag) or in_geojson.get(flag))
            more = bool(held["features"]) and len(ids) <= stated and (len(ids) < stated or told)
        if len(ids) != stated or len(set(ids)) != stated:
            raise FetchError(
                f"{source}: {url} sent {len(ids):,} features, {len(set(ids)):,} of them different, "
                f"and says there are {stated:,}; run the same command again"
            )
        return pages

    def _count(self, http: Http, url: str, query: dict[str, str]) -> int:
        asked = {"where": query["where"], "returnCountOnly": "true", "f": "json"}
        source = f"Open Geography Portal {self.layer} {self.key} count"
        body = http.get(url, asked, source=source, accept=_accept("count")).body
        return int(json.loads(body)["count"])


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


def features(parts: Sequence[RawPart]) -> list[tuple[dict[str, Any], dict[str, Any] | None, str]]:
    """Every feature as (attributes with upper-case names, GeoJSON geometry or None, year)."""
    return [
        (attributes_of(feature), feature.get("geometry"), part.note.detail["year"])
        for part in parts
        for page in part.pages()
        for feature in json.loads(page)["features"]
    ]


def attributes_of(feature: dict[str, Any]) -> dict[str, Any]:
    """Attributes of a feature of either format, by upper-case names."""
    held = feature.get("properties") or feature.get("attributes") or {}
    return {name.upper(): value for name, value in held.items()}


def _root(settings: Settings) -> str:
    return f"{settings.urls['arcgis']}/{ORGANISATION}/arcgis/rest/services"


def _edited(definition: dict[str, Any]) -> str:
    stamp = (definition.get("editingInfo") or {}).get("lastEditDate")
    return datetime.fromtimestamp(stamp / 1000, UTC).date().isoformat() if stamp else "unknown"
