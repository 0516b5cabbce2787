"""Who holds public research and innovation awards, on what, where and with whom: as published."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table
from catalog.tables.economy import PERIOD

ORGANISATION_KINDS: Final = ("business", "university", "public", "charity", "unincorporated")
# Contracts Finder tells small or medium from large alone.
ORGANISATION_SIZES: Final = (
    "micro or small", "medium", "small or medium", "large", "academic", "other", "",
)  # fmt: skip
PRODUCT_KINDS: Final = ("grant", "ktp", "loan", "investor", "centre", "other")

F = pl.Float64
define("project_number", pl.String, "", "Innovate UK's number of the project")
define("participant_number", pl.Int64, "", "Counts the participants of a project, as listed")
define("organisation_code", pl.String, "", "GB-COH- and company number, UKPRN- and number, GTR- "
       "and Gateway to Research's id, or NAME- and a hash of name and postcode; of who may be a "
       "person NAME- and the project's number")  # fmt: skip
define("organisation_name", pl.String, "", "Name as published; '' where it may be a person's")
define("organisation_kind", pl.String, "", "business, university, public, charity, or "
       "unincorporated (no company number: may be a person, so never named)")  # fmt: skip
define(
    "organisation_size",
    pl.String,
    "",
    "micro or small, medium, small or medium (of contracts alone), large, academic, other, or ''",
)
define("organisation_postcode", pl.String, "", "Postcode of the registered or main address: "
       "'HD1 1AB'; '' where none is published, or it may be a person's")  # fmt: skip
define("address_lad_name", pl.String, "", "Council of the address, as published")
define("address_region_name", pl.String, "", "Region of the address, as published")
define("is_lead", pl.Boolean, "", "The participant leads the project")
define("is_withdrawn", pl.Boolean, "", "The participant withdrew: in no sum")
define("award_offered_gbp", F, "£", "Award offered, which is not what was paid", nullable=True)
define("project_costs_gbp", F, "£", "Costs of the participant's part", nullable=True)
define("project_title", pl.String, "", "Title of the project")
define("project_theme", pl.String, "", "Sector or topics as the funder names them; '' for none")
define("product_kind", pl.String, "", "grant, ktp (Knowledge Transfer Partnership), loan, investor "
       "(with a private investor's money), centre (core grant of a centre) or other")  # fmt: skip
define("product_name", pl.String, "", "Kind of award, as the funder names it")
define("project_start", pl.Date, "", "First day of the project", nullable=True)
define("project_end", pl.Date, "", "Last day of the project", nullable=True)
define("project_status", pl.String, "", "live, closed, or '' where not published")
define("research_award_code", pl.String, "", "Gateway to Research's id of the project")
define("grant_reference", pl.String, "", "Funder's reference of the award")
define("funder_name", pl.String, "", "Who funds it: AHRC, Innovate UK")
define("award_gbp", F, "£", "Value of the award", nullable=True)
define("record_url", pl.String, "", "Address of the public record; '' for none")
define("exchange_measure", pl.String, "", "contract_research, consultancy, collaborative_research, "
       "ip_income, spinouts_active, spinouts_new or spinout_investment")  # fmt: skip
define("partner_kind", pl.String, "", "Kind of partner as published: small firms, all; '' for none")
define("exchange_value", F, "£, or count for spin-outs", "Value of the measure", nullable=True)
define("contract_code", pl.String, "", "Open contracting id of the notice and of the award in it")
define("supplier_number", pl.Int64, "", "Counts the suppliers of an award, as listed")
define("buyer_name", pl.String, "", "Public body that bought")
define("cpv_division", pl.String, "", "First two digits of the common procurement vocabulary")
define("contract_title", pl.String, "", "Title of the contract")
define("award_date", pl.Date, "", "Day of the award", nullable=True)
define("contract_value_gbp", F, "£", "Value of the contract; null with several suppliers, whose "
       "ceiling is nobody's spend, and for 0", nullable=True)  # fmt: skip
define("suppliers_count", pl.Int64, "suppliers", "Suppliers of the award, named here or not")
define("history_measure", pl.String, "", "Code of the measure, as published")
define("history_measure_name", pl.String, "", "Name of the measure, with its unit")
define("history_value", F, "as the measure's name says", "Value", nullable=True)

INNOVATE_UK: Final = Table(
    name="innovate_uk",
    grain="a participant of a project that Innovate UK funds",
    key=("project_number", "participant_number"),
    columns=(
        "project_number", "participant_number", "organisation_code", "organisation_name",
        "organisation_kind", "organisation_size", "organisation_postcode", "address_lad_name",
        "address_region_name", "is_lead", "is_withdrawn", "award_offered_gbp",
        "project_costs_gbp", "project_title", "project_theme", "product_kind", "product_name",
        "project_start", "project_end", "project_status",
    ),
    allowed=(
        ("organisation_kind", ORGANISATION_KINDS), ("organisation_size", ORGANISATION_SIZES),
        ("product_kind", PRODUCT_KINDS), ("project_status", ("live", "closed", "")),
    ),
)  # fmt: skip
GTR: Final = Table(
    name="gtr",
    grain="a project of Gateway to Research, with the organisation that leads it",
    key=("research_award_code",),
    columns=(
        "research_award_code", "grant_reference", "organisation_code", "organisation_name",
        "organisation_kind", "address_region_name", "funder_name", "product_name",
        "project_title", "project_theme", "project_start", "project_end", "project_status",
        "award_gbp", "record_url",
    ),
    allowed=(
        ("organisation_kind", ORGANISATION_KINDS), ("project_status", ("live", "closed", "")),
    ),
)  # fmt: skip
GTR_ORGANISATIONS: Final = Table(
    name="gtr_organisations",
    grain="an organisation that leads a project of Gateway to Research: its main address",
    key=("organisation_code",),
    columns=("organisation_code", "organisation_name", "organisation_postcode"),
)
HE_BCI: Final = Table(
    name="he_bci",
    grain="a university, an academic year, a measure of exchange with others, a kind of partner",
    key=("ukprn", "period", "exchange_measure", "partner_kind"),
    columns=(
        "ukprn", "provider_name", *PERIOD, "exchange_measure", "partner_kind", "exchange_value",
        "status",
    ),
    value="exchange_value",
)  # fmt: skip
CONTRACTS_FINDER: Final = Table(
    name="contracts_finder",
    grain="a supplier of a public contract awarded; sole traders are left out",
    key=("contract_code", "supplier_number"),
    columns=(
        "contract_code", "supplier_number", "buyer_name", "organisation_code",
        "organisation_name", "organisation_kind", "organisation_size", "organisation_postcode",
        "cpv_division", "contract_title", "award_date", "contract_value_gbp", "suppliers_count",
        "record_url",
    ),
    non_negative=("contract_value_gbp",),
    allowed=(
        ("organisation_kind", ORGANISATION_KINDS), ("organisation_size", ORGANISATION_SIZES),
    ),
)  # fmt: skip
INNOVATION_HISTORY: Final = Table(
    name="innovation_history",
    grain="an area of NUTS 3 (groups of councils), a year and a measure: never a council's own",
    key=("area_code", "period", "history_measure"),
    columns=(
        "area_code", "area_name", *PERIOD, "history_measure", "history_measure_name",
        "history_value", "status",
    ),
    value="history_value",
)  # fmt: skip
