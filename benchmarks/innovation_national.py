"""How long a list of Innovate UK's awards of the nation's size takes to read, and how much room.

    uv run python benchmarks/innovation_national.py            # 52,000 participants
    uv run python benchmarks/innovation_national.py --rows 5000 --keep awards.xlsx

The workbook is made up to size: 27 columns as UKRI lays them out, descriptions of some 1,500
characters, "Made Works 17 Ltd" for names. Nothing of it is real, and none of it is ever shown.
Limits: read, placed and linked in 30 s and 1 GB; what is measured here is the reading, from the
bytes of the workbook to the table. Each step runs in a process of its own; seconds of the processor
are counted beside those of the clock, since a machine may be shared.

2026-11: read 2.8 s, tidy 0.4 s of the processor; 550 MB at most.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "etl"))

from factory_award_lists import HEADINGS, stored

from catalog.schema import check
from catalog.tables.innovation import INNOVATE_UK
from etl.clients.ukri import read_awards
from etl.datasets.innovation import innovate_uk

ROWS: Final = 52_000
MOST_SECONDS: Final = 30.0
MOST_MEGABYTES: Final = 1000.0
AREAS: Final = ("HD", "BD", "HX", "LS", "YO", "S", "M", "L", "CF", "SW", "EC", "NE", "B", "OX")
PRODUCTS: Final = (
    "Collaborative R&D", "Grant for R&D", "Feasibility Studies", "Knowledge Transfer Partnership",
    "Investment Accelerator", "Innovation Loan",
)  # fmt: skip
WORDS: Final = (
    "loom", "dye", "battery", "sensor", "valve", "yeast", "steel", "heat", "pump", "imaging",
    "software", "timber", "rail", "recycling", "bearing", "fermentation", "composite", "laser",
)  # fmt: skip


def make_workbook(path: Path, rows: int) -> None:
    """A workbook of so many participants, of three to a project on average."""
    chance = random.Random(21)  # noqa: S311 - the same workbook every time
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False})
    sheet, dated = book.add_worksheet("Funded Projects"), book.add_format({"num_format": "d/m/y"})
    sheet.write_row(0, 0, HEADINGS)
    at, project = 1, 0
    while at <= rows:
        project += 1
        start = date(2004, 4, 1) + timedelta(days=chance.randrange(8000))
        title = " ".join(chance.choices(WORDS, k=9))
        told = " ".join(chance.choices(WORDS, k=220))
        for number in range(min(chance.choice((1, 1, 2, 3, 4, 7)), rows - at + 1)):
            participant(sheet, dated, at, chance, project, number, (title, told, start))
            at += 1
    book.close()


def participant(
    sheet: Any, dated: Any, at: int, chance: random.Random, project: int, number: int,
    common: tuple[str, str, date],
) -> None:  # fmt: skip
    title, told, start = common
    firm = chance.randrange(16_000)
    is_university = chance.random() < 0.2
    postcode = f"{chance.choice(AREAS)}{chance.randrange(1, 20)} {chance.randrange(1, 9)}AB"
    name = f"University of Made {firm % 150}" if is_university else f"Made Works {firm} Ltd"
    award = chance.randrange(5_000, 900_000)
    cells = (
        f"C{project % 900}", "Made competition", "Made programme", "Net Zero Lvl3", str(project),
        str(10_000_000 + project), title, told, "2024/25", chance.choice(PRODUCTS), name,
        "No" if number else "Yes", "" if is_university else f"{firm:08d}", start,
        start + timedelta(days=540), award, award * 1.4, award * 0.6, "Active", "Live",
        "Academic" if is_university else "Micro/small", postcode, "Yorkshire and The Humber",
        "Leeds City Region", "Kirklees", "No", "No",
    )  # fmt: skip
    for column, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(at, column, value, dated)
        elif value != "":
            sheet.write(at, column, value)


def read(path: Path) -> str:
    """From the workbook to what is kept of it."""
    frame, _ = read_awards(path.read_bytes(), path.name)
    path.with_suffix(".csv").write_bytes(frame.write_csv().encode())
    return f"{frame.height:,} participants kept"


def tidy(path: Path) -> str:
    """From what is kept to the table, checked."""
    with tempfile.TemporaryDirectory() as folder:
        part = stored(Path(folder), "innovate_uk", path.with_suffix(".csv").read_bytes())
        frame = check(innovate_uk.tidy([part]), INNOVATE_UK)
        notes = innovate_uk.notes([part], frame)
    return (
        f"{frame.height:,} rows, {frame['organisation_code'].n_unique():,} organisations, {notes}"
    )


def measure(step: Callable[[Path], str], path: Path, answers: Any) -> None:
    began, worked = time.perf_counter(), time.process_time()
    words = step(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    answers.put((words, time.perf_counter() - began, time.process_time() - worked, peak))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--keep", type=Path, help="where the made-up workbook stays")
    chosen = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "awards.xlsx"
        if not path.exists():
            make_workbook(path, chosen.rows)
        print(f"made-up workbook: {path.stat().st_size / 1e6:.1f} MB")
        total, most = 0.0, 0.0
        for step in (read, tidy):
            answers: Any = context.SimpleQueue()
            process = context.Process(target=measure, args=(step, path, answers))
            process.start()
            words, seconds, worked, peak = answers.get()
            process.join()
            times = f"{worked:.1f} s of the processor, {seconds:.1f} s of the clock"
            print(f"{step.__name__}: {times}, {peak:,.0f} MB at most: {words}")
            total, most = total + worked, max(most, peak)
    fits = total <= MOST_SECONDS and most <= MOST_MEGABYTES
    print(f"together {total:.1f} s of {MOST_SECONDS:.0f}, {most:,.0f} MB of {MOST_MEGABYTES:,.0f}")
    return 0 if fits else 1


if __name__ == "__main__":
    raise SystemExit(main())
