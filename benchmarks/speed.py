"""Speed beside what people use, in one run, each with a check that both give the same answer.

    uv run --with docxtpl --with openpyxl python benchmarks/speed.py [--runs 3] [--keep]

On the embedded sample, its wards repeated to the number of the nation's. CPU seconds, the least of
the runs, which go in turn: a busy machine slows both. Of Word and Excel ours writes styles,
contents and charts too; theirs the same texts, figures and tables alone, and without those
packages the two lines are left out. `--keep` adds a row a line to `benchmarks/results/speed.csv`.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import results_log
import speed_rivals as rivals
from forecasts_speed import HORIZON, monthly, stock_ets, stock_prophet

import pipeline
from catalog import store
from catalog.measures import QUALIFICATIONS
from catalog.settings import SAMPLE, Settings
from catalog.tables.places import WARD_CHANGES
from forecasts.models.holt_winters import DampedHoltWinters
from forecasts.models.prophet_log import ProphetLog
from geo.boundaries import locate
from reports import gap_report
from reports.render import docx, xlsx
from wards import measure_table

WARDS_OF_NATION, POINTS, SERIES = 7_400, 50_000, 12
PACKAGES = ("polars", "pandas", "prophet", "statsmodels", "geopandas", "shapely", "python-docx",
            "xlsxwriter", "docxtpl", "openpyxl")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """The same work twice; `compare` says in words that the answers are the same, or raises."""

    name: str
    rival: str
    size: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    compare: Callable[[Any, Any], str]


def tidy_and_join() -> Case:
    """Census counts of every ward: totals, shares, joined to the wards of the map."""
    counts = store.read("census_qualifications", SAMPLE)[0].filter(area_type="ward")
    wards = store.read("wards", SAMPLE)[0].drop("geometry_wkb")
    copies = WARDS_OF_NATION // wards.height + 1

    def repeat(frame: pl.DataFrame, *codes: str) -> pl.DataFrame:
        return pl.concat([
            frame.with_columns(pl.col(code) + f"-{number}" for code in codes)
            for number in range(copies)
        ])  # fmt: skip

    counts, wards = repeat(counts, "area_code", "lad_code"), repeat(wards, "ward_code", "lad_code")
    unmoved = WARD_CHANGES.empty()
    as_pandas = counts.to_pandas(), wards.to_pandas()

    def compare(ours: pl.DataFrame, theirs: Any) -> str:
        key = ["ward_code", "measure"]
        both = ours.select(*key, "value").drop_nulls().join(
            pl.from_pandas(theirs).drop_nulls(), on=key, how="full", validate="1:1"
        )  # fmt: skip
        assert both.height > WARDS_OF_NATION
        assert both.null_count().sum_horizontal().item() == 0
        np.testing.assert_allclose(both["value"], both["value_right"], rtol=1e-12)
        return f"{both.height:,} figures equal to 1e-12"

    return Case(
        "tidy and join", "pandas merge", f"{wards.height:,} wards, {counts.height:,} rows",
        lambda: measure_table.census_rows(
            counts, unmoved, wards, category="qualification_code", names=QUALIFICATIONS
        ),
        lambda: rivals.census_pandas(*as_pandas, list(QUALIFICATIONS)),
        compare,
    )  # fmt: skip


def forecast_loops() -> Iterator[Case]:
    def within(most_pct: float, words: str) -> Callable[[np.ndarray, np.ndarray], str]:
        def compare(ours: np.ndarray, theirs: np.ndarray) -> str:
            apart = 100 * float(np.median(np.abs(ours / theirs - 1)))
            assert apart <= most_pct, f"forecasts are {apart:.2f} % apart"
            return f"forecasts {apart:.2f} % apart (median): {words}"

        return compare

    panel = monthly(SAMPLE, "adverts", SERIES)
    size = f"{len(panel.values)} series of {panel.values.shape[1]} months, {HORIZON} ahead"
    yield Case("Prophet", "Prophet().fit loop", size,
               lambda: ProphetLog().forecast(panel, HORIZON), lambda: stock_prophet(panel),
               within(1.0, "theirs stops before its maximum"))  # fmt: skip
    of_nation = monthly(SAMPLE, "vacancies", SERIES)
    size = f"{len(of_nation.values)} series of {of_nation.values.shape[1]} months, {HORIZON} ahead"
    # Likelihood there, squared error here: one model, whose starting states differ.
    yield Case("exponential smoothing", "ETSModel.fit loop", size,
               lambda: DampedHoltWinters(12).forecast(of_nation, HORIZON),
               lambda: stock_ets(of_nation),
               within(5.0, "one model, fitted by another measure"))  # fmt: skip


def points_in_wards() -> Case:
    wards = store.read("wards", SAMPLE)[0].filter(pl.col("geometry_wkb").is_not_null())
    places = store.read("lsoa_wards", SAMPLE)[0].select("lsoa_code")
    centres = store.read("lsoa_centroids", SAMPLE)[0].join(places, on="lsoa_code", how="semi")
    rng = np.random.default_rng(20)
    at = rng.integers(0, centres.height, POINTS)
    points = pl.DataFrame({
        name: centres[name].to_numpy()[at] + rng.normal(0, 0.02, POINTS) for name in ("long", "lat")
    })  # fmt: skip

    def compare(ours: pl.Series, theirs: list[str | None]) -> str:
        assert ours.to_list() == theirs
        return f"the same ward for every point; {ours.null_count():,} in none"

    return Case("points in wards", "geopandas sjoin", f"{POINTS:,} points, {wards.height} wards",
                lambda: locate(points, wards), lambda: rivals.locate_geopandas(points, wards),
                compare)  # fmt: skip


def filled(rows: list[list[tuple[Any, str]]]) -> dict[tuple[int, int], Any]:
    """The cells of a sheet that hold something, by row and column."""
    return {
        (at, place): value
        for at, row in enumerate(rows)
        for place, (value, _) in enumerate(row)
        if value not in (None, "")
    }


def documents(root: Path) -> Iterator[Case]:
    councils = store.read("wards", root)[0]["lad_code"].unique().sort().to_list()
    report = gap_report.build(root, councils, "Sample", made_on="2026-11-26", version="0.1.0")
    if find_spec("openpyxl"):
        sheets = rivals.read_workbook(xlsx.render(report))
        cells = sum(len(row) for rows in sheets.values() for row in rows)

        def same_cells(_ours: bytes, theirs: bytes) -> str:
            again = rivals.read_workbook(theirs)
            assert list(again) == list(sheets)
            for title, rows in again.items():
                assert filled(rows) == filled(sheets[title]), title
            return "every value and sheet the same"

        yield Case("Excel report", "openpyxl", f"{len(sheets)} sheets, {cells:,} cells",
                   lambda: xlsx.render(report), lambda: rivals.write_openpyxl(sheets),
                   same_cells)  # fmt: skip
    if find_spec("docxtpl"):
        blocks, template = rivals.read_document(docx.render(report)), rivals.docxtpl_template()

        def same_words(_ours: bytes, theirs: bytes) -> str:
            assert rivals.read_document(theirs) == blocks
            return "every paragraph and cell the same"

        tables = sum(bool(block["rows"]) for block in blocks)
        yield Case("Word report", "docxtpl", f"{len(blocks)} paragraphs and tables ({tables})",
                   lambda: docx.render(report), lambda: rivals.write_docxtpl(template, blocks),
                   same_words)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    shared = {
        "recorded_at": results_log.now(),
        "machine": results_log.describe_machine(),
        "load": round(os.getloadavg()[0], 1),
        "versions": results_log.describe_versions(PACKAGES),
    }
    print(f"{shared['machine']}, load {shared['load']}; {shared['versions']}")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        pipeline.prepare(settings, lambda *_: None)
        cases = (tidy_and_join(), points_in_wards(), *forecast_loops(), *documents(settings.tables))
        for case in cases:
            case.ours()  # imports and first uses are no part of it
            (ours, own), (theirs, other) = results_log.least_cpu(
                [case.ours, case.theirs], given.runs
            )
            same = case.compare(ours, theirs)
            print(f"{case.name}: {own:.3f} s of CPU, {case.rival} {other:.3f}: "
                  f"{other / own:.1f} times as fast ({case.size}; {same})", flush=True)  # fmt: skip
            rows.append({
                **shared, "case": case.name, "rival": case.rival, "size": case.size,
                "ours_cpu_s": round(own, 4), "rival_cpu_s": round(other, 4),
                "ratio": round(other / own, 2), "same_answer": same,
            })  # fmt: skip
    if given.keep:
        print(f"kept in {results_log.add_rows('speed', rows)}")


if __name__ == "__main__":
    main()
