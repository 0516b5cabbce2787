"""Workbooks made by hand, and a website of prepared pages instead of a network."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from factory_nomis import Answer

from catalog.settings import Settings
from etl import raw
from etl.clients.http import Http
from etl.raw import RawPart, Received

Cells = Sequence[Sequence[Any]]


def book(sheets: Mapping[str, Cells]) -> bytes:
    """A workbook of these sheets; None leaves a cell blank, a date becomes a real date cell."""
    held = io.BytesIO()
    workbook = xlsxwriter.Workbook(held, {"in_memory": True})
    month = workbook.add_format({"num_format": "mmm-yy"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(down, across, cell, month)
                elif cell is not None:
                    sheet.write(down, across, cell)
    workbook.close()
    return held.getvalue()


class Site:
    """A website as a session: each address has its answers in order, the last one for ever."""

    def __init__(self, pages: Mapping[str, Sequence[Answer] | Answer]) -> None:
        self.pages = {
            url: [answer] if isinstance(answer, Answer) else list(answer)
            for url, answer in pages.items()
        }
        self.asked: list[str] = []

    def request(self, _method: str, url: str, **_options: Any) -> Answer:
        self.asked.append(url)
        answers = self.pages.get(url, [Answer(b"<h1>Page not found</h1>", 404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]


def http(site: Site) -> Http:
    return Http(pause_seconds=0.0, backoff_seconds=0.0, session=site)  # type: ignore[arg-type]


def settings(root: Path) -> Settings:
    return Settings(data=root, urls=dict.fromkeys(("ons", "govuk"), "https://example.org/site"))


def links(*hrefs: str, text: str = "") -> Answer:
    """A page of links, with some words after them."""
    return Answer(
        "".join(f'<a class="btn" href="{href}">File</a>' for href in hrefs).encode() + text.encode()
    )


def part(root: Path, body: bytes, *, key: str = "all") -> RawPart:
    """These bytes as a stored part, for a source's tidy."""
    received = Received((body,), "https://example.org/made", detail={"file": "made.xlsx"})
    return raw.save(received, source="made", key=key, areas=(), request="made", root=root)
