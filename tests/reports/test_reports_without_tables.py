"""A report and a briefing depend on no table that a council may lack, and say what is not there."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import factory_report_worlds
import polars as pl
import pytest
from factory_report_worlds import BAILDON, BRADFORD, CALDERDALE, KIRKLEES, LEEDS, world

from catalog import store
from catalog.settings import Settings
from catalog.store import StoreError
from indicators import run
from presentation import charts
from reports import files, gap_report, inputs
from reports.briefing import ward_briefing, ward_briefings
from reports.briefing.ward_facts import UnknownWardError
from reports.content import Report
from reports.inputs import PlaceError

VITAL = ("councils",)  # without it no place has a name, and nothing at all is built
# What a report or a briefing asks for; benchmarks/matrix_reports.py leaves out every table.
NAMES = sorted(
    {
        *VITAL,
        *inputs.WANTED,
        *inputs.DERIVED,
        *run.WRITES,
        "backtest",
        "forecast_histories",
        "ward_changes",
    }
    - {"sector_evidence"}
)
PAIRS = [random.Random(number).sample(NAMES, 2) for number in range(8)]
# For a group indicators are made afresh from these, and the rest is as for one council.
OF_GROUPS = (
    "jobs", "gva", "forecasts", "adverts", "claimants", "census_occupations", "fe_achievements",
    "occupation_matrix", "ward_measures", "skills_gaps",
)  # fmt: skip


@pytest.fixture
def root(prepared: Settings) -> Path:
    return prepared.tables


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts are not drawn, which takes most of the time, but where a test asks for `drawn`."""
    if "drawn" not in request.fixturenames:
        monkeypatch.setattr(charts, "svg", lambda *_, **__: "<svg/>")


@pytest.fixture
def drawn() -> None:
    """Charts are drawn."""


def made(root: Path, *councils: str, name: str = "Our area") -> Report:
    return gap_report.build(root, councils, name, made_on="2026-11-26", version="0")


def brief(root: Path, ward: str = BAILDON) -> Report:
    return ward_briefing.content(root, ward, made_on="2026-11-26", version="0")


def sound(report: Report, root: Path) -> Report:
    assert not factory_report_worlds.faults(report, root)
    return report


@pytest.mark.parametrize("name", NAMES)
def test_without_any_one_table_report_and_briefing_are_made_and_say_it(
    root: Path, tmp_path: Path, name: str
) -> None:
    there = world(root, tmp_path / "w", without=[name])
    if name in VITAL:
        with pytest.raises(StoreError, match=r"councils has not been built .*wardwise fetch"):
            made(there, BRADFORD)
        return
    report = sound(made(there, BRADFORD), there)
    what = (inputs.WANTED | inputs.DERIVED).get(name)
    if what and store.has(name, root):
        said = " ".join(factory_report_worlds.texts(report)).lower()
        assert re.search(rf"no data for bradford on [^.]*{re.escape(what.lower())}", said), what
    if name == "wards":
        with pytest.raises(StoreError, match="wards has not been built"):
            brief(there)
    else:
        sound(brief(there), there)


@pytest.mark.parametrize("name", OF_GROUPS)
def test_without_any_one_table_the_report_of_a_group_is_made(
    root: Path, tmp_path: Path, name: str
) -> None:
    there = world(root, tmp_path / "w", without=[name])
    sound(made(there, BRADFORD, KIRKLEES), there)


@pytest.mark.parametrize("name", ["jobs", "forecasts", "skills_openings", "ward_sector_jobs", "aps",
                                  "ward_measures", "skills_pressure", "wards", "gva"])  # fmt: skip
def test_a_table_without_rows_is_as_one_that_is_not_there(
    root: Path, tmp_path: Path, name: str
) -> None:
    empty = world(root, tmp_path / "e", edits={name: factory_report_worlds.no_rows})
    absent = world(root, tmp_path / "a", without=[name])
    one, other = (sound(made(there, BRADFORD), there) for there in (empty, absent))
    assert list(factory_report_worlds.texts(one)) == list(factory_report_worlds.texts(other))
    assert name not in {line.table for line in other.sources}
    stated = {source for table in one.tables() for source in table.source.split(", ")}
    assert name not in stated, "nothing was read of it"


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_without_two_tables_at_random(root: Path, tmp_path: Path, pair: list[str]) -> None:
    there = world(root, tmp_path / "w", without=[name for name in pair if name not in VITAL])
    sound(made(there, BRADFORD), there)


def test_with_the_councils_alone_the_place_is_named_and_what_to_run(
    root: Path, tmp_path: Path
) -> None:
    there = world(
        root, tmp_path / "w", without=[name for name in store.names(root) if name not in VITAL]
    )
    with pytest.raises(PlaceError, match=r"we have no data for Bradford; run `wardwise fetch"):
        made(there, BRADFORD)


def test_a_council_that_is_not_held_is_named(root: Path) -> None:
    with pytest.raises(PlaceError, match=r"data for Leeds; run `wardwise fetch --council Leeds`, "):
        made(root, LEEDS)
    with pytest.raises(PlaceError, match="a report needs a council"):
        made(root)
    with pytest.raises(PlaceError, match="no council has the code E07000164"):
        made(root, "E07000164")  # Hambleton, which North Yorkshire replaced
    with pytest.raises(PlaceError, match='--council "North Yorkshire"'):
        ward_briefings.list_wards(root, ["E06000065"])


