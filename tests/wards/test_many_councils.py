"""Jobs of many councils in one pass are those of each by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from factory_wards import make_frame
from polars.testing import assert_frame_equal

from catalog.reading import Reader
from wards import council_jobs, job_counts, observed_sectors, ward_list

# Council: year, wards of its LSOAs ("" for one that is in no list), its LSOAs without a figure.
COUNCILS = {
    "A": ("2022", ["A1", "A1", "A2", "A3"], []),
    "B": ("2023", ["B1", "B2", ""], []),
    "C": ("2023", ["C1", "C1", "C2", "C2"], [1, 2]),  # too few for sectors
    "D": ("2021", ["D1", "D1"], []),
    "E": ("2023", ["", ""], []),  # in no ward at all
}


def describe_year(year: str) -> dict[str, object]:
    return {"period": year, "period_start": date(int(year), 1, 1),
            "period_end": date(int(year), 12, 31)}  # fmt: skip


def make_reader() -> Reader:
    lookup, jobs, sections = [], [], []
    for lad, (year, wards, unknown) in COUNCILS.items():
        names = {"lad_code": lad, "lad_name": lad, "ward_vintage": "2025"}
        cells = [("total", "total"), *(("division", code) for code in ("10", "49", "62"))]
        for number, ward in enumerate(wards):
            lsoa = {"area_code": f"{lad}{number}", "lad_code": lad}
            if ward:
                lookup.append({"lsoa_code": lsoa["area_code"], "ward_code": ward, **names})
            jobs += [
                lsoa | describe_year(when) | {
                    "area_type": "lsoa21", "industry_level": level, "industry_code": code,
                    "industry_name": f"{code} of {lad}", "job_kind": "employment",
                    "jobs": None if number in unknown else value,
                    "status": "missing" if number in unknown else "estimated",
                }
                for level, code in cells
                for when, value in ((year, 5.0 * (number + len(code))), ("2020", 1.0))
                if (lad, code) != ("D", "62")
            ]  # fmt: skip
        sections += [
            {"area_code": lad, "area_type": "lad", **describe_year(year), "job_kind": "employment",
             "industry_level": "section", "industry_code": code, "jobs": 40.0,
             "status": "estimated"}
            for code in ("C", "H")
        ]  # fmt: skip
    rows = {"lsoa_wards": lookup, "jobs_small_areas": jobs, "jobs": sections}
    return Reader(Path("nowhere"), {name: make_frame(name, of) for name, of in rows.items()})


def sort_rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(pl.all())


def test_divisions_and_sections_of_many_councils_are_those_of_each() -> None:
    reader = make_reader()
    wards = ward_list.list_wards(reader)
    together = observed_sectors.count_observed(reader, wards)
    alone = [
        observed_sectors.count_observed(reader, of_council)
        for of_council in wards.partition_by("lad_code")
    ]
    assert sorted(together.lad_codes) == ["A", "B", "D"]
    lost = together.sections.filter(pl.col("note").str.contains("in no ward of the lookup"))
    assert set(lost["ward_code"]) == {"B1", "B2"}
    for part in ("sections", "divisions"):
        parts = pl.concat([getattr(each, part) for each in alone])
        assert parts.height
        assert_frame_equal(sort_rows(getattr(together, part)), sort_rows(parts), check_exact=True)
    named = together.divisions.select("ward_code", "industry_code", "industry_name", "period")
    assert set(named.filter(pl.col("ward_code").str.starts_with("D")).rows()) == {
        ("D1", code, f"{code} of D", "2021") for code in ("10", "49")
    }
    assert set(named.filter(pl.col("ward_code") == "A3")["period"]) == {"2022"}


def test_totals_of_many_councils_are_those_of_each() -> None:
    reader = make_reader()
    wards = ward_list.list_wards(reader)
    together = job_counts.total_jobs(reader, wards)
    alone = [job_counts.total_jobs(reader, each) for each in wards.partition_by("lad_code")]
    parts = pl.concat([each.rows for each in alone])
    assert_frame_equal(sort_rows(together.rows), sort_rows(parts), check_exact=True)
    assert together.read == {lad: read for each in alone for lad, read in each.read.items()}
    lost = together.rows.filter(pl.col("note").str.contains("in no ward of the lookup"))
    assert set(lost["ward_code"]) == {"B1", "B2"}
    assert set(lost["status"]) == {"partial"}


@pytest.mark.parametrize("at_a_time", [1, 2, 8])
def test_however_many_councils_go_together_their_jobs_are_the_same(at_a_time: int) -> None:
    reader = make_reader()
    wards = ward_list.list_wards(reader)
    lads = wards["lad_code"].unique().sort().to_list()
    rows, read = [], set()
    for first in range(0, len(lads), at_a_time):
        some = lads[first : first + at_a_time]
        cut = reader.cut_to(some, council_jobs.READ_BY_COUNCIL)
        for frame, tables in council_jobs._jobs_of(cut, some, wards).parts:
            rows.append(frame)
            read |= {(*pair, *tables) for pair in frame.select("ward_code", "measure").rows()}
    whole = council_jobs._jobs_of(reader, lads, wards)
    assert_frame_equal(
        sort_rows(pl.concat(rows)),
        sort_rows(pl.concat([frame for frame, _ in whole.parts])),
        check_exact=True,
    )
    assert read == {
        (*pair, *tables)
        for frame, tables in whole.parts
        for pair in frame.select("ward_code", "measure").rows()
    }
    of_c = pl.concat(rows).filter(pl.col("ward_code").str.starts_with("C"))
    assert {"jobs_section_c", "jobs_section_h"} <= set(of_c["measure"]), (
        "modelled, for want of LSOAs"
    )
