"""Addresses made at random, on every page: does any end in an exception or a wrong acceptance?

Run by hand: `uv run python benchmarks/fuzz_addresses.py 5000 [--seed 0]`. On the embedded sample,
without a browser. Prints each fault with its address, and how many were tried; exits 1 at a fault.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pipeline
from catalog import settings as settings_room
from catalog.settings import PROJECT

sys.path.insert(0, str(PROJECT / "tests" / "views"))
addresses = importlib.import_module("addresses")
factory_degraded = importlib.import_module("factory_degraded")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    failed, began = 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(settings_room.load({}), data=Path(folder) / "sample")
        pipeline.prepare(settings, lambda _share, _what: None)
        data = factory_degraded.link_tables(settings.tables, Path(folder) / "linked")
        for seed in range(given.seed, given.seed + given.count):
            page, query = addresses.seeded(seed)
            for fault in addresses.faults(page, data, query):
                failed += 1
                print(f"{seed}: {page} {query}\n  {fault}")
    print(f"{given.count:,} addresses in {time.monotonic() - began:.0f} s, {failed} failed")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
