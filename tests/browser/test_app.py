"""What people see, in a real browser, of the app as they start it."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import browsing
import factory_tables
import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Windows
from factory_tables import CLAIMANTS, DEGREES, JOBS, MOCKFORD, TESTHAM, ward_code
from playwright.sync_api import BrowserContext, Page, expect

from presentation.legend_classes import PALETTE

pytestmark = pytest.mark.browser

LEAST_PX = 500


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=2, name=words)).to_be_visible()


PAGES = (f"map?area={TESTHAM}&measure={CLAIMANTS}", "forecasts", "data-and-methods")


def test_the_map_is_drawn_in_the_legends_colours_and_nothing_is_asked_of_other_hosts(
    app: str, window: BrowserContext, page: Page
) -> None:
    left = browsing.outside(window)
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&measure={DEGREES}")
    counts = browsing.colours(page)
    assert {colour: counts[colour] for colour in PALETTE if counts[colour] < LEAST_PX} == {}
    legend = page.locator(".stHtml li").all_inner_texts()
    assert legend[0].startswith("12.3% to under 22.0%")
    assert legend[-1] == "40.0% to 45.7% (1 ward)"
    assert page.evaluate("document.documentElement.lang") == "en"
    browsing.save_picture(page, "map-degrees")
    assert left == []


def test_missing_withheld_and_rough_figures_are_hatched(app: str, page: Page) -> None:
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&measure={CLAIMANTS}")
    counts = browsing.colours(page)
    assert counts["#b1b4b6"] > LEAST_PX  # withheld
    assert counts["#0b0c0c"] > LEAST_PX  # lines
    for words in ("Rough guide only", "Withheld by the source", "No figure (1 ward)"):
        assert page.get_by_text(words).first.is_visible()
    browsing.save_picture(page, "map-hatched")


def test_another_council_and_measure_go_into_the_address_and_a_link_reopens_them(
    app: str, window: BrowserContext, page: Page
) -> None:
    browsing.open_map(page, f"{app}/map")
    heading(page, "Residents with level 4 or above (degree or similar), Mockford")
    browsing.pick(page, "Council or area", "Testham")
    heading(page, "Residents with level 4 or above (degree or similar), Testham")
    browsing.pick(page, "Topic", "Jobs by sector")
    heading(page, "Jobs: Manufacturing, Testham")
    expect(page).to_have_url(re.compile(f"area={TESTHAM}.*measure={JOBS}"))
    browsing.await_polygons(page)
    other = window.new_page()
    browsing.open_map(other, page.url)
    heading(other, "Jobs: Manufacturing, Testham")
    assert browsing.colours(other)[PALETTE[4]] > LEAST_PX
    other.close()
    page.bring_to_front()
    page.go_back()
    heading(page, "Residents with level 4 or above (degree or similar), Testham")


def test_a_click_on_a_ward_tells_about_it_and_marks_its_row(app: str, page: Page) -> None:
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&measure={DEGREES}")
    before = browsing.colours(page)
    wards = factory_tables.wards().filter(pl.col("lad_code") == TESTHAM)
    about = page.get_by_role("heading", level=3, name="Damson")
    browsing.click_ward(page, wards, ward_code(TESTHAM, 3), about)
    expect(page.get_by_text("Highest of 6 wards")).to_be_visible()
    expect(page).to_have_url(re.compile(ward_code(TESTHAM, 3)))
    row = page.locator("[data-testid=stDataFrame] [role=row][aria-selected=true]")
    expect(row).to_contain_text("Damson")
    # Streamlit would pale the other wards, and their colours would no longer be the legend's.
    page.wait_for_timeout(500)
    after = browsing.colours(page)
    for colour in PALETTE:
        assert after[colour] > 0.7 * before[colour]
    browsing.save_picture(page, "map-ward")


def test_a_ward_looked_up_by_name_is_ringed(app: str, page: Page) -> None:
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&measure={DEGREES}")
    before = browsing.colours(page)["#0b0c0c"]
    browsing.pick(page, "Look up a ward", "Cedar")
    expect(page.get_by_role("heading", level=3, name="Cedar")).to_be_visible()
    page.wait_for_timeout(500)
    assert browsing.colours(page)["#0b0c0c"] > before + LEAST_PX


def test_a_row_picked_in_the_table_tells_about_its_ward(app: str, page: Page) -> None:
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&measure={DEGREES}")
    table = page.locator("[data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 35 + 17)  # the box of the first row
    expect(page.get_by_role("heading", level=3, name="Damson")).to_be_visible()
    expect(page).to_have_url(re.compile(ward_code(TESTHAM, 3)))


def test_a_name_with_markup_is_shown_as_it_is(app: str, page: Page) -> None:
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&measure={DEGREES}")
    wards = factory_tables.wards().filter(pl.col("lad_code") == TESTHAM)
    page.mouse.move(*browsing.place_of(page, wards, ward_code(TESTHAM, 1)))
    tip = page.locator(".deck-tooltip")
    expect(tip).to_contain_text("Birch & <b>Beech</b>, Testham")
    expect(tip).to_contain_text("23.4% (2021)")
    assert tip.locator("b").count() == 0


def test_the_download_holds_the_figures_of_the_table(app: str, page: Page) -> None:
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&measure={CLAIMANTS}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this table (CSV)").click()
    read = pl.read_csv(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert download.value.suggested_filename == f"claimants-persons-{TESTHAM}.csv"
    with_figure = {100.0: "observed", 250.0: "observed", 325.0: "observed", 90.0: "partial"}
    figures = dict(zip(read["value"], read["status"], strict=True))
    assert {value: status for value, status in figures.items() if value is not None} == with_figure
    cells = page.locator("[data-testid=stDataFrame] [role=gridcell]")
    for value in with_figure:
        expect(cells.filter(has_text=re.compile(f"^{value:.0f}$"))).to_have_count(1)


def test_a_phone_shows_the_whole_council_without_sideways_scrolling(
    app: str, windows: Windows
) -> None:
    page = windows(width=390, height=844, has_touch=True).pages[0]
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&area={MOCKFORD}&measure={DEGREES}")
    counts = browsing.colours(page)
    assert min(counts[colour] for colour in PALETTE) > 100
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wards = factory_tables.wards()
    for number, lad in ((0, TESTHAM), (3, MOCKFORD)):
        x, _ = browsing.place_of(page, wards, ward_code(lad, number), scale=0.56)
        assert 16 < x < 374
    page.touchscreen.tap(*browsing.place_of(page, wards, ward_code(MOCKFORD, 2), scale=0.56))
    expect(page.get_by_role("heading", level=3, name="Ivy")).to_be_visible()
    browsing.save_picture(page, "map-phone")


def test_a_postcode_leads_to_its_ward_and_to_its_council(app: str, page: Page) -> None:
    page.goto(f"{app}/ward?area={TESTHAM}")
    field = page.get_by_role("textbox", name="Find a ward by postcode")
    field.fill("hx11ab")
    field.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Heather, Mockford")).to_be_visible()
    expect(page).to_have_url(re.compile(f"area={MOCKFORD}.*ward={ward_code(MOCKFORD, 1)}"))
    browsing.save_picture(page, "ward-by-postcode")


def test_data_and_methods_keeps_the_place_and_lists_the_sources(app: str, page: Page) -> None:
    browsing.open_map(page, f"{app}/map?area={TESTHAM}&measure={JOBS}")
    browsing.follow(page, "Data and methods", "More")
    expect(page.get_by_role("heading", level=1, name="Data and methods")).to_be_visible()
    expect(page.get_by_text("bres: Nomis sent zero bytes")).to_be_visible()
    page.get_by_role("tab", name="Sources").click()
    expect(page.get_by_role("combobox", name="Details and caveats of")).to_be_visible()
    browsing.save_picture(page, "data-and-methods")
    browsing.follow(page, "All wards", "Wards")
    heading(page, "Jobs: Manufacturing, Testham")


def test_a_forecast_is_drawn_and_its_record_stands_under_it(app: str, page: Page) -> None:
    page.goto(f"{app}/forecasts")
    expect(page.get_by_role("heading", name="Manufacturing, Testham")).to_be_visible()
    expect(page.get_by_text("about 1,230 jobs")).to_be_visible()
    expect(
        page.locator("[data-testid=stVegaLiteChart]").locator("canvas, svg").first
    ).to_be_visible()
    browsing.save_picture(page, "forecasts")


@pytest.mark.parametrize("path", PAGES)
def test_headings_are_in_order_and_there_is_one_title(app: str, page: Page, path: str) -> None:
    page.goto(f"{app}/{path}")
    expect(page.get_by_role("heading", level=2).last).to_be_visible()
    page.wait_for_timeout(1500)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(app: str, page: Page, path: str) -> None:
    axe = Axe()
    page.goto(f"{app}/{path}")
    expect(page.get_by_role("heading", level=2).last).to_be_visible()
    page.wait_for_timeout(2000)
    counts = axe.run(page).response["violations"]
    serious = {
        violation["id"]: [node["html"][:160] for node in violation["nodes"]]
        for violation in counts
        if violation["impact"] in ("serious", "critical")
    }
    assert serious == {}


def test_a_fresh_start_shows_the_embedded_sample(
    window: BrowserContext, page: Page, tmp_path: Path
) -> None:
    with browsing.serving(tmp_path) as address:
        left = browsing.outside(window)
        page.goto(address)
        page.get_by_role("button", name="Open the profile").click()
        expect(page.get_by_role("heading", level=1, name="Profile")).to_be_visible()
        browsing.follow(page, "All wards", "Wards")
        browsing.await_polygons(page, seconds=120)
        browsing.save_picture(page, "sample")
        assert left == []


def test_the_beginning_of_a_postcode_leads_to_a_ward_that_is_picked(app: str, page: Page) -> None:
    page.goto(f"{app}/ward?area={TESTHAM}")
    field = page.get_by_role("textbox", name="Find a ward by postcode")
    field.fill("hx1")
    field.press("Enter")
    browsing.pick(
        page, "Postcodes that start with HX1 are in 2 wards.", "Heather, Mockford (1 postcode)"
    )
    expect(page.get_by_role("heading", name="Heather, Mockford")).to_be_visible()
    expect(page).to_have_url(re.compile(f"ward={ward_code(MOCKFORD, 1)}"))


def test_councils_are_saved_as_a_list_and_picked_by_its_name(
    app: str, tables: Path, page: Page
) -> None:
    page.goto(f"{app}/ward?area={TESTHAM}&area={MOCKFORD}")
    page.get_by_role("button", name="Save this list as ...").click()
    name = page.get_by_role("textbox", name="Name of the list")
    name.fill("Our towns")
    name.press("Enter")
    page.get_by_role("button", name="Save the list").click()
    expect(page).to_have_url(re.compile("area=list-our-towns"))
    browsing.pick(page, "Council or area", "Testham")
    expect(page).to_have_url(re.compile(f"area={TESTHAM}"))
    browsing.pick(page, "Council or area", "Our towns (saved list: figures for 2 of 2 councils)")
    expect(page).to_have_url(re.compile("area=list-our-towns"))
    browsing.save_picture(page, "saved-list")
    (tables.parent / "groups.toml").unlink()
