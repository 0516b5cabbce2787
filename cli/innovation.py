"""The command for who works on what near here."""

from __future__ import annotations

from typing import Annotated

import typer

from catalog.reading import Reader
from catalog.vocabulary.counting import count_things
from cli.terminal import (
    Area,
    Council,
    app,
    check_form,
    choose_areas,
    err,
    prepare_settings,
    show_frame,
)
from innovation.centre import Centre, centre_on_councils, centre_on_place
from innovation.questions import find_sector_words
from innovation.search import MOST_SHOWN, NEAR_KM, SearchError, read_tables, search_organisations
from presentation.numbers import digits

# What fits a terminal; the other forms have every column.
SHOWN = (
    "rank", "organisation_name", "organisation_kind", "lad_name", "distance_km", "shared_words",
    "matching_projects_count", "project_title", "project_year", "record_url",
)  # fmt: skip


@app.command(name="works-on")
def works_on_command(
    words: Annotated[
        list[str] | None, typer.Argument(help='What it is about, such as "heat pumps".')
    ] = None,
    council: Council = None,
    area: Area = None,
    near: Annotated[
        str, typer.Option("--near", help="A ward or a whole postcode of the council.")
    ] = "",
    within: Annotated[float, typer.Option("--within", help="Distance in km.")] = NEAR_KM,
    sector: Annotated[
        str, typer.Option("--sector", help="A sector by name instead of words, as MedTech.")
    ] = "",
    every_year: Annotated[
        bool, typer.Option("--every-year", help="Also projects that are neither live nor recent.")
    ] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="How many to list.")] = MOST_SHOWN,
    form: Annotated[
        str, typer.Option("--format", help="table, csv, json or parquet")
    ] = "table",
) -> None:  # fmt: skip
    """Say who works on what near here: businesses and researchers with public awards."""
    check_form(form)
    typed = " ".join(words or [])
    if bool(typed.strip()) == bool(sector.strip()):
        raise SearchError('say what it is about: words such as "heat pumps", or --sector NAME')
    settings = prepare_settings()
    reader = Reader(settings.tables)
    tables = read_tables(reader)
    question = typed or find_sector_words(sector, reader.table("sector_lists"))
    lad_codes = _choose(council, area, reader)
    centre: Centre = (
        centre_on_place(near, reader, (settings.tables, settings.sample), lad_codes)
        if near
        else centre_on_councils(reader, lad_codes)
    )
    answer = search_organisations(
        question, tables, centre, within, recent_only=not every_year, most=most
    )
    show_frame(answer.found.select(SHOWN) if form == "table" else answer.found, form)
    count = answer.found.height
    found = count_things(count, "organisation") if count else "No organisation"
    distance = digits(within, 0 if within.is_integer() else 1)
    sentence = f"{found} within {distance} km of {centre.name} with projects on {question}."
    for words_said in (sentence, *answer.notes, *tables.sources.values()):
        err.print(words_said, markup=False, highlight=False, soft_wrap=True)


def _choose(council: list[str] | None, area: list[str] | None, reader: Reader) -> tuple[str, ...]:
    """The councils that were named; without any, those that we have wards of."""
    if council or area:
        return choose_areas(council, None, area=area).councils
    return tuple(reader.table("wards")["lad_code"].unique().sort())
