"""No page depends on a table that a council may lack: left out, spoilt, without rows, by two.

`benchmarks/matrix.py` has the full product; here is each page with each table that it asks for.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import factory_degraded
import numpy as np
import polars as pl
import pytest
import shapely
from factory_degraded import AREAS, CALDERDALE, PAGES

from catalog import store
from catalog.settings import Settings
from catalog.tables import TABLES
from etl.run import registry
from indicators.explain import EXPLAINED
from views.parts import missing_tables

# Reports read tables by themselves, and have tests of their own.
ASKING = [page for page in PAGES if page not in ("export", "data-and-methods")]


@pytest.fixture(scope="module")
def sample(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return (
        factory_degraded.link_tables(prepared.tables, tmp_path_factory.mktemp("whole") / "data")
        / "tables"
    )


def run(
    sample: Path, folder: Path, page: str, what: str, which: tuple[str, ...],
    places: Sequence[Sequence[str]] = AREAS,
) -> str:  # fmt: skip
    """The words of a page, once for each place (one council, and two); fails where any does."""
    folder_made = factory_degraded.make_folder(sample, folder, what, which)
    tests = [factory_degraded.run_page(page, folder_made, list(areas)) for areas in places]
    faults = [fault for test in tests for fault in factory_degraded.list_faults(test)]
    assert faults == [], (page, what, which)
    return factory_degraded.read_words(tests[0])


@pytest.mark.parametrize("page", ASKING)
def test_each_table_that_a_page_asks_for_can_be_absent(
    sample: Path, tmp_path: Path, page: str
) -> None:
    with factory_degraded.record_tables() as names:
        factory_degraded.run_page(page, sample.parent, [CALDERDALE])
    # Each table once, in turn for one council and for two.
    for number, name in enumerate(sorted(names & set(store.names(sample)))):
        place = AREAS[number % len(AREAS)]
        run(sample, tmp_path / name, page, "left out", (name,), [place])


@pytest.mark.parametrize("page", ASKING)
def test_two_can_be_absent_and_one_spoilt(sample: Path, tmp_path: Path, page: str) -> None:
    with factory_degraded.record_tables() as names:
        factory_degraded.run_page(page, sample.parent, [CALDERDALE])
    chance = random.Random(page)
    pairs = list(itertools.combinations(sorted(names & set(store.names(sample))), 2))
    # In turn for one council and for two.
    for number, pair in enumerate(chance.sample(pairs, min(3, len(pairs)))):
        one, other = ([AREAS[each % len(AREAS)]] for each in (number, number + 1))
        run(sample, tmp_path / f"two-{number}", page, "left out", pair, one)
        text = run(sample, tmp_path / f"spoilt-{number}", page, "spoilt", pair[:1], other)
        assert "cannot read the file" in text or "cannot be read" in text, pair[0]
        run(sample, tmp_path / f"empty-{number}", page, "no rows of it", pair, one)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_but_councils_is_held(sample: Path, tmp_path: Path, page: str) -> None:
    others = tuple(name for name in store.names(sample) if name != "councils")
    text = run(sample, tmp_path, page, "left out", others)
    assert "wardwise" in text or "We have not made forecasts" in text, "it says what to run"


@pytest.mark.parametrize("page", ASKING)
def test_a_council_of_which_no_other_table_has_rows(
    sample: Path, tmp_path: Path, page: str
) -> None:
    others = tuple(name for name in store.names(sample) if name not in ("councils", "wards"))
    run(sample, tmp_path, page, "no rows of it", others)


def test_what_is_absent_is_said_with_what_to_run(sample: Path, tmp_path: Path) -> None:
    text = run(sample, tmp_path / "a", "sectors", "left out", ("forecasts",))
    assert "We have no data on: forecasts. The figures that need it are left out." in text
    assert "run `wardwise forecast`" in text
    text = run(sample, tmp_path / "b", "premises", "left out", ("ward_premises",))
    assert "`wardwise rates FILE --council NAME`" in text
    complete = factory_degraded.read_words(
        factory_degraded.run_page("sectors", sample.parent, [CALDERDALE])
    )
    assert "We have no data on:" not in complete


def test_what_must_be_supplied_is_said_in_one_sentence() -> None:
    said = missing_tables.missing_sentences({"fe_aims": "", "apprenticeships": "", "forecasts": ""})
    assert said == [
        "We have no data on: adults' courses by subject and level (`fe_aims`); apprenticeships by "
        "subject and level (`apprenticeships`). The figures that need it are left out. To get it, "
        "run `wardwise supply TABLE FILE` for each, then `wardwise build`.",
        "We have no data on: forecasts. The figures that need it are left out. To get it, run "
        "`wardwise forecast`.",
    ]


def test_of_a_group_a_page_misses_only_what_its_own_figures_are_made_from(
    sample: Path, tmp_path: Path
) -> None:
    absent = ("fe_aims", "graduate_activities", "adverts_by_occupation", "jobs_fine")
    for page, said in (("sectors", absent[3:]), ("skills", absent[:3])):
        text = run(sample, tmp_path / page, page, "left out", absent, AREAS[1:])
        missed = {name for name in absent if missing_tables.title(name) in text}
        assert missed == set(said), page


def test_every_table_that_pages_read_has_a_title_and_every_title_a_table() -> None:
    assert set(missing_tables.TITLES) <= set(TABLES)
    assert set(EXPLAINED) <= set(missing_tables.TITLES)
    assert {"jobs", "gva", "forecasts", "wards", "councils"} <= set(missing_tables.TITLES)


def moved(wards: pl.DataFrame, degrees: float) -> pl.DataFrame:
    """The wards so far to the east."""
    shapes = shapely.from_wkb(wards["geometry_wkb"].to_list())
    east = shapely.transform(shapes, lambda points: points + np.array([degrees, 0.0]))
    return wards.with_columns(geometry_wkb=pl.Series(shapely.to_wkb(east), dtype=pl.Binary))


def of_wards(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    """Rows of wards with Calderdale's cut to one ward, or repeated under new codes to so many."""
    rows = frame.filter(pl.col("lad_code") == CALDERDALE).sort("ward_code")
    others = frame.filter(pl.col("lad_code") != CALDERDALE)
    codes = rows["ward_code"].unique().sort().to_list()
    parts = []
    for each in range(number):
        code = codes[each % len(codes)]
        part = rows.filter(pl.col("ward_code") == code)
        if each >= len(codes):
            round_of = f"{each // len(codes)}"
            if "geometry_wkb" in part.columns:
                part = moved(part, 0.5 * (each // len(codes)))
            part = part.with_columns(
                ward_code=pl.lit(f"E059{each:05d}"),
                ward_name=pl.concat_str("ward_name", pl.lit(f" {round_of}")),
            )
        parts.append(part)
    return pl.concat([others, *parts])


@pytest.mark.parametrize("number", [1, 120])
def test_a_council_of_one_ward_and_of_many(sample: Path, tmp_path: Path, number: int) -> None:
    folder = factory_degraded.link_tables(sample, tmp_path / "data")
    for name in ("wards", "ward_measures", "ward_premises", "ward_sector_jobs", "ward_skills",
                 "ward_exposure"):  # fmt: skip
        factory_degraded.rewrite_table(folder, name, of_wards(store.read(name, sample)[0], number))
    for page in ASKING:
        for areas in AREAS:
            test = factory_degraded.run_page(page, folder, list(areas), ward="E05001371")
            assert factory_degraded.list_faults(test) == [], page
    table = factory_degraded.run_page("map", folder, [CALDERDALE]).dataframe[0].value
    assert len(table) == number


def test_what_only_a_file_brings_is_to_be_supplied_and_never_fetched() -> None:
    by_file = {module.TABLE.name for module in registry.modules().values()
               if module.SOURCE.service == "file"}  # fmt: skip
    assert set(missing_tables.SUPPLIED) == by_file
    for name in by_file:
        assert missing_tables.remedy(name).startswith(f"`wardwise supply {name} FILE`")
        assert name in missing_tables.TITLES
