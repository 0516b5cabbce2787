"""The search: shared words and nearness decide, and what is not known is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import factory_awards as world
import numpy as np
import pytest
from factory_awards import BRADFORD, award, research, university

from innovation import steps
from innovation.centre import CentreError, centre_on_councils
from innovation.search import (
    FOUND,
    Answer,
    SearchError,
    SearchTables,
    list_projects_of,
    read_tables,
    search_organisations,
    search_projects,
)

FILM = {"project_title": "Film archives"}


def prepare(root: Path, awards: list, projects: list | None = None) -> SearchTables:  # type: ignore[type-arg]
    reader = world.build(root, awards, projects)
    steps.build_terms(root, lambda *_: None)
    return read_tables(reader)


def search(words: str, root: Path, tables: SearchTables, km: float = 30.0) -> Answer:
    from catalog.reading import Reader

    return search_organisations(words, tables, centre_on_councils(Reader(root), [BRADFORD]), km)


def test_shared_words_come_first_and_then_nearness(tmp_path: Path) -> None:
    tables = prepare(tmp_path, [
        award("1", "Far Ltd", organisation_postcode="LS6 3AA"), award("2", "Near Ltd"),
        award("3", "Fibre Ltd", project_title="Fibre for broadband"),
        award("4", "Film Ltd", **FILM), university("1"),
    ])  # fmt: skip
    answer = search("carbon fibres, woven or weaving", tmp_path, tables)
    assert answer.found["organisation_name"].to_list() == [
        "Near Ltd", "Far Ltd", "University of Leeds", "Fibre Ltd"
    ]  # fmt: skip
    assert answer.found["shared_words"].to_list()[:2] == ["carbon, fibres, weaving"] * 2
    assert dict(answer.found.schema) == FOUND
    assert answer.found["source"][0] == (
        "Nobody, innovate_uk, 2026-11-20 (Open Government Licence v3.0)."
    )
    far = answer.found.row(1, named=True)
    assert far["distance_km"] == pytest.approx(13.3, abs=0.3)
    assert (far["partners_count"], far["partner_names"]) == (1, "University of Leeds")


def test_the_projects_of_one_organisation_are_listed(tmp_path: Path) -> None:
    tables = prepare(tmp_path, [
        award("1"), award("2", project_title="Carbon fibre"), award("3", "Weft Ltd"),
        award("4", project_status="closed", project_start=date(2015, 1, 1)),
    ])  # fmt: skip
    code = award()["organisation_code"]
    listed = list_projects_of("carbon fibre", tables, code)
    assert listed["project_code"].to_list() == ["IUK-2", "IUK-1"]
    assert list_projects_of("carbon fibre", tables, code, recent_only=False).height == 3


def test_a_distance_leaves_out_what_lies_beyond(tmp_path: Path) -> None:
    tables = prepare(tmp_path, [
        award("1", "Near Ltd"), award("2", "Far Ltd", organisation_postcode="LS6 3AA"),
        award("3", "Lost Ltd", organisation_postcode="", address_lad_name=""),
    ])  # fmt: skip
    answer = search("carbon", tmp_path, tables, km=5)
    assert answer.found["organisation_name"].to_list() == ["Near Ltd"]
    assert any("could not place" in note and note.endswith(": 1.") for note in answer.notes)
    with pytest.raises(SearchError, match="cannot be searched"):
        search("carbon", tmp_path, tables, km=0)
    with pytest.raises(SearchError, match="cannot be searched"):
        search("carbon", tmp_path, tables, km=float("nan"))


def test_where_only_the_council_is_known_it_is_said(tmp_path: Path) -> None:
    tables = prepare(tmp_path, [
        award("1", "Here Ltd", organisation_postcode=""), university("2"),
    ])  # fmt: skip
    answer = search("carbon", tmp_path, tables)
    assert answer.found["position_of"].to_list() == ["council", "council"]
    assert answer.found["distance_km"][0] == 0.0
    assert any("the middle of that council" in note for note in answer.notes)


def test_only_live_or_recent_projects_count(tmp_path: Path) -> None:
    old = {"project_start": date(2018, 1, 1), "project_status": "closed"}
    tables = prepare(tmp_path, [
        award("1", "Old Ltd", **old), award("2", "Long Ltd", **old | {"project_status": "live"}),
        award("3", "New Ltd", project_status="closed"),
        award("4", "Gone Ltd", is_withdrawn=True),
    ])  # fmt: skip
    found = search("carbon", tmp_path, tables).found
    assert sorted(found["organisation_name"]) == ["Long Ltd", "New Ltd"]


def test_who_may_be_a_person_is_never_listed(tmp_path: Path) -> None:
    nameless = {"organisation_kind": "unincorporated", "code": "NAME-1-1"}
    tables = prepare(tmp_path, [award("1", "", **nameless), award("2")])
    assert search("carbon", tmp_path, tables).found["organisation_name"].to_list() == ["Loom Ltd"]


def test_records_that_name_the_lead_alone_say_nothing_of_partners(tmp_path: Path) -> None:
    tables = prepare(tmp_path, [award("1")], [research("P1", "Carbon")])
    partners = dict(
        search("carbon", tmp_path, tables)
        .found.select("organisation_name", "partners_count")
        .rows()
    )
    assert partners == {"Loom Ltd": 0, "The University of Leeds": None}


@pytest.mark.parametrize("words", ["", "  ", "of the", "?!"])
def test_a_question_without_a_word_is_refused(tmp_path: Path, words: str) -> None:
    tables = prepare(tmp_path, [award("1")])
    with pytest.raises(SearchError, match="no word to search for"):
        search_projects(words, tables)


def test_words_that_nobody_works_on_find_nobody(tmp_path: Path) -> None:
    tables = prepare(tmp_path, [award("1")])
    answer = search("zeppelins", tmp_path, tables)
    assert answer.found.is_empty()
    assert dict(answer.found.schema) == FOUND


def test_without_records_it_says_what_to_do(tmp_path: Path) -> None:
    reader = world.build(tmp_path)
    with pytest.raises(SearchError, match="wardwise fetch --only innovate_uk"):
        read_tables(reader)
    with pytest.raises(CentreError, match="wardwise build"):
        centre_on_councils(reader, ["E99999999"])


def test_the_same_question_has_the_same_answer(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    words = ["carbon", "fibre", "film", "wool", "steel"]
    tables = prepare(tmp_path, [
        award(str(n), f"Firm {n} Ltd", project_title=" ".join(rng.choice(words, 4)))
        for n in range(30)
    ])  # fmt: skip
    first = search("carbon steel", tmp_path, tables).found
    assert first.equals(search("carbon steel", tmp_path, tables).found)
    assert first["rank"].to_list() == list(range(1, first.height + 1))
