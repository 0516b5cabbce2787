"""The first page of a report: the place at a glance, with headlines, a map and key figures."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.vocabulary.status import MISSING
from indicators.places import local_figures, member_figures
from indicators.places import profile as place_profile
from indicators.places.limits import HIGHER, LOWER
from presentation.forecast_words import name_kind
from presentation.local_words import difference_words, short_name
from presentation.sector_summary_words import write_number
from presentation.wording import MODELLED, dated, listed, span
from reports.choices import Choices
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections import ages, headlines, place_tables, ward_maps

KEY_FIGURES: Final = 6  # that are printed; the workbook has the rest
SIDE_BY_SIDE: Final = 4  # councils of which each has a column
JOBS: Final = (
    Field("period", "Year"),
    Field("kind", "What it is"),
    Field("jobs", "Jobs", 0, "jobs", "status", is_estimate=True),
    Field("lower80", "80% from", 0, "jobs", "bounds_status", is_estimate=True),
    Field("upper80", "80% to", 0, "jobs", "bounds_status", is_estimate=True),
    Field("status", "Status"),
)
AGES_NAMED: Final = ("adverts", "aps", "fe_achievements", "claimants")


def place(
    area: ReportArea, made_on: str, choices: Choices, missing: int, unanswered: int
) -> Section:
    """Headlines, map, key figures and how old the figures are, on one page."""
    today = date.fromisoformat(made_on)
    jobs = table_jobs(area)
    blocks: list[Block] = [Text((MODELLED,))]
    if area.absent:
        blocks.append(Text((name_absent(area),)))
    if low := headlines.describe_caution(area):
        blocks.append(Text((low,)))
    blocks += [
        Text(headlines.headlines(area, today, choices), listed=True),
        *ward_maps.draw_place(area),
        *table_figures(area, today),
        *jobs,
        Text((" ".join(_cautions(area, today, missing, unanswered)),)),
    ]
    return Section("place", f"{area.title} on one page", tuple(blocks))


def _cautions(area: ReportArea, today: date, missing: int, unanswered: int) -> list[str]:
    """How old the main figures are, and that some are missing or old."""
    jobs = place_tables.read_jobs(area).filter(pl.col("horizon").is_null())
    newest = [f"jobs {jobs['period'][-1]}"] if jobs.height else []
    newest += ages.name_newest(area, today, AGES_NAMED)
    old = len(ages.list_marked(area, today))
    parts = [f"Newest figures: {'; '.join(newest)}." if newest else ""]
    if old:
        what = "One source is" if old == 1 else f"{write_number(old).capitalize()} sources are"
        parts.append(f"{what} older than the newest published.")
    if missing:
        number = write_number(missing).capitalize()
        what = "One kind of data is" if missing == 1 else f"{number} kinds of data are"
        parts.append(f"{what} missing.")
    if unanswered:
        parts.append(f"Requests that the data services did not answer: {unanswered}.")
    if old or missing or unanswered:
        parts.append("See What we do not know.")
    return [part for part in parts if part]


def table_figures(area: ReportArea, today: date) -> tuple[Block, ...]:
    """Headline figures: of one council beside others; of several side by side. None without any."""
    with area.tables.read.source() as source:
        local = place_tables.read_local(area)
    if local.values.is_empty() or local.indicators.is_empty():
        return ()
    if len(area.councils) == 1:
        frame, fields = _one_council(area, local, today)
    else:
        frame, fields = _several(area, local)
    if frame.is_empty():
        return ()
    frame = frame.with_columns(
        measure=pl.Series(
            [_name(row) for row in frame.iter_rows(named=True)], dtype=pl.String
        ),
        status_nation=_status_of("nation_value"),
    )  # fmt: skip
    title = f"Key figures of {area.spoken_name}" if len(area.councils) > 1 else (
        f"{area.spoken_name} beside other places"
    )  # fmt: skip
    return (
        DataTable(
            "place", title, frame,
            (Field("measure", "Measure"), Field("period", "Period"), *fields), str(source),
            print_rows=KEY_FIGURES, keeps_upright=True,
            print_fields=tuple(
                name for name in ("measure", "period", *(field.name for field in fields))
                if name != "region_value"
            ),
        ),
    )  # fmt: skip


def _name(row: dict[str, object]) -> str:
    """The measure with its unit: Gross median weekly pay (£)."""
    unit = str(row["unit"] or "")
    shown = unit[:1].lower() + unit[1:] if unit.startswith("Rate") else unit
    return f"{short_name(str(row['indicator_name']))}{f' ({shown})' if shown else ''}"


def _status_of(value: str) -> pl.Expr:
    """Of a figure beside the place's own: as that, or missing."""
    has_value = pl.col(value).is_not_null()
    return pl.when(has_value).then(pl.lit("observed")).otherwise(pl.lit(MISSING))


