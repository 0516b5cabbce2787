"""Reports of many places from the same tables: what one call makes, and what can be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from catalog.cluster_install import describe_install
from catalog.faults import describe_error, is_fault, is_foreseen, log_fault
from catalog.json_files import read_json, write_json
from catalog.workers import Stamps, check_tables
from reports import files, gap_report, inputs
from reports.choices import Choices
from reports.inputs import DERIVED, WANTED

RECORD: Final = "reports.json"


@dataclass(frozen=True)
class BatchArea:
    """A place that gets a report of its own. `unanswered`: requests on it that got no answer."""

    name: str
    code: str
    lad_codes: tuple[str, ...]
    unanswered: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True)
class Order:
    """What is the same for every report of a batch. `root` holds the tables, whose content
    `tables` identifies; where workers are on other machines they are `compared` with it."""

    root: Path
    tables: Stamps
    made_on: str
    version: str
    formats: tuple[str, ...]
    choices: Choices
    template: bytes | None = None
    compared: bool = False

    def stamp(self, area: BatchArea) -> str:
        """Identifies the files of an area: the same stamp means the same bytes."""
        what = replace(self, root=Path(), compared=False)
        return hashlib.sha256(repr((what, area, describe_install())).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Missing:
    """A table that a council has nothing in; no table where it has nothing at all."""

    lad_code: str
    lad_name: str
    table: str = ""

    @property
    def what(self) -> str:
        """In words what the table holds."""
        return (WANTED | DERIVED).get(self.table, "everything")


@dataclass(frozen=True)
class Written:
    """A report: its files by name and what it lacks, or in a sentence why there is none."""

    contents: Mapping[str, bytes]
    missing: tuple[Missing, ...] = ()
    fault: str = ""


def write_one(order: Order, area: BatchArea) -> Written:
    """The report of one area. A fault is said in its place: it ends no other report."""
    if order.compared:
        check_tables([name for name, _ in order.tables], order.root, order.tables)
    try:
        return _write(order, area)
    except BaseException as error:
        if not is_fault(error):
            raise
        words = describe_error(error)
        if not (is_foreseen(error) or isinstance(error, OSError)):
            log = log_fault(error, order.root.parent)
            words += f". Wardwise did not expect this; please report it with the file {log}"
        return Written({}, fault=words)


def _write(order: Order, area: BatchArea) -> Written:
    read = inputs.read_area(order.root, area.lad_codes, area.name)
    report = gap_report.compose(
        read, made_on=order.made_on, version=order.version, unanswered=area.unanswered,
        choices=order.choices,
    )  # fmt: skip
    contents = files.render_files(report, order.formats, template=order.template)
    missing = [Missing(code, name) for code, name in read.absent]
    missing += [
        Missing(code, name, table)
        for table, councils in inputs.find_missing(read).items()
        for code, name in councils
    ]
    return Written(contents, tuple(missing))


class BatchFolder:
    """A folder of reports and its record: which files are there, of what, and what they lack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        stored = read_json(folder / RECORD, "every report will be made again")
        self.entries: dict[str, dict[str, Any]] = stored if _is_record(stored) else {}

    def has(self, order: Order, area: BatchArea) -> bool:
        """True if the files of this order and area are there as they were written."""
        entry = self.entries.get(area.key)
        return (
            entry is not None
            and entry["stamp"] == order.stamp(area)
            and not entry["fault"]
            and all(_digest(self.folder / name) == sha for name, sha in entry["files"].items())
        )

    def keep(self, order: Order, area: BatchArea, written: Written) -> None:
        """Writes the files of a report, all or none, and then the record. OSError."""
        paths = files.write_files(dict(written.contents), self.folder)
        self.entries[area.key] = {
            "stamp": order.stamp(area),
            "files": {path.name: _digest(path) for path in paths},
            "missing": [[each.lad_code, each.lad_name, each.table] for each in written.missing],
            "fault": written.fault,
        }
        write_json(self.folder / RECORD, self.entries)

    def recall(self, area: BatchArea) -> Written:
        """What the record says of an area, without the content of its files."""
        entry = self.entries[area.key]
        missing = tuple(Missing(*each) for each in entry["missing"])
        return Written(dict.fromkeys(entry["files"], b""), missing, entry["fault"])

    def left_to_write(self, order: Order, areas: Sequence[BatchArea]) -> list[BatchArea]:
        """The areas whose report is not there as it would be written now."""
        return [area for area in areas if not self.has(order, area)]


def _is_record(stored: object) -> bool:
    return isinstance(stored, dict) and all(
        isinstance(entry, dict) and {"stamp", "files", "missing", "fault"} <= entry.keys()
        for entry in stored.values()
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
