"""What is held of each source for each council, how new it is, and what is missing or stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from catalog import ages, builds, store
from catalog.schema import Table
from catalog.settings import Settings
from catalog.sources import Origin, Source
from catalog.unanswered import failures_of
from etl import raw
from etl.run import registry, standing

EVERYWHERE: Final = ""
SCHEMA: Final = {
    "source": pl.String,
    "table": pl.String,
    "lad_code": pl.String,
    "lad_name": pl.String,
    "rows": pl.Int64,
    "latest_period": pl.String,
    "releases_behind": pl.Int64,
    "retrieved": pl.String,
    "release": pl.String,
    "next_release": pl.String,
    "stale": pl.Boolean,
    "missing": pl.String,
    "words": pl.String,
}


@dataclass(frozen=True)
class CouncilCoverage:
    """What a table holds of one council ('' for a table of no council), from its rows."""

    rows: int
    latest_period: str
    with_value: int
    age: ages.Age | None = None
    latest_end: date | None = None


@dataclass(frozen=True)
class Fetched:
    """What lies in raw of a source: the time of its newest part ('' for none), the remarks beside
    its parts by council, and in words what is wrong with them.
    """

    newest: str = ""
    remarks: tuple[tuple[tuple[str, ...], str], ...] = ()
    fault: str = ""


def status(
    settings: Settings, councils: Sequence[str] | None = None, now: date | None = None
) -> pl.DataFrame:
    """One row per source and council, columns as SCHEMA; `councils` None means those with wards."""
    today = now or datetime.now(UTC).date()
    root = builds.reported_folder(settings)
    chosen = list(councils) if councils else councils_of(root)
    names = _names(root)
    failures = failures_of(settings)
    build = builds.last_build(settings)
    rows = []
    for source_id, module in registry.modules().items():
        table = module.TABLE.name
        frame, origin, fault = _read(table, root)
        fetched = _fetched(source_id, settings)
        command = registry.supply_words(module)
        state = fault or _state(module.SOURCE, fetched, origin, build, command)
        if build and origin and not state and not fetched.newest and hasattr(module, "EMBEDDED"):
            state = f"not fetched; these came with Wardwise ({origin.retrieved[:10]})"
            only = f" --only {source_id}" if standing.stands(module) else ""
            state += f"; run `wardwise fetch{only}`"
        for code, coverage in _coverage_by_council(frame, module.TABLE, chosen, today).items():
            missing = [
                failure.message
                for failure in failures
                if failure.source in (source_id, "")
                and (not failure.areas or code in failure.areas)
            ]
            missing += [words for areas, words in fetched.remarks if not areas or code in areas]
            rows.append(
                _row(module.SOURCE, table, code, names, coverage, origin, missing, today, state)
            )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def describe_states(settings: Settings) -> dict[str, str]:
    """By table of a source: why it is not the newest that it could be, '' where it is.

    As `status` says it, without counting the rows of councils.
    """
    root, build = builds.reported_folder(settings), builds.last_build(settings)
    states = {}
    for source_id, module in registry.modules().items():
        table = module.TABLE.name
        fault, origin = "", None
        try:
            origin = store.origin_of(table, root) if store.has(table, root) else None
        except store.StoreError as error:
            fault = str(error)
        fetched = _fetched(source_id, settings)
        command = registry.supply_words(module)
        states[table] = fault or _state(module.SOURCE, fetched, origin, build, command)
    return states


def _fetched(source_id: str, settings: Settings) -> Fetched:
    try:
        notes = [part.note for part in raw.parts(source_id, settings.raw)]
    except raw.RawError as error:
        return Fetched(fault=str(error))
    remarks = ((note.areas, note.detail.get("remark", "")) for note in notes)
    return Fetched(
        max((note.retrieved for note in notes), default=""),
        tuple((areas, words) for areas, words in remarks if words),
    )


def _state(
    source: Source,
    fetched: Fetched,
    origin: Origin | None,
    build: builds.Build | None,
    command: str,
) -> str:
    """How far a source has come where its table is not the newest that it could be; else ''.

    `command` is what follows `wardwise supply` for a file of the user's.
    """
    instead = "; the table is from an earlier fetch" if origin else ""
    if fetched.fault:
        return f"fetched, but the saved reply is damaged{instead}: {fetched.fault}"
    failed = build.failed.get(source.id, "") if build and fetched.newest <= build.ended else ""
    if fetched.newest and failed:
        return f"fetched, but we could not build the table{instead}: {failed}"
    if fetched.newest and (origin is None or fetched.newest > origin.retrieved):
        return f"fetched, not built{instead}; run `wardwise build`"
    if origin is None and source.service == "file":
        from_where = f"get it from {source.url}, then " if source.url else ""
        return f"not supplied; {from_where}run `wardwise supply {command}`"
    if origin is None:
        return "not fetched; run `wardwise fetch`"
    return ""


def councils_of(root: Path) -> list[str]:
    """Codes of the councils whose wards are held in a folder of tables."""
    if not store.has("wards", root):
        return []
    return sorted(store.read("wards", root)[0]["lad_code"].unique().to_list())


def _names(root: Path) -> dict[str, str]:
    if not store.has("councils", root):
        return {}
    return dict(store.read("councils", root)[0].select("lad_code", "lad_name").iter_rows())


def _read(table: str, root: Path) -> tuple[pl.DataFrame | None, Origin | None, str]:
    """The table and its origin where there is one, and in words why it cannot be read."""
    if not store.has(table, root):
        return None, None, ""
    try:
        return *store.read(table, root), ""
    except store.StoreError as error:
        return None, None, str(error)


def _coverage_by_council(
    frame: pl.DataFrame | None, table: Table, councils: Sequence[str], today: date
) -> dict[str, CouncilCoverage]:
    if frame is None:
        return {code: CouncilCoverage(0, "", 0) for code in councils} or {
            EVERYWHERE: CouncilCoverage(0, "", 0)
        }
    by = _council_column(frame)
    if not by:
        return {EVERYWHERE: _count(frame, table.value)}
    return {
        code: replace(
            _count(frame.filter(pl.col(by) == code), table.value),
            age=ages.age_in_table(table.name, frame, (code,), today),
        )
        for code in councils
    }


def _council_column(frame: pl.DataFrame) -> str:
    """The column of council codes, '' for a table that speaks of no council or of whole nations."""
    if "period" not in frame.columns:
        return ""
    if "lad_code" in frame.columns:
        return "lad_code"
    of_lads = "area_type" in frame.columns and (frame["area_type"] == "lad").any()
    return "area_code" if of_lads else ""


def _count(frame: pl.DataFrame, value: str | None) -> CouncilCoverage:
    filled = frame if value is None else frame.filter(pl.col(value).is_not_null())
    if "period" not in frame.columns or filled.is_empty():
        return CouncilCoverage(frame.height, "", filled.height)
    latest = filled.sort("period_end").row(-1, named=True)
    return CouncilCoverage(
        frame.height, latest["period"], filled.height, latest_end=latest["period_end"]
    )


def _row(
    source: Source,
    table: str,
    code: str,
    names: dict[str, str],
    coverage: CouncilCoverage,
    origin: Origin | None,
    missing: list[str],
    today: date,
    state: str,
) -> tuple[object, ...]:
    following = next_release(source, origin, today)
    stale = bool(origin and following and following < today)
    if state:
        words = state
    elif not coverage.with_value:
        words = "fetched, but nothing is published for this council"
    elif coverage.age and coverage.age.behind:
        words = coverage.age.sentence()
        words += f" as of {origin.retrieved[:10]}" if origin else ""
        words += "; a newer release is probably available" if stale else ""
        words += "; run `wardwise fetch` for newer figures"
    elif coverage.latest_end and ages.is_overdue(source.cadence, coverage.latest_end, today):
        words = (
            f"the newest period is {coverage.latest_period}, which is old for a {source.cadence} "
            "source; run `wardwise fetch` again"
        )
    elif stale:
        words = "a newer release is probably available; run `wardwise fetch` again"
    else:
        words = "up to date as far as we know"
    return (
        source.id,
        table,
        code,
        names.get(code, "everywhere" if code == EVERYWHERE else code),
        coverage.rows,
        coverage.latest_period,
        coverage.age.behind if coverage.age else None,
        origin.retrieved if origin else "",
        origin.release if origin else "",
        following.isoformat()[:7] if following else "",
        stale,
        " ".join(missing),
        words,
    )


def next_release(source: Source, origin: Origin | None, today: date) -> date | None:
    """The end of the next month of release after the table was retrieved; None where unknown.

    A monthly source without named months is taken to be released every month.
    """
    months = source.release_months or (tuple(range(1, 13)) if source.cadence == "monthly" else ())
    if not months:
        return None
    start = date.fromisoformat(origin.retrieved[:10]) if origin and origin.retrieved else today
    for ahead in range(1, 13):
        month = (start.month - 1 + ahead) % 12 + 1
        year = start.year + (start.month - 1 + ahead) // 12
        if month in months:
            following = date(year + month // 12, month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
    return None
