"""The list of what pages need, against what pages and the steps behind them read."""

from __future__ import annotations

import ast
from pathlib import Path

import pipeline
from catalog.pages_need import (
    EVERY_PAGE,
    FORECASTS,
    PAGES_OF,
    describe_affected_pages,
)
from catalog.settings import PROJECT
from etl.run import registry
from forecasts.series.carriers import TABLES as CARRIED_BY
from views.parts import data, local_data, skills_training

FETCHED = {module.TABLE.name for module in registry.modules().values()}


def words_in(*rooms: str) -> set[str]:
    """Every text written in a room's code, where tables are read by name."""
    return {
        node.value
        for room in rooms
        for path in (PROJECT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_pages_are_named_as_on_screen() -> None:
    """The application's own list, read from its code: to import it is to run it."""
    tree = ast.parse((PROJECT / "app.py").read_text("utf-8"))
    titles = [
        [node.value for node in ast.walk(line.value) if isinstance(node, ast.Constant)]
        for line in tree.body
        if isinstance(line, ast.AnnAssign | ast.Assign) and line.value
        and "PAGES" in ast.unparse(line).split("=")[0]
    ]  # fmt: skip
    assert titles, "app.py has no list of pages"
    assert set(EVERY_PAGE) - {FORECASTS} <= set(titles[0])


def test_what_the_derived_steps_read_is_on_a_page_and_nothing_else_is() -> None:
    steps = [*pipeline.steps(), pipeline.forecast_step(), pipeline.indicator_step()]
    # What can be reached is made from tables that come with the sample and are made of others.
    steps += pipeline.steps_before()
    read = {name for step in steps for name in step.reads} & FETCHED
    read |= words_in("views") & FETCHED & set(pipeline.indicator_step().reads)
    # The profile and the comparison read tables of all councils as they are, skills a user's list.
    read |= {*local_data.TABLES, data.OUTLINES, skills_training.STANDARDS, "innovation_history"}
    on_pages = {table for table, pages in PAGES_OF.items() if pages}
    assert on_pages == read | {"councils", "wards"}


def test_what_forecasts_are_made_from_is_said_of_the_forecast_record() -> None:
    read = set(pipeline.forecast_step().reads) & FETCHED - {"councils"}
    assert read <= {table for table, pages in PAGES_OF.items() if FORECASTS in pages}


def test_what_carries_figures_on_to_now_is_among_what_forecasts_read() -> None:
    read = set(pipeline.forecast_step().reads)
    assert {name for names in CARRIED_BY.values() for name in names} <= read
    assert all(FORECASTS in PAGES_OF[name] for name in (read & FETCHED) - {"jobs", "gva"})


def test_another_past_release_makes_the_forecasts_again(tmp_path: Path) -> None:
    step, root = pipeline.forecast_step(), tmp_path / "tables"
    root.mkdir()
    before = step.stamp(root)
    kept = tmp_path / "vintages" / "gva_monthly" / "2026-07-16.parquet"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"one release")
    first = step.stamp(root)
    kept.write_bytes(b"the same day, read again")
    assert len({before, first, step.stamp(root)}) == 3
    elsewhere = kept.parent.parent / "jobs" / kept.name
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(b"not a carrier")
    kept.write_bytes(b"one release")
    assert step.stamp(root) == first


def test_the_words_name_the_pages_once_in_their_order() -> None:
    assert describe_affected_pages(["gva"]) == "Sectors and Forecast record lack"
    assert describe_affected_pages(["business_local_units"]) == "Sectors lacks"
    assert describe_affected_pages(["wards", "gva"]) == "Every page lacks"
    assert describe_affected_pages(["ashe"]).startswith("No page lacks anything")
