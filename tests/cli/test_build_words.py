"""What `build` says in the end, and commands that need one council."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import builds
from catalog.graph import Outcome
from catalog.settings import Settings
from cli.data import build_lines
from cli.terminal import find_council
from etl.areas import AreaError


def test_what_failed_and_what_is_absent_are_said_with_the_pages_that_lack_it(
    tmp_path: Path,
) -> None:
    outcomes = [
        Outcome("bres", "failed", 0.1, "bres: a column is odd"),
        Outcome("fe_achievements", "absent", 0.0, "fe_achievements: nothing fetched"),
        Outcome("population", "absent", 0.0, "population: nothing fetched"),
        Outcome("ward_measures", "absent", 0.0, "ward_measures: needs wards"),
        Outcome("councils", "made", 0.1),
    ]
    lines = build_lines(outcomes, Settings(data=tmp_path))
    assert lines[:2] == ["bres: a column is odd", "ward_measures: needs wards"]
    assert "Sectors" in lines[2]
    assert lines[2].endswith("what could not be built: jobs.")
    assert lines[3].endswith("lacks what has not been fetched: fe_achievements.")
    assert not any("population" in line for line in lines), "it is on no page"
    assert len(lines) == 4


def test_after_a_build_without_councils_it_ends_with_whose_figures_are_in_use(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path)
    outcomes = [Outcome("councils", "failed", 0.1, "councils: a list is odd")]
    builds.begin(settings)
    builds.finish(settings, outcomes)
    assert build_lines(outcomes, settings)[-1].startswith("You are seeing the sample")


def test_a_name_of_several_councils_is_not_taken_for_the_first_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    assert find_council("Taunton Deane") == "E06000066"
    with pytest.raises(AreaError, match="'West Yorkshire' matches 5 councils; name the one"):
        find_council("West Yorkshire")
