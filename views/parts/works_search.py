"""The search behind who works on what: topics on offer, and who is found near a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from access.decay import ReachError
from catalog.reading import Reader
from indicators.innovation import nearby, topics
from innovation import centre as centres
from innovation import search
from innovation.centre import Centre, CentreError
from innovation.search import SearchError
from presentation.skill_words import name_occupation
from views.parts import access_data, controls, data
from views.parts.skills_data import capital
from views.parts.works_question import Question

Topics = dict[str, dict[str, tuple[str, str]]]
READS: Final = (
    *(name for name in search.NEEDS if name != "innovation_terms"), "councils", "lsoa_centroids",
    "council_boundaries", "lsoa_wards", "lsoa_need", "wards",
)  # fmt: skip
MOST: Final = 1_000  # organisations of an answer
OCCUPATION: Final = "occupation"


@dataclass(frozen=True)
class Found:
    """Organisations in order (`innovation.search.FOUND`), what they are near, and how to read it.

    `fault` says why there is no answer; '' where there is one.
    """

    rows: pl.DataFrame
    near: str
    notes: tuple[str, ...] = ()
    fault: str = ""


def list_topics(chosen: controls.Chosen) -> Topics:
    """By kind of question: code of each topic, its name, and the words it is searched by."""
    offered: Topics = {}
    for kind, code, words, name in topics.list_sector_topics(data.peek("sector_lists")).iter_rows():
        offered.setdefault(kind, {})[code] = (name, words)
    ranked = data.peek("skills_priorities", (chosen.code,))
    ranked = ranked.drop_nulls("priority_rank").sort("priority_rank")
    offered[OCCUPATION] = {
        code: (capital(name_occupation(code, name)), name)
        for code, name in ranked["occupation_code", "occupation_name"].rows()
    }
    return offered


def find(question: Question, chosen: controls.Chosen, ward: str) -> Found:
    """Who is found near the ward, or near the place where none is picked."""
    reader = access_data.open_reader(READS, chosen.councils)
    return _find(question, chosen.councils, chosen.name, ward, data.stamp_tables(), reader)


# Of the nation's awards an answer takes half a second, and each change of the page asks again.
@st.cache_resource(max_entries=100, show_spinner=False)
def _find(
    question: Question,
    councils: tuple[str, ...],
    name: str,
    ward: str,
    stamps: data.TableStamps,  # noqa: ARG001
    _reader: Reader,
) -> Found:
    none = pl.DataFrame(schema=search.FOUND)
    try:
        tables = search.read_tables(_reader)
        centre = _find_centre(_reader, councils, name, ward)
        if not question.words:
            rows = nearby.list_nearby(tables, centre, question.km)
            return Found(rows, centre.name, (centre.note,))
        answer = search.search_organisations(question.words, tables, centre, question.km, most=MOST)
    except (SearchError, CentreError, ReachError) as error:
        return Found(none, name, fault=str(error))
    return Found(answer.found, centre.name, answer.notes)


def _find_centre(reader: Reader, councils: tuple[str, ...], name: str, ward: str) -> Centre:
    if ward:
        roots = (data.settings().tables, data.settings().built)
        return centres.centre_on_place(ward, reader, roots, councils)
    return centres.centre_on_councils(reader, councils, name)
