"""What a person sees of a fetch: how far it is, what waits, and in the end what is missing."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Final

from rich import filesize
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

from catalog.pages_need import describe_affected_pages
from catalog.settings import Settings
from catalog.vocabulary.counting import count_things
from etl.clients.http import NOT_ASKED
from etl.clients.query import Query
from etl.clients.services import name_of
from etl.run import registry
from etl.run.costs import (
    SECONDS_A_FULL_REPLY,
    SECONDS_A_REPLY,
    cost_in_all,
    costs_by_service,
)
from etl.run.fetching import Event
from etl.run.time_left import estimate_seconds_left, seconds_of_request
from etl.run.together import Ask
from presentation.numbers import count, digits

# Off a terminal a line is printed when so much has passed since the last.
LINE_SECONDS: Final = 10.0
LINE_QUESTIONS: Final = 10
UNDER_A_MINUTE: Final = "less than a minute"
LONGEST_MESSAGE: Final = 420
# Words as of thousands of questions and failures with more than an hour left, and the clock.
WIDEST_WORDS: Final = 90
BAR_WIDTH: Final = 24


class FetchProgress:
    """A bar on a terminal, otherwise a plain line now and then; the same words in both.

    The time left is estimated from how long requests to the same service have taken in this run,
    so it appears once there are enough of them.
    """

    def __init__(
        self,
        planned: Sequence[tuple[str, Query]],
        console: Console,
        now: Callable[[], float] = time.monotonic,
        weights: Sequence[float] = (),
    ) -> None:
        services = {name: module.SOURCE.service for name, module in registry.modules().items()}
        self._services = [services.get(source_id, "") for source_id, _ in planned]
        self._weights = weights
        self._console = console
        self._now = now
        self._began = self._asked_at = self._printed_at = now()
        self._printed_done = 0
        self._took: defaultdict[str, list[float]] = defaultdict(list)
        self.done = self.failed = self.received_bytes = 0
        self._bar: Progress | None = None
        if console.is_terminal:
            self._bar = Progress(*_columns(console.width), console=console)
            self._task = self._bar.add_task(self.words(), total=len(planned), what="fetch")

    def __enter__(self) -> FetchProgress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def on_event(self, event: Event) -> None:
        """A question begins or has come to its end."""
        now = self._now()
        if event.what == "asking":
            self._asked_at = now
        else:
            self.done = event.done + 1
            self.failed += event.what == "failed"
            if event.what == "fetched" or (event.what == "failed" and now > self._asked_at):
                weight = self._weights[event.done] if self._weights else 1.0
                took = seconds_of_request(now - self._asked_at, event.together, weight)
                self._took[self._services[event.done]].append(took)
        self._show(f"{event.source} {event.key}")

    def on_bytes(self, size: int) -> None:
        """A piece of a reply has come."""
        self.received_bytes += size
        self._show()

    def on_wait(self, service: str, seconds: float) -> None:
        """A service is waited for."""
        what = f"waiting {digits(seconds)} seconds for {name_of(service)}"
        if self._bar:
            self._show(what)
        elif seconds >= LINE_SECONDS:
            self._console.print(
                f"{what}: it asked us to wait, or needs time to recover.", highlight=False
            )

    def words(self) -> str:
        """'23 of 96 questions, 2 failed, about 1 minute left, 4.1 MB'."""
        parts = [f"{count(self.done)} of {count(len(self._services))} questions"]
        if self.failed:
            parts.append(f"{count(self.failed)} failed")
        left = self._seconds_left()
        if left is not None:
            parts.append(_left_words(left))
        if self.received_bytes:  # last, since a narrow line cuts the end off
            parts.append(filesize.decimal(self.received_bytes))
        return ", ".join(parts)

    def _seconds_left(self) -> float | None:
        return estimate_seconds_left(self._took, self._services, self.done, self._weights)

    def _show(self, what: str = "") -> None:
        if self._bar:
            fields = {"what": what} if what else {}
            self._bar.update(
                self._task,
                completed=self.done,
                description=self.words(),
                **fields,  # type: ignore[arg-type]
            )
            return
        now = self._now()
        waited = now - self._printed_at >= LINE_SECONDS
        if waited or self.done - self._printed_done >= LINE_QUESTIONS:
            self._printed_at, self._printed_done = now, self.done
            self._console.print(f"{self.words()}.", highlight=False, soft_wrap=True)


def _columns(width: int) -> list[ProgressColumn]:
    """The words and the clock, what is asked under them, and a bar where the line has room."""
    text = "{task.description}\n{task.fields[what]:.60}"
    columns: list[ProgressColumn] = [TextColumn(text, markup=False), TimeElapsedColumn()]
    return [BarColumn(BAR_WIDTH), *columns] if width >= WIDEST_WORDS + BAR_WIDTH else columns


def _left_words(seconds: float) -> str:
    words = _duration(seconds)
    return f"{words} left" if words == UNDER_A_MINUTE else f"about {words} left"


def _duration(seconds: float) -> str:
    """'12 minutes', '1 hour 35 minutes'."""
    if seconds < 45:
        return UNDER_A_MINUTE
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [(hours, "hour"), (minutes, "minute")]
    return " ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in parts if n)


def ask_line(ask: Ask, settings: Settings, width: int | None = None) -> str:
    """A request: its source, its questions and its address, whole or as far as `width` reaches."""
    keys = ",".join(query.key for query in ask.queries)
    address = ask.describe(settings)
    if width is None:
        return f"{ask.source}\t{keys}\t{address}"
    questions = keys if len(ask.queries) == 1 else count_things(len(ask.queries), "question")
    line = f"{ask.source} ({questions}) {address}"
    return line if len(line) <= width else f"{line[: width - 1]}…"


def plan_lines(
    planned: Sequence[tuple[str, Query]], asks: Sequence[Ask], settings: Settings
) -> list[str]:
    """What a fetch would ask of each service, and how long that takes at the service's own pace."""
    costs = costs_by_service(asks, settings)
    every = cost_in_all(costs)
    lines = [
        f"{name[:1].upper()}{name[1:]}: about {count_things(cost.requests_count, 'request')}, "
        f"{_duration(cost.seconds)}."
        for cost in costs
        for name in [name_of(cost.service)]
    ]
    words = _duration(every.seconds) if costs else "no time"
    took = words if words in (UNDER_A_MINUTE, "no time") else f"about {words}"
    return [
        *lines,
        f"In all {count(len(planned))} questions, put as {count(len(asks))}: about "
        f"{count(every.requests_count)} requests with their pages and lists. None sent.",
        f"They take {took}, one at a time at the pace of the services, if a small reply "
        f"takes {digits(SECONDS_A_REPLY, 1)} seconds and a full one of Nomis "
        f"{digits(SECONDS_A_FULL_REPLY)} more.",
    ]


