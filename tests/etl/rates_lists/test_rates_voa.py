"""The VOA's list: terms accepted, broken lines told apart, and nothing of a property kept."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.rates_lists import voa


def line(
    number: int,
    postcode: str = "HD1 1AB",
    value: str = "100",
    ended: str = "",
    authority: str = "1",
) -> str:
    """An invented entry."""
    fields = [""] * 28
    fields[0], fields[1], fields[4], fields[10] = str(number), authority, "CS", "A STREET"
    fields[14], fields[17], fields[27] = postcode, value, ended
    return "*".join(fields) + "*"


def entries(folder: Path, *lines: str) -> voa.Entries:
    path = folder / "list.csv"
    path.write_text("\n".join(lines) + "\n", "latin-1")
    assert voa.is_voa(path)
    return voa.live_entries(path, {"HD1 1AB"})


def test_what_is_deleted_or_past_is_left_out(tmp_path: Path) -> None:
    found = entries(tmp_path, line(1), line(2, value=""), line(3, ended="01-MAY-2024"))
    assert found.frame["rateable_value_gbp"].to_list() == [100.0]
    assert found.skipped == 0


def test_entries_of_the_council_elsewhere_stand_without_a_postcode(tmp_path: Path) -> None:
    own = [line(1), line(2), line(3, "ZZ9 9ZZ")]
    other = [line(4, authority="2"), *(line(n, "LS1 1AA", authority="2") for n in (5, 6))]
    found = entries(tmp_path, *own, *other)
    assert found.frame["postcode"].to_list() == ["HD1 1AB"] * 3 + [None]


@given(at=st.integers(1, 60))
def test_a_line_cut_in_two_is_one_entry(tmp_path_factory: pytest.TempPathFactory, at: int) -> None:
    whole = line(1)
    cut = at % (len(whole) - 1) + 1
    folder = tmp_path_factory.mktemp("voa")
    found = entries(folder, line(7), whole[:cut], whole[cut:], line(8))
    assert (found.frame.height, found.skipped) == (3, 0)


def test_half_a_line_takes_no_other_with_it(tmp_path: Path) -> None:
    found = entries(tmp_path, line(1), line(2)[:20], line(3), line(4).replace("A STREET", "A*B"))
    assert (found.frame.height, found.skipped) == (3, 1)


def test_a_zip_without_the_list_of_former_entries(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("baseline-historic-csv.csv", f"{line(1, value='999')}\n")
        archive.writestr("baseline-csv.csv", f"{line(1)}\n")
    assert voa.is_voa(path)
    frame = voa.live_entries(path, {"HD1 1AB"}).frame
    assert frame.select(pl.col("rateable_value_gbp")).rows() == [(100.0,)]


def test_other_files_are_not_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("RV,Postcode\n1,HD1 1AB\n")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert not voa.is_voa(tmp_path / "a.csv")
    assert not voa.is_voa(tmp_path / "a.xlsx")


def test_a_file_of_one_line_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(line(1) + "\n" + "x" * 300_000 + "\n" + line(2) + "\n", "latin-1")
    found = voa.live_entries(path, {"HD1 1AB"})
    assert found.frame.height == 2
    assert found.skipped > 1


def test_a_damaged_zip_is_no_list_of_the_voa(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", "\n".join([line(1)] * 500))
    body = bytearray(path.read_bytes())
    body[60:90] = bytes(30)
    path.write_bytes(bytes(body))
    assert not voa.is_voa(path)
