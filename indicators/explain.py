"""How each indicator is made, in words: one text for the terminal, the app and the reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import reference
from indicators.places import neighbours
from indicators.skills.pressure import PRIOR_ADVERTS
from indicators.skills.supply import IN_WORK, IN_WORK_BETWEEN
from wards import sector_split


@dataclass(frozen=True)
class Explanation:
    """What a table of indicators answers, how, from what, under which assumptions and limits.

    `reads`: tables that are built; `reference`: small tables that come with Wardwise.
    """

    title: str
    question: str
    formula: str
    reads: tuple[str, ...]
    assumptions: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()

    def reference_sentences(self) -> tuple[str, ...]:
        """Each reference table behind it: its title, and whose it is or why we assume it."""
        return tuple(reference.describe(name).sentence() for name in self.reference)

    @property
    def method(self) -> str:
        """One line for the origin of the table."""
        return f"Modelled estimate, not official statistics. {self.formula}"


DRAWN: Final = "80 % intervals come from 1,000 draws with a fixed seed per area"
MATRIX: Final = (
    "occupations by industry as in the ITL2 area's survey (people at work who live there), drawn "
    "to England's where few were asked, and drifting as projected for England to 2035"
)
NOISE: Final = ("sector_constants", "survey_constants")
OCCUPATIONS: Final = (
    "occupations_by_industry", "occupations_at_home", "sections_without_projection",
    "itl2_of_2025_in_2021", "occupation_projections", "qualifications_by_occupation",
    "skills_constants",
)  # fmt: skip
RESIDENTS: Final = ("census_qualification_levels", "occupation_projections", "skills_constants")
EXPLAINED: Final[dict[str, Explanation]] = {
    "emerging_sectors": Explanation(
        "Emerging sectors",
        "Which sectors are expected to grow here, by how much and how surely?",
        "Expected change = forecast three years ahead less the smoothed level of the last year "
        "known. Probability of emerging = share of draws in which the sector grows and grows "
        "faster than its area. Emerging: probability of 0.8 or more (also if rounding hid half a "
        "step), 200 jobs or more (or GBP 10 million), coefficient of variation under 20 %",
        ("jobs", "gva", "forecasts"),
        (DRAWN, "sectors are drawn apart from each other"),
        (
            "Whatever has no badge is not distinguishable from noise; that is an answer.",
            "The survey behind jobs (BRES) is not made for following small sectors over time.",
            "A group's bounds are its councils' added up, which is the widest that they can be.",
        ),
        reference=(*NOISE, "bres_rounding_steps"),
    ),
    "sector_decomposition": Explanation(
        "Where the change in jobs came from",
        "Did a sector change because the nation did, the sector did, or the place did?",
        "Yearly and summed (Esteban-Marquillas): national = jobs x growth of all jobs in the "
        "nation; mix = jobs x (the sector's national growth less that); competitive = jobs that "
        "the place would have with the nation's mix x (local less national growth of the sector); "
        "allocation = the jobs beyond those x the same lead. The four add up to the change",
        ("jobs",),
        (),
        (
            "A description of the past and no cause; noise in the survey is in every part.",
            "Jobs only: the nation's GVA by sector is not held.",
        ),
    ),
    "sector_evidence": Explanation(
        "Evidence beside the expected change",
        "What else speaks for or against a sector here?",
        "Each piece by itself: the nation's forecast; the local slope less the nation's, times its "
        "reliability; the location quotient (e + a) / (expected + a); the share of related sectors "
        "that are strong here; adverts of the newest three months on the year before; business "
        "births less the nation's; empty premises of the sector's kind",
        ("jobs", "forecasts", "adverts", "business_demography", "ward_premises"),
        ("which kind of premises a sector uses is an assumption of ours",),
        (
            "None of it decides the badge: as a score these pieces foretold nothing.",
            "Relatedness needs 20 areas or more; below that it is missing.",
        ),
        reference=(*NOISE, "premises_kind_by_section"),
    ),
    "skills_openings": Explanation(
        "Openings",
        "How many people a year will each occupation and level of qualification ask for?",
        "Growth = (jobs by occupation three years ahead less now) / years, where jobs by "
        "occupation = jobs by section x share of the occupation in the section. Replacement = "
        "jobs now x the national rate at which people leave the occupation for good. By "
        "qualification: openings x share of the occupation's people who hold it",
        ("jobs", "forecasts", "occupation_matrix", "councils"),
        (
            MATRIX,
            "replacement rates and qualifications by occupation as projected for England",
            DRAWN,
        ),
        (
            "No count of jobs by occupation at workplaces is published for councils, so the "
            "matrix is not fitted to one.",
            "The matrix is of residents of the ITL2 area, the jobs are those in the council.",
        ),
        reference=OCCUPATIONS,
    ),
    "skills_needs": Explanation(
        "Needs by occupation and sector",
        "In which sectors are the openings of an occupation, and to which part of the Industrial "
        "Strategy do they belong?",
        "Openings parted by section: (share of the occupation in the section x its jobs three "
        "years ahead, less the same now) / years, plus replacement. They add up to the openings",
        ("jobs", "forecasts", "occupation_matrix", "councils"),
        (MATRIX, "which sectors of the strategy (IS-8) lie in a section is our reading"),
        (
            "Occupations are SOC 2020 sub-major groups: no finer local matrix is open.",
            "The strategy describes its sectors by four-digit SIC; a section holds several.",
        ),
        reference=(*OCCUPATIONS, "strategy_sectors_by_section"),
    ),
    "skills_supply": Explanation(
        "Supply",
        "Who could fill the openings?",
        "Further education = courses achieved x learners per course x share of the subject that "
        "leads to the occupation x share who go into lasting work. People leaving claims = fall "
        "in claimants over a year x occupations of residents. Graduates: missing",
        ("fe_achievements", "claimants", "census_occupations", "census_qualifications"),
        (
            f"{IN_WORK:.0%} of those who achieve go into lasting work; between "
            f"{IN_WORK_BETWEEN[0]:.0%} and {IN_WORK_BETWEEN[1]:.0%} in the draws",
            "which subject leads to which occupation: weights of ours, shown beside the training",
            "people leaving claims are of the residents' occupations",
        ),
        (
            "A stream that is not at hand is missing, never zero.",
            "People moving between jobs or commuting are not counted: they leave an opening "
            "elsewhere.",
        ),
        reference=("training_weights", "general_subjects", "achievement_levels", *RESIDENTS),
    ),
    "skills_gaps": Explanation(
        "Skills gaps",
        "Where do openings exceed the supply that is counted, and how surely?",
        "Gap = openings less counted supply, persons a year. Relative gap = 2 (openings - supply) "
        "/ (openings + supply), from -2 to 2. P(gap > 0) = share of draws above zero; ranks are "
        "those of the middle 80 % of draws",
        ("skills_openings", "skills_supply"),
        (DRAWN,),
        (
            "A gap is not a shortage: it does not ask how hard employers find it to recruit.",
            "With a stream of supply missing the gap is partial: the most it can be.",
        ),
    ),
    "skills_pressure": Explanation(
        "Pressure now",
        "For which work are there most adverts per person looking?",
        "Ratio = the occupation's share of adverts over its share of residents, drawn towards "
        f"England's: (adverts + {PRIOR_ADVERTS:.0f} x England's ratio) / (adverts if all were "
        f"alike + {PRIOR_ADVERTS:.0f}). Pressure = ln(ratio); 0 is as tight as all work, above 0 "
        "is tighter. Adverts per seeker = ratio x adverts of all work / people looking, only where "
        "those are counted in the same months",
        ("adverts", "adverts_by_occupation", "claimants", "aps", "census_occupations"),
        ("people look for work in the occupations that residents have", DRAWN),
        (
            "Adverts are postings, not vacancies; one can stand for several jobs or for none.",
            "People looking are claimants of the months of the adverts or, where those are not "
            "held, the unemployed of a survey year around them; else they are missing. Pressure "
            "needs no count of them.",
        ),
        reference=RESIDENTS,
    ),
    "mismatch": Explanation(
        "Mismatch",
        "How far are the jobs on offer from the work that people look for?",
        "Mismatch = 1 - sum of (share of adverts)^eta x (share of seekers)^(1 - eta), eta 0.3, 0.5 "
        "and 0.7. Dissimilarity = half the sum of |share of adverts - share of seekers|: the share "
        "of seekers who would have to change occupation to match the adverts",
        ("adverts", "adverts_by_occupation", "claimants", "aps", "census_occupations"),
        ("as for pressure",),
        ("Noise makes both look larger than they are; the interval allows for it.",),
        reference=RESIDENTS,
    ),
    "skills_training": Explanation(
        "Training that answers a gap",
        "Which courses lead to an occupation, and how many adults achieve them here?",
        "For each occupation the sector subject areas that lead to it, with the share of each "
        "subject's learners assumed to go there, and the courses achieved in the newest year",
        ("fe_achievements",),
        ("the weights and the usual level are ours; no official table holds them",),
        ("Courses of adults in further education only.",),
        reference=("training_weights", "general_subjects", "qualifications_by_occupation"),
    ),
    "ward_sector_jobs": Explanation(
        "Jobs by sector in wards",
        "How many jobs of each sector are in the ward, and what is its part of the change?",
        "Jobs: observed where industry by small area is held, else modelled from the council's "
        "sectors, the ward's jobs and its premises. Expected change = the council's x the ward's "
        "share of the council's jobs in the sector; wards add up to the council",
        ("ward_measures", "emerging_sectors"),
        ("a sector changes at the same rate in every ward of its council",),
        (
            "The ward's part of a change is no forecast of the ward.",
            "The model's error in wards is not known; on councils in place of wards 11 % of jobs "
            "were put in the wrong place, in finance, energy and water about half; sectors that "
            "were more than 20 % off there are never more than a rough guide.",
        ),
        reference=sector_split.REFERENCE,
    ),
    "ward_skills": Explanation(
        "Residents' occupations and qualifications in wards",
        "What work do the ward's residents do, and what qualifications do they hold?",
        "Census 2021 by best fit of small areas to wards. Occupations are then fitted to the mix "
        "of today: the Census moved as England has moved in the survey (APS), with a quarter of "
        "the council's own lead over that. Totals of wards and council stay the Census's",
        ("ward_measures", "aps"),
        (
            "wards keep their differences of 2021",
            "apprenticeships count as level 3, other qualifications as below level 2",
        ),
        ("Qualifications stay as in 2021: the survey asks only people aged 16 to 64.",),
        reference=("england_occupations_2021", *RESIDENTS),
    ),
    "ward_exposure": Explanation(
        "Exposure to council demand",
        "How tight is the council's demand for the work that the ward's residents do?",
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
        ("every feature weighs the same",),
        ("Only among the places whose figures are held here.",),
    ),
}


def reference_tables() -> tuple[reference.Reference, ...]:
    """The reference tables behind any indicator, published figures first."""
    used = {name for told in EXPLAINED.values() for name in told.reference}
    return tuple(told for told in reference.list_tables() if told.name in used)
