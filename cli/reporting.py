"""Commands that write reports: the gap report for councils, the one-page briefing for a ward."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from catalog import leftovers
from catalog import settings as settings_room
from catalog.project import version
from catalog.store import StoreError
from catalog.unanswered import unanswered
from cli.cluster_option import ClusterOption, open_cluster
from cli.report_choices import (
    ChoicesOption,
    ContactOption,
    EditionOption,
    EveryOption,
    JobsOption,
    LogoOption,
    SubtitleOption,
    TextOption,
    TitleOption,
    WithoutOption,
    gather_choices,
)
from cli.terminal import (
    Area,
    Council,
    Region,
    app,
    choose_areas,
    err,
    handle_interrupt,
    move_bar,
    name_group,
    new_bar,
    prepare_settings,
)
from presentation.numbers import count, digits

if TYPE_CHECKING:
    from reports.content import Report

Out = Annotated[Path, typer.Option(help="The folder to write the files to.")]
Formats = Annotated[
    str, typer.Option("--format", help="docx, xlsx, pdf, csv, html; separated by commas.")
]
On = Annotated[str, typer.Option("--date", help="Date on the report; today if left out.")]
YEARS: Final = (2000, 2099)  # a report dated outside of them is a slip of the keyboard


Template = Annotated[
    Path | None,
    typer.Option(
        help="A Word document whose styles, header and footer the Word report uses; if left out, "
        "WARDWISE_REPORT_TEMPLATE or our own."
    ),
]


class ReportingError(StoreError):
    """An argument that no report can be made from; the message says what it may be."""


@app.command()
def report(
    council: Council = None,
    region: Region = None,
    area: Area = None,
    name: Annotated[str, typer.Option(help="Name for a group of councils.")] = "",
    form: Formats = "docx,xlsx,pdf,csv,html",
    out: Out = Path("reports-written"),
    on: On = "",
    template: Template = None,
    edition: EditionOption = "",
    title: TitleOption = "",
    subtitle: SubtitleOption = "",
    logo: LogoOption = None,
    contact: ContactOption = "",
    without: WithoutOption = None,
    text: TextOption = None,
    choices: ChoicesOption = None,
    every: EveryOption = "",
    jobs: JobsOption = 2,
    cluster: ClusterOption = "",
) -> None:
    """Write the gap report for one council, or for several as one place, in each format chosen.

    With --every write one for each area of a kind, and a summary of what is missing where.
    """
    # Imported here: the renderers take a second that other commands do not need.
    from cli.report_areas import list_areas
    from cli.report_batch import stamp_settings, write_batch
    from reports import files, gap_report
    from reports.batch import Order
    from reports.render import docx_template

    formats = files.parse_formats(form, files.FORMATS, "a report")
    day, folder = _date(on), _folder(out)
    _check_places(bool(council or region or area), bool(name), every, cluster)
    if template and "docx" not in formats:
        raise ReportingError("--template is for Word reports; add docx to --format")
    branded = template or settings_room.load().report_template
    styles = docx_template.read_template(branded) if branded and "docx" in formats else None
    wanted = gather_choices(
        edition=edition, title=title, subtitle=subtitle, logo=logo, contact=contact,
        without=without or [], texts=text or [], saved=choices,
    )  # fmt: skip
    areas = list_areas(every) if every else []
    machines = open_cluster(cluster)
    leftovers.remove_leftovers(folder, depth=0)
    settings = prepare_settings()
    if every:
        order = Order(
            root=settings.tables.resolve(), tables=stamp_settings(settings), made_on=day,
            version=version(), formats=tuple(formats), choices=wanted, template=styles,
            compared=machines is not None,
        )  # fmt: skip
        if write_batch(order, areas, folder, settings, jobs=jobs, cluster=machines):
            raise typer.Exit(2)
        return
    chosen = choose_areas(council, region, area=area).councils
    name = name_group(area, [*(council or []), *(region or [])], name)
    with handle_interrupt(), new_bar() as progress:
        content = gap_report.build(
            settings.tables, chosen, name, made_on=day, version=version(),
            unanswered=unanswered(settings, chosen), choices=wanted,
            on_progress=move_bar(progress, progress.add_task("content")),
        )  # fmt: skip
        report_progress = move_bar(progress, progress.add_task("formats"))
        paths = files.write(content, formats, folder, report_progress, styles)
    if content.coverage:
        err.print(content.coverage, markup=False, soft_wrap=True)
    for path in paths:
        err.print(f"{path} ({digits(path.stat().st_size / 1000)} kB)", markup=False, soft_wrap=True)


@app.command()
def briefing(
    ward: Annotated[
        list[str] | None, typer.Option(help="GSS code of a ward; can be repeated.")
    ] = None,
    all_wards: Annotated[
        bool, typer.Option("--all-wards", help="Every ward of the councils named.")
    ] = False,
    council: Council = None,
    area: Area = None,
    form: Annotated[
        str, typer.Option("--format", help="html, pdf; separated by commas.")
    ] = "html,pdf",
    together: Annotated[
        bool, typer.Option("--together", help="Also one PDF of all, and a ZIP of the single files.")
    ] = False,
    out: Out = Path("briefings"),
    on: On = "",
) -> None:
    """Write the one-page briefing for a ward, or for every ward of a council."""
    from reports import files
    from reports.briefing import ward_briefings

    formats = files.parse_formats(form, list(ward_briefings.RENDER), "a briefing")
    day, folder = _date(on), _folder(out)
    if not ward and not (all_wards and (council or area)):
        raise ReportingError("name a ward (--ward E05...), or --all-wards with --council or --area")
    leftovers.remove_leftovers(folder, depth=0)
    settings = prepare_settings()
    codes = [code.strip().upper() for code in ward or []]
    if all_wards:
        chosen = choose_areas(council, None, area=area).councils
        codes += ward_briefings.list_wards(settings.tables, chosen)
    codes = list(dict.fromkeys(codes))
    with handle_interrupt(), new_bar() as progress:
        report_progress = move_bar(progress, progress.add_task("briefings"))
        ward_briefings.check_wards(settings.tables, codes)
        reports: dict[str, Report] = {}
        single: dict[str, bytes] = {}
        for number, code in enumerate(codes):
            report_progress(number, len(codes), f"briefing of {code}")
            read = ward_briefings.read_reports(
                settings.tables, [code], made_on=day, version=version()
            )
            written = ward_briefings.render_single(read, formats)
            files.write_files(written, folder)
            if together:
                reports |= read
                single |= written
        if together:
            report_progress(len(codes), len(codes), "joining the briefings")
            files.write_files(ward_briefings.render_together(reports, single), folder)
        report_progress(len(codes), len(codes), "briefings written")
    what = "briefing" if len(codes) == 1 else "briefings"
    joined = ", with one PDF of all and a ZIP" if together else ""
    err.print(f"{count(len(codes))} {what} in {folder}{joined}.", markup=False, soft_wrap=True)


def _check_places(named: bool, group: bool, every: str, cluster: str) -> None:
    """Raises ReportingError where it is not plain what to report on."""
    if every and (named or group):
        raise ReportingError(
            "--every writes a report for each area; leave out --council, --region, --area and "
            "--name"
        )
    if not every and not named:
        raise ReportingError(
            "a report needs a place: name it with --council, --region or --area, or write one for "
            "each with --every"
        )
    if cluster and not every:
        raise ReportingError("--cluster is for many reports; name them with --every")


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
        raise ReportingError(
            f"--out {out} cannot be a folder, because {there} is a file; name another folder"
        )
    if there is not None and not os.access(there, os.W_OK):
        raise ReportingError(f"we cannot write to --out {out}; name another folder")
    return out
