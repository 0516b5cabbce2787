"""Postcodes from the directory's CSV or zip, and from plain lists."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest

from catalog import store
from catalog.settings import Settings
from etl.datasets.places import postcodes

DIRECTORY = """pcd7,pcds,lat,long,oa21
"HD1 1AB","HD1 1AB",53.6,-1.8,X
"ZZ99 9ZZ","ZZ99 9ZZ",99.999999,0,X
"""


def test_the_directory_in_its_zip(tmp_path: Path) -> None:
    path = tmp_path / "ONSPD.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Data/ONSPD_AUG_2026_UK.csv", DIRECTORY)
        archive.writestr("Documents/names.csv", "a,b\n1,2\n")
    assert postcodes.read([path]).rows() == [("HD1 1AB", -1.8, 53.6)]


def test_plain_lists_also_gzipped(tmp_path: Path) -> None:
    path = tmp_path / "HD.csv.gz"
    path.write_bytes(gzip.compress(b"Postcode,lat,long\nhd11ab,53.6,-1.8\nHD1  1AC,53.7,-1.9\n"))
    assert postcodes.read([path])["postcode_key"].to_list() == ["HD1 1AB", "HD1 1AC"]


def test_a_file_of_something_else_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(postcodes.PostcodeError, match="no table with a postcode and its latitude"):
        postcodes.read([path])


def test_more_files_add_to_what_is_held(tmp_path: Path) -> None:
    made = Settings(data=tmp_path / "data")
    for name, place in (
        ("HD.csv", "HD1 1AB,53.6"),
        ("BD.csv", "BD1 1AA,53.7"),
        ("HD.csv", "HD1 1AB,53.5"),
    ):
        (tmp_path / name).write_text(f"Postcode,lat,long\n{place},-1.8\n")
        postcodes.store_postcodes([tmp_path / name], made)
    held, origin = store.read("postcodes", made.built)
    assert held.sort("postcode_key").rows() == [("BD1 1AA", -1.8, 53.7), ("HD1 1AB", -1.8, 53.5)]
    assert origin.release == "HD.csv, BD.csv, HD.csv"


def test_a_zip_of_a_list_without_folders(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("HD.csv", "Postcode,lat,long\nHD1 1AB,53.6,-1.8\n")
        archive.writestr("readme.txt", "nothing")
    assert postcodes.read([path]).height == 1


NSPL = """pcd,pcd2,pcds,dointr,lat,long
"HD1 1AB","HD1  1AB","HD1 1AB","198001",53.6,-1.8
"JE2 3AB","JE2  3AB","JE2 3AB","199712",99.999999,0.000000
"""
POINTS = """"HD1 1AB",10,409000,425000,"E92000001"
"HD1 1AC",90,0,0,"E92000001"
"""


def zipped(folder: Path, members: dict[str, str | bytes]) -> Path:
    path = folder / "postcodes.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_the_lookup_in_its_zip_beside_lists_of_areas(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        {
            "Documents/LA.csv": "pcds,lat,long\nZZ1 1ZZ,53,-1\n",
            "Data/NSPL_FEB_2024_UK.csv": NSPL,
            "Data/multi_csv/NSPL_FEB_2024_UK_HD.csv": NSPL.replace("53.6", "50.1"),
        },
    )
    assert postcodes.read([path]).rows() == [("HD1 1AB", -1.8, 53.6)]


def test_code_point_open_without_headings_by_its_grid_references(tmp_path: Path) -> None:
    headings = '"PC","PQ","EA","NO","CY"\n"Postcode","Quality","Eastings","Northings","Country"\n'
    path = zipped(
        tmp_path,
        {
            "Doc/Code-Point_Open_Column_Headers.csv": headings,
            "Data/CSV/hd.csv": POINTS,
            "Data/CSV/hx.csv": POINTS.replace("HD1 1AB", "HX1 1AB"),
        },
    )
    found = postcodes.read([path])
    assert found["postcode_key"].to_list() == ["HD1 1AB", "HX1 1AB"]
    assert found.select(pl.col("long").round(4), pl.col("lat").round(4)).row(0) == (
        -1.8651,
        53.7213,
    )


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "zip without a table of postcodes"),
        ({"../../../../x.txt": "a"}, "zip without a table of postcodes"),
        ({"../../../../x.csv": "a,b\n1,2\n"}, "zip without a table of postcodes"),
        ({"a.csv": "postcode,lat,long\n"}, "zip without a table of postcodes"),
        ({"a.csv": b"\x00\xff" * 999}, "zip without a table of postcodes"),
        ({"a.csv": 'postcode,lat,long\n"HD1 1AB,53,-1\n'}, "."),
    ],
)
def test_odd_zips_are_refused_in_a_sentence(
    members: dict[str, str | bytes], words: str, tmp_path: Path
) -> None:
    with pytest.raises(postcodes.PostcodeError, match=words):
        postcodes.read([zipped(tmp_path, members)])
    assert [path.name for path in tmp_path.iterdir()] == ["postcodes.zip"]


def test_a_zip_cut_short_and_what_is_no_file(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"Data/NSPL_A.csv": NSPL * 50})
    path.write_bytes(path.read_bytes()[:-40])
    for wrong, words in (
        (path, "not a complete zip"),
        (tmp_path, "folder"),
        (Path("/dev/null"), "dev"),
    ):
        with pytest.raises(postcodes.PostcodeError, match=words):
            postcodes.read([wrong])


@pytest.mark.parametrize("block", [60, 61, 97, 10_000])
def test_blocks_are_cut_between_lines(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f'"HD1 {n % 10}A{chr(65 + n // 10)}",53.{n:03},-1.8' for n in range(200)]
    text = "\n".join(["postcode,lat,long", *lines])
    monkeypatch.setattr(postcodes, "BLOCK", block)
    pieces = (text[at : at + 50].encode() for at in range(0, len(text), 50))
    found = pl.concat(postcodes._try(pieces))
    assert found.height == 200
    assert found["lat"].sum() == pytest.approx(53 * 200 + sum(range(200)) / 1000)
