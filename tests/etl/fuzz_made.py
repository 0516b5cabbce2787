"""Good replies of every kind of service, spoiled at random, and what the clients make of them.

A spoiled reply must be refused in words, or taken for what it is: the same rows, or one whose value
or name is the spoiled one, or fewer rows and a note that says so.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from nomis_made import LAD, Answer, page, row
from ons_made import book

from catalog.schema import TableError, check
from catalog.settings import Settings
from etl import arcgis, raw
from etl.areas import Areas
from etl.govuk import ArchiveAsk
from etl.http import FetchError, Http, Unproved
from etl.ons import WorkbookAsk
from etl.ons_series import SeriesAsk
from etl.raw import RawError
from etl.sources import (
    adverts,
    aps,
    bres,
    business_demography,
    census_industry,
    claimants,
    gva,
    stock_of_properties,
    vacancies,
)

YORK = "E06000014"
SITE = "https://example.org"
IN_WORDS = (FetchError, TableError, RawError, Unproved)
NOTES = ("not_held", "passed_over", "flagged", "older")
ODD: tuple[Any, ...] = (
    None, "", " ", "²", "x" * 5000, "\x00", "\ud800", -1, 0, 10**30, 1.5, True, [], {}, ["a"],
    {"a": 1}, "1e999", "nan", "2023-99", "E9900000", "<b>", "NaN", "1,2,3", "=1+1", "２０２３",
)  # fmt: skip
Reader = Callable[[list[raw.RawPart]], pl.DataFrame]


@dataclass(frozen=True)
class Case:
    """One question with the good replies it needs, by the end of their addresses."""

    name: str
    ask: Any
    replies: Mapping[str, Any]
    read: Reader


class Service:
    """Gives prepared bodies by the longest end of an address that is known; otherwise 404."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self.bodies = dict(sorted(bodies.items(), key=lambda one: -len(one[0])))

    def request(self, _method: str, url: str, **options: Any) -> Answer:
        params = options.get("params") or {}
        asked = url + ("?count" if "returnCountOnly" in params else "")
        for end, body in self.bodies.items():
            if asked.endswith(end):
                return Answer(body)
        return Answer(b"", 404)


# ---------------------------------------------------------------- good replies


def codelist(labels: Mapping[int | str, str]) -> dict[str, Any]:
    codes = [
        {"value": code, "description": {"value": label}, "annotations": {"annotation": [
            {"annotationtitle": "TypeName", "annotationtext": "type"}]}}
        for code, label in labels.items()
    ]  # fmt: skip
    return {"structure": {"codelists": {"codelist": [{"code": codes}]}}}


def definition(title: str, dimensions: Sequence[str]) -> dict[str, Any]:
    family = {
        "id": "NM_1_1",
        "name": {"value": title},
        "annotations": {
            "annotation": [{"annotationtitle": "LastUpdated", "annotationtext": "2025-10-30"}]
        },
        "components": {"dimension": [{"conceptref": name.upper()} for name in dimensions]},
    }
    return {"structure": {"keyfamilies": {"keyfamily": [family]}}}


def nomis_case(module: Any, title: str, labels: Mapping[str, Mapping[int, str]], date: str) -> Case:
    """The question of a Nomis source for York, with a few members of each dimension."""
    ask = next(one for one in module.asks(Areas((YORK,)), Settings()) if one.key == YORK)
    names = [name for name, _ in ask.members if name != "measures"]
    rows = []
    cells: list[dict[str, Any]] = [{}]
    for name in names:
        cells = [
            cell | {name: (number, label, str(number))}
            for cell in cells
            for number, label in labels[name].items()
        ]
    for nth, cell in enumerate(cells):
        for measure in labels.get("measures", {20100: "Value"}):
            rows.append(
                row(10.0 + nth, area=YORK, kind=LAD, date=date, measures=measure, **cell)
                | {"MEASURES_NAME": labels.get("measures", {20100: "Value"})[measure]}
            )
    lists = {f"{name}.def.sdmx.json": codelist(dict(labels[name])) for name in labels}
    dataset = ask.expected.dataset
    replies = {
        ".data.csv": page(rows),
        f"{dataset}.def.sdmx.json": definition(title, ["geography", *names, "measures"]),
        **lists,
    }
    return Case(module.SOURCE.id, ask, replies, lambda parts: check_made(module, parts))


