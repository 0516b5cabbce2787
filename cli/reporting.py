"""Commands that write reports: the gap report of councils, and the one-page briefing of a ward."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from catalog import leftovers
from catalog import settings as settings_room
from catalog.project import version
from catalog.store import StoreError
from catalog.unanswered import unanswered
from cli.terminal import Council, Region, app, areas, bar, err, onto, prepared, stoppable
from presentation.numbers import count, digits

Out = Annotated[Path, typer.Option(help="The folder that the files go to.")]
Formats = Annotated[str, typer.Option("--format", help="docx, xlsx, pdf, csv, html; by commas.")]
On = Annotated[str, typer.Option("--date", help="Date on the report; today if left out.")]
YEARS: Final = (2000, 2099)  # a report dated outside of them is a slip of the keyboard


Template = Annotated[
    Path | None,
    typer.Option(
        help="A Word document whose styles, header and footer the Word report takes; "
        "WARDWISE_REPORT_TEMPLATE if left out, otherwise our own."
    ),
]


class ReportingError(StoreError):
    """An argument that no report can be made from; the message says what it may be."""


@app.command()
def report(
    council: Council = None,
    region: Region = None,
    name: Annotated[str, typer.Option(help="What a group of councils is called.")] = "",
    form: Formats = "docx,xlsx,pdf,csv,html",
    out: Out = Path("reports-written"),
    on: On = "",
    template: Template = None,
) -> None:
    """Write the gap report of one council, or of several as one place, in every format asked."""
    # Imported here: the renderers take a second that other commands do not need.
    from reports import files, gap_report
    from reports.render import docx_template

    formats = files.parse_formats(form, files.FORMATS, "a report")
    day, folder = _date(on), _folder(out)
    if not council and not region:
        raise ReportingError("a report needs a place: name it with --council or --region")
    if template and "docx" not in formats:
        raise ReportingError("--template is for Word reports; add docx to --format")
    branded = template or settings_room.load().report_template
    styles = docx_template.read_template(branded) if branded and "docx" in formats else None
    leftovers.remove_leftovers(folder, depth=0)
    settings = prepared()
    chosen = areas(council, region).councils
    with stoppable(), bar() as progress:
        made = gap_report.build(
            settings.tables, chosen, name, made_on=day, version=version(),
            unanswered=unanswered(settings, chosen),
            on_progress=onto(progress, progress.add_task("content")),
        )  # fmt: skip
        tell = onto(progress, progress.add_task("formats"))
        paths = files.write(made, formats, folder, tell, styles)
    if made.coverage:
        err.print(made.coverage, markup=False, soft_wrap=True)
    for path in paths:
        err.print(f"{path} ({digits(path.stat().st_size / 1000)} kB)", markup=False, soft_wrap=True)


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
    from reports import files, ward_briefings

    formats = files.parse_formats(form, list(ward_briefings.RENDER), "a briefing")
    day, folder = _date(on), _folder(out)
    if not ward and not (all_wards and council):
        raise ReportingError("name a ward (--ward E05...), or --all-wards with --council")
    leftovers.remove_leftovers(folder, depth=0)
    settings = prepared()
    codes = [code.strip().upper() for code in ward or []]
    if all_wards:
        codes += ward_briefings.list_wards(settings.tables, areas(council, None).councils)
    codes = list(dict.fromkeys(codes))
    with stoppable(), bar() as progress:
        tell = onto(progress, progress.add_task("briefings"))
        ward_briefings.check_wards(settings.tables, codes)
        for number, code in enumerate(codes):
            tell(number, len(codes), f"briefing of {code}")
            ward_briefings.write(
                settings.tables, code, formats, folder, made_on=day, version=version()
            )
        tell(len(codes), len(codes), "briefings written")
    what = "briefing" if len(codes) == 1 else "briefings"
    err.print(f"{count(len(codes))} {what} in {folder}.", markup=False, soft_wrap=True)


def _date(text: str) -> str:
    """An ISO date, today for ''. Raises ReportingError for anything else."""
    if not text:
        return datetime.now(UTC).date().isoformat()
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    # Python reads 20261126 and 2026-W48 too; what stands in file names is to be as it was typed.
    if day is None or day.isoformat() != text.strip():
        raise ReportingError(f"--date {text!r} is not a date such as 2026-11-26")
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ReportingError(f"--date {text!r} is not between {YEARS[0]} and {YEARS[1]}")
    return day.isoformat()


def _folder(out: Path) -> Path:
    """The folder, before anything is made for it. Raises ReportingError where none can be there."""
    there = next((path for path in (out, *out.parents) if path.exists()), None)
    if there is not None and not there.is_dir():
        raise ReportingError(f"--out {out} cannot be a folder, since {there} is a file")
    if there is not None and not os.access(there, os.W_OK):
        raise ReportingError(f"--out {out} cannot be written to; name another folder")
    return out
