"""Every page on the embedded sample, as people see it: at a desk, on a phone, printed, by link."""

from __future__ import annotations

import io
import re
from pathlib import Path

import browsing
import polars as pl
import pytest
from browsing import Windows
from looking import look_at, name_of, opened
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from catalog import store
from catalog.settings import Settings

pytestmark = pytest.mark.browser

CALDERDALE, KIRKLEES, CALDER = "E08000033", "E08000034", "E05001372"
LEEDS, GLASGOW = "E08000035", "S12000049"
PLAN = "plan=apprenticeships:construction:3:40:2028:3000&priority=53&given_at=Town&plan_shows=reach"
PAGES = (
    "start", "profile", f"profile?area={GLASGOW}", "compare", "compare?indicator=4g-coverage",
    f"compare?area={LEEDS}&against=business-births", "compare?beside=places", "sectors",
    f"sectors?area={CALDERDALE}&tab=wards", "sectors?level=is8", "skills",
    f"skills?area={CALDERDALE}&evidence=training", "ward",
    f"ward?area={CALDERDALE}&ward={CALDER}", f"ward?ward={CALDER}&area={CALDERDALE}&about=council",
    "map", "map?second=jobs_total", "premises", "access",
    "access?access_tab=what_if&reach_jobs=500&at=Tong&against=City",
    "access?access_tab=connections", "sites", "sites?keep=jobcentre&sites_tab=left",
    "works-on?words=textiles&km=60", "works-on?works_tab=investors",
    "scenario", f"scenario?area={CALDERDALE}&{PLAN}", "export", "forecasts", "data-and-methods",
    "data-and-methods?data_tab=sources", "data-and-methods?data_tab=methods",
    "data-and-methods?data_tab=record",
)  # fmt: skip
# The tabs of pages that would otherwise be too long, beside those that PAGES opens.
TABS = (
    "forecasts?record=past", "forecasts?record=grown", "forecasts?record=outlook",
    "premises?premises_tab=kinds", "premises?premises_tab=longest", "premises?premises_tab=lists",
    "data-and-methods?data_tab=access", "profile?profile_tab=six", "profile?profile_tab=neighbours",
    "works-on?works_tab=partners", "works-on?works_tab=trend", "works-on?works_tab=method",
    "sectors?measured=output", "sectors?level=group", "sectors?tab=outlook",
)  # fmt: skip
MOST_PX = 2_700  # three screens of a desk
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def tables(prepared: Settings) -> Path:
    return prepared.tables


@pytest.fixture(scope="module")
def phone(windows: Windows) -> BrowserContext:
    """A phone whose owner wants dark colours and no motion; pages stay light, and readable."""
    return windows(**PHONE, has_touch=True, color_scheme="dark", reduced_motion="reduce")


@pytest.mark.parametrize("path", (*PAGES, *TABS))
def test_a_page_at_a_desk(app: str, page: Page, path: str) -> None:
    look_at(page, f"{app}/{path}")
    height = page.locator("[data-testid=stMain]").evaluate("element => element.scrollHeight")
    assert height <= MOST_PX, "a page, or a tab as it opens, fills three screens at most"
    browsing.save_picture(page, f"page-{name_of(path)}")


@pytest.mark.parametrize("path", [path for path in PAGES if "?" not in path or "ward=" in path])
def test_a_page_on_a_phone(app: str, phone: BrowserContext, path: str) -> None:
    page = phone.new_page()
    look_at(page, f"{app}/{path}")
    browsing.save_picture(page, f"phone-{name_of(path)}")
    page.close()


def test_the_start_is_the_profile_and_keeps_what_the_link_asks_for(app: str, page: Page) -> None:
    opened(page, f"{app}/?area={CALDERDALE}&area={KIRKLEES}")
    expect(page).to_have_url(re.compile(r"/profile\?"))
    expect(page.get_by_role("heading", level=2, name="Calderdale: ")).to_be_visible()
    browsing.follow(page, "Data and methods", "More")
    expect(page.get_by_role("heading", name="How new the figures are")).to_be_visible()
    expect(page).to_have_url(re.compile(f"area={CALDERDALE}&area={KIRKLEES}"))


