"""Innovate UK's awards and universities' exchange to 2020 by NUTS 3 area, from a supplied file.

The areas are groups of councils or a whole one; the series has ended. What is wrong in it is left
out: the total of UKRI's funding counts a project's money at its lead, and patents end in 2012.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.innovation import INNOVATION_HISTORY
from catalog.vocabulary.status import OBSERVED, PARTIAL
from etl.areas import Areas
from etl.clients.files import published, uploads
from etl.clients.files.published import Layout
from etl.clients.files.texts import TextError
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="innovation_history",
        title="Innovation by area, 2010 to 2020",
        publisher="Innovate UK and HESA, put together by Nesta",
        dataset_id="BEIS indicators, NUTS 3",
        service="file",
        url="https://github.com/nestauk/beis-indicators",
        cadence="irregular",
        licence=(
            "Open Government Licence v3.0; HESA's figures: Creative Commons Attribution 4.0 "
            "International (CC BY 4.0)"
        ),
        caveats=(
            "The series ended in 2020; of that year it has a part.",
            "An area is a council or a group of councils: a group's figure is not a council's.",
            "A single large award, such as that of a centre, makes a peak.",
        ),
    )
)
TABLE: Final = INNOVATION_HISTORY
# No service has it: the part that comes with Wardwise stands in.
EMBEDDED: Final = True
LAYOUT: Final = Layout(
    columns={
        "indicator": ("indicator",), "area_code": ("nuts_id",), "edition": ("nuts_year_spec",),
        "area_name": ("area_name",), "period": ("year",), "value": ("value",),
    },
)  # fmt: skip
INNOVATE_UK: Final = "gbp_innovate_uk_funding"
# Measures that are kept, by the file's own codes, with their units.
MEASURES: Final = {
    INNOVATE_UK: "Innovate UK awards, £",
    "spinoff_investment": "External investment in universities' spin-outs, £",
    "spinoff_revenue": "Turnover of universities' spin-outs, £",
    "graduate_startups": "Graduates' start-ups, active firms",
    "contract_research_sme": "Universities' contract research for small and medium firms, £",
    "contract_research_non_sme": "Universities' contract research for larger firms, £",
    "contract_research_public_third": "Universities' contract research for public bodies and "
    "charities, £",
    "consultancy_facilities_sme": "Universities' consultancy and facilities for small and medium "
    "firms, £",
    "consultancy_facilities_non_sme": "Universities' consultancy and facilities for larger firms, "
    "£",
    "collaborative_research_cash": "Partners' cash in universities' collaborative research, £",
    "ip_revenue": "Universities' income from intellectual property, £",
}
PART_OF_A_YEAR: Final = "2020"


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply FILE` takes the file in."""
    return []


def clean_supplied(body: bytes, name: str) -> bytes:
    """The file with its areas' names under a heading that says so: a bare "name" is a person's."""
    try:
        lines, separator = published.open_lines(body, name)
    except TextError as error:
        raise RawError(f"{SOURCE.id}: {error}") from None
    headings = published.split_line(lines[0], separator)
    if "nuts_id" in headings:
        renamed = ("area_name" if heading == "name" else heading for heading in headings)
        lines[0] = separator.join(renamed)
    return "\n".join(lines).encode()


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `innovation_history`, of each area and year by the newest edition of areas."""
    frame = published.read_all(parts, LAYOUT, SOURCE.id)
    kept = frame.filter(pl.col("indicator").is_in(list(MEASURES)))
    odd = kept.filter(
        ~pl.col("period").str.contains(r"^\d{4}$") | ~pl.col("area_code").str.contains("^UK[A-Z]")
    )
    if kept.is_empty() or odd.height:
        what = f"{odd.height:,} rows without a year or a NUTS code" if odd.height else "no measure"
        raise RawError(f"{SOURCE.id}: the file has {what} that we read; supply it as published")
    reading = published.Reading(SOURCE.id)
    reading.check_marks(kept, ["value"])
    reading.finish()
    count = uploads.count()
    is_part = (pl.col("period") == PART_OF_A_YEAR) & ~_is_academic()
    usual = pl.when(is_part).then(pl.lit(PARTIAL)).otherwise(pl.lit(OBSERVED))
    return (
        kept.sort("edition", maintain_order=True)
        .rename({"indicator": "history_measure"})
        .unique(TABLE.key, keep="last", maintain_order=True)
        .sort(TABLE.key)
        .with_columns(*_periods())
        .with_columns(
            history_measure_name=pl.col("history_measure").replace_strict(MEASURES),
            history_value=count,
            status=pl.when(count.is_not_null()).then(usual).otherwise(uploads.status(OBSERVED)),
        )
        .select(TABLE.columns)
    )


def _is_academic() -> pl.Expr:
    return pl.col("history_measure") != INNOVATE_UK


def _periods() -> list[pl.Expr]:
    """A calendar year of Innovate UK's; of HESA's the academic year that begins in it."""
    year = pl.col("period").cast(pl.Int32)
    following = ((year + 1) % 100).cast(pl.String).str.zfill(2)
    is_academic = _is_academic()
    return [
        pl.when(is_academic)
        .then(pl.col("period") + "-" + following)
        .otherwise("period")
        .alias("period"),
        pl.when(is_academic)
        .then(pl.date(year, 8, 1))
        .otherwise(pl.date(year, 1, 1))
        .alias("period_start"),
        pl.when(is_academic)
        .then(pl.date(year + 1, 7, 31))
        .otherwise(pl.date(year, 12, 31))
        .alias("period_end"),
    ]
