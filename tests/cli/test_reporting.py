"""`wardwise report` and `wardwise briefing`, as a person at a terminal runs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from docx import Document
from typer.testing import CliRunner, Result

from catalog import store
from catalog.faults import is_foreseen
from catalog.settings import Settings
from cli import reporting
from cli.reporting import ReportingError
from cli.terminal import app
from reports.briefing.ward_facts import UnknownWardError
from reports.choices import ChoicesError
from reports.files import FormatError
from reports.inputs import PlaceError
from reports.render.docx_template import TEMPLATE

BAILDON = "E05001341"


@pytest.fixture
def data(prepared: Settings) -> Path:
    return prepared.data


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WARDWISE_DATA", str(data))
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


def test_a_report_of_a_group_in_the_formats_asked(
    run: Callable[..., Result], tmp_path: Path, data: Path
) -> None:
    found = run(
        "report", "-c", "Bradford", "-c", "Calderdale", "--name", "The two", "--format",
        "csv,html", "--out", tmp_path, "--date", "2026-11-23",
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [name.partition(".")[2] for name in names] == ["csv", "csv-metadata.json", "html"]
    (stem,) = {name.partition(".")[0] for name in names}
    assert re.fullmatch(
        "sectors-and-skills-gaps-the-two-[0-9a-f]{8}-2026-11-23", stem
    )  # fmt: skip
    figures = pl.read_csv(tmp_path / f"{stem}.csv", infer_schema_length=None)
    gaps = figures.filter(table="gaps", measure="gap_persons")
    assert gaps["gss_code"].unique().to_list() == ["group"]
    assert gaps.height == 26


def test_a_format_that_there_is_not_is_refused_before_anything_is_made(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    found = run("report", "-c", "Bradford", "--format", "odt", "--out", tmp_path)
    assert isinstance(found.exception, FormatError)
    assert not list(tmp_path.iterdir())


def test_what_is_in_a_report_can_be_chosen(run: Callable[..., Result], tmp_path: Path) -> None:
    words = tmp_path / "next.txt"
    words.write_text("We meet in May.\n\nThen we act.", "utf-8")
    made = run(
        "report", "-c", "Calderdale", "--format", "html", "--out", tmp_path, "--date", "2026-11-23",
        "--edition", "brief", "--title", "Skills", "--contact", "Zebedee Quillfeather",
        "--without", "wards", "--text", f"next-steps={words}",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    page = (tmp_path / "skills-calderdale-brief-2026-11-23.html").read_text("utf-8")
    for wanted in ("<p>We meet in May.</p>", "Next steps", "Zebedee Quillfeather"):
        assert wanted in page, wanted
    assert "Wards that stand out" not in page


def test_all_that_is_wrong_of_the_choices_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "prepare_settings", lambda: pytest.fail("something was made"))
    saved = tmp_path / "choices.toml"
    saved.write_text("colour = 1", "utf-8")
    found = CliRunner().invoke(app, [
        "report", "-c", "Bradford", "--edition", "huge", "--without", "poems", "--text", "limits",
        "--logo", str(tmp_path / "none.png"), "--choices", str(saved), "--out", str(tmp_path),
    ])  # fmt: skip
    assert isinstance(found.exception, ChoicesError)
    assert is_foreseen(found.exception)
    for fault in ("'colour' is not a choice", "none.png cannot be read", "'huge'", "'poems'",
                  "--text limits is not SECTION=FILE"):  # fmt: skip
        assert fault in str(found.exception), fault


def test_a_briefing_of_a_ward_and_of_all_wards(run: Callable[..., Result], tmp_path: Path) -> None:
    one = run("briefing", "--ward", BAILDON, "--out", tmp_path, "--date", "2026-11-23")
    assert one.exit_code == 0, one.output
    stem = "ward-briefing-baildon-bradford-e05001341-2026-11-23"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{stem}.html", f"{stem}.pdf"]
    joined = run("briefing", "--ward", BAILDON, "--together", "--out", tmp_path, "--date",
                 "2026-11-23")  # fmt: skip
    assert joined.exit_code == 0, joined.output
    assert {path.name for path in tmp_path.glob("ward-briefings-bradford-2026-11-23.*")} == {
        "ward-briefings-bradford-2026-11-23.pdf", "ward-briefings-bradford-2026-11-23.zip",
    }  # fmt: skip
    every = run("briefing", "--all-wards", "-c", "Calderdale", "--format", "html", "--out",
                tmp_path / "all")  # fmt: skip
    assert every.exit_code == 0, every.output
    assert len(list((tmp_path / "all").iterdir())) == 17


def test_a_ward_that_is_not_held_is_one_sentence(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    found = run("briefing", "--ward", "E05999999", "--out", tmp_path)
    assert isinstance(found.exception, UnknownWardError)
    assert is_foreseen(found.exception), "main() prints it and ends with 2"
    assert isinstance(run("briefing", "--out", tmp_path).exception, ReportingError)


def test_on_a_fresh_machine_the_sample_is_prepared_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path / "fresh"))
    found = CliRunner().invoke(app, ["briefing", "--ward", BAILDON, "--format", "html", "--out",
                                     str(tmp_path)])  # fmt: skip
    assert found.exit_code == 0, found.output
    assert store.has("ward_measures", Settings(data=tmp_path / "fresh").tables)


@pytest.mark.parametrize(
    "day", ["nonsense", "2024-13-99", "2024-01-01T00:00:00", "20240101", "2024-W01-1", "1066-10-14",
            "9999-12-31", "2023-02-29", "\x00"],
)  # fmt: skip
def test_a_day_that_is_none_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setattr(reporting, "prepare_settings", lambda: pytest.fail("something was made"))
    for command in (("report", "-c", "Bradford"), ("briefing", "--ward", BAILDON)):
        found = CliRunner().invoke(app, [*command, "--date", day, "--out", str(tmp_path)])
        assert isinstance(found.exception, ReportingError), found.output
        assert is_foreseen(found.exception)
        assert "--date" in str(found.exception)


@pytest.mark.parametrize(
    "arguments",
    [
        ["report"],
        ["report", "-c", "Bradford", "--format", "nonsense"],
        ["report", "-c", "Bradford", "--format", ","],
        ["report", "-c", "Bradford", "--out", "FILE"],
        ["report", "-c", "Bradford", "--out", "FILE/deeper"],
        ["briefing"],
        ["briefing", "--all-wards"],
        ["briefing", "--ward", BAILDON, "--format", "docx"],
        ["briefing", "--ward", BAILDON, "--out", "FILE"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_made_is_one_sentence_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(reporting, "prepare_settings", lambda: pytest.fail("something was made"))
    (tmp_path / "file").write_text("in the way")
    words = [one.replace("FILE", str(tmp_path / "file")) for one in arguments]
    found = CliRunner().invoke(app, words)
    assert found.exception is not None, found.output
    assert is_foreseen(found.exception)
    assert str(found.exception)


def test_a_place_that_is_not_held_is_named_and_one_held_in_part_is_said(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    found = run("report", "-c", "Leeds", "--out", tmp_path)
    assert isinstance(found.exception, PlaceError)
    assert "wardwise fetch --council Leeds" in str(found.exception)
    found = run("briefing", "--all-wards", "-c", "Leeds", "--out", tmp_path)
    assert isinstance(found.exception, PlaceError)
    assert not list(tmp_path.iterdir())
    found = run("report", "-c", "Bradford", "-c", "Leeds", "--format", "csv", "--out", tmp_path)
    assert found.exit_code == 0, found.output
    assert "1 of the 2 councils" in found.output
    assert "We have no data for Leeds" in found.output


def test_a_ward_that_is_unknown_stops_all_briefings_before_the_first(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    found = run("briefing", "--ward", BAILDON, "--ward", "E05999999", "--out", tmp_path)
    assert isinstance(found.exception, UnknownWardError)
    assert not list(tmp_path.iterdir())


def test_word_is_in_the_styles_of_the_template_named_or_set(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = tmp_path / "brand.docx"
    document = Document(str(TEMPLATE))
    document.sections[0].header.paragraphs[0].text = "Ambridge Borough Council"
    document.save(str(brand))
    asked = ["report", "-c", "Bradford", "--format", "docx", "--out", tmp_path / "out"]
    for more in (["--template", brand], []):
        monkeypatch.setenv("WARDWISE_REPORT_TEMPLATE", "" if more else str(brand))
        found = run(*asked, *more)
        assert found.exit_code == 0, found.output
        (written,) = (tmp_path / "out").iterdir()
        header = Document(str(written)).sections[0].header.paragraphs[0].text
        assert header == "Ambridge Borough Council"
        written.unlink()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--template", "none.docx"], "none.docx cannot be read"),
        (["--template", "plain.docx"], "these styles are missing: toc 1"),
        (["--template", "plain.docx", "--format", "csv"], "add docx to --format"),
    ],
)
def test_a_template_that_cannot_be_used_is_one_sentence_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.setattr(reporting, "prepare_settings", lambda: pytest.fail("something was made"))
    monkeypatch.chdir(tmp_path)
    Document().save("plain.docx")
    found = CliRunner().invoke(app, ["report", "-c", "Bradford", *arguments])
    assert is_foreseen(found.exception), found.output  # type: ignore[arg-type]
    assert words in str(found.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["plain.docx"]


def test_every_council_of_a_region_has_a_report_of_those_held(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Names joined, of which a property of a Word document holds 255 letters alone."""
    found = run("report", "--region", "Yorkshire and The Humber", "--format", "docx", "--out",
                tmp_path, "--name", "Long name " * 60)  # fmt: skip
    assert found.exit_code == 0, found.output
    (written,) = tmp_path.iterdir()
    assert len(written.name) < 120
