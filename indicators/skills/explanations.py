"""How supply, gaps and training are calculated, in words."""

from __future__ import annotations

from typing import Final

from indicators.explanation import DRAWN, RESIDENTS, Explanation
from indicators.skills.courses import APPRENTICESHIPS, FURTHER_EDUCATION
from indicators.skills.supply_matrix import describe_rates

SUPPLY_READS: Final = (
    "fe_aims", "fe_achievements", "apprenticeships", "leaver_destinations", "graduate_retention",
    "graduate_qualifiers", "graduate_activities", "claimants", "census_occupations",
    "census_qualifications", "unemployment_by_occupation",
)  # fmt: skip
SUPPLY_REFERENCE: Final = (
    "training_weights", "general_subjects", "achievement_levels", "apprenticeship_levels",
    "supply_rates", "main_streams", "graduate_weights", "graduate_levels",
    "qualifications_by_occupation", *RESIDENTS,
)  # fmt: skip
OF_SUPPLY: Final[dict[str, Explanation]] = {
    "skills_supply": Explanation(
        "Supply",
        "Who could fill the openings?",
        "New people in work a year, in one table of occupations by levels, cut both ways. Further "
        "education and apprenticeships = people who achieve, by subject and level x share who go "
        "into lasting work x share who were not in work before x share of the subject and level "
        "that leads to the occupation. School and college leavers = those in work after 16 to 18 "
        "study. Graduates = residents who graduated and live here again, a year, with subjects, "
        "levels and share in work as at providers. People leaving claims = fall in claimants over "
        "a year x occupations and levels of residents",
        SUPPLY_READS,
        (
            f"further education: {describe_rates(FURTHER_EDUCATION)}",
            f"apprenticeships: {describe_rates(APPRENTICESHIPS)}",
            "which subject leads to which occupation: our own weights, for a level moved by the "
            "occupation's share of people with that level",
            "leavers work in the occupations of people in England with the same level",
            "people leaving claims have the occupations of residents, times unemployment by last "
            "occupation where we have it",
        ),
        (
            "Missing data is shown as missing, never as zero; withheld counts are filled in from "
            "published totals.",
            "Graduates who come from elsewhere are not counted, nor people moving between jobs or "
            "commuting: those leave an opening elsewhere.",
        ),
        reference=SUPPLY_REFERENCE,
    ),
    "skills_streams": Explanation(
        "Streams of supply and their sources",
        "Does each stream match its source's own total, and what hangs on the missing ones?",
        "What we read of a source, withheld counts filled in, beside the total it publishes for "
        "the area; and the openings at the levels that cannot be judged without the stream",
        SUPPLY_READS,
        (DRAWN,),
        ("Adults' courses are of one year, graduates of four years together.",),
        reference=SUPPLY_REFERENCE,
    ),
    "skills_gaps": Explanation(
        "Skills gaps",
        "Where are there more openings than the supply we count, and with what certainty?",
        "Gap = openings minus counted supply, in people a year, only where we have every main "
        "stream of the levels in question. Relative gap = 2 (openings - "
        "supply) / (openings + supply), from -2 to 2. P(gap > 0) = share of draws above zero; "
        "ranks are those of the middle 80% of draws",
        ("skills_openings", "skills_supply"),
        (DRAWN,),
        (
            "A gap is not a shortage: it does not measure how hard it is to recruit.",
            "Where a main stream is missing there is no gap, only openings, and the note says what "
            "to add.",
            "Where part of the supply is missing, the gap is partial: treat it as an upper limit.",
        ),
        reference=("main_streams",),
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
    "skills_courses": Explanation(
        "Courses that answer a gap",
        "Which courses, at which level and where, lead to an occupation?",
        "For each occupation the subjects and levels that lead to it, with the share assumed to go "
        "there, and how many achieved: residents in further education and apprenticeships, and "
        "graduates of the providers in the ITL2 area",
        ("fe_aims", "fe_achievements", "apprenticeships", "graduate_qualifiers", "councils"),
        ("the weights are ours; there is no official table of them",),
        (
            "Which college or employer trained the residents is not in the open figures.",
            "A provider whose place its name does not tell is listed for no council.",
        ),
        reference=(
            "training_weights",
            "graduate_weights",
            "apprenticeship_levels",
            "achievement_levels",
            "provider_places",
            "qualifications_by_occupation",
        ),
    ),
}