def test_of_a_group_that_is_held_in_part_title_and_text_say_so(root: Path) -> None:
    report = sound(made(root, BRADFORD, CALDERDALE, LEEDS), root)
    assert report.subtitle == "Our area: 2 of 3 councils"
    assert report.areas == ("Bradford", "Calderdale")
    words = "This report covers 2 of the 3 councils of Our area: Bradford and Calderdale. We have"
    assert sum(words in text for text in factory_report_worlds.texts(report)) == 3
    whole = made(root, BRADFORD, CALDERDALE)
    assert "councils" not in whole.subtitle
    assert not whole.coverage
    alone = sound(made(root, BRADFORD, LEEDS), root)
    assert alone.subtitle == "Our area: 1 of 2 councils"
    assert len({files.file_stem(one) for one in (report, whole, alone)}) == 3


def test_wards_half_held_one_and_a_hundred_and_twenty(
    root: Path, tmp_path: Path, drawn: None
) -> None:
    codes = store.read("wards", root)[0].filter(lad_code=BRADFORD)["ward_code"].sort().to_list()
    for number, (kept, wards) in enumerate(
        ((factory_report_worlds.keep_wards(codes[::2]), 15),
         (factory_report_worlds.keep_wards([BAILDON]), 1),
         (factory_report_worlds.four_times, 120))
    ):  # fmt: skip
        there = world(
            root, tmp_path / str(number), edits=factory_report_worlds.of_wards(root, kept)
        )
        report = sound(made(there, BRADFORD), there)
        table = next(one for one in report.tables() if one.id == f"wards-{BRADFORD}")
        assert table.frame.height == wards
        sound(brief(there), there)
        assert len(ward_briefings.list_wards(there, [BRADFORD])) == wards


def test_wards_stand_in_their_table_whichever_of_their_tables_lacks(
    root: Path, tmp_path: Path
) -> None:
    for name in ("ward_exposure", "ward_measures", "wards"):
        there = world(root, tmp_path / name, without=[name])
        report = made(there, BRADFORD)
        table = next(one for one in report.tables() if one.id == f"wards-{BRADFORD}")
        assert table.frame.height == 30, name


def test_of_two_years_of_a_ward_figure_the_newest_is_shown(root: Path, tmp_path: Path) -> None:
    def with_a_year_before(frame: pl.DataFrame) -> pl.DataFrame:
        own = frame.filter(measure="jobs_total")
        before = own.with_columns(
            period=pl.lit("1999"), period_start=pl.lit(date(1999, 1, 1)),
            period_end=pl.lit(date(1999, 12, 31)), value=pl.col("value") + 1e6,
        )  # fmt: skip
        return pl.concat([frame, before])

    there = world(root, tmp_path / "w", edits={"ward_measures": with_a_year_before})
    for report in (made(there, BRADFORD), made(root, BRADFORD)):
        frame = next(one for one in report.tables() if one.id == f"wards-{BRADFORD}").frame
        assert frame["jobs_total_period"].unique().to_list() == ["2021"]
        assert frame["jobs_total"].max() < 1e6  # type: ignore[operator]


def test_without_boundaries_a_sentence_stands_for_the_map(root: Path, tmp_path: Path) -> None:
    there = world(root, tmp_path / "w", edits={"wards": factory_report_worlds.not_drawable})
    report = sound(made(there, BRADFORD), there)
    assert not [one for one in report.pictures() if one.id.startswith("map")]
    assert (
        "We have no ward boundaries for this place, so there is no map."
        in factory_report_worlds.texts(report)
    )
    assert (
        "We have no boundaries for these wards, so there is no map."
        in factory_report_worlds.texts(brief(there))
    )


def test_a_map_of_nothing_but_missing_figures_is_a_sentence(root: Path, tmp_path: Path) -> None:
    there = world(root, tmp_path / "w", edits={"ward_measures": factory_report_worlds.no_values})
    said = list(factory_report_worlds.texts(sound(made(there, BRADFORD), there)))
    assert any(text.endswith("no ward has a figure, so there is no map.") for text in said)
    sound(brief(there), there)


@pytest.mark.parametrize("name", ["aps", "skills_gaps", "wards", "jobs"])
def test_a_table_of_the_wrong_type_is_said_and_no_report_is_made(
    root: Path, tmp_path: Path, name: str
) -> None:
    there = world(root, tmp_path / "w", without=[name])
    frame, origin = store.read(name, root)
    column = next(c for c in frame.columns if frame.schema[c] == pl.Float64)
    broken = frame.with_columns(pl.col(column).cast(pl.String))
    broken.write_parquet(store.path_of(name, there), metadata={store.KEY: _as_json(origin)})
    for councils in ((BRADFORD,), (BRADFORD, KIRKLEES)):
        with pytest.raises(StoreError, match=rf"{name}.*{column} is String.*wardwise build"):
            made(there, *councils)


def _as_json(origin: object) -> str:
    import json

    return json.dumps(vars(origin))


def test_a_former_ward_is_named_with_what_it_is_today(root: Path) -> None:
    changes = store.read("ward_changes", root)[0]
    wards = set(store.read("wards", root)[0]["ward_code"])
    former = changes.filter(~pl.col("former_code").is_in(list(wards)))
    if former.height:
        row = former.row(0, named=True)
        with pytest.raises(UnknownWardError, match=f"former ward {row['former_name']}, today"):
            brief(root, row["former_code"])
    with pytest.raises(UnknownWardError, match="we have no ward E05999999 and E05999998;"):
        ward_briefings.check_wards(root, ["E05999999", BAILDON, "E05999998"])


@pytest.mark.parametrize(
    "without", [("forecasts",), ("ward_sector_jobs", "wards"), ("aps", "jobs")]
)
def test_every_format_is_written_of_what_is_left(
    root: Path, tmp_path: Path, without: tuple[str, ...], drawn: None
) -> None:
    there = world(root, tmp_path / "w", without=without)
    written = files.render_files(made(there, BRADFORD, LEEDS), files.FORMATS, lambda *_: None)
    assert all(written.values())
    assert len(written) == len(files.FORMATS) + 1
