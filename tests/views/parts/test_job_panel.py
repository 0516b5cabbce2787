"""What pages offer for a council without figures, and what they show of a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from factory_tables import TESTHAM
from streamlit.testing.v1 import AppTest

from catalog import jobs, store
from catalog.jobs import Estimate, Job
from catalog.settings import Settings
from views.parts import data, get_council, job_panel, releases
from views.parts.data import Place
from views.parts.job_panel import Control

LEEDS = Place("E08000035", "Leeds", "council", ())
JOB = Job(
    "councils", (LEEDS.code,), (LEEDS.name,), phase="fetching", stage=1, stages_count=4,
    done_count=23, total_count=46, requests_count=120, answered_count=23, failed_count=2,
    received_bytes=41_400_000, task="Jobs by sector", seconds_left=70.0,
)  # fmt: skip


class Office:
    """What a control did: jobs that were started."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.started: list[Job] = []

    def start(self, job: Job) -> Job:
        self.started.append(job)
        jobs.write_job(replace(job, phase="done", ended=jobs.now()), self.settings)
        return job

    def estimate(self, councils: Sequence[str], _sources: Sequence[str]) -> Estimate:
        return Estimate(120 * len(councils), 300.0, 100.0, 91.0)

    def control(self, *, may_fetch: bool = True, due: dict[str, str] | None = None) -> Control:
        return Control(
            may_fetch, self.estimate, lambda: due or {}, lambda: {TESTHAM: "Testham"}, self.start
        )


def offer(places: list[Place], *, folded: bool = False) -> None:
    get_council.offer(places, st.container(), folded=folded)


def run(control: Control, show: Callable[[], Any]) -> AppTest:
    def script(control, show) -> None:  # type: ignore[no-untyped-def]  # its text runs alone
        from views.parts import job_panel

        job_panel.provide(control)
        show()

    test = AppTest.from_function(script, args=(control, show), default_timeout=30).run()
    assert not test.exception
    return test


def words(test: AppTest) -> str:
    shown = [*test.markdown, *test.caption, *test.info, *test.error, *test.success, *test.subheader]
    return " ".join(element.value for element in shown)


@pytest.fixture
def office(tables: Path) -> Office:
    return Office(Settings(data=tables.parent))


def test_the_offer_says_what_it_will_do_before_the_click(office: Office) -> None:
    test = run(office.control(), lambda: offer([LEEDS]))
    assert "no figures by ward, sector or skill for Leeds here yet" in words(test)
    assert "120 questions and download about 91 MB" in words(test)
    assert "about 5 minutes; the first pages show after about 2 minutes" in words(test)
    assert office.started == []
    test.button(key="start_job").click().run()
    assert [(job.kind, job.councils, job.names) for job in office.started] == [
        ("councils", (LEEDS.code,), ("Leeds",))
    ]


def test_where_it_is_switched_off_the_offer_names_the_command(office: Office) -> None:
    test = run(office.control(may_fetch=False), lambda: offer([LEEDS]))
    assert '`wardwise fetch --council "Leeds"`' in words(test)
    assert not test.button


def test_nothing_is_offered_for_a_council_that_was_fetched(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "list_codes", lambda _name: {TESTHAM})
    of_testham = Place(TESTHAM, "Testham", "council", (TESTHAM,))
    test = run(office.control(), lambda: offer([of_testham]))
    assert words(test) == ""
    assert not test.button


def test_a_council_with_a_part_of_its_figures_has_the_offer_folded(office: Office) -> None:
    assert not store.has("jobs", office.settings.tables)
    of_testham = Place(TESTHAM, "Testham", "council", (TESTHAM,))
    test = run(office.control(), lambda: offer([of_testham]))
    assert [button.label for button in test.button] == ["Get the rest"]
    assert "questions" not in words(test)
    test.button(key="open_offer").click().run()
    assert "Some figures of Testham are not here yet" in words(test)
    assert "120 questions" in words(test)
    test.button(key="start_job").click().run()
    assert office.started[0].councils == (TESTHAM,)


def test_councils_of_a_group_without_figures_are_offered_together(office: Office) -> None:
    absent = (("E08000035", "Leeds"), ("E08000036", "Wakefield"))
    group = Place("E47000003", "West Yorkshire", "combined authority", (TESTHAM,), absent)
    test = run(office.control(), lambda: offer([group]))
    test.button(key="open_offer").click().run()
    test.button(key="start_job").click().run()
    assert office.started[0].councils == ("E08000035", "E08000036")
    assert office.started[0].names == ("Leeds", "Wakefield")
    region = replace(group, absent=tuple((f"E0{n}", f"Council {n}") for n in range(40)))
    assert not run(office.control(), lambda: offer([region])).button


