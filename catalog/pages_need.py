"""Which pages show less when a fetched table is missing, and so which tables we fetch first.

Written by hand, because pages read derived tables. A test compares it with what the pages and the
derived steps read, and with the list of sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Titles as on screen, in the order of the navigation.
PROFILE: Final = "Profile"
SECTORS: Final = "Sectors"
SKILLS: Final = "Skills"
WARD: Final = "A ward"
MAP: Final = "All wards"
COMPARE: Final = "Compare"
PREMISES: Final = "Premises"
ACCESS: Final = "Access"
SITES: Final = "Sites"
WORKS_ON: Final = "Who works on what"
PLAN: Final = "Plan"
EXPORT: Final = "Export"
FORECASTS: Final = "Forecast record"
EVERY_PAGE: Final = (
    PROFILE, SECTORS, SKILLS, WARD, MAP, COMPARE, PREMISES, ACCESS, SITES, WORKS_ON, PLAN,
    EXPORT, FORECASTS,
)  # fmt: skip
# Pages of ward figures, which also need boundaries and lookups.
WARDS: Final = (WARD, MAP)

# Most needed first: we fetch sources in this order, so that pages have figures early.
PAGES_OF: Final[dict[str, tuple[str, ...]]] = {
    "councils": EVERY_PAGE,
    "wards": EVERY_PAGE,
    "lsoa_wards": (*WARDS, PREMISES, ACCESS, SITES, PLAN),
    "lsoa_changes": (*WARDS, PREMISES, ACCESS),
    "jobs": (COMPARE, SECTORS, SKILLS, WARD, PLAN, EXPORT, FORECASTS),
    "claimants": (COMPARE, SKILLS, FORECASTS),
    "aps": (SKILLS,),
    "census_qualifications": (SKILLS, *WARDS, ACCESS, SITES, PLAN),
    "census_occupations": (SKILLS, *WARDS),
    "wards_2022": WARDS,
    "lsoa_centroids": (*WARDS, ACCESS, SITES, PLAN),
    "claimants_small_areas": (*WARDS, ACCESS, SITES, PLAN, FORECASTS),
    "census_industry": (),
    "jobs_small_areas": (*WARDS, PREMISES, PLAN),
    "workforce_jobs": (FORECASTS,),
    "business_demography": (COMPARE, SECTORS),
    "business_local_units": (SECTORS,),
    "adverts": (SKILLS, FORECASTS),
    "adverts_by_occupation": (SKILLS, FORECASTS),
    "fe_achievements": (SKILLS,),
    "pay_by_occupation": (SKILLS,),
    "unemployment_by_occupation": (SKILLS,),
    "skill_shortages": (SKILLS,),
    "occupational_standards": (SKILLS,),
    "fe_aims": (SKILLS,),
    "apprenticeships": (SKILLS,),
    "leaver_destinations": (SKILLS,),
    "graduate_qualifiers": (SKILLS,),
    "graduate_activities": (SKILLS,),
    "graduate_retention": (SKILLS,),
    "occupation_matrix": (SKILLS,),
    "vacancies": (FORECASTS,),
    "gva": (SECTORS, FORECASTS),
    "local_indicators": (PROFILE, COMPARE, ACCESS),
    "local_indicator_values": (PROFILE, COMPARE, ACCESS),
    "similar_areas": (PROFILE, COMPARE),
    "council_boundaries": (PROFILE, COMPARE),
    # These carry jobs and GVA on to now.
    "payrolled_employees": (SECTORS, SKILLS, PLAN, FORECASTS),
    "payrolled_pay": (SECTORS,),
    "gva_monthly": (SECTORS, FORECASTS),
    "workforce_jobs_uk": (FORECASTS,),
    # Fine classes and lists of sectors.
    "jobs_fine": (SECTORS,),
    "enterprises_fine": (SECTORS,),
    "business_demography_fine": (SECTORS,),
    # What residents can reach.
    "census_cars": (WARD, ACCESS, SITES, PLAN),
    "jobs_around": (WARD, ACCESS),
    "stops": (ACCESS, PLAN),
    "rail_walk": (ACCESS,),
    "travel_times": (ACCESS, SITES),
    "brownfield": (SITES,),
    "site_lists": (SITES, PLAN),
    "connectivity": (ACCESS,),
    "broadband": (ACCESS,),
    "output_areas": (ACCESS,),
    # Lists of the whole nation, so they come after what the other pages need.
    "innovate_uk": (WORKS_ON,),
    "gtr": (WORKS_ON,),
    "gtr_organisations": (WORKS_ON,),
    "he_bci": (WORKS_ON,),
    "business_enterprises": (WORKS_ON,),
    "innovation_history": (WORKS_ON,),
    # On no page yet: for `wardwise show`.
    "population": (),
    "jobs_density": (),
    "ashe": (),
    "census_activity": (),
    "lads": (),
    "national_rates": (),
    "contracts_finder": (),
    "property_stock": (),
    "property_stock_small_areas": (),
}
ORDER: Final = {table: place for place, table in enumerate(PAGES_OF)}


def fetch_rank(table: str) -> int:
    """The position of a table in the order of fetching; an unlisted table comes last."""
    return ORDER.get(table, len(ORDER))


def describe_affected_pages(tables: Iterable[str]) -> str:
    """The pages that these tables affect: 'Profile and Skills lack'."""
    pages = {page for table in tables for page in PAGES_OF.get(table, ())}
    if pages == set(EVERY_PAGE):
        return "Every page lacks"
    named = [page for page in EVERY_PAGE if page in pages]
    if not named:
        return "No page lacks anything; only `wardwise show` lacks"
    joined = ", ".join(named[:-1]) + " and " + named[-1] if len(named) > 1 else named[0]
    return f"{joined} {'lack' if len(named) > 1 else 'lacks'}"
