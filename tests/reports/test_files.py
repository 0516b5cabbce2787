"""Writing reports to files: names that choose no path, and all files or none."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import factory_reports
import pytest

from catalog import store
from reports import files

QUICK = ("html", "csv", "xlsx")


def tell(done: int, total: int, what: str) -> None:
    """Tells nobody."""


def test_every_format_becomes_a_file_with_the_reports_name_and_date(tmp_path: Path) -> None:
    written = files.write(factory_reports.report(), files.FORMATS, tmp_path, tell)
    stem = "sectors-and-skills-gaps-hartfield-milton-group-full-2026-11-23"
    assert sorted(path.name for path in written) == sorted(
        [*(f"{stem}.{form}" for form in files.FORMATS), f"{stem}.csv-metadata.json"]
    )  # fmt: skip
    assert sorted(tmp_path.iterdir()) == sorted(written)
    assert all(path.stat().st_size for path in written)


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x", "a/b", "..", "CON:", "é\n\0"])
def test_a_name_chooses_no_path(tmp_path: Path, name: str) -> None:
    odd = replace(factory_reports.report(), subtitle=name, title="")
    (path,) = files.write(odd, ["html"], tmp_path / "deep", tell)
    assert path.parent == tmp_path / "deep"
    assert set(path.stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_an_unknown_format_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(files.FormatError, match="unknown format odt; choose from docx"):
        files.write(factory_reports.report(), ["html", "odt"], tmp_path, tell)
    assert not list(tmp_path.iterdir())


def test_where_the_disk_refuses_one_file_none_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = store.replacing

    @contextmanager
    def refuses_the_workbook(path: Path) -> Iterator[Path]:
        if path.suffix == ".xlsx":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        with whole(path) as temporary:
            yield temporary

    monkeypatch.setattr(store, "replacing", refuses_the_workbook)
    with pytest.raises(OSError, match="No space left"):
        files.write(factory_reports.report(), QUICK, tmp_path, tell)
    assert not list(tmp_path.iterdir())


def test_a_stop_in_the_middle_leaves_the_report_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files.write(factory_reports.report(), QUICK, tmp_path, tell)
    held = {path: path.read_bytes() for path in before}

    def stops(done: int, total: int, what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    later = replace(factory_reports.report(), areas=("Elsewhere",))
    with pytest.raises(KeyboardInterrupt):
        files.write(later, QUICK, tmp_path, stops)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == held


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(OSError, match="file"):
        files.write(factory_reports.report(), ["html"], blocked, tell)


def test_progress_is_told_format_by_format() -> None:
    told: list[tuple[int, int, str]] = []
    files.render_files(factory_reports.report(), QUICK, lambda *step: told.append(step))
    assert told == [
        (0, 3, "writing html"), (1, 3, "writing csv"), (2, 3, "writing xlsx"), (3, 3, "written"),
    ]  # fmt: skip


def test_a_folder_in_the_way_of_one_file_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    before = files.write(factory_reports.report(), QUICK, tmp_path, tell)
    held = {path: path.read_bytes() for path in before[1:]}
    before[0].unlink()
    before[0].mkdir()
    later = replace(factory_reports.report(), areas=("Elsewhere",))
    with pytest.raises(IsADirectoryError, match=before[0].name):
        files.write(later, QUICK, tmp_path, tell)
    assert {path: path.read_bytes() for path in held} == held


def test_formats_by_commas_each_once(tmp_path: Path) -> None:
    assert files.parse_formats(" PDF,html,pdf, ,", files.FORMATS, "a report") == ["pdf", "html"]
    for text in ("", " , ", "pdf,odt", "nonsense"):
        with pytest.raises(files.FormatError, match="choose from docx"):
            files.parse_formats(text, files.FORMATS, "a report")
