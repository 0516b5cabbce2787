"""Participants of the projects that Innovate UK funds, from the two workbooks of its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import UKRI, Source, source
from catalog.tables.innovation import INNOVATE_UK
from catalog.vocabulary.counting import count_things
from catalog.vocabulary.postcodes import postcode_keys
from etl.areas import Areas
from etl.clients.files.organisations import name_codes
from etl.clients.files.plain_numbers import read_day
from etl.clients.ukri import (
    KIND,
    SOURCE_ID,
    AwardsError,
    AwardsQuery,
    ExpectedAwards,
    read_awards,
)
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id=SOURCE_ID,
        title="Innovate UK funded projects",
        publisher=UKRI,
        dataset_id="innovate-uk-funded-projects-since-2004",
        service="ukri",
        url="https://www.ukri.org/publications/innovate-uk-funded-projects-since-2004/",
        cadence="monthly",
        caveats=(
            "Amounts are what was offered, not what was paid.",
            "The address is the registered or main one, not where the work is done.",
            "Who is not on the list may innovate all the same.",
            "Of who may be a person neither name nor postcode is kept.",
        ),
    )
)
TABLE: Final = INNOVATE_UK
EXPECTED: Final = (ExpectedAwards("newer"), ExpectedAwards("older"))
# What `wardwise supply innovate_uk FILE` does with a workbook before it is kept.
TAKES_FILES: Final = True
ADDS_FILES: Final = True
NUMBER: Final = "Project Number"
SIZES: Final = (
    ("micro|small", "micro or small"), ("medium", "medium"), ("large", "large"),
    ("academic", "academic"), (r"\S", "other"),
)  # fmt: skip
# Core grants of centres are tens of millions of pounds, and no firm's project.
CENTRE: Final = r"^centres?$|catapult|core (grant|funding)"
CORE_PROGRAMME: Final = r"catapult.*core|core.*catapult"
PRODUCTS: Final = (
    (r"knowledge transfer partnership|\bktp\b", "ktp"), ("loan", "loan"),
    (r"investment accelerator|investor partnership", "investor"),
    (r"grant|r&d|feasibility|smart|collaborative|innovation voucher|launchpad", "grant"),
)  # fmt: skip


def requests(areas: Areas, settings: Settings) -> Sequence[AwardsQuery]:  # noqa: ARG001
    """The two workbooks of the whole nation, once for all councils."""
    return [AwardsQuery("newer"), AwardsQuery("older")]


def clean_supplied(body: bytes, name: str) -> bytes:
    """A supplied workbook or CSV as it is kept: what we read, without names of persons."""
    try:
        return read_awards(body, name)[0].write_csv().encode()
    except AwardsError as error:
        raise RawError(f"{SOURCE.id}: {error}") from None


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `innovate_uk`: of each project as the newest list has it that we hold."""
    rows = _newest_rows(parts).filter(pl.col(NUMBER).fill_null("") != "")
    typed = rows.with_columns(
        read_day("Project Start Date"),
        read_day("Project End Date"),
        _amount("Award Offered (£)"),
        _amount("Total Costs (£)"),
        postcode_keys(pl.col("Postcode").fill_null("")).fill_null("").alias("Postcode"),
        pl.col("Participant Name", "CRN").fill_null(""),
        pl.col("Project Status", "Is Lead Participant", "Participant Withdrawn From Project")
        .fill_null("")
        .str.strip_chars()
        .str.to_lowercase(),
    )
    counted = typed.with_columns(
        participant_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(NUMBER)
    )
    return (
        counted.with_columns(_codes(counted))
        .select(
            "participant_number",
            "organisation_code",
            project_number=NUMBER,
            organisation_name="Participant Name",
            organisation_kind=KIND,
            organisation_size=_first_match(pl.col("Enterprise Size"), SIZES, ""),
            organisation_postcode="Postcode",
            address_lad_name=pl.col("Address Local Authority").fill_null(""),
            address_region_name=pl.col("Address Region").fill_null(""),
            is_lead=pl.col("Is Lead Participant") == "yes",
            is_withdrawn=_is_withdrawn(),
            award_offered_gbp="Award Offered (£)",
            project_costs_gbp="Total Costs (£)",
            project_title=pl.col("Project Title").fill_null(""),
            project_theme=pl.col("Sector").fill_null("").str.replace(r"\s*Lvl\d+\s*$", ""),
            product_kind=_product_kind(),
            product_name=pl.col("Innovate UK Product Type").fill_null(""),
            project_start="Project Start Date",
            project_end="Project End Date",
            project_status=_status(),
        )
        .select(TABLE.columns)
    )


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """How many participants name nobody, withdrew, or have an award that is no number."""
    rows = _newest_rows(parts)
    odd = rows.filter(
        (pl.col("Award Offered (£)").fill_null("").str.strip_chars() != "")
        & _amount("Award Offered (£)").is_null()
    )
    words = (
        (rows.filter(pl.col(KIND) == "unincorporated").height,
         "without a company number, perhaps persons: kept without name and postcode"),
        (frame.filter("is_withdrawn").height, "who withdrew: in no sum"),
        (odd.height, "with an award that is no number"),
    )  # fmt: skip
    return [f"{count_things(n, 'participant')} {what}." for n, what in words if n]


