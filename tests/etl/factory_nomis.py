"""Nomis replies made by hand, and a session that gives prepared answers instead of a network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.clients.http import Http
from etl.raw import RawPart, Received

LAD = ("local authorities: district / unitary (as of April 2023)", 424)
WARD = ("2022 wards", 153)
LSOA21 = ("2021 super output areas - lower layer", 151)
LSOA11 = ("2011 super output areas - lower layer", 298)
MISSING = "These figures are missing."


def row(
    value: float | None,
    *,
    area: str = "E08000033",
    kind: tuple[str, int] = LAD,
    date: str = "2024",
    status: str = "",
    measures: int = 20100,
    **dimensions: tuple[int, str, str],
) -> dict[str, Any]:
    """A row; a dimension is given as (number, name, published code)."""
    name = status or ("Normal Value" if value is not None else MISSING)
    cells: dict[str, Any] = {
        "DATE": date,
        "GEOGRAPHY_NAME": f"Name of {area}",
        "GEOGRAPHY_CODE": area,
        "GEOGRAPHY_TYPE": kind[0],
        "GEOGRAPHY_TYPECODE": kind[1],
        "OBS_VALUE": value,
        "OBS_STATUS": "A" if value is not None else "Q",
        "OBS_STATUS_NAME": name,
    }
    for dimension, (number, label, code) in dimensions.items():
        column = dimension.upper()
        cells |= {column: str(number), f"{column}_NAME": label, f"{column}_CODE": code}
    return cells | {"MEASURES": str(measures), "MEASURES_NAME": "Value"}


def page(rows: Sequence[dict[str, Any]], *, offset: int = 0, total: int | None = None) -> bytes:
    """Rows as Nomis writes them: text quoted, numbers bare, nothing for a missing value."""
    count = len(rows) if total is None else total
    full = [
        cells | {"RECORD_OFFSET": offset + nth, "RECORD_COUNT": count}
        for nth, cells in enumerate(rows)
    ]
    lines = [full[0].keys(), *(cells.values() for cells in full)]
    return "".join(",".join(map(_cell, line)) + "\n" for line in lines).encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f'"{value}"' if isinstance(value, str) else str(value)


def part(
    root: Path, *pages: bytes, council: str = "", key: str = "E08000033", source: str = "made"
) -> RawPart:
    """The pages as a stored part, for a source's tidy."""
    areas = (council,) if council else ()
    received = Received(pages, "https://example.org/made")
    return raw.save(received, source=source, key=key, areas=areas, request="made", root=root)


class Answer:
    """A reply as requests gives it."""

    def __init__(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.body = body
        self.status_code = status
        self.headers = {name.replace("_", "-"): text for name, text in headers.items()}
        self.url = "https://example.org/asked"

    def iter_content(self, size: int) -> Iterator[bytes]:
        yield from (self.body[at : at + size] for at in range(0, len(self.body), size))

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class Session:
    """Gives its answers in order, the last one for ever; an exception among them is raised."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def request(self, _method: str, url: str, **options: Any) -> Answer:
        self.asked.append((url, options.get("params") or {}))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Nomis:
    """A Nomis of prepared pages and codelists, by the tail of the address."""

    def __init__(self, *pages: bytes, **lists: dict[int | str, str]) -> None:
        self.pages = list(pages)
        self.lists = lists
        self.offsets: list[str] = []

    def request(self, _method: str, url: str, **options: Any) -> Answer:
        if url.endswith(".data.csv"):
            self.offsets.append(options["params"].get("RecordOffset", "0"))
            return Answer(self.pages.pop(0) if len(self.pages) > 1 else self.pages[0])
        name = url.rsplit("/", 1)[1].removesuffix(".def.sdmx.json")
        if name.startswith("NM_"):
            return Answer(_definition(list(self.lists)))
        codes = [
            {"value": code, "description": {"value": label}}
            for code, label in self.lists.get(name, {}).items()
        ]
        held = {"codelist": [{"code": codes}]} if codes else None
        return Answer(json.dumps({"structure": {"codelists": held}}).encode())


def _definition(dimensions: list[str]) -> bytes:
    family = {
        "annotations": {
            "annotation": [{"annotationtitle": "LastUpdated", "annotationtext": "2025-10-30"}]
        },
        "components": {"dimension": [{"conceptref": name.upper()} for name in dimensions]},
    }
    return json.dumps({"structure": {"keyfamilies": {"keyfamily": [family]}}}).encode()


def http(session: Any) -> Http:
    """A client that waits for nothing, and asks no address longer than every server takes."""
    return Http(pause_seconds=0.0, backoff_seconds=0.0, session=session, longest_address=1800)


def tidied(
    module: Any, root: Path, rows: list[dict[str, Any]], council: str = "E08000033"
) -> pl.DataFrame:
    """The module's table from one part of one page, checked."""
    return check(module.tidy([part(root, page(rows), council=council)]), module.TABLE)


def cells(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return frame.select(columns).rows()


SETTINGS = Settings()
