"""Objects taken out of a JSON reply as they were written, so that what is kept is as received."""

from __future__ import annotations

import json
import re
from typing import Any, Final

BETWEEN: Final = re.compile(r"[\s,]*")


def cut_objects(body: bytes, name: str) -> tuple[str, list[tuple[dict[str, Any], str]]]:
    """What stands before the objects of a list, and each object with its text.

    ValueError where there is no list of that name.

    >>> cut_objects(b'{"a": 1, "list": [{"b": 2.50}, {"b": 3}], "c": 4}', "list")
    ('{"a": 1, "list": [', [({'b': 2.5}, '{"b": 2.50}'), ({'b': 3}, '{"b": 3}')])
    """
    text = body.decode("utf-8")
    begin = re.search(rf'"{re.escape(name)}"\s*:\s*\[', text)
    if begin is None:
        raise ValueError(f"no list {name}")
    decoder = json.JSONDecoder()
    objects = []
    at = _skip(text, begin.end())
    while text[at : at + 1] == "{":
        content, end = decoder.raw_decode(text, at)
        objects.append((content, text[at:end]))
        at = _skip(text, end)
    return text[: begin.end()], objects


def _skip(text: str, at: int) -> int:
    matched = BETWEEN.match(text, at)
    return matched.end() if matched else at
