"""Spoils good replies of every service at random and counts what is made of them.

Run by hand: `uv run python benchmarks/fuzz_replies.py 5000 [--seed 1]`. Prints how many were
refused in words, taken as the same, taken with the spoiled value, or taken with fewer rows and a
note; leaves with 1 where one ended in another exception or lost rows without a word.
"""

from __future__ import annotations

import argparse
import sys
import time

from catalog.settings import PROJECT

sys.path.insert(0, str(PROJECT / "tests" / "etl"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    import factory_fuzz

    began = time.perf_counter()
    found, wrong = factory_fuzz.run(given.count, given.seed)
    kinds = sorted({kind for _, kind in found})
    print(f"{'':22}" + "".join(f"{kind:>12}" for kind in kinds))
    for name in sorted({name for name, _ in found}):
        print(f"{name:22}" + "".join(f"{found[name, kind]:>12}" for kind in kinds))
    print(f"{given.count:,} replies in {time.perf_counter() - began:.0f} s")
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