def test_the_first_visit_asks_what_one_works_on_and_remembers_it(
    app: str, windows: Windows
) -> None:
    visitor = windows()
    page = visitor.pages[0]
    opened(page, app)
    expect(page.get_by_role("heading", level=1, name="What do you work on?")).to_be_visible()
    browsing.pick(page, "Council or area", "Kirklees")
    page.get_by_role("button", name="Open skills").click()
    expect(page.get_by_role("heading", level=1, name="Skills")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/skills\?area={KIRKLEES}"))
    browsing.settled(page)
    page.wait_for_timeout(1000)
    again = visitor.new_page()
    opened(again, app)
    expect(again).to_have_url(re.compile("/skills"))
    browsing.follow(again, "Change start page", "More")
    again.get_by_role("button", name="Open a ward").click()
    expect(again.get_by_role("heading", level=1, name="A ward")).to_be_visible()
    opened(again, f"{app}/sectors")  # a page's own address opens that page
    expect(again).to_have_url(re.compile("/sectors"))
    visitor.close()


@pytest.mark.parametrize(
    ("former", "now"), [("overview", "Profile"), ("gaps", "Skills"), ("emerging", "Sectors")]
)
def test_a_former_address_opens_what_stands_in_its_place(
    app: str, page: Page, former: str, now: str
) -> None:
    opened(page, f"{app}/{former}?area={CALDERDALE}")
    expect(page.get_by_role("heading", level=1, name=now)).to_be_visible()
    expect(page).to_have_url(re.compile(CALDERDALE))


@pytest.mark.parametrize(("code", "name"), [(LEEDS, "Leeds"), (GLASGOW, "Glasgow City")])
def test_a_council_that_was_not_fetched_has_its_profile_and_its_comparison(
    app: str, page: Page, code: str, name: str
) -> None:
    opened(page, f"{app}/profile")
    page.get_by_role("combobox", name="Council").fill(name)  # of 361
    page.get_by_role("option", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=2, name=f"{name}: higher than")).to_be_visible()
    expect(page).to_have_url(re.compile(code))
    expect(page.get_by_role("heading", level=3, name="Employment rate", exact=True)).to_be_visible()
    browsing.await_polygons(page)
    page.get_by_role("tab", name="All headline figures").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download headline figures (CSV)").click()
    read = pl.read_csv(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert read.height > 10
    assert "employment-rate" in read["indicator_code"]
    browsing.follow(page, "Compare", "More")
    expect(page.get_by_role("heading", level=2, name=f"{name}: ")).to_be_visible()
    browsing.await_polygons(page)


def test_the_map_of_councils_is_downloaded_as_a_picture(app: str, page: Page) -> None:
    opened(page, f"{app}/compare?area={LEEDS}")
    page.get_by_role("button", name="Figures and picture: map").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the picture (PNG)").click()
    picture = Path(download.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    browsing.KEPT.mkdir(exist_ok=True)
    (browsing.KEPT / "councils.png").write_bytes(picture)


def test_a_council_picked_on_one_page_is_that_of_the_next(app: str, page: Page) -> None:
    opened(page, f"{app}/sectors")
    browsing.pick(page, "Council or area", "Kirklees")
    expect(page.get_by_role("heading", level=2, name="Kirklees").first).to_be_visible()
    pages = (("Skills", "", "Kirklees"), ("Premises", "More", "Kirklees: "))
    for link, group, words in pages:
        browsing.follow(page, link, group)
        expect(page.get_by_role("heading", level=1, name=link)).to_be_visible()
        expect(page.get_by_role("heading", level=2, name=words).first).to_be_visible()
        expect(page).to_have_url(re.compile(KIRKLEES))


def test_two_measures_stand_side_by_side_and_a_link_reopens_them(
    app: str, window: BrowserContext, page: Page
) -> None:
    browsing.open_map(page, f"{app}/map?area={CALDERDALE}")
    browsing.pick(page, "Compare with (optional)", "Jobs at workplaces in the ward")
    expect(page).to_have_url(re.compile("second=jobs_total"))
    expect(page.locator(f"{browsing.MAP} canvas").nth(1)).to_be_visible()
    other = window.new_page()
    other.goto(page.url)
    heading = other.get_by_role("heading", level=2, name="Jobs at workplaces in the ward,")
    expect(heading).to_be_visible()
    expect(other.locator(f"{browsing.MAP} canvas").nth(1)).to_be_visible()
    other.close()


def test_a_click_on_the_map_opens_the_briefing_of_the_ward(
    app: str, tables: Path, page: Page
) -> None:
    browsing.open_map(page, f"{app}/ward?area={CALDERDALE}")
    browsing.settled(page)
    wards = store.read("wards", tables)[0].filter(lad_code=CALDERDALE)
    briefing = page.get_by_role("heading", level=2, name="Calder, Calderdale")
    browsing.click_ward(page, wards, CALDER, briefing)
    expect(page).to_have_url(re.compile(CALDER))


def test_a_ward_stands_on_one_screen_and_on_one_sheet_of_paper(app: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    opened(page, f"{app}/ward?area={CALDERDALE}&ward={CALDER}")
    browsing.await_polygons(page)
    expect(page.get_by_test_id("stMetric")).to_have_count(6)
    for shown in (page.locator(browsing.MAP), page.locator(".st-key-ward_legend")):
        box = shown.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900
    for label in page.locator("[data-testid=stMetricLabel] p").all():
        assert label.evaluate("e => e.scrollWidth <= e.clientWidth"), label.inner_text()
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
    words = PdfReader(io.BytesIO(printed)).pages[0].extract_text()
    assert "Calder, Calderdale" in words
    assert "Council or area" not in words
    assert "Share" not in words.split("\n")
    page.set_viewport_size({"width": 390, "height": 844})
    for fact in page.get_by_test_id("stMetric").all():  # two in a row on a phone
        box = fact.bounding_box()
        assert box is not None
        assert box["width"] > 150


def test_the_link_and_the_briefing_of_a_ward_are_taken_away(app: str, page: Page) -> None:
    opened(page, f"{app}/ward?area={CALDERDALE}&ward={CALDER}")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text(f"/ward?area={CALDERDALE}&ward={CALDER}")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Briefing").click()
    starts = {"PDF": b"%PDF-", "Web page": b"<!doctype"}
    for form, start in starts.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download the briefing ({form})").click()
        body = Path(download.value.path()).read_bytes()
        assert body.startswith(start)
        assert len(body) > 5_000


def test_the_map_is_downloaded_as_a_picture(app: str, page: Page) -> None:
    browsing.open_map(page, f"{app}/map?area={CALDERDALE}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this map (PNG)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_premises_downloaded_are_those_stored(app: str, tables: Path, page: Page) -> None:
    opened(page, f"{app}/premises?area={CALDERDALE}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download wards (CSV)").click()
    read = pl.read_csv(io.BytesIO(Path(download.value.path()).read_bytes()))
    stored = store.read("ward_premises", tables)[0].filter(
        lad_code=CALDERDALE, description_group="total"
    )
    both = read.join(stored, on="ward_code", validate="1:1")
    assert both.height == read.height == stored.height == 17
    for column in ("premises_count", "empty_count", "rateable_value_gbp"):
        assert both[column].to_list() == both[f"{column}_right"].to_list()


def test_why_this_number_opens_at_a_click(app: str, page: Page) -> None:
    opened(page, f"{app}/premises?area={CALDERDALE}")
    page.get_by_role("button", name="How do we know? Premises").click()
    expect(page.get_by_text("dataset NNDR lists")).to_be_visible()
