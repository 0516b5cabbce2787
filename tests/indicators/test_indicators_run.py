"""All indicators of the embedded sample: what is written, said, and the same for every reader."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from typer.testing import CliRunner

from catalog import store
from catalog.schema import check
from catalog.settings import Settings
from catalog.tables import TABLES, priorities, sectors
from catalog.tables import indicators as tables
from catalog.vocabulary.status import WITHOUT_VALUE
from cli.entry import FAMILIES, transparency
from cli.terminal import app
from indicators import inputs, run
from indicators.explain import EXPLAINED
from indicators.places import groups
from indicators.skills.openings import OCCUPATION
from reports.briefing import ward_facts
from reports.inputs import read_area

SAMPLE_COUNCILS = ("E08000032", "E08000033", "E08000034")
EVERY = pytest.mark.parametrize("name", list(EXPLAINED))
KEPT = {  # two tables that add up by key, and what is summed
    "skills_openings": ("growth_openings_persons", "replacement_openings_persons"),
    "sector_decomposition": (
        "national_jobs", "mix_jobs", "competitive_jobs", "allocation_jobs",
    ),
}  # fmt: skip


@pytest.fixture
def root(prepared: Settings) -> Path:
    return prepared.tables


def test_every_table_of_indicators_is_explained_and_nothing_else() -> None:
    def names(module: ModuleType) -> set[str]:
        return {t.name for t in vars(module).values() if type(t).__name__ == "Table"}

    assert names(tables) <= set(EXPLAINED) <= names(tables) | names(sectors) | names(priorities)


@EVERY
def test_a_table_is_stored_with_rows_and_knows_how_it_was_made(root: Path, name: str) -> None:
    frame, origin = store.read(name, root)
    # Only a user's file has what employers report.
    assert check(frame, TABLES[name]).height or name == "shortage_check"
    assert EXPLAINED[name].formula in origin.method
    assert set(origin.made_from) <= set(EXPLAINED[name].reads)
    assert origin.retrieved, "the newest of what it was made from"


@EVERY
def test_a_null_says_why(root: Path, name: str) -> None:
    frame, value = store.read(name, root)[0], TABLES[name].value
    if not value:
        assert name == "similar_places"
        return
    absent = frame.filter(pl.col(value).is_null())
    assert set(absent["status"]) <= set(WITHOUT_VALUE)
    assert not set(frame.filter(pl.col(value).is_not_null())["status"]) & set(WITHOUT_VALUE)


@pytest.mark.parametrize("name", list(KEPT))
def test_parts_add_up_to_the_whole(root: Path, name: str) -> None:
    frame = store.read(name, root)[0].drop_nulls(TABLES[name].value)
    off = frame.select(pl.sum_horizontal(KEPT[name]) - pl.col(TABLES[name].value)).to_series()
    assert off.abs().max() < 1e-6  # type: ignore[operator]


def test_at_least_eight_sectors_are_answered_beyond_too_close_to_call(root: Path) -> None:
    rows = store.read("sector_growth", root)[0].filter(
        area_type="lad", industry_level="section"
    ).filter(pl.col("growth_tier") != "")  # fmt: skip
    answered = rows.filter(pl.col("growth_tier") != "too close to call")
    assert (answered.height, rows.height) == (29, 57), "as in docs/methods/indicators.md"
    by_council = answered.group_by("area_name").len().sort("area_name")
    assert by_council.rows() == [("Bradford", 12), ("Calderdale", 6), ("Kirklees", 11)]
    assert answered["tier_rate_pct"].is_not_null().all()


def test_jobs_now_are_the_published_figure_and_never_a_smoothed_one(root: Path) -> None:
    jobs = store.read("jobs", root)[0].filter(job_kind="employment").drop_nulls("jobs")
    now = store.read("sectors_now", root)[0].drop_nulls("jobs")
    published = jobs.select("area_code", "industry_code", "period", published="jobs")
    both = now.join(published, on=["area_code", "industry_code", "period"], validate="1:1")
    assert both.height == now.height
    assert both.filter(pl.col("jobs") != pl.col("published")).is_empty()


def test_a_list_that_marks_empty_premises_alone_gives_no_share_anywhere(root: Path) -> None:
    kirklees = "E08000034"
    wards = store.read("ward_measures", root)[0].filter(
        measure="premises_empty_pct", lad_code=kirklees
    )
    assert wards["value"].is_null().all()
    ward = ward_facts.find_ward(root, wards["ward_code"][0])
    council = ward_facts.compare_shares(ward_facts.read_newest_measures(ward), ward).filter(
        measure="premises_empty_pct"
    )
    assert council.select("council_pct", "council_status").rows() == [(None, "missing")]


def test_the_same_inputs_give_the_same_figures(root: Path) -> None:
    again = run.compute(inputs.read(root))
    for name, frame in again.items():
        # Stored rows are in the order of the key.
        assert frame.sort(TABLES[name].key).equals(store.read(name, root)[0]), name


def test_a_group_is_computed_as_one_place_and_its_jobs_are_its_councils(root: Path) -> None:
    found = read_area(root, SAMPLE_COUNCILS, "West Yorkshire (part)").indicators
    openings = found["skills_openings"].filter(skill_kind=OCCUPATION)
    assert openings["area_name"].unique().to_list() == ["West Yorkshire (part)"]
    single = store.read("skills_openings", root)[0].filter(
        pl.col("area_code").is_in(SAMPLE_COUNCILS), skill_kind=OCCUPATION
    )
    # The group is smoothed as one place, and is of Bradford's year, two after the others' last.
    assert openings["jobs"].sum() == pytest.approx(single["jobs"].sum(), rel=0.02)
    assert found["ward_exposure"].height == 70
    for name in run.WRITES:
        check(found[name], TABLES[name])


def test_one_council_is_as_stored(root: Path) -> None:
    found = read_area(root, ["E08000033"], "").indicators
    assert found["skills_gaps"]["area_code"].unique().to_list() == ["E08000033"]
    assert found["ward_skills"]["lad_code"].unique().to_list() == ["E08000033"]


def test_the_mix_of_members_does_not_depend_on_their_order(root: Path) -> None:
    held = inputs.read(root)
    one, other = (
        run.compute(groups.for_group(held, members, "group", "x"), names=["skills_gaps"])
        for members in (SAMPLE_COUNCILS, SAMPLE_COUNCILS[::-1])
    )
    values = [frame["skills_gaps"].filter(area_code="group") for frame in (one, other)]
    assert values[0].select("skill_code", "status").equals(values[1].select("skill_code", "status"))
    assert (values[0]["gap_persons"] - values[1]["gap_persons"]).abs().max() < 1e-6  # type: ignore[operator]


def said(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.setenv("WARDWISE_DATA", str(root.parent))
    assert FAMILIES, "the commands are registered"
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code == 0, found.output
    return found.output


def test_explain_says_formula_inputs_periods_assumptions_and_status(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = said(root, monkeypatch, "explain", "skills_gaps", "--council", "Bradford")
    told = EXPLAINED["skills_gaps"]
    assert told.formula in text
    assert told.limits[0] in text
    assert "31 figures (partial 31)" in text
    text = said(root, monkeypatch, "explain", "skills_supply", "--council", "Bradford")
    assert "Department for Education" in text
    assert "Periods: 2023-24" in text or "to 2023-24" in text


def test_explain_alone_lists_every_indicator(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(root, monkeypatch, "explain")
    assert all(name in text for name in EXPLAINED)


def test_a_scenario_from_the_terminal(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(
        root, monkeypatch, "scenario", "-c", "Bradford", "--jobs", "F:500:2028",
        "--course", "construction:60:3", "--format", "csv",
    )  # fmt: skip
    assert "Illustration, not a forecast" in text
    assert "+500 jobs in section F between 2026 and 2028" in text
    assert "gap_after_persons" in text


def test_the_transparency_record_is_up_to_date() -> None:
    held = transparency.content()
    written = (transparency.FOLDER / "atrs.md").read_text("utf-8")
    assert written == transparency.markdown(held), "run `wardwise record`"
    assert (transparency.FOLDER / "atrs.json").read_text("utf-8") == transparency.as_json(held)
    assert json.loads(transparency.as_json(held))["Tier 1: summary"]["Name"] == "Wardwise"
