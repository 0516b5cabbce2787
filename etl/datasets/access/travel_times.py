"""Travel times between LSOAs from a file of the user's, in place of straight lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.access import TRAVEL_TIMES
from catalog.vocabulary.counting import count_things
from etl.areas import Areas
from etl.clients.files import published
from etl.clients.files.published import Layout
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="travel_times",
        title="Travel times between LSOAs, as supplied by you",
        publisher="Supplied by the user",
        dataset_id="travel-times",
        service="file",
        url="",
        cadence="irregular",
        caveats=(
            "Times of a file that you supplied; we did not check how they were made.",
            "A journey that the file does not have is taken for one that nobody makes.",
        ),
    )
)
TABLE: Final = TRAVEL_TIMES
LAYOUT: Final = Layout(
    {
        "origin_code": ("origin", "origin_code", "from", "from_id", "origin lsoa", "lsoa_from"),
        "destination_code": (
            "destination", "destination_code", "to", "to_id", "destination lsoa", "lsoa_to",
        ),
        "travel_minutes": (
            "minutes", "travel_minutes", "travel_time", "travel_time_p50", "time", "duration",
        ),
    }
)  # fmt: skip
LSOA: Final = r"^[EW]01\d{6}$"
# A day: what is longer is a slip, such as seconds.
MOST_MINUTES: Final = 1440.0
SHOWN: Final = 3


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply travel_times FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `travel_times` of the newest file; RawError names every fault at once."""
    read = published.read(parts[-1], LAYOUT, SOURCE.id).frame
    frame = read.with_columns(
        pl.col("origin_code", "destination_code").str.to_uppercase().fill_null(""),
        minutes=pl.col("travel_minutes").cast(pl.Float64, strict=False),
    )
    faults = [*_code_faults(frame), *_minute_faults(frame), *_repeats(frame)]
    if faults:
        raise RawError(
            f"{SOURCE.id}: {parts[-1].note.release or 'the file'}: {'; '.join(faults)}. Mend "
            "these rows, or leave them out, and supply the file again"
        )
    same = frame.with_columns(travel_minutes="minutes").select(TABLE.columns)
    return same.unique(TABLE.key, keep="first", maintain_order=True)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """The file's name, and how many of the journeys between its LSOAs it has."""
    origins, ends = frame["origin_code"].n_unique(), frame["destination_code"].n_unique()
    share = 100 * frame.height / (origins * ends)
    return [
        f"Travel times of {parts[-1].note.release or 'a supplied file'}: "
        f"{count_things(frame.height, 'journey')} from {count_things(origins, 'LSOA')} to "
        f"{ends:,}, {share:.0f}% of all between them."
    ]


def describe_unknown_lsoas(frame: pl.DataFrame, centroids: pl.DataFrame) -> str:
    """In a sentence, LSOAs of the journeys that are in no list of ours; '' where all are.

    `centroids` is the table of that name. A code of 2011 looks like one of 2021.
    """
    codes = pl.concat([frame["origin_code"], frame["destination_code"]]).unique().sort()
    unknown = codes.filter(~codes.is_in(centroids["lsoa_code"].implode()))
    if unknown.is_empty() or centroids.is_empty():
        return ""
    return (
        f"{count_things(unknown.len(), 'LSOA')} of {codes.len():,} in the travel times, such as "
        f"{unknown[0]}, not in our list of LSOAs of 2021: their journeys do not count. They may be "
        "of 2011, or beyond the councils that we have"
    )


def _code_faults(frame: pl.DataFrame) -> list[str]:
    faults = []
    for column, what in (("origin_code", "origin"), ("destination_code", "destination")):
        wrong = frame.filter(~pl.col(column).str.contains(LSOA))
        if wrong.height:
            faults.append(
                f"{count_things(wrong.height, 'row')} whose {what} is no code of an LSOA of 2021, "
                f"such as E01010568 ({_examples(wrong[column])})"
            )
    return faults


def _minute_faults(frame: pl.DataFrame) -> list[str]:
    no_number = frame.filter(pl.col("minutes").is_null() | ~pl.col("minutes").is_finite())
    kinds = (
        (no_number, "without minutes as a number"),
        (frame.filter(pl.col("minutes") < 0), "with minutes below 0"),
        (
            frame.filter(pl.col("minutes").is_finite() & (pl.col("minutes") > MOST_MINUTES)),
            "of more than a day: minutes are wanted, not seconds",
        ),
    )
    return [
        f"{count_things(rows.height, 'row')} {what} ({_examples(rows['travel_minutes'])})"
        for rows, what in kinds
        if rows.height
    ]


def _examples(words: pl.Series) -> str:
    return ", ".join(map(repr, words.fill_null("").unique().sort().head(SHOWN)))


def _repeats(frame: pl.DataFrame) -> list[str]:
    """Journeys that the file has twice with different minutes; the same again is harmless."""
    differing = frame.unique(["origin_code", "destination_code", "minutes"]).filter(
        pl.struct("origin_code", "destination_code").is_duplicated()
    )
    if differing.is_empty():
        return []
    first = differing.sort("origin_code", "destination_code")
    count = differing.select("origin_code", "destination_code").n_unique()
    return [
        f"{count_things(count, 'journey')} with two times, such as {first['origin_code'][0]} to "
        f"{first['destination_code'][0]}"
    ]
