"""The models against published figures: a study of timetables, and what right models give.

The files are of the bench, for tests only. Times are of the processor, as other work runs beside.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from access.decay import SETTINGS, STRAIGHT
from access.distances import Points, StraightLines, measure_apart, place_points
from access.need import rank_correlations
from access.reach import Reach, compute_reach, weigh_mean
from access.siting import answer_exactly, answer_quickly
from access.siting_problem import CENTRE, COVER, MEDIAN, Question, SitingProblem
from catalog.settings import PROJECT

DATA = PROJECT.parent / "shared" / "upstream" / "data"
ACCESS = DATA / "access"
pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not ACCESS.is_dir(), reason="the upstream bench is not on this machine"),
]
BRADFORD = "E08000032"
EXPECTED = {"no_car": "access_b0_5", "any": "access_b0_233", "within_5km": "jobs_5km"}


class Bench:
    """The bench's small areas, their jobs, and the reach of six councils."""

    def __init__(self, folder: Path) -> None:
        database = folder / "places.sqlite"
        database.write_bytes(gzip.decompress((DATA / "arcgis.sqlite.gz").read_bytes()))
        with sqlite3.connect(database) as places:
            shapes = places.execute("select LSOA21CD, geometry_z from layer_7").fetchall()
            changes = places.execute("select LSOA11CD, LSOA21CD from layer_15").fetchall()
        degrees = [
            (code, *json.loads(zlib.decompress(shape))["coordinates"]) for code, shape in shapes
        ]
        self.points = place_points(
            pl.DataFrame(degrees, schema=["lsoa_code", "long", "lat"], orient="row")
        )
        self.lsoas = pl.read_csv(ACCESS / "expected/access_lsoa_open_jobs.csv").sort("lsoa21cd")
        self.wards = pl.read_csv(ACCESS / "expected/access_ward_open_jobs.csv").sort("wd")
        moved = pl.DataFrame(changes, schema=["lsoa11", "lsoa_code"], orient="row")
        jobs = pl.read_csv(ACCESS / "jobs_lsoa11_2021_within40km.csv.gz").join(
            moved, on="lsoa11", how="left"
        )
        shared = jobs.with_columns(jobs=pl.col("employment") / pl.len().over("lsoa11"))
        summed = shared.group_by("lsoa_code").agg(pl.col("jobs").sum())
        self.jobs = self.points.align(summed, "lsoa_code", "jobs")
        self.rows = self.points.find_rows(self.lsoas["lsoa21cd"])
        settings = [SETTINGS[code] for code in STRAIGHT]
        nobody = np.full(len(self.jobs), 0.0)
        self.reach = dict(zip(STRAIGHT, self._compute(nobody, settings), strict=True))

    def _compute(self, residents: Any, settings: Any) -> list[Reach]:
        lines = StraightLines(self.points)
        return compute_reach(lines, self.rows, self.jobs, residents, settings)

    def ward_means(self, setting: str) -> np.ndarray[Any, Any]:
        codes = {code: number for number, code in enumerate(self.wards["wd"])}
        groups = np.array([codes[code] for code in self.lsoas["wd"]])
        weights = self.lsoas["pop16"].to_numpy().astype(float)
        return weigh_mean(self.reach[setting].jobs, weights, groups, len(codes))

    def problem(self, lad: str, candidates: str = "wards") -> SitingProblem:
        """Residents without qualifications; candidates are centres of wards or small areas."""
        lsoas = self.lsoas.filter(lad=lad)
        km = self.points.km[self.points.find_rows(lsoas["lsoa21cd"])]
        codes = lsoas["wd"].unique().sort().to_list()
        at = np.array([codes.index(code) for code in lsoas["wd"]])
        weights = lsoas["pop16"].to_numpy().astype(float)
        centres = np.column_stack([weigh_mean(km[:, n], weights, at, len(codes)) for n in (0, 1)])
        places = centres if candidates == "wards" else km
        names = tuple(codes if candidates == "wards" else lsoas["lsoa21cd"])
        return SitingProblem(
            lsoas["noqual"].to_numpy().astype(float), tuple(lsoas["lsoa21cd"]),
            tuple(lsoas["wd"]), measure_apart(km, places), np.full(len(km), np.inf), names, names,
        )  # fmt: skip


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("places"))


@pytest.mark.parametrize("setting", STRAIGHT)
def test_reach_is_what_a_right_model_gives(bench: Bench, setting: str) -> None:
    column = EXPECTED[setting]
    expected = bench.lsoas[column].to_numpy()
    np.testing.assert_allclose(bench.reach[setting].jobs, expected, rtol=0.005)
    np.testing.assert_allclose(
        bench.ward_means(setting), bench.wards[column].to_numpy(), rtol=0.005
    )


