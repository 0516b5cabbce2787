"""Ward measures: one definition each, in words that a councillor understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import reference

Unit = Literal["persons", "jobs", "%", "premises", "GBP", "index", "organisations"]

SECTIONS: Final[dict[str, str]] = dict(
    reference.read("sic2007_sections").select("section_code", "short_name").iter_rows()
)
OCCUPATIONS: Final[dict[str, str]] = dict(reference.read("soc2020_major_groups").iter_rows())
# Households as employers and international bodies have next to no jobs in BRES.
WARD_SECTIONS: Final = tuple(code for code in SECTIONS if code not in ("T", "U"))
QUALIFICATIONS: Final[dict[str, str]] = dict(reference.read("census_qualifications").iter_rows())


@dataclass(frozen=True)
class Measure:
    """A ward measure. `kind` says whether the figures are observed, or modelled by Wardwise.

    `label` is what the picker shows, `term` the statistical name, `formula` how we calculate it, in
    words. The table `ward_measure_sources` lists the tables that were read for it.
    """

    id: str
    group: str
    label: str
    term: str
    unit: Unit
    kind: Literal["observed", "modelled"]
    formula: str


_CENSUS_WARDS = (
    "Census 2021 counts by ward; where a ward has changed since 2022, counts are moved to today's "
    "wards in proportion to residents"
)
_BEST_FIT = "summed from LSOAs to wards by best fit, so that the council's total is kept"


def _all() -> list[Measure]:
    jobs = [
        Measure(
            "jobs_total", "Jobs", "Jobs at workplaces in the ward",
            "Employment, all industries", "jobs", "observed",
            f"Survey estimates by LSOA, {_BEST_FIT}",
        ),
        *(
            Measure(
                f"jobs_section_{code.lower()}", "Jobs by sector", f"Jobs: {name}",
                f"Employment in SIC 2007 section {code}", "jobs", "modelled",
                "The council's jobs in the sector, shared among its wards by their jobs and, where "
                "we have the council's business-rates list, by the rateable value of premises of "
                "the sector's kind; the wards of a council add up to its published figure",
            )
            for code in WARD_SECTIONS for name in (SECTIONS[code],)
        ),
    ]  # fmt: skip
    people = [
        Measure(
            "residents_adults_persons", "Qualifications", "Residents aged 16 and over",
            "Usual residents aged 16 and over (TS067)", "persons", "observed", _CENSUS_WARDS,
        ),
        *(
            Measure(
                f"residents_qualification_{code}_pct", "Qualifications",
                f"Residents with {name}", "Share of usual residents aged 16 and over (TS067)", "%",
                "observed", f"{_CENSUS_WARDS}, then divided by the ward's total",
            )
            for code, name in QUALIFICATIONS.items()
        ),
        Measure(
            "residents_employed_persons", "Occupations", "Working residents",
            "Usual residents aged 16 and over in employment (TS063)", "persons", "observed",
            _CENSUS_WARDS,
        ),
        *(
            Measure(
                f"residents_occupation_{code}_pct", "Occupations",
                f"Working residents who are: {name.lower()}",
                f"Share of residents in employment, SOC 2020 major group {code} (TS063)", "%",
                "observed", f"{_CENSUS_WARDS}, then divided by the ward's total",
            )
            for code, name in OCCUPATIONS.items()
        ),
        Measure(
            "claimants_persons", "Out of work", "People claiming unemployment benefits",
            "Claimant count, not seasonally adjusted", "persons", "observed",
            "As published for the ward",
        ),
        Measure(
            "claimants_pct", "Out of work", "Claimants as a share of residents aged 16 to 64",
            "Claimant rate, % of residents aged 16 to 64", "%", "observed",
            "As published for the ward",
        ),
    ]  # fmt: skip
    rates = "The council's published business-rates list, each property placed in a ward"
    premises = [
        Measure("premises_count", "Business premises", "Business premises",
                "Rated properties (hereditaments)", "premises", "observed", rates),
        Measure("premises_empty_pct", "Business premises", "Business premises standing empty",
                "Share of rated properties recorded as empty", "%", "observed",
                f"{rates}; those recorded as empty over those whose occupation is recorded"),
        Measure("rateable_value_gbp", "Business premises", "Rateable value of business premises",
                "Sum of rateable values", "GBP", "observed", f"{rates}; rateable values summed"),
    ]  # fmt: skip
    return [*jobs, *people, *premises]


MEASURES: Final[dict[str, Measure]] = {measure.id: measure for measure in _all()}
DEFAULT_MEASURE: Final = "residents_qualification_4_pct"
