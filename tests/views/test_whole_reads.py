"""No page reads a table of the nation whole: those that are read so are listed, with why.

A table read with the councils that a page is about takes kilobytes from its file; whole, it takes
all of it, and the server's memory with it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from catalog.settings import PROJECT

# Where a page asks for a whole table, as it is written there, and why it may.
WHOLE = {
    ("views/parts/access_data.py", "name"): "centres of small areas, sites and awards of anywhere",
    ("views/parts/access_connections.py", "'local_indicators'"): "what is measured, a row each",
    ("views/parts/data.py", "'councils'"): "names of councils",
    ("views/parts/data.py", "'lad_changes'"): "names of former councils",
    ("views/parts/data.py", "name"): "says which file cannot be read, where no council is there",
    ("views/parts/forecast_tests.py", "'backtest'"): "tests of forecasts, of all areas together",
    ("views/parts/indicators.py", "'backtest'"): "tests of forecasts, of all areas together",
    ("views/parts/local_data.py", "name"): "figures of all councils, which are ranked",
    ("views/parts/local_data.py", "TABLES[1]"): "figures of all councils, which are ranked",
    ("views/parts/local_data.py", "data.OUTLINES"): "a map of all councils",
    ("views/parts/postcodes.py", "'wards'"): "a list of points that a user supplied beside them",
    ("views/parts/saved_lists.py", "'councils'"): "names of councils",
    ("views/parts/saved_lists.py", "'lad_changes'"): "names of former councils",
    ("views/parts/works_investors.py", "'he_bci'"): "a few hundred universities",
    ("views/parts/works_investors.py", "'innovation_history'"): "areas larger than councils",
    ("views/parts/works_partners.py", "'innovation_links'"): "partners may be anywhere",
    ("views/parts/works_partners.py", "'innovation_organisations'"): "partners may be anywhere",
    ("views/parts/works_search.py", "'sector_lists'"): "what sectors are, the same everywhere",
    ("views/parts/sectors_fine.py", "'sector_lists'"): "what sectors are, the same everywhere",
    ("views/parts/sectors_past.py", "'backtest'"): "tests of forecasts, of all areas together",
    ("views/parts/skills_training.py", "STANDARDS"): "standards, the same everywhere",
}
READERS = {"table", "peek"}


def whole_reads() -> Iterator[tuple[str, str]]:
    """File and name of each table that is asked for without saying of which councils."""
    for path in [PROJECT / "app.py", *sorted((PROJECT / "views").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) + len(node.keywords) == 1:
                named = ast.unparse(node.func)
                is_room = path.name == "data.py" and named in READERS
                if is_room or named in {f"data.{reader}" for reader in READERS}:
                    yield path.relative_to(PROJECT).as_posix(), ast.unparse(node.args[0])


def store_reads() -> Iterator[str]:
    """Files of pages that go round `views.parts.data` to the store, or to a reader of it."""
    for path in [PROJECT / "app.py", *sorted((PROJECT / "views").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "store.read", "store.scan", "pl.read_parquet", "pl.scan_parquet", "Reader",
                "inputs.read",
            }:  # fmt: skip
                yield path.relative_to(PROJECT).as_posix()


def test_every_table_read_whole_is_listed_with_why() -> None:
    assert set(whole_reads()) == set(WHOLE)


def test_no_page_goes_round_to_the_store() -> None:
    assert sorted(set(store_reads())) == [
        "views/parts/access_data.py", "views/parts/stored.py",
    ]  # fmt: skip