def _one_council(
    area: ReportArea, local: local_figures.LocalTables, today: date
) -> tuple[pl.DataFrame, list[Field]]:
    found = place_profile.build_profile(local, area.codes[0], today)
    # Those that differ from places like it first: the headlines name them.
    differs = pl.col("neighbours_difference").is_in([HIGHER, LOWER]).fill_null(False)
    rows = found.headlines.sort(~differs, maintain_order=True)
    frame = rows.with_columns(
        area_code=pl.lit(area.codes[0]), area_name=pl.lit(area.spoken_name),
        status_region=_status_of("region_value"), status_like=_status_of("neighbours_median"),
        beside=pl.Series(
            [difference_words(word) for word in rows["neighbours_difference"]], dtype=pl.String
        ),
    )  # fmt: skip
    every = (
        _figure("value", area.spoken_name, "status"),
        _figure("region_value", found.area.region_name or "Region", "status_region"),
        _figure("nation_value", found.area.nation_name or "Nation", "status_nation"),
        _figure("neighbours_median", "Places like it", "status_like"),
        Field("beside", "Compared with those"),
    )
    return frame, [field for field in every if not frame[field.name].is_null().all()]


def _several(
    area: ReportArea, local: local_figures.LocalTables
) -> tuple[pl.DataFrame, list[Field]]:
    frame = member_figures.compare_members(local, area.codes)
    if len(area.councils) <= SIDE_BY_SIDE:
        fields = [_figure(f"value_{code}", name, f"status_{code}") for code, name in area.councils]
    else:
        fields = [
            _figure("lowest_value", "Lowest", ""), Field("lowest_name", "In"),
            _figure("highest_value", "Highest", ""), Field("highest_name", "in"),
        ]  # fmt: skip
    name = frame["nation_name"].to_list()[0] if frame.height else ""
    if name:
        fields.append(_figure("nation_value", name, "status_nation"))
    return frame.with_columns(status=pl.lit("observed")), fields


def _figure(name: str, title: str, status: str) -> Field:
    return Field(name, title, 1, "", status, decimals_from="decimals")


def table_jobs(area: ReportArea) -> tuple[Block, ...]:
    """All jobs over time, in the workbook."""
    with area.tables.read.source() as source:
        jobs = place_tables.read_jobs(area)
    if jobs.is_empty():
        return ()
    frame = jobs.with_columns(
        name_kind(),
        area_code=pl.lit(area.code), area_name=pl.lit(area.spoken_name),
        bounds_status=pl.when(pl.col("lower80").is_null()).then(pl.lit(MISSING))
        .otherwise("status"),
    )  # fmt: skip
    title = dated(f"All jobs in {area.spoken_name}", span(frame, "period"))
    table = DataTable(
        "jobs-total", title, frame.sort("period", descending=True), JOBS, str(source), (1, 2),
        printed="workbook",
    )  # fmt: skip
    return (table,)


def name_absent(area: ReportArea) -> str:
    """A sentence on which of the place's councils the report covers, and which not."""
    names = listed([name for _, name in area.councils], len(area.councils))
    absent = listed([name for _, name in area.absent], len(area.absent))
    return (
        f"This report covers {len(area.councils)} of the {area.members} councils of {area.name}: "
        f"{names}. We have no data for {absent}, so totals do not include "
        f"{'it' if len(area.absent) == 1 else 'them'}."
    )
