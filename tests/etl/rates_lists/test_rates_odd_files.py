"""Odd files given as a list: each is read whole or refused in one sentence, soon and in bounds."""

from __future__ import annotations

import sys
import time
import zipfile
from pathlib import Path

import pytest

from catalog.settings import PROJECT, Settings
from etl.rates_lists.files import listing
from etl.rates_lists.headings import column_names, is_personal
from etl.rates_lists.mapping import RatesError, guess_mapping
from wards import business_rates

sys.path.append(str(PROJECT / "benchmarks"))
import fuzz_lists

HEADING = "Ref,Postcode,Ratepayer,RV,Description,Liable from,Occupied\n"
ROWS = "".join(
    f"A{n},HX1 {n % 9}A{chr(65 + n % 26)},Zebedee Q,{900 + n},Shop,2018-05-01,Y\n"
    for n in range(40)
)
TEXT = HEADING + ROWS
REAL = PROJECT.parent / "shared" / "cases" / "H1_headers.txt"


def run(folder: Path, body: bytes, name: str = "list.csv") -> business_rates.Reading:
    path = folder / name
    path.write_bytes(body)
    return business_rates.run(path, "E08000099", Settings(data=folder / "data"))


READ = {
    "a mark of UTF-8": TEXT.encode("utf-8-sig"),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 without its mark": TEXT.encode("utf-16-le"),
    "UTF-16, the other way round": TEXT.encode("utf-16-be"),
    "UTF-32": TEXT.encode("utf-32"),
    "Windows": TEXT.replace("Shop", "Café").encode("cp1252"),
    "NULs": TEXT.replace("Shop", "Sh\x00op").encode() + bytes(500),
    "old line ends": TEXT.replace("\n", "\r").encode(),
    "semicolons": TEXT.replace(",", ";").encode(),
    "tabs": TEXT.replace(",", "\t").encode(),
    "a line for a spreadsheet": b"sep=,\n" + TEXT.encode(),
    "titles": b"Borough of Testham\nAs at 1 May 2018\n\n" + TEXT.encode(),
    "quotation marks left open": TEXT.replace(",Zebedee", ',"Zebedee').encode(),
    "10,000 blank columns": TEXT.replace("\n", "," * 10_000 + "\n").encode(),
}


@pytest.mark.parametrize("kind", READ)
def test_each_record_is_read(kind: str, tmp_path: Path) -> None:
    reading = run(tmp_path, READ[kind])
    assert (reading.rows_count, reading.read_count, reading.rejected_count) == (40, 40, 0)
    assert reading.occupancy == {"occupied": 40}


REFUSED = {
    "nothing": (b"", "is empty"),
    "blank lines": (b"\n \n\n", "is empty"),
    "only headings": (HEADING.encode(), "no dates|none of its 0 records"),
    "no headings": (ROWS.encode(), "no row of headings"),
    "JSON": (b'[{"rv": 1}]', "JSON"),
    "a web page": (b"<!DOCTYPE html><p>RV,Postcode", "web page"),
    "a PDF": (b"%PDF-1.7 abc", "PDF"),
    "bytes": (bytes(range(1, 32)) * 90, "not a text"),
    "a broken zip": (b"PK\x03\x04" + bytes(90), "not a complete zip"),
    "a broken gzip": (b"\x1f\x8b\x08rv", "not a complete gzip"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(4000), "not a workbook that can be read"),
    "columns": (
        HEADING.strip().encode() + b",x" * 10_000 + b"\n" + ROWS.encode(),
        "10,007 columns",
    ),
    "a cell of 50 MB": (TEXT.encode() + b'X,HX1 1AB,"' + b"z" * 50_000_000 + b'",5\n', "line 42"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_each_is_refused_in_a_sentence_and_soon(kind: str, tmp_path: Path) -> None:
    body, words = REFUSED[kind]
    began = time.monotonic()
    with pytest.raises(RatesError, match=words) as caught:
        run(tmp_path, body)
    assert time.monotonic() - began < 10
    assert "Zebedee" not in str(caught.value)
    assert not list(tmp_path.rglob("*.parquet"))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path, "is a folder"),
        (Path("/dev/zero"), "is a device"),
        (tmp_path / "gone.csv", "there is no file"),
    ):
        with pytest.raises(RatesError, match=words):
            business_rates.run(path, "E08000099", Settings(data=tmp_path / "data"))


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"list.csv": TEXT, "__MACOSX/._list.csv": "x", "notes.pdf": "%PDF"}, ""),
        ({"codes.csv": "Code,Description\n" + "C,Shop\n" * 99, "a/list.csv": TEXT}, ""),
        ({"readme.pdf": "%PDF"}, "zip without a CSV"),
        ({}, "zip without a CSV"),
        ({"inner.csv": "PK\x05\x06" + "\x00" * 18}, "not a text|a zip"),
    ],
)
def test_zips(members: dict[str, str], words: str, tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    if words:
        with pytest.raises(RatesError, match=words):
            run(tmp_path, path.read_bytes(), "list.zip")
    else:
        assert run(tmp_path, path.read_bytes(), "list.zip").read_count == 40


def test_five_hundred_mutated_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _file: None)  # the disk need not keep any of them
    outcomes, faults = fuzz_lists.run(500, seed=3)
    assert faults == {}
    assert outcomes["read"] > 200
    assert outcomes["refused"] > 20


@pytest.mark.bench
def test_the_headings_of_real_lists_are_understood(tmp_path: Path) -> None:
    if not REAL.is_file():
        pytest.skip("the headings of real lists (../shared/cases) are not on this machine")
    for line in REAL.read_text("utf-8").splitlines():
        code, _, heading = line.partition("|")
        mark = ";" if heading.count(";") > heading.count(",") else ","
        path = tmp_path / "list.csv"
        path.write_text(heading + "\n", "utf-8")
        names = listing(path).headings
        assert len(names) == len(column_names(heading.split(mark))), code
        found = guess_mapping(names)
        assert {"rateable_value", "property_ref"} <= set(found.fields), code
        assert {"postcode", "postcode_in", "easting", "lat"} & set(found.fields), code
        assert not any(map(is_personal, [*found.fields.values(), *found.reliefs])), code
