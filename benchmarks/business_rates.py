"""Business-rates lists parsed and placed in wards: ours against pandas and geopandas.

Run by hand:

    uv run python benchmarks/business_rates.py --lists FOLDER --wards wards.geojson

FOLDER holds the lists as CSV; wards.geojson has a feature per ward with its code as WD25CD. Times
three ways in turn: the least that pandas needs for counts by ward (malformed rows skipped, no
occupation, no dates), the product's rules written plainly row by row, and the product.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import polars as pl

from catalog.settings import Settings
from etl import rates
from etl.rates import wards as placing
from geo.boundaries import of_features

FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%y", "%d.%m.%Y", "%d-%b-%Y")
EMPTY = re.compile(
    r"empty|three month|industrial|listed|less than|rateable value|administration", re.I
)


def quickly(lists: list[Path], wards: gpd.GeoDataFrame) -> pd.DataFrame:
    """The least an analyst would write: malformed rows skipped, occupation and dates left out."""
    frames = []
    for path in lists:
        frame = pd.read_csv(
            path, encoding="latin-1", dtype=str, on_bad_lines="skip", index_col=False
        )
        frame["value"] = pd.to_numeric(frame["Rateable value"], errors="coerce")
        frame["kind"] = frame.filter(regex="(?i)description").iloc[:, 0].fillna("").map(_kind)
        frames.append(frame)
    return _counted(pd.concat(frames), wards)


def plainly(lists: list[Path], wards: gpd.GeoDataFrame) -> pd.DataFrame:
    """The product's rules, written row by row as pandas invites: nothing skipped or left out."""
    frames = []
    for path in lists:
        rows = pd.read_csv(path, encoding="latin-1", dtype=str, header=None, names=range(26))
        headings = rows.iloc[0].dropna().tolist()
        fields = rows.iloc[1:].apply(_mended, axis=1, headings=headings)
        frame = pd.DataFrame(fields.dropna().tolist(), columns=headings)
        frame = frame.drop(columns=["Ratepayer", "Address"], errors="ignore").fillna("")
        frame["value"] = frame["Rateable value"].map(_money)
        for column in ("Liability start date", "Empty from"):
            if column in frame:
                frame[column] = frame[column].map(_date)
        frame["Postcode"] = frame["Postcode"].str.upper().str.strip()
        frame["kind"] = frame.filter(regex="(?i)description").iloc[:, 0].map(_kind)
        frame["occupancy"] = frame.apply(_occupancy, axis=1)
        frames.append(frame.drop_duplicates("Property reference number"))
    return _counted(pd.concat(frames), wards)


def _mended(row: pd.Series, headings: list[str]) -> list[str] | None:
    fields = row.tolist()
    while fields and isinstance(fields[-1], float):
        fields.pop()
    fields = ["" if isinstance(field, float) else field for field in fields]
    fields += [""] * (len(headings) - len(fields))
    if len(fields) > len(headings):
        return None
    if not _number_between(fields[headings.index("Longitude")], -9, 2.5):
        fields.insert(headings.index("Latitude"), "")
        fields = fields[: len(headings)]
    return fields if _money(fields[headings.index("Rateable value")]) is not None else None


def _number_between(text: str, least: float, most: float) -> bool:
    try:
        return not text or least <= float(text) <= most
    except ValueError:
        return False


def _money(text: str) -> float | None:
    try:
        return float(text.replace("£", "").replace(",", ""))
    except ValueError:
        return None


def _date(text: str) -> datetime | None:
    for form in FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def _occupancy(row: pd.Series) -> str:
    if row.get("Occupied") == "Y":
        return "occupied"
    if row.get("Occupied") == "N" or row.get("Empty from") is not None:
        return "empty"
    return "empty" if EMPTY.search(" ".join(map(str, row.tolist()))) else "unknown"


def _kind(words: str) -> str:
    for kind in ("warehouse", "office", "workshop", "shop", "public house", "advert"):
        if kind in words.lower():
            return kind
    return "other"


def _counted(every: pd.DataFrame, wards: gpd.GeoDataFrame) -> pd.DataFrame:
    long = pd.to_numeric(every["Longitude"], errors="coerce")
    lat = pd.to_numeric(every["Latitude"], errors="coerce")
    points = gpd.GeoDataFrame(every, geometry=gpd.points_from_xy(long, lat), crs=4326)
    joined = gpd.sjoin(points, wards, predicate="within")
    return joined.groupby(["WD25CD", "kind"])["value"].agg(["size", "sum"])


def ours(lists: list[Path], wards: pl.DataFrame) -> pl.DataFrame:
    """The product's own way, from the file to counts by ward."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        counted = []
        for number, path in enumerate(lists):
            code = f"E0800000{number}"
            rates.run(path, code, settings)
            held = pl.read_parquet(Path(folder) / "rates" / code / "premises.parquet")
            counted.append(placing.counted(placing.placed(held, wards), wards))
    return pl.concat(counted)


def timed(work: Callable[[], object], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--wards", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    lists = sorted(given.lists.glob("*.csv"))
    plain_wards = gpd.read_file(given.wards)[["WD25CD", "geometry"]]
    features = json.loads(given.wards.read_text("utf-8"))["features"]
    codes = [feature["properties"]["WD25CD"] for feature in features]
    wards = pl.concat(
        [
            pl.DataFrame({"ward_code": codes, "ward_name": codes}).with_columns(
                lad_code=pl.lit(""), lad_name=pl.lit(""), ward_vintage=pl.lit("2025")
            ),
            of_features([feature["geometry"] for feature in features], codes),
        ],
        how="horizontal",
    )
    rows = sum(len(path.read_bytes().splitlines()) - 1 for path in lists)
    ways: dict[str, Callable[[], object]] = {
        "pandas, the least": lambda: quickly(lists, plain_wards),
        "pandas, the same rules": lambda: plainly(lists, plain_wards),
        "Wardwise": lambda: ours(lists, wards),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(given.runs):
        for name, work in ways.items():
            began = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - began)
    print(f"{len(lists)} lists, {rows:,} lines, {len(codes)} wards, {given.runs} runs in turn")
    print(f"{'':<26}{'min s':>9}{'median s':>10}{'max s':>9}{'over ours':>11}")
    for name, times in seconds.items():
        pairs = [one / own for one, own in zip(times, seconds["Wardwise"], strict=True)]
        print(
            f"{name:<26}{min(times):>9.2f}{statistics.median(times):>10.2f}{max(times):>9.2f}"
            f"{statistics.median(pairs):>10.1f}x"
        )


if __name__ == "__main__":
    main()
