"""Client of the Open Geography Portal (ArcGIS): layers found by pattern, pages proved complete.

ArcGIS reports errors inside HTTP 200 and cuts replies at a page size. Each is recognised here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from catalog.settings import Settings
from etl.clients.arcgis.layers import (
    LAYERS,
    Layer,
    LayerService,
    absent_fields,
    choose,
    fields_like,
    largest_pages,
    newest,
    ranked,
    ward_year,
    why_older,
)
from etl.clients.arcgis.replies import (
    accept_count,
    accept_definition,
    accept_features,
    accept_services,
    attributes_of,
    blanks,
)
from etl.clients.http import FetchError, Http
from etl.clients.kept import RELEASE_HOURS
from etl.raw import RawPart, Received

__all__ = [
    "LAYERS", "Query", "absent_fields", "attributes_of", "choose", "features", "layer_definition",
    "newest", "service_names", "ward_year",
]  # fmt: skip

ORGANISATION: Final = "ESMARspQHYMw9BZ9"
# Servers of this kind refuse addresses of more than 2,048 characters.
LONGEST_QUERY: Final = 1_700
DECIMALS: Final = "6"  # of a degree; the boundaries are drawn to 20 m at best


@dataclass(frozen=True)
class Query:
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
        return f"{root_url(settings)}: layer {self.layer}, {year}, all features{chosen}"

    def fetch(self, http: Http, settings: Settings, most_tries: int | None = None) -> Received:
        layer = LAYERS[self.layer]
        names = service_names(http, settings)
        service, definition = choose_with_fields(http, settings, layer, names)
        url = f"{root_url(settings)}/{service.name}/FeatureServer/0/query"
        wanted = [name.format(yy=service.year) for name in layer.fields]
        query = self._query(service, definition, wanted)
        stated = self._count(http, url, query)
        if not stated:
            raise FetchError(
                f"Open Geography Portal {service.name}: no feature for {', '.join(self.of_lads)}; "
                "if the council is new, a newer layer may be needed (`wardwise probe`)"
            )
        pages = self._pages(http, url, query, stated, wanted, most_tries)
        detail = {
            "service": service.name,
            "year": service.year,
            "older": why_older(layer, service, names, settings.ward_year),
            "passed_over": blanks(pages, wanted),
        }
        return Received(
            tuple(pages),
            url,
            release=f"{service.name}, edited {_edited(definition)}",
            extension="json",
            detail={name: text for name, text in detail.items() if text},
        )

    def _query(
        self, service: LayerService, definition: dict[str, Any], wanted: Sequence[str]
    ) -> dict[str, str]:
        """What is asked: the fields that we read, boundaries to a tenth of a metre."""
        codes = ",".join(f"'{code}'" for code in self.of_lads)
        oid = str(definition.get("objectIdField") or _first_field(definition))
        return {
            "where": f"LAD{service.year}CD IN ({codes})" if codes else "1=1",
            "outFields": ",".join([oid, *fields_like(wanted, definition)]),
            "returnGeometry": str(self.geometry).lower(),
            "outSR": "4326",
            "orderByFields": oid,
            "f": "geojson" if self.geometry else "json",
            **({"geometryPrecision": DECIMALS} if self.geometry else {}),
            **largest_pages(definition, geometry=self.geometry),
        }

    def _pages(
        self,
        http: Http,
        url: str,
        query: dict[str, str],
        stated: int,
        wanted: Sequence[str] = (),
        most_tries: int | None = None,
    ) -> list[bytes]:
        """Every page of the answer; FetchError where they don't hold `stated` different features.

        The flag that there is more is not trusted alone: the next page is also asked for while
        features are wanting.
        """
        pages: list[bytes] = []
        ids: list[object] = []
        oid = query["orderByFields"].upper()
        accept = accept_features((oid, *wanted), geometry=self.geometry and bool(wanted))
        source = f"Open Geography Portal {self.layer} {self.key}"
        more = True
        while more:
            offset = {"resultOffset": str(len(ids))} if ids else {}
            params, form = _as_sent(query | offset)
            reply = http.get(
                url, params, form=form, source=source, accept=accept, most_tries=most_tries
            )
            body = reply.body
            page = json.loads(body)
            pages.append(body)
            ids += [attributes_of(entry)[oid] for entry in page["features"]]
            in_geojson = page.get("properties")
            flag = "exceededTransferLimit"
            beside = in_geojson.get(flag) if isinstance(in_geojson, dict) else False
            says_more = bool(page.get(flag) or beside)
            more = (
                bool(page["features"]) and len(ids) <= stated and (len(ids) < stated or says_more)
            )
        if len(ids) != stated or len(set(ids)) != stated:
            raise FetchError(
                f"{source}: {url} sent {len(ids):,} features, {len(set(ids)):,} of them different, "
                f"and says there are {stated:,}; run the same command again"
            )
        return pages

    def _count(self, http: Http, url: str, query: dict[str, str]) -> int:
        params, form = _as_sent({"where": query["where"], "returnCountOnly": "true", "f": "json"})
        source = f"Open Geography Portal {self.layer} {self.key} count"
        body = http.get(url, params, form=form, source=source, accept=accept_count).body
        return int(json.loads(body)["count"])


def choose_with_fields(
    http: Http, settings: Settings, layer: Layer, names: Sequence[str]
) -> tuple[LayerService, dict[str, Any]]:
    """The best service for a layer that has the fields we read, with its definition.

    A higher version is not always the one: 2026-11, of the two lookups from the LSOAs of 2011 one
    is of best fit, without the kind of change. FetchError names what each lacks.
    """
    lacking = []
    for service in ranked(layer, names, settings.ward_year):
        definition = layer_definition(http, settings, service.name)
        absent = absent_fields(layer, service, definition)
        if not absent:
            return service, definition
        lacking.append(f"{service.name}: no field {', '.join(absent)}")
    raise FetchError(f"Open Geography Portal {'; '.join(lacking[:4])}; run `wardwise probe`")


def service_names(http: Http, settings: Settings) -> list[str]:
    """Names of all services of the portal."""
    url = f"{root_url(settings)}?f=json"
    body = http.get_once(
        url, source="Open Geography Portal services", accept=accept_services, hours=RELEASE_HOURS
    )
    return [str(entry["name"]) for entry in json.loads(body)["services"]]


def layer_definition(http: Http, settings: Settings, name: str) -> dict[str, Any]:
    """A layer's fields, page size and last edit."""
    url = f"{root_url(settings)}/{name}/FeatureServer/0?f=json"
    source = f"Open Geography Portal {name}"
    body = http.get_once(url, source=source, accept=accept_definition, hours=RELEASE_HOURS)
    return dict(json.loads(body))


def features(parts: Sequence[RawPart]) -> list[tuple[dict[str, Any], dict[str, Any] | None, str]]:
    """Every feature as (attributes with upper-case names, GeoJSON geometry or None, year)."""
    return [
        (attributes_of(feature), feature.get("geometry"), part.note.detail["year"])
        for part in parts
        for page in part.pages()
        for feature in json.loads(page)["features"]
    ]


def root_url(settings: Settings) -> str:
    return f"{settings.urls['arcgis']}/{ORGANISATION}/arcgis/rest/services"


def _as_sent(asked: dict[str, str]) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """What is asked as parameters of an address, or as a form where that would be too long."""
    return (None, asked) if len(urlencode(asked)) > LONGEST_QUERY else (asked, None)


def _first_field(definition: dict[str, Any]) -> str:
    return str(definition["fields"][0]["name"])


def _edited(definition: dict[str, Any]) -> str:
    about = definition.get("editingInfo")
    stamp = about.get("lastEditDate") if isinstance(about, dict) else None
    try:
        return datetime.fromtimestamp(float(stamp) / 1000, UTC).date().isoformat()  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError):
        return "unknown"
