"""One council of a large table is read without the others; whole, its rows are in key order."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from catalog import layout, store
from catalog.schema import Table
from catalog.sources import OGL, Origin
from catalog.tables import TABLES
from catalog.vocabulary.areas import is_about

WARDS_OF = TABLES["ward_sector_groups"]  # its key starts with the ward, not the council
COUNCILS = [f"E0600{number:04d}" for number in range(60)]
WANTED = COUNCILS[41]
WARDS = 20


def origin(name: str) -> Origin:
    return Origin(name, "Groups", "ONS", "X", "https://example.org", OGL)


def blank(table: Table, columns: dict[str, pl.Expr], rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with these columns, and a plain value in every other column of the table."""
    plain = {
        name: columns.get(name, pl.lit("observed" if name == "status" else 1).cast(dtype))
        for name, dtype in table.dtypes.items()
    }
    return rows.select(**plain)


def large_table() -> pl.DataFrame:
    """Wards numbered across councils, so that those of one lie apart in the order of the key."""
    rows = pl.DataFrame({"number": range(len(COUNCILS) * WARDS)}).join(
        pl.DataFrame({"sector_code": list("ABCDEFGHIJ")}), how="cross"
    )
    council = pl.format("E0600{}", (pl.col("number") % len(COUNCILS)).cast(str).str.zfill(4))
    ward = pl.format("E05{}", pl.col("number").cast(str).str.zfill(6))
    return blank(
        WARDS_OF, {"ward_code": ward, "lad_code": council, "sector_code": pl.col("sector_code")},
        rows,
    )  # fmt: skip


def groups_of(path: Path, council: str) -> tuple[list[int], int]:
    """The groups of rows in which the footer says that a council can be, and how many there are."""
    footer = pq.read_metadata(path)
    column = footer.schema.names.index("lad_code")
    bounds = [
        footer.row_group(group).column(column).statistics for group in range(footer.num_row_groups)
    ]
    return [n for n, each in enumerate(bounds) if each.min <= council <= each.max], len(bounds)


def spoil_other_groups(path: Path, kept: list[int]) -> None:
    """Overwrites the figures of every other group of rows, so that whoever reads one fails."""
    footer, content = pq.read_metadata(path), bytearray(path.read_bytes())
    for group in set(range(footer.num_row_groups)) - set(kept):
        for place in range(footer.num_columns):
            chunk = footer.row_group(group).column(place)
            start = chunk.dictionary_page_offset or chunk.data_page_offset
            content[start : start + chunk.total_compressed_size] = (
                b"\xff" * chunk.total_compressed_size
            )
    path.write_bytes(bytes(content))


def test_a_council_is_read_without_the_groups_of_others(tmp_path: Path) -> None:
    frame = large_table()
    path = store.write(frame, WARDS_OF, origin(WARDS_OF.name), tmp_path)
    kept, groups = groups_of(path, WANTED)
    assert groups > 4
    assert 1 <= len(kept) <= 2, "its rows lie together"
    spoil_other_groups(path, kept)
    of_council = store.read_rows(WARDS_OF.name, tmp_path, pl.col("lad_code").is_in([WANTED]))
    assert of_council.equals(frame.filter(lad_code=WANTED).sort(WARDS_OF.key))
    with pytest.raises(store.StoreError):
        store.read(WARDS_OF.name, tmp_path)


def test_whoever_reads_a_large_table_whole_gets_its_rows_in_order_of_the_key(
    tmp_path: Path,
) -> None:
    frame = large_table()
    path = store.write(frame, WARDS_OF, origin(WARDS_OF.name), tmp_path)
    lies = pl.read_parquet(path)
    assert not lies.equals(frame.sort(WARDS_OF.key)), "in the file those of a council are together"
    assert lies["lad_code"].is_sorted()
    read, its_origin = store.read(WARDS_OF.name, tmp_path)
    assert read.equals(frame.sort(WARDS_OF.key))
    assert its_origin.fingerprint == store.fingerprint_content(read, origin(WARDS_OF.name))
    again = store.write(frame.reverse(), WARDS_OF, origin(WARDS_OF.name), tmp_path / "again")
    assert again.read_bytes() == path.read_bytes(), "the same figures, the same file"


def test_a_table_of_before_in_one_group_still_opens(tmp_path: Path) -> None:
    frame = large_table().sort(WARDS_OF.key)
    path = store.path_of(WARDS_OF.name, tmp_path)
    store.write_file(frame, origin(WARDS_OF.name), path)
    assert pq.read_metadata(path).num_row_groups == 1
    assert store.read(WARDS_OF.name, tmp_path)[0].equals(frame)
    of_council = store.read_rows(WARDS_OF.name, tmp_path, pl.col("lad_code") == WANTED)
    assert of_council.equals(frame.filter(lad_code=WANTED))


def test_a_small_table_is_one_group_as_it_was(tmp_path: Path) -> None:
    frame = large_table().head(200)
    path = store.write(frame, WARDS_OF, origin(WARDS_OF.name), tmp_path)
    assert pq.read_metadata(path).num_row_groups == 1
    assert pl.read_parquet(path).equals(frame.sort(WARDS_OF.key))


def test_boundaries_weigh_in_a_table_of_few_rows() -> None:
    table = TABLES["wards"]
    rows = pl.DataFrame({"number": range(300)})
    code = pl.format("E0600{}", pl.col("number").cast(str).str.zfill(4))

    def of_size(size: int) -> pl.DataFrame:
        shape = pl.lit(b"x" * size)
        return blank(table, {"lad_code": code, "geometry_wkb": shape}, rows)

    assert layout.count_groups(of_size(1), table) == 1
    assert layout.count_groups(of_size(20_000), table) > 30


def test_a_broken_promise_of_a_part_is_said_in_words(tmp_path: Path) -> None:
    frame = large_table().head(200).with_columns(lad_code=pl.lit(None, pl.String))
    store.write_file(frame, origin(WARDS_OF.name), store.path_of(WARDS_OF.name, tmp_path))
    with pytest.raises(store.StoreError, match="lad_code is blank in 200 rows"):
        store.read_rows(WARDS_OF.name, tmp_path)
    narrow = frame.drop("sector_code")
    store.write_file(narrow, origin(WARDS_OF.name), store.path_of(WARDS_OF.name, tmp_path))
    with pytest.raises(store.StoreError, match="no column sector_code"):
        store.read_rows(WARDS_OF.name, tmp_path, pl.col("sector_code") == "A")
    with pytest.raises(store.StoreError, match="no column sector_code"):
        store.read_distinct(WARDS_OF.name, tmp_path, ("sector_code",))


@pytest.mark.parametrize("code", ["K02000001", "E12000003", "E92000001", "W92000004", "TLE4", None])
def test_a_wider_area_goes_with_any_council(code: str | None) -> None:
    frame = pl.DataFrame({"code": [code, "E08000035", "W06000015", "E07000008", "E09000001"]})
    kept = frame.filter(is_about("code", ["W06000015"]))["code"].to_list()
    assert kept == [code, "W06000015"]
