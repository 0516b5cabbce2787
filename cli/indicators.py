"""Commands on indicators: making them again, saying how each is made, and trying a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.store import StoreError
from cli.terminal import (
    Council,
    app,
    areas,
    bar,
    check_form,
    err,
    onto,
    out,
    prepared,
    show_frame,
    stoppable,
)
from indicators import inputs
from indicators.explain import EXPLAINED
from indicators.places import groups
from indicators.plans import scenario
from indicators.plans.what_if import COURSE_FORM, JOBS_FORM, read_changes
from indicators.run import GROUP
from presentation.numbers import count


@app.command()
def indicate() -> None:
    """Compute emerging sectors, skills gaps and the ward view again, where anything is new."""
    settings = settings_room.load()
    with stoppable(), bar() as progress:
        outcomes = pipeline.indicate(settings, onto(progress, progress.add_task("indicators")))
    last = outcomes[-1]
    for outcome in outcomes:
        # Ward tables that cannot be made leave the wards out, and nothing else.
        if outcome is last or outcome.kind == "failed":
            err.print(f"{outcome.name}: {outcome.kind} {outcome.message}".strip(), markup=False)
    if last.kind == "absent" or any(outcome.kind == "failed" for outcome in outcomes):
        raise typer.Exit(2)


@app.command()
def explain(
    indicator: Annotated[str, typer.Argument(help="An indicator; leave out to list them.")] = "",
    council: Council = None,
) -> None:
    """Say how an indicator is made: formula, inputs with their periods, assumptions, status."""
    if not indicator:
        for name, told in EXPLAINED.items():
            out.print(f"{name}: {told.question}", markup=False, soft_wrap=True)
        return
    if indicator not in EXPLAINED:
        raise StoreError(f"no indicator {indicator!r}; there are {', '.join(EXPLAINED)}")
    settings = prepared()
    chosen = areas(council, None).councils if council else ()
    for line in _explained(indicator, chosen, settings.tables):
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _explained(indicator: str, councils: tuple[str, ...], root: Path) -> list[str]:
    told = EXPLAINED[indicator]
    lines = [told.title, told.question, "", f"How: {told.formula}.", ""]
    lines += ["Inputs:"]
    for name in told.reads:
        if not store.has(name, root):
            lines.append(f"- {name}: not held, so what rests on it is missing")
            continue
        frame, origin = store.read(name, root)
        lines.append(f"- {name}: {origin.sentence()}{_periods(frame, councils)}")
    small = ("Figures that come with Wardwise", told.reference_sentences())
    for title, said in (("Assumptions", told.assumptions), ("Limits", told.limits), small):
        if said:
            lines += ["", f"{title}:", *(f"- {sentence}" for sentence in said)]
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
    own = _of_councils(frame, councils)
    if "period" not in frame.columns or own.is_empty():
        return "" if own.height else " Nothing for these councils."
    periods = sorted(set(own["period"]) - {""})
    return f" Periods: {' to '.join(dict.fromkeys([*periods[:1], *periods[-1:]])) or 'none'}."


def _statuses(frame: pl.DataFrame) -> str:
    if "status" not in frame.columns or frame.is_empty():
        return ""
    counts = frame["status"].value_counts(sort=True).iter_rows()
    return " (" + ", ".join(f"{status} {count(number)}" for status, number in counts) + ")"


@app.command(name="scenario")
def scenario_command(
    council: Council = None,
    jobs: Annotated[
        list[str] | None,
        typer.Option(help=f"{JOBS_FORM}; below zero, jobs go."),
    ] = None,
    course: Annotated[list[str] | None, typer.Option(help=f"{COURSE_FORM}.")] = None,
    name: Annotated[str, typer.Option(help="Name of a group of councils.")] = "The group",
    form: Annotated[str, typer.Option("--format", help="table, csv or json")] = "table",
) -> None:
    """Show what jobs that come or go, or a new course, would do to openings and gaps."""
    changes = read_changes(jobs or [], course or [])
    check_form(form)
    chosen = areas(council, None, needed_for="a scenario").councils
    settings = prepared()
    held = inputs.read(settings.tables)
    area = chosen[0] if len(chosen) == 1 else GROUP
    if area == GROUP:
        held = groups.for_group(held, chosen, GROUP, name)
    wards = store.read("ward_sector_jobs", settings.tables)[0]
    own = wards.filter(pl.col("lad_code").is_in(chosen))
    result = scenario.run(held, area, changes, own)
    show_frame(result.effects, form)
    show_frame(result.wards.filter(pl.col("change_jobs") != 0), form)
    err.print(result.label + ".", *result.assumptions, sep="\n- ", markup=False, soft_wrap=True)
