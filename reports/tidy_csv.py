"""A report's figures as one tidy CSV, a figure a row, with CSVW metadata beside it.

Figures are whole, not rounded. Text that a spreadsheet would run as a formula gets an apostrophe
before it; an empty value says why in `status`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from reports.content import DataTable, Field, Report
from reports.paged import made_words, title

FIGURES: Final = "figures.csv"
METADATA: Final = "-metadata.json"  # behind the name of the CSV, where CSVW looks for it
FORMULA: Final = re.compile(r"^\s*[=+\-@\t\r]")
# Column: (CSVW datatype, meaning).
COLUMNS: Final = {
    "table": ("string", "Table of the report"),
    "gss_code": (
        "string",
        "GSS code of the ward, council or wider area; group for several councils",
    ),
    "gss_name": ("string", "Name of the area"),
    "geography_vintage": ("string", "Year of the boundaries, where the table says it"),
    "item_code": ("string", "Code of the row's occupation, sector or other thing"),
    "item_name": ("string", "The row in words"),
    "measure": ("string", "Column of the indicator table"),
    "measure_name": ("string", "Heading of the figure in the report"),
    "unit": ("string", "Unit of the figure"),
    "period": ("string", "Period as its source names it"),
    "period_start": ("date", "First day, where the period says it"),
    "period_end": ("date", "Last day, where the period says it"),
    "value": ("number", "The figure, not rounded; empty where there is none"),
    "lower": ("number", "Lower end of its 80 % interval, where it has one"),
    "upper": ("number", "Upper end of its 80 % interval, where it has one"),
    "status": ("string", "observed, rounded, estimated, modelled, partial, suppressed or missing"),
    "source": ("string", "Table or tables of Wardwise that hold the figure"),
}
CODES: Final = ("skill_code", "occupation_code", "industry_code", "series_code", "variable_code",
                "breakdown_code", "similar_code", "family")  # fmt: skip
BOUNDS: Final = ("lower80", "upper80")
PLACES: Final = (("ward_code", "ward_name"), ("area_code", "area_name"), ("lad_code", "lad_name"))
VINTAGES: Final = ("ward_vintage", "area_vintage")


def render(report: Report, name: str = FIGURES) -> dict[str, bytes]:
    """The CSV, called `name`, and its metadata, by name; the same report gives the same bytes."""
    rows = [row for table in report.tables() for row in _figures(table)]
    schema = {
        name: pl.Float64 if kind == "number" else pl.String for name, (kind, _) in COLUMNS.items()
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    text = frame.write_csv(null_value="")
    metadata = _metadata(report, name)
    return {name: text.encode("utf-8-sig"), name + METADATA: metadata.encode("utf-8")}


def _figures(table: DataTable) -> Iterator[tuple[Any, ...]]:
    numbers = [field for field in table.fields if field.decimals is not None]
    names = [field.name for field in numbers]
    for held in table.frame.iter_rows(named=True):
        place = _place(held)
        item = _item(table, held)
        for field in numbers:
            if field.name in BOUNDS:
                continue
            # Bounds belong to the figure that they stand right behind.
            after = names[names.index(field.name) + 1 :][:2]
            lower, upper = (
                (held[name] for name in BOUNDS) if after == list(BOUNDS) else (None, None)
            )
            yield (
                table.id, *place, *item, field.name, field.title, field.unit, *_period(held, field),
                held[field.name], lower, upper, _status(held, field), table.source,
            )  # fmt: skip


def _place(held: dict[str, Any]) -> tuple[str, str, str]:
    code, name = next(((c, n) for c, n in PLACES if c in held), ("", ""))
    vintage = next((held[column] for column in VINTAGES if column in held), "")
    return safe(held.get(code) or ""), safe(held.get(name) or ""), safe(vintage or "")


def _item(table: DataTable, held: dict[str, Any]) -> tuple[str, str]:
    code = next((str(held[column]) for column in CODES if held.get(column)), "")
    words = [str(held[f.name]) for f in table.fields if f.decimals is None and f.name != "status"]
    return safe(code), safe("; ".join(words))


def _period(held: dict[str, Any], field: Field) -> tuple[str, str | None, str | None]:
    """The period in words, and its first and last day where they are known."""
    period = held.get(f"{field.name}_period") or held.get("period")
    if not period and held.get("base_period"):
        base, target = held["base_period"], held["target_period"]
        return f"{base} to {target}", f"{base}-01-01", f"{target}-12-31"
    if "period_from" in held:
        return f"{held['period_from']} to {held['period_to']}", None, None
    start, end = held.get("period_start"), held.get("period_end")
    return safe(str(period or "")), str(start) if start else None, str(end) if end else None


def _status(held: dict[str, Any], field: Field) -> str:
    return str(held.get(field.status or "status") or "")


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _metadata(report: Report, name: str) -> str:
    """CSV on the Web: columns with types and meanings, and the sources of the run."""
    columns = [
        {"name": name, "titles": name, "datatype": kind, "dc:description": meaning, "null": ""}
        for name, (kind, meaning) in COLUMNS.items()
    ]
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": name,
        "dc:title": title(report),
        "dc:description": f"{made_words(report)}. Councils: {', '.join(report.areas)}.",
        "dc:issued": report.made_on,
        "dc:license": "Open Government Licence v3.0",
        "dc:source": [vars(line) for line in report.sources],
        "rdfs:comment": list(report.notes),
        "tableSchema": {"columns": columns},
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
