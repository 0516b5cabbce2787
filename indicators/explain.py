"""How each indicator is calculated, in words: for the terminal, the app and the reports."""

from __future__ import annotations

from typing import Final

import reference
from indicators.explanation import DRAWN, RESIDENTS
from indicators.explanation import Explanation as Explanation
from indicators.places import neighbours
from indicators.skills import explanations
from indicators.skills.pressure import PRIOR_ADVERTS
from wards import sector_split

MATRIX: Final = (
    "occupations by industry are those of the ITL2 area's survey (people in work who live there), "
    "adjusted towards England's where few people were surveyed, and change as projected for "
    "England to 2035"
)
NOISE: Final = ("sector_constants", "survey_constants")
OCCUPATIONS: Final = (
    "occupations_by_industry", "occupations_at_home", "sections_without_projection",
    "itl2_of_2025_in_2021", "occupation_projections", "qualifications_by_occupation",
    "skills_constants",
)  # fmt: skip
EXPLAINED: Final[dict[str, Explanation]] = {
    "emerging_sectors": Explanation(
        "Emerging sectors",
        "Which sectors do we expect to grow here, by how much and with what certainty?",
        "Expected change = forecast three years from now minus the level of the last official year "
        "(smoothed where the forecast's model smooths). "
        "Probability of emerging = share of draws in which the sector grows, and grows faster than "
        "its area. Emerging: probability of 0.8 or more (also if rounding hid half a step), 200 "
        "jobs or more (or £10 million), and a coefficient of variation under 20%",
        ("jobs", "gva", "forecasts"),
        (DRAWN, "sectors are drawn independently of each other"),
        (
            "A sector without a badge is not distinguishable from noise. That is a result too.",
            "The survey behind jobs (BRES) is not designed to follow small sectors over time.",
            "The interval of a group goes by how far errors of councils went together in tests.",
        ),
        reference=(*NOISE, "bres_rounding_steps"),
    ),
    "sector_decomposition": Explanation(
        "Where the change in jobs came from",
        "Did jobs in a sector change because of the nation, the sector or the place?",
        "Calculated for each year and added up (Esteban-Marquillas): national = jobs x growth of "
        "all jobs in the nation; mix = jobs x (the sector's national growth minus that of all "
        "jobs); competitive = jobs that the place would have with the nation's mix x (local minus "
        "national growth of the sector); allocation = the jobs beyond those x the same difference. "
        "The four parts add up to the change",
        ("jobs",),
        (),
        (
            "This describes the past, not causes; survey noise is in every part.",
            "Jobs only: we have no national GVA by sector.",
        ),
    ),
    "sector_evidence": Explanation(
        "Evidence beside the expected change",
        "What else points to growth or decline in a sector here?",
        "Each piece stands alone: the nation's forecast; the local slope minus the nation's, times "
        "its reliability; the location quotient (e + a) / (expected + a); the share of related "
        "sectors that are strong here; adverts in the latest three months compared with a year "
        "earlier; business births minus the nation's; empty premises of the sector's kind",
        ("jobs", "forecasts", "adverts", "business_demography", "ward_premises"),
        ("which kind of premises a sector uses is our assumption",),
        (
            "This is context only and does not decide the badge: in our tests a score of these "
            "pieces did not help to predict growth.",
            "Relatedness needs 20 areas or more; with fewer it is missing.",
        ),
        reference=(*NOISE, "premises_kind_by_section"),
    ),
    "skills_openings": Explanation(
        "Openings",
        "How many people a year will each occupation and level of qualification need?",
        "Growth = (jobs by occupation three years from now minus those of the last official year) "
        "/ years between, where jobs by "
        "occupation = jobs by section x share of the occupation in the section. Replacement = "
        "jobs of that year x the national rate at which people leave the occupation for good. By "
        "qualification: openings x share of the occupation's people who have that qualification",
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
        ),
        reference=OCCUPATIONS,
    ),
    "skills_needs": Explanation(
        "Needs by occupation and sector",
        "Which sectors are the openings of an occupation in, and which part of the Industrial "
        "Strategy do they belong to?",
        "Openings split by section: (share of the occupation in the section x its jobs three "
        "years from now, minus the same in the last official year) / years between, plus "
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
        "Ratio = the occupation's share of adverts over its share of residents, adjusted towards "
        f"England's: (adverts + {PRIOR_ADVERTS:.0f} x England's ratio) / (adverts if all were "
        f"alike + {PRIOR_ADVERTS:.0f}). Pressure = ln(ratio); 0 is the average of all occupations "
        "and above 0 is tighter. Adverts per jobseeker = ratio x adverts of all occupations / "
        "jobseekers, only where those are counted in the same months",
        ("adverts", "adverts_by_occupation", "claimants", "aps", "census_occupations"),
        (
            "there is no data on the jobs people want, so we assume that they look for work in the "
            "occupations of residents",
            DRAWN,
        ),
        (
            "Adverts are postings, not vacancies; one can stand for several jobs or for none.",
            "Jobseekers are claimants in the months of the adverts. Without those we use the "
            "unemployed in a survey year around them; without either they are missing. Pressure "
            "does not need a count of jobseekers.",
        ),
        reference=RESIDENTS,
    ),
    "mismatch": Explanation(
        "Mismatch",
        "How different are the jobs on offer from the work that people look for?",
        "Mismatch = 1 - sum of (share of adverts)^eta x (share of jobseekers)^(1 - eta), eta 0.3, "
        "0.5 and 0.7. Dissimilarity = half the sum of |share of adverts - share of jobseekers|: "
        "the share of jobseekers who would have to change occupation to match the adverts",
        ("adverts", "adverts_by_occupation", "claimants", "aps", "census_occupations"),
        ("as for pressure",),
        ("Noise makes both look larger than they are; the interval allows for it.",),
        reference=RESIDENTS,
    ),
    "ward_sector_jobs": Explanation(
        "Jobs by sector in wards",
        "How many jobs of each sector are in the ward, and what is its share of the change?",
        "Jobs: observed where we have jobs by industry for small areas, otherwise modelled from "
        "the council's sectors, the ward's jobs and its premises. Expected change = the council's "
        "x the ward's share of the council's jobs in the sector; wards add up to the council",
        ("ward_measures", "emerging_sectors"),
        ("a sector changes at the same rate in every ward of its council",),
        (
            "The ward's share of a change is not a forecast of the ward.",
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
}


def reference_tables() -> tuple[reference.Reference, ...]:
    """The reference tables behind any indicator, published figures first."""
    used = {name for explanation in EXPLAINED.values() for name in explanation.reference}
    return tuple(table for table in reference.list_tables() if table.name in used)
