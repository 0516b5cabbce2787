"""The report and the briefing as web pages, in a real browser: accessible, and no wider than it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from catalog.settings import Settings
from reports import files, gap_report
from reports.briefing import ward_briefings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("reports")
    report = gap_report.build(
        prepared.tables, ["E08000033"], "", made_on="2026-11-23", version="0.1.0"
    )
    written = files.write(report, ["html"], folder, lambda *_: None)
    return written + ward_briefings.write(
        prepared.tables, "E05001341", ["html"], folder, made_on="2026-11-23", version="0.1.0"
    )


def test_they_pass_axe_ask_for_nothing_and_fit_a_phone(chromium: str, pages: list[Path]) -> None:
    with sync_playwright() as room:
        browser = room.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for page_file in pages:
            page = browser.new_page(viewport={"width": 390, "height": 800})
            requested: list[Any] = []
            page.on("request", lambda request, text=requested: text.append(request.url))
            page.goto(page_file.as_uri())
            violations = Axe().run(page).response["violations"]
            assert [each["id"] for each in violations] == [], page_file.name
            assert requested == [page_file.as_uri()]
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 390, page_file.name
            page.close()
        browser.close()
