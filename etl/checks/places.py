"""Laws of places: codes that the lists know, one vintage of wards, every LSOA in one ward."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import MEASURES
from catalog.vocabulary.areas import NORTHERN_IRELAND, SCOTLAND
from etl.areas import NATIONS, REGIONS
from etl.checks.fault import Faults, Rule, Tables
from geo.boundaries import to_geodataframe
from geo.lookups import VintageError, check_same_vintage

SHARES_SUM_WITHIN: Final = 1e-6


def codes_known(tables: Tables) -> Faults:
    """Area codes are councils, regions, nations or wards that the place tables know."""
    if "councils" not in tables:
        return
    wide = {*tables["councils"]["lad_code"], *REGIONS, *NATIONS, SCOTLAND, NORTHERN_IRELAND}
    if "council_boundaries" in tables:  # of the whole United Kingdom
        wide |= set(tables["council_boundaries"]["lad_code"])
    for name, frame in tables.items():
        if not {"area_code", "area_type"} <= set(frame.columns):
            continue
        of_place = frame.filter(pl.col("area_type").is_in(["lad", "region", "country"]))
        unknown = sorted(set(of_place["area_code"]) - wide)
        if unknown:
            rows = of_place.filter(pl.col("area_code").is_in(unknown)).height
            yield name, f"codes not in any list: {', '.join(unknown[:5])}", rows


def ward_codes_known(tables: Tables) -> Faults:
    """Wards with figures are wards of the lookup or of the map, and lie in the same council."""
    if not {"ward_measures", "wards"} <= set(tables):
        return
    lists = [tables[name] for name in ("wards", "lsoa_wards") if name in tables]
    listed = pl.concat([each.select("ward_code", "lad_code") for each in lists]).unique()
    figures = tables["ward_measures"].select("ward_code", "lad_code").unique()
    unknown = figures.join(listed, on=["ward_code", "lad_code"], how="anti").sort("ward_code")
    if unknown.height:
        codes = ", ".join(unknown["ward_code"].head(5))
        yield "ward_measures", f"wards not listed in that council: {codes}", unknown.height


def measures_known(tables: Tables) -> Faults:
    """Every ward measure is one that the catalogue explains."""
    if "ward_measures" not in tables:
        return
    unknown = sorted(set(tables["ward_measures"]["measure"]) - set(MEASURES))
    if unknown:
        yield "ward_measures", f"measures not in the catalogue: {unknown[:5]}", len(unknown)


def one_ward_vintage(tables: Tables) -> Faults:
    """Ward boundaries and the LSOA lookup are of one year."""
    if {"wards", "lsoa_wards"} <= set(tables):
        try:
            check_same_vintage(tables["lsoa_wards"], tables["wards"])
        except VintageError as error:
            yield "wards", str(error), 0


def one_council_a_ward(tables: Tables) -> Faults:
    """No ward lies in two councils, in the lookup or between lookup and map."""
    lists = [tables[name] for name in ("wards", "lsoa_wards") if name in tables]
    if not lists:
        return
    pairs = pl.concat([each.select("ward_code", "lad_code") for each in lists]).unique()
    twice = pairs.filter(pl.col("ward_code").is_duplicated()).sort("ward_code")
    if twice.height:
        yield "lsoa_wards", f"wards in two councils, such as {twice['ward_code'][0]}", twice.height


def boundaries_valid(tables: Tables) -> Faults:
    """Ward boundaries are valid shapes with an area."""
    if "wards" not in tables:
        return
    shapes = to_geodataframe(tables["wards"])
    wrong = shapes[~shapes.geometry.is_valid | shapes.geometry.is_empty]
    if len(wrong):
        yield "wards", f"invalid boundaries: {', '.join(wrong['ward_code'][:5])}", len(wrong)


def former_wards_shared_once(tables: Tables) -> Faults:
    """The shares of a former ward among the wards of today lie within 0 and 1 and sum to one."""
    if "ward_changes" not in tables:
        return
    shared = tables["ward_changes"].group_by("former_code").agg(pl.col("share").sum())
    off = shared.filter((pl.col("share") - 1).abs() > SHARES_SUM_WITHIN).sort("former_code")
    if off.height:
        code, share = off.row(0)
        yield "ward_changes", f"shares of {code} sum to {share:.4f}, not 1", off.height


RULES: Final[tuple[Rule, ...]] = (
    codes_known,
    ward_codes_known,
    measures_known,
    one_ward_vintage,
    one_council_a_ward,
    boundaries_valid,
    former_wards_shared_once,
)