def closing_lines(
    planned: Sequence[tuple[str, Query]], failures: Sequence[registry.Failure]
) -> list[str]:
    """What to print at the end: what came, what the pages will lack and why, what to do next."""
    lines = [f"{count(len(planned) - len(failures))} of {count(len(planned))} questions answered."]
    modules = registry.modules()
    questions = Counter(source_id for source_id, _ in planned)
    by_source: defaultdict[str, list[registry.Failure]] = defaultdict(list)
    for failure in failures:
        by_source[failure.source].append(failure)
    reasons: Counter[str] = Counter()
    missing_by_pages: defaultdict[str, list[str]] = defaultdict(list)
    for source_id, failed in by_source.items():
        module = modules[source_id]
        some = len(failed) < questions[source_id]
        share = f", {len(failed)} of {questions[source_id]} questions" if some else ""
        words = f"{module.SOURCE.title} ({source_id}{share})"
        missing_by_pages[describe_affected_pages([module.TABLE.name])].append(words)
        different = list(dict.fromkeys(_reason(one) for one in failed))
        if len(different) > 1:
            different[0] = f"{count(len(failed))} questions failed, the first: {different[0]}"
        reasons += Counter(different[:1])
    if len(failures) < len(planned):  # else the last line says it, and a list of all would hide it
        lines += [
            f"Missing: {pages} {'; '.join(titles)}." for pages, titles in missing_by_pages.items()
        ]
    given_up = [_reason(one) for one in failures if NOT_ASKED in one.message]
    if given_up and len(failures) == len(planned):
        reasons = Counter(given_up)
    lines += [f"Why: {reason}" for reason in reasons]
    must_wait = bool(reasons) and all("asks us to come back" in reason for reason in reasons)
    return [*lines, _next_words(len(planned), len(failures), must_wait)]


def _reason(failure: registry.Failure) -> str:
    """Why, the same for all questions of a service that was given up."""
    reason = failure.message.partition(NOT_ASKED)[2] or failure.message
    if len(reason) <= LONGEST_MESSAGE:
        return reason
    # The end says what to do, the beginning of whom it was asked; between them is the address.
    return f"{reason[: LONGEST_MESSAGE - 150]} … {reason[-150:]}"


def _next_words(planned: int, failed: int, must_wait: bool) -> str:
    if planned and failed == planned and must_wait:
        return (
            "Nothing was fetched, so there is nothing to build. Run the same command after that "
            "time."
        )
    if planned and failed == planned:
        return (
            "Nothing was fetched, so there is nothing to build. Check the network and your "
            "organisation's proxy (HTTPS_PROXY); `wardwise probe` shows which services answer. "
            "Then run the same command again."
        )
    if failed:
        return (
            "We saved the rest. Next: `wardwise build`, or run this again for what is missing "
            "(`wardwise status --json` shows every reason in full)."
        )
    return "Next: `wardwise build`."
