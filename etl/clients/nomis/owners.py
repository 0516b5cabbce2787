"""Whose a small area is, where Nomis has answered for those of several councils at once.

A reply does not say which council each area was asked for. LSOAs and MSOAs have the name of their
council in their own; of wards the Open Geography Portal lists the councils.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Final
from urllib.parse import urlencode

import polars as pl

from catalog import store
from catalog.settings import SAMPLE, Settings
from etl import raw
from etl.clients.arcgis.client import layer_definition, root_url, service_names
from etl.clients.arcgis.layers import (
    LAYERS,
    LayerService,
    absent_fields,
    candidates,
    ward_year,
)
from etl.clients.arcgis.replies import accept_features, attributes_of
from etl.clients.http import FetchError, Http
from etl.clients.kept import CODES_HOURS
from etl.clients.nomis.cells import region_by_council
from etl.gazetteer import Gazetteer

# "Bradford 016A" of an LSOA, "Bradford 016" of an MSOA; some tables put the code before it.
NAME: Final = re.compile(r"(?:[A-Z]\d{8} ?: ?)?(.+?) \d{3}[A-Z]?")
# 2026-11: of 35,672 LSOAs of 2021 one, and of 34,753 of 2011 four have the name of the council next
# to theirs, after its border was moved. Of 2021 it is told by a list of those of the first of these
# councils. Those of 2011, by neighbours, are always asked for alone.
TOLD_BY_LIST: Final[Mapping[object, tuple[str, str]]] = {
    151: ("E07000177", "E06000062"),
    152: ("E07000177", "E06000062"),
}
NAMED_OTHERWISE: Final[Mapping[object, tuple[frozenset[str], ...]]] = {
    298: (
        frozenset({"E06000057", "E08000037"}),
        frozenset({"E07000240", "E07000241", "E07000242", "E07000243"}),
    ),
}
# Of a feature, without its boundary.
PROPERTIES: Final = re.compile(rb'"properties"\s*:\s*(\{"[^{}]*\})')
IN_ENGLAND_AND_WALES: Final = "LAD{yy}CD LIKE 'E%' OR LAD{yy}CD LIKE 'W%'"


def is_told_by_name(area_type: object, areas: Collection[str]) -> bool:
    """Whether the names of small areas tell whether they are in these councils or regions."""
    for neighbours in NAMED_OTHERWISE.get(area_type, ()):
        regions = {region_by_council().get(council, "") for council in neighbours}
        across = regions & set(areas) if len(regions) > 1 else set()
        if neighbours & set(areas) or across:
            return False
    return True


def owners_by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Of LSOAs or MSOAs (code: name) those whose name tells their council of today: its code."""
    owners = {}
    for code, name in names.items():
        matched = NAME.fullmatch(name.strip())
        council = _council_called(matched[1]) if matched else ""
        if council:
            owners[code] = council
    return owners


def settle_border(
    owners: Mapping[str, str],
    area_type: object,
    list_areas: Callable[[str], pl.DataFrame],
    asked: Collection[str] | None = None,
) -> dict[str, str]:
    """The owners by name, but of two councils between which a border was moved by a list of one's.

    `list_areas` lists the small areas of a council, as `codelists.codelist` does. FetchError where
    there is no list. `asked` are the councils that matter, where these are not all.
    """
    listed, other = TOLD_BY_LIST.get(area_type, ("", ""))
    if not {listed, other} & set(owners.values() if asked is None else asked):
        return dict(owners)
    inside = set(list_areas(listed)["gss"])
    if not inside:
        raise FetchError(f"Nomis lists no small areas of {listed}")
    return {
        area: council if council not in (listed, other) else listed if area in inside else other
        for area, council in owners.items()
    }


@cache
def _council_called(name: str) -> str:
    """The one council of today that a name, or a former council's, stands for; else ""."""
    found = _gazetteer().by_name(name)
    return found[0][0] if found and len(found[0]) == 1 else ""


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer(store.read("councils", SAMPLE)[0], store.read("lad_changes", SAMPLE)[0])


def owners_of_wards(http: Http, settings: Settings, wards: Collection[str]) -> dict[str, str]:
    """Of wards those that the portal has: the code that their council had in that year.

    Most are in the boundaries that were fetched. Nomis' newest wards may be older or newer than
    those, so the layers of the portal are gone through until every ward is found: a few pages each,
    without boundaries, once a week.
    """
    found: dict[str, str] = {}
    with suppress(raw.RawError):  # of a damaged part: its wards are looked for in the portal
        found |= {ward: council for ward, council in _wards_held(settings) if ward in wards}
    if len(found) == len(set(wards)):
        return found
    try:
        services = _ward_services(service_names(http, settings), settings.ward_year)
    except FetchError:
        return found  # whoever's wards are not found is asked for alone
    for service in services:
        lacking = set(wards) - set(found)
        if not lacking:
            break
        try:
            every = _wards_of(service, http, settings)
        except FetchError:
            continue
        found |= {ward: every[ward] for ward in lacking & set(every)}
    return found


def _wards_held(settings: Settings) -> Iterator[tuple[str, str]]:
    """Each ward whose boundary was fetched, with its council's code in that year."""
    for source in ("wards_2022", "wards"):
        for part in raw.parts(source, settings.raw):
            year = part.note.detail.get("year", "")
            for page in part.pages():
                for text in PROPERTIES.findall(page):
                    properties = json.loads(text)
                    ward, council = (properties.get(f"{name}{year}CD") for name in ("WD", "LAD"))
                    if ward and council:
                        yield str(ward), str(council)


def _ward_services(names: Sequence[str], pinned: str) -> list[LayerService]:
    """The best service of wards of each year: our wards, then 2022, then from the newest."""
    every = [*candidates(LAYERS["wards"], names), *candidates(LAYERS["wards_2022"], names)]
    of_year = {service.year: service for service in every}  # the best of a year comes last
    first = (ward_year(names, pinned), "22")
    return sorted(of_year.values(), key=lambda one: (one.year in first, one.year), reverse=True)


def _wards_of(service: LayerService, http: Http, settings: Settings) -> dict[str, str]:
    definition = layer_definition(http, settings, service.name)
    if absent_fields(LAYERS["wards"], service, definition):
        return {}
    ward, council = (f"{name}{service.year}CD" for name in ("WD", "LAD"))
    oid = str(definition.get("objectIdField") or definition["fields"][0]["name"])
    asked = {
        "where": IN_ENGLAND_AND_WALES.format(yy=service.year),
        "outFields": f"{oid},{ward},{council}",
        "returnGeometry": "false",
        "orderByFields": oid,
        "f": "json",
    }
    url = f"{root_url(settings)}/{service.name}/FeatureServer/0/query"
    accept = accept_features((oid.upper(), ward, council), geometry=False)
    owners: dict[str, str] = {}
    received = 0
    while True:
        page = f"{url}?{urlencode(asked | {'resultOffset': str(received)})}"
        source = f"Open Geography Portal {service.name}, wards and their councils"
        body = http.get_once(page, source=source, accept=accept, hours=CODES_HOURS)
        features = json.loads(body)["features"]
        attributes = [attributes_of(feature) for feature in features]
        owners |= {str(one[ward]): str(one[council]) for one in attributes}
        received += len(features)
        if not features or not json.loads(body).get("exceededTransferLimit"):
            return owners
