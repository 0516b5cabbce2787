"""Councils in the ITL2 areas of 2021, by which some surveys go."""

from __future__ import annotations

import polars as pl

from catalog import store
from catalog.settings import SAMPLE
from etl.itl2_areas import find_former_areas

# Of 2025's areas these lie in two of 2021: a member of each.
SPLIT = {
    "E06000047": ("TLC4", "TLC1"),  # County Durham, beside Newcastle
    "E08000021": ("TLC4", "TLC2"),
    "E06000024": ("TLK6", "TLK1"),  # North Somerset, beside Somerset
    "E06000066": ("TLK6", "TLK2"),
    "W06000006": ("TLL3", "TLL2"),  # Wrexham, beside Conwy
    "W06000003": ("TLL3", "TLL1"),
    "W06000023": ("TLL4", "TLL2"),  # Powys, beside Swansea
    "W06000011": ("TLL4", "TLL1"),
    "W06000016": ("TLL5", "TLL1"),  # Rhondda Cynon Taf, beside Cardiff
    "W06000015": ("TLL5", "TLL2"),
}


def found() -> pl.DataFrame:
    return find_former_areas(store.read("councils", SAMPLE)[0])


def test_councils_of_one_area_of_today_have_been_in_two() -> None:
    placed = {code: (now, then) for code, now, then in found().iter_rows()}
    assert {code: placed[code] for code in SPLIT} == SPLIT


def test_every_council_was_in_an_area_that_the_survey_of_2021_has() -> None:
    surveyed = set(store.read("occupation_matrix", SAMPLE)[0]["area_code"])
    assert set(found()["former_code"]) <= surveyed


def test_a_council_that_is_new_in_such_an_area_has_no_figure_of_another() -> None:
    new = pl.DataFrame({"lad_code": ["W06000099", "E06000099"], "itl2_code": ["TLL3", "TLH5"]})
    assert find_former_areas(new)["former_code"].to_list() == ["TLL3", "TLH1"]
