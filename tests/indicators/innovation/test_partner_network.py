"""Pairs of partners: each once, always with somebody here, and few enough drawn to be read."""

from __future__ import annotations

import factory_innovation as made
import polars as pl
from factory_innovation import BRADFORD, CALDERDALE, DYER, FIRM, UNIVERSITY
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.innovation.partner_network import MOST_HERE, MOST_PARTNERS, list_pairs


def test_pairs_of_a_place_stand_once_the_most_shared_first() -> None:
    pairs = list_pairs(made.links(), made.organisations(), [BRADFORD])
    assert pairs.height == 4
    first = pairs.row(0, named=True)
    assert {first["organisation_code"], first["partner_code"]} == {FIRM, UNIVERSITY}
    assert first["projects_shared_count"] == 2
    assert pairs["is_drawn"].all()
    elsewhere = pairs.filter(~pl.col("partner_is_here"))
    assert elsewhere["organisation_code"].to_list() == [DYER]
    assert list_pairs(made.links(), made.organisations(), [CALDERDALE]).is_empty()


@settings(max_examples=30, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=120))
def test_whatever_the_links_no_pair_is_twice_and_few_are_drawn(pairs: set[tuple[int, int]]) -> None:
    unordered = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    both_ways = [*unordered, *((b, a) for a, b in unordered)]
    links = pl.DataFrame(
        {
            "organisation_code": [f"N{a}" for a, _ in both_ways],
            "partner_code": [f"N{b}" for _, b in both_ways],
            "projects_shared_count": [1 + (a + b) % 4 for a, b in both_ways],
            "first_year": [2020] * len(both_ways), "last_year": [2024] * len(both_ways),
        },
        schema={"organisation_code": pl.String, "partner_code": pl.String,
                "projects_shared_count": pl.Int64, "first_year": pl.Int64, "last_year": pl.Int64},
    )  # fmt: skip
    organisations = pl.DataFrame(
        {
            "organisation_code": [f"N{n}" for n in range(31)],
            "organisation_name": [f"Testfirm {n}" for n in range(31)],
            "organisation_kind": ["business"] * 31,
            "lad_code": [BRADFORD if n < 12 else CALDERDALE for n in range(31)],
        }
    )
    rows = list_pairs(links, organisations, [BRADFORD])
    listed = [tuple(sorted(pair)) for pair in rows["organisation_code", "partner_code"].rows()]
    wanted = {tuple(sorted((f"N{a}", f"N{b}"))) for a, b in unordered if a < 12 or b < 12}
    assert sorted(listed) == sorted(wanted)
    drawn = rows.filter("is_drawn")
    assert drawn["organisation_code"].n_unique() <= MOST_HERE
    assert drawn["partner_code"].n_unique() <= MOST_PARTNERS
