"""The tables that a page is missing, why, and what to run, in one notice on the page.

A council may lack any table: its source has nothing on it, was not fetched, or did not answer.
No page depends on one being there; each shows the rest and says what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from indicators.explain import EXPLAINED

# What people call each table that pages read.
TITLES: Final[Mapping[str, str]] = {
    "jobs": "jobs by sector",
    "jobs_fine": "jobs by industry class",
    "enterprises_fine": "businesses by industry class",
    "business_demography_fine": "new businesses by industry",
    "payrolled_pay": "pay of employees on payrolls",
    "gva": "output (GVA) by sector",
    "adverts": "online job adverts",
    "adverts_by_occupation": "online job adverts by occupation",
    "claimants": "people claiming unemployment benefits",
    "aps": "survey rates of residents",
    "census_occupations": "occupations of residents",
    "census_qualifications": "qualifications of residents",
    "census_industry": "industries that residents work in",
    "business_demography": "new businesses",
    "fe_achievements": "achievements in further education",
    "fe_aims": "adults' courses by subject and level",
    "apprenticeships": "apprenticeships by subject and level",
    "leaver_destinations": "destinations after 16 to 18 study",
    "graduate_qualifiers": "graduates by provider and subject",
    "graduate_activities": "what graduates do",
    "graduate_retention": "graduates who live here again",
    "pay_by_occupation": "pay by occupation",
    "unemployment_by_occupation": "unemployment by last occupation",
    "occupational_standards": "occupational standards",
    "skill_shortages": "skill shortages that employers report",
    "occupation_matrix": "occupations by industry",
    "councils": "names and areas of councils",
    "wards": "wards and their boundaries",
    "lads": "boundaries of councils",
    "ward_measures": "figures by ward",
    "ward_premises": "business premises by ward",
    "premises_report": "how much of each business-rates list we could use",
    "forecasts": "forecasts",
    "forecast_histories": "figures that forecasts were made from",
    "backtest": "tests of forecasts on past data",
    "forecast_revisions": "changes in forecasts",
    "local_indicators": "local indicators of ONS",
    "local_indicator_values": "figures of local indicators of ONS",
    "similar_areas": "councils that are alike",
    "council_boundaries": "outlines of all councils",
    "reach_ward": "jobs within reach of wards",
    "reach_lsoa": "jobs within reach of small areas",
    "lsoa_need": "residents and households of small areas",
    "lsoa_centroids": "centres of small areas",
    "lsoa_wards": "small areas of each ward",
    "stops_ward": "stops near residents",
    "travel_times": "travel times",
    "rail_walk": "walks to rail stations",
    "site_lists": "lists of sites",
    "connectivity": "connectivity scores",
    "innovate_uk": "Innovate UK's funded projects",
    "gtr": "research projects of UKRI's Gateway to Research",
    "he_bci": "universities' work with business",
    "innovation_history": "past figures on innovation of statistical areas",
    "innovation_organisations": "organisations with public awards",
    "innovation_links": "who shares projects with whom",
    "innovation_sectors": "awards by sector",
    "innovation_council": "how connected businesses with awards are",
    "innovation_council_year": "awards by year",
    "innovation_ward": "organisations with awards by ward",
    "connectivity_ward": "connectivity scores of wards",
    "broadband": "broadband of small areas",
    "output_areas": "small areas of the census",
    "broadband_ward": "broadband of wards",
    **{name: explained.title.lower() for name, explained in EXPLAINED.items()},
}
# What brings a table, where it is not `wardwise fetch`.
SUPPLIED: Final = (
    "adverts_by_occupation", "apprenticeships", "broadband", "connectivity", "fe_achievements",
    "fe_aims", "graduate_activities", "graduate_qualifiers", "graduate_retention",
    "innovation_history", "leaver_destinations", "occupation_matrix", "occupational_standards",
    "output_areas", "pay_by_occupation", "rail_walk", "site_lists", "skill_shortages",
    "travel_times", "unemployment_by_occupation",
)  # fmt: skip
SUPPLY_EACH: Final = "`wardwise supply TABLE FILE` for each, then `wardwise build`"
LISTED: Final = ("ward_premises", "premises_report")
FORECAST: Final = ("forecasts", "forecast_histories", "backtest", "forecast_revisions")
# The last four come with Wardwise, so a build brings them.
BUILT: Final = (
    "ward_measures", "local_indicators", "local_indicator_values", "similar_areas",
    "council_boundaries",
)  # fmt: skip

_noted: ContextVar[dict[str, str] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[dict[str, str]]:
    """A block in which absent tables are noted: by name, "" or what is wrong with the file."""
    tables: dict[str, str] = {}
    mark = _noted.set(tables)
    try:
        yield tables
    finally:
        _noted.reset(mark)


def note(name: str, fault: str = "") -> None:
    """Notes that a page wants a table that is missing, or cannot be read (`fault`)."""
    tables = _noted.get()
    if tables is not None:
        tables[name] = fault


def title(name: str) -> str:
    return TITLES.get(name, name.replace("_", " "))


def remedy(name: str) -> str:
    """What to run to get a table that is missing."""
    if name in SUPPLIED:
        return f"`wardwise supply {name} FILE`, then `wardwise build`"
    if name in LISTED:
        return "`wardwise rates FILE --council NAME`, then `wardwise build`"
    if name in FORECAST:
        return "`wardwise forecast`"
    if name in EXPLAINED:
        return "`wardwise forecast`, then `wardwise indicate`"
    if name in BUILT:
        return "`wardwise build`"
    return "`wardwise fetch --council NAME`, then `wardwise build`"


def missing_sentences(noted: Mapping[str, str]) -> list[str]:
    """What is left out because there is no data, a sentence for each remedy."""
    absent = [name for name, fault in noted.items() if not fault]
    supplied = [name for name in absent if name in SUPPLIED]
    by_remedy: dict[str, list[str]] = {}
    if len(supplied) > 1:
        # One sentence for all, since on a phone a dozen of them hide the page.
        by_remedy[SUPPLY_EACH] = [f"{title(name)} (`{name}`)" for name in supplied]
        absent = [name for name in absent if name not in SUPPLIED]
    for name in absent:
        by_remedy.setdefault(remedy(name), []).append(title(name))
    return [
        f"We have no data on: {'; '.join(_sorted(names))}. The figures that need it are left out. "
        f"To get it, run {run}."
        for run, names in by_remedy.items()
    ]


def damaged_sentences(noted: Mapping[str, str]) -> list[str]:
    """What is left out because its file cannot be read, a sentence for each."""
    return [
        f"Left out because we cannot read the file: {title(name)}. {fault}."
        for name, fault in noted.items()
        if fault
    ]


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(names))
