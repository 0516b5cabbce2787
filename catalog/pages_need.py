"""Which pages show less where a fetched table is not there, and which tables come first for that.

Kept by hand, since a page reads what is derived; a test compares it with what the pages and the
derived steps read, and with the sources that there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Titles as on screen.
OVERVIEW: Final = "Overview"
EMERGING: Final = "Emerging sectors"
GAPS: Final = "Skills gaps"
WARD: Final = "Ward"
MAP: Final = "Map explorer"
PREMISES: Final = "Premises"
SCENARIO: Final = "Scenario"
EXPORT: Final = "Export"
FORECASTS: Final = "Forecast record"
EVERY_PAGE: Final = (OVERVIEW, EMERGING, GAPS, WARD, MAP, PREMISES, SCENARIO, EXPORT, FORECASTS)
# Pages of ward figures, which stand on boundaries and lookups too.
WARDS: Final = (WARD, MAP)

# Most needed first: in this order sources are asked, so that a dashboard stands early.
PAGES_OF: Final[dict[str, tuple[str, ...]]] = {
    "councils": EVERY_PAGE,
    "wards": EVERY_PAGE,
    "lsoa_wards": (*WARDS, PREMISES),
    "lsoa_changes": (*WARDS, PREMISES),
    "jobs": (OVERVIEW, EMERGING, GAPS, WARD, SCENARIO, EXPORT, FORECASTS),
    "claimants": (OVERVIEW, GAPS, FORECASTS),
    "aps": (OVERVIEW, GAPS),
    "census_qualifications": (GAPS, *WARDS),
    "census_occupations": (GAPS, *WARDS),
    "wards_2022": WARDS,
    "lsoa_centroids": WARDS,
    "claimants_small_areas": (*WARDS, FORECASTS),
    "census_industry": (),
    "jobs_small_areas": (*WARDS, PREMISES, SCENARIO),
    "workforce_jobs": (FORECASTS,),
    "business_demography": (EMERGING,),
    "adverts": (OVERVIEW, GAPS, FORECASTS),
    "adverts_by_occupation": (GAPS, FORECASTS),
    "fe_achievements": (GAPS,),
    "occupation_matrix": (GAPS,),
    "vacancies": (FORECASTS,),
    "gva": (EMERGING, FORECASTS),
    # On no page yet: for `wardwise show`.
    "population": (),
    "jobs_density": (),
    "ashe": (),
    "census_activity": (),
    "lads": (),
    "national_rates": (),
    "gva_monthly": (),
    "business_enterprises": (),
    "business_local_units": (),
    "property_stock": (),
    "property_stock_small_areas": (),
}
ORDER: Final = {table: place for place, table in enumerate(PAGES_OF)}


def rank_of(table: str) -> int:
    """The place of a table in the order of asking; one that is not listed comes last."""
    return ORDER.get(table, len(ORDER))


def pages_words(tables: Iterable[str]) -> str:
    """Which pages lack something of these tables: 'Overview and Skills gaps lack', and so on."""
    found = {page for table in tables for page in PAGES_OF.get(table, ())}
    if found == set(EVERY_PAGE):
        return "Every page lacks"
    named = [page for page in EVERY_PAGE if page in found]
    if not named:
        return "No page lacks anything; only `wardwise show` lacks"
    joined = ", ".join(named[:-1]) + " and " + named[-1] if len(named) > 1 else named[0]
    return f"{joined} {'lack' if len(named) > 1 else 'lacks'}"
