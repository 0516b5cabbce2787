"""How far to believe a place's survey of occupations by industry, and what that is worth.

Run by hand, where the publishers' services answer (WARDWISE_NOMIS_URL or the real ones):
`uv run python benchmarks/occupation_matrix.py TABLES SURVEY WORKBOOKS [--store]`. TABLES is a
folder of built tables with `councils` and `lad_changes` of all councils; SURVEY the file of
`wardwise supply occupation_matrix`, with its rows of confidence; WORKBOOKS a folder with the main
tables of Skills Imperative 2035 (`WY_LSIP_MainTables.Main.xlsm`, `EN_MainTables.Main.xlsm`).

The strength of England's shares in each industry group is the likeliest one (Dirichlet and
multinomial) for the survey's areas. Two tests: residents' occupations of each ITL2 area, and of
each council, in the Census of 2021, foretold from their industries, with everything that is usual
learned without that ITL2 area; and jobs by occupation of an area with a workbook. In both England's
matrix is set to England's occupations in the test itself, which England's shares are by definition;
"as projected" is without. Errors are the % of people in other occupations than the test has.
`--store` writes the tables of `reference/` that hold this.

Tried in November 2026 and not taken, because councils lose what ITL2 areas gain (48 councils, all
but one worse): England's shares where the survey's answers fit them better than England's matrix.
Further rules, none of which wins, are measured in `occupation_fallbacks.py`.
"""

from __future__ import annotations

import argparse
import io
import re
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import numpy as np
import polars as pl
import requests
from numpy.typing import NDArray
from reference_store import store_table
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from catalog import store
from catalog.settings import load
from catalog.vocabulary.areas import ENGLAND
from etl.datasets.skills.occupation_matrix import GROUPS as HEADINGS
from etl.itl2_areas import find_former_areas
from indicators.skills import occupation_matrix as matrix
from indicators.skills.industry_mix import SECTIONS, national_matrix
from indicators.skills.occupations import CODES

Array = NDArray[np.float64]
Z95 = 1.959964
MOST_ASKED = 22_026.0  # people; a strength of that many is England's shares alone
WORKBOOK_YEARS = {2015: 1, 2019: 2, 2020: 3, 2025: 4, 2035: 5}
INDUSTRIES_OF_WORKBOOK = "ABCCCDEFGHIJJKLMNOPQRS"
CENSUS, COUNCILS = "census 2021", "census 2021, council"


def read_survey(path: Path) -> tuple[list[str], Array, float]:
    """Areas, residents (areas x 9 x 9) and the median of residents behind each person asked."""
    cells = pl.read_csv(path, infer_schema=False).filter(pl.col("SIC2007") != "Total Services")
    cells = cells.select(
        area_code=pl.col("GEOGRAPHY_CODE").str.replace("^UK", "TL"),
        occupation_code=pl.col("SOC2020").str.slice(0, 1),
        industry_group=pl.col("SIC2007").replace_strict(HEADINGS),
        measure="MEASURES_NAME",
        residents_persons=pl.col("OBS_VALUE").cast(pl.Float64, strict=False),
    )
    values = cells.filter(measure="Value")
    both = values.join(
        cells.filter(measure="Confidence"),
        on=["area_code", "occupation_code", "industry_group"], suffix="_half",
    ).drop_nulls()  # fmt: skip
    # A count of n people asked has a standard error of its square root, in residents w sqrt(n).
    each = (pl.col("residents_persons_half") / Z95) ** 2 / pl.col("residents_persons")
    areas = values["area_code"].unique().sort().to_list()
    return areas, matrix.count_surveyed(values), float(both.select(each.median()).item())


def fit_strength(persons: Array, usual: Array, residents_each: float) -> Array:
    """The likeliest strength of the usual shares in each industry group, in residents."""
    asked = matrix.fill_withheld(persons, usual) / residents_each
    strengths = []
    for group in range(usual.shape[0]):
        counts, shares = asked[:, group], usual[group]
        people = counts.sum(axis=1)

        def unlikely(log_k: float, counts: Array = counts, shares: Array = shares,
                     people: Array = people) -> float:  # fmt: skip
            k = np.exp(log_k)
            terms = gammaln(k * shares + counts) - gammaln(k * shares)
            return -float((gammaln(k) - gammaln(k + people) + terms.sum(axis=1)).sum())

        found = minimize_scalar(unlikely, bounds=(0.0, np.log(MOST_ASKED)), method="bounded")
        strengths.append(np.exp(found.x) * residents_each)
    return np.array(strengths)


