"""Commands that write reports: the gap report of councils, and the one-page briefing of a ward."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from catalog import leftovers
from commands.terminal import Council, Region, app, areas, bar, err, onto, prepared, stoppable
from etl import registry

Out = Annotated[Path, typer.Option(help="The folder that the files go to.")]
Formats = Annotated[str, typer.Option("--format", help="docx, xlsx, pdf, csv, html; by commas.")]
On = Annotated[str, typer.Option("--date", help="Date on the report; today if left out.")]


@app.command()
def report(
    council: Council = None,
    region: Region = None,
    name: Annotated[str, typer.Option(help="What a group of councils is called.")] = "",
    form: Formats = "docx,xlsx,pdf,csv,html",
    out: Out = Path("reports-written"),
    on: On = "",
) -> None:
    """Write the gap report of one council, or of several as one place, in every format asked."""
    # Imported here: the renderers take a second that other commands do not need.
    from reports import build, files

    formats = [one.strip() for one in form.split(",")]
    files.known(formats)
    leftovers.remove_leftovers(out, depth=0)
    settings = prepared()
    chosen = areas(council, region).councils
    with stoppable(), bar() as progress:
        made = build.build(
            settings.tables, chosen, name, made_on=on or _today(), version=version("wardwise"),
            unanswered=registry.unanswered(settings, chosen),
            on_progress=onto(progress, progress.add_task("content")),
        )  # fmt: skip
        paths = files.write(made, formats, out, onto(progress, progress.add_task("formats")))
    for path in paths:
        err.print(f"{path} ({path.stat().st_size / 1000:,.0f} kB)", markup=False, soft_wrap=True)


@app.command()
def briefing(
    ward: Annotated[
        list[str] | None, typer.Option(help="GSS code of a ward; may be repeated.")
    ] = None,
    all_wards: Annotated[
        bool, typer.Option("--all-wards", help="Every ward of the councils given.")
    ] = False,
    council: Council = None,
    form: Annotated[str, typer.Option("--format", help="html, pdf; by commas.")] = "html,pdf",
    out: Out = Path("briefings"),
    on: On = "",
) -> None:
    """Write the one-page briefing of a ward, or of every ward of a council."""
    from reports import briefings

    formats = [one.strip() for one in form.split(",")]
    briefings.known(formats)
    leftovers.remove_leftovers(out, depth=0)
    settings = prepared()
    codes = list(ward or [])
    if all_wards:
        codes += briefings.wards_of(settings.tables, areas(council, None).councils)
    if not codes:
        raise typer.BadParameter("name a ward (--ward E05...), or --all-wards with --council")
    made_on, made_by = on or _today(), version("wardwise")
    with stoppable(), bar() as progress:
        tell = onto(progress, progress.add_task("briefings"))
        for number, code in enumerate(codes):
            tell(number, len(codes), f"briefing of {code}")
            briefings.write(settings.tables, code, formats, out, made_on=made_on, version=made_by)
        tell(len(codes), len(codes), "briefings written")
    err.print(f"{len(codes):,} briefings in {out}.", markup=False, soft_wrap=True)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
