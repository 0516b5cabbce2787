"""The record of the last `wardwise build`, stored beside the tables, and what it means for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from catalog import store
from catalog.graph import Outcome
from catalog.json_files import read_json, write_json
from catalog.settings import SAMPLE, Settings

BUILD: Final = "build.json"


@dataclass(frozen=True)
class Build:
    """The last build: when it began, when it ended ('' if it was stopped), and its outcomes."""

    began: str
    ended: str
    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> dict[str, str]:
        """Sources and steps that failed, each with its message."""
        return {
            outcome.name: outcome.message for outcome in self.outcomes if outcome.kind == "failed"
        }


def begin(settings: Settings) -> None:
    """Records that a build has begun, so that we can recognise one that was killed."""
    write_json(settings.built / BUILD, {"began": _now(), "ended": "", "outcomes": []})


def finish(settings: Settings, outcomes: Sequence[Outcome]) -> None:
    """Records the outcome of each source and step."""
    record = _read_record(settings)
    ended = {"began": str(record.get("began", "")), "ended": _now()}
    write_json(
        settings.built / BUILD, ended | {"outcomes": [asdict(outcome) for outcome in outcomes]}
    )


def last_build(settings: Settings) -> Build | None:
    """The last build; None if there was none, or its record cannot be read."""
    record = _read_record(settings)
    try:
        outcomes = tuple(_read_outcome(entry) for entry in record["outcomes"])
        return Build(str(record["began"]), str(record["ended"]), outcomes)
    except (KeyError, TypeError):
        return None


def _read_outcome(entry: dict[str, Any]) -> Outcome:
    """One stored outcome. Records written before 2026-11 call its kind `what`."""
    fields = {"kind" if name == "what" else name: value for name, value in entry.items()}
    return Outcome(**fields)


def is_sample_in_use(settings: Settings) -> bool:
    """True if the tables in use are those of the embedded sample."""
    return settings.tables == settings.sample


def has_begun(settings: Settings) -> bool:
    """True if anything has been fetched or built, so the user means their own data."""
    return _has_parts(settings.raw) or _has_tables(settings.built) or _has_record(settings)


def reported_folder(settings: Settings) -> Path:
    """The tables that `status` and `check` report on: what was built, even if it is incomplete."""
    return settings.built if has_begun(settings) else settings.tables


def sample_notice(settings: Settings) -> str:
    """Why we show the embedded sample to someone who has fetched or built data; otherwise ''."""
    if not (is_sample_in_use(settings) and has_begun(settings)):
        return ""
    return (
        "You are seeing the sample (Bradford, Calderdale and Kirklees), not the data you fetched: "
        f"{_explain_sample(last_build(settings)).rstrip('.')}."
    )


def list_embedded(settings: Settings, tables: Iterable[str]) -> list[str]:
    """Those of these tables in use whose content is that of the embedded sample."""
    root = settings.tables
    return [
        name
        for name in tables
        if store.has(name, SAMPLE)
        and (
            not store.has(name, root)
            or store.read_fingerprint(name, root) == store.read_fingerprint(name, SAMPLE)
        )
    ]


def embedded_sentence(settings: Settings, tables: Iterable[str] | None = None) -> str:
    """Says that figures on screen are the embedded sample's, and how old it is; '' if none is.

    `tables`: those that a page shows; None for all, when the whole sample is in use.
    """
    every = store.names(SAMPLE) if is_sample_in_use(settings) else []
    embedded = every if tables is None else list_embedded(settings, tables)
    if not embedded:
        return ""
    made = max(store.origin_of(name, SAMPLE).retrieved for name in embedded)
    month = datetime.fromisoformat(made).strftime("%B %Y")
    return f"Embedded sample, made {month}; for the newest figures run `wardwise fetch`."


def _explain_sample(build: Build | None) -> str:
    if build is None:
        return "it has not been built. Run `wardwise build`"
    if not build.ended:
        return "the last build stopped before it finished. Run `wardwise build` again"
    message = build.failed.get("councils", "")
    if message:
        return f"the last build ({build.ended[:10]}) could not make the list of councils. {message}"
    return (
        f"the last build ({build.ended[:10]}) had no list of councils to build on. Run `wardwise "
        "fetch --only councils`, then `wardwise build`"
    )


def failure_sentences(settings: Settings) -> list[str]:
    """One sentence for each failure in the last build, or one that says it did not finish."""
    unfinished = unfinished_sentence(settings)
    if unfinished:
        return [unfinished]
    build = last_build(settings)
    failed = build.failed if build else {}
    return [f"Failed in the last build: {message}" for message in failed.values()]


def unfinished_sentence(settings: Settings) -> str:
    """Says that the last build has not ended, so that tables may be of two; '' where it has."""
    build = last_build(settings)
    if build is None or build.ended:
        return ""
    return (
        f"The build that began {build.began[:16].replace('T', ' ')} did not finish, or is "
        "still running. Run `wardwise build` to continue."
    )


def _read_record(settings: Settings) -> dict[str, Any]:
    path = settings.built / BUILD
    record = read_json(path, "the result of the last build is unknown")
    return record if isinstance(record, dict) else {}


def _has_record(settings: Settings) -> bool:
    return (settings.built / BUILD).is_file()


def _has_tables(root: Path) -> bool:
    return bool(store.names(root))


def _has_parts(raw: Path) -> bool:
    return next(raw.glob("*/*.note.json"), None) is not None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
