"""Jobs of wards by groups of sectors that really differ from ward to ward: `ward_sector_groups`.

Where jobs by sector are modelled, sectors that work in the same kind of premises get the same share
of every ward, so 19 sectors hold only seven different patterns: these are shown. Where LSOAs have
jobs by division, each division is counted in itself and is shown.

Jobs of one year only: see `observed_sectors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import SECTIONS, WARD_SECTIONS
from catalog.tables.sectors import WARD_SECTOR_GROUPS
from catalog.vocabulary import reliability
from catalog.vocabulary.status import MISSING, PARTIAL, sum_or_null, sum_status
from wards.sector_split import SECTION_PREMISES, SPLIT_ERROR
from wards.ward_list import WARD

# Our names for the sections that work in one kind of premises.
NAMES: Final = {
    "industrial": "Manufacturing, construction, mining and utilities",
    "retail": "Retail, wholesale and personal services",
    "warehouse": SECTIONS["H"],
    "hospitality and leisure": "Hospitality, arts and leisure",
    "office": "Office-based sectors, from technology to public administration",
    "education and health": "Education, health and social care",
    "": SECTIONS["A"],
}
KINDS: Final = tuple(dict.fromkeys(SECTION_PREMISES.get(code, "") for code in WARD_SECTIONS))
SECTIONS_OF: Final = {
    kind: tuple(code for code in WARD_SECTIONS if SECTION_PREMISES.get(code, "") == kind)
    for kind in KINDS
}


def _write_code(sections: Sequence[str]) -> str:
    """Code of a group, from its sections in order: B-F, P+Q, H."""
    in_a_row = ord(sections[-1]) - ord(sections[0]) == len(sections) - 1
    return f"{sections[0]}-{sections[-1]}" if in_a_row and len(sections) > 2 else "+".join(sections)


CODES: Final = {kind: _write_code(sections) for kind, sections in SECTIONS_OF.items()}
GROUP_OF: Final = {section: CODES[kind] for kind in KINDS for section in SECTIONS_OF[kind]}
GROUP_NAMES: Final = {CODES[kind]: NAMES[kind] for kind in KINDS}
NO_LIST: Final = (
    "we have no list of the council's premises, so every ward is given the council's mix of sectors"
)
BY: Final = ("lad_code", "sector_code", "period")


def ward_groups(
    measures: pl.DataFrame,
    divisions: pl.DataFrame,
    council_jobs: pl.DataFrame,
    lads_with_premises: Sequence[str],
) -> pl.DataFrame:
    """Rows of `ward_sector_groups` for every ward with jobs by sector.

    `measures` has rows of `ward_measures`, `divisions` WARD and the columns of
    `observed_sectors.DIVISION_SCHEMA` of councils whose divisions are counted, `council_jobs` rows
    of `jobs`. `lads_with_premises`: councils whose premises went into the model.
    """
    counted = divisions.rename({"industry_code": "sector_code", "industry_name": "sector_name"})
    modelled = _group_sections(
        measures.join(divisions.select("lad_code").unique(), on="lad_code", how="anti"),
        lads_with_premises,
    )
    columns = [*WARD, "sector_code", "sector_name", "period", "jobs", "note", "status",
               "reliability"]  # fmt: skip
    rows = pl.concat([counted.select(columns), modelled.select(columns)])
    published = _published(council_jobs)
    return (
        rows.join(published, on=BY, how="left", validate="m:1", maintain_order="left")
        .with_columns(council_share_pct=_share_of_council())
        .select(WARD_SECTOR_GROUPS.columns)
        .sort("ward_code", "sector_code")
    )


def _group_sections(measures: pl.DataFrame, lads_with_premises: Sequence[str]) -> pl.DataFrame:
    """Modelled jobs by section of the newest year, summed to groups."""
    code = pl.col("measure").str.extract(r"^jobs_section_(.)$").str.to_uppercase()
    sections = measures.with_columns(section=code).filter(
        pl.col("section").is_in(WARD_SECTIONS),
        pl.col("period") == pl.col("period").max().over("lad_code", "measure"),
    )
    jobs = pl.col("value")
    off = pl.col("section").replace_strict(SPLIT_ERROR, default=1.0, return_dtype=pl.Float64)
    summed = sections.group_by(
        *WARD,
        "period",
        pl.col("section").replace_strict(GROUP_OF).alias("sector_code"),
        maintain_order=True,  # so that what is summed further on has one last digit
    ).agg(
        sum_or_null("value").alias("jobs"),
        sum_status("value").alias("status"),
        # Errors of its sections could at worst all go one way.
        ((off * jobs).sum() / jobs.sum()).alias("off"),
        pl.col("note").filter(pl.col("note") != "").unique().sort().str.join("; "),
    )
    has_list = pl.col("lad_code").is_in(list(lads_with_premises))
    no_mix = pl.when(~has_list & pl.col("jobs").is_not_null()).then(pl.lit(NO_LIST))
    cv = pl.max_horizontal(
        reliability.cv_of_jobs(pl.col("jobs")),
        # Where a ward has only the council's mix, its own is not known at all.
        pl.when(has_list).then(pl.col("off").fill_nan(1.0)).otherwise(1.0),
        pl.lit(reliability.GOOD_CV),
    )
    return summed.with_columns(
        sector_name=pl.col("sector_code").replace_strict(GROUP_NAMES, return_dtype=pl.String),
        reliability=pl.when(pl.col("jobs").is_not_null())
        .then(reliability.grade_cv(cv))
        .otherwise(pl.lit("")),
        note=pl.concat_str(
            pl.when(pl.col("note") != "").then("note"), no_mix, separator="; ", ignore_nulls=True
        ),
    )


def _published(council_jobs: pl.DataFrame) -> pl.DataFrame:
    """BY and the council's own jobs of each group and division; null where a part has none."""
    of_councils = council_jobs.filter(
        pl.col("area_type") == "lad",
        pl.col("job_kind") == "employment",
        pl.col("industry_level").is_in(["section", "division"]),
    )
    group = pl.col("industry_code").replace(GROUP_OF)
    by = [pl.col("area_code").alias("lad_code"), group.alias("sector_code"), "period"]
    gap = pl.col("jobs").is_null() | (pl.col("status") == PARTIAL)
    return of_councils.group_by(by).agg(published=pl.when(~gap.any()).then(pl.col("jobs").sum()))


def _share_of_council() -> pl.Expr:
    """A ward's share of its council's jobs, in %; null where the council's are not known.

    Figures of LSOAs and of councils are rounded apart, so wards can sum to more than their council:
    the larger is the whole.
    """
    jobs, published = pl.col("jobs"), pl.col("published")
    incomplete = jobs.is_null() | pl.col("status").is_in([PARTIAL, MISSING])
    summed = jobs.sum().over(BY)
    council = (
        pl.when(published.is_not_null())
        .then(pl.max_horizontal(published, summed))
        .when(~incomplete.any().over(BY))
        .then(summed)
    )
    # At most all of them: of a whole that is summed, a share can be over by the last digit.
    return pl.when(council > 0).then((100.0 * jobs / council).clip(upper_bound=100.0))
