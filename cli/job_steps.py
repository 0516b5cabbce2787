"""What a job does, in stages: fetch what pages show, build it, fetch the rest, build everything."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pipeline
from catalog import jobs, leftovers, staging, store
from catalog.json_files import write_json
from catalog.settings import SAMPLE, Settings
from cli import job_control
from cli.fetching import closing_lines
from cli.terminal import new_client
from etl import areas as areas_room
from etl.clients.http import Http
from etl.clients.services import name_of
from etl.run import changes, registry, stages
from etl.run.fetching import Event
from etl.run.stages import Planned
from etl.run.time_left import estimate_seconds_left, seconds_of_request
from etl.run.together import weigh_questions
from presentation.numbers import digits

if TYPE_CHECKING:
    from cli.job_worker import Reporter

STAGES: Final = 4
# What people call the steps of a build that are no source.
STEP_TITLES: Final = {
    "lad_changes": "changes of council codes",
    "business_rates": "business premises",
    "ward_changes": "changes of wards",
    "ward_jobs": "jobs by ward",
    "ward_measures": "figures by ward",
    "forecasts": "forecasts",
    "indicators": "sectors and skills",
}
PARTS: Final = re.compile(r"\((\d+) of (\d+)\)$")


class JobError(Exception):
    """Why a job came to nothing, and what to do next."""


class Fetching:
    """Reports the progress of one stage of the fetch."""

    def __init__(self, reporter: Reporter, planned: Planned) -> None:
        modules = registry.modules()
        self._weights = weigh_questions(planned, reporter.settings)
        self._services = [modules[source_id].SOURCE.service for source_id, _ in planned]
        self._titles = {name: module.SOURCE.title for name, module in modules.items()}
        self._reporter = reporter
        self._took: defaultdict[str, list[float]] = defaultdict(list)
        self._asked_at = time.monotonic()

    def on_event(self, event: Event) -> None:
        job, now = self._reporter.job, time.monotonic()
        title = self._titles[event.source]
        if event.what == "asking":
            self._asked_at = now
            self._reporter.update(task=title)
            return
        if event.what == "fetched":
            seconds, weight = now - self._asked_at, self._weights[event.done]
            took = seconds_of_request(seconds, event.together, weight)
            self._took[self._services[event.done]].append(took)
        done = event.done + 1
        self._reporter.update(
            task=title,
            done_count=done,
            answered_count=job.answered_count + (event.what != "failed"),
            failed_count=job.failed_count + (event.what == "failed"),
            seconds_left=estimate_seconds_left(self._took, self._services, done, self._weights),
        )

    def on_bytes(self, size: int) -> None:
        self._reporter.update(received_bytes=self._reporter.job.received_bytes + size)

    def on_wait(self, service: str, seconds: float) -> None:
        self._reporter.update(task=f"waiting {digits(seconds)} seconds for {name_of(service)}")


def do(reporter: Reporter) -> None:
    """The whole job; its end is in the state. JobError where nothing could be shown."""
    job, settings = reporter.job, reporter.settings
    leftovers.remove_leftovers(settings.data)
    chosen = areas_room.choose(*pipeline.load_places(settings), councils=job.councils)
    planned = registry.plan(chosen, settings, job.sources)
    first, rest = stages.split_stages(planned, job_control.tables_for_all(settings))
    reporter.update(at_once=True, stages_count=STAGES, requests_count=len(planned))
    client = new_client(settings, keep=True)
    failures = _fetch(1, first, reporter, client)
    staged = staging.open_staging(settings)
    failed = _build(2, staged, reporter, forecast=False)
    # Sources of newer releases change what is there: old and new figures are shown in one go.
    if job.kind == "councils" and _has_councils(staged, job.councils):
        _publish(staged, reporter)
    failures += _fetch(3, rest, reporter, client)
    staged = staging.open_staging(settings)  # with what users supplied in the meantime
    failed = _build(4, staged, reporter, forecast=True) or failed
    reasons = _reasons(planned, failures, failed)
    if not _has_councils(staged, job.councils):
        raise JobError(
            f"We could not get the ward boundaries of {', '.join(job.names)}, so there is nothing "
            f"to show yet. {' '.join(reasons)}".strip()
        )
    if job.kind == "releases":
        _note_changes(settings, staged, job.began)
    _publish(staged, reporter)
    reporter.end("done", "", tuple(reasons))


def _fetch(
    stage: int, planned: Planned, reporter: Reporter, client: Http
) -> list[registry.Failure]:
    reporter.update(
        at_once=True, phase="fetching", stage=stage, task="", done_count=0,
        total_count=len(planned), seconds_left=None,
    )  # fmt: skip
    progress = Fetching(reporter, planned)
    client.on_bytes, client.on_wait = progress.on_bytes, progress.on_wait
    return registry.fetch(planned, client, reporter.settings, progress.on_event)


def _build(stage: int, staged: Settings, reporter: Reporter, *, forecast: bool) -> list[str]:
    """Builds beside the tables in use; returns what failed, a sentence each."""
    reporter.update(
        at_once=True, phase="building", stage=stage, task="", done_count=0, total_count=0,
        seconds_left=None,
    )  # fmt: skip

    titles = {name: module.SOURCE.title for name, module in registry.modules().items()}
    titles |= STEP_TITLES

    def on_progress(done: int, total: int, task: str) -> None:
        name = task.partition(":")[0]
        parts = PARTS.search(task) if name == "forecasts" else None
        if parts:  # they take longer than all other steps together, so the bar is theirs
            done, total = int(parts[1]), int(parts[2])
        reporter.update(done_count=done, total_count=total, task=titles.get(name, ""))

    outcomes = pipeline.build(staged, on_progress, forecast=forecast)
    return [outcome.message for outcome in outcomes if outcome.kind == "failed"]


def _publish(staged: Settings, reporter: Reporter) -> None:
    for name in job_control.tables_for_all(staged):
        if not store.has(name, staged.built):
            source, target = store.path_of(name, SAMPLE), store.path_of(name, staged.built)
            with store.replacing(target) as temporary:
                temporary.write_bytes(source.read_bytes())
    staging.publish(staged)
    reporter.update(at_once=True, published_count=reporter.job.published_count + 1)


def _has_councils(staged: Settings, councils: tuple[str, ...]) -> bool:
    """Whether there are wards of all these councils, so that pages have something to show."""
    if not (store.has("councils", staged.built) and store.has("wards", staged.built)):
        return False
    with_wards = store.read("wards", staged.built)[0]["lad_code"].unique()
    return set(councils) <= set(with_wards)


def _reasons(planned: Planned, failures: list[registry.Failure], failed: list[str]) -> list[str]:
    """What is missing and why: the terminal's own lines, without what to type next."""
    lines = closing_lines(planned, failures)[1:-1] if failures else []
    return [*lines, *failed]


def _note_changes(settings: Settings, staged: Settings, began: str) -> None:
    """Stores what the new releases changed, before the new tables take the place of the old."""
    tables = [module.TABLE.name for module in registry.modules().values()]
    found = changes.compare_sources(settings.built, staged.built, tables)
    content = {
        "checked": jobs.now(),
        "tables": [vars(change) for change in found],
        "forecasts": changes.count_forecast_changes(staged.built, began),
    }
    write_json(settings.data / jobs.CHANGES, content)
