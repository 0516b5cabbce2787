"""Projects of Gateway to Research: the research councils' and Innovate UK's, by who leads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import UKRI, Source, source
from catalog.tables.innovation import GTR
from catalog.vocabulary.counting import count_things
from etl.areas import Areas
from etl.clients.files.plain_numbers import read_day
from etl.clients.gtr import (
    SOURCE_ID,
    TOPICS,
    ExpectedProjects,
    ProjectsError,
    ProjectsQuery,
    lead_kinds,
    read_export,
    to_csv,
)
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id=SOURCE_ID,
        title="Gateway to Research, projects",
        publisher=UKRI,
        dataset_id="gateway-to-research",
        service="gtr",
        url="https://gtr.ukri.org/search/project?term=*",
        cadence="monthly",
        caveats=(
            "A project names the organisation that leads it; others on it are not in the list.",
            "Whoever leads or works on a project is never read: columns about people are left out.",
            "The address is the lead organisation's main one, not where the work is done.",
        ),
    )
)
TABLE: Final = GTR
EXPECTED: Final = (ExpectedProjects(),)
TAKES_FILES: Final = True
ID: Final = "ProjectId"
RECORD: Final = "https://gtr.ukri.org/projects?ref="
STATUSES: Final = {"active": "live", "live": "live", "closed": "closed", "completed": "closed"}


def requests(areas: Areas, settings: Settings) -> Sequence[ProjectsQuery]:  # noqa: ARG001
    """All projects, once for all councils."""
    return [ProjectsQuery()]


def clean_supplied(body: bytes, name: str) -> bytes:
    """A supplied export as it is kept: the columns that name no person."""
    try:
        return to_csv(read_export(body, name))
    except ProjectsError as error:
        raise RawError(f"{SOURCE.id}: {error}") from None


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `gtr`: each project as the newest part has it, and what that lacks from others."""
    return tidy_rows(_merge(parts))


def tidy_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The same of rows under the headings of the export, all text."""
    kinds = rows.with_columns(kind=lead_kinds(rows))
    named = pl.col("kind") != "unincorporated"
    return kinds.select(
        research_award_code=ID,
        grant_reference="ProjectReference",
        organisation_code=pl.when(named & (pl.col("LeadROId") != ""))
        .then("GTR-" + pl.col("LeadROId"))
        .otherwise("NAME-" + pl.col(ID)),
        organisation_name=pl.when(named).then("LeadROName").otherwise(pl.lit("")),
        organisation_kind="kind",
        address_region_name=pl.when(pl.col("Region") != "Unknown")
        .then("Region")
        .otherwise(pl.lit("")),
        funder_name="FundingOrgName",
        product_name="ProjectCategory",
        project_title="Title",
        project_theme=TOPICS,
        project_start=read_day("StartDate"),
        project_end=read_day("EndDate"),
        project_status=pl.col("Status").str.to_lowercase().replace_strict(STATUSES, default=""),
        award_gbp=_pounds(),
        record_url=RECORD + pl.col("ProjectReference").str.replace_all(" ", "%20"),
    ).select(TABLE.columns)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """How many projects are led by who may be a person, and how many have no day of start."""
    words = (
        (frame.filter(pl.col("organisation_kind") == "unincorporated").height,
         "led by who may be a person: without a name"),
        (frame["project_start"].null_count(), "without a day of start that we can read"),
    )  # fmt: skip
    return [f"{count_things(n, 'project')} {what}." for n, what in words if n]


def _merge(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Each project once; a cell that the newest part leaves blank is that of the one before."""
    frames = [pl.read_csv(page, infer_schema=False) for part in parts for page in part.pages()]
    stacked = pl.concat(frames)
    others = [name for name in stacked.columns if name != ID]
    filled = pl.col(others).replace("", None).drop_nulls().last()
    return stacked.group_by(ID, maintain_order=True).agg(filled).with_columns(
        pl.col(others).fill_null("")
    )  # fmt: skip


def _pounds() -> pl.Expr:
    value = pl.col("AwardPounds").str.replace_all(r"[£,\s]", "").cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)
