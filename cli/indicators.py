"""Commands for indicators: update them, explain them, and try a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.store import StoreError
from cli.cluster_option import ClusterOption, open_cluster
from cli.terminal import (
    Area,
    Council,
    app,
    check_form,
    choose_areas,
    err,
    handle_interrupt,
    keep_present,
    move_bar,
    name_group,
    new_bar,
    out,
    prepare_settings,
    show_frame,
)
from indicators import inputs
from indicators.explain import EXPLAINED
from indicators.places import groups
from indicators.plans import scenario
from indicators.plans.what_if import COURSE_FORM, JOBS_FORM, read_changes
from indicators.run import GROUP
from presentation.numbers import count


@app.command()
def indicate(cluster: ClusterOption = "") -> None:
    """Update sectors, skills and ward figures where anything is new."""
    settings = settings_room.load()
    machines = open_cluster(cluster)
    with handle_interrupt(), new_bar() as progress:
        task = progress.add_task("indicators")
        outcomes = pipeline.indicate(settings, move_bar(progress, task), cluster=machines)
    last = outcomes[-1]
    for outcome in outcomes:
        # Ward tables that cannot be made leave the wards out, and nothing else.
        if outcome is last or outcome.kind == "failed":
            err.print(f"{outcome.name}: {outcome.kind} {outcome.message}".strip(), markup=False)
    if last.kind == "absent" or any(outcome.kind == "failed" for outcome in outcomes):
        raise typer.Exit(2)


@app.command()
def explain(
    indicator: Annotated[
        str, typer.Argument(help="An indicator; leave it out to list them all.")
    ] = "",
    council: Council = None,
    area: Area = None,
) -> None:
    """Explain an indicator: its formula, inputs with their periods, assumptions and status."""
    if not indicator:
        for name, explanation in EXPLAINED.items():
            out.print(f"{name}: {explanation.question}", markup=False, soft_wrap=True)
        return
    if indicator not in EXPLAINED:
        raise StoreError(
            f"there is no indicator {indicator!r}; the indicators are {', '.join(EXPLAINED)}"
        )
    settings = prepare_settings()
    chosen = choose_areas(council, None, area=area).councils if council or area else ()
    for line in _explanation_lines(indicator, chosen, settings.tables):
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _explanation_lines(indicator: str, councils: tuple[str, ...], root: Path) -> list[str]:
    explanation = EXPLAINED[indicator]
    lines = [explanation.title, explanation.question, "", f"How: {explanation.formula}.", ""]
    lines += ["Inputs:"]
    for name in explanation.reads:
        if not store.has(name, root):
            lines.append(f"- {name}: no data, so figures that need it are missing")
            continue
        frame, origin = store.read(name, root)
        lines.append(f"- {name}: {origin.sentence()}{_periods(frame, councils)}")
    small = ("Figures included with Wardwise", explanation.reference_sentences())
    for title, sentences in (
        ("Assumptions", explanation.assumptions),
        ("Limits", explanation.limits),
        small,
    ):
        if sentences:
            lines += ["", f"{title}:", *(f"- {sentence}" for sentence in sentences)]
    if store.has(indicator, root):
        frame = _of_councils(store.read(indicator, root)[0], councils)
        lines += ["", f"Here: {count(frame.height)} figures{_statuses(frame)}."]
    else:
        lines += ["", "Not computed yet: run `wardwise indicate`."]
    return lines


def _of_councils(frame: pl.DataFrame, councils: tuple[str, ...]) -> pl.DataFrame:
    column = next((name for name in ("lad_code", "area_code") if name in frame.columns), "")
    return frame.filter(pl.col(column).is_in(councils)) if councils and column else frame


def _periods(frame: pl.DataFrame, councils: tuple[str, ...]) -> str:
    of_councils = _of_councils(frame, councils)
    if "period" not in frame.columns or of_councils.is_empty():
        return "" if of_councils.height else " No data for these councils."
    periods = sorted(set(of_councils["period"]) - {""})
    return f" Periods: {' to '.join(dict.fromkeys([*periods[:1], *periods[-1:]])) or 'none'}."


def _statuses(frame: pl.DataFrame) -> str:
    if "status" not in frame.columns or frame.is_empty():
        return ""
    counts = frame["status"].value_counts(sort=True).iter_rows()
    return " (" + ", ".join(f"{status} {count(number)}" for status, number in counts) + ")"


@app.command(name="scenario")
def scenario_command(
    council: Council = None,
    area: Area = None,
    jobs: Annotated[
        list[str] | None,
        typer.Option(help=f"{JOBS_FORM}; use a negative number for jobs lost."),
    ] = None,
    course: Annotated[list[str] | None, typer.Option(help=f"{COURSE_FORM}.")] = None,
    name: Annotated[str, typer.Option(help="Name for a group of councils.")] = "",
    form: Annotated[str, typer.Option("--format", help="table, csv or json")] = "table",
) -> None:
    """Show how jobs gained or lost, or a new course, would change openings and gaps."""
    changes = read_changes(jobs or [], course or [])
    check_form(form)
    chosen = choose_areas(council, None, needed_for="a scenario", area=area).councils
    name = name_group(area, council, name) or "The group"
    settings = prepare_settings()
    area_inputs = inputs.read(settings.tables)
    chosen = keep_present(chosen, area_inputs.sectors["area_code"])
    place_code = chosen[0] if len(chosen) == 1 else GROUP
    if place_code == GROUP:
        area_inputs = groups.for_group(area_inputs, chosen, GROUP, name)
    wards = store.read("ward_sector_jobs", settings.tables)[0]
    of_councils = wards.filter(pl.col("lad_code").is_in(chosen))
    result = scenario.run(area_inputs, place_code, changes, of_councils)
    show_frame(result.effects, form)
    show_frame(result.wards.filter(pl.col("change_jobs") != 0), form)
    err.print(result.label + ".", *result.assumptions, sep="\n- ", markup=False, soft_wrap=True)
