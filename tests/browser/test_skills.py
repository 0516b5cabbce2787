"""The page of skills and the training plan, as a visitor uses them."""

from __future__ import annotations

import re
from pathlib import Path

import browsing
import pytest
from playwright.sync_api import Page, expect

from catalog.settings import Settings

pytestmark = pytest.mark.browser

BRADFORD = "E08000032"


@pytest.fixture(scope="module")
def tables(prepared: Settings) -> Path:
    return prepared.tables


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    page.wait_for_timeout(700)


def test_one_screen_has_the_answer_the_list_the_picture_and_the_map(app: str, page: Page) -> None:
    opened(page, f"{app}/skills?area={BRADFORD}")
    expect(
        page.get_by_role("heading", level=2, name="Five priorities for Bradford")
    ).to_be_visible()
    browsing.await_polygons(page, least=500)
    for what in ("[data-testid=stDataFrame]", "[data-testid=stVegaLiteChart]", browsing.MAP):
        box = page.locator(what).first.bounding_box()
        assert box is not None
        assert box["y"] + 200 <= 900, what


def test_the_former_address_opens_the_page_with_what_its_link_asked_for(
    app: str, page: Page
) -> None:
    page.goto(f"{app}/gaps?area={BRADFORD}&occupation=53")
    expect(page.get_by_role("heading", level=1, name="Skills")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/skills\?"))
    expect(page.get_by_role("heading", level=2, name="Building trades, Bradford")).to_be_visible()


def test_a_tab_is_kept_in_the_link(app: str, page: Page) -> None:
    opened(page, f"{app}/skills?area={BRADFORD}")
    page.get_by_role("tab", name="Training that answers it").click()
    expect(page).to_have_url(re.compile("evidence=training"))
    expect(page.get_by_role("heading", level=3, name="Doubling").first).to_be_visible()


def test_a_course_is_added_to_a_plan_and_a_link_reopens_it(app: str, page: Page) -> None:
    opened(page, f"{app}/scenario?area={BRADFORD}")
    page.get_by_role("button", name="Add the courses that bring most").click()
    expect(page).to_have_url(re.compile("plan="))
    heading = page.get_by_role("heading", level=2, name="for the priorities of Bradford")
    expect(heading).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the plan as a file (JSON)").click()
    assert '"wardwise_plan": 1' in Path(download.value.path()).read_text("utf-8")
