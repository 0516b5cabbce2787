"""What serves several people at once: no Python inside polars, and no drawing state in common.

2026-11: three `map_elements` stopped the server for good. A thread of polars waits for the
interpreter, while another visitor's thread holds it and waits for polars (`to_pandas`, which
`st.dataframe` calls too).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from catalog.settings import PROJECT
from presentation import charts

SERVING = (
    "app.py", "pipeline.py", "access", "catalog", "cli", "etl", "forecasts", "geo", "indicators",
    "innovation",
    "presentation", "reports", "views", "wards",
)  # fmt: skip
# What takes a Python function and calls it from polars' own threads.
CALLS_BACK = {
    "map_elements", "map_batches", "map_groups", "map_rows", "map_columns", "rolling_map", "apply",
    "fold", "reduce", "cum_fold", "cum_reduce", "register_io_source", "sink_batches",
}  # fmt: skip
NOT_POLARS = {("functools", "reduce")}


def sources() -> Iterator[Path]:
    for name in SERVING:
        path = PROJECT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def callbacks(text: str) -> list[str]:
    """Names called in a source that make polars call Python, each with its line."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in CALLS_BACK:
            whose = node.value.id if isinstance(node.value, ast.Name) else ""
            if (whose, node.attr) not in NOT_POLARS:
                found.append(f"{node.lineno}: .{node.attr}")
    return found


def test_no_python_function_runs_inside_polars() -> None:
    found = {str(path): callbacks(path.read_text("utf-8")) for path in sources()}
    assert len(found) > 150, "the rooms are looked through"
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "pl.col('a').map_elements(str)",
        "f = pl.col('a').map_batches\nframe.select(f(str))",
        "frame.group_by('a').map_groups(str)",
        "pl.fold(0, lambda a, b: a + b, exprs=pl.all())",
        "frame.to_pandas().apply(str)",
    ],
)
def test_the_law_sees_each_way_to_break_it(line: str) -> None:
    assert callbacks(line)


def test_no_drawing_of_the_whole_process() -> None:
    """pyplot keeps figures and settings for the process, so visitors would share them."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            assert "matplotlib.pyplot" not in names, path


def test_charts_drawn_side_by_side_are_as_drawn_alone() -> None:
    """One converter serves the process: each thread gets its own chart from it, and the same one.

    The first of all drawings, in which the converter starts, is among those side by side.
    """

    def draw(number: int) -> str:
        rows = pl.DataFrame(
            [
                {"label": f"Costs {number % 2} {row}", "point": row, "lower80": 0.5 * row,
                 "upper80": 1.5 * row, "kind": charts.EXPECTED}
                for row in range(1, 4)
            ]
        )  # fmt: skip
        chart = charts.intervals(rows, "jobs", charts.ON_PAPER, "")
        return charts.svg(chart, name="one", title="One", alt_text="One chart")

    with ThreadPoolExecutor(6) as room:
        together = list(room.map(draw, range(24)))
    alone = [draw(number) for number in range(2)]
    assert alone[0] != alone[1]
    assert [drawn == alone[number % 2] for number, drawn in enumerate(together)] == [True] * 24