def check_made(module: Any, parts: list[raw.RawPart]) -> pl.DataFrame:
    return check(module.tidy(parts), module.TABLE)


def nomis_cases() -> list[Case]:
    sections = {37748736: "Total", 150994945: "A : Agriculture", 150994946: "B : Mining"}
    return [
        nomis_case(bres, "BRES", {
            "industry": sections, "employment_status": {1: "Employees", 4: "Employment"},
            "measure": {1: "Count"},
        }, "2024"),
        nomis_case(claimants, "Claimants", {
            "gender": {0: "Total"}, "age": {0: "All categories: Age 16+"},
            "measure": {1: "Claimant count", 2: "Claimants of residents aged 16-64"},
        }, "2026-02"),
        nomis_case(aps, "APS", {
            "variable": {18: "Economic activity rate - aged 16-64",
                         45: "Employment rate - aged 16-64"},
            "measures": {20599: "Variable", 21001: "Numerator", 21002: "Denominator",
                         21003: "Confidence"},
        }, "2025-09"),
        nomis_case(census_industry, "TS060 - Industry", {
            "c2021_ind_88": {0: "Total: All", 1001: "A: Agriculture", 1003: "C: Manufacturing",
                             41: "42 Civil; 43 Special"},
        }, "2021"),
    ]  # fmt: skip


def census_without_finer(cases: list[Case]) -> list[Case]:
    """The census reply holds what is asked for; its codelist has finer categories beside it."""
    made = []
    for case in cases:
        replies = dict(case.replies)
        if case.name == "census_industry":
            text = replies[".data.csv"].decode()
            head, *lines = text.splitlines()
            kept = [line for line in lines if "Civil" not in line]
            kept = [line.rsplit(",", 2)[0] + f",{n},{len(kept)}" for n, line in enumerate(kept)]
            replies[".data.csv"] = "\n".join([head, *kept, ""]).encode()
        made.append(Case(case.name, case.ask, replies, case.read))
    return made


def arcgis_cases() -> list[Case]:
    square = [[[-1.0, 53.0], [-1.0, 53.1], [-1.1, 53.1], [-1.0, 53.0]]]
    services = ["WD_MAY_2025_UK_BGC", "LSOA21_WD25_LAD25_EW_LU", "LAD25_RGN25_EN_LU"]
    listed = {"services": [{"name": name, "type": "FeatureServer"} for name in services]}

    def layer(name: str, fields: Sequence[str], features: list[Any], ask: Any) -> Case:
        about = {
            "fields": [{"name": field} for field in ("FID", *fields)],
            "objectIdField": "FID", "maxRecordCount": 2000,
            "editingInfo": {"lastEditDate": 1_700_000_000_000},
        }  # fmt: skip
        replies = {
            "services?f=json": listed,
            f"{name}/FeatureServer/0?f=json": about,
            f"{name}/FeatureServer/0/query?count": {"count": len(features)},
            f"{name}/FeatureServer/0/query": {"features": features},
        }
        return Case(ask.layer, ask, replies, read_features)

    wards = [
        {"properties": {"FID": n, "WD25CD": f"E0500000{n}", "WD25NM": f"Ward {n}",
                        "LAD25CD": YORK, "LAD25NM": "York"},
         "geometry": {"type": "Polygon", "coordinates": square}}
        for n in range(1, 5)
    ]  # fmt: skip
    regions = [
        {"attributes": {"FID": n, "LAD25CD": f"E0600001{n}", "LAD25NM": f"Council {n}",
                        "RGN25CD": "E12000003", "RGN25NM": "Yorkshire and The Humber"}}
        for n in range(1, 6)
    ]  # fmt: skip
    names = ("WD25CD", "WD25NM", "LAD25CD", "LAD25NM")
    return [
        layer(services[0], names, wards,
              arcgis.Ask(YORK, "wards", geometry=True, of_lads=(YORK,))),
        layer(services[2], ("LAD25CD", "LAD25NM", "RGN25CD", "RGN25NM"), regions,
              arcgis.Ask("regions", "lad_regions")),
    ]  # fmt: skip


