"""What a table is said to be made from is what its maker reads."""

from __future__ import annotations

import pytest

from indicators.explain import EXPLAINED
from indicators.fields import list_tables
from indicators.makers import MAKERS, Maker

# These say which places there are and what they are called, and not how much of anything there is.
OF_PLACES = {"absences", "areas", "members", "nation", "regions", "wards"}
# Read beside what is used, and no figure of the table is made of it.
BESIDE = {
    "gva": {
        "sectors_now", "sector_growth", "sector_decomposition", "fine_sectors",
        "qualification_match",
    },  # sectors have jobs and output in one frame
    "census_occupations": {"qualification_match"},  # residents have both cuts in one frame
    "census_qualifications": {
        "skills_pressure", "mismatch", "skills_priorities", "priority_components",
    },
    "aps": {"skills_supply", "skills_streams", "similar_places"},  # jobseekers of both concepts
    "leaver_destinations": {"skills_courses"},  # courses of all streams in one frame
}  # fmt: skip
MADE_OF_TABLES = {"skills_gaps"}  # openings and supply, which say what they are made from


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.tables[0])
def test_every_source_behind_a_table_is_named_in_its_explanation(maker: Maker) -> None:
    fields = {read if isinstance(read, str) else read.field for read in maker.reads} - OF_PLACES
    for name in set(maker.tables) - MADE_OF_TABLES:
        beside = {source for source, tables in BESIDE.items() if name in tables}
        behind = set(list_tables(sorted(fields))) - {"councils"} - beside
        assert behind <= set(EXPLAINED[name].reads)
