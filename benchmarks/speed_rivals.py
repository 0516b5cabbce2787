"""The same work as ours with the tools that people use, as they would write it."""

from __future__ import annotations

import io
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl

from geo.boundaries import to_geodataframe


def census_pandas(counts: pd.DataFrame, wards: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """ward_code, measure and value: a census table's total by ward, each category as % of it."""
    rows = counts[(counts.area_type == "ward") & counts.qualification_code.isin([*names, "total"])]
    rows = rows.rename(columns={"area_code": "ward_code"})
    key = ["ward_code", "period"]
    totals = rows.loc[rows.qualification_code == "total", [*key, "residents_persons"]]
    totals = totals.rename(columns={"residents_persons": "total"})
    joined = rows.merge(totals, on=key, how="left", validate="m:1").merge(
        wards[["ward_code"]], on="ward_code", how="inner", validate="m:1"
    )
    is_total = joined.qualification_code == "total"
    share = (100 * joined.residents_persons / joined.total).clip(upper=100.0)
    code = "residents_qualification_" + joined.qualification_code + "_pct"
    return pd.DataFrame(
        {
            "ward_code": joined.ward_code,
            "measure": np.where(is_total, "residents_adults_persons", code),
            "value": np.where(is_total, joined.residents_persons, share),
        }
    )


def locate_geopandas(points: pl.DataFrame, wards: pl.DataFrame) -> list[str | None]:
    """The ward of each point by `sjoin`; of two that share a border, the first by code."""
    shapes = to_geodataframe(wards.select("ward_code", "geometry_wkb"))
    frame = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(points["long"], points["lat"]), crs=shapes.crs
    )
    joined = gpd.sjoin(frame, shapes, how="left", predicate="intersects")
    first = joined.sort_values("ward_code").groupby(level=0).ward_code.first()
    return [None if pd.isna(code) else str(code) for code in first.sort_index()]


def read_workbook(content: bytes) -> dict[str, list[list[tuple[Any, str]]]]:
    """Value and number format of every cell by sheet."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    return {
        sheet.title: [[(cell.value, cell.number_format) for cell in row] for row in sheet.rows]
        for sheet in book
    }


def write_openpyxl(sheets: dict[str, list[list[tuple[Any, str]]]]) -> bytes:
    """The same sheets with openpyxl: values and number formats, without charts or other styles."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for at, row in enumerate(rows, 1):
            for place, (value, form) in enumerate(row, 1):
                if value is not None:
                    cell = sheet.cell(at, place)
                    cell.value, cell.number_format = value, form
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read_document(content: bytes) -> list[dict[str, Any]]:
    """Paragraphs and tables of a Word document, in order, as texts."""
    from docx import Document
    from docx.table import Table

    blocks: list[dict[str, Any]] = []
    for part in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            # A row's own cells: python-docx's table.cell(...) walks the table for each.
            rows = [["".join(node.text or "" for node in cell.iter() if node.tag.endswith("}t"))
                     for cell in row._tr.tc_lst] for row in part.rows]  # fmt: skip
            blocks.append({"text": "", "rows": rows})
        elif part.text.strip():
            blocks.append({"text": part.text, "rows": []})
    return blocks


def docxtpl_template() -> bytes:
    """A template as its users write it: a paragraph or a table a block."""
    from docx import Document

    document = Document()
    for line in ("{%p for block in blocks %}", "{%p if block.text %}", "{{ block.text }}",
                 "{%p else %}"):  # fmt: skip
        document.add_paragraph(line)
    table = document.add_table(3, 3)
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    table.cell(1, 0).text = "{%tc for cell in row %}"
    table.cell(1, 1).text = "{{ cell }}"
    table.cell(1, 2).text = "{%tc endfor %}"
    table.cell(2, 0).text = "{%tr endfor %}"
    for line in ("{%p endif %}", "{%p endfor %}"):
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def write_docxtpl(template: bytes, blocks: list[dict[str, Any]]) -> bytes:
    """The same paragraphs and tables with docxtpl."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render({"blocks": blocks}, autoescape=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
