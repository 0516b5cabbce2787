"""The page of sectors on the embedded sample: a click picks a sector, and its link reopens it."""

from __future__ import annotations

import re
from pathlib import Path

import browsing
import pytest
from browsing import settled
from playwright.sync_api import BrowserContext, Locator, Page, expect

from catalog.settings import Settings
from views.parts.sectors_screen import ROW_PX

pytestmark = pytest.mark.browser

BRADFORD = "E08000032"
HEAD_PX, TICK_PX = 36, 17  # of the list: its heading, and how far in the mark of a row lies


@pytest.fixture(scope="module")
def tables(prepared: Settings) -> Path:
    return prepared.tables


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name="Sectors")).to_be_visible()
    settled(page)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)


def detail(page: Page) -> Locator:
    """The heading of the sector in detail."""
    return page.get_by_role("heading", level=2, name=re.compile(", Bradford$"))


def test_a_mark_of_the_quadrant_picks_its_sector_and_the_link_reopens_it(
    app: str, window: BrowserContext, page: Page
) -> None:
    opened(page, f"{app}/sectors?area={BRADFORD}")
    page.get_by_label(re.compile("^Manufacturing: ")).click()
    expect(detail(page)).to_have_text("Manufacturing, Bradford")
    expect(page).to_have_url(re.compile("sector=C"))
    settled(page)
    other = window.new_page()
    opened(other, page.url)
    expect(detail(other)).to_have_text("Manufacturing, Bradford")
    other.close()


def test_a_row_of_the_list_picks_its_sector_and_a_mark_then_another(app: str, page: Page) -> None:
    opened(page, f"{app}/sectors?area={BRADFORD}")
    first = detail(page).inner_text()
    listed = page.locator("[data-testid=stDataFrame]").first
    listed.scroll_into_view_if_needed()
    box = listed.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + TICK_PX, box["y"] + HEAD_PX + 1.5 * ROW_PX)
    expect(detail(page)).not_to_have_text(first)
    settled(page)
    page.get_by_label(re.compile("^Manufacturing: ")).click()
    expect(detail(page)).to_have_text("Manufacturing, Bradford")


def test_the_open_tab_is_in_the_link(app: str, window: BrowserContext, page: Page) -> None:
    opened(page, f"{app}/sectors?area={BRADFORD}&sector=C")
    page.get_by_role("tab", name="Businesses").click()
    expect(page.get_by_role("heading", level=3, name="Manufacturing: ").first).to_be_visible()
    expect(page).to_have_url(re.compile("tab=businesses"))
    other = window.new_page()
    opened(other, page.url)
    expect(other.get_by_role("tab", name="Businesses")).to_have_attribute("aria-selected", "true")
    other.close()


def test_the_former_address_opens_the_page_with_what_its_link_asked_for(
    app: str, page: Page
) -> None:
    page.goto(f"{app}/emerging?area={BRADFORD}&level=sector&sector=C")
    expect(page.get_by_role("heading", level=1, name="Sectors")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/sectors\?"))
    expect(detail(page)).to_have_text("Manufacturing, Bradford")


def test_one_screen_has_the_answer_the_quadrant_the_list_and_the_map(app: str, page: Page) -> None:
    opened(page, f"{app}/sectors?area={BRADFORD}")
    browsing.await_polygons(page, least=500)
    for what in ("[data-testid=stVegaLiteChart]", "[data-testid=stDataFrame]", browsing.MAP):
        box = page.locator(what).first.bounding_box()
        assert box is not None
        assert box["y"] + 200 <= 900, what
        assert box["x"] + box["width"] <= 1280, what


def test_on_a_phone_the_map_comes_before_the_list(app: str, windows: browsing.Windows) -> None:
    page = windows(width=390, height=844, has_touch=True).new_page()
    opened(page, f"{app}/sectors?area={BRADFORD}")
    browsing.await_polygons(page, least=500)
    places = []
    for what in (browsing.MAP, "[data-testid=stVegaLiteChart]", "[data-testid=stDataFrame]"):
        box = page.locator(what).first.bounding_box()
        assert box is not None
        places.append(box["y"])
    assert places == sorted(places)
    page.close()


def test_labels_of_the_quadrant_do_not_lie_on_each_other(app: str, page: Page) -> None:
    opened(page, f"{app}/sectors?area={BRADFORD}")
    boxes = page.locator("[data-testid=stVegaLiteChart]").first.evaluate(
        """chart => [...chart.querySelectorAll('text')]
            .filter(text => text.closest('.mark-text.role-mark') && text.textContent
                && Number(getComputedStyle(text).opacity) > 0 && !text.getAttribute('stroke'))
            .map(text => {const box = text.getBoundingClientRect();
                return [box.left + 1, box.top + 2, box.right - 1, box.bottom - 2]})"""
    )
    assert len(boxes) >= 5
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one, other)
