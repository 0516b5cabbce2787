"""Replies of the Open Geography Portal, each proved to have the shape that is read.

ArcGIS reports errors inside HTTP 200; a proxy or a failing server may put anything in their place.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from etl.clients.http import IncompleteReply, Reply
from etl.clients.replies import read_json

MOST_FEATURES: Final = 10_000_000
# Longitudes and latitudes of the United Kingdom, with room around.
BOX: Final = ((-15.0, 5.0), (48.0, 63.0))


def object_of(reply: Reply) -> dict[str, Any]:
    """The object of a reply. IncompleteReply where it is none, or an error with status 200."""
    content = read_json(reply.body)
    if not isinstance(content, dict):
        raise IncompleteReply("an ArcGIS error: not an object")
    fault = content.get("error")
    if fault:
        about = fault if isinstance(fault, dict) else {"message": fault}
        details = about.get("details")
        more = " ".join(map(str, details)) if isinstance(details, list) else ""
        code = about.get("code")
        final = isinstance(code, int) and 0 < code < 500
        words = f"{about.get('message')} {more}".strip()
        raise IncompleteReply(f"an ArcGIS error {code}: {words[:300]}", final=final)
    return content


def accept_count(reply: Reply) -> None:
    count = object_of(reply).get("count")
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_FEATURES:
        raise IncompleteReply(f"a count of features that is {count!r:.40}")


def accept_services(reply: Reply) -> None:
    _named(object_of(reply), "services")


def accept_definition(reply: Reply) -> None:
    definition = object_of(reply)
    _named(definition, "fields")
    oid = definition.get("objectIdField")
    if oid is not None and not isinstance(oid, str):
        raise IncompleteReply("a layer whose object id is no name")


def _named(content: dict[str, Any], field: str) -> None:
    entries = content.get(field)
    if not isinstance(entries, list) or not entries:
        raise IncompleteReply(f"a reply without {field}")
    if any(not isinstance(one, dict) or not isinstance(one.get("name"), str) for one in entries):
        raise IncompleteReply(f"a reply with {field} that have no name")


def accept_features(wanted: Sequence[str], *, geometry: bool) -> Callable[[Reply], None]:
    """Accepts a page whose features all have fields like those wanted, the first one filled.

    `wanted` are patterns of names in upper case. With `geometry` each must have a shape.
    """

    names: dict[str, str] = {}

    def accept(reply: Reply) -> None:
        features = object_of(reply).get("features")
        if not isinstance(features, list):
            raise IncompleteReply("a reply without features")
        for feature in features:
            if not isinstance(feature, dict):
                raise IncompleteReply(f"a feature that is {feature!r:.40}")
            fault = _attribute_fault(attributes_of(feature), wanted, names)
            if not fault and geometry:
                fault = shape_fault(feature.get("geometry"))
            if fault:
                raise IncompleteReply(f"a feature {fault}")

    return accept


def _attribute_fault(
    attributes: dict[str, Any], wanted: Sequence[str], names: dict[str, str]
) -> str:
    oid, *fields = wanted
    if not isinstance(attributes.get(oid), int | str) or isinstance(attributes.get(oid), bool):
        return f"without its object id {oid}"
    for pattern in fields:
        name = _field_like(pattern, attributes, names)
        if name is None:
            return f"without a field {pattern}"
        value = attributes[name]
        if value is not None and not isinstance(value, str):
            return f"whose {name} is {value!r:.40}"
        if value and name.endswith("CD") and not re.fullmatch(r"[A-Z][A-Z0-9]{2,8}", value.strip()):
            return f"whose {name} is {value!r:.40}"
    return ""


def _field_like(pattern: str, attributes: dict[str, Any], names: dict[str, str]) -> str | None:
    """The field like a pattern; `names` remembers it, as all features of a page have the same."""
    if names.get(pattern) not in attributes:
        like = re.compile(pattern)
        names[pattern] = next((name for name in attributes if like.fullmatch(name)), "")
    return names[pattern] or None


def shape_fault(shape: object) -> str:
    """What keeps a GeoJSON geometry from being a point or areas in Britain; "" if nothing does."""
    if not isinstance(shape, dict) or shape.get("type") not in ("Point", "Polygon", "MultiPolygon"):
        return "without a shape"
    if shape["type"] == "Point":
        return "" if _is_point(shape.get("coordinates")) else "with a point outside Britain"
    areas = shape.get("coordinates")
    if shape["type"] == "Polygon":
        areas = [areas]
    if not isinstance(areas, list) or not areas:
        return "without the shape of an area"
    for area in areas:
        if not isinstance(area, list) or not area:
            return "with an area of no ring"
        for ring in area:
            if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
                return "with a ring that is not closed"
            if not all(map(_is_point, ring)):
                return "with a point outside Britain"
    return ""


def _is_point(point: object) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    return all(
        isinstance(value, int | float) and math.isfinite(value) and low <= value <= high
        for value, (low, high) in zip(point, BOX, strict=False)
    )


def attributes_of(feature: dict[str, Any]) -> dict[str, Any]:
    """Attributes of a feature of either format, by upper-case names."""
    attributes = feature.get("properties") or feature.get("attributes")
    entries = attributes.items() if isinstance(attributes, dict) else ()
    return {str(name).upper(): value for name, value in entries}


def blanks(pages: Sequence[bytes], wanted: Sequence[str]) -> str:
    """In words, how many features have nothing in a field that is read; "" where none has."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for page in pages:
        for feature in json.loads(page)["features"]:
            attributes = attributes_of(feature)
            for pattern in wanted:
                name = _field_like(pattern, attributes, names)
                if name is not None and not str(attributes[name] or "").strip():
                    counts[name] = counts.get(name, 0) + 1
    return "; ".join(f"{count:,} features without {name}" for name, count in counts.items())
