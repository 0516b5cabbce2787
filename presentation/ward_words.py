"""One ward in words: its headline, its facts with their ranks, what changed, what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from catalog.measures import MEASURES
from catalog.vocabulary.status import ESTIMATED, MODELLED, OBSERVED, PARTIAL, ROUNDED
from presentation.numbers import about, change, digits, percent, show
from presentation.wording import joined, listed, nearer_end, period_in_words

Row = Mapping[str, Any]
# Names that fit above a figure.
SHORT: Final = {
    "jobs_total": "Jobs at workplaces here",
    "residents_qualification_4_pct": "Adults with level 4 or above",
    "residents_qualification_none_pct": "Adults, no qualifications",
    "claimants_pct": "Claim unemployment benefits",
    "premises_empty_pct": "Business premises empty",
    "residents_occupation_2_pct": "In professional jobs",
    "premises_count": "Business premises",
    "residents_occupation_9_pct": "In elementary jobs",
    "residents_adults_persons": "Residents aged 16 and over",
}
# The same as they stand in a sentence, after "share of".
SHARES_IN_WORDS: Final = {
    "residents_qualification_4_pct": "adults with a degree or other level 4 qualification",
    "residents_qualification_none_pct": "adults with no qualifications",
    "residents_occupation_2_pct": "working residents in professional jobs",
    "residents_occupation_9_pct": "working residents in elementary jobs",
    "claimants_pct": "residents claiming unemployment benefits",
    "premises_empty_pct": "business premises standing empty",
}
REACH_SHORT: Final = "Jobs in reach without a car"
KINDS: Final = {OBSERVED: "counted", ROUNDED: "rounded", ESTIMATED: "survey estimate",
                MODELLED: "our estimate"}  # fmt: skip
NO_CHANGES: Final = (
    "We have no comparable earlier figures for this ward, so we do not say what changed. Census "
    "figures are for 2021 alone, and jobs by sector are modelled for one year."
)


def lead(
    place: tuple[str, str, int], jobs: Row | None, largest: Row | None, unusual: Sequence[Row]
) -> str:
    """Jobs and the largest group of sectors, then what is unusual among the council's wards.

    `place`: the names of the ward and of its council, and how many wards that has.
    """
    name, council, wards = place
    parts = [_jobs(name, jobs, largest), _unusual(council, wards, unusual)]
    return " ".join(filter(None, parts)) or f"We have few figures for {name}."


def _jobs(name: str, jobs: Row | None, largest: Row | None) -> str:
    if jobs is None:
        return ""
    period = period_in_words(jobs["period"])
    sentence = f"There are {show(jobs['value'], 'jobs')} jobs in {name} ({period})"
    if largest is None:
        return f"{sentence}."
    group, number = lower_first(largest["sector_name"]), about(largest["jobs"])
    period = period_in_words(largest["period"])
    return f"{sentence}, most of all in {group} (about {number}, our estimate for {period})."


def _unusual(council: str, wards: int, rows: Sequence[Row]) -> str:
    """Of the 30 wards of Bradford it has the highest share of ... (37.3% in 2021; Bradford 24.0%).

    Where wards are without a figure, the place is among those that have one.
    """
    if not rows:
        return ""
    parts = [
        f"the {place_from_end(row)} share of {SHARES_IN_WORDS[row['measure']]} "
        f"({percent(row['value_pct'])} in {period_in_words(row['period'])}; "
        f"{council} {percent(row['council_pct'])})"
        for row in rows
    ]
    counts = sorted({row["council_count"] for row in rows})
    of = f"the {wards} wards of {council}"
    if counts != [wards]:
        of = f"the {' or '.join(map(str, counts))} wards of {council} with a figure"
    return f"Of {of} it has {joined(parts)}."


def lower_first(name: str) -> str:
    """A name as it stands inside a sentence."""
    return f"{name[:1].lower()}{name[1:]}"


def place_from_end(row: Row, beside: str = "council") -> str:
    """highest, 2nd highest, 3rd lowest or lowest: from the nearer end."""
    return nearer_end(row[f"{beside}_rank"], row[f"{beside}_low_rank"])


def reach_sentence(reach: Row) -> str:
    """About 4,600 jobs count as within reach without a car (nearer jobs count more). ...

    Where jobs close by are not known the figure is a least one, and says so.
    """
    jobs, least = about(reach["jobs_in_reach"]), reach["status"] == PARTIAL
    parts = [
        f"{'At least' if least else 'About'} {jobs} jobs count as within reach without a car "
        f"(nearer jobs count more{'; some close by are missing from our data' if least else ''})."
    ]
    if reach["council_middle"] is not None:
        parts.append(f"Middle ward of {reach['lad_name']}: {about(reach['council_middle'])}.")
    if reach["households_no_car_pct"] is not None:
        parts.append(f"{percent(reach['households_no_car_pct'], 0)} of households have no car.")
    return " ".join(parts)


def reach_beside(reach: Row) -> tuple[str, str]:
    """The ward's place and the middle ward's figure; or that the figure is too low."""
    if reach["status"] == PARTIAL:
        return ("At least: some jobs", "close by are missing")
    middle = reach["council_middle"]
    return (reach_rank(reach), "" if middle is None else f"Middle ward: {about(middle)}")


def reach_rank(reach: Row) -> str:
    """12th highest of 30 wards; "" where the ward's or its neighbours' figures are incomplete."""
    if reach["rank_in_council"] is None:
        return ""
    place = nearer_end(reach["rank_in_council"], reach["low_rank"])
    return f"{place[:1].upper()}{place[1:]} of {reach['council_count']} wards"


def fact_figure(row: Row) -> str:
    """The figure of a fact, as it stands large."""
    return show(row["value"], MEASURES[row["measure"]].unit)


def fact_rank(row: Row, wards: int) -> str:
    """16th highest of 30 wards; "" where there is nothing to compare.

    `wards` is how many the council has: where some are without a figure, that is said.
    """
    if row["council_rank"] is None:
        return ""
    some = " with a figure" if row["council_count"] < wards else ""
    if row["council_rank"] == row["council_low_rank"] == 1:
        return f"the same in all {row['council_count']} wards{some}"
    return f"{place_from_end(row)} of {row['council_count']} wards{some}"


def fact_beside(row: Row) -> str:
    """Similar wards: 23.9%; "" without a figure."""
    if row["similar_value"] is None:
        return ""
    return f"Similar wards: {show(row['similar_value'], MEASURES[row['measure']].unit)}"


def fact_detail(row: Row) -> str:
    """What the figure is, its period and kind, and its place among similar wards."""
    measure = MEASURES[row["measure"]]
    kind = KINDS.get(row["status"], row["status"])
    parts = [f"{measure.label}: {period_in_words(row['period'])}, {kind}."]
    if row["similar_rank"] is not None:
        place = place_from_end(row, "similar").capitalize()
        others = row["similar_count"] - 1
        parts.append(f"{place} among it and its {others} similar wards with a figure.")
    return " ".join(parts)


def similar_names(similar: Sequence[tuple[str, str]]) -> str:
    """Similar wards: Bradford Moor, Toller and Park (Calderdale); "" without any."""
    return f"Similar wards: {joined([name for _, name in similar])}." if similar else ""


def similar_sentence(
    similar: Sequence[tuple[str, str]], searched: tuple[int, Sequence[str]]
) -> str:
    """Who the similar wards are, what makes them so, and among how many they were looked for."""
    if not similar:
        return "We cannot say which wards are like it: too little is known of it or of others."
    wards, councils = searched
    scope = (
        f"the {wards} wards of {councils[0]}, the only council in our data"
        if len(councils) == 1
        else f"the {wards} wards in our data ({listed(list(councils), 5)})"
    )
    return (
        f"Similar wards are {joined([name for _, name in similar])}: the nearest of {scope} by "
        "residents' occupations and qualifications, jobs per resident and claimants, each measured "
        "in standard deviations."
    )


def adjacent_sentence(name: str, adjacent: pl.DataFrame, lad_code: str) -> str:
    """Next to Manningham: City, Heaton and Park (Calderdale); "" where it borders none we have."""
    names = [
        row["ward_name"]
        if row["lad_code"] == lad_code
        else f"{row['ward_name']} ({row['lad_name']})"
        for row in adjacent.iter_rows(named=True)
    ]
    return f"Next to {name}: {joined(names)}." if names else ""


def change_sentence(row: Row) -> str:
    """Business premises: 1,100 in 2018-19, 1,114 in 2019-20 (+14, +1.3%)."""
    measure = MEASURES[row["measure"]]
    before, after = (show(row[f"value_{when}"], measure.unit) for when in ("before", "after"))
    periods = [period_in_words(row[f"period_{when}"]) for when in ("before", "after")]
    if measure.unit == "%":
        difference = f"{digits(row['change'], 1, signed=True)} percentage points"
    else:
        difference = change(row["change"])
        if row["change_pct"] is not None:
            difference += f", {digits(row['change_pct'], 1, signed=True)}%"
    noisy = "; a survey, so a small change may be chance" if row["status"] == ESTIMATED else ""
    return (
        f"{measure.label}: {before} in {periods[0]}, {after} in {periods[1]} ({difference}{noisy})."
    )
