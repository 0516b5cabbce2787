"""A report's figures as one tidy CSV, a figure a row, with CSVW metadata beside it.

Figures are not rounded. Text that a spreadsheet would run as a formula gets an apostrophe
before it; an empty value says why in `status`. Table, row and measure identify a figure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl

from catalog.tables import TABLES
from catalog.vocabulary.areas import UK_COUNCILS
from catalog.vocabulary.status import MISSING, WITHOUT_VALUE
from presentation import spreadsheet
from reports.content import DataTable, Field, Report
from reports.render.fitting import fitted
from reports.render.paged import made_words, title

FIGURES: Final = "figures.csv"
METADATA: Final = "-metadata.json"  # behind the name of the CSV, where CSVW looks for it
# Column: (CSVW datatype, meaning).
COLUMNS: Final = {
    "table": ("string", "Table of the report"),
    "row": ("integer", "Row of that table, from 1"),
    "gss_code": (
        "string",
        "GSS code of the ward, council or wider area; group for several councils",
    ),
    "gss_name": ("string", "Name of the area"),
    "council_code": ("string", "GSS code of the council that the area is or lies in, if any"),
    "council_name": ("string", "Its name"),
    "geography_vintage": ("string", "Year of the boundaries, where the table says it"),
    "sector_code": ("string", "SIC 2007 code of the figure's sector, or code in a list of sectors"),
    "sector_name": ("string", "Its name"),
    "occupation_code": ("string", "SOC 2020 code of the figure's occupation"),
    "occupation_name": ("string", "Its name"),
    "item_code": ("string", "Code of all that the row is about: sector, occupation or other thing"),
    "item_name": ("string", "Its name"),
    "remark": ("string", "Other text in the row"),
    "measure": ("string", "Column of the indicator table"),
    "measure_name": ("string", "Heading of the figure in the report"),
    "unit": ("string", "Unit of the figure"),
    "period": ("string", "Period as its source names it"),
    "period_start": ("date", "First day, where the period says it"),
    "period_end": ("date", "Last day, where the period says it"),
    "value": ("number", "The figure, not rounded; empty where there is none"),
    "lower": ("number", "Lower end of its 80% interval, where it has one"),
    "upper": ("number", "Upper end of its 80% interval, where it has one"),
    "status": (
        "string",
        "observed, rounded, estimated, nowcast, modelled, partial, suppressed or missing",
    ),
    "source": ("string", "Wardwise table or tables that contain the figure"),
}
KEY: Final = ("table", "row", "measure")
# Columns of frames: (code, name) of the things that rows are about.
ITEMS: Final = (
    ("family", "family_name"), ("series_code", "series_name"), ("skill_code", "skill_name"),
    ("occupation_code", "occupation_name"), ("industry_code", "industry_name"),
    ("variable_code", "variable_name"), ("breakdown_code", "breakdown_name"),
    ("similar_code", "similar_name"), ("index_name", "index_name"),
    ("sector_code", "sector_name"), ("supply_stream", "supply_stream"),
    ("level_code", "level_name"), ("indicator_code", "indicator_name"), ("measure", "figure"),
)  # fmt: skip
# What a figure was measured on comes first: a council's row may have that of a larger area.
PLACES: Final = (
    ("measured_code", "measured_name"), ("ward_code", "ward_name"), ("area_code", "area_name"),
    ("lad_code", "lad_name"),
)  # fmt: skip
VINTAGES: Final = ("ward_vintage", "area_vintage")
BOUNDS: Final = ("lower80", "upper80")  # the ends of names of columns
SPANS: Final = (("base_period", "target_period"), ("period_from", "period_to"))  # of years
UNITS: Final = {column.name: column.unit for t in TABLES.values() for column in t.definitions}
# Text fields with a column of their own in the CSV.
NAMED_COLUMNS: Final = {
    "period",
    "status",
    "unit",
    *(name for pair in (*ITEMS, *PLACES) for name in pair),
}
SECTORS: Final = (("industry_code", "industry_name"), ("sector_code", "sector_name"))
OCCUPATIONS: Final = (("occupation_code", "occupation_name"), ("skill_code", "skill_name"))
SECTOR_FAMILIES: Final = ("jobs_section", "gva_section")  # whose series are sectors
SECTOR_COLUMN: Final = re.compile(r"jobs_([A-Z](?:\+[A-Z])*)")
SOC: Final = re.compile(r"\d{1,4}")
YEAR: Final = re.compile(r"\d{4}")
# The end of a column's name where a table has its councils side by side.
COUNCIL: Final = re.compile(r"_([A-Z]\d{8})$")


def render(report: Report, name: str = FIGURES) -> dict[str, bytes]:
    """The CSV, called `name`, and its metadata, by name; the same report gives the same bytes."""
    report = fitted(report)
    rows = [row for table in report.tables() for row in _figures(table)]
    types: dict[str, pl.DataType] = {"number": pl.Float64(), "integer": pl.Int64()}
    schema = {name: types.get(kind, pl.String()) for name, (kind, _) in COLUMNS.items()}
    frame = spreadsheet.neutralise(pl.DataFrame(rows, schema=schema, orient="row"))
    text = frame.write_csv(null_value="")
    metadata = _metadata(report, name)
    return {name: text.encode("utf-8-sig"), name + METADATA: metadata.encode("utf-8")}


def _figures(table: DataTable) -> Iterator[tuple[Any, ...]]:
    numbers = [field for field in table.fields if field.decimals is not None]
    names = [field.name for field in numbers]
    for row, cells in enumerate(table.frame.iter_rows(named=True), start=1):
        words = (*_item(table, cells), _remark(table, cells))
        for field in numbers:
            if field.name.endswith(BOUNDS):
                continue
            # Bounds belong to the figure that they stand right behind.
            after = names[names.index(field.name) + 1 :][:2]
            has_bounds = len(after) == len(BOUNDS) and all(map(str.endswith, after, BOUNDS))
            lower, upper = (cells[name] for name in after) if has_bounds else (None, None)
            yield (
                table.id, row, *_place(cells, field), *_sector(cells, field),
                *_occupation(cells), *words, field.name,
                field.title, _unit(cells, field), *_period(cells, field),
                cells[field.name], lower, upper, _status(cells, field), table.source,
            )  # fmt: skip


def _place(cells: dict[str, Any], field: Field) -> tuple[str, ...]:
    """Code and name of the figure's area and of its council, and the year of its boundaries."""
    council = COUNCIL.search(field.name)
    if council:
        own = (council[1], field.title)
        return (*own, *own, "")
    code, name = next(((c, n) for c, n in PLACES if cells.get(c)), ("", ""))
    vintage = next((cells[column] for column in VINTAGES if column in cells), "")
    area = (cells.get(code) or "", cells.get(name) or "")
    if "lad_code" in cells:
        of_council = (cells["lad_code"] or "", cells.get("lad_name") or "")
    else:
        of_council = area if area[0][:3] in UK_COUNCILS else ("", "")
    return (*area, *of_council, vintage or "")


