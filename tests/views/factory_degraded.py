"""The sample's tables with some of them left out or spoilt, and every page run on them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
from streamlit import config
from streamlit.testing.v1 import AppTest

from catalog import store
from catalog.schema import check
from catalog.tables import TABLES
from views.parts import data

BRADFORD, CALDERDALE, KIRKLEES = "E08000032", "E08000033", "E08000034"
# What a value that is not there looks like where a sentence did not look.
ODD = re.compile(r".{0,30}(\bNone (?!is |of )|\bto None|\(None|\bnan\b|\binf\b|\[\]).{0,30}")
# One council, and two of which the second may lack what the first has.
AREAS = ((CALDERDALE,), (BRADFORD, CALDERDALE))
# Every page with what it is given by app.py, at addresses that open all its parts.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "compare, groups": ("compare.page()", {"beside": "places"}),
    "sectors": ("sectors.page()", {}),
    "sectors, wards": ("sectors.page()", {"sector": "C", "tab": "wards"}),
    "sectors, businesses": ("sectors.page()", {"sector": "C", "tab": "businesses"}),
    "sectors, a list": ("sectors.page()", {"level": "is8"}),
    "skills": ("skills.page()", {}),
    "ward": ("ward.page()", {"ward": "E05001371"}),
    "ward, none picked": ("ward.page()", {}),
    "map": ("map.page()", {}),
    "map, two": ("map.page()", {"measure": "jobs_total", "second": "claimants_persons"}),
    "premises": ("premises.page()", {}),
    "access": ("access.page()", {}),
    "access, what if": (
        "access.page()",
        {"access_tab": "what_if", "reach_jobs": "500", "at": "E05001371"},
    ),
    "access, connections": ("access.page()", {"access_tab": "connections"}),
    "sites": ("sites.page()", {"sites_tab": "left"}),
    "works on": ("works_on.page()", {"km": "60"}),
    "works on, partners": ("works_on.page()", {"works_tab": "partners"}),
    "works on, trend": ("works_on.page()", {"works_tab": "trend"}),
    "works on, investors": ("works_on.page()", {"works_tab": "investors"}),
    "scenario": ("scenario.page()", {"jobs": "F:500:2029", "course": "construction:60:3"}),
    "export": ("export.page()", {}),
    "forecasts": ("forecast_record.page(lambda tell: '')", {}),
    "data-and-methods": ("data_and_methods.page()", {}),
    "data-and-methods, sources": ("data_and_methods.page()", {"data_tab": "sources"}),
}


def link_tables(source: Path, target: Path, without: Iterable[str] = ()) -> Path:
    """A folder of data with links to the tables of `source`, but for some; its path."""
    tables = target / "tables"
    tables.mkdir(parents=True)
    left_out = set(without)
    for name in store.names(source):
        if name not in left_out:
            os.link(store.path_of(name, source), store.path_of(name, tables))
    return target


def make_folder(source: Path, target: Path, what: str, which: Iterable[str]) -> Path:
    """A folder of data in which tables are left out, spoilt, or hold nothing of Calderdale."""
    if what == "left out":
        return link_tables(source, target, which)
    folder = link_tables(source, target)
    for name in which:
        path = store.path_of(name, target / "tables")
        if what == "spoilt":
            content = path.read_bytes()
            path.unlink()
            path.write_bytes(content[: len(content) // 2])
        else:
            rewrite_table(folder, name, drop_council(store.read(name, source)[0], CALDERDALE))
    return folder


def drop_council(frame: pl.DataFrame, council: str) -> pl.DataFrame:
    """The frame without the rows of a council."""
    columns = [name for name in ("lad_code", "area_code") if name in frame.columns]
    return frame.filter(*(pl.col(name) != council for name in columns))


def rewrite_table(data_folder: Path, name: str, frame: pl.DataFrame) -> None:
    """Other rows in a table of a folder made by `linked`, which leaves the source's alone."""
    path = store.path_of(name, data_folder / "tables")
    origin = store.origin_of(name, path.parent)
    path.unlink()
    store.write(check(frame, TABLES[name]), TABLES[name], origin, path.parent)


def run_page(
    page: str, data_folder: Path, areas: list[str], *, alone: bool = False, **more: Any
) -> AppTest:
    """A page run once on a folder of data; `alone` at this address and not at its usual one."""
    call, address = PAGES[page]
    module = call.partition(".")[0]
    test = AppTest.from_string(f"from views import {module}\n{call}\n", default_timeout=60)
    test.query_params["area"] = areas
    for name, value in (more if alone else address | more).items():
        test.query_params[name] = value
    options = {"client.showErrorDetails": "full", "logger.enableRich": False}
    before = {name: config.get_option(name) for name in options}
    with patch.dict(os.environ, {"WARDWISE_DATA": str(data_folder)}):
        try:
            for name, value in options.items():
                config.set_option(name, value)
            return test.run()
        finally:
            for name, value in before.items():
                config.set_option(name, value)


def read_words(test: AppTest) -> str:
    """All that a page says in sentences."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "text", "info", "warning",
             "error", "success", "html")  # fmt: skip
    return "\n".join(str(entry.value) for kind in kinds for entry in getattr(test, kind, []))


def list_faults(test: AppTest) -> list[str]:
    """What must be on no page: exceptions, and a page that ends in an error for lack of a table."""
    faults_found = [
        f"{entry.message} {' '.join(entry.stack_trace)[-400:]}" for entry in test.exception
    ]
    faults_found += [entry.value for entry in test.error if "We cannot show" in entry.value]
    faults_found += [f"reads oddly: {odd.group()}" for odd in ODD.finditer(read_words(test))]
    return faults_found if read_words(test).strip() else [*faults_found, "an empty page"]


@contextmanager
def record_tables() -> Iterator[set[str]]:
    """Names of the tables that pages ask for in the block."""
    names: set[str] = set()
    before = data.table

    def table(name: str, *councils: Any) -> Any:
        names.add(name)
        return before(name, *councils)

    with patch.object(data, "table", table):
        yield names


def labelled(widgets: Iterable[Any], words: str) -> Any:
    """The widget whose label starts with these words."""
    return next(widget for widget in widgets if widget.label.startswith(words))
