"""How long all indicators take, and with how much memory: the sample, and England and Wales.

    uv run python benchmarks/indicators_speed.py

The second is made up: the sample's councils and wards again and again under new codes, until there
are as many as in England and Wales (318 councils, about 7,400 wards), divisions included.
"""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import fields, replace
from pathlib import Path

import polars as pl

import pipeline
from catalog.settings import Settings
from indicators import inputs, run
from indicators.inputs import Inputs

COUNCILS = 318
WARDS_EACH = 30  # or all where a council has fewer: 7,420
COPIED = ("area_code", "lad_code", "ward_code", "area_name", "lad_name", "ward_name")


def grown(loaded: Inputs, councils: list[str]) -> Inputs:
    """The inputs with the sample's councils repeated under new codes."""
    few = loaded.wards.sort("ward_code").group_by("lad_code", maintain_order=True).head(WARDS_EACH)
    loaded = replace(
        loaded,
        wards=few.select(loaded.wards.columns),
        ward_measures=loaded.ward_measures.join(
            few.select("ward_code"), on="ward_code", how="semi"
        ),
    )
    made = {}
    for field in fields(Inputs):
        frame = getattr(loaded, field.name)
        if isinstance(frame, pl.DataFrame):
            made[field.name] = _repeated(frame, councils)
    return replace(loaded, **made)


def _repeated(frame: pl.DataFrame, councils: list[str]) -> pl.DataFrame:
    column = next((name for name in ("lad_code", "area_code") if name in frame.columns), "")
    if not column:
        return frame
    own = pl.col(column).is_in(councils)
    parts = [frame.filter(~own)]
    for number in range(COUNCILS):
        like = councils[number % len(councils)]
        copy = frame.filter(pl.col(column) == like)
        parts.append(
            copy.with_columns(
                pl.format("{}-{}", name, pl.lit(f"{number:03}"))
                for name in COPIED
                if name in frame.columns
            )
        )
    return pl.concat(parts)


def with_divisions(loaded: Inputs, councils: list[str]) -> Inputs:
    """Divisions for every council, where the sample has none: each section's split evenly."""
    lads = pl.col("area_code").is_in(councils)
    split = pl.DataFrame(
        {"industry_code": [c for c in "ABCDEFGHIJKLMNOPQRSTU" for _ in range(4)],
         "part": [f"{c}{n}" for c in "ABCDEFGHIJKLMNOPQRSTU" for n in range(4)]}
    )  # fmt: skip
    made = {}
    for name, values in (("sectors", ["value"]), ("outlook", ["mean", "lower80", "upper80"])):
        frame = getattr(loaded, name)
        cells = frame.filter(lads, sector_measure="jobs", industry_level="section")
        parts = cells.join(split, on="industry_code", validate="m:m").with_columns(
            *(pl.col(value) / 4 for value in values),
            industry_code="part",
            industry_level=pl.lit("division"),
        )
        rest = frame.filter(~(lads & (pl.col("industry_level") == "division")))
        made[name] = pl.concat([rest, parts.select(frame.columns)])
    return replace(loaded, **made)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        pipeline.prepare(settings, lambda *_: None)
        loaded = inputs.read(settings.tables)
        timed("the embedded sample", loaded)
        councils = loaded.wards["lad_code"].unique().sort().to_list()
        timed("England and Wales, made up", grown(with_divisions(loaded, councils), councils))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB (aim 4,096)")


def timed(what: str, loaded: Inputs) -> None:
    """Computes every table, and prints how long each took."""
    began = time.perf_counter()
    starts: dict[str, float] = {}
    made = run.compute(loaded, lambda _, __, title: starts.update({title: time.perf_counter()}))
    times = [*starts.values(), time.perf_counter()]
    rows = sum(frame.height for frame in made.values())
    print(f"{what}: {times[-1] - began:.2f} s, {rows:,} rows, {loaded.wards.height:,} wards")
    print(f"  openings drawn: {times[0] - began:.2f} s")
    for title, start, end in zip(starts, times, times[1:], strict=False):
        print(f"  {title}: {end - start:.2f} s")


if __name__ == "__main__":
    main()
