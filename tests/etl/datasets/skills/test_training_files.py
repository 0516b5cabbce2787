"""Files on training, leavers and graduates: told by their columns, read as published or refused."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog import store
from catalog.settings import Settings
from etl.clients.http import FetchError
from etl.run import recognising, registry

AIMS = """date,geography_code,geography_name,ssa_t1_desc,notional_nvq_level,\
e_and_t_aims_enrolments,e_and_t_aims_ach
2021/22,E08000032,Bradford,Total,Total,"1,490",1350
2021/22,E08000032,Bradford,"Construction, Planning and the Built Environment",2,80,low
2021/22,E08000032,Bradford,Social Sciences,E,c,x
"""
# As the Department's own download has it: other headings, a mark before them, further cuts.
APPRENTICES = """\ufefftime_period,time_identifier,geographic_level,lad_code,lad_name,pcon_name,\
age_summary,apps_level,sex,starts,achievements,participation
202526,Academic year,Local authority district,E08000034,Kirklees,"",Total,Total,Total,1980,810,1
202526,Academic year,Local authority district,E08000034,Kirklees,"",19-24,Total,Total,500,200,1
202526,Academic year,Local authority district,E08000034,Kirklees,Dewsbury,Total,Total,Total,9,9,1
202526,Academic year,Local authority district,E08000034,Kirklees,"",Total,Advanced Apprenticeship,\
Total,850,low,1
"""
LEAVERS = """date,geography_code,geography_name,institution_group,institution_type,\
cohort_level_group,cohort_level,characteristic,data_type,cohort,overall,education,he,fe,appren,\
all_work,all_notsust,all_unknown
2020/21,E10000023,North Yorkshire,State-funded mainstream schools & colleges,Total,Level 3,Total,\
Total,Number of pupils,100,90,50,40,10,9,31,8,2
2020/21,E10000023,North Yorkshire,State-funded mainstream schools & colleges,Total,Level 3,Total,\
Total,Percentage,100,90,50,40,10,9,31,8,2
2020/21,E10000023,North Yorkshire,State-funded mainstream colleges,Total,Level 3,Total,\
Total,Number of pupils,60,50,30,20,10,9,11,8,2
2020/21,E10000023,North Yorkshire,State-funded mainstream schools & colleges,Total,Level 3,\
Level 3 approved,Total,Number of pupils,70,60,50,40,10,9,21,c,z
"""
QUALIFIERS = """"Title:","HE qualifiers by HE provider and subject of study 2020/21"
"Location:","HESA student data, table 51"
"Licence:","Another licence, as the file says"

"UKPRN","HE provider","Level of qualification obtained","CAH level subject","Academic Year","Number"
"10007785","The University of Bradford","First degree","11 Computing","2020/21","105"
"10007785","The University of Bradford","First degree","11-01-01 Computer science","2020/21","80"
"10007785","The University of Bradford","First degree","Total CAH level 1","2020/21","1865"
"10007785","The University of Bradford","Masters taught","11 Computing","2020/21","0"
"""
ACTIVITIES = """"Title:","Graduate activities by provider and subject 2019/20"

