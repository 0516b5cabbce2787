"""Laws that the tables of indicators keep whatever the inputs lack: each says what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import polars as pl

from catalog.schema import TableError, check
from catalog.tables import TABLES
from catalog.vocabulary.periods import YEAR, month_number
from etl.checks import fine, outlook, sectors
from indicators.run import WRITES
from indicators.skills.gaps import MAIN

Tables = dict[str, pl.DataFrame]
SKILL: Final = ["area_code", "skill_kind", "skill_code"]
CLOSE: Final = 1e-6


def broken(tables: Tables) -> list[str]:
    """Every law that the tables break, in words."""
    return [f"{law.__name__}: {words}" for law in LAWS for words in law(tables)]


def _promises(tables: Tables) -> Iterator[str]:
    """All tables are there, each as the catalogue promises (statuses and nulls among it)."""
    if set(tables) != set(WRITES):
        yield f"tables {sorted(set(tables) ^ set(WRITES))}"
    for name, frame in tables.items():
        try:
            check(frame, TABLES[name])
        except TableError as error:
            yield str(error)


def _in_range(tables: Tables) -> Iterator[str]:
    """Probabilities and shares are from 0 to 1, per cents from 0 to 100, ranks of those there."""
    for table, column, most in (
        ("sectors_now", "share_pct", 100), ("sector_growth", "share_after_pct", 100),
        ("sector_growth", "tier_rate_pct", 100), ("skills_gaps", "probability_gap", 1),
        ("mismatch", "value", 1), ("skills_training", "weight", 1),
    ):  # fmt: skip
        found = tables[table].drop_nulls(column)
        if not found[column].is_between(0 - CLOSE, most + CLOSE).all():
            yield f"{table}.{column} outside 0 to {most}"
    gaps = tables["skills_gaps"].drop_nulls("relative_gap")["relative_gap"]
    if not gaps.is_between(-2 - CLOSE, 2 + CLOSE).all():
        yield "relative gap outside -2 to 2"


def _bounds(tables: Tables) -> Iterator[str]:
    for name, frame in tables.items():
        if "lower80" in frame.columns:
            crossed = frame.filter(pl.col("lower80") > pl.col("upper80") + CLOSE)
            if crossed.height:
                yield f"{name}: {crossed.height} lower bounds above their upper ones"


def _openings_add_up(tables: Tables) -> Iterator[str]:
    """Growth and replacement make the openings, sectors make the occupation, cuts are alike."""
    frame = tables["skills_openings"]
    parts = pl.col("growth_openings_persons") + pl.col("replacement_openings_persons")
    if _off(frame.select(parts - pl.col("openings_persons"))):
        yield "growth and replacement are not the openings"
    needs = (
        tables["skills_needs"]
        .group_by("area_code", skill_code="occupation_code")
        .agg(pl.col("openings_persons", "jobs").sum())
    )
    both = frame.filter(skill_kind="occupation").join(needs, on=["area_code", "skill_code"])
    for name in ("openings_persons", "jobs"):
        if _off(both.select(pl.col(name) - pl.col(f"{name}_right"))):
            yield f"{name} by sector are not those by occupation"
    cuts = frame.group_by("area_code").agg(
        (pl.col(name) * pl.when(pl.col("skill_kind") == "occupation").then(1).otherwise(-1)).sum()
        for name in ("openings_persons", "jobs")
    )
    for name in ("openings_persons", "jobs"):
        if _off(cuts.select(name)):
            yield f"{name} by occupation and by qualification are not the same people"


def _supply_two_ways(tables: Tables) -> Iterator[str]:
    """A stream is as many people by occupation as by qualification."""
    sums = (
        tables["skills_supply"]
        .group_by("area_code", "supply_stream", "skill_kind")
        .agg(pl.col("supply_persons").sum(), held=pl.col("supply_persons").is_not_null().any())
    )
    for (area, stream), pair in sums.group_by("area_code", "supply_stream"):
        less, more = pair["supply_persons"].sort()
        if pair["held"].n_unique() > 1 or more - less > CLOSE * max(more, 1.0):
            yield f"{stream} of {area}: {less} and {more} people"


def _no_gap_without_a_main_stream(tables: Tables) -> Iterator[str]:
    """A level has a gap only where each of its main streams is counted; and where one lacks, the
    note says what to add."""
    levels = tables["skills_gaps"].filter(skill_kind="qualification")
    for row in levels.iter_rows(named=True):
        absent = set(row["missing_streams"].split("; ")) & set(MAIN[row["skill_code"]])
        if absent and row["gap_persons"] is not None:
            yield f"a gap at {row['skill_code']} without {absent}"
        if absent and "add " not in row["note"]:
            yield f"no gap at {row['skill_code']}, and nothing said"


def _streams_are_their_margins(tables: Tables) -> Iterator[str]:
    """The total of a stream is the sum over its occupations, inside its own interval."""
    sums = (
        tables["skills_supply"]
        .filter(skill_kind="occupation")
        .group_by("area_code", "supply_stream")
        .agg(summed=pl.col("supply_persons").sum())
    )
    both = tables["skills_streams"].join(sums, on=["area_code", "supply_stream"], validate="1:1")
    if _off(both.select(pl.col("summed") - pl.col("supply_persons"))):
        yield "streams are not the sum of their occupations"


def _gaps_rest_on_openings(tables: Tables) -> Iterator[str]:
    """A gap is openings less supply; its openings have value and status of `skills_openings`."""
    gaps = tables["skills_gaps"]
    if _off(gaps.select(
        pl.col("openings_persons") - pl.col("supply_persons") - pl.col("gap_persons")
    )):  # fmt: skip
        yield "openings less supply are not the gap"
    of = tables["skills_openings"].select(*SKILL, of="openings_persons", said="status")
    both = gaps.join(of, on=SKILL, how="full", coalesce=True)
    if both.filter(pl.col("openings_status").ne_missing(pl.col("said"))).height:
        yield "the same openings have two statuses"
    if _off(both.select(pl.col("of") - pl.col("openings_persons"))):
        yield "the same openings have two values"
    for value, said in (("supply_persons", "supply_status"), ("gap_persons", "status")):
        if gaps.filter(pl.col(value).is_null() != (pl.col(said) == "missing")).height:
            yield f"{value} and {said} disagree"
    supply = (
        tables["skills_supply"]
        .group_by(SKILL)
        .agg(
            supplied=pl.col("supply_persons").sum(),
            some=pl.col("supply_persons").is_not_null().any(),
        )
    )
    counted = gaps.join(supply.filter("some"), on=SKILL, how="inner", validate="1:1")
    if _off(counted.select(pl.col("supplied") - pl.col("supply_persons"))):
        yield "streams do not add up to the supply"


def _one_period(tables: Tables) -> Iterator[str]:
    """Adverts per seeker are of one time: the seekers' period holds the adverts' months."""
    frame = tables["skills_pressure"]
    counted, ratio = pl.col("seekers_persons").is_not_null(), pl.col("tightness").is_not_null()
    known = pl.col("pressure_ln").is_not_null()
    anyone = (pl.col("seekers_persons").max().over("area_code") > 0).fill_null(value=False)
    if frame.filter((counted & known & anyone) != ratio).height:
        yield "adverts per seeker without seekers, or none with them"
    if frame.filter(counted != (pl.col("seekers_period") != "")).height:
        yield "seekers without a period"
    last = frame.filter(counted).select(
        end=month_number(), of=pl.col("seekers_period").str.slice(-7),
        year=pl.col("seekers_period").str.starts_with("year to "),
    )  # fmt: skip
    later = last.select((month_number("of") - pl.col("end")).alias("by"), "year").filter(
        ~pl.col("by").is_between(0, pl.when("year").then(YEAR - 1).otherwise(0))
    )
    if later.height:
        yield "seekers of another time than the adverts"


def _parts_of_change(tables: Tables) -> Iterator[str]:
    frame = tables["sector_decomposition"].drop_nulls("change_jobs")
    parts = ("national_jobs", "mix_jobs", "competitive_jobs", "allocation_jobs")
    if _off(frame.select(pl.sum_horizontal(parts) - pl.col("change_jobs"))):
        yield "four parts are not the change"
    small = [pl.col(c).abs().is_between(0, CLOSE, closed="none") for c in (*parts, "change_jobs")]
    dust = frame.filter(pl.any_horizontal(small)).height
    if dust:
        yield f"dust in {dust} rows"


def _sectors_are_lawful(tables: Tables) -> Iterator[str]:
    """The laws that `wardwise check` keeps; shares of made-up sections need not add up."""
    for rule in (*sectors.RULES, *fine.RULES, *outlook.RULES):
        for table, message, _ in rule(tables):
            if "of sections sum to" not in message:
                yield f"{table}: {message}"


def _silence_has_a_reason(tables: Tables) -> Iterator[str]:
    for name in (
        "sector_growth", "sectors_now", "fine_sectors", "skills_supply", "skills_streams",
        "skills_pressure",
    ):  # fmt: skip
        frame = tables[name].filter(pl.col(TABLES[name].value or "").is_null())
        if frame.filter(pl.col("note") == "").height:
            yield f"{name}: missing without a reason"


def _off(differences: pl.DataFrame) -> bool:
    largest = differences.to_series().abs().max()
    return largest is not None and float(str(largest)) > CLOSE


LAWS: Final[tuple[Callable[[Tables], Iterator[str]], ...]] = (
    _promises, _in_range, _bounds, _openings_add_up, _supply_two_ways,
    _no_gap_without_a_main_stream, _streams_are_their_margins, _gaps_rest_on_openings,
    _one_period, _parts_of_change, _sectors_are_lawful, _silence_has_a_reason,
)  # fmt: skip
