"""Saved lists of councils: written and read back, refused with every fault, never half used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import store
from catalog.settings import SAMPLE, Settings
from indicators.places.saved_groups import (
    GroupsError,
    SavedGroup,
    add_group,
    groups_path,
    name_faults,
    official_keys,
    read_groups,
    remove_group,
)

COUNCILS = store.read("councils", SAMPLE)[0]
CHANGES = store.read("lad_changes", SAMPLE)[0]
RESERVED = official_keys(COUNCILS, CHANGES)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def add(settings: Settings, name: str, *councils: str) -> SavedGroup:
    return add_group(settings, name, councils, COUNCILS, CHANGES)


def read(settings: Settings) -> tuple[SavedGroup, ...]:
    return read_groups(groups_path(settings), COUNCILS, CHANGES)


def write(settings: Settings, text: str) -> None:
    groups_path(settings).write_text(text, "utf-8")


def test_a_list_is_read_back_and_removed(settings: Settings) -> None:
    assert read(settings) == ()
    added = add(settings, ' Aire "valley" ', "leeds", "E08000032")
    assert added == SavedGroup('Aire "valley"', ("E08000032", "E08000035"))
    assert read(settings) == (added,)
    assert "# Bradford, Leeds" in groups_path(settings).read_text("utf-8")
    remove_group(settings, 'aire "VALLEY"', COUNCILS, CHANGES)
    assert read(settings) == ()


def test_councils_may_be_written_by_name_by_hand(settings: Settings) -> None:
    write(settings, '[[group]]\nname = "Mine"\ncouncils = ["Leeds", "City of Bradford"]\n')
    assert read(settings)[0].lad_codes == ("E08000032", "E08000035")


@pytest.mark.parametrize(
    "name",
    ["West Yorkshire", "LEEDS", "Leeds City Council", "Harrogate", "North East",
     "north east region", "England", "Yorkshire & The Humber", "E47000003",
     "tle4", "", "  ", "x" * 61, "a\x07b"],
)  # fmt: skip
def test_a_name_that_is_official_or_none_is_refused(settings: Settings, name: str) -> None:
    with pytest.raises(GroupsError):
        add(settings, name, "Leeds", "York")
    assert not groups_path(settings).exists()


def test_every_fault_of_a_list_is_said_at_once(settings: Settings) -> None:
    with pytest.raises(GroupsError, match=r"official area Leeds.*no council 'Nowhere'"):
        add(settings, "Leeds", "Nowhere", "York")


def test_one_name_is_of_one_list(settings: Settings) -> None:
    add(settings, "Mine", "Leeds", "York")
    with pytest.raises(GroupsError, match="there is a list called mine already"):
        add(settings, "mine", "Leeds", "Hull")
    with pytest.raises(GroupsError, match="no saved list 'Yours'; the saved lists are: Mine"):
        remove_group(settings, "Yours", COUNCILS, CHANGES)


def test_every_fault_of_a_file_is_said_at_once(settings: Settings) -> None:
    write(
        settings,
        """
colour = "red"
[[group]]
name = "Leeds"
councils = ["York"]
[[group]]
name = "Mine"
councils = ["Nowhere"]
[[group]]
councils = "York"
""",
    )
    with pytest.raises(GroupsError) as error:
        read(settings)
    for fault in ("colour", "official area Leeds", "no council 'Nowhere'", "list 3",
                  "must be a list"):  # fmt: skip
        assert fault in str(error.value)


@pytest.mark.parametrize("text", ["[[group", "group = 3", "[group]\nname = 'x'"])
def test_a_file_that_is_none_is_refused_in_words(settings: Settings, text: str) -> None:
    write(settings, text)
    with pytest.raises(GroupsError, match=r"groups\.toml"):
        read(settings)


def test_a_broken_file_is_not_written_over(settings: Settings) -> None:
    write(settings, "[[group")
    with pytest.raises(GroupsError):
        add(settings, "Mine", "Leeds", "York")
    assert groups_path(settings).read_text("utf-8") == "[[group"


@given(name=st.text(max_size=70))
def test_any_name_that_is_taken_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    settings = Settings(data=tmp_path_factory.mktemp("groups"))
    if name_faults(name, (), RESERVED):
        return
    assert add(settings, name, "Leeds", "York").name == name.strip()
    assert [group.name for group in read(settings)] == [name.strip()]