def test_neighbourhoods_are_in_the_order_of_a_study_of_timetables(bench: Bench) -> None:
    study = pl.read_csv(ACCESS / "ptja_quintiles_west_yorkshire.csv").drop_nulls("ptja_q")
    ours = bench.lsoas.select("lsoa21cd").with_columns(jobs=pl.Series(bench.reach["no_car"].jobs))
    both = study.join(ours, on="lsoa21cd", validate="1:1")
    assert both.height > 1100
    assert float(spearmanr(both["jobs"], both["ptja_q"]).statistic) >= 0.86
    fifths = both.with_columns(
        fifth=((pl.col("jobs").rank() - 1) * 5 / pl.len()).floor().cast(pl.Int64) + 1
    )
    apart = (fifths["fifth"] - fifths["ptja_q"]).abs()
    assert (apart <= 1).mean() >= 0.94


def test_wards_with_jobs_in_reach_have_fewer_cars(bench: Bench) -> None:
    """What a council will not expect; the figures are of the published study of these councils."""
    wards = bench.wards.select(
        ward_code="wd", lad_code="lad", lad_name="lad", households_no_car_pct="nocar_pct",
        reach_setting=pl.lit("no_car"), status=pl.lit("modelled"),
        jobs_in_reach=pl.Series(bench.ward_means("no_car")),
    )  # fmt: skip
    found = dict(rank_correlations(wards).select("lad_code", "rank_correlation").iter_rows())
    assert {code: round(value, 2) for code, value in found.items()} == pytest.approx(
        {"E06000014": 0.88, "E08000035": 0.85, BRADFORD: 0.81, "E08000034": 0.73,
         "E06000065": 0.70, "E08000033": 0.33},
        abs=0.03,
    )  # fmt: skip


@pytest.mark.parametrize("lad", [BRADFORD, "E06000014", "E06000065"])
def test_sites_are_those_of_a_right_solver(bench: Bench, lad: str) -> None:
    expected = json.loads((ACCESS / "expected/expected_facility_location.json").read_text())[lad]
    problem = bench.problem(lad)
    radius = sorted(expected["mclp"])[-1]
    for sites in ("1", "3", "6"):
        right = expected["mclp"][radius][sites]
        answer = answer_exactly(
            problem, Question(COVER, int(sites), float(radius.removesuffix("km")))
        )
        assert answer.best.value == right["covered"]
        assert answer.is_proven
        assert round(answer.greedy.covered_pct, 2) == expected["greedy"][radius][sites]
    for sites, right in list(expected["pmedian"].items())[:3]:
        answer = answer_exactly(problem, Question(MEDIAN, int(sites), 3.0))
        assert answer.best.value == pytest.approx(right["mean_km"], rel=0.001)
        assert list(answer.best.codes) == right["sites"]
    for sites, right in list(expected.get("pcenter", {}).items())[:2]:
        answer = answer_exactly(problem, Question(CENTRE, int(sites), 3.0))
        assert answer.best.value == pytest.approx(right["max_km"], rel=0.001)


@pytest.mark.parametrize("kind", [COVER, MEDIAN])
def test_bradford_is_answered_in_time(bench: Bench, kind: str) -> None:
    question = Question(kind, 3, 3.0)
    for candidates, limit in (("wards", 0.5), ("small_areas", 10.0)):
        problem = bench.problem(BRADFORD, candidates)
        began = time.process_time()
        quick = answer_quickly(problem, question)
        assert time.process_time() - began < 0.2
        began = time.process_time()
        exact = answer_exactly(problem, question)
        assert time.process_time() - began < limit
        assert exact.is_proven
        assert exact.is_runner_up_proven
        assert quick.best.value == pytest.approx(exact.best.value, rel=0.02)


def test_without_neighbours_the_order_is_wrong(bench: Bench) -> None:
    """Why a council alone is never ranked: Kirklees by its own jobs alone."""
    own = bench.lsoas.filter(lad="E08000034")["lsoa21cd"]
    rows = bench.points.find_rows(own)
    alone = np.full(len(bench.jobs), 0.0)
    alone[rows] = bench.jobs[rows]
    points: Points = bench.points
    (reach,) = compute_reach(
        StraightLines(points), rows, alone, np.zeros(len(alone)), [SETTINGS["any"]]
    )
    whole = bench.lsoas.with_columns(jobs=pl.Series(bench.reach["any"].jobs)).filter(
        lad="E08000034"
    )
    order = pl.DataFrame({"lsoa21cd": own, "alone": reach.jobs}).join(whole, on="lsoa21cd")
    assert float(spearmanr(order["alone"], order["jobs"]).statistic) < 0.5
