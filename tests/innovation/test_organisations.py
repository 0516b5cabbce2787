"""Which names and codes are one organisation, and which are two."""

from __future__ import annotations

import polars as pl
import pytest

from innovation.organisations import ADDRESS, merge_codes

NO_PROVIDERS = pl.DataFrame(schema={"ukprn": pl.String, "provider_name": pl.String})
BUSINESS, UNIVERSITY = "business", "university"


def merge(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    """The code that stands for each code."""
    addresses = pl.DataFrame(rows, schema=list(ADDRESS), orient="row")
    return dict(merge_codes(addresses, NO_PROVIDERS).iter_rows())


def test_a_company_is_known_by_its_number_however_it_is_spelt() -> None:
    merged = merge(
        ("GB-COH-1", "Loom Ltd", BUSINESS, "BD1 1HX"),
        ("NAME-a", "LOOM LIMITED", BUSINESS, "bd11hx"),
        ("GTR-b", "The Loom Limited", BUSINESS, "BD1 1HX"),
        ("NAME-c", "Loom Ltd", BUSINESS, "LS6 3AA"),  # elsewhere: not known to be the same
    )
    assert merged == {"GB-COH-1": "GB-COH-1", "NAME-a": "GB-COH-1", "GTR-b": "GB-COH-1",
                      "NAME-c": "NAME-c"}  # fmt: skip


def test_two_company_numbers_are_two_companies() -> None:
    merged = merge(
        ("GB-COH-1", "Loom Ltd", BUSINESS, "BD1 1HX"),
        ("GB-COH-2", "Loom Ltd", BUSINESS, "BD1 1HX"),
        ("NAME-a", "Loom Ltd", BUSINESS, "BD1 1HX"),
    )
    assert len(set(merged.values())) == 3


@pytest.mark.parametrize(
    "names",
    [
        ("University of Leeds", "The University of Leeds"),
        ("UNIVERSITY OF YORK", "York University"),
        ("Leeds Metropolitan University", "Leeds Beckett University"),
    ],
)
def test_a_university_is_one_whoever_lists_it(names: tuple[str, str]) -> None:
    merged = merge(("NAME-a", names[0], UNIVERSITY, "LS2 9JT"), ("GTR-b", names[1], UNIVERSITY, ""))
    assert len(set(merged.values())) == 1
    assert merged["GTR-b"].startswith("UKPRN-")


def test_universities_with_like_names_are_not_one() -> None:
    names = ("University of York", "York St John University", "Leeds Trinity University",
             "University of Leeds")  # fmt: skip
    merged = merge(*((f"GTR-{name}", name, UNIVERSITY, "") for name in names))
    assert len(set(merged.values())) == len(names)


def test_those_without_a_name_are_never_one() -> None:
    merged = merge(("NAME-1", "", "unincorporated", ""), ("NAME-2", "", "unincorporated", ""))
    assert len(set(merged.values())) == 2
