"""Workbooks and zips that strangers made: refused by their size before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.clients.files import archives, spreadsheets
from etl.clients.files.archives import ArchiveError, gunzipped, read_file, zip_members
from etl.clients.files.opendocument import count_cells
from etl.clients.files.spreadsheets import Extent, SpreadsheetError, load_cells, open_workbook

ODS_ROW = b'<table:table-row table:number-rows-repeated="%d">%s</table:table-row>'
ODS_CELL = b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def workbook(cells: dict[tuple[int, int], object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("List")
        for (row, column), value in cells.items():
            sheet.write(row, column, value)
    return out.getvalue()


def remade(body: bytes, part: str, text: bytes) -> bytes:
    """The workbook with another text for one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in {*old.namelist(), part}:
            new.writestr(name, text if name == part else old.read(name))
    return out.getvalue()


def sheet_of(rows: bytes) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = b'<worksheet xmlns="' + main + b'"><sheetData>' + rows + b"</sheetData></worksheet>"
    return remade(workbook({(0, 0): 1}), "xl/worksheets/sheet1.xml", text)


def test_a_workbook_is_read_as_it_stands() -> None:
    reader = open_workbook(workbook({(0, 0): "Ref", (1, 2): 5}), "list.xlsx")
    cells = load_cells(reader, "List", "list.xlsx")
    assert cells.rows() == [("Ref", None, None), (None, None, "5")]


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<c s='1' r = 'XFD1048576' ><v>1</v></c>",
        b'<c s=">" r="XFD1048576"><v>1</v></c>',
        b'<c r="XFD1048576"><!-- --><v>1</v></c>',
        b'<x:c r="XFD1048576" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>',
    ],
)
def test_cells_too_far_apart_are_refused_before_room_is_made_for_them(cell: bytes) -> None:
    body = sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">' + cell + b"</row>")
    with pytest.raises(SpreadsheetError, match=r"1,048,576 rows and 16,384 columns.*stray cells"):
        open_workbook(body, "list.xlsx")


def test_a_sheet_under_any_path_is_looked_at() -> None:
    body = workbook({(0, 0): 1})
    sheet = b'<worksheet><sheetData><row r="1"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with pytest.raises(SpreadsheetError, match="too far apart"):
        open_workbook(remade(body, "elsewhere/one.data", sheet), "list.xlsx")


def test_cells_without_a_place_are_counted_one_after_another() -> None:
    row = b"<row>" + b"<c><v>1</v></c>" * 6000 + b"</row>"
    body = sheet_of(row + b"<row><c><v>1</v></c></row>" * 5000)
    with pytest.raises(SpreadsheetError, match=r"6,000 columns, too far"):
        open_workbook(body, "list.xlsx")
    assert open_workbook(sheet_of(row + b"<row><c><v>1</v></c></row>" * 50), "list.xlsx")


