"""Newer releases of what was fetched: what may be due, a button that gets it, and what changed."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from catalog import builds, jobs
from catalog.jobs import Job
from catalog.json_files import read_json
from presentation.map_summary import joined
from presentation.numbers import count
from presentation.wording import period_in_words
from views.parts import data, get_council, job_panel
from views.parts.markdown import plain

# Words for the kinds of change in forecasts, by the table's own: another model is apart.
FORECAST_CHANGES: Final = {
    "newer data": "because there is newer data",
    "data revised": "because data were revised",
    "model changed": "because another model now does best on past data",
    "new": "new, because they could not be made before",
    "withdrawn": "withdrawn, because they can no longer be made",
}


def show() -> None:
    """The section of the page; nothing on the embedded sample, which no fetch made."""
    if builds.is_sample_in_use(data.settings()):
        return
    st.header("Newer releases", anchor=False)
    control = job_panel.control_given()
    if control is None or not control.may_fetch:
        st.write(
            "Getting figures from the app is switched off here. To check for newer releases, run "
            "`wardwise status`, then `wardwise fetch` and `wardwise build`."
        )
    else:
        _check(control)
    _changed()


def _check(control: job_panel.Control) -> None:
    job = jobs.read_job(data.settings())
    if job is not None and job.is_running:
        st.write("Wardwise is getting figures at the moment. How far it is stands above.")
        return
    if st.button("Check for newer releases"):
        st.session_state["releases_checked"] = True
    if not st.session_state.get("releases_checked", False):
        return
    councils, due = control.councils_built(), control.due_sources()
    if not due:
        st.success(
            "No newer release is due. We go by the months in which each source publishes, and by "
            "when you fetched it."
        )
        return
    st.write(
        "A newer release is probably out, or a service did not answer last time, for: "
        f"{plain('; '.join(due.values()))}."
    )
    st.write(get_council.describe_estimate(control.estimate(list(councils), list(due))))
    if st.button("Get the newer releases", type="primary"):
        st.session_state["releases_checked"] = False
        job_panel.begin(
            control, Job("releases", tuple(councils), tuple(councils.values()), tuple(due))
        )


def _changed() -> None:
    """What the last newer releases changed: new figures, revised ones, and forecasts."""
    record = read_json(data.settings().data / jobs.CHANGES, "what changed is not shown")
    if not isinstance(record, dict):
        return
    st.subheader(f"What changed on {period_in_words(str(record['checked'])[:10])}", anchor=False)
    sentences = [describe_table(change) for change in record["tables"]]
    sentences += describe_forecasts(record["forecasts"])
    if not sentences:
        st.write("Nothing changed: the services have the same figures as before.")
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))


def describe_table(change: dict[str, Any]) -> str:
    """'Jobs by sector: newer figures, to 2025 (2024 before); 12 figures revised.'"""
    words = []
    before, after = change["newest_before"], change["newest_after"]
    if after > before:
        newest = f"newer figures, to {period_in_words(after)}"
        words.append(f"{newest} ({period_in_words(before)} before)" if before else newest)
    if change["new_rows"]:
        words.append(f"{_figures(change['new_rows'])} added")
    if change["revised_rows"]:
        words.append(f"{_figures(change['revised_rows'])} revised")
    if change["gone_rows"]:
        words.append(f"{_figures(change['gone_rows'])} no longer published")
    return f"{change['title']}: {'; '.join(words)}."


def describe_forecasts(counts: dict[str, int]) -> list[str]:
    """One sentence on forecasts that changed, for data and for another model apart."""
    parts = [
        f"{count(counts[kind])} {words}" for kind, words in FORECAST_CHANGES.items()
        if counts.get(kind)
    ]  # fmt: skip
    return [f"Forecasts that changed: {joined(parts)}."] if parts else []


def _figures(number: int) -> str:
    return f"{count(number)} figure{'' if number == 1 else 's'}"
