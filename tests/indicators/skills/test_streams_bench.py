"""Each stream's total against its source's own total, for every area of the bench's files."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

import reference
from catalog import store
from catalog.settings import PROJECT, SAMPLE, Settings
from catalog.tables import TABLES
from etl.run import recognising, registry
from indicators import inputs, run
from indicators.inputs import Inputs
from indicators.skills import courses

pytestmark = pytest.mark.bench
FOLDER = PROJECT.parent / "shared" / "upstream" / "data" / "skills"
AIMS = FOLDER / "fe_aims_by_lad_subject_and_level_2021-22.csv"
APPRENTICES = FOLDER / "apprenticeships_by_lad_subject_and_level_2022-23.csv"
SOURCES = ("fe_achievements", "fe_aims", "apprenticeships", "leaver_destinations",
           "graduate_qualifiers", "graduate_activities", "graduate_retention")  # fmt: skip


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    """What the indicators read of the files, through the product's own intake; councils' openings
    are the sample's."""
    if not FOLDER.is_dir():
        pytest.skip("the upstream bench (../shared/upstream) is not on this machine")
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    uploaded = recognising.store_files(sorted(FOLDER.glob("*.csv")), settings)
    assert not uploaded.faults
    tables = {
        name: store.read(name, SAMPLE)[0] if store.has(name, SAMPLE) else TABLES[name].empty()
        for name in inputs.READS
    }
    for source in SOURCES:
        registry.tidy_source(source, settings)
        tables[source] = store.read(source, settings.built)[0]
    return inputs.build_inputs(tables)


def published(path: Path, subject: str, level: str, count: str) -> dict[str, float]:
    """The file's own total of each area, read without the product."""
    with path.open(encoding="utf-8-sig") as lines:
        return {
            row["geography_code"]: float(row[count])
            for row in csv.DictReader(lines)
            if row[subject] == row[level] == "Total" and row[count].isdigit()
        }


@pytest.mark.parametrize(
    ("stream", "path", "level", "count"),
    [
        (courses.FURTHER_EDUCATION, AIMS, "notional_nvq_level", "e_and_t_aims_ach"),
        (courses.APPRENTICESHIPS, APPRENTICES, "apprenticeship_level", "achievements"),
    ],
)
def test_courses_read_are_the_publishers_total_in_every_council(
    read: Inputs, stream: str, path: Path, level: str, count: str
) -> None:
    totals = published(path, "ssa_t1_desc", level, count)
    assert len(totals) == 13, "districts of West and North Yorkshire"
    current = {code: total for code, total in totals.items() if not code.startswith("E0700016")}
    differences = {}
    for code, total in current.items():
        cells = courses.Newest(read.courses).find(code, stream)
        differences[code] = cells["courses_count"].sum() - total
    assert len(differences) == 6
    assert all(abs(difference) < 1e-6 for difference in differences.values()), differences


def test_districts_of_north_yorkshire_add_up_to_the_council_of_today(read: Inputs) -> None:
    for stream, path, level, count in (
        (courses.FURTHER_EDUCATION, AIMS, "notional_nvq_level", "e_and_t_aims_ach"),
        (courses.APPRENTICESHIPS, APPRENTICES, "apprenticeship_level", "achievements"),
    ):
        totals = published(path, "ssa_t1_desc", level, count)
        former = sum(total for code, total in totals.items() if code.startswith("E0700016"))
        cells = courses.Newest(read.courses).find("E06000065", stream)
        assert cells["courses_count"].sum() == pytest.approx(former)


def test_leavers_in_work_are_the_publishers_to_the_person(read: Inputs) -> None:
    wanted: dict[str, float] = defaultdict(float)
    with (FOLDER / "destinations_16_to_18_by_authority.csv").open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            if (
                row["date"] == "2020/21" and row["data_type"] == "Number of pupils"
                and row["institution_group"].endswith("schools & colleges")
                and row["cohort_level_group"] == "Total"
            ):  # fmt: skip
                wanted[row["geography_code"]] += float(row["all_work"])
    wanted["E06000065"] = wanted.pop("E10000023")
    assert len(wanted) == 7
    for code, total in wanted.items():
        cells = courses.Newest(read.courses).find(code, courses.LEAVERS)
        assert cells["persons"].sum() == total, code


def test_graduates_who_stay_are_the_files_over_four_years(read: Inputs) -> None:
    with (FOLDER / "graduate_retention_by_lad.csv").open(encoding="utf-8-sig") as lines:
        rows = {row["lad11cd"]: row for row in csv.DictReader(lines)}
    for code in ("E08000032", "E08000033", "E08000034"):
        staying = read.graduates_staying.filter(area_code=code)["staying_persons"][0]
        assert staying * 4 == float(rows[code]["number_of_retained_graduates"])
    assert read.graduates_staying["area_code"].n_unique() > 250


def test_subjects_of_hesa_add_up_to_its_totals_but_for_rounding(read: Inputs) -> None:
    offers = read.graduate_offers
    assert offers["ukprn"].n_unique() == 11
    assert read.graduate_mix["share"].sum() == pytest.approx(1.0)
    path = FOLDER / "hesa_qualifiers_by_provider_and_subject.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith('"UKPRN"'))
    totals: dict[str, float] = defaultdict(float)
    first = ("First degree", "Foundation degree", "HNC/HND", "Other undergraduate")
    for row in csv.DictReader(lines[start:]):
        is_total = row["CAH level subject"] == "Total CAH level 1"
        is_first = row["Level of qualification obtained"] in first
        if is_total and is_first and row["Academic Year"] == "2020/21":
            totals[row["UKPRN"]] += float(row["Number"])
    for ukprn, total in totals.items():
        subjects = offers.filter(ukprn=ukprn)
        off = abs(subjects["graduates_persons"].sum() - total)
        assert off <= 2.5 * (subjects.height + 4), (ukprn, off)


def test_learners_per_course_where_none_is_known_is_as_measured(read: Inputs) -> None:
    totals = published(AIMS, "ssa_t1_desc", "notional_nvq_level", "e_and_t_aims_ach")
    people = read.achievements_all.filter(
        pl.col("breakdown_code") == "education and training", pl.col("period") == "2021-22",
        pl.col("achievement_measure") == "learners",
        pl.col("area_code").is_in(list(totals)),
    ).drop_nulls("achievements_count")  # fmt: skip
    ratio = people["achievements_count"].sum() / sum(totals[code] for code in people["area_code"])
    constant = reference.read_constants("skills_constants")["learners_per_course"]
    assert people.height == 5
    assert constant == pytest.approx(ratio, abs=0.0005)


def test_every_total_of_the_samples_councils_is_met_or_explained(read: Inputs) -> None:
    tables = run.compute(read, names=["skills_streams", "skills_supply", "skills_gaps"])
    streams = tables["skills_streams"].filter(pl.col("area_type") == "lad")
    counted = streams.drop_nulls("supply_persons")
    assert counted.height == 12, "four streams of three councils; claims are of less than 24 months"
    off = (counted["read_number"] - counted["published_number"]).abs()
    assert off.max() == pytest.approx(0.0, abs=0.5)
    assert counted["note"].str.contains("is met").all()
    gaps = tables["skills_gaps"].filter(pl.col("area_type") == "lad")
    assert gaps["gap_persons"].is_not_null().all(), "every main stream is there"