def test_where_a_page_has_other_figures_the_offer_is_folded(office: Office) -> None:
    test = run(office.control(), lambda: offer([LEEDS], folded=True))
    assert [button.label for button in test.button] == ["Get the rest"]
    assert "questions" not in words(test)


def test_a_council_outside_england_and_wales_is_told_why(office: Office) -> None:
    fife = Place("S12000047", "Fife", "council", ())
    test = run(office.control(), lambda: offer([fife]))
    assert "outside England and Wales" in words(test)
    assert not test.button


def test_while_a_job_runs_no_second_one_is_offered(office: Office) -> None:
    with jobs.hold_lock(office.settings):
        jobs.write_job(JOB, office.settings)
        test = run(office.control(), lambda: offer([LEEDS]))
        assert "We are getting the figures now" in words(test)
        other = replace(LEEDS, code="E06000014", name="York")
        test = run(office.control(), lambda: offer([other]))
        assert "getting other figures at the moment" in words(test)
        assert not test.button


def test_progress_is_in_counts_and_a_stop_can_be_asked_for(office: Office) -> None:
    with jobs.hold_lock(office.settings):
        jobs.write_job(JOB, office.settings)
        test = run(office.control(), job_panel.show)
        assert "23 of 120 questions answered, 2 failed, 41 MB." in words(test)
        assert "Now: Jobs by sector. This step needs about 1 minute more." in words(test)
        test.button(key="job_stop").click().run()
        assert jobs.is_asked_to_stop(office.settings, JOB.id)
        assert test.button(key="job_stop").label == "Stopping"
        assert test.button(key="job_stop").disabled
        watching = run(office.control(may_fetch=False), job_panel.show)
        assert "23 of 120 questions" in words(watching)
        assert not watching.button


@pytest.mark.parametrize(
    ("phase", "sentence", "button"),
    [
        ("stopped", "stopped. Everything fetched so far is saved", "Continue"),
        ("failed", "this did not work. No ward boundaries", "Start again"),
        ("fetching", "before it was complete, because its process was ended", "Start again"),
    ],
)
def test_a_job_that_did_not_end_well_says_so_and_can_go_on(
    office: Office, phase: jobs.Phase, sentence: str, button: str
) -> None:
    ended = jobs.now() if phase != "fetching" else ""
    message = "No ward boundaries." if phase == "failed" else ""
    jobs.write_job(replace(JOB, phase=phase, ended=ended, message=message), office.settings)
    test = run(office.control(), job_panel.show)
    assert sentence in words(test)
    next(one for one in test.button if one.label == button).click().run()
    assert [(job.councils, job.sources) for job in office.started] == [(JOB.councils, ())]
    assert office.started[0].id != JOB.id


def test_a_job_that_is_done_names_what_is_missing_until_it_is_closed(office: Office) -> None:
    done = replace(JOB, phase="done", ended=jobs.now(), notes=("Missing: Ward lacks pay.",))
    jobs.write_job(done, office.settings)
    test = run(office.control(), job_panel.show)
    assert "The figures for Leeds are ready" in words(test)
    assert "Missing: Ward lacks pay." in test.text[0].value
    next(one for one in test.button if one.label == "Close").click().run()
    assert words(test) == ""
    long_ago = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    jobs.write_job(replace(done, id="other", ended=long_ago), office.settings)
    assert words(run(office.control(), job_panel.show)) == ""


def test_newer_releases_are_named_before_they_are_fetched(office: Office) -> None:
    test = run(office.control(due={"aps": "Survey rates"}), releases.show)
    test.button[0].click().run()
    assert "Survey rates" in words(test)
    next(one for one in test.button if one.label == "Get the newer releases").click().run()
    assert [(job.kind, job.councils, job.sources) for job in office.started] == [
        ("releases", (TESTHAM,), ("aps",))
    ]
    test = run(office.control(), releases.show)
    test.button[0].click().run()
    assert "No newer release is due" in words(test)


def test_new_figures_revised_ones_and_another_model_are_told_apart() -> None:
    change = {"title": "Jobs by sector", "new_rows": 20, "revised_rows": 1, "gone_rows": 0,
              "newest_before": "2024", "newest_after": "2025"}  # fmt: skip
    assert releases.describe_table(change) == (
        "Jobs by sector: newer figures, to 2025 (2024 before); 20 figures added; 1 figure revised."
    )
    (sentence,) = releases.describe_forecasts({"newer data": 12, "model changed": 3})
    assert "12 because there is newer data" in sentence
    assert "3 because another model now does best on past data" in sentence
    assert releases.describe_forecasts({}) == []
