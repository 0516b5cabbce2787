"""From the sample to one's own council without a terminal, in a browser, against the bench."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import browsing
import pytest
from browsing import Windows
from playwright.sync_api import Page, expect

from catalog import jobs, store
from catalog.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.bench]
YORK = "E06000014"
GET = "Get the rest for York"
MILLISECONDS = 400_000


@pytest.fixture
def data(upstream: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, for servers that ask the bench."""
    for name, url in upstream().urls.items():
        monkeypatch.setenv(f"WARDWISE_{name.upper()}_URL", url)
    monkeypatch.setenv("WARDWISE_PAUSE_SECONDS", "0")
    return tmp_path


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def stop(page: Page) -> Any:
    """Our own button; Streamlit has one of that name while a page runs."""
    return page.locator(".st-key-job_stop button")


def test_york_is_got_from_the_app_stopped_continued_and_shown(
    chromium: str, windows: Windows, data: Path
) -> None:
    page, other = (windows().pages[0] for _ in range(2))
    settings = Settings(data=data)
    with browsing.serving(data) as app:
        browsing.open_map(page, f"{app}/map")
        browsing.settled(page)
        page.get_by_role("combobox", name="Council or area").fill("York")  # of some 300 councils
        page.get_by_role("option", name="York", exact=True).click()
        expect(
            page.get_by_text(re.compile(r"We ask public data services \d+ questions"))
        ).to_be_visible()
        browsing.save_picture(page, "get-york-offer")
        button(page, GET).click()
        expect(page.get_by_text("Getting the figures for York")).to_be_visible()
        expect(page.get_by_text(re.compile(r"[1-9]\d* of \d+ questions answered"))).to_be_visible()
        browsing.save_picture(page, "get-york-progress")

        # Another visitor sees it, and may look at the sample in the meantime.
        browsing.open_map(other, f"{app}/map?area=E08000033")
        expect(other.get_by_text("Getting the figures for York")).to_be_visible()
        stop(other).click()
        expect(button(page, "Continue")).to_be_visible(timeout=60_000)
        fetched = set(settings.raw.glob("*/*.note.json"))
        assert fetched

    # The server is started again: the state is still there.
    with browsing.serving(data) as app:
        page.goto(f"{app}/map?area={YORK}")
        expect(page.get_by_text("stopped. Everything fetched so far is saved")).to_be_visible()
        button(page, "Continue").click()
        expect(stop(page)).to_be_visible()
    # Its server ends, the worker goes on; the next server shows the map when it is there.
    with browsing.serving(data) as app:
        page.goto(f"{app}/map?area={YORK}")
        expect(stop(page)).to_be_visible()
        page.locator(f"{browsing.MAP} canvas").first.wait_for(timeout=MILLISECONDS)
        browsing.await_polygons(page)
        browsing.save_picture(page, "get-york-map")
        expect(page.get_by_text("The figures for York are ready")).to_be_visible(
            timeout=MILLISECONDS
        )
        page.goto(f"{app}/forecasts")
        expect(page.get_by_role("combobox", name="What is forecast")).to_be_visible()
        job = jobs.read_job(settings)
        assert job is not None
        assert job.phase == "done"
        assert fetched <= set(settings.raw.glob("*/*.note.json"))
        wards = store.read("wards", settings.tables)[0]
        assert set(wards["lad_code"]) == {YORK}
