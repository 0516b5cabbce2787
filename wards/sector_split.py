"""Jobs by sector in each ward, modelled from the council's sectors and the ward's jobs.

No source counts jobs by sector and ward. We know the council's jobs in each sector and each ward's
jobs in all sectors. If we have the council's business-rates list, the types of premises in a ward,
by rateable value, show where a sector is more likely to be: transport in warehouses rather than
offices. We then fit the table to both known margins (iterative proportional fitting), so that wards
add up to the council's sectors and sectors to the ward's share of the council's jobs.

Wards without a known number of jobs keep their share: we fit them together as one more ward and
then drop it, so that they never inflate the known wards.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.fitting import fit_table
from catalog.measures import WARD_SECTIONS
from catalog.reading import Reader
from catalog.vocabulary import reliability
from catalog.vocabulary.status import MODELLED, PARTIAL

MAX_ROUNDS: Final = 200
TOLERANCE: Final = 1e-9
# The type of premises that most of a section works in, and how far a split by them was off: our
# assumption, and what it costs where we could measure it.
SECTION_PREMISES: Final[dict[str, str]] = dict(
    reference.read("premises_kind_by_section").iter_rows()
)
SPLIT_ERROR: Final[dict[str, float]] = dict(reference.read("sector_split_error").iter_rows())
# The part of a sector's weight that follows the rateable value of its premises; the rest is jobs.
PREMISES_WEIGHT: Final = reference.read_constants("ward_constants")["premises_pull"]
REFERENCE: Final = ("premises_kind_by_section", "sector_split_error", "ward_constants")
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
REST: Final = ""  # ward code for the council's jobs that are in no known ward
FORMER_MISSING: Final = (
    "the council's figure lacks a part, such as a former district, so this is too low"
)


def describe_references() -> list[str]:
    """What the model of jobs by sector assumes, a sentence for each reference table."""
    sentences = (reference.describe(name).sentence() for name in REFERENCE)
    return [f"Where jobs by sector are modelled: {sentence}" for sentence in sentences]


def fit(
    seed: NDArray[np.float64], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The table nearest to `seed` with these row and column sums.

    Column sums are exact (they are published); rows are first scaled to the same total. A row or
    column with a sum of zero has only zeros.
    """
    total = columns.sum()
    if total == 0 or rows.sum() == 0:
        return np.zeros_like(seed)
    rows = rows * total / rows.sum()
    return fit_table(seed, rows, columns, tolerance=TOLERANCE * total, rounds=MAX_ROUNDS)


