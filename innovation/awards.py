"""Awards of both sources in one shape: a row for each organisation on a project."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.reading import Reader
from innovation.names import name_key
from innovation.organisations import UNINCORPORATED, merge_codes
from innovation.placing import place_addresses, read_lists

IUK, GTR = "innovate_uk", "gtr"
READS: Final = (IUK, GTR, "gtr_organisations", "he_bci")
INNOVATE_UK_FUNDER: Final = "Innovate UK"
# Where the public reads of a project of Innovate UK: Gateway to Research lists it by its number.
RECORD: Final = "https://gtr.ukri.org/projects?ref="
CENTRE: Final = "centre"
OF_PROJECT: Final = (
    "project_title", "project_theme", "product_kind", "product_name", "project_start",
    "project_end", "project_status",
)  # fmt: skip
INVESTOR: Final = "investor"


def read_awards(reader: Reader) -> pl.DataFrame:
    """A row for each organisation on a project, of both sources, merged and placed.

    project_code, participant_number, award_source, funder_name, project_title, project_theme,
    product_kind, product_name, project_start, project_end, project_status, record_url,
    partners_known, organisation_code (merged), organisation_name, organisation_kind,
    organisation_size, is_lead, is_withdrawn, award_offered_gbp, PLACE and POSITION of placing.
    """
    innovate_uk = reader.table(IUK)
    listed = pl.concat(
        [
            _shape_innovate_uk(innovate_uk),
            _shape_gtr(reader.table(GTR), reader.table("gtr_organisations"), innovate_uk),
        ]
    )
    # A project is one thing, should rows of its participants differ: the first that says it counts.
    listed = listed.with_columns(pl.col(OF_PROJECT).drop_nulls().first().over("project_code"))
    merged = merge_codes(listed, reader.table("he_bci").select("ukprn", "provider_name").unique())
    awards = listed.join(
        merged, on="organisation_code", how="left", maintain_order="left", validate="m:1"
    ).with_columns(
        # May be a person, so two of them are never taken for one.
        merged_code=pl.when(pl.col("organisation_kind") == UNINCORPORATED)
        .then(pl.format("NAME-{}-{}", "project_code", "participant_number"))
        .otherwise("merged_code")
    )
    placed = place_addresses(awards, read_lists(reader, awards["organisation_postcode"]))
    return placed.drop("organisation_code", "organisation_postcode", "address_lad_name").rename(
        {"merged_code": "organisation_code"}
    )


def _shape_innovate_uk(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        project_code=pl.lit("IUK-") + pl.col("project_number"),
        participant_number="participant_number",
        award_source=pl.lit(IUK),
        funder_name=pl.lit(INNOVATE_UK_FUNDER),
        project_title="project_title",
        project_theme="project_theme",
        product_kind="product_kind",
        product_name="product_name",
        project_start="project_start",
        project_end="project_end",
        project_status="project_status",
        record_url=pl.lit(RECORD) + pl.col("project_number"),
        partners_known=pl.lit(value=True),
        organisation_code="organisation_code",
        organisation_name="organisation_name",
        organisation_kind="organisation_kind",
        organisation_size="organisation_size",
        organisation_postcode="organisation_postcode",
        address_lad_name="address_lad_name",
        is_lead="is_lead",
        is_withdrawn="is_withdrawn",
        award_offered_gbp="award_offered_gbp",
    )


def _shape_gtr(
    rows: pl.DataFrame, organisations: pl.DataFrame, innovate_uk: pl.DataFrame
) -> pl.DataFrame:
    """Projects of the Gateway, with the lead alone; without those that Innovate UK lists itself."""
    listed = innovate_uk.select(grant_reference="project_number").unique()
    twice = (name_key("funder_name") == INNOVATE_UK_FUNDER.lower()) & pl.col(
        "grant_reference"
    ).is_in(listed["grant_reference"].implode())
    addresses = organisations.select("organisation_code", "organisation_postcode")
    return (
        rows.filter(~twice)
        .join(addresses, on="organisation_code", how="left", maintain_order="left", validate="m:1")
        .select(
            project_code=pl.lit("GTR-") + pl.col("research_award_code"),
            participant_number=pl.lit(1, dtype=pl.Int64),
            award_source=pl.lit(GTR),
            funder_name="funder_name",
            project_title="project_title",
            project_theme="project_theme",
            product_kind=pl.lit("grant"),
            product_name="product_name",
            project_start="project_start",
            project_end="project_end",
            project_status="project_status",
            record_url="record_url",
            partners_known=pl.lit(value=False),
            organisation_code="organisation_code",
            organisation_name="organisation_name",
            organisation_kind="organisation_kind",
            organisation_size=pl.lit(""),
            organisation_postcode=pl.col("organisation_postcode").fill_null(""),
            address_lad_name=pl.lit(""),
            is_lead=pl.lit(value=True),
            is_withdrawn=pl.lit(value=False),
            award_offered_gbp="award_gbp",
        )
    )
