"""Replies kept on disk beside their time: lists that many questions need, and pages under way.

A list of codes that came this week need not come again for the next run. Of a question that takes
several pages those that came are kept until the whole is stored, so that a run that was stopped
asks for none of them twice.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from catalog.store import replacing

# Codes and names change a few times a year. What says when figures were last released, and pages of
# a question under way, serve a run that goes on after a stop, and not one after a new release.
CODES_HOURS: Final = 7 * 24.0
RELEASE_HOURS: Final = 1.0
# A key is no part of what was asked, and is written nowhere.
UNWRITTEN: Final = ("uid",)


@dataclass(frozen=True)
class KeptReplies:
    """Bodies by address in a folder of the user's data. A file that is not whole is not there."""

    folder: Path

    def find(self, address: str, hours: float) -> bytes | None:
        """The body that came from an address at most so many hours ago; None without one."""
        try:
            heading, _, body = self._path(address).read_bytes().partition(b"\n")
            said = json.loads(heading)
            came = datetime.fromisoformat(said["retrieved"])
            age = (datetime.now(UTC) - came).total_seconds() / 3600
            whole = said["address"] == address and said["sha256"] == _digest(body)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return body if whole and 0 <= age < hours else None

    def keep(self, address: str, body: bytes) -> None:
        """Stores a body; a folder that cannot be written costs a request later and nothing now."""
        said = {
            "address": address,
            "retrieved": datetime.now(UTC).isoformat(timespec="seconds"),
            "sha256": _digest(body),
        }
        try:
            with replacing(self._path(address)) as temporary:
                temporary.write_bytes(json.dumps(said).encode() + b"\n" + body)
        except OSError:
            return

    def drop(self, address: str) -> None:
        """Removes what is kept of an address."""
        try:
            self._path(address).unlink(missing_ok=True)
        except OSError:
            return

    def clear(self) -> None:
        """Removes everything in the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, address: str) -> Path:
        return self.folder / f"{_digest(address.encode())[:32]}.reply"


def lists_in(data: Path) -> KeptReplies:
    """Lists of codes and layers, kept between runs."""
    return KeptReplies(data / "replies" / "lists")


def pages_in(data: Path) -> KeptReplies:
    """Pages of a question whose other pages are still to come."""
    return KeptReplies(data / "replies" / "pages")


def address_with(url: str, params: Mapping[str, str]) -> str:
    """An address with what is asked, under which its reply is kept."""
    return f"{url}?{urlencode({k: v for k, v in params.items() if k not in UNWRITTEN})}"


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
