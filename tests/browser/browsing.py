"""The app served as people start it, and a real browser looking at it."""

from __future__ import annotations

import io
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import polars as pl
import shapely
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from catalog.settings import PROJECT
from presentation import ward_map

KEPT = PROJECT / "artifacts"
MAP = "[data-testid=stDeckGlJsonChart]"
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WAIT_MS = 60_000  # a loaded machine takes most of it for a first start
expect.set_options(timeout=WAIT_MS)
CLICKS, CLICK_MS = 3, 20_000  # how often a ward is clicked, and how long each may take to show


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(data: Path, script: Path = PROJECT / "app.py") -> Iterator[str]:
    """`streamlit run app.py` over a data folder on a free port; its address while it runs."""
    port = free_port()
    log = tempfile.TemporaryFile()  # noqa: SIM115 - read when the server does not start
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
         "--server.address", "127.0.0.1", "--server.headless", "true"],
        cwd=PROJECT, env=os.environ | {"WARDWISE_DATA": str(data)}, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        try:
            await_health(f"http://127.0.0.1:{port}", server)
        except AssertionError as error:
            log.seek(0)
            raise AssertionError(log.read().decode()[-2000:]) from error
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            # `streamlit run` waits for pages under way; `wardwise serve` does not, and is tested.
            server.kill()
            server.wait(timeout=30)
        log.close()


def await_health(address: str, server: subprocess.Popen[bytes]) -> None:
    """Waits until the server answers; fails where it does not within a minute, or ends."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.25)
    raise AssertionError("the app did not start")


Windows = Callable[..., BrowserContext]


@contextmanager
def windows(chromium: str) -> Iterator[Windows]:
    """Opens browser windows, each with a profile of its own, and closes them at the end."""
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())

        def open_one(width: int = 1280, height: int = 900, **options: Any) -> BrowserContext:
            profile = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            context = playwright.chromium.launch_persistent_context(
                profile,
                executable_path=chromium,
                headless=True,
                args=FLAGS,
                viewport={"width": width, "height": height},
                **options,
            )
            context.set_default_timeout(WAIT_MS)
            stack.callback(context.close)
            return context

        yield open_one


def outside(context: BrowserContext) -> list[str]:
    """A list that fills with the addresses of requests that leave this machine."""
    left: list[str] = []

    def note(url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            left.append(url)

    context.on("request", lambda request: note(request.url))
    return left


def open_map(page: Page, address: str) -> None:
    """Opens an address and waits until polygons are drawn."""
    page.goto(address)
    await_polygons(page)


def await_polygons(page: Page, least: int = 2_000, seconds: float = 60) -> Counter[str]:
    """Pixels of the map by colour, once that many are of a fill; fails where none appear."""
    page.locator(f"{MAP} canvas").first.wait_for(timeout=60_000)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            polygons = colours(page)
        except PlaywrightError:  # the page drew its map anew while we looked
            polygons = Counter()
        if sum(number for colour, number in polygons.items() if colour != ward_map.PAPER) > least:
            return polygons
        page.wait_for_timeout(100)
    raise AssertionError("no polygons were drawn")


def colours(page: Page) -> Counter[str]:
    """How many pixels of the map have each colour, as "#rrggbb"."""
    picture = Image.open(io.BytesIO(page.locator(MAP).first.screenshot())).convert("RGB")
    counts = picture.getcolors(picture.width * picture.height) or []
    return Counter({"#{:02x}{:02x}{:02x}".format(*colour): number for number, colour in counts})


def save_picture(page: Page, name: str) -> None:
    """Where WARDWISE_PICTURES is set, keeps a picture of the whole page, which git ignores."""
    if not os.environ.get("WARDWISE_PICTURES"):
        return
    KEPT.mkdir(exist_ok=True)
    size = page.viewport_size or {"width": 1280, "height": 900}
    main = page.locator("[data-testid=stMain]")
    page.set_viewport_size({**size, "height": main.evaluate("element => element.scrollHeight")})
    page.wait_for_timeout(800)
    page.screenshot(path=KEPT / f"{name}.png")
    page.set_viewport_size(size)


def settled(page: Page) -> None:
    """Waits until the page's script has run; what is picked while it runs can be set back by it."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def pick(page: Page, label: str, option: str) -> None:
    """Picks an option of a select box by what they are called, once the page stands still."""
    settled(page)
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def follow(page: Page, name: str, group: str = "") -> None:
    """Goes to a page of the navigation; those of a group stand in a list that opens."""
    settled(page)
    if group:
        page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
    page.locator("a").filter(has=page.get_by_text(name, exact=True)).click()


def place_of(page: Page, wards: pl.DataFrame, code: str, scale: float = 1.0) -> tuple[float, float]:
    """Where on the page a point inside the ward is drawn, at the map's first view.

    `scale` is what the page's style shrinks the map by.
    """
    shapes = dict(zip(wards["ward_code"], shapely.from_wkb(wards["geometry_wkb"]), strict=True))
    longitude, latitude, zoom = ward_map.view_of(shapely.total_bounds(list(shapes.values())))
    point = shapes[code].representative_point()
    world = ward_map.TILE_PX * 2**zoom * scale

    def north(degrees: float) -> float:
        return math.asinh(math.tan(math.radians(degrees))) / (2 * math.pi)

    page.locator(MAP).scroll_into_view_if_needed()
    box = page.locator(f"{MAP} canvas").first.bounding_box()
    assert box is not None
    return (
        box["x"] + box["width"] / 2 + (point.x - longitude) / 360 * world,
        box["y"] + box["height"] / 2 - (north(point.y) - north(latitude)) * world,
    )


def click_ward(page: Page, wards: pl.DataFrame, code: str, shown: Locator) -> None:
    """Clicks a ward until what it opens is there: a map that is just being drawn misses clicks."""
    for _ in range(CLICKS):
        page.mouse.click(*place_of(page, wards, code))
        with suppress(PlaywrightError):
            shown.wait_for(timeout=CLICK_MS)
            return
    expect(shown).to_be_visible()
