"""Files that a user supplies: read as their publishers give them, refused with words."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog import store
from catalog.settings import Settings
from etl.clients.files import uploads
from etl.clients.http import FetchError
from etl.run import registry

ACHIEVED = """area_code,area_name,metric,metric_label,breakdown,subgroup,period,value
E08000032,Bradford,achievements,v,Total,Total,AY23/24,"11,230"
E08000032,Bradford,achievementsAims,a,SSA,Social Sciences,AY23/24,low
E08000032,Bradford,achievements,v,Age,Unknown,AY23/24,z
E08000032,Bradford,participation,v,Total,Total,AY23/24,20000
"""
ADVERTS = """area_code,area_name,breakdown,subgroup,period,value
E92000001,England,Occupation (SOC2020 Major Group),2 - Professional occupations,Jul-25,1561
E08000032,Bradford,Occupation (SOC2020 Sub-Major Group),22 - Health Professionals,Jul-25,c
E08000032,Bradford,Occupation (SOC2020 Major Group),Unknown,Jul-25,4
E08000032,Bradford,Occupation (SOC2020 Sub-Major Group),Unknown,Jul-25,4
"""
MATRIX = """DATE_NAME,GEOGRAPHY_NAME,GEOGRAPHY_CODE,SOC2020,SIC2007,MEASURES_NAME,OBS_VALUE,\
OBS_STATUS
Apr 2022-Mar 2023,West Yorkshire,UKE4,1 Managers,F Construction,Value,5200,A
Apr 2022-Mar 2023,West Yorkshire,UKE4,1 Managers,F Construction,Confidence,900,A
Apr 2022-Mar 2023,West Yorkshire,UKE4,1 Managers,Total Services,Value,90000,A
Apr 2022-Mar 2023,West Yorkshire,UKE4,2 Professionals,D Manufacturing,Value,,F
"""


def made(source: str, text: str, root: Path) -> Any:
    file = root / f"{source}.csv"
    file.write_text(text, "utf-8")
    settings = Settings(data=root)
    registry.store_supplied_file(source, file, settings)
    registry.tidy_source(source, settings)
    return store.read(source, settings.built)


def test_achievements_withheld_and_not_applicable_are_told_apart(tmp_path: Path) -> None:
    frame, origin = made("fe_achievements", ACHIEVED, tmp_path)
    assert frame.sort("status").select("achievements_count", "status").rows() == [
        (None, "missing"), (11_230.0, "rounded"), (None, "suppressed"),
    ]  # fmt: skip
    assert set(frame["period"]) == {"2023-24"}
    assert origin.release == "fe_achievements.csv"


def test_adverts_may_be_as_fine_as_unit_groups(tmp_path: Path) -> None:
    rows = "".join(
        f"E06000014,York,Occupation (SOC2020 {level} Group),{group},Jul-25,{count}\n"
        for level, group, count in (
            ("Minor", "223 - Nursing professionals", 9), ("Minor", "Unknown", 3),
            ("Unit", "2231 - Midwifery nurses", 2),
        )
    )  # fmt: skip
    frame, _ = made("adverts_by_occupation", ADVERTS + rows, tmp_path)
    counts = dict(frame.select("occupation_code", "adverts_count").iter_rows())
    assert (counts["223"], counts["2231"]) == (9, 2)
    assert frame.filter(occupation_code="unknown").height == 1, "of the major groups alone"


def test_adverts_by_occupation_count_the_unknown_once(tmp_path: Path) -> None:
    frame, _ = made("adverts_by_occupation", ADVERTS, tmp_path)
    assert frame.select("area_type", "occupation_code", "adverts_count", "status").rows() == [
        ("lad", "22", None, "suppressed"),
        ("lad", "unknown", 4.0, "observed"),
        ("country", "2", 1561.0, "observed"),
    ]  # in the order of the key: by area
    assert frame["period_end"][0] == date(2025, 7, 31)


def test_the_survey_is_read_without_its_sums_and_under_codes_of_2021(tmp_path: Path) -> None:
    frame, _ = made("occupation_matrix", MATRIX, tmp_path)
    assert frame.select("area_code", "period", "industry_group", "residents_persons").rows() == [
        ("TLE4", "2023-03", "F", 5200.0), ("TLE4", "2023-03", "C", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "text", "words"),
    [
        ("fe_achievements", ADVERTS, "has no column metric"),
        ("fe_achievements", ACHIEVED.replace("Social Sciences", "Wizardry"), "Wizardry"),
        ("fe_achievements", ACHIEVED.replace("AY23/24", "AY23/25"), "not an academic year"),
        ("adverts_by_occupation", ADVERTS.replace("Jul-25", "July"), "not a month"),
        ("fe_achievements", ACHIEVED.splitlines()[0], "headings and no rows"),
        ("fe_achievements", ACHIEVED.replace("E08000032", "E08000032,E"), "not a CSV file"),
        ("occupation_matrix", "", "is empty"),
        ("occupation_matrix", "<html>gone</html>", "web page"),
        ("occupation_matrix", "PK\x03\x04nothing", "not a complete zip"),
        ("adverts_by_occupation", ADVERTS + ADVERTS.splitlines()[1], "share a key"),
        ("adverts_by_occupation", ADVERTS.replace("Occupation", "Trade"), "no rows of"),
        ("adverts_by_occupation", ADVERTS.replace("Sub-Major", "Minor"), "another code than"),
    ],
)
def test_another_file_is_refused_in_words_and_not_kept(
    source: str, text: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match=words):
        made(source, text, tmp_path)
    assert not (tmp_path / "raw").exists()


def test_what_is_no_file_is_refused_in_words(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "is a folder"), (Path("/dev/null"), "is a device")):
        with pytest.raises(FetchError, match=words):
            registry.store_supplied_file("fe_achievements", path, Settings(data=tmp_path))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_encoding_delimiter_and_line_end(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    text = ADVERTS.replace(",", ";").replace("Health", "Café").replace("period;", "Period ;")
    file.write_bytes(text.replace("\n", "\r").encode(encoding))
    part = registry.store_supplied_file("adverts_by_occupation", file, Settings(data=tmp_path))
    assert part.note.release == "a.csv"


def test_the_table_in_a_zip_is_found_by_being_the_one_that_fits(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("meta/other.csv", "a,b\n1,2\n")
        archive.writestr("data/fe.csv", ACHIEVED)
    part = registry.store_supplied_file("fe_achievements", file, Settings(data=tmp_path))
    assert part.note.release == "all.zip: data/fe.csv"


@pytest.mark.parametrize(
    ("mark", "status"),
    [("c", "suppressed"), ("[c]", "suppressed"), ("low", "suppressed"), ("z", "missing"),
     ("x", "missing"), ("", "missing"), ("NaN", "missing"), ("0", "rounded")],
)  # fmt: skip
def test_marks_are_statuses_and_never_nought(mark: str, status: str, tmp_path: Path) -> None:
    frame, _ = made("fe_achievements", ACHIEVED.replace("AY23/24,low", f"AY23/24,{mark}"), tmp_path)
    row = frame.filter(pl.col("achievement_measure") == "aims")
    assert row.select("achievements_count", "status").row(0) == (
        0.0 if mark == "0" else None, status,
    )  # fmt: skip


def test_a_source_with_a_service_takes_no_file(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"the sources that do are .*fe_achievements"):
        registry.store_supplied_file("bres", tmp_path / "x.csv", Settings(data=tmp_path))
    with pytest.raises(FetchError, match="there is no file"):
        registry.store_supplied_file("fe_achievements", tmp_path / "x.csv", Settings(data=tmp_path))


def test_periods_of_months_and_survey_years() -> None:
    assert uploads.month("Dec-25") == ("2025-12", date(2025, 12, 1), date(2025, 12, 31))
    assert uploads.survey_year("Apr 2022-Mar 2023")[0] == "2023-03"
