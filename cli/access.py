"""Commands for what residents can reach: jobs within reach, what if jobs come, and sites."""

from __future__ import annotations

from typing import Annotated

import polars as pl
import typer

from access import siting, siting_inputs, siting_problem, siting_words, what_if
from access.decay import NO_CAR, ReachError, choose_setting
from access.need import explain_correlation, rank_correlations
from access.place_reader import open_place_reader
from access.places import find_place
from catalog.reading import Reader
from catalog.settings import Settings
from catalog.store import has
from cli.terminal import (
    Area,
    Council,
    app,
    check_form,
    choose_areas,
    err,
    keep_present,
    prepare_settings,
    show_frame,
)

Setting = Annotated[
    str,
    typer.Option("--setting", help="no_car, any, within_5km, or minutes (your travel times)."),
]
Form = Annotated[str, typer.Option("--format", help="table, csv, json or parquet")]
NOT_BUILT = (
    "jobs within reach have not been worked out here: they need jobs_around, census_cars and "
    "lsoa_centroids. Run `wardwise fetch`, then `wardwise build`"
)


@app.command(name="access")
def access_command(
    council: Council = None,
    area: Area = None,
    setting: Setting = NO_CAR,
    jobs: Annotated[
        float | None, typer.Option("--jobs", help="What if so many jobs come: needs --at.")
    ] = None,
    at: Annotated[
        str, typer.Option("--at", help="Where they come: a ward, or a whole postcode.")
    ] = "",
    against: Annotated[
        str, typer.Option("--against", help="A second place to compare with: a ward or postcode.")
    ] = "",
    form: Form = "table",
) -> None:
    """Show jobs within reach of each ward, or who gains if jobs come to a place."""
    check_form(form)
    choose_setting(setting)
    settings, lad_codes = _choose(council, area)
    reader = open_place_reader(settings.tables, lad_codes)
    if (jobs is None) != (not at):
        raise ReachError("jobs that come need both: --jobs 500 --at WARD-OR-POSTCODE")
    if against and jobs is None:
        raise ReachError("a comparison needs jobs and a first place: --jobs 500 --at WARD")
    if jobs is None:
        _show_reach(reader, lad_codes, setting, form)
        return
    gains = [
        what_if.compute_gain(
            reader,
            find_place(place, reader, (settings.tables, settings.sample), lad_codes),
            jobs,
            setting,
            lad_codes,
        )
        for place in ([at, against] if against else [at])
    ]
    for gain in gains:
        _say(what_if.explain_gain(gain))
    if against:
        _say([what_if.explain_comparison(gains[0], gains[1])])
        show_frame(what_if.compare_gains(gains[0], gains[1]), form)
    else:
        show_frame(gains[0].wards, form)
    _say(list(gains[0].assumptions))


def _show_reach(reader: Reader, lad_codes: tuple[str, ...], setting: str, form: str) -> None:
    rows = reader.table("reach_ward").filter(
        pl.col("lad_code").is_in(list(lad_codes)), reach_setting=setting
    )
    if rows.is_empty():
        raise ReachError(
            f"there is no reach {choose_setting(setting).label} here: give us travel times with "
            "`wardwise supply`, then run `wardwise build`"
        )
    for row in rank_correlations(rows).iter_rows(named=True):
        _say([explain_correlation(row)])
    show_frame(rows.sort("lad_code", "jobs_in_reach", "ward_code"), form)
    _say([choose_setting(setting).meaning])


@app.command(name="sites")
def sites_command(
    council: Council = None,
    area: Area = None,
    sites: Annotated[int, typer.Option("--sites", help="How many new places.")] = 2,
    radius: Annotated[float, typer.Option("--within", help="Distance, in km or minutes.")] = 3.0,
    aim: Annotated[
        str,
        typer.Option("--aim", help="cover (most people within it), median (shortest way on "
                     "average), centre (shortest way for the furthest) or nearness (nearer counts "
                     "more)."),
    ] = "cover",
    group: Annotated[
        str,
        typer.Option("--for", help="no_qualifications, no_car, residents, claimants, or "
                     "occupation_1 to occupation_9."),
    ] = "no_qualifications",
    candidates: Annotated[
        str,
        typer.Option("--among", help="wards, small_areas, empty_premises or brownfield."),
    ] = "wards",
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", help="Sites that stay: jobcentre, college, library or other; can "
                     "be repeated."),
    ] = None,
    premises: Annotated[
        str, typer.Option("--premises", help="Of empty premises, only this kind, such as office.")
    ] = "",
    unit: Annotated[
        str, typer.Option("--unit", help="km, or minutes (travel times that you supplied).")
    ] = "km",
    setting: Annotated[
        str,
        typer.Option("--setting", help="For nearness: no_car, any or within_5km."),
    ] = NO_CAR,
    curve: Annotated[
        bool, typer.Option("--curve", help="Coverage for 1 to 8 new places instead.")
    ] = False,
    form: Form = "table",
) -> None:  # fmt: skip
    """Say where services should go, so that most of a group live near one."""
    check_form(form)
    settings, lad_codes = _choose(council, area)
    problem = siting_inputs.build_problem(
        open_place_reader(settings.tables, lad_codes), lad_codes, group, candidates, keep or (),
        unit, premises,
    )  # fmt: skip
    if curve:
        show_frame(siting.list_curve(problem, radius), form)
    else:
        question = siting_problem.Question(aim, sites, radius, setting)
        answer = siting.answer_exactly(problem, question)
        _say(siting_words.explain_answer(problem, answer))
        show_frame(siting.list_sites(problem, answer), form)
    _say(list(problem.assumptions))


def _choose(council: list[str] | None, area: list[str] | None) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and the councils with wards; ReachError where reach is not built."""
    settings = prepare_settings()
    if not has("reach_ward", settings.tables):
        raise ReachError(NOT_BUILT)
    present = Reader(settings.tables).councils("reach_ward")
    if not council and not area:
        return settings, tuple(present)
    return settings, keep_present(choose_areas(council, None, area=area).councils, present)


def _say(sentences: list[str]) -> None:
    for sentence in sentences:
        err.print(sentence, markup=False, highlight=False, soft_wrap=True)
