"""Sources that were fetched and of which no table could be made, kept in words for `status`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Final

from catalog.settings import Settings
from catalog.store import replacing
from etl.troubles import UNFORESEEN, unforeseen_words

FILE: Final = "unread.json"
Tidy = Callable[[str, Settings], bool]


def remember_unread(tidy: Tidy) -> Tidy:
    """Keeps why a source's table could not be made, until it is made; the error goes on its way."""

    @wraps(tidy)
    def remembering(source_id: str, settings: Settings) -> bool:
        try:
            made = tidy(source_id, settings)
        except UNFORESEEN as error:
            _keep(settings, source_id, str(error).strip() or unforeseen_words(error))
            raise
        _keep(settings, source_id, "")
        return made

    return remembering


def unread_of(settings: Settings) -> dict[str, str]:
    """By source, why its table could not be made; none where nothing readable is kept."""
    try:
        held = json.loads((settings.built / FILE).read_text("utf-8"))
        return {str(name): str(words) for name, words in held.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _keep(settings: Settings, source_id: str, words: str) -> None:
    held = unread_of(settings)
    wanted = {name: text for name, text in held.items() if name != source_id}
    if words:
        wanted[source_id] = words
    if wanted != held:
        with replacing(settings.built / FILE) as temporary:
            temporary.write_text(json.dumps(wanted, indent=1), "utf-8")
