"""The command that prints the graph of steps: what each reads and writes, and its state."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

import pipeline
from catalog import lineage
from catalog.lineage import Line
from catalog.store import StoreError
from cli.terminal import app, open_settings, out, show_frame

WIDE: Final = 160
FORMS: Final = ("table", "csv", "json", "mermaid")


@app.command()
def graph(
    table: Annotated[
        str, typer.Option("--table", help="Only the steps before and after this table.")
    ] = "",
    form: Annotated[str, typer.Option("--format", help=", ".join(FORMS))] = "table",
) -> None:
    """Print every step of a build: what it reads, what it writes, and whether it is current."""
    if form not in FORMS:
        raise StoreError(f"there is no format {form!r}; the formats are {', '.join(FORMS)}")
    settings = open_settings()
    lines = lineage.describe_steps(pipeline.declare_steps(settings), settings.tables)
    if table:
        lines = _select_around(lines, table)
    if form == "mermaid":
        print(lineage.to_mermaid(lines))  # noqa: T201
    elif form == "json":
        print(json.dumps([asdict(line) for line in lines], indent=1))  # noqa: T201
    elif form == "csv":
        show_frame(lineage.to_frame(lines), form)
    else:
        # A file or another program has no width that lines must keep to.
        console = out if out.is_terminal else Console(width=WIDE)
        console.print(_draw_table(lines, with_reference=bool(table)))


def _select_around(lines: list[Line], table: str) -> list[Line]:
    try:
        return lineage.select_around(lines, table)
    except KeyError:
        named = sorted({name for line in lines for name in (*line.writes, *line.reference)})
        raise StoreError(
            f"no step reads or writes a table {table!r}; the tables are {', '.join(named)}"
        ) from None


def _draw_table(lines: list[Line], *, with_reference: bool) -> Table:
    """Steps in the order in which a build runs them; of one table also the small tables read."""
    drawn = Table(show_lines=False, pad_edge=False)
    for heading in ("Step", "Reads", "Writes", "State"):
        drawn.add_column(heading, overflow="fold")
    for line in lines:
        small = [f"reference: {', '.join(line.reference)}"] if line.reference else []
        outside = [line.outside] if line.outside else []
        reads = [*outside, *line.reads, *(small if with_reference else ())]
        state = f"{line.state} ({line.why})" if line.why and with_reference else line.state
        drawn.add_row(line.step, ", ".join(reads), ", ".join(line.writes), state)
    return drawn
