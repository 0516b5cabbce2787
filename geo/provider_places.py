"""Councils of universities and other providers: as listed, or by the council in their name."""

from __future__ import annotations

import polars as pl

import reference


def find_places(providers: pl.DataFrame, councils: pl.DataFrame) -> pl.DataFrame:
    """ukprn and lad_code: as listed, else the council whose name is in the provider's name.

    Of several such councils the one with the longest name; a provider that fits none has no row.
    """
    listed = reference.read("provider_places").select("ukprn", "lad_code")
    names = councils.select("lad_code", "lad_name").unique("lad_code")
    padded = pl.format(" {} ", pl.col("provider_name").str.replace_all(r"[^A-Za-z]+", " "))
    council = pl.format(" {} ", pl.col("lad_name").str.replace_all(r"[^A-Za-z]+", " "))
    by_name = (
        providers.join(listed, on="ukprn", how="anti")
        .with_columns(padded=padded)
        .join(names.with_columns(council=council), how="cross")
        .filter(pl.col("padded").str.contains(pl.col("council"), literal=True))
        .sort(pl.col("lad_name").str.len_chars(), "lad_code", descending=[True, False])
        .unique("ukprn", keep="first", maintain_order=True)
        .select("ukprn", "lad_code")
    )
    return pl.concat([listed.join(providers, on="ukprn", how="semi"), by_name])
