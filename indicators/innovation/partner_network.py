"""Who shares projects with whom: pairs with an organisation of a place, and which are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

MOST_HERE: Final = 8
MOST_PARTNERS: Final = 10
OF_ORGANISATION: Final = ("organisation_name", "organisation_kind", "lad_code")


def list_pairs(
    links: pl.DataFrame, organisations: pl.DataFrame, councils: Sequence[str]
) -> pl.DataFrame:
    """Pairs of which one organisation at least is placed in the councils, most shared first.

    Each pair once, as organisation (here) and partner, with name and kind of both,
    partner_is_here, projects_shared_count, first_year, last_year, and is_drawn: pairs between the
    organisations here with the most shared projects and their partners, so few that a picture
    of them can be read.
    """
    named = organisations.select("organisation_code", *OF_ORGANISATION)
    partners = named.rename(
        {"organisation_code": "partner_code", "organisation_name": "partner_name",
         "organisation_kind": "partner_kind", "lad_code": "partner_lad_code"}
    )  # fmt: skip
    here = pl.col("lad_code").is_in(list(councils))
    both = (
        links.join(named, on="organisation_code", validate="m:1")
        .filter(here)
        .join(partners, on="partner_code", validate="m:1")
        .with_columns(
            partner_is_here=pl.col("partner_lad_code").is_in(list(councils)).fill_null(False)
        )
    )
    # The organisation with more shared projects stands first, so that its lines run from one side.
    shared = pl.col("projects_shared_count").sum()
    weight = both.group_by("organisation_code").agg(shared.alias("weight"))
    weights = dict(weight.iter_rows())
    order = {code: place for place, code in enumerate(
        sorted(weights, key=lambda code: (-weights[code], code))
    )}  # fmt: skip
    ranked = both.with_columns(
        here_rank=pl.col("organisation_code").replace_strict(
            order, return_dtype=pl.Int64, default=None
        ),
        other_rank=pl.col("partner_code").replace_strict(
            order, return_dtype=pl.Int64, default=None
        ),
    ).filter(
        ~pl.col("partner_is_here")
        | pl.col("other_rank").is_null()
        | (pl.col("here_rank") < pl.col("other_rank"))
    )
    drawn = _choose_drawn(ranked)
    return (
        ranked.join(drawn, on=["organisation_code", "partner_code"], how="left", validate="1:1")
        .with_columns(pl.col("is_drawn").fill_null(False))
        .sort(
            "projects_shared_count", "last_year", "here_rank", "partner_name", "partner_code",
            descending=[True, True, False, False, False],
        )
        .select(
            "organisation_code", "organisation_name", "organisation_kind", "partner_code",
            "partner_name", "partner_kind", "partner_is_here", "projects_shared_count",
            "first_year", "last_year", "is_drawn",
        )
    )  # fmt: skip


def _choose_drawn(ranked: pl.DataFrame) -> pl.DataFrame:
    """The pairs to draw: few organisations here, and of their partners those with most shared."""
    first = ranked.filter(
        pl.col("here_rank").rank("dense") <= MOST_HERE
    )  # fmt: skip
    most = (
        first.group_by("partner_code")
        .agg(pl.col("projects_shared_count").sum().alias("shared"))
        .sort("shared", "partner_code", descending=[True, False])
        .head(MOST_PARTNERS)
    )
    return (
        first.join(most, on="partner_code", how="semi")
        .select("organisation_code", "partner_code", is_drawn=pl.lit(True))
    )  # fmt: skip
