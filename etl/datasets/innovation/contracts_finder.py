"""Public contracts awarded in the newest twelve months, by supplier (Contracts Finder, England)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.innovation import CONTRACTS_FINDER
from catalog.vocabulary.counting import count_things
from etl.areas import Areas
from etl.clients.contracts import (
    KIND,
    SOURCE_ID,
    ExpectedNotices,
    MonthQuery,
    months_before,
    suppliers_of,
)
from etl.clients.files.organisations import name_codes
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id=SOURCE_ID,
        title="Contracts Finder, contracts awarded",
        publisher="Crown Commercial Service",
        dataset_id="OCDS award notices",
        service="contracts",
        url="https://www.contractsfinder.service.gov.uk",
        cadence="monthly",
        caveats=(
            "A value is what was agreed, not what was paid; with several suppliers it is a ceiling "
            "for all of them and is not shown.",
            "The address is the supplier's own, not where the work is done.",
            "Suppliers who may be persons are left out; so are contracts below the thresholds.",
        ),
    )
)
TABLE: Final = CONTRACTS_FINDER
EXPECTED: Final = (ExpectedNotices(),)
MONTHS: Final = 12
SIZES: Final = {"sme": "small or medium", "large": "large"}
NOTICE: Final = "https://www.contractsfinder.service.gov.uk/Notice/"
NOTICE_ID: Final = r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def requests(areas: Areas, settings: Settings) -> Sequence[MonthQuery]:  # noqa: ARG001
    """This month and the eleven before it, once for all councils."""
    return [MonthQuery(month) for month in months_before(date.today(), MONTHS)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `contracts_finder`: of each contract as the newest notice has it."""
    rows = _newest(parts)
    codes = name_codes(rows, "name", "postcode")
    value = pl.col("amount").cast(pl.Float64, strict=False)
    is_value = (value > 0) & (pl.col("currency") == "GBP") & (pl.col("suppliers") == 1)
    return rows.select(
        "contract_code",
        "buyer_name",
        supplier_number=pl.col("supplier_number").cast(pl.Int64),
        organisation_code=pl.when(pl.col("number") != "")
        .then("GB-COH-" + pl.col("number"))
        .otherwise(codes),
        organisation_name="name",
        organisation_kind=KIND,
        organisation_size=pl.col("scale").replace_strict(SIZES, default=""),
        organisation_postcode="postcode",
        cpv_division=pl.col("cpv").str.extract(r"^(\d\d)").fill_null(""),
        contract_title="title",
        award_date=_day("award_date"),
        contract_value_gbp=pl.when(is_value).then(value),
        suppliers_count="suppliers",
        record_url=(NOTICE + pl.col("notice_id").str.extract(NOTICE_ID, 0)).fill_null(""),
    ).select(TABLE.columns)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """Which months are held, and how many suppliers have no value of their own."""
    months = sorted(part.note.key for part in parts)
    notices = sum(int(part.note.detail.get("notices", "0")) for part in parts)
    words = [
        f"Notices published {months[0]} to {months[-1]}: {notices:,} read, all of England; kept "
        "are suppliers with a postcode and those of councils."
    ]
    without = frame["contract_value_gbp"].null_count()
    what = "without a value: one of several suppliers, or none is published"
    return [*words, *([f"{count_things(without, 'supplier')} {what}."] if without else [])]


def _newest(parts: Sequence[RawPart]) -> pl.DataFrame:
    rows = pl.concat([suppliers_of(part) for part in parts])
    newest = pl.col("release_date") == pl.col("release_date").max().over("contract_code")
    return (
        rows.filter(newest)
        .unique(["contract_code", "supplier_number"], keep="last", maintain_order=True)
        .with_columns(suppliers=pl.col("suppliers_count").cast(pl.Int64))
    )


def _day(column: str) -> pl.Expr:
    """The day in London of a moment such as 2025-06-30T23:00:00Z."""
    moment = pl.col(column).str.to_datetime("%+", time_zone="UTC", strict=False)
    return moment.dt.convert_time_zone("Europe/London").dt.date()
