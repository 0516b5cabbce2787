"""How each indicator is calculated, in words: for the terminal, the app and the reports."""

from __future__ import annotations

from typing import Final

import reference
from indicators.explanation import Explanation as Explanation
from indicators.places import neighbours
from indicators.sectors import explained
from indicators.skills import explained as skills_explained
from indicators.skills.pressure import PRIOR_ADVERTS
from indicators.skills.supply import IN_WORK, IN_WORK_BETWEEN
from wards import sector_split

DRAWN: Final = "80% intervals come from 1,000 random draws with a fixed seed for each area"
MATRIX: Final = (
    "occupations by industry are England's, moved by how the ITL2 area's survey (people in work "
    "who live there) differs from England's beyond chance, and change as projected for England to "
    "2035"
)
OCCUPATIONS: Final = (
    "occupations_by_industry", "occupations_at_home", "sections_without_projection",
    "itl2_of_2025_in_2021", "occupation_projections", "qualifications_by_occupation",
    "skills_constants", "matrix_strength", "matrix_record",
)  # fmt: skip
RESIDENTS: Final = ("census_qualification_levels", "occupation_projections", "skills_constants")
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
    "skills_supply": Explanation(
        "Supply",
        "Who could fill the openings?",
        "Further education = courses achieved x learners per course x share of the subject that "
        "leads to the occupation x share who go into lasting work. People leaving claims = fall "
        "in claimants over a year x occupations of residents. Graduates: no data",
        ("fe_achievements", "claimants", "census_occupations", "census_qualifications"),
        (
            f"{IN_WORK:.0%} of people who achieve go into lasting work "
            f"({IN_WORK_BETWEEN[0]:.0%} to {IN_WORK_BETWEEN[1]:.0%} in the draws)",
            "which subject leads to which occupation: our own weights, shown beside the training",
            "people leaving claims have the same occupations as residents",
        ),
        (
            "Missing data is shown as missing, never as zero.",
            "People moving between jobs or commuting are not counted: they leave an opening "
            "elsewhere.",
        ),
        reference=("training_weights", "general_subjects", "achievement_levels", *RESIDENTS),
    ),
    "skills_gaps": Explanation(
        "Skills gaps",
        "Where are there more openings than the supply we count, and with what certainty?",
        "Gap = openings minus counted supply, in people a year. Relative gap = 2 (openings - "
        "supply) / (openings + supply), from -2 to 2. P(gap > 0) = share of draws above zero; "
        "ranks are those of the middle 80% of draws",
        ("skills_openings", "skills_supply"),
        (DRAWN,),
        (
            "A gap is not a shortage: it does not measure how hard it is to recruit.",
            "Where part of the supply is missing, the gap is partial: treat it as an upper limit.",
        ),
    ),
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
    "skills_training": Explanation(
        "Training that answers a gap",
        "Which courses lead to an occupation, and how many adults achieve them here?",
        "For each occupation the sector subject areas that lead to it, with the share of each "
        "subject's learners assumed to go there, and the courses achieved in the latest year",
        ("fe_achievements",),
        ("the weights and the usual level are ours; there is no official table of them",),
        ("Courses of adults in further education only.",),
        reference=("training_weights", "general_subjects", "qualifications_by_occupation"),
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
        ("ward_measures", "skills_pressure"),
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
