"""Section of a report on public awards for innovation: sectors, and who is linked. None without."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables.innovation_places import LIGHTS
from catalog.vocabulary.status import MISSING, OBSERVED
from indicators.innovation import sector_lights
from presentation import innovation_words
from presentation.wording import as_sentence, dated
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea

PRINTED_LIST: Final = "is8"  # the list of sectors that is printed
MOST_PRINTED: Final = 8
MOST_COUNCILS: Final = 3  # described in words; the workbook has all
COUNTS: Final = {
    "firms_count": "firms_light", "research_count": "research_light",
    "investor_awards_count": "investment_light",
}  # fmt: skip
NO_DATA: Final = LIGHTS[-1]
FIELDS: Final = (
    Field("sector_name", "Sector"),
    Field("lad_name", "Council"),
    Field("sector_list", "List of sectors"),
    Field("firms_count", "Businesses with awards", 0, "businesses", "firms_count_status"),
    Field("research_count", "Research projects led from here", 0, "projects",
          "research_count_status"),
    Field("investor_awards_count", "Awards beside a private investor's money", 0, "awards",
          "investor_awards_count_status"),
    Field("gap_in_words", "Gap to bridge"),
)  # fmt: skip
IN_PRINT: Final = (
    "sector_name", "lad_name", "firms_count", "research_count", "investor_awards_count",
    "gap_in_words",
)  # fmt: skip
OF_COUNCIL: Final = (
    Field("lad_name", "Council"),
    Field("period", "Years"),
    Field("awards_count", "Awards to businesses", 0, "awards", "status"),
    Field("awards_per_1000_businesses", "Awards a year per 1,000 businesses", 2, "", "status"),
    Field("small_firms_pct", "Awards to micro or small businesses (%)", 1, "%", "status"),
    Field("firms_count", "Businesses with an award", 0, "businesses", "status"),
    Field("newcomers_count", "Of them, with their first", 0, "businesses", "status"),
    Field("firms_with_university_count", "With a university as partner", 0, "businesses", "status"),
    Field("firms_with_local_count", "With a partner in the council", 0, "businesses", "status"),
    Field("firms_with_none_count", "With neither", 0, "businesses", "status"),
)


def innovation(area: ReportArea) -> tuple[Section, ...]:
    """Sectors with what is here of each, gaps to bridge first, and how connected businesses are."""
    with area.tables.read.source() as source:
        every = area.read_councils("innovation_sectors")
        councils = area.read_councils("innovation_council")
    if every.is_empty() and councils.is_empty():
        return ()
    blocks: list[Block] = []
    most = councils.sort("firms_count", "lad_name", descending=[True, False]).head(MOST_COUNCILS)
    for row in most.iter_rows(named=True):
        blocks.append(Text((" ".join(innovation_words.describe_connectedness(row)),)))
    printed = sector_lights.order_sectors(every, area.codes, PRINTED_LIST)
    gaps = innovation_words.describe_gaps(sector_lights.list_gaps(printed))
    parts = [
        as_sentence(gaps) if gaps else "",
        "" if councils.height else innovation_words.NO_FIRMS,
    ]
    if words := " ".join(filter(None, parts)):
        blocks.append(Text((words,)))
    if every.height:
        blocks.append(_sectors(printed, every, str(source), len(area.councils) > 1))
    if councils.height:
        title = dated("Businesses with awards of Innovate UK", councils["period"][0])
        blocks.append(
            DataTable("connectedness", title, councils, OF_COUNCIL, str(source), printed="workbook")
        )
    blocks.append(Text((f"{innovation_words.OFFERED} {innovation_words.NOT_LISTED}",)))
    return (Section("innovation", "Who works on what", tuple(blocks), printed="standard"),)


def _sectors(printed: pl.DataFrame, every: pl.DataFrame, source: str, is_group: bool) -> DataTable:
    """All lists, the printed one first; a count is missing where we have no list to count in."""
    others = every.filter(pl.col("sector_list") != PRINTED_LIST).sort(
        "sector_list", "sector_code", "lad_name"
    )
    frame = pl.concat([printed, others]).with_columns(
        pl.col("gap_to_bridge").replace(innovation_words.GAPS).alias("gap_in_words"),
        *(
            pl.when(pl.col(light) != NO_DATA).then(pl.col(count)).alias(count)
            for count, light in COUNTS.items()
        ),
        *(
            pl.when(pl.col(light) == NO_DATA)
            .then(pl.lit(MISSING))
            .otherwise(pl.lit(OBSERVED))
            .alias(f"{count}_status")
            for count, light in COUNTS.items()
        ),
    )
    fields = tuple(field for field in FIELDS if is_group or field.name != "lad_name")
    # Rows without anything come last, and are not printed.
    lit = printed.filter(pl.any_horizontal(pl.col(list(COUNTS.values())) == LIGHTS[0])).height
    return DataTable(
        "innovation", "Sectors of the Industrial Strategy: businesses, research, investment",
        frame, fields, source, print_fields=IN_PRINT,
        print_rows=min(MOST_PRINTED, lit), full_rows=printed.height,
        printed="standard" if lit else "workbook",
    )  # fmt: skip
