"""Sites of the councils' registers of brownfield land, from Planning Data (England)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.access import BROWNFIELD
from catalog.vocabulary.counting import count_things
from etl.areas import Areas
from etl.clients.planning import ExpectedSites, SitesQuery, entities_of
from etl.datasets.access.every_council import read_places
from etl.raw import RawPart
from geo.nearby import boxes_around

SOURCE: Final = source(
    Source(
        id="brownfield",
        title="Brownfield land",
        publisher="Ministry of Housing, Communities and Local Government, Planning Data",
        dataset_id="brownfield-land",
        service="planning",
        url="https://www.planning.data.gov.uk/dataset/brownfield-land",
        cadence="irregular",
        caveats=(
            "Councils in England keep these registers; some are old, and there are none for Wales.",
            "A register says that land may suit homes, not that it may be used for a service.",
        ),
    )
)
TABLE: Final = BROWNFIELD
FIELDS: Final = ("entity", "point", "site-address", "hectares", "planning-permission-status")
EXPECTED: Final = (ExpectedSites(SOURCE.dataset_id, (-1.60, 53.77, -1.50, 53.82), FIELDS),)
POINT: Final = re.compile(r"POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)", re.I)


def requests(areas: Areas, settings: Settings) -> Sequence[SitesQuery]:
    """Per council of England: the sites in the box around it."""
    english = [code for code in areas.councils if code.startswith("E")]
    if not english:
        return []
    boxes = boxes_around(read_places("council_boundaries", settings), english)
    return [SitesQuery(code, SOURCE.dataset_id, box, (code,)) for code, box in boxes.items()]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `brownfield`: current sites with a point, each once."""
    return _read(parts)[0]


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """How many sites were left out, and why."""
    return _read(parts)[1]


def _read(parts: Sequence[RawPart]) -> tuple[pl.DataFrame, list[str]]:
    rows, ended, without = [], 0, 0
    today = date.today().isoformat()
    for entity in {str(one.get("entity")): one for one in entities_of(parts)}.values():
        point = POINT.search(_text(entity, "point"))
        if "" < _text(entity, "end-date") <= today:
            ended += 1
        elif point is None or not _is_in_britain(point) or not _text(entity, "entity"):
            without += 1
        else:
            rows.append(_row(entity, float(point[1]), float(point[2])))
    words = (
        (ended, "that left the register"),
        (without, "without a point in Great Britain"),
    )
    frame = pl.DataFrame(rows, schema=TABLE.dtypes, orient="row").sort("site_code")
    return frame, [f"Left out: {count_things(n, 'site')} {what}." for n, what in words if n]


def _is_in_britain(point: re.Match[str]) -> bool:
    return -9 <= float(point[1]) <= 3 and 49 <= float(point[2]) <= 61


def _row(entity: dict[str, Any], long: float, lat: float) -> tuple[Any, ...]:
    name = _text(entity, "site-address") or _text(entity, "name") or _text(entity, "reference")
    # Councils' forms leave commas where a line of an address is blank.
    tidy_name = re.sub(r"(\s*,)+", ",", " ".join(name.split())).strip(" ,")
    dated = max(_text(entity, "entry-date"), _text(entity, "start-date"))
    hectares = _number(_text(entity, "hectares"))
    status = _text(entity, "planning-permission-status")
    return _text(entity, "entity"), tidy_name, long, lat, hectares, status, dated


def _text(entity: dict[str, Any], field: str) -> str:
    value = entity.get(field)
    return "" if value is None else str(value).strip()


def _number(text: str) -> float | None:
    """A size above nought; a register's nought or blank is no size."""
    return float(text) if re.fullmatch(r"\d{1,9}(\.\d+)?", text) and float(text) > 0 else None
