"""The figures of ONS's local indicators, with their confidence limits, for the United Kingdom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog import store
from catalog.settings import SAMPLE, Settings
from catalog.sources import ONS, Source, source
from catalog.tables.local_indicators import LOCAL_INDICATOR_VALUES
from catalog.vocabulary.areas import uk_area_type
from catalog.vocabulary.status import ESTIMATED, MISSING, OBSERVED, SUPPRESSED
from etl.areas import Areas
from etl.clients.ons.local_statistics import IndicatorQuery, OtherIndicatorsQuery
from etl.clients.ons.local_statistics_cube import (
    KINDS,
    SUPPRESSED_FLAGS,
    Cube,
    read_cube,
    read_period,
)
from etl.clients.ons.local_statistics_expected import ExpectedFigures
from etl.clients.query import Query
from etl.datasets.indicators.local_indicators import PAGE, TOPICS, is_wanted
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="local_indicator_values",
        title="Explore Local Statistics: figures of local indicators",
        publisher=ONS,
        dataset_id="explore-local-statistics",
        service="ons",
        url=f"{PAGE}/indicators",
        cadence="irregular",
        caveats=(
            "Where ONS gives confidence limits the true figure lies between them with 95% "
            "confidence; where it gives none, we do not know how precise a figure is.",
        ),
    )
)
TABLE: Final = LOCAL_INDICATOR_VALUES
EMBEDDED: Final = True
EXPECTED: Final = tuple(ExpectedFigures(topic) for topic in TOPICS)
FETCHED_WITH: Final = "local_indicators"


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question for each indicator that we know of, for all areas; one for those new since."""
    known = _listed(settings)
    named = [IndicatorQuery(code) for code in known]
    return [*named, OtherIndicatorsQuery("new", is_wanted, frozenset(known))]


def _listed(settings: Settings) -> list[str]:
    """Codes of the indicators as last fetched, else of those that come with Wardwise."""
    name = "local_indicators"
    for root in (settings.built, SAMPLE):
        try:
            return store.read(name, root)[0]["indicator_code"].sort().to_list()
        except store.StoreError:
            continue
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `local_indicator_values`; each indicator as it was last fetched.

    Councils that are no more are left out where another has their figures or their place.
    """
    cubes = _cubes(parts)
    frames = [TABLE.empty(), *(_rows(cube) for cube in cubes.values())]
    frame = pl.concat(frames)
    return frame.filter(~pl.col("area_code").is_in(_gone(frame)))


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """Which codes of the replies are not in the table, as a sentence."""
    every = pl.concat([cube.frame for cube in _cubes(parts).values()] or [pl.DataFrame()])
    if every.is_empty():
        return []
    kinds = uk_area_type(pl.col("area_code"))
    left = every.filter(kinds.is_in(KINDS)).join(frame, on="area_code", how="anti")
    codes = left.select("area_name", "area_code").unique().sort("area_name")
    gone = [f"{name} {code}" for name, code in codes.iter_rows()]
    return [f"Left out: codes of councils that are no more ({', '.join(gone)})."] if gone else []


def _cubes(parts: Sequence[RawPart]) -> dict[str, Cube]:
    """The newest cube of each indicator by its code; parts come oldest first."""
    cubes = [read_cube(page) for part in parts for page in part.pages()]
    return {cube.slug: cube for cube in cubes}


def _rows(cube: Cube) -> pl.DataFrame:
    frame = cube.frame
    periods = {
        written: read_period(written, cube.period_kind) for written in frame["written"].unique()
    }
    written = pl.col("written")
    name, first, last = (
        written.replace_strict({key: period[at] for key, period in periods.items()})
        for at in range(3)
    )
    blank = pl.when(pl.col("flag").is_in(SUPPRESSED_FLAGS)).then(pl.lit(SUPPRESSED))
    limited = pl.col("lci_95").is_not_null() | (pl.col("flag") == "e").fill_null(False)
    return (
        frame.with_columns(area_type=uk_area_type(pl.col("area_code")))
        .filter(pl.col("area_type").is_in(KINDS))
        .with_columns(
            indicator_code=pl.lit(cube.slug),
            area_vintage=pl.lit(cube.boundary_year),
            period=name,
            period_start=first,
            period_end=last,
            lower_limit95="lci_95",
            upper_limit95="uci_95",
            status=pl.when(pl.col("value").is_null())
            .then(blank.otherwise(pl.lit(MISSING)))
            .when(limited | pl.lit(cube.has_limits))
            .then(pl.lit(ESTIMATED))
            .otherwise(pl.lit(OBSERVED)),
        )
        .select(TABLE.columns)
    )


def _gone(frame: pl.DataFrame) -> list[str]:
    """Codes of councils that are no more and that the list of code changes does not move.

    Councils of England and Wales that were replaced twice; counties that are not of two tiers now;
    of codes in Scotland, Northern Ireland and of combined authorities that share a name all but the
    newest.
    """
    replaced = reference.read("former_councils")["former_code"].drop_nulls().to_list()
    counties = reference.read("two_tier_counties")["county_name"]
    areas = frame.select("area_code", "area_name", "area_type").unique()
    is_county = pl.col("area_type") == "county"
    former_county = is_county & ~pl.col("area_name").is_in(counties.implode())
    newest = pl.col("area_code").max().over("area_name", "area_type")
    recoded = pl.col("area_code").str.contains("^[SN]") | (pl.col("area_type") == "cauth")
    older = recoded & (pl.col("area_code") < newest)
    return [*replaced, *areas.filter(former_county | older)["area_code"]]
