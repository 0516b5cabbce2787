"""A PDF's objects as text, for tests that look its tags up."""

from __future__ import annotations

import io
import re

import pikepdf


def read_objects(made: bytes) -> bytes:
    """The PDF with nothing packed: /S /TH, /Lang (en-GB)."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as document:
        document.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()


def count_pages(made: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", read_objects(made)))
