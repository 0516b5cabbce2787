"""Sites and walks by ward."""

from __future__ import annotations

import polars as pl
import shapely

from catalog.schema import check
from catalog.tables import TABLES
from catalog.tables.access import SITES
from wards.sites import describe_left_out, gather_sites, place_sites

WARDS = pl.DataFrame(
    {
        "ward_code": code, "ward_name": code, "lad_code": lad, "lad_name": lad,
        "ward_vintage": "2025", "long": -1.5, "lat": 53.5,
        "geometry_wkb": shapely.to_wkb(shapely.box(west, 53, west + 1, 54)),
    }
    for code, lad, west in (("W1", "E1", -2), ("W2", "E2", -1))
)  # fmt: skip
LSOAS = pl.DataFrame({"lsoa_code": ["L1", "L2", "L3"], "ward_code": ["W1", "W1", "W2"]})
CENTRES = pl.DataFrame({"lsoa_code": ["L1", "L2", "L3"], "long": [-1.9, -1.1, -0.99], "lat": 53.5})
POSTCODES = pl.DataFrame({"postcode_key": ["HX1 1AB"], "long": [-0.5], "lat": [53.5]})


def supplied(*rows: tuple[str, str, str, float | None]) -> pl.DataFrame:
    names = ["site_kind", "site_code", "site_postcode", "long"]
    frame = pl.DataFrame(rows, names, orient="row")
    return frame.with_columns(
        site_name=pl.lit("Name"), lat=pl.when(pl.col("long").is_not_null()).then(53.5),
        hectares=pl.lit(None, pl.Float64), planning_status=pl.lit(""), last_updated=pl.lit(""),
        long=pl.col("long").cast(pl.Float64),
    )  # fmt: skip


def registered(*rows: tuple[str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, ["site_code", "long"], orient="row").with_columns(
        site_name=pl.lit("Land"), lat=pl.lit(53.5), hectares=pl.lit(1.0),
        planning_status=pl.lit(""), last_updated=pl.lit(""),
    )  # fmt: skip


def place(sites: pl.DataFrame) -> pl.DataFrame:
    return check(place_sites(sites, WARDS, LSOAS, CENTRES), SITES)


def test_a_site_is_placed_by_its_point_or_the_middle_of_its_postcode() -> None:
    lists = supplied(("college", "a", "", -1.2), ("college", "b", "HX1 1AB", None))
    placed = place(gather_sites(lists, TABLES["brownfield"].empty(), POSTCODES))
    where = placed.select("site_code", "lad_code", "ward_code", "lsoa_code").rows()
    assert where == [("a", "E1", "W1", "L2"), ("b", "E2", "W2", "L3")], "never a nearer ward's LSOA"


def test_sites_that_are_nowhere_or_outside_are_said() -> None:
    lists = supplied(("library", "a", "ZZ9 9ZZ", None), ("library", "b", "", 1.9))
    sites = gather_sites(lists, TABLES["brownfield"].empty(), POSTCODES)
    placed = place(sites)
    assert placed.is_empty()
    nowhere, outside = describe_left_out(sites, placed)
    assert nowhere.startswith("1 site with a postcode that we cannot place")
    assert outside.startswith("1 supplied site outside the wards")


def test_a_councils_own_register_counts_instead_of_planning_data() -> None:
    own = supplied(("brownfield", "ours", "", -1.5))
    both = gather_sites(own, registered(("1", -1.6), ("2", -0.5)), POSTCODES)
    assert set(place(both)["site_code"]) == {"ours", "2"}, "the other council's stay"