"UKPRN","Provider name","Subject area of degree","Activity","Interim study",\
"Level of qualification obtained","Mode of former study","Academic year","Number"
"10007785","Bradford","11 Computing","Full-time employment","Include significant interim study",\
"Undergraduate","All","2019/20","75"
"10007785","Bradford","11 Computing","Full-time employment","Exclude significant interim study",\
"Undergraduate","All","2019/20","70"
"""
DOMICILES = """"UKPRN","Provider name","Domicile","Level of qualification obtained",\
"Mode of former study","Interim study","Activity","Academic year","Number","Percent"
"10007785","Bradford","UK","Undergraduate","All","Include significant interim study","Total",\
"2019/20","1500",""
"10007785","Bradford","England","Undergraduate","All","Include significant interim study","Total",\
"2019/20","1400",""
"""
RETENTION = """lad11cd,lad11nm,number_of_graduates,number_of_retained_graduates
E08000032,Bradford,7970,5524
E07000163,Craven,425,c
Inner London BUA,Inner London BUA,36880,29541
"""
FILES = {
    "fe_aims": AIMS, "apprenticeships": APPRENTICES, "leaver_destinations": LEAVERS,
    "graduate_qualifiers": QUALIFIERS, "graduate_activities": ACTIVITIES,
    "graduate_retention": RETENTION,
}  # fmt: skip


def save(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.write_text(text, "utf-8")
    return path


def supply(root: Path, *texts: str) -> tuple[str, Any, Any]:
    """The source that the files were told to be for, its table and its origin."""
    settings = Settings(data=root / "data")
    paths = [save(root, f"file {number}.csv", text) for number, text in enumerate(texts)]
    uploaded = recognising.store_files(paths, settings)
    if uploaded.faults:
        raise FetchError("\n".join(uploaded.faults))
    source = uploaded.stored[-1].note.source
    registry.tidy_source(source, settings)
    return source, *store.read(registry.modules()[source].TABLE.name, settings.built)


@pytest.mark.parametrize("source", FILES)
def test_a_file_is_told_by_its_columns(source: str, tmp_path: Path) -> None:
    found, frame, origin = supply(tmp_path, FILES[source])
    assert found == source
    assert frame.height
    assert origin.release == "file 0.csv"


def test_withheld_and_absent_courses_are_never_nought(tmp_path: Path) -> None:
    _, frame, _ = supply(tmp_path, AIMS)
    achieved = frame.filter(course_measure="achievements").sort("subject_area")
    assert achieved.select("subject_area", "course_level", "courses_count", "status").rows() == [
        ("construction", "2", None, "suppressed"), ("social sciences", "entry", None, "missing"),
        ("total", "total", 1350.0, "rounded"),
    ]  # fmt: skip
    assert frame.filter(course_measure="starts")["courses_count"].max() == 1490.0
    assert set(frame["period"]) == {"2021-22"}


def test_rows_that_cut_the_same_people_again_are_left_out(tmp_path: Path) -> None:
    _, frame, _ = supply(tmp_path, APPRENTICES)
    achieved = frame.filter(course_measure="achievements").sort("course_level")
    assert achieved.select("course_level", "subject_area", "courses_count").rows() == [
        ("advanced", "total", None), ("total", "total", 810.0),
    ]  # fmt: skip
    assert set(frame["period"]) == {"2025-26"}


def test_destinations_are_numbers_of_all_students_under_the_council_of_today(
    tmp_path: Path,
) -> None:
    _, frame, _ = supply(tmp_path, LEAVERS)
    assert set(frame["area_code"]) == {"E06000065"}
    assert dict(frame.select("destination", "leavers_persons").iter_rows())["work"] == 31.0


def test_hesas_lines_above_the_columns_are_read_and_its_licence_is_the_files_own(
    tmp_path: Path,
) -> None:
    _, frame, origin = supply(tmp_path, QUALIFIERS)
    assert origin.licence == "Another licence, as the file says"
    assert any("HESA student data, table 51" in note for note in origin.notes)
    rows = frame.sort("subject_area", "graduate_level")
    assert rows.select("subject_area", "graduate_level", "graduates_persons", "status").rows() == [
        ("Computing", "First degree", 105.0, "rounded"),
        ("Computing", "Masters taught", 0.0, "rounded"),
        ("total", "First degree", 1865.0, "rounded"),
    ]


def test_two_of_hesas_tables_add_up_to_one_and_repeat_nothing(tmp_path: Path) -> None:
    _, frame, origin = supply(tmp_path, ACTIVITIES, DOMICILES)
    rows = frame.select("subject_area", "domicile", "activity", "graduates_persons").sort(
        "subject_area"
    )
    assert rows.rows() == [
        ("Computing", "all", "full-time employment", 75.0), ("total", "uk", "total", 1500.0),
    ]  # fmt: skip
    assert origin.licence.startswith("Creative Commons Attribution"), "none stated in the file"


def test_graduates_of_built_up_areas_are_left_out_and_withheld_ones_stay_so(
    tmp_path: Path,
) -> None:
    _, frame, _ = supply(tmp_path, RETENTION)
    here = frame.filter(retention_measure="living here")
    assert dict(here.select("area_name", "graduates_persons").iter_rows())["Bradford"] == 5524.0
    assert "Inner London BUA" not in set(frame["area_name"])
    merged = here.filter(area_code="E06000065")
    assert merged["graduates_persons"].to_list() == [None]


def test_a_newer_file_adds_a_year_and_corrects_what_it_repeats(tmp_path: Path) -> None:
    newer = AIMS.replace("1350", "1360") + AIMS.splitlines()[1].replace("2021/22", "2022/23")
    _, frame, _ = supply(tmp_path, AIMS, newer)
    totals = frame.filter(course_measure="achievements", subject_area="total").sort("period")
    assert totals.select("period", "courses_count").rows() == [
        ("2021-22", 1360.0), ("2022-23", 1350.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (AIMS.replace("2021/22", "2021/25"), "not an academic year"),
        (AIMS.replace("Social Sciences", "Wizardry"), "unknown subject .'Wizardry'"),
        (AIMS.replace("E08000032", "Bradford"), "no rows of councils"),
        (AIMS.replace("e_and_t_aims_ach", "x"), "also needs e_and_t_aims_ach"),
        (AIMS + AIMS.splitlines()[1].replace("1350", "9"), "cells have two figures"),
        (AIMS.splitlines()[0], "no rows"),
        ("a,b,c\n1,2,3\n", "not a table that we know, by its columns .a, b, c"),
        ("learner name,date of birth,ULN\nx,y,1\n", "columns about single people"),
        (AIMS.replace("e_and_t_aims_ach", "e_and_t_aims_ach,Learner Surname"), "single people"),
        (AIMS.replace("e_and_t_aims_ach", "e_and_t_aims_ach,Name"), "single people .Name."),
        (AIMS.replace("e_and_t_aims_ach", "e_and_t_aims_ach,Learner"), "single people"),
        (AIMS.splitlines()[0] + "\n2021/22,E08000032,Bradford,Total,Total,z,", "no figure that we"),
        (AIMS.replace("1350", "about 1350"), "neither a number nor a mark that we know ..about"),
        (RETENTION.replace("5524", "5524?"), "neither a number nor a mark that we know"),
        (RETENTION.replace("5524", "95524"), "more graduates live again in Bradford"),
        (QUALIFIERS.replace("10007785", "Bradford"), "no rows of providers"),
        (LEAVERS.replace("Number of pupils", "Rate"), "no rows"),
        ("", "empty"),
        ("<html><body>gone</body></html>", "web page"),
        ("%PDF-1.7", "PDF"),
    ],
)
def test_another_file_is_refused_in_words_and_not_kept(
    text: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match=words) as caught:
        supply(tmp_path, text)
    assert "file 0.csv" in str(caught.value)
    assert not list((tmp_path / "data").rglob("*.csv"))


def test_whom_to_ask_is_not_kept_and_the_licence_is(tmp_path: Path) -> None:
    above = (
        '"Contact:","Zebedee Quillfeather, 01274 000000"\n"Note:","Ask zebedee@example.invalid"\n'
        "Zebedee Quillfeather made this table\n"
    )
    below = '"Source: Zebedee Quillfeather"\n\n'
    _, frame, origin = supply(tmp_path, above + QUALIFIERS + below)
    assert frame.height == 3
    assert origin.licence == "Another licence, as the file says"
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"Zebedee" not in kept
    assert b"zebedee" not in kept


def test_every_fault_of_every_file_is_named_at_once_and_the_good_ones_are_kept(
    tmp_path: Path,
) -> None:
    wrong = AIMS.replace("2021/22,E08000032,Bradford,Social Sciences", "2021/99,E08000032,B,Magic")
    paths = [
        save(tmp_path, "wrong.csv", wrong), save(tmp_path, "good.csv", RETENTION),
        save(tmp_path, "other.csv", "a,b\n1,2\n"), tmp_path / "nowhere.csv",
    ]  # fmt: skip
    uploaded = recognising.store_files(paths, Settings(data=tmp_path / "data"))
    assert [part.note.source for part in uploaded.stored] == ["graduate_retention"]
    one, two, three = uploaded.faults
    assert all(word in one for word in ("wrong.csv", "2021/99", "Magic"))
    assert "other.csv" in two
    assert "nowhere.csv" in three


def test_a_table_in_a_zip_or_gzip_is_found(tmp_path: Path) -> None:
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes.csv", "a,b\n1,2\n")
        archive.writestr("data/aims.csv", AIMS)
    pressed = tmp_path / "retention.csv.gz"
    pressed.write_bytes(gzip.compress(RETENTION.encode()))
    uploaded = recognising.store_files([packed, pressed], Settings(data=tmp_path / "data"))
    assert not uploaded.faults
    assert [part.note.source for part in uploaded.stored] == ["fe_aims", "graduate_retention"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_encoding_delimiter_and_line_end(encoding: str, mark: str, tmp_path: Path) -> None:
    frame = pl.read_csv(AIMS.encode(), infer_schema=False)
    text = "Title:" + mark + "Further education\n\n" + frame.write_csv(separator=mark)
    path = tmp_path / "a.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    part = recognising.store_file(path, Settings(data=tmp_path / "data"))
    assert part.note.source == "fe_aims"


def test_a_file_that_fits_two_sources_goes_to_the_one_that_needs_more_columns(
    tmp_path: Path,
) -> None:
    text = (
        "area_code,area_name,metric,metric_label,breakdown,subgroup,period,value\n"
        "E08000032,Bradford,achievements,v,Total,Total,AY23/24,10\n"
    )
    assert supply(tmp_path, text)[0] == "fe_achievements"
