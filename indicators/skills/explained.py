"""How priorities, finer openings and the match of qualifications are calculated, in words."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.tables.priorities import COMPONENTS
from indicators.explanation import Explanation
from indicators.skills.matrix_record import COUNCILS, count_losses
from indicators.skills.ranking import DEFAULT_WEIGHTS

DRAWN: Final = "80% intervals come from 1,000 random draws with a fixed seed for each area"
WEIGHTS: Final = ", ".join(f"{name} {DEFAULT_WEIGHTS[name]:.0%}" for name in COMPONENTS)
OPENINGS_FROM: Final = ("jobs", "forecasts", "occupation_matrix", "councils")
REFERENCE: Final = (
    "occupations_by_industry", "matrix_strength", "matrix_record", "occupation_projections",
    "is8_share_of_sections", "priority_constants", "priority_record",
)  # fmt: skip
PRIORITIES_FROM: Final = (
    *OPENINGS_FROM, "adverts", "adverts_by_occupation", "claimants", "aps", "census_occupations",
    "unemployment_by_occupation", "pay_by_occupation", "similar_places",
)  # fmt: skip
_MATRIX: Final = reference.read("matrix_record")
_CENSUS: Final = _MATRIX.filter(tested_on="census 2021")
_SHARES, _ENGLAND, _LOCAL = _CENSUS.select(pl.col("^.*_error_pct$").mean()).row(0)
_LOST, _TESTED = count_losses(_CENSUS)
_LOST_COUNCILS, _TESTED_COUNCILS = count_losses(_MATRIX.filter(tested_on=COUNCILS))
_WORKBOOK: Final = _MATRIX.filter(tested_on="workbook 2025").row(0, named=True)
# How well occupations are found from industries, for whoever reads the openings.
MATRIX_RECORD: Final = (
    f"In {_CENSUS.height} areas that we left out, residents' occupations found this way differed "
    f"from the Census of 2021 for {_LOCAL:.1f}% of people ({_ENGLAND:.1f}% with England's "
    f"occupations by industry, {_SHARES:.1f}% with England's shares alone). It was worse than "
    f"England's shares alone in {_LOST} of {_TESTED} areas and {_LOST_COUNCILS} of "
    f"{_TESTED_COUNCILS} councils; the note of a place's openings says what was found there. For "
    f"West Yorkshire in 2025 {_WORKBOOK['local_error_pct']:.1f}% of jobs differ from the Skills "
    f"Imperative workbook ({_WORKBOOK['england_shares_error_pct']:.1f}% with England's shares)."
)
_PRIORITIES: Final = dict(reference.read("priority_record").iter_rows())
PRIORITY_RECORD: Final = (
    f"In {_PRIORITIES['councils']:.0f} councils, scores of neighbours have a correlation of "
    f"{_PRIORITIES['correlation of priorities, mean']:.2f} "
    f"({_PRIORITIES['correlation of openings alone, mean']:.2f} for openings alone). One of the "
    "first ten stays among them in "
    f"{_PRIORITIES['share of draws in which one of the first ten stays']:.0f}% of draws and in "
    f"{_PRIORITIES['share of weightings in which one of the first ten stays']:.0f}% of weightings."
)
SHORTAGE_CHECK: Final = Explanation(
    "Pressure beside the employer survey",
    "Do employers report skill shortages in the occupations with most adverts per jobseeker?",
    "Share = skill-shortage vacancies / vacancies, of the nearest area round the place that the "
    "supplied file has (its own, its region, its nation). Rank correlation of that share with "
    "pressure over the major groups that have both",
    ("skills_pressure", "skill_shortages"),
    (),
    (
        "Only where you supply a file of the Employer Skills Survey. It does not change pressure "
        "or priorities.",
        "No interval for the survey: the file does not say how many employers were asked.",
        "The survey is of another time than the adverts, and mostly of a larger area.",
    ),
)
EXPLAINED: Final[dict[str, Explanation]] = {
    "skills_openings_fine": Explanation(
        "Openings by minor group",
        "How many people a year will each of the 104 minor groups of occupations need?",
        "Openings of the sub-major group x the minor group's share of it among residents in work "
        "in Greater Manchester, Census 2021. Minor groups add up to their sub-major group",
        (*OPENINGS_FROM, "adverts", "adverts_by_occupation", "pay_by_occupation"),
        (
            "every place divides a sub-major group as Greater Manchester does; how much its ten "
            "councils differ is in the interval",
            "people leave each minor group at the rate of its sub-major group",
            DRAWN,
        ),
        (
            "No local figure divides a sub-major group, so this says what is usual, not what is "
            "special here.",
            "Adverts are given where an edition or your file has them by minor group. There is no "
            "count of jobseekers as fine, so there is no pressure by minor group.",
            "Unit groups (four digits) are listed only where a file has adverts for them, and "
            "without openings: neither jobs nor projections are as fine.",
            "Pay is missing unless you add a file of it.",
        ),
        reference=("soc2020_minor_groups", "soc2020_unit_groups", "minor_group_shares"),
    ),
    "skills_priorities": Explanation(
        "Priorities",
        "Which occupations should come first when training is planned here?",
        "Five components, each in standard deviations from the mean of the area's occupations "
        "(at most 2.5), drawn towards it as far as the figure is noise, times its weight: "
        f"{WEIGHTS}. The score is their sum. A component that is missing gives its weight to the "
        "others",
        PRIORITIES_FROM,
        (
            "the weights are our choice; you can change them",
            "pressure sets adverts beside jobseekers by their last occupation; without a file of "
            "unemployment by occupation, residents stand in, and the interval is wider",
            "difference: the occupation's share of jobs here over that in the most similar places "
            "(in the nation, with fewer than three of those in our data)",
            "industrial strategy: share of the occupation's jobs here that is in sectors of the "
            "strategy (IS-8), each section as in Great Britain",
            DRAWN,
        ),
        (
            "A rank is not a shortage. Read it with its range, and with the share of draws and of "
            "all weightings in which the occupation is among the first ten.",
            PRIORITY_RECORD,
            "We have no employer survey by occupation to compare pressure with.",
            "Clean Energy has no industry code, so it adds nothing to relevance.",
        ),
        reference=REFERENCE,
    ),
    "priority_components": Explanation(
        "What makes a priority",
        "Which figures is an occupation's place made of, and how much does each add?",
        "One row for each component: its figure with an interval, its distance from the mean of "
        "the area's occupations, its weight and what it adds. What they add sums to the score",
        PRIORITIES_FROM,
        ("as for priorities",),
        (
            "A component without data is missing, never zero. One that fewer than half of the "
            "occupations have is missing for all of them.",
        ),
        reference=REFERENCE,
    ),
    "qualification_match": Explanation(
        "Qualifications of residents and of jobs",
        "Do residents have the qualifications that the jobs here ask for?",
        "Share of residents by highest qualification, and share of the area's jobs and openings "
        "by the qualification that people in such work usually have. Difference = residents aged "
        "16 to 64 (survey; all adults in the Census where there is none) minus jobs",
        (*OPENINGS_FROM, "census_qualifications", "aps"),
        ("what people in an occupation have, stands for what the work asks for",),
        (
            "Who commutes in and out is not in our data: a difference may be people who work "
            "elsewhere. Where we have jobs and a survey of one year, the note has the balance of "
            "all levels together (net commuting, roughly: jobs less residents in work).",
            "Level 4 and above is one level, because the Census does not divide it.",
        ),
        reference=("qualifications_by_occupation", "census_qualification_levels"),
    ),
    "ward_qualification_match": Explanation(
        "Qualifications of a ward's residents beside the council's jobs",
        "Do the ward's residents have the qualifications that jobs in the council ask for?",
        "The ward's shares by level in the Census, moved to the council's shares of residents aged "
        "16 to 64 in the survey, minus the council's jobs by level",
        ("ward_measures", "qualification_match"),
        ("wards still differ as they did in 2021",),
        (
            "Jobs are those of the whole council: people work across wards.",
            "Who commutes in and out of the council is not in our data.",
        ),
        reference=("census_qualification_levels",),
    ),
}
