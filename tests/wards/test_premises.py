"""Properties of a list placed in wards, counted and stored; published lists read whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import shapely
from factory_lists import PLAIN, written
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import store
from catalog.settings import PROJECT, Settings
from catalog.sources import OGL, Origin
from catalog.store import StoreError
from catalog.tables.places import WARDS
from etl.rates_lists.mapping import RatesError
from wards import business_rates
from wards import premises as placing

LISTS = PROJECT.parent / "shared" / "upstream" / "data" / "business_rates"


def squares(count: int) -> pl.DataFrame:
    """Wards side by side, each a degree wide from longitude -2, at latitude 53 to 54."""
    boxes = [shapely.box(-2 + n, 53, -1 + n, 54) for n in range(count)]
    return pl.DataFrame(
        {
            "ward_code": [f"E0599990{n}" for n in range(count)],
            "ward_name": [f"Ward {n}" for n in range(count)],
            "lad_code": ["E08000099"] * count,
            "lad_name": ["Testham"] * count,
            "ward_vintage": ["2025"] * count,
            "long": [-1.5 + n for n in range(count)],
            "lat": [53.5] * count,
            "geometry_wkb": [bytes(shapely.to_wkb(box)) for box in boxes],
        }
    )


def premises(points: list[tuple[float | None, float]], values_gbp: list[float]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "postcode": ["HD1 1AB"] * len(points),
            "property_long": [long for long, _ in points],
            "property_lat": [lat for _, lat in points],
            "rateable_value_gbp": values_gbp,
            "description_group": ["retail"] * len(points),
            "occupancy": ["empty"] * len(points),
            "empty_from": [date(2019, 3, 1)] * len(points),
            "has_relief": [False] * len(points),
            "list_period": ["2018-19"] * len(points),
            "status": ["observed"] * len(points),
        },
        schema_overrides={"property_long": pl.Float64},
    )


def test_properties_are_placed_by_point_then_by_postcode() -> None:
    codes = pl.DataFrame({"postcode_key": ["HD1 1AB"], "long": [-0.5], "lat": [53.5]})
    frame = premises([(-1.5, 53.5), (None, 53.5), (9.0, 53.5)], [1.0, 2.0, 3.0])
    placed = placing.place_premises(frame, squares(2), codes)
    assert placed.select("ward_code", "placed_by").rows() == [
        ("E05999900", "coordinates"),
        ("E05999901", "postcode"),
        ("E05999901", "postcode"),
    ]
    assert placing.place_premises(frame, squares(2))["placed_by"].to_list() == [
        "coordinates",
        "not placed",
        "not placed",
    ]


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.floats(-3, 2), st.floats(52.5, 54.5), st.integers(0, 10_000)),
        min_size=1,
        max_size=30,
    )
)
def test_wards_and_what_was_not_placed_add_up_to_what_was_read(
    rows: list[tuple[float, float, int]],
) -> None:
    frame = premises([(x, y) for x, y, _ in rows], [float(v) for _, _, v in rows])
    placed = placing.place_premises(frame, squares(3))
    counted = placing.count_premises(placed, squares(3)).filter(
        pl.col("description_group") == "total"
    )
    lost = placed.filter(pl.col("ward_code").is_null())
    assert counted["ward_code"].to_list() == sorted(set(placed["ward_code"].drop_nulls()))
    assert counted["premises_count"].sum() + lost.height == len(rows)
    value = counted["rateable_value_gbp"].sum() + lost["rateable_value_gbp"].sum()
    assert value == pytest.approx(sum(v for _, _, v in rows))


def test_days_empty_at_the_end_of_the_period() -> None:
    placed = placing.place_premises(premises([(-1.5, 53.5)], [1.0]), squares(1))
    total = placing.count_premises(placed, squares(1)).filter(
        pl.col("description_group") == "total"
    )
    assert total["median_days_empty"].to_list() == [30.0]


def held_wards(data: Path) -> Settings:
    made = Settings(data=data)
    origin = Origin("wards", "Wards", "ONS", "WD", "", OGL, retrieved="2026-11-01", fingerprint="w")
    store.write(squares(2), WARDS, origin, made.built)
    return made


def test_run_and_build_write_counts_and_a_report(tmp_path: Path) -> None:
    made = held_wards(tmp_path / "data")
    text = PLAIN.replace("-1.80", "-1.20").replace("53.60", "53.50")
    reading = business_rates.run(written(tmp_path, text), "E08000099", made)
    assert "3 records: 3 properties read" in reading.words()
    assert business_rates.build(made)
    assert not business_rates.build(made)
    report = store.read("premises_report", made.built)[0].row(0, named=True)
    assert (report["read_count"], report["by_coordinates_count"], report["not_placed_count"]) == (
        3,
        2,
        1,
    )
    _, origin = store.read("ward_premises", made.built)
    assert "1 of 3 properties in no ward" in " ".join(origin.notes)


def test_a_refused_mapping_is_kept_to_be_changed_and_nothing_read(tmp_path: Path) -> None:
    made = Settings(data=tmp_path / "data")
    with pytest.raises(RatesError, match="we did not read the list"):
        business_rates.run(written(tmp_path, PLAIN), "E08000099", made, confirm=lambda _: False)
    assert (tmp_path / "data" / "rates" / "E08000099.mapping.json").is_file()
    assert not list((tmp_path / "data").rglob("*.parquet"))


def test_a_list_whose_wards_are_not_held_is_named_and_the_others_are_counted(
    tmp_path: Path,
) -> None:
    made = held_wards(tmp_path / "data")
    for code in ("E08000099", "E08000098"):
        business_rates.run(written(tmp_path, PLAIN), code, made)
    for _ in range(2):
        with pytest.raises(StoreError, match="no ward boundaries of E08000098"):
            business_rates.build(made)
    assert store.read("premises_report", made.built)[0]["lad_code"].to_list() == ["E08000099"]


def test_a_list_that_names_the_empty_alone_carries_a_note_to_the_tables(tmp_path: Path) -> None:
    made = held_wards(tmp_path / "data")
    text = PLAIN.replace("-1.80", "-1.20").replace("53.60", "53.50").replace(",Y,", ",,")
    business_rates.run(written(tmp_path, text), "E08000099", made)
    business_rates.build(made)
    counts, origin = store.read("ward_premises", made.built)
    assert counts["occupied_count"].sum() == 0
    assert "the list names empty properties alone" in " ".join(origin.notes)
    business_rates.run(
        written(tmp_path, text.replace('12,000",Shop,,', '12,000",Shop,Y,')), "E08000099", made
    )
    business_rates.build(made)
    assert "alone" not in " ".join(store.read("ward_premises", made.built)[1].notes)


def test_a_list_that_is_not_whole_does_not_stop_the_others(tmp_path: Path) -> None:
    made = held_wards(tmp_path / "data")
    text = PLAIN.replace("-1.80", "-1.20").replace("53.60", "53.50")
    for code in ("E08000099", "E08000098"):
        business_rates.run(written(tmp_path, text), code, made)
    (tmp_path / "data" / "rates" / "E08000098" / "readings.json").write_text("{")
    with pytest.raises(StoreError, match="E08000098"):
        business_rates.build(made)
    assert store.read("premises_report", made.built)[0]["lad_code"].to_list() == ["E08000099"]


@pytest.mark.parametrize("period", ["2018", "2018-20", "last year"])
def test_a_period_is_a_financial_year(tmp_path: Path, period: str) -> None:
    with pytest.raises(RatesError, match="write it as 2018-19"):
        business_rates.run(
            written(tmp_path, PLAIN), "E08000099", Settings(data=tmp_path), period=period
        )


VOA_LINE = (
    "1*4705*C1*REF1*CS*SHOP AND PREMISES*UARN1*FULL*A Firm*1*HIGH STREET*TOWN*D*C*HD1 1AB**"
    "*{value}**A1*01-APR-2023*249S******{ended}*"
)


def test_the_voa_list_needs_its_terms_accepted_and_leaves_only_counts(tmp_path: Path) -> None:
    made = held_wards(tmp_path / "data")
    lines = [
        VOA_LINE.format(value="5000", ended=""),
        VOA_LINE.format(value="7000", ended="01-MAY-2024"),
    ]
    cut = lines[0].replace("HIGH", "HI\nGH").replace("5000", "100")
    starred = lines[0].replace("FULL", "FU*LL").replace("5000", "10")
    path = written(tmp_path, "\n".join([*lines, cut, starred]) + "\n", "voa.csv")
    with pytest.raises(RatesError, match="restricted terms"):
        business_rates.run(path, "E08000099", made, period="2026-27")
    from catalog.tables.places import POSTCODES

    codes = pl.DataFrame({"postcode_key": ["HD1 1AB"], "long": [-1.5], "lat": [53.5]})
    origin = Origin("postcodes", "P", "ONS", "ONSPD", "", OGL, retrieved="2026-11-01")
    store.write(codes, POSTCODES, origin, made.built)
    reading = business_rates.run(path, "E08000099", made, period="2026-27", accept_voa_terms=True)
    assert (reading.read_count, reading.rejected_count) == (3, 0)
    business_rates.build(made)
    total = store.read("ward_premises", made.built)[0].filter(
        pl.col("description_group") == "total", pl.col("ward_code") == "E05999900"
    )
    assert total.select("premises_count", "unknown_count", "rateable_value_gbp").rows() == [
        (3.0, 3.0, 5110.0)
    ]
    kept = [path.name for path in (tmp_path / "data" / "rates").rglob("*.parquet")]
    assert sorted(kept) == ["premises_report.parquet", "ward_premises.parquet"]
    assert "restricted" in store.read("ward_premises", made.built)[1].licence
    business_rates.run(written(tmp_path, PLAIN), "E08000099", made)
    kept = [path.name for path in (tmp_path / "data" / "rates").rglob("*.parquet")]
    assert kept == ["premises.parquet"]


@pytest.mark.parametrize(
    ("name", "rows", "read_count", "rejected"),
    [
        ("bradford", 19_323, 19_322, 0),
        ("calderdale", 9_347, 9_347, 0),
        ("hambleton", 4_307, 4_307, 0),
        ("kirklees", 15_991, 15_840, 0),
    ],
)
def test_the_lists_of_four_councils(
    tmp_path: Path, name: str, rows: int, read_count: int, rejected: int
) -> None:
    if not LISTS.is_dir():
        pytest.skip("the four published lists (../shared/upstream) are not on this machine")
    reading = business_rates.run(LISTS / f"{name}.csv", "E08000099", Settings(data=tmp_path))
    assert (reading.rows_count, reading.read_count, reading.rejected_count) == (
        rows,
        read_count,
        rejected,
    )
    assert (
        reading.rows_count == reading.read_count + reading.repeated_count + reading.rejected_count
    )
