"""What holds of every page that a browser opens: no fault, headings in order, axe, no wider."""

from __future__ import annotations

import re
from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

# Streamlit's own menu on a phone has groups inside a list; docs/accessibility.md says so.
OURS = {"exclude": [["[data-testid=stSidebarNavItems]"]]}


def opened(page: Page, address: str) -> None:
    """The page, once the server has nothing more to send."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    page.wait_for_timeout(700)


def name_of(path: str) -> str:
    return re.sub(r"[^a-z]+", "-", path).strip("-")


# Where the visitor's system forces its colours, axe still reads those of the page's style.
FORCED = {"rules": {"color-contrast": {"enabled": False}}}


def look_at(page: Page, address: str, *, colours_forced: bool = False) -> None:
    """What holds of every page at every width, and whatever colours the visitor's system forces."""
    opened(page, address)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert page.evaluate("document.documentElement.lang") == "en"
    options = {"resultTypes": ["violations"]} | (FORCED if colours_forced else {})
    serious = {
        violation["id"]: [node["html"][:200] for node in violation["nodes"]]
        for violation in Axe().run(page, OURS, options).response["violations"]
        if violation["impact"] in ("serious", "critical")
    }
    assert serious == {}
    main = page.locator("[data-testid=stMain]")
    wide = main.evaluate("element => element.scrollWidth - element.clientWidth")
    assert wide <= 0, f"{wide} px wider than the screen"