def _sector(cells: dict[str, Any], field: Field) -> tuple[str, str]:
    """Code and name of the figure's sector, which may be a row's or a column's; '' for none."""
    if cells.get("family") in SECTOR_FAMILIES and cells.get("series_code"):
        return str(cells["series_code"]), str(cells.get("series_name") or "")
    column = SECTOR_COLUMN.fullmatch(field.name)
    if column:
        return column[1], field.title.removeprefix(f"{column[1]} ")
    return _first(cells, SECTORS)


def _occupation(cells: dict[str, Any]) -> tuple[str, str]:
    """Code and name of the figure's occupation; '' for none. A level is no occupation."""
    code, name = _first(cells, OCCUPATIONS)
    return (code, name) if SOC.fullmatch(code) else ("", "")


def _first(cells: dict[str, Any], columns: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The first pair of columns that the row has a code in."""
    pairs = ((cells[code], cells.get(name)) for code, name in columns if cells.get(code))
    code, name = next(pairs, ("", ""))
    return str(code), str(name or "")


def _item(table: DataTable, cells: dict[str, Any]) -> tuple[str, str]:
    """Code and name of what the row is about: of all of it, where it is a pair of things."""
    pairs = [
        (cells[code], cells[name]) for code, name in ITEMS if cells.get(code) and name in cells
    ]
    codes, names = ("; ".join(str(pair[part]) for pair in pairs) for part in (0, 1))
    return codes, names or str(cells[table.fields[0].name])


def _remark(table: DataTable, cells: dict[str, Any]) -> str:
    """Texts of the row that no other column gives, each with its heading."""
    texts = [
        f"{field.title}: {cells[field.name]}"
        for field in table.fields
        if field.decimals is None and field.name not in NAMED_COLUMNS and cells[field.name]
    ]
    return "; ".join(texts)


def _unit(cells: dict[str, Any], field: Field) -> str:
    """As the report says it, or else the row, or else the catalogue's definition of the column."""
    return field.unit or str(cells.get("unit") or UNITS.get(field.name, ""))


def _period(cells: dict[str, Any], field: Field) -> tuple[str, str | None, str | None]:
    """The figure's own period in words, and its first and last day where it has them.

    A figure that has one never takes the days of its row, which are of another.
    """
    period_column = field.period or (
        f"{field.name}_period" if f"{field.name}_period" in cells else ""
    )
    if isinstance(period_column, str) and (period_column or cells.get("period")):
        name = period_column or "period"
        days = (cells.get(f"{name}_start"), cells.get(f"{name}_end"))
        return _dates(str(cells[name] or ""), *days)
    for first, last in [period_column] if isinstance(period_column, tuple) else SPANS:
        if cells.get(first):
            words = " to ".join(dict.fromkeys((str(cells[first]), str(cells[last]))))
            return words, _dates(str(cells[first]))[1], _dates(str(cells[last]))[2]
    return "", None, None


def _dates(
    period: str, start: object = None, end: object = None
) -> tuple[str, str | None, str | None]:
    """A period with its days; those of a calendar year follow from its name."""
    if not start and not end and YEAR.fullmatch(period):
        return period, f"{period}-01-01", f"{period}-12-31"
    return period, str(start) if start else None, str(end) if end else None


def _status(cells: dict[str, Any], field: Field) -> str:
    """Of the figure; one that its row could not give is missing, whatever the row's own status."""
    status = str(cells.get(field.status or "status") or "")
    return MISSING if cells[field.name] is None and status not in WITHOUT_VALUE else status


def _metadata(report: Report, name: str) -> str:
    """CSV on the Web: columns with types and meanings, and the sources of the run."""
    columns = [
        {"name": name, "titles": name, "datatype": kind, "dc:description": meaning, "null": ""}
        for name, (kind, meaning) in COLUMNS.items()
    ]
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": name,
        "dc:title": title(report),
        "dc:description": f"{made_words(report)}. Councils: {', '.join(report.areas)}.",
        "dc:issued": report.made_on,
        "dc:license": "Open Government Licence v3.0",
        "dc:source": [vars(line) for line in report.sources],
        "rdfs:comment": list(report.notes),
        "tableSchema": {"columns": columns, "primaryKey": list(KEY)},
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
