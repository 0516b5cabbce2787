"""A rehearsal of a first use: per source the smallest real question, from asking to the table.

Everything happens in a temporary folder, so nothing that was fetched or built is touched. Every
reply is kept in one zip file, without keys and passwords, that a user may send to us.
"""

from __future__ import annotations

import json
import platform
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from catalog import store
from catalog.pages_need import fetch_rank
from catalog.project import version
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients.arcgis import client
from etl.clients.http import FetchError, Http, Reply
from etl.clients.query import Query
from etl.clients.services import NAMES_PEOPLE, service_of
from etl.clients.troubles import UNFORESEEN, unforeseen_words
from etl.run import fetching, registry
from etl.run.registry import SourceModule

Verdict = Literal["works", "works with an old vintage", "fails"]
MOST_KEPT_BYTES: Final = 30 * 2**20
NOT_KEPT: Final = b"Not kept: replies of this service can name people."
USER_INFO: Final = re.compile(r"//[^/@\s]*@")


@dataclass(frozen=True)
class RehearsalResult:
    """How one table came out."""

    source: str
    table: str
    verdict: Verdict
    words: str


@dataclass
class Recorder:
    """Keeps every reply of a rehearsal; `secrets` are texts that are taken out of all of it.

    Of services whose replies name people a reply's address, status and size are kept alone.
    """

    urls: dict[str, str]
    secrets: tuple[str, ...]
    replies: list[Reply] = field(default_factory=list)

    def __call__(self, reply: Reply) -> None:
        if service_of(reply.url, self.urls) in NAMES_PEOPLE:
            reply = replace(reply, body=b"", size=len(reply.body))
        self.replies.append(reply)

    def write(self, path: Path, rehearsed: Sequence[RehearsalResult]) -> None:
        """The zip of replies: `summary.txt`, `replies.json` and a file for each body."""
        listed: list[dict[str, Any]] = []
        with (
            store.replacing(path) as temporary,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for number, reply in enumerate(self.replies, 1):
                service = service_of(reply.url, self.urls)
                name = re.sub(r"[^\w.-]", "_", f"{number:04d}-{service}-{reply.status}")
                names_people = service in NAMES_PEOPLE
                body = NOT_KEPT if names_people else self._clean_bytes(reply.body[:MOST_KEPT_BYTES])
                archive.writestr(name, body)
                url = self._clean(reply.url)
                size = reply.size or len(reply.body)
                listed.append({"file": name, "url": url, "status": reply.status, "bytes": size})
            archive.writestr("replies.json", json.dumps(listed, indent=1))
            archive.writestr("summary.txt", self._clean("\n".join(summary_lines(rehearsed))))

    def _clean(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "[removed]")
        return re.sub(r"([?&]uid=)[^&\s]*", r"\1[removed]", USER_INFO.sub("//", text))

    def _clean_bytes(self, body: bytes) -> bytes:
        for secret in self.secrets:
            body = body.replace(secret.encode(), b"[removed]")
        return body


def recorder_for(settings: Settings) -> Recorder:
    """A recorder that knows what of these settings is nobody else's business."""
    passwords = (urlsplit(url).password for url in settings.urls.values())
    secrets = tuple(secret for secret in (settings.nomis_uid, *passwords) if secret)
    return Recorder(dict(settings.urls), secrets)


def rehearse(
    settings: Settings, http: Http, areas: Areas, only: Sequence[str] | None = None
) -> Iterator[RehearsalResult]:
    """Each chosen source in turn, as it comes out; no fault stops the others."""
    sources = registry.modules()
    unknown = sorted(set(only or ()) - set(sources))
    if unknown:
        raise FetchError(
            f"there is no source {', '.join(unknown)}; the sources are {', '.join(sources)}"
        )
    chosen = [
        (name, module)
        for name, module in sources.items()
        if module.SOURCE.service in settings.urls and (not only or name in only)
    ]
    with tempfile.TemporaryDirectory(prefix="wardwise-rehearsal-") as folder:
        there = replace(settings, data=Path(folder))
        for name, module in sorted(chosen, key=lambda one: fetch_rank(one[1].TABLE.name)):
            yield _rehearse(name, module, there, http, areas)


def _rehearse(
    name: str, module: SourceModule, there: Settings, http: Http, areas: Areas
) -> RehearsalResult:
    table = module.TABLE.name
    try:
        planned = [(name, query) for query in smallest(module.requests(areas, there))]
        failures = fetching.fetch(planned, http, there, lambda _: None)
        if failures:
            return RehearsalResult(name, table, "fails", failures[0].message)
        registry.tidy_source(name, there)
        words = _summarise_table(module, there)
        old = _old_vintages(name, there, http)
    except UNFORESEEN as error:  # whatever it is: this line says so, and the next source follows
        message = str(error) if isinstance(error, FetchError) else unforeseen_words(error)
        return RehearsalResult(name, table, "fails", message)
    if old:
        return RehearsalResult(
            name, table, "works with an old vintage", f"{words}; {'; '.join(old)}"
        )
    return RehearsalResult(name, table, "works", words)


def smallest(queries: Sequence[Query]) -> list[Query]:
    """The smallest question that still goes all the way: of the one council where there is such,
    the newest date alone where dates are asked for. Lists of places are asked whole: a table of
    them is made of several.
    """
    if all(isinstance(query, client.Query) for query in queries):
        return list(queries)
    of_one_council = [query for query in queries if query.areas]
    first: Any = (of_one_council or list(queries))[0]
    if "date" in {entry.name for entry in fields(first)}:
        first = replace(first, date="latest")
    return [first]


def _summarise_table(module: SourceModule, there: Settings) -> str:
    frame, origin = store.read(module.TABLE.name, there.built)
    words = f"{frame.height:,} row{'' if frame.height == 1 else 's'}"
    value = module.TABLE.value
    if value and frame[value].null_count() == frame.height:
        words += ", none with a figure"
    elif "period_end" in frame.columns and frame.height:
        words += f", latest figures for {frame.sort('period_end')['period'][-1]}"
    return f"{words}, release {origin.release}" if origin.release else words


def _old_vintages(name: str, there: Settings, http: Http) -> list[str]:
    """Layers that should be as new as the wards and are not, each beside the wards' year."""
    parts = [part for part in raw.parts(name, there.raw) if "service" in part.note.detail]
    if not parts:
        return []
    year = client.ward_year(client.service_names(http, there), there.ward_year)
    queries = registry.modules()[name].requests(Areas(()), there)
    layers = {
        query.key: client.LAYERS[query.layer]
        for query in queries
        if isinstance(query, client.Query)
    }
    return [
        f"{part.note.detail['service']} is of 20{part.note.detail['year']}, the wards of 20{year}"
        for part in parts
        if part.note.key in layers
        and layers[part.note.key].vintage == "up to the wards"
        and part.note.detail["year"] < year
    ]


def verdict_line(rehearsed: RehearsalResult) -> str:
    """'works: jobs (bres): 20 rows, latest figures for 2024'."""
    return f"{rehearsed.verdict}: {rehearsed.table} ({rehearsed.source}): {rehearsed.words}"


def summary(rehearsed: Sequence[RehearsalResult]) -> str:
    """'24 tables work, 1 with an old vintage, 2 fail.'"""
    counts = {
        verdict: sum(one.verdict == verdict for one in rehearsed)
        for verdict in ("works", "works with an old vintage", "fails")
    }
    old = counts["works with an old vintage"]
    return (
        f"Of {len(rehearsed)} tables, {counts['works'] + old} work"
        f"{f' ({old} with an old vintage)' if old else ''}, {counts['fails']} fail."
    )


def summary_lines(rehearsed: Sequence[RehearsalResult]) -> list[str]:
    """What the zip says of itself: the version, the machine's kind, and every table's line."""
    return [
        f"wardwise {version()}, Python {platform.python_version()}, {platform.system()}",
        summary(rehearsed),
        *map(verdict_line, rehearsed),
    ]
