"""Councils' payrolled employees: from the newest edition that has them, found by its link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_nomis import Answer
from factory_ons import Cells, Site, http, links, part, settings
from factory_payrolled import DISTRICTS, UK, workbook

from catalog.schema import check
from etl import raw
from etl.areas import Areas
from etl.clients.files.sheet_links import read_sheet_links
from etl.clients.http import FetchError
from etl.datasets.labour import payrolled_employees as source


def figures(made: pl.DataFrame, code: str) -> list[Any]:
    rows = made.filter(area_code=code, industry_code="total").sort("period")
    return rows.select("payrolled_employees_persons", "status").rows()


BASE = "https://example.org/site"
OLDER = f"{source.PAGE}/current/previous/v40/rtisaoct2022.xlsx"
NEWEST = f"{source.PAGE}/current/rtisadec2022.xlsx"
ONLY_A_LINK: Cells = [
    ["Local authority data is updated on a quarterly basis"],
    ["The next update is on 14 March 2023"],
    [f"https://www.ons.gov.uk/file?uri={OLDER}"],
]


def site(**editions: bytes) -> Site:
    pages = {f"{BASE}{source.PAGE}": links(f"/file?uri={NEWEST}")}
    files = {"newest": NEWEST, "older": OLDER}
    return Site(pages | {f"{BASE}/file?uri={files[n]}": Answer(b) for n, b in editions.items()})


def store_parts(where: Site, root: Path) -> list[raw.RawPart]:
    for query in source.requests(Areas(()), settings(root)):
        received = query.fetch(http(where), settings(root))
        raw.save(received, source="made", key=query.key, areas=(), request="made", root=root)
    return list(raw.parts("made", root))


def test_councils_come_from_the_edition_that_the_newest_links_to(tmp_path: Path) -> None:
    newer = workbook(s19=ONLY_A_LINK, s20=ONLY_A_LINK, s1=[*UK, ["December 2022", 340, 10]])
    parts = store_parts(site(newest=newer, older=workbook()), tmp_path)
    made = check(source.tidy(parts), source.TABLE)
    assert figures(made, "K02000001")[3] == (340, "estimated")
    assert figures(made, "K02000001")[2] == (330, "observed"), "no longer the newest"
    assert figures(made, "E06000014")[2] == (92, "estimated"), "as it was in that edition"
    details = {stored.note.key: stored.note.detail for stored in parts}
    assert details["districts"]["older"] == "rtisaoct2022.xlsx"
    assert "Figures of councils end in November 2022, others later" in source.notes(parts, made)


def test_the_newest_edition_is_taken_where_it_has_councils(tmp_path: Path) -> None:
    where = site(newest=workbook())
    parts = store_parts(where, tmp_path)
    assert figures(source.tidy(parts), "E06000014")[2] == (92, "estimated")
    assert not any(stored.note.detail.get("older") for stored in parts)


def test_an_edition_without_councils_and_without_a_way_to_them_is_an_error(tmp_path: Path) -> None:
    alone = workbook(s19=ONLY_A_LINK[:2])
    query = source.requests(Areas(()), settings(tmp_path))[1]
    with pytest.raises(FetchError, match="no sheet of payrolled employees by district"):
        query.fetch(http(site(newest=alone)), settings(tmp_path))
    circle = workbook(s19=ONLY_A_LINK)
    with pytest.raises(FetchError, match="leads through 4 editions to none"):
        query.fetch(http(site(newest=circle, older=circle)), settings(tmp_path))


def test_a_sheet_without_councils_does_not_take_the_place_of_one_with(tmp_path: Path) -> None:
    older = part(tmp_path, workbook(), key="districts")
    newer = part(tmp_path, workbook(s19=ONLY_A_LINK), key="all")
    assert figures(source.tidy([older, newer]), "E06000014")[0] == (90, "observed")


def test_the_newer_of_two_sheets_of_councils_is_taken(tmp_path: Path) -> None:
    month_more = [*DISTRICTS, ["December 2022", 95, 5, 340]]
    older = part(tmp_path, workbook(), key="districts")
    newer = part(tmp_path, workbook(s19=month_more), key="all")
    for parts in ([older, newer], [newer, older]):
        assert figures(source.tidy(parts), "E06000014")[2:] == [
            (92, "observed"), (95, "estimated"),
        ]  # fmt: skip


def test_links_of_a_sheet_are_its_own() -> None:
    body = workbook(s36=ONLY_A_LINK, s20=[["https://example.org/other"]])
    assert read_sheet_links(body, "36. Employees (NUTS1Sector)", "made.xlsx") == [ONLY_A_LINK[2][0]]
    assert read_sheet_links(body, "20. Median pay (LA)", "made.xlsx") == [
        "https://example.org/other"
    ]
    assert read_sheet_links(body, "19. Employees (LA)", "made.xlsx") == []
    assert read_sheet_links(body, "no such sheet", "made.xlsx") == []
