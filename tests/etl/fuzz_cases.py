"""Good replies of every kind of service, for a test to spoil."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from factory_nomis import LAD, page, row
from fuzz_local_cases import local_cases

from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients.arcgis import client
from etl.clients.govuk import ArchiveQuery
from etl.clients.ons.time_series import SeriesQuery
from etl.clients.ons.workbooks import WorkbookQuery
from etl.datasets.business import business_demography
from etl.datasets.census import census_industry
from etl.datasets.labour import adverts, aps, bres, claimants, vacancies
from etl.datasets.output import gva
from etl.datasets.premises import stock_of_properties

YORK = "E06000014"
SITE = "https://example.org"
Reader = Callable[[list[raw.RawPart]], pl.DataFrame]


@dataclass(frozen=True)
class Case:
    """One question with the good replies it needs, by the end of their addresses."""

    name: str
    ask: Any
    replies: Mapping[str, Any]
    read: Reader


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
    ask = next(one for one in module.requests(Areas((YORK,)), Settings()) if one.key == YORK)
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
              client.Query(YORK, "wards", geometry=True, of_lads=(YORK,))),
        layer(services[2], ("LAD25CD", "LAD25NM", "RGN25CD", "RGN25NM"), regions,
              client.Query("regions", "lad_regions")),
    ]  # fmt: skip


def read_features(parts: list[raw.RawPart]) -> pl.DataFrame:
    """What the sources of places read: every feature's codes and names."""
    rows = [
        {name: value for name, value in held.items() if name.endswith(("CD", "NM"))}
        for held, _, _ in client.features(parts)
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
            Case(module.SOURCE.id, WorkbookQuery(key, expected), replies,
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
    series = SeriesQuery("total", vacancies.EXPECTED[0])
    stock = (
        "geography,area_code,area_name,2025,2026\nLAUA,E06000014,York,[c],20\n"
        "LAUA,E08000035,Leeds,30,40\nREGL,E12000003,Yorkshire,50,60\n"
    )
    collection = stock_of_properties.EXPECTED[0]
    zipped = "media/ndr_stock_of_properties_2026.zip"
    return [
        Case("vacancies", series, {"/lms/data": {"description": about, "months": months}},
             lambda parts: check_made(vacancies, parts)),
        Case("stock_of_properties", ArchiveQuery("all", collection), {
            collection.collection: f'<a href="{collection.release}-2026">x</a>'.encode(),
            f"{collection.release}-2026": f'<a href="{SITE}/{zipped}">x</a>'.encode(),
            zipped: {"zip": {"table_SOP3_1.csv": stock, "table_SOP3_2.csv": stock}},
        }, lambda parts: check_made(stock_of_properties, parts)),
    ]  # fmt: skip


def cases() -> list[Case]:
    return [
        *census_without_finer(nomis_cases()), *arcgis_cases(), *workbook_cases(), *other_cases(),
        *(Case(*one) for one in local_cases()),
    ]  # fmt: skip
