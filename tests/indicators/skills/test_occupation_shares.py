"""Jobs by occupation of West Yorkshire against the Skills Imperative 2035 workbook for it.

Measured 2026-11: of jobs by the 26 occupations 6.7 % are elsewhere than in the workbook for 2025
and 7.5 % for 2019 (with the nation's matrix 5.9 and 9.1 %). The councils are three of West
Yorkshire's five, so a part of the difference is theirs; most of it is more skilled trades (5) and
fewer administrative and caring occupations (4, 6) than the workbook has.
"""

from __future__ import annotations

from pathlib import Path

import fastexcel
import numpy as np
import polars as pl
import pytest

from catalog import store
from catalog.settings import PROJECT, SAMPLE
from indicators.skills.industry_mix import SECTIONS, national_matrix
from indicators.skills.occupation_matrix import local_matrix
from indicators.skills.occupations import CODES

WORKBOOK = (
    PROJECT.parent / "shared/upstream/data/skills/skills_imperative_2035"
    "/WY_LSIP_MainTables.Main.xlsm"
)
FIRST_ROW, YEARS = 7, {2019: 2, 2025: 4}

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not WORKBOOK.is_file(), reason="the workbook is not beside the repository"),
]


def published(workbook: Path, year: int) -> np.ndarray:
    """Shares of the 26 occupations in the workbook's table of employment by occupation."""
    sheet = fastexcel.read_excel(workbook).load_sheet("Occ T2", header_row=None, dtypes="string")
    rows = sheet.to_polars().slice(FIRST_ROW, len(CODES)).rows()
    assert [row[0][:2] for row in rows] == list(CODES)
    persons = np.array([float(row[YEARS[year]]) for row in rows])
    return persons / persons.sum()


def jobs_by_section() -> np.ndarray:
    """Jobs of the sample's councils in 2021, the newest year of the sample."""
    jobs = store.read("jobs", SAMPLE)[0].filter(
        area_type="lad", job_kind="employment", industry_level="section", period="2021"
    )
    held = dict(jobs.group_by("industry_code").agg(pl.col("jobs").sum()).iter_rows())
    return np.array([held[code] for code in SECTIONS])


def elsewhere_pct(matrix: np.ndarray, year: int) -> float:
    jobs = matrix @ jobs_by_section()
    return float(50 * np.abs(jobs / jobs.sum() - published(WORKBOOK, year)).sum())


def survey() -> pl.DataFrame:
    held = store.read("occupation_matrix", SAMPLE)[0].filter(area_code="TLE4")
    return held.filter(pl.col("period") == pl.col("period").max())


def test_jobs_by_occupation_are_near_the_workbooks() -> None:
    local, nation = local_matrix(survey()), national_matrix()
    found = {year: (elsewhere_pct(local, year), elsewhere_pct(nation, year)) for year in YEARS}
    assert found[2025] == pytest.approx((6.7, 5.9), abs=0.1)
    assert found[2019] == pytest.approx((7.5, 9.1), abs=0.1)
