"""Stored parts: whole or not there, and damage found before it is used."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from etl import raw
from etl.raw import RawError, Received

OLD, NEW = (b"old one", b"old two"), (b"new",)


def save(root: Path, pages: tuple[bytes, ...], key: str = "E08000033") -> raw.RawPart:
    received = Received(pages, "https://example.org/a", release="r1", detail={"remark": "odd"})
    return raw.save(received, source="made", key=key, areas=("E08000033",), request="a", root=root)


def held(root: Path, key: str = "E08000033") -> list[bytes]:
    part = raw.load("made", key, root)
    assert part is not None
    return part.pages()


def test_what_is_saved_comes_back_with_its_note(tmp_path: Path) -> None:
    save(tmp_path, OLD)
    (part,) = raw.parts("made", tmp_path)
    assert tuple(part.pages()) == OLD
    assert part.note.areas == ("E08000033",)
    assert part.note.detail == {"remark": "odd"}
    assert part.note.sha256 == raw.digest(OLD)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes count as settled as soon as they are written."""
    monkeypatch.setattr(raw, "SETTLED_SECONDS", -1.0)


@pytest.mark.usefixtures("settled")
def test_a_new_part_takes_the_place_of_the_old_bytes_and_of_no_other_key(tmp_path: Path) -> None:
    save(tmp_path, OLD)
    save(tmp_path, OLD, key="lsoa21-E08000033")
    save(tmp_path, OLD, key="E08000033.x")
    save(tmp_path, NEW)
    assert held(tmp_path) == [b"new"]
    assert held(tmp_path, "lsoa21-E08000033") == list(OLD)
    assert held(tmp_path, "E08000033.x") == list(OLD)
    assert len(list((tmp_path / "made").glob("E08000033.*.0.csv"))) == 2


@pytest.mark.usefixtures("settled")
def test_killed_between_bytes_and_note_leaves_the_old_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(raw, "Note", _killed)
        with pytest.raises(KeyboardInterrupt):
            save(tmp_path, NEW)
    assert held(tmp_path) == list(OLD)
    assert list((tmp_path / "made").glob("*.tmp")) == []

    save(tmp_path, (b"newer",))
    names = {path.name.split(".")[1] for path in (tmp_path / "made").glob("*.csv")}
    assert names == {raw.digest((b"newer",))[:10]}, "the killed run's bytes are gone too"


def test_two_runs_that_store_one_part_at_once_leave_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run has written its bytes and not yet its note, and the other stores its own part."""
    save(tmp_path, OLD)
    made = raw.Note
    others: list[raw.RawPart | None] = []

    def slow_note(**fields: Any) -> raw.Note:
        if not others:
            others.append(None)  # the other run's own note
            others.append(save(tmp_path, (b"of the other run",)))
        return made(**fields)

    monkeypatch.setattr(raw, "Note", slow_note)
    save(tmp_path, NEW)
    assert held(tmp_path) == [b"new"]
    for path in (tmp_path / "made").glob("*.csv"):
        os.utime(path, (0, 0))
    save(tmp_path, (b"last",))
    assert [path.read_bytes() for path in (tmp_path / "made").glob("*.csv")] == [b"last"]


def _killed(**_: object) -> None:
    raise KeyboardInterrupt


def test_the_same_bytes_again_stay(tmp_path: Path) -> None:
    save(tmp_path, OLD)
    save(tmp_path, OLD)
    assert held(tmp_path) == list(OLD)


@pytest.mark.parametrize("damage", [b"old onf", b"old", b""])
def test_damaged_bytes_are_found(tmp_path: Path, damage: bytes) -> None:
    part = save(tmp_path, OLD)
    (part.folder / part.note.files[0]).write_bytes(damage)
    with pytest.raises(RawError, match=r"made: .*E08000033 is damaged .* fetch --only made"):
        part.pages()


def test_missing_bytes_are_found(tmp_path: Path) -> None:
    part = save(tmp_path, OLD)
    (part.folder / part.note.files[1]).unlink()
    with pytest.raises(RawError, match="is damaged"):
        part.pages()


def test_a_damaged_note_is_named_and_can_be_fetched_over(tmp_path: Path) -> None:
    part = save(tmp_path, OLD)
    note = part.folder / "E08000033.note.json"
    note.write_text(note.read_text()[:40])
    with pytest.raises(RawError, match=r"cannot read the note .*E08000033\.note\.json"):
        list(raw.parts("made", tmp_path))
    assert raw.load("made", "E08000033", tmp_path) is None
    save(tmp_path, NEW)
    assert held(tmp_path) == [b"new"]


def test_parts_come_oldest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, key in (("2026-03-02", "a"), ("2026-03-01", "b"), ("2026-03-02", "c")):
        monkeypatch.setattr(raw, "now", lambda day=day: day)
        save(tmp_path, NEW, key=key)
    assert [part.note.key for part in raw.parts("made", tmp_path)] == ["b", "a", "c"]