def _read(parts: Sequence[RawPart]) -> pl.DataFrame:
    frames = [
        pl.read_csv(page, infer_schema=False).with_columns(part=pl.lit(number, pl.Int32))
        for number, part in enumerate(parts)
        for page in part.pages()
    ]
    return pl.concat(frames)


def _newest_rows(parts: Sequence[RawPart]) -> pl.DataFrame:
    """The rows of all lists; of a project that several have, those of the list that came last."""
    rows = _read(parts)
    newest = pl.col("part") == pl.col("part").max().over(NUMBER)
    return rows.filter(newest)


def _codes(rows: pl.DataFrame) -> pl.Series:
    """Company number, else a hash of name and postcode; of who may be a person one a project."""
    by_name = name_codes(rows, "Participant Name", "Postcode")
    number = pl.col("participant_number").cast(pl.String)
    return rows.select(
        organisation_code=pl.when(pl.col("CRN") != "")
        .then("GB-COH-" + pl.col("CRN"))
        .when(pl.col(KIND) == "unincorporated")
        .then("NAME-" + pl.col(NUMBER) + "-" + number)
        .otherwise(by_name)
    )["organisation_code"]


def _amount(column: str) -> pl.Expr:
    """Pounds as a number; what is no number is null, never nought."""
    text = pl.col(column).str.replace_all(r"[£,\s]", "")
    value = text.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value).alias(column)


def _is_withdrawn() -> pl.Expr:
    return pl.col("Participant Withdrawn From Project").str.contains("withdr|^yes$")


def _status() -> pl.Expr:
    status = pl.col("Project Status")
    return pl.when(status.is_in(["live", "closed"])).then(status).otherwise(pl.lit(""))


def _product_kind() -> pl.Expr:
    product = pl.col("Innovate UK Product Type").fill_null("").str.to_lowercase()
    # A centre's name alone says nothing: it is a partner in projects of others too.
    programme = pl.col("Programme Title").fill_null("").str.to_lowercase()
    is_core = product.str.contains(CENTRE) | programme.str.contains(CORE_PROGRAMME)
    usual = _first_match(product, PRODUCTS, "other")
    return pl.when(is_core).then(pl.lit("centre")).otherwise(usual)


def _first_match(text: pl.Expr, patterns: Sequence[tuple[str, str]], otherwise: str) -> pl.Expr:
    """What stands beside the first pattern that a text has, whatever its capitals."""
    low = text.fill_null("").str.to_lowercase()
    chosen: pl.Expr = pl.lit(otherwise)
    for pattern, meaning in reversed(patterns):
        chosen = pl.when(low.str.contains(pattern)).then(pl.lit(meaning)).otherwise(chosen)
    return chosen