def census(dataset: str, dimension: str, members: range) -> dict[str, Array]:
    """Residents by district or nation and member, from Nomis."""
    found: dict[str, Array] = {}
    nomis = load().urls["nomis"]
    for geography in ("TYPE154", ENGLAND):
        address = (
            f"{nomis}/api/v01/dataset/{dataset}.data.csv?date=latest&geography={geography}"
            f"&{dimension}={members[0]}...{members[-1]}&measures=20100"
        )
        reply = requests.get(address, timeout=300)
        reply.raise_for_status()
        cells = pl.read_csv(io.StringIO(reply.text), infer_schema_length=None)
        for area, member, value in cells.select(
            "GEOGRAPHY_CODE", dimension.upper(), "OBS_VALUE"
        ).iter_rows():
            found.setdefault(area, np.zeros(len(members)))[int(member) - members[0]] = value or 0
    return {area: counts for area, counts in found.items() if counts.sum()}


def by_area(root: Path, found: dict[str, Array]) -> tuple[dict[str, Array], dict[str, str]]:
    """Counts of today's councils and of the survey's ITL2 areas, and each council's ITL2 area."""
    councils, changes = store.read("councils", root)[0], store.read("lad_changes", root)[0]
    placed = find_former_areas(councils)
    itl2 = dict(placed.select("lad_code", "former_code").iter_rows())
    successor = dict(changes.select("former_code", "lad_code").iter_rows())
    summed: dict[str, Array] = {}
    for area, counts in found.items():
        council = area if area in itl2 else successor.get(area, "")
        if council in itl2:
            for place in (council, itl2[council]):
                summed[place] = summed.get(place, np.zeros(len(counts))) + counts
    return summed, itl2


def elsewhere_pct(shares: Array, truth: Array) -> float:
    return float(50.0 * np.abs(shares / shares.sum() - truth / truth.sum()).sum())


@dataclass(frozen=True)
class Tested:
    """A place in the Census: its ITL2 area, residents by occupation, and what was foretold without
    that area: England's shares, and residents by England's matrix and by the local one."""

    tested_on: str
    place: str
    area: str
    truth: Array
    england: Array
    by_england: Array
    by_local: Array

    @property
    def errors(self) -> list[float]:
        guesses = (self.england, self.by_england, self.by_local)
        return [elsewhere_pct(guess, self.truth) for guess in guesses]


def test_on_census(
    root: Path, areas: list[str], persons: Array, residents_each: float
) -> list[tuple[str, str, float, float, float]]:
    """Rows of the record for each ITL2 area and council: residents in the Census, by occupation."""
    tested = foretell_census(root, areas, persons, residents_each)
    rows = [(one.tested_on, one.place, *one.errors) for one in tested]
    return sorted(rows, key=lambda row: row[0])  # type: ignore[return-value]


def foretell_census(
    root: Path, areas: list[str], persons: Array, residents_each: float
) -> list[Tested]:
    """Each ITL2 area and council with what is foretold of it, its ITL2 area left out."""
    english = np.array([bool(re.match(matrix.ENGLISH_ITL2, area)) for area in areas])
    of_group = np.zeros((len(matrix.GROUPS), 18))
    letters = [*"ABCDEFGHIJKLMNOPQ", "R"]  # the last category of the Census is R, S, T and U
    for number, group in enumerate(matrix.GROUPS):
        for section in set(group.split("+")) & set(letters):
            of_group[number, letters.index(section)] = 1.0
    occupations = census("NM_2080_1", "c2021_occ_10", range(1, 10))
    industries = census("NM_2077_1", "c2021_ind_88", range(1001, 1019))
    (truths, itl2), (mixes, _) = by_area(root, occupations), by_area(root, industries)
    england, england_mix = occupations[ENGLAND], of_group @ industries[ENGLAND]
    tested = []
    for number, area in enumerate(areas):
        if area not in truths:
            continue
        others = english & (np.arange(len(areas)) != number)
        usual = matrix.usual_of_counts(persons[others])
        strength = fit_strength(persons[others], usual, residents_each)
        here = matrix.fill_withheld(persons[number], usual)
        local = matrix.estimate_shares(here, usual, strength)
        # The Census and the survey do not class alike: both are set to England's Census.
        footing = (england / england.sum()) / (england_mix @ usual / england_mix.sum())
        within = sorted(council for council, code in itl2.items() if code == area)
        for place, tested_on in ((area, CENSUS), *((council, COUNCILS) for council in within)):
            if place in truths:
                mix = of_group @ mixes[place]
                guesses = (england, (mix @ usual) * footing, (mix @ local) * footing)
                tested.append(Tested(tested_on, place, area, truths[place], *guesses))
    return tested


