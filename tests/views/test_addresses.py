"""No address ends in an exception, and none is taken for what it does not say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import addresses
import factory_degraded
import pytest
from factory_degraded import BRADFORD, CALDERDALE
from streamlit.testing.v1 import AppTest

from catalog.settings import Settings

# The pages that read the most from their address, and are quick.
QUICK = [
    "data-and-methods",
    "map",
    "map, two",
    "premises",
    "ward, none picked",
    "scenario",
    "forecasts",
]


@pytest.fixture(scope="module")
def folder(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory_degraded.link_tables(
        prepared.tables, tmp_path_factory.mktemp("addresses") / "data"
    )


@pytest.mark.parametrize("part", range(6))
def test_no_address_ends_in_an_exception(folder: Path, part: int) -> None:
    for seed in range(25 * part, 25 * part + 25):
        page, address = addresses.seeded(seed, QUICK)
        assert addresses.faults(page, folder, address) == [], (seed, page, address)


@pytest.mark.parametrize("page", ["sectors", "skills", "ward", "export"])
def test_nor_on_the_slower_pages(folder: Path, page: str) -> None:
    for seed in range(1000, 1004):
        _, address = addresses.seeded(seed)
        assert addresses.faults(page, folder, address) == [], (seed, address)


@pytest.mark.parametrize(
    "jobs", ["F:inf:2029", "F:nan:2029", "F:٣:2029", "F:5_0:2029",
             "F:500:20²9", ":::"],
)  # fmt: skip
def test_jobs_of_a_link_are_figures_or_one_sentence(folder: Path, jobs: str) -> None:
    test = factory_degraded.run_page("scenario", folder, [BRADFORD], alone=True, jobs=jobs)
    assert not test.exception
    (sentence,) = (warning.value for warning in test.warning)
    assert sentence.startswith(
        ("We cannot read the jobs in this", "We cannot calculate this scenario")
    )
    assert "What it would do in Bradford" not in [header.value for header in test.header]


@pytest.mark.parametrize(
    "course", ["construction:1e400:3", "construction:inf:3", "construction::3"]
)
def test_a_course_of_a_link_too(folder: Path, course: str) -> None:
    test = factory_degraded.run_page("scenario", folder, [BRADFORD], alone=True, course=course)
    assert not test.exception
    (sentence,) = (warning.value for warning in test.warning)
    assert sentence.startswith(
        ("We cannot read the course in", "We cannot calculate this scenario")
    )


@pytest.mark.parametrize("jobs", ["ZZ:500:2029", "F:1e308:2029", "F:99999999:2029", "F:500:1066",
                                  "F:500:2029:E05009999"])  # fmt: skip
def test_what_can_be_read_and_not_computed_is_said(folder: Path, jobs: str) -> None:
    test = factory_degraded.run_page("scenario", folder, [BRADFORD], alone=True, jobs=jobs)
    assert not test.exception
    assert test.warning[0].value.startswith("We cannot calculate this scenario: ")
    assert "What it would do in Bradford" not in [header.value for header in test.header]


@pytest.mark.parametrize("course", ["x:60:3", "construction:60:nine"])
def test_a_course_that_is_none_is_said(folder: Path, course: str) -> None:
    test = factory_degraded.run_page("scenario", folder, [BRADFORD], alone=True, course=course)
    assert not test.exception
    assert test.warning[0].value.startswith("We cannot calculate this scenario: ")


def test_wards_and_areas_of_elsewhere_are_said(folder: Path) -> None:
    def warning_on(test: AppTest) -> str:
        assert not test.exception
        return " ".join(warning.value for warning in test.warning)

    of_bradford = factory_degraded.run_page(
        "map", folder, [CALDERDALE], alone=True, ward="E05001341"
    )
    assert "a ward of this area that we do not have: E05001341" in warning_on(of_bradford)
    former = factory_degraded.run_page("map", folder, ["E07000163"], alone=True)
    assert "an area that we do not have: E07000163" in warning_on(former)


def test_what_an_address_says_is_not_markdown(folder: Path) -> None:
    show: Callable[..., AppTest] = factory_degraded.run_page
    test = show("map", folder, ["*b* :red[z] <b> https://evil.example"], alone=True)
    assert "b redz b httpsevilexample" in test.warning[0].value
