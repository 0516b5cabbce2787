"""Firms, research and signs of investment in each sector of a council, and the gap to bridge.

Records have no SIC codes, so a project is of a sector where its title or theme has one of the
sector's words. Lights are "not held" where the source that would say so is absent: never "no".
"""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.tables.innovation_places import INNOVATION_SECTORS
from innovation.awards import CENTRE, GTR, INVESTOR, IUK
from innovation.organisations import UNIVERSITY
from innovation.projects import RECENT_YEARS, list_recent
from innovation.stems import cut_plural
from innovation.words import list_terms

YES, NO, NOT_HELD = "yes", "no", "not held"
SECTOR: Final = ("sector_list", "sector_code", "sector_name")
SECTION: Final = "section"
# The seven research councils. Where the Gateway's list lacks one, "no research" may be wrong.
RESEARCH_COUNCILS: Final = ("AHRC", "BBSRC", "EPSRC", "ESRC", "MRC", "NERC", "STFC")
WITHOUT_RESEARCH, WITHOUT_FIRMS = "firms without research", "research without firms"
KEYS: Final = ("lad_code", "sector_list", "sector_code")


def list_sectors(sector_lists: pl.DataFrame) -> pl.DataFrame:
    """SECTOR and award_words, a row a word: sections of SIC, and every list that Sectors has.

    A sector that our words do not cover, as those of a user's own list, has its name as its words.
    """
    sections = reference.read("sic2007_sections").select(
        sector_list=pl.lit(SECTION), sector_code="section_code", sector_name="short_name"
    )
    sectors = pl.concat([sections, sector_lists.select(SECTOR).unique()]).sort(SECTOR)
    words = reference.read("sector_award_words")
    return sectors.join(
        words, on=["sector_list", "sector_code"], how="left", maintain_order="left",
        validate="1:m",
    ).with_columns(pl.col("award_words").fill_null(pl.col("sector_name")))  # fmt: skip


def match_projects(projects: pl.DataFrame, sectors: pl.DataFrame) -> pl.DataFrame:
    """project_code and SECTOR of each sector that a project is of, once.

    `projects`: project_code, project_title, project_theme; `sectors`: SECTOR and award_words.

    >>> sectors = pl.DataFrame({
    ...     "sector_list": ["is8"], "sector_code": ["x"], "sector_name": ["X"],
    ...     "award_words": ["heat pump"],
    ... })
    >>> projects = pl.DataFrame({
    ...     "project_code": ["A", "B"], "project_theme": ["", ""],
    ...     "project_title": ["Heat pumps for terraces", "A pump without heat"],
    ... })
    >>> match_projects(projects, sectors)["project_code"].to_list()
    ['A']
    """
    own = projects.select("project_code", "project_title", "project_theme").unique("project_code")
    own = own.sort("project_code")
    # Title and theme apart, so that no phrase runs from one into the other.
    texts = pl.concat([own["project_title"], own["project_theme"]])
    joined = _join_terms(texts)
    stems = pl.concat([own["project_code"], own["project_code"]]).to_frame().with_columns(joined)
    phrases = sectors.with_columns(phrase=_join_terms(sectors["award_words"]))
    found = []
    for key, group in phrases.group_by(SECTOR, maintain_order=True):
        wanted = [phrase for phrase in group["phrase"].unique().sort() if phrase.strip()]
        hits = stems.filter(pl.col("stems").str.contains_any(wanted)) if wanted else stems.clear()
        found.append(
            hits.select("project_code").unique().with_columns(
                **{name: pl.lit(value) for name, value in zip(SECTOR, key, strict=True)}
            )
        )  # fmt: skip
    if not found:
        return pl.DataFrame(schema=dict.fromkeys(("project_code", *SECTOR), pl.String))
    return pl.concat(found).sort("project_code", *SECTOR)


def _join_terms(texts: pl.Series) -> pl.Series:
    """The terms of each text with a blank round each: ' heat pump '."""
    # Plurals alone are cut: 'fish' is not the industry 'fishing'; the words name what they mean.
    terms = list_terms(texts, cut_plural).group_by("row", maintain_order=True).agg("term")
    rows = pl.DataFrame({"row": pl.int_range(texts.len(), dtype=pl.UInt32, eager=True)})
    joined = pl.format(" {} ", pl.col("term").list.join(" ")).fill_null("")
    return rows.join(terms, on="row", how="left", maintain_order="left").select(
        joined.alias("stems")
    )["stems"]


