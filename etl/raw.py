"""Bytes as received, each part with a note of its address, time and checksum beside it.

A part is one answered question of one source: a few pages of bytes and one note. The bytes carry
their checksum in their names and are written first; the note takes its place last, in one step. So
a part is either there whole, as it was before, or not there at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from catalog.store import replacing

# Between a run's bytes and its note there is less than this, even on a slow disk.
SETTLED_SECONDS: Final = 600.0


class RawError(Exception):
    """A stored part that is not what its note says; the message says what to run."""


@dataclass(frozen=True)
class Received:
    """What a question brought: pages in order, and what the service said of them.

    `release` is the publisher's word for the edition, `detail` what `tidy` must know beside the
    bytes (such as the service or workbook that was found).
    """

    pages: tuple[bytes, ...]
    url: str
    release: str = ""
    extension: str = "csv"
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """The note beside a part. `areas` are GSS codes of the councils it answers for; () is all.

    `request` is what was asked for; its name in the stored note is "asked".
    """

    source: str
    key: str
    url: str
    areas: tuple[str, ...]
    release: str
    retrieved: str
    sha256: str
    files: tuple[str, ...]
    request: str
    detail: dict[str, str]


@dataclass(frozen=True)
class RawPart:
    """A stored part: its note and where its bytes are."""

    note: Note
    folder: Path

    def pages(self) -> list[bytes]:
        """The bytes, checked against their checksum; RawError where they are not the same."""
        try:
            contents = [(self.folder / name).read_bytes() for name in self.note.files]
        except OSError as error:
            raise self._broken(str(error)) from error
        if digest(contents) != self.note.sha256:
            raise self._broken("its checksum differs")
        return contents

    def _broken(self, why: str) -> RawError:
        return RawError(
            f"{self.note.source}: the saved reply {self.note.key} is damaged ({why}); "
            f"run `wardwise fetch --only {self.note.source} --refresh`"
        )


def digest(pages: list[bytes] | tuple[bytes, ...]) -> str:
    """SHA-256 of the pages one after another."""
    running = hashlib.sha256()
    for page in pages:
        running.update(page)
    return running.hexdigest()


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def save(
    received: Received, *, source: str, key: str, areas: tuple[str, ...], request: str, root: Path
) -> RawPart:
    """Stores a part, then removes the bytes it took the place of and those of a killed run.

    Another run may be storing the same part: bytes that its note is about to name stay.
    """
    folder = root / source
    sha = digest(received.pages)
    files = []
    for number, page in enumerate(received.pages):
        name = f"{key}.{sha[:10]}.{number}.{received.extension}"
        with replacing(folder / name) as temporary:
            temporary.write_bytes(page)
        files.append(name)
    note = Note(
        source=source,
        key=key,
        url=received.url,
        areas=areas,
        release=received.release,
        retrieved=now(),
        sha256=sha,
        files=tuple(files),
        request=request,
        detail=received.detail,
    )
    with replacing(folder / f"{key}.note.json") as temporary:
        content = asdict(note)
        content["asked"] = content.pop("request")
        temporary.write_text(json.dumps(content, indent=1), "utf-8")
    _remove_unnamed(folder, key)
    return RawPart(note, folder)


def _remove_unnamed(folder: Path, key: str) -> None:
    """Removes bytes of a part that its note does not name and that nobody is about to name."""
    of_this_part = re.compile(rf"{re.escape(key)}\.[0-9a-f]{{10}}\.\d+\.\w+")
    written = _part(folder / f"{key}.note.json").note.files
    # Names alone: a source of all councils has thousands of files, and this is done for each part.
    for name in os.listdir(folder):  # noqa: PTH208
        if not name.startswith(f"{key}.") or not of_this_part.fullmatch(name) or name in written:
            continue
        path = folder / name
        try:
            if time.time() - path.stat().st_mtime > SETTLED_SECONDS:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue  # the other run was quicker


def load(source: str, key: str, root: Path) -> RawPart | None:
    """The part, or None where it was never stored or its note is damaged: to be fetched again."""
    path = root / source / f"{key}.note.json"
    try:
        return _part(path) if path.is_file() else None
    except RawError:
        return None


def parts(source: str, root: Path) -> Iterator[RawPart]:
    """All stored parts of a source, oldest first, so that newer rows can replace older ones."""
    stored = [_part(path) for path in (root / source).glob("*.note.json")]
    yield from sorted(stored, key=lambda part: (part.note.retrieved, part.note.key))


def is_newer_than(source: str, key: str, days: float, root: Path) -> bool:
    """Whether a part is there whole and was retrieved within so many days."""
    part = load(source, key, root)
    if part is None or not all((part.folder / name).is_file() for name in part.note.files):
        return False
    age = datetime.now(UTC) - datetime.fromisoformat(part.note.retrieved)
    return age < timedelta(days=days)


def _part(path: Path) -> RawPart:
    try:
        stored = json.loads(path.read_text("utf-8"))
        stored["request"] = stored.pop("asked")
        note = Note(**{**stored, "areas": tuple(stored["areas"]), "files": tuple(stored["files"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RawError(
            f"we cannot read the note {path} ({error}); run `wardwise fetch` again for its council"
        ) from error
    return RawPart(note, path.parent)
