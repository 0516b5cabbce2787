"""Commands that fetch data and build tables from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from catalog import builds, jobs, leftovers, store
from catalog import settings as settings_room
from catalog.graph import Outcome, names_by_kind
from catalog.pages_need import PAGES_OF, describe_affected_pages
from catalog.tables.access import SITE_KINDS
from cli.cluster_option import ClusterOption, open_cluster
from cli.fetching import FetchProgress, ask_line, closing_lines, plan_lines
from cli.terminal import (
    Area,
    Council,
    Everything,
    Only,
    Region,
    app,
    choose_areas,
    err,
    find_council,
    handle_interrupt,
    move_bar,
    new_bar,
    new_client,
    out,
)
from etl.areas import AreaError
from etl.clients.http import FetchError
from etl.datasets.access import travel_times
from etl.datasets.places import postcodes
from etl.rates_lists.mapping import load_mapping
from etl.rates_lists.stored import How
from etl.run import recognising, registry, sampling, together
from etl.site_lists.reading import SiteListError
from etl.site_lists.storing import store_site_list
from presentation.numbers import count
from wards import business_rates
from wards.business_rates import Mapping, RatesError

CENTRES = "lsoa_centroids"
# What a user may write before a list of sites.
SITES_COME_FIRST = ("sites", "site_lists")


@app.command()
def fetch(
    council: Council = None,
    region: Region = None,
    area: Area = None,
    everything: Everything = False,
    only: Only = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the requests without sending them.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Fetch again even what is less than a day old.")
    ] = False,
) -> None:
    """Fetch open data for councils. You can stop at any time and run it again to continue."""
    settings = settings_room.load()
    chosen = choose_areas(council, region, everything, area=area)
    if not chosen.councils and not only:
        raise AreaError(
            "name at least one council: --council Calderdale, --region, --area or --all"
        )
    planned = registry.plan(chosen, settings, only or ())
    if dry_run:
        asks = together.put_together(planned, settings)
        width = out.width if out.is_terminal else None
        for ask in asks:
            print(ask_line(ask, settings, width))  # noqa: T201
        notes = [*plan_lines(planned, asks, settings), *registry.standing_notes(only or ())]
        if width is not None:
            notes.append("Lines are cut at the edge: add `> requests.txt` to have them whole.")
        for line in notes:
            err.print(line, markup=False, highlight=False, soft_wrap=True)
        return
    leftovers.remove_leftovers(settings.data)
    weights = together.weigh_questions(planned, settings)
    watched = FetchProgress(planned, err, weights=weights)
    with handle_interrupt(), jobs.hold_lock(settings), watched as progress:
        client = new_client(settings, keep=True, refresh=refresh)
        client.on_bytes, client.on_wait = progress.on_bytes, progress.on_wait
        failures = registry.fetch(planned, client, settings, progress.on_event, refresh=refresh)
    for line in (*registry.standing_notes(only or ()), *closing_lines(planned, failures)):
        style = "yellow" if line.startswith(("Missing", "Why")) else None
        err.print(line, style=style, markup=False, highlight=False, soft_wrap=True)
    if failures:
        raise typer.Exit(2)


@app.command()
def build(
    forecasts: Annotated[
        bool, typer.Option(help="Also make the forecasts, which take the longest.")
    ] = True,
    cluster: ClusterOption = "",
) -> None:
    """Build tables from fetched data: tidy, ward and derived tables, where anything is new."""
    settings = settings_room.load()
    machines = open_cluster(cluster)
    leftovers.remove_leftovers(settings.data)
    with handle_interrupt(), jobs.hold_lock(settings), new_bar() as progress:
        task = progress.add_task("build", total=None)
        outcomes = pipeline.build(
            settings, move_bar(progress, task), forecast=forecasts, cluster=machines
        )
    for what, names in names_by_kind(outcomes).items():
        err.print(f"{what}: {', '.join(names)}", soft_wrap=True, highlight=False)
    for line in build_lines(outcomes, settings):
        err.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if any(outcome.kind == "failed" for outcome in outcomes):
        raise typer.Exit(2)


def build_lines(outcomes: Sequence[Outcome], settings: settings_room.Settings) -> list[str]:
    """What failed, which pages it affects, and whether the app shows what was built."""
    tables = {source: module.TABLE.name for source, module in registry.modules().items()}
    lines = [outcome.message for outcome in outcomes if outcome.kind == "failed"]
    lines += [o.message for o in outcomes if o.kind == "absent" and o.name not in tables]
    tables_by_kind = {
        what: [
            tables[o.name]
            for o in outcomes
            if o.kind == what and PAGES_OF.get(tables.get(o.name, ""))
        ]
        for what in ("failed", "absent")
    }
    for what, why in (("failed", "could not be built"), ("absent", "has not been fetched")):
        affected = tables_by_kind[what]
        if affected:
            pages = describe_affected_pages(affected)
            lines.append(f"{pages} what {why}: {', '.join(affected)}.")
    notice = builds.sample_notice(settings)
    return [*lines, notice] if notice else lines


@app.command(name="rates")
def rates_command(
    file: Annotated[Path, typer.Argument(help="The council's list, CSV or Excel.")],
    council: Annotated[str, typer.Option("--council", "-c", help="The council whose list it is.")],
    period: Annotated[
        str,
        typer.Option(
            help="Its financial year, such as 2018-19; worked out from its dates if left out."
        ),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Use the columns we found without asking.")
    ] = False,
    mapping: Annotated[Path | None, typer.Option(help="A saved column mapping, as JSON.")] = None,
    postcode_file: Annotated[
        list[Path] | None,
        typer.Option("--postcodes", help="A file of postcodes with coordinates; can be repeated."),
    ] = None,
    accept_voa_terms: Annotated[
        bool,
        typer.Option("--accept-voa-terms", help="Confirm that you accepted the VOA's own terms."),
    ] = False,
    add: Annotated[bool, typer.Option("--add", help="Add it to the council's other list.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Use it instead of the lists already saved.")
    ] = False,
) -> None:
    """Read a council's business-rates list, without people's names; asks which columns to use."""
    settings = settings_room.load()
    if add and replace:
        raise RatesError("give --add or --replace, not both")
    code = find_council(council)
    if postcode_file:
        err.print(f"{count(postcodes.store_postcodes(postcode_file, settings))} postcodes saved.")

    def confirm(proposed: Mapping) -> bool:
        err.print(f"Columns of {file.name}:\n{proposed.words()}", markup=False, highlight=False)
        return yes or typer.confirm("Use these columns?", err=True)

    def ask(words: str) -> How:
        if yes:
            return ""
        err.print(words, markup=False, highlight=False)
        answer = str(typer.prompt("add, replace or stop", default="stop", err=True)).strip().lower()
        choices: dict[str, How] = {"add": "add", "replace": "replace"}
        return choices.get(answer, "")

    saved = load_mapping(mapping) if mapping else None
    reading = business_rates.run(
        file, code, settings, mapping=saved, period=period, confirm=confirm, ask=ask,
        how="add" if add else "replace" if replace else "", accept_voa_terms=accept_voa_terms,
        say=lambda words: err.print(words, markup=False, highlight=False),
    )  # fmt: skip
    err.print(reading.words(), markup=False, highlight=False, soft_wrap=True)
    err.print("Next: `wardwise build`.")


@app.command()
def supply(
    files: Annotated[
        list[str],
        typer.Argument(help="Files as published; a source's id may come first.", metavar="FILE..."),
    ],
    kind: Annotated[str, typer.Option(help=f"Of a list of sites: {', '.join(SITE_KINDS)}.")] = "",
) -> None:
    """Add published files that no service offers: training, destinations, graduates, adverts.

    We tell from the columns which table each file is, so give as many as you like. A list of sites
    is supplied with `sites` first: `wardwise supply sites LIST.csv --kind jobcentre`.
    """
    settings = settings_room.load()
    if files[0] in SITES_COME_FIRST or kind:
        paths = [Path(word) for word in files if word not in SITES_COME_FIRST]
        _supply_sites(paths, kind, settings)
        return
    source, paths = _source_and_paths(files)
    if source:
        uploaded = recognising.Uploads(
            tuple(registry.store_supplied_file(source, path, settings) for path in paths), ()
        )
    else:
        uploaded = recognising.store_files(paths, settings)
    for part in uploaded.stored:
        saved = f"Saved {part.note.release} for {part.note.source}."
        err.print(saved, markup=False, highlight=False, soft_wrap=True)
        if part.note.source == travel_times.SOURCE.id and store.has(CENTRES, settings.tables):
            centres = store.read(CENTRES, settings.tables)[0]
            unknown = travel_times.describe_unknown_lsoas(travel_times.tidy([part]), centres)
            if unknown:
                err.print(unknown, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if uploaded.faults:
        raise FetchError("\n".join(uploaded.faults))
    err.print("Next: `wardwise build`.", markup=False)


def _supply_sites(paths: Sequence[Path], kind: str, settings: settings_room.Settings) -> None:
    if not paths:
        raise SiteListError("name the list: `wardwise supply sites LIST.csv --kind jobcentre`")
    for path in paths:
        part, faults = store_site_list(path, kind, settings)
        saved = f"Saved {part.note.release} for the sites of kind {kind}."
        err.print(saved, markup=False, highlight=False, soft_wrap=True)
        for fault in faults:
            err.print(fault, style="yellow", markup=False, highlight=False, soft_wrap=True)
    err.print("Next: `wardwise build`.", markup=False)


def _source_and_paths(words: Sequence[str]) -> tuple[str, list[Path]]:
    """The source that the first word names, '' where that is a file; and the files."""
    first, *others = words
    if first in registry.modules() and others and not Path(first).is_file():
        return first, [Path(word) for word in others]
    if len(words) == 2 and not Path(first).exists() and "." not in first and "/" not in first:
        return first, [Path(others[0])]  # an unknown source, which the registry answers
    return "", [Path(word) for word in words]


@app.command(hidden=True)
def sample(
    target: Annotated[Path, typer.Option(help="Where the sample goes.")] = settings_room.SAMPLE,
    only: Annotated[
        list[str] | None, typer.Option(help="Write this table alone; may be given again.")
    ] = None,
) -> None:
    """Make the embedded sample from the tables that were built."""
    settings = settings_room.load()
    for name, rows in sampling.make(settings.built, target, only=only or ()).items():
        err.print(f"{name}: {count(rows)} rows")