def make_sectors(
    awards: pl.DataFrame,
    wards: pl.DataFrame,
    sector_lists: pl.DataFrame,
) -> pl.DataFrame:
    """Rows of `innovation_sectors`: each council that has wards here, and each sector.

    Counted are awards that are live, or began in the five years
    before the newest of their source; participants who withdrew and centres' core grants are out.
    """
    councils = wards.select("lad_code", "lad_name").unique("lad_code").sort("lad_code")
    sectors = list_sectors(sector_lists)
    if awards.is_empty() or councils.is_empty():
        return INNOVATION_SECTORS.empty()
    has_firms = not awards.filter(award_source=IUK).is_empty()
    funders = awards.filter(award_source=GTR)["funder_name"].unique().to_list()
    has_research = set(RESEARCH_COUNCILS) <= set(funders)
    recent = list_recent(awards).filter(
        ~pl.col("is_withdrawn"), pl.col("product_kind") != CENTRE
    )  # fmt: skip
    local = recent.filter(pl.col("lad_code").is_in(councils["lad_code"].implode()))
    universities = (
        recent.filter(pl.col("organisation_kind") == UNIVERSITY, pl.col("award_source") == IUK)
        .select("project_code")
        .unique()
    )
    counted = _count(local, match_projects(local, sectors), universities["project_code"])
    rows = (
        councils.join(sectors.select(SECTOR).unique(maintain_order=True), how="cross")
        .join(counted, on=list(KEYS), how="left", validate="1:1")
        .with_columns(pl.col("firms_count", "research_count", "investor_awards_count",
                             "linked_count").fill_null(0))
    )  # fmt: skip
    lit = rows.with_columns(
        firms_light=_light("firms_count", has_firms),
        research_light=_light("research_count", has_research),
        investment_light=_light("investor_awards_count", has_firms),
    )
    return lit.with_columns(
        gap_to_bridge=_gap(),
        note=pl.lit(_describe(funders, has_research=has_research, has_firms=has_firms)),
        firms_count=pl.when(pl.lit(has_firms)).then("firms_count"),
        investor_awards_count=pl.when(pl.lit(has_firms)).then("investor_awards_count"),
        research_count=pl.when(pl.lit(bool(funders))).then("research_count"),
    ).select(INNOVATION_SECTORS.columns)  # fmt: skip


def _count(local: pl.DataFrame, matches: pl.DataFrame, linked: pl.Series) -> pl.DataFrame:
    """Counts by KEYS; linked_count: firms with a university on one of these projects."""
    in_sectors = local.join(matches, on="project_code")
    firm = (pl.col("organisation_kind") == "business") & (pl.col("award_source") == IUK)
    code = pl.col("organisation_code")
    research = pl.col("project_code").filter((pl.col("award_source") == GTR) & pl.col("is_lead"))
    counts = {
        "firms_count": code.filter(firm).n_unique(),
        "linked_count": code.filter(firm & pl.col("project_code").is_in(linked.implode()))
        .n_unique(),
        "research_count": research.n_unique(),
        "investor_awards_count": (pl.col("product_kind") == INVESTOR).sum(),
    }  # fmt: skip
    return in_sectors.group_by(KEYS).agg(
        **{name: count.cast(pl.Int64) for name, count in counts.items()}
    )


def _light(count: str, whole: bool) -> pl.Expr:
    """Yes where there are some; no only where the source would have had them."""
    return pl.when(pl.col(count) > 0).then(pl.lit(YES)).otherwise(pl.lit(NO if whole else NOT_HELD))


def _gap() -> pl.Expr:
    firms, research = pl.col("firms_light"), pl.col("research_light")
    return (
        pl.when((firms == YES) & (pl.col("linked_count") == 0))
        .then(pl.lit(WITHOUT_RESEARCH))
        .when((research == YES) & (firms == NO))
        .then(pl.lit(WITHOUT_FIRMS))
        .otherwise(pl.lit(""))
    )


def _describe(funders: list[str], *, has_research: bool, has_firms: bool) -> str:
    sentences = [
        "A project counts to a sector where its title or theme has one of the sector's words, and "
        f"where it is live or began in the {RECENT_YEARS} years before the newest."
    ]
    if not has_firms:
        sentences.append(
            "We have no awards of Innovate UK, so we cannot say which firms work here."
        )
    if funders and not has_research:
        named = ", ".join(sorted(funders))
        sentences.append(f"Of research we have only what {named} funds.")
    if not funders:
        sentences.append("We have no research projects.")
    return " ".join(sentences)
