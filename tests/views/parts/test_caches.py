"""Whatever is kept between runs is known by all that it was made of.

Every cache of what serves people is listed here with what its key holds; a new one must be added.
"""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import factory_degraded
import polars as pl
import pytest
import streamlit as st
from factory_degraded import BRADFORD, CALDERDALE, KIRKLEES, labelled
from streamlit.testing.v1 import AppTest

from catalog import store
from catalog.settings import PROJECT, Settings
from views.parts import data, indicators

INPUTS_KEY = "councils, name, folder and stamps of what it reads"
KEYS = {
    "app.py:_prepared": "one for the server: by folder, and said of the tables as they then were",
    "views/parts/stored.py:_table": "name, stamp of the file",
    "views/parts/stored.py:_rows": "name, councils, stamp of the file",
    "views/parts/stored.py:_distinct": "name, columns, what must be filled, stamp of the file",
    "views/parts/data.py:_places": "saved lists, stamps of the tables that name councils",
    "views/parts/data.py:Place.label": "the place, which is never changed",
    "views/parts/data.py:_saved_lists": "path and stamp of the file, stamps of councils",
    "views/parts/data.py:_wards": "councils, stamp of the file of wards",
    "views/parts/stored.py:_origin": "name, stamp of the file",
    "views/parts/local_data.py:_councils": "stamps of the local tables",
    "views/parts/local_data.py:_fitted": "councils in focus, stamp of the outlines",
    "views/parts/local_data.py:_profile": "council, grouping, day, stamps of the local tables",
    "views/parts/local_data.py:_ranking": "area, indicator, period, stamps of the local tables",
    "views/parts/indicators.py:_compute_group_tables": f"which tables, {INPUTS_KEY}",
    "views/parts/indicators.py:_inputs": INPUTS_KEY,
    "views/data_and_methods.py:_list_overtaken": "councils, day, stamps of the tables that age",
    "views/export.py:_content": "councils, name, day, what was not answered, all tables' stamps",
    "views/export.py:_files": "all that its content was made of, and the format",
    "views/serving/workers.py:_pool": "one for the server",
    "views/export.py:_pages": "all that its content was made of",
    "views/parts/search_names.py:_welsh_names": "nothing: of a table that comes with us",
    "views/parts/ward_share.py:_joined": "council, day, all tables' stamps",
    "views/parts/ward_share.py:_parts": "council, day, all tables' stamps",
    "views/parts/works_search.py:_find": "question, councils, name, ward, all tables' stamps",
    "views/sites.py:_begin": "the whole question, folder, all tables' stamps",
    "views/ward.py:_answer": "ward, all tables' stamps",
    "indicators/skills/doubling.py:new_in_work": "nothing: of constants in its file",
    "indicators/skills/training.py:is_graduate_work": "nothing: of constants in its file",
    "reports/render/pdf.py:fonts": "nothing: fonts come with the installation",
    "indicators/skills/industry_mix.py:national_matrix": "nothing: of constants in its file",
    "indicators/skills/supply_matrix.py:rates": "the stream: of constants in its file",
    "indicators/skills/supply_matrix.py:Stream.drawn": "the stream of one area that it belongs to",
    "indicators/skills/training.py:weigh_level": "the level: of constants in its file",
    "indicators/skills/training.py:weigh_subject": "subject and level: of constants in its file",
    "indicators/skills/training.py:_course_weights": "nothing: of constants in its file",
    "indicators/skills/training.py:_degree_weights": "nothing: of constants in its file",
    "indicators/makers.py:Shared.openings": "the inputs of one computation, gone after it",
    "indicators/makers.py:Shared.areas": "the inputs of one computation, gone after it",
    "indicators/stamps.py:Stamps._parted": "the tables of one build, gone after it",
    "indicators/inputs.py:Inputs._names": "the inputs that it belongs to",
    "indicators/inputs.py:Inputs._parted": "the inputs that it belongs to",
    "indicators/inputs.py:Inputs.newest_courses": "the inputs that it belongs to",
    "indicators/skills/gaps.py:find_levels": "kind and number: of constants in its file",
    "indicators/skills/gaps.py:find_main_streams": "kind and number: of constants in its file",
    "indicators/skills/occupations.py:within_major": "nothing: of constants in its file",
    "indicators/skills/openings.py:matrix_of": "ITL2 areas: made anew for each computation",
    "indicators/skills/qualifications.py:shares_by_occupation": "nothing: of constants in its file",
    "indicators/skills/supply_matrix.py:describe_rates": "the stream: of constants in its file",
    "indicators/skills/supply_matrix.py:_rates_by_level": "the stream: of constants in its file",
    "forecasts/models/prophet_log.py:_design_with_ahead": "dates, how many are past, season, prior",
    "forecasts/backtest/accuracy.py:_draw": "how many areas and origins; the seed is a constant",
    "forecasts/parallel.py:_code": "nothing: the source text of this installation",
    "catalog/fingerprint.py:_version": "the library's name: one installation, one version",
    "catalog/fingerprint.py:_list_imported_at": "module, file and the time at which it was changed",
    "catalog/fingerprint.py:_files_named": "folder and name: what an installation comes with",
    "catalog/fingerprint.py:_references": "file and the time at which it was changed",
    "catalog/fingerprint.py:_digest_reference": "file and the time at which it was changed",
    "presentation/charts.py:_register_fonts": "nothing: fonts come with the installation",
    "reports/render/html.py:_template": "nothing: templates come with the installation",
    "catalog/fingerprint.py:_digest": "file and the time at which it was changed",
    "catalog/cluster_install.py:describe_install": "nothing: the code of this installation",
    "indicators/run.py:_read_once": "folder, what its tables hold and fields; one at a time",
    "etl/clients/nomis/cells.py:region_by_council": "nothing: of a table that comes with us",
    "etl/clients/nomis/cells.py:_areas_of": "column of a table that comes with us",
    "etl/clients/nomis/owners.py:_council_called": "the name, in tables that come with us",
    "etl/clients/nomis/owners.py:_gazetteer": "nothing: of tables that come with us",
    "etl/clients/files/workbook.py:Workbook.titles": "the workbook that it belongs to",
    "geo/os_grid.py:_transformer": "nothing: the two grids are what they are",
    "etl/rates_lists/headings.py:words_of": "the words of the heading",
}
# What is kept of a visitor's window, by the start of its name.
KEPT = {
    "shown": "the view as the address has it; codes without a table are left out when read",
    "page": "the page last shown",
    "rounds": "how often a widget began anew, by its name",
    "MADE": "the report's files, with councils, name, day, tables' stamps, choices and formats",
    "KEPT": "the choices of a report",
    "f'{KEPT}_logos": "how often the field of a logo began anew",
    "f'{controls.PICKED}section_": "what widgets show, set from the choices at each run",
    "door": "what the visitor works on, and whether the browser is still to be told",
    "ward_briefings": "briefings of all wards, with council, day and tables' stamps",
    "postcode_message": "shown once, then dropped",
    "list_name": "the name being typed for a saved list",
    "list_message": "shown once, then dropped",
    "postcode_choices": "wards of the postcode typed last, until another is typed",
    "job_control": "functions of the app for fetching, given anew at each run",
    "job_closed": "the job whose end the visitor has read",
    "offer_open": "whether the offer of newest figures is unfolded",
    "releases_checked": "whether the visitor asked which releases are due",
    "picked_": "what widgets show, set from the address at each run",
}
CACHES = {"cache", "lru_cache", "cached_property", "cache_resource", "cache_data"}
ROOMS = ("app.py", "pipeline.py", "views", "reports", "presentation", "indicators", "wards", "geo",
         "catalog", "forecasts", "etl")  # fmt: skip


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        path = PROJECT / room
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield file.relative_to(PROJECT).as_posix(), ast.parse(file.read_text("utf-8"))


