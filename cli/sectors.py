"""The command for lists of sectors of one's own: add, list, remove, template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from catalog import settings as settings_room
from cli.terminal import app, check_form, err, show_frame
from etl.sector_lists import saved
from etl.sector_lists.reading import SectorListError, slug_of
from etl.sector_lists.table import build_table, count_sectors, join_codes
from presentation.numbers import count

NEXT = "Next: `wardwise indicate`."
ACTIONS = ("add", "list", "remove", "template")
TEMPLATES = {"toml": saved.TOML_TEMPLATE, "csv": saved.CSV_TEMPLATE}


@app.command(name="sectors")
def sectors_command(
    action: Annotated[str, typer.Argument(help="add, list, remove or template.")] = "list",
    which: Annotated[
        str, typer.Argument(help="The file to add (TOML or CSV), or the list to remove or show.")
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="What to call the list, if not as its file says.")
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the list of that name.")
    ] = False,
    form: Annotated[
        str, typer.Option("--format", help="table, csv or json; of a template toml or csv")
    ] = "",
) -> None:
    """Add your own list of sectors by SIC code, remove one, show lists, or print a template."""
    if action not in ACTIONS:
        raise SectorListError(
            f"there is no action {action!r}; the actions are {', '.join(ACTIONS)}"
        )
    if action == "template":
        _print_template(form or "toml")
        return
    settings = settings_room.load()
    if action == "list":
        form = form or "table"
        check_form(form)
        show_frame(_list_sectors(build_table(saved.read_saved(settings.data)), which), form)
        return
    if not which.strip():
        what = "the file: wardwise sectors add FILE" if action == "add" else (
            'the list: wardwise sectors remove "NAME"')  # fmt: skip
        raise SectorListError(f"name {what}")
    if action == "remove":
        _say(f"Removed the list {saved.remove_list(settings, which)}. {NEXT}")
        return
    own = saved.add_list(settings, Path(which), name, replace=replace)
    for note in own.notes:
        _say(f"{note}.")
    codes = len([code for _, codes in own.sectors for code in codes])
    _say(
        f"Saved the list {own.name}: {count(len(own.sectors))} sectors, {count(codes)} SIC codes. "
        f"{NEXT}"
    )


def _print_template(form: str) -> None:
    if form not in TEMPLATES:
        raise SectorListError(f"there is no template as {form!r}; there are {', '.join(TEMPLATES)}")
    print(TEMPLATES[form], end="")  # noqa: T201


def _say(words: str) -> None:
    err.print(words, markup=False, highlight=False, soft_wrap=True)


def _list_sectors(lists: pl.DataFrame, name: str) -> pl.DataFrame:
    """The lists with the number of their sectors and codes, or the sectors of one list."""
    if not name.strip():
        return count_sectors(lists)
    named = {slug_of(one): one for one in lists["sector_list"].unique()}
    if slug_of(name) not in named:
        raise SectorListError(
            f"there is no list {name!r}; the lists are {', '.join(sorted(named.values()))}"
        )
    return join_codes(lists.filter(sector_list=named[slug_of(name)]))
