"""What Nomis says of its datasets: their ids, definitions, codelists and area types.

Every reply is proved to have the shape that is read before it is taken, so that an odd one is a
fault in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import polars as pl

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.kept import CODES_HOURS, RELEASE_HOURS
from etl.clients.nomis.expected import Expected
from etl.clients.replies import read_json

__all__ = [
    "Expected", "NoDatasetError", "areas_of_type", "areas_within", "codelist", "dataset_id",
    "definition", "dimensions", "is_final", "labels", "list_url", "newest_ward_type",
]  # fmt: skip

CODELIST: Final = {
    "code": pl.String, "label": pl.String, "type_name": pl.String, "type_code": pl.String,
    "gss": pl.String,
}  # fmt: skip
# What Nomis sends for an address that it does not know.
HELP_PAGE: Final = re.compile(rb"<title>\s*API - Nomis|Nomis API|RESTful API", re.IGNORECASE)
# 2026-11: 182 holds the newest wards today, but Nomis gives each vintage a number of its own.
WARD_TYPES: Final = (182, 153)


class NoDatasetError(FetchError):
    """Nomis has no dataset of that name, under whatever number."""


def dataset_id(http: Http, settings: Settings, expected: Expected) -> str:
    """The id of the dataset today: the one in code where its name is as expected, else by name."""
    if not expected.title:
        return expected.dataset
    why = ""
    try:
        name = _name(_family(http, settings, expected.dataset))
        if re.search(expected.title, name, re.IGNORECASE):
            return expected.dataset
        why = f"{expected.dataset} is {name!r}"
    except FetchError as error:
        if not is_final(error):
            return expected.dataset  # Nomis itself is not to be had: the question will say so
        why = f"{expected.dataset} does not exist"
    words = re.sub(r"\W+", " ", re.sub(r"\\.", " ", expected.title)).split()
    datasets = {
        str(family.get("id")): _name(family)
        for family in _search(http, settings, max(words, key=len, default=""))
        if family.get("id") and re.search(expected.title, _name(family), re.IGNORECASE)
    }
    if len(datasets) != 1:
        raise NoDatasetError(
            f"Nomis: {why}, and {len(datasets)} datasets are named like {' '.join(words)!r} "
            f"({', '.join(f'{key} {name}' for key, name in datasets.items()) or 'none'}); see "
            "https://www.nomisweb.co.uk/sources for the right one"
        )
    return next(iter(datasets))


def definition(http: Http, settings: Settings, dataset: str) -> dict[str, str]:
    """The dataset's annotations (Status, Units, LastUpdated and so on) by title."""
    return _annotations(_family(http, settings, dataset))


def dimensions(http: Http, settings: Settings, dataset: str) -> list[str]:
    """Names of the dataset's dimensions in lower case, geography and measures among them."""
    components = _family(http, settings, dataset).get("components")
    entries = _list(components.get("dimension") if isinstance(components, dict) else None)
    return [str(entry.get("conceptref", "")).lower() for entry in entries]


def codelist(http: Http, settings: Settings, dataset: str, concept: str) -> pl.DataFrame:
    """Members of a dimension: code, label, type_name, type_code, gss ("" where not said).

    `concept` is a dimension in lower case, `measures`, `time`, `geography/TYPE` or areas such as
    `geography/E08000034TYPE151`. No rows where Nomis lists none. Asked once a week.
    """
    url = list_url(settings, dataset, concept)
    return _codelist(http, url, f"Nomis {dataset} codelist {concept}")


def list_url(settings: Settings, dataset: str, concept: str = "") -> str:
    """The address of a dataset's list of something, or of its definition."""
    name = f"{dataset}/{concept}" if concept else dataset
    return f"{settings.urls['nomis']}/api/v01/dataset/{name}.def.sdmx.json"


def _codelist(http: Http, url: str, source: str) -> pl.DataFrame:
    body = http.get_once(url, source=source, accept=_accept_codes, hours=CODES_HOURS)
    return pl.DataFrame([_code(entry) for entry in _codes(body)], schema=CODELIST)


def areas_of_type(http: Http, settings: Settings, dataset: str, number: int) -> pl.DataFrame:
    """The areas of a type that the dataset has, as `codelist` lists them.

    A type has the same areas in every dataset, so the list of the first one will do for all.
    """
    return areas_within(http, settings, dataset, "", number)


