"""What Nomis says of its datasets: definitions, codelists, geography types; and what we expect."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from catalog.settings import Settings
from etl.http import FetchError, Http, Reply, Unproved

CODELIST: Final = {
    "code": pl.String, "label": pl.String, "type_name": pl.String, "type_code": pl.String,
    "gss": pl.String,
}  # fmt: skip
# 2026-11: 182 holds the newest wards today, but Nomis gives each vintage a number of its own.
WARD_TYPES: Final = (182, 153)


@dataclass(frozen=True)
class Expected:
    """What a source takes for granted about a dataset; `wardwise probe` compares it with Nomis.

    `labels`: per dimension, the numbers asked for, each with a pattern that its label must match.
    `names`: per dimension, patterns of which each must match one label, where the label decides
    and the number does not. `geography_types`: the area types asked for, with patterns of their
    names. `optional`: dimensions of which only those members are asked that the dataset has.
    Patterns are regular expressions, searched for in the label, upper or lower case alike; ""
    says that the number must be there and its label does not matter.
    """

    dataset: str
    labels: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    geography_types: Mapping[int, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()

    def faults(
        self, dimension: str, found: Mapping[int, str], asked: Collection[int] | None = None
    ) -> list[str]:
        """Where numbers and labels of a dimension (or of `geography`) are not what we expect.

        `found` maps numbers to labels, as a codelist or a reply has them. `asked` limits the check
        to some numbers.
        """
        wanted = self.geography_types if dimension == "geography" else self.labels.get(dimension)
        faults = []
        for number, pattern in (wanted or {}).items():
            if asked is not None and number not in asked:
                continue
            if number not in found:
                faults.append(f"{dimension} {number} is not there (expected {pattern!r})")
            elif not re.search(pattern, found[number], re.IGNORECASE):
                faults.append(
                    f"{dimension} {number} is {found[number].strip()!r} (expected {pattern!r})"
                )
        for pattern in self.names.get(dimension, ()):
            matches = [text for text in found.values() if re.search(pattern, text, re.IGNORECASE)]
            if len(matches) != 1:
                faults.append(f"{dimension}: {len(matches)} labels match {pattern!r}, not one")
        return faults


def definition(http: Http, settings: Settings, dataset: str) -> dict[str, str]:
    """The dataset's annotations (Status, Units, LastUpdated and so on) by title."""
    notes = _family(http, settings, dataset)["annotations"]["annotation"]
    return {note["annotationtitle"]: str(note["annotationtext"]) for note in notes}


def dimensions(http: Http, settings: Settings, dataset: str) -> list[str]:
    """Names of the dataset's dimensions in lower case, geography and measures among them."""
    held = _family(http, settings, dataset)["components"]["dimension"]
    return [entry["conceptref"].lower() for entry in held]


def codelist(http: Http, settings: Settings, dataset: str, concept: str) -> pl.DataFrame:
    """Members of a dimension: code, label, type_name, type_code, gss ("" where not said).

    `concept` is a dimension in lower case, `measures`, `time`, `geography/TYPE` or areas such as
    `geography/E08000034TYPE151`. No rows where Nomis lists none. Asked once a run.
    """
    url = f"{settings.urls['nomis']}/api/v01/dataset/{dataset}/{concept}.def.sdmx.json"
    body = http.once(url, source=f"Nomis {dataset} codelist {concept}", accept=_accept_json)
    lists = json.loads(body)["structure"].get("codelists") or {}
    held = (lists.get("codelist") or [{}])[0].get("code") or []
    codes = [_code(entry) for entry in (held if isinstance(held, list) else [held])]
    return pl.DataFrame(codes, schema=CODELIST)


def labels(codes: pl.DataFrame) -> dict[int, str]:
    """A codelist as numbers and their labels; TYPE424 counts as 424."""
    numbered = codes.with_columns(
        pl.col("code").str.strip_prefix("TYPE").cast(pl.Int64, strict=False)
    )
    return dict(numbered.drop_nulls("code").select("code", "label").iter_rows())


def newest_ward_type(types: Mapping[int, str]) -> int | None:
    """The number of the newest ward vintage among area types, by the year in its name.

    Where no name has a year it is 182, else 153; None where there are no wards.
    """
    wards = {number: name for number, name in types.items() if re.search(r"(?i)\bwards?\b", name)}
    years = {
        number: int(year[0]) for number, name in wards.items()
        if (year := re.search(r"\b20\d\d\b", name))
    }  # fmt: skip
    if years:
        return max(years, key=lambda number: (years[number], number))
    return next((number for number in WARD_TYPES if number in wards), None)


def _family(http: Http, settings: Settings, dataset: str) -> dict[str, Any]:
    url = f"{settings.urls['nomis']}/api/v01/dataset/{dataset}.def.sdmx.json"
    body = http.once(url, source=f"Nomis {dataset} definition", accept=_accept_json)
    families = (json.loads(body)["structure"].get("keyfamilies") or {}).get("keyfamily")
    if not families:
        raise FetchError(
            f"Nomis {dataset}: {url} describes no such dataset; run `wardwise probe` to see what "
            "Nomis offers"
        )
    family: dict[str, Any] = families[0]
    return family


def _accept_json(reply: Reply) -> None:
    try:
        held = json.loads(reply.body)
    except ValueError as error:
        opening = reply.body[:60].decode("utf-8", "replace").strip()
        raise Unproved(f"not JSON but {opening!r}") from error
    if not isinstance(held, dict) or not isinstance(held.get("structure"), dict):
        raise Unproved("JSON that is not a Nomis structure", final=True)


def _code(entry: dict[str, Any]) -> dict[str, str]:
    notes = {
        str(note["annotationtitle"]).lower(): str(note["annotationtext"])
        for note in (entry.get("annotations") or {}).get("annotation") or ()
    }
    return {
        "code": str(entry["value"]),
        "label": str(entry["description"]["value"]),
        "type_name": notes.get("typename", ""),
        "type_code": notes.get("typecode", ""),
        "gss": notes.get("geogcode", ""),
    }
