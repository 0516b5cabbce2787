"""Each law of awards passes what keeps it and names what breaks it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from etl.checks import innovation
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]


def good() -> Tables:
    """A firm and its partner on a project; who withdrew is in no sum."""
    participants = pl.DataFrame(
        {
            "project_code": ["IUK-1"] * 3, "organisation_code": ["A", "B", "C"],
            "is_withdrawn": [False, False, True], "award_offered_gbp": [3.0, 4.0, 5.0],
            "placed_by": ["postcode", "name", "postcode"], "ward_code": ["W", "", "W"],
            "lad_code": ["L", "L", "L"],
        }
    )  # fmt: skip
    link = {"projects_shared_count": 1, "first_year": 2024, "last_year": 2024,
            "joint_award_gbp": 7.0}  # fmt: skip
    year = {"lad_code": "L", "award_source": "innovate_uk", "start_year": 2024}
    return {
        "wards": pl.DataFrame({"ward_code": ["W"], "lad_code": ["L"]}),
        "innovation_participants": participants,
        "innovation_projects": pl.DataFrame(
            {"project_code": ["IUK-1"], "award_source": ["innovate_uk"],
             "project_start": [date(2024, 5, 1)]}
        ),
        "innovation_council_year": pl.DataFrame([
            year | {"organisation_kind": "all", "awards_count": 2, "withdrawn_count": 1,
                    "award_offered_gbp": 7.0},
            year | {"organisation_kind": "business", "awards_count": 2, "withdrawn_count": 1,
                    "award_offered_gbp": 7.0},
        ]),
        "innovation_links": pl.DataFrame([
            {"organisation_code": "A", "partner_code": "B"} | link,
            {"organisation_code": "B", "partner_code": "A"} | link,
        ]),
        "innovation_council": pl.DataFrame([{
            "lad_code": "L", "lad_name": "Loomshire", "awards_count": 6, "businesses_count": 2000.0,
            "awards_per_1000_businesses": 1.0, "small_firms_pct": 50.0, "firms_count": 3,
            "newcomers_count": 3, "firms_with_university_count": 1, "firms_with_local_count": 2,
            "firms_with_none_count": 1,
        }]),
        "innovation_organisations": pl.DataFrame(
            {"organisation_code": ["A", "B"], "projects_count": [1, 1]}
        ),
        "innovation_ward": pl.DataFrame(
            {"ward_code": ["W"], "ward_name": ["Weir"], "organisations_count": [1]}
        ),
    }  # fmt: skip


@pytest.mark.parametrize("rule", innovation.RULES, ids=lambda rule: rule.__name__)
def test_what_keeps_the_law_passes_and_absent_tables_are_silent(rule: Rule) -> None:
    assert list(rule(good())) == []
    assert list(rule({})) == []


@pytest.mark.parametrize(
    ("rule", "table", "column", "values"),
    [
        (innovation.council_years_are_the_sums_of_participants, "innovation_council_year",
         "awards_count", [3, 2]),
        # The award of the one who withdrew is in the sum.
        (innovation.council_years_are_the_sums_of_participants, "innovation_council_year",
         "award_offered_gbp", [12.0, 7.0]),
        (innovation.council_years_are_the_sums_of_participants, "innovation_participants",
         "is_withdrawn", [False, False, False]),
        (innovation.kinds_of_organisation_add_up, "innovation_council_year", "awards_count",
         [2, 1]),
        (innovation.links_go_both_ways, "innovation_links", "partner_code", ["B", "C"]),
        (innovation.links_go_both_ways, "innovation_links", "partner_code", ["A", "A"]),
        (innovation.links_go_both_ways, "innovation_links", "joint_award_gbp", [7.0, 8.0]),
        (innovation.rates_of_awards_follow_from_their_parts, "innovation_council",
         "awards_per_1000_businesses", [3.0]),
        (innovation.counts_of_firms_lie_within_bounds, "innovation_council", "small_firms_pct",
         [100.5]),
        (innovation.counts_of_firms_lie_within_bounds, "innovation_council", "newcomers_count",
         [4]),
        (innovation.counts_of_firms_lie_within_bounds, "innovation_council",
         "firms_with_none_count", [2]),
        (innovation.counts_of_firms_lie_within_bounds, "innovation_council", "firms_count", [5]),
        (innovation.organisations_count_what_they_did_not_leave, "innovation_organisations",
         "projects_count", [1, 2]),
        (innovation.organisations_count_what_they_did_not_leave, "innovation_participants",
         "is_withdrawn", [True, False, True]),
        (innovation.placed_addresses_say_how, "innovation_participants", "placed_by",
         ["postcode", "postcode", "postcode"]),
        (innovation.placed_addresses_say_how, "innovation_participants", "lad_code",
         ["X", "L", "L"]),
        (innovation.wards_count_the_organisations_in_them, "innovation_ward",
         "organisations_count", [2]),
    ],
)  # fmt: skip
def test_what_breaks_the_law_is_named(
    rule: Rule, table: str, column: str, values: list[object]
) -> None:
    tables = good()
    tables[table] = tables[table].with_columns(pl.Series(column, values))
    faults = list(rule(tables))
    assert faults, "the law did not notice"
    assert all(message and rows for _, message, rows in faults)
