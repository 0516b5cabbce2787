"""What if jobs come to a place: who gains reach, by ward and group; two places compared."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from access import what_if
from access.decay import STRAIGHT, ReachError, Setting
from access.places import find_place
from catalog.vocabulary.status import MODELLED
from presentation import map_summary
from views.parts import access_data, controls, data, downloads, map_panel
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

NUMBER, AT, AGAINST = "reach_jobs", "at", "against"
START: Final = 500
COLUMNS: Final = {
    "ward_name": "Ward",
    "jobs_before": "Jobs within reach now",
    "jobs_gain": "More with it",
    "jobs_after": "With it",
    "gain_pct": "More (%)",
}
GROUPS: Final = {
    "group_label": "Group", "people": "People or households", "jobs_gain": "More jobs each",
    "times_all": "Times the average resident",
}  # fmt: skip
COMPARED: Final = {
    "group_label": "Group", "people": "People or households", "gain_one": "First place",
    "gain_other": "Second place", "difference": "Difference",
}  # fmt: skip


def show(chosen: controls.Chosen, setting: Setting) -> None:
    """The form, kept in the link, and what it comes to under one setting."""
    query = st.query_params
    number, at, against = _form(query.get(NUMBER) or "", query.get(AT) or "",
                                query.get(AGAINST) or "")  # fmt: skip
    for name, value in ((NUMBER, str(number)), (AT, at), (AGAINST, against)):
        controls.note_shown(name, value if at else "")
    if not at:
        st.caption("Give a ward or a postcode, and a number of jobs.")
        return
    try:
        gains = [_gain(chosen, place, number, setting) for place in filter(None, (at, against))]
    except ReachError as error:
        st.warning(f"We cannot calculate this: {plain(str(error))}.")
        return
    _show(gains, chosen)


def _form(number: str, at: str, against: str) -> tuple[int, str, str]:
    with st.form("reach_what_if", border=False):
        rooms = st.columns([1, 2, 2, 1], vertical_alignment="bottom")
        jobs = rooms[0].number_input(
            "Jobs that come", 1, int(what_if.MOST_JOBS), int(number) if number.isdecimal() and
            0 < int(number) <= what_if.MOST_JOBS else START, step=50,
        )  # fmt: skip
        place = rooms[1].text_input("Where: a ward or postcode", at, max_chars=60)
        other = rooms[2].text_input("Compare with (optional)", against, max_chars=60)
        if rooms[3].form_submit_button("Show who gains"):
            controls.update_address(
                **{NUMBER: str(jobs), AT: place.strip(), AGAINST: other.strip()}
            )
            st.rerun()
    return int(jobs), at.strip(), against.strip()


def _gain(chosen: controls.Chosen, place: str, number: int, setting: Setting) -> what_if.Gain:
    reader = access_data.open_reader(what_if.READS, chosen.councils)
    roots = (data.settings().tables, data.settings().built)
    code = setting.code if setting.code in STRAIGHT else STRAIGHT[0]
    found = find_place(place, reader, roots, chosen.councils)
    return what_if.compute_gain(reader, found, number, code, chosen.councils)


def _show(gains: list[what_if.Gain], chosen: controls.Chosen) -> None:
    for gain in gains:
        st.write(plain(" ".join(what_if.explain_gain(gain))))
    first = gains[0]
    if len(gains) > 1:
        st.write(plain(what_if.explain_comparison(first, gains[1])))
        compared = what_if.compare_gains(first, gains[1])
        _table(compared, COMPARED)
        _download(
            compared, gains, f"two-places-{chosen.file_part}", "Download the comparison (CSV)"
        )
    picture, beside = st.columns([2, 3], gap="medium")
    with picture:
        map_panel.show_ward_map(
            _values(first, chosen),
            access_data.as_measure(first.setting, "gain", "More jobs within reach"), chosen,
            about="who gains", name="gain",
        )  # fmt: skip
    with beside:
        _table(first.wards, COLUMNS)
        _table(first.groups, GROUPS)
        _download(first.wards, gains[:1], f"who-gains-{chosen.file_part}", "Download wards (CSV)")
        _download(first.groups, gains[:1], f"groups-gain-{chosen.file_part}",
                  "Download groups (CSV)")  # fmt: skip
    st.markdown("\n".join(f"- {plain(line)}" for line in first.assumptions))


def _values(gain: what_if.Gain, chosen: controls.Chosen) -> pl.DataFrame:
    period = pl.lit(gain.title)
    return access_data.as_values(gain.wards.with_columns(period=period), chosen, "jobs_gain")


def _table(frame: pl.DataFrame, headings: dict[str, str]) -> None:
    rounded = frame.with_columns(
        pl.col(pl.Float64).exclude("times_all", "gain_pct").round(0),
        pl.col("^(times_all|gain_pct)$").round(2),
    )
    shown = [pl.col(name).alias(title) for name, title in headings.items()]
    if "status" in frame.columns and not (frame["status"] == MODELLED).all():
        shown.append(map_summary.status_words().alias("What kind of figure"))
    number = st.column_config.NumberColumn(format="localized")
    figures_table(rounded, shown, dict.fromkeys(headings.values(), number)
                  | dict.fromkeys(("Ward", "Group"), st.column_config.Column()))  # fmt: skip


def _download(frame: pl.DataFrame, gains: list[what_if.Gain], name: str, label: str) -> None:
    """The rows with the question and what they rest on."""
    asked = " against ".join(gain.title for gain in gains)
    downloads.csv(
        frame.with_columns(
            question=pl.lit(f"{asked}, {gains[0].setting.label}"),
            assumptions=pl.lit(" ".join(gains[0].assumptions)),
        ),
        name,
        label,
    )
