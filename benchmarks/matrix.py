"""Every page with anything missing: each table left out, each spoilt, pairs, places that lack all.

Run by hand: `uv run python benchmarks/matrix.py [--pairs 200] [--pages sectors skills ...]`.
Runs on the embedded sample, without a browser. Prints what failed, with the case, and the size of
the matrix; exits 1 where a page ended in an exception or in an error for lack of a table.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import logging
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.settings import PROJECT

sys.path.insert(0, str(PROJECT / "tests" / "views"))
factory_degraded = importlib.import_module("factory_degraded")


def cases(names: list[str], pairs: int, seed: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is done to the tables, and to which: left out one by one, spoilt, by two, all."""
    yield from (("left out", (name,)) for name in names)
    yield from (("spoilt", (name,)) for name in names)
    yield from (("no rows of it", (name,)) for name in names)
    both = list(itertools.combinations(names, 2))
    chance = random.Random(seed)  # noqa: S311 - no secret
    yield from (("left out", pair) for pair in chance.sample(both, min(pairs, len(both))))
    yield "left out", tuple(name for name in names if name != "councils")
    yield "left out", tuple(names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", nargs="*", default=list(factory_degraded.PAGES))
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    began, runs, failed = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(settings_room.load({}), data=Path(folder) / "sample")
        pipeline.prepare(settings, lambda _share, _what: None)
        names = store.names(settings.tables)
        for number, (what, which) in enumerate(cases(names, given.pairs, given.seed)):
            made = factory_degraded.make_folder(
                settings.tables, Path(folder) / str(number), what, which
            )
            for page in given.pages:
                for areas in factory_degraded.AREAS[: 1 if page == "export" else 2]:
                    test = factory_degraded.run_page(page, made, list(areas))
                    runs += 1
                    for fault in factory_degraded.list_faults(test):
                        failed += 1
                        print(f"{page}, {'+'.join(areas)}, {what}: {', '.join(which)}\n  {fault}")
    print(f"{runs:,} pages in {time.monotonic() - began:.0f} s, {failed} failed")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
