"""Questions of a place read its own councils' rows, and are answered as from all of them."""

from __future__ import annotations

import polars as pl
import pytest

from access import siting_page
from access.place_reach import find_reached
from access.place_reader import OF_COUNCILS, open_place_reader
from access.places import find_place, find_ward_centres
from access.what_if import compute_gain
from catalog import store
from catalog.reading import Reader
from catalog.settings import Settings
from catalog.tables import TABLES

CALDERDALE, KIRKLEES = "E08000033", "E08000034"


@pytest.mark.parametrize("councils", [(CALDERDALE,), (CALDERDALE, KIRKLEES)])
def test_answers_are_those_of_all_rows(prepared: Settings, councils: tuple[str, ...]) -> None:
    few, every = open_place_reader(prepared.tables, councils), Reader(prepared.tables)
    ward = find_ward_centres(every, councils).wards["ward_code"][0]
    place = find_place(ward, every, (), councils)
    assert find_place(ward, few, (), councils) == place
    gains = [compute_gain(reader, place, 500, "no_car", councils) for reader in (few, every)]
    assert gains[0].wards.equals(gains[1].wards)
    assert gains[0].groups.equals(gains[1].groups)
    reached = [find_reached(reader, place, councils) for reader in (few, every)]
    assert reached[0].wards.equals(reached[1].wards)
    assert reached[0].groups.equals(reached[1].groups)
    sites = [siting_page.suggest_training_sites(reader, councils) for reader in (few, every)]
    assert sites[0] is not None
    assert sites[1] is not None
    assert sites[0].curve.equals(sites[1].curve)
    assert sites[0].problem.assumptions == sites[1].problem.assumptions


def test_no_row_of_another_council_is_read(prepared: Settings) -> None:
    reader = open_place_reader(prepared.tables, (CALDERDALE,))
    present = [name for name in OF_COUNCILS if store.has(name, prepared.tables)]
    assert present
    for name in present:
        codes = reader.table(name).select(pl.col(TABLES[name].council_column).unique()).to_series()
        assert set(codes) <= {CALDERDALE}, name
