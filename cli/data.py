"""Commands that bring figures in and make tables of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from catalog import builds, leftovers
from catalog import settings as settings_room
from catalog.graph import Outcome
from catalog.pages_need import PAGES_OF, describe_affected_pages
from cli.fetching import FetchProgress, closing_lines
from cli.terminal import (
    Council,
    Everything,
    Only,
    Region,
    app,
    areas,
    bar,
    err,
    http,
    one_council,
    onto,
    stoppable,
)
from etl.areas import AreaError
from etl.datasets.places import postcodes
from etl.rates_lists.mapping import load_mapping
from etl.rates_lists.stored import How
from etl.run import registry, sampling
from presentation.numbers import count
from wards import business_rates
from wards.business_rates import Mapping, RatesError


@app.command()
def fetch(
    council: Council = None,
    region: Region = None,
    everything: Everything = False,
    only: Only = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the requests and send none.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for what is less than a day old.")
    ] = False,
) -> None:
    """Pull open data for councils. Stop it at any time; run again, and it goes on where it was."""
    settings = settings_room.load()
    chosen = areas(council, region, everything)
    if not chosen.councils and not only:
        raise AreaError("name at least one council: --council Calderdale, --region or --all")
    planned = registry.plan(chosen, settings, only or ())
    if dry_run:
        for source_id, query in planned:
            print(f"{source_id}\t{query.key}\t{query.describe(settings)}")  # noqa: T201
        err.print(f"{len(planned)} requests, none of them sent.")
        return
    leftovers.remove_leftovers(settings.data)
    with stoppable(), FetchProgress(planned, err) as progress:
        client = http(settings)
        client.on_bytes, client.on_wait = progress.on_bytes, progress.on_wait
        failures = registry.fetch(planned, client, settings, progress.on_event, refresh=refresh)
    for line in closing_lines(planned, failures):
        style = "yellow" if line.startswith(("Missing", "Why")) else None
        err.print(line, style=style, markup=False, highlight=False, soft_wrap=True)
    if failures:
        raise typer.Exit(2)


@app.command()
def build(
    forecasts: Annotated[
        bool, typer.Option(help="Also make the forecasts, which take the longest.")
    ] = True,
) -> None:
    """Make tables from what was fetched: tidy, wards and all that is derived; only what is new."""
    settings = settings_room.load()
    leftovers.remove_leftovers(settings.data)
    with stoppable(), bar() as progress:
        task = progress.add_task("build", total=None)
        outcomes = pipeline.build(settings, onto(progress, task), forecast=forecasts)
    for what, names in pipeline.names_by_kind(outcomes).items():
        err.print(f"{what}: {', '.join(names)}", soft_wrap=True, highlight=False)
    for line in build_lines(outcomes, settings):
        err.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if any(outcome.kind == "failed" for outcome in outcomes):
        raise typer.Exit(2)


def build_lines(outcomes: Sequence[Outcome], settings: settings_room.Settings) -> list[str]:
    """What failed, what pages lack for it, and whether what was built is what is shown."""
    tables = {source: module.TABLE.name for source, module in registry.modules().items()}
    lines = [outcome.message for outcome in outcomes if outcome.kind == "failed"]
    lines += [o.message for o in outcomes if o.kind == "absent" and o.name not in tables]
    lacking = {
        what: [
            tables[o.name]
            for o in outcomes
            if o.kind == what and PAGES_OF.get(tables.get(o.name, ""))
        ]
        for what in ("failed", "absent")
    }
    for what, why in (("failed", "could not be made"), ("absent", "has not been fetched")):
        if lacking[what]:
            lines.append(
                f"{describe_affected_pages(lacking[what])} what {why}: {', '.join(lacking[what])}."
            )
    notice = builds.sample_notice(settings)
    return [*lines, notice] if notice else lines


@app.command(name="rates")
def rates_command(
    file: Annotated[Path, typer.Argument(help="The council's list, CSV or Excel.")],
    council: Annotated[str, typer.Option("--council", "-c", help="Whose list it is.")],
    period: Annotated[str, typer.Option(help="Its year, such as 2018-19; else told from it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the guessed columns.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="A column mapping kept earlier, as JSON.")
    ] = None,
    postcode_file: Annotated[
        list[Path] | None,
        typer.Option("--postcodes", help="Postcodes with coordinates; may be repeated."),
    ] = None,
    accept_voa_terms: Annotated[
        bool, typer.Option("--accept-voa-terms", help="You accepted the VOA's own terms.")
    ] = False,
    add: Annotated[
        bool, typer.Option("--add", help="Hold it beside the council's other list.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Hold it in place of what is held.")
    ] = False,
) -> None:
    """Read a council's business-rates list: shows the columns it takes, drops names unread."""
    settings = settings_room.load()
    if add and replace:
        raise RatesError("give --add or --replace, not both")
    code = one_council(council)
    if postcode_file:
        err.print(f"{count(postcodes.store_postcodes(postcode_file, settings))} postcodes kept.")

    def confirm(found: Mapping) -> bool:
        err.print(f"Columns of {file.name}:\n{found.words()}", markup=False, highlight=False)
        return yes or typer.confirm("Read it so?", err=True)

    def ask(words: str) -> How:
        if yes:
            return ""
        err.print(words, markup=False, highlight=False)
        answer = str(typer.prompt("add, replace or stop", default="stop", err=True)).strip().lower()
        choices: dict[str, How] = {"add": "add", "replace": "replace"}
        return choices.get(answer, "")

    kept = load_mapping(mapping) if mapping else None
    reading = business_rates.run(
        file, code, settings, mapping=kept, period=period, confirm=confirm, ask=ask,
        how="add" if add else "replace" if replace else "", accept_voa_terms=accept_voa_terms,
        say=lambda words: err.print(words, markup=False, highlight=False),
    )  # fmt: skip
    err.print(reading.words(), markup=False, highlight=False, soft_wrap=True)
    err.print("Next: `wardwise build`.")


@app.command()
def supply(
    source: Annotated[str, typer.Argument(help="The source that the file is for.")],
    file: Annotated[Path, typer.Argument(help="The file as its publisher gives it.")],
) -> None:
    """Take in a published file that no service offers, such as DfE achievements by council."""
    part = registry.store_supplied_file(source, file, settings_room.load())
    err.print(f"Kept {file.name} for {part.note.source}. Next: `wardwise build`.", markup=False)


@app.command(hidden=True)
def sample(
    target: Annotated[Path, typer.Option(help="Where the sample goes.")] = settings_room.SAMPLE,
) -> None:
    """Make the embedded sample from the tables that were built."""
    settings = settings_room.load()
    for name, rows in sampling.make(settings.built, target).items():
        err.print(f"{name}: {count(rows)} rows")
