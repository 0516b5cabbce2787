"""The command for lists of councils saved under a name: add, list, remove."""

from __future__ import annotations

from typing import Annotated

import polars as pl
import typer

import pipeline
from catalog import settings as settings_room
from cli.terminal import Area, Council, Region, app, check_form, choose_areas, err, show_frame
from indicators.places import saved_groups
from indicators.places.naming import PlaceNameError
from presentation.wording import joined

ACTIONS = ("add", "list", "remove")


@app.command(name="groups")
def groups_command(
    action: Annotated[str, typer.Argument(help="add, list or remove.")] = "list",
    name: Annotated[str, typer.Argument(help="The name of the list.")] = "",
    council: Council = None,
    region: Region = None,
    area: Area = None,
    form: Annotated[str, typer.Option("--format", help="table, csv or json")] = "table",
) -> None:
    """Save a list of councils under a name, remove one, or show those saved."""
    check_form(form)
    if action not in ACTIONS:
        raise PlaceNameError(f"there is no action {action!r}; the actions are {', '.join(ACTIONS)}")
    if action == "list":
        show_frame(_list_groups(), form)
        return
    if not name.strip():
        raise PlaceNameError(f'name the list: wardwise groups {action} "NAME"')
    settings = settings_room.load()
    councils, changes = pipeline.load_places(settings)
    if action == "remove":
        removed = saved_groups.remove_group(settings, name, councils, changes)
        err.print(f"Removed the list {removed.name}.", markup=False, highlight=False)
        return
    codes = choose_areas(council, region, needed_for="a list", area=area).councils
    added = saved_groups.add_group(settings, name, codes, councils, changes)
    names = councils.filter(pl.col("lad_code").is_in(added.lad_codes))["lad_name"].sort()
    err.print(
        f'Saved the list {added.name}: {joined(names.to_list())}. Use it with --area "{added.name}"'
        ", or pick it in the app.",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip


def _list_groups() -> pl.DataFrame:
    """name, councils_count and councils (names) of each saved list."""
    settings = settings_room.load()
    councils, changes = pipeline.load_places(settings)
    names = dict(councils.select("lad_code", "lad_name").iter_rows())
    rows = [
        (group.name, len(group.lad_codes), joined([names[code] for code in group.lad_codes]))
        for group in saved_groups.read_groups(saved_groups.groups_path(settings), councils, changes)
    ]
    schema = {"name": pl.String, "councils_count": pl.Int64, "councils": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
