"""What can be shown of a ward: one definition per measure, in words a councillor understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Unit = Literal["persons", "jobs", "%", "premises", "GBP", "index"]

SECTIONS: Final = {
    "A": "Agriculture, forestry and fishing",
    "B": "Mining and quarrying",
    "C": "Manufacturing",
    "D": "Electricity and gas supply",
    "E": "Water, sewerage and waste",
    "F": "Construction",
    "G": "Wholesale, retail and motor trades",
    "H": "Transport and storage",
    "I": "Accommodation and food",
    "J": "Information and communication",
    "K": "Finance and insurance",
    "L": "Property",
    "M": "Professional, scientific and technical",
    "N": "Business support services",
    "O": "Public administration and defence",
    "P": "Education",
    "Q": "Health and social care",
    "R": "Arts, entertainment and recreation",
    "S": "Other services",
    "T": "Households as employers",
    "U": "International bodies",
}
OCCUPATIONS: Final = {
    "1": "Managers, directors and senior officials",
    "2": "Professional occupations",
    "3": "Associate professional occupations",
    "4": "Administrative and secretarial occupations",
    "5": "Skilled trades occupations",
    "6": "Caring, leisure and other service occupations",
    "7": "Sales and customer service occupations",
    "8": "Process, plant and machine operatives",
    "9": "Elementary occupations",
}
# Households as employers and international bodies have next to no jobs in BRES.
WARD_SECTIONS: Final = tuple(code for code in SECTIONS if code not in ("T", "U"))
QUALIFICATIONS: Final = {
    "none": "no qualifications",
    "1": "level 1 or entry level as highest",
    "2": "level 2 as highest",
    "apprenticeship": "an apprenticeship as highest",
    "3": "level 3 as highest",
    "4": "level 4 or above (degree or similar)",
    "other": "other qualifications as highest",
}


@dataclass(frozen=True)
class Measure:
    """A ward measure. `kind` says whether the figures are observed, or modelled by Wardwise.

    `label` is what the picker shows, `term` the statistician's name, `formula` how it is made in
    words. Which tables it was made from is in `ward_measure_sources`, noted as they were read.
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
                "the council's business-rates list is held, by the rateable value of premises of "
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


def show(value: float | None, unit: str, *, signed: bool = False) -> str:
    """A value as people read it. Null is '–', never 0.

    >>> show(1234.4, "jobs"), show(1_234_000, "GBP"), show(None, "jobs")
    ('1,234', '£1.2m', '–')
    """
    if value is None:
        return "–"
    value = rounded(value, unit) + 0.0  # -0.04 reads as 0.0, and £999,999 as £1.0m
    sign = "+" if signed and value > 0 else ""
    if unit == "%":
        return f"{sign}{value:.1f} %"
    if unit == "GBP":
        return sign + _pounds(value)
    if unit == "index":
        return f"{sign}{value:.2f}"
    return f"{sign}{value:,.0f}"


def rounded(value: float, unit: str) -> float:
    """The number that `show` prints, so that what compares values can go by what people read."""
    if unit == "%":
        return round(value, 1)
    if unit == "GBP":
        size, _ = _scale(value)
        return float(round(round(value / size, 1 if size > 1 else 0) * size))
    return round(value, 2 if unit == "index" else 0)


def _pounds(value: float) -> str:
    size, letter = _scale(value)
    return f"{'-' if value < 0 else ''}£{abs(value) / size:,.{1 if size > 1 else 0}f}{letter}"


def _scale(value: float) -> tuple[float, str]:
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= size:
            return size, letter
    return 1.0, ""