def split_sections(
    sections: pl.DataFrame, ward_jobs: pl.DataFrame, premises: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Jobs by ward and section of one council: ward_code, industry_code, jobs, status, reliability.

    `sections` has industry_code, jobs and (optional) status, `ward_jobs` ward_code and jobs,
    `premises` ward_code, description_group and rateable_value_gbp. Wards, including REST, add up
    to the council's sections exactly.
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
    incomplete = (
        sections.filter(pl.col("status") == PARTIAL)["industry_code"].to_list()
        if "status" in sections.columns
        else []
    )
    # A split is less reliable than a survey of the ward, so never graded good.
    split_off = pl.col("industry_code").replace_strict(
        SPLIT_ERROR, default=1.0, return_dtype=pl.Float64
    )
    cv = pl.max_horizontal(
        reliability.cv_of_jobs(pl.col("jobs")), split_off, pl.lit(reliability.GOOD_CV)
    )
    is_incomplete = pl.col("industry_code").is_in(incomplete)
    return frame.with_columns(
        status=pl.when(is_incomplete).then(pl.lit(PARTIAL)).otherwise(pl.lit(MODELLED)),
        reliability=reliability.grade_cv(cv),
        note=pl.when(is_incomplete).then(pl.lit(FORMER_MISSING)).otherwise(pl.lit("")),
    )


def _seed(
    codes: list[str], ward_jobs: pl.DataFrame, premises: pl.DataFrame | None
) -> NDArray[np.float64]:
    share = ward_jobs["jobs"].to_numpy() / max(ward_jobs["jobs"].sum(), 1.0)
    seed = np.repeat(share[:, None], len(codes), axis=1)
    if premises is None or premises.is_empty():
        return seed
    for column, code in enumerate(codes):
        kind = premises.filter(pl.col("description_group") == SECTION_PREMISES.get(code, ""))
        values_by_ward = ward_jobs.join(
            kind, on="ward_code", how="left", validate="1:1", maintain_order="left"
        )
        values = values_by_ward["rateable_value_gbp"].fill_null(0.0).to_numpy()
        if values.sum() > 0:
            seed[:, column] = (
                1 - PREMISES_WEIGHT
            ) * share + PREMISES_WEIGHT * values / values.sum()
    return seed


def split_council(
    reader: Reader, lad_code: str, wards: pl.DataFrame, ward_jobs: pl.DataFrame
) -> pl.DataFrame:
    """Jobs by sector in each ward of a council with a known number of jobs; columns as SCHEMA.

    `wards` has all wards of the council, `ward_jobs` has ward_code, period, jobs (null if unknown)
    and status. No rows if there are no figures by section for the council, or no ward has jobs.
    """
    sections = _newest_sections(reader, lad_code)
    with_jobs = ward_jobs.drop_nulls("jobs").sort("ward_code")
    if sections.is_empty() or with_jobs.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    gaps = ward_jobs.filter(pl.col("jobs").is_null() | (pl.col("status") == PARTIAL)).height
    gaps += wards.join(ward_jobs, on="ward_code", how="anti").height
    totals = with_jobs.select("ward_code", "jobs")
    rest_note = ""
    if gaps:
        rest, rest_note = _estimate_rest(reader, lad_code, with_jobs, wards.height, gaps)
        totals = pl.concat([totals, pl.DataFrame({"ward_code": [REST], "jobs": [rest]})])
    if totals["jobs"].sum() <= 0:
        return pl.DataFrame(schema=SCHEMA)
    premises = _premises_values(reader, lad_code, wards, with_jobs)
    period = sections.select("period", "period_start", "period_end").row(0)
    by_sector = split_sections(sections, totals, premises).filter(pl.col("ward_code") != REST)
    partial_wards = with_jobs.filter(pl.col("status") == PARTIAL)["ward_code"].implode()
    return by_sector.with_columns(
        status=pl.when(pl.col("ward_code").is_in(partial_wards)).then(pl.lit(PARTIAL)).otherwise("status"),
        period=pl.lit(period[0]), period_start=pl.lit(period[1]), period_end=pl.lit(period[2]),
        note=pl.concat_str(
            pl.when(pl.col("note") != "").then("note"), pl.lit(rest_note or None, pl.String),
            separator="; ", ignore_nulls=True,
        ),
    ).select(list(SCHEMA))  # fmt: skip


def _newest_sections(reader: Reader, lad_code: str) -> pl.DataFrame:
    """The council's sections in the newest of the years with the most sections published."""
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


def _estimate_rest(
    reader: Reader, lad_code: str, with_jobs: pl.DataFrame, wards: int, gaps: int
) -> tuple[float, str]:
    """Jobs of the council that are in no known ward, and a note on what is missing.

    The council's total for the same year gives the number. If we do not have it, it is partial, or
    it leaves nothing (it is rounded separately), unknown wards count as the average of the others.
    """
    total = reader.table("jobs").filter(
        pl.col("area_code") == lad_code,
        pl.col("job_kind") == "employment",
        pl.col("industry_level") == "total",
        pl.col("period") == with_jobs["period"][0],
        pl.col("status") != PARTIAL,
    )["jobs"].drop_nulls()  # fmt: skip
    sentence = (
        f"{gaps:,} of the council's {wards:,} wards are unknown or incomplete; they keep their "
        "share"
    )
    remainder = float(total[0]) - float(with_jobs["jobs"].sum()) if total.len() else 0.0
    if remainder > 0:
        return remainder, sentence
    complete = with_jobs.filter(pl.col("status") != PARTIAL)["jobs"]
    each = float((complete if complete.len() else with_jobs["jobs"]).mean() or 0.0)  # type: ignore[arg-type]
    missing = with_jobs.filter(pl.col("status") == PARTIAL)["jobs"]
    shortfall = sum(max(0.0, each - jobs) for jobs in missing)
    share = each * (gaps - missing.len()) + shortfall
    return share, f"{sentence}, assumed to be that of an average ward"


def _premises_values(
    reader: Reader, lad_code: str, wards: pl.DataFrame, with_jobs: pl.DataFrame
) -> pl.DataFrame | None:
    """Rateable value by ward and type of premises, with all unknown wards together as REST.

    None if the list does not cover every ward of the council: a partial list would move every
    sector into the part it covers.
    """
    own_reader = reader.separate_reader()
    values = own_reader.council_rows("ward_premises", lad_code)
    if wards.join(values, on="ward_code", how="anti").height:
        return None
    reader.add_read(own_reader)
    has_jobs = pl.col("ward_code").is_in(with_jobs["ward_code"].implode())
    return values.group_by(
        pl.when(has_jobs).then("ward_code").otherwise(pl.lit(REST)).alias("ward_code"),
        "description_group",
    ).agg(pl.col("rateable_value_gbp").sum())
