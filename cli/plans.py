"""The command for a training plan: openings met, and the wards it reaches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer

from access.place_reader import open_place_reader
from catalog import store
from catalog.settings import Settings
from cli.terminal import (
    Area,
    Council,
    app,
    check_form,
    choose_areas,
    err,
    keep_present,
    name_group,
    prepare_settings,
    show_frame,
)
from indicators import inputs, run
from indicators.places import groups
from indicators.plans import training_plan
from indicators.plans.plan_reach import PlanReach, find_plan_reach
from indicators.plans.plan_text import FORM, Plan, PlanError, read_file, read_links, write_file
from presentation.plan_words import describe, describe_reach, list_notes, title
from presentation.wording import listed

EFFECTS: Final = (
    "skill_kind", "skill_code", "skill_name", "is_priority", "extra_persons", "extra_lower80",
    "extra_upper80", "openings_persons", "met_pct", "gap_persons", "gap_after_persons",
    "missing_streams", "status",
)  # fmt: skip


SHOWN: Final = ("openings", "courses", "wards", "groups")
OF_REACH: Final = ("wards", "groups")


@app.command(name="plan")
def plan_command(
    council: Council = None,
    area: Area = None,
    course: Annotated[
        list[str] | None, typer.Option(help=f"{FORM}; can be repeated.")
    ] = None,
    priority: Annotated[
        list[str] | None,
        typer.Option(help="An occupation that the plan is for: two digits of SOC 2020."),
    ] = None,
    achieve: Annotated[str, typer.Option(help="% of places that lead to an achievement.")] = "",
    at: Annotated[
        str,
        typer.Option("--at", help="Where places are given: a site of your lists, a ward, or a "
                     "whole postcode."),
    ] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="A saved plan, in place of the above.")
    ] = None,
    save: Annotated[Path | None, typer.Option("--save", help="Save the plan here (JSON).")] = None,
    show: Annotated[
        str, typer.Option("--show", help="openings, courses, wards or groups.")
    ] = "openings",
    name: Annotated[str, typer.Option(help="Name for a group of councils.")] = "",
    form: Annotated[str, typer.Option("--format", help="table, csv, json or parquet")] = "table",
) -> None:  # fmt: skip
    """Show what extra places in training would do: openings met, cost, and the wards reached."""
    check_form(form)
    typed = (*(course or ()), *(priority or ()), achieve, at)
    plan = _read(file, any(typed)) if file else read_links(
        course or (), priority or (), achieve, at
    )  # fmt: skip
    _check_shown(show, plan)
    lad_codes = choose_areas(council, None, needed_for="a plan", area=area).councils
    settings = prepare_settings()
    present = store.read("skills_openings", settings.tables)[0]["area_code"].unique()
    lad_codes = keep_present(lad_codes, present)
    names = _name_councils(settings, lad_codes)
    place = names if len(lad_codes) == 1 else name_group(area, council, name) or names
    code, openings, gaps = _select(settings, lad_codes, place)
    result = training_plan.run(code, plan, openings, gaps)
    reader = open_place_reader(settings.tables, lad_codes)
    reach = find_plan_reach(reader, plan, (settings.tables, settings.sample), lad_codes)
    _say([f"{title(result, place)}.", describe(result), *(describe_reach(reach) if reach else [])])
    show_frame(_frame(show, result, reach), form)
    _say([f"{training_plan.LABEL}.", *result.assumptions, *(reach.assumptions if reach else ())])
    if save:
        save.write_text(write_file(plan, place, list_notes(result, reach)), "utf-8")
        _say([f"Saved the plan in {save}."])


def _read(file: Path, is_more_typed: bool) -> Plan:
    if is_more_typed:
        raise PlanError("a plan from --file has all in it: leave the other options of the plan out")
    try:
        return read_file(file.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise PlanError(f"{file} is not a plan that Wardwise wrote") from None


def _check_shown(show: str, plan: Plan) -> None:
    faults = []
    if show not in SHOWN:
        faults.append(f"there is no {show!r} to show; choose {', '.join(SHOWN)}")
    if not plan.courses:
        faults.append(f"a plan needs a course: --course {FORM!r}")
    if show in OF_REACH and not plan.at:
        faults.append(f"{show} need a place: --at with a site, a ward or a whole postcode")
    if faults:
        raise PlanError("; ".join(faults))


def _name_councils(settings: Settings, lad_codes: tuple[str, ...]) -> str:
    councils = store.read("councils", settings.tables)[0]
    rows = councils.filter(pl.col("lad_code").is_in(list(lad_codes)))
    return listed(rows["lad_name"].sort().to_list())


def _select(
    settings: Settings, lad_codes: tuple[str, ...], name: str
) -> tuple[str, pl.DataFrame, pl.DataFrame]:
    """The code of the place, and its openings and gaps: of one council as stored."""
    if len(lad_codes) == 1:
        openings, gaps = (
            store.read(table, settings.tables)[0].filter(area_code=lad_codes[0])
            for table in ("skills_openings", "skills_gaps")
        )
        return lad_codes[0], openings, gaps
    of_group = groups.for_group(inputs.read(settings.tables), lad_codes, run.GROUP, name)
    tables = run.compute_group(of_group)
    return run.GROUP, tables["skills_openings"], tables["skills_gaps"]


def _frame(show: str, result: training_plan.PlanResult, reach: PlanReach | None) -> pl.DataFrame:
    if show == "courses":
        return result.courses
    if show in OF_REACH and reach is not None:
        return reach.near.wards if show == "wards" else reach.near.groups
    reached = result.effects.filter((pl.col("extra_persons") > 0) | pl.col("is_priority"))
    return reached.select(EFFECTS)


def _say(sentences: list[str]) -> None:
    for sentence in sentences:
        err.print(sentence, markup=False, highlight=False, soft_wrap=True)