def read_features(parts: list[raw.RawPart]) -> pl.DataFrame:
    """What the sources of places read: every feature's codes and names."""
    rows = [
        {name: value for name, value in held.items() if name.endswith(("CD", "NM"))}
        for held, _, _ in arcgis.features(parts)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


PLACE = ["Yorkshire and The Humber", YORK, "York"]
GVA_HEAD = ["ITL1 region", "LA code", "LA name", "SIC07", "SIC07 description", "2022", "2023"]
DISTRICT = [
    "Region",
    "ITL2",
    "Local Authority District",
    "Local Authority Code",
    "Jul-25",
    "Aug-25",
]


def workbook_cases() -> list[Case]:
    def prices(title: str) -> list[list[Any]]:
        lines = [
            [*PLACE, "Total", "All industries", 100, 110],
            [*PLACE, "C (10-33)", "Manufacturing", 20, "[c]"],
            [*PLACE[:1], "E08000035", "Leeds", "Total", "All industries", 900, 910],
        ]
        return [[title], ["One table"], GVA_HEAD, *lines]

    books: list[tuple[Any, Any, dict[str, list[list[Any]]]]] = [
        (gva, gva.EXPECTED[2], {
            "Table 1": prices("Table 1: current prices, pounds million"),
            "Table 2": prices("chained volume measures in 2022 money value, pounds million"),
        }),
        (adverts, adverts.EXPECTED[0], {
            "Table 1": [["Adverts"], ["Country", "Jul-25", "Aug-25"], ["England", 900, 910]],
            "Table 2": [["Adverts"], DISTRICT, ["Y", "N", "York", YORK, 7, 9],
                        ["L", "L", "London", None, 70, 90]],
        }),
        (business_demography, business_demography.EXPECTED[0], {
            **{f"Table {n}.1": [
                [f"Count Of {event} Enterprises For 2024 District"], [None, None, 2023, 2024],
                [YORK, "York", 10, 15], ["E08000035", "Leeds ", 20, 25],
            ] for n, event in enumerate(("Births Of New", "Deaths Of", "Active"), start=1)},
            "Table 5.1": [["Survival Of Newly Born Enterprises District"],
                          [None, None, "2022 Births", "1-year survival", "1-year per cent"],
                          [YORK, "York", 10, 9, 90]],
        }),
    ]  # fmt: skip
    names = {"gva": "localauthoritiestleyorkshire.xlsx", "adverts": "labourdemandbyoccupation.xlsx",
             "business_demography": "businessdemography2024.xlsx"}  # fmt: skip
    made = []
    for module, expected, sheets in books:
        name = names[module.SOURCE.id]
        edition = "tleyorkshire" if module is gva else "2024"
        landing = {
            "description": {"title": "t"},
            "datasets": [{"uri": f"{expected.page}/{edition}"}],
        }
        files = {"description": {"releaseDate": "2026-09-20T23:00:00.000Z"},
                 "downloads": [{"file": name}]}  # fmt: skip
        replies = {
            f"{expected.page}/data": landing,
            f"{edition}/data": files,
            name: sheets,
            expected.page: f'<a href="/file?uri={expected.page}/{edition}/{name}">x</a>'.encode(),
        }
        key = "tle" if module is gva else "all"
        made.append(
            Case(module.SOURCE.id, WorkbookAsk(key, expected), replies,
                 lambda parts, module=module: check_made(module, parts))  # type: ignore[misc]
        )  # fmt: skip
    return made


def other_cases() -> list[Case]:
    about = {"title": "UK Vacancies (thousands) - Total", "cdid": "AP2Y",
             "date": "2026 APR", "releaseDate": "2026-06-16T00:00:00.000Z",
             "nextRelease": "16 July 2026"}  # fmt: skip
    months = [
        {"date": f"2026 {name[:3].upper()}", "year": "2026", "month": name,
         "label": f"2026 {window}", "value": value}
        for name, window, value in (
            ("February", "JAN-MAR", "700"), ("March", "FEB-APR", "1,710"),
            ("April", "MAR-MAY", "720"),
        )
    ]  # fmt: skip
    series = SeriesAsk("total", vacancies.EXPECTED[0])
    stock = (
        "geography,area_code,area_name,2025,2026\nLAUA,E06000014,York,[c],20\n"
        "LAUA,E08000035,Leeds,30,40\nREGL,E12000003,Yorkshire,50,60\n"
    )
    collection = stock_of_properties.EXPECTED[0]
    zipped = "media/ndr_stock_of_properties_2026.zip"
    return [
        Case("vacancies", series, {"/lms/data": {"description": about, "months": months}},
             lambda parts: check_made(vacancies, parts)),
        Case("stock_of_properties", ArchiveAsk("all", collection), {
            collection.collection: f'<a href="{collection.release}-2026">x</a>'.encode(),
            f"{collection.release}-2026": f'<a href="{SITE}/{zipped}">x</a>'.encode(),
            zipped: {"zip": {"table_SOP3_1.csv": stock, "table_SOP3_2.csv": stock}},
        }, lambda parts: check_made(stock_of_properties, parts)),
    ]  # fmt: skip


def cases() -> list[Case]:
    return [
        *census_without_finer(nomis_cases()), *arcgis_cases(), *workbook_cases(), *other_cases(),
    ]  # fmt: skip


# ---------------------------------------------------------------- spoiling


def body_of(reply: Any) -> bytes:
    """A reply as bytes: JSON, a workbook of sheets, a zip of texts, or bytes already."""
    if isinstance(reply, bytes):
        return reply
    if isinstance(reply, dict) and set(reply) == {"zip"}:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as made:
            for name, text in reply["zip"].items():
                made.writestr(name, text.encode("utf-8", "surrogatepass"))
        return held.getvalue()
    if isinstance(reply, dict) and all(isinstance(rows, list) for rows in reply.values()) and (
        all(isinstance(line, list) for rows in reply.values() for line in rows)
    ):  # fmt: skip
        return book(
            {name: [list(map(_cell, line)) for line in rows] for name, rows in reply.items()}
        )
    return json.dumps(reply).encode()


def _cell(value: Any) -> Any:
    """What a worksheet can hold of a value."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()[:30000].replace("\x00", "?")
    return value if isinstance(value, int | float | None) else str(value)


def spoil(reply: Any, rng: random.Random) -> bytes:
    """The reply with one thing of it changed."""
    if rng.random() < 0.25:
        return _bytes_spoiled(body_of(reply), rng)
    if isinstance(reply, bytes):
        opening = reply.lstrip()[:1]
        return _csv_spoiled(reply, rng) if opening == b'"' else _bytes_spoiled(reply, rng)
    changed = copy.deepcopy(reply)
    if set(changed) == {"zip"}:
        name = rng.choice(list(changed["zip"]))
        changed["zip"][name] = _csv_spoiled(changed["zip"][name].encode(), rng).decode(
            "utf-8", "surrogatepass"
        )
    else:
        _node_spoiled(changed, rng)
    return body_of(changed)


def _bytes_spoiled(body: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(body) or 1)
    length = rng.choice((1, 1, 1, 4, 40))
    return rng.choice((
        body[:at] + bytes([rng.randrange(256)]) + body[at + 1 :],
        body[:at] + body[at + length :],
        body[:at] + body[at : at + length] * 2 + body[at + length :],
        body[:at],
        b"",
    ))  # fmt: skip


def _csv_spoiled(body: bytes, rng: random.Random) -> bytes:
    table = list(csv.reader(io.StringIO(body.decode())))
    # Nothing tells of a line that is gone from a file without a count, nor of a whole year.
    counted = b"RECORD_COUNT" in body
    what = rng.randrange(5) if counted else rng.choice((0, 3, 4))
    line = rng.randrange(len(table))
    column = rng.randrange(len(table[0]))
    if what == 0:
        table[0][column] += "c"
    elif what == 1:
        table = [[cell for at, cell in enumerate(cells) if at != column] for cells in table]
    elif what == 2:
        table = [cells for at, cells in enumerate(table) if at != line]
    elif what == 3:
        table.insert(line, table[line])
    else:
        odd = str(rng.choice(ODD))
        table[line][column] = odd if rng.random() < 0.6 else table[line][column][:-1]
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for cells in table:
        writer.writerow(cells)
    return made.getvalue().replace('""', "").encode("utf-8", "surrogatepass")


def _node_spoiled(held: Any, rng: random.Random) -> None:
    """Goes down to a node at random, and removes, renames or replaces something there.

    Whole rows stay: nothing tells of one that is gone from a file without a count.
    """
    while True:
        keys = list(held) if isinstance(held, dict) else list(range(len(held)))
        if not keys:
            return
        key = rng.choice(keys)
        below = held[key]
        if isinstance(below, dict | list) and below and rng.random() < 0.85:
            held = below
            continue
        what = rng.randrange(4)
        is_row = isinstance(held, list) and isinstance(below, list | dict)
        if what == 0 and not is_row:
            del held[key]
        elif what == 1 and isinstance(held, dict):
            held[f"{key}c"] = held.pop(key)
        elif what == 2 and isinstance(below, str) and below:
            held[key] = below[:-1] + rng.choice("0Xé²")
        else:
            held[key] = rng.choice(ODD)
        return


# ---------------------------------------------------------------- what is made of it


@dataclass(frozen=True)
class Verdict:
    """What came of a spoiled reply: 'refused', 'same', 'changed', 'said', or what must not be."""

    kind: str
    words: str = ""


def outcome(case: Case, bodies: Mapping[str, bytes]) -> tuple[pl.DataFrame, dict[str, str]]:
    """The table and notes made of these replies. Raises what the clients raise."""
    folder = Path(tempfile.mkdtemp())
    try:
        urls = dict.fromkeys(("nomis", "arcgis", "ons", "govuk"), SITE)
        settings = Settings(data=folder, urls=urls, ward_year="")
        client = Http(pause_seconds=0.0, backoff_seconds=0.0, attempts=2,
                      session=Service(bodies))  # type: ignore[arg-type]  # fmt: skip
        received = case.ask.fetch(client, settings)
        raw.save(received, source="made", key=case.ask.key, areas=case.ask.areas,
                 asked="made", root=folder)  # fmt: skip
        parts = list(raw.parts("made", folder))
        return case.read(parts), parts[0].note.detail
    finally:
        shutil.rmtree(folder)


def verdict(
    case: Case, good: tuple[pl.DataFrame, dict[str, str]], bodies: Mapping[str, bytes]
) -> Verdict:
    """What came of these replies, beside the table and the notes of the good ones."""
    expected, usual = good
    try:
        frame, notes = outcome(case, bodies)
    except IN_WORDS as error:
        return Verdict("refused", str(error))
    except Exception as error:
        return Verdict("TRACEBACK", f"{type(error).__name__}: {error}")
    if frame.equals(expected):
        return Verdict("same")
    if frame.height >= expected.height and frame.columns == expected.columns:
        return Verdict("changed")
    said = [notes[name] for name in NOTES if notes.get(name, "") != usual.get(name, "")]
    if said:
        return Verdict("said", "; ".join(said))
    return Verdict("LOST ROWS", f"{expected.height - frame.height} rows")


def run(count: int, seed: int) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Spoils so many replies; how often each verdict by case, and what must not be, in words."""
    rng = random.Random(seed)
    found: Counter[tuple[str, str]] = Counter()
    wrong = []
    made = cases()
    good = {}
    for case in made:
        bodies = {end: body_of(reply) for end, reply in case.replies.items()}
        good[case.name] = (bodies, outcome(case, bodies))
    for nth in range(count):
        case = made[nth % len(made)]
        bodies, expected = good[case.name]
        end = rng.choice(list(bodies))
        spoiled = bodies | {end: spoil(case.replies[end], rng)}
        result = verdict(case, expected, spoiled)
        found[case.name, result.kind] += 1
        if result.kind.isupper():
            wrong.append(f"{case.name} {end} #{nth}: {result.kind} {result.words[:300]}")
    return found, wrong
