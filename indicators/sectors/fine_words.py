"""What stands beside a figure of a fine class or of a sector of a list, in words."""

from __future__ import annotations

import polars as pl

from indicators.sectors.fine_places import OWN
from indicators.sectors.sector_list_jobs import LUMP

UNMEASURABLE = "SIC has no code for this sector, so its jobs cannot be measured."


def note() -> pl.Expr:
    """All that a reader must know of a row, '' where there is nothing."""
    return pl.concat_str(
        [_whose(), _how_measured(), _overlaps(), _lump(), _unusual()], separator=" "
    ).str.strip_chars().str.replace_all(r" {2,}", " ")  # fmt: skip


def is_unmeasurable() -> pl.Expr:
    """Whether SIC has no code for the sector of a row, from the note that says so."""
    return pl.col("jobs").is_null() & pl.col("note").str.contains(UNMEASURABLE, literal=True)


def no_figures() -> pl.Expr:
    """For a place of which neither its own nor a larger area's figures are held."""
    return pl.format(
        "We have no jobs by 5-digit class for {} or the area round it.", pl.col("area_name")
    )


def _when(condition: pl.Expr, words: pl.Expr | str) -> pl.Expr:
    text = pl.lit(words) if isinstance(words, str) else words
    return pl.when(condition.fill_null(value=False)).then(text).otherwise(pl.lit(""))


def _whose() -> pl.Expr:
    digits = pl.when(pl.col("sector_list") == "group").then(pl.lit("3")).otherwise(pl.lit("5"))
    return _when(
        (pl.col("source") != OWN) & pl.col("jobs").is_not_null(),
        pl.format(
            "Figures are of {}: jobs by {}-digit class are not in our data for {}.",
            "measured_name", digits, "area_name",
        ),
    )  # fmt: skip


def _how_measured() -> pl.Expr:
    coded = pl.col("codes_count") > 0
    absent = pl.col("absent_count")
    return pl.concat_str(
        [
            _when(
                pl.col("codes_count").is_null() & pl.col("jobs").is_null(),
                "We have no figure for both years.",
            ),
            _when(pl.col("codes_count") == 0, UNMEASURABLE),
            _when(
                coded & (pl.col("uncoded_count") > 0),
                "SIC has no code for part of this sector, so the figure may be too low.",
            ),
            _when(coded & pl.col("jobs").is_null(), "We have no figure for its SIC codes."),
            _when(
                coded & pl.col("jobs").is_not_null() & (absent > 0),
                pl.format("Too low: no figure for {} of its 5-digit classes.", absent.fill_null(0)),
            ),
            _when(
                coded & pl.col("jobs").is_not_null() & (pl.col("unknown_count") > 0),
                pl.format(
                    "Too low: no figure for {} of its SIC codes.",
                    pl.col("unknown_count").fill_null(0),
                ),
            ),
        ],
        separator=" ",
    ).str.strip_chars()


def _overlaps() -> pl.Expr:
    return _when(
        pl.col("overlaps").is_not_null(),
        pl.format("Some jobs are also in {}: do not add them up.", pl.col("overlaps")),
    )


def _lump() -> pl.Expr:
    return _when(
        pl.col("sector_code").is_in([LUMP, LUMP[:3]])
        & pl.col("sector_list").is_in(["group", "subclass"]),
        "Farms come from another survey, as one figure for all kinds of farming.",
    )


def _unusual() -> pl.Expr:
    change = pl.col("compared_jobs") - pl.col("jobs_before")
    # Grown against the nation may be to have shrunk less than it did.
    words = (
        pl.when((pl.col("unusual") == "grown") & (change > 0))
        .then(pl.lit("Grew"))
        .when((pl.col("unusual") == "shrunk") & (change < 0))
        .then(pl.lit("Shrank"))
        .otherwise(pl.lit("Went"))
    )
    return _when(
        pl.col("unusual") != "",
        pl.format(
            "{} from about {} to {} jobs in two years, unlike the sector in {} and beyond what "
            "nine in ten sectors of this size do.",
            words, _jobs("jobs_before"), _jobs("compared_jobs"), "nation_name",
        ),
    )  # fmt: skip


def _jobs(column: str) -> pl.Expr:
    """Jobs as text with a comma between thousands, to the nearest five."""
    rounded = (pl.col(column) / 5).round() * 5
    digits = rounded.fill_null(0).cast(pl.Int64)
    thousands, rest = digits // 1000, digits % 1000
    return pl.when(thousands > 0).then(
        pl.format("{},{}", thousands, rest.cast(pl.String).str.zfill(3))
    ).otherwise(rest.cast(pl.String))  # fmt: skip
