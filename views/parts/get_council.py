"""What a page offers for a council that has no figures here yet, or only those of the sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog import builds, jobs
from catalog.jobs import Job
from catalog.vocabulary.group_kinds import COUNCIL
from presentation.numbers import count, digits
from presentation.wording import joined
from views.parts import data, job_panel
from views.parts.data import Place
from views.parts.markdown import plain

# First letters of the codes of councils that Wardwise has ward figures for.
COVERED: Final = ("E", "W")
# A group with more councils without figures is for the terminal: it takes hours.
MOST_AT_ONCE: Final = 12
SAMPLE_NAMES: Final = "Bradford, Calderdale and Kirklees"


def offer(places: Sequence[Place], room: DeltaGenerator, *, folded: bool = False) -> None:
    """What to do about councils of the places that have no figures, or only the sample's.

    A council without any is offered in full, or `folded` where the page has other figures of it:
    a small button in `room`, which unfolds the offer where the page is.
    """
    without = [place for place in places if place.kind == COUNCIL and not place.councils]
    for place in without:
        if not place.code.startswith(COVERED):
            st.info(
                f"{plain(place.name)} is outside England and Wales. The sources of these pages "
                "cover England and Wales only."
            )
    without = [place for place in without if place.code.startswith(COVERED)]
    names = joined([plain(place.name) for place in without])
    if without and not folded:
        _offer_rest(without)
    elif without:
        _offer_folded(
            without,
            f"Get the rest for {names}",
            f"We have no figures by ward, sector or skill for {names} here yet.",
            room,
        )
    else:
        _offer_more(places, room)


def _offer_more(places: Sequence[Place], room: DeltaGenerator) -> None:
    """For places that have figures: the newest instead of the sample's, or those that lack."""
    absent = [Place(c, name, COUNCIL, ()) for place in places for c, name in place.absent]
    with_figures = [place for place in places if place.kind == COUNCIL and place.councils]
    incomplete = [place for place in with_figures if not _is_complete(place)]
    names = joined([plain(place.name) for place in absent or incomplete or with_figures])
    if absent and len(absent) <= MOST_AT_ONCE:
        _offer_folded(
            absent,
            f"Get the rest for {names}",
            f"We have no figures by ward, sector or skill for {names} here yet.",
            room,
        )
    elif with_figures and builds.is_sample_in_use(data.settings()):
        names = joined([plain(place.name) for place in with_figures])
        _offer_folded(
            with_figures,
            f"Get the newest figures for {names}",
            f"You are seeing the embedded sample, made for {SAMPLE_NAMES}. We can get the newest "
            f"published figures for {names}.",
            room,
        )
    elif incomplete:
        _offer_folded(
            incomplete,
            f"Get the rest for {names}",
            f"Some figures of {names} are not here yet, such as those by ward or by sector.",
            room,
        )


def _is_complete(place: Place) -> bool:
    """Whether the tables that most pages need have the council."""
    return all(place.code in data.list_codes(name) for name in ("wards", "jobs"))


def _offer_rest(places: Sequence[Place]) -> None:
    """Councils without figures: what getting them means, and the button that does it."""
    names = joined([plain(place.name) for place in places])
    with st.container(border=True, key="get_council"):
        st.subheader(f"Get the rest for {names}", anchor=False)
        st.write(f"We have no figures by ward, sector or skill for {names} here yet.")
        _explain_and_start(places, f"Get the rest for {names}")


def _offer_folded(places: Sequence[Place], words: str, sentence: str, room: DeltaGenerator) -> None:
    """A button that unfolds the offer, for councils whose pages have figures already."""
    control = job_panel.control_given()
    if control is None or not control.may_fetch or _running_job():
        return
    short = words.partition(" for ")[0]
    if room.button(short, type="tertiary", key="open_offer", help=f"{words}. {sentence}"):
        st.session_state["offer_open"] = not st.session_state.get("offer_open", False)
    if not st.session_state.get("offer_open", False):
        return
    with st.container(border=True, key="get_council"):
        st.write(sentence)
        _explain_and_start(places, words)


def _explain_and_start(places: Sequence[Place], words: str) -> None:
    control = job_panel.control_given()
    named = " ".join(f'--council "{place.name}"' for place in places)
    if control is None or not control.may_fetch:
        st.write(
            "Getting figures from the app is switched off here. Ask whoever runs Wardwise to run "
            f"`wardwise fetch {named}`, then `wardwise build`."
        )
        return
    job = _running_job()
    if job is not None:
        st.write(describe_running(job, [place.code for place in places]))
        return
    codes, names = [place.code for place in places], [place.name for place in places]
    if builds.is_sample_in_use(data.settings()):
        sample = _councils_of_sample(codes)
        st.write(
            f"The embedded sample ({SAMPLE_NAMES}) is then no longer shown, so that figures of "
            "different age are never mixed."
        )
        also = joined(list(sample.values()))
        if sample and st.checkbox(f"Also get the newest figures for {also}"):
            codes, names = [*codes, *sample], [*names, *sample.values()]
    estimate = control.estimate(codes, ())
    st.write(describe_estimate(estimate))
    if st.button(words, type="primary", key="start_job"):
        job_panel.begin(control, Job("councils", tuple(codes), tuple(names)))


def describe_estimate(estimate: jobs.Estimate) -> str:
    """What a click will do: requests, size and time."""
    total = job_panel.minutes(estimate.seconds)
    first = job_panel.minutes(estimate.seconds_to_first_pages)
    return (
        f"We ask public data services {count(estimate.requests_count)} questions and download "
        f"about {digits(estimate.megabytes)} MB. This takes {total}; the first pages show after "
        f"{first}. You can leave, stop and continue at any time."
    )


def _councils_of_sample(chosen: Sequence[str]) -> dict[str, str]:
    """Councils with figures in the sample that are not chosen already: code and name."""
    return {
        place.code: place.name
        for place in data.places().values()
        if place.kind == COUNCIL and place.councils and place.code not in chosen
    }


def describe_running(job: Job, codes: Sequence[str]) -> str:
    """Whether the job that runs is about these councils, or has to end first."""
    if job.kind == "councils" and set(codes) <= set(job.councils):
        return (
            "We are getting the figures now. The first pages show when step 2 has ended; how far "
            "it is stands at the top of the page."
        )
    return "Wardwise is getting other figures at the moment. Try again when that has ended."


def _running_job() -> Job | None:
    job = jobs.read_job(data.settings())
    return job if job is not None and job.is_running else None
