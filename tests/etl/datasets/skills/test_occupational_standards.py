"""A user's list of occupational standards: what is read, refused, and found for an occupation."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from catalog import store
from catalog.settings import Settings
from etl.clients.http import FetchError
from etl.run import recognising, registry
from indicators.skills import standards

LIST = (
    "standard_code,standard_title,standard_level,occupation_code\n"
    "ST9001,Made-up nurse,Level 6,2237\n"
    "ST9001,Made-up nurse,Level 6,2231\n"
    "ST9002,Made-up helper,,61\n"
    "ST9003,Made-up midwife,3,223\n"
)


def tidied(text: str, folder: Path) -> pl.DataFrame:
    file = folder / "list.csv"
    file.write_text(text, "utf-8")
    settings = Settings(data=folder / "data")
    assert recognising.store_file(file, settings), "told by its columns"
    registry.tidy_source("occupational_standards", settings)
    return store.read("occupational_standards", settings.built)[0]


def test_a_standard_is_found_for_the_occupation_that_its_codes_lie_in(tmp_path: Path) -> None:
    found = standards.list_standards(tidied(LIST, tmp_path), "22")
    assert found.select("standard_title", "standard_level", "occupation_codes").rows() == [
        ("Made-up midwife", 3, "223"), ("Made-up nurse", 6, "2231, 2237"),
    ]  # fmt: skip
    assert found["leads_to"][0] == "Nursing professionals"
    helpers = standards.list_standards(tidied(LIST, tmp_path), "61")
    assert helpers["standard_level"].to_list() == [None], "a level that is missing is not guessed"
    assert standards.list_standards(tidied(LIST, tmp_path), "11").is_empty()


def test_every_fault_of_a_list_is_named_at_once(tmp_path: Path) -> None:
    wrong = (
        LIST + "ST9002,Made-up helper,,61\nST9004,,2,61\nST9005,Made-up,9,2\n"
        "ST9001,Made-up doctor,6,2211\n"
    )
    with pytest.raises(FetchError) as caught:
        tidied(wrong, tmp_path)
    for words in ("without a code or a title", "not two to four digits", "not 1 to 8",
                  "more than once", "more than one title or level"):  # fmt: skip
        assert words in str(caught.value)
