"""Jobs by sector in each ward, modelled from the council's sectors and the ward's jobs.

No source counts jobs by sector and ward. Known are the council's jobs in each sector and each
ward's jobs in all sectors. Where the council's business-rates list is held, the kinds of premises
in a ward, by rateable value, say where a sector is likelier to be: for transport a warehouse more
than an office. The table is then fitted to both known margins (iterative proportional fitting), so
that wards add up to the council's sectors and sectors to the ward's share of the council's jobs.

Wards whose jobs are not known keep their share: it is fitted as one more ward and then left out, so
that what is known is never made larger by what is not.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.fitting import fit_table
from catalog.measures import WARD_SECTIONS
from catalog.reading import Reader
from catalog.vocabulary import reliability
from catalog.vocabulary.status import MODELLED, PARTIAL

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
    "note": pl.String,
}
REST: Final = ""  # the code of all the council's jobs that are in no ward known here
FORMER_MISSING: Final = (
    "the council's figure lacks a part, as of a former district, so this is too low"
)


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
    return fit_table(seed, rows, columns, tolerance=CLOSE * total, rounds=ROUNDS)


def split(
    sections: pl.DataFrame, ward_jobs: pl.DataFrame, premises: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Jobs by ward and section of one council: ward_code, industry_code, jobs, status, reliability.

    `sections` has industry_code, jobs and (where it is known) status, `ward_jobs` ward_code and
    jobs, `premises` ward_code, description_group and rateable_value_gbp. Wards add up to the
    council's sections exactly, one of the code REST among them.
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
    short = (
        sections.filter(pl.col("status") == PARTIAL)["industry_code"].to_list()
        if "status" in sections.columns
        else []
    )
    # A split says less than a survey of the ward would: its class is never good.
    split_off = pl.col("industry_code").replace_strict(OFF, default=1.0, return_dtype=pl.Float64)
    cv = pl.max_horizontal(
        reliability.cv_of_jobs(pl.col("jobs")), split_off, pl.lit(reliability.GOOD_CV)
    )
    is_short = pl.col("industry_code").is_in(short)
    return frame.with_columns(
        status=pl.when(is_short).then(pl.lit(PARTIAL)).otherwise(pl.lit(MODELLED)),
        reliability=reliability.of_cv(cv),
        note=pl.when(is_short).then(pl.lit(FORMER_MISSING)).otherwise(pl.lit("")),
    )


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


def of_council(
    reader: Reader, lad_code: str, wards: pl.DataFrame, ward_jobs: pl.DataFrame
) -> pl.DataFrame:
    """Jobs by sector in each of a council's wards whose jobs are known; columns as SCHEMA.

    `wards` are all of the council's, `ward_jobs` has ward_code, period, jobs (null where not known)
    and status. No rows where the council publishes no section, or no ward has any jobs.
    """
    sections = _sections(reader, lad_code)
    known = ward_jobs.drop_nulls("jobs").sort("ward_code")
    if sections.is_empty() or known.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    gaps = ward_jobs.filter(pl.col("jobs").is_null() | (pl.col("status") == PARTIAL)).height
    gaps += wards.join(ward_jobs, on="ward_code", how="anti").height
    totals = known.select("ward_code", "jobs")
    said = ""
    if gaps:
        rest, said = _rest(reader, lad_code, known, wards.height, gaps)
        totals = pl.concat([totals, pl.DataFrame({"ward_code": [REST], "jobs": [rest]})])
    if totals["jobs"].sum() <= 0:
        return pl.DataFrame(schema=SCHEMA)
    premises = _premises(reader, lad_code, wards, known)
    period = sections.select("period", "period_start", "period_end").row(0)
    made = split(sections, totals, premises).filter(pl.col("ward_code") != REST)
    low = known.filter(pl.col("status") == PARTIAL)["ward_code"].implode()
    return made.with_columns(
        status=pl.when(pl.col("ward_code").is_in(low)).then(pl.lit(PARTIAL)).otherwise("status"),
        period=pl.lit(period[0]), period_start=pl.lit(period[1]), period_end=pl.lit(period[2]),
        note=pl.concat_str(
            pl.when(pl.col("note") != "").then("note"), pl.lit(said or None, pl.String),
            separator="; ", ignore_nulls=True,
        ),
    ).select(list(SCHEMA))  # fmt: skip


def _sections(reader: Reader, lad_code: str) -> pl.DataFrame:
    """The council's sections of the newest year in which as many as ever are published."""
    published = (
        reader.table("jobs")
        .filter(
            pl.col("area_code") == lad_code,
            pl.col("job_kind") == "employment",
            pl.col("industry_level") == "section",
            pl.col("industry_code").is_in(WARD_SECTIONS),
        )
        .drop_nulls("jobs")
        .with_columns(sections=pl.len().over("period"))
    )
    fullest = published.filter(pl.col("sections") == pl.col("sections").max())
    return fullest.filter(pl.col("period") == pl.col("period").max()).sort("industry_code")


def _rest(
    reader: Reader, lad_code: str, known: pl.DataFrame, wards: int, gaps: int
) -> tuple[float, str]:
    """Jobs of the council that are in no known ward, and words for what is missing.

    The council's own total of the wards' year says how many; where that is not held, lacks a part
    itself or leaves nothing (its rounding is another), wards not known count as the average of
    those that are.
    """
    total = reader.table("jobs").filter(
        pl.col("area_code") == lad_code,
        pl.col("job_kind") == "employment",
        pl.col("industry_level") == "total",
        pl.col("period") == known["period"][0],
        pl.col("status") != PARTIAL,
    )["jobs"].drop_nulls()  # fmt: skip
    said = (
        f"{gaps:,} of the council's {wards:,} wards not or not wholly known; they keep their share"
    )
    left = float(total[0]) - float(known["jobs"].sum()) if total.len() else 0.0
    if left > 0:
        return left, said
    whole = known.filter(pl.col("status") != PARTIAL)["jobs"]
    each = float((whole if whole.len() else known["jobs"]).mean() or 0.0)  # type: ignore[arg-type]
    missing = known.filter(pl.col("status") == PARTIAL)["jobs"]
    short = sum(max(0.0, each - jobs) for jobs in missing)
    share = each * (gaps - missing.len()) + short
    return share, f"{said}, taken to be that of an average ward"


def _premises(
    reader: Reader, lad_code: str, wards: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame | None:
    """Rateable value by ward and kind, wards that are not known together as REST.

    None where the list does not reach every ward of the council: a list of a part would pull every
    sector into that part.
    """
    apart = reader.apart()
    held = apart.of_council("ward_premises", lad_code)
    if wards.join(held, on="ward_code", how="anti").height:
        return None
    reader.adopt(apart)
    own = pl.col("ward_code").is_in(known["ward_code"].implode())
    return held.group_by(
        pl.when(own).then("ward_code").otherwise(pl.lit(REST)).alias("ward_code"),
        "description_group",
    ).agg(pl.col("rateable_value_gbp").sum())
