"""How far a fetch from the app is, on every page and for every visitor; to stop it, and go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import streamlit as st

from catalog import jobs
from catalog.jobs import Estimate, Job
from presentation.numbers import count, digits
from presentation.wording import joined
from views.parts import controls, data
from views.parts.markdown import plain

REFRESH_SECONDS: Final = 1.5
# How long a job that ended well is spoken of.
SPOKEN_OF: Final = timedelta(hours=1)
STAGES: Final = {
    1: "getting what the pages show", 2: "preparing the first pages",
    3: "getting the rest", 4: "preparing all figures and forecasts",
}  # fmt: skip


@dataclass(frozen=True)
class Control:
    """What the app can do about fetching, which app.py gives: pages may not import it.

    `may_fetch` is whether visitors may start and stop jobs here. `estimate` says what a job on
    councils will do, `due_sources` which sources may have newer figures (id and title), and
    `councils_built` which councils were fetched (code and name). `start` returns the job that runs.
    """

    may_fetch: bool
    estimate: Callable[[Sequence[str], Sequence[str]], Estimate]
    due_sources: Callable[[], dict[str, str]]
    councils_built: Callable[[], dict[str, str]]
    start: Callable[[Job], Job | None]


def provide(control: Control) -> None:
    """Gives pages the control, before any of them runs."""
    st.session_state["job_control"] = control


def control_given() -> Control | None:
    """The control; None where a page runs without the app around it."""
    control: Control | None = st.session_state.get("job_control")
    return control


def show() -> None:
    """The job that runs, or how the last one ended; nothing where there was none."""
    job = jobs.read_job(data.settings())
    if job is None:
        return
    if job.is_running:
        _follow(job.id, job.published_count)
    elif not _is_over(job):
        _ended(job)


def _follow(job_id: str, published_count: int) -> None:
    """Shows the progress again and again; shows the whole page again when there is more to show."""

    @st.fragment(run_every=REFRESH_SECONDS)
    def progress() -> None:
        job = jobs.read_job(data.settings())
        if job is None or not job.is_running or (job.id, job.published_count) != (
            job_id, published_count
        ):  # fmt: skip
            st.rerun(scope="app")
        _running(job)

    progress()


def _running(job: Job) -> None:
    with st.container(border=True, key="job_running"):
        stage = "starting"
        if job.stage in STAGES:
            stage = f"step {job.stage} of {job.stages_count}, {STAGES[job.stage]}"
        st.progress(job.share, plain(f"{subject(job)}: {stage}"))
        st.caption(plain(describe_progress(job)))
        control = control_given()
        if control is None or not control.may_fetch:
            return
        settings = data.settings()
        asked = jobs.is_asked_to_stop(settings, job.id)
        st.button(
            "Stopping" if asked else "Stop",
            disabled=asked,
            key="job_stop",
            on_click=lambda: jobs.ask_to_stop(settings, job.id),
        )


def subject(job: Job) -> str:
    """'Getting the figures for Leeds'."""
    if job.kind == "releases":
        return "Getting newer releases"
    return f"Getting the figures for {joined(job.names)}"


def describe_progress(job: Job) -> str:
    """'23 of 120 questions answered, 2 failed, 41 MB. Now: Jobs by sector. ...'"""
    parts = [f"{count(job.answered_count)} of {count(job.requests_count)} questions answered"]
    if job.failed_count:
        parts.append(f"{count(job.failed_count)} failed")
    if job.received_bytes:
        parts.append(f"{digits(job.received_bytes / 1_000_000)} MB")
    sentences = [f"{', '.join(parts)}."]
    if job.phase == "building" and job.total_count:
        sentences = [f"{sentences[0]} Part {count(job.done_count)} of {count(job.total_count)}."]
    if job.task:
        sentences.append(f"Now: {job.task}.")
    if job.seconds_left is not None:
        sentences.append(f"This step needs {minutes(job.seconds_left)} more.")
    sentences.append("You can close this page and come back.")
    return " ".join(sentences)


def minutes(seconds: float) -> str:
    """'about 4 minutes'."""
    rounded = max(1, round(seconds / 60))
    if seconds < 45:
        return "less than a minute"
    return f"about {rounded} minute{'' if rounded == 1 else 's'}"


def _is_over(job: Job) -> bool:
    """Whether nothing is said of the job any more: closed by the visitor, or long ago."""
    if st.session_state.get("job_closed") == job.id:
        return True
    try:
        ended = datetime.fromisoformat(job.ended)
    except ValueError:
        return job.phase == "done"
    return job.phase == "done" and datetime.now(UTC) - ended > SPOKEN_OF


def _ended(job: Job) -> None:
    with st.container(border=True, key="job_ended"):
        message = end_sentence(job)
        if job.phase == "done":
            st.success(plain(message))
        elif job.phase == "stopped":
            st.info(plain(message))
        else:
            st.error(plain(message))
        if job.notes:
            with st.expander("What we could not get"):
                st.text("\n\n".join(job.notes))
        buttons = st.container(horizontal=True)
        if job.phase == "done" and job.kind == "councils":
            buttons.button(
                f"Show {plain(joined(job.names))}",
                on_click=lambda: controls.update_address(area=list(job.councils), ward=""),
                type="primary",
            )
        control = control_given()
        if job.phase != "done" and control is not None and control.may_fetch:
            word = "Continue" if job.phase == "stopped" else "Start again"
            if buttons.button(word, type="primary"):
                begin(control, Job(job.kind, job.councils, job.names, job.sources))
        if buttons.button("Close"):
            st.session_state["job_closed"] = job.id
            st.rerun()


def end_sentence(job: Job) -> str:
    """How the job ended, and what is saved."""
    what = subject(job)
    if job.phase == "done" and job.kind == "releases":
        return "The newer releases are in use. What changed is on the page Data and methods."
    if job.phase == "done":
        return f"The figures for {joined(job.names)} are ready."
    if job.phase == "stopped":
        return f"{what}: stopped. Everything fetched so far is saved."
    if job.phase == "failed":
        return f"{what}: this did not work. {job.message}"
    when = f" at {job.ended[11:16]} UTC on {job.ended[:10]}" if job.ended else ""
    return (
        f"{what}: this ended{when} before it was complete, because its process was ended or the "
        "computer was switched off. Everything fetched so far is saved."
    )


def begin(control: Control, job: Job) -> None:
    """Starts a job and shows the page again; another visitor's job that runs is shown instead."""
    with st.spinner("Starting"):
        started = control.start(job)
    if started is None and jobs.is_locked(data.settings()):
        st.info(
            "Someone is fetching or building from a terminal at the moment. Try again when that "
            "has ended."
        )
        return
    if started is None:
        st.error(
            "We could not start getting the figures. The reason is in the file job.log in the "
            "data folder."
        )
        return
    st.rerun()
