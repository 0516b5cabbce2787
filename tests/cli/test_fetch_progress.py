"""What a person sees of a fetch: honest numbers off a terminal, and an end that says what to do."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from rich.console import Console

from catalog.settings import Settings
from catalog.unanswered import Failure
from cli.fetching import FetchProgress, ask_line, closing_lines, plan_lines
from etl.areas import Areas
from etl.run import registry
from etl.run.fetching import Event
from etl.run.together import put_together

PLANNED = registry.plan(Areas(("E08000035",)), Settings(), ["bres", "gva", "vacancies"])


@dataclass
class Watch:
    """A clock moved by hand, and what was printed."""

    now: float = 0.0

    def __post_init__(self) -> None:
        self.text = io.StringIO()
        console = Console(file=self.text, width=200)
        self.progress = FetchProgress(PLANNED, console, now=lambda: self.now)

    def answer(self, number: int, what: str = "fetched", seconds: float = 1.0) -> None:
        source_id, ask = PLANNED[number]
        self.progress.on_event(Event("asking", source_id, ask.key, number, len(PLANNED)))
        self.now += seconds
        self.progress.on_bytes(1_000_000)
        self.progress.on_event(Event(what, source_id, ask.key, number, len(PLANNED)))

    def lines(self) -> list[str]:
        return self.text.getvalue().splitlines()


def test_off_a_terminal_a_line_is_printed_every_ten_questions_or_ten_seconds() -> None:
    watch = Watch()
    with watch.progress:
        for number in range(5):
            watch.answer(number, seconds=0.1)
        assert watch.lines() == []
        for number in range(5, 10):
            watch.answer(number, "failed" if number == 6 else "fetched", seconds=0.1)
        assert len(watch.lines()) == 1
        assert watch.lines()[0].startswith(f"10 of {len(PLANNED)} questions, 1 failed, less than")
        assert watch.lines()[0].endswith(", 10.0 MB.")
        watch.answer(10, seconds=11)
        assert watch.lines()[1].startswith("10 of"), "a long question is told of while it lasts"


def test_the_time_left_is_that_of_questions_of_the_same_service() -> None:
    watch = Watch()
    of_nomis = sum(source_id == "bres" for source_id, _ in PLANNED)
    for number in range(of_nomis):
        watch.answer(number, seconds=30)
    left = len(PLANNED) - of_nomis
    minutes = round(left * 30 / 60)
    assert f", about {minutes} minutes left, " in watch.progress.words()
    for number in range(of_nomis, of_nomis + 4):
        watch.answer(number, seconds=1)
    words = watch.progress.words()
    assert ", less than a minute left, " in words, "ONS is quicker than Nomis"


def test_no_time_is_promised_before_anything_is_known() -> None:
    watch = Watch()
    assert watch.progress.words() == f"0 of {len(PLANNED)} questions"
    watch.answer(0)
    assert "left" not in watch.progress.words()


def test_what_was_kept_from_before_does_not_count_as_quick() -> None:
    watch = Watch()
    for number in range(10):
        watch.answer(number, "kept", seconds=0)
    assert "left" not in watch.progress.words()


def failures(source: str, count: int, message: str) -> list[Failure]:
    return [Failure(source, str(number), (), message) for number in range(count)]


def test_the_end_names_the_pages_that_lack_something_and_why_once() -> None:
    lines = closing_lines(PLANNED, failures("gva", 3, "ONS gva: gave HTTP 404"))
    assert lines[0] == f"{len(PLANNED) - 3} of {len(PLANNED)} questions answered."
    assert lines[1] == (
        "Missing: Sectors and Forecast record lack Regional gross value added (balanced) "
        "by industry: local authorities (gva, 3 of 11 questions)."
    )
    assert lines[2] == "Why: ONS gva: gave HTTP 404"
    assert "Next: `wardwise build`" in lines[3]


def test_a_service_that_was_given_up_is_explained_once() -> None:
    why = "ONS asks us to come back at 14:05. Everything already fetched is saved"
    lost = [
        *failures("gva", 10, f"ONS gva: not requested: {why}"),
        *failures("vacancies", 19, f"ONS series: not requested: {why}"),
    ]
    assert [line for line in closing_lines(PLANNED, lost) if line[:3] == "Why"] == [f"Why: {why}"]


def test_after_nothing_came_nothing_is_to_be_built() -> None:
    lost = [Failure(source_id, ask.key, (), "no connection") for source_id, ask in PLANNED]
    lines = closing_lines(PLANNED, lost)
    assert "wardwise build" not in " ".join(lines)
    assert "wardwise probe" in lines[-1]
    assert "proxy" in lines[-1]


def test_where_all_services_said_when_to_come_back_no_network_is_to_be_checked() -> None:
    why = "ONS asks us to come back at 14:05. Everything already fetched is saved"
    lost = [
        Failure(source_id, ask.key, (), f"{ask.key}: not requested: {why}")
        for source_id, ask in PLANNED
    ]
    assert closing_lines(PLANNED, lost)[1:] == [
        f"Why: {why}",
        "Nothing was fetched, so there is nothing to build. Run the same command after that time.",
    ]


def test_sources_of_the_same_pages_share_a_line() -> None:
    lost = [*failures("ashe", 1, "gone"), *failures("population", 1, "gone")]
    planned = [*PLANNED, *registry.plan(Areas(("E08000035",)), Settings(), ["ashe", "population"])]
    (line,) = [line for line in closing_lines(planned, lost) if line.startswith("Missing")]
    assert line.startswith("Missing: No page lacks anything; only `wardwise show` lacks Annual")
    assert "(ashe, 1 of 3 questions); Population" in line


def test_a_long_reason_keeps_its_beginning_and_what_to_do() -> None:
    message = f"ONS gva: https://example.org/{'x' * 900} gave HTTP 503; run the same command again"
    (why,) = [one for one in closing_lines(PLANNED, failures("gva", 1, message)) if "Why" in one]
    assert why.startswith("Why: ONS gva: https://example.org/")
    assert why.endswith("HTTP 503; run the same command again")
    assert len(why) < 450


def test_all_came() -> None:
    count = len(PLANNED)
    assert closing_lines(PLANNED, []) == [
        f"{count} of {count} questions answered.", "Next: `wardwise build`.",
    ]  # fmt: skip


def test_of_reasons_that_differ_the_first_is_given_and_said_to_be_one_of_many() -> None:
    failed = [Failure("gva", str(n), (), f"ONS gva-{n}: gave HTTP 404") for n in range(3)]
    why = [line for line in closing_lines(PLANNED, failed) if line.startswith("Why")]
    assert why == ["Why: 3 questions failed, the first: ONS gva-0: gave HTTP 404"]


@pytest.mark.parametrize("width", [80, 100, 130])
def test_a_terminal_shows_how_far_and_whom_it_waits_for_whatever_its_width(width: int) -> None:
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=True)
    clock = Watch()
    progress = FetchProgress(PLANNED * 100, console, now=lambda: clock.now)
    with progress:
        for number in range(1100):
            source_id, ask = PLANNED[number % len(PLANNED)]
            progress.on_event(Event("asking", source_id, ask.key, number, len(PLANNED) * 100))
            clock.now += 5
            progress.on_bytes(100_000)
            progress.on_event(Event("failed", source_id, ask.key, number, len(PLANNED) * 100))
        progress.on_wait("nomis", 61)
    assert "1,100 of 3,300 questions, 1,100 failed, about 3 hours 3 minutes left" in text.getvalue()
    assert "waiting 61 seconds for Nomis" in text.getvalue()


def test_a_dry_run_on_a_terminal_keeps_each_request_to_its_line() -> None:
    settings = Settings()
    asks = put_together(registry.plan(Areas(("E08000035",)), settings, ["bres"]), settings)
    for ask in asks:
        whole = ask_line(ask, settings)
        assert len(whole) > 200
        assert whole.endswith(ask.describe(settings)), "off a terminal nothing is cut"
        line = ask_line(ask, settings, width=100)
        assert len(line) == 100
        assert line.endswith("…")


def test_a_plan_says_less_than_a_minute_where_it_is_less() -> None:
    settings = Settings()
    planned = registry.plan(Areas(("E08000035",)), settings, ["wards"])
    lines = plan_lines(planned, put_together(planned, settings), settings)
    assert lines[0].startswith("The Open Geography Portal: about ")
    assert lines[0].endswith(" requests, less than a minute.")
