"""A ward in words for a councillor: seven sentences at most, each figure as in its table.

An eighth says what has no figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from catalog.vocabulary.status import MODELLED, NOWCAST, PARTIAL, WORDS
from presentation.innovation_words import ward_sentence
from presentation.numbers import digits, show
from presentation.wording import as_sentence, joined, period_in_words
from reports.briefing.ward_facts import Ward, find_figure

NAMED_SECTORS: Final = 3
NAMED_WARDS: Final = 3
CLOSE: Final = 1.25  # times, within which an interval around 1 is "about the same"
UNCLEAR: Final = "not clearly different from that"
KINDS: Final = {
    "observed": "counted",
    "rounded": "rounded",
    "estimated": "survey estimate",
    NOWCAST: WORDS[NOWCAST],
    MODELLED: WORDS[MODELLED],
    PARTIAL: "some data is missing",
}

# What a reader looks for, and what to call it where it is missing.
EXPECTED_FIGURES: Final = {
    "jobs_total": "jobs at workplaces",
    "residents_qualification_4_pct": "residents' qualifications",
    "claimants_pct": "people who claim unemployment benefits",
    "premises_empty_pct": "business premises that stand empty",
}


def sentences(
    ward: Ward, measures: pl.DataFrame, compared: pl.DataFrame, sectors: pl.DataFrame
) -> tuple[str, ...]:
    """Jobs, residents, claimants, premises, exposure, awards, similar wards; and what is missing.

    `measures`, `compared` and `sectors` are those of `ward_facts`.
    """
    shares = {row["measure"]: row for row in compared.iter_rows(named=True)}
    sentences_or_empty = (
        describe_jobs(ward, measures, sectors),
        _residents(ward, shares),
        _claimants(ward, shares),
        _premises(ward, shares),
        describe_exposure(ward),
        describe_awards(ward) if _has_awards(ward) else "",
        _similar(ward),
        _list_missing(ward, measures, shares, sectors),
    )
    return tuple(sentence for sentence in sentences_or_empty if sentence)


def _kind(row: dict[str, Any]) -> str:
    """The period and kind of a figure, in brackets; with a caution where it is a rough guide."""
    rough = ", rough guide only" if row["reliability"] == "low" else ""
    return f"({period_in_words(row['period'])}, {KINDS[row['status']]}{rough})"


def describe_jobs(ward: Ward, measures: pl.DataFrame, sectors: pl.DataFrame) -> str:
    total = find_figure(measures, ward, "jobs_total")
    named = sectors.head(NAMED_SECTORS).drop_nulls("jobs").to_dicts()
    # Names of groups have commas of their own.
    largest = "; ".join(f"{row['sector_name']} ({show(row['jobs'], 'jobs')})" for row in named)
    least_sure = max(named, key=lambda row: row["reliability"] == "low", default={})
    what = f"the largest groups of sectors are {largest} {_kind(least_sure)}" if named else ""
    if total is None:
        return f"{what[:1].upper()}{what[1:]}." if what else ""
    count = show(total["value"], "jobs")
    jobs = f"There are {count} jobs at workplaces in {ward.name} {_kind(total)}"
    return f"{jobs}; {what}." if what else f"{jobs}."


def _against(rows: Sequence[dict[str, Any]], ward: Ward) -> str:
    """Such as ", compared with 27.4% and 24.0% in Bradford and 4.0% in England"; '' without any."""
    parts = []
    for name, key in ((ward.lad_name, "council_pct"), (ward.nation[1], "nation_pct")):
        if all(row[key] is not None for row in rows):
            figures = joined([show(row[key], "%") for row in rows])
            parts.append(f"{figures} in {name}")
    return f", compared with {joined(parts)}" if parts else ""


def _residents(ward: Ward, shares: dict[str, dict[str, Any]]) -> str:
    parts = [part for part in (_qualifications(ward, shares), _occupations(ward)) if part]
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _qualifications(ward: Ward, shares: dict[str, dict[str, Any]]) -> str:
    """Both shares are of one census table, so of one period and kind."""
    measures = (
        ("residents_qualification_4_pct", "have level 4 qualifications or above"),
        ("residents_qualification_none_pct", "have no qualifications"),
    )
    available = [(row, words) for name, words in measures if (row := _share(shares, name))]
    if not available:
        return ""
    rows = [row for row, _ in available]
    figures = joined([f"{show(row['value_pct'], '%')} {words}" for row, words in available])
    return f"of residents aged 16 and over, {figures} {_kind(rows[0])}{_against(rows, ward)}"


def _occupations(ward: Ward) -> str:
    residents = (
        ward.read_rows("ward_skills")
        .filter(skill_kind="occupation")
        .drop_nulls("residents_persons")
    )
    if residents.is_empty():
        return ""
    order = ["residents_persons", "skill_code"]
    row = residents.sort(order, descending=[True, False]).row(0, named=True)
    return (
        f"of those in work, the largest group is {row['skill_name'].lower()}: "
        f"{show(row['residents_persons'], 'persons')} people {_kind(row)}"
    )


def _share(shares: dict[str, dict[str, Any]], measure: str) -> dict[str, Any] | None:
    row = shares.get(measure)
    return row if row and row["value_pct"] is not None else None


def _claimants(ward: Ward, shares: dict[str, dict[str, Any]]) -> str:
    row = _share(shares, "claimants_pct")
    if row is None:
        return ""
    return (
        f"{show(row['value_pct'], '%')} of residents aged 16 to 64 claim unemployment benefits "
        f"{_kind(row)}{_against([row], ward)}."
    )


def _premises(ward: Ward, shares: dict[str, dict[str, Any]]) -> str:
    row = _share(shares, "premises_empty_pct")
    if row is None:
        return ""
    counts = ward.read_rows("ward_premises").filter(description_group="total", period=row["period"])
    totals = counts.drop_nulls(["premises_count", "occupied_count", "empty_count"]).to_dicts()
    share = f"{show(row['value_pct'], '%')} of business premises are recorded as empty"
    if totals:
        total, occupied, empty = (
            show(totals[0][name], "premises")
            for name in ("premises_count", "occupied_count", "empty_count")
        )
        share = (
            f"Of {total} business premises, {occupied} are recorded as occupied and {empty} as "
            f"empty, {show(row['value_pct'], '%')}"
        )
    return f"{share} {_kind(row)}{_against([row], ward)}."


def describe_exposure(ward: Ward) -> str:
    """The exposure as a ratio, with its interval, and whether it clearly differs from one."""
    exposure = ward.read_rows("ward_exposure").drop_nulls(["exposure_ln", "lower80", "upper80"])
    if exposure.is_empty():
        return ""
    row = exposure.row(0, named=True)
    times, low, high = (math.exp(row[name]) for name in ("exposure_ln", "lower80", "upper80"))
    if low > 1 or high < 1:
        beside = "higher than" if low > 1 else "lower than"
    else:
        beside = "about the same as" if low >= 1 / CLOSE and high <= CLOSE else UNCLEAR
    return (
        f"Demand for the work residents do, in adverts per jobseeker, is {beside} across "
        f"{ward.lad_name} ({digits(times, 2)} times; 80% interval {digits(low, 2)} to "
        f"{digits(high, 2)}; {_kind(row)[1:]}."
    )


def describe_awards(ward: Ward) -> str:
    """Organisations here with awards of Innovate UK and the latest; says so where we have none."""
    rows = ward.read_rows("innovation_ward")
    row = rows.row(0, named=True) if rows.height else None
    parts = [ward_sentence(row), row["note"] if row else ""]
    return " ".join(as_sentence(part) for part in parts if part)


def _has_awards(ward: Ward) -> bool:
    return not ward.read_rows("innovation_ward").is_empty()


def _similar(ward: Ward) -> str:
    names = [name for _, name in ward.similar if name][:NAMED_WARDS]
    return f"Most similar wards in our data: {joined(names)}." if names else ""


def _list_missing(
    ward: Ward, measures: pl.DataFrame, shares: dict[str, dict[str, Any]], sectors: pl.DataFrame
) -> str:
    """Figures that briefings give for other wards and that are missing for this one."""
    jobs = find_figure(measures, ward, "jobs_total") is not None
    absent = [
        words
        for name, words in EXPECTED_FIGURES.items()
        if not (jobs if name == "jobs_total" else _share(shares, name))
    ]
    if sectors.is_empty():
        absent.append("jobs by sector")
    if not _has_awards(ward):
        absent.append("awards of Innovate UK")
    return f"We have no figures for {joined(absent)}." if absent else ""
