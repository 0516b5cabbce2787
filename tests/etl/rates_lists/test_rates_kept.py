"""Lists of a council beside each other, in place of each other, and the mappings kept for them."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from test_premises import held_wards

from catalog import store
from catalog.settings import Settings
from catalog.sources import OGL, Origin
from catalog.store import StoreError
from catalog.tables.premises import PREMISES
from etl.rates_lists.mapping import RatesError
from etl.rates_lists.stored import read_lists
from wards import business_rates

CODE = "E08000099"
ONE = """Property Reference Number,Postcode,Latitude,Longitude,Occupied,Liability start date,RV
A1,HX1 1AB,53.5,-1.5,Y,2018-04-01,1000
A2,HX1 2AB,53.5,-1.5,Y,2018-04-01,2000
A3,HX1 3AB,53.5,-1.5,N,2018-04-01,3000
"""
TWO = """Property reference number,POSTCODE,Latitude,Longitude,Occupied,Liability start date,RV
B1,LS1 1AB,53.5,-0.5,N,2018-04-01,4000
B2,LS1 2AB,53.5,-0.5,N,2018-04-01,5000
"""


def run(folder: Path, text: str, **choices: object) -> business_rates.Reading:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return business_rates.run(path, CODE, Settings(data=folder / "data"), **choices)  # type: ignore[arg-type]


def values(folder: Path) -> list[float]:
    lists = read_lists(folder / "data" / "rates" / CODE)
    return pl.concat(held.frame for held in lists)["rateable_value_gbp"].to_list()


def test_a_second_district_is_asked_about_and_never_put_in_place_of_the_first(
    tmp_path: Path,
) -> None:
    run(tmp_path, ONE)
    with pytest.raises(
        RatesError,
        match=r"a list for this council \(2018-19, 3 properties\).*--add.*--replace",
    ):
        run(tmp_path, TWO)
    assert values(tmp_path) == [1000, 2000, 3000]
    asked: list[str] = []
    reading = run(tmp_path, TWO, ask=lambda words: asked.append(words) or "add")  # type: ignore[func-returns-value]
    assert asked
    assert "Added to another list" in reading.words()
    assert values(tmp_path) == [1000, 2000, 3000, 4000, 5000]


def test_both_districts_are_counted_and_reported_together(tmp_path: Path) -> None:
    made = held_wards(tmp_path / "data")
    run(tmp_path, ONE)
    run(tmp_path, TWO + "broken\n", how="add")
    business_rates.build(made)
    report = store.read("premises_report", made.built)[0].row(0, named=True)
    assert (report["rows_count"], report["read_count"], report["rejected_count"]) == (6, 5, 1)
    total = store.read("ward_premises", made.built)[0].filter(
        pl.col("description_group") == "total"
    )
    assert total.sort("ward_code")["premises_count"].to_list() == [3, 2]


def test_another_edition_takes_the_place_of_its_own_list_alone(tmp_path: Path) -> None:
    run(tmp_path, ONE)
    run(tmp_path, TWO, how="add")
    reading = run(tmp_path, ONE.replace(",1000", ",1111") + "A4,HX1 4AB,53.5,-1.5,Y,2018-04-01,7\n")
    assert "replaces the edition of this list saved before (3 properties)" in reading.words()
    assert values(tmp_path) == [1111, 2000, 3000, 7, 4000, 5000]
    with pytest.raises(RatesError, match="we already have"):
        run(tmp_path, ONE, how="add")
    run(tmp_path, TWO, how="replace")
    assert values(tmp_path) == [4000, 5000]


def test_lists_of_two_years_are_not_counted_together(tmp_path: Path) -> None:
    run(tmp_path, ONE)
    later = TWO.replace("2018-04-01", "2020-04-01")
    with pytest.raises(RatesError, match=r"different years \(2018-19, 2020-21\)"):
        run(tmp_path, later, how="add")
    run(tmp_path, later, how="add", period="2018-19")
    assert len(values(tmp_path)) == 5


@pytest.mark.parametrize("text", ["", "[]", '{"retrieved": "x", "readings": []}', "{"])
def test_what_was_kept_and_is_not_whole_says_what_to_do(text: str, tmp_path: Path) -> None:
    run(tmp_path, ONE)
    (tmp_path / "data" / "rates" / CODE / "readings.json").write_text(text)
    with pytest.raises(StoreError, match="--replace"):
        run(tmp_path, ONE)
    run(tmp_path, ONE, how="replace")
    assert len(values(tmp_path)) == 3


def test_a_list_kept_by_the_first_version_is_still_read(tmp_path: Path) -> None:
    run(tmp_path, ONE)
    folder = tmp_path / "data" / "rates" / CODE
    kept = json.loads((folder / "readings.json").read_text())
    frame, _ = store.read("premises", folder)
    notes = (json.dumps(kept["readings"][0]),)
    old = Origin("premises", "L", "C", "N", "", OGL, retrieved="2026-11-01", notes=notes)
    (folder / "readings.json").unlink()
    store.write(frame, PREMISES, old, folder)
    assert read_lists(folder)[0].reading.read_count == 3


def test_the_reading_stands_in_a_place_of_its_own_and_not_in_the_origin(tmp_path: Path) -> None:
    run(tmp_path, ONE)
    assert store.read("premises", tmp_path / "data" / "rates" / CODE)[1].notes == ()


def test_a_kept_mapping_is_said_and_capitals_do_not_matter(tmp_path: Path) -> None:
    run(tmp_path, ONE)
    said: list[str] = []
    run(tmp_path, TWO, how="add", say=said.append, confirm=lambda _: pytest.fail("asked"))
    assert "Columns as saved in" in said[0]
    assert "<- POSTCODE" in said[0]


def test_a_kept_mapping_that_does_not_fit_is_said_and_not_used(tmp_path: Path) -> None:
    run(tmp_path, ONE)
    said: list[str] = []
    run(tmp_path, ONE.replace("RV", "Rateable Value"), say=said.append)
    assert "do not fit (no column 'RV'), so we guessed them" in said[0]


def test_a_kept_mapping_of_fewer_columns_does_not_hide_the_new_ones(tmp_path: Path) -> None:
    without = "\n".join(line.replace(",Y,", ",").replace(",N,", ",") for line in ONE.splitlines())
    run(tmp_path, without.replace("Occupied,", ""))
    said: list[str] = []
    reading = run(tmp_path, ONE, say=said.append)
    assert reading.occupancy == {"occupied": 2, "empty": 1}
    assert "has other columns than the one" in said[0]
