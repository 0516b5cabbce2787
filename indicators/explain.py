"""How each indicator is calculated, in words: for the terminal, the app and the reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import reference
from indicators.explanation import DRAWN, RESIDENTS
from indicators.explanation import Explanation as Explanation
from indicators.places import neighbours
from indicators.sectors import explained
from indicators.skills import explained as skills_explained
from indicators.skills import explanations
from indicators.skills.markets import PRIOR_ADVERTS
from wards import sector_split

MATRIX: Final = (
    "occupations by industry are England's, moved by how the ITL2 area's survey (people in work "
    "who live there) differs from England's beyond chance, and change as projected for England to "
    "2035"
)
OCCUPATIONS: Final = (
    "occupations_by_industry", "occupations_at_home", "sections_without_projection",
    "itl2_of_2025_in_2021", "itl2_of_2021_of_councils", "occupation_projections",
    "qualifications_by_occupation",
    "skills_constants", "matrix_strength", "matrix_record",
)  # fmt: skip
SEEKERS: Final = (*RESIDENTS, "priority_constants")
EXPLAINED: Final[dict[str, Explanation]] = {
    **explained.EXPLAINED,
    "skills_openings": Explanation(
        "Openings",
        "How many people a year will each occupation and level of qualification need?",
        "Growth = (jobs by occupation three years from now minus those of now) / years between, "
        "where jobs by occupation = jobs by section x share of the occupation in the section, and "
        "now is our estimate of this year (the last official year, where a sector has none). "
        "Replacement = jobs now x the national rate at which people leave the occupation for good. "
        "By qualification: openings x share of the occupation's people who have that qualification",
        ("jobs", "forecasts", "occupation_matrix", "councils"),
        (
            MATRIX,
            "replacement rates and qualifications by occupation as projected for England",
            DRAWN,
        ),
        (
            "No count of jobs by occupation at workplaces is published for councils, so we cannot "
            "match occupations by industry to one.",
            "Occupations by industry are of residents of the ITL2 area; the jobs are in the "
            "council.",
            skills_explained.MATRIX_RECORD,
        ),
        reference=OCCUPATIONS,
    ),
    "skills_needs": Explanation(
        "Needs by occupation and sector",
        "Which sectors are the openings of an occupation in, and which part of the Industrial "
        "Strategy do they belong to?",
        "Openings split by section: (share of the occupation in the section x its jobs three "
        "years from now, minus the same now) / years between, plus "
        "replacement. They add up to the openings",
        ("jobs", "forecasts", "occupation_matrix", "councils"),
        (MATRIX, "which sectors of the strategy (IS-8) are in a section is our reading"),
        (
            "Occupations are SOC 2020 sub-major groups: no finer local data is open.",
            "The strategy describes its sectors by four-digit SIC; a section contains several.",
        ),
        reference=(*OCCUPATIONS, "strategy_sectors_by_section"),
    ),
    **explanations.OF_SUPPLY,
    "skills_pressure": Explanation(
        "Pressure now",
        "Which occupations have the most adverts per jobseeker?",
        "Ratio = the occupation's share of adverts over its share of jobseekers, adjusted towards "
        f"England's: (adverts + {PRIOR_ADVERTS:.0f} x England's ratio) / (adverts if all were "
        f"alike + {PRIOR_ADVERTS:.0f}). Pressure = ln(ratio); 0 is the average of all occupations "
        "and above 0 is tighter. Adverts per jobseeker = ratio x adverts of all occupations / "
        "jobseekers, only where those are counted in the same months",
        (
            "adverts",
            "adverts_by_occupation",
            "claimants",
            "aps",
            "census_occupations",
            "unemployment_by_occupation",
        ),
        (
            "people look for work in their last occupation: residents by occupation x unemployment "
            "of people who last worked in it. Without a file of that, residents stand in, and the "
            "interval is as wide as that allows (rates differ three- to fourfold)",
            DRAWN,
        ),
        (
            "Adverts are postings, not vacancies; one can stand for several jobs or for none.",
            "We have no employer survey by occupation to compare pressure with.",
            "Jobseekers are claimants in the months of the adverts. Without those we use the "
            "unemployed in a survey year around them; without either they are missing. Pressure "
            "does not need a count of jobseekers.",
        ),
        reference=SEEKERS,
    ),
    "shortage_check": skills_explained.SHORTAGE_CHECK,
    "mismatch": Explanation(
        "Mismatch",
        "How different are the jobs on offer from the work that people look for?",
        "Mismatch = 1 - sum of (share of adverts)^eta x (share of jobseekers)^(1 - eta), eta 0.3, "
        "0.5 and 0.7. Dissimilarity = half the sum of |share of adverts - share of jobseekers|: "
        "the share of jobseekers who would have to change occupation to match the adverts",
        (
            "adverts",
            "adverts_by_occupation",
            "claimants",
            "aps",
            "census_occupations",
            "unemployment_by_occupation",
        ),
        ("as for pressure",),
        ("Noise makes both look larger than they are; the interval allows for it.",),
        reference=SEEKERS,
    ),
    "ward_sector_jobs": Explanation(
        "Jobs by sector in wards",
        "How many jobs of each sector are in the ward?",
        "Jobs: observed where we have jobs by industry for small areas, otherwise modelled from "
        "the council's sectors, the ward's jobs and its premises; wards add up to the council",
        ("ward_measures",),
        (),
        (
            "We do not know the model's error in wards. Tested on councils in place of wards, it "
            "put 11% of jobs in the wrong place, and about half in finance, energy and water; "
            "where a sector was more than 20% out, its ward figures are a rough guide at most.",
        ),
        reference=sector_split.REFERENCE,
    ),
    "ward_skills": Explanation(
        "Residents' occupations and qualifications in wards",
        "What work do the ward's residents do, and what qualifications do they have?",
        "Census 2021 by best fit of small areas to wards. Occupations are then adjusted to today's "
        "mix: the Census changed as England has changed in the survey (APS), plus a quarter of the "
        "council's own difference from that. Totals of wards and council stay the Census's",
        ("ward_measures", "aps"),
        (
            "wards still differ as they did in 2021",
            "apprenticeships count as level 3, other qualifications as below level 2",
        ),
        ("Qualifications stay as in 2021: the survey covers only people aged 16 to 64.",),
        reference=("england_occupations_2021", *RESIDENTS),
    ),
    "ward_exposure": Explanation(
        "Exposure to council demand",
        "How strong is the council's demand for the work that the ward's residents do?",
        "Sum over occupations of the share of the ward's residents x the council's pressure: "
        "council demand as this ward's residents meet it",
        ("ward_measures", "aps", "skills_pressure"),
        ("as for pressure",),
        ("No adverts are published for wards: this is not demand in the ward.",),
        reference=RESIDENTS,
    ),
    "similar_places": Explanation(
        "Similar places",
        "Which councils and wards are most alike?",
        neighbours.METHOD.rstrip("."),
        (
            "ward_measures",
            "jobs",
            "gva",
            "census_occupations",
            "census_qualifications",
            "claimants",
            "business_demography",
        ),
        ("every feature has the same weight",),
        ("Only among the places in our data.",),
    ),
    **skills_explained.EXPLAINED,
}


def reference_tables() -> tuple[reference.Reference, ...]:
    """The reference tables behind any indicator, published figures first."""
    used = {name for explanation in EXPLAINED.values() for name in explanation.reference}
    return tuple(table for table in reference.list_tables() if table.name in used)


def list_reads(names: Iterable[str]) -> set[str]:
    """Tables that these tables of indicators are made from, also through others of them."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        reads = set(EXPLAINED[waiting.pop()].reads) - found
        found |= reads
        waiting += reads & set(EXPLAINED)
    return found
