"""Postcodes from the directory's CSV or zip, and from plain lists."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from catalog import store
from catalog.settings import Settings
from etl import postcodes

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
    with pytest.raises(postcodes.PostcodeError, match="no column of lat, long, postcode"):
        postcodes.read([path])


def test_more_files_add_to_what_is_held(tmp_path: Path) -> None:
    made = Settings(data=tmp_path / "data")
    for name, place in (
        ("HD.csv", "HD1 1AB,53.6"),
        ("BD.csv", "BD1 1AA,53.7"),
        ("HD.csv", "HD1 1AB,53.5"),
    ):
        (tmp_path / name).write_text(f"Postcode,lat,long\n{place},-1.8\n")
        postcodes.supply([tmp_path / name], made)
    held, origin = store.read("postcodes", made.built)
    assert held.sort("postcode_key").rows() == [("BD1 1AA", -1.8, 53.7), ("HD1 1AB", -1.8, 53.5)]
    assert origin.release == "HD.csv, BD.csv, HD.csv"


def test_a_zip_of_a_list_without_folders(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("HD.csv", "Postcode,lat,long\nHD1 1AB,53.6,-1.8\n")
        archive.writestr("readme.txt", "nothing")
    assert postcodes.read([path]).height == 1
