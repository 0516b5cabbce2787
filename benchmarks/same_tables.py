"""Do two folders hold the same tables? For a change that must leave every figure as it was.

Run by hand: `uv run python benchmarks/same_tables.py BEFORE AFTER [--within 1e-9]`. Rows, their
order, columns and types must be the same, texts too except in columns of notes; numbers may differ
by so much of themselves, since sums over several threads end in different last digits. Names what
differs, and tables that only one has; exits 1 where a figure differs or a table is gone.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import polars as pl
from polars.testing import assert_frame_equal

WORDED: Final = ("note", "notes", "meaning", "reason")  # may be put in other words


def tables_in(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.rglob("*.parquet"))}


def differences(before: Path, after: Path, within: float) -> tuple[list[str], list[str]]:
    """What differs in figures, and what differs in words alone, a sentence each."""
    old, new = tables_in(before), tables_in(after)
    wrong = [f"{name} is gone" for name in sorted(set(old) - set(new))]
    worded = []
    for name in sorted(set(old) & set(new)):
        pair = [pl.read_parquet(path) for path in (old[name], new[name])]
        words = [column for column in pair[0].columns if column in WORDED]
        try:
            assert_frame_equal(
                *(frame.drop(words) for frame in pair), rel_tol=within, abs_tol=within
            )
        except AssertionError as error:
            wrong.append(f"{name}: {str(error).splitlines()[0]}")
            continue
        worded += [f"{name}: words of {c}" for c in words if not pair[0][c].equals(pair[1][c])]
    return wrong, worded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--within", type=float, default=1e-9)
    given = parser.parse_args()
    wrong, worded = differences(given.before, given.after, given.within)
    names = tables_in(given.before)
    if not names:
        raise SystemExit(f"there is no table in {given.before}")
    print("\n".join([*wrong, *worded]))
    new = sorted(set(tables_in(given.after)) - set(names))
    print(f"{len(names)} tables: {len(wrong)} differ; {len(worded)} columns in other words")
    print(f"new: {', '.join(new) or 'none'}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
