"""How alike the priorities of neighbouring councils are, and how firm a first ten is.

Run by hand: `uv run python benchmarks/priorities.py TABLES SURVEY_TABLES [--store]`. TABLES is a
folder of built tables with `jobs` of many councils by section (employees stand in where employment
is not there), SURVEY_TABLES one with `occupation_matrix`. Jobs stay as they are for three years, as
the forecasts mostly have them, between 85% and 115%. Adverts and pay by occupation are in neither
for most councils, so those components are missing: what is measured here is openings, difference
and the Industrial Strategy, of which the first and last are alike everywhere.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
from reference_store import store_table

from catalog import store
from catalog.tables import TABLES
from catalog.vocabulary.areas import ENGLAND, GREAT_BRITAIN
from indicators import inputs
from indicators.inputs import Inputs
from indicators.places import neighbours
from indicators.skills import openings, priorities, ranking
from indicators.skills.occupation_matrix import MATRIX_YEAR, local_matrix, projected, usual_shares
from indicators.skills.openings import Openings

YEARS, NARROW, WIDE = 3, 0.85, 1.15


def read_inputs(root: Path, survey_root: Path) -> Inputs:
    tables = {
        name: store.read(name, root)[0] if store.has(name, root) else TABLES[name].empty()
        for name in inputs.READS
    }
    jobs = tables["jobs"].filter(pl.col("jobs").is_not_null(), industry_level="section")
    kinds = jobs.group_by("area_code").agg(
        job_kind=pl.when((pl.col("job_kind") == "employment").any())
        .then(pl.lit("employment"))
        .otherwise(pl.lit("employees"))
    )
    alike = jobs.join(kinds, on=["area_code", "job_kind"], how="semi")
    tables["jobs"] = alike.with_columns(job_kind=pl.lit("employment"))
    tables["occupation_matrix"] = store.read("occupation_matrix", survey_root)[0]
    return inputs.build_inputs(tables)


def stand_still(held: Inputs) -> list[Openings]:
    """Openings of every council, England and Great Britain, if jobs stay as they are."""
    jobs = held.sectors.filter(sector_measure="jobs", industry_level="section").drop_nulls("value")
    newest = jobs.filter(pl.col("year") == pl.col("year").max().over("area_code"))
    usual, found = usual_shares(held.survey), []
    for (area,), part in newest.group_by("area_code", maintain_order=True):
        code = str(area)
        if code.startswith("E12") or part.height < len(openings.WHOLE):
            continue
        sections = part.with_columns(
            base="value", mean="value", lower80=NARROW * pl.col("value"),
            upper80=WIDE * pl.col("value") + 1, base_year="year", status=pl.lit("modelled"),
            target_year=pl.col("year") + YEARS,
        )  # fmt: skip
        matrix = local_matrix(
            openings.survey_of_places(held, openings.list_itl2(held, code)), usual
        )
        matrix = projected(matrix, float(sections["base_year"][0]) - MATRIX_YEAR)
        found.append(openings.compute_openings(code, sections, matrix))
    return found


def correlate(
    held: Inputs, components: pl.DataFrame, weights: dict[str, float]
) -> tuple[int, float, float]:
    """Pairs of councils in one ITL2 area, and the mean and 90% point of their correlations."""
    scores = (
        ranking.rank_priorities(components, weights)
        .unique(["area_code", "occupation_code"])
        .pivot(on="area_code", index="occupation_code", values="priority_score")
        .sort("occupation_code")
    )
    itl2 = dict(held.itl2.iter_rows())
    councils = [area for area in scores.columns[1:] if area not in (ENGLAND, GREAT_BRITAIN)]
    together = np.corrcoef(scores.select(councils).to_numpy().T)
    pairs = [
        together[one, other]
        for one, other in combinations(range(len(councils)), 2)
        if itl2.get(councils[one], "") == itl2.get(councils[other], " ")
    ]
    return len(pairs), float(np.mean(pairs)), float(np.quantile(pairs, 0.9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("survey_tables", type=Path)
    parser.add_argument("--store", action="store_true")
    args = parser.parse_args()
    held = read_inputs(args.tables, args.survey_tables)
    all_openings = stand_still(held)
    ranked, components = priorities.priorities(held, all_openings, neighbours.similar_places(held))
    first = ranked.filter(pl.col("priority_rank") <= ranking.FIRST)
    pairs, mean, high = correlate(held, components, ranking.DEFAULT_WEIGHTS)
    _, of_openings, _ = correlate(held, components, {"openings": 1.0})
    rows = [
        ("councils", float(ranked["area_code"].n_unique() - 2)),
        ("pairs of neighbours", float(pairs)),
        ("correlation of priorities, mean", mean),
        ("correlation of priorities, one in ten above", high),
        ("correlation of openings alone, mean", of_openings),
        ("share of draws in which one of the first ten stays", first["top_ten_pct"].mean()),
        ("share of weightings in which one of the first ten stays",
         first["top_ten_weights_pct"].mean()),
    ]  # fmt: skip
    record = pl.DataFrame(rows, schema=["statistic", "value"], orient="row", strict=False)
    record = record.with_columns(pl.col("value").round(3))
    with pl.Config(tbl_rows=-1, fmt_str_lengths=60):
        print(record, ranked.group_by("evidence_strength").len())
    for weight in (0.1, 0.2, 0.3, 0.4):
        tried = ranking.DEFAULT_WEIGHTS | {"difference": weight}
        print(f"difference weighs {weight}: {correlate(held, components, tried)[1]:.3f}")
    if args.store:
        store_table("priority_record", record)


if __name__ == "__main__":
    main()
