"""Laws of ward figures on generated councils: sums, what is missing, shares and statuses."""

from __future__ import annotations

import polars as pl
import pytest
from factory_wards import Council, generate_council

from catalog.vocabulary.status import PARTIAL, WITHOUT_VALUE
from wards import build_steps, council_jobs, job_counts, measure_table, ward_list

SEEDS = range(60)


def measures_of(council: Council, *without: str) -> pl.DataFrame:
    """All ward measures of a generated council, made as the step makes them."""
    reader = council.reader(*without)
    wards = ward_list.list_wards(reader)
    lads = wards["lad_code"].unique().to_list()
    rows = [frame for frame, _ in council_jobs._jobs_of(reader, lads, wards).parts]
    rows += [frame for frame, _ in build_steps._rows_of_all_councils(reader, wards)]
    return measure_table.combine_measures(wards, *rows)[0]


def assert_sound(measures: pl.DataFrame) -> None:
    """Each ward once a measure, a value or a status that says there is none, shares of a whole."""
    assert not measures.select("ward_code", "measure", "period").is_duplicated().any()
    absent = measures["value"].is_null()
    assert (absent == measures["status"].is_in(WITHOUT_VALUE)).all()
    shares = measures.filter(pl.col("measure").str.ends_with("_pct"))["value"].drop_nulls()
    assert shares.is_between(0, 100).all()
    assert (measures.filter(absent)["note"] != "").all()
    assert (measures.filter(status=PARTIAL)["note"] != "").all()


@pytest.mark.parametrize("seed", SEEDS)
def test_jobs_of_wards_are_at_most_their_councils_and_equal_where_all_are_known(seed: int) -> None:
    council = generate_council(seed)
    measures = measures_of(council)
    assert_sound(measures)
    total = measures.filter(measure="jobs_total")
    assert total["value"].sum() <= council.total * (1 + 1e-9)
    whole = total.filter(~pl.col("status").is_in([PARTIAL, *WITHOUT_VALUE]))
    listed = set(total["ward_code"])
    if whole.height == total.height and listed == set(council.home.values()):
        assert total["value"].sum() == pytest.approx(council.total)
    for ward, jobs in whole.select("ward_code", "value").iter_rows():
        split = total.filter(ward_code=ward)["note"].str.contains("split")[0]
        assert split or jobs == pytest.approx(council.jobs_of_ward(ward))


@pytest.mark.parametrize("seed", SEEDS)
def test_sectors_of_known_wards_are_no_more_than_their_part_of_the_council(seed: int) -> None:
    council = generate_council(seed)
    measures = measures_of(council)
    total = measures.filter(measure="jobs_total")
    known = total["value"].sum()
    sectors = measures.filter(pl.col("measure").str.starts_with("jobs_section"))
    if sectors.is_empty():
        return
    # Premises are not held, so that a ward has the council's mix: its part of each sector is known.
    assert sectors["value"].sum() <= council.total * (1 + 1e-6)
    if known < council.total:
        assert sectors["value"].sum() == pytest.approx(known, rel=1e-6, abs=1e-6)
    assert set(sectors.drop_nulls("value")["ward_code"]) == set(
        total.drop_nulls("value")["ward_code"]
    )


@pytest.mark.parametrize("vintages", [("lsoa21",), ("lsoa11",), ("lsoa11", "lsoa21")])
@pytest.mark.parametrize("seed", range(8))
def test_whole_councils_add_up_in_either_vintage_and_in_both(
    seed: int, vintages: tuple[str, ...]
) -> None:
    council = generate_council(seed, vintages=vintages, holes=False)
    total = measures_of(council).filter(measure="jobs_total")
    assert total["value"].sum() == pytest.approx(council.total)
    sectors = measures_of(council).filter(pl.col("measure").str.starts_with("jobs_section"))
    assert sectors["value"].sum() == pytest.approx(council.total)
    assert set(sectors["status"]) <= {"modelled"}


@pytest.mark.parametrize("seed", range(20))
def test_wards_in_no_boundary_file_are_there_and_say_so(seed: int) -> None:
    council = generate_council(seed)
    measures = measures_of(council)
    undrawn = set(council.home.values()) - set(council.on_map) - set(council.unlisted)
    for ward in undrawn:
        own = measures.filter(ward_code=ward)
        assert own.height == measures["measure"].n_unique()
        assert own["note"].str.contains("we have no boundary").all()


TABLES = ("wards", "lsoa_wards", "lsoa_changes", "jobs_small_areas", "jobs", "census_occupations")


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("seed", range(5))
def test_no_table_but_its_own_is_needed_by_a_measure(seed: int, name: str) -> None:
    council = generate_council(seed, holes=False)
    measures = measures_of(council, name)
    assert_sound(measures)
    held = set(measures["measure"].unique())
    assert ("jobs_total" in held) == (name not in ("lsoa_wards", "jobs_small_areas"))
    assert ("residents_employed_persons" in held) == (name != "census_occupations")


@pytest.mark.parametrize("seed", range(20))
def test_a_census_ward_that_was_redrawn_and_not_followed_is_missing(seed: int) -> None:
    council = generate_council(seed, holes=False)
    found = measures_of(council).filter(measure="residents_employed_persons")
    census = council.tables["census_occupations"].filter(occupation_code="total")
    counted = dict(census.select("area_code", "residents_persons").iter_rows())
    for row in found.iter_rows(named=True):
        assert row["value"] == counted.get(row["ward_code"])
        assert (row["status"] == "missing") == (row["ward_code"] not in counted)


@pytest.mark.parametrize("wards", [1, 120])
def test_a_council_of_one_ward_and_one_of_many(wards: int) -> None:
    council = generate_council(7, wards=wards, vintages=("lsoa11", "lsoa21"), holes=False)
    total = measures_of(council).filter(measure="jobs_total")
    assert total.height == wards
    assert total["value"].sum() == pytest.approx(council.total)


def test_what_was_read_is_named_for_each_way_that_jobs_were_made() -> None:
    council = generate_council(3, vintages=("lsoa21",), holes=False)
    reader = council.reader()
    wards = ward_list.list_wards(reader)
    (read,) = job_counts.total_jobs(reader, wards).read.values()
    assert set(read) == {"jobs_small_areas", "lsoa_wards"}
    older = generate_council(3, vintages=("lsoa11",), holes=False).reader()
    (read,) = job_counts.total_jobs(older, wards).read.values()
    assert {"jobs_small_areas", "lsoa_wards", "lsoa_changes"} <= set(read)