def test_formatted_blank_cells_to_the_end_of_a_sheet_are_no_cells() -> None:
    blank = b'<row r="1048576"><c r="XFD1048576" s="1"/><c r="XFC1048576"></c></row>'
    reader = open_workbook(sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>' + blank), "l.xlsx")
    assert load_cells(reader, "List", "l.xlsx").shape == (1, 1)


@settings(max_examples=40)
@given(
    cells=st.dictionaries(
        st.tuples(st.integers(0, 900), st.integers(0, 60)), st.just(1), min_size=1, max_size=9
    ),
    block=st.integers(40, 300),
)
def test_the_extent_is_that_of_the_filled_cells_wherever_blocks_are_cut(
    cells: dict[tuple[int, int], object], block: int
) -> None:
    text = zipfile.ZipFile(io.BytesIO(workbook(cells))).read("xl/worksheets/sheet1.xml")
    extent = Extent()
    blocks = iter([text[at : at + block] for at in range(0, len(text), block)])
    for part in spreadsheets.whole_tags(blocks, "list.xlsx"):
        extent = spreadsheets._scanned(part, extent)
    furthest = (max(row for row, _ in cells) + 1, max(column for _, column in cells) + 1)
    assert (extent.rows, extent.columns) == furthest


def test_a_text_named_by_many_cells_is_counted_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    body = workbook({(row, 0): "x" * 30_000 for row in range(400)})
    assert len(body) < 20_000
    assert open_workbook(body, "list.xlsx")
    monkeypatch.setattr(spreadsheets, "MOST_TEXT", 10_000_000)
    with pytest.raises(SpreadsheetError, match="repeat long texts that come to 12 MB"):
        open_workbook(body, "list.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused_by_what_it_says() -> None:
    body = remade(workbook({(0, 0): 1}), "xl/media/a.bin", bytes(700_000_000))
    assert len(body) < 1_000_000
    with pytest.raises(SpreadsheetError, match="unpacks to 700 MB"):
        open_workbook(body, "list.xlsx")


def lying(member: bytes, says: int, checksum: int) -> bytes:
    """A zip whose directory gives another size, and a checksum that fits it, for its member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", member)
    body = bytearray(out.getvalue())
    at = body.index(b"PK\x01\x02")
    struct.pack_into("<I", body, at + 16, checksum)
    struct.pack_into("<I", body, at + 24, says)
    return bytes(body)


def test_a_member_that_holds_more_than_it_says_is_let_go_there() -> None:
    body = lying(bytes(5_000_000), 10, zlib.crc32(bytes(10)))
    assert zipfile.ZipFile(io.BytesIO(body)).read("list.csv") == bytes(10)  # unseen by zipfile
    with pytest.raises(ArchiveError, match="larger than it states"):
        list(zip_members(body, "list.zip"))


@pytest.mark.parametrize("size", [0, 3, 200, 3_000_000])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_whole(size: int, method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a/", "")
        archive.writestr("a/list.csv", b"x" * size)
        archive.writestr("readme.txt", "no")
    found = list(zip_members(out.getvalue(), "l.zip", lambda path: path.endswith(".csv")))
    assert found == [("a/list.csv", b"x" * size)]


def test_zips_that_are_not_whole_too_many_or_locked_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    good = lying(b"abc", 3, zlib.crc32(b"abc"))
    for broken, words in (
        (b"PK\x03\x04nothing", "not a complete zip"),
        (good[:-30], "not a complete zip"),
        (lying(b"abc", 3, 7), "incomplete or damaged"),
        (lying(b"abc", 4, 7), "incomplete or damaged"),
        (good.replace(b"PK\x03\x04", b"XX\x03\x04", 1), "damaged"),
    ):
        with pytest.raises(ArchiveError, match=words):
            list(zip_members(broken, "list.zip"))
    locked = bytearray(good)
    locked[good.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveError, match="password"):
        list(zip_members(bytes(locked), "list.zip"))
    monkeypatch.setattr(archives, "MOST_MEMBERS", 0)
    with pytest.raises(ArchiveError, match="zip of 1 files"):
        list(zip_members(good, "list.zip"))


def test_what_is_no_workbook_says_so() -> None:
    for body, words in (
        (b"a,b\n1,2\n", "not a workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "cannot be read|not a workbook that can be read"),
        (remade(workbook({(0, 0): 1}), "xl/workbook.bin", b"x"), r"\.xlsb"),
        (lying(b"abc", 3, zlib.crc32(b"abc")), "not a workbook that can be read"),
    ):
        with pytest.raises(SpreadsheetError, match=words):
            open_workbook(body, "list.xlsx")


def test_open_documents_are_counted_with_their_repeats() -> None:
    wide = b'<table:table-cell office:value="1" table:number-columns-repeated="9000"/>'
    blank = b'<table:table-cell table:number-columns-repeated="16384"/>'
    content = (
        b'<table:table table:name="A">'
        + ODS_ROW % (2, ODS_CELL + ODS_CELL + blank)
        + ODS_ROW % (1_048_000, blank)
        + b'</table:table><table:table table:name="B">'
        + ODS_ROW % (5000, wide)
        + b"</table:table>"
    )
    assert list(count_cells(content)) == [(2, 2), (5000, 9000)]
    body = remade(workbook({(0, 0): 1}), "content.xml", content)
    with pytest.raises(SpreadsheetError, match="5,000 rows and 9,000 columns"):
        open_workbook(body, "list.ods")


def test_files_that_are_no_files_or_too_large(tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_bytes(bytes(2_000_001))
    for path, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "gone.csv", "there is no file"),
        (Path("/dev/null"), "is a device"),
        (tmp_path / "big.csv", "has 2 MB, more than the 1 MB"),
        (Path("a\x00b"), "there is no file|cannot be read"),
    ):
        with pytest.raises(ArchiveError, match=words):
            read_file(path, 1_000_000)


def test_a_gzip_is_unpacked_to_a_bound() -> None:
    import gzip

    assert gunzipped(gzip.compress(b"abc"), "a.gz") == b"abc"
    for body, most in ((gzip.compress(bytes(5000)), 100), (gzip.compress(b"abc")[:-9], 100)):
        with pytest.raises(ArchiveError, match="incomplete or unpacks"):
            gunzipped(body, "a.gz", most)
    with pytest.raises(ArchiveError, match="not a complete gzip"):
        gunzipped(b"\x1f\x8bnothing", "a.gz")
