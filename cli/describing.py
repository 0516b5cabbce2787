"""What `wardwise show --describe` says about a table: its rows, columns and origin."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from catalog import store
from catalog.dictionary import describe_columns
from catalog.schema import Table
from catalog.sources import Origin
from catalog.store import StoreError
from catalog.tables import TABLES
from presentation.numbers import count

NOT_BUILT = "not built; run `wardwise fetch` and `wardwise build`, or see the data dictionary"


def find_table(name: str) -> Table:
    """The definition of a table; StoreError with every name where there is none of this name."""
    if name not in TABLES:
        raise StoreError(f"there is no table {name!r}; the tables are {', '.join(sorted(TABLES))}")
    return TABLES[name]


def describe_table(table: Table, root: Path) -> str:
    """Several lines on one table, with the rows that are stored under `root` if it is there."""
    lines = [table.name, f"One row is {table.grain}.", f"Key: {', '.join(table.key)}"]
    if store.has(table.name, root):
        frame, origin = store.read(table.name, root)
        lines += [f"Rows: {count(frame.height)}", *_extent(frame), *_origin(origin)]
    else:
        lines.append(f"Rows: {NOT_BUILT}")
    columns = describe_columns(table)
    width = max(map(len, columns["column"]))
    lines += ["", "Columns"]
    for row in columns.iter_rows(named=True):
        unit = f" In {row['unit']}." if row["unit"] else ""
        blank = " May be blank." if row["may_be_blank"] else ""
        lines.append(f"  {row['column']:<{width}}  {row['type']}. {row['meaning']}.{unit}{blank}")
    return "\n".join(lines)


def list_tables(root: Path) -> pl.DataFrame:
    """Every table there can be: table, rows, first_period, last_period and row_is; rows may lack.

    StoreError where a stored table cannot be read.
    """
    rows = []
    for name, table in sorted(TABLES.items()):
        frame = store.read(name, root)[0] if store.has(name, root) else None
        first, last = period_range(frame) if frame is not None else (None, None)
        rows.append((name, None if frame is None else frame.height, first, last, table.grain))
    schema = {"table": pl.String, "rows": pl.Int64, "first_period": pl.String,
              "last_period": pl.String, "row_is": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema, orient="row")


def period_range(frame: pl.DataFrame) -> tuple[str | None, str | None]:
    """The first and the last period of a frame; None where it has no periods or no rows.

    Periods of several lengths are put in order by their last day.
    """
    if "period" not in frame.columns or frame.is_empty():
        return None, None
    order = "period_end" if "period_end" in frame.columns else "period"
    ordered = frame.filter(pl.col("period") != "").sort(order)["period"]
    return (ordered[0], ordered[-1]) if len(ordered) else (None, None)


def _extent(frame: pl.DataFrame) -> list[str]:
    """Periods covered and years of the boundaries, where the table has either."""
    first, last = period_range(frame)
    lines = [] if first is None else [f"Periods: {first} to {last}"]
    vintages = [name for name in ("area_vintage", "ward_vintage") if name in frame.columns]
    years = sorted({str(year) for name in vintages for year in frame[name].unique() if year})
    return [*lines, f"Boundaries of: {', '.join(years)}"] if years else lines


def _origin(origin: Origin) -> list[str]:
    """Where a stored table came from, one line for each known fact."""
    facts = {
        "Source": f"{origin.publisher}, {origin.title} ({origin.dataset_id})",
        "Address": origin.url,
        "Release": origin.release,
        "Retrieved": origin.retrieved,
        "Made from": ", ".join(origin.made_from),
        "Method": origin.method,
        "Licence": origin.licence,
    }
    lines = [f"{name}: {text}" for name, text in facts.items() if text]
    return [*lines, *(f"Note: {note}" for note in origin.notes)]
