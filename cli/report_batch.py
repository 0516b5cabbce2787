"""The part of `wardwise report` that writes a report for every area of a kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import store
from catalog.cluster import Cluster
from catalog.settings import Settings
from catalog.tables.premises import WARD_PREMISES
from catalog.unanswered import failures_of, unanswered
from catalog.workers import Workers, stamp_tables
from cli.terminal import err, handle_interrupt, move_bar, new_bar
from etl.run import freshness, registry
from presentation.numbers import count
from presentation.wording import listed

if TYPE_CHECKING:
    from reports.batch import BatchArea, BatchFolder, Missing, Order
    from reports.batch_summary import Explain

NOT_FETCHED = "we have no data for this council; run `wardwise fetch --council {}`"
NOTHING_PUBLISHED = "fetched, but nothing is published for this council"
NO_LIST = (
    "no list of business premises; add the council's own with `wardwise rates FILE --council {}`, "
    "then run `wardwise build`"
)
NOT_MADE = "Wardwise could not make it from what it has of this council; see its other rows"
BUILT_MEANWHILE = (
    "The tables changed while the reports were made, so these are of old and new figures. Run the "
    "same command again when no build is running: it makes them again."
)


def stamp_settings(settings: Settings) -> tuple[tuple[str, str], ...]:
    """What the tables in use hold."""
    return stamp_tables(store.names(settings.tables), settings.tables)


def write_batch(
    order: Order, areas: list[BatchArea], folder: Path, settings: Settings,
    *, jobs: int, cluster: Cluster | None,
) -> int:  # fmt: skip
    """Writes the reports that are not there yet, and the summary; how many areas have none.

    Each is on disk as soon as it is made, so a stopped run goes on where it was.
    """
    from reports.batch import BatchFolder, write_one

    areas = [replace(area, unanswered=unanswered(settings, area.lad_codes)) for area in areas]
    kept = BatchFolder(folder)
    left = kept.left_to_write(order, areas)
    finished = {area.key for area in areas} - {area.key for area in left}
    already, total = len(finished), len(areas)
    explain = explain_missing(settings)
    with handle_interrupt(), new_bar() as progress:
        report_progress = move_bar(progress, progress.add_task("reports"))
        report_progress(already, total, "reports")
        try:
            calls = [(order, area) for area in left]
            for number, written in Workers(jobs, cluster).run_calls(write_one, calls):
                area = left[number]
                kept.keep(order, area, written)
                finished.add(area.key)
                report_progress(len(finished), total, f"report of {area.name}")
        finally:
            _write_summary(areas, kept, finished, explain)
    faults = [area for area in areas if kept.recall(area).fault]
    _print_closing(len(areas) - len(faults), already, faults, folder)
    if stamp_settings(settings) != order.tables:
        err.print(BUILT_MEANWHILE, style="yellow", markup=False, highlight=False, soft_wrap=True)
    return len(faults)


def _write_summary(
    areas: list[BatchArea], kept: BatchFolder, finished: set[str], explain: Explain
) -> None:
    from reports import files
    from reports.batch_summary import SUMMARY, summarise, summary_bytes

    done = {area.key: kept.recall(area) for area in areas if area.key in finished}
    content = summary_bytes(summarise(areas, done, explain))
    files.write_files({SUMMARY: content}, kept.folder)


def _print_closing(written: int, already: int, faults: list[BatchArea], folder: Path) -> None:
    from reports.batch_summary import SUMMARY

    words = "1 report" if written == 1 else f"{count(written)} reports"
    kept = f", {count(already)} of them as they were" if already else ""
    err.print(f"{words} in {folder}{kept}. What is missing where: {folder / SUMMARY}.",
              markup=False, highlight=False, soft_wrap=True)  # fmt: skip
    if faults:
        names = listed([area.name for area in faults], 5)
        sentence = f"No report for {count(len(faults))}: {names}. The summary says why for each."
        err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


def explain_missing(settings: Settings) -> Explain:
    """Says of a table that a council has nothing in, why."""
    states = freshness.describe_states(settings)
    sources = {module.TABLE.name: source for source, module in registry.modules().items()}
    failures = failures_of(settings)

    def explain(missing: Missing) -> str:
        if not missing.table:
            return NOT_FETCHED.format(missing.lad_code)
        source = sources.get(missing.table)
        if missing.table == WARD_PREMISES.name:
            return NO_LIST.format(missing.lad_code)
        if source is None:
            return NOT_MADE
        messages = [
            failure.message
            for failure in failures
            if failure.source in (source, "")
            and (not failure.areas or missing.lad_code in failure.areas)
        ]
        return " ".join(messages) or states[missing.table] or NOTHING_PUBLISHED

    return explain
