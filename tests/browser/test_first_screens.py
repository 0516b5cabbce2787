"""The first screen of Profile, Sectors and Skills: the map whole with its legend, on a desk."""

from __future__ import annotations

from pathlib import Path

import browsing
import pytest
from browsing import settled
from playwright.sync_api import Page, expect

from catalog.settings import Settings

pytestmark = pytest.mark.browser

BRADFORD = "E08000032"
SCREEN_PX, THREE_SCREENS_PX = 900, 2700
LEGEND = ".map-legend"
HEIGHT = "(document.querySelector('[data-testid=stMain]') || document.body).scrollHeight"


@pytest.fixture(scope="module")
def tables(prepared: Settings) -> Path:
    return prepared.tables


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    settled(page)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)


@pytest.mark.parametrize(
    "place", ["profile", "profile?map=wards", "sectors", "sectors?measured=businesses", "skills"]
)
def test_the_map_and_its_legend_are_whole_on_the_first_screen(
    app: str, page: Page, place: str
) -> None:
    sign = "&" if "?" in place else "?"
    opened(page, f"{app}/{place}{sign}area={BRADFORD}")
    browsing.await_polygons(page, least=500)
    for what in (browsing.MAP, LEGEND):
        box = page.locator(what).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= SCREEN_PX, (what, box)
        assert box["x"] + box["width"] <= 1280, (what, box)
    assert page.evaluate(HEIGHT) <= THREE_SCREENS_PX


def test_table_csv_and_picture_are_one_click_away(app: str, page: Page) -> None:
    opened(page, f"{app}/sectors?area={BRADFORD}")
    page.get_by_role("button", name="Figures and picture: growth").click()
    expect(page.locator("[data-testid=stPopoverBody] [data-testid=stDataFrame]")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the picture (PNG)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the figures (CSV)").click()
    assert "location_quotient" in Path(download.value.path()).read_text("utf-8-sig")


@pytest.mark.parametrize("place", ["profile", "sectors", "skills"])
def test_on_a_phone_the_map_stands_under_the_answer(
    app: str, windows: browsing.Windows, place: str
) -> None:
    page = windows(width=390, height=844, has_touch=True).new_page()
    opened(page, f"{app}/{place}?area={BRADFORD}")
    browsing.await_polygons(page, least=500)
    tops = []
    for what in ("h2", browsing.MAP, "[data-testid=stVegaLiteChart]"):
        box = page.locator(what).first.bounding_box()
        assert box is not None
        tops.append(box["y"])
    assert tops == sorted(tops)
    page.close()
