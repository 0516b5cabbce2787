"""Several visitors export at once: each gets the report of the place that was asked for."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import docx
import fastexcel
from pypdf import PdfReader

from catalog.settings import Settings
from reports import files, gap_report
from reports.briefing import ward_briefings

BRADFORD, CALDERDALE, KIRKLEES = "E08000032", "E08000033", "E08000034"
PLACES = ((BRADFORD,), (CALDERDALE,), (KIRKLEES,), (BRADFORD, CALDERDALE), (CALDERDALE, KIRKLEES),
          (BRADFORD, KIRKLEES))  # fmt: skip
FORMS = ("xlsx", "pdf", "html", "csv")


def made(settings: Settings, councils: tuple[str, ...]) -> dict[str, bytes]:
    """Every format for two of the places, all but Word, which takes longest, for the others."""
    report = gap_report.build(
        settings.tables, councils, "Area $x^2$ " + "-".join(councils), made_on="2026-11-26",
        version="0",
    )  # fmt: skip
    forms = ("docx", *FORMS) if councils in PLACES[2:4] else FORMS
    return files.render_files(report, forms, lambda *_: None)


def test_six_who_export_at_once_get_what_each_would_get_alone(prepared: Settings) -> None:
    start = threading.Barrier(len(PLACES), timeout=60)

    def visitor(councils: tuple[str, ...]) -> dict[str, bytes]:
        start.wait()
        return made(prepared, councils)

    with ThreadPoolExecutor(len(PLACES)) as pool:
        together = list(pool.map(visitor, PLACES))
    names = {BRADFORD: "Bradford", CALDERDALE: "Calderdale", KIRKLEES: "Kirklees"}
    for councils, held in zip(PLACES, together, strict=True):
        assert held == made(prepared, councils), councils
        by_form = {name.rpartition(".")[2]: content for name, content in held.items()}
        cover = _cover(by_form["docx"]) if "docx" in by_form else ""
        first = PdfReader(io.BytesIO(by_form["pdf"])).pages[0].extract_text()
        sheets = fastexcel.read_excel(by_form["xlsx"]).sheet_names
        for code, name in names.items():
            inside = code in councils
            assert not cover or (name in cover) == inside
            assert (name in first) == inside
            assert (f"wards-{code}" in sheets) == inside
            assert (f"wards-{code}".encode() in by_form["csv"]) == inside


def _cover(held: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(held)).paragraphs[:4])


def test_briefings_at_once_are_of_their_wards(prepared: Settings) -> None:
    wards = ward_briefings.list_wards(prepared.tables, [BRADFORD])[:6]

    def visitor(ward: str) -> dict[str, bytes]:
        return ward_briefings.render_files(
            prepared.tables, ward, ["html", "pdf"], made_on="2026-11-26", version="0"
        )

    with ThreadPoolExecutor(len(wards)) as pool:
        together = list(pool.map(visitor, wards))
    for ward, held in zip(wards, together, strict=True):
        assert held == visitor(ward)
        assert all(ward.lower() in name for name in held)