def decorated(tree: ast.Module) -> Iterator[str]:
    """Names of what is cached, with their class."""
    for holder in ast.walk(tree):
        body = getattr(holder, "body", [])
        for node in body if isinstance(body, list) else []:
            if isinstance(node, ast.FunctionDef):
                for each in node.decorator_list:
                    called = each.func if isinstance(each, ast.Call) else each
                    name = called.attr if isinstance(called, ast.Attribute) else ""
                    name = called.id if isinstance(called, ast.Name) else name
                    if name in CACHES:
                        prefix = f"{holder.name}." if isinstance(holder, ast.ClassDef) else ""
                        yield prefix + node.name


def test_every_cache_is_listed_with_what_its_key_holds() -> None:
    cached = {f"{path}:{name}" for path, tree in sources() for name in decorated(tree)}
    assert cached == set(KEYS)


def test_no_cache_looks_past_its_key() -> None:
    """A cached function of pages reads no setting and no table but those it is given."""
    for path, tree in sources():
        if not path.startswith("views/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and f"{path}:{node.name}" in KEYS:
                called = {
                    part.attr if isinstance(part, ast.Attribute) else part.id
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                    for part in [call.func]
                    if isinstance(part, ast.Attribute | ast.Name)
                }
                assert not called & {"settings", "table", "peek", "stamp_tables", "now", "today"}, (
                    node.name
                )


def test_what_is_kept_of_a_window_is_listed() -> None:
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "st.session_state":
                name = ast.unparse(node.slice).strip("'").replace("PICKED + ", "picked_")
                name = name.replace("controls.picked_", "picked_")
                is_listed = any(name.startswith(start) for start in KEPT) or name == "key"
                assert is_listed, (path, name)


@pytest.fixture
def two(prepared: Settings, tmp_path: Path) -> Callable[[str], Path]:
    """Folders of data: the sample, and as often as asked for."""
    return lambda name: factory_degraded.link_tables(prepared.tables, tmp_path / name)


def jobs_of(folder: Path, monkeypatch: pytest.MonkeyPatch, column: str = "jobs") -> float:
    monkeypatch.setenv("WARDWISE_DATA", str(folder))
    return float(data.table("jobs")[0][column].sum())


def test_another_content_of_one_size_and_time_is_read_anew(
    two: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders copied with their times, or tables put in place within one tick of the clock."""
    st.cache_resource.clear()
    folder = two("one")
    before = jobs_of(folder, monkeypatch)
    path = store.path_of("jobs", folder / "tables")
    stamp = path.stat()
    frame, _ = store.read("jobs", folder / "tables")
    factory_degraded.rewrite_table(folder, "jobs", frame.with_columns(pl.col("jobs") * 2))
    content = path.read_bytes()
    if len(content) < stamp.st_size:
        path.write_bytes(content)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert jobs_of(folder, monkeypatch) == 2 * before
    other = two("two")
    assert jobs_of(other, monkeypatch) == before
    assert jobs_of(folder, monkeypatch) == 2 * before


def test_indicators_of_a_group_follow_councils_names_and_tables(
    two: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    st.cache_resource.clear()

    def jobs(folder: Path, councils: tuple[str, ...]) -> tuple[str, float]:
        monkeypatch.setenv("WARDWISE_DATA", str(folder))
        frame = indicators.select_tables(councils, "Our area")["sectors_now"]
        return frame["area_name"][0], float(frame["jobs"].sum())

    folder = two("one")
    first = jobs(folder, (BRADFORD, CALDERDALE))
    other = jobs(folder, (BRADFORD, KIRKLEES))
    assert first[1] != other[1]
    assert jobs(folder, (BRADFORD, CALDERDALE)) == first
    frame, _ = store.read("jobs", folder / "tables")
    # The origin, and so its fingerprint, stays as it was.
    factory_degraded.rewrite_table(folder, "jobs", frame.with_columns(pl.col("jobs") * 2))
    assert jobs(folder, (BRADFORD, CALDERDALE))[1] != first[1]
    monkeypatch.setenv("WARDWISE_DATA", str(folder))
    group = indicators.read_inputs((BRADFORD, CALDERDALE), "Our area").sectors
    assert group.height
    assert indicators.read_inputs((BRADFORD, CALDERDALE), "Yours").areas["area_name"].to_list() != (
        indicators.read_inputs((BRADFORD, CALDERDALE), "Our area").areas["area_name"].to_list()
    )


def test_a_report_archive_of_one_group_is_not_handed_over_for_another(
    prepared: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2026-11: two groups called alike on one day got the first one's report."""
    monkeypatch.setenv("WARDWISE_DATA", str(prepared.data))
    app = AppTest.from_string("from views import export\nexport.page()\n", default_timeout=120)
    app.query_params["area"] = [BRADFORD, CALDERDALE]
    app.run()
    labelled(app.text_input, "Name of the group").set_value("Our area").run()
    _only_csv(app)
    labelled(app.button, "Make the report").click().run()
    assert not app.exception
    assert "The report is ready" in app.success[0].value
    assert CALDERDALE in made_text(app)

    app.query_params["area"] = [BRADFORD, KIRKLEES]
    app.run()
    labelled(app.text_input, "Name of the group").set_value("Our area").run()
    _only_csv(app)
    assert not app.success, "nothing is made of these two yet"
    labelled(app.button, "Make the report").click().run()
    assert "The report is ready" in app.success[0].value
    assert KIRKLEES in made_text(app)
    assert CALDERDALE not in made_text(app)


def _only_csv(app: AppTest) -> None:
    app.button_group[0].set_value(["csv"]).run()


def made_text(app: AppTest) -> str:
    """What the archive says of its place: its files' lines, but for those on places alike."""
    _, made = app.session_state["report_files"]
    texts = [body.decode("utf-8-sig") for body in made.values()]
    return "\n".join(line for text in texts for line in text.splitlines() if "similar" not in line)


def test_what_could_not_be_prepared_is_said_only_of_those_tables(
    prepared: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline

    st.cache_resource.clear()
    folder = tmp_path / "data"
    shutil.copytree(prepared.tables, folder / "tables")
    monkeypatch.setenv("WARDWISE_DATA", str(folder))
    failed = [pipeline.Outcome("indicators", "failed", 0.1, "no jobs of Bradford")]
    monkeypatch.setattr(pipeline, "prepare", lambda _settings, _tell: failed)
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    assert "no jobs of Bradford" in app.run().warning[0].value
    store.path_of("similar_places", folder / "tables").touch()
    assert not [each for each in app.run().warning if "no jobs of Bradford" in each.value]
