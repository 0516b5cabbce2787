"""A build beside the tables in use: nothing of it shows before it is complete."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog import staging
from catalog.graph import MANIFEST
from catalog.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def put(folder: Path, **tables: str) -> None:
    """Tables as the store writes them: another file takes the old one's place."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in tables.items():
        new = folder / f"{name}.new"
        new.write_text(content)
        new.replace(folder / f"{name}.parquet")


def read(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text() for path in sorted(folder.glob("*.parquet"))}


def test_the_sample_is_in_use_until_the_first_build_is_published(settings: Settings) -> None:
    staged = staging.open_staging(settings)
    put(staged.built, councils="new", wards="new")
    assert settings.tables == settings.sample
    assert staging.publish(staged) == ["councils", "wards"]
    assert settings.tables == settings.built
    assert read(settings.built) == {"councils": "new", "wards": "new"}


def test_what_the_build_left_alone_is_not_touched(settings: Settings) -> None:
    put(settings.built, councils="old", wards="old", premises="old")
    staged = staging.open_staging(settings)
    assert read(staged.built) == read(settings.built)
    put(staged.built, wards="new")
    assert read(settings.built)["wards"] == "old"
    put(settings.built, premises="supplied meanwhile", postcodes="supplied meanwhile")
    assert staging.publish(staged) == ["wards"]
    assert read(settings.built) == {
        "councils": "old", "postcodes": "supplied meanwhile", "premises": "supplied meanwhile",
        "wards": "new",
    }  # fmt: skip


def test_a_second_build_of_the_job_takes_what_was_supplied_during_the_first(
    settings: Settings,
) -> None:
    put(settings.built, councils="old", premises="old")
    staged = staging.open_staging(settings)
    put(staged.built, councils="first")
    put(settings.built, premises="supplied meanwhile")
    staging.publish(staged)
    staged = staging.open_staging(settings)
    assert read(staged.built) == {"councils": "first", "premises": "supplied meanwhile"}
    put(staged.built, councils="second")
    assert staging.publish(staged) == ["councils"]
    assert read(settings.built) == {"councils": "second", "premises": "supplied meanwhile"}


def test_a_build_that_stopped_goes_on_where_it_was(settings: Settings) -> None:
    put(settings.built, councils="old")
    put(staging.open_staging(settings).built, wards="half way")
    assert read(staging.open_staging(settings).built)["wards"] == "half way"


def test_where_the_tables_in_use_have_changed_it_begins_again(settings: Settings) -> None:
    put(settings.built, councils="old")
    put(staging.open_staging(settings).built, councils="half way")
    put(settings.built, councils="by the terminal")
    assert read(staging.open_staging(settings).built) == {"councils": "by the terminal"}


def test_steps_of_both_are_remembered_the_builds_own_first(settings: Settings) -> None:
    put(settings.built, councils="old")
    (settings.built / MANIFEST).write_text('{"rates_list": 1, "wards": 1}')
    staged = staging.open_staging(settings)
    (staged.built / MANIFEST).unlink()
    (staged.built / MANIFEST).write_text('{"wards": 2}')
    staging.publish(staged)
    assert json.loads((settings.built / MANIFEST).read_text()) == {"rates_list": 1, "wards": 2}


def test_a_full_disk_leaves_the_old_tables_and_no_half_of_the_new(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(settings.built, councils="old", jobs="old", wards="old")
    staged = staging.open_staging(settings)
    put(staged.built, councils="new", jobs="new", wards="new")
    link, calls = staging._link, []

    def refuse_second(path: Path, target: Path) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(target))
        link(path, target)

    monkeypatch.setattr(staging, "_link", refuse_second)
    with pytest.raises(OSError, match="No space"):
        staging.publish(staged)
    assert set(read(settings.built).values()) == {"old"}
    assert not list(settings.built.glob(".*.tmp"))
    monkeypatch.setattr(staging, "_link", link)
    assert staging.publish(staging.open_staging(settings)) == ["councils", "jobs", "wards"]


def test_published_twice_changes_nothing_the_second_time(settings: Settings) -> None:
    staged = staging.open_staging(settings)
    put(staged.built, councils="new")
    staging.publish(staged)
    assert staging.publish(staged) == []
    assert staging.open_staging(settings).built == staged.built
