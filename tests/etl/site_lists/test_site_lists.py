"""Lists of sites: columns by their headings, never a person's, all faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import store
from catalog.settings import Settings
from cli import main
from etl.run import registry
from etl.site_lists.reading import SiteListError, read_site_list
from etl.site_lists.storing import store_site_list

PERSON = "Zebedee Quillfeather"


def listed(tmp_path: Path, text: str, kind: str = "college") -> Path:
    path = tmp_path / "list.csv"
    path.write_text(text)
    return path


def read(tmp_path: Path, text: str) -> tuple[list[tuple[object, ...]], list[str]]:
    frame, faults = read_site_list(listed(tmp_path, text), "college")
    return frame.select("site_code", "site_name", "site_postcode", "long", "lat").rows(), faults


def test_a_list_is_read_by_its_headings(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, "NOMIS Office Code,Jobcentre Office,Postcode,lon,lat\n"
                        "6701,Eastbrook Court,bd1 5ah,-1.7468,53.7940\n")  # fmt: skip
    assert rows == [("6701", "Eastbrook Court", "BD1 5AH", -1.7468, 53.7940)]
    assert faults == []


def test_the_values_say_whether_they_are_degrees_or_metres(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "Site_Name,GeoX,GeoY\nA,416559,433217\nB,-1.7501,53.7950\n")
    assert [row[0] for row in rows] == ["college-2", "college-3"]
    assert [row[3] for row in rows] == pytest.approx([-1.7501, -1.7501], abs=1e-3)


def test_a_postcode_is_enough(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "Library,Post code\nA,HX1 1AB\n")
    assert rows == [("college-2", "A", "HX1 1AB", None, None)]


def test_what_cannot_be_used_is_said_row_by_row(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, "name,code,postcode,lon,lat\nA,1,HX1 1AB,,\n,2,HX1 1AB,,\n"
                        "C,3,HX1,,\nD,1,,-1.7,53.8\nE,5,,-100,53.8\n")  # fmt: skip
    assert [row[1] for row in rows] == ["A"]
    assert faults == [
        "list.csv: left out 1 row without a name (row 3).",
        "list.csv: left out 2 rows without a whole postcode or coordinates in Great Britain "
        "(row 4, 6).",
        "list.csv: left out 1 row with the code of another row (row 2, 5).",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", r"of the site's name and none that says where it is"),
        ("name,town\nA,Leeds\n", "that says where it is"),
        ("name,postcode\nA,LS\n", "no college that we can use: 1 row without a whole postcode"),
        ("surname,name,postcode\nx,y,HX1 1AB\n", "no column of the site's name"),
        ("name,postcode\n", "it has no rows"),
        ("<html>", "web page"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_words(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(SiteListError, match=words):
        read(tmp_path, text)


def test_nobodys_name_is_kept_anywhere(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    path = listed(tmp_path, f"Site name,Contact name,Postcode\nThe Hub,{PERSON},HX1 1AB\n")
    store_site_list(path, "other", settings)
    registry.tidy_source("site_lists", settings)
    frame = store.read("site_lists", settings.built)[0]
    assert frame.select("site_kind", "site_name").row(0) == ("other", "The Hub")
    for file in settings.data.rglob("*"):
        assert not file.is_file() or PERSON.encode() not in file.read_bytes(), file


def test_a_list_takes_the_place_of_an_earlier_one_of_its_kind(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    for name, kind in (("A", "college"), ("B", "college"), ("C", "library")):
        store_site_list(listed(tmp_path, f"name,postcode\n{name},HX1 1AB\n"), kind, settings)
    registry.tidy_source("site_lists", settings)
    assert set(store.read("site_lists", settings.built)[0]["site_name"]) == {"B", "C"}


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    return int(stop.value.code or 0)


def test_the_command_takes_a_list_in_and_says_what_it_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path / "data"))
    path = listed(tmp_path, "name,postcode\nA,HX1 1AB\nB,\n")
    assert run("supply", "sites", str(path), "--kind", "library") == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "Saved list.csv for the sites of kind library." in told
    assert "left out 1 row without a whole postcode" in told
    assert run("supply", "site_lists", str(path)) == 2
    assert "--kind: one of jobcentre" in capsys.readouterr().err


def test_a_kind_must_be_named(tmp_path: Path) -> None:
    for kind in ("", "pub"):
        with pytest.raises(SiteListError, match="--kind: one of jobcentre, college"):
            store_site_list(listed(tmp_path, "name\n"), kind, Settings(data=tmp_path))
