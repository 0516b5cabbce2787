"""JSON that a service sent: read, or refused in words."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from etl.clients.http import IncompleteReply

# Half of a pair of characters, which no text may hold alone.
HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")


def read_json(body: bytes, *, final: bool = False) -> Any:
    """What the JSON says. IncompleteReply where it is none or not of whole characters."""
    try:
        content = json.loads(body)
        if HALF.search(body):
            json.dumps(content, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        opening = body[:60].decode("utf-8", "replace").strip()
        raise IncompleteReply(f"not JSON but {opening!r}", final=final) from error
    return content
