"""The addresses of Nomis' figures, and how a question whose address is too long is cut."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from catalog.settings import Settings
from etl.clients.nomis.choice import Question

# Servers of this kind refuse addresses of more than 2,048 characters.
LONGEST_ADDRESS: Final = 1800
Params = dict[str, str]


def split(url: str, params: Params) -> list[Params]:
    """The query as several whose addresses are short enough: its longest list is cut in halves."""
    if address_length(url, params) <= LONGEST_ADDRESS:
        return [params]
    lists_of = {name: text for name, text in params.items() if name != "select" and "," in text}
    if not lists_of:
        return [params]
    longest = max(lists_of, key=lambda name: len(lists_of[name]))
    entries = lists_of[longest].split(",")
    half = len(entries) // 2
    return [
        shorter
        for some in (entries[:half], entries[half:])
        for shorter in split(url, params | {longest: ",".join(some)})
    ]


def address_length(url: str, params: Params) -> int:
    """Characters of the address of a later page."""
    return len(url) + 1 + len(urlencode(params | {"RecordOffset": "9999999"}))


def data_url(settings: Settings, question: Question) -> str:
    return f"{settings.urls['nomis']}/api/v01/dataset/{question.dataset}.data.csv"


def address_of(settings: Settings, question: Question, params: Params) -> str:
    return f"{data_url(settings, question)}?{'&'.join(f'{k}={v}' for k, v in params.items())}"
