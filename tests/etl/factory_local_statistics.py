"""Replies of Explore Local Statistics made by hand: a list, figures as JSON-stat, neighbours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from factory_nomis import Answer
from factory_ons import Site

BASE = "https://example.org/site/explore-local-statistics/api/v1"
LIST = f"{BASE}/metadata/indicators"
YEARS = ("2023-01-01/P1Y", "2024-01-01/P1Y")
LEEDS, YORK = "E08000035", "E06000014"


def entry(slug: str = "made-rate", **changes: Any) -> dict[str, Any]:
    """What the list says of an indicator."""
    return {
        "slug": slug, "label": f"Label of {slug}", "topic": "economy", "subTopic": "employment",
        "subtitle": "Share of people", "description": "Made up.", "prefix": None, "suffix": "%",
        "subText": None, "decimalPlaces": 1, "standardised": True, "canBeNegative": False,
        "frequency": "annual", "periodFormat": "year", "periodDomain": list(YEARS),
        "valueDomain": [1, 20], "isMultivariate": False, "confidenceIntervals": True, "unit": "%",
        "experimentalStatistic": True, "updated": "2026-04-01", "caveats": ["One.", "Two."],
        "geography": {"year": 2025, "types": ["E06", "E08"], "levels": ["ltla"],
                      "countries": ["E"]},
        "source": [{"name": "Makers", "href": "https://example.org/a", "date": "2026-03-01"},
                   {"name": "Others", "href": "https://example.org/b", "date": "2026-02-01"}],
    } | changes  # fmt: skip


def cube(
    *rows: tuple[float | None, float | None, float | None],
    slug: str = "made-rate",
    areas: Sequence[str] = (YORK, LEEDS),
    periods: Sequence[str] = YEARS,
    status: dict[str, str] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """Figures with their limits, by area and then by period."""
    about = entry(slug)
    members = {"areacd": areas, "period": periods, "measure": ("value", "lci_95", "uci_95")}
    dimension: dict[str, Any] = {
        name: {"category": {"index": {code: at for at, code in enumerate(codes)}}}
        for name, codes in members.items()
    }
    dimension["areacd"]["category"]["label"] = {code: f"Name of {code}" for code in areas}
    return {
        "label": about["label"], "updated": about["updated"], "extension": about,
        "id": list(members), "size": [len(codes) for codes in members.values()],
        "dimension": dimension, "status": status or {},
        "value": [figure for row in rows for figure in row],
    } | changes  # fmt: skip


FOUR = ((5, 4, 6), (5.5, 4.5, 6.5), (7, 6, 8), (None, None, None))


def written(content: object) -> bytes:
    return json.dumps(content).encode()


def data_url(slug: str) -> str:
    asked = "geo=ctry,rgn,cauth,utla,ltla&time=all&measure=value,lci_95,uci_95"
    return f"{BASE}/data.json?indicator={slug}&{asked}&includeNames=true&includeStatus=true"


def neighbours(*codes: str, **changes: Any) -> dict[str, Any]:
    similar = [{"areacd": code, "areanm": f"Name of {code}"} for code in codes]
    return {"key": "global", "label": "All indicators", "similar": similar} | changes


def site(**replies: object) -> Site:
    """A service that has a list of one indicator, and these replies by slug."""
    pages = {
        data_url(slug.replace("_", "-")): Answer(written(one)) for slug, one in replies.items()
    }
    return Site({LIST: Answer(written([entry()]))} | pages)
