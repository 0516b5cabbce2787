"""Main addresses of the institutions that lead projects of Gateway to Research, region by region.

A project names the region of its lead and no address. Each address is a request, so only those of
institutions in the regions of the councils are asked for, who lead most first, and none twice.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import UKRI, Source, source
from catalog.tables.innovation import GTR_ORGANISATIONS
from catalog.vocabulary.areas import REGIONS
from catalog.vocabulary.postcodes import postcode_keys
from etl import raw
from etl.areas import Areas
from etl.clients.gtr import (
    COLUMNS,
    KEPT_DAYS,
    ORGANISATIONS,
    TOPICS,
    ExpectedProjects,
    fetch_postcode,
    search_newest,
    to_csv,
)
from etl.clients.http import FetchError, Http
from etl.datasets.access.every_council import read_places
from etl.datasets.innovation import gtr
from etl.raw import RawPart, Received

SOURCE: Final = source(
    Source(
        id="gtr_organisations",
        title="Gateway to Research, organisations",
        publisher=UKRI,
        dataset_id="gateway-to-research",
        service="gtr",
        url="https://gtr.ukri.org/search/organisation?term=*",
        cadence="irregular",
        caveats=(
            "The main address of institutions that lead research in the regions of your councils.",
        ),
    )
)
TABLE: Final = GTR_ORGANISATIONS
FETCHED_WITH: Final = "gtr"
EXPECTED: Final = (ExpectedProjects(),)
KINDS: Final = ("university", "public", "charity")
# 2021: ten institutions of Yorkshire lead all its 885 projects in arts and humanities; a region has
# some 30 that lead research at all. A run asks for so many more that lead most.
MOST_A_REGION: Final = 10
MOST_FAILED: Final = 3
COLUMNS_KEPT: Final = ("organisation_code", "organisation_name", "postcode")
SCHEMA: Final = dict.fromkeys(COLUMNS_KEPT, pl.String)
PREFIX: Final = "GTR-"


@dataclass(frozen=True)
class OrganisationsQuery:
    """The main addresses of who leads projects in a region, those that are held not asked again."""

    key: str
    region_name: str
    areas: tuple[str, ...] = ()
    REQUESTS_COUNT: ClassVar[int] = MOST_A_REGION

    def describe(self, settings: Settings) -> str:
        address = f"{settings.urls['gtr']}{ORGANISATIONS}"
        return f"{address} of up to {MOST_A_REGION} that lead projects in {self.region_name}"

    def is_settled(self, settings: Settings) -> bool:
        """Whether all that lead projects in the region were asked for this week."""
        part = raw.load(SOURCE.id, self.key, settings.raw)
        is_whole = part is not None and "passed_over" not in part.note.detail
        return is_whole and raw.is_newer_than(SOURCE.id, self.key, KEPT_DAYS, settings.raw)

    def fetch(self, http: Http, settings: Settings) -> Received:
        """The addresses; FetchError where none can be had, else with a word on those that lack."""
        wanted = self._wanted(http, settings)
        rows, failed = self._held(settings), list[str]()
        asked = wanted.filter(~pl.col("organisation_code").is_in([row[0] for row in rows]))
        for code, name in asked.head(MOST_A_REGION).select(COLUMNS_KEPT[:2]).iter_rows():
            try:
                postcode = fetch_postcode(http, settings, code.removeprefix(PREFIX))
            except FetchError as error:
                failed.append(str(error))
                if len(failed) >= MOST_FAILED:
                    break
                continue
            rows.append((code, name, postcode))
        if failed and not rows:
            raise FetchError(failed[0])
        lacking = wanted.height - len({row[0] for row in rows} & set(wanted["organisation_code"]))
        words = (
            f"{SOURCE.title}: {lacking:,} of {wanted.height:,} institutions in {self.region_name} "
            f"without an address{f' ({failed[0]})' if failed else ''}; the next fetch goes on"
        )
        frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
        detail = {"passed_over": words} if lacking else {}
        return Received((to_csv(frame),), self.describe(settings), detail=detail)

    def _wanted(self, http: Http, settings: Settings) -> pl.DataFrame:
        """Code and name of institutions, who lead most first: of the projects that are held, else
        (in a rehearsal) of the newest, wherever they are.
        """
        parts = list(raw.parts(gtr.SOURCE.id, settings.raw))
        if parts:
            projects = gtr.tidy(parts).filter(pl.col("address_region_name") == self.region_name)
        else:
            page, _, _ = search_newest(http, settings, 1)
            projects = gtr.tidy_rows(page.select(*COLUMNS, TOPICS))
        led = projects.filter(
            pl.col("organisation_kind").is_in(KINDS)
            & pl.col("organisation_code").str.starts_with(PREFIX)
        )
        return (
            led.group_by("organisation_code")
            .agg(pl.col("organisation_name").last(), pl.len().alias("projects"))
            .sort("projects", "organisation_code", descending=[True, False])
        )

    def _held(self, settings: Settings) -> list[tuple[str, str, str]]:
        part = raw.load(SOURCE.id, self.key, settings.raw)
        return list(_read(part).iter_rows()) if part else []


def requests(areas: Areas, settings: Settings) -> Sequence[OrganisationsQuery]:
    """One question for each region that a council lies in."""
    councils = read_places("councils", settings)
    ours = councils.filter(pl.col("lad_code").is_in(list(areas.councils)))
    codes = sorted(set(ours["region_code"].drop_nulls()))
    return [OrganisationsQuery(code, REGIONS[code]) for code in codes if code in REGIONS]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `gtr_organisations`: each institution once, '' for no whole postcode."""
    rows = pl.concat([_read(part) for part in parts])
    return (
        rows.unique("organisation_code", keep="last", maintain_order=True)
        .with_columns(
            pl.col("organisation_name").fill_null(""),
            organisation_postcode=postcode_keys(pl.col("postcode").fill_null("")).fill_null(""),
        )
        .select(TABLE.columns)
    )


def _read(part: RawPart) -> pl.DataFrame:
    return pl.concat(
        [pl.read_csv(io.BytesIO(page), schema_overrides=SCHEMA) for page in part.pages()]
    )
