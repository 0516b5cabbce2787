"""What a visitor chooses of a report: its length, names, sections and own words.

The length and the sections left out are kept in the address, the rest in the visitor's session. All
of it can be saved as a file, which `wardwise report --choices` reads too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from presentation.numbers import digits
from presentation.wording import joined
from reports.choices import (
    LARGEST_LOGO,
    LONGEST,
    SECTIONS,
    TEXTS,
    Choices,
    ChoicesError,
    check_choices,
    read_choices,
    write_choices,
)
from reports.content import EDITIONS
from views.parts import controls
from views.parts.markdown import plain

KEPT: Final = "report_choices"  # in the session
EDITION, WITHOUT = "edition", "without"  # in the address
LENGTHS: Final = {"brief": "2 pages", "standard": "about 12 pages", "full": "about 30 pages"}
USUAL: Final = Choices()
MOST_BYTES: Final = 2_000_000  # of a file of choices, which can hold a logo


def choose(title: str, place: str) -> Choices | None:
    """The choices, with the widgets to change them; None where they cannot be, which it says.

    `title` and `place` are what the report is called where nothing is chosen.
    """
    chosen = _read_choices()
    _length(chosen)
    _sections(chosen)
    with st.expander("Title, contact and logo", icon=":material/title:"):
        _names(chosen, title, place)
    with st.expander("Your own words", icon=":material/edit_note:"):
        _own_words(chosen)
    with st.expander("Save or open these choices", icon=":material/save:"):
        _saved(chosen)
    try:
        return check_choices(chosen)
    except ChoicesError as error:
        st.warning(f"Please change this first: {plain(error)}.")
        return None


def _read_choices() -> Choices:
    """The choices of the session, with those of the address in them."""
    kept: Choices = st.session_state.get(KEPT, USUAL)
    edition = controls.read_address(EDITION, EDITIONS, "a length")
    without = controls.read_address(WITHOUT, SECTIONS, "a section")
    return replace(
        kept,
        edition=edition[0] if edition else USUAL.edition,  # type: ignore[arg-type]
        without=tuple(dict.fromkeys(without)),
        texts=tuple((name, text) for name, text in kept.texts if name not in without),
    )


def _keep(chosen: Choices) -> None:
    """Keeps the choices, for the session and in the address."""
    st.session_state[KEPT] = chosen
    usual = chosen.edition == USUAL.edition
    controls.update_address(
        **{EDITION: "" if usual else chosen.edition, WITHOUT: list(chosen.without)}
    )


def _length(chosen: Choices) -> None:
    key = f"{controls.PICKED}edition"
    st.session_state[key] = chosen.edition

    def changed() -> None:
        _keep(replace(chosen, edition=st.session_state[key] or USUAL.edition))

    st.radio(
        "Length", list(LENGTHS), format_func=str.capitalize, captions=list(LENGTHS.values()),
        key=key, on_change=changed, horizontal=True,
        help="Of Word, PDF and the web page. Excel and CSV always have every table.",
    )  # fmt: skip
    controls.note_shown(EDITION, "" if chosen.edition == USUAL.edition else chosen.edition)


def _sections(chosen: Choices) -> None:
    """A box for each section that can be left out."""
    controls.note_shown(WITHOUT, list(chosen.without))

    def changed(name: str) -> None:
        wanted = st.session_state[f"{controls.PICKED}section_{name}"]
        without = {other for other in SECTIONS if not chosen.has(other)} - {name}
        without |= set() if wanted else {name}
        texts = tuple(pair for pair in chosen.texts if pair[0] not in without)
        ordered = tuple(name for name in SECTIONS if name in without)
        _keep(replace(chosen, without=ordered, texts=texts))

    left_out = f", {len(chosen.without)} left out" if chosen.without else ""
    with st.expander(f"Sections{left_out}", icon=":material/checklist:"):
        for name, title in SECTIONS.items():
            key = f"{controls.PICKED}section_{name}"
            st.session_state[key] = chosen.has(name)
            st.checkbox(title, key=key, on_change=changed, args=(name,))


def _names(chosen: Choices, title: str, place: str) -> None:
    for name, label, usual in (
        ("title", "Title", title),
        ("subtitle", "Subtitle", place),
        ("contact", "Contact", "Whom to ask, such as a team and its address"),
    ):
        _line(chosen, name, label, usual)
    rounds = st.session_state.setdefault(f"{KEPT}_logos", 0)
    key = f"{controls.PICKED}logo{rounds}"

    def uploaded() -> None:
        given: Any = st.session_state[key]
        _keep(replace(chosen, logo=given.getvalue() if given else b""))

    st.file_uploader(
        "Logo (PNG or JPEG)", type=["png", "jpg", "jpeg"], key=key, on_change=uploaded,
        help=f"At most {digits(LARGEST_LOGO / 1000)} kB.",
    )  # fmt: skip
    if chosen.logo:
        st.button("Remove the logo", on_click=lambda: _remove_logo(chosen))


def _line(chosen: Choices, name: str, label: str, usual: str) -> None:
    key = f"{controls.PICKED}{name}"
    st.session_state[key] = getattr(chosen, name)
    st.text_input(
        label, key=key, placeholder=usual, max_chars=LONGEST[name],
        on_change=lambda: _keep(replace(chosen, **{name: st.session_state[key].strip()})),
    )  # fmt: skip


def _remove_logo(chosen: Choices) -> None:
    st.session_state[f"{KEPT}_logos"] += 1  # a new uploader, which holds no file
    _keep(replace(chosen, logo=b""))


def _own_words(chosen: Choices) -> None:
    texts = dict(chosen.texts)
    names = [name for name in TEXTS if chosen.has(name)]
    section = st.selectbox(
        "Section", names, format_func=lambda name: TEXTS[name] + (" ✓" if name in texts else "")
    )
    key = f"{controls.PICKED}text_{section}"
    st.session_state[key] = texts.get(section, "")

    def changed() -> None:
        words = st.session_state[key].strip()
        others = {name: text for name, text in texts.items() if name != section}
        _keep(replace(chosen, texts=tuple((others | ({section: words} if words else {})).items())))

    st.text_area(
        "Text", key=key, max_chars=LONGEST["text"], on_change=changed,
        placeholder="It stands first in the section. An empty line starts a new paragraph.",
    )  # fmt: skip


def _saved(chosen: Choices) -> None:
    st.download_button(
        "Save these choices", write_choices(chosen), "report-choices.toml", "application/toml",
        on_click="ignore",
        help="A small text file: open it here again, or use it with wardwise report --choices.",
    )  # fmt: skip
    given = st.file_uploader("Open choices that you saved", type="toml")
    if given is None:
        return
    try:
        if given.size > MOST_BYTES:
            raise ChoicesError("this file is too large to be choices")
        opened = read_choices(given.getvalue().decode("utf-8-sig"), "this file")
    except (ChoicesError, UnicodeDecodeError) as error:
        words = plain(error) if isinstance(error, ChoicesError) else "it is not written as text"
        st.warning(f"We cannot use these choices: {words}.")
        return
    st.button("Use these choices", on_click=lambda: _keep(opened), type="primary")
    parts = [opened.edition, *([f"“{plain(opened.title)}”"] if opened.title else [])]
    st.caption(f"In the file: {joined(parts)}.")
