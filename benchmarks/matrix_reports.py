"""Reports and briefings of places that lack something: every table left out, in every format.

    uv run python benchmarks/matrix_reports.py [pairs at random, 40] [formats by commas, all]

On the embedded sample, with its ward tables and indicators made again where their inputs lack.
Prints each failure as it comes and, at the end, how many worlds, reports and files there were; ends
with 1 if any failed. Every format takes an hour on two cores.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pipeline
from catalog import store
from catalog.settings import Settings
from catalog.store import StoreError
from reports import files, gap_report
from reports.briefing import ward_briefings
from tests.reports import factory_report_worlds
from tests.reports.factory_report_worlds import (
    BAILDON,
    BRADFORD,
    CALDERDALE,
    KIRKLEES,
    LEEDS,
    world,
)

MADE_ON, VERSION, SEED = "2026-11-26", "0.1.0", 12
PLACES = ((BRADFORD,), (BRADFORD, KIRKLEES), (BRADFORD, CALDERDALE, LEEDS))


@dataclass
class Tally:
    """What was tried and what went wrong."""

    worlds: int = 0
    reports: int = 0
    written: int = 0
    refused: int = 0
    forms: Sequence[str] = files.FORMATS
    failures: list[str] = field(default_factory=list)

    def attempt(self, name: str, make: Callable[[], Sequence[str]]) -> None:
        """Runs `make`, which lists faults; a StoreError is a sentence and counts as refused."""
        try:
            found = list(make())
        except StoreError as error:
            self.refused += 1
            advice = re.search("wardwise (fetch|build)", str(error))
            found = [] if advice else [f"says not what to run: {error}"]
        except Exception:
            found = [traceback.format_exc(limit=-2)]
        for fault in found:
            print(f"{name}: {fault}", flush=True)
        self.failures += found

    def said(self) -> str:
        return (
            f"{self.worlds} worlds, {self.reports} reports and briefings in {self.written} files; "
            f"{self.refused} refused in a sentence; {len(self.failures)} failures"
        )


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    forms = sys.argv[2].split(",") if len(sys.argv) > 2 else files.FORMATS
    tally = Tally(forms=forms)
    with tempfile.TemporaryDirectory() as folder:
        sample = Settings(data=Path(folder) / "sample")
        pipeline.prepare(sample, lambda *_: None)
        names = store.names(sample.tables)
        drawn = random.Random(SEED)  # noqa: S311  a draw that can be repeated
        left_out = [(name,) for name in names] + [
            tuple(drawn.sample(names, 2)) for _ in range(pairs)
        ]
        left_out.append(tuple(name for name in names if name != "councils"))
        for number, without in enumerate(left_out):
            called = "-".join(without[:2])
            tables = Path(folder) / str(number) / "tables"
            world(sample.tables, tables, without=without)
            _try(tally, f"without {called}", tables)
            # As after a build that lacked them: what is made of them lacks too.
            if "councils" not in without and len(without) < 3:
                tally.attempt(f"derived without {called}", lambda at=tables: _derive(at))
                _try(tally, f"derived without {called}", tables)
        for called, edits in _changed(sample.tables).items():
            tables = world(sample.tables, Path(folder) / called / "tables", edits=edits)
            _try(tally, called, tables)
    print(tally.said())
    sys.exit(bool(tally.failures))


def _derive(tables: Path) -> list[str]:
    outcomes = pipeline.prepare(Settings(data=tables.parent), lambda *_: None)
    return [one.message for one in outcomes if one.kind == "failed"]


def _changed(root: Path) -> dict[str, dict[str, factory_report_worlds.Edit]]:
    wards = store.read("wards", root)[0].filter(lad_code=BRADFORD)["ward_code"].sort().to_list()
    return {
        "half its wards": factory_report_worlds.of_wards(
            root, factory_report_worlds.keep_wards(wards[::2])
        ),
        "one ward": factory_report_worlds.of_wards(
            root, factory_report_worlds.keep_wards([BAILDON])
        ),
        "120 wards": factory_report_worlds.of_wards(root, factory_report_worlds.four_times),
        "no boundaries": {"wards": factory_report_worlds.not_drawable},
        "no figures of wards": {"ward_measures": factory_report_worlds.no_values},
        **{
            f"no rows in {name}": {name: factory_report_worlds.no_rows}
            for name in store.names(root)
        },
    }


def _try(tally: Tally, called: str, tables: Path) -> None:
    tally.worlds += 1
    if tally.worlds % 10 == 0:
        print(f"... {tally.said()}", flush=True)
    for councils in PLACES:
        tally.attempt(f"{called}, {len(councils)}", lambda at=councils: _report(tally, tables, at))
    tally.attempt(f"{called}, briefing", lambda: _briefing(tally, tables))


def _report(tally: Tally, tables: Path, councils: tuple[str, ...]) -> list[str]:
    report = gap_report.build(tables, councils, "Our area", made_on=MADE_ON, version=VERSION)
    made = files.render_files(report, tally.forms, lambda *_: None)
    tally.reports += 1
    tally.written += len(made)
    empty = [name for name, body in made.items() if not body]
    return [*factory_report_worlds.faults(report, tables), *(f"{name} is empty" for name in empty)]


def _briefing(tally: Tally, tables: Path) -> list[str]:
    forms = [form for form in ward_briefings.RENDER if form in tally.forms]
    made = ward_briefings.render_files(tables, BAILDON, forms, made_on=MADE_ON, version=VERSION)
    tally.reports += 1
    tally.written += len(made)
    return [] if all(made.values()) else ["an empty briefing"]


if __name__ == "__main__":
    main()
