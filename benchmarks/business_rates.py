"""Business-rates lists parsed and placed in wards: ours against pandas and geopandas.

Run by hand:

    uv run python benchmarks/business_rates.py --lists FOLDER --wards wards.geojson

FOLDER holds lists as CSV (headings as Bradford, Calderdale, Hambleton and Kirklees publish them);
wards.geojson has a feature per ward with its code as WD25CD. Four ways take turns, in one process:

- the least that pandas needs for counts by ward: no occupation, no reliefs, no dates;
- the product's results by column-wise pandas, but for records short of a field: they stay askew;
- the product's results and rules written plainly row by row, short records mended;
- the product, from the file to counts by ward.

The last columns say how many properties each way finds in wards, and their rateable value.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
import warnings
from collections.abc import Callable
from datetime import datetime
from functools import reduce
from pathlib import Path

import geopandas as gpd
import pandas as pd
import polars as pl

from etl.rates_lists.extracting import extract
from etl.rates_lists.files import listing
from etl.rates_lists.mapping import guess_mapping
from etl.rates_lists.properties import financial_year, properties
from geo.boundaries import read_geojson
from wards import premises as placing

FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%y", "%d.%m.%Y", "%d-%b-%Y")
DATES = ("Liability start date", "Empty from")
EMPTY = r"empty|three month|industrial|listed|less than|rateable value|administration|liquidat"
KINDS = {
    "advertising": r"advert|mast|communication",
    "warehouse": r"warehous|\bstore|storage",
    "office": r"office",
    "leisure": r"public house|hotel|restaurant|cafe|club|sport|holiday|caravan|hall",
    "education": r"school|nurser|college|surger|clinic|hospital",
    "retail": r"\bshop|retail|supermarket|bank|salon|market|kiosk",
    "industrial": r"workshop|factor|industr|garage|works|mill|vehicle",
}
Counts = tuple[int, float]


def least(lists: list[Path], wards: gpd.GeoDataFrame) -> Counts:
    frames = []
    for path in lists:
        frame = pd.read_csv(path, encoding="latin-1", dtype=str, on_bad_lines="skip")
        frame["value"] = pd.to_numeric(frame["Rateable value"], errors="coerce")
        frame["kind"] = _described(frame).map(_kind)
        frames.append(frame)
    return _counted(pd.concat(frames), wards)


def by_column(lists: list[Path], wards: gpd.GeoDataFrame) -> Counts:
    frames = []
    for path in lists:
        frame = pd.read_csv(path, encoding="latin-1", dtype=str, on_bad_lines="skip")
        frame = frame.drop(columns=["Ratepayer", "Address"]).fillna("")
        amount = frame["Rateable value"].str.replace("£", "").str.replace(",", "")
        frame["value"] = pd.to_numeric(amount, errors="coerce")
        frame["Postcode"] = frame["Postcode"].str.strip().str.upper()
        for column in frame.columns.intersection(DATES):
            frame[column] = pd.to_datetime(frame[column], errors="coerce", format="mixed")
        described = _described(frame).str.lower()
        frame["kind"] = "other"
        for kind, words in KINDS.items():
            frame.loc[(frame["kind"] == "other") & described.str.contains(words), "kind"] = kind
        said = [
            frame[name] for name in frame.filter(regex="(?i)exempt|relief") if "ate" not in name
        ]
        text = reduce(lambda one, other: one.str.cat(other, sep="; "), said)
        frame["relief"] = text.str.contains("(?i)relief|sbr|mand|disc")
        frame["occupancy"] = "unknown"
        frame.loc[text.str.contains(EMPTY, case=False), "occupancy"] = "empty"
        if "Occupied" in frame:
            frame.loc[frame["Occupied"] == "Y", "occupancy"] = "occupied"
            frame.loc[frame["Occupied"] == "N", "occupancy"] = "empty"
        frames.append(frame.drop_duplicates("Property reference number"))
    return _counted(pd.concat(frames), wards)


def by_row(lists: list[Path], wards: gpd.GeoDataFrame) -> Counts:
    frames = []
    for path in lists:
        rows = pd.read_csv(path, encoding="latin-1", dtype=str, header=None, names=range(26))
        headings = rows.iloc[0].dropna().tolist()
        fields = rows.iloc[1:].apply(_mended, axis=1, headings=headings)
        frame = pd.DataFrame(fields.dropna().tolist(), columns=headings)
        frame = frame.drop(columns=["Ratepayer", "Address"]).fillna("")
        frame["value"] = frame["Rateable value"].map(_money)
        for column in frame.columns.intersection(DATES):
            frame[column] = frame[column].map(_date)
        frame["Postcode"] = frame["Postcode"].str.strip().str.upper()
        frame["kind"] = _described(frame).map(_kind)
        frame["occupancy"] = frame.apply(_occupancy, axis=1)
        frames.append(frame.drop_duplicates("Property reference number"))
    return _counted(pd.concat(frames), wards)


def ours(lists: list[Path], wards: pl.DataFrame) -> Counts:
    counted = []
    for path in lists:
        rates_list = listing(path)
        found = extract(rates_list, guess_mapping(rates_list.headings))
        frame, _ = properties(found.frame, path.stem, financial_year(found.frame["liable_from"]))
        counted.append(placing.count_premises(placing.place_premises(frame, wards), wards))
    totals = pl.concat(counted).filter(pl.col("description_group") == "total")
    return int(totals["premises_count"].sum()), float(totals["rateable_value_gbp"].sum())


def _described(frame: pd.DataFrame) -> pd.Series[str]:
    return frame.filter(regex="(?i)description").iloc[:, 0].fillna("")


def _kind(words: str) -> str:
    found = (kind for kind, pattern in KINDS.items() if re.search(pattern, words.lower()))
    return next(found, "other")


def _mended(row: pd.Series[str], headings: list[str]) -> list[str] | None:
    fields = row.tolist()
    while fields and isinstance(fields[-1], float):
        fields.pop()
    fields = ["" if isinstance(field, float) else field for field in fields]
    fields += [""] * (len(headings) - len(fields))
    if len(fields) > len(headings):
        return None
    long = fields[headings.index("Longitude")]
    if long and not -9 <= (_money(long.replace("-", "")) or 99) <= 9:
        fields = [*fields[: headings.index("Latitude")], "", *fields[headings.index("Latitude") :]]
    fields = fields[: len(headings)]
    return fields if _money(fields[headings.index("Rateable value")]) is not None else None


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


def _occupancy(row: pd.Series[str]) -> str:
    if row.get("Occupied") == "Y":
        return "occupied"
    if row.get("Occupied") == "N":
        return "empty"
    said = " ".join(map(str, row.tolist()))
    return "empty" if re.search(EMPTY, said, re.IGNORECASE) else "unknown"


def _counted(every: pd.DataFrame, wards: gpd.GeoDataFrame) -> Counts:
    long = pd.to_numeric(every["Longitude"], errors="coerce")
    lat = pd.to_numeric(every["Latitude"], errors="coerce")
    points = gpd.GeoDataFrame(every, geometry=gpd.points_from_xy(long, lat), crs=4326)
    joined = gpd.sjoin(points, wards)
    counts = joined.groupby(["WD25CD", "kind"])["value"].agg(["size", "sum"])
    return int(counts["size"].sum()), float(counts["sum"].sum())


def _read_wards(path: Path) -> pl.DataFrame:
    features = json.loads(path.read_text("utf-8"))["features"]
    codes = [feature["properties"]["WD25CD"] for feature in features]
    names = pl.DataFrame({"ward_code": codes, "ward_name": codes}).with_columns(
        lad_code=pl.lit(""), lad_name=pl.lit(""), ward_vintage=pl.lit("2025")
    )
    shapes = read_geojson([feature["geometry"] for feature in features])
    return pl.concat([names, shapes], how="horizontal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--wards", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    warnings.filterwarnings("ignore", category=UserWarning)
    lists = sorted(given.lists.glob("*.csv"))
    shapes = gpd.read_file(given.wards)[["WD25CD", "geometry"]]
    wards = _read_wards(given.wards)
    ways: dict[str, Callable[[], Counts]] = {
        "pandas, the least": lambda: least(lists, shapes),
        "pandas, by column": lambda: by_column(lists, shapes),
        "pandas, by row": lambda: by_row(lists, shapes),
        "Wardwise": lambda: ours(lists, wards),
    }
    found = {name: work() for name, work in ways.items()}  # also warms caches
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(given.runs):
        for name, work in ways.items():
            began = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - began)
    print(f"{len(lists)} lists, {len(wards)} wards, {given.runs} runs in turn, in seconds")
    print(f"{'':<18}{'min':>7}{'median':>8}{'max':>7}{'over ours':>11}{'in wards':>10}{'£m':>8}")
    for name, times in seconds.items():
        ratio = statistics.median(times) / statistics.median(seconds["Wardwise"])
        count, value = found[name]
        print(
            f"{name:<18}{min(times):>7.2f}{statistics.median(times):>8.2f}{max(times):>7.2f}"
            f"{ratio:>10.1f}x{count:>10,}{value / 1e6:>8.1f}"
        )


if __name__ == "__main__":
    main()
