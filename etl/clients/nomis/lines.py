"""Lines of pages of many councils, put together again for one of them as they were received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


class Page:
    """The heading of a page, and its lines as received."""

    def __init__(self, body: bytes) -> None:
        self.heading, *self.lines = body.splitlines(keepends=True)


def pages_of(pages: Sequence[Page], rows: Sequence[int]) -> Iterator[bytes]:
    """The lines of some rows, in order, under the heading of the pages in which they came.

    Pages under one heading become one: alone, a question has seldom more.
    """
    first = 0
    heading, lines = b"", list[bytes]()
    at = 0
    for page in pages:
        last = first + len(page.lines)
        if page.heading != heading:
            if lines:
                yield b"".join((heading, *lines))
            heading, lines = page.heading, []
        while at < len(rows) and rows[at] < last:
            lines.append(page.lines[rows[at] - first])
            at += 1
        first = last
    if lines:
        yield b"".join((heading, *lines))
