"""What a ward map weighs, and how soon it is on screen, for the embedded sample.

Run by hand: `uv run python benchmarks/map_payload.py`. The first table counts what is sent to the
browser for one measure. The second, where a Chromium is found, times a cold server, later visits
and changes of council until the map's pixels are there, by the browser's own clock.
"""

from __future__ import annotations

import gzip
import importlib
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import shapely

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.measures import DEFAULT_MEASURE
from catalog.settings import PROJECT
from geo import boundaries
from presentation import ward_map
from presentation.legend_classes import classify

# Notes when the pixels along the map's two middle lines last became others, ten times a second.
WATCH = """(() => {
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, options) {
    return real.call(this, kind, {...options, preserveDrawingBuffer: true});
  };
  window.drawn = {at: 0, what: ""};
  setInterval(() => {
    const canvas = document.querySelector("[data-testid=stDeckGlJsonChart] canvas");
    const gl = canvas && canvas.getContext("webgl2");
    if (!gl) return;
    const at = performance.now(), {width, height} = canvas;
    const across = new Uint8Array(4 * width), down = new Uint8Array(4 * height);
    gl.readPixels(0, height / 2, width, 1, gl.RGBA, gl.UNSIGNED_BYTE, across);
    gl.readPixels(width / 2, 0, 1, height, gl.RGBA, gl.UNSIGNED_BYTE, down);
    const what = across.join() + down.join();
    if (/[1-9]/.test(what) && what !== window.drawn.what) window.drawn = {at, what};
  }, 100);
})()"""
SETTLED_MS = 1_500


def weigh(root: Path) -> list[str]:
    """Prints the first table; names of the councils with wards."""
    wards, _ = store.read("wards", root)
    measures, _ = store.read("ward_measures", root)
    values = measures.filter(pl.col("measure") == DEFAULT_MEASURE)
    councils = wards["lad_name"].unique().sort().to_list()
    print(f"{'council':<28}{'wards':>7}{'points':>8}{'bytes':>10}{'gzipped':>10}")
    for names in [*([name] for name in councils), councils]:
        of = pl.col("lad_name").is_in(names)
        points, size, zipped = payload(wards.filter(of), values.filter(of))
        title = names[0] if len(names) == 1 else "all of them"
        print(f"{title:<28}{wards.filter(of).height:>7}{points:>8}{size:>10,}{zipped:>10,}")
    return [str(name) for name in councils]


def payload(wards: pl.DataFrame, values: pl.DataFrame) -> tuple[int, int, int]:
    """Points, bytes and gzipped bytes of a map of the wards."""
    light = boundaries.simplify_boundaries(wards)
    tips = values.with_columns(tip=pl.format("{}\n{} % (2021)", "ward_name", pl.col("value")))
    sent = ward_map.deck(light, tips, classify(values["value"], "%")).to_json().encode()
    points = int(shapely.get_num_coordinates(shapely.from_wkb(light["geometry_wkb"])).sum())
    return points, len(sent), len(gzip.compress(sent))


def race(data: Path, councils: list[str], chromium: str) -> None:
    """Prints the second table."""
    sys.path.insert(0, str(PROJECT / "tests" / "browser"))
    browsing = importlib.import_module("browsing")
    print(f"\n{'until the map is on screen':<46}{'seconds':>8}")
    with browsing.serving(data) as address, browsing.windows(chromium) as windows:
        context = windows()
        context.add_init_script(WATCH)
        page = context.pages[0]
        for title in ("first visit to a cold server", "second visit, scripts cached", "third"):
            page.goto(address)
            print(f"{title:<46}{settled(page):>8.2f}")
        for council in (*councils[1:], councils[0], councils[1]):
            print(f"{'change of council to ' + council:<46}{switch(page, council):>8.2f}")


def switch(page: Any, council: str) -> float:
    """Seconds from the click on a council's name until its map is on screen."""
    page.get_by_role("combobox", name="Council or area").click()
    option = page.get_by_role("option", name=council, exact=True)
    option.wait_for()
    page.evaluate(
        "addEventListener('pointerdown', () => { window.clicked = performance.now() }, true)"
    )
    before = page.evaluate("drawn.what")
    option.click()
    page.wait_for_function("before => drawn.what !== before", arg=before)
    return settled(page) - float(page.evaluate("clicked")) / 1000


def settled(page: Any) -> float:
    """When the map last changed, in seconds of the page's clock, once it has stood still."""
    page.wait_for_function(
        "wait => drawn.at && performance.now() - drawn.at > wait", arg=SETTLED_MS, timeout=60_000
    )
    return float(page.evaluate("drawn.at")) / 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(settings_room.load({}), data=Path(folder))
        began = time.perf_counter()
        pipeline.prepare(settings, lambda _share, _what: None)
        print(f"The sample was prepared in {time.perf_counter() - began:.2f} s.\n")
        councils = weigh(settings.tables)
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if chromium:
            race(settings.data, councils, chromium)
        else:
            print("No Chromium found: nothing timed.")


if __name__ == "__main__":
    main()
