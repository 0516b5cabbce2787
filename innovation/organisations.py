"""Which codes of sources are one organisation, and which code stands for it.

By company number, else by the UK Register of Learning Providers, else by name and postcode. A
university is one organisation by its name alone, as each funder writes it in a way of its own.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

import reference
from catalog.vocabulary.postcodes import postcode_keys
from innovation.names import name_key, university_key

COMPANY, PROVIDER, GATEWAY, BY_NAME = "GB-COH-", "UKPRN-", "GTR-", "NAME-"
# The code that stands for an organisation is the first of these kinds; of a university the second.
ORDER: Final = (COMPANY, PROVIDER, GATEWAY, BY_NAME)
UNIVERSITY, UNINCORPORATED = "university", "unincorporated"
ADDRESS: Final = (
    "organisation_code", "organisation_name", "organisation_kind", "organisation_postcode",
)  # fmt: skip


def merge_codes(addresses: pl.DataFrame, providers: pl.DataFrame) -> pl.DataFrame:
    """organisation_code (of a source, each once) and merged_code (which stands for it).

    `addresses` has ADDRESS, repeated as often as a source names it; `providers` has ukprn and
    provider_name. Two company numbers are never one organisation, unless a university has them.
    """
    universities = pl.col("organisation_kind") == UNIVERSITY
    keyed = addresses.select(ADDRESS).unique().with_columns(
        key=pl.when(universities)
        .then(pl.format("U {}", university_key("organisation_name")))
        .otherwise(
            pl.format(
                "N {} {}",
                name_key("organisation_name"),
                postcode_keys(pl.col("organisation_postcode")),
            )
        )
    )  # fmt: skip
    nameless = name_key("organisation_name") == ""
    usable = keyed.drop_nulls("key").filter(
        ~nameless & (pl.col("organisation_kind") != UNINCORPORATED)
    )
    companies = (
        pl.col("organisation_code")
        .filter(pl.col("organisation_code").str.starts_with(COMPANY))
        .n_unique()
        .over("key")
    )
    pairs = usable.filter(universities | (companies < 2)).select("organisation_code", "key")
    of_providers = list_provider_keys(providers).join(pairs, on="key", how="semi")
    pairs = pl.concat([pairs, of_providers]).unique().sort("organisation_code", "key")
    kinds = keyed.group_by("organisation_code").agg(university=universities.any())
    return _choose_codes(addresses["organisation_code"], pairs, kinds)


def list_provider_keys(providers: pl.DataFrame) -> pl.DataFrame:
    """organisation_code (UKPRN-) and key of universities: as listed, and by their former names."""
    former = reference.read("university_former_names").select("ukprn", provider_name="former_name")
    listed = reference.read("provider_places").select("ukprn", "provider_name")
    names = pl.concat([listed, former, providers.select("ukprn", "provider_name")]).unique()
    return names.filter(pl.col("ukprn") != "").select(
        organisation_code=pl.lit(PROVIDER) + pl.col("ukprn"),
        key=pl.format("U {}", university_key("provider_name")),
    )


def _choose_codes(codes: pl.Series, pairs: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """The first code, by ORDER, of all that hang together by a key."""
    every = pl.concat([codes, pairs["organisation_code"]]).unique().sort()
    nodes = every.to_frame("organisation_code").with_row_index("node")
    keys = pairs.select(pl.col("key").unique().sort()).with_row_index("key_node")
    edges = pairs.join(nodes, on="organisation_code", validate="m:1").join(
        keys, on="key", validate="m:1"
    )
    size = nodes.height + keys.height
    # Here: slow to load, seldom needed.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    graph = csr_array(
        (
            np.ones(edges.height, dtype=np.int8),
            (edges["node"].to_numpy(), edges["key_node"].to_numpy() + nodes.height),
        ),
        shape=(size, size),
    )
    _, groups = connected_components(graph, directed=False)
    code = pl.col("organisation_code")
    rank = pl.lit(len(ORDER))
    for number, beginning in reversed(list(enumerate(ORDER))):
        rank = pl.when(code.str.starts_with(beginning)).then(number).otherwise(rank)
    # A university may have a company number; its number as a provider is what others name it by.
    rank = pl.when(pl.col("university") & code.str.starts_with(PROVIDER)).then(-1).otherwise(rank)
    grouped = nodes.with_columns(group=pl.Series(groups[: nodes.height])).join(
        kinds, on="organisation_code", how="left", validate="1:1"
    )
    grouped = grouped.with_columns(university=pl.col("university").any().over("group"))
    return (
        grouped.with_columns(rank=rank)
        .sort("group", "rank", "organisation_code")
        .with_columns(merged_code=pl.col("organisation_code").first().over("group"))
        .filter(code.is_in(codes.unique().implode()))
        .select("organisation_code", "merged_code")
        .sort("organisation_code")
    )
