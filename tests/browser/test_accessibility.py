"""Pages with the keyboard alone, enlarged, in forced colours, and with names in Welsh."""

from __future__ import annotations

from pathlib import Path

import browsing
import pytest
from browsing import Windows
from looking import look_at, name_of, opened
from playwright.sync_api import BrowserContext, Page, expect

from catalog.settings import Settings

pytestmark = pytest.mark.browser

CALDERDALE, CALDER = "E08000033", "E05001372"
PAGES = (
    "start", "profile", "sectors", "skills", "ward", "map", "compare", "premises", "scenario",
    "access", "sites", "works-on", "export", "forecasts", "data-and-methods",
)  # fmt: skip
# The pages that one goes through with the keyboard alone.
BY_KEYBOARD = (
    "profile", "sectors", "skills", "works-on", "access", "sites",
    f"ward?area={CALDERDALE}&ward={CALDER}",
)  # fmt: skip
MOST_KEYS = 150
# Marks what Tab should come to: controls of the page that are in sight; of a group, arrows move on.
MARK = """() => [...document.querySelectorAll("[data-testid=stMain] :is(button, input, a[href])")]
  .filter(e => e.tabIndex >= 0 && !e.disabled && !e.matches("[role=radio], [type=radio]")
    && e.checkVisibility({visibilityProperty: true}))
  .forEach(e => e.dataset.toReach = "yes")"""
UNREACHED = """() => [...document.querySelectorAll("[data-to-reach=yes]")]
  .map(e => e.getAttribute("aria-label") || e.innerText || e.outerHTML.slice(0, 80))"""
# The control with the focus: its name, whether an outline shows it, whether the bar is over it.
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body || e.dataset.toReach === "done") return null;
  if (e.dataset.toReach) e.dataset.toReach = "done";
  const box = e.getBoundingClientRect();
  const bar = document.querySelector(".st-key-area_bar").getBoundingClientRect();
  const lines = [e, e.parentElement, e.parentElement.parentElement].map(getComputedStyle);
  const own = e.tagName === "MAIN" || e.closest(".deck-wrapper, .stPydeckChart, [role=grid]");
  return {
    name: (e.getAttribute("aria-label") || e.innerText || e.outerHTML).slice(0, 80),
    outlined: !!own || e.tagName === "CANVAS" || lines.some(
      s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0)),
    covered: !e.closest(".st-key-area_bar, [data-testid=stHeader], [data-testid=stToolbar]")
      && e.tagName !== "MAIN" && box.height > 0 && box.bottom > 60 && box.bottom <= bar.bottom
      && box.top >= 0 && getComputedStyle(document.querySelector(
        "[data-testid=stLayoutWrapper]:has(> .st-key-area_bar)")).position === "sticky",
  }
}"""


@pytest.fixture(scope="module")
def tables(prepared: Settings) -> Path:
    return prepared.tables


@pytest.fixture(scope="module")
def enlarged(windows: Windows) -> BrowserContext:
    """A desk of 1280 pixels at 200%, in the colours that the visitor's system forces."""
    return windows(width=640, height=450, forced_colors="active")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_enlarged_and_in_high_contrast(
    app: str, enlarged: BrowserContext, path: str
) -> None:
    page = enlarged.new_page()
    look_at(page, f"{app}/{path}", colours_forced=True)
    browsing.save_picture(page, f"enlarged-{name_of(path)}")
    page.close()


@pytest.mark.parametrize("path", BY_KEYBOARD)
def test_every_control_is_reached_by_keyboard_and_shown_when_it_is(
    app: str, page: Page, path: str
) -> None:
    opened(page, f"{app}/{path}")
    page.evaluate(MARK)
    unseen, covered = [], []
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        page.wait_for_timeout(40)
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        unseen += [] if focused["outlined"] else [focused["name"]]
        covered += [focused["name"]] if focused["covered"] else []
    assert unseen == [], "what has the focus is outlined"
    assert covered == [], "the bar hides nothing that has the focus"
    assert page.evaluate(UNREACHED) == []


def test_a_welsh_name_finds_its_council_with_and_without_accents(app: str, page: Page) -> None:
    opened(page, f"{app}/profile")
    field = page.get_by_role("combobox", name="Council", exact=True)
    for typed in ("Ynys Mon", "Ynys Môn", "anglesey"):
        field.fill(typed)
        expect(page.get_by_role("option", name="Isle of Anglesey (Ynys Môn")).to_be_visible()
    field.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Isle of Anglesey")).to_be_visible()