def areas_within(
    http: Http, settings: Settings, dataset: str, parent: str, number: int | None
) -> pl.DataFrame:
    """The areas of a type that lie in another area, as `areas_of_type`."""
    concept = f"geography/{parent}TYPE{number}"
    url = http.once.first_address(concept, list_url(settings, dataset, concept))
    return _codelist(http, url, f"Nomis {concept}")


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
    url = list_url(settings, dataset)
    body = http.get_once(
        url, source=f"Nomis {dataset} definition", accept=_accept_family, hours=RELEASE_HOURS
    )
    return _families(body)[0]


def _search(http: Http, settings: Settings, word: str) -> list[dict[str, Any]]:
    """The datasets with a word in their names."""
    search = quote(f"name-*{word}*", safe="*-")
    url = f"{settings.urls['nomis']}/api/v01/dataset/def.sdmx.json?search={search}"
    return _families(http.get_once(url, source=f"Nomis datasets named {word}", accept=_accept_json))


def is_final(error: FetchError) -> bool:
    """Whether the service said so itself, and would say so again."""
    return isinstance(error.__cause__, IncompleteReply) and error.__cause__.final


def _structure(body: bytes) -> dict[str, Any]:
    """The structure in a reply; IncompleteReply where there is none."""
    content = read_json(body)
    structure = content.get("structure") if isinstance(content, dict) else None
    if not isinstance(structure, dict):
        # Asked again: what a proxy or a failing server puts in its place is not Nomis' word.
        raise IncompleteReply("JSON that is not a Nomis structure")
    return structure


def _families(body: bytes) -> list[dict[str, Any]]:
    families = _structure(body).get("keyfamilies")
    return _list(families.get("keyfamily") if isinstance(families, dict) else None)


def _codes(body: bytes) -> list[dict[str, Any]]:
    codelists = _structure(body).get("codelists")
    lists = _list(codelists.get("codelist") if isinstance(codelists, dict) else None)
    return _list(lists[0].get("code")) if lists else []


def _accept_json(reply: Reply) -> None:
    _structure(reply.body)


def _accept_family(reply: Reply) -> None:
    if HELP_PAGE.search(reply.body[:2000]):
        raise IncompleteReply("its help page: there is no such dataset", final=True)
    families = _families(reply.body)
    if not families:
        raise IncompleteReply("no description of such a dataset", final=True)
    components = families[0].get("components")
    if not _list(components.get("dimension") if isinstance(components, dict) else None):
        raise IncompleteReply("a description of a dataset without dimensions")


def _accept_codes(reply: Reply) -> None:
    """A list may be empty; an entry of it without a code or a label makes the list unusable."""
    wrong = [entry for entry in _codes(reply.body) if not _is_code(entry)]
    if wrong:
        raise IncompleteReply(f"a codelist with {len(wrong):,} entries without code or label")


def _is_code(entry: dict[str, Any]) -> bool:
    described = entry.get("description")
    label = described.get("value") if isinstance(described, dict) else None
    code = entry.get("value")
    return isinstance(code, str | int) and code != "" and isinstance(label, str | int | float)


def _list(content: object) -> list[dict[str, Any]]:
    """The objects of a JSON list. Nomis writes a list of one as the one itself."""
    entries = content if isinstance(content, list) else [content]
    return [entry for entry in entries if isinstance(entry, dict)]


def _name(family: dict[str, Any]) -> str:
    named = family.get("name")
    return str(named.get("value", "")).strip() if isinstance(named, dict) else ""


def _annotations(entry: dict[str, Any]) -> dict[str, str]:
    """Annotations by title; those without a title or a text say nothing."""
    annotations = entry.get("annotations")
    notes = _list(annotations.get("annotation") if isinstance(annotations, dict) else None)
    return {
        str(note["annotationtitle"]): str(note["annotationtext"])
        for note in notes
        if "annotationtitle" in note and "annotationtext" in note
    }


def _code(entry: dict[str, Any]) -> dict[str, str]:
    notes = {title.lower(): text for title, text in _annotations(entry).items()}
    return {
        "code": str(entry["value"]),
        "label": str(entry["description"]["value"]),
        "type_name": notes.get("typename", ""),
        "type_code": notes.get("typecode", ""),
        "gss": notes.get("geogcode", ""),
    }
