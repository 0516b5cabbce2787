"""ITL2 areas of 2021, by which some surveys go, and the councils of today in them."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference

# Areas of 2025 that lie in one of 2021, and the councils of those that lie in two.
_WHOLE: Final = reference.read("itl2_of_2025_in_2021")
_COUNCILS: Final = reference.read("itl2_of_2021_of_councils")


def find_former_areas(councils: pl.DataFrame) -> pl.DataFrame:
    """lad_code, itl2_code (of 2025) and former_code (the area of 2021 in which the council lies).

    A new council of an area that lies in two keeps the code of 2025, of which a survey by areas of
    2021 has nothing: no figure rather than that of another area.

    >>> councils = pl.DataFrame({"lad_code": ["W06000006", "W06000003"], "itl2_code": "TLL3"})
    >>> find_former_areas(councils)["former_code"].to_list()
    ['TLL2', 'TLL1']
    """
    placed = councils.drop_nulls("itl2_code").select("lad_code", "itl2_code")
    placed = placed.join(_COUNCILS, on="lad_code", how="left", maintain_order="left")
    placed = placed.join(_WHOLE, on="itl2_code", how="left", suffix="_whole", maintain_order="left")
    former = pl.coalesce("former_code", "former_code_whole", "itl2_code")
    return placed.select("lad_code", "itl2_code", former_code=former)