def read_workbook(path: Path, sheet: str, first: str, count: int) -> dict[int, Array]:
    """Thousands by year of `count` rows of a workbook's sheet, from the one named `first`."""
    cells = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string")
    table = cells.to_polars().rows()
    start = next(number for number, row in enumerate(table) if (row[0] or "").startswith(first))
    part = table[start : start + count]
    return {
        year: np.array([float(row[column]) for row in part])
        for year, column in WORKBOOK_YEARS.items()
    }


def test_on_workbook(
    folder: Path, areas: list[str], persons: Array
) -> list[tuple[str, str, float, float, float]]:
    """Rows of the record for West Yorkshire: jobs by occupation in the workbook, by year."""
    here, nation = (folder / f"{name}_MainTables.Main.xlsm" for name in ("WY_LSIP", "EN"))
    truths, englands = (read_workbook(path, "Occ T2", "11 ", len(CODES)) for path in (here, nation))
    mixes, england_mixes = (
        read_workbook(path, "Ind T2", "Agriculture", len(INDUSTRIES_OF_WORKBOOK))
        for path in (here, nation)
    )
    english = [bool(re.match(matrix.ENGLISH_ITL2, area)) for area in areas]
    usual = matrix.usual_of_counts(persons[np.array(english)])
    own = matrix.fill_withheld(persons[areas.index("TLE4")], usual)
    strength = np.array(list(matrix.STRENGTH.values()))
    local = matrix.move_matrix(matrix.estimate_shares(own, usual, strength) / usual)
    rows = []
    for year in WORKBOOK_YEARS:
        matrices = [
            matrix.projected(p, year - matrix.MATRIX_YEAR) for p in (national_matrix(), local)
        ]
        jobs, of_england = by_section(mixes[year]), matrices[0] @ by_section(england_mixes[year])
        footing = (englands[year] / englands[year].sum()) / (of_england / of_england.sum())
        for words, foot in (("", footing), (" as projected", np.ones(len(CODES)))):
            guesses = (englands[year], *((p @ jobs) * foot for p in matrices))
            errors = [elsewhere_pct(guess, truths[year]) for guess in guesses]
            rows.append((f"workbook {year}{words}", "TLE4", *errors))
    return rows


def by_section(thousands: Array) -> Array:
    """Jobs of a workbook's industries by section."""
    jobs = np.zeros(len(SECTIONS))
    for section, count in zip(INDUSTRIES_OF_WORKBOOK, thousands, strict=True):
        jobs[SECTIONS.index(section)] += count
    return jobs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("tables", "survey", "workbooks"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--store", action="store_true")
    args = parser.parse_args()
    areas, persons, residents_each = read_survey(args.survey)
    english = np.array([bool(re.match(matrix.ENGLISH_ITL2, area)) for area in areas])
    usual = matrix.usual_of_counts(persons[english])
    strength = fit_strength(persons[english], usual, residents_each)
    strengths = pl.DataFrame(
        {"industry_group": matrix.GROUPS, "strength_persons": strength.round(-2)}
    )
    rows = test_on_census(args.tables, areas, persons, residents_each)
    rows += test_on_workbook(args.workbooks, areas, persons)
    record = pl.DataFrame(
        rows, orient="row",
        schema=["tested_on", "area_code", "england_shares_error_pct", "england_matrix_error_pct",
                "local_error_pct"],
    ).with_columns(pl.col(pl.Float64).round(2))  # fmt: skip
    print(f"residents behind each person asked: {residents_each:.0f}")
    with pl.Config(tbl_rows=60):
        print(strengths, record)
    print(
        record.group_by(pl.col("tested_on").str.replace(r" \d{4}", "")).agg(
            pl.col(pl.Float64).mean()
        )
    )
    if args.store:
        store_table("matrix_strength", strengths)
        store_table("matrix_record", record)


if __name__ == "__main__":
    main()
