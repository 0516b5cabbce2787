"""Business-rates lists as councils publish them: nothing lost in silence, no name ever kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import pytest
import shapely
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import store
from catalog.settings import PROJECT, Settings
from catalog.sources import OGL, Origin
from catalog.store import StoreError
from catalog.tables.places import WARDS
from etl import rates
from etl.rates import values
from etl.rates import wards as placing
from etl.rates.extracting import extract
from etl.rates.mapping import RatesError, confirmed, guess, is_personal
from etl.rates.properties import financial_year, properties
from etl.rates.reading import listing

LISTS = PROJECT.parent / "shared" / "upstream" / "data" / "business_rates"

PLAIN = """Ref,Ratepayer,Address,Postcode,Latitude,Longitude,RV,Description,Occupied,Empty from
1,Jo Person,"1 High St, Town",HD1 1AB,53.60,-1.80,"£12,000",Shop,Y,
2,Sam Person,2 High St,HD1 1AB,53.60,-1.80,4500,Office,N,01/02/2018
3,,3 High St,HD1 1AC,,,900,Advertising right,,
"""


def written(folder: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def read(path: Path) -> tuple[pl.DataFrame, int]:
    held = listing(path)
    return properties(extract(held, guess(held.headings)), "E08000099", "2018-19")


def one(reading: Callable[[pl.Expr], pl.Expr], text: str) -> object:
    """What an expression makes of one cell."""
    return pl.DataFrame({"text": [text]}).select(reading(pl.col("text"))).item()


def test_a_plain_list(tmp_path: Path) -> None:
    frame, repeated = read(written(tmp_path, PLAIN))
    assert repeated == 0
    assert frame.select(
        "rateable_value_gbp", "description_group", "occupancy", "empty_from"
    ).rows() == [
        (12000.0, "retail", "occupied", None),
        (4500.0, "office", "empty", date(2018, 2, 1)),
        (900.0, "advertising and communications", "unknown", None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    frame, _ = read(written(tmp_path, PLAIN.replace("Office", "Café"), encoding=encoding))
    assert frame["rateable_value_gbp"].to_list() == [12000.0, 4500.0, 900.0]
    assert frame["description_group"][1] == "hospitality and leisure"


def test_title_rows_above_the_heading_are_passed_over(tmp_path: Path) -> None:
    frame, _ = read(written(tmp_path, "Town Council\nNNDR list,,\n\n" + PLAIN))
    assert frame.height == 3


def test_a_workbook_with_excel_dates(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("NNDR")
        sheet.write_row(0, 0, ["Business rates, May"])
        sheet.write_row(
            1, 0, ["Property Reference Number", "Liable Party", "Postcode", "Current RV"]
        )
        sheet.write_row(1, 4, ["Empty Y/N", "Empty From", "Description"])
        sheet.write_row(2, 0, ["A1", "Jo Person", "HD1 1AB", 5000, "Y", 43191, "WORKSHOP"])
        sheet.write_row(3, 0, ["A2", "Sam Person", "HD11AC", 700, "N", "", "MAST"])
    frame, _ = read(path)
    assert frame.select("postcode", "occupancy", "empty_from", "description_group").rows() == [
        ("HD1 1AB", "empty", date(2018, 4, 1), "industrial"),
        ("HD1 1AC", "occupied", None, "advertising and communications"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-04-01", date(2018, 4, 1)),
        ("01/04/2018", date(2018, 4, 1)),
        ("01.04.2018", date(2018, 4, 1)),
        ("01-APR-2018", date(2018, 4, 1)),
        ("1/4/18", date(2018, 4, 1)),
        ("43191", date(2018, 4, 1)),
        ("43191.0", date(2018, 4, 1)),
        ("2018-04-01 00:00:00", date(2018, 4, 1)),
        ("Y", None),
        ("31/02/2018", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert one(values.day, text) == expected


def test_a_column_that_writes_the_month_first_is_told_by_its_days() -> None:
    assert values.is_month_first(pl.Series(["04/01/11", "12/25/18"]))
    assert not values.is_month_first(pl.Series(["04/01/11", "05/06/12"]))
    assert not values.is_month_first(pl.Series(["25/12/18", "12/25/18"]))
    assert one(partial(values.day, month_first=True), "12/25/18") == date(2018, 12, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("£1,234.50", 1234.5), ("1 ", 1.0), ("0", 0.0), ("-5", None), ("POA", None), ("", None)],
)
def test_money(text: str, expected: float | None) -> None:
    assert one(values.money, text) == expected


HEADINGS = {
    "one of Rochdale's kind": (
        "Property Ref,Account Holder 1,Account Holder 2,Property Name 1,Property Post Code,"
        "Liable From,RV,Description,Empty Y/N,Empty From,Mandatory Relief %"
    ),
    "one of Kirklees' kind": (
        "Property reference number,Ratepayer,Address,Postcode,Latitude,Longitude,"
        "Liability start date,Current Analysis Code Description,Rateable value,"
        "Current Relief Type Description,Current Prop Exemption Description"
    ),
    "one in other words": (
        "BA Reference,Primary Liable party name,Full Property Address,Post Code,"
        "Current Rateable Value,Occupied From,Void,Void Since,Property Type"
    ),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_are_understood(name: str) -> None:
    headings = HEADINGS[name].split(",")
    found = guess(headings)
    assert {"property_ref", "postcode", "rateable_value", "description"} <= set(found.fields)
    assert found.dropped
    assert not any(is_personal(heading) for heading in found.fields.values())
    assert len(set(found.fields.values())) == len(found.fields)


def test_no_name_or_address_survives(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN)
    held = Settings(data=tmp_path / "data")
    rates.run(path, "E08000099", held)
    kept = b"".join(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())
    frame, origin = store.read("premises", tmp_path / "data" / "rates" / "E08000099")
    text = frame.write_csv() + str(origin) + kept.decode("latin-1")
    for personal in ("Jo Person", "Sam Person", "High St"):
        assert personal not in text


def test_postcodes_are_taken_from_the_address_where_there_is_no_column_of_them(
    tmp_path: Path,
) -> None:
    text = (
        'Ref,Full Property Address,RV,Description\n1,"1 High St, HD1 1AB",5,Shop\n2,Mast,6,Mast\n'
    )
    held = listing(written(tmp_path, text))
    found = extract(held, guess(held.headings))
    assert found.frame["postcode"].to_list() == ["HD1 1AB", ""]
    assert "High St" not in found.frame.write_csv()


def test_a_mapping_cannot_read_a_column_of_names() -> None:
    mapping = guess(HEADINGS["one in other words"].split(","))
    mapping.fields["description"] = "Primary Liable party name"
    mapping.fields["lat"] = "Latitude"
    with pytest.raises(RatesError, match=r"no column 'Latitude'.*can name people"):
        confirmed(mapping, HEADINGS["one in other words"].split(","))


def test_records_short_of_a_blank_field_are_mended_and_others_rejected_with_their_line(
    tmp_path: Path,
) -> None:
    text = PLAIN + (
        "4,,4 High St,HD1 1AD,,1200,Shop,Y,\n"  # one field for two blank coordinates
        "5,,5 High St,broken\n"
        '6,,"6 High\nSt",HD1 1AB,53.6,-1.8,100,Shop,Y,\n'
        "7,,7 High St,HD1 1AB,53.6,-1.8,twelve,Shop,Y,\n"
    )
    held = listing(written(tmp_path, text))
    found = extract(held, guess(held.headings))
    assert (found.rows, found.mended, found.rejected) == (7, 1, [6, 9])
    assert set(found.frame["rateable_value"]) == {"£12,000", "4500", "900", "1200", "100"}


def test_a_web_page_is_not_a_list(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="web page"):
        listing(written(tmp_path, "<!DOCTYPE html><html>Not found</html>"))


def test_a_file_without_headings_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="no row of headings"):
        listing(written(tmp_path, "a,b\n1,2\n"))


def test_only_occupied_ones_marked_means_the_others_are_empty(tmp_path: Path) -> None:
    frame, _ = read(written(tmp_path, PLAIN.replace(",N,01/02/2018", ",Y,")))
    assert frame["occupancy"].to_list() == ["occupied", "occupied", "empty"]
    assert frame["occupancy_basis"][2].startswith("not marked as occupied")


def test_a_property_with_two_records_counts_once(tmp_path: Path) -> None:
    frame, repeated = read(written(tmp_path, PLAIN + PLAIN.splitlines()[1] + "\n"))
    assert (frame.height, repeated) == (3, 1)


def test_financial_year_of_the_newest_date() -> None:
    assert financial_year(pl.Series(["2018-04-01", "31/03/2019", "nothing"])) == "2018-19"
    assert financial_year(pl.Series(["2019-04-01", "2999-01-01"])) == "2019-20"
    assert financial_year(pl.Series([], dtype=pl.String)) == ""


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
    placed = placing.placed(frame, squares(2), codes)
    assert placed.select("ward_code", "placed_by").rows() == [
        ("E05999900", "coordinates"),
        ("E05999901", "postcode"),
        ("E05999901", "postcode"),
    ]
    assert placing.placed(frame, squares(2))["placed_by"].to_list() == [
        "coordinates",
        "not placed",
        "not placed",
    ]


@settings(max_examples=30, deadline=None)
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
    placed = placing.placed(frame, squares(3))
    counted = placing.counted(placed, squares(3)).filter(pl.col("description_group") == "total")
    lost = placed.filter(pl.col("ward_code").is_null())
    assert counted["ward_code"].to_list() == sorted(set(placed["ward_code"].drop_nulls()))
    assert counted["premises_count"].sum() + lost.height == len(rows)
    value = counted["rateable_value_gbp"].sum() + lost["rateable_value_gbp"].sum()
    assert value == pytest.approx(sum(v for _, _, v in rows))


def test_days_empty_at_the_end_of_the_period() -> None:
    placed = placing.placed(premises([(-1.5, 53.5)], [1.0]), squares(1))
    total = placing.counted(placed, squares(1)).filter(pl.col("description_group") == "total")
    assert total["median_days_empty"].to_list() == [30.0]


def held_wards(data: Path) -> Settings:
    made = Settings(data=data)
    origin = Origin("wards", "Wards", "ONS", "WD", "", OGL, retrieved="2026-11-01", fingerprint="w")
    store.write(squares(2), WARDS, origin, made.built)
    return made


def test_run_and_build_write_counts_and_a_report(tmp_path: Path) -> None:
    made = held_wards(tmp_path / "data")
    text = PLAIN.replace("-1.80", "-1.20").replace("53.60", "53.50")
    reading = rates.run(written(tmp_path, text), "E08000099", made)
    assert "3 records: 3 properties read" in reading.words()
    assert rates.build(made)
    assert not rates.build(made)
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
    with pytest.raises(RatesError, match="nothing was read"):
        rates.run(written(tmp_path, PLAIN), "E08000099", made, confirm=lambda _: False)
    assert (tmp_path / "data" / "rates" / "E08000099.mapping.json").is_file()
    assert not list((tmp_path / "data").rglob("*.parquet"))


def test_a_list_whose_wards_are_not_held_is_named_and_the_others_are_counted(
    tmp_path: Path,
) -> None:
    made = held_wards(tmp_path / "data")
    for code in ("E08000099", "E08000098"):
        rates.run(written(tmp_path, PLAIN), code, made)
    for _ in range(2):
        with pytest.raises(StoreError, match="no ward boundaries of E08000098"):
            rates.build(made)
    assert store.read("premises_report", made.built)[0]["lad_code"].to_list() == ["E08000099"]


@pytest.mark.parametrize("period", ["2018", "2018-20", "last year"])
def test_a_period_is_a_financial_year(tmp_path: Path, period: str) -> None:
    with pytest.raises(RatesError, match="write it as 2018-19"):
        rates.run(written(tmp_path, PLAIN), "E08000099", Settings(data=tmp_path), period=period)


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
        rates.run(path, "E08000099", made, period="2026-27")
    from catalog.tables.places import POSTCODES

    codes = pl.DataFrame({"postcode_key": ["HD1 1AB"], "long": [-1.5], "lat": [53.5]})
    origin = Origin("postcodes", "P", "ONS", "ONSPD", "", OGL, retrieved="2026-11-01")
    store.write(codes, POSTCODES, origin, made.built)
    reading = rates.run(path, "E08000099", made, period="2026-27", accept_voa_terms=True)
    assert (reading.read_count, reading.rejected_count) == (3, 0)
    rates.build(made)
    total = store.read("ward_premises", made.built)[0].filter(
        pl.col("description_group") == "total", pl.col("ward_code") == "E05999900"
    )
    assert total.select("premises_count", "unknown_count", "rateable_value_gbp").rows() == [
        (3.0, 3.0, 5110.0)
    ]
    kept = [path.name for path in (tmp_path / "data" / "rates").rglob("*.parquet")]
    assert sorted(kept) == ["premises_report.parquet", "ward_premises.parquet"]
    assert "restricted" in store.read("ward_premises", made.built)[1].licence
    rates.run(written(tmp_path, PLAIN), "E08000099", made)
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
    reading = rates.run(LISTS / f"{name}.csv", "E08000099", Settings(data=tmp_path))
    assert (reading.rows_count, reading.read_count, reading.rejected_count) == (
        rows,
        read_count,
        rejected,
    )
    assert (
        reading.rows_count == reading.read_count + reading.repeated_count + reading.rejected_count
    )
