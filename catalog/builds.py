"""What became of the last `wardwise build`, kept beside the tables, and what it means for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from catalog import store
from catalog.graph import Outcome
from catalog.json_files import read_json, write_json
from catalog.settings import Settings

BUILD: Final = "build.json"


@dataclass(frozen=True)
class Build:
    """The last build: when it began, when it ended ('' where it was stopped), and its outcomes."""

    began: str
    ended: str
    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> dict[str, str]:
        """Sources and steps that failed, each with its message."""
        return {one.name: one.message for one in self.outcomes if one.what == "failed"}


def begin(settings: Settings) -> None:
    """Keeps that a build has begun, so that one that is killed can be told from one that ended."""
    write_json(settings.built / BUILD, {"began": _now(), "ended": "", "outcomes": []})


def finish(settings: Settings, outcomes: Sequence[Outcome]) -> None:
    """Keeps what became of each source and step."""
    kept = _content(settings)
    ended = {"began": str(kept.get("began", "")), "ended": _now()}
    write_json(settings.built / BUILD, ended | {"outcomes": [asdict(one) for one in outcomes]})


def last_build(settings: Settings) -> Build | None:
    """The last build; None where there was none, or its record cannot be read."""
    kept = _content(settings)
    try:
        outcomes = tuple(Outcome(**entry) for entry in kept["outcomes"])
        return Build(str(kept["began"]), str(kept["ended"]), outcomes)
    except (KeyError, TypeError):
        return None


def is_sample_in_use(settings: Settings) -> bool:
    """True where the tables in use are those of the embedded sample."""
    return settings.tables == settings.sample


def has_begun(settings: Settings) -> bool:
    """True where anything has been fetched or built, so that the sample is not what is meant."""
    return _has_parts(settings.raw) or _has_tables(settings.built) or _has_record(settings)


def reported_folder(settings: Settings) -> Path:
    """The tables that `status` and `check` speak of: what was built, even where it is not whole."""
    return settings.built if has_begun(settings) else settings.tables


def sample_notice(settings: Settings) -> str:
    """Why the embedded sample is shown to one who has fetched or built; '' to all others."""
    if not (is_sample_in_use(settings) and has_begun(settings)):
        return ""
    return (
        "In use is the embedded sample (Bradford, Calderdale and Kirklees), not what you fetched: "
        f"{_why(last_build(settings)).rstrip('.')}."
    )


def _why(build: Build | None) -> str:
    if build is None:
        return "it has not been built. Run `wardwise build`"
    if not build.ended:
        return "the last build was stopped before its end. Run `wardwise build` again"
    message = build.failed.get("councils", "")
    if message:
        return f"the last build ({build.ended[:10]}) could not make the list of councils. {message}"
    return (
        f"the last build ({build.ended[:10]}) had no list of councils to build on. Run `wardwise "
        "fetch --only councils`, then `wardwise build`"
    )


def failure_sentences(settings: Settings) -> list[str]:
    """What failed in the last build, a sentence each; also that it was stopped before its end."""
    build = last_build(settings)
    if build is None:
        return []
    if not build.ended:
        return [
            f"The build that began {build.began[:16].replace('T', ' ')} was stopped before its "
            "end, or is still running. Run `wardwise build` to go on."
        ]
    return [f"Failed in the last build: {message}" for message in build.failed.values()]


def _content(settings: Settings) -> dict[str, Any]:
    path = settings.built / BUILD
    kept = read_json(path, "what became of the last build is not known")
    return kept if isinstance(kept, dict) else {}


def _has_record(settings: Settings) -> bool:
    return (settings.built / BUILD).is_file()


def _has_tables(root: Path) -> bool:
    return bool(store.names(root))


def _has_parts(raw: Path) -> bool:
    return next(raw.glob("*/*.note.json"), None) is not None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
