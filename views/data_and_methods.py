"""Data and methods: every source with its caveats, how measures are made, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import Final

import polars as pl
import streamlit as st

import reference
from catalog.measures import MEASURES
from catalog.settings import PROJECT
from catalog.unanswered import failures_of
from catalog.vocabulary import status
from catalog.vocabulary.group_kinds import COUNCIL
from indicators.explain import EXPLAINED
from presentation import map_summary
from presentation.wording import period_in_words
from reports.inputs import WANTED
from views.parts import ages, data, messages, missing_tables, provenance, releases
from views.parts.markdown import plain

TITLE: Final = "Data and methods"
DOCUMENTS: Final = {"accessibility.md": "Accessibility", "atrs.md": "Transparency record"}


@messages.explain_faults
def page() -> None:
    messages.title(TITLE)
    releases.show()
    _missing([failure.message for failure in failures_of(data.settings())])
    _tables()
    _measures()
    _reference_tables()
    _kinds()
    _documents()
    provenance.licence()


def _missing(missing: Sequence[str]) -> None:
    st.header("What is missing", anchor=False)
    if not missing:
        st.write("Nothing requested in the last fetch is missing.")
        return
    st.warning(
        "Some data services did not answer, so we do not show the figures below anywhere. Run "
        "`wardwise fetch` again, then `wardwise build`."
    )
    for sentence in missing:
        st.text(sentence)


def _tables() -> None:
    st.header("Sources", anchor=False)
    names = data.table_names()
    if not names:
        st.error(
            "There is no data here yet. Run `wardwise fetch --council NAME`, then `wardwise build`."
        )
        return
    origins = data.origins_of(names)
    st.dataframe(
        pl.DataFrame(
            {
                "Source": [origin.title for origin in origins.values()],
                "Publisher": [origin.publisher for origin in origins.values()],
                "Release": [origin.release for origin in origins.values()],
                "Retrieved": [
                    period_in_words(origin.retrieved[:10]) for origin in origins.values()
                ],
                "Rows": [data.rows(name) for name in origins],
                "Licence": [origin.licence for origin in origins.values()],
                "Table": list(origins),
            }
        ),
        hide_index=True,
    )
    _ages()
    for name, origin in origins.items():
        with st.expander(f"{plain(origin.title)}: details and caveats"):
            sources = ", ".join(map(missing_tables.title, origin.made_from))
            derived = [f"We made this table from: {sources}."]
            where = f"Table {name}, {origin.dataset_id}\n{origin.url}"
            parts = [
                origin.sentence(),
                *(derived if origin.made_from else []),
                *origin.notes,
                where,
            ]
            st.text("\n\n".join(parts))


Overtaken = tuple[str, str, str, int, str]


def _ages() -> None:
    """For each council with figures, the sources of which newer ones are published than we have."""
    councils = tuple(
        (place.code, place.name)
        for place in data.places().values()
        if place.kind == COUNCIL and place.councils
    )
    rows = _list_overtaken(councils, datetime.now(UTC).date(), data.stamp_tables(list(WANTED)))
    st.subheader("Figures that are not the newest", anchor=False)
    if not rows:
        st.write("For every council here we have the newest figures that these sources publish.")
        return
    st.dataframe(
        pl.DataFrame(
            rows,
            ["Council", "Source", "Newest period", "Releases behind", "Compared with others"],
            orient="row",
        ),
        hide_index=True,
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def _list_overtaken(
    councils: tuple[tuple[str, str], ...],
    day: date,  # noqa: ARG001
    stamps: data.TableStamps,  # noqa: ARG001
) -> list[Overtaken]:
    """Council, source, newest period, releases behind and the comparison, as of one day."""
    return [
        (name, missing_tables.title(table), period_in_words(age.period), age.behind,
         period_in_words(age.sentence()))
        for table in WANTED
        for code, name in councils
        if (age := ages.read_age(table, (code,))) and age.behind
    ]  # fmt: skip


def _measures() -> None:
    st.header("How each measure is made", anchor=False)
    for group in dict.fromkeys(measure.group for measure in MEASURES.values()):
        with st.expander(group):
            st.html(
                _terms(
                    (
                        entry.label,
                        f"{entry.term}. {map_summary.KINDS[entry.kind]}. {entry.formula}.",
                    )
                    for entry in MEASURES.values()
                    if entry.group == group
                )
            )
    st.header("How each indicator is made", anchor=False)
    for explained in EXPLAINED.values():
        with st.expander(explained.title):
            small = ("Figures that come with Wardwise", explained.reference_sentences())
            lists = (("Assumptions", explained.assumptions), ("Limits", explained.limits), small)
            parts = [
                explained.question,
                f"{explained.formula}.",
                f"Uses: {', '.join(map(missing_tables.title, explained.reads))}.",
            ]
            parts += [f"{title}:\n" + "\n".join(f"• {line}" for line in lines)
                      for title, lines in lists if lines]  # fmt: skip
            st.text("\n\n".join(parts))


def _reference_tables() -> None:
    """The small tables that come with Wardwise: published elsewhere, or ours and why."""
    st.header("Figures that come with Wardwise", anchor=False)
    for kind, words in reference.KINDS.items():
        with st.expander(words):
            entries = (entry for entry in reference.list_tables() if entry.kind == kind)
            st.text("\n\n".join(entry.sentence() for entry in entries))


def _terms(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of terms, each with its meaning."""
    lines = (f"<dt><b>{escape(term)}</b></dt><dd>{escape(meaning)}</dd>" for term, meaning in pairs)
    return f"<dl>{''.join(lines)}</dl>"


def _kinds() -> None:
    st.header("Kinds of figure", anchor=False)
    st.html(_terms((name.capitalize(), f"{words}.") for name, words in status.WORDS.items()))


def _documents() -> None:
    """The statements that come with Wardwise, word for word."""
    for name, title in DOCUMENTS.items():
        st.header(title, anchor=False)
        path = PROJECT / "docs" / name
        if path.is_file():
            st.markdown(_under_heading(path.read_text("utf-8")))
        else:
            st.info(
                f"This statement is in the source code (docs/{name}), which is not installed here."
            )


def _under_heading(text: str) -> str:
    """A document without its first heading, the others a level lower, to stand on a page."""
    body = text.partition("\n")[2]
    return re.sub(r"^#", "##", body, flags=re.MULTILINE)
