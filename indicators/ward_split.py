"""Jobs by sector in each ward, modelled from the council's sectors and the ward's jobs.

No source counts jobs by sector and ward. Known are the council's jobs in each sector and each
ward's jobs in all sectors. Where the council's business-rates list is held, the kinds of premises
in a ward, by rateable value, say where a sector is likelier to be: for transport a warehouse more
than an office. The table is then fitted to both known margins (iterative proportional fitting), so
that wards add up to the council's sectors and sectors to the ward's share of the council's jobs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog import reliability, store
from catalog.measures import WARD_SECTIONS
from catalog.status import MODELLED

ROUNDS: Final = 200
CLOSE: Final = 1e-9
# Kinds of premises in which a section mostly works; an assumption of ours, stated wherever shown.
PREMISES_OF: Final = {
    "B": "industrial", "C": "industrial", "D": "industrial", "E": "industrial", "F": "industrial",
    "G": "retail", "H": "warehouse", "I": "hospitality and leisure", "J": "office", "K": "office",
    "L": "office", "M": "office", "N": "office", "O": "office", "P": "education and health",
    "Q": "education and health", "R": "hospitality and leisure", "S": "retail",
}  # fmt: skip
# Three quarters of a sector's pull follow the rateable value of premises of its kind, the rest the
# ward's jobs: with councils for wards the least error but for 1.0, which leaves jobs out.
PULL: Final = 0.75
# How far the split of three councils into each other was off, by section (absolute errors over
# jobs; benchmarks/ward_split_error.py, 2026-11). Wards differ more than councils: it is the least.
OFF: Final = {
    "A": 0.201, "B": 0.285, "C": 0.065, "D": 0.488, "E": 0.513, "F": 0.118, "G": 0.030, "H": 0.110,
    "I": 0.041, "J": 0.160, "K": 0.379, "L": 0.192, "M": 0.125, "N": 0.218, "O": 0.162, "P": 0.040,
    "Q": 0.104, "R": 0.063, "S": 0.214,
}  # fmt: skip
SCHEMA: Final = {
    "ward_code": pl.String,
    "industry_code": pl.String,
    "period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "jobs": pl.Float64,
    "status": pl.String,
    "reliability": pl.String,
}


def fit(
    seed: NDArray[np.float64], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The table nearest to `seed` whose rows and columns sum to the margins.

    The column sums are exact (they are published); rows are scaled to the same total first. Cells
    of a row or column whose margin is zero are zero.
    """
    total = columns.sum()
    if total == 0 or rows.sum() == 0:
        return np.zeros_like(seed)
    rows = rows * total / rows.sum()
    table = seed.copy()
    for _ in range(ROUNDS):
        table *= _ratio(rows, table.sum(axis=1))[:, None]
        table *= _ratio(columns, table.sum(axis=0))[None, :]
        if np.abs(table.sum(axis=1) - rows).max() <= CLOSE * total:
            break
    return table


def _ratio(wanted: NDArray[np.float64], found: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)


def split(
    sections: pl.DataFrame, ward_jobs: pl.DataFrame, premises: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Jobs by ward and section of one council; columns as SCHEMA without the period.

    `sections` has industry_code and jobs, `ward_jobs` ward_code and jobs, `premises` ward_code,
    description_group and rateable_value_gbp. Wards add up to the council's sections exactly.
    """
    codes = sections["industry_code"].to_list()
    wards = ward_jobs["ward_code"].to_list()
    seed = _seed(codes, ward_jobs, premises)
    table = fit(seed, ward_jobs["jobs"].to_numpy(), sections["jobs"].to_numpy())
    frame = pl.DataFrame(
        {
            "ward_code": np.repeat(wards, len(codes)),
            "industry_code": codes * len(wards),
            "jobs": table.ravel(),
        }
    )
    # A split says less than a survey of the ward would: its class is never good.
    split_off = pl.col("industry_code").replace_strict(OFF, default=1.0, return_dtype=pl.Float64)
    cv = pl.max_horizontal(
        reliability.cv_of_jobs(pl.col("jobs")), split_off, pl.lit(reliability.GOOD_CV)
    )
    return frame.with_columns(status=pl.lit(MODELLED), reliability=reliability.of_cv(cv))


def _seed(
    codes: list[str], ward_jobs: pl.DataFrame, premises: pl.DataFrame | None
) -> NDArray[np.float64]:
    share = ward_jobs["jobs"].to_numpy() / max(ward_jobs["jobs"].sum(), 1.0)
    seed = np.repeat(share[:, None], len(codes), axis=1)
    if premises is None or premises.is_empty():
        return seed
    for column, code in enumerate(codes):
        kind = premises.filter(pl.col("description_group") == PREMISES_OF.get(code, ""))
        held = ward_jobs.join(
            kind, on="ward_code", how="left", validate="1:1", maintain_order="left"
        )
        values = held["rateable_value_gbp"].fill_null(0.0).to_numpy()
        if values.sum() > 0:
            seed[:, column] = (1 - PULL) * share + PULL * values / values.sum()
    return seed


def of_tables(root: Path, ward_jobs: pl.DataFrame, wards: pl.DataFrame) -> pl.DataFrame:
    """Every council under a folder of tables; columns as SCHEMA.

    `ward_jobs` has ward_code and jobs, `wards` the lad_code of each ward. A council's sections are
    those of the newest year in which all of them are published.
    """
    jobs = store.read("jobs", root)[0].filter(
        pl.col("area_type") == "lad",
        pl.col("job_kind") == "employment",
        pl.col("industry_level") == "section",
        pl.col("industry_code").is_in(WARD_SECTIONS),
        pl.col("jobs").is_not_null(),
    )
    newest = jobs.filter(pl.col("period") == pl.col("period").max().over("area_code"))
    premises = None
    if store.has("ward_premises", root):
        premises = store.read("ward_premises", root)[0].select(
            "ward_code", "description_group", "rateable_value_gbp"
        )
    found = [pl.DataFrame(schema=SCHEMA)]
    for (lad,), own in wards.sort("ward_code").group_by("lad_code", maintain_order=True):
        sections = newest.filter(pl.col("area_code") == lad).sort("industry_code")
        totals = ward_jobs.join(own.select("ward_code"), on="ward_code", how="semi").drop_nulls(
            "jobs"
        )
        if sections.is_empty() or totals.is_empty():
            continue
        period = sections.select("period", "period_start", "period_end").row(0)
        here = None if premises is None else premises.join(own, on="ward_code", how="semi")
        # A list of part of the council would pull every sector into that part.
        if here is not None and here["ward_code"].n_unique() < own.height:
            here = None
        part = split(sections, totals.sort("ward_code"), here).with_columns(
            period=pl.lit(period[0]), period_start=pl.lit(period[1]), period_end=pl.lit(period[2])
        )
        found.append(part.select(list(SCHEMA)))
    return pl.concat(found)
