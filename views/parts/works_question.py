"""What a visitor asks of who works on what: words, a sector or an occupation, and how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from views.parts import controls
from views.parts.tabs import pick_segment

BY, WORDS, TOPIC, KM = "find", "words", "subject", "km"
BY_WORDS: Final = "words"
START_KM: Final = 30.0
MOST_KM: Final = 400.0
LONGEST: Final = 200  # letters
KINDS: Final = {
    BY_WORDS: "Words", "section": "Sector", "is8": "Industrial Strategy",
    "occupation": "Occupation",
}  # fmt: skip
TITLES: Final = {
    "section": "A sector", "is8": "A sector of the Industrial Strategy",
    "occupation": "An occupation among the priorities",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """`words` to search for ('' for everything), the `topic` as a sentence has it, and how far."""

    by: str
    words: str
    topic: str
    km: float


def ask(topics: Mapping[str, Mapping[str, tuple[str, str]]]) -> Question:
    """The question, kept in the address.

    `topics`: by kind of KINDS, the code of each topic with its name and the words that it is
    searched by; a kind without any is not on offer.
    """
    kinds = {kind: title for kind, title in KINDS.items() if kind == BY_WORDS or topics.get(kind)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="works_question"):
        by = pick_segment(BY, "Find by", kinds, resets=(TOPIC,))
        if by == BY_WORDS:
            words = _type_words()
            topic = f"“{words}”" if words else ""
        else:
            offered = topics[by]
            code = controls.pick_one(
                TOPIC, TITLES[by], list(offered), lambda code: offered[code][0], st.container()
            )
            topic, words = offered[code]
        km = _pick_km(st.container(width=130))
    if by != BY_WORDS:
        controls.note_shown(WORDS, "")
    else:
        controls.note_shown(TOPIC, "")
    return Question(by, words, topic, km)


def _type_words() -> str:
    """Words kept in the address."""
    words = " ".join((st.query_params.get(WORDS) or "").split())[:LONGEST]
    key = controls.PICKED + WORDS
    st.session_state[key] = words
    st.text_input(
        "Words of titles and themes", key=key, max_chars=LONGEST,
        placeholder="Such as textiles or batteries",
        on_change=lambda: controls.update_address(**{WORDS: st.session_state[key].strip()}),
    )  # fmt: skip
    controls.note_shown(WORDS, words)
    return words


def _pick_km(room: DeltaGenerator) -> float:
    try:
        given = float(st.query_params.get(KM) or START_KM)
    except ValueError:
        given = START_KM
    given = given if 1 <= given <= MOST_KM else START_KM
    key = controls.PICKED + KM
    st.session_state[key] = given
    room.number_input(
        "Within (km)", 1.0, MOST_KM, step=5.0, key=key, format="%g",
        on_change=lambda: controls.update_address(**{KM: str(st.session_state[key])}),
    )  # fmt: skip
    controls.note_shown(KM, "" if given == START_KM else str(given))
    return given
