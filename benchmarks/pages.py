"""What each page costs: a first council, the same again, another, three together, an LSIP area.

Run by hand: `uv run python benchmarks/pages.py --data FOLDER [--pages skills sectors]`. Prints
seconds of the processor (here, and in processes that work for the page), rows and MB taken from
tables, and the tables that most of it came from. The clock is not asked: machines are shared. Each
page starts with nothing kept, and a council that is not counted has loaded the libraries.
"""

from __future__ import annotations

import argparse
import ast
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl
import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from catalog import store
from catalog.settings import PROJECT

READERS: Final = ("read", "read_rows", "read_distinct")
MOST_NAMED: Final = 3
# Of an LSIP area this many councils, or the next number there is.
LSIP_COUNCILS: Final = 7
CASES: Final = ("first council", "again", "another", "three", "LSIP area")
TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")


@dataclass
class Reads:
    """Rows and bytes in memory that a page took from the tables on disk, by table."""

    rows: int = 0
    bytes_by_table: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, frame: pl.DataFrame) -> None:
        self.rows += frame.height
        self.bytes_by_table[name] += int(frame.estimated_size())

    def describe(self) -> str:
        megabytes = sum(self.bytes_by_table.values()) / 1e6
        most = ", ".join(
            f"{name} {size / 1e6:.1f}" for name, size in self.bytes_by_table.most_common(MOST_NAMED)
        )
        return f"{self.rows:>10,}{megabytes:>8.1f}  {most}"


@contextmanager
def counting_reads() -> Iterator[Reads]:
    """Counts what comes through the store while the block runs."""
    reads = Reads()
    before = {name: getattr(store, name) for name in READERS}

    def counted(read: Callable[..., Any]) -> Callable[..., Any]:
        def reader(name: str, *args: Any, **kwargs: Any) -> Any:
            found = read(name, *args, **kwargs)
            reads.add(name, found[0] if isinstance(found, tuple) else found)
            return found

        return reader

    try:
        for name, read in before.items():
            setattr(store, name, counted(read))
        yield reads
    finally:
        for name, read in before.items():
            setattr(store, name, read)


def list_pages() -> dict[str, str]:
    """The file in `views` of each page by address, as app.py has them; it runs when imported."""
    found = {}
    for node in ast.parse((PROJECT / "app.py").read_text("utf-8")).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) in ("PAGES", "FILES"):
            found[ast.unparse(node.target)] = ast.literal_eval(node.value)  # type: ignore[arg-type]
    addresses = [name for group in found["PAGES"].values() for name in group if name != "start"]
    return {name: found["FILES"].get(name, name) for name in addresses}


def open_page(file: str, areas: list[str]) -> tuple[float, float, Reads]:
    """Seconds of this process and of others that it started, and what was read."""
    given = "lambda report: ''" if file == "forecast_record" else ""
    test = AppTest.from_string(f"from views import {file}\n{file}.page({given})\n")
    test.query_params["area"] = areas
    with counting_reads() as reads:
        others, here = seconds_of_others(), time.process_time()
        test.run(timeout=600)
        here, others = time.process_time() - here, seconds_of_others() - others
    if test.exception:
        raise SystemExit(f"{file} of {areas}: {test.exception[0].value}")
    return here, max(others, 0.0), reads


def seconds_of_others() -> float:
    """Seconds of the processor that processes under this one have taken so far (Linux)."""
    parents, seconds = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue  # it has ended since
            parents[int(entry.name)] = int(fields[1])
            seconds[int(entry.name)] = (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
    own, found = {os.getpid()}, 0.0
    while children := {pid for pid, parent in parents.items() if parent in own and pid not in own}:
        found += sum(seconds[pid] for pid in children)
        own |= children
    return found


def choose_areas(root: Path) -> tuple[str, dict[str, list[str]]]:
    """A council that is not counted, and the areas of each of CASES."""
    councils = store.read("councils", root)[0].sort("lad_code")
    codes = councils["lad_code"].to_list()
    first, second, warm_up = codes[len(codes) // 2], codes[len(codes) // 3], codes[-1]
    sizes = councils.drop_nulls("lsip_code").group_by("lsip_code").len().sort("len", "lsip_code")
    large = sizes.filter(pl.col("len") >= LSIP_COUNCILS)
    lsip = [large["lsip_code"][0]] if large.height else codes
    areas = ([first], [first], [second], [codes[0], codes[len(codes) // 4], codes[-2]], lsip)
    return warm_up, dict(zip(CASES, areas, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with built tables")
    parser.add_argument("--pages", nargs="*", choices=list(list_pages()), default=list_pages())
    given = parser.parse_args()
    os.environ["WARDWISE_DATA"] = str(given.data.resolve())
    # Streamlit's tests look at every installed package anew each time, which no server does.
    BidiComponentManager.discover_and_register_components = (  # type: ignore[method-assign]
        lambda *_args, **_kwargs: None
    )
    warm_up, areas = choose_areas(given.data / "tables")
    print(f"{'page':<18}{'':<15}{'CPU s':>7}{'others':>8}{'rows':>10}{'MB':>8}  most of it")
    for page, file in list_pages().items():
        if page in given.pages:
            st.cache_resource.clear()
            open_page(file, [warm_up])
            for case in CASES:
                here, others, reads = open_page(file, areas[case])
                print(f"{page:<18}{case:<15}{here:>7.2f}{others:>8.2f}{reads.describe()}")


if __name__ == "__main__":
    main()
